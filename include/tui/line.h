/*
 * line.h: one line to be typed: what to find, a name, a password.
 */
#ifndef TUI_LINE_H
#define TUI_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include "tui/screen.h"

/* For line_screen: Enter answers with the text, which may be empty. */
struct line_arg {
	const char *title;
	const char *text; /* to begin with; may be NULL */
	const char *help; /* the message line; may be NULL */
	size_t max_chars; /* 0: 200 */
	bool hidden;	  /* a password: stars */
};
extern const struct screen_ops line_screen;

#endif
