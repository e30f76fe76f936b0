#include "tui/cross.h"

#include "core/fit.h"
#include "core/utf8.h"
#include "core/width.h"

enum {
	LIGHT_COL = 2,
	NAME_COL = 7,
	NAME_LEAST = 14,
	NAME_MOST = 36,
	CELL_COLS = 3 /* the last one is the gap, but for long numbers */
};

/* ---- heads: the n-th character, of narrow ones two together */

static int head_piece(const char *name, int n, struct str *out)
{
	const char *at = name;
	uint32_t c;
	int pieces = 0;

	for (; *at; pieces++) {
		const char *from = at;
		int cols = 0;

		while (*at && cols < 2) {
			const char *before = at;

			if (!utf8_step(&at, &c))
				break;
			if (cols && width_of(c) > 1) {
				at = before;
				break;
			}
			cols += width_of(c);
		}
		if (pieces == n && out)
			str_add_bytes(out, from, (size_t)(at - from));
	}
	return pieces;
}

/* ---- places */

static size_t clamp(size_t at, size_t count)
{
	return count == 0 ? 0 : at < count ? at : count - 1;
}

void cross_set_source(struct cross *x, const struct cross_source *source)
{
	x->source = *source;
	x->row = clamp(x->row, source->rows);
	x->column = clamp(x->column, source->columns);
	x->head_rows = 1;
	for (size_t i = 0; i < source->columns; i++) {
		int rows = head_piece(source->head(source->arg, i), -1, NULL);

		if (rows > x->head_rows)
			x->head_rows = rows < source->head_most
					       ? rows
					       : source->head_most;
	}
}

/* Rows that scroll, columns that are seen. */
static size_t body_rows(const struct cross *x)
{
	int rows = x->rows - x->head_rows - (int)x->source.sums;

	return rows > 0 ? (size_t)rows : 1;
}

static size_t seen_columns(const struct cross *x)
{
	int cols = x->cols - NAME_COL - x->name_cols - 2;

	return cols >= CELL_COLS ? (size_t)(cols / CELL_COLS) : 1;
}

static void follow(size_t at, size_t seen, size_t count, size_t *first)
{
	if (at < *first)
		*first = at;
	if (at >= *first + seen)
		*first = at - seen + 1;
	if (*first + seen > count)
		*first = count > seen ? count - seen : 0;
}

void cross_layout(struct cross *x, int rows, int cols)
{
	int left = cols - NAME_COL - 2 - (int)x->source.columns * CELL_COLS;

	x->rows = rows;
	x->cols = cols;
	x->name_cols = left < NAME_LEAST  ? NAME_LEAST
		       : left > NAME_MOST ? NAME_MOST
					  : left;
	follow(x->row, body_rows(x), x->source.rows, &x->top);
	follow(x->column, seen_columns(x), x->source.columns, &x->left);
}

static int column_col(const struct cross *x, size_t column)
{
	return NAME_COL + x->name_cols + 2 +
	       (int)(column - x->left) * CELL_COLS;
}

/* ---- drawing */

static void draw_heads(const struct cross *x, struct canvas *c, struct rect r)
{
	size_t end = x->left + seen_columns(x);
	struct str text = STR_INIT;

	for (size_t i = x->left; i < end && i < x->source.columns; i++) {
		const char *name = x->source.head(x->source.arg, i);

		for (int k = 0; k < x->head_rows; k++) {
			str_clear(&text);
			head_piece(name, k, &text);
			canvas_text(c, r.row + k, r.col + column_col(x, i),
				CELL_COLS - 1, ROLE_HEAD, text.data);
		}
	}
	if (x->left)
		canvas_text(c, r.row, r.col + NAME_COL + x->name_cols, 1,
			ROLE_STRONG, "<");
	if (end < x->source.columns)
		canvas_text(c, r.row, r.col + r.cols - 1, 1, ROLE_STRONG, ">");
	str_free(&text);
}

static void draw_cells(const struct cross *x, struct canvas *c, struct rect r,
	int at, size_t row)
{
	size_t end = x->left + seen_columns(x);
	struct str text = STR_INIT;

	for (size_t i = x->left; i < end && i < x->source.columns; i++) {
		bool is_cursor =
			row == x->row && i == x->column && row < x->source.rows;
		int col = r.col + column_col(x, i);

		str_clear(&text);
		enum role role = x->source.cell(x->source.arg, row, i, &text);
		canvas_text(c, at, col, CELL_COLS, role, text.data);
		if (is_cursor)
			canvas_focus(c, at, col, CELL_COLS - 1);
	}
	str_free(&text);
}

static void draw_row(const struct cross *x, struct canvas *c, struct rect r,
	int at, size_t row)
{
	bool is_cursor = row == x->row && row < x->source.rows;
	struct cross_row out = { .name = "" };
	struct str name = STR_INIT;

	x->source.row(x->source.arg, row, &out);
	if (is_cursor)
		canvas_text(c, at, r.col, 1, ROLE_STRONG, ">");
	canvas_text(c, at, r.col + LIGHT_COL, NAME_COL - LIGHT_COL - 1,
		out.light_role, out.light);
	fit_cut(&name, out.name, x->name_cols);
	canvas_text(c, at, r.col + NAME_COL, x->name_cols,
		is_cursor ? ROLE_STRONG : ROLE_TEXT, name.data);
	str_free(&name);
	draw_cells(x, c, r, at, row);
	if (!out.shout)
		return;
	int col = r.col + column_col(x, x->left);
	canvas_fill(c, at, col, r.col + r.cols - col, ROLE_TEXT);
	canvas_text(c, at, col, r.col + r.cols - col, ROLE_SOON, out.shout);
	if (is_cursor)
		canvas_focus(
			c, at, r.col + column_col(x, x->column), CELL_COLS - 1);
}

void cross_draw(const struct cross *x, struct canvas *c, struct rect r)
{
	size_t body = body_rows(x);
	int at = r.row + x->head_rows;

	draw_heads(x, c, r);
	for (size_t i = 0; i < body && x->top + i < x->source.rows; i++)
		draw_row(x, c, r, at++, x->top + i);
	for (size_t i = 0; i < x->source.sums; i++)
		draw_row(x, c, r, at++, x->source.rows + i);
}

struct point cross_cursor(const struct cross *x, struct rect r)
{
	return (struct point){ r.row + x->head_rows + (int)(x->row - x->top),
		r.col + column_col(x, x->column) };
}

/* ---- moves */

static void move(size_t *at, size_t count, long by)
{
	long to = (long)*at + by;

	*at = clamp(to < 0 ? 0 : (size_t)to, count);
}

enum handled cross_command(struct cross *x, int cmd, int times)
{
	long page = (long)body_rows(x);

	switch (cmd) {
	case CMD_UP:
	case CMD_DOWN:
		move(&x->row, x->source.rows, cmd == CMD_UP ? -times : times);
		return HANDLED_YES;
	case CMD_LEFT:
	case CMD_RIGHT:
		move(&x->column, x->source.columns,
			cmd == CMD_LEFT ? -times : times);
		return HANDLED_YES;
	case CMD_PAGE_UP:
	case CMD_PAGE_DOWN:
		move(&x->row, x->source.rows,
			cmd == CMD_PAGE_UP ? -page * times : page * times);
		return HANDLED_YES;
	case CMD_HOME:
		x->row = 0;
		return HANDLED_YES;
	case CMD_END:
		x->row = clamp(SIZE_MAX - 1, x->source.rows);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}
