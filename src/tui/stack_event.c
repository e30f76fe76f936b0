#include "tui/stack_inside.h"

#include "core/mem.h"

static void finish(struct screen *s, enum handled how)
{
	if (how == HANDLED_CLOSE)
		stack_close(s);
	s->needs_layout = true; /* text wraps, lists scroll */
	s->stack->needs_draw = true;
}

static enum handled ask_screen(struct screen *s, int cmd, int times)
{
	enum handled how =
		s->ops->command ? s->ops->command(s, cmd, times) : HANDLED_NO;

	if (how != HANDLED_NO)
		finish(s, how);
	return how;
}

/* A question that is left gets its answer: none was given. */
static void go_back(struct stack *st, struct screen *s)
{
	bool asks = s->ops->kind != SCREEN_PAGE;

	if (!s->below) {
		stack_step(st, 0);
		return;
	}
	if (asks)
		stack_answer(s, &(struct answer){ .given = false });
	else
		stack_close(s);
}

static void leave(struct stack *st, struct screen *s)
{
	if (s->below || st->step != 0)
		go_back(st, s);
	else if (!st->app.quit || st->app.quit(st->app.arg, st))
		stack_quit(st);
}

static void do_default(struct stack *st, struct screen *s, int cmd)
{
	enum handled how;

	switch (cmd) {
	case CMD_LEFT:
		if (!screen_types(s) &&
			ask_screen(s, CMD_BACK, 1) == HANDLED_NO)
			go_back(st, s);
		return;
	case CMD_RIGHT:
		if (!screen_types(s))
			stack_command(st, CMD_OPEN, 1);
		return;
	case CMD_BACK:
		go_back(st, s);
		return;
	case CMD_LEAVE:
		leave(st, s);
		return;
	case CMD_REFRESH:
		stack_reload(st, NULL);
		stack_redraw(st);
		return;
	default:
		break;
	}
	if (cmd >= CMD_STEP_0 && cmd <= CMD_STEP_7) {
		stack_step(st, cmd - CMD_STEP_0);
		return;
	}
	if (!st->app.command)
		return;
	how = st->app.command(st->app.arg, st, s, cmd);
	if (how != HANDLED_NO)
		finish(s, how);
}

static void run(
	struct stack *st, struct screen *s, const struct command *c, int times)
{
	struct str why = STR_INIT;

	if (!command_is_possible(c, s, &why)) {
		if (why.len_bytes)
			stack_message(st, ROLE_MESSAGE, "%s", why.data);
		term_bell(st->term);
	} else if (ask_screen(s, c->id, times) == HANDLED_NO) {
		do_default(st, s, c->id);
	}
	str_free(&why);
}

void stack_command(struct stack *st, int cmd, int times)
{
	struct screen *s = stack_top(st);

	if (!s)
		return;
	struct command_chain chain = stack_chain(s);
	const struct command *c = command_of_id(&chain, cmd);
	if (c)
		run(st, s, c, times);
}

static void take_key(struct stack *st, struct screen *s, uint32_t key)
{
	bool types = screen_types(s);
	enum handled how = HANDLED_NO;

	if (types && s->ops->key)
		how = s->ops->key(s, key);
	if (how != HANDLED_NO) {
		s->typed = true;
		finish(s, how);
		return;
	}
	struct command_chain chain = stack_chain(s);
	const struct command *c = command_of_key(&chain, key);
	if (c) {
		int more =
			command_repeats(c) ? keys_take_repeats(&st->keys) : 0;

		run(st, s, c, 1 + more);
		return;
	}
	if (!types && s->ops->key)
		how = s->ops->key(s, key);
	if (how != HANDLED_NO)
		finish(s, how);
}

static void take_text(
	struct stack *st, struct screen *s, const char *text, bool pasted)
{
	enum handled how =
		s->ops->text ? s->ops->text(s, text, pasted) : HANDLED_NO;

	if (how == HANDLED_NO) {
		term_bell(st->term);
		return;
	}
	s->typed = true;
	finish(s, how);
}

void stack_take(struct stack *st, const struct keys_event *e)
{
	struct screen *s = stack_top(st);

	if (e->kind == KEYS_REPORT) {
		/* texts were fitted by other widths */
		if (term_report(st->term, e->row, e->col))
			stack_reload(st, NULL);
		return;
	}
	if (!s)
		return;
	stack_clear_message(st);
	if (e->kind == KEYS_KEY)
		take_key(st, s, e->key);
	else
		take_text(st, s, e->text, e->kind == KEYS_PASTE);
	stack_sweep(st);
}
