#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/language.h"
#include "tui/menu.h"
#include "stage.h"

static const struct menu_entry entries[] = {
	{ 11, 'k', "报困难", "说明困难和请求，立即告知负责领导。", NULL,
		false },
	{ 12, 'z', "撤回", NULL, "已由韦小燕签收，不能撤回", false },
	{ 13, 'b', "报进度", "数、已完成、滞后、困难。", NULL, false },
	{ 14, 0, "附件", "从服务器的目录里选一个文件。", NULL, false },
	{ 15, 'y', "申请办结", NULL, "还有2个节点没有完成，先报节点或说明原因",
		false },
};
static const struct menu_arg arg = { "办理  农村改厕 / 村建站", entries,
	sizeof entries / sizeof *entries };

static void looks(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	stage_push(&g, &menu_screen, &arg);
	stage_golden(&g, "menu_80x24");
	stage_keys(&g, "<Down*3>");
	stage_golden(&g, "menu_impossible");
	struct point p = term_null_cursor(g.term);
	assert_int_equal(
		canvas_at(term_null_frame(g.term), p.row, p.col)->code, '>');
	stage_close(&g);
	stage_open(&g, 16, 60);
	stage_push(&g, &menu_screen, &arg);
	stage_golden(&g, "menu_60x16");
	stage_close(&g);
	stage_open(&g, 43, 132);
	stage_push(&g, &menu_screen, &arg);
	stage_golden(&g, "menu_132x43");
	stage_close(&g);
}

/* The keys, the place of the answer; -1: still open. */
static const struct {
	const char *keys;
	int number;
} ways[] = {
	{ "<Enter>", 0 },
	{ "1", 0 },
	{ "2", 2 },  /* numbers are those of the possible */
	{ "３", 3 }, /* an input method's digit */
	{ "4", -1 },
	{ "9", -1 },
	{ "0", -1 },
	{ "k", 0 },
	{ "b", 2 },
	{ "<C-b>", 2 },
	{ "z", -1 },
	{ "<Down><Enter>", 2 },
	{ "<Down*99><Enter>", -1 },
	{ "<Down*99><Up*2><Enter>", 3 },
	{ "<End><Home><Enter>", 0 },
	{ "附件<Enter>", 3 },
	{ "q", -1 },
	{ "", -1 },
};

static void takes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct stage g;

		stage_open(&g, 24, 80);
		stage_push(&g, &menu_screen, &arg);
		stage_keys(&g, ways[i].keys);
		if (g.answers != (ways[i].number >= 0))
			fail_msg("%s: %d answers", ways[i].keys, g.answers);
		if (g.answers) {
			int n = ways[i].number;

			assert_true(g.answer.given);
			assert_int_equal(g.answer.number, n);
			assert_int_equal(g.answer.id, entries[n].id);
			assert_string_equal(g.text.data, entries[n].label);
		}
		stage_close(&g);
	}
}

static void escape_gives_no_answer(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	stage_push(&g, &menu_screen, &arg);
	stage_keys(&g, "<Esc>");
	assert_int_equal(g.answers, 1);
	assert_false(g.answer.given);
	stage_close(&g);
}

static void long_menu_scrolls(void **state)
{
	struct menu_entry many[30];
	struct menu_arg all = { "转到", many, 30 };
	char label[30][32];
	struct stage g;

	(void)state;
	for (int i = 0; i < 30; i++) {
		snprintf(label[i], sizeof label[i], "第%d项", i + 1);
		many[i] = (struct menu_entry){ .id = i, .label = label[i] };
	}
	stage_open(&g, 16, 60);
	stage_push(&g, &menu_screen, &all);
	stage_keys(&g, "<PgDn><Down*2>");
	stage_golden(&g, "menu_scrolled");
	stage_keys(&g, "<End><Enter>");
	assert_int_equal(g.answer.number, 29);
	stage_close(&g);
}

/* Of that many entries, the last of them .last: the place that is taken. */
static const struct {
	int count;
	const char *keys;
	int number;
} digits[] = {
	{ 9, "9", 8 },
	{ 9, "0", 8 },
	{ 10, "9", 8 },
	{ 10, "0", 9 },
	{ 11, "8", 7 },
	{ 11, "9", -1 },
	{ 11, "91", 8 },
	{ 11, "92", 9 },
	{ 11, "93", -1 },
	{ 11, "0", 10 },
	{ 11, "90", 10 },
	{ 30, "9991", 24 },
	{ 30, "9995", 28 },
	{ 30, "9990", 29 },
	{ 30, "9<Up><Enter>3", 10 },
};

/* Digits alone reach everything, however many there are. */
static void digits_reach_all(void **state)
{
	struct menu_entry many[30];
	char label[30][32];

	(void)state;
	for (int i = 0; i < 30; i++) {
		snprintf(label[i], sizeof label[i], "第%d项", i + 1);
		many[i] = (struct menu_entry){ .id = i, .label = label[i] };
	}
	for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
		int count = digits[i].count;
		struct menu_arg all = { "办理", many, (size_t)count };
		struct stage g;

		many[count - 1].last = count != 9 || digits[i].keys[0] == '0';
		stage_open(&g, 24, 80);
		stage_push(&g, &menu_screen, &all);
		stage_keys(&g, digits[i].keys);
		if (g.answers != (digits[i].number >= 0) ||
			(g.answers && g.answer.number != digits[i].number))
			fail_msg("%s of %d: %d", digits[i].keys, count,
				g.answers ? g.answer.number : -1);
		many[count - 1].last = false;
		stage_close(&g);
	}
}

static void numbers_go_on(void **state)
{
	struct menu_entry many[14];
	struct menu_arg all = { "办理", many, 14 };
	char label[14][32];
	struct stage g;

	(void)state;
	for (int i = 0; i < 14; i++) {
		snprintf(label[i], sizeof label[i], "第%d项", i + 1);
		many[i] = (struct menu_entry){ .id = i,
			.label = label[i],
			.reason = i == 3 ? "不能办" : NULL,
			.last = i == 13 };
	}
	stage_open(&g, 24, 80);
	stage_push(&g, &menu_screen, &all);
	stage_golden(&g, "menu_long");
	stage_keys(&g, "9");
	stage_golden(&g, "menu_long_further");
	stage_close(&g);
}

static void empty_menu_says_so(void **state)
{
	struct menu_arg none = { "办理", NULL, 0 };
	struct stage g;

	(void)state;
	stage_open(&g, 16, 60);
	stage_push(&g, &menu_screen, &none);
	stage_keys(&g, "1<Enter><Down><End>");
	stage_golden(&g, "menu_empty");
	assert_int_equal(g.answers, 0);
	stage_close(&g);
}

static void keys_are_consistent(void **state)
{
	struct stage g;
	struct str faults = STR_INIT;

	(void)state;
	stage_open(&g, 24, 80);
	struct command_chain chain =
		stack_chain(stage_push(&g, &menu_screen, &arg));
	assert_int_equal(command_check(&chain, &faults), 0);
	assert_string_equal(faults.data, "");
	str_free(&faults);
	stage_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks),
		cmocka_unit_test(takes),
		cmocka_unit_test(escape_gives_no_answer),
		cmocka_unit_test(long_menu_scrolls),
		cmocka_unit_test(digits_reach_all),
		cmocka_unit_test(numbers_go_on),
		cmocka_unit_test(empty_menu_says_so),
		cmocka_unit_test(keys_are_consistent),
	};

	language_set(LANGUAGE_EN);
	return cmocka_run_group_tests_name("menu", tests, NULL, NULL);
}
