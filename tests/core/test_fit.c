#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/fit.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "core/width.h"

static void check_fit(
	const char *text, int cols, enum fit_side side, const char *expected)
{
	struct str out = STR_INIT;

	fit_text(&out, text, cols, side);
	assert_string_equal(out.data, expected);
	str_free(&out);
}

static void fits(void **state)
{
	(void)state;
	check_fit("王芳", 6, FIT_LEFT, "王芳  ");
	check_fit("王芳", 6, FIT_RIGHT, "  王芳");
	check_fit("王芳", 7, FIT_CENTRE, " 王芳  ");
	check_fit("王芳", 4, FIT_LEFT, "王芳");
	check_fit("王芳", 3, FIT_LEFT, "王~");
	check_fit("王芳", 2, FIT_LEFT, "~ ");
	check_fit("王芳", 2, FIT_RIGHT, " ~");
	check_fit("王芳", 1, FIT_LEFT, "~");
	check_fit("王芳", 0, FIT_LEFT, "");
	check_fit("王芳", -3, FIT_LEFT, "");
	check_fit("", 2, FIT_CENTRE, "  ");
	check_fit("中文字", 4, FIT_LEFT, "中~ ");
	check_fit("㠭𠅤明", 6, FIT_LEFT, "㠭𠅤明");
	check_fit("e\u0301e\u0301e\u0301", 2, FIT_LEFT, "e\u0301~");
	check_fit("a\tb\nc", 5, FIT_LEFT, "a b c");
	check_fit("\x1b[2J", 6, FIT_LEFT, "〓[2J ");
}

static void check_middle(const char *text, int cols, const char *expected)
{
	struct str out = STR_INIT;
	int used = fit_middle(&out, text, cols);

	assert_string_equal(out.data, expected);
	assert_int_equal(used, width_text_cols(expected));
	str_free(&out);
}

static void middle(void **state)
{
	(void)state;
	check_middle("通报.docx", 20, "通报.docx");
	check_middle("关于农村改厕的通报.docx", 16, "关于农~通报.docx");
	check_middle("abcdefgh", 5, "ab~gh");
	check_middle("abcdefgh", 4, "a~gh");
	check_middle("abcdefgh", 2, "a~");
	check_middle("一二三四五", 4, "~五");
	check_middle("一二三四五", 3, "~五");
	check_middle("一二三四五", 0, "");
}

static void check_wrap(const char *text, int cols, const char *expected)
{
	struct str out = STR_INIT;

	fit_wrap_text(&out, text, cols, "");
	assert_string_equal(out.data, expected);
	str_free(&out);
}

static void wraps(void **state)
{
	(void)state;
	check_wrap("", 8, "");
	check_wrap("一二三四五", 4, "一二\n三四\n五\n");
	check_wrap("一二三四五", 5, "一二\n三四\n五\n");
	/* no closing sign begins a line, no opening one ends it */
	check_wrap("一二三四，五", 8, "一二三\n四，五\n");
	check_wrap("一二三（四）", 8, "一二三\n（四）\n");
	check_wrap("一二三四”。五", 8, "一二三\n四”。五\n");
	check_wrap("，，，，，，", 4, "，，\n，，\n，，\n");
	/* words stay whole, their blanks vanish at the break */
	check_wrap("one two three", 8, "one two\nthree\n");
	check_wrap("one two   three", 7, "one two\nthree\n");
	check_wrap("ab cd", 3, "ab\ncd\n");
	check_wrap("abcdefgh ij", 3, "abc\ndef\ngh\nij\n");
	check_wrap("共12345件", 6, "共\n12345\n件\n");
	check_wrap("达到92%以上", 6, "达到\n92%以\n上\n");
	/* line ends, empty lines, indents */
	check_wrap("一\n\n二\r\n三", 8, "一\n\n二\n三\n");
	check_wrap("一二\n三", 4, "一二\n三\n");
	check_wrap("一二  \n三", 4, "一二\n三\n");
	check_wrap("一\n", 4, "一\n");
	check_wrap("\n", 4, "\n");
	check_wrap("　　一二三四", 8, "　　一二\n三四\n");
	/* too narrow for anything still ends */
	check_wrap("一二a", 1, "一\n二\na\n");
	check_wrap("一b", -5, "一\nb\n");
	/* marks stay with their letter, hostile bytes are replaced */
	check_wrap("e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301\ne\u0301\n");
	check_wrap("\u202e\x1b", 2, "〓\n〓\n");
}

static void wrap_indents(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	fit_wrap_text(&out, "一二三四", 6, "  ");
	assert_string_equal(out.data, "  一二\n  三四\n");
	str_free(&out);
}

static char *random_text(size_t *len_bytes)
{
	static const uint32_t some[] = { 'a', 'b', ' ', ' ', '\t', '\n', '\r',
		0x301, 0x302, 0x4e2d, 0x6587, 0x3002, 0xff0c, 0xff08, 0x201c,
		0x201d, 0x20164, 0x31350, 0x1f600, 0x202e, 0xe000, 0x1b };
	struct str s = STR_INIT;

	for (int n = rand() % 40; n > 0; n--) {
		if (rand() % 16)
			str_add_code(&s, some[rand() % 22]);
		else
			str_add_char(&s, (char)(1 + rand() % 255));
	}
	*len_bytes = s.len_bytes;
	return str_take(&s);
}

static void always_exactly_n_columns(void **state)
{
	(void)state;
	srand(3);
	for (int round = 0; round < 60000; round++) {
		struct str out = STR_INIT;
		size_t len;
		char *text = random_text(&len);
		int cols = rand() % 30;
		int most;

		width_set_ambiguous(1 + rand() % 2);
		fit_text(&out, text, cols, (enum fit_side)(rand() % 3));
		assert_int_equal(width_text_cols(out.data), cols);
		assert_true(utf8_check(out.data, out.len_bytes, NULL));
		str_clear(&out);
		most = fit_middle(&out, text, cols);
		assert_int_equal(width_text_cols(out.data), most);
		assert_true(most <= cols);
		str_clear(&out);
		most = fit_cut(&out, text, cols);
		assert_int_equal(width_text_cols(out.data), most);
		assert_true(most <= cols);
		str_free(&out);
		mem_free(text);
	}
	width_set_ambiguous(1);
}

/* Nothing but blanks and line ends is lost, no line is too long. */
static void wrapping_loses_nothing(void **state)
{
	(void)state;
	srand(4);
	for (int round = 0; round < 60000; round++) {
		size_t len;
		char *text = random_text(&len);
		int cols = 2 + rand() % 20;
		struct fit_line line;

		for (size_t at = 0; fit_wrap(text + at, len - at, cols, &line);
			at += line.next_bytes) {
			assert_true(line.next_bytes > 0);
			assert_true(line.next_bytes <= len - at);
			assert_true(line.len_bytes <= line.next_bytes);
			assert_in_range(line.width_cols, 0, cols);
			for (size_t i = line.len_bytes; i < line.next_bytes;
				i++)
				assert_non_null(
					strchr(" \t\r\n", text[at + i]));
			int taken;

			fit_bytes(text + at, line.len_bytes, 1000, &taken);
			assert_int_equal(taken, line.width_cols);
		}
		mem_free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fits),
		cmocka_unit_test(middle),
		cmocka_unit_test(wraps),
		cmocka_unit_test(wrap_indents),
		cmocka_unit_test(always_exactly_n_columns),
		cmocka_unit_test(wrapping_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
