/*
 * milestone.h: milestones of a task (节点): what is to be reached by which day.
 *
 *	open -> reached; dropped beside, with a reason; reopened by mistake
 *
 * A milestone may name a unit of the task, else it is the lead's; who answers
 * is its person, else the share's, else the unit's head. Its planned days
 * stand once the task is issued: the leader moves them, with a reason, and
 * the first one stays written. What it expects bends the expectation of the
 * task (expected.h). Time is judged by the day stated when it is reached.
 */
#ifndef DOMAIN_ASSIGN_MILESTONE_H
#define DOMAIN_ASSIGN_MILESTONE_H

#include "domain/action.h"
#include "domain/record.h"

enum milestone_state {
	MILESTONE_OPEN = 1,
	MILESTONE_REACHED,
	MILESTONE_DROPPED
};
extern const struct choice milestone_states[];

/* In the order of the form. */
enum milestone_field {
	MILESTONE_LIGHT,
	MILESTONE_TASK,
	MILESTONE_NAME,
	MILESTONE_UNIT,
	MILESTONE_PERSON,
	MILESTONE_START,
	MILESTONE_DUE,
	MILESTONE_EXPECTED,
	MILESTONE_WEIGHT,
	MILESTONE_DONE_ON,
	MILESTONE_RESULT,
	MILESTONE_STATE,
	MILESTONE_REASON,
	MILESTONE_FIRST_DUE,
	MILESTONE_FIELDS_END
};
extern const struct field milestone_fields[];
extern const struct record_type milestone_type;

/* task_milestone stands among the task's actions, so that its page has it. */
extern const struct action milestone_create, milestone_update, milestone_move,
	milestone_finish, milestone_reopen, milestone_drop, task_milestone;

/* ---- for the neighbours in assign */

struct milestone_row {
	int64_t id, task, unit;	      /* unit: named, else the lead's */
	int64_t person, head, leader; /* who answers, else 0 */
	int64_t own_unit, own_person; /* as they stand in the record */
	int state, task_state;
	int start, due; /* start: its own, else the task's; DATE_NONE */
	int task_start, task_due;
};
/* False when there is no such milestone. */
bool milestone_read(struct store *store, int64_t id, struct milestone_row *out);

/* Writes a new open milestone of the task; v holds fields of it. */
enum status milestone_insert(struct txn *txn, int64_t task,
	const struct values *v, int64_t *id, struct error *err);
/* Open milestones of the task move by days, none beyond `last`. */
enum status milestones_shift(
	struct txn *txn, int64_t task, int days, int last, struct error *err);
/* Open milestones of a task, and those of them outside its days. */
int milestones_open(struct store *store, int64_t task, int *outside);

#endif
