/*
 * source.h: whatever work comes from, entered once (来源): a document, a
 * meeting, an instruction, a call, the list of the year, what people asked.
 *
 * Its lines become tasks that refer to it (assign/split.h); there is no table
 * of items. Policies (上情) and instructions (批示) are views of it.
 *
 *	open -> answered; void beside: entered by mistake, with its reason
 */
#ifndef DOMAIN_OFFICE_SOURCE_H
#define DOMAIN_OFFICE_SOURCE_H

#include "domain/action.h"
#include "domain/record.h"

enum source_state { SOURCE_OPEN = 1, SOURCE_ANSWERED, SOURCE_VOID };
extern const struct choice source_states[];

/* In the order of the form. */
enum source_field {
	SOURCE_KIND,
	SOURCE_TITLE,
	SOURCE_NUMBER, /* the issuer's own, in any form */
	SOURCE_ISSUER,
	SOURCE_DAY,
	SOURCE_DUE,
	SOURCE_LEADER,
	SOURCE_POINTS,
	SOURCE_DEMAND,
	SOURCE_SCOPE,
	SOURCE_TASKS, /* computed, and what of them is closed */
	SOURCE_TASKS_CLOSED,
	SOURCE_STATE,
	SOURCE_ANSWER,
	SOURCE_ANSWERED_BY,
	SOURCE_ANSWERED_ON,
	SOURCE_REASON,
	SOURCE_FIELDS_END
};
extern const struct field source_fields[];
extern const struct record_type source_type;

/* A source without a task that is neither answered nor void, as a condition
 * on row r of source. */
#define SOURCE_UNTASKED_SQL                                  \
	"id IS NOT (SELECT source FROM task WHERE source=r." \
	"id LIMIT 1)"

/* Where the tasks are: assign/split.c. */
extern const struct action source_split, source_issue;

#endif
