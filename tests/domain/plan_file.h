/* plan_file.h: what the tests of sources and plans say of actions. */
#ifndef TEST_PLAN_FILE_H
#define TEST_PLAN_FILE_H

#include "assign_file.h"

/* As office_try(), but with lines of a source or goal, whose signs the
 * other cannot hold. */
__attribute__((unused)) static enum status plan_split(struct office *o,
	const char *verb, int64_t id, const char *lines, const char *rest,
	struct outcome *out)
{
	const struct record_type *type = NULL;
	const struct action *action = action_find(verb, &type);
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(type, action, input, ACTION_INPUTS_MAX);
	struct values v = { .count = 0 };
	struct act_item item = { .id = id, .values = &v };
	struct act act = {
		.action = action, .item = &item, .count = 1, .warned = true
	};

	office_values(o, type, action, rest, &v);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(input[i]->name, "lines"))
			values_set_text(&v, input[i], lines);
	enum status st = door_run(&o->session, &act, out);
	values_free(&v);
	return st;
}

/* The issue text may stand in the error or among the issues. */
__attribute__((unused)) static void plan_refused(struct office *o,
	const char *verb, int64_t id, const char *text, enum status status,
	const char *words)
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
}

__attribute__((unused)) static void plan_undo(struct office *o)
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

/* In the name of somebody: decided_by= on the command line. */
__attribute__((unused)) static enum status plan_for(struct office *o,
	const char *verb, int64_t id, const char *person, struct outcome *out)
{
	struct act_item item = { .id = id };
	struct act act = { .action = action_find(verb, NULL),
		.item = &item,
		.count = 1,
		.warned = true };

	act.actor.person =
		assign_id(o, "SELECT id FROM person WHERE name=:name", person);
	act.actor.basis = assign_id(o,
		"SELECT id FROM value WHERE dict='basis' AND code=:name",
		"paper");
	return door_run(&o->session, &act, out);
}

/* The township with its lists and roles, on a day of the autumn. */
__attribute__((unused)) static int plan_open(void **state)
{
	assign_open(state);
	struct office *o = *state;

	assign_role(o, "岑庆林", RIGHT_ROLE_CLERK);
	assign_role(o, "梁国", RIGHT_ROLE_CLERK);
	assign_day(o, "2026-10-12");
	assign_as(o, "岑庆林");
	return 0;
}

#endif
