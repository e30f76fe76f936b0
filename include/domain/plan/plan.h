/*
 * plan.h: plans (计划) of a year, a quarter, a month, or for one thing.
 *
 *	draft -> submitted -> approved -> in force -> closed
 *
 * A plan is its goals (goal.h) and its days. While it is a draft both are
 * edited freely; once approved they change by an amendment (amendment.h) that
 * is approved in its turn, and the old ones hold until then. Who wrote a plan
 * or handed it in does not approve it.
 */
#ifndef DOMAIN_PLAN_PLAN_H
#define DOMAIN_PLAN_PLAN_H

#include "domain/action.h"
#include "domain/record.h"

enum plan_state {
	PLAN_DRAFT = 1,
	PLAN_SUBMITTED,
	PLAN_APPROVED,
	PLAN_IN_FORCE,
	PLAN_CLOSED
};
extern const struct choice plan_states[];

/* A task t that serves a goal, and not as a part of one that serves it. */
#define PLAN_SERVES_SQL(t)                             \
	t ".goal IS NOT NULL AND NOT EXISTS (SELECT 1" \
	  " FROM task w WHERE w.id=" t ".parent AND w.goal=" t ".goal)"

enum plan_kind { PLAN_YEAR = 1, PLAN_QUARTER, PLAN_MONTH, PLAN_SPECIAL };
extern const struct choice plan_kinds[];

/* In the order of the form. */
enum plan_field {
	PLAN_NO, /* given when it is approved */
	PLAN_TITLE,
	PLAN_KIND,
	PLAN_START,
	PLAN_DUE,
	PLAN_UNIT, /* NULL: the township */
	PLAN_LEADER,
	PLAN_NOTE,
	PLAN_GOALS, /* computed, and how many have no task */
	PLAN_UNTASKED,
	PLAN_PERCENT,
	PLAN_STATE,
	PLAN_AUTHOR,
	PLAN_SUBMITTED_BY,
	PLAN_SUBMITTED_ON,
	PLAN_APPROVED_BY,
	PLAN_APPROVED_ON,
	PLAN_CLOSED_ON,
	PLAN_REASON,
	PLAN_FIELDS_END
};
extern const struct field plan_fields[];
extern const struct record_type plan_type;

extern const struct action plan_create, plan_update, plan_goal, plan_submit,
	plan_approve, plan_return, plan_enforce, plan_note, plan_close,
	plan_reopen;

/* ---- for the neighbours in plan, and what makes tasks of goals */

enum plan_state plan_state_of(struct store *store, int64_t id);
/* Whether its goals may become tasks: approved or in force. */
bool plan_is_standing(enum plan_state state);
/*
 * Nobody decides on what is his own word: STATUS_DENIED when one of the two
 * is who decides. An owner without a person (0) wrote what nobody did, and
 * approves only in the name of somebody else.
 */
enum status plan_guard_own(const struct attempt *a, int64_t author,
	int64_t other, struct reason *reason);
/* First and last day of the period that `day` lies in; PLAN_SPECIAL: false */
bool plan_period(enum plan_kind kind, int day, int *start, int *due);

#endif
