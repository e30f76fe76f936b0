/*
 * canvas.h: a screen as an array of cells; everything is drawn into one.
 *
 * A cell holds a character (a code point and up to two combining marks), its
 * width and its role. A wide character owns two cells, the right one with
 * code 0. Whatever is drawn, both halves are always there: the half that
 * loses the other becomes a blank. Nothing is drawn outside the clip
 * rectangle, and a wide character that would stand half outside is not drawn.
 *
 * Rows and columns count from 0, in terminal columns. Text is UTF-8 and is
 * drawn as core/piece.h has it: nothing hostile ever gets into a cell, and
 * what width_text_cols() measures is what is drawn.
 */
#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>
#include "core/str.h"
#include "tui/theme.h"

struct point {
	int row, col;
};
struct rect {
	int row, col, rows, cols;
};

struct cell {
	uint32_t code;	  /* 0: right half of the cell before it */
	uint32_t mark[2]; /* combining marks, 0: none */
	uint16_t width;	  /* 1 or 2; 0 for a right half */
	uint16_t role;	  /* enum role */
};

struct canvas {
	int rows, cols;
	struct cell *cell; /* rows * cols; owned */
	struct rect clip;  /* always inside the canvas */
};

void canvas_init(struct canvas *c, int rows, int cols); /* all blank */
void canvas_fini(struct canvas *c);
void canvas_resize(struct canvas *c, int rows, int cols); /* all blank */
void canvas_copy(struct canvas *to, const struct canvas *from);
bool canvas_equal(const struct canvas *a, const struct canvas *b);

/* Narrows drawing to r (cut to the canvas); returns what it was before, to be
 * given to canvas_unclip(). Clips nest: the new one lies within the old. */
struct rect canvas_clip(struct canvas *c, struct rect r);
void canvas_unclip(struct canvas *c, struct rect before);

/* Blanks of that role. */
void canvas_fill(struct canvas *c, int row, int col, int cols, enum role role);
void canvas_fill_rect(struct canvas *c, struct rect r, enum role role);

/*
 * Draws text from col on, at most cols columns; what does not fit is left
 * out at a whole character (use core/fit.h to show that it was cut).
 * Returns the column after the last one drawn.
 */
int canvas_text(struct canvas *c, int row, int col, int cols, enum role role,
	const char *text);
/* The same for len_bytes of text that need not end with NUL. */
int canvas_text_bytes(struct canvas *c, int row, int col, int cols,
	enum role role, const char *text, size_t len_bytes);
/* So that its last column is end_col - 1. Returns its first column. */
int canvas_text_right(struct canvas *c, int row, int end_col, int cols,
	enum role role, const char *text);

/* Changes the role of cells that are already drawn. */
void canvas_role(struct canvas *c, int row, int col, int cols, enum role role);
/* Makes them the cursor row: theme_in_focus() of each. */
void canvas_focus(struct canvas *c, int row, int col, int cols);

/* NULL outside the canvas. */
const struct cell *canvas_at(const struct canvas *c, int row, int col);

/* Whether halves, widths and marks of all cells are whole (for tests). */
bool canvas_is_sound(const struct canvas *c);

/*
 * For goldens. Text: a line a row, blanks at its end cut. Roles: a line a
 * row, a letter (theme_role_letter) a column, '.' for ROLE_TEXT, dots at the
 * end cut; under a wide character two letters, so columns agree.
 */
void canvas_text_dump(const struct canvas *c, struct str *out);
void canvas_role_dump(const struct canvas *c, struct str *out);

#endif
