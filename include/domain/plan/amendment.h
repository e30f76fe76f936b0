/*
 * amendment.h: a change of an approved plan (变更): its days, one of its
 * goals, or one more goal. It needs a reason and a leader's approval; until
 * then the old values hold (product.md §4).
 *
 *	pending -> approved (and written), refused, withdrawn
 *
 * A field that is empty here does not change. `what` says old and new in
 * words, as they stood when it was asked for: of a plan or a goal only one
 * change is pending at a time.
 */
#ifndef DOMAIN_PLAN_AMENDMENT_H
#define DOMAIN_PLAN_AMENDMENT_H

#include "domain/action.h"
#include "domain/record.h"

enum amendment_state {
	AMENDMENT_PENDING = 1,
	AMENDMENT_APPROVED,
	AMENDMENT_REFUSED,
	AMENDMENT_WITHDRAWN
};
extern const struct choice amendment_states[];

enum amendment_field {
	AMENDMENT_PLAN,
	AMENDMENT_GOAL, /* NULL: the plan's days, or one more goal */
	AMENDMENT_WHAT,
	AMENDMENT_REASON,
	/* the new values, named as the fields they are for */
	AMENDMENT_START,
	AMENDMENT_DUE,
	AMENDMENT_TITLE,
	AMENDMENT_INDICATOR,
	AMENDMENT_TARGET,
	AMENDMENT_MEASURE,
	AMENDMENT_LEAD,
	AMENDMENT_LEADER,
	AMENDMENT_MEASURES,
	AMENDMENT_SCHEDULE,
	AMENDMENT_MONEY,
	AMENDMENT_STATE,
	AMENDMENT_AUTHOR,
	AMENDMENT_DAY,
	AMENDMENT_DECIDED_BY,
	AMENDMENT_DECIDED_ON,
	AMENDMENT_ANSWER,
	AMENDMENT_FIELDS_END
};
extern const struct field amendment_fields[];
extern const struct record_type amendment_type;

extern const struct action amendment_approve, amendment_refuse,
	amendment_withdraw;
/* They stand among the actions of plan and goal. */
extern const struct action plan_amend, plan_add, goal_amend;

#endif
