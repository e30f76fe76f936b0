/*
 * typing.h: what all places where one types have in common.
 */
#ifndef TUI_TYPING_H
#define TUI_TYPING_H

#include <stdbool.h>
#include <stdint.h>
#include "core/lineedit.h"
#include "core/str.h"
#include "tui/canvas.h"

/* Which editing a key means (keys.md 4: as in bash); false: none. Enter, Up
 * and Down are not among them: what they do depends on the place. */
bool typing_op(uint32_t key, enum lineedit_op *op);

/* Draws the rows of the last lineedit_layout(), all cols of each in that role;
 * FIT_MARK in the last column where a line goes on. */
void typing_draw(const struct lineedit *e, struct canvas *c, struct rect r,
	enum role role);

/* Characters came while nothing was asked for: they are what is looked for,
 * and how letters reach the program is told. */
void typing_print_unasked(const char *text, struct str *out);

#endif
