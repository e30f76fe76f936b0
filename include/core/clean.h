/*
 * clean.h: text that came from somewhere, made harmless.
 *
 * On the way in clean_find() names the first character that is refused, so
 * that a person learns of it; nothing is taken out in silence, for it may
 * stand in a name. On the way out, to a cell, a log, a file name, a
 * spreadsheet, the others make a visible copy.
 *
 * Refused: control characters (line ends are allowed in long texts), bidi
 * controls, zero-width characters, line separators, interlinear and tag
 * characters, noncharacters, bytes that are no UTF-8, a mark with nothing to
 * join and more than two marks on one character. Private use characters are
 * taken (townships have names that are in no standard yet) and shown as
 * U+3013.
 */
#ifndef CORE_CLEAN_H
#define CORE_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"

enum clean_lines { CLEAN_ONE_LINE, CLEAN_LONG_TEXT };

/* What the character is ("a zero-width character"), or NULL: nothing is
 * wrong with it by itself. In the user's language. */
const char *clean_name(uint32_t code);

struct clean_fault {
	size_t at_bytes;
	size_t character; /* which one, from 1 */
	uint32_t code;	  /* UTF8_BAD for malformed bytes */
	char text[200];	  /* a sentence for people; names the place */
};
/* True: there is something to refuse. fault may be NULL. */
bool clean_find(
	const char *text, enum clean_lines lines, struct clean_fault *fault);

/*
 * Adds a copy that is safe to show: tabs, and line ends of what must be one
 * line, as blanks, everything else that is refused as U+3013. CR LF is one
 * line end, and "\n" in a long text.
 */
void clean_text(struct str *out, const char *text, enum clean_lines lines);

/*
 * Adds a file name: letters, digits, ideographs and "-_.()" stay, runs of
 * others become one "_"; no dot, dash or blank in front, none of the names
 * Windows keeps for devices; at most max_bytes (at least 16) at a whole
 * character, the extension kept. Never empty: "_".
 */
void clean_file_name(struct str *out, const char *name, size_t max_bytes);

/*
 * A text for a cell of a CSV file. What a spreadsheet would take for a
 * formula (= + - @, also full-width, also behind blanks, and a TAB or CR in
 * front) gets a ' in front (OWASP ASVS 1.2.10). Numbers are not texts: do not
 * pass them. clean_formula_undo() gives the text back, for reading such a
 * file again; it points into the cell.
 */
void clean_formula(struct str *out, const char *text);
const char *clean_formula_undo(const char *cell);

#endif
