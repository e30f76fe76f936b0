/* today.c: one reading of 今日, and how its parts read. */
#include "domain/circle/today.h"

#include <stdlib.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/office/setting.h"
#include "domain/record.h"
#include "store/stmt.h"
#include "today_inside.h"

const char *const today_statements[] = {
	OWN_SQL,
	MILESTONE_SQL,
	ENDORSE_SQL,
	VERIFY_SQL,
	BACK_SQL,
	UNSIGNED_SQL,
	ISSUE_SQL,
	RETURNED_SQL,
	DRAFT_SQL,
	APPROVE_SQL,
	AMEND_SQL,
	SPLIT_SQL,
	GOALS_SQL,
	CLOSE_SQL,
	CLOSE_ALL_SQL,
	CLOSE_COUNT_SQL,
	CLOSE_COUNT_ALL_SQL,
	CHARGE_SQL,
	CHARGE_ALL_SQL,
	DIFFICULTY_SQL,
	RECTIFY_SQL,
	STRIKE_SQL,
	URGE_SQL,
	READ_SQL,
	VIEW_SQL,
	DECIDE_SQL,
	WAY_LEADER_SQL,
	WAY_ALL_SQL,
	WAY_OWN_SQL,
	ARCHIVE_SQL,
	UNREPORTED_SQL,
	REPORTED_SQL,
	CLOSED_SQL,
	DRAFTS_SQL,
	SUSPENDED_SQL,
	PENDING_SQL,
	UNCONFIRMED_SQL,
	NULL,
};

const char *today_what_text(enum today_what what)
{
	static const char *const texts[] = {
		[TODAY_RETURNED] = N_("redo"),
		[TODAY_SIGN] = N_("sign for"),
		[TODAY_REPORT] = N_("report"),
		[TODAY_MILESTONE] = N_("milestone"),
		[TODAY_ALLOCATE] = N_("allocate"),
		[TODAY_ENDORSE] = N_("report done"),
		[TODAY_VERIFY] = N_("verify"),
		[TODAY_CLOSE] = N_("close"),
		[TODAY_ISSUE] = N_("issue"),
		[TODAY_APPROVE] = N_("approve plan"),
		[TODAY_AMEND] = N_("decide change"),
		[TODAY_HANDED_BACK] = N_("reassign"),
		[TODAY_TASK_RETURNED] = N_("complete"),
		[TODAY_DRAFT] = N_("submit"),
		[TODAY_SPLIT] = N_("split source"),
		[TODAY_UNSIGNED] = N_("unsigned"),
		[TODAY_CHARGE] = N_("in charge"),
		[TODAY_RECTIFY] = N_("put right"),
		[TODAY_DECIDE] = N_("extension"),
		[TODAY_VIEW] = N_("first view"),
		[TODAY_TALK] = N_("difficulty"),
		[TODAY_WAY] = N_("in the way"),
		[TODAY_STRIKE] = N_("strike off"),
		[TODAY_URGE] = N_("urge"),
		[TODAY_READ] = N_("read"),
		[TODAY_CONFIRM] = N_("confirm"),
		[TODAY_UNREPORTED] = N_("to report"),
		[TODAY_STEP] = "",
	};

	return *texts[what] ? language_text_in("today", texts[what]) : "";
}

/* ---- lines */

struct today_line *today_add(
	struct today_lines *lines, enum today_what what, int kind, int64_t id)
{
	lines->line = mem_grow(
		lines->line, lines->count, &lines->size, sizeof *lines->line);
	struct today_line *line = &lines->line[lines->count++];

	*line = (struct today_line){ .what = what,
		.kind = kind,
		.id = id,
		.due = DATE_NONE,
		.by = INT32_MAX };
	return line;
}

void today_set(char **field, struct str *text)
{
	mem_free(*field);
	*field = mem_text(text->data);
	str_free(text);
}

void today_add_day(struct str *out, int day, int today)
{
	int year = 0, month = 0, dom = 0;
	int this_year = 0;

	if (day == DATE_NONE)
		return;
	date_parts(day, &year, &month, &dom);
	date_parts(today, &this_year, &(int){ 0 }, &(int){ 0 });
	if (year != this_year)
		str_addf(out, "%04d-", year);
	str_addf(out, "%02d-%02d", month, dom);
}

static void lines_free(struct today_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		mem_free(lines->line[i].subject);
		mem_free(lines->line[i].detail);
	}
	mem_free(lines->line);
	*lines = (struct today_lines){ .count = 0 };
}

void today_free(struct today *t)
{
	lines_free(&t->waiting);
	lines_free(&t->unreported);
	lines_free(&t->steps);
	*t = (struct today){ .day = 0 };
}

static void fill_empty(struct today_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		struct today_line *line = &lines->line[i];

		line->subject = line->subject ? line->subject : mem_text("");
		line->detail = line->detail ? line->detail : mem_text("");
	}
}

/* By day, then by kind of work, then as they were read. */
static bool comes_later(const struct today_line *a, const struct today_line *b)
{
	return a->by > b->by || (a->by == b->by && a->what > b->what);
}

/* Some dozen lines, read in order but for the joints. */
static void sort(struct today_lines *lines)
{
	for (size_t i = 1; i < lines->count; i++) {
		struct today_line line = lines->line[i];
		size_t at = i;

		for (; at > 0 && comes_later(&lines->line[at - 1], &line); at--)
			lines->line[at] = lines->line[at - 1];
		lines->line[at] = line;
	}
}

/* ---- reading */

bool today_sees_whole(const struct session *s)
{
	return session_may(s, RIGHT_REGISTER) || session_may(s, RIGHT_VERIFY) ||
	       session_may(s, RIGHT_DECIDE) || session_may(s, RIGHT_ADMIN) ||
	       session_may(s, RIGHT_SEE_JOURNAL);
}

/*
 * Who decides by his account alone and is in charge of nothing (the owner, or
 * the office that types for the leaders) sees what waits for any leader.
 */
static bool stands_for_all(const struct session *s)
{
	struct stmt *q = stmt_get(
		s->store, "SELECT leader FROM person WHERE id=:person");

	if (!s->person)
		return true;
	stmt_bind_int(q, ":person", s->person);
	return !stmt_one_int(q, 0);
}

enum status today_read(
	const struct session *s, struct today *out, struct error *err)
{
	struct today_job j = { .session = s,
		.store = s->store,
		.out = out,
		.day = clock_today(&s->clock),
		.err = err };

	*out = (struct today){ .day = j.day };
	if (!session_may(s, RIGHT_SEE))
		return STATUS_OK;
	j.status = calendar_load(s->store, &j.calendar, err);
	if (j.status != STATUS_OK)
		return j.status;
	j.sign_days = (int)setting_int(s->store, "sign-days");
	j.signed_before = workdays_add(&j.calendar.days, j.day, -j.sign_days);
	j.sees_all = stands_for_all(s);
	out->sees_whole = today_sees_whole(s);
	today_read_own(&j);
	today_read_milestones(&j);
	today_read_roles(&j);
	today_read_archive(&j);
	today_read_unreported(&j);
	if (out->sees_whole)
		today_read_counts(&j);
	fill_empty(&out->waiting);
	fill_empty(&out->unreported);
	fill_empty(&out->steps);
	sort(&out->waiting);
	calendar_free(&j.calendar);
	return j.status;
}

static void add_counts(struct light_counts *to, const struct light_counts *n)
{
	to->not_started += n->not_started;
	to->normal += n->normal;
	to->behind += n->behind;
	to->soon += n->soon;
	to->overdue += n->overdue;
	to->waiting += n->waiting;
}

struct light_counts today_mine(const struct session *s)
{
	struct light_counts shares = { 0 };
	struct light_counts nodes = { 0 };
	struct light_counts tasks = { 0 };
	int today = clock_today(&s->clock);

	if (!s->person || !session_may(s, RIGHT_SEE))
		return shares;
	light_count(s->store, LIGHT_SCOPE_PERSON, s->person, KIND_SHARE, today,
		&shares, NULL);
	light_count(s->store, LIGHT_SCOPE_PERSON, s->person, KIND_MILESTONE,
		today, &nodes, NULL);
	add_counts(&shares, &nodes);
	if (session_may(s, RIGHT_DECIDE))
		light_count(s->store, LIGHT_SCOPE_LEADER, s->person, KIND_TASK,
			today, &tasks, NULL);
	add_counts(&shares, &tasks);
	return shares;
}

/* ---- printing */

void today_due_print(int due, int today, struct str *out)
{
	struct str day = STR_INIT;

	if (due == DATE_NONE)
		return;
	today_add_day(&day, due, today);
	if (due == today)
		str_add(out, _("due today"));
	else
		str_addf(out, _("due %s"), day.data);
	str_free(&day);
}

static void add_count(struct str *out, enum light light, int64_t count)
{
	if (!count)
		return;
	str_add(out, out->len_bytes ? " " : "");
	str_addf(out, "%s%d%s", light_text(light),
		(int)(count > TODAY_COUNT_MOST &&
					(light == LIGHT_DONE ||
						light == LIGHT_SUSPENDED)
				? TODAY_COUNT_MOST
				: count),
		count > TODAY_COUNT_MOST && (light == LIGHT_DONE ||
						    light == LIGHT_SUSPENDED)
			? "+"
			: "");
}

void today_counts_print(const struct today *t, struct str *out)
{
	struct str lights = STR_INIT;

	add_count(&lights, LIGHT_NOT_STARTED, t->tasks.not_started);
	add_count(&lights, LIGHT_NORMAL, t->tasks.normal);
	add_count(&lights, LIGHT_BEHIND, t->tasks.behind);
	add_count(&lights, LIGHT_SOON, t->tasks.soon);
	add_count(&lights, LIGHT_OVERDUE, t->tasks.overdue);
	add_count(&lights, LIGHT_DONE, t->done);
	add_count(&lights, LIGHT_SUSPENDED, t->suspended);
	str_addf(out, _("%d tasks"), (int)t->all);
	if (lights.len_bytes)
		str_addf(out, "  %s", lights.data);
	str_free(&lights);
}
