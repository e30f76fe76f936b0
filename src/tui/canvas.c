#include "tui/canvas.h"

#include <string.h>
#include "core/mem.h"
#include "core/piece.h"
#include "core/utf8.h"
#include "core/width.h"

static void blank(struct cell *k, enum role role)
{
	*k = (struct cell){ .code = ' ', .width = 1, .role = (uint16_t)role };
}

static struct cell *cell_at(struct canvas *c, int row, int col)
{
	return &c->cell[(size_t)row * (size_t)c->cols + (size_t)col];
}

static void allocate(struct canvas *c, int rows, int cols)
{
	c->rows = rows > 0 ? rows : 0;
	c->cols = cols > 0 ? cols : 0;
	c->clip = (struct rect){ 0, 0, c->rows, c->cols };
	size_t n = (size_t)c->rows * (size_t)c->cols;
	c->cell = mem_zero(n + 1, sizeof *c->cell);
	for (size_t i = 0; i < n; i++)
		blank(&c->cell[i], ROLE_TEXT);
}

void canvas_init(struct canvas *c, int rows, int cols)
{
	allocate(c, rows, cols);
}

void canvas_fini(struct canvas *c)
{
	mem_free(c->cell);
	*c = (struct canvas){ 0 };
}

void canvas_resize(struct canvas *c, int rows, int cols)
{
	mem_free(c->cell);
	allocate(c, rows, cols);
}

void canvas_copy(struct canvas *to, const struct canvas *from)
{
	if (to->rows != from->rows || to->cols != from->cols)
		canvas_resize(to, from->rows, from->cols);
	memcpy(to->cell, from->cell,
		(size_t)from->rows * (size_t)from->cols * sizeof *to->cell);
}

bool canvas_equal(const struct canvas *a, const struct canvas *b)
{
	return a->rows == b->rows && a->cols == b->cols &&
	       !memcmp(a->cell, b->cell,
		       (size_t)a->rows * (size_t)a->cols * sizeof *a->cell);
}

static int highest(int a, int b)
{
	return a > b ? a : b;
}

static int lowest(int a, int b)
{
	return a < b ? a : b;
}

/* Rows and columns of callers may be anything, so sums are cut first. */
static int end_of(int from, int count, int limit)
{
	if (count <= 0 || from >= limit)
		return lowest(from, limit);
	return count > limit - highest(from, 0) && from >= 0
		       ? limit
		       : lowest(from + count, limit);
}

struct rect canvas_clip(struct canvas *c, struct rect r)
{
	struct rect before = c->clip;
	int row = highest(r.row, before.row);
	int col = highest(r.col, before.col);
	int end_row = end_of(r.row, r.rows, before.row + before.rows);
	int end_col = end_of(r.col, r.cols, before.col + before.cols);

	c->clip = (struct rect){ row, col, highest(end_row - row, 0),
		highest(end_col - col, 0) };
	return before;
}

void canvas_unclip(struct canvas *c, struct rect before)
{
	c->clip = before;
}

/* Columns [*col, *end) of the row that may be drawn on; false: none. */
static bool clip_row(const struct canvas *c, int row, int *col, int *end)
{
	const struct rect *k = &c->clip;

	if (row < k->row || row >= k->row + k->rows)
		return false;
	*end = lowest(*end, k->col + k->cols);
	*col = highest(*col, k->col);
	return *col < *end;
}

/* [col, end) is about to be overwritten: what loses its half is a blank. */
static void heal(struct canvas *c, int row, int col, int end)
{
	struct cell *first = cell_at(c, row, col);

	if (first->code == 0)
		blank(first - 1, (enum role)first[-1].role);
	if (end < c->cols && cell_at(c, row, end)->code == 0)
		blank(cell_at(c, row, end),
			(enum role)cell_at(c, row, end)->role);
}

void canvas_fill(struct canvas *c, int row, int col, int cols, enum role role)
{
	int end = end_of(col, cols, c->cols);

	if (!clip_row(c, row, &col, &end))
		return;
	heal(c, row, col, end);
	for (; col < end; col++)
		blank(cell_at(c, row, col), role);
}

void canvas_fill_rect(struct canvas *c, struct rect r, enum role role)
{
	int end = end_of(r.row, r.rows, c->rows);

	for (int row = highest(r.row, 0); row < end; row++)
		canvas_fill(c, row, r.col, r.cols, role);
}

/* The piece stands in [col, col + width), all of which may be drawn on. */
static void put_piece(struct canvas *c, int row, int col, enum role role,
	const struct piece *p)
{
	struct cell *k = cell_at(c, row, col);
	size_t at = 0;
	int marks = 0;

	heal(c, row, col, col + p->width_cols);
	blank(k, role);
	at += utf8_next(p->shown, p->shown_bytes, &k->code);
	while (at < p->shown_bytes && marks < PIECE_MAX_MARKS)
		at += utf8_next(
			p->shown + at, p->shown_bytes - at, &k->mark[marks++]);
	k->width = (uint16_t)p->width_cols;
	if (p->width_cols == 2)
		k[1] = (struct cell){ .role = (uint16_t)role };
}

int canvas_text_bytes(struct canvas *c, int row, int col, int cols,
	enum role role, const char *text, size_t len_bytes)
{
	int limit = end_of(col, cols, c->cols);
	int from = col;
	int end = limit;
	struct piece p;
	size_t at = 0;

	if (!clip_row(c, row, &from, &end))
		end = from = limit;
	while (at < len_bytes && col < limit) {
		at += piece_next(text + at, len_bytes - at, &p);
		if (col + p.width_cols > limit)
			break;
		if (col >= from && col + p.width_cols <= end)
			put_piece(c, row, col, role, &p);
		col += p.width_cols;
	}
	return col;
}

int canvas_text(struct canvas *c, int row, int col, int cols, enum role role,
	const char *text)
{
	return canvas_text_bytes(
		c, row, col, cols, role, text, text ? strlen(text) : 0);
}

int canvas_text_right(struct canvas *c, int row, int end_col, int cols,
	enum role role, const char *text)
{
	int col = end_col - lowest(width_text_cols(text), cols);

	canvas_text(c, row, col, end_col - col, role, text);
	return col;
}

/* Both halves of a character always have one role. */
static void whole_characters(
	const struct canvas *c, int row, int *col, int *end)
{
	if (*col > 0 && canvas_at(c, row, *col)->code == 0)
		--*col;
	if (*end < c->cols && canvas_at(c, row, *end)->code == 0)
		++*end;
}

void canvas_role(struct canvas *c, int row, int col, int cols, enum role role)
{
	int end = end_of(col, cols, c->cols);

	if (!clip_row(c, row, &col, &end))
		return;
	whole_characters(c, row, &col, &end);
	for (; col < end; col++)
		cell_at(c, row, col)->role = (uint16_t)role;
}

void canvas_focus(struct canvas *c, int row, int col, int cols)
{
	int end = end_of(col, cols, c->cols);

	if (!clip_row(c, row, &col, &end))
		return;
	whole_characters(c, row, &col, &end);
	for (; col < end; col++) {
		struct cell *k = cell_at(c, row, col);

		k->role = (uint16_t)theme_in_focus((enum role)k->role);
	}
}

const struct cell *canvas_at(const struct canvas *c, int row, int col)
{
	if (row < 0 || row >= c->rows || col < 0 || col >= c->cols)
		return NULL;
	return &c->cell[(size_t)row * (size_t)c->cols + (size_t)col];
}

static bool cell_is_sound(const struct canvas *c, int row, int col)
{
	const struct cell *k = canvas_at(c, row, col);
	const struct cell *left = canvas_at(c, row, col - 1);
	const struct cell *right = canvas_at(c, row, col + 1);

	if (k->role >= ROLE_COUNT || k->width > 2)
		return false;
	if (k->code == 0)
		return left && left->width == 2 && k->width == 0 &&
		       !k->mark[0] && left->role == k->role;
	if (k->mark[1] && !k->mark[0])
		return false;
	return k->width == 2 ? right && right->code == 0 : k->width == 1;
}

bool canvas_is_sound(const struct canvas *c)
{
	for (int row = 0; row < c->rows; row++)
		for (int col = 0; col < c->cols; col++)
			if (!cell_is_sound(c, row, col))
				return false;
	return true;
}

static void dump_row(const struct canvas *c, int row, struct str *out)
{
	size_t end = out->len_bytes;

	for (int col = 0; col < c->cols; col++) {
		const struct cell *k = canvas_at(c, row, col);

		if (!k->code)
			continue;
		str_add_code(out, k->code);
		for (int i = 0; i < PIECE_MAX_MARKS && k->mark[i]; i++)
			str_add_code(out, k->mark[i]);
		if (k->code != ' ')
			end = out->len_bytes;
	}
	str_cut(out, end);
	str_add_char(out, '\n');
}

void canvas_text_dump(const struct canvas *c, struct str *out)
{
	for (int row = 0; row < c->rows; row++)
		dump_row(c, row, out);
}

void canvas_role_dump(const struct canvas *c, struct str *out)
{
	for (int row = 0; row < c->rows; row++) {
		size_t end = out->len_bytes;

		for (int col = 0; col < c->cols; col++) {
			enum role role =
				(enum role)canvas_at(c, row, col)->role;

			str_add_char(out, theme_role_letter(role));
			if (role != ROLE_TEXT)
				end = out->len_bytes;
		}
		str_cut(out, end);
		str_add_char(out, '\n');
	}
}
