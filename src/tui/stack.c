#include "tui/stack.h"

#include <stdarg.h>
#include "core/mem.h"
#include "tui/stack_inside.h"

struct stack *stack_new(const struct stack_app *app, struct term *term)
{
	struct stack *st = mem_zero(1, sizeof *st);
	int rows, cols;

	st->app = *app;
	st->term = term;
	st->message = (struct str)STR_INIT;
	keys_init(&st->keys);
	term_size(term, &rows, &cols);
	canvas_init(&st->canvas, rows, cols);
	st->needs_draw = true;
	return st;
}

static void free_screen(struct stack *st, struct screen *s)
{
	for (size_t i = 0; i < st->job_count; i++)
		if (st->job[i].screen == s)
			st->job[i].screen = NULL;
	if (s->ops->close)
		s->ops->close(s);
	mem_free(s->state);
	mem_free(s);
}

void stack_free(struct stack *st)
{
	if (!st)
		return;
	for (int i = 0; i < STACK_STEPS; i++)
		while (st->top[i]) {
			struct screen *s = st->top[i];

			st->top[i] = s->below;
			free_screen(st, s);
		}
	for (size_t i = 0; i < st->job_count; i++)
		if (st->app.free_job)
			st->app.free_job(st->app.arg, st->job[i].job);
	mem_free(st->job);
	keys_fini(&st->keys);
	canvas_fini(&st->canvas);
	str_free(&st->message);
	mem_free(st);
}

/* ---- opening and closing */

struct screen *stack_push(struct stack *st, const struct screen_ops *ops,
	const void *arg, int tag)
{
	struct error err = { 0 };
	struct screen *s = mem_zero(1, sizeof *s);

	s->ops = ops;
	s->stack = st;
	s->tag = tag;
	s->state = mem_zero(1, ops->state_size ? ops->state_size : 1);
	if (ops->open && ops->open(s, arg, &err) != STATUS_OK) {
		stack_error(st, &err);
		mem_free(s->state);
		mem_free(s);
		return NULL;
	}
	s->needs_reload = s->needs_layout = true;
	s->below = st->top[st->step];
	st->top[st->step] = s;
	st->needs_draw = true;
	return s;
}

/* Whoever stands below and has not closed itself. */
static struct screen *open_below(const struct screen *s)
{
	struct screen *below = s->below;

	while (below && below->closing)
		below = below->below;
	return below;
}

void stack_answer(struct screen *s, const struct answer *a)
{
	struct screen *below = open_below(s);

	stack_close(s);
	if (!below || !below->ops->answer)
		return;
	below->needs_layout = true;
	below->ops->answer(below, s->tag, a);
}

void stack_close(struct screen *s)
{
	s->closing = true;
	s->stack->needs_draw = true;
}

void stack_sweep(struct stack *st)
{
	for (int i = 0; i < STACK_STEPS; i++) {
		struct screen **at = &st->top[i];

		while (*at) {
			struct screen *s = *at;

			if (!s->closing) {
				at = &s->below;
				continue;
			}
			*at = s->below;
			free_screen(st, s);
		}
	}
}

void stack_step(struct stack *st, int step)
{
	if (step < 0 || step >= STACK_STEPS)
		return;
	int before = st->step;

	st->step = step;
	st->needs_draw = true;
	if (!stack_top(st) && st->app.step)
		st->app.step(st->app.arg, st, step);
	/* what did not open has said why; one stays where one was */
	if (!stack_top(st))
		st->step = before;
}

int stack_step_now(const struct stack *st)
{
	return st->step;
}

void stack_to_root(struct stack *st, int step)
{
	if (step < 0 || step >= STACK_STEPS)
		return;
	for (struct screen *s = st->top[step]; s && s->below; s = s->below)
		stack_close(s);
}

struct screen *stack_top(const struct stack *st)
{
	struct screen *s = st->top[st->step];

	while (s && s->closing)
		s = s->below;
	return s;
}

void *stack_app_arg(const struct stack *st)
{
	return st->app.arg;
}

/* ---- what a handler may ask for */

void stack_act(struct screen *s, void *job)
{
	struct stack *st = s->stack;

	st->job = mem_grow(
		st->job, st->job_count, &st->job_size, sizeof *st->job);
	st->job[st->job_count++] = (struct stack_job){ s, job };
}

void stack_reload(struct stack *st, struct screen *s)
{
	if (s)
		s->needs_reload = true;
	for (int i = 0; i < STACK_STEPS && !s; i++)
		for (struct screen *o = st->top[i]; o; o = o->below)
			o->needs_reload = true;
	st->needs_draw = true;
}

void stack_redraw(struct stack *st)
{
	term_redraw(st->term);
	st->needs_draw = true;
}

void stack_quit(struct stack *st)
{
	st->quits = true;
}

static bool is_unsaved(const struct screen *s)
{
	return s->ops->is_unsaved && s->ops->is_unsaved(s);
}

struct screen *stack_unsaved(const struct stack *st)
{
	for (int i = 0; i < STACK_STEPS; i++)
		for (struct screen *s = st->top[i]; s; s = s->below)
			if (is_unsaved(s))
				return s;
	return NULL;
}

/* ---- the message line */

void stack_message(struct stack *st, enum role role, const char *format, ...)
{
	va_list args;

	str_clear(&st->message);
	va_start(args, format);
	str_addv(&st->message, format, args);
	va_end(args);
	st->message_role = role;
	st->needs_draw = true;
}

void stack_error(struct stack *st, const struct error *err)
{
	stack_message(st, ROLE_ERROR, "%s%s%s", err->what,
		*err->todo ? "  " : "", err->todo);
}

const char *stack_message_now(const struct stack *st)
{
	return st->message.data;
}

void stack_clear_message(struct stack *st)
{
	if (!st->message.len_bytes)
		return;
	str_clear(&st->message);
	st->needs_draw = true;
}

/* ---- of screens */

bool screen_types(const struct screen *s)
{
	if (s->ops->types)
		return s->ops->types(s);
	return s->ops->kind == SCREEN_FORM || s->ops->kind == SCREEN_PICKER;
}

enum keys_mode screen_mode(const struct screen *s)
{
	if (!s || !screen_types(s))
		return KEYS_PAGE;
	return s->ops->picks && s->ops->picks(s) ? KEYS_PICK : KEYS_TYPE;
}

struct command_chain stack_chain(const struct screen *s)
{
	static const struct command *const base[] = {
		[SCREEN_PAGE] = command_page_base,
		[SCREEN_FORM] = command_form_base,
		[SCREEN_PICKER] = command_popup_base,
		[SCREEN_MENU] = command_popup_base,
		[SCREEN_ASK] = command_popup_base,
	};

	return (struct command_chain){ .table = {
					       s->ops->focus ? s->ops->focus(s)
							     : NULL,
					       s->ops->commands,
					       base[s->ops->kind],
				       } };
}

void stack_all_may_be_stale(struct stack *st)
{
	for (int i = 0; i < STACK_STEPS; i++)
		for (struct screen *s = st->top[i]; s; s = s->below)
			s->may_be_stale = true;
}

bool stack_has_typed(const struct stack *st)
{
	for (int i = 0; i < STACK_STEPS; i++)
		for (struct screen *s = st->top[i]; s; s = s->below)
			if (s->typed && s->ops->draft)
				return true;
	return false;
}

void stack_keep_drafts(struct stack *st, bool all)
{
	for (int i = 0; i < STACK_STEPS; i++)
		for (struct screen *s = st->top[i]; s; s = s->below) {
			if ((all || s->typed) && s->ops->draft)
				s->ops->draft(s);
			s->typed = false;
		}
}

/* The terminal first: it needs no memory, and what is said can be read. */
void stack_out_of_memory(void *st)
{
	struct stack *stack = st;

	term_restore(stack->term);
	stack_keep_drafts(stack, true);
}
