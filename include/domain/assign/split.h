/*
 * split.h: lines become tasks (来源分解): of a source, of a goal of a plan.
 *
 * One line is one task. Its cells stand apart by a tab or two spaces: what is
 * to be done, the units or the person, the due day; the last two may be
 * missing. A number before it (3. 三、 （3）) goes. The first unit leads, the
 * others help; a person brings his unit. Leader, due day, lead unit come from
 * the source or goal where a line has none. What is not understood is told
 * with its line, and nothing is written.
 *
 * The tasks are made in one part, as drafts (split) or issued at once
 * (issue: a leader's decision), and undone as one.
 */
#ifndef DOMAIN_ASSIGN_SPLIT_H
#define DOMAIN_ASSIGN_SPLIT_H

#include "domain/action.h"
#include "domain/assign/task.h"

enum { SPLIT_LINES_MAX = 400 };

/* Inputs besides the fields of task; typed, never stored. */
enum split_field { SPLIT_LINES, SPLIT_UNIT, SPLIT_FIELDS_END };
extern const struct field split_fields[];

/* The cells of one line, as they stand. */
struct split_cells {
	struct str title, unit, due;
};
void split_cells_read(const struct session *s, const char *line,
	size_t len_bytes, struct split_cells *out);
void split_cells_free(struct split_cells *cells);
/* A line that split_cells_read() parts in the same way. */
void split_cells_print(
	const char *title, const char *unit, const char *due, struct str *out);

/*
 * What a cell of units means: TASK_LEAD and TASK_CO into v, and the person
 * who was named, or 0. Else the issue says what was not understood.
 */
enum status split_units_read(const struct session *s, const char *text,
	struct values *v, int64_t *person, struct issue *issue);

/* What lines without it take over. 0, DATE_NONE: none. */
struct split_origin {
	int64_t source, goal, leader, lead;
	int due;
};
/* id: of a source or a goal. False: another type. */
bool split_origin_read(struct store *store, const struct record_type *type,
	int64_t id, struct split_origin *out);

#endif
