/*
 * stack.h: the screens that are open, and what they may ask for.
 *
 * Each step 0..7 has its own stack; a digit returns to the place where the
 * step was left. The application stands behind struct stack_app: tui knows
 * no record and no store.
 *
 * Defaults for commands that a screen answers with HANDLED_NO:
 *   CMD_LEFT as CMD_BACK; CMD_RIGHT as CMD_OPEN; CMD_BACK closes the screen
 *   (not the root of a step: from steps 1..7 it leads to step 0);
 *   CMD_LEAVE the same, on the root of step 0 app->quit;
 *   CMD_STEP_n goes there; CMD_REFRESH reloads and redraws;
 *   CMD_HELP, CMD_FORM_HELP app->help; CMD_MENU, CMD_GO, CMD_UNDO and any
 *   other: app->command.
 */
#ifndef TUI_STACK_H
#define TUI_STACK_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "tui/frame.h"
#include "tui/screen.h"
#include "tui/term.h"

enum { STACK_STEPS = 8 };

/* Callbacks get .arg; those that are NULL are not called. */
struct stack_app {
	void *arg;
	/* Pushes the root screen of a step that has none yet. */
	void (*step)(void *arg, struct stack *st, int step);
	/* What the frame says; called before every draw. */
	void (*frame)(void *arg, struct frame_info *info);
	/* Does a queued action; tells the message line and s->ops->acted.
	 * s is NULL when that screen has been closed meanwhile. */
	void (*act)(void *arg, struct stack *st, struct screen *s, void *job);
	void (*free_job)(void *arg, void *job);
	/* Round all reloads of one pass: one read transaction. */
	enum status (*begin_reload)(void *arg, struct error *err);
	void (*end_reload)(void *arg);
	/* Asked at most once a second: has anybody written since? */
	bool (*changed)(void *arg);
	/* Does what was written after *seen concern a screen that watches
	 * these kinds? Moves *seen. NULL: always. */
	bool (*concerns)(void *arg, const int *watches, int64_t *seen);
	/* A command no screen answered. */
	enum handled (*command)(
		void *arg, struct stack *st, struct screen *s, int cmd);
	/* q on the root of step 0; NULL or true: the program ends. */
	bool (*quit)(void *arg, struct stack *st);
	/* After a frame that followed an action, and when a second passed
	 * without a key: checkpoints, fdatasync of drafts. */
	void (*idle)(void *arg);
};

struct stack *stack_new(const struct stack_app *app, struct term *term);
void stack_free(struct stack *st); /* closes all screens; not the terminal */
/* For mem_on_out(): gives the terminal back, then keeps what was typed. */
void stack_out_of_memory(void *st);

/* ---- for handlers */

/* Opens a screen over the present one, at once. NULL: it did not open, the
 * message line says why. tag comes back with its answer. */
struct screen *stack_push(struct stack *st, const struct screen_ops *ops,
	const void *arg, int tag);
/* Closes s, and gives its answer to the screen that pushed it. */
void stack_answer(struct screen *s, const struct answer *a);
/* Closes s when the handler returns; the one below hears nothing. */
void stack_close(struct screen *s);
/* The present screen of that step, opened if need be, comes to the front. */
void stack_step(struct stack *st, int step);
int stack_step_now(const struct stack *st);
/* Closes all screens of the step above its root. */
void stack_to_root(struct stack *st, int step);
/* Queues an action for the act phase; job belongs to the stack then. */
void stack_act(struct screen *s, void *job);
/* s is read again in the next pass; NULL: all screens. */
void stack_reload(struct stack *st, struct screen *s);
/* Whole frame is sent anew. */
void stack_redraw(struct stack *st);
/* The message line, until the next key. */
__attribute__((format(printf, 3, 4))) void stack_message(
	struct stack *st, enum role role, const char *format, ...);
void stack_error(struct stack *st, const struct error *err);
/* Within an action that takes long: a bar on the message line, drawn at once.
 * False: Esc was pressed; other keys wait for their turn. */
bool stack_progress(
	struct stack *st, const char *what, size_t done, size_t all);
const char *stack_message_now(const struct stack *st); /* "" none */
/* Ends loop_run() after this pass. */
void stack_quit(struct stack *st);
struct screen *stack_top(const struct stack *st);
void *stack_app_arg(const struct stack *st);
struct command_chain stack_chain(const struct screen *s);
/* Does a command as if its key had been pressed (menus, goto). */
void stack_command(struct stack *st, int cmd, int times);
/* Any screen of any step has something unsaved: the first such, or NULL. */
struct screen *stack_unsaved(const struct stack *st);

#endif
