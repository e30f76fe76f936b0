/*
 * picker.h: one or several of many, by typing (keys.md 1.6).
 *
 * What is typed narrows the candidates: characters, pinyin, initials, part of
 * a number; the source knows how. 1 to 9 take one of those seen, as in an
 * input method (not where digits are what one searches by). Enter takes the
 * one under the cursor.
 *
 * With `many`, Space or a digit marks; Enter with something typed marks and
 * clears it for the next name; Enter with nothing typed is done, and takes the
 * one under the cursor when none is marked.
 *
 * The answer: id and text (the label) of the one; with `many`, .other is a
 * const struct value_ids *. The source must outlive the picker.
 */
#ifndef TUI_PICKER_H
#define TUI_PICKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/status.h"
#include "core/value.h"
#include "tui/screen.h"

enum { PICKER_MAX = 200, PICKER_ROWS = 9 };

struct picker_rows {
	struct picker_row {
		int64_t id;
		char *label, *detail;
	} * row;
	size_t count, size;
};
/* Texts are copied; detail may be NULL. */
void picker_add(struct picker_rows *rows, int64_t id, const char *label,
	const char *detail);

struct picker_source {
	void *arg;
	/* Adds at most max candidates for what is typed, the likeliest first;
	 * "": those one takes most often. */
	enum status (*find)(void *arg, const char *typed, int max,
		struct picker_rows *rows, struct error *err);
};

/* For picker_screen; valid while it is opened. */
struct picker_arg {
	const char *title;
	struct picker_source source;
	const char *typed;  /* already; NULL: nothing */
	bool unasked;	    /* typed came to a page: how to reach it is told */
	bool digits_search; /* records that have a number */
	bool many;
	const struct value_ids *chosen; /* of many; may be NULL */
};
extern const struct screen_ops picker_screen;

#endif
