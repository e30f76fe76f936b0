/*
 * matrix.h: who has which part of which task (责任矩阵).
 *
 * Rows are tasks that are open or drafts, in order of their due days; columns
 * are the units of the township, villages folded into one or each for itself,
 * or the people of one unit over the tasks it has a part of. Screen and report
 * read the same.
 */
#ifndef DOMAIN_ASSIGN_MATRIX_H
#define DOMAIN_ASSIGN_MATRIX_H

#include "domain/light.h"
#include "store/store.h"

enum { MATRIX_TASKS_MAX = 1000 };

struct matrix_column {
	int64_t id;  /* unit or person; 0: the villages together */
	char *name;  /* short */
	int shares;  /* 承办件数 of issued tasks, open */
	int overdue; /* 其中逾期 */
	int people;  /* on duty; of a person 1 */
};
struct matrix_cell {
	int role;      /* enum share_role; 0 none */
	int count;     /* of the villages together */
	int64_t share; /* 0: none, or several */
};
struct matrix_row {
	int64_t task, lead; /* lead: unit, 0 none */
	char *title;
	int state; /* enum task_state */
	enum light light;
	struct light_days days;
	int shares; /* of all units */
	struct matrix_cell *cell;
};
struct matrix_asked {
	int64_t unit;  /* whose people; 0: units */
	bool villages; /* each for itself */
};
struct matrix {
	struct matrix_asked asked;
	int today;
	struct matrix_column *column;
	size_t columns, columns_size;
	struct matrix_row *row;
	size_t rows, rows_size;
};

/* Cleared first; matrix_free() in any case. Within a read transaction. */
enum status matrix_read(struct store *store, const struct matrix_asked *asked,
	int today, struct matrix *out, struct error *err);
void matrix_free(struct matrix *m);

/* The heaviest column by shares a person, at least twice the mean: its index;
 * SIZE_MAX: none. Tenths: how often the mean. */
size_t matrix_heaviest(const struct matrix *m, int *each, int *times_tenths);

#endif
