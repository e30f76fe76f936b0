/*
 * 来源分解 by keys: pasted lines to issued tasks in eight keys and one a line
 * (quality.md 4); what is not understood is mended before anything is saved.
 */
#include "hand.h"

#include "store/journal.h"

#define SOURCE "关于做好秋冬季农田水利工作的通知"
#define LINES                                    \
	"1. 疏通东风渠\t水利站\t12-18\n" \
	"2. 加固山塘4座\t村建站\n"       \
	"3. 清理河道  环保站、各村\n"  \
	"4. 巡护管护  水利站  12-25\n"

static int64_t count(struct township *t, const char *sql)
{
	return stmt_one_int(stmt_get(t->store, sql), -1);
}

#define ISSUED                                                       \
	"SELECT count(*) FROM task t JOIN source s ON s.id=t.source" \
	" WHERE t.state=3 AND s.title='" SOURCE "'"

static void eight_keys_and_one_a_line(void **state)
{
	struct township *t = *state;
	struct hand h = { .township = t };
	unsigned char hash[32];
	int64_t before = journal_head(t->store, hash);

	township_sit(t, CLERK, 24, 80);
	hand_presses(&h, "<F6>");
	hand_says(&h, "来源");
	hand_presses(&h, "<Enter><Ins>");
	hand_says(&h, SOURCE);
	hand_presses(&h, "<Enter><Enter><Enter>");
	hand_says(&h, "12-30");
	hand_presses(&h, "<F2>");
	township_shows(t, SOURCE);
	hand_does(&h, "分解交办");
	hand_says(&h, "<Paste>" LINES "</Paste>");
	township_shows(t, "已认出4行");
	hand_presses(&h, "<F2>");
	hand_says(&h, "通知未列具体措施");
	hand_presses(&h, "<Enter>");
	township_shows(t, "已分解交办");
	assert_int_equal(count(t, ISSUED), 4);
	print_message("%d keys for 4 lines\n", h.keys);
	assert_in_range(h.keys, 4, 8 + 4);
	/* the source, and all its tasks at once */
	assert_int_equal(journal_head(t->store, hash), before + 2);
	township_shows(t, "疏通东风渠");
}

static void undone_at_once(void **state)
{
	struct township *t = *state;
	struct hand h = { .township = t };

	hand_presses(&h, "<F10>");
	township_keys(t, "<Esc><C-u>");
	township_shows(t, "分解交办");
	hand_presses(&h, "<Enter>");
	assert_int_equal(count(t, ISSUED), 0);
}

static void mended_before_it_is_saved(void **state)
{
	struct township *t = *state;
	struct hand h = { .township = t };

	hand_does(&h, "分解交办");
	hand_says(&h, "<Paste>疏通东风渠  水务中心\n巡护\t水利站\n</Paste>");
	township_shows(t, "标红的没认出");
	hand_presses(&h, "<F2>"); /* goes to what is wrong, saves nothing */
	township_shows(t, "既不是单位也不是干部姓名");
	assert_int_equal(count(t, ISSUED), 0);
	township_keys(t, "<C-u>水利站<F2>");
	hand_says(&h, "通知未列具体措施");
	hand_presses(&h, "<Enter>");
	township_shows(t, "已分解交办");
	assert_int_equal(count(t, ISSUED), 2);
	township_keys(t, "<C-u><Enter>");
}

static void typed_lines_and_a_kept_draft(void **state)
{
	struct township *t = *state;
	struct hand h = { .township = t };

	hand_does(&h, "分解为草稿");
	hand_says(&h, "修机耕路  村建站  12-20");
	hand_presses(&h, "<Enter>");
	hand_says(&h, "修涵洞");
	hand_presses(&h, "<Tab>");
	hand_says(&h, "=");
	hand_presses(&h, "<Esc>");
	township_shows(t, "已存为草稿");
	hand_does(&h, "分解为草稿");
	township_shows(t, "修涵洞");
	township_shows(t, "2行");
	hand_presses(&h, "<F2>");
	township_shows(t, "已分解为任务");
	assert_int_equal(count(t, "SELECT count(*) FROM task t JOIN share s ON"
				  " s.task=t.id JOIN unit u ON u.id=s.unit"
				  " WHERE t.title IN ('修机耕路','修涵洞')"
				  " AND t.state=1 AND u.name='村建站'"),
		2);
	township_keys(t, "<C-u><Enter>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_keys_and_one_a_line),
		cmocka_unit_test(undone_at_once),
		cmocka_unit_test(mended_before_it_is_saved),
		cmocka_unit_test(typed_lines_and_a_kept_draft),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
