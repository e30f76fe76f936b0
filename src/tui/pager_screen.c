#include "tui/pager.h"

#include "core/language.h"
#include "core/mem.h"
#include "tui/line.h"
#include "tui/stack.h"
#include "tui/typing.h"

struct state {
	struct pager pager;
	char *title;
	bool at_end;
};

static struct pager *pager_of(const struct screen *s)
{
	return &((struct state *)s->state)->pager;
}

static enum status open(struct screen *s, const void *arg, struct error *err)
{
	const struct pager_arg *a = arg;
	struct state *t = s->state;

	(void)err;
	pager_init(&t->pager);
	t->title = mem_text(a->title);
	t->at_end = a->at_end;
	a->fill(a->arg, &t->pager);
	return STATUS_OK;
}

static void close(struct screen *s)
{
	pager_fini(pager_of(s));
	mem_free(((struct state *)s->state)->title);
}

static void title(const struct screen *s, struct str *out)
{
	str_add(out, ((const struct state *)s->state)->title);
}

static void position(const struct screen *s, struct str *out)
{
	pager_print_position(pager_of(s), out);
}

static void layout(struct screen *s, int rows, int cols)
{
	struct state *t = s->state;

	pager_layout(&t->pager, rows, cols);
	if (t->at_end)
		pager_command(&t->pager, CMD_END, 1);
	t->at_end = false;
}

static void draw(const struct screen *s, struct canvas *c, struct rect r)
{
	pager_draw(pager_of(s), c, r);
}

static struct point cursor(const struct screen *s, struct rect r)
{
	return pager_cursor(pager_of(s), r);
}

static const struct command *focus(const struct screen *s)
{
	(void)s;
	return pager_commands;
}

static void ask_what(struct screen *s, const char *text, const char *help)
{
	struct line_arg arg = {
		.title = _("Find"),
		.text = text,
		.help = help,
	};

	stack_push(s->stack, &line_screen, &arg, CMD_FIND);
}

static enum handled command(struct screen *s, int cmd, int times)
{
	if (cmd == CMD_OPEN)
		cmd = CMD_PAGE_DOWN;
	if (cmd != CMD_FIND)
		return pager_command(pager_of(s), cmd, times);
	ask_what(s, pager_of(s)->find,
		_("Enter finds it; F3 and Enter find the next."));
	return HANDLED_YES;
}

static enum handled text(struct screen *s, const char *utf8, bool pasted)
{
	struct str help = STR_INIT;

	(void)pasted;
	typing_print_unasked(utf8, &help);
	ask_what(s, utf8, help.data);
	str_free(&help);
	return HANDLED_YES;
}

static void answer(struct screen *s, int tag, const struct answer *a)
{
	if (tag != CMD_FIND || !a->given || !*a->text)
		return;
	if (!pager_find(pager_of(s), a->text))
		stack_message(
			s->stack, ROLE_MESSAGE, _("Not found: %s"), a->text);
}

const struct command pager_commands[] = {
	{ .id = CMD_PAGE_DOWN,
		.keys = "PgDn Space",
		.shown = "Space",
		.label = N_("page down") },
	{ .id = CMD_FIND },
	{ .id = CMD_NONE },
};

const struct screen_ops pager_screen = {
	.name = "pager",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct state),
	.open = open,
	.close = close,
	.title = title,
	.position = position,
	.layout = layout,
	.draw = draw,
	.cursor = cursor,
	.focus = focus,
	.command = command,
	.text = text,
	.answer = answer,
};
