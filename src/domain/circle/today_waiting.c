/* today_waiting.c: 等我办: what somebody's next action is due on. */
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/number.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/office/setting.h"
#include "domain/record.h"
#include "store/stmt.h"
#include "today_inside.h"

void today_end(struct today_job *j, struct stmt *s)
{
	enum status status = stmt_end(s, j->status ? NULL : j->err);

	if (!j->status)
		j->status = status;
}

static int64_t me(const struct today_job *j)
{
	return j->session->person;
}

/* ---- own shares */

struct own {
	struct light_days days;
	enum light light;
	int state, rhythm;
	int issued, last; /* days; DATE_NONE */
	bool has_person, may_allocate;
};

static void take_own(struct today_job *j, struct stmt *s, struct own *o)
{
	*o = (struct own){ .days = { .start = (int)stmt_int(s, 1),
				   .behind_from = (int)stmt_int(s, 2),
				   .soon_from = (int)stmt_int(s, 3),
				   .red = (int)stmt_int(s, 4) },
		.state = (int)stmt_int(s, 5),
		.has_person = !stmt_int(s, 8),
		.rhythm = (int)stmt_int(s, 10),
		.issued = date_of_iso(stmt_text(s, 15)),
		.last = date_of_iso(stmt_text(s, 16)),
		.may_allocate = stmt_int(s, 17) != 0 };
	o->light = light_of_days(&o->days, j->day);
}

/* "150/200座", "92%", "2起" */
static void add_progress(struct str *out, struct stmt *s)
{
	int kind = (int)stmt_int(s, 11);
	const char *measure = stmt_text(s, 14);

	if (stmt_is_null(s, 12) || kind == PROGRESS_NODES)
		return;
	number_print(stmt_int(s, 12), out);
	if (kind == PROGRESS_PERCENT) {
		str_add(out, "%");
		return;
	}
	if (!stmt_is_null(s, 13)) {
		str_add(out, "/");
		number_print(stmt_int(s, 13), out);
	}
	str_add(out, measure);
}

static void add_last(struct today_job *j, struct str *out, const struct own *o)
{
	struct str day = STR_INIT;

	str_add(out, out->len_bytes ? "  " : "");
	today_add_day(&day, o->last, j->day);
	if (o->last == DATE_NONE)
		str_add(out, _("never reported"));
	else
		str_addf(out, _("last %s"), day.data);
	str_free(&day);
}

static enum today_what what_of_own(
	const struct today_job *j, const struct own *o, int64_t returns)
{
	int since = today_period_start(o->rhythm, j->day);

	if (o->state == SHARE_PENDING)
		return TODAY_SIGN;
	if (o->state == SHARE_HANDED_BACK)
		return TODAY_STEP;
	if (returns > 0 && o->state == SHARE_IN_HAND)
		return TODAY_RETURNED;
	if (o->light == LIGHT_OVERDUE || o->light == LIGHT_SOON ||
		o->light == LIGHT_BEHIND)
		return TODAY_REPORT;
	if (o->state == SHARE_SIGNED && !o->has_person && o->may_allocate)
		return TODAY_ALLOCATE;
	if (since != DATE_NONE && o->days.start <= j->day &&
		(o->last == DATE_NONE || o->last < since))
		return TODAY_UNREPORTED;
	return TODAY_STEP; /* nothing to do today */
}

static void sign_line(
	struct today_job *j, struct today_line *line, const struct own *o)
{
	struct str text = STR_INIT, day = STR_INIT;
	int limit = o->issued == DATE_NONE ? line->due
					   : workdays_add(&j->calendar.days,
						     o->issued, j->sign_days);

	line->by = limit < line->due ? limit : line->due;
	today_add_day(&day, o->issued, j->day);
	if (o->issued != DATE_NONE)
		str_addf(&text, _("issued %s"), day.data);
	if (o->issued != DATE_NONE && o->issued < j->signed_before)
		str_addf(&text, _(", past the limit (working days: %d)"),
			j->sign_days);
	str_free(&day);
	today_set(&line->detail, &text);
}

static void own_line(struct today_job *j, struct stmt *s)
{
	static const char *const verb[] = {
		[TODAY_RETURNED] = "share.report",
		[TODAY_SIGN] = "share.sign",
		[TODAY_REPORT] = "share.report",
		[TODAY_ALLOCATE] = "share.allocate",
		[TODAY_UNREPORTED] = "share.report",
	};
	struct str text = STR_INIT;
	struct own o;

	take_own(j, s, &o);
	enum today_what what = what_of_own(j, &o, stmt_int(s, 6));
	if (what == TODAY_STEP)
		return;
	struct today_line *line =
		today_add(what == TODAY_UNREPORTED ? &j->out->unreported
						   : &j->out->waiting,
			what, KIND_SHARE, stmt_int(s, 0));
	j->out->waiting_count += what != TODAY_UNREPORTED;
	line->light = o.light;
	line->days = o.days;
	line->due = line->by = o.days.red - 1;
	line->action = verb[what];
	line->subject = mem_text(stmt_text(s, 9));
	if (what == TODAY_SIGN) {
		sign_line(j, line, &o);
		return;
	}
	if (what == TODAY_RETURNED) {
		str_add(&text, stmt_text(s, 7));
		line->by = line->due < j->day ? line->due : j->day;
	} else {
		add_progress(&text, s);
		add_last(j, &text, &o);
	}
	today_set(&line->detail, &text);
}

static void read_endorse(struct today_job *j);

void today_read_own(struct today_job *j)
{
	int count = 0;

	if (!me(j))
		return;
	struct stmt *s = stmt_get(j->store, OWN_SQL);
	stmt_bind_int(s, ":me", me(j));
	while (stmt_row(s)) {
		if (++count > TODAY_OWN_MOST)
			j->out->waiting.more = true;
		else
			own_line(j, s);
	}
	today_end(j, s);
	today_read_own_checks(j);
	if (session_may(j->session, RIGHT_HEAD))
		read_endorse(j);
}

/* ---- lines of a source: the first some, then one for the rest */

struct today_line *today_source_line(
	struct today_job *j, struct today_source *from, int64_t id)
{
	j->out->waiting_count++;
	if (++from->count > TODAY_SOURCE_MOST)
		return NULL;
	struct today_line *line =
		today_add(&j->out->waiting, from->what, from->kind, id);
	line->action = from->action;
	from->shown++;
	return line;
}

/* There are more than were read. */
static void source_count(
	struct today_job *j, struct today_source *from, int64_t all)
{
	if (all <= from->count)
		return;
	j->out->waiting_count += all - from->count;
	from->count = (int)all;
}

void today_source_end(struct today_job *j, const struct today_source *from)
{
	struct today_lines *lines = &j->out->waiting;
	struct str text = STR_INIT;

	if (from->count <= TODAY_SOURCE_MOST)
		return;
	/* a count may say more than there are rows: verify finds it */
	int by = from->shown ? lines->line[lines->count - 1].by : j->day;
	struct today_line *line = today_add(lines, from->what, 0, 0);
	line->by = by;
	line->list = from->list;
	line->view = from->view;
	str_addf(&text, _("another %d"), from->count - from->shown);
	if (from->count == (from->most ? from->most : TODAY_SOURCE_READ))
		str_add_char(&text, '+');
	today_set(&line->subject, &text);
}

/* ---- own milestones */

void today_read_milestones(struct today_job *j)
{
	struct today_source from = { .what = TODAY_MILESTONE,
		.action = "milestone.finish",
		.kind = KIND_MILESTONE,
		.list = "milestone",
		.view = "mine" };
	struct stmt *s = stmt_get(j->store, MILESTONE_SQL);

	stmt_bind_int(s, ":me", me(j));
	stmt_bind_int(
		s, ":until", j->day + setting_int(j->store, "soon-days") + 1);
	while (me(j) && stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, &from, stmt_int(s, 0));

		if (!line)
			continue;
		line->days = (struct light_days){ .start = (int)stmt_int(s, 2),
			.behind_from = (int)stmt_int(s, 3),
			.soon_from = (int)stmt_int(s, 4),
			.red = (int)stmt_int(s, 5) };
		line->light = light_of_days(&line->days, j->day);
		line->due = line->by = line->days.red - 1;
		line->subject = mem_text(stmt_text(s, 1));
		line->detail = mem_text(stmt_text(s, 6));
	}
	today_end(j, s);
	today_source_end(j, &from);
}

/* ---- claims: the head's to report, the supervisor's to verify */

static void claim_line(
	struct today_job *j, struct today_line *line, struct stmt *s)
{
	int claimed = date_of_iso(stmt_text(s, 3));
	int done = date_of_iso(stmt_text(s, 4));
	struct str text = STR_INIT;

	line->due = date_of_iso(stmt_text(s, 2));
	line->light = line->due != DATE_NONE && done > line->due ? LIGHT_LATE
								 : LIGHT_DONE;
	line->by = claimed == DATE_NONE ? j->day
					: workdays_add(&j->calendar.days,
						  claimed, j->sign_days);
	line->subject = mem_text(stmt_text(s, 1));
	if (claimed != DATE_NONE && claimed < j->day)
		str_addf(&text, _("claimed %d d ago"), j->day - claimed);
	else
		str_add(&text, _("claimed today"));
	today_set(&line->detail, &text);
}

static void read_claims(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, from, stmt_int(s, 0));

		if (line)
			claim_line(j, line, s);
	}
	today_end(j, s);
	today_source_end(j, from);
}

static void read_endorse(struct today_job *j)
{
	struct today_source from = { .what = TODAY_ENDORSE,
		.action = "share.endorse",
		.kind = KIND_SHARE,
		.list = "share",
		.view = "my_unit" };
	struct stmt *s = stmt_get(j->store, ENDORSE_SQL);

	stmt_bind_int(s, ":unit", j->session->unit);
	stmt_bind_int(s, ":me", me(j));
	read_claims(j, &from, s);
}

static void read_verify(struct today_job *j)
{
	struct today_source from = { .what = TODAY_VERIFY,
		.action = "share.verify",
		.kind = KIND_SHARE,
		.list = "share",
		.view = "claimed" };
	struct stmt *s = stmt_get(j->store, VERIFY_SQL);

	stmt_bind_int(s, ":me", me(j));
	read_claims(j, &from, s);
}

/* ---- the clerk's */

static void read_handed_back(struct today_job *j)
{
	struct today_source from = { .what = TODAY_HANDED_BACK,
		.action = "share.reassign",
		.kind = KIND_SHARE,
		.list = "share",
		.view = "handed_back" };
	struct stmt *s = stmt_get(j->store, BACK_SQL);

	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, &from, stmt_int(s, 0));

		if (!line)
			continue;
		line->due = date_of_iso(stmt_text(s, 2));
		line->by = line->due < j->day ? line->due : j->day;
		line->subject = mem_text(stmt_text(s, 1));
		line->detail = mem_text(stmt_text(s, 3));
	}
	today_end(j, s);
	today_source_end(j, &from);
}

enum { UNITS_NAMED = 3 };

/* One line for all of them: the units are told once, by telephone. */
static void read_unsigned(struct today_job *j)
{
	struct stmt *s = stmt_get(j->store, UNSIGNED_SQL);
	struct str units = STR_INIT, text = STR_INIT;
	char before[DATE_TEXT_BYTES];
	int count = 0;

	stmt_bind_text(s, ":before", date_iso(j->signed_before, before));
	while (stmt_row(s)) {
		if (count++ < UNITS_NAMED)
			str_addf(&units, "%s%s", count > 1 ? _(", ") : "",
				stmt_text(s, 0));
	}
	today_end(j, s);
	if (count) {
		struct today_line *line =
			today_add(&j->out->waiting, TODAY_UNSIGNED, 0, 0);

		j->out->waiting_count++;
		line->by = j->signed_before;
		line->list = "share";
		line->view = "unsigned";
		str_addf(&text,
			_("%d shares past the limit (working days: %d)"), count,
			j->sign_days);
		today_set(&line->subject, &text);
		if (count > UNITS_NAMED)
			str_add(&units, _(" and others"));
		today_set(&line->detail, &units);
	}
	str_free(&units);
	str_free(&text);
}

/* Tasks in a state; the reason why it came back, else who leads it. */
static void read_rows(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, from, stmt_int(s, 0));
		bool came_back = from->what == TODAY_TASK_RETURNED;

		if (!line)
			continue;
		line->due = date_of_iso(stmt_text(s, 2));
		line->by = line->due == DATE_NONE ? INT32_MAX : line->due;
		line->subject = mem_text(stmt_text(s, 1));
		line->detail = mem_text(stmt_text(s, came_back ? 3 : 4));
	}
	today_end(j, s);
}

static void read_state(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	read_rows(j, from, s);
	today_source_end(j, from);
}

/* A list just read in is all drafts: their number is told exactly. */
static void read_drafts(struct today_job *j)
{
	struct today_source from = { .what = TODAY_DRAFT,
		.action = "task.submit",
		.kind = KIND_TASK,
		.list = "task",
		.view = "draft",
		.most = TODAY_COUNT_MOST + 1 };
	int64_t all = stmt_one_int(stmt_get(j->store, DRAFTS_SQL), 0);
	struct stmt *s = stmt_get(j->store, DRAFT_SQL);

	read_rows(j, &from, s);
	source_count(j, &from, all);
	today_source_end(j, &from);
}

static void read_split(struct today_job *j)
{
	struct today_source from = { .what = TODAY_SPLIT,
		.action = "source.split",
		.kind = KIND_SOURCE,
		.list = "source",
		.view = "untasked" };

	read_state(j, &from, stmt_get(j->store, SPLIT_SQL));
}

static void read_clerk(struct today_job *j)
{
	struct today_source returned = { .what = TODAY_TASK_RETURNED,
		.action = "task.update",
		.kind = KIND_TASK,
		.list = "task",
		.view = "returned" };

	read_handed_back(j);
	read_unsigned(j);
	read_state(j, &returned, stmt_get(j->store, RETURNED_SQL));
	read_drafts(j);
	read_split(j);
}

/* ---- the leader's */

static void read_issue(struct today_job *j)
{
	struct today_source from = { .what = TODAY_ISSUE,
		.action = "task.issue",
		.kind = KIND_TASK,
		.list = "task",
		.view = "submitted" };
	struct stmt *s = stmt_get(j->store, ISSUE_SQL);

	stmt_bind_int(s, ":leader", j->sees_all ? 0 : me(j));
	read_state(j, &from, s);
}

/* As soon as a share is signed for; how much it is, or what is changed. */
static void approve_line(
	struct today_job *j, struct today_line *line, struct stmt *s)
{
	int asked = date_of_iso(stmt_text(s, 2));
	struct str text = STR_INIT, day = STR_INIT;

	line->by = asked == DATE_NONE ? j->day
				      : workdays_add(&j->calendar.days, asked,
						j->sign_days);
	line->subject = mem_text(stmt_text(s, 1));
	if (!stmt_is_null(s, 4)) {
		str_add(&text, stmt_text(s, 4));
	} else {
		today_add_day(&day, asked, j->day);
		str_addf(&text, _("%d goals, handed in %s"),
			(int)stmt_int(s, 3), day.data);
	}
	str_free(&day);
	today_set(&line->detail, &text);
}

static void read_approvals(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	stmt_bind_int(s, ":leader", j->sees_all ? 0 : me(j));
	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, from, stmt_int(s, 0));

		if (line)
			approve_line(j, line, s);
	}
	today_end(j, s);
	today_source_end(j, from);
}

static void read_approve(struct today_job *j)
{
	struct today_source plans = { .what = TODAY_APPROVE,
		.action = "plan.approve",
		.kind = KIND_PLAN,
		.list = "plan",
		.view = "submitted" };
	struct today_source changes = { .what = TODAY_AMEND,
		.action = "amendment.approve",
		.kind = KIND_AMENDMENT,
		.list = "amendment",
		.view = "pending" };

	read_approvals(j, &plans, stmt_get(j->store, APPROVE_SQL));
	read_approvals(j, &changes, stmt_get(j->store, AMEND_SQL));
}

static int64_t count_close(struct today_job *j)
{
	struct stmt *s = stmt_get(
		j->store, j->sees_all ? CLOSE_COUNT_ALL_SQL : CLOSE_COUNT_SQL);

	stmt_offer_int(s, ":leader", me(j));
	return stmt_one_int(s, 0);
}

static void read_close(struct today_job *j)
{
	struct today_source from = { .what = TODAY_CLOSE,
		.action = "task.close",
		.kind = KIND_TASK,
		.list = "task",
		.view = "waiting" };
	struct stmt *s =
		stmt_get(j->store, j->sees_all ? CLOSE_ALL_SQL : CLOSE_SQL);

	stmt_offer_int(s, ":leader", me(j));
	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, &from, stmt_int(s, 0));
		struct str text = STR_INIT;

		if (!line)
			continue;
		line->light = LIGHT_DONE;
		line->due = date_of_iso(stmt_text(s, 2));
		line->by = j->day;
		line->subject = mem_text(stmt_text(s, 1));
		str_addf(&text, _("all %d shares done"), (int)stmt_int(s, 4));
		today_set(&line->detail, &text);
	}
	today_end(j, s);
	source_count(j, &from, count_close(j));
	today_source_end(j, &from);
}

/* What is in the way says more than the figure. */
static void charge_detail(
	struct today_job *j, struct today_line *line, struct stmt *s)
{
	struct str text = STR_INIT;
	struct stmt *d = stmt_get(j->store, DIFFICULTY_SQL);

	stmt_bind_int(d, ":task", line->id);
	char *difficulty = stmt_one_text(d);
	str_add(&text, stmt_text(s, 2));
	if (difficulty) {
		str_addf(&text, _(": %s"), difficulty);
	} else if (!stmt_is_null(s, 3)) {
		str_add(&text, " ");
		number_print(stmt_int(s, 3) / 100 * 100, &text);
		str_add(&text, "%");
	}
	mem_free(difficulty);
	today_set(&line->detail, &text);
}

/* What the lights say, without reading the tasks. */
static int64_t count_charge(struct today_job *j)
{
	struct light_counts n = { 0 };
	enum light_scope scope =
		j->sees_all ? LIGHT_SCOPE_TOWNSHIP : LIGHT_SCOPE_LEADER;

	light_count(j->store, scope, j->sees_all ? 0 : me(j), KIND_TASK, j->day,
		&n, NULL);
	return n.behind + n.soon + n.overdue;
}

static void charge_line(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	struct light_days days = { .start = (int)stmt_int(s, 4),
		.behind_from = (int)stmt_int(s, 5),
		.soon_from = (int)stmt_int(s, 6),
		.red = (int)stmt_int(s, 7) };
	enum light light = light_of_days(&days, j->day);

	if (light == LIGHT_NORMAL || light == LIGHT_NOT_STARTED)
		return;
	struct today_line *line = today_source_line(j, from, stmt_int(s, 0));
	line->light = light;
	line->days = days;
	line->due = line->by = days.red - 1;
	line->subject = mem_text(stmt_text(s, 1));
	charge_detail(j, line, s);
}

static void read_charge(struct today_job *j)
{
	struct today_source from = { .what = TODAY_CHARGE,
		.kind = KIND_TASK,
		.list = "task",
		.view = j->sees_all ? "open" : "charge",
		.most = INT32_MAX };
	struct stmt *s =
		stmt_get(j->store, j->sees_all ? CHARGE_ALL_SQL : CHARGE_SQL);

	stmt_offer_int(s, ":leader", me(j));
	while (from.count < TODAY_SOURCE_MOST && stmt_row(s))
		charge_line(j, &from, s);
	today_end(j, s);
	source_count(j, &from, count_charge(j));
	today_source_end(j, &from);
}

void today_read_roles(struct today_job *j)
{
	if (session_may(j->session, RIGHT_VERIFY)) {
		read_verify(j);
		today_read_supervisor(j);
	}
	if (session_may(j->session, RIGHT_REGISTER))
		read_clerk(j);
	if (!session_may(j->session, RIGHT_DECIDE))
		return;
	read_approve(j);
	read_issue(j);
	read_close(j);
	today_read_leader(j);
	read_charge(j);
}

/* ---- the own archive */

void today_read_archive(struct today_job *j)
{
	struct stmt *s = stmt_get(j->store, ARCHIVE_SQL);
	struct str text = STR_INIT, since = STR_INIT;
	int year = 0;

	date_parts(j->day, &year, &(int){ 0 }, &(int){ 0 });
	stmt_bind_int(s, ":me", me(j));
	stmt_bind_int(s, ":year", year);
	bool waits = me(j) && stmt_row(s) && stmt_int(s, 2) > 0;
	if (waits) {
		struct today_line *line = today_add(&j->out->waiting,
			TODAY_CONFIRM, KIND_ARCHIVE, stmt_int(s, 0));

		j->out->waiting_count++;
		line->action = "archive.confirm";
		str_addf(&text, _("diligence archive %d"), year);
		today_set(&line->subject, &text);
		str_addf(&text, _("%d new entries"), (int)stmt_int(s, 2));
		today_add_day(&since, date_of_iso(stmt_text(s, 1)), j->day);
		if (since.len_bytes)
			str_addf(&text, _(" since %s"), since.data);
		today_set(&line->detail, &text);
	}
	today_end(j, s);
	str_free(&since);
}
