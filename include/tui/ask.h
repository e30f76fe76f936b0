/*
 * ask.h: a question.
 *
 * It is answered by Enter (the named answer), Esc (no), or a digit
 * where there are several answers; never by a letter (keys.md 1.5).
 */
#ifndef TUI_ASK_H
#define TUI_ASK_H

#include <stddef.h>
#include "tui/screen.h"

enum { ASK_ANSWERS_MAX = 9 };

/* For ask_screen; valid while it is opened. The answer: number, text. */
struct ask_arg {
	const char *title;
	const char *text;	   /* may have several lines */
	const char *const *answer; /* translated; the first is Enter's */
	size_t count;		   /* 1 to ASK_ANSWERS_MAX */
};
extern const struct screen_ops ask_screen;

#endif
