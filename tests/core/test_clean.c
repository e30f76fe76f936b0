#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/clean.h"
#include "core/utf8.h"
#include "core/width.h"

static void refused_is_what_has_no_width(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x120000; c++)
		if ((clean_name(c) != NULL) != (width_of(c) < 0))
			fail_msg("U+%04X: %s, width %d", c,
				clean_name(c) ? clean_name(c) : "(fine)",
				width_of(c));
}

static void finds(void **state)
{
	static const struct {
		const char *text;
		enum clean_lines lines;
		size_t character; /* 0: nothing is wrong */
		uint32_t code;
		const char *name; /* stands in the sentence */
	} row[] = {
		{ "王芳 㠭𠅤明", CLEAN_ONE_LINE, 0, 0, NULL },
		{ "", CLEAN_ONE_LINE, 0, 0, NULL },
		{ "a\u3000\ue123", CLEAN_ONE_LINE, 0, 0, NULL },
		{ "\xef\xbf\xbd", CLEAN_ONE_LINE, 0, 0, NULL },
		{ "e\u0301\u0302", CLEAN_ONE_LINE, 0, 0, NULL },
		{ "一\n二\r\n三", CLEAN_LONG_TEXT, 0, 0, NULL },
		{ "一\n", CLEAN_ONE_LINE, 2, '\n', "a line end" },
		{ "一\r二", CLEAN_LONG_TEXT, 2, '\r', "a line end" },
		{ "a\tb", CLEAN_LONG_TEXT, 2, '\t', "a tab" },
		{ "王\u200b芳", CLEAN_ONE_LINE, 2, 0x200b, "zero-width" },
		{ "\x1b[2J", CLEAN_LONG_TEXT, 1, 0x1b, "control" },
		{ "\x7f", CLEAN_ONE_LINE, 1, 0x7f, "control" },
		{ "\xc2\x9b", CLEAN_ONE_LINE, 1, 0x9b, "control" },
		{ "ab\u202e", CLEAN_ONE_LINE, 3, 0x202e, "direction" },
		{ "\u2028", CLEAN_LONG_TEXT, 1, 0x2028, "separator" },
		{ "\U000e0041", CLEAN_ONE_LINE, 1, 0xe0041, "tag" },
		{ "\uffff", CLEAN_ONE_LINE, 1, 0xffff, "no character" },
		{ "e\u0301\u0302\u0303", CLEAN_ONE_LINE, 4, 0x303, "third" },
		{ "\u0301", CLEAN_ONE_LINE, 1, 0x301, "nothing to join" },
		{ "a\n\u0301", CLEAN_LONG_TEXT, 3, 0x301, "nothing to join" },
		{ "王\xc0\xaf", CLEAN_ONE_LINE, 2, UTF8_BAD, "damaged" },
		{ "王\xe8\x8a", CLEAN_ONE_LINE, 2, UTF8_BAD, "cut off" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct clean_fault f = { .character = 0 };
		bool found = clean_find(row[i].text, row[i].lines, &f);

		assert_int_equal(found, row[i].character > 0);
		assert_int_equal(
			found, clean_find(row[i].text, row[i].lines, NULL));
		assert_int_equal(f.character, row[i].character);
		assert_int_equal(f.code, row[i].code);
		if (found && !strstr(f.text, row[i].name))
			fail_msg("%s: %s", row[i].name, f.text);
	}
}

static void place_of_a_fault(void **state)
{
	struct clean_fault f;

	(void)state;
	assert_true(clean_find("王芳\u200b", CLEAN_ONE_LINE, &f));
	assert_int_equal(f.at_bytes, 6);
	assert_string_equal(f.text,
		"Character 3 is a zero-width character (U+200B), which "
		"cannot be kept");
}

static void check_text(
	const char *text, enum clean_lines lines, const char *expected)
{
	struct str out = STR_INIT;

	clean_text(&out, text, lines);
	assert_string_equal(out.data, expected);
	str_free(&out);
}

static void copies(void **state)
{
	(void)state;
	check_text("王芳", CLEAN_ONE_LINE, "王芳");
	check_text("a\tb\nc\r\nd", CLEAN_ONE_LINE, "a b c d");
	check_text("a\tb\nc\r\nd", CLEAN_LONG_TEXT, "a b\nc\nd");
	check_text("a\rb", CLEAN_LONG_TEXT, "a〓b");
	check_text("\x1b]0;x\a", CLEAN_ONE_LINE, "〓]0;x〓");
	check_text("王\u200b芳\ue000", CLEAN_ONE_LINE, "王〓芳〓");
	check_text("a\xff", CLEAN_ONE_LINE, "a〓");
	check_text("o\u0301\u0302\u0303\u0304\u0305x", CLEAN_ONE_LINE,
		"o\u0301\u0302〓x");
}

static void check_name(const char *name, size_t max, const char *expected)
{
	struct str out = STR_INIT;

	clean_file_name(&out, name, max);
	assert_string_equal(out.data, expected);
	str_free(&out);
}

static void file_names(void **state)
{
	(void)state;
	check_name(
		"11月重点工作督查通报.docx", 255, "11月重点工作督查通报.docx");
	check_name("〔2026〕5号(终稿).pdf", 255, "〔2026〕5号(终稿).pdf");
	check_name("a/../b\\c:d*?.txt", 255, "a_.._b_c_d_.txt");
	check_name("../../etc/passwd", 255, "_._.._etc_passwd");
	check_name("-rf x", 255, "_rf_x");
	check_name(".bashrc", 255, "_bashrc");
	check_name("", 255, "_");
	check_name("..", 255, "_");
	check_name("///", 255, "_");
	check_name("a...", 255, "a");
	check_name("　王 芳\u202e\x1b", 255, "_王_芳_");
	check_name("CON", 255, "_CON");
	check_name("com1.txt", 255, "_com1.txt");
	check_name("control.txt", 255, "control.txt");
	check_name("\u202d", 255, "_"); /* not taken for a dash */
	check_name("王芳李强张敏.docx", 17, "王芳李强.docx");
	check_name("王芳李强张敏.docx", 16, "王芳李.docx");
	check_name("aaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbb", 16, "aaaaaaaaaaaaaaa");
}

static void check_formula(const char *text, const char *expected)
{
	struct str out = STR_INIT;

	clean_formula(&out, text);
	assert_string_equal(out.data, expected);
	assert_string_equal(clean_formula_undo(out.data), text);
	str_free(&out);
}

static void formulas(void **state)
{
	(void)state;
	check_formula("王芳", "王芳");
	check_formula("", "");
	check_formula("  ", "  ");
	check_formula("a=1", "a=1");
	check_formula("=1+1", "'=1+1");
	check_formula("+86", "'+86");
	check_formula("-1", "'-1");
	check_formula("@SUM", "'@SUM");
	check_formula("\t=1", "'\t=1");
	check_formula("\rx", "'\rx");
	check_formula("＝1", "'＝1");
	check_formula("－＠", "'－＠");
	check_formula(" =1", "' =1");
	check_formula("　=1", "'　=1");
	check_formula("'", "'");
	check_formula("'quoted'", "'quoted'");
	check_formula("'=1", "''=1");
	check_formula("''=1", "'''=1");
	assert_string_equal(clean_formula_undo("'=1"), "=1");
	assert_string_equal(clean_formula_undo("'a"), "'a");
}

/* Whatever comes in, what goes out has nothing left to refuse. */
static void random_bytes(void **state)
{
	(void)state;
	srand(5);
	for (int round = 0; round < 100000; round++) {
		size_t len = (size_t)(rand() % 24);
		char *s = malloc(len + 1);
		struct str out = STR_INIT;
		struct clean_fault f;

		for (size_t i = 0; i < len; i++)
			s[i] = (char)(rand() % 3 ? 1 + rand() % 255
						 : "\xcc\x81\xe2\x80\xae\n"
						   "e\r"[rand() % 8]);
		s[len] = 0;
		if (clean_find(s, CLEAN_LONG_TEXT, &f))
			assert_true(f.at_bytes < len && *f.text);
		clean_text(&out, s, CLEAN_LONG_TEXT);
		assert_false(clean_find(out.data, CLEAN_LONG_TEXT, NULL));
		str_clear(&out);
		clean_text(&out, s, CLEAN_ONE_LINE);
		assert_false(clean_find(out.data, CLEAN_ONE_LINE, NULL));
		assert_int_equal(width_text_cols(out.data), width_text_cols(s));
		str_clear(&out);
		clean_file_name(&out, s, 16);
		assert_in_range(out.len_bytes, 1, 16);
		assert_null(strpbrk(out.data, "/\\:*?\"<>| \n"));
		assert_null(strchr(".-", out.data[0]));
		assert_int_not_equal(out.data[out.len_bytes - 1], '.');
		assert_false(clean_find(out.data, CLEAN_ONE_LINE, NULL));
		str_clear(&out);
		clean_formula(&out, s);
		assert_string_equal(clean_formula_undo(out.data), s);
		str_free(&out);
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused_is_what_has_no_width),
		cmocka_unit_test(finds),
		cmocka_unit_test(place_of_a_fault),
		cmocka_unit_test(copies),
		cmocka_unit_test(file_names),
		cmocka_unit_test(formulas),
		cmocka_unit_test(random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
