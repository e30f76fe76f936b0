/*
 * theme.h: what each part of a screen is, and how that looks.
 *
 * Code draws roles, never attributes or colours. Monochrome comes first: a
 * meaning is never carried by colour alone, bold is never the only sign and
 * never goes with reverse (screens.md 5). Yellow and cyan are used on the
 * terminal's own background only where they stay legible.
 */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>

enum role {
	ROLE_TEXT,	 /* plain */
	ROLE_BAR,	 /* title line, title of a pop-up: reverse */
	ROLE_STEPS,	 /* the step bar */
	ROLE_STEP_NOW,	 /* the present step: reverse */
	ROLE_HEAD,	 /* column heads: underlined */
	ROLE_LABEL,	 /* label of a field */
	ROLE_FIELD,	 /* where one can type: underlined */
	ROLE_FOCUS,	 /* the cursor row: reverse */
	ROLE_MARKED,	 /* a row marked with * */
	ROLE_KEY,	 /* name of a key in the footer: underlined */
	ROLE_MESSAGE,	 /* the message line */
	ROLE_MARK,	 /* the found part of a text, changed values: bold */
	ROLE_STRONG,	 /* bold */
	ROLE_DIM,	 /* what is impossible now; always says why in words */
	ROLE_ERROR,	 /* what is wrong */
	ROLE_NONE,	 /* light 未, 缓, 终: plain */
	ROLE_OK,	 /* light 正 */
	ROLE_SOON,	 /* light 滞, 临: a filled cell */
	ROLE_OVERDUE,	 /* light 逾: a filled cell */
	ROLE_DONE,	 /* light 完 */
	ROLE_LATE,	 /* light 迟 */
	ROLE_SOON_FOCUS, /* SOON in the cursor row */
	ROLE_OVERDUE_FOCUS, /* OVERDUE in the cursor row: un-reversed */
	ROLE_COUNT
};

enum theme_attr {
	THEME_BOLD = 1 << 0,
	THEME_UNDERLINE = 1 << 1,
	THEME_REVERSE = 1 << 2
};

/* Colours are the eight of ECMA-48; THEME_OWN is the terminal's own. */
enum { THEME_OWN = -1 };

struct theme_look {
	unsigned attrs; /* enum theme_attr */
	short ink, ground;
};

const struct theme_look *theme_look(enum role role, bool colour);

/* The role a cell of that role has when its row is the cursor row. */
enum role theme_in_focus(enum role role);

/* A name for messages of tests, and the letter of the role map. */
const char *theme_role_name(enum role role);
char theme_role_letter(enum role role);

/* False where NO_COLOR is set and not empty, or TERM is dumb. */
bool theme_wants_colour(void);

#endif
