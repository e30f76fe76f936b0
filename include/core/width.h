/*
 * width.h: how many columns of a terminal a character takes. The only
 * function of the program that knows.
 *
 * The table is our own: the C library of Debian 12 does not know the
 * ideographs of Extensions H and I, which stand in people's names. Its source
 * is Unicode 15 (East Asian Width, general category, emoji).
 */
#ifndef CORE_WIDTH_H
#define CORE_WIDTH_H

#include <stdbool.h>
#include <stdint.h>

/*
 * 2, 1, 0 (joins the character before it), or -1: no character to be shown:
 * control, bidi and zero-width characters, surrogates, noncharacters, codes
 * that are none (clean.h names them). Private use and U+FFFD are 2, for they
 * are drawn as U+3013.
 */
int width_of(uint32_t code);

/*
 * Characters the standard leaves open (Greek, Cyrillic, curled quotes, box
 * drawing) are 1 column until the terminal has shown that it makes 2.
 */
void width_set_ambiguous(int cols); /* 1 or 2, anything else is 1 */
int width_ambiguous(void);
bool width_is_ambiguous(uint32_t code);

/*
 * Terminals disagree on this one: Extension I, planes 3 and up, emoji,
 * variation selectors, what is newer than the table. False for what
 * is never shown as itself. Ambiguous characters are not among them.
 */
bool width_is_uncertain(uint32_t code);

/*
 * Columns of a text as it is drawn: what must not be shown is two columns
 * (U+3013), a tab or a line end one (a blank); piece.h.
 */
int width_text_cols(const char *text);

#endif
