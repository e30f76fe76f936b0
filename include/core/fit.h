/*
 * fit.h: text into an exact number of columns.
 *
 * Everything here works on pieces (piece.h): what is added to `out` is safe
 * to draw, no character is halved, none loses its marks. A wide character
 * that does not fit leaves a blank. Line ends and tabs become blanks, except
 * where text is wrapped.
 */
#ifndef CORE_FIT_H
#define CORE_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include "core/str.h"

/* Stands where a text was cut: one column in every terminal and charset. */
#define FIT_MARK "~"

enum fit_side { FIT_LEFT, FIT_RIGHT, FIT_CENTRE };

/*
 * Adds exactly width_cols columns: the text with blanks beside it, or the
 * text cut at its end with FIT_MARK. Nothing when width_cols is below 1.
 */
void fit_text(
	struct str *out, const char *text, int width_cols, enum fit_side side);

/* At most width_cols, with the mark, without blanks. Returns the columns. */
int fit_cut(struct str *out, const char *text, int width_cols);

/*
 * The same, cut in the middle: for names of files, whose end says most.
 * At most width_cols, without blanks. Returns the columns.
 */
int fit_middle(struct str *out, const char *text, int width_cols);

/* Bytes of text that fit in width_cols; *cols (may be NULL) what they take. */
size_t fit_bytes(const char *text, size_t len_bytes, int width_cols, int *cols);

void fit_blanks(struct str *out, int width_cols);

/*
 * Wrapping, one line at a call. A line ends at "\n" or "\r\n", after blanks,
 * or beside a wide character; signs that close (，。、》） and the like) do not
 * begin a line, signs that open do not end one, unless there is no other way.
 * Blanks at which a line was broken belong to no line. Bytes [0, len_bytes)
 * of what was passed are the line; it may hold tabs and hostile characters,
 * so draw it with fit_text() or clean_text().
 */
struct fit_line {
	size_t len_bytes;  /* to draw */
	size_t next_bytes; /* where the next line begins */
	int width_cols;	   /* more than asked for only for one wide character */
	bool ended;	   /* by a line end in the text */
};
/* False when len_bytes is 0. "a\n" is one line; so is "" after it not. */
bool fit_wrap(const char *text, size_t len_bytes, int width_cols,
	struct fit_line *line);

/*
 * Adds the whole text wrapped, each line begun with the indent (width_cols
 * counts it) and ended with "\n"; an empty text adds nothing. Safe to print.
 */
void fit_wrap_text(
	struct str *out, const char *text, int width_cols, const char *indent);

#endif
