/* Documents as text: straight, whole, harmless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "core/width.h"
#include "report/document.h"

static const struct document_column columns[] = {
	{ "", false, 4 },
	{ "任务", false, 10 },
	{ "情况", false, 8 },
	{ "时限", true, 5 },
};

static void fill(struct document *d)
{
	document_set_title(d, "今日", "清溪乡  2026-11-24 周二");
	document_add_heading(d, "等我办 2");
	document_add_table(d, columns, 4);
	document_add_row(
		d, (const char *const[]){ "逾24", "农村改厕 / 村建站",
			   "水泥缺口40吨，请协调；高岭村3户宅基地有争议",
			   "10-31" });
	document_add_row(
		d, (const char *const[]){ "正", "森林防火", NULL, "05-31" });
	document_add_text(d, "全乡46项。");
}

static void assert_printed(
	const struct document *d, int cols, const char *expected)
{
	struct str out = STR_INIT;

	document_print_text(d, cols, &out);
	assert_string_equal(out.data, expected);
	str_free(&out);
}

static void a_table_that_fits(void **state)
{
	struct document d = { .count = 0 };

	(void)state;
	fill(&d);
	assert_printed(&d, DOCUMENT_COLS,
		"                                    今日\n"
		"                          清溪乡  2026-11-24 周二\n"
		"\n"
		"等我办 2\n"
		"      任务               情况"
		"                                          时限\n"
		"逾24  农村改厕 / 村建站  水泥缺口40吨，请协调；"
		"高岭村3户宅基地有争议  10-31\n"
		"正    森林防火                                "
		"                        05-31\n"
		"全乡46项。\n");
	document_free(&d);
}

static void a_narrow_one_goes_on_in_the_next_line(void **state)
{
	struct document d = { .count = 0 };

	(void)state;
	fill(&d);
	assert_printed(&d, 40,
		"                  今日\n"
		"        清溪乡  2026-11-24 周二\n"
		"\n"
		"等我办 2\n"
		"      任务          情况            时限\n"
		"逾24  农村改厕 /    水泥缺口40     10-31\n"
		"      村建站        吨，请协调；\n"
		"                    高岭村3户宅基\n"
		"                    地有争议\n"
		"正    森林防火                     05-31\n"
		"全乡46项。\n");
	document_free(&d);
}

/* No line is wider than asked for, whatever the width and the texts. */
static void no_line_is_too_wide(void **state)
{
	static const int widths[] = { 76, 56, 41, 40, 34, 33 };

	(void)state;
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		struct document d = { .count = 0 };
		struct str out = STR_INIT;

		fill(&d);
		document_add_text(&d,
			"㠭𠅤明在林业站，阿依古丽·买买提在宣传文化站；"
			"abc def ghi jkl mno pqr stu vwx yz");
		document_print_text(&d, widths[i], &out);
		for (char *line = strtok(out.data, "\n"); line;
			line = strtok(NULL, "\n")) {
			if (width_text_cols(line) > widths[i])
				fail_msg("%d: %s", widths[i], line);
			assert_int_not_equal(line[strlen(line) - 1], ' ');
		}
		str_free(&out);
		document_free(&d);
	}
}

static void what_comes_in_is_made_harmless(void **state)
{
	struct document d = { .count = 0 };
	struct str out = STR_INIT;

	(void)state;
	document_set_title(&d, "a\x1b[31mb", NULL);
	document_add_text(&d, "x\ty\x07z\xe2\x80\xae");
	document_add_table(&d, columns, 2);
	document_add_row(
		&d, (const char *const[]){ "\x1b]0;t\x07", "\xff\xfe" });
	document_print_text(&d, DOCUMENT_COLS, &out);
	for (const char *at = out.data; *at; at++)
		assert_true(*at == '\n' || (unsigned char)*at >= ' ');
	assert_null(strstr(out.data, "\xe2\x80\xae"));
	assert_null(strchr(out.data, '\xff'));
	assert_non_null(strstr(out.data, "x y"));
	str_free(&out);
	document_free(&d);
}

static void nothing_is_nothing(void **state)
{
	struct document d = { .count = 0 };

	(void)state;
	assert_printed(&d, DOCUMENT_COLS, "");
	document_add_table(&d, columns, 4);
	assert_printed(&d, DOCUMENT_COLS, "");
	document_add_text(&d, "");
	document_add_row(&d, (const char *const[]){ "no", "table" });
	assert_printed(&d, DOCUMENT_COLS, "");
	document_free(&d);
}

static void pages_have_22_lines(void **state)
{
	struct document d = { .count = 0 };
	struct str out = STR_INIT;
	int lines = 0, pages = 1;

	(void)state;
	for (int i = 0; i < 50; i++)
		document_add_text(&d, "一二三四五六七八九十"
				      "一二三四五六七八九十"
				      "一二三四五六七八九十");
	document_print_pages(&d, &out);
	for (const char *at = out.data; *at; at++) {
		if (*at == '\f') {
			assert_int_equal(lines, DOCUMENT_PAGE_LINES + 1);
			lines = 0;
			pages++;
		}
		lines += *at == '\n';
	}
	assert_int_equal(pages, 5); /* 100 lines of 28 characters and 2 */
	assert_int_equal(lines, 100 - 4 * DOCUMENT_PAGE_LINES + 1);
	assert_non_null(strstr(out.data, "- 5 -\n"));
	str_free(&out);
	document_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_that_fits),
		cmocka_unit_test(a_narrow_one_goes_on_in_the_next_line),
		cmocka_unit_test(no_line_is_too_wide),
		cmocka_unit_test(what_comes_in_is_made_harmless),
		cmocka_unit_test(nothing_is_nothing),
		cmocka_unit_test(pages_have_22_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
