/* One task from the list to the archive, by keys an input method lets
 * through; after each step the file is asked. */
#include "hand.h"

#include "domain/assess/entry.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"

#define WORK_TITLE "电动自行车充电点整治"
#define WORK_WORDS "电动自行车" /* what a narrow column leaves of it */

/* A field of a record, as a file would have it. */
static char *field_of(struct township *t, const struct record_type *type,
	int64_t id, const char *name)
{
	const struct field *f = field_find(type->table.fields, name);
	struct value_context c = session_values(&t->session, type->table.name);
	struct query_params params = { .today = c.today };
	struct values record = { .item = NULL };
	struct str text = STR_INIT;
	const struct value *v;

	assert_non_null(f);
	assert_int_equal(
		record_read(t->store, &type->table, id, &params, &record, NULL),
		STATUS_OK);
	v = values_get(&record, f);
	if (v && v->kind != VALUE_NULL)
		value_print(f, v, &c, VALUE_FOR_CODE, &text);
	values_free(&record);
	return str_take(&text);
}

static void is_field(struct township *t, const struct record_type *type,
	int64_t id, const char *name, const char *expected)
{
	char *text = field_of(t, type, id, name);

	assert_string_equal(text, expected);
	mem_free(text);
}

static int64_t task_of(struct township *t)
{
	return township_id(
		t, "SELECT id FROM task WHERE title=:name", WORK_TITLE);
}

static int64_t share_of(struct township *t, const char *unit)
{
	return township_id(t,
		"SELECT s.id FROM share s JOIN task t ON t.id=s.task JOIN unit"
		" u ON u.id=s.unit WHERE t.title='" WORK_TITLE
		"' AND u.name=:name",
		unit);
}

static int64_t count_of(struct township *t, const char *sql)
{
	return stmt_one_int(stmt_get(t->store, sql), -1);
}

static struct hand sit(struct township *t, const char *person)
{
	township_sit(t, person, 24, 80);
	return (struct hand){ .township = t };
}

/* Each a chapter of the same story: they stand in order. */

static void leader_issues(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, "龙庆源");

	hand_goes(&h, WORK_WORDS);
	hand_does(&h, "交办");
	/* what is not clear must be named, and is told which */
	hand_presses(&h, "<F2>");
	township_shows(t, "缺少工作要求、具体措施");
	is_field(t, &task_type, task_of(t), "state", "submitted");
	hand_says(&h, "工作要求由安监站另行细化");
	hand_presses(&h, "<F2>");
	township_shows(t, "已交办：");
	is_field(t, &task_type, task_of(t), "state", "issued");
	is_field(t, &task_type, task_of(t), "gap_reason",
		"工作要求由安监站另行细化");
	is_field(t, &share_type, share_of(t, "安监站"), "state", "pending");
	assert_int_equal(h.keys, 2 + 2 + 2);
}

static void head_signs_and_names(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, "苏金霞");

	hand_goes(&h, WORK_WORDS);
	hand_does(&h, "签收");
	hand_presses(&h, "<F4>");
	township_shows(t, "2  牙凤"); /* the unit's own come first */
	hand_presses(&h, "2<F2>");
	township_shows(t, "已签收：");
	is_field(t, &share_type, share_of(t, "安监站"), "state", "signed");
	assert_int_equal(h.keys, 2 + 3);
}

/* What has no line on 今日 yet is among one's own shares. */
static struct hand sit_before_share(struct township *t, const char *person)
{
	struct hand h = sit(t, person);

	hand_presses(&h, "3");
	hand_goes(&h, "我承办的");
	hand_presses(&h, "<Enter>");
	hand_goes(&h, WORK_WORDS);
	return h;
}

static void person_reports(void **state)
{
	struct township *t = *state;
	struct hand h = sit_before_share(t, "牙凤");
	int64_t share = share_of(t, "安监站");

	h.keys = 0;
	hand_does(&h, "报进度");
	hand_says(&h, "5");
	hand_presses(&h, "<Enter>");
	hand_says(&h, "完成5处并通电");
	hand_presses(&h, "<F2>");
	township_shows(t, "已报进度：");
	is_field(t, &share_type, share, "progress", "5");
	is_field(t, &share_type, share, "state", "in_hand");
	assert_int_equal(h.keys, 2 + 2);

	h.keys = 0;
	hand_does(&h, "无变化");
	assert_int_equal(h.keys, 2);
	is_field(t, &share_type, share, "progress", "5");
	assert_int_equal(
		count_of(t, "SELECT count(*) FROM report r JOIN share s"
			    " ON s.id=r.share JOIN task t ON t.id=s.task"
			    " WHERE t.title='" WORK_TITLE "'"),
		2);
}

static void my_last_change_is_undone(void **state)
{
	struct township *t = *state;
	struct hand h = sit_before_share(t, "牙凤");
	int64_t share = share_of(t, "安监站");

	hand_does(&h, "报进度");
	hand_says(&h, "9");
	hand_presses(&h, "<F2>");
	is_field(t, &share_type, share, "progress", "9");
	h.keys = 0;
	hand_does(&h, "本页：更多");
	hand_does(&h, "撤销");
	hand_presses(&h, "<Enter>");
	township_shows(t, "撤销了：");
	is_field(t, &share_type, share, "progress", "5");
}

static void head_reports_done(void **state)
{
	struct township *t = *state;
	t->day = "2026-12-01"; /* the task starts on 11-30 */
	struct hand h = sit_before_share(t, "牙凤");
	int64_t share = share_of(t, "安监站");

	h.keys = 0;
	hand_does(&h, "申请办结");
	hand_presses(&h, "<F2>");
	is_field(t, &share_type, share, "state", "claimed");
	is_field(t, &share_type, share, "done_on", t->day);
	assert_int_equal(h.keys, 2 + 1);

	h = sit(t, "苏金霞");
	hand_goes(&h, WORK_WORDS);
	hand_does(&h, "负责人报结");
	is_field(t, &share_type, share, "state", "claimed");
	is_field(t, &share_type, share, "endorsed_on", t->day);
}

static void supervisor_sends_back(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, CLERK);
	int64_t share = share_of(t, "安监站");

	hand_goes(&h, WORK_WORDS);
	hand_does(&h, "补充办理");
	hand_presses(&h, "<F2>");
	is_field(t, &share_type, share, "state", "claimed");
	hand_says(&h, "还差7处，请补齐");
	hand_presses(&h, "<F2>");
	is_field(t, &share_type, share, "state", "in_hand");
	is_field(t, &share_type, share, "endorsed_on", "");
}

static void supervisor_verifies(void **state)
{
	struct township *t = *state;
	struct hand h = sit_before_share(t, "牙凤");
	int64_t share = share_of(t, "安监站");

	hand_does(&h, "报进度");
	hand_says(&h, "12");
	hand_presses(&h, "<F2>");
	hand_does(&h, "申请办结");
	hand_presses(&h, "<F2>");
	is_field(t, &share_type, share, "state", "claimed");
	h = sit(t, "苏金霞");
	hand_goes(&h, WORK_WORDS);
	hand_does(&h, "负责人报结");

	h = sit(t, CLERK);
	hand_goes(&h, WORK_WORDS);
	h.keys = 0;
	hand_does(&h, "办结核验");
	township_shows(t, "质量");
	township_shows(t, "效果");
	/* as fast as a slow line makes them: opens, takes, opens, takes */
	hand_presses(&h, "1112<F2>");
	is_field(t, &share_type, share, "state", "done");
	is_field(t, &share_type, share, "quality", "excellent");
	is_field(t, &share_type, share, "effect", "good");
	assert_int_equal(h.keys, 2 + 5);
}

/* The page of the task, the cursor on the share of that unit. */
static struct hand sit_before_task(
	struct township *t, const char *person, const char *unit)
{
	struct hand h = sit(t, person);

	hand_presses(&h, "3<Enter>");
	hand_goes(&h, WORK_WORDS);
	hand_presses(&h, "<Enter>");
	hand_goes(&h, unit);
	return h;
}

/* The clerk types what another said: both names stand in the history. */
static void clerk_stands_in(void **state)
{
	static const char *const units[] = { "村建站", "派出所" };
	static const char *const told[] = { "班海辉（代录 " CLERK "）",
		"蒙德英（代录 " CLERK "）" };
	struct township *t = *state;

	for (size_t i = 0; i < 2; i++) {
		struct hand h = sit_before_task(t, CLERK, units[i]);
		int64_t share = share_of(t, units[i]);

		hand_does(&h, "报进度（代");
		hand_says(&h, "1");
		hand_presses(&h, "<Enter>");
		hand_says(&h, "已派人配合");
		hand_goes(&h, "决定人");
		hand_presses(&h, "<Enter><F4>1<F2>"); /* by telephone */
		is_field(t, &share_type, share, "progress", "1");
		township_shows(t, told[i]);
		hand_does(&h, "申请办结（代");
		hand_goes(&h, "决定人");
		hand_presses(&h, "<Enter><F4>1<F2>");
		is_field(t, &share_type, share, "state", "claimed");
		hand_does(&h, "办结核验");
		hand_presses(&h, "<F4>2<F4>2<F2>");
		township_shows(t, "质量 良，效果 良");
		is_field(t, &share_type, share, "state", "done");
	}
	assert_int_equal(
		count_of(t,
			"SELECT count(*) FROM journal WHERE person<>typist"
			" AND basis AND today=(SELECT max(today) FROM journal)"
			" AND typist=(SELECT id FROM person WHERE name='" CLERK
			"')"),
		4);
}

static void task_is_closed(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, "龙庆源");

	hand_goes(&h, WORK_WORDS); /* on 今日: all shares are done */
	township_shows(t, "待销号");
	hand_does(&h, "销号");
	hand_presses(&h, "<F2>");
	is_field(t, &task_type, task_of(t), "state", "closed");
	township_keys(t, "u");
	township_shows(t, "这项操作不能撤销：销号");
}

/* Who did it finds it in his archive, and from there its evidence. */
static void archive_has_it(void **state)
{
	struct township *t = *state;
	struct hand h = sit(t, "牙凤");

	assert_int_equal(
		count_of(t,
			"SELECT count(*) FROM entry e JOIN archive a ON"
			" a.id=e.archive JOIN person p ON p.id=a.person WHERE"
			" p.name='牙凤' AND e.text LIKE '%" WORK_TITLE "%'"),
		1);
	hand_presses(&h, "6<Enter><Enter>");
	hand_goes(&h, WORK_WORDS);
	township_shows(t, "优");
	hand_presses(&h, "<Enter>");
	township_shows(t, WORK_TITLE);
	township_shows(t, "已办结");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leader_issues),
		cmocka_unit_test(head_signs_and_names),
		cmocka_unit_test(person_reports),
		cmocka_unit_test(my_last_change_is_undone),
		cmocka_unit_test(head_reports_done),
		cmocka_unit_test(supervisor_sends_back),
		cmocka_unit_test(supervisor_verifies),
		cmocka_unit_test(clerk_stands_in),
		cmocka_unit_test(task_is_closed),
		cmocka_unit_test(archive_has_it),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
