/*
 * supervise_file.h: the township of assign_file.h with a task issued, people
 * who check, and what such tests say.
 */
#ifndef TEST_SUPERVISE_FILE_H
#define TEST_SUPERVISE_FILE_H

#include "assign_file.h"

#include "domain/assess/entry.h"
#include "domain/assign/due.h"
#include "domain/assign/extension.h"
#include "domain/assign/light_sum.h"
#include "domain/assign/report.h"
#include "domain/supervise/check.h"
#include "domain/supervise/difficulty.h"

#define TASK "农村改厕" /* from 2026-03-01 to 2026-10-31 */
#define LEAD "村建站"
#define CO "卫生院"
#define LEADER "龙庆源"	 /* in charge of it */
#define HEAD "班海辉"	 /* of the lead */
#define CO_HEAD "蒙玉峰" /* of the co-unit */
#define CHECKER "周凤霞" /* supervisor, of no unit that has a share */
#define CLERK "岑庆林"

/* The text may stand in the error or among the issues. */
__attribute__((unused)) static void refused(struct office *o, const char *verb,
	int64_t id, const char *text, enum status status, const char *words)
{
	struct outcome out;
	enum status st = office_try(o, verb, id, text, &out);
	bool said = strstr(out.error.what, words) ||
		    strstr(out.error.todo, words) ||
		    assign_tells(&out, 0, false, words);

	if (st != status || !said)
		fail_msg("%s %s: %s \"%s\" \"%s\", not %s \"%s\"", verb, text,
			status_name(st), out.error.what,
			out.issues.count ? out.issues.item[0].text : "",
			status_name(status), words);
	outcome_free(&out);
	assert_derived(o);
}

__attribute__((unused)) static void undo(struct office *o)
{
	struct undo_offer offer;
	struct outcome out;
	struct error err = { 0 };

	if (door_undo_offer(&o->session, &offer, &err) != STATUS_OK)
		fail_msg("%s", err.what);
	if (door_undo(&o->session, &offer, &out) != STATUS_OK)
		fail_msg("%s", out.error.what);
	outcome_free(&out);
	assert_derived(o);
}

/* Done by that person; the derived data is what a rebuild would make. */
__attribute__((unused)) static int64_t does(struct office *o,
	const char *person, const char *verb, int64_t id, const char *text)
{
	assign_as(o, person);
	int64_t made = office_act(o, verb, id, text);
	assert_derived(o);
	return made;
}

__attribute__((unused)) static int64_t lead_share(struct office *o)
{
	return assign_share(o, TASK " " LEAD);
}

__attribute__((unused)) static int64_t co_share(struct office *o)
{
	return assign_share(o, TASK " " CO);
}

/* The task issued on 2026-10-12, both shares signed for. */
__attribute__((unused)) static int supervise_open(void **state)
{
	assign_open(state);
	struct office *o = *state;

	assign_role(o, CLERK, RIGHT_ROLE_CLERK);
	assign_role(o, CHECKER, RIGHT_ROLE_SUPERVISOR);
	assign_day(o, "2026-10-12");
	does(o, LEADER, "task.issue", assign_task(o, TASK),
		"gap_reason=清单未列");
	does(o, HEAD, "share.sign", lead_share(o), "");
	does(o, CO_HEAD, "share.sign", co_share(o), "");
	return 0;
}

/* The light of an item of that kind on that day. */
__attribute__((unused)) static enum light light_on(struct office *o,
	const struct record_type *type, int64_t id, const char *iso)
{
	struct query_params p = { .today = date_of_iso(iso) };
	struct values v = { .item = NULL };

	assert_int_equal(record_read(o->store, &type->table, id, &p, &v, NULL),
		STATUS_OK);
	enum light light = light_of_text(
		values_text(&v, field_find(type->table.fields, "light")),
		p.today, NULL);
	values_free(&v);
	return light;
}

#endif
