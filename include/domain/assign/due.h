/*
 * due.h: what is open and when its light changes; progress rolled up.
 *
 * Derived tables, computed from records alone:
 *
 *   due        a row for every open item (issued task, its live shares), with
 *              the four days of light.h and the scopes lists walk by. An item
 *              whose work is claimed or done stays, but at DUE_CLAIMED or
 *              DUE_WAITING: its light is frozen and it is never overdue.
 *   task_now   progress of a task rolled up from its shares and sub-tasks
 *   light_sum  open items by scope, light day: what counts cost does not
 *              grow with their number
 */
#ifndef DOMAIN_ASSIGN_DUE_H
#define DOMAIN_ASSIGN_DUE_H

#include "domain/light.h"
#include "domain/record.h"
#include "store/store.h"

enum {
	DUE_CLAIMED = 2932895, /* claimed, waits for verification */
	DUE_WAITING = 2932896  /* every share done, waits for 销号 */
};

extern const char *const due_tables[]; /* ends with NULL */
extern const char *const due_sql;      /* CREATE statements */
enum status due_derive(
	struct txn *txn, const struct change *c, struct error *err);
enum status due_rebuild(struct txn *txn, struct error *err);

/* ---- counts by light */

enum light_scope {
	LIGHT_SCOPE_TOWNSHIP,
	LIGHT_SCOPE_UNIT,
	LIGHT_SCOPE_LEADER,
	LIGHT_SCOPE_PERSON /* few rows: counted over them */
};
struct light_counts {
	int64_t not_started, normal, behind, soon, overdue;
	int64_t waiting; /* claimed or done, in others' hands */
};
/* kind: KIND_TASK or KIND_SHARE; who: 0 for the township. */
enum status light_count(struct store *store, enum light_scope scope,
	int64_t who, int kind, int today, struct light_counts *out,
	struct error *err);

#endif
