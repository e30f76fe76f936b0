/* Sources: registered, answered; their lines become tasks, undone as one. */
#include "plan_file.h"

#include "domain/assign/split.h"
#include "domain/filter.h"
#include "domain/office/source.h"

static int64_t a_source(struct office *o)
{
	return office_act(o, "source.create", 0,
		"title=关于做好秋冬季农田水利工作的通知 "
		"number=象政发〔2026〕31号"
		" issuer=县政府 day=2026-10-10 due=2026-11-30 leader=梁家梅"
		" points=冬修水利");
}

/* ---- its life */

static void registered_answered_and_void(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);

	assert_text(o,
		"SELECT s.number||v.label||s.state||s.scope FROM source s"
		" JOIN value v ON v.id=s.kind",
		"象政发〔2026〕31号上级文件12");
	plan_refused(o, "source.update", id, "due=2026-10-01", STATUS_INVALID,
		"before the day");
	office_act(o, "source.update", id, "demand=月底前报方案");
	plan_refused(o, "source.answer", id, "", STATUS_INVALID, "needed");
	office_act(o, "source.answer", id, "answer=已上报方案");
	assert_text(o,
		"SELECT p.name||s.answered_on||s.state FROM source s"
		" JOIN person p ON p.id=s.answered_by",
		"岑庆林2026-10-122");
	plan_refused(o, "source.split", id, "lines=修水渠", STATUS_REFUSED,
		"answered");
	office_act(o, "source.reopen", id, "reason=县里要求重报");
	office_act(o, "source.void", id, "reason=重复登记");
	assert_int_equal(office_count(o, "SELECT state FROM source"), 3);
	assert_derived(o);
}

static void who_may(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);

	assign_as(o, "班海辉");
	plan_refused(o, "source.create", 0, "title=自己登记", STATUS_DENIED,
		"register");
	plan_refused(o, "source.split", id, "lines=修水渠", STATUS_DENIED,
		"register");
	assign_as(o, "岑庆林");
	/* issuing is a leader's; the clerk types for the one in charge */
	plan_refused(o, "source.issue", id,
		"lines=修水渠~~水利站 gap_reason=x急", STATUS_DENIED,
		"decided_by");
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM task WHERE source"), 0);
}

/* ---- lines become tasks */

static void lines_become_drafts(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);
	struct outcome out;
	char *person = stmt_one_text(stmt_get(o->store,
		"SELECT p.name FROM person p JOIN unit u ON u.head<>p.id"
		" AND u.id=p.unit WHERE u.name='农业服务中心' LIMIT 1"));
	struct str lines = STR_INIT;

	str_addf(&lines,
		"1. 疏通红旗渠\t水利站\t11-20\n"
		"（二）加固山塘6座  村建站、各村\n\n"
		"三、清理河道　　%s  月底\n",
		person);
	if (plan_split(o, "source.split", id, lines.data, "", &out))
		fail_msg("%s", out.error.what);
	assert_int_equal(out.id, id);
	outcome_free(&out);
	assert_text(o,
		"SELECT group_concat(t.title||'/'||u.name||'/'||t.due||'/'||"
		"t.aim||'/'||p.name||'/'||t.state, ' ') FROM task t"
		" JOIN share s ON s.task=t.id AND s.role=1"
		" JOIN unit u ON u.id=s.unit JOIN person p ON p.id=t.leader"
		" WHERE t.source IS NOT NULL",
		"疏通红旗渠/水利站/2026-11-20/疏通红旗渠/梁家梅/1 "
		"加固山塘6座/村建站/2026-11-30/加固山塘6座/梁家梅/1 "
		"清理河道/农业服务中心/2026-10-31/清理河道/梁家梅/1");
	/* who was named answers, else the head; the villages help */
	assert_text(o,
		"SELECT group_concat(p.name IS NOT NULL) FROM share s LEFT"
		" JOIN person p ON p.id=s.person JOIN task t ON t.id=s.task"
		" WHERE t.source IS NOT NULL AND s.role=1",
		"1,1,1");
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM share s JOIN task t"
				" ON t.id=s.task WHERE t.title='加固山塘6座'"
				" AND s.role=2 AND s.state=8"),
		10);
	char *named = stmt_one_text(stmt_get(o->store,
		"SELECT p.name FROM share s JOIN task t ON t.id=s.task"
		" JOIN person p ON p.id=s.person WHERE t.title='清理河道'"));
	assert_string_equal(named, person);
	mem_free(named);
	mem_free(person);
	str_free(&lines);
	assert_derived(o);
}

/* What is not understood is told with its line; nothing is written. */
static void unmatched_lines_are_told(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);
	int64_t journal = office_count(o, "SELECT max(seq) FROM journal");
	struct outcome out;

	assert_int_equal(plan_split(o, "source.split", id,
				 "疏通红旗渠\t水利站\n"
				 "清理河道\t水务中心\n"
				 "修路\t村建站\t三月三\n"
				 "巡山\t各村",
				 "", &out),
		STATUS_INVALID);
	assert_int_equal(out.issues.errors, 3);
	assert_true(assign_tells(&out, 0, false, "line 2: 水务中心"));
	assert_true(assign_tells(&out, 0, false, "line 3:"));
	assert_true(assign_tells(&out, 0, false, "line 4: 各村"));
	outcome_free(&out);
	assert_int_equal(plan_split(o, "source.split", id, " \n\n", "", &out),
		STATUS_INVALID);
	assert_true(assign_tells(&out, 0, false, "1 to 400"));
	outcome_free(&out);
	assert_int_equal(
		office_count(o, "SELECT max(seq) FROM journal"), journal);
}

static void a_line_without_day_needs_one_of_its_source(void **state)
{
	struct office *o = *state;
	int64_t id =
		office_act(o, "source.create", 0, "title=县长来电 kind=电话");
	struct outcome out;

	assert_int_equal(
		plan_split(o, "source.split", id, "报名单\t民政办", "", &out),
		STATUS_INVALID);
	assert_true(assign_tells(&out, 0, false, "no due day"));
	outcome_free(&out);
	/* two cells, the second a day; a draft may wait for its unit */
	assert_int_equal(
		plan_split(o, "source.split", id, "报名单  11-01", "", &out),
		STATUS_OK);
	assert_true(assign_tells(&out, 0, true, "have no unit"));
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM task WHERE"
					 " due='2026-11-01'"),
		1);
}

static void issued_together_and_undone_as_one(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);
	struct outcome out;

	assign_as(o, "梁家梅");
	assert_int_equal(
		plan_split(o, "source.issue", id,
			"疏通红旗渠\t水利站\t11-20\n加固山塘", "", &out),
		STATUS_INVALID);
	assert_true(assign_tells(&out, 0, false, "no unit"));
	assert_true(assign_tells(&out, 0, false, "say why"));
	outcome_free(&out);
	if (plan_split(o, "source.issue", id,
		    "疏通红旗渠\t水利站\t11-21\n加固山塘\t村建站",
		    "gap_reason=通知未列措施", &out))
		fail_msg("%s", out.error.what);
	/* 11-21 is a Saturday */
	assert_true(assign_tells(&out, 0, true, "line 1: it is due on a day"));
	outcome_free(&out);
	assert_text(o,
		"SELECT group_concat(t.no||'/'||t.state||'/'||s.state||'/'||"
		"s.due, ' ') FROM task t JOIN share s ON s.task=t.id"
		" WHERE t.source IS NOT NULL",
		"202600001/3/1/2026-11-21 202600002/3/1/2026-11-30");
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal WHERE"
					 " verb='source.issue'"),
		1);
	assert_derived(o);
	plan_undo(o);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM task WHERE source"), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM share WHERE"
					 " state=1"),
		0);
}

/* The story of a source holds its tasks': whoever changed one is in the way
 * of an undo. */
static void a_task_that_went_on_stands_in_the_way(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);
	struct undo_offer offer;
	struct outcome out;
	struct error err = { 0 };

	assert_int_equal(
		plan_split(o, "source.split", id, "疏渠\t水利站", "", &out),
		STATUS_OK);
	outcome_free(&out);
	assert_int_equal(door_undo_offer(&o->session, &offer, &err), STATUS_OK);
	assign_as(o, "梁国");
	office_act(o, "task.update", assign_task(o, "疏渠"),
		"requirements=边疏边清");
	assign_as(o, "岑庆林");
	assert_int_equal(door_undo(&o->session, &offer, &out), STATUS_REFUSED);
	assert_non_null(strstr(out.error.what, "梁国"));
	outcome_free(&out);
	plan_refused(o, "source.void", id, "reason=重复登记", STATUS_REFUSED,
		"1 tasks were made");
}

static void made_twice_is_warned(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);
	struct outcome out;

	plan_split(o, "source.split", id, "疏渠\t水利站", "", &out);
	outcome_free(&out);
	assert_int_equal(plan_split(o, "source.split", id,
				 "疏渠\\n清淤\\t水利站", "", &out),
		STATUS_OK);
	assert_true(assign_tells(&out, 0, true, "line 1: a task of this name"));
	assert_false(assign_tells(&out, 0, true, "line 2: a task of"));
	outcome_free(&out);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM task WHERE source"), 3);
}

/* ---- cells */

static void cells_are_parted(void **state)
{
	static const struct {
		const char *line, *cells;
	} cases[] = {
		{ "改厕380座", "改厕380座||" },
		{ "10个村改厕\t村建站", "10个村改厕|村建站|" },
		{ "3.5公里道路硬化", "3.5公里道路硬化||" },
		{ "12、改厕  村建站  12-31", "改厕|村建站|12-31" },
		{ "(3) 改 厕\t\t12-31", "改 厕||12-31" },
		{ "十二）改厕　　村建站\r", "改厕|村建站|" },
		{ "改厕  月底", "改厕||月底" },
		{ "改厕\t班海辉\t+3w\t余下", "改厕|班海辉|+3w\t余下" },
		{ "一村一策", "一村一策||" },
	};
	struct office *o = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct split_cells c;
		struct str text = STR_INIT;

		split_cells_read(
			&o->session, cases[i].line, strlen(cases[i].line), &c);
		str_addf(&text, "%s|%s|%s", c.title.data, c.unit.data,
			c.due.data);
		assert_string_equal(text.data, cases[i].cells);
		str_free(&text);
		split_cells_free(&c);
	}
}

/* Typed on a command line: a tab is no control character there. */
static void lines_are_typed_with_tabs(void **state)
{
	struct office *o = *state;
	struct value_context c = session_values(&o->session, "source");
	struct value v;

	assert_int_equal(value_parse(&split_fields[SPLIT_LINES],
				 "疏渠\t水利站\n清淤", &c, &v, NULL),
		STATUS_OK);
	assert_string_equal(v.text, "疏渠  水利站\n清淤");
	value_free(&v);
	assert_int_equal(value_parse(&source_fields[SOURCE_POINTS], "一\t二",
				 &c, &v, NULL),
		STATUS_INVALID);
}

/* ---- lists */

static int64_t count_of(struct office *o, const char *filter)
{
	struct filter f;
	struct issues issues = { 0 };

	if (filter_read(&o->session, &source_type, filter, &f, &issues))
		fail_msg("%s: %s", filter, issues.item[0].text);
	int64_t n = query_count(o->store, &f.query, 1000);
	filter_free(&f);
	issues_free(&issues);
	return n;
}

static void lists_show_what_they_say(void **state)
{
	struct office *o = *state;
	int64_t id = a_source(o);
	struct outcome out;

	office_act(o, "source.create", 0, "title=县委常委会议纪要 kind=会议");
	int64_t said = office_act(o, "source.create", 0,
		"title=对防火工作的批示 kind=领导批示 issuer=县长"
		" due=2026-10-20");
	office_act(o, "source.create", 0, "title=电话通知开会 kind=电话");
	assert_int_equal(count_of(o, "view=newest"), 4);
	assert_int_equal(count_of(o, "view=due"), 2);
	assert_int_equal(count_of(o, "view=policies"), 2);
	assert_int_equal(count_of(o, "view=instructions"), 1);
	assert_int_equal(count_of(o, "view=untasked"), 4);
	assert_int_equal(count_of(o, "view=kind of=电话"), 1);
	assert_int_equal(count_of(o, "kind=会议"), 1);
	plan_split(o, "source.split", id, "疏渠\t水利站", "", &out);
	outcome_free(&out);
	office_act(o, "source.answer", said, "answer=已部署");
	assert_int_equal(count_of(o, "view=untasked"), 2);
	assert_int_equal(count_of(o, "view=due"), 1);
	assert_int_equal(count_of(o, "view=instructions"), 1);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, plan_open, office_close)
	const struct CMUnitTest tests[] = {
		T(registered_answered_and_void),
		T(who_may),
		T(lines_become_drafts),
		T(unmatched_lines_are_told),
		T(a_line_without_day_needs_one_of_its_source),
		T(issued_together_and_undone_as_one),
		T(a_task_that_went_on_stands_in_the_way),
		T(made_twice_is_warned),
		T(cells_are_parted),
		T(lines_are_typed_with_tabs),
		T(lists_show_what_they_say),
	};

	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
