#include "tui/menu.h"

#include <string.h>
#include "core/fit.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/width.h"
#include "tui/keys.h"
#include "tui/popup.h"
#include "tui/stack.h"

enum { NUMBER_NEXT = -1 }; /* of the line that numbers those below it */

enum { NUMBER_COL = 2, LABEL_COL = 5, GAP_COLS = 2, WIDTH_MIN_COLS = 24 };

void menu_init(struct menu *m, const char *title)
{
	*m = (struct menu){ .title = mem_text(title), .rows = 1, .taken = -1 };
}

static void free_texts(struct menu_entry *e)
{
	char *text[] = { (char *)(uintptr_t)e->label,
		(char *)(uintptr_t)e->help, (char *)(uintptr_t)e->reason };

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		mem_free(text[i]);
}

void menu_fini(struct menu *m)
{
	for (size_t i = 0; i < m->count; i++)
		free_texts(&m->item[i].is);
	mem_free(m->item);
	mem_free(m->title);
}

static void insert(
	struct menu *m, size_t at, const struct menu_entry *entry, int number)
{
	m->item = mem_grow(m->item, m->count, &m->size, sizeof *m->item);
	memmove(m->item + at + 1, m->item + at,
		(m->count - at) * sizeof *m->item);
	m->item[at] = (struct menu_item){
		.is = { entry->id, entry->letter, mem_text(entry->label),
			mem_text(entry->help), mem_text(entry->reason),
			entry->last },
		.number = number,
	};
	m->count++;
}

void menu_add(struct menu *m, const struct menu_entry *entry)
{
	size_t at = entry->reason ? m->count : m->possible++;

	insert(m, at, entry, (int)m->count);
}

/* The possible ones that have 1 to 9. */
static size_t numbered(const struct menu *m)
{
	return m->possible - (m->possible && m->item[m->possible - 1].is.last);
}

void menu_number(struct menu *m)
{
	const struct menu_entry next = {
		.label = _("those below"),
		.help = _("Numbers the lines below it 1 to 9."),
	};

	for (size_t at = MENU_NUMBERS - 1; numbered(m) > at + 1;
		at += MENU_NUMBERS) {
		insert(m, at, &next, NUMBER_NEXT);
		m->possible++;
	}
}

/* 0: none */
static char digit_of(const struct menu *m, size_t at)
{
	if (at >= m->possible)
		return 0;
	if (m->item[at].is.last)
		return '0';
	if (at < m->first || at - m->first >= MENU_NUMBERS)
		return 0;
	return (char)('1' + (at - m->first));
}

const struct menu_entry *menu_current(const struct menu *m)
{
	return m->cursor < m->count ? &m->item[m->cursor].is : NULL;
}

int menu_take(struct menu *m)
{
	int taken = m->taken;

	m->taken = -1;
	return taken;
}

/* ---- keys */

static void move(struct menu *m, int times)
{
	long to = (long)m->cursor + times;

	if (to >= (long)m->count)
		to = (long)m->count - 1;
	m->cursor = to > 0 ? (size_t)to : 0;
}

static enum handled take(struct menu *m, size_t at)
{
	m->cursor = at;
	if (at >= m->possible)
		return HANDLED_YES;
	m->taken = m->item[at].number;
	if (m->taken == NUMBER_NEXT)
		m->first = ++m->cursor;
	return HANDLED_YES;
}

enum handled menu_command(struct menu *m, int cmd, int times)
{
	switch (cmd) {
	case CMD_UP:
		move(m, -times);
		return HANDLED_YES;
	case CMD_DOWN:
		move(m, times);
		return HANDLED_YES;
	case CMD_PAGE_UP:
		move(m, -m->rows);
		return HANDLED_YES;
	case CMD_PAGE_DOWN:
		move(m, m->rows);
		return HANDLED_YES;
	case CMD_HOME:
		m->cursor = 0;
		return HANDLED_YES;
	case CMD_END:
		move(m, (int)m->count);
		return HANDLED_YES;
	case CMD_OPEN:
		return m->count ? take(m, m->cursor) : HANDLED_NO;
	default:
		return HANDLED_NO;
	}
}

enum handled menu_key(struct menu *m, uint32_t key)
{
	for (size_t i = 0; i < m->possible && key; i++)
		if ((uint32_t)(unsigned char)digit_of(m, i) == key)
			return take(m, i);
	if (key >= KEY_CTRL('a') && key <= KEY_CTRL('z'))
		key += 'a' - 1;
	for (size_t i = 0; i < m->count && key; i++)
		if ((uint32_t)(unsigned char)m->item[i].is.letter == key)
			return take(m, i);
	return HANDLED_NO;
}

enum handled menu_text(struct menu *m, const char *utf8)
{
	for (size_t i = 0; i < m->count; i++)
		if (strstr(m->item[i].is.label, utf8)) {
			m->cursor = i;
			return HANDLED_YES;
		}
	return HANDLED_NO;
}

void menu_print_hint(const struct menu *m, struct str *out)
{
	const struct menu_entry *e = menu_current(m);

	if (!e)
		str_add(out, _("Nothing can be done here."));
	else if (e->reason)
		str_addf(out, _("%s is not possible: %s"), e->label, e->reason);
	else if (e->help)
		str_add(out, e->help);
}

/* ---- drawing */

static int label_cols(const struct menu *m)
{
	int cols = 0;

	for (size_t i = 0; i < m->count; i++) {
		int own = width_text_cols(m->item[i].is.label);

		if (own > cols)
			cols = own;
	}
	return cols;
}

static int reason_col(const struct menu *m)
{
	return LABEL_COL + label_cols(m) + GAP_COLS + 1 + GAP_COLS;
}

struct rect menu_place(const struct menu *m, struct rect body)
{
	int cols = WIDTH_MIN_COLS;
	int title = width_text_cols(m->title) + 2;

	for (size_t i = 0; i < m->count; i++) {
		const char *reason = m->item[i].is.reason;
		int own = reason_col(m) +
			  (reason ? width_text_cols(reason) + 1 : 0);

		if (own > cols)
			cols = own;
	}
	return popup_place(body, m->count ? (int)m->count : 1,
		title > cols ? title : cols);
}

void menu_layout(struct menu *m, struct rect place)
{
	int rows = popup_inside(place).rows;

	m->rows = rows > 0 ? rows : 1;
	if (m->top > m->cursor)
		m->top = m->cursor;
	if (m->cursor >= m->top + (size_t)m->rows)
		m->top = m->cursor - (size_t)m->rows + 1;
}

static void draw_entry(const struct menu *m, struct canvas *c, struct rect in,
	int y, size_t at)
{
	const struct menu_entry *e = &m->item[at].is;
	enum role role = e->reason ? ROLE_DIM : ROLE_TEXT;
	/* underlined keys would be holes in the reversed row */
	enum role key = e->reason || at == m->cursor ? role : ROLE_KEY;
	char number[2] = { digit_of(m, at), 0 };
	char letter[2] = { e->letter, 0 };
	int letter_col = in.col + LABEL_COL + label_cols(m) + GAP_COLS;
	int col = in.col + reason_col(m);
	struct str cut = STR_INIT;

	if (*number)
		canvas_text(c, y, in.col + NUMBER_COL, 1, key, number);
	canvas_text(
		c, y, in.col + LABEL_COL, in.cols - LABEL_COL, role, e->label);
	canvas_text(c, y, letter_col, 1, key, letter);
	if (e->reason) {
		fit_cut(&cut, e->reason, in.col + in.cols - 1 - col);
		canvas_text(c, y, col, in.cols, role, cut.data);
	}
	str_free(&cut);
	if (at != m->cursor)
		return;
	canvas_text(c, y, in.col, 1, ROLE_TEXT, ">");
	canvas_focus(c, y, in.col, in.cols);
}

void menu_draw(const struct menu *m, struct canvas *c, struct rect place)
{
	struct rect in = popup_inside(place);
	struct rect before = canvas_clip(c, place);

	popup_draw(c, place, m->title);
	for (int y = 0; y < m->rows && m->top + (size_t)y < m->count; y++)
		draw_entry(m, c, in, in.row + y, m->top + (size_t)y);
	if (!m->count)
		canvas_text(c, in.row, in.col + NUMBER_COL, in.cols, ROLE_TEXT,
			_("Nothing can be done here."));
	canvas_unclip(c, before);
}

struct point menu_cursor(const struct menu *m, struct rect place)
{
	struct rect in = popup_inside(place);

	return (struct point){ in.row + (int)(m->cursor - m->top), in.col };
}

/* ---- the screen */

static enum status open(struct screen *s, const void *arg, struct error *err)
{
	const struct menu_arg *a = arg;
	struct menu *m = s->state;

	(void)err;
	menu_init(m, a->title);
	for (size_t i = 0; i < a->count; i++)
		menu_add(m, &a->entry[i]);
	menu_number(m);
	return STATUS_OK;
}

static void close(struct screen *s)
{
	menu_fini(s->state);
}

static void hint(const struct screen *s, struct str *out)
{
	menu_print_hint(s->state, out);
}

static void layout(struct screen *s, int rows, int cols)
{
	struct menu *m = s->state;

	menu_layout(m, menu_place(m, (struct rect){ 0, 0, rows, cols }));
}

static void draw(const struct screen *s, struct canvas *c, struct rect r)
{
	menu_draw(s->state, c, menu_place(s->state, r));
}

static struct point cursor(const struct screen *s, struct rect r)
{
	return menu_cursor(s->state, menu_place(s->state, r));
}

/* Gives the answer if one was taken, or says why none can be. */
static enum handled finish(struct screen *s, enum handled how)
{
	struct menu *m = s->state;
	int number = menu_take(m);
	const struct menu_entry *e = menu_current(m);

	if (number >= 0)
		stack_answer(s, &(struct answer){ .given = true,
					.number = number,
					.id = e->id,
					.text = e->label });
	return how;
}

static enum handled command(struct screen *s, int cmd, int times)
{
	return finish(s, menu_command(s->state, cmd, times));
}

static enum handled key(struct screen *s, uint32_t k)
{
	return finish(s, menu_key(s->state, k));
}

static enum handled text(struct screen *s, const char *utf8, bool pasted)
{
	(void)pasted;
	return menu_text(s->state, utf8);
}

static const struct command commands[] = {
	{ .id = CMD_OPEN,
		.label = N_("do it"),
		.help = N_("Does what the cursor is on; a digit or the letter "
			   "does it at once.") },
	{ .id = CMD_NONE },
};

const struct screen_ops menu_screen = {
	.name = "menu",
	.kind = SCREEN_MENU,
	.state_size = sizeof(struct menu),
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
