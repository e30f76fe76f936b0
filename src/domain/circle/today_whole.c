/* today_whole.c: 待报 and how the whole township stands. */
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/record.h"
#include "store/stmt.h"
#include "today_inside.h"

enum { BY_MILESTONE = 1, BY_WEEK, BY_FORTNIGHT, BY_MONTH, BY_QUARTER };
enum { NEXT_YEAR_MONTH = 11 };

int today_period_start(int rhythm, int day)
{
	int year = 0, month = 0, dom = 0;

	date_parts(day, &year, &month, &dom);
	switch (rhythm) {
	case BY_WEEK:
		return day - date_weekday(day) + 1;
	case BY_FORTNIGHT:
		return day - dom + (dom >= 16 ? 16 : 1);
	case BY_MONTH:
		return day - dom + 1;
	case BY_QUARTER:
		return date_of(year, (month - 1) / 3 * 3 + 1, 1);
	default:
		return DATE_NONE;
	}
}

/* ---- not yet reported */

static bool count_reported(
	struct today_job *j, int64_t task, int since, int *reported, int *all)
{
	struct stmt *s = stmt_get(j->store, REPORTED_SQL);
	char day[DATE_TEXT_BYTES];

	stmt_bind_int(s, ":task", task);
	stmt_bind_text(s, ":since", date_iso(since, day));
	bool found = stmt_row(s);
	*all = (int)stmt_int(s, 0);
	*reported = (int)stmt_int(s, 1);
	stmt_end(s, NULL);
	return found && *reported < *all;
}

static void unreported_line(struct today_job *j, struct stmt *s)
{
	int since = today_period_start((int)stmt_int(s, 2), j->day);
	struct str text = STR_INIT;
	int reported = 0, all = 0;

	if (since == DATE_NONE ||
		!count_reported(j, stmt_int(s, 0), since, &reported, &all))
		return;
	struct today_line *line = today_add(&j->out->unreported,
		TODAY_UNREPORTED, KIND_TASK, stmt_int(s, 0));
	line->days = (struct light_days){ .start = (int)stmt_int(s, 3),
		.behind_from = (int)stmt_int(s, 4),
		.soon_from = (int)stmt_int(s, 5),
		.red = (int)stmt_int(s, 6) };
	line->light = light_of_days(&line->days, j->day);
	line->due = line->by = line->days.red - 1;
	line->subject = mem_text(stmt_text(s, 1));
	str_addf(&text, _("reported %d/%d"), reported, all);
	today_set(&line->detail, &text);
}

void today_read_unreported(struct today_job *j)
{
	size_t own = j->out->unreported.count;

	if (!session_may(j->session, RIGHT_REGISTER))
		return;
	struct stmt *s = stmt_get(j->store, UNREPORTED_SQL);
	stmt_bind_int(s, ":today", j->day);
	while (stmt_row(s) &&
		j->out->unreported.count - own < TODAY_UNREPORTED_MOST)
		unreported_line(j, s);
	enum status status = stmt_end(s, j->status ? NULL : j->err);
	if (!j->status)
		j->status = status;
}

/* ---- steps */

static struct today_line *step_line(struct today_job *j, int step,
	const char *list, const char *view, struct str *text)
{
	struct today_line *line = today_add(&j->out->steps, TODAY_STEP, 0, 0);

	line->step = step;
	line->list = list;
	line->view = view;
	today_set(&line->subject, text);
	return line;
}

static int64_t count(struct today_job *j, const char *sql)
{
	return stmt_one_int(stmt_get(j->store, sql), 0);
}

static void add_count(struct str *out, int64_t n, int most)
{
	str_addf(out, "%d%s", (int)(n > most ? most : n), n > most ? "+" : "");
}

/* Goals of the plans in force, and those that nothing is done for. */
static void read_plan(struct today_job *j)
{
	struct stmt *s = stmt_get(j->store, GOALS_SQL);
	struct str text = STR_INIT, number = STR_INIT;
	int64_t goals = 0, untasked = 0;

	if (stmt_row(s)) {
		goals = stmt_int(s, 0);
		untasked = stmt_int(s, 1);
	}
	stmt_end(s, NULL);
	if (!goals)
		return;
	add_count(&number, goals, TODAY_COUNT_MOST);
	str_addf(&text, _("%s goals of plans in force, %d without a task"),
		number.data, (int)untasked);
	str_free(&number);
	step_line(j, 2, "goal", untasked ? "untasked" : "all", &text);
}

static void read_assign(struct today_job *j, const struct light_counts *shares)
{
	int64_t pending = count(j, PENDING_SQL);
	struct str text = STR_INIT, unsigned_ = STR_INIT;

	int64_t open = shares->not_started + shares->normal + shares->behind +
		       shares->soon + shares->overdue;
	if (!open)
		return;
	add_count(&unsigned_, pending, PENDING_MOST);
	str_addf(&text, _("%d open shares, %d overdue, %s not signed for"),
		(int)open, (int)shares->overdue, unsigned_.data);
	str_free(&unsigned_);
	step_line(j, 3, "share", pending ? "unsigned" : "open", &text);
}

static void read_supervise(struct today_job *j, int64_t claimed)
{
	struct str text = STR_INIT;

	if (!claimed)
		return;
	str_addf(&text, _("%d claims not yet verified"), (int)claimed);
	step_line(j, 5, "share", "claimed", &text);
}

static void read_assess(struct today_job *j, int year)
{
	struct stmt *s = stmt_get(j->store, UNCONFIRMED_SQL);
	struct str text = STR_INIT, number = STR_INIT;

	stmt_bind_int(s, ":year", year);
	int64_t unconfirmed = stmt_one_int(s, 0);
	if (!unconfirmed || !session_may(j->session, RIGHT_SEE_ARCHIVES))
		return;
	add_count(&number, unconfirmed, TODAY_COUNT_MOST);
	str_addf(&text, _("%s archives of %d not confirmed yet"), number.data,
		year);
	str_free(&number);
	step_line(j, 6, "archive", "all", &text);
}

/* The holidays of a year are announced in November of the year before. */
static void read_holidays(struct today_job *j, int year, int month)
{
	int next = year + (month >= NEXT_YEAR_MONTH);
	struct str text = STR_INIT;
	struct error why = { .status = STATUS_OK };

	if (!session_may(j->session, RIGHT_ADMIN) ||
		calendar_is_complete(
			&j->calendar, j->day, date_of(next, 12, 31), &why))
		return;
	str_add(&text, why.what);
	step_line(j, 7, "holiday", "all", &text);
}

void today_read_counts(struct today_job *j)
{
	struct today *t = j->out;
	struct light_counts shares = { 0 };
	int year = 0, month = 0;

	enum status status = light_count(j->store, LIGHT_SCOPE_TOWNSHIP, 0,
		KIND_TASK, j->day, &t->tasks, j->status ? NULL : j->err);
	if (!j->status)
		j->status = status;
	t->done = t->tasks.waiting + count(j, CLOSED_SQL);
	t->suspended = count(j, SUSPENDED_SQL);
	t->all = t->tasks.not_started + t->tasks.normal + t->tasks.behind +
		 t->tasks.soon + t->tasks.overdue + t->done + t->suspended;
	date_parts(j->day, &year, &month, &(int){ 0 });
	light_count(j->store, LIGHT_SCOPE_TOWNSHIP, 0, KIND_SHARE, j->day,
		&shares, NULL);
	read_plan(j);
	read_assign(j, &shares);
	read_supervise(j, shares.waiting);
	read_assess(j, year);
	read_holidays(j, year, month);
}
