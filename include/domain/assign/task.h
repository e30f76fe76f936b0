/*
 * task.h: tasks (任务), with the six clarities, and what is decided on them.
 *
 * A task owns no unit: its lead and co-units are its shares (share.h), read
 * back by computed fields. States are set by people, lights by the calendar.
 *
 *	draft -> (submitted ->) issued -> closed; returned, suspended,
 *	terminated beside, each with its reason; restart leads back to issued
 *
 * Closing (销号) is final: undo never takes it back (architecture.md, Undo).
 * The way back is task.restart with a reason, by a leader, so that both the
 * closing and its reversal stay readable.
 */
#ifndef DOMAIN_ASSIGN_TASK_H
#define DOMAIN_ASSIGN_TASK_H

#include "domain/action.h"
#include "domain/record.h"

enum task_state {
	TASK_DRAFT = 1,
	TASK_SUBMITTED,
	TASK_ISSUED,
	TASK_CLOSED,
	TASK_RETURNED,
	TASK_SUSPENDED,
	TASK_TERMINATED
};
extern const struct choice task_states[];

enum progress_kind {
	PROGRESS_QUANTITY = 1,
	PROGRESS_PERCENT,
	PROGRESS_NODES,
	PROGRESS_INCIDENTS /* a count, 0 is good; never behind */
};
extern const struct choice progress_kinds[];

/* In the order of the form. */
enum task_field {
	TASK_LIGHT,
	TASK_NO,
	TASK_TITLE,
	TASK_CLASS,
	TASK_LEAD,
	TASK_CO,
	TASK_LEADER,
	TASK_START,
	TASK_DUE,
	TASK_AIM,
	TASK_PROGRESS_KIND,
	TASK_TARGET,
	TASK_MEASURE,
	TASK_SCHEDULE,
	TASK_REQUIREMENTS,
	TASK_MEASURES,
	TASK_GOAL,   /* of a plan, that it serves */
	TASK_SOURCE, /* that it comes from */
	TASK_PARENT,
	TASK_KEY,
	TASK_URGENCY,
	TASK_WEIGHT,
	TASK_RHYTHM,
	TASK_SCOPE,
	TASK_PROGRESS,
	TASK_COUNTED_IN, /* unit of the progress: %, 座 */
	TASK_PERCENT,
	TASK_SHARES,
	TASK_SHARES_DONE,
	TASK_MOVED,
	TASK_STATE,
	TASK_ISSUED_ON,
	TASK_CLOSED_ON,
	TASK_REASON,
	TASK_HELD_FROM,
	TASK_GAP_REASON,
	TASK_FIELDS_END
};
extern const struct field task_fields[];
extern const struct record_type task_type;

extern const struct action task_create, task_update, task_assign, task_submit,
	task_issue, task_return, task_close, task_suspend, task_terminate,
	task_restart, task_part, task_mark;

/* What task.mark makes of a unit of a draft. */
enum task_mark_role { MARK_LEAD = 1, MARK_CO, MARK_NONE };
extern const struct field task_mark_role;

/* ---- for the neighbours in assign */

/*
 * Writes a new draft and its shares within the part of txn: v holds fields
 * of the task, TASK_LEAD and TASK_CO among them; what is not given gets its
 * default. `person`: of the lead share, 0 none.
 */
enum status task_insert(struct txn *txn, const struct values *v, int64_t person,
	int64_t *id, struct error *err);
/* Writes changed fields of a task; of a draft its lead and co-units too. */
enum status task_write(
	struct txn *txn, int64_t id, const struct values *v, struct error *err);
/* What of v may not be written in the task's state; adds issues. */
void task_check_edit(struct store *store, int64_t id, const struct values *v,
	struct issues *issues);
/* Errors and warnings of the values of one task, an existing one or 0. */
void task_check_values(struct store *store, int64_t id, int today,
	const struct values *v, struct issues *issues);

/*
 * What issuing tells of a task, made or not yet (id 0): due soon or on a day
 * of rest, a unit that holds much, a like task that is open. Adds warnings.
 */
struct task_outlook {
	struct store *store;
	int64_t id, lead; /* lead 0: none */
	const char *title;
	int due, today; /* days; DATE_NONE */
};
void task_warn_issue(const struct task_outlook *t, struct issues *issues);
/* Gives a draft its number and its shares to the units; gap_reason: NULL. */
enum status task_hand_out(struct txn *txn, int64_t id, int today,
	const char *gap_reason, struct error *err);

enum task_state task_state_of(struct store *store, int64_t id);
/* 0 none. */
int64_t task_leader_of(struct store *store, int64_t id);
/* The leader who had the unit's latest task; 0 none. */
int64_t task_usual_leader(struct store *store, int64_t unit);

/*
 * Which of the six clarities a task lacks beyond those that issue demands,
 * and which it demands: their labels, joined. Returns how many.
 */
int task_gaps(struct store *store, int64_t id, struct str *out);
int task_lacks(struct store *store, int64_t id, struct str *out);

#endif
