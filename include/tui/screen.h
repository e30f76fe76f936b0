/*
 * screen.h: a screen is a const table of functions and a state of its own.
 *
 * Handlers (command, key, text, answer) change only their own state, push a
 * screen or queue an action (stack.h). What they changed is drawn when the
 * queue of keys is empty. They never draw, never read keys and never wait:
 * a question is a pushed screen whose answer comes to answer().
 *
 * Phases, in this order: act (queued actions), reload, layout, draw, cursor.
 * Only reload reads records; draw takes a const state.
 *
 * Widgets
 * -------
 * A widget (list, form, menu, pager...) is a plain struct that a screen's
 * state embeds; the screen passes on what concerns it. By convention widget
 * `w` of module `m` has, all or some of:
 *
 *	extern const struct command m_commands[];     for ops->focus
 *	void m_layout(struct m *w, int rows, int cols);
 *	void m_draw(const struct m *w, struct canvas *c, struct rect r);
 *	struct point m_cursor(const struct m *w, struct rect r);
 *	enum handled m_command(struct m *w, int cmd, int times);
 *	enum handled m_key(struct m *w, uint32_t key);
 *	enum handled m_text(struct m *w, const char *utf8, bool pasted);
 *
 * r is absolute on the canvas; a widget draws within it and clips by itself.
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "core/value.h"
#include "tui/canvas.h"
#include "tui/command.h"
#include "tui/keys.h"

struct stack;
struct screen;

enum screen_kind {
	SCREEN_PAGE,   /* fills the body; digits 0-7 change the step */
	SCREEN_FORM,   /* fills the body; letters are text */
	SCREEN_PICKER, /* pop-up with a line to type in */
	SCREEN_MENU,   /* pop-up; digits and letters choose */
	SCREEN_ASK     /* pop-up; Enter, Esc, digits */
};

/* HANDLED_CLOSE: handled, and the screen is done (no answer is given). */
enum handled { HANDLED_NO, HANDLED_YES, HANDLED_CLOSE };

/* What a pop-up (or a form) tells the screen that pushed it. Everything in it
 * belongs to the one who answers; it is copied if it is to be kept. */
struct answer {
	bool given;	  /* false: Esc, nothing was chosen */
	int number;	  /* which of them, from 0 */
	int64_t id;	  /* of a picked record */
	const char *text; /* what was typed, or the name of what was picked */
	const struct values *values;
	const void *other; /* known to both sides */
};

struct screen_ops {
	const char *name; /* stable, for goto and scripts: "today" */
	enum screen_kind kind;
	size_t state_size;		/* s->state, zeroed before open */
	const struct command *commands; /* its own; may be NULL */
	const int *watches; /* record kinds it shows, ends with 0; NULL: all */

	/* A failure is told on the message line and nothing is pushed (close
	 * is not called then). arg is the pusher's, only valid in open. */
	enum status (*open)(
		struct screen *s, const void *arg, struct error *err);
	void (*close)(struct screen *s); /* frees what state holds */

	/* Piece of "3 assign > tasks > mine" and the right of the message
	 * line ("1-19 / 42"); each adds to out; NULL: nothing. */
	void (*title)(const struct screen *s, struct str *out);
	void (*position)(const struct screen *s, struct str *out);
	/* What is on the message line while nothing has happened. */
	void (*hint)(const struct screen *s, struct str *out);

	/* Reads what is shown; the body has rows x cols. A failure is told;
	 * before the first success nothing is laid out or drawn, and a screen
	 * that was pushed on another is closed. */
	enum status (*reload)(
		struct screen *s, int rows, int cols, struct error *err);
	/* After a reload, another size, and whatever a handler answered but
	 * HANDLED_NO. */
	void (*layout)(struct screen *s, int rows, int cols);
	/* r is the body; a pop-up places itself within it. */
	void (*draw)(const struct screen *s, struct canvas *c, struct rect r);
	struct point (*cursor)(const struct screen *s, struct rect r);

	/* Commands of the widget that has the focus now; NULL: none. */
	const struct command *(*focus)(const struct screen *s);
	/* Whether printable characters are text now; NULL: forms and pickers
	 * always, others never. */
	bool (*types)(const struct screen *s);
	/* Whether one typed character may open or answer something, so that
	 * they come one at a time (KEYS_PICK); NULL: never. */
	bool (*picks)(const struct screen *s);

	/* A command of the chain. times > 1 only if the command repeats.
	 * What is answered HANDLED_NO gets the default of stack.h. */
	enum handled (*command)(struct screen *s, int cmd, int times);
	/* A key no command has; where characters are text, every key before
	 * the commands are asked (line editing). */
	enum handled (*key)(struct screen *s, uint32_t key);
	/* Text typed, committed by an input method, or pasted. On a page it is
	 * a search (keys.md 1.4): open find with it. */
	enum handled (*text)(struct screen *s, const char *utf8, bool pasted);

	/* A screen pushed by this one with that tag gave its answer. */
	void (*answer)(struct screen *s, int tag, const struct answer *a);
	/* An action this screen queued was done or not (stack_act). */
	void (*acted)(struct screen *s, const void *outcome);
	/* Keep what was typed: called at a pause after typing, and before the
	 * program ends by a signal or a lost terminal. Must not fail loudly. */
	void (*draft)(struct screen *s);
	/* Something typed would be asked about when the program is left. */
	bool (*is_unsaved)(const struct screen *s);
};

struct screen {
	const struct screen_ops *ops;
	struct stack *stack;
	void *state; /* ops->state_size bytes */
	int tag;     /* given by who pushed it */
	/* ---- below: the stack's own business */
	struct screen *below; /* who pushed it; NULL: root of a step */
	int64_t seen;	      /* the application's mark of what was read */
	bool needs_reload, needs_layout;
	bool may_be_stale; /* something was written since */
	bool is_read;	   /* a reload succeeded, or there is none */
	bool typed;	   /* since the last draft() */
	bool closing;
	int rows, cols; /* of the last layout */
};

#endif
