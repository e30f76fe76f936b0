/*
 * command.h: what one can do on a screen, as a const table.
 *
 * One table gives the keys, the footer and the help. What a command is called
 * and which keys it has is written once for the whole program, in the
 * standard table; the table of a screen or widget lists the ids it answers,
 * and says more only where it differs:
 *
 *	static const struct command commands[] = {
 *		{ .id = CMD_OPEN },
 *		{ .id = CMD_VIEW, .possible = has_views },
 *		{ .id = CMD_MARK, .label = N_("lead/co/none") },
 *		{ .id = CMD_OWN + 1, .name = "same", .keys = "=", ... },
 *		{ 0 }
 *	};
 *
 * Every letter whose Ctrl is free has its Ctrl twin by itself (keys.md 1.1).
 */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"
#include "tui/canvas.h"

struct screen;

enum cmd {
	CMD_NONE,
	/* moves: any screen may answer them; a LEFT nobody answers is BACK,
	 * a RIGHT nobody answers is OPEN */
	CMD_UP,
	CMD_DOWN,
	CMD_LEFT,
	CMD_RIGHT,
	CMD_PAGE_UP,
	CMD_PAGE_DOWN,
	CMD_HOME,
	CMD_END,
	/* keys.md 2 */
	CMD_OPEN,
	CMD_BACK,
	CMD_LEAVE, /* q: back; on the root of step 0 the end */
	CMD_MENU,  /* x: everything possible here */
	CMD_FIND,
	CMD_HELP,
	CMD_NEW,
	CMD_EDIT,
	CMD_GO,
	CMD_UNDO,
	CMD_PREVIOUS,
	CMD_NEXT,
	CMD_HISTORY,
	CMD_PRINT,
	CMD_REFRESH,
	CMD_STEP_0,
	CMD_STEP_7 = CMD_STEP_0 + 7,
	/* keys.md 3 */
	CMD_MARK,
	CMD_MARK_ALL,
	CMD_FILTER,
	CMD_VIEW,
	CMD_SORT,
	CMD_TURN, /* t: the other view of this */
	CMD_WHY,
	/* keys.md 4 */
	CMD_NEXT_FIELD,
	CMD_PREVIOUS_FIELD,
	CMD_SAVE,
	CMD_CHOOSE,
	CMD_SAME,      /* ^T: same as last time */
	CMD_FORM_MENU, /* ^X: the menu where letters are text */
	CMD_FORM_HELP, /* F1 */
	CMD_STANDARD_COUNT,
	CMD_OWN = 1000 /* a screen's own start here */
};

/* Fields left NULL are those of the standard table for that id. */
struct command {
	int id;		   /* enum cmd, or CMD_OWN + n; 0 ends a table */
	const char *name;  /* stable, for scripts and goto: "open" */
	const char *keys;  /* names of keys.h, a space between; the first
			      is shown */
	const char *shown; /* N_(): the footer's name for the key, "[ ]";
			      NULL: the first of keys */
	const char *label; /* N_(): a word in the footer; "" not there */
	const char *help;  /* N_(): one sentence */
	/* NULL: always. False: not now; adds why, one sentence */
	bool (*possible)(const struct screen *s, struct str *why);
	bool repeats; /* n presses at once are one command of n times */
};

/* The standard entry for an id, NULL if it has none. */
const struct command *command_standard(int id);
const char *command_name(const struct command *c);
const char *command_keys(const struct command *c);
const char *command_label(const struct command *c); /* translated */
const char *command_help(const struct command *c);  /* translated */
bool command_repeats(const struct command *c);
bool command_is_possible(
	const struct command *c, const struct screen *s, struct str *why);

/* Where keys are looked up, the nearest first; NULL tables are skipped. */
enum { COMMAND_CHAIN_MAX = 4 };
struct command_chain {
	const struct command *table[COMMAND_CHAIN_MAX];
};

/*
 * The tables that close every chain. They put nothing into the footer but
 * help (and back, where letters are text): a screen that wants one of their
 * commands there lists its id at the place it should have.
 */
extern const struct command command_page_base[];
extern const struct command command_form_base[];
extern const struct command command_popup_base[]; /* menus, questions */

const struct command *command_of_key(
	const struct command_chain *chain, uint32_t key);
const struct command *command_of_id(const struct command_chain *chain, int id);
bool command_has_key(const struct command *c, uint32_t key); /* or its twin */

/*
 * The footer: keys that work here and now, each with its word, two spaces
 * between, in the order of the chain; at most eight and as many as fit, then
 * help (and quit where `quits`). Draws into row, from col, cols columns.
 */
void command_draw_footer(const struct command_chain *chain,
	const struct screen *s, bool quits, struct canvas *c, int row, int col,
	int cols);
/* The commands with their keys, one a line: keys, tab, word, tab, sentence.
 * What is not possible on s and says no reason is left out; NULL: all. */
void command_print_help(const struct command_chain *chain,
	const struct screen *s, struct str *out);

/*
 * What a test asks of every chain (keys.md 6): no key belongs to two
 * commands; every key name is known; a command with a label has a key that
 * an input method lets through; every command has a name and says what it
 * does. Returns the number of faults and adds a line on each.
 */
int command_check(const struct command_chain *chain, struct str *faults);

#endif
