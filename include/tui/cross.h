/*
 * cross.h: rows by columns of short marks, with a cursor on one cell.
 *
 * Heads stand upright over narrow columns, the characters of a name one
 * below the other; heads, names of rows and the lines of sums stay while the
 * middle scrolls both ways. The cell under the cursor is reversed, its row
 * carries >. It asks its source for what it draws and keeps nothing.
 */
#ifndef TUI_CROSS_H
#define TUI_CROSS_H

#include <stddef.h>
#include "core/str.h"
#include "tui/screen.h"

struct cross_row {
	char light[24];
	enum role light_role;
	const char *name;  /* borrowed until the next is asked */
	const char *shout; /* stands instead of the cells; NULL: cells */
};
struct cross_source {
	const void *arg;
	size_t rows, columns, sums; /* sums: rows below, without a cursor */
	int head_most;		    /* rows of heads; what is longer is cut */
	const char *(*head)(const void *arg, size_t column);
	/* row >= rows: the sums. */
	void (*row)(const void *arg, size_t row, struct cross_row *out);
	enum role (*cell)(
		const void *arg, size_t row, size_t column, struct str *out);
};
struct cross {
	struct cross_source source;
	size_t row, column; /* the cursor */
	/* the rest is its own */
	size_t top, left;
	int rows, cols, name_cols, head_rows;
};

/* The cursor stays where it was, as far as there are rows and columns. */
void cross_set_source(struct cross *x, const struct cross_source *source);
void cross_layout(struct cross *x, int rows, int cols);
void cross_draw(const struct cross *x, struct canvas *c, struct rect r);
struct point cross_cursor(const struct cross *x, struct rect r);
/* Moves. */
enum handled cross_command(struct cross *x, int cmd, int times);

#endif
