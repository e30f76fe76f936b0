/* One line of a list of work becomes a draft with its shares. */
#include "domain/assign/import.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "core/utf8.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/assign/units.h"
#include "domain/office/value.h"
#include "domain/transfer.h"
#include "store/stmt.h"

#define T(field) &task_fields[TASK_##field]

/* A line as it was read. */
struct line {
	struct values v;  /* fields of task; only what was given */
	struct str class; /* a class that is no row yet */
	int64_t existing; /* the task it is known as; 0 none */
	bool is_summary;  /* 合计: nothing to take */
	bool update;
};

static void line_free(struct line *l)
{
	values_free(&l->v);
	str_free(&l->class);
}

/* ---- a number and a unit of count, nothing else */

static bool is_count_word(const char *text)
{
	static const char *const words[] = { "座", "亩", "户", "人", "件", "处",
		"个", "元", "万元", "亿元", "公里", "千米", "米", "平方米",
		"公顷", "吨", "公斤", "头", "只", "羽", "项", "家", "间", "宗",
		"场", "次", "份", "条", "名", "台", "套", "株", "棵", "本",
		"辆", "栋", "所", "盏", "口", "组", "批", "期", "户次", "人次",
		"万亩", "万人", "万户", "万株" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], text) == 0)
			return true;
	return false;
}

/* 个 and a noun: 个供水点. A numeral in it begins a second figure. */
static bool is_counted_noun(const char *text)
{
	static const char numerals[] = "一二三四五六七八九十百千万两每";
	static const char ge[] = "个";

	if (strncmp(text, ge, sizeof ge - 1) != 0 || utf8_count(text) > 8)
		return false;
	for (const char *at = text; *at;) {
		char one[UTF8_MAX_BYTES + 1] = "";
		uint32_t code;
		const char *from = at;

		if (!utf8_step(&at, &code) || code < 0x4e00 || code > 0x9fff)
			return false;
		memcpy(one, from, (size_t)(at - from));
		if (strstr(numerals, one))
			return false;
	}
	return true;
}

bool task_import_quantity(
	const char *aim, int64_t *target_hundredths, struct str *measure)
{
	struct str plain = STR_INIT;
	struct str digits = STR_INIT;
	struct value number = { .kind = VALUE_NULL };
	struct value_context c = { .unit = "" };
	bool is_one = false;

	plain_add_folded(&plain, aim ? aim : "");
	size_t n = strspn(plain.data, "0123456789,.");
	const char *unit = plain_skip_spaces(plain.data + n);
	str_add_bytes(&digits, plain.data, n);
	if (!n || (!is_count_word(unit) && !is_counted_noun(unit)))
		goto out;
	if (value_parse(T(TARGET), digits.data, &c, &number, NULL) !=
			STATUS_OK ||
		number.kind != VALUE_INT || number.number <= 0)
		goto out;
	*target_hundredths = number.number;
	str_add(measure, unit);
	is_one = true;
out:
	value_free(&number);
	str_free(&plain);
	str_free(&digits);
	return is_one;
}

/* ---- reading a line */

static void tell_cell(struct issues *issues, const struct field *cell,
	const char *found, const struct issue *said)
{
	struct issue *i = issues_add(issues, cell, false, "%s", said->text);

	plain_copy(i->found, sizeof i->found, found);
	plain_copy(i->accepted, sizeof i->accepted, said->accepted);
}

static void read_cell(const struct value_context *c, const struct values *in,
	const struct field *f, struct line *out, struct issues *issues)
{
	const char *text = values_text(in, f);
	struct value value = { .kind = VALUE_NULL };
	struct issue said = { .field = NULL };

	if (!text || !*plain_skip_spaces(text))
		return;
	enum status status = value_parse(f, text, c, &value, &said);
	if (status == STATUS_NOT_FOUND && f == T(CLASS)) {
		plain_add_trimmed(&out->class, text);
		issues_add(issues, f, true,
			_("%s becomes a new class of tasks"), out->class.data);
		return;
	}
	if (status != STATUS_OK)
		tell_cell(issues, f, text, &said);
	else if (value.kind != VALUE_NULL)
		values_set(&out->v, f, value);
}

/* The lead may be in a group of units, and is none of its own helpers. */
static void settle_units(struct line *l)
{
	int64_t lead = values_int(&l->v, T(LEAD));
	struct value_ids ids = { 0 };
	struct value_ids others = { 0 };
	struct str column = STR_INIT;

	if (!values_text(&l->v, T(CO)))
		return;
	value_ids_read(&ids, values_text(&l->v, T(CO)));
	for (size_t i = 0; i < ids.count; i++)
		if (ids.id[i] != lead)
			value_ids_add(&others, ids.id[i]);
	value_ids_print(&others, &column);
	if (others.count)
		values_set_text(&l->v, T(CO), column.data);
	else
		values_remove(&l->v, T(CO));
	value_ids_free(&ids);
	value_ids_free(&others);
	str_free(&column);
}

static bool is_summary(const char *title)
{
	static const char *const words[] = { "合计", "总计", "小计", "共计" };

	for (size_t i = 0; title && i < sizeof words / sizeof *words; i++)
		if (plain_equal(title, words[i]))
			return true;
	return false;
}

static void warn_secret(const struct values *in, struct issues *issues)
{
	static const char *const words[] = { "绝密", "机密", "秘密" };

	for (size_t i = 0; i < in->count; i++) {
		const char *text = values_text(in, in->item[i].field);

		for (size_t w = 0; text && w < 3; w++)
			if (strstr(text, words[w]))
				issues_add(issues, in->item[i].field, true,
					_("%s stands here: state secrets do "
					  "not belong in this program"),
					words[w]);
	}
}

/* ---- is it there already? */

static int year_of(const char *iso)
{
	int year = 0;
	int day = date_of_iso(iso);

	if (day != DATE_NONE)
		date_parts(day, &year, &(int){ 0 }, &(int){ 0 });
	return year;
}

/*
 * Of the tasks of that title and lead the one of the same start; else the
 * only one of the same year, whose start was changed. The same work of
 * another year is another task.
 */
static int64_t find_existing(struct store *store, const struct values *v)
{
	const char *start = values_text(v, T(START));
	struct stmt *s = stmt_get(store,
		/* by title: by unit it would walk all its shares a line */
		"SELECT t.id,t.start,t.due FROM task t CROSS JOIN share s"
		" ON s.task=t.id AND s.role=1 AND s.state<>7"
		" WHERE t.title=:title AND s.unit=:lead ORDER BY t.id");
	int64_t same = 0;
	int64_t near = 0;
	int count_near = 0;

	stmt_bind_text(s, ":title", values_text(v, T(TITLE)));
	stmt_bind_int(s, ":lead", values_int(v, T(LEAD)));
	while (stmt_row(s)) {
		const char *has = stmt_text(s, 1);
		int year = year_of(has ? has : stmt_text(s, 2));

		if (start && has && strcmp(start, has) == 0)
			same = stmt_int(s, 0);
		if (year == year_of(start ? start : values_text(v, T(DUE)))) {
			near = stmt_int(s, 0);
			count_near++;
		}
	}
	stmt_end(s, NULL);
	return same ? same : count_near == 1 ? near : 0;
}

/* Leaves in l->v what differs from the task that is there. */
static void keep_differences(const struct attempt *a, struct line *l)
{
	struct values now = { 0 };
	struct values kept = { 0 };
	struct query_params p = { .today = a->today };

	if (record_read(a->store, &task_type.table, l->existing, &p, &now,
		    NULL) == STATUS_OK) {
		for (size_t i = 0; i < l->v.count; i++) {
			const struct values_item *item = &l->v.item[i];
			const struct value *old = values_get(&now, item->field);

			if (!old || !value_equal(old, &item->value))
				values_set(&kept, item->field,
					value_copy(&item->value));
		}
	}
	values_free(&now);
	values_free(&l->v);
	l->v = kept;
}

/* 380座 is a target, a measure and a quantity; the file's own columns win. */
static void take_quantity(struct line *l)
{
	struct str measure = STR_INIT;
	int64_t target = 0;

	if (values_has(&l->v, T(TARGET))) {
		if (!values_has(&l->v, T(PROGRESS_KIND)) && !l->existing)
			values_set_int(
				&l->v, T(PROGRESS_KIND), PROGRESS_QUANTITY);
	} else if (!values_has(&l->v, T(PROGRESS_KIND)) &&
		   task_import_quantity(
			   values_text(&l->v, T(AIM)), &target, &measure)) {
		values_set_int(&l->v, T(TARGET), target);
		values_set_text(&l->v, T(MEASURE), measure.data);
		values_set_int(&l->v, T(PROGRESS_KIND), PROGRESS_QUANTITY);
	}
	str_free(&measure);
}

static void read_line(const struct attempt *a, const struct values *in,
	struct line *out, struct issues *issues)
{
	struct value_context c = session_values(a->session, "task");
	size_t errors = issues->errors;

	*out = (struct line){ .class = STR_INIT };
	c.today = a->today;
	c.serials = true;
	c.unit = "";
	out->update = values_int(in, &transfer_update) != 0;
	out->is_summary = is_summary(values_text(in, T(TITLE)));
	if (out->is_summary)
		return;
	/* the number of an export is known, and given by issue alone */
	for (const struct field *f = task_fields; f->name; f++)
		if (!(f->flags & FIELD_SYSTEM))
			read_cell(&c, in, f, out, issues);
	settle_units(out);
	if (issues->errors > errors)
		return;
	out->existing = find_existing(a->store, &out->v);
	if (out->existing)
		keep_differences(a, out);
	take_quantity(out);
}

/* ---- check and effect */

static void tell_differences(const struct line *l, struct issues *issues)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < l->v.count; i++) {
		if (names.len_bytes)
			str_add(&names, _(", "));
		str_add(&names, field_label(&task_type, l->v.item[i].field));
	}
	if (l->class.len_bytes) {
		if (names.len_bytes)
			str_add(&names, _(", "));
		str_add(&names, field_label(&task_type, T(CLASS)));
	}
	if (names.len_bytes)
		issues_add(issues, T(TITLE), false,
			_("it is there already, with another %s; --update "
			  "takes the line"),
			names.data);
	str_free(&names);
}

/* How many a group of units is, where the line brings it in. */
static void tell_group(
	const struct values *in, const struct line *l, struct issues *issues)
{
	const char *text = values_text(in, T(CO));
	struct value_ids ids = { 0 };

	if (!text || !strstr(text, "各") || !values_has(&l->v, T(CO)))
		return;
	value_ids_read(&ids, values_text(&l->v, T(CO)));
	issues_add(issues, T(CO), true, _("%s: these are %d units"), text,
		(int)ids.count);
	value_ids_free(&ids);
}

static enum status check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	size_t errors = issues->errors;
	struct line line;

	read_line(a, v, &line, issues);
	if (line.is_summary)
		issues_add(
			issues, T(TITLE), true, _("a summary row: not taken"));
	if (line.is_summary || issues->errors > errors)
		goto out;
	if (!values_has(&line.v, T(LEAD)) && !line.existing)
		issues_add(issues, T(LEAD), false, _("%s is needed"),
			field_label(&task_type, T(LEAD)));
	if (!values_has(&line.v, T(DUE)) && !line.existing)
		issues_add(issues, T(DUE), false, _("%s is needed"),
			field_label(&task_type, T(DUE)));
	if (line.existing && !line.update)
		tell_differences(&line, issues);
	else if (line.existing)
		task_check_edit(a->store, line.existing, &line.v, issues);
	if (line.v.count)
		task_check_values(
			a->store, line.existing, a->today, &line.v, issues);
	tell_group(v, &line, issues);
	if (line.v.count)
		warn_secret(v, issues);
out:
	line_free(&line);
	return STATUS_OK;
}

static enum status effect(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct issues told = { 0 }; /* the check has told them */
	enum status status = STATUS_OK;
	int64_t class = 0;
	struct line line;

	read_line(a, v, &line, &told);
	issues_free(&told);
	if (line.is_summary)
		goto out;
	if (line.class.len_bytes) {
		status = value_add(
			txn, "task class", line.class.data, &class, err);
		values_set_int(&line.v, T(CLASS), class);
	}
	*id = line.existing;
	if (status == STATUS_OK && !line.existing)
		status = task_insert(txn, &line.v, 0, id, err);
	else if (status == STATUS_OK && line.v.count)
		status = task_write(txn, line.existing, &line.v, err);
out:
	line_free(&line);
	return status;
}

const struct action task_import = {
	.name = "task.import",
	.label = N_("import"),
	.help = N_("A line of a list of work: a draft with its shares"),
	.done = N_("imported: %s"),
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_HIDDEN | ACTION_LINE |
		 ACTION_ALL_FIELDS,
	.input = ACTION_INPUT(T(TITLE), T(LEAD), T(DUE), &transfer_update),
	.needs = 1,
	.check = check,
	.effect = effect,
};

/* ---- the way out */

void task_export_cell(const struct session *s, const struct values *record,
	const struct field *field, struct str *out)
{
	struct value_context c = session_values(s, "task");
	const struct field *own = field_find(task_fields, field->name);
	const struct value *v = own ? values_get(record, own) : NULL;
	struct value_ids ids = { 0 };

	c.unit = "";
	if (!v || v->kind == VALUE_NULL)
		return;
	if (own != T(CO)) {
		value_print(own, v, &c, VALUE_FOR_FILES, out);
		return;
	}
	value_ids_read(&ids, v->text);
	units_print(s->store, &ids, values_int(record, T(LEAD)), out);
	value_ids_free(&ids);
}
