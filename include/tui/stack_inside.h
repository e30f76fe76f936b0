/*
 * stack_inside.h: what stack, its phases and the loop share; no business of
 * screens.
 */
#ifndef TUI_STACK_INSIDE_H
#define TUI_STACK_INSIDE_H

#include <signal.h>
#include "tui/keys.h"
#include "tui/stack.h"

struct stack_job {
	struct screen *screen; /* NULL: closed meanwhile */
	void *job;
};

struct stack {
	struct stack_app app;
	struct term *term;
	struct screen *top[STACK_STEPS];
	int step;
	struct stack_job *job;
	size_t job_count, job_size;
	struct canvas canvas;
	struct frame_info info;
	struct str message;
	enum role message_role;
	bool needs_draw;
	bool acted; /* since the last frame */
	bool quits; /* the loop ends after this pass */
	/* the loop's */
	struct keys keys;
	int64_t polled_ms;
	sigset_t waiting; /* what stays blocked while it waits */
	bool waits_open;  /* .waiting is set: signals are the loop's */
};

/* ---- stack.c */
bool screen_types(const struct screen *s);
enum keys_mode screen_mode(const struct screen *s); /* NULL ok */
void stack_clear_message(struct stack *st);
void stack_sweep(struct stack *st); /* frees screens that are closing */
void stack_all_may_be_stale(struct stack *st);
void stack_keep_drafts(struct stack *st, bool all);
bool stack_has_typed(const struct stack *st);

/* ---- stack_event.c: one event to the top screen */
void stack_take(struct stack *st, const struct keys_event *event);

/* ---- stack_phase.c */
void stack_set_size(struct stack *st, int rows, int cols);
void stack_work(struct stack *st); /* act, reload, layout */
void stack_draw(struct stack *st); /* draw, cursor, present */

#endif
