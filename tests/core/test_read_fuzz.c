/*
 * Whatever is thrown at the readers, they end, and what they take holds what
 * they promise. READ_FUZZ_RUNS sets how often; the seed is fixed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "core/clean.h"
#include "core/csv.h"
#include "core/date.h"
#include "core/header.h"
#include "core/mem.h"
#include "core/number.h"
#include "core/phone.h"
#include "core/utf8.h"
#include "core/value.h"

static uint64_t state_now = 0x9e3779b97f4a7c15;

static unsigned random_below(unsigned n)
{
	state_now ^= state_now << 13;
	state_now ^= state_now >> 7;
	state_now ^= state_now << 17;
	return (unsigned)(state_now >> 33) % n;
}

static long runs(void)
{
	const char *set = getenv("READ_FUZZ_RUNS");

	return set ? atol(set) : 20000;
}

/* Pieces that readers know, and pure noise between them. */
static void add_piece(struct str *s)
{
	static const char *const known[] = { "2026", "12", "1", "-", "/", ".",
		"年", "月", "日", "号", "〔", "〕", "（", "）", "(", ")", "+",
		"w", "d", "周", "五", "下", "本", "底", "万", "亿", ",", "，",
		"。", "%", "％", "座", "13900000001", "0771", "转", "E+10",
		"是", "√", "yes", "percent", "数量", "、", " ", "　", "１",
		"９", "\"", "\"\"", "\r\n", "\n", "\r", "\t", ";", "=", "'",
		"㠭𠅤", "\x84\x31\x95\x33", "\xb4\xfa", "\xbc\xd7", "任务",
		"99999999999999999999", "00:00", "T", "今天", "#" };
	unsigned kind = random_below(8);

	if (kind == 0)
		str_add_char(s, (char)(random_below(255) + 1));
	else if (kind == 1)
		str_add_code(s, random_below(0x11000));
	else
		str_add(s, known[random_below(sizeof known / sizeof *known)]);
}

static void make_text(struct str *s, unsigned most)
{
	str_clear(s);
	for (unsigned n = random_below(most); n; n--)
		add_piece(s);
}

static const struct choice kinds[] = {
	{ 1, "count", "数量" },
	{ 2, "percent", "百分比" },
	{ 0, NULL, NULL },
};

static const struct field fields[] = {
	{ .name = "title", .label = "任务", .type = FIELD_TEXT },
	{ .name = "notes", .label = "notes", .type = FIELD_LONG },
	{ .name = "count", .label = "count", .type = FIELD_INT, .unit = "座" },
	{ .name = "target",
		.label = "target",
		.type = FIELD_DECIMAL,
		.flags = FIELD_SIGNED,
		.unit = "%" },
	{ .name = "key", .label = "key", .type = FIELD_FLAG },
	{ .name = "due", .label = "due", .type = FIELD_DATE },
	{ .name = "made", .label = "made", .type = FIELD_INSTANT },
	{ .name = "no", .label = "no", .type = FIELD_NUMBER },
	{ .name = "kind",
		.label = "kind",
		.type = FIELD_CHOICE,
		.choices = kinds },
	{ .name = "kinds",
		.label = "kinds",
		.type = FIELD_CHOICES,
		.choices = kinds },
	{ .name = "leader", .label = "leader", .type = FIELD_REF },
	{ .name = "co", .label = "co", .type = FIELD_REFS },
	{ .name = NULL },
};

static void check_value(const struct field *f, const char *text)
{
	const struct value_context c = {
		.today = date_of(2026, 11, 24),
		.zone_minutes = 480,
		.serials = random_below(2),
	};
	struct value v, back;
	struct issue issue;
	struct str s = STR_INIT;
	enum status status = value_parse(f, text, &c, &v, &issue);

	if (status) {
		assert_int_equal(v.kind, VALUE_NULL);
		assert_true(*issue.text);
		assert_true(utf8_check(issue.text, strlen(issue.text), NULL));
		assert_false(clean_find(issue.text, CLEAN_ONE_LINE, NULL));
		assert_true(utf8_check(issue.found, strlen(issue.found), NULL));
		return;
	}
	value_print(f, &v, &c, VALUE_FOR_FILES, &s);
	if (value_parse(f, s.data, &c, &back, &issue))
		fail_msg("%s: %s", s.data, issue.text);
	if (!value_equal(&v, &back))
		fail_msg(
			"%s: “%s” came back as another value", f->name, s.data);
	if (v.kind == VALUE_TEXT)
		assert_false(clean_find(v.text,
			f->type == FIELD_LONG ? CLEAN_LONG_TEXT
					      : CLEAN_ONE_LINE,
			NULL));
	value_free(&v);
	value_free(&back);
	str_free(&s);
}

static void test_values(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	for (long i = runs(); i > 0; i--) {
		make_text(&s, 9);
		char *exact = mem_text(s.data); /* so that ASan sees its end */
		check_value(&fields[i % 12], exact);
		mem_free(exact);
	}
	str_free(&s);
}

static void test_phones_and_numbers(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	for (long i = runs(); i > 0; i--) {
		char out[PHONE_BYTES], again[PHONE_BYTES];
		int64_t n;
		const char *rest;
		struct error e = { 0 };

		make_text(&s, 6);
		char *exact = mem_text(s.data);
		if (!phone_read(exact, out, &e)) {
			assert_int_equal(phone_read(out, again, &e), 0);
			assert_string_equal(out, again);
		} else {
			assert_true(utf8_check(e.what, strlen(e.what), NULL));
		}
		phone_mask(exact, out);
		if (number_split(exact, &n, &rest))
			assert_true(
				rest > exact && rest <= exact + strlen(exact));
		if (!number_read(exact, i % 2 ? "座" : NULL, &n, &e))
			assert_true(n <= NUMBER_MAX && n >= -NUMBER_MAX);
		mem_free(exact);
	}
	str_free(&s);
}

/* What was read is written and read again: the same cells. */
static void check_again(const struct sheet *s)
{
	struct str text = STR_INIT;
	struct sheet again = { 0 };
	struct error e = { 0 };
	const struct csv_options comma = { .charset = CSV_UTF8,
		.delimiter = ',' };

	str_add(&text, CSV_BOM); /* a first cell may begin with another */
	for (size_t i = 0; i < s->count; i++) {
		const char *cell[CSV_MAX_COLUMNS];

		for (int j = 0; j < s->row[i].count; j++)
			cell[j] = sheet_cell(s, i, j);
		csv_write_row(&text, cell, (size_t)s->row[i].count);
	}
	if (csv_read(text.data, text.len_bytes, &comma, &again, NULL, &e))
		fail_msg("%s", e.what);
	assert_int_equal(again.count, s->count);
	assert_int_equal(again.cell_count, s->cell_count);
	assert_int_equal(again.text.len_bytes, s->text.len_bytes);
	assert_memory_equal(again.text.data, s->text.data, s->text.len_bytes);
	sheet_free(&again);
	str_free(&text);
}

static void test_lists(void **state)
{
	struct str s = STR_INIT;
	static const struct csv_options small = {
		.max_chars = 40, .max_rows = 12, .max_columns = 9
	};
	long taken = 0;

	(void)state;
	const struct field *all[64] = { NULL };

	for (int i = 0; fields[i].name; i++)
		all[i] = &fields[i];
	for (long i = runs(); i > 0; i--) {
		struct sheet sheet = { 0 };
		struct error e = { 0 };
		struct issues issues = { 0 };
		struct header h;

		make_text(&s, 40);
		char *exact = mem_copy(s.data, s.len_bytes);
		enum status status = csv_read(exact, s.len_bytes,
			i % 3 ? NULL : &small, &sheet, NULL, &e);
		if (status) {
			assert_true(*e.what);
		} else {
			taken++;
			assert_true(utf8_check(
				sheet.text.data, sheet.text.len_bytes, NULL));
			check_again(&sheet);
			header_find(&sheet, all, "task", NULL, &h, &issues);
			sheet_check_widths(&sheet, 0, &issues);
			header_free(&h);
			issues_free(&issues);
		}
		sheet_free(&sheet);
		mem_free(exact);
	}
	assert_true(taken > runs() / 20); /* or nothing was tested */
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_phones_and_numbers),
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
