/*
 * light_sum.h: how many open items show which light, at a cost that does not
 * grow with their number.
 *
 * Of every open item the days on which its light changes are counted per
 * scope, day and 32 days: a count is a few sums over some hundred rows.
 */
#ifndef DOMAIN_ASSIGN_LIGHT_SUM_H
#define DOMAIN_ASSIGN_LIGHT_SUM_H

#include "domain/assign/due.h"

/* A row of table due came (before NULL), changed, or went (now NULL). Only
 * the days that differ are written. */
enum status light_sum_move(struct store *store, const struct due_row *before,
	const struct due_row *now, struct error *err);

enum light_scope {
	LIGHT_SCOPE_TOWNSHIP,
	LIGHT_SCOPE_UNIT, /* few rows: counted over them, no sums written */
	LIGHT_SCOPE_LEADER,
	LIGHT_SCOPE_PERSON /* the same */
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
