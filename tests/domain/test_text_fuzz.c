/*
 * test_text_fuzz.c: what people type, as a filter and as a value of every
 * field, mutated and as noise: it is understood or a sentence says why not,
 * and what is understood can be asked, printed and read again.
 *
 * FUZZ_SECONDS goes on for so long each, FUZZ_SEED begins elsewhere.
 */
#include "assign_file.h"

#include <time.h>
#include "chance.h"
#include "core/clean.h"
#include "core/utf8.h"
#include "domain/filter.h"

enum { RUNS = 12000 };

struct fuzz {
	struct office *o;
	struct chance chance;
	struct str text;
	time_t until;
	long runs, taken;
};

static void begin(struct fuzz *f, struct office *o)
{
	const char *seconds = getenv("FUZZ_SECONDS");
	const char *seed = getenv("FUZZ_SEED");

	*f = (struct fuzz){ .o = o };
	f->chance = (struct chance){ .store = o->store,
		.state = seed ? strtoull(seed, NULL, 10) : 11 };
	f->until = seconds ? time(NULL) + atol(seconds) : 0;
}

static bool goes_on(struct fuzz *f)
{
	f->runs++;
	return f->until ? time(NULL) < f->until : f->runs <= RUNS;
}

static void end(struct fuzz *f)
{
	print_message("%ld runs, %ld taken\n", f->runs, f->taken);
	assert_true(f->taken > f->runs / 50); /* or nothing was tested */
	str_free(&f->text);
}

static const char *one_of(struct fuzz *f, const char *const *words, size_t n)
{
	return words[chance_below(&f->chance, (unsigned)n)];
}

#define ONE_OF(f, words) one_of(f, words, sizeof words / sizeof *words)

static const struct record_type *any_type(struct fuzz *f)
{
	unsigned n = 0;

	while (record_types[n])
		n++;
	return record_types[chance_below(&f->chance, n)];
}

static const struct field *any_field(
	struct fuzz *f, const struct record_type *type)
{
	unsigned n = 0;

	while (type->table.fields[n].name)
		n++;
	return &type->table.fields[chance_below(&f->chance, n)];
}

/* ---- texts */

static void add_noise(struct fuzz *f)
{
	static const char *const known[] = { "2026", "12", "-", "/", "年", "月",
		"日", "〔", "〕", "+3d", "周五", "月底", "万", ",", "，", "、",
		"%", "座", "13900000001", "是", "√", "yes", " ", "　", "１",
		"\"", "“", "\n", "\r", "\t", "=", "＝", "'", "''", "--", ";",
		"㠭𠅤", "99999999999999999999", "今天", "#1", "*", "NEAR(",
		"各村", "陈庆", "\xef\xbb\xbf", "\xc3", "0", "-1", "今年" };
	struct chance *c = &f->chance;

	switch (chance_below(c, 8)) {
	case 0:
		str_add_char(&f->text, (char)(1 + chance_below(c, 255)));
		break;
	case 1:
		str_add_code(&f->text, chance_below(c, 0x11000));
		break;
	default:
		str_add(&f->text, ONE_OF(f, known));
	}
}

/* As it is printed, and so as it is typed. */
static void add_value(struct fuzz *f, const struct record_type *type,
	const struct field *field)
{
	struct chance *c = &f->chance;
	struct value_context how =
		session_values(&f->o->session, type->table.name);
	struct value v = chance_value(c, &f->o->session, type, field);

	value_print(field, &v, &how,
		(enum value_style)chance_below(c, VALUE_FOR_CODE + 1),
		&f->text);
	value_free(&v);
}

/* Some bytes changed, gone, doubled. */
static void mutate(struct fuzz *f)
{
	struct chance *c = &f->chance;
	size_t len = f->text.len_bytes;
	char *was;

	if (!len || chance_one_in(c, 2))
		return;
	was = mem_text(f->text.data);
	size_t at = chance_below(c, (unsigned)len);
	size_t n = chance_below(c, (unsigned)(len - at)) % 5;
	str_cut(&f->text, at);
	switch (chance_below(c, 3)) {
	case 0:
		add_noise(f);
		break;
	case 1:
		str_add_bytes(&f->text, was + at, n);
		str_add_bytes(&f->text, was + at, n);
		break;
	default:
		break;
	}
	str_add(&f->text, was + at + n);
	mem_free(was);
}

/* ---- filters */

static void add_word(struct fuzz *f, const struct record_type *type)
{
	static const char *const signs[] = { "=", "<=", ">=", "!=", "＝", "<",
		"≤", "==" };
	static const char *const whole[] = { "light=overdue", "light=逾,临",
		"limit=3", "limit=0", "limit=99999999999999999999", "of=党政办",
		"of=1", "view=", "order=", "order=-", "a b", "农村", "nongcun",
		"\"" };
	struct chance *c = &f->chance;
	const struct field *field = any_field(f, type);
	const char *name =
		chance_one_in(c, 3) ? field_label(type, field) : field->name;
	unsigned views = 0;

	while (type->table.views && type->table.views[views].name)
		views++;
	switch (chance_below(c, 8)) {
	case 0:
		add_noise(f);
		break;
	case 1:
		str_add(&f->text, ONE_OF(f, whole));
		break;
	case 2:
		str_addf(&f->text, "order=%s%s", chance_one_in(c, 2) ? "-" : "",
			name);
		break;
	case 3:
		if (views)
			str_addf(&f->text, "view=%s",
				type->table.views[chance_below(c, views)].name);
		break;
	default:
		str_addf(&f->text, "%s%s", name, ONE_OF(f, signs));
		if (chance_one_in(c, 4))
			break;
		add_value(f, type, field);
		if (chance_one_in(c, 4)) {
			str_add_char(&f->text, ',');
			add_value(f, type, field);
		}
	}
	str_add_char(&f->text, ' ');
}

static void check_issues(struct fuzz *f, const struct issues *issues)
{
	assert_true(issues->errors > 0);
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->item[i];

		if (!issue->text[0] ||
			!utf8_check(issue->text, strlen(issue->text), NULL) ||
			!utf8_check(issue->found, strlen(issue->found), NULL) ||
			clean_find(issue->text, CLEAN_ONE_LINE, NULL))
			fail_msg("run %ld: “%s” gives “%s” “%s”", f->runs,
				f->text.data, issue->text, issue->found);
	}
}

/* First and last page, and how many. */
static void ask(struct fuzz *f, struct filter *filter)
{
	static const struct field *const none[] = { NULL };
	struct query_page page = { .row = NULL };
	struct error err = { 0 };
	struct query *q = &filter->query;

	q->columns = none;
	query_choose(f->o->store, q);
	for (int reverse = 0; reverse < 2; reverse++)
		if (query_read(f->o->store, q, NULL, reverse, 5, &page, &err))
			fail_msg("run %ld: “%s”: %s", f->runs, f->text.data,
				err.what);
	size_t read = page.count;
	query_page_free(&page);
	int64_t n = query_count(f->o->store, q, 4);
	if (n < 0 || (n <= 4 && (size_t)n != read) || (n > 4 && read != 5))
		fail_msg("run %ld: “%s”: %lld counted, %zu read", f->runs,
			f->text.data, (long long)n, read);
}

static void filters(void **state)
{
	struct fuzz f;

	begin(&f, *state);
	while (goes_on(&f)) {
		const struct record_type *type = any_type(&f);
		struct filter filter;
		struct issues issues = { .item = NULL };

		str_clear(&f.text);
		for (unsigned n = chance_below(&f.chance, 5); n; n--)
			add_word(&f, type);
		mutate(&f);
		char *exact = mem_text(f.text.data ? f.text.data : "");
		if (filter_read(&f.o->session, type, exact, &filter, &issues)) {
			check_issues(&f, &issues);
		} else {
			f.taken++;
			ask(&f, &filter);
		}
		mem_free(exact);
		filter_free(&filter);
		issues_free(&issues);
	}
	end(&f);
}

/* ---- values */

/* What is taken is printed and read again; a name may be another's too, but
 * never an id. */
static void check_again(struct fuzz *f, const struct value_context *how,
	const struct field *field, const struct value *v)
{
	bool is_name = field->type == FIELD_REF || field->type == FIELD_REFS ||
		       field->type == FIELD_VALUE;

	for (int style = VALUE_FOR_FILES; style <= VALUE_FOR_CODE; style++) {
		struct str text = STR_INIT;
		struct value back;
		struct issue issue = { .line = 0 };

		if (style == VALUE_FOR_FILES && is_name)
			continue;
		value_print(field, v, how, (enum value_style)style, &text);
		if (value_parse(field, text.data, how, &back, &issue) ||
			!value_equal(v, &back))
			fail_msg("run %ld: %s: “%s” reads “%s”, not again: %s",
				f->runs, field->name, f->text.data, text.data,
				issue.text);
		value_free(&back);
		str_free(&text);
	}
}

static void values(void **state)
{
	struct fuzz f;

	begin(&f, *state);
	while (goes_on(&f)) {
		const struct record_type *type = any_type(&f);
		const struct field *field = any_field(&f, type);
		struct value_context how =
			session_values(&f.o->session, type->table.name);
		struct issue issue = { .line = 0 };
		struct value v;

		str_clear(&f.text);
		if (chance_one_in(&f.chance, 4))
			for (unsigned n = chance_below(&f.chance, 6); n; n--)
				add_noise(&f);
		else
			add_value(&f, type, field);
		mutate(&f);
		char *exact = mem_text(f.text.data ? f.text.data : "");
		if (value_parse(field, exact, &how, &v, &issue)) {
			struct issues issues = {
				.item = &issue, .count = 1, .errors = 1
			};

			assert_int_equal(v.kind, VALUE_NULL);
			check_issues(&f, &issues);
		} else {
			f.taken++;
			if (v.kind != VALUE_NULL)
				check_again(&f, &how, field, &v);
		}
		value_free(&v);
		mem_free(exact);
	}
	end(&f);
}

/* In memory: it is not the disk that is tested here. */
static int set_up(void **state)
{
	if (access("/dev/shm", W_OK) == 0)
		setenv("STORE_TEST_DIR", "/dev/shm", 0);
	return assign_open(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters),
		cmocka_unit_test(values),
	};

	return cmocka_run_group_tests(tests, set_up, office_close);
}
