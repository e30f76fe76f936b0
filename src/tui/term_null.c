#include "tui/term.h"

#include <string.h>
#include "core/mem.h"
#include "core/str.h"

struct null_term {
	struct term term;
	int rows, cols;
	int new_rows, new_cols; /* after term_null_resize() */
	struct canvas shown;
	struct point cursor;
	int frames, bells;
	bool all; /* everything is sent next time */
	bool gone;
	struct str fed;
	size_t read_bytes;
	size_t sent_bytes;
};

static struct null_term *null_of(const struct term *t)
{
	return (struct null_term *)(uintptr_t)t;
}

static void null_size(struct term *t, int *rows, int *cols)
{
	*rows = null_of(t)->rows;
	*cols = null_of(t)->cols;
}

static bool null_resize(struct term *t)
{
	struct null_term *n = null_of(t);

	if (n->rows == n->new_rows && n->cols == n->new_cols)
		return false;
	n->rows = n->new_rows;
	n->cols = n->new_cols;
	return true;
}

/* ---- what a plain writer would send */

static void add_look(enum role role, struct str *out)
{
	const struct theme_look *look = theme_look(role, false);

	str_add(out, "\033[0");
	if (look->attrs & THEME_BOLD)
		str_add(out, ";1");
	if (look->attrs & THEME_UNDERLINE)
		str_add(out, ";4");
	if (look->attrs & THEME_REVERSE)
		str_add(out, ";7");
	str_add_char(out, 'm');
}

static void add_cells(const struct cell *k, int from, int to, struct str *out)
{
	int role = -1;

	for (int col = from; col <= to; col++) {
		if (!k[col].code)
			continue;
		if (k[col].role != role)
			add_look((enum role)k[col].role, out);
		role = k[col].role;
		str_add_code(out, k[col].code);
		for (int i = 0; i < 2 && k[col].mark[i]; i++)
			str_add_code(out, k[col].mark[i]);
	}
}

static void add_row(int row, const struct cell *now, const struct cell *old,
	int cols, struct str *out)
{
	int from = 0;
	int to = cols - 1;

	if (old && !memcmp(now, old, (size_t)cols * sizeof *now))
		return;
	while (old && !memcmp(&now[from], &old[from], sizeof *now))
		from++;
	while (old && !memcmp(&now[to], &old[to], sizeof *now))
		to--;
	if (from > 0 && !now[from].code)
		from--;
	str_addf(out, "\033[%d;%dH", row + 1, from + 1);
	add_cells(now, from, to, out);
}

static void null_present(
	struct term *t, const struct canvas *c, struct point cursor)
{
	struct null_term *n = null_of(t);
	bool same_size = n->shown.rows == c->rows && n->shown.cols == c->cols;
	struct str out = STR_INIT;

	for (int row = 0; row < c->rows; row++)
		add_row(row, canvas_at(c, row, 0),
			same_size && !n->all ? canvas_at(&n->shown, row, 0)
					     : NULL,
			c->cols, &out);
	str_addf(&out, "\033[%d;%dH", cursor.row + 1, cursor.col + 1);
	canvas_copy(&n->shown, c);
	n->sent_bytes += out.len_bytes;
	n->all = false;
	n->cursor = cursor;
	n->frames++;
	str_free(&out);
}

/* ---- input */

static ssize_t null_read(struct term *t, void *buf, size_t size_bytes)
{
	struct null_term *n = null_of(t);
	size_t left = n->fed.len_bytes - n->read_bytes;

	if (!left)
		return n->gone ? -1 : 0;
	if (left > size_bytes)
		left = size_bytes;
	memcpy(buf, n->fed.data + n->read_bytes, left);
	n->read_bytes += left;
	return (ssize_t)left;
}

static bool null_report(struct term *t, int row, int col)
{
	(void)t, (void)row, (void)col;
	return false;
}

static void null_redraw(struct term *t)
{
	null_of(t)->all = true;
}

static void null_bell(struct term *t)
{
	null_of(t)->bells++;
}

static void null_close(struct term *t)
{
	struct null_term *n = null_of(t);

	canvas_fini(&n->shown);
	str_free(&n->fed);
	mem_free(n);
}

static void null_restore(struct term *t)
{
	null_of(t)->gone = true;
}

static const struct term_ops null_ops = {
	.size = null_size,
	.resize = null_resize,
	.present = null_present,
	.read = null_read,
	.report = null_report,
	.redraw = null_redraw,
	.bell = null_bell,
	.restore = null_restore,
	.close = null_close,
};

struct term *term_open_null(int rows, int cols)
{
	struct null_term *n = mem_zero(1, sizeof *n);

	n->term = (struct term){ .ops = &null_ops, .fd = -1 };
	n->rows = n->new_rows = rows;
	n->cols = n->new_cols = cols;
	n->fed = (struct str)STR_INIT;
	n->all = true;
	canvas_init(&n->shown, rows, cols);
	return &n->term;
}

void term_null_feed(struct term *t, const void *bytes, size_t len_bytes)
{
	str_add_bytes(&null_of(t)->fed, bytes, len_bytes);
}

void term_null_resize(struct term *t, int rows, int cols)
{
	null_of(t)->new_rows = rows;
	null_of(t)->new_cols = cols;
}

void term_null_hang_up(struct term *t)
{
	null_of(t)->gone = true;
}

const struct canvas *term_null_frame(const struct term *t)
{
	return &null_of(t)->shown;
}

struct point term_null_cursor(const struct term *t)
{
	return null_of(t)->cursor;
}

int term_null_frames(const struct term *t)
{
	return null_of(t)->frames;
}

int term_null_bells(const struct term *t)
{
	return null_of(t)->bells;
}

size_t term_null_bytes(const struct term *t)
{
	return null_of(t)->sent_bytes;
}
