/* Keys in, cells out: what clerks see, page by page, in Chinese. */
#include "township.h"

#define GOLDEN_DIR "tests/screens/golden"
#include "../tui/golden.h"

/* Step 2, past plans, goals and amendments. */
#define TO_SOURCES                              \
	"2<Down><Down><Down><Down><Down><Down>" \
	"<Down><Down><Down><Down><Down><Down><Enter>"

static const struct scene {
	const char *name, *person, *keys;
	bool all_sizes; /* else 80x24 alone */
} scenes[] = {
	{ "today", CLERK, "", true },
	{ "today_end", CLERK, "<End>", false },
	{ "today_head", HEAD, "", false },
	{ "today_unknown", NULL, "", false },
	{ "step", CLERK, "3", true },
	{ "step_empty", CLERK, "1", false },
	{ "step_system", CLERK, "7", false },
	{ "tasks", CLERK, "3<Enter>", true },
	{ "tasks_views", CLERK, "3<Enter>v", false },
	{ "tasks_empty", CLERK, "3<Down><Enter>", false },
	{ "tasks_filtered", CLERK, "3<Enter>flight=overdue<Enter>", false },
	{ "tasks_filter_error", CLERK, "3<Enter>fcolour=red<Enter>", false },
	{ "tasks_marked", CLERK, "3<Enter><Space><Space><Down>x", false },
	{ "task", CLERK, "3<Enter><Enter>", true },
	{ "task_text", CLERK, "3<Enter><Enter>p", false },
	{ "tasks_text", CLERK, "3<Enter>flight=overdue<Enter>p", false },
	{ "tasks_text_marked", CLERK, "3<Enter><Down><Space><Space>p", false },
	{ "collect", CLERK, "3<Enter><Down*10><Enter>t", true },
	{ "task_history", CLERK, "3<Enter><Enter>l", true },
	{ "task_edit", CLERK, "3<Enter><Enter>e", false },
	{ "task_new", CLERK, "3<Enter>n", true },
	{ "actions", CLERK, "3<Enter><Enter>x", true },
	{ "share", CLERK, "3<Enter><Enter><Enter>", true },
	{ "share_actions", HEAD, "x", false },
	{ "report", HEAD, "x1", true },
	{ "report_typed", HEAD, "x1360<Enter>大坪村5座完工并验收", false },
	{ "report_more", HEAD, "x1<Tab*4><Enter>", false },
	{ "report_error", HEAD, "x1三百多<Enter>", false },
	{ "report_warned", HEAD, "x1100<F2>", false },
	{ "report_menu", HEAD, "x1<F10>", false },
	{ "choose_unit", CLERK, "3<Enter>n<Down><F4>", false },
	{ "choose_unit_typed", CLERK, "3<Enter>n<Down>cj", false },
	{ "choose_units", CLERK, "3<Enter>n<Down*5><F4>", false },
	{ "choose_kind", CLERK, "3<Enter>n<Down*7><F4>", false },
	{ "step_plan", CLERK, "2", false },
	{ "plans", CLERK, "g计划<Enter>", false },
	{ "plan", CLERK, "g计划<Enter><Enter>", true },
	{ "goal", CLERK, "g计划<Enter><Enter><Enter>", false },
	{ "sources", CLERK, TO_SOURCES, false },
	{ "source", CLERK, TO_SOURCES "<End><Enter>", false },
	{ "source_new", CLERK, TO_SOURCES "n", false },
	{ "split", CLERK,
		TO_SOURCES "<Enter>x1<Paste>1. 除雪铲冰物资\t应急办\t11-27\n"
			   "2. 高岭村路段值守  派出所、高岭村\n3. 巡查  "
			   "水务中心\n</Paste>",
		true },
	{ "matrix", CLERK, "g责任矩阵<Enter>", true },
	{ "matrix_villages", CLERK, "g责任矩阵<Enter>v2<End><Right*30>",
		false },
	{ "matrix_people", CLERK, "g责任矩阵<Enter><Right*9>v3", false },
	{ "matrix_paper", CLERK, "g责任矩阵<Enter>p", false },
	{ "coverage", CLERK, "g无缝覆盖<Enter>", true },
	{ "coverage_end", CLERK, "g无缝覆盖<Enter><End>", false },
	{ "coverage_paper", CLERK, "g无缝覆盖<Enter>p", false },
	{ "task_milestones", CLERK, "g污水处理<Enter>", true },
	{ "milestones", CLERK, "g节点 > 未完成<Enter>", false },
	{ "archives", CLERK, "6<Down><Enter>", false },
	{ "archive", CLERK, "6<Enter><Enter>", true },
	{ "archive_actions", CLERK, "6<Enter><Enter>x", false },
	{ "persons", CLERK, "g干部<Enter>", false },
	{ "find", CLERK, "/改厕", false },
	{ "find_pinyin", CLERK, "/ncgc", false },
	{ "find_typed", CLERK, "改厕", false },
	{ "palette", CLERK, "g", false },
	{ "palette_pinyin", CLERK, "gda", false },
	{ "help_today", CLERK, "?", false },
	{ "help_tasks", CLERK, "3<Enter>?", false },
};

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 16, 60 }, { 43, 132 } };

static void play(struct township *t, const struct scene *scene, int size)
{
	char name[80];

	township_sit(t, scene->person, sizes[size].rows, sizes[size].cols);
	township_keys(t, scene->keys);
	snprintf(name, sizeof name, "%s_%dx%d", scene->name, sizes[size].cols,
		sizes[size].rows);
	golden_check(term_null_frame(t->term), name);
}

static void scenes_at(struct township *t, int size)
{
	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
		if (size == 0 || scenes[i].all_sizes)
			play(t, &scenes[i], size);
}

static void pages_at_80x24(void **state)
{
	scenes_at(*state, 0);
}

static void pages_at_60x16(void **state)
{
	scenes_at(*state, 1);
}

static void pages_at_132x43(void **state)
{
	scenes_at(*state, 2);
}

static void no_room(void **state)
{
	static const struct {
		int rows, cols;
	} small[] = { { 3, 10 }, { 15, 59 } };
	struct township *t = *state;
	enum status how;

	for (size_t i = 0; i < 2; i++) {
		char name[80];

		township_sit(t, CLERK, small[i].rows, small[i].cols);
		snprintf(name, sizeof name, "too_small_%dx%d", small[i].cols,
			small[i].rows);
		golden_check(term_null_frame(t->term), name);
		/* keys go on working, and are there with the room */
		township_keys(t, "3");
		term_null_resize(t->term, 24, 80);
		assert_true(loop_step(screens_stack(t->app), 0, &how));
		township_shows(t, "[3分]");
	}
}

/* Last, for it writes. */
static void undo_asks(void **state)
{
	struct township *t = *state;

	township_sit(t, HEAD, 24, 80);
	township_keys(t, "x1360<Enter>大坪村5座完工并验收<F2>");
	golden_check(term_null_frame(t->term), "done_80x24");
	township_keys(t, "u");
	golden_check(term_null_frame(t->term), "undo_80x24");
	township_keys(t, "<Enter>");
	golden_check(term_null_frame(t->term), "undone_80x24");
}

/* Writes too. A filter gets a name, stands in v, and nobody else sees it. */
static void views_are_saved(void **state)
{
	struct township *t = *state;

	township_sit(t, CLERK, 24, 80);
	township_keys(t, "3<Enter>flight=overdue<Enter>v");
	golden_check(term_null_frame(t->term), "views_filtered_80x24");
	township_keys(t, "<End><Enter>");
	golden_check(term_null_frame(t->term), "view_save_80x24");
	township_keys(t, "红灯<F2>");
	township_shows(t, "已保存：红灯");
	township_keys(t, "v");
	golden_check(term_null_frame(t->term), "views_own_80x24");
	township_keys(t, "红灯<Enter>");
	golden_check(term_null_frame(t->term), "view_own_80x24");
	township_sit(t, HEAD, 24, 80);
	township_keys(t, "3<Enter>v");
	golden_check(term_null_frame(t->term), "views_of_another_80x24");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_at_80x24),
		cmocka_unit_test(pages_at_60x16),
		cmocka_unit_test(pages_at_132x43),
		cmocka_unit_test(no_room),
		cmocka_unit_test(undo_asks),
		cmocka_unit_test(views_are_saved),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
