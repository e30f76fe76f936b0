#include "tui/ask.h"

#include <string.h>
#include "core/fit.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/width.h"
#include "tui/popup.h"
#include "tui/stack.h"

enum {
	TEXT_COLS = 56,
	NUMBER_COL = 2,
	LABEL_COL = 5,
	TEXT_COL = 1,
	WIDTH_MIN_COLS = 30
};

struct ask {
	char *title, *text;
	char *answer[ASK_ANSWERS_MAX];
	size_t count, cursor;
};

static enum status open(struct screen *s, const void *arg, struct error *err)
{
	const struct ask_arg *a = arg;
	struct ask *k = s->state;

	(void)err;
	k->title = mem_text(a->title);
	k->text = mem_text(a->text ? a->text : "");
	for (; k->count < a->count && k->count < ASK_ANSWERS_MAX; k->count++)
		k->answer[k->count] = mem_text(a->answer[k->count]);
	return STATUS_OK;
}

static void close(struct screen *s)
{
	struct ask *k = s->state;

	for (size_t i = 0; i < k->count; i++)
		mem_free(k->answer[i]);
	mem_free(k->title);
	mem_free(k->text);
}

/* ---- keys */

static enum handled take(struct screen *s, size_t at)
{
	struct ask *k = s->state;

	if (at >= k->count)
		return HANDLED_NO;
	stack_answer(s, &(struct answer){ .given = true,
				.number = (int)at,
				.text = k->answer[at] });
	return HANDLED_YES;
}

static enum handled command(struct screen *s, int cmd, int times)
{
	struct ask *k = s->state;
	size_t n = (size_t)times;

	switch (cmd) {
	case CMD_UP:
		k->cursor = k->cursor > n ? k->cursor - n : 0;
		return HANDLED_YES;
	case CMD_DOWN:
		k->cursor =
			k->cursor + n < k->count ? k->cursor + n : k->count - 1;
		return HANDLED_YES;
	case CMD_OPEN:
		return take(s, k->cursor);
	case CMD_RIGHT: /* too near to the arrows one moves with */
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static enum handled key(struct screen *s, uint32_t k)
{
	return k >= '1' && k <= '9' ? take(s, k - '1') : HANDLED_NO;
}

static void hint(const struct screen *s, struct str *out)
{
	const struct ask *k = s->state;

	str_addf(out, _("Enter: %s   Esc: leave it"), k->answer[k->cursor]);
}

/* ---- drawing */

static int text_rows(const char *text, int cols)
{
	size_t len = strlen(text);
	struct fit_line line;
	int rows = 0;

	for (; fit_wrap(text, len, cols, &line); rows++) {
		text += line.next_bytes;
		len -= line.next_bytes;
	}
	return rows;
}

static int text_cols(const struct ask *k, int most)
{
	size_t len = strlen(k->text);
	const char *text = k->text;
	struct fit_line line;
	int cols = WIDTH_MIN_COLS;

	for (; fit_wrap(text, len, most, &line); len -= line.next_bytes) {
		if (line.width_cols > cols)
			cols = line.width_cols;
		text += line.next_bytes;
	}
	for (size_t i = 0; i < k->count; i++) {
		int own = LABEL_COL + width_text_cols(k->answer[i]);

		if (own > cols)
			cols = own;
	}
	if (width_text_cols(k->title) > cols)
		cols = width_text_cols(k->title);
	return cols < most ? cols : most;
}

static struct rect place(const struct ask *k, struct rect body)
{
	int most = body.cols - 6 < TEXT_COLS ? body.cols - 6 : TEXT_COLS;
	int cols = text_cols(k, most);
	int text = text_rows(k->text, cols);

	return popup_place(
		body, text + (text > 0) + (int)k->count, cols + 2 * TEXT_COL);
}

/* The answers stand at the bottom, so that a long text never hides them. */
static int answer_row(const struct ask *k, struct rect in)
{
	return in.row + in.rows - (int)k->count;
}

static void draw_answer(
	const struct ask *k, struct canvas *c, struct rect in, size_t i)
{
	int y = answer_row(k, in) + (int)i;
	char number[2] = { (char)('1' + i), 0 };

	canvas_fill(c, y, in.col, in.cols, ROLE_TEXT);
	if (k->count > 1)
		canvas_text(c, y, in.col + NUMBER_COL, 1, ROLE_TEXT, number);
	canvas_text(c, y, in.col + (k->count > 1 ? LABEL_COL : NUMBER_COL),
		in.cols - LABEL_COL, ROLE_TEXT, k->answer[i]);
	if (i != k->cursor)
		return;
	canvas_text(c, y, in.col, 1, ROLE_TEXT, ">");
	canvas_focus(c, y, in.col, in.cols);
}

/* What there is room for above the answers. */
static void draw_text(const struct ask *k, struct canvas *c, struct rect in)
{
	int cols = in.cols - 2 * TEXT_COL;
	int end = answer_row(k, in) - 1;
	const char *text = k->text;
	size_t len = strlen(text);
	struct fit_line line;

	for (int y = in.row; y < end && fit_wrap(text, len, cols, &line); y++) {
		canvas_text_bytes(c, y, in.col + TEXT_COL, cols, ROLE_TEXT,
			text, line.len_bytes);
		text += line.next_bytes;
		len -= line.next_bytes;
	}
}

static void draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct ask *k = s->state;
	struct rect outer = place(k, r);
	struct rect in = popup_inside(outer);
	struct rect before = canvas_clip(c, outer);

	popup_draw(c, outer, k->title);
	draw_text(k, c, in);
	for (size_t i = 0; i < k->count; i++)
		draw_answer(k, c, in, i);
	canvas_unclip(c, before);
}

static struct point cursor(const struct screen *s, struct rect r)
{
	const struct ask *k = s->state;
	struct rect in = popup_inside(place(k, r));

	return (struct point){ answer_row(k, in) + (int)k->cursor, in.col };
}

static const struct command commands[] = {
	{ .id = CMD_OPEN,
		.label = N_("yes"),
		.help = N_("Gives the answer the cursor is on; a digit gives "
			   "it at once.") },
	{ .id = CMD_NONE },
};

const struct screen_ops ask_screen = {
	.name = "ask",
	.kind = SCREEN_ASK,
	.state_size = sizeof(struct ask),
	.commands = commands,
	.open = open,
	.close = close,
	.hint = hint,
	.draw = draw,
	.cursor = cursor,
	.command = command,
	.key = key,
};
