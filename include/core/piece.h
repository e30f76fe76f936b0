/*
 * piece.h: text as it is shown and edited, piece by piece.
 *
 * A piece is a character and the marks that join it: what the cursor passes
 * in one step and what is never drawn in halves. What must not reach a
 * terminal comes as a placeholder, so that whoever draws pieces draws nothing
 * hostile, and whoever measures them measures what is drawn.
 */
#ifndef CORE_PIECE_H
#define CORE_PIECE_H

#include <stddef.h>
#include <stdint.h>

enum { PIECE_MAX_MARKS = 2 };
#define PIECE_PLACEHOLDER "\u3013" /* in every Chinese font and charset */

struct piece {
	/* To draw: bytes of the text itself, or a constant: a blank for a tab
	 * or a line end, U+3013 for private use, U+FFFD, whatever width_of()
	 * calls -1, malformed bytes, and for marks with nothing to join: the
	 * first in a text or line, and all after the second. */
	const char *shown;
	size_t shown_bytes;
	int width_cols; /* 1 or 2 */
	uint32_t code;	/* of the text: the first; '\n' also for CR LF */
};

/* Bytes of the first piece, 0 only when len_bytes is 0. */
size_t piece_next(const char *text, size_t len_bytes, struct piece *piece);

#endif
