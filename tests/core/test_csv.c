#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "core/csv.h"
#include "core/mem.h"

static void read_ok(const char *text, struct sheet *s, struct csv_form *form)
{
	struct error e = { 0 };

	*s = (struct sheet){ 0 };
	if (csv_read(text, strlen(text), NULL, s, form, &e))
		fail_msg("%s: %s", text, e.what);
}

static void test_delimiters_and_line_ends(void **state)
{
	static const char *const texts[] = { "甲,乙\r\n1,2\r\n", "甲,乙\n1,2",
		"甲,乙\r1,2\r", "甲\t乙\r\n1\t2\r\n", "甲;乙\n1;2\n",
		"\"甲\",\"乙\"\n\"1\",\"2\"\n", "\xef\xbb\xbf甲,乙\n1,2\n",
		"\n\r\n甲,乙\n\n1,2\n\n" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct sheet s;

		read_ok(texts[i], &s, NULL);
		assert_int_equal(s.count, 2);
		assert_int_equal(s.columns, 2);
		assert_string_equal(sheet_cell(&s, 0, 0), "甲");
		assert_string_equal(sheet_cell(&s, 0, 1), "乙");
		assert_string_equal(sheet_cell(&s, 1, 0), "1");
		assert_string_equal(sheet_cell(&s, 1, 1), "2");
		assert_string_equal(sheet_cell(&s, 1, 2), "");
		assert_string_equal(sheet_cell(&s, 2, 0), "");
		sheet_free(&s);
	}
}

static void test_delimiter_of_the_header_not_of_texts(void **state)
{
	struct sheet s;
	struct csv_form form;

	(void)state;
	read_ok("重点工作任务表\n任务\t单位\n甲,乙,丙,丁\t林业站\n", &s, &form);
	assert_int_equal(form.delimiter, '\t');
	assert_int_equal(form.charset, CSV_UTF8);
	assert_false(form.bom);
	assert_string_equal(sheet_cell(&s, 2, 0), "甲,乙,丙,丁");
	sheet_free(&s);
	read_ok("\"a;b;c\",d\n1,2\n", &s, &form);
	assert_int_equal(form.delimiter, ',');
	assert_int_equal(s.columns, 2);
	sheet_free(&s);
}

static void test_lines_are_those_of_the_file(void **state)
{
	struct sheet s;

	(void)state;
	read_ok("\n甲,乙\r\n\r\n\"1\n2\r\n3\",x\n4,5\r\r6,7", &s, NULL);
	assert_int_equal(s.count, 4);
	assert_int_equal(s.row[0].line, 2);
	assert_int_equal(s.row[1].line, 4);
	assert_string_equal(sheet_cell(&s, 1, 0), "1\n2\r\n3");
	assert_int_equal(s.row[2].line, 7);
	assert_int_equal(s.row[3].line, 9);
	sheet_free(&s);
}

static void test_quotation_marks(void **state)
{
	struct sheet s;

	(void)state;
	read_ok("a,b,c,d\n\"1\"\"2\",村\"两委\"换届, x ,\"\"\"\"\n", &s, NULL);
	assert_string_equal(sheet_cell(&s, 1, 0), "1\"2");
	assert_string_equal(sheet_cell(&s, 1, 1), "村\"两委\"换届");
	assert_string_equal(sheet_cell(&s, 1, 2), " x ");
	assert_string_equal(sheet_cell(&s, 1, 3), "\"");
	sheet_free(&s);
}

static void test_damage_is_named(void **state)
{
	static const struct {
		const char *bytes;
		size_t len_bytes;
		const char *said;
	} files[] = {
		{ "", 0, "empty" },
		{ "\n\r\n", 3, "empty" },
		{ "a,b\n1,\0002\n", 9, "Line 2, column 2: byte 7" },
		{ "a,b\n\"1,2\n3,4\n", 13, "Line 2: a quotation mark opens" },
		{ "a,b\n1,\"2\"x\n", 11, "Line 2, column 2: something stands" },
		{ "\xff\xfe"
		  "a\0",
			4, "UTF-16" },
		{ "\xfe\xff\0a", 4, "UTF-16" },
		{ "PK\x03\x04xx", 6, "XLSX" },
		{ "\xd0\xcf\x11\xe0\xa1", 5, "XLS" },
		/* neither: FF begins nothing */
		{ "a,b\n1,2\n\xff,3\n", 12,
			"Line 3, column 1: byte 9 of the file (FF) is "
			"neither" },
		/* with a BOM only UTF-8 is asked for */
		{ "\xef\xbb\xbf"
		  "a,b\n\xbc\xd7,1\n",
			12, "Line 2, column 1: byte 8 of the file (BC)" },
		/* half a character of GB18030 at the end */
		{ "\xd0\xd5\xc3\xfb,b\n\xbc\xd7,\xbc", 11,
			"ends in the middle of a character: line 2, column 2" },
		{ "\xe5\xa7\x93,b\n\xe5\xa7", 8,
			"ends in the middle of a character: line 2" },
		/* overlong, surrogate */
		{ "\xef\xbb\xbf\xc0\xaf,b\n", 8, "byte 4 of the file (C0)" },
		{ "\xef\xbb\xbf\xed\xa0\x80,b\n", 9, "byte 4 of the" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct sheet s = { 0 };
		struct error e = { 0 };
		char *exact = mem_copy(files[i].bytes, files[i].len_bytes);
		enum status status =
			csv_read(exact, files[i].len_bytes, NULL, &s, NULL, &e);

		if (status != STATUS_INVALID || !strstr(e.what, files[i].said))
			fail_msg("file %zu: %d %s", i, status, e.what);
		assert_true(*e.todo);
		sheet_free(&s);
		mem_free(exact);
	}
}

static void test_bytes_of_two_meanings_are_not_guessed(void **state)
{
	/* José in UTF-8, and a character of GB18030 in the same bytes */
	static const char text[] = "name,age\nJos\xc3\xa9,7\n";
	struct csv_options o = { .charset = CSV_UTF8 };
	struct sheet s = { 0 };
	struct error e;

	(void)state;
	assert_int_equal(csv_read(text, strlen(text), NULL, &s, NULL, &e),
		STATUS_AMBIGUOUS);
	assert_int_equal(
		csv_read(text, strlen(text), &o, &s, NULL, &e), STATUS_OK);
	assert_string_equal(sheet_cell(&s, 1, 0), "José");
	sheet_free(&s);
	o.charset = CSV_GB18030;
	assert_int_equal(
		csv_read(text, strlen(text), &o, &s, NULL, &e), STATUS_OK);
	assert_string_not_equal(sheet_cell(&s, 1, 0), "José");
	sheet_free(&s);
}

static void test_limits(void **state)
{
	static const char text[] = "a,b,c\n1,2,3\n四四四四四,5,6\n";
	static const struct csv_options limits[] = {
		{ .max_bytes = 10 },
		{ .max_rows = 2 },
		{ .max_columns = 2 },
		{ .max_chars = 4 },
	};
	static const struct csv_options enough = { .max_bytes = sizeof text,
		.max_rows = 3,
		.max_columns = 3,
		.max_chars = 5 };
	struct sheet s = { 0 };
	struct error e;

	(void)state;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		assert_int_equal(
			csv_read(text, strlen(text), &limits[i], &s, NULL, &e),
			STATUS_INVALID);
		sheet_free(&s);
	}
	assert_int_equal(
		csv_read(text, strlen(text), &enough, &s, NULL, &e), 0);
	sheet_free(&s);
	struct str open = STR_INIT;
	str_add(&open, "a,b\n\"");
	for (int i = 0; i < 100000; i++)
		str_add(&open, "xx\n");
	assert_int_equal(
		csv_read(open.data, open.len_bytes, NULL, &s, NULL, &e),
		STATUS_INVALID);
	assert_non_null(strstr(e.what, "Line 2, column 1"));
	sheet_free(&s);
	str_free(&open);
}

static void test_written_cells(void **state)
{
	static const struct {
		const char *text, *written;
	} cells[] = { { "甲", "甲" }, { "", "" }, { "a,b", "\"a,b\"" },
		{ "a\"b", "\"a\"\"b\"" }, { "a\nb", "\"a\nb\"" },
		{ "=1+1", "'=1+1" }, { "＝1", "'＝1" }, { "@x", "'@x" },
		{ "-3", "'-3" }, { "'=1", "''=1" }, { "'x", "'x" },
		{ "=\"a\"", "\"'=\"\"a\"\"\"" } };

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct str s = STR_INIT;

		csv_write_cell(&s, cells[i].text);
		assert_string_equal(s.data, cells[i].written);
		str_free(&s);
	}
}

static void test_everything_written_reads_back(void **state)
{
	static const char *const cells[] = { "", "甲", "a,b", "\"", "\"\"", " ",
		" x ", "'", "''", "'=", "''=1", "=1", "-", "+1", "@", "\t=1",
		"\r", "\n", "\r\n", ";", "\t", "a;b\tc", "㠭𠅤明", "·", "'甲",
		" =1", "　=1", "'　=1", "＝", "\"=1\"", "'\"" };
	enum { COUNT = sizeof cells / sizeof *cells };
	struct str text = STR_INIT;
	struct sheet s = { 0 };
	struct error e;

	(void)state;
	str_add(&text, CSV_BOM);
	for (int i = 0; i < COUNT; i++)
		csv_write_row(&text, &cells[i], 1);
	for (int i = 0; i < COUNT; i++)
		csv_write_row(&text, cells, (size_t)i + 1);
	const struct csv_options comma = { .delimiter = ',' };
	if (csv_read(text.data, text.len_bytes, &comma, &s, NULL, &e))
		fail_msg("%s", e.what);
	assert_int_equal(s.count, 2 * COUNT);
	for (int i = 0; i < COUNT; i++) {
		assert_int_equal(s.row[i].count, 1);
		assert_string_equal(sheet_cell(&s, (size_t)i, 0), cells[i]);
		assert_int_equal(s.row[COUNT + i].count, i + 1);
		for (int j = 0; j <= i; j++)
			assert_string_equal(
				sheet_cell(&s, (size_t)(COUNT + i), j),
				cells[j]);
	}
	sheet_free(&s);
	str_free(&text);
}

static void check_list(const char *path, size_t rows, int columns)
{
	struct sheet s = { 0 }, again = { 0 };
	struct csv_form form;
	struct error e = { 0 };
	struct str text = STR_INIT;

	if (csv_read_file(path, NULL, &s, &form, &e))
		fail_msg("%s: %s", path, e.what);
	assert_int_equal(form.charset, CSV_GB18030);
	assert_int_equal(s.count, rows + 1);
	for (size_t i = 0; i < s.count; i++) {
		const char *cell[16];

		assert_int_equal(s.row[i].line, i + 1);
		assert_int_equal(s.row[i].count, columns);
		for (int j = 0; j < columns; j++)
			cell[j] = sheet_cell(&s, i, j);
		csv_write_row(&text, cell, (size_t)columns);
	}
	assert_int_equal(
		csv_read(text.data, text.len_bytes, NULL, &again, &form, &e),
		0);
	assert_int_equal(form.charset, CSV_UTF8);
	assert_int_equal(again.count, s.count);
	assert_int_equal(again.text.len_bytes, s.text.len_bytes);
	assert_memory_equal(again.text.data, s.text.data, s.text.len_bytes);
	if (rows == 101) {
		assert_string_equal(sheet_cell(&s, 100, 1), "㠭𠅤明");
		assert_string_equal(sheet_cell(&s, 101, 1), "阿依古丽·买买提");
	} else {
		assert_string_equal(sheet_cell(&s, 24, 1), "村“两委”换届准备");
	}
	sheet_free(&s);
	sheet_free(&again);
	str_free(&text);
}

static void test_the_lists_of_a_township(void **state)
{
	(void)state;
	check_list("data/干部花名册.csv", 101, 7);
	check_list("data/重点工作任务分解表.csv", 42, 10);
}

static void test_files_that_cannot_be_read(void **state)
{
	struct sheet s = { 0 };
	struct error e;

	(void)state;
	assert_int_equal(csv_read_file("no/such.csv", NULL, &s, NULL, &e),
		STATUS_NOT_FOUND);
	assert_non_null(strstr(e.what, "no/such.csv"));
	assert_int_equal(csv_read_file("data", NULL, &s, NULL, &e), STATUS_IO);
}

static void test_widths(void **state)
{
	struct sheet s;
	struct issues issues = { 0 };

	(void)state;
	read_ok("表,,\n甲,乙,,\n1,2\n3\n4,5,6\n7,8,,\n\n9,,\n", &s, NULL);
	sheet_check_widths(&s, 1, &issues);
	assert_int_equal(issues.count, 2);
	assert_int_equal(issues.errors, 1);
	assert_true(issues.item[0].warning);
	assert_int_equal(issues.item[0].line, 4);
	assert_int_equal(issues.item[1].line, 5);
	assert_int_equal(issues.item[1].column, 3);
	assert_string_equal(issues.item[1].found, "6");
	issues_free(&issues);
	sheet_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_delimiters_and_line_ends),
		cmocka_unit_test(test_delimiter_of_the_header_not_of_texts),
		cmocka_unit_test(test_lines_are_those_of_the_file),
		cmocka_unit_test(test_quotation_marks),
		cmocka_unit_test(test_damage_is_named),
		cmocka_unit_test(test_bytes_of_two_meanings_are_not_guessed),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_written_cells),
		cmocka_unit_test(test_everything_written_reads_back),
		cmocka_unit_test(test_the_lists_of_a_township),
		cmocka_unit_test(test_files_that_cannot_be_read),
		cmocka_unit_test(test_widths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
