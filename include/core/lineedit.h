/*
 * lineedit.h: editing one line, or a long text, without a terminal.
 *
 * The cursor stands between pieces (piece.h): a character with its marks is
 * passed and deleted at once. Text that was set is kept byte for byte until
 * it is edited; text that is typed or pasted is cleaned, and whoever typed is
 * told what was left out.
 *
 * A screen calls lineedit_layout() once a frame before it draws; rows and
 * cursor are then read without changing anything.
 */
#ifndef CORE_LINEEDIT_H
#define CORE_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include "core/status.h"
#include "core/str.h"

enum lineedit_op {
	LINEEDIT_LEFT,
	LINEEDIT_RIGHT,
	LINEEDIT_WORD_LEFT,
	LINEEDIT_WORD_RIGHT,
	LINEEDIT_HOME, /* of the line as written, not as wrapped */
	LINEEDIT_END,
	LINEEDIT_TEXT_HOME,
	LINEEDIT_TEXT_END,
	LINEEDIT_UP, /* rows as wrapped; the column is kept in mind */
	LINEEDIT_DOWN,
	LINEEDIT_PAGE_UP,
	LINEEDIT_PAGE_DOWN,
	LINEEDIT_BACKSPACE,
	LINEEDIT_DELETE,
	LINEEDIT_KILL_WORD, /* the word before the cursor */
	LINEEDIT_KILL_END,  /* to the end of the line, then the line end */
	LINEEDIT_CLEAR,	    /* the whole line */
	LINEEDIT_NEWLINE,   /* in long texts only */
	LINEEDIT_OP_COUNT
};

struct lineedit {
	struct str text;
	bool many_lines;
	size_t max_chars; /* code points; 0: no bound */
	size_t changes;	  /* grows with every change of the text */

	/* The rest is the editor's own. */
	size_t chars;
	struct lineedit_place {
		size_t at_bytes;
		int col; /* in its row; of a single line, in the line */
	} * place;	 /* of every piece, and of the end */
	size_t count, size;
	size_t at; /* the cursor: which place */
	struct lineedit_line {
		size_t first;	  /* place */
		size_t end_bytes; /* of what is drawn */
	} * line;		  /* rows as wrapped */
	size_t lines, lines_size;
	int width_cols, height_rows;
	int goal_cols;	  /* -1: none */
	size_t left, top; /* first place, first row in the window */
};

void lineedit_init(struct lineedit *e, bool many_lines, size_t max_chars);
void lineedit_fini(struct lineedit *e);

/* The cursor at its end. Not cleaned: what is stored is shown as it is. */
void lineedit_set(struct lineedit *e, const char *text);
const char *lineedit_text(const struct lineedit *e); /* until the next edit */

/*
 * Types or pastes. Tabs become blanks, line ends of a single line too, but
 * for those at its end, which vanish. STATUS_WARNED: some characters were
 * left out (clean.h), the error names the first; the others are in.
 * STATUS_REFUSED: it would be longer than max_chars; nothing was inserted.
 */
enum status lineedit_insert(struct lineedit *e, const char *text,
	size_t len_bytes, struct error *error);

/*
 * False when nothing moved or changed: a form then takes Up and Down for
 * itself. NEWLINE is false in a single line and in a text that is full.
 */
bool lineedit_do(struct lineedit *e, enum lineedit_op op);

size_t lineedit_cursor_bytes(const struct lineedit *e);
size_t lineedit_left_chars(const struct lineedit *e); /* SIZE_MAX: no bound */
/* Enter here leads on to the next field (keys.md 4). */
bool lineedit_is_on_empty_last_line(const struct lineedit *e);

/*
 * Wraps to width_cols (at least 3; one is kept for the cursor) or, of a
 * single line, moves its window, so that the cursor is seen.
 */
void lineedit_layout(struct lineedit *e, int width_cols, int height_rows);

/* Of the last layout; y from the top of the window. False: no such row. */
struct lineedit_row {
	const char *text; /* not ended by NUL; draw with piece_next() */
	size_t len_bytes;
	int width_cols;
	bool more_before, more_after; /* text outside the window */
};
bool lineedit_row(const struct lineedit *e, int y, struct lineedit_row *row);
void lineedit_cursor(const struct lineedit *e, int *y, int *x);

#endif
