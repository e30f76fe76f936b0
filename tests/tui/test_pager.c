#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/language.h"
#include "tui/help.h"
#include "tui/pager.h"
#include "stage.h"

static void fill(void *arg, struct pager *p)
{
	(void)arg;
	pager_add_head(p, "农村改厕 -1");
	pager_add_pair(p, "规则",
		"扣分3：同一事项第二次黄单，每次-1（2026年规则，01-05 韦明平批"
		"准）");
	pager_add_pair(p, "依据",
		"黄单〔2026〕6号   2026-11-20   岑秀兰发出，蒙佩香批准\n黄单〔"
		"2026〕3号   2026-10-28   第一次");
	pager_add_pair(p, "影响", "总分 84 变为 83");
	pager_add_head(p, "各村");
	for (int i = 1; i <= 30; i++) {
		char line[64];

		snprintf(line, sizeof line, "第%d组  Village %d  完成%d座", i,
			i, i * 3);
		pager_add(p, ROLE_TEXT, line);
	}
}
static const struct pager_arg arg = { "为什么", fill, NULL, false };

static void looks(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	stage_push(&g, &pager_screen, &arg);
	stage_golden(&g, "pager_80x24");
	stage_close(&g);
	stage_open(&g, 16, 60);
	stage_push(&g, &pager_screen, &arg);
	stage_golden(&g, "pager_60x16");
	stage_close(&g);
	stage_open(&g, 43, 132);
	stage_push(&g, &pager_screen, &arg);
	stage_golden(&g, "pager_132x43");
	stage_close(&g);
}

static void position_is(const struct screen *s, const char *wanted)
{
	struct str out = STR_INIT;

	s->ops->position(s, &out);
	assert_string_equal(out.data, wanted);
	str_free(&out);
}

static void scrolls(void **state)
{
	struct pager_arg end = arg;
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *s = stage_push(&g, &pager_screen, &arg);
	position_is(s, "1-20 / 37");
	stage_keys(&g, "<Down*3><Up>");
	position_is(s, "3-22 / 37");
	stage_keys(&g, " ");
	position_is(s, "18-37 / 37");
	stage_keys(&g, "<PgUp>");
	position_is(s, "1-20 / 37");
	stage_keys(&g, "<End><Up>");
	position_is(s, "17-36 / 37");
	stage_keys(&g, "<Home><PgDn*99>");
	position_is(s, "18-37 / 37");
	end.at_end = true;
	s = stage_push(&g, &pager_screen, &end);
	position_is(s, "18-37 / 37");
	stage_close(&g);
}

static void keeps_its_place_in_another_width(void **state)
{
	struct pager p;

	(void)state;
	pager_init(&p);
	for (int i = 0; i < 50; i++)
		pager_add(&p, ROLE_TEXT,
			"各村各单位要把握序时进度，逐项对照，缺什么补什么，每周"
			"五"
			"前报送。");
	pager_layout(&p, 10, 80);
	assert_int_equal(p.lines, 50);
	pager_command(&p, CMD_DOWN, 25);
	pager_layout(&p, 10, 40);
	assert_int_equal(p.line[p.top].item, 25);
	pager_layout(&p, 10, 80);
	assert_int_equal(p.top, 25);
	pager_fini(&p);
}

static void finds(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *s = stage_push(&g, &pager_screen, &arg);
	stage_keys(&g, "/village 2<Enter>");
	/* the first is seen already: Village 2; the next is Village 20 */
	position_is(s, "1-20 / 37");
	stage_golden(&g, "pager_found");
	stage_keys(&g, "<F3><Enter>");
	position_is(s, "18-37 / 37");
	/* characters on a page are a search */
	stage_keys(&g, "黄单<Enter>");
	assert_int_equal(term_null_cursor(g.term).row, 3);
	stage_keys(&g, "没有的<Enter>");
	assert_string_equal(stack_message_now(g.st), "Not found: 没有的");
	stage_close(&g);
}

static void help_lists_the_keys(void **state)
{
	struct stage g;
	struct str frame = STR_INIT;

	(void)state;
	stage_open(&g, 43, 132);
	help_open(g.st, "今日：等您办的事，按缓急排列。");
	assert_ptr_not_equal(stack_top(g.st)->ops, &stage_root);
	stage_keys(&g, "");
	canvas_text_dump(term_null_frame(g.term), &frame);
	assert_non_null(strstr(frame.data, "今日：等您办的事，按缓急排列。"));
	assert_non_null(strstr(frame.data, "F10"));
	assert_non_null(
		strstr(frame.data, "Everything you can do here, numbered."));
	stage_keys(&g, "<Esc>");
	assert_ptr_equal(stack_top(g.st)->ops, &stage_root);
	str_free(&frame);
	stage_close(&g);
}

static void keys_are_consistent(void **state)
{
	struct stage g;
	struct str faults = STR_INIT;

	(void)state;
	stage_open(&g, 24, 80);
	struct command_chain chain =
		stack_chain(stage_push(&g, &pager_screen, &arg));
	command_check(&chain, &faults);
	assert_string_equal(faults.data, "");
	str_free(&faults);
	stage_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks),
		cmocka_unit_test(scrolls),
		cmocka_unit_test(keeps_its_place_in_another_width),
		cmocka_unit_test(finds),
		cmocka_unit_test(help_lists_the_keys),
		cmocka_unit_test(keys_are_consistent),
	};

	language_set(LANGUAGE_EN);
	return cmocka_run_group_tests_name("pager", tests, NULL, NULL);
}
