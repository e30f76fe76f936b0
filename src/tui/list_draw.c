#include "tui/list.h"

#include <limits.h>
#include <string.h>
#include "core/width.h"

enum {
	LEAD_COLS = 2, /* > and *, a blank */
	GAP_COLS = 2,
	LIGHT_GAP_COLS = 1,
	NOTE_COLS = 4
};

/* ---- columns */

static int least_cols(const struct list_column *k)
{
	return k->min_cols && k->min_cols < k->width_cols ? k->min_cols
							  : k->width_cols;
}

static int needed_cols(
	const struct list_column *column, int count, const bool *shown)
{
	int cols = 0;

	for (int i = 0; i < count; i++)
		if (shown[i])
			cols += least_cols(&column[i]) + (cols ? GAP_COLS : 0);
	return cols;
}

/* False when none may be dropped. The last of equals goes first. */
static bool drop_one(const struct list_column *column, int count, bool *shown)
{
	int worst = -1;

	for (int i = 0; i < count; i++)
		if (shown[i] && column[i].drop > 0 &&
			(worst < 0 || column[i].drop >= column[worst].drop))
			worst = i;
	if (worst >= 0)
		shown[worst] = false;
	return worst >= 0;
}

static int most_cols(const struct list_column *column, bool growing)
{
	if (!growing)
		return column->width_cols;
	if (!column->grows)
		return 0;
	return column->max_cols ? column->max_cols : INT_MAX;
}

/* Gives columns one by one, in turn, up to what each wants. */
static int share_out(const struct list_column *column, int count, int left,
	bool growing, struct list_place *place)
{
	bool some = true;

	while (left > 0 && some) {
		some = false;
		for (int i = 0; i < count && left > 0; i++) {
			if (!place[i].cols ||
				place[i].cols >= most_cols(&column[i], growing))
				continue;
			place[i].cols++;
			left--;
			some = true;
		}
	}
	return left;
}

void list_place_columns(const struct list_column *column, int count, int col,
	int end_col, struct list_place *place)
{
	bool shown[LIST_COLUMNS_MAX];
	int room = end_col - col;

	for (int i = 0; i < count; i++)
		shown[i] = true;
	while (needed_cols(column, count, shown) > room &&
		drop_one(column, count, shown))
		;
	for (int i = 0; i < count; i++)
		place[i].cols = shown[i] ? least_cols(&column[i]) : 0;
	int left = room - needed_cols(column, count, shown);
	left = share_out(column, count, left, false, place);
	share_out(column, count, left, true, place);
	for (int i = 0; i < count; i++) {
		place[i].col = col;
		if (place[i].cols)
			col += place[i].cols + GAP_COLS;
	}
}

static int lead_cols(const struct list *l)
{
	return LEAD_COLS +
	       (l->light_cols ? l->light_now_cols + LIGHT_GAP_COLS : 0);
}

/* A light is never cut: 逾120 takes the room it needs. */
static void measure_lights(struct list *l)
{
	l->light_now_cols = l->light_cols;
	for (size_t i = 0; i < l->rows.count; i++) {
		int cols = width_text_cols(l->rows.row[i].light);

		if (cols > l->light_now_cols)
			l->light_now_cols = cols;
	}
}

void list_layout(struct list *l, int cols)
{
	measure_lights(l);
	l->end_col = cols > 0 ? cols - 1 : 0; /* the last one stays free */
	list_place_columns(
		l->column, l->columns, lead_cols(l), l->end_col, l->place);
}

/* ---- drawing */

void list_draw_fit(struct canvas *c, int row, int col, int cols, enum role role,
	const char *text, enum fit_side side)
{
	struct str out = STR_INIT;

	if (side == FIT_LEFT)
		fit_cut(&out, text, cols); /* blanks need no role */
	else
		fit_text(&out, text, cols, side);
	size_t blanks = strspn(out.data, " ");
	if (blanks < out.len_bytes)
		canvas_text(c, row, col + (int)blanks, cols - (int)blanks, role,
			out.data + blanks);
	str_free(&out);
}

static void draw_heads(const struct list *l, struct canvas *c, struct rect r)
{
	canvas_fill(c, r.row, r.col, r.cols, ROLE_HEAD);
	for (int i = 0; i < l->columns; i++)
		if (l->place[i].cols)
			list_draw_fit(c, r.row, r.col + l->place[i].col,
				l->place[i].cols, ROLE_HEAD,
				l->column[i].title ? l->column[i].title : "",
				l->column[i].side);
}

/* Where the text of column i must end: it runs on over columns whose cell is
 * NULL, after the last of them to the edge. */
static int end_of_cell(const struct list *l, const struct list_row *row, int i)
{
	int end = l->place[i].col + l->place[i].cols;
	int next = i + 1;
	bool runs = false;

	while (next < row->cells && next < l->columns &&
		(!row->cell[next].text || !l->place[next].cols)) {
		runs |= !row->cell[next].text;
		if (l->place[next].cols)
			end = l->place[next].col + l->place[next].cols;
		next++;
	}
	return runs && next == l->columns ? l->end_col : end;
}

static void draw_record(const struct list *l, struct canvas *c, struct rect r,
	int y, const struct list_row *row)
{
	if (l->light_cols && row->light[0])
		list_draw_fit(c, y, r.col + LEAD_COLS, l->light_now_cols,
			row->light_role, row->light, FIT_LEFT);
	for (int i = 0; i < row->cells && i < l->columns; i++) {
		int col = l->place[i].col;

		if (!l->place[i].cols || !row->cell[i].text)
			continue;
		list_draw_fit(c, y, r.col + col, end_of_cell(l, row, i) - col,
			row->cell[i].role, row->cell[i].text,
			l->column[i].side);
	}
}

/* Heads and notes: cells one after the other. */
static void draw_run(const struct list *l, struct canvas *c, struct rect r,
	int y, const struct list_row *row)
{
	int col = row->kind == LIST_NOTE ? NOTE_COLS : 1;

	for (int i = 0; i < row->cells && col < l->end_col; i++) {
		const char *text = row->cell[i].text ? row->cell[i].text : "";
		int cols = width_text_cols(text);

		list_draw_fit(c, y, r.col + col, l->end_col - col,
			row->cell[i].role, text, FIT_LEFT);
		col += cols + 1;
	}
}

static void draw_row(
	const struct list *l, struct canvas *c, struct rect r, int y, size_t at)
{
	const struct list_row *row = &l->rows.row[at];
	bool marked = row->kind == LIST_RECORD && list_is_marked(l, row->id);
	bool here = at == l->cursor && list_current(l);

	if (row->kind != LIST_RECORD) {
		draw_run(l, c, r, y, row);
		return;
	}
	draw_record(l, c, r, y, row);
	if (here)
		canvas_text(c, y, r.col, 1, ROLE_TEXT, ">");
	if (marked)
		canvas_text(c, y, r.col + here, 1, ROLE_MARKED, "*");
	if (here && !l->cursor_is_mark)
		canvas_focus(c, y, r.col, r.cols);
}

static void draw_empty(const struct list *l, struct canvas *c, struct rect r)
{
	const char *text = l->empty ? l->empty : "";
	size_t len = strlen(text);
	struct fit_line line;

	for (int y = r.row + l->head_rows + 1;
		fit_wrap(text, len, r.cols - 4, &line); y++) {
		canvas_text_bytes(c, y, r.col + 2, r.cols - 4, ROLE_TEXT, text,
			line.len_bytes);
		text += line.next_bytes;
		len -= line.next_bytes;
	}
}

void list_draw(const struct list *l, struct canvas *c, struct rect r)
{
	struct rect before = canvas_clip(c, r);

	canvas_fill_rect(c, r, ROLE_TEXT);
	if (l->head_rows)
		draw_heads(l, c, r);
	for (int y = 0; y < l->height_rows; y++)
		if (l->top + (size_t)y < l->rows.count)
			draw_row(l, c, r, r.row + l->head_rows + y,
				l->top + (size_t)y);
	if (!l->rows.count)
		draw_empty(l, c, r);
	canvas_unclip(c, before);
}

struct point list_cursor(const struct list *l, struct rect r)
{
	int y = list_current(l) ? (int)(l->cursor - l->top) : 0;

	return (struct point){ r.row + l->head_rows + y, r.col };
}
