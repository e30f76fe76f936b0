/* today_supervise.c: what checks, extensions and difficulties wait for. */
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/extension.h"
#include "domain/record.h"
#include "domain/supervise/difficulty.h"
#include "store/stmt.h"
#include "today_inside.h"

static int64_t me(const struct today_job *j)
{
	return j->session->person;
}

/* The four days stand in the columns from `at` on. */
static void set_days(
	struct today_job *j, struct today_line *line, struct stmt *s, int at)
{
	line->days = (struct light_days){ .start = (int)stmt_int(s, at),
		.behind_from = (int)stmt_int(s, at + 1),
		.soon_from = (int)stmt_int(s, at + 2),
		.red = (int)stmt_int(s, at + 3) };
	line->light = light_of_days(&line->days, j->day);
	if (line->days.red <= DUE_NO_LIMIT)
		line->due = line->by = line->days.red - 1;
}

static void add_days_ago(struct today_job *j, int day, struct str *out)
{
	if (day != DATE_NONE && day < j->day)
		str_addf(out, _("  %d d"), j->day - day);
}

/* ---- rectifications */

static void read_rectify(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, from, stmt_int(s, 0));
		struct str text = STR_INIT;

		if (!line)
			continue;
		line->subject = mem_text(stmt_text(s, 1));
		str_add(&text, stmt_text(s, 2));
		if (from->what == TODAY_STRIKE) {
			int day = date_of_iso(stmt_text(s, 3));

			line->light = LIGHT_DONE;
			line->by = workdays_add(
				&j->calendar.days, day, j->sign_days);
			line->agrees = true;
			add_days_ago(j, day, &text);
		} else {
			set_days(j, line, s, 4);
		}
		today_set(&line->detail, &text);
	}
	today_end(j, s);
	today_source_end(j, from);
}

static void read_fed_back(struct today_job *j)
{
	struct today_source from = { .what = TODAY_READ,
		.action = "check.read",
		.kind = KIND_CHECK,
		.list = "check",
		.view = "all" };
	struct stmt *s = stmt_get(j->store, READ_SQL);

	stmt_bind_int(s, ":me", me(j));
	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, &from, stmt_int(s, 0));

		if (!line)
			continue;
		line->subject = mem_text(stmt_text(s, 1));
		line->detail = mem_text(stmt_text(s, 2));
		line->agrees = true;
		line->by = j->day + 1;
	}
	today_end(j, s);
	today_source_end(j, &from);
}

/* ---- difficulties: whose turn it is to act, and who waits for it */

static void read_difficulties(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	while (stmt_row(s)) {
		int64_t state = stmt_int(s, 8);
		struct str text = STR_INIT;

		/* agreed and within its time: others act */
		if (from->what == TODAY_TALK && state == DIFFICULTY_AGREED &&
			stmt_int(s, 7) > j->day)
			continue;
		struct today_line *line =
			today_source_line(j, from, stmt_int(s, 0));
		if (!line)
			continue;
		line->subject = mem_text(stmt_text(s, 1));
		if (from->what == TODAY_TALK) /* others' limit is no light */
			set_days(j, line, s, 4);
		str_add(&text, stmt_text(s, 2));
		add_days_ago(j, date_of_iso(stmt_text(s, 3)), &text);
		today_set(&line->detail, &text);
	}
	today_end(j, s);
	today_source_end(j, from);
}

void today_read_own_checks(struct today_job *j)
{
	struct today_source rectify = { .what = TODAY_RECTIFY,
		.action = "check.rectified",
		.kind = KIND_CHECK,
		.list = "check",
		.view = "mine" };
	struct today_source way = { .what = TODAY_WAY,
		.action = "difficulty.solve",
		.kind = KIND_DIFFICULTY,
		.list = "difficulty",
		.view = "my_unit" };
	struct stmt *s = stmt_get(j->store, RECTIFY_SQL);

	stmt_bind_int(s, ":me", me(j));
	read_rectify(j, &rectify, s);
	s = stmt_get(j->store, WAY_OWN_SQL);
	stmt_bind_int(s, ":me", me(j));
	read_difficulties(j, &way, s);
	read_fed_back(j);
}

/* ---- extensions */

static void read_extensions(
	struct today_job *j, struct today_source *from, struct stmt *s)
{
	while (stmt_row(s)) {
		struct today_line *line =
			today_source_line(j, from, stmt_int(s, 0));
		struct str text = STR_INIT, day = STR_INIT;
		bool is_against = stmt_int(s, 5) == OPINION_AGAINST;

		if (!line)
			continue;
		line->subject = mem_text(stmt_text(s, 1));
		line->due = date_of_iso(stmt_text(s, 4));
		line->by = line->due == DATE_NONE ? j->day : line->due;
		/* what the supervisor is against wants more than one key */
		line->agrees = !is_against;
		today_add_day(&day, date_of_iso(stmt_text(s, 2)), j->day);
		str_addf(&text, _("until %s"), day.data);
		if (is_against)
			str_add(&text, _(", supervisor against it"));
		str_addf(&text, _(": %s"), stmt_text(s, 3));
		str_free(&day);
		today_set(&line->detail, &text);
	}
	today_end(j, s);
	today_source_end(j, from);
}

void today_read_supervisor(struct today_job *j)
{
	struct today_source strike = { .what = TODAY_STRIKE,
		.action = "check.strike",
		.kind = KIND_CHECK,
		.list = "check",
		.view = "rectified" };
	struct today_source urge = { .what = TODAY_URGE,
		.kind = KIND_CHECK,
		.list = "check",
		.view = "overdue" };
	struct today_source view = { .what = TODAY_VIEW,
		.action = "extension.view",
		.kind = KIND_EXTENSION,
		.list = "extension",
		.view = "asked" };
	struct stmt *s = stmt_get(j->store, STRIKE_SQL);

	stmt_bind_int(s, ":me", me(j));
	read_rectify(j, &strike, s);
	s = stmt_get(j->store, URGE_SQL);
	stmt_bind_int(s, ":me", me(j));
	stmt_bind_int(s, ":today", j->day);
	read_rectify(j, &urge, s);
	s = stmt_get(j->store, VIEW_SQL);
	stmt_bind_int(s, ":me", me(j));
	read_extensions(j, &view, s);
}

void today_read_leader(struct today_job *j)
{
	struct today_source decide = { .what = TODAY_DECIDE,
		.action = "extension.grant",
		.kind = KIND_EXTENSION,
		.list = "extension",
		.view = "viewed" };
	struct today_source talk = { .what = TODAY_TALK,
		.action = "difficulty.agree",
		.kind = KIND_DIFFICULTY,
		.list = "difficulty",
		.view = j->sees_all ? "open" : "charge" };
	struct stmt *s = stmt_get(j->store, DECIDE_SQL);

	stmt_bind_int(s, ":leader", j->sees_all ? 0 : me(j));
	read_extensions(j, &decide, s);
	s = stmt_get(j->store, j->sees_all ? WAY_ALL_SQL : WAY_LEADER_SQL);
	stmt_offer_int(s, ":leader", me(j));
	read_difficulties(j, &talk, s);
}
