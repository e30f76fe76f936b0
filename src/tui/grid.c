#include "tui/grid.h"

#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/width.h"
#include "core/utf8.h"
#include "tui/typing.h"

enum { LEAD_COLS = 2, LIGHT_COLS = 4, HEAD_ROWS = 1 };

/* ---- rows and cells */

void grid_init(struct grid *g, const struct grid_owner *owner,
	const struct grid_column *column, int columns)
{
	*g = (struct grid){
		.owner = *owner,
		.columns =
			columns < GRID_COLUMNS_MAX ? columns : GRID_COLUMNS_MAX,
		.light_cols = LIGHT_COLS,
		.notice = STR_INIT,
		.rows = 1,
	};
	memcpy(g->column, column, (size_t)g->columns * sizeof *column);
	lineedit_init(&g->edit, false, 0);
}

void grid_fini(struct grid *g)
{
	for (size_t i = 0; i < g->count; i++)
		for (int k = 0; k < g->columns; k++) {
			mem_free(g->row[i].cell[k].text);
			mem_free(g->row[i].cell[k].before);
			mem_free(g->row[i].cell[k].error);
		}
	mem_free(g->row);
	lineedit_fini(&g->edit);
	str_free(&g->notice);
}

size_t grid_add(struct grid *g, int64_t id, const char *const *cell)
{
	g->row = mem_grow(g->row, g->count, &g->size, sizeof *g->row);
	struct grid_row *row = &g->row[g->count];

	*row = (struct grid_row){ .id = id };
	for (int i = 0; i < g->columns; i++) {
		row->cell[i].text = mem_text(cell[i] ? cell[i] : "");
		row->cell[i].before = mem_text(row->cell[i].text);
	}
	return g->count++;
}

void grid_set_fixed(struct grid *g, size_t row)
{
	g->row[row].fixed = true;
}

void grid_set_light(
	struct grid *g, size_t row, enum role role, const char *text)
{
	g->row[row].light_role = role;
	snprintf(g->row[row].light, sizeof g->row[row].light, "%s", text);
	/* a light is never cut: 滞176 takes the room it needs */
	if (g->light_cols && width_text_cols(text) > g->light_cols)
		g->light_cols = width_text_cols(text);
}

static bool is_here(const struct grid *g, size_t row, int column)
{
	return g->ready && g->cursor == row && g->at == column;
}

const char *grid_text(const struct grid *g, size_t row, int column)
{
	return is_here(g, row, column) ? lineedit_text(&g->edit)
				       : g->row[row].cell[column].text;
}

static void set_cell_text(char **to, const char *text)
{
	char *copy = mem_text(text);

	mem_free(*to);
	*to = copy;
}

void grid_set_text(struct grid *g, size_t row, int column, const char *text)
{
	struct grid_cell *cell = &g->row[row].cell[column];

	set_cell_text(&cell->text, text ? text : "");
	set_cell_text(&cell->error, NULL);
	if (is_here(g, row, column))
		lineedit_set(&g->edit, cell->text);
}

size_t grid_row_named(const struct grid *g, const char *name)
{
	size_t found = SIZE_MAX;
	int parts = 0;

	for (size_t i = 0; i < g->count && *name; i++) {
		const char *own = g->row[i].cell[0].text;

		if (g->row[i].fixed || !*own)
			continue;
		if (!strcmp(own, name))
			return i;
		if (!strstr(own, name) && !strstr(name, own))
			continue;
		found = i;
		parts++;
	}
	return parts == 1 ? found : SIZE_MAX;
}

bool grid_is_changed(const struct grid *g, size_t row, int column)
{
	return strcmp(grid_text(g, row, column),
		       g->row[row].cell[column].before) != 0;
}

bool grid_is_dirty(const struct grid *g)
{
	for (size_t i = 0; i < g->count; i++)
		for (int k = 0; k < g->columns; k++)
			if (g->column[k].field && grid_is_changed(g, i, k))
				return true;
	return false;
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, " ")];
}

enum status grid_value(struct grid *g, size_t row, int column,
	struct value *out, struct issue *issue)
{
	const char *text = grid_text(g, row, column);

	*out = (struct value){ .kind = VALUE_NULL };
	if (is_blank(text) || !g->column[column].field)
		return STATUS_OK;
	return g->owner.read(
		g->owner.arg, g->column[column].field, text, out, issue);
}

static bool check_cell(struct grid *g, size_t row, int column)
{
	struct grid_cell *cell = &g->row[row].cell[column];
	struct issue issue = { .field = g->column[column].field };
	struct value value;
	bool right = grid_value(g, row, column, &value, &issue) == STATUS_OK;

	value_free(&value);
	set_cell_text(&cell->error, right ? NULL : issue.text);
	return right;
}

/* ---- the cursor */

static bool can_type(const struct grid *g, size_t row, int column)
{
	return row < g->count && !g->row[row].fixed &&
	       g->column[column].field != NULL;
}

static void leave(struct grid *g)
{
	if (g->cursor >= g->count)
		return;
	struct grid_cell *cell = &g->row[g->cursor].cell[g->at];
	bool changed = strcmp(cell->text, lineedit_text(&g->edit)) != 0;

	set_cell_text(&cell->text, lineedit_text(&g->edit));
	check_cell(g, g->cursor, g->at);
	if (changed && g->owner.changed)
		g->owner.changed(g->owner.arg, g->cursor, g->at);
}

static void enter(struct grid *g, size_t row, int column)
{
	g->cursor = row;
	g->at = column;
	if (row < g->count)
		lineedit_set(&g->edit, g->row[row].cell[column].text);
}

static void go_to(struct grid *g, size_t row, int column)
{
	leave(g);
	enter(g, row, column);
}

static void make_ready(struct grid *g)
{
	if (g->ready)
		return;
	g->ready = true;
	while (g->at + 1 < g->columns && !g->column[g->at].field)
		g->at++;
	size_t row = 0;
	while (row < g->count && g->row[row].fixed)
		row++;
	enter(g, row, g->at);
}

/* Rows down or up in the same column; below the last one is `save`. */
static void move(struct grid *g, int times)
{
	size_t row = g->cursor;

	for (; times > 0 && row < g->count; times--)
		do
			row++;
		while (row < g->count && g->row[row].fixed);
	for (; times < 0; times++) {
		size_t to = row;

		while (to > 0 && g->row[to - 1].fixed)
			to--;
		if (!to)
			break;
		row = to - 1;
	}
	go_to(g, row, g->at);
}

/* To the cell beside; after the last of a row to the next row. */
static void move_cells(struct grid *g, int way)
{
	size_t cells = (g->count + 1) * (size_t)g->columns;
	size_t at = g->cursor * (size_t)g->columns + (size_t)g->at;

	if (g->cursor >= g->count) /* `save` is one cell */
		at = cells - (way > 0 ? 1 : (size_t)g->columns);
	for (size_t n = 0; n < cells; n++) {
		at = (at + (way > 0 ? 1 : cells - 1)) % cells;
		size_t row = at / (size_t)g->columns;
		int column = (int)(at % (size_t)g->columns);

		if (row >= g->count) {
			go_to(g, g->count, g->at);
			return;
		}
		if (!can_type(g, row, column))
			continue;
		go_to(g, row, column);
		return;
	}
}

bool grid_check(struct grid *g)
{
	size_t row = SIZE_MAX;
	int column = 0;

	make_ready(g);
	leave(g);
	for (size_t i = 0; i < g->count; i++)
		for (int k = 0; k < g->columns; k++)
			if (can_type(g, i, k) && !check_cell(g, i, k) &&
				row == SIZE_MAX) {
				row = i;
				column = k;
			}
	if (row != SIZE_MAX)
		enter(g, row, column);
	return row == SIZE_MAX;
}

/* ---- commands and keys */

static bool fill_in(struct grid *g, size_t row, int column)
{
	struct str text = STR_INIT;
	bool some = g->owner.last && can_type(g, row, column) &&
		    is_blank(grid_text(g, row, column)) &&
		    g->owner.last(g->owner.arg, g->row[row].id,
			    g->column[column].field, &text);

	if (some) {
		grid_set_text(g, row, column, text.data);
		if (g->owner.changed)
			g->owner.changed(g->owner.arg, row, column);
	}
	str_free(&text);
	return some;
}

static void same_in_all(struct grid *g)
{
	int filled = 0;

	for (size_t i = 0; i < g->count; i++)
		filled += fill_in(g, i, g->at);
	if (!filled)
		str_add(&g->notice, _("Nothing stood here last time."));
}

static void same_here(struct grid *g)
{
	if (fill_in(g, g->cursor, g->at))
		move(g, 1);
	else
		str_add(&g->notice, _("Nothing stood here last time."));
}

static void save(struct grid *g)
{
	if (grid_check(g) && g->owner.save)
		g->owner.save(g->owner.arg);
}

enum handled grid_command(struct grid *g, int cmd, int times)
{
	int page = g->rows > 2 ? g->rows - 2 : 1;

	make_ready(g);
	str_clear(&g->notice);
	switch (cmd) {
	case CMD_UP:
		move(g, -times);
		return HANDLED_YES;
	case CMD_DOWN:
		move(g, times);
		return HANDLED_YES;
	case CMD_PAGE_UP:
		move(g, -page);
		return HANDLED_YES;
	case CMD_PAGE_DOWN:
		move(g, page);
		return HANDLED_YES;
	case CMD_NEXT_FIELD:
		move_cells(g, 1);
		return HANDLED_YES;
	case CMD_PREVIOUS_FIELD:
		move_cells(g, -1);
		return HANDLED_YES;
	case CMD_SAVE:
		save(g);
		return HANDLED_YES;
	case CMD_SAME:
		same_in_all(g);
		return HANDLED_YES;
	case GRID_SAME:
		same_here(g);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

enum handled grid_key(struct grid *g, uint32_t key)
{
	enum lineedit_op op;

	make_ready(g);
	str_clear(&g->notice);
	if (key == KEY_ENTER) {
		if (g->cursor >= g->count)
			save(g);
		else
			move(g, 1);
		return HANDLED_YES;
	}
	if (!can_type(g, g->cursor, g->at) || !typing_op(key, &op))
		return HANDLED_NO;
	lineedit_do(&g->edit, op);
	return HANDLED_YES;
}

enum handled grid_write(struct grid *g, const char *utf8, bool pasted)
{
	const char *rest = utf8;
	struct error err;
	uint32_t code;

	make_ready(g);
	str_clear(&g->notice);
	if (pasted && strchr(utf8, '\n') && g->owner.paste) {
		g->owner.paste(g->owner.arg, utf8);
		return HANDLED_YES;
	}
	if (!can_type(g, g->cursor, g->at))
		return HANDLED_NO;
	/* keys typed ahead come as one text: after = the next row */
	while (!pasted && is_blank(lineedit_text(&g->edit)) &&
		utf8_step(&rest, &code) && utf8_fold(code) == '=' &&
		can_type(g, g->cursor, g->at)) {
		same_here(g);
		utf8 = rest;
	}
	if (!*utf8)
		return HANDLED_YES;
	if (!can_type(g, g->cursor, g->at))
		return HANDLED_NO;
	if (lineedit_insert(&g->edit, utf8, strlen(utf8), &err) != STATUS_OK)
		str_add(&g->notice, err.what);
	return HANDLED_YES;
}

const struct command grid_commands[] = {
	{ .id = CMD_NEXT_FIELD,
		.label = N_("down"),
		.help = N_("Enter goes to the next row, Tab to the next "
			   "cell.") },
	{ .id = CMD_SAVE },
	{ .id = GRID_SAME,
		.name = "same-cell",
		.keys = "=",
		.label = N_("as last"),
		.help = N_("Takes what stood in this cell last time.") },
	{ .id = CMD_SAME,
		.label = N_("all as last"),
		.help = N_("Takes what stood there last time in all empty "
			   "cells of this column.") },
	{ .id = CMD_NONE },
};

void grid_print_hint(const struct grid *g, struct str *out)
{
	if (g->notice.len_bytes) {
		str_add(out, g->notice.data);
		return;
	}
	if (g->cursor >= g->count) {
		str_add(out, _("Enter saves the form."));
		return;
	}
	const struct grid_cell *cell = &g->row[g->cursor].cell[g->at];
	const char *unit = g->row[g->cursor].cell[0].text;

	if (cell->error)
		str_addf(out, "%s  %s", unit, cell->error);
	else
		str_addf(out,
			_("%s: = as last time, empty: not reported; several "
			  "lines \"name number\" can be pasted"),
			unit);
}

/* ---- drawing */

static int lead_cols(const struct grid *g)
{
	return LEAD_COLS + (g->light_cols ? g->light_cols + 1 : 0);
}

void grid_layout(struct grid *g, int rows, int cols)
{
	struct list_column column[GRID_COLUMNS_MAX];
	size_t height = rows > HEAD_ROWS ? (size_t)(rows - HEAD_ROWS) : 1;

	make_ready(g);
	for (int i = 0; i < g->columns; i++)
		column[i] = g->column[i].is;
	list_place_columns(
		column, g->columns, lead_cols(g), cols - 1, g->place);
	g->rows = (int)height;
	if (g->cursor < g->top)
		g->top = g->cursor;
	if (g->cursor >= g->top + height)
		g->top = g->cursor - height + 1;
	lineedit_layout(&g->edit, g->place[g->at].cols, 1);
}

static void draw_cell(const struct grid *g, struct canvas *c, struct rect r,
	int y, size_t row, int i)
{
	const struct grid_cell *cell = &g->row[row].cell[i];
	struct rect at = { y, r.col + g->place[i].col, 1, g->place[i].cols };
	bool typed = can_type(g, row, i);
	enum role role = !typed	       ? ROLE_TEXT
			 : cell->error ? ROLE_ERROR
				       : ROLE_FIELD;

	if (is_here(g, row, i)) {
		typing_draw(&g->edit, c, at, role);
		return;
	}
	if (typed)
		canvas_fill(c, y, at.col, at.cols, role);
	list_draw_fit(
		c, y, at.col, at.cols, role, cell->text, g->column[i].is.side);
}

static void draw_row(
	const struct grid *g, struct canvas *c, struct rect r, int y, size_t at)
{
	const struct grid_row *row = &g->row[at];

	if (at == g->cursor)
		canvas_text(c, y, r.col, 1, ROLE_TEXT, ">");
	canvas_text(c, y, r.col + LEAD_COLS, g->light_cols, row->light_role,
		row->light);
	for (int i = 0; i < g->columns; i++)
		if (g->place[i].cols)
			draw_cell(g, c, r, y, at, i);
}

static void draw_save(
	const struct grid *g, struct canvas *c, struct rect r, int y)
{
	bool here = g->cursor >= g->count;

	if (here)
		canvas_text(c, y, r.col, 1, ROLE_TEXT, ">");
	canvas_text(c, y, r.col + lead_cols(g), r.cols,
		here ? ROLE_FOCUS : ROLE_KEY, _("Save"));
}

void grid_draw(const struct grid *g, struct canvas *c, struct rect r)
{
	struct rect before = canvas_clip(c, r);

	canvas_fill_rect(c, r, ROLE_TEXT);
	canvas_fill(c, r.row, r.col, r.cols, ROLE_HEAD);
	for (int i = 0; i < g->columns; i++)
		if (g->place[i].cols)
			list_draw_fit(c, r.row, r.col + g->place[i].col,
				g->place[i].cols, ROLE_HEAD,
				g->column[i].is.title, g->column[i].is.side);
	for (int y = 0; y < g->rows; y++) {
		size_t at = g->top + (size_t)y;

		if (at < g->count)
			draw_row(g, c, r, r.row + HEAD_ROWS + y, at);
		else if (at == g->count)
			draw_save(g, c, r, r.row + HEAD_ROWS + y);
	}
	canvas_unclip(c, before);
}

struct point grid_cursor(const struct grid *g, struct rect r)
{
	int row = r.row + HEAD_ROWS + (int)(g->cursor - g->top);
	int y, x;

	if (g->cursor >= g->count)
		return (struct point){ row, r.col + lead_cols(g) };
	lineedit_cursor(&g->edit, &y, &x);
	return (struct point){ row, r.col + g->place[g->at].col + x };
}
