#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/language.h"
#include "tui/ask.h"
#include "tui/line.h"
#include "stage.h"

static const char *const yes[] = { "撤销这次修改" };
static const struct ask_arg simple = { "撤销",
	"韦小燕 11-23 08:41 把农村改厕的进度由140改为150。撤销后进度是140，序时"
	"差距由25变为35，负责领导会收到消息。",
	yes, 1 };
static const char *const three[] = { "用我的", "用他的", "逐项选" };
static const struct ask_arg choice = { "两人同时修改",
	"莫俊 2分钟前保存了同一项任务。", three, 3 };

static void looks(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	stage_push(&g, &ask_screen, &simple);
	stage_golden(&g, "ask_80x24");
	stage_close(&g);
	stage_open(&g, 16, 60);
	stage_push(&g, &ask_screen, &choice);
	stage_keys(&g, "<Down>");
	stage_golden(&g, "ask_60x16");
	stage_close(&g);
	stage_open(&g, 43, 132);
	stage_push(&g, &ask_screen, &choice);
	stage_golden(&g, "ask_132x43");
	stage_close(&g);
}

/* number: 0..2, -1 no, -2 still open */
static const struct {
	const struct ask_arg *arg;
	const char *keys;
	int number;
} ways[] = {
	{ &simple, "<Enter>", 0 },
	{ &simple, "1", 0 },
	{ &simple, "<Esc>", -1 },
	{ &simple, "<Left>", -1 },
	{ &simple, "y", -2 },
	{ &simple, "n", -2 },
	{ &simple, "2", -2 },
	{ &simple, "<Right>", -2 },
	{ &choice, "<Enter>", 0 },
	{ &choice, "3", 2 },
	{ &choice, "２", 1 },
	{ &choice, "<Down><Enter>", 1 },
	{ &choice, "<Down*9><Up><Enter>", 1 },
	{ &choice, "<Up*9><Enter>", 0 },
	{ &choice, "4", -2 },
	{ &choice, "好", -2 },
	{ &choice, "<Esc>", -1 },
};

static void is_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		int number = ways[i].number;
		struct stage g;

		stage_open(&g, 24, 80);
		stage_push(&g, &ask_screen, ways[i].arg);
		stage_keys(&g, ways[i].keys);
		if (g.answers != (number != -2))
			fail_msg("%s: %d answers", ways[i].keys, g.answers);
		if (g.answers &&
			(g.answer.given != (number >= 0) ||
				(number >= 0 && g.answer.number != number)))
			fail_msg("%s: %d", ways[i].keys, g.answer.number);
		stage_close(&g);
	}
}

static void long_text_never_hides_the_answers(void **state)
{
	struct str text = STR_INIT;
	struct ask_arg arg = choice;
	struct stage g;

	(void)state;
	for (int i = 0; i < 60; i++)
		str_addf(&text, "第%d行：要求各村于本周五前报送整改情况。\n",
			i + 1);
	arg.text = text.data;
	stage_open(&g, 16, 60);
	stage_push(&g, &ask_screen, &arg);
	stage_golden(&g, "ask_long");
	str_free(&text);
	stage_close(&g);
}

static void line_is_typed(void **state)
{
	struct line_arg arg = { .title = "查找",
		.text = "改",
		.help = "姓名、拼音首字母或编号。",
		.max_chars = 4 };
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	stage_push(&g, &line_screen, &arg);
	stage_keys(&g, "厕12");
	stage_golden(&g, "line_80x24");
	stage_keys(&g, "3");
	assert_non_null(strstr(stack_message_now(g.st), "4"));
	stage_keys(&g, "<Enter>");
	assert_true(g.answer.given);
	assert_string_equal(g.text.data, "改厕12");
	stage_close(&g);
	stage_open(&g, 24, 80);
	stage_push(&g, &line_screen, &arg);
	stage_keys(&g, "x<Esc>");
	assert_int_equal(g.answers, 1);
	assert_false(g.answer.given);
	stage_close(&g);
}

static void password_is_not_seen(void **state)
{
	struct line_arg arg = { .title = "口令", .hidden = true };
	struct stage g;

	(void)state;
	stage_open(&g, 16, 60);
	stage_push(&g, &line_screen, &arg);
	stage_keys(&g, "qingxi龙<Backspace>8");
	stage_golden(&g, "line_hidden");
	stage_keys(&g, "<Enter>");
	assert_string_equal(g.text.data, "qingxi8");
	stage_close(&g);
}

static void keys_are_consistent(void **state)
{
	struct line_arg arg = { .title = "x" };
	struct stage g;
	struct str faults = STR_INIT;

	(void)state;
	stage_open(&g, 24, 80);
	struct command_chain chain =
		stack_chain(stage_push(&g, &ask_screen, &choice));
	command_check(&chain, &faults);
	chain = stack_chain(stage_push(&g, &line_screen, &arg));
	command_check(&chain, &faults);
	assert_string_equal(faults.data, "");
	str_free(&faults);
	stage_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks),
		cmocka_unit_test(is_answered),
		cmocka_unit_test(long_text_never_hides_the_answers),
		cmocka_unit_test(line_is_typed),
		cmocka_unit_test(password_is_not_seen),
		cmocka_unit_test(keys_are_consistent),
	};

	language_set(LANGUAGE_EN);
	return cmocka_run_group_tests_name("ask", tests, NULL, NULL);
}
