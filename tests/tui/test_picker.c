#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/language.h"
#include "tui/picker.h"
#include "stage.h"

static const struct {
	const char *name, *initials, *detail;
} people[] = {
	{ "韦明", "wm", "党政办 文书" },
	{ "韦小燕", "wxy", "村建站 站长" },
	{ "龙庆源", "lqy", "副乡长(建设)" },
	{ "梁家梅", "ljm", "副书记" },
	{ "蒙佩香", "mpx",
		"党委委员、副乡长，分管国土、征地拆迁和重点项目建设" },
	{ "莫俊", "mj", NULL },
	{ "黄仕林", "hsl", "大坪村 支书" },
	{ "覃丽", "ql", "卫生院 院长" },
	{ "岑秀兰", "cxl", "督查员" },
	{ "陆永强", "lyq", "高岭村 主任" },
	{ "林一〔2026〕12号", "ly", "案卷" },
};
enum { PEOPLE = sizeof people / sizeof *people };

static enum status find(void *arg, const char *typed, int max,
	struct picker_rows *rows, struct error *err)
{
	if (arg)
		return error_set(err, STATUS_IO, NULL, "the disk is gone");
	for (int i = 0; i < PEOPLE && max > 0; i++)
		if (strstr(people[i].name, typed) ||
			!strncmp(people[i].initials, typed, strlen(typed))) {
			picker_add(rows, 100 + i, people[i].name,
				people[i].detail);
			max--;
		}
	return STATUS_OK;
}

static const struct picker_arg one = { .title = "负责领导",
	.source = { NULL, find } };
static const struct picker_arg many = {
	.title = "配合单位", .source = { NULL, find }, .many = true
};
static const struct picker_arg numbers = {
	.title = "案卷", .source = { NULL, find }, .digits_search = true
};

/* Keys, the id answered; 0: still open, -1: none given. */
static const struct {
	const struct picker_arg *arg;
	const char *keys;
	int id;
} ways[] = {
	{ &one, "<Enter>", 100 },
	{ &one, "3", 102 },
	{ &one, "lqy<Enter>", 102 },
	{ &one, "l2", 103 },
	{ &one, "l２", 103 }, /* full-width, of an input method */
	{ &one, "小燕<Enter>", 101 },
	{ &one, "l<Down><Enter>", 103 },
	{ &one, "l<Down*50><Enter>", 110 },
	{ &one, "<PgDn>9", 109 },
	{ &one, "zz<Enter>", 0 },
	{ &one, "zz1", 0 },
	{ &one, "zz<Backspace><C-u>w2", 101 },
	{ &one, "l9", 0 },
	{ &one, "<Esc>", -1 },
	{ &one, "wm<Esc>", -1 },
	{ &numbers, "12<Enter>", 110 },
};

static void takes_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct stage g;

		stage_open(&g, 24, 80);
		stage_push(&g, &picker_screen, ways[i].arg);
		stage_keys(&g, ways[i].keys);
		if (g.answers != (ways[i].id != 0))
			fail_msg("%s: %d answers", ways[i].keys, g.answers);
		if (g.answers) {
			assert_int_equal(g.answer.given, ways[i].id > 0);
			if (g.answer.given && g.answer.id != ways[i].id)
				fail_msg("%s: %d", ways[i].keys,
					(int)g.answer.id);
			if (g.answer.given)
				assert_string_equal(g.text.data,
					people[ways[i].id - 100].name);
		}
		stage_close(&g);
	}
}

/* The set is read in the answer: it belongs to the picker. */
static struct str ids;

static void ids_answer(struct screen *s, int tag, const struct answer *a)
{
	(void)s, (void)tag;
	str_clear(&ids);
	if (a->given)
		value_ids_print(a->other, &ids);
}

static const struct screen_ops asker = {
	.name = "asker",
	.kind = SCREEN_PAGE,
	.answer = ids_answer,
};

static const struct {
	const char *keys, *ids;
} sets[] = {
	{ "<Enter>", ",100," },
	{ " <Enter>", ",100," },
	{ "13<Enter>", ",100,102," },
	{ "131<Enter>", ",102," },
	{ "lqy<Enter>ql<Enter><Enter>", ",102,107," },
	{ "小燕 <C-u><Enter>", ",101," },
	{ "<Down*2> <Down> <Enter>", ",102,103," },
	{ "1<Esc>", "" },
};

static void takes_many(void **state)
{
	struct value_ids chosen = { 0 };
	struct picker_arg arg = many;

	(void)state;
	ids = (struct str)STR_INIT;
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct stage g;

		stage_open(&g, 24, 80);
		stack_push(g.st, &asker, NULL, 0);
		stage_push(&g, &picker_screen, &arg);
		stage_keys(&g, sets[i].keys);
		if (strcmp(ids.data, sets[i].ids))
			fail_msg("%s: %s", sets[i].keys, ids.data);
		stage_close(&g);
	}
	struct stage g;
	value_ids_add(&chosen, 999);
	arg.chosen = &chosen;
	stage_open(&g, 24, 80);
	stack_push(g.st, &asker, NULL, 0);
	stage_push(&g, &picker_screen, &arg);
	stage_keys(&g, "1<Enter>");
	assert_string_equal(ids.data, ",100,999,");
	stage_close(&g);
	value_ids_free(&chosen);
	str_free(&ids);
}

static void begins_with_what_was_typed(void **state)
{
	struct picker_arg arg = one;
	struct stage g;

	(void)state;
	arg.typed = "lq";
	stage_open(&g, 24, 80);
	stage_push(&g, &picker_screen, &arg);
	stage_golden(&g, "picker_typed");
	stage_keys(&g, "<Enter>");
	assert_int_equal(g.answer.id, 102);
	stage_close(&g);
}

static void looks(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	stage_push(&g, &picker_screen, &one);
	stage_keys(&g, "<Down*9>");
	stage_golden(&g, "picker_80x24");
	struct point p = term_null_cursor(g.term);
	assert_int_equal(canvas_at(term_null_frame(g.term), p.row, p.col)->role,
		ROLE_FIELD);
	stage_close(&g);
	stage_open(&g, 16, 60);
	stage_push(&g, &picker_screen, &many);
	stage_keys(&g, "13");
	stage_golden(&g, "picker_60x16");
	stage_close(&g);
	stage_open(&g, 43, 132);
	stage_push(&g, &picker_screen, &numbers);
	stage_keys(&g, "没有");
	stage_golden(&g, "picker_132x43");
	stage_close(&g);
}

static void failure_opens_nothing(void **state)
{
	struct picker_arg arg = one;
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	arg.source.arg = &arg;
	assert_null(stack_push(g.st, &picker_screen, &arg, 1));
	assert_string_equal(stack_message_now(g.st), "the disk is gone");
	stage_close(&g);
}

static void keys_are_consistent(void **state)
{
	struct stage g;
	struct str faults = STR_INIT;

	(void)state;
	stage_open(&g, 24, 80);
	struct command_chain chain =
		stack_chain(stage_push(&g, &picker_screen, &one));
	command_check(&chain, &faults);
	assert_string_equal(faults.data, "");
	str_free(&faults);
	stage_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_one),
		cmocka_unit_test(takes_many),
		cmocka_unit_test(begins_with_what_was_typed),
		cmocka_unit_test(looks),
		cmocka_unit_test(failure_opens_nothing),
		cmocka_unit_test(keys_are_consistent),
	};

	language_set(LANGUAGE_EN);
	return cmocka_run_group_tests_name("picker", tests, NULL, NULL);
}
