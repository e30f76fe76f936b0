/*
 * goal.h: a goal (目标) of a plan: what is reached, measured by what, on which
 * sources it rests, what it costs. Goals become tasks (assign/split.h).
 *
 * What was approved changes by an amendment. Money spent, the breakthrough,
 * the sources and notes are free.
 */
#ifndef DOMAIN_PLAN_GOAL_H
#define DOMAIN_PLAN_GOAL_H

#include "domain/action.h"
#include "domain/record.h"

/* In the order of the form. */
enum goal_field {
	GOAL_PLAN,
	GOAL_TITLE,
	GOAL_INDICATOR,
	GOAL_TARGET,
	GOAL_MEASURE,
	GOAL_LEAD,
	GOAL_LEADER,
	GOAL_BREAKTHROUGH,
	GOAL_BASIS,
	GOAL_MEASURES,
	GOAL_SCHEDULE,
	GOAL_MONEY,
	GOAL_SPENT,
	GOAL_NOTE,
	GOAL_DUE,   /* computed: the plan's last day */
	GOAL_TASKS, /* computed, and what of them is closed, done */
	GOAL_TASKS_CLOSED,
	GOAL_PERCENT,
	GOAL_FIELDS_END
};
extern const struct field goal_fields[];
extern const struct record_type goal_type;

/* A goal in force that no task serves, as conditions on row r of goal. */
#define GOAL_UNTASKED_SQL                                       \
	"plan+0 IN (SELECT id FROM plan WHERE state=4)"         \
	" AND id IS NOT (SELECT goal FROM task WHERE goal=r.id" \
	" LIMIT 1)"

/* The plan's leader, where v says nothing of one. */
void goal_take_leader(struct store *store, int64_t plan, struct values *v);

/* Where the tasks are: assign/split.c. */
extern const struct action goal_split, goal_issue;

#endif
