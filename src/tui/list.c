#include "tui/list.h"

#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"

/* The words of English lights are longer: "LATE12" against 逾12. */
enum { LIGHT_COLS_ZH = 4, LIGHT_COLS_EN = 7 };

/* ---- rows */

static struct list_row *add_row(struct list_rows *rows)
{
	rows->row = mem_grow(
		rows->row, rows->count, &rows->size, sizeof *rows->row);
	struct list_row *row = &rows->row[rows->count++];
	*row = (struct list_row){ 0 };
	return row;
}

struct list_row *list_add(struct list_rows *rows, int64_t id, const char *key)
{
	struct list_row *row = add_row(rows);

	row->id = id;
	row->key = mem_text(key);
	return row;
}

struct list_row *list_add_other(struct list_rows *rows, enum list_kind kind)
{
	struct list_row *row = add_row(rows);

	row->kind = kind;
	return row;
}

void list_add_cell(struct list_row *row, enum role role, const char *text)
{
	if (row->cells == LIST_COLUMNS_MAX)
		return;
	row->cell[row->cells++] =
		(struct list_cell){ .text = mem_text(text), .role = role };
}

void list_set_light(struct list_row *row, enum role role, const char *text)
{
	row->light_role = role;
	snprintf(row->light, sizeof row->light, "%s", text);
}

static void free_row(struct list_row *row)
{
	for (int i = 0; i < row->cells; i++)
		mem_free(row->cell[i].text);
	mem_free(row->key);
}

void list_rows_free(struct list_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free_row(&rows->row[i]);
	mem_free(rows->row);
	*rows = (struct list_rows){ 0 };
}

/* ---- the list */

void list_init(struct list *l, const struct list_source *source)
{
	*l = (struct list){
		.source = *source,
		.light_cols = language_now() == LANGUAGE_ZH ? LIGHT_COLS_ZH
							    : LIGHT_COLS_EN,
		.total = -1,
		.height_rows = 1,
	};
}

void list_fini(struct list *l)
{
	list_rows_free(&l->rows);
	value_ids_free(&l->marks);
	mem_free(l->empty);
	l->empty = NULL;
}

void list_set_columns(
	struct list *l, const struct list_column *column, int count)
{
	l->columns = count < LIST_COLUMNS_MAX ? count : LIST_COLUMNS_MAX;
	memcpy(l->column, column, (size_t)l->columns * sizeof *column);
	l->head_rows = 0;
	for (int i = 0; i < l->columns; i++)
		if (column[i].title && *column[i].title)
			l->head_rows = 1;
	list_restart(l, true);
}

void list_set_empty(struct list *l, const char *text)
{
	mem_free(l->empty);
	l->empty = mem_text(text);
}

/* Only the row of the cursor is kept, for its id. */
static void keep_cursor_row(struct list *l)
{
	struct list_row row = l->rows.row[l->cursor];

	l->rows.row[l->cursor] = l->rows.row[l->rows.count - 1];
	l->rows.count--;
	list_rows_free(&l->rows);
	*add_row(&l->rows) = row;
	mem_free(l->rows.row[0].key);
	l->rows.row[0].key = NULL; /* of another order: it says nothing now */
}

void list_restart(struct list *l, bool keep)
{
	if (keep && l->rows.count)
		keep_cursor_row(l);
	else
		list_rows_free(&l->rows);
	l->cursor = l->top = 0;
	l->at_start = l->at_end = false;
	l->before = 0;
	l->total = -1;
}

static bool is_record(const struct list *l, size_t i)
{
	return l->rows.row[i].kind == LIST_RECORD;
}

static int count_records(const struct list *l, size_t from, size_t to)
{
	int n = 0;

	for (size_t i = from; i < to; i++)
		n += is_record(l, i);
	return n;
}

const struct list_row *list_current(const struct list *l)
{
	if (l->cursor >= l->rows.count || !is_record(l, l->cursor))
		return NULL;
	return &l->rows.row[l->cursor];
}

int64_t list_id(const struct list *l)
{
	const struct list_row *row = list_current(l);

	return row ? row->id : 0;
}

/* ---- reading */

/* Puts rows, the nearest first, in front of the window; empties them. */
static void put_before(struct list *l, struct list_rows *rows)
{
	struct list_rows all = { 0 };

	for (size_t i = rows->count; i > 0; i--)
		*add_row(&all) = rows->row[i - 1];
	for (size_t i = 0; i < l->rows.count; i++)
		*add_row(&all) = l->rows.row[i];
	l->cursor += rows->count;
	l->top += rows->count;
	mem_free(rows->row);
	mem_free(l->rows.row);
	*rows = (struct list_rows){ 0 };
	l->rows = all;
}

static void put_after(struct list *l, struct list_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		*add_row(&l->rows) = rows->row[i];
	mem_free(rows->row);
	*rows = (struct list_rows){ 0 };
}

static void trim_end(struct list *l, size_t extra)
{
	struct list_rows *r = &l->rows;
	size_t last = (l->cursor > l->top ? l->cursor : l->top) +
		      (size_t)l->height_rows;

	for (; extra > 0 && r->count > last + 1; extra--) {
		free_row(&r->row[--r->count]);
		l->at_end = false;
	}
}

static void trim_start(struct list *l, size_t extra)
{
	struct list_rows *r = &l->rows;
	size_t first = l->top < l->cursor ? l->top : l->cursor;

	if (extra > first)
		extra = first;
	if (!extra)
		return;
	if (l->before >= 0)
		l->before += count_records(l, 0, extra);
	for (size_t i = 0; i < extra; i++)
		free_row(&r->row[i]);
	r->count -= extra;
	memmove(r->row, r->row + extra, r->count * sizeof *r->row);
	l->cursor -= extra;
	l->top -= extra;
	l->at_start = false;
}

/* Lets go what is far from the cursor. */
static void trim(struct list *l, enum list_way grown)
{
	size_t count = l->rows.count;

	if (!l->source.find || count <= LIST_HELD_MAX)
		return;
	if (grown == LIST_BEFORE)
		trim_end(l, count - LIST_HELD_MAX);
	else
		trim_start(l, count - LIST_HELD_MAX);
}

/* What is before the window is known at either end of the list. */
static void count_before(struct list *l)
{
	if (l->at_start)
		l->before = 0;
	else if (l->at_end && l->total >= 0 && l->total <= LIST_TOTAL_MAX)
		l->before = l->total - count_records(l, 0, l->rows.count);
	if (l->at_start && l->at_end)
		l->total = count_records(l, 0, l->rows.count);
}

/* Reads n more rows on that side of `from`, which may be outside the window.
 * False: nothing came. */
static bool read_from(struct list *l, const struct list_row *from,
	enum list_way way, int n, struct error *err, enum status *status)
{
	struct list_rows rows = { 0 };

	*status = l->source.fetch(l->source.arg, from, way, n, &rows, err);
	if (*status != STATUS_OK) {
		list_rows_free(&rows);
		return false;
	}
	size_t got = rows.count;
	if (way == LIST_AFTER) {
		put_after(l, &rows);
		l->at_end = got < (size_t)n;
	} else {
		if (l->before >= 0)
			l->before -= (int)got;
		put_before(l, &rows);
		l->at_start = got < (size_t)n;
	}
	return got > 0;
}

/* False when there is no more on that side. */
static bool read_more(struct list *l, enum list_way way, int n)
{
	enum status status;

	if (l->rows.count == 0 || (way == LIST_AFTER ? l->at_end : l->at_start))
		return false;
	struct list_row *edge =
		&l->rows.row[way == LIST_AFTER ? l->rows.count - 1 : 0];
	bool some = read_from(
		l, edge, way, n + LIST_READ_AHEAD, &l->failure, &status);
	trim(l, way);
	count_before(l);
	return some;
}

static enum status read_start(struct list *l, struct error *err)
{
	bool whole = !l->source.find;
	enum status status;

	l->cursor = l->top = 0;
	l->at_start = true;
	l->before = 0;
	read_from(l, NULL, LIST_AFTER,
		whole ? LIST_WHOLE : l->height_rows + LIST_READ_AHEAD, err,
		&status);
	return status;
}

static size_t find_held(const struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->rows.count; i++)
		if (is_record(l, i) && l->rows.row[i].id == id)
			return i;
	return l->rows.count;
}

/* Where the cursor can stand, as near as can be; 0 when nowhere. */
static size_t nearest_record(const struct list *l, size_t at)
{
	for (size_t i = at; i < l->rows.count; i++)
		if (is_record(l, i))
			return i;
	for (size_t i = at < l->rows.count ? at : l->rows.count; i > 0; i--)
		if (is_record(l, i - 1))
			return i - 1;
	return 0;
}

/* Rows round the one the cursor was on. */
static enum status read_around(
	struct list *l, const struct list_row *was, struct error *err)
{
	int n = l->height_rows + LIST_READ_AHEAD;
	enum status status =
		l->source.find(l->source.arg, was->id, &l->rows, err);
	bool found = status == STATUS_OK && l->rows.count;

	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	if (!found && !was->key)
		return read_start(l, err);
	struct list_row anchor = found ? l->rows.row[0] : *was;
	l->before = -1;
	if (read_from(l, &anchor, LIST_AFTER, n, err, &status) ||
		status == STATUS_OK)
		read_from(l, &anchor, LIST_BEFORE, n, err, &status);
	if (l->cursor >= l->rows.count && l->cursor)
		l->cursor = l->rows.count - 1;
	return status;
}

static enum status count_all(struct list *l, struct error *err)
{
	enum status status = STATUS_OK;

	l->total = -1;
	if (l->source.count)
		status = l->source.count(
			l->source.arg, LIST_TOTAL_MAX + 1, &l->total, err);
	count_before(l);
	return status;
}

/* A mark must not outlive its record's place in the list. */
static enum status check_marks(struct list *l, struct error *err)
{
	struct value_ids all = { 0 }, left = { 0 };
	enum status status;

	if (!l->marks.count || !l->source.all)
		return STATUS_OK;
	status = l->source.all(l->source.arg, &all, err);
	for (size_t i = 0, k = 0; i < l->marks.count; i++) {
		while (k < all.count && all.id[k] < l->marks.id[i])
			k++;
		if (k < all.count && all.id[k] == l->marks.id[i])
			value_ids_add(&left, all.id[k]);
	}
	if (status == STATUS_OK) {
		value_ids_free(&l->marks);
		l->marks = left;
		left = (struct value_ids){ 0 };
	}
	value_ids_free(&all);
	value_ids_free(&left);
	return status;
}

/* The heads above a record are shown with it: the first row of both. */
static size_t with_heads(const struct list *l)
{
	size_t height = (size_t)l->height_rows;
	size_t first = l->cursor;

	while (first > 0 && !is_record(l, first - 1) &&
		l->cursor - first + 1 < height)
		first--;
	return first;
}

static void scroll(struct list *l, size_t offset)
{
	size_t height = (size_t)l->height_rows;
	size_t first;

	l->top = l->cursor > offset ? l->cursor - offset : 0;
	if (l->top + height > l->rows.count)
		l->top = l->rows.count > height ? l->rows.count - height : 0;
	if (l->cursor >= l->top + height)
		l->top = l->cursor - height + 1;
	first = with_heads(l);
	if (l->top > first)
		l->top = first;
}

static enum status read_again(struct list *l, const struct list_row *was,
	size_t index, struct error *err)
{
	enum status status;

	if (was && l->source.find)
		return read_around(l, was, err);
	status = read_start(l, err);
	size_t found = was ? find_held(l, was->id) : l->rows.count;
	if (found == l->rows.count)
		found = nearest_record(l, index);
	l->cursor = found;
	return status;
}

enum status list_reload(struct list *l, int rows, struct error *err)
{
	struct list_rows old = l->rows;
	size_t index = l->cursor;
	size_t offset = l->cursor - l->top;
	const struct list_row *was =
		index < old.count && old.row[index].kind == LIST_RECORD
			? &old.row[index]
			: NULL;

	l->height_rows = rows > l->head_rows ? rows - l->head_rows : 1;
	l->rows = (struct list_rows){ 0 };
	l->cursor = l->top = 0;
	enum status status = read_again(l, was, index, err);
	if (status == STATUS_OK)
		status = count_all(l, err);
	if (status == STATUS_OK)
		status = check_marks(l, err);
	list_rows_free(&old);
	scroll(l, offset);
	return status;
}

enum status list_select(struct list *l, int64_t id, struct error *err)
{
	size_t at = find_held(l, id);
	enum status status;

	if (at < l->rows.count) {
		l->cursor = at;
		scroll(l, (size_t)l->height_rows / 2);
		return STATUS_OK;
	}
	if (!l->source.find)
		return STATUS_NOT_FOUND;
	struct list_row was = { .id = id };
	struct list_rows old = l->rows;
	size_t cursor = l->cursor, top = l->top;
	l->rows = (struct list_rows){ 0 };
	l->cursor = l->top = 0;
	status = l->source.find(l->source.arg, id, &l->rows, err);
	list_rows_free(&l->rows);
	if (status != STATUS_OK) {
		l->rows = old;
		l->cursor = cursor;
		l->top = top;
		return status;
	}
	list_rows_free(&old);
	status = read_around(l, &was, err);
	count_before(l);
	scroll(l, (size_t)l->height_rows / 2);
	return status;
}

/* ---- moving */

/* One record down or up; false at the end. */
static bool step(struct list *l, int way)
{
	bool at_edge = way > 0 ? l->cursor + 1 >= l->rows.count : !l->cursor;

	if (at_edge && !read_more(l, way > 0 ? LIST_AFTER : LIST_BEFORE,
			       l->height_rows))
		return false;
	for (size_t at = l->cursor;
		way > 0 ? at + 1 < l->rows.count : at > 0;) {
		at = way > 0 ? at + 1 : at - 1;
		if (!is_record(l, at))
			continue;
		l->cursor = at;
		return true;
	}
	return false;
}

static void keep_in_view(struct list *l)
{
	size_t height = (size_t)l->height_rows;
	size_t first = with_heads(l);

	if (l->top > first)
		l->top = first;
	if (l->cursor >= l->top + height)
		l->top = l->cursor - height + 1;
	if (l->top + height > l->rows.count && !l->at_end)
		read_more(l, LIST_AFTER, l->height_rows);
}

static void move(struct list *l, int times)
{
	int way = times < 0 ? -1 : 1;

	for (; times; times -= way)
		if (!step(l, way))
			break;
	keep_in_view(l);
}

static void move_pages(struct list *l, int pages)
{
	int page = l->height_rows > 1 ? l->height_rows - 1 : 1;
	size_t offset = l->cursor - l->top;
	int way = pages < 0 ? -1 : 1;

	/* bounded: more is the end of any list */
	if (pages > 100000 / page || pages < -100000 / page)
		pages = 100000 / page * way;
	move(l, pages * page);
	scroll(l, offset);
	keep_in_view(l);
}

static void go_home(struct list *l)
{
	if (!l->at_start) {
		list_rows_free(&l->rows);
		read_start(l, &l->failure);
		count_before(l);
	}
	l->top = 0;
	l->cursor = nearest_record(l, 0);
	keep_in_view(l);
}

static void go_end(struct list *l)
{
	if (!l->at_end) {
		enum status status;

		list_rows_free(&l->rows);
		l->cursor = l->top = 0;
		l->before = -1;
		l->at_end = true;
		read_from(l, NULL, LIST_BEFORE,
			l->height_rows + LIST_READ_AHEAD, &l->failure, &status);
		count_before(l);
	}
	if (!l->rows.count)
		return;
	l->cursor = l->rows.count - 1;
	if (!is_record(l, l->cursor))
		step(l, -1);
	scroll(l, (size_t)l->height_rows - 1);
	keep_in_view(l);
}

/* ---- marks */

static size_t mark_place(const struct list *l, int64_t id)
{
	size_t low = 0;
	size_t high = l->marks.count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->marks.id[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool list_is_marked(const struct list *l, int64_t id)
{
	size_t at = mark_place(l, id);

	return at < l->marks.count && l->marks.id[at] == id;
}

void list_unmark_all(struct list *l)
{
	value_ids_free(&l->marks);
	l->marks = (struct value_ids){ 0 };
}

static void toggle(struct list *l, int64_t id)
{
	size_t at = mark_place(l, id);

	if (!list_is_marked(l, id)) {
		value_ids_add(&l->marks, id);
		return;
	}
	l->marks.count--;
	memmove(l->marks.id + at, l->marks.id + at + 1,
		(l->marks.count - at) * sizeof *l->marks.id);
}

static void mark(struct list *l, int times)
{
	for (; times > 0 && list_current(l); times--) {
		toggle(l, list_id(l));
		if (!step(l, 1))
			break;
	}
	keep_in_view(l);
}

static void mark_all(struct list *l)
{
	if (l->marks.count) {
		list_unmark_all(l);
	} else if (l->source.all) {
		l->source.all(l->source.arg, &l->marks, &l->failure);
	} else {
		for (size_t i = 0; i < l->rows.count; i++)
			if (is_record(l, i))
				value_ids_add(&l->marks, l->rows.row[i].id);
	}
}

enum handled list_command(struct list *l, int cmd, int times)
{
	l->failure = (struct error){ 0 };
	if (!list_current(l))
		return HANDLED_NO;
	switch (cmd) {
	case CMD_UP:
		move(l, -times);
		break;
	case CMD_DOWN:
		move(l, times);
		break;
	case CMD_PAGE_UP:
		move_pages(l, -times);
		break;
	case CMD_PAGE_DOWN:
		move_pages(l, times);
		break;
	case CMD_HOME:
		go_home(l);
		break;
	case CMD_END:
		go_end(l);
		break;
	case CMD_MARK:
		mark(l, times);
		break;
	case CMD_MARK_ALL:
		mark_all(l);
		break;
	default:
		return HANDLED_NO;
	}
	return HANDLED_YES;
}

/* ---- position */

void list_print_position(const struct list *l, struct str *out)
{
	size_t end = l->top + (size_t)l->height_rows;

	if (l->marks.count)
		str_addf(out, _("%zu marked"), l->marks.count);
	if (!list_current(l))
		return;
	if (end > l->rows.count)
		end = l->rows.count;
	if (l->marks.count)
		str_add(out, "  ");
	if (l->before >= 0) {
		int first = l->before + count_records(l, 0, l->top) + 1;

		str_addf(out, "%d-%d", first,
			first - 1 + count_records(l, l->top, end));
	}
	if (l->total > LIST_TOTAL_MAX)
		str_addf(out, "%s/ %d+", l->before >= 0 ? " " : "",
			LIST_TOTAL_MAX);
	else if (l->total >= 0)
		str_addf(out, "%s/ %d", l->before >= 0 ? " " : "", l->total);
}
