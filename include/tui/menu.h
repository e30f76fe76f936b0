/*
 * menu.h: what is possible here, numbered; below it what is not, and why.
 *
 * The possible ones have the numbers 1 to 9 in the order they were added; a
 * digit, a letter (or its Ctrl twin) or Enter takes one. Where there are more
 * than nine, the ninth line numbers those below it anew; what is .last has 0.
 * The others have no number but their reason; the cursor may stand on them to
 * read it.
 */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"
#include "tui/canvas.h"
#include "tui/screen.h"

enum { MENU_NUMBERS = 9 };

struct menu_entry {
	int64_t id;	    /* the owner's own */
	char letter;	    /* 0: none */
	const char *label;  /* translated */
	const char *help;   /* for the message line; may be NULL */
	const char *reason; /* why it is not possible; NULL: it is */
	bool last;	    /* added after all others: its digit is 0 */
};

struct menu {
	char *title;
	struct menu_item {
		struct menu_entry is; /* texts belong to the menu */
		int number;	      /* as added, from 0; -1: numbers anew */
	} * item;		      /* the possible first */
	size_t count, size, possible;
	size_t cursor, top;
	size_t first; /* has the number 1 */
	int rows;     /* entries that are seen */
	int taken;
};

/* For menu_screen; valid while it is opened. The answer: number (place in
 * .entry), id, text (the label). */
struct menu_arg {
	const char *title;
	const struct menu_entry *entry;
	size_t count;
};
extern const struct screen_ops menu_screen;

/* ---- for screens that embed one */

void menu_init(struct menu *m, const char *title);
void menu_fini(struct menu *m);
void menu_add(struct menu *m, const struct menu_entry *entry);
/* After the last was added. */
void menu_number(struct menu *m);
/* The rect a pop-up needs within the body, and drawing into it. */
struct rect menu_place(const struct menu *m, struct rect body);
void menu_layout(struct menu *m, struct rect place);
void menu_draw(const struct menu *m, struct canvas *c, struct rect place);
struct point menu_cursor(const struct menu *m, struct rect place);
enum handled menu_command(struct menu *m, int cmd, int times);
enum handled menu_key(struct menu *m, uint32_t key);
/* Characters (an input method is on): to the entry that has them. */
enum handled menu_text(struct menu *m, const char *utf8);
/* The entry that was taken since the last call, or -1. */
int menu_take(struct menu *m);
const struct menu_entry *menu_current(const struct menu *m);
void menu_print_hint(const struct menu *m, struct str *out);

#endif
