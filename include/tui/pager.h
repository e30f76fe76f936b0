/*
 * pager.h: text to be read: heads, paragraphs, labelled lines; scrolled,
 * searched, wrapped to the width there is.
 */
#ifndef TUI_PAGER_H
#define TUI_PAGER_H

#include <stdbool.h>
#include <stddef.h>
#include "core/str.h"
#include "tui/canvas.h"
#include "tui/screen.h"

struct pager {
	struct pager_item {
		enum role role;
		char *label; /* NULL: none */
		char *text;
		int indent_cols;
	} * item;
	size_t count, size;

	/* The rest is the pager's own. */
	struct pager_line {
		size_t item, at_bytes, len_bytes;
	} * line; /* as wrapped */
	size_t lines, lines_size;
	size_t top;
	int rows, cols, label_cols;
	char *find;	 /* NULL: nothing is searched */
	size_t found;	 /* the item of the match shown last */
	size_t found_at; /* and where in its text */
	bool has_found, to_found;
};

/* Screen of its own; valid while it is opened. fill() is called in open. */
struct pager_arg {
	const char *title;
	void (*fill)(void *arg, struct pager *p);
	void *arg;
	bool at_end; /* begins with the last page */
};
extern const struct screen_ops pager_screen;

/* ---- for screens that embed one */

void pager_init(struct pager *p);
void pager_fini(struct pager *p);
void pager_clear(struct pager *p); /* to be filled anew; keeps the place */
/* Lines of text end with "\n"; each is wrapped. Texts are copied. */
void pager_add(struct pager *p, enum role role, const char *text);
void pager_add_head(struct pager *p, const char *text); /* a blank before */
/* A label, and the text beside it, aligned with the others. */
void pager_add_pair(struct pager *p, const char *label, const char *text);

extern const struct command pager_commands[];
void pager_layout(struct pager *p, int rows, int cols);
void pager_draw(const struct pager *p, struct canvas *c, struct rect r);
struct point pager_cursor(const struct pager *p, struct rect r);
/* Moves; CMD_FIND is the screen's (line.h), which calls pager_find(). */
enum handled pager_command(struct pager *p, int cmd, int times);
/* To the next place that has it, from the beginning again after the last;
 * case of Latin letters is the same. False: nowhere. */
bool pager_find(struct pager *p, const char *text);
void pager_print_position(const struct pager *p, struct str *out);

#endif
