/* work.c: 工作任务分解表, 倒排工期表, 例会单: the work as tables. */
#include "work.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/due.h"
#include "domain/assign/milestone.h"
#include "domain/assign/task.h"
#include "store/stmt.h"

enum status work_begin(const struct session *s, const char *title,
	struct document *d, struct error *err)
{
	char *township = store_meta(s->store, "name");
	char day[DATE_TEXT_BYTES];
	struct str meta = STR_INIT;

	*d = (struct document){ .count = 0 };
	str_addf(&meta, "%s  %s", township ? township : "",
		date_iso(clock_today(&s->clock), day));
	document_set_title(d, title, meta.data);
	mem_free(township);
	str_free(&meta);
	if (!session_may(s, RIGHT_SEE))
		return error_set(err, STATUS_DENIED,
			_("ask the administrator for the right"),
			_("you may not see the work"));
	store_read_begin(s->store);
	return STATUS_OK;
}

enum status work_end(const struct session *s, struct document *d,
	enum status status, struct str *out)
{
	if (session_may(s, RIGHT_SEE))
		store_read_end(s->store);
	if (status == STATUS_OK)
		document_print_text(d, DOCUMENT_COLS, out);
	document_free(d);
	return status;
}

const char *work_day(const struct session *s, const char *iso)
{
	int day = date_of_iso(iso), year = 0, now = 0;

	if (day == DATE_NONE)
		return "";
	date_parts(day, &year, &(int){ 0 }, &(int){ 0 });
	date_parts(clock_today(&s->clock), &now, &(int){ 0 }, &(int){ 0 });
	return year == now ? iso + 5 : iso;
}

#define UNITS(role)                                                         \
	"(SELECT group_concat(short,'、') FROM (SELECT u.short FROM share" \
	" s JOIN unit u ON u.id=s.unit WHERE s.task=t.id AND s.role=" role  \
	" AND s.state<>7 ORDER BY u.kind,u.id))"

/* ---- 工作任务分解表 */

static void breakdown_row(
	const struct session *s, struct document *d, struct stmt *q, int n)
{
	struct str no = STR_INIT, what = STR_INIT, time = STR_INIT;
	const char *aim = stmt_text(q, 1), *how = stmt_text(q, 4);

	str_addf(&no, "%d", n);
	str_add(&what, stmt_text(q, 0));
	if (aim && strcmp(aim, stmt_text(q, 0)) != 0)
		str_addf(&what, "\n%s", aim);
	if (how)
		str_addf(&what, "\n%s", how);
	str_add(&time, work_day(s, stmt_text(q, 2)));
	str_addf(&time, "\n%s", work_day(s, stmt_text(q, 3)));
	document_add_row(d, (const char *const[]){ no.data, what.data,
				    time.data, stmt_text(q, 5), stmt_text(q, 6),
				    stmt_text(q, 7), stmt_text(q, 8) });
	str_free(&no);
	str_free(&what);
	str_free(&time);
}

enum status report_breakdown(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	const struct document_column column[] = {
		{ _("no."), true, 3 },
		{ _("task, goal, measures"), false, 22 },
		{ _("from, to"), false, 5 },
		{ language_text_in("task", "leader"), false, 6 },
		{ language_text_in("task", "lead unit"), false, 6 },
		{ language_text_in("task", "co-units"), false, 10 },
		{ language_text_in("task", "person"), false, 6 },
	};
	struct document d;
	enum status status = work_begin(s, _("breakdown of work"), &d, err);
	int n = 0;

	(void)request;
	if (status == STATUS_OK) {
		struct stmt *q = stmt_get(s->store,
			"SELECT t.title,t.aim,t.start,t.due,t.measures,"
			"(SELECT name FROM person WHERE "
			"id=t.leader)," UNITS("1") "," UNITS(
				"2") ","
				     "(SELECT p.name FROM share s JOIN "
				     "unit u ON"
				     " u.id=s.unit JOIN person p ON"
				     " p.id=ifnull(s.person,u.head) "
				     "WHERE s.task=t.id AND"
				     " s.role=1 AND s.state<>7 LIMIT "
				     "1) FROM task t"
				     " WHERE t.state IN (1,2,3,5,6) "
				     "ORDER BY t.due,t.id");

		document_add_table(&d, column, 7);
		while (stmt_row(q))
			breakdown_row(s, &d, q, ++n);
		status = stmt_end(q, err);
	}
	return work_end(s, &d, status, out);
}

/* ---- 倒排工期表 */

static void add_schedule_head(
	const struct session *s, struct document *d, struct stmt *q)
{
	const struct document_column column[] = {
		{ language_text_in("milestone", "milestone"), false, 16 },
		{ _("planned"), false, 12 },
		{ language_text_in("milestone", "expected"), true, 6 },
		{ language_text_in("milestone", "reached on"), false, 8 },
		{ language_text_in("milestone", "person"), false, 8 },
		{ _("remark"), false, 10 },
	};
	struct str text = STR_INIT;

	str_addf(&text, _("%s  %s  due %s"), stmt_text(q, 1),
		stmt_is_null(q, 2) ? "" : stmt_text(q, 2),
		work_day(s, stmt_text(q, 3)));
	document_add_heading(d, text.data);
	document_add_table(d, column, 6);
	str_free(&text);
}

static void remark(const struct session *s, struct stmt *q, struct str *out)
{
	int due = date_of_iso(stmt_text(q, 6));
	int reached = date_of_iso(stmt_text(q, 8));
	int today = clock_today(&s->clock);

	if (reached != DATE_NONE && reached > due)
		str_addf(out, _("%d d late"), reached - due);
	else if (reached != DATE_NONE)
		str_add(out, _("on time"));
	else if (due < today)
		str_addf(out, _("overdue %d d"), today - due);
	if (stmt_text(q, 10))
		str_addf(out, "%s%s", out->len_bytes ? " " : "",
			stmt_text(q, 10));
}

static void add_milestone(
	const struct session *s, struct document *d, struct stmt *q)
{
	struct str plan = STR_INIT, expected = STR_INIT, note = STR_INIT;

	str_add(&plan, work_day(s, stmt_text(q, 5)));
	str_addf(&plan, "%s%s", plan.len_bytes ? _(" to ") : "",
		work_day(s, stmt_text(q, 6)));
	if (!stmt_is_null(q, 7))
		str_addf(&expected, "%d%%", (int)(stmt_int(q, 7) / 100));
	remark(s, q, &note);
	document_add_row(d, (const char *const[]){ stmt_text(q, 4), plan.data,
				    expected.data, work_day(s, stmt_text(q, 8)),
				    stmt_text(q, 9), note.data });
	str_free(&plan);
	str_free(&expected);
	str_free(&note);
}

enum status report_schedule(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	struct document d;
	enum status status = work_begin(s, _("schedule counted back"), &d, err);
	int64_t task = 0;

	(void)request;
	if (status == STATUS_OK) {
		struct stmt *q = stmt_get(s->store,
			"SELECT t.id,t.title," UNITS(
				"1") ",t.due,m.name,"
				     "m.start,m.due,m.expected,m.done_on,"
				     "(SELECT name FROM person WHERE "
				     "id=ifnull(m.person,"
				     "(SELECT ifnull(s.person,u.head) FROM "
				     "share s JOIN unit"
				     " u ON u.id=s.unit WHERE s.task=t.id AND "
				     "s.state<>7 AND"
				     " CASE WHEN m.unit IS NULL THEN s.role=1 "
				     "ELSE"
				     " s.unit=m.unit END LIMIT 1))),m.result"
				     " FROM milestone m JOIN task t ON "
				     "t.id=m.task"
				     " WHERE m.state<>3 AND t.state IN "
				     "(1,2,3,5,6)"
				     " ORDER BY t.due,t.id,m.due,m.id");

		while (stmt_row(q)) {
			if (stmt_int(q, 0) != task)
				add_schedule_head(s, &d, q);
			task = stmt_int(q, 0);
			add_milestone(s, &d, q);
		}
		status = stmt_end(q, err);
		if (!task)
			document_add_text(&d,
				_("No task has milestones yet: schedule back "
				  "in its menu makes them."));
	}
	return work_end(s, &d, status, out);
}

/* ---- 例会单 */

/* Columns of q: subject, who, day, words; a blank column to write on. */
static enum status add_section(const struct session *s, struct document *d,
	const char *title, struct stmt *q, struct error *err)
{
	const struct document_column column[] = {
		{ _("matter"), false, 22 },
		{ _("who"), false, 8 },
		{ language_text_in("task", "due"), false, 5 },
		{ _("how it stands"), false, 18 },
		{ _("instruction"), false, 12 },
	};
	int n = 0;

	document_add_heading(d, title);
	document_add_table(d, column, 5);
	while (stmt_row(q)) {
		n++;
		document_add_row(d,
			(const char *const[]){ stmt_text(q, 0), stmt_text(q, 1),
				work_day(s, stmt_text(q, 2)), stmt_text(q, 3),
				"" });
	}
	if (!n)
		document_add_text(d, _("none"));
	return stmt_end(q, err);
}

#define OPEN_TASKS                                                            \
	"SELECT t.title," UNITS(                                              \
		"1") ",t.due,(SELECT CASE WHEN percent IS"                    \
		     " NULL THEN NULL ELSE (percent/100)||'%' END FROM "      \
		     "task_now WHERE"                                         \
		     " id=t.id) FROM due d JOIN task t ON t.id=d.task WHERE " \
		     "d.kind=12"

static struct stmt *dated(struct store *store, const char *sql, int today)
{
	struct stmt *q = stmt_get(store, sql);

	stmt_bind_int(q, ":today", today);
	return q;
}

static enum status add_decisions(
	const struct session *s, struct document *d, struct error *err)
{
	struct stmt *q = stmt_get(s->store,
		"SELECT t.title," UNITS("1") ",t.due,CASE WHEN t.state=2 THEN"
					     " :issue ELSE :close END FROM "
					     "task t LEFT JOIN due d ON"
					     " d.kind=12 AND d.id=t.id WHERE "
					     "t.state=2 OR d.red=2932896"
					     " ORDER BY t.due,t.id");

	stmt_bind_text(q, ":issue", _("to be issued"));
	stmt_bind_text(q, ":close", _("every share is done: to be closed"));
	return add_section(s, d, _("decisions wanted"), q, err);
}

static enum status add_meeting(
	const struct session *s, struct document *d, struct error *err)
{
	int today = clock_today(&s->clock);
	enum status status = add_section(s, d, _("overdue"),
		dated(s->store,
			OPEN_TASKS " AND d.red<=:today ORDER BY d.red,d.id",
			today),
		err);

	if (status == STATUS_OK)
		status = add_section(s, d, _("due soon or behind"),
			dated(s->store,
				OPEN_TASKS
				" AND d.red>:today AND d.red<2932895 AND"
				" d.start<=:today AND (d.soon_from<=:today OR"
				" d.behind_from<=:today) ORDER BY d.red,d.id",
				today),
			err);
	if (status == STATUS_OK)
		status = add_section(s, d, _("milestones overdue or due soon"),
			dated(s->store,
				"SELECT t.title||' / '||m.name,u.short,m.due,"
				"NULL FROM due d JOIN milestone m ON m.id=d.id"
				" JOIN task t ON t.id=d.task LEFT JOIN unit u"
				" ON u.id=d.unit WHERE d.kind=14 AND"
				" d.soon_from<=:today ORDER BY d.red,d.id",
				today),
			err);
	if (status == STATUS_OK)
		status = add_section(s, d, _("difficulties"),
			stmt_get(s->store,
				"SELECT t.title,u.short,s.due,r.difficulty FROM"
				" due d JOIN share s ON s.id=d.id JOIN task t"
				" ON t.id=s.task JOIN unit u ON u.id=s.unit"
				" JOIN report r ON r.id=(SELECT id FROM report"
				" WHERE share=s.id ORDER BY id DESC LIMIT 1)"
				" WHERE d.kind=13 AND r.difficulty IS NOT NULL"
				" ORDER BY d.red,d.id"),
			err);
	if (status == STATUS_OK)
		status = add_decisions(s, d, err);
	return status;
}
enum status report_meeting(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	struct document d;
	enum status status = work_begin(s, _("sheet for the meeting"), &d, err);

	(void)request;
	if (status == STATUS_OK)
		status = add_meeting(s, &d, err);
	return work_end(s, &d, status, out);
}
