#include "report/document.h"

#include <string.h>
#include "core/clean.h"
#include "core/fit.h"
#include "core/mem.h"
#include "core/width.h"

enum { GAP_COLS = 2, LEAST_COLS = 4 };

/* ---- building */

static char *clean_copy(const char *text)
{
	struct str out = STR_INIT;

	clean_text(&out, text ? text : "", CLEAN_LONG_TEXT);
	char *copy = mem_text(out.data);
	str_free(&out);
	return copy;
}

static struct document_block *add_block(
	struct document *d, enum document_kind kind, const char *text)
{
	d->block = mem_grow(d->block, d->count, &d->size, sizeof *d->block);
	struct document_block *b = &d->block[d->count++];

	*b = (struct document_block){ .kind = kind,
		.text = text ? clean_copy(text) : NULL };
	return b;
}

void document_set_title(struct document *d, const char *title, const char *meta)
{
	mem_free(d->title);
	mem_free(d->meta);
	d->title = clean_copy(title);
	d->meta = meta ? clean_copy(meta) : NULL;
}

void document_add_heading(struct document *d, const char *text)
{
	add_block(d, DOCUMENT_HEADING, text);
}

void document_add_text(struct document *d, const char *text)
{
	add_block(d, DOCUMENT_TEXT, text);
}

void document_add_table(struct document *d,
	const struct document_column *column, size_t columns)
{
	struct document_block *b = add_block(d, DOCUMENT_TABLE, NULL);

	columns =
		columns > DOCUMENT_COLUMNS_MAX ? DOCUMENT_COLUMNS_MAX : columns;
	b->columns = columns;
	b->column = mem_zero(columns, sizeof *b->column);
	for (size_t i = 0; i < columns; i++) {
		b->column[i].text = clean_copy(column[i].head);
		b->column[i].right = column[i].right;
		b->column[i].least_cols = column[i].least_cols;
	}
}

void document_add_row(struct document *d, const char *const *cell)
{
	struct document_block *b = d->count ? &d->block[d->count - 1] : NULL;

	if (!b || b->kind != DOCUMENT_TABLE)
		return;
	for (size_t i = 0; i < b->columns; i++) {
		b->cell =
			mem_grow(b->cell, b->cells, &b->size, sizeof *b->cell);
		b->cell[b->cells++] = clean_copy(cell[i]);
	}
}

static void block_free(struct document_block *b)
{
	for (size_t i = 0; i < b->columns; i++)
		mem_free(b->column[i].text);
	for (size_t i = 0; i < b->cells; i++)
		mem_free(b->cell[i]);
	mem_free(b->column);
	mem_free(b->cell);
	mem_free(b->text);
}

void document_free(struct document *d)
{
	for (size_t i = 0; i < d->count; i++)
		block_free(&d->block[i]);
	mem_free(d->block);
	mem_free(d->title);
	mem_free(d->meta);
	*d = (struct document){ .count = 0 };
}

/* ---- lines */

static void end_line(struct str *out)
{
	while (out->len_bytes && out->data[out->len_bytes - 1] == ' ')
		str_cut(out, out->len_bytes - 1);
	str_add_char(out, '\n');
}

static void add_centred(struct str *out, const char *text, int width_cols)
{
	size_t len = strlen(text);
	struct fit_line line;

	while (len && fit_wrap(text, len, width_cols, &line)) {
		struct str one = STR_INIT;

		str_add_bytes(&one, text, line.len_bytes);
		fit_text(out, one.data, width_cols, FIT_CENTRE);
		end_line(out);
		str_free(&one);
		text += line.next_bytes;
		len -= line.next_bytes;
	}
}

/* ---- tables: widths */

static int widest_line(const char *text)
{
	size_t len = strlen(text);
	struct fit_line line;
	int widest = 0;

	while (len && fit_wrap(text, len, INT16_MAX, &line)) {
		widest = line.width_cols > widest ? line.width_cols : widest;
		text += line.next_bytes;
		len -= line.next_bytes;
	}
	return widest;
}

static void natural_widths(const struct document_block *b, int *width)
{
	for (size_t i = 0; i < b->columns; i++)
		width[i] = width_text_cols(b->column[i].text);
	for (size_t i = 0; i < b->cells; i++) {
		int cols = widest_line(b->cell[i]);

		if (cols > width[i % b->columns])
			width[i % b->columns] = cols;
	}
}

/* Takes from the widest column that may give, until all fit. */
static void shrink_widths(
	const struct document_block *b, int width_cols, int *width)
{
	int all = -GAP_COLS;

	for (size_t i = 0; i < b->columns; i++)
		all += width[i] + (width[i] ? GAP_COLS : 0);
	while (all > width_cols) {
		size_t widest = b->columns;

		for (size_t i = 0; i < b->columns; i++) {
			int least = b->column[i].least_cols > LEAST_COLS
					    ? b->column[i].least_cols
					    : LEAST_COLS;

			if (width[i] > least &&
				(widest == b->columns ||
					width[i] > width[widest]))
				widest = i;
		}
		if (widest == b->columns)
			return; /* as narrow as it can be read */
		width[widest]--;
		all--;
	}
}

/* ---- tables: rows */

/* One line of each cell; false when there was nothing left to draw. */
static bool add_row_line(const struct document_block *b, const int *width,
	const char **left, struct str *out)
{
	struct str row = STR_INIT;
	bool any = false;

	for (size_t i = 0; i < b->columns; i++) {
		struct fit_line line = { .len_bytes = 0 };
		struct str one = STR_INIT;

		if (!width[i])
			continue;
		if (*left[i] &&
			fit_wrap(left[i], strlen(left[i]), width[i], &line))
			any = true;
		str_add_bytes(&one, left[i], line.len_bytes);
		left[i] += line.next_bytes;
		if (row.len_bytes)
			fit_blanks(&row, GAP_COLS);
		fit_text(&row, one.data, width[i],
			b->column[i].right ? FIT_RIGHT : FIT_LEFT);
		str_free(&one);
	}
	if (any) {
		str_add(out, row.data);
		end_line(out);
	}
	str_free(&row);
	return any;
}

static void add_row(const struct document_block *b, const int *width,
	const char **cells, struct str *out)
{
	const char *left[DOCUMENT_COLUMNS_MAX] = { NULL };

	for (size_t i = 0; i < b->columns; i++)
		left[i] = cells[i];
	while (add_row_line(b, width, left, out))
		;
}

static void add_table(
	const struct document_block *b, int width_cols, struct str *out)
{
	const char *cells[DOCUMENT_COLUMNS_MAX] = { NULL };
	int width[DOCUMENT_COLUMNS_MAX] = { 0 };

	if (!b->cells)
		return;
	natural_widths(b, width);
	shrink_widths(b, width_cols, width);
	for (size_t i = 0; i < b->columns; i++)
		cells[i] = b->column[i].text;
	add_row(b, width, cells, out);
	for (size_t at = 0; at < b->cells; at += b->columns) {
		for (size_t i = 0; i < b->columns; i++)
			cells[i] = b->cell[at + i];
		add_row(b, width, cells, out);
	}
}

/* ---- the whole */

void document_print_text(
	const struct document *d, int width_cols, struct str *out)
{
	if (d->title)
		add_centred(out, d->title, width_cols);
	if (d->meta)
		add_centred(out, d->meta, width_cols);
	for (size_t i = 0; i < d->count; i++) {
		const struct document_block *b = &d->block[i];
		bool is_first = i == 0 && !d->title;

		if (b->kind == DOCUMENT_HEADING && !is_first)
			str_add_char(out, '\n');
		if (b->kind == DOCUMENT_TABLE) {
			add_table(b, width_cols, out);
			continue;
		}
		if (i == 0 && d->title && b->kind == DOCUMENT_TEXT)
			str_add_char(out, '\n');
		fit_wrap_text(out, b->text, width_cols, "");
	}
}

void document_print_pages(const struct document *d, struct str *out)
{
	struct str text = STR_INIT;
	struct str foot = STR_INIT;
	int line = 0, page = 1;

	document_print_text(d, DOCUMENT_PAGE_COLS, &text);
	const char *at = text.data;
	while (*at) {
		size_t len = strcspn(at, "\n") + 1;

		str_add_bytes(out, at, len);
		at += len;
		if (++line < DOCUMENT_PAGE_LINES && *at)
			continue;
		str_clear(&foot);
		str_addf(&foot, "- %d -", page++);
		fit_text(out, foot.data, DOCUMENT_PAGE_COLS, FIT_RIGHT);
		str_add(out, *at ? "\n\f" : "\n");
		line = 0;
	}
	str_free(&text);
	str_free(&foot);
}
