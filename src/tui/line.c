#include "tui/line.h"

#include <string.h>
#include "core/language.h"
#include "core/lineedit.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "tui/popup.h"
#include "tui/stack.h"
#include "tui/typing.h"

enum { WIDTH_COLS = 58, MAX_CHARS = 200 };

struct line {
	char *title, *help;
	struct lineedit edit;
	struct lineedit stars; /* what is shown of a password */
	bool hidden;
};

static enum status open(struct screen *s, const void *arg, struct error *err)
{
	const struct line_arg *a = arg;
	struct line *l = s->state;

	(void)err;
	l->title = mem_text(a->title);
	l->help = mem_text(a->help);
	l->hidden = a->hidden;
	lineedit_init(&l->edit, false, a->max_chars ? a->max_chars : MAX_CHARS);
	lineedit_init(&l->stars, false, 0);
	if (a->text)
		lineedit_set(&l->edit, a->text);
	return STATUS_OK;
}

static void close(struct screen *s)
{
	struct line *l = s->state;

	if (l->hidden) /* the last copy; earlier ones the editor let go */
		explicit_bzero(l->edit.text.data, l->edit.text.len_bytes);
	lineedit_fini(&l->edit);
	lineedit_fini(&l->stars);
	mem_free(l->title);
	mem_free(l->help);
}

static enum handled command(struct screen *s, int cmd, int times)
{
	struct line *l = s->state;

	(void)times;
	if (cmd != CMD_OPEN)
		return HANDLED_NO;
	stack_answer(s, &(struct answer){ .given = true,
				.text = lineedit_text(&l->edit) });
	return HANDLED_YES;
}

static enum handled key(struct screen *s, uint32_t k)
{
	struct line *l = s->state;
	enum lineedit_op op;

	if (!typing_op(k, &op))
		return HANDLED_NO;
	lineedit_do(&l->edit, op);
	return HANDLED_YES;
}

static enum handled text(struct screen *s, const char *utf8, bool pasted)
{
	struct line *l = s->state;
	struct error err;

	(void)pasted;
	if (lineedit_insert(&l->edit, utf8, strlen(utf8), &err) != STATUS_OK)
		stack_error(s->stack, &err);
	return HANDLED_YES;
}

static void hint(const struct screen *s, struct str *out)
{
	str_add(out, ((const struct line *)s->state)->help);
}

static struct rect place(struct rect body)
{
	int cols = body.cols - 4 < WIDTH_COLS ? body.cols - 4 : WIDTH_COLS;

	return popup_place(body, 1, cols);
}

static void layout(struct screen *s, int rows, int cols)
{
	struct line *l = s->state;
	struct rect in = popup_inside(place((struct rect){ 0, 0, rows, cols }));
	struct str stars = STR_INIT;

	lineedit_layout(&l->edit, in.cols - 2, 1);
	for (size_t n = utf8_count(lineedit_text(&l->edit)); n > 0; n--)
		str_add_char(&stars, '*');
	lineedit_set(&l->stars, stars.data);
	lineedit_layout(&l->stars, in.cols - 2, 1);
	str_free(&stars);
}

static void draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct line *l = s->state;
	struct rect outer = place(r);
	struct rect in = popup_inside(outer);
	struct rect before = canvas_clip(c, outer);

	popup_draw(c, outer, l->title);
	typing_draw(l->hidden ? &l->stars : &l->edit, c,
		(struct rect){ in.row, in.col + 1, 1, in.cols - 2 },
		ROLE_FIELD);
	canvas_unclip(c, before);
}

static struct point cursor(const struct screen *s, struct rect r)
{
	const struct line *l = s->state;
	struct rect in = popup_inside(place(r));
	int y, x;

	lineedit_cursor(l->hidden ? &l->stars : &l->edit, &y, &x);
	return (struct point){ in.row + y, in.col + 1 + x };
}

static const struct command commands[] = {
	{ .id = CMD_OPEN,
		.label = N_("done"),
		.help = N_("Takes what was typed.") },
	{ .id = CMD_NONE },
};

const struct screen_ops line_screen = {
	.name = "line",
	.kind = SCREEN_PICKER,
	.state_size = sizeof(struct line),
	.commands = commands,
	.open = open,
	.close = close,
	.hint = hint,
	.layout = layout,
	.draw = draw,
	.cursor = cursor,
	.command = command,
	.key = key,
	.text = text,
};
