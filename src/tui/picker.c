#include "tui/picker.h"

#include <string.h>
#include "core/fit.h"
#include "core/language.h"
#include "core/lineedit.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "core/width.h"
#include "tui/popup.h"
#include "tui/stack.h"
#include "tui/typing.h"

enum {
	WIDTH_COLS = 58,
	NUMBER_COL = 2,
	LABEL_COL = 5,
	LABEL_COLS_MAX = 30,
	GAP_COLS = 2,
	TYPED_CHARS_MAX = 60
};

struct picker {
	char *title;
	struct picker_source source;
	struct lineedit edit;
	struct picker_rows rows;
	struct value_ids chosen;
	bool unasked, digits_search, many;
	size_t cursor, top;
	size_t seen; /* edit.changes the rows are of */
	int height_rows;
};

/* ---- candidates */

void picker_add(struct picker_rows *rows, int64_t id, const char *label,
	const char *detail)
{
	rows->row = mem_grow(
		rows->row, rows->count, &rows->size, sizeof *rows->row);
	rows->row[rows->count++] = (struct picker_row){
		.id = id,
		.label = mem_text(label),
		.detail = mem_text(detail),
	};
}

static void free_rows(struct picker_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		mem_free(rows->row[i].label);
		mem_free(rows->row[i].detail);
	}
	mem_free(rows->row);
	*rows = (struct picker_rows){ 0 };
}

static enum status search(struct picker *p, struct error *err)
{
	free_rows(&p->rows);
	p->cursor = p->top = 0;
	p->seen = p->edit.changes;
	return p->source.find(p->source.arg, lineedit_text(&p->edit),
		PICKER_MAX, &p->rows, err);
}

static void search_if_typed(struct screen *s)
{
	struct picker *p = s->state;
	struct error err = { 0 };

	if (p->seen != p->edit.changes && search(p, &err) != STATUS_OK)
		stack_error(s->stack, &err);
}

/* ---- choosing */

static bool is_chosen(const struct picker *p, int64_t id)
{
	for (size_t i = 0; i < p->chosen.count; i++)
		if (p->chosen.id[i] == id)
			return true;
	return false;
}

static void toggle(struct picker *p, int64_t id)
{
	size_t kept = 0;

	if (!is_chosen(p, id)) {
		value_ids_add(&p->chosen, id);
		return;
	}
	for (size_t i = 0; i < p->chosen.count; i++)
		if (p->chosen.id[i] != id)
			p->chosen.id[kept++] = p->chosen.id[i];
	p->chosen.count = kept;
}

static void answer_many(struct screen *s)
{
	struct picker *p = s->state;

	stack_answer(s, &(struct answer){ .given = true, .other = &p->chosen });
}

/* The candidate at that place is meant. */
static enum handled take(struct screen *s, size_t at)
{
	struct picker *p = s->state;

	if (at >= p->rows.count)
		return HANDLED_NO;
	const struct picker_row *row = &p->rows.row[at];
	p->cursor = at;
	if (p->many)
		toggle(p, row->id);
	else
		stack_answer(s, &(struct answer){ .given = true,
					.number = (int)at,
					.id = row->id,
					.text = row->label });
	return HANDLED_YES;
}

static enum handled take_enter(struct screen *s)
{
	struct picker *p = s->state;
	bool typed = p->edit.text.len_bytes > 0;
	enum handled how;

	if (!p->many)
		return take(s, p->cursor);
	if (typed) {
		how = take(s, p->cursor);
		if (how == HANDLED_YES) {
			lineedit_set(&p->edit, "");
			search_if_typed(s);
		}
		return how;
	}
	if (!p->chosen.count)
		take(s, p->cursor);
	answer_many(s);
	return HANDLED_YES;
}

/* ---- keys */

static void move(struct picker *p, int times)
{
	long to = (long)p->cursor + times;

	if (to >= (long)p->rows.count)
		to = (long)p->rows.count - 1;
	p->cursor = to > 0 ? (size_t)to : 0;
}

static enum handled command(struct screen *s, int cmd, int times)
{
	struct picker *p = s->state;

	switch (cmd) {
	case CMD_UP:
		move(p, -times);
		return HANDLED_YES;
	case CMD_DOWN:
		move(p, times);
		return HANDLED_YES;
	case CMD_PAGE_UP:
		move(p, -p->height_rows);
		return HANDLED_YES;
	case CMD_PAGE_DOWN:
		move(p, p->height_rows);
		return HANDLED_YES;
	case CMD_OPEN:
		return take_enter(s);
	default:
		return HANDLED_NO;
	}
}

static enum handled key(struct screen *s, uint32_t k)
{
	struct picker *p = s->state;
	enum lineedit_op op;

	if (!typing_op(k, &op))
		return HANDLED_NO;
	lineedit_do(&p->edit, op);
	search_if_typed(s);
	return HANDLED_YES;
}

static void insert(struct screen *s, const char *text)
{
	struct picker *p = s->state;
	struct error err;

	if (lineedit_insert(&p->edit, text, strlen(text), &err) != STATUS_OK)
		stack_error(s->stack, &err);
	search_if_typed(s);
}

/* Characters come one at a time: a digit takes, Space marks. */
static bool picks(const struct screen *s)
{
	(void)s;
	return true;
}

static enum handled text(struct screen *s, const char *utf8, bool pasted)
{
	struct picker *p = s->state;
	const char *rest = utf8;
	uint32_t code = 0;

	if (!pasted && utf8_step(&rest, &code))
		code = utf8_fold(code);
	if (code >= '1' && code <= '9' && !p->digits_search)
		return take(s, p->top + code - '1');
	if (code == ' ' && p->many)
		return take(s, p->cursor);
	insert(s, utf8);
	return HANDLED_YES;
}

/* ---- the screen */

static enum status open(struct screen *s, const void *arg, struct error *err)
{
	const struct picker_arg *a = arg;
	struct picker *p = s->state;
	enum status status;

	p->title = mem_text(a->title);
	p->source = a->source;
	p->unasked = a->unasked && a->typed;
	p->digits_search = a->digits_search;
	p->many = a->many;
	p->height_rows = PICKER_ROWS;
	for (size_t i = 0; a->chosen && i < a->chosen->count; i++)
		value_ids_add(&p->chosen, a->chosen->id[i]);
	lineedit_init(&p->edit, false, TYPED_CHARS_MAX);
	if (a->typed)
		lineedit_insert(&p->edit, a->typed, strlen(a->typed), NULL);
	status = search(p, err);
	if (status == STATUS_OK)
		return status;
	free_rows(&p->rows);
	lineedit_fini(&p->edit);
	value_ids_free(&p->chosen);
	mem_free(p->title);
	return status;
}

static void close(struct screen *s)
{
	struct picker *p = s->state;

	free_rows(&p->rows);
	lineedit_fini(&p->edit);
	value_ids_free(&p->chosen);
	mem_free(p->title);
}

static void hint(const struct screen *s, struct str *out)
{
	const struct picker *p = s->state;

	if (p->unasked)
		typing_print_unasked(lineedit_text(&p->edit), out);
	else if (!p->rows.count)
		str_add(out, _("Nothing is called so. Backspace, or Esc."));
	else if (p->many)
		str_add(out, _("Type a name or its initials; Space marks, "
			       "Enter is done."));
	else if (p->digits_search)
		str_add(out, _("Type a number, a name or its initials; Enter "
			       "takes it."));
	else
		str_add(out, _("Type a name or its initials; a digit or Enter "
			       "takes it."));
}

static void position(const struct screen *s, struct str *out)
{
	const struct picker *p = s->state;

	if (p->many)
		str_addf(out, _("%zu marked"), p->chosen.count);
	else if (p->rows.count >= PICKER_MAX)
		str_addf(out, "%d+", PICKER_MAX);
	else if (p->rows.count)
		str_addf(out, "%zu / %zu", p->cursor + 1, p->rows.count);
}

/* Always as large: it must not jump while one types. */
static struct rect place(const struct rect body)
{
	int cols = body.cols - 4 < WIDTH_COLS ? body.cols - 4 : WIDTH_COLS;

	return popup_place(body, 1 + PICKER_ROWS, cols);
}

static void layout(struct screen *s, int rows, int cols)
{
	struct picker *p = s->state;
	struct rect in = popup_inside(place((struct rect){ 0, 0, rows, cols }));

	lineedit_layout(&p->edit, in.cols - 2, 1);
	p->height_rows = in.rows > 1 ? in.rows - 1 : 1;
	size_t height = (size_t)p->height_rows;
	if (p->top > p->cursor)
		p->top = p->cursor;
	if (p->cursor >= p->top + height)
		p->top = p->cursor - height + 1;
}

static int label_cols(const struct picker *p)
{
	int cols = 0;

	for (size_t i = 0; i < p->rows.count; i++) {
		int own = width_text_cols(p->rows.row[i].label);

		if (own > cols)
			cols = own;
	}
	return cols < LABEL_COLS_MAX ? cols : LABEL_COLS_MAX;
}

static void draw_cut(
	struct canvas *c, int row, int col, int cols, const char *words)
{
	struct str cut = STR_INIT;

	fit_cut(&cut, words, cols);
	canvas_text(c, row, col, cols, ROLE_TEXT, cut.data);
	str_free(&cut);
}

static void draw_row(const struct picker *p, struct canvas *c, struct rect in,
	int y, int labels)
{
	size_t at = p->top + (size_t)y;
	const struct picker_row *row = &p->rows.row[at];
	int detail = LABEL_COL + labels + GAP_COLS;
	char number[2] = { (char)('1' + y), 0 };
	int line = in.row + 1 + y;

	if (!p->digits_search && y < PICKER_ROWS)
		canvas_text(c, line, in.col + NUMBER_COL, 1, ROLE_TEXT, number);
	if (p->many && is_chosen(p, row->id))
		canvas_text(
			c, line, in.col + NUMBER_COL + 1, 1, ROLE_MARKED, "*");
	draw_cut(c, line, in.col + LABEL_COL,
		row->detail ? labels : in.cols - LABEL_COL - 1, row->label);
	if (row->detail)
		draw_cut(c, line, in.col + detail, in.cols - detail - 1,
			row->detail);
	if (at != p->cursor)
		return;
	canvas_text(c, line, in.col, 1, ROLE_TEXT, ">");
	canvas_focus(c, line, in.col, in.cols);
}

static void draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct picker *p = s->state;
	struct rect outer = place(r);
	struct rect in = popup_inside(outer);
	struct rect before = canvas_clip(c, outer);
	int labels = label_cols(p);

	popup_draw(c, outer, p->title);
	typing_draw(&p->edit, c,
		(struct rect){ in.row, in.col + 1, 1, in.cols - 2 },
		ROLE_FIELD);
	for (int y = 0;
		y < p->height_rows && p->top + (size_t)y < p->rows.count; y++)
		draw_row(p, c, in, y, labels);
	canvas_unclip(c, before);
}

static struct point cursor(const struct screen *s, struct rect r)
{
	const struct picker *p = s->state;
	struct rect in = popup_inside(place(r));
	int y, x;

	lineedit_cursor(&p->edit, &y, &x);
	return (struct point){ in.row + y, in.col + 1 + x };
}

static const struct command commands[] = {
	{ .id = CMD_OPEN,
		.label = N_("take"),
		.help = N_("Takes what the cursor is on.") },
	{ .id = CMD_NONE },
};

const struct screen_ops picker_screen = {
	.name = "picker",
	.kind = SCREEN_PICKER,
	.state_size = sizeof(struct picker),
	.commands = commands,
	.open = open,
	.close = close,
	.hint = hint,
	.position = position,
	.layout = layout,
	.draw = draw,
	.cursor = cursor,
	.picks = picks,
	.command = command,
	.key = key,
	.text = text,
};
