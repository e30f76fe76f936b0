/*
 * list.h: a list of records in columns, with a cursor and marks.
 *
 * The list holds a window of rows, never all of a long list: its source gives
 * rows after or before a row (keyset paging). What is near is read ahead; a
 * move beyond the window reads at once, because keys typed ahead must act on
 * the row they were meant for. A source without find() is read whole; only
 * such a source may have heads and notes.
 *
 * Light, columns two blanks apart, heads underlined (no column has a title: no
 * heads), the cursor row reversed with > and the hardware cursor in
 * the first column, * on a marked row. Narrow screens drop the columns with
 * the highest `drop` first; wide ones widen those that grow.
 *
 * The list answers the moves, CMD_MARK and CMD_MARK_ALL; the screen names the
 * last two in its own table where they belong in the footer, or not at all.
 */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <stdbool.h>
#include <stdint.h>
#include "core/fit.h"
#include "core/status.h"
#include "core/str.h"
#include "core/value.h"
#include "tui/canvas.h"
#include "tui/screen.h"

enum {
	LIST_COLUMNS_MAX = 24,
	LIST_TOTAL_MAX = 1000, /* a total is exact up to here, then 1000+ */
	LIST_READ_AHEAD = 100, /* rows before and after the cursor */
	LIST_HELD_MAX = 600,   /* further rows are let go */
	LIST_WHOLE = 1 << 20   /* asked of a source without find() */
};

struct list_column {
	const char *title; /* translated; must outlive the list */
	int width_cols;	   /* at 80 columns */
	int min_cols;	   /* may be narrowed to that; 0: width_cols */
	int max_cols;	   /* grows to that; 0: without bound */
	bool grows;
	enum fit_side side;
	int drop; /* the highest goes first; 0: never */
};

struct list_place {
	int col, cols; /* cols 0: dropped */
};

enum list_kind {
	LIST_RECORD, /* has an id; the cursor stands on these only */
	LIST_HEAD,   /* of a group: its cells one after the other */
	LIST_NOTE    /* below a record, indented, cells like a head's */
};

/* Everything in it belongs to the row. */
struct list_row {
	enum list_kind kind;
	int64_t id;
	char *key; /* the source's own: where the row stands */
	char light[24];
	enum role light_role;
	struct list_cell {
		char *text; /* NULL: the one before may run on here */
		enum role role;
	} cell[LIST_COLUMNS_MAX];
	int cells;
};

struct list_rows {
	struct list_row *row;
	size_t count, size;
};

/* How a source fills rows. The row is valid until the next is added. */
struct list_row *list_add(struct list_rows *rows, int64_t id, const char *key);
struct list_row *list_add_other(struct list_rows *rows, enum list_kind kind);
void list_add_cell(struct list_row *row, enum role role, const char *text);
void list_set_light(struct list_row *row, enum role role, const char *text);
void list_rows_free(struct list_rows *rows);

enum list_way { LIST_AFTER, LIST_BEFORE };

struct list_source {
	void *arg;
	/* Adds up to n rows on that side of the row `from` (which may be gone
	 * meanwhile: its key counts), the nearest first; NULL: from the
	 * beginning, or for LIST_BEFORE from the end. Fewer than n records
	 * means there are no more. */
	enum status (*fetch)(void *arg, const struct list_row *from,
		enum list_way way, int n, struct list_rows *rows,
		struct error *err);
	/* Adds the row of that id as it is now; STATUS_NOT_FOUND when it is
	 * not in the list (any more). NULL: the list is read whole. */
	enum status (*find)(void *arg, int64_t id, struct list_rows *rows,
		struct error *err);
	/* How many there are, counted up to `limit`; NULL: not known unless
	 * all are held. */
	enum status (*count)(
		void *arg, int limit, int *count, struct error *err);
	/* Adds the ids of all, for CMD_MARK_ALL; NULL: those held. */
	enum status (*all)(void *arg, struct value_ids *ids, struct error *err);
};

struct list {
	struct list_source source;
	struct list_column column[LIST_COLUMNS_MAX];
	int columns;
	int light_cols;	     /* 0: no lights */
	bool cursor_is_mark; /* setting cursor-row = mark: not reversed */
	char *empty;	     /* what belongs here, which key makes the first */
	struct value_ids marks;
	struct error failure; /* of the last move that had to read */

	/* The rest is the list's own. */
	struct list_rows rows; /* the window */
	size_t cursor, top;
	bool at_start, at_end;
	int before;    /* records before the window; -1: not known */
	int total;     /* -1: not known; LIST_TOTAL_MAX + 1: more */
	int head_rows; /* 0: no column has a title */
	int height_rows;
	int light_now_cols;
	struct list_place place[LIST_COLUMNS_MAX];
	int end_col;
};

/* light_cols is then what the user's language needs. */
void list_init(struct list *l, const struct list_source *source);
void list_fini(struct list *l);
/* Copies the columns, and forgets what was read. */
void list_set_columns(
	struct list *l, const struct list_column *column, int count);
void list_set_empty(struct list *l, const char *text);
/* What is shown is another list now (view, filter, order): to its beginning
 * with the next reload, unless `keep` and the record is in it. */
void list_restart(struct list *l, bool keep);

/* Reads for a rect of that many rows, heads included. The cursor stays on
 * its record; if that is gone, on the one that follows it. */
enum status list_reload(struct list *l, int rows, struct error *err);
void list_layout(struct list *l, int cols);
void list_draw(const struct list *l, struct canvas *c, struct rect r);
struct point list_cursor(const struct list *l, struct rect r);
enum handled list_command(struct list *l, int cmd, int times);

/* The record the cursor is on; NULL and 0 when the list is empty. */
const struct list_row *list_current(const struct list *l);
int64_t list_id(const struct list *l);
/* Moves the cursor; reads if need be. */
enum status list_select(struct list *l, int64_t id, struct error *err);

bool list_is_marked(const struct list *l, int64_t id);
void list_unmark_all(struct list *l);
/* "1-19 / 42", "/ 1000+", with marks in front: "2 marked  1-19 / 42". */
void list_print_position(const struct list *l, struct str *out);

/* ---- for other tables */

/* Where columns stand between col and end_col. */
void list_place_columns(const struct list_column *column, int count, int col,
	int end_col, struct list_place *place);
/* A cut text in its column; blanks beside it are not drawn. */
void list_draw_fit(struct canvas *c, int row, int col, int cols, enum role role,
	const char *text, enum fit_side side);

#endif
