#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "core/clean.h"
#include "core/lineedit.h"
#include "core/piece.h"
#include "core/utf8.h"
#include "core/width.h"

static enum status type(struct lineedit *e, const char *text)
{
	return lineedit_insert(e, text, strlen(text), NULL);
}

/* The text with the cursor drawn into it as |. */
static void check(const struct lineedit *e, const char *expected)
{
	struct str s = STR_INIT;
	size_t at = lineedit_cursor_bytes(e);

	str_add_bytes(&s, lineedit_text(e), at);
	str_add_char(&s, '|');
	str_add(&s, lineedit_text(e) + at);
	assert_string_equal(s.data, expected);
	str_free(&s);
}

static void rare_names(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, false, 200);
	assert_int_equal(type(&e, "㠭𠅤明"), STATUS_OK);
	check(&e, "㠭𠅤明|");
	assert_true(lineedit_do(&e, LINEEDIT_LEFT));
	assert_true(lineedit_do(&e, LINEEDIT_BACKSPACE));
	check(&e, "㠭|明");
	assert_int_equal(type(&e, "𠅤\U00031350"), STATUS_OK);
	check(&e, "㠭𠅤\U00031350|明");
	assert_true(lineedit_do(&e, LINEEDIT_HOME));
	assert_true(lineedit_do(&e, LINEEDIT_DELETE));
	check(&e, "|𠅤\U00031350明");
	assert_false(lineedit_do(&e, LINEEDIT_LEFT));
	assert_false(lineedit_do(&e, LINEEDIT_BACKSPACE));
	assert_true(lineedit_do(&e, LINEEDIT_END));
	assert_false(lineedit_do(&e, LINEEDIT_RIGHT));
	assert_false(lineedit_do(&e, LINEEDIT_DELETE));
	assert_false(lineedit_do(&e, LINEEDIT_NEWLINE));
	assert_false(lineedit_do(&e, LINEEDIT_UP));
	assert_false(lineedit_do(&e, LINEEDIT_DOWN));
	lineedit_fini(&e);
}

static void marks_go_with_their_letter(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, false, 0);
	assert_int_equal(type(&e, "e"), STATUS_OK);
	assert_int_equal(type(&e, "\u0301"), STATUS_OK);
	assert_int_equal(type(&e, "\u0302x"), STATUS_OK);
	check(&e, "e\u0301\u0302x|");
	lineedit_do(&e, LINEEDIT_LEFT);
	assert_int_equal(type(&e, "\u0303"), STATUS_WARNED); /* the third */
	check(&e, "e\u0301\u0302|x");
	assert_true(lineedit_do(&e, LINEEDIT_BACKSPACE));
	check(&e, "|x");
	assert_int_equal(type(&e, "\u0301"), STATUS_WARNED);
	check(&e, "|x");
	assert_int_equal(type(&e, "\ue000\u0301"), STATUS_WARNED);
	check(&e, "\ue000|x");
	lineedit_fini(&e);
}

static void pasting_is_cleaned_and_told(void **state)
{
	struct lineedit e;
	struct error error;

	(void)state;
	lineedit_init(&e, false, 0);
	assert_int_equal(type(&e, "一\t二\r\n三\n\n"), STATUS_OK);
	check(&e, "一 二 三|");
	lineedit_do(&e, LINEEDIT_CLEAR);
	check(&e, "|");
	assert_int_equal(
		lineedit_insert(&e, "王\u200b芳\x1b\xff\0", 12, &error),
		STATUS_WARNED);
	check(&e, "王芳|");
	assert_string_equal(error.what, "4 characters were left out; the "
					"first is a zero-width character "
					"(U+200B)");
	assert_int_equal(type(&e, "\xff\xfe"), STATUS_WARNED);
	check(&e, "王芳|");
	lineedit_fini(&e);

	lineedit_init(&e, true, 0);
	assert_int_equal(type(&e, "一\r\n二\r三\u2028四\n"), STATUS_OK);
	check(&e, "一\n二\n三\n四\n|");
	lineedit_fini(&e);
}

static void length_is_bounded(void **state)
{
	struct lineedit e;
	struct error error;

	(void)state;
	lineedit_init(&e, true, 4);
	assert_int_equal(lineedit_left_chars(&e), 4);
	assert_int_equal(type(&e, "𠅤明e"), STATUS_OK);
	assert_int_equal(lineedit_left_chars(&e), 1);
	assert_int_equal(lineedit_insert(&e, "ab", 2, &error), STATUS_REFUSED);
	assert_string_equal(error.what, "At most 4 characters go in here; "
					"there is room for 1 more");
	check(&e, "𠅤明e|");
	assert_true(lineedit_do(&e, LINEEDIT_NEWLINE));
	assert_false(lineedit_do(&e, LINEEDIT_NEWLINE));
	lineedit_set(&e, "abcdefgh"); /* longer already: may only shrink */
	assert_int_equal(lineedit_left_chars(&e), 0);
	assert_int_equal(type(&e, "x"), STATUS_REFUSED);
	assert_true(lineedit_do(&e, LINEEDIT_BACKSPACE));
	check(&e, "abcdefg|");
	lineedit_fini(&e);
}

static void stored_text_is_kept(void **state)
{
	static const char stored[] = "\u0301王\u200b\xff\r\nz";
	struct lineedit e;

	(void)state;
	lineedit_init(&e, false, 0);
	lineedit_set(&e, stored);
	lineedit_do(&e, LINEEDIT_HOME);
	lineedit_do(&e, LINEEDIT_END);
	lineedit_layout(&e, 10, 1);
	assert_string_equal(lineedit_text(&e), stored);
	/* typed before a stray mark: they join, the cursor stands behind */
	lineedit_do(&e, LINEEDIT_HOME);
	assert_int_equal(type(&e, "e"), STATUS_OK);
	check(&e, "e\u0301|王\u200b\xff\r\nz");
	lineedit_fini(&e);
}

static void words(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, false, 0);
	type(&e, "完成 abc12，农村改厕 ");
	lineedit_do(&e, LINEEDIT_WORD_LEFT);
	check(&e, "完成 abc12，|农村改厕 ");
	lineedit_do(&e, LINEEDIT_WORD_LEFT);
	check(&e, "完成 abc12|，农村改厕 ");
	lineedit_do(&e, LINEEDIT_KILL_WORD);
	check(&e, "完成 |，农村改厕 ");
	lineedit_do(&e, LINEEDIT_KILL_WORD);
	check(&e, "|，农村改厕 ");
	assert_false(lineedit_do(&e, LINEEDIT_KILL_WORD));
	lineedit_do(&e, LINEEDIT_WORD_RIGHT);
	check(&e, "，|农村改厕 ");
	lineedit_do(&e, LINEEDIT_WORD_RIGHT);
	check(&e, "，农村改厕 |");
	assert_false(lineedit_do(&e, LINEEDIT_WORD_RIGHT));
	lineedit_fini(&e);
}

static void kills_in_long_texts(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, true, 0);
	type(&e, "一二\n三四\n五");
	lineedit_do(&e, LINEEDIT_UP);
	check(&e, "一二\n三|四\n五");
	assert_true(lineedit_do(&e, LINEEDIT_KILL_END));
	check(&e, "一二\n三|\n五");
	assert_true(lineedit_do(&e, LINEEDIT_KILL_END));
	check(&e, "一二\n三|五");
	assert_true(lineedit_do(&e, LINEEDIT_CLEAR));
	check(&e, "一二\n|");
	assert_false(lineedit_do(&e, LINEEDIT_CLEAR));
	assert_true(lineedit_is_on_empty_last_line(&e));
	assert_true(lineedit_do(&e, LINEEDIT_BACKSPACE));
	check(&e, "一二|");
	assert_false(lineedit_is_on_empty_last_line(&e));
	lineedit_do(&e, LINEEDIT_TEXT_HOME);
	check(&e, "|一二");
	assert_false(lineedit_do(&e, LINEEDIT_UP));
	lineedit_do(&e, LINEEDIT_KILL_END);
	check(&e, "|");
	assert_true(lineedit_is_on_empty_last_line(&e));
	lineedit_fini(&e);
}

static void check_row(const struct lineedit *e, int y, const char *text,
	bool before, bool after)
{
	struct lineedit_row row;

	assert_true(lineedit_row(e, y, &row));
	assert_int_equal(row.len_bytes, strlen(text));
	assert_memory_equal(row.text, text, row.len_bytes);
	assert_int_equal(row.width_cols, width_text_cols(text));
	assert_int_equal(row.more_before, before);
	assert_int_equal(row.more_after, after);
}

static void check_cursor(const struct lineedit *e, int y, int x)
{
	int is_y, is_x;

	lineedit_cursor(e, &is_y, &is_x);
	assert_int_equal(is_y, y);
	assert_int_equal(is_x, x);
}

static void window_of_a_line(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, false, 0);
	lineedit_layout(&e, 8, 1);
	check_row(&e, 0, "", false, false);
	check_cursor(&e, 0, 0);
	type(&e, "一二三");
	lineedit_layout(&e, 8, 1);
	check_row(&e, 0, "一二三", false, false);
	check_cursor(&e, 0, 6);
	type(&e, "四");
	lineedit_layout(&e, 8, 1);
	check_row(&e, 0, "二三四", true, false);
	check_cursor(&e, 0, 6);
	type(&e, "五六");
	lineedit_layout(&e, 8, 1);
	check_row(&e, 0, "四五六", true, false);
	lineedit_do(&e, LINEEDIT_HOME);
	lineedit_layout(&e, 8, 1);
	check_row(&e, 0, "一二三四", false, true);
	check_cursor(&e, 0, 0);
	lineedit_do(&e, LINEEDIT_END);
	lineedit_layout(&e, 8, 1);
	for (int i = 0; i < 3; i++)
		lineedit_do(&e, LINEEDIT_BACKSPACE);
	lineedit_layout(&e, 8, 1);
	check_row(&e, 0, "一二三", false, false);
	check_cursor(&e, 0, 6);
	/* half a character at the right edge is not drawn */
	lineedit_set(&e, "a一二三四");
	lineedit_do(&e, LINEEDIT_HOME);
	lineedit_layout(&e, 8, 1);
	check_row(&e, 0, "a一二三", false, true);
	struct lineedit_row row;
	assert_false(lineedit_row(&e, 1, &row));
	assert_false(lineedit_row(&e, -1, &row));
	lineedit_fini(&e);
}

static void rows_of_a_long_text(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, true, 0);
	type(&e, "一二三四，五\nab");
	lineedit_layout(&e, 9, 3); /* eight for text, one for the cursor */
	check_row(&e, 0, "一二三", false, false);
	check_row(&e, 1, "四，五", false, false);
	check_row(&e, 2, "ab", false, false);
	check_cursor(&e, 2, 2);
	lineedit_do(&e, LINEEDIT_NEWLINE);
	lineedit_layout(&e, 9, 3);
	check_row(&e, 0, "四，五", true, false);
	check_row(&e, 2, "", false, false);
	check_cursor(&e, 2, 0);
	lineedit_do(&e, LINEEDIT_PAGE_UP);
	lineedit_layout(&e, 9, 2);
	check_row(&e, 0, "四，五", true, false);
	check_row(&e, 1, "ab", false, true);
	check_cursor(&e, 0, 0);
	lineedit_fini(&e);
}

static void goal_column_is_kept(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, true, 0);
	type(&e, "abcdef\nab\n一二三四");
	lineedit_do(&e, LINEEDIT_TEXT_HOME);
	for (int i = 0; i < 5; i++)
		lineedit_do(&e, LINEEDIT_RIGHT);
	check(&e, "abcde|f\nab\n一二三四");
	lineedit_do(&e, LINEEDIT_DOWN);
	check(&e, "abcdef\nab|\n一二三四");
	lineedit_do(&e, LINEEDIT_DOWN);
	check(&e, "abcdef\nab\n一二|三四");
	assert_false(lineedit_do(&e, LINEEDIT_DOWN));
	lineedit_do(&e, LINEEDIT_UP);
	lineedit_do(&e, LINEEDIT_UP);
	check(&e, "abcde|f\nab\n一二三四");
	lineedit_fini(&e);
}

static void blanks_hang_at_the_edge(void **state)
{
	struct lineedit e;

	(void)state;
	lineedit_init(&e, true, 0);
	type(&e, "abcd    ");
	lineedit_layout(&e, 5, 4);
	check_row(&e, 0, "abcd", false, false);
	check_cursor(&e, 0, 4);
	type(&e, "x");
	lineedit_layout(&e, 5, 4);
	check_row(&e, 1, "x", false, false);
	check_cursor(&e, 1, 1);
	lineedit_fini(&e);
}

/* What must hold after whatever was done. */
static void check_sane(struct lineedit *e, int width, int height)
{
	size_t at = lineedit_cursor_bytes(e);
	size_t len = strlen(lineedit_text(e));
	struct lineedit_row row;
	struct piece piece;
	int y, x;
	size_t stop = 0;

	lineedit_layout(e, width, height);
	assert_int_equal(lineedit_cursor_bytes(e), at);
	while (stop < at)
		stop += piece_next(lineedit_text(e) + stop, len - stop, &piece);
	assert_int_equal(stop, at);
	lineedit_cursor(e, &y, &x);
	assert_in_range(x, 0, width - 1);
	assert_true(lineedit_row(e, y, &row));
	for (int i = 0; lineedit_row(e, i, &row); i++) {
		assert_in_range(row.width_cols, 0, width);
		assert_true(row.text + row.len_bytes <= lineedit_text(e) + len);
		assert_true(i < height);
	}
	if (e->max_chars)
		assert_true(utf8_count(lineedit_text(e)) <= e->max_chars);
}

static void random_input(struct lineedit *e)
{
	static const char *const some[] = { "一", "𠅤", "ab c", " ", "\n",
		"\u0301", "，", "（", "\u200b", "\xff\xe4", "\t", "\r\n",
		"\ue000", "农村改厕，完成100户。\n", "\u0302\u0303" };

	type(e, some[rand() % 15]);
}

static void anything_goes(void **state)
{
	(void)state;
	srand(6);
	for (int round = 0; round < 600; round++) {
		struct lineedit e;
		bool many = rand() % 2;

		lineedit_init(&e, many, rand() % 2 ? 60 : 0);
		for (int step = 0; step < 120; step++) {
			if (rand() % 2)
				random_input(&e);
			else
				lineedit_do(&e,
					(enum lineedit_op)(
						rand() % LINEEDIT_OP_COUNT));
			check_sane(&e, 3 + rand() % 20, 1 + rand() % 5);
			assert_false(clean_find(lineedit_text(&e),
				many ? CLEAN_LONG_TEXT : CLEAN_ONE_LINE, NULL));
		}
		lineedit_fini(&e);
	}
}

/* Text of any bytes, as a damaged file may hold it. */
static void damaged_text(void **state)
{
	(void)state;
	srand(7);
	for (int round = 0; round < 3000; round++) {
		struct lineedit e;
		char text[33] = { 0 };

		for (int i = rand() % 32; i > 0; i--)
			text[i - 1] = (char)(1 + rand() % 255);
		lineedit_init(&e, rand() % 2, 0);
		lineedit_set(&e, text);
		for (int step = 0; step < 20; step++) {
			lineedit_do(&e,
				(enum lineedit_op)(rand() % LINEEDIT_OP_COUNT));
			if (rand() % 3 == 0)
				random_input(&e);
			check_sane(&e, 3 + rand() % 20, 1 + rand() % 5);
		}
		lineedit_fini(&e);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rare_names),
		cmocka_unit_test(marks_go_with_their_letter),
		cmocka_unit_test(pasting_is_cleaned_and_told),
		cmocka_unit_test(length_is_bounded),
		cmocka_unit_test(stored_text_is_kept),
		cmocka_unit_test(words),
		cmocka_unit_test(kills_in_long_texts),
		cmocka_unit_test(window_of_a_line),
		cmocka_unit_test(rows_of_a_long_text),
		cmocka_unit_test(goal_column_is_kept),
		cmocka_unit_test(blanks_hang_at_the_edge),
		cmocka_unit_test(anything_goes),
		cmocka_unit_test(damaged_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
