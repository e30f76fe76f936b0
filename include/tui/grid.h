/*
 * grid.h: a table one types into, a row a unit (screens.md, reports).
 *
 * Enter goes down, Tab to the next cell that can be typed in, `=` in an empty
 * cell takes what stood there last time, ^T does so in all empty cells of the
 * column. What is pasted with a line end goes to the owner, who finds the rows
 * ("village number"). A cell that is wrong is filled red, keeps its text and
 * never holds the cursor back; after the last row stands `save`.
 */
#ifndef TUI_GRID_H
#define TUI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/field.h"
#include "core/lineedit.h"
#include "core/value.h"
#include "tui/list.h"
#include "tui/screen.h"

enum { GRID_COLUMNS_MAX = 12, GRID_SAME = CMD_OWN + 900 };

struct grid_column {
	struct list_column is;
	const struct field *field; /* NULL: only shown */
};

/* Callbacks of the screen. */
struct grid_owner {
	void *arg;
	enum status (*read)(void *arg, const struct field *f, const char *text,
		struct value *out, struct issue *issue);
	/* What stood there last time; false: nothing. */
	bool (*last)(
		void *arg, int64_t id, const struct field *f, struct str *text);
	/* A cell was left changed: recompute what follows from it. */
	void (*changed)(void *arg, size_t row, int column);
	void (*paste)(void *arg, const char *lines);
	void (*save)(void *arg); /* nothing is wrong */
};

struct grid_row {
	int64_t id;
	bool fixed; /* a total: the cursor passes over it */
	char light[24];
	enum role light_role;
	struct grid_cell {
		char *text, *before, *error;
	} cell[GRID_COLUMNS_MAX];
};

struct grid {
	struct grid_owner owner;
	struct grid_column column[GRID_COLUMNS_MAX];
	int columns;
	struct grid_row *row;
	size_t count, size;
	int light_cols;

	/* The rest is the grid's own. */
	size_t cursor; /* count: on `save` */
	int at;	       /* column with the cursor */
	struct lineedit edit;
	bool ready;
	struct str notice;
	size_t top;
	int rows;
	struct list_place place[GRID_COLUMNS_MAX];
};

void grid_init(struct grid *g, const struct grid_owner *owner,
	const struct grid_column *column, int columns);
void grid_fini(struct grid *g);
/* cell: as many texts as columns, NULL is empty; copied. */
size_t grid_add(struct grid *g, int64_t id, const char *const *cell);
void grid_set_fixed(struct grid *g, size_t row);
void grid_set_light(
	struct grid *g, size_t row, enum role role, const char *text);
const char *grid_text(const struct grid *g, size_t row, int column);
void grid_set_text(struct grid *g, size_t row, int column, const char *text);
/* The row whose first cell is that name, or else the only one that has it as a
 * part or is a part of it; SIZE_MAX: none or several. */
size_t grid_row_named(const struct grid *g, const char *name);
bool grid_is_changed(const struct grid *g, size_t row, int column);
bool grid_is_dirty(const struct grid *g);
/* The value of a cell; a blank one is VALUE_NULL. */
enum status grid_value(struct grid *g, size_t row, int column,
	struct value *out, struct issue *issue);
/* False: the cursor is in the first cell that is wrong. */
bool grid_check(struct grid *g);

extern const struct command grid_commands[];
void grid_layout(struct grid *g, int rows, int cols);
void grid_draw(const struct grid *g, struct canvas *c, struct rect r);
struct point grid_cursor(const struct grid *g, struct rect r);
enum handled grid_command(struct grid *g, int cmd, int times);
enum handled grid_key(struct grid *g, uint32_t key);
enum handled grid_write(struct grid *g, const char *utf8, bool pasted);
void grid_print_hint(const struct grid *g, struct str *out);

#endif
