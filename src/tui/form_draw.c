#include "tui/form.h"

#include <string.h>
#include "core/fit.h"
#include "core/language.h"
#include "core/utf8.h"
#include "core/width.h"
#include "tui/typing.h"
#include "form_inside.h"

enum {
	LABEL_COL = 3,
	LABEL_COLS_MIN = 8,
	GAP_COLS = 2,
	PAIR_GAP_COLS = 3,
	SHARED_COLS_MIN = 20, /* of a long field that shares its line */
	SUMMARY_COLS_MIN = 10,
	ERROR_ROWS_MAX = 3
};

/* ---- widths */

/* 0: all there is. */
static int wanted_cols(const struct form_item *item)
{
	int64_t chars = field_max_chars(item->field);

	switch (item->field->type) {
	case FIELD_TEXT:
		return chars > 0 && chars <= 16 ? (int)chars * 2 + 1 : 0;
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_DATE:
		return 12;
	case FIELD_FLAG:
		return 6;
	case FIELD_INSTANT:
	case FIELD_NUMBER:
		return 18;
	case FIELD_CHOICE:
		return 14;
	case FIELD_VALUE:
		return 20;
	case FIELD_CHOICES:
	case FIELD_REF:
		return 30;
	default:
		return 0;
	}
}

static int suffix_cols(const struct form_item *item)
{
	return item->suffix && *item->suffix ? 1 + width_text_cols(item->suffix)
					     : 0;
}

static int value_col(const struct form *f)
{
	int cols = LABEL_COLS_MIN;

	for (size_t i = 0; i < f->ordered; i++) {
		const struct form_item *item = &f->item[f->order[i]];
		int own = width_text_cols(item->label);

		if (own > cols && own <= f->cols / 3)
			cols = own;
	}
	return LABEL_COL + cols + GAP_COLS;
}

static int end_col(const struct form *f)
{
	return f->cols > GAP_COLS ? f->cols - GAP_COLS : 0;
}

/* ---- lines */

/* The item beside those placed so far; false: there is no room. `lead` gives
 * what it can spare when it would fill the line. */
static bool place_beside(struct form *f, struct form_item *item,
	struct form_item *lead, int *col, bool *lead_is_elastic)
{
	int end = end_col(f);
	int label = width_text_cols(item->label);
	int own = wanted_cols(item);
	int need = PAIR_GAP_COLS + label + GAP_COLS +
		   (own ? own : SHARED_COLS_MIN) + suffix_cols(item);

	if (*col + need > end && *lead_is_elastic) {
		int spare = *col + need - end;

		if (lead->cols - spare < SHARED_COLS_MIN)
			return false;
		lead->cols -= spare;
		*col -= spare;
	}
	*lead_is_elastic = false;
	if (*col + need > end)
		return false;
	item->label_col = *col + PAIR_GAP_COLS;
	item->col = item->label_col + label + GAP_COLS;
	item->cols = own ? own : end - item->col - suffix_cols(item);
	item->y = lead->y;
	item->rows = 1;
	*col = item->col + item->cols + suffix_cols(item);
	return true;
}

static int count_rows(struct form_item *item)
{
	struct lineedit_row row;
	int n = 1;

	lineedit_layout(&item->edit, item->cols,
		item->edit.many_lines ? FORM_LONG_ROWS : 1);
	while (n < FORM_LONG_ROWS && lineedit_row(&item->edit, n, &row))
		n++;
	return n;
}

static void place_lead(struct form *f, struct form_item *item, int y)
{
	int room = end_col(f) - f->value_col;
	int own = wanted_cols(item);
	int suffix = suffix_cols(item);

	item->label_col = LABEL_COL;
	item->col = f->value_col;
	item->cols = own && own < room ? own : room;
	if (!own && suffix && room - suffix >= SHARED_COLS_MIN)
		item->cols = room - suffix;
	item->y = y;
	item->rows = 1;
}

static int error_col(const struct form *f, const struct form_item *item)
{
	return item->label_col == LABEL_COL ? f->value_col : LABEL_COL;
}

/* Beside another field it says first whose error it is. */
static void print_error(const struct form_item *item, struct str *out)
{
	if (item->label_col != LABEL_COL)
		str_addf(out, "%s  ", item->label);
	str_add(out, item->error);
}

/* The next row of it; false: there is none. */
static bool next_row(const struct form *f, const struct form_item *item,
	const char **text, struct fit_line *line)
{
	*text += line->next_bytes;
	return fit_wrap(
		*text, strlen(*text), end_col(f) - error_col(f, item), line);
}

static int count_error_rows(const struct form *f, const struct form_item *item)
{
	struct fit_line line = { .next_bytes = 0 };
	struct str text = STR_INIT;
	int n = 0;

	print_error(item, &text);
	for (const char *at = text.data;
		n < ERROR_ROWS_MAX && next_row(f, item, &at, &line);)
		n++;
	str_free(&text);
	return n;
}

/* Places one line from the `from`-th in order; returns the first after it. */
static size_t place_line(struct form *f, size_t from, int *y)
{
	struct form_item *lead = &f->item[f->order[from]];
	size_t next = from + 1;

	place_lead(f, lead, *y);
	int col = lead->col + lead->cols + suffix_cols(lead);
	bool elastic = !wanted_cols(lead);
	for (; next < f->ordered && !lead->edit.many_lines; next++) {
		struct form_item *item = &f->item[f->order[next]];

		if (!(item->field->flags & FIELD_PAIRED) ||
			item->edit.many_lines ||
			!place_beside(f, item, lead, &col, &elastic))
			break;
	}
	for (size_t i = from; i < next; i++) {
		struct form_item *item = &f->item[f->order[i]];

		item->rows = count_rows(item);
		if (*y < item->y + item->rows)
			*y = item->y + item->rows;
	}
	for (size_t i = from; i < next; i++) {
		struct form_item *item = &f->item[f->order[i]];

		item->error_y = item->error ? *y : -1;
		item->error_rows = item->error ? count_error_rows(f, item) : 0;
		*y += item->error_rows;
	}
	return next;
}

/* A head where another section begins; folded ones have none. */
static bool begins_section(const struct form *f, size_t at)
{
	const struct form_item *item = &f->item[f->order[at]];
	const struct form_item *before = at ? &f->item[f->order[at - 1]] : NULL;

	if (!item->section || item->field->flags & FIELD_FOLDED)
		return false;
	return !before || !before->section ||
	       strcmp(before->section, item->section) != 0;
}

static void scroll(struct form *f)
{
	const struct form_item *item = form_here(f);
	int height = f->save_y + 1;
	int first = f->focus == FORM_ON_FOLD ? f->fold_y : f->save_y;
	int last = first;

	if (item) {
		first = item->head_y >= 0 ? item->head_y : item->y;
		last = item->error_y >= 0 ? item->error_y + item->error_rows - 1
					  : item->y + item->rows - 1;
	}
	if (last >= f->top + f->rows)
		f->top = last - f->rows + 1;
	if (first < f->top)
		f->top = first;
	if (f->top + f->rows > height)
		f->top = height > f->rows ? height - f->rows : 0;
}

void form_layout(struct form *f, int rows, int cols)
{
	int y = 0;

	form_ready(f);
	f->rows = rows > 0 ? rows : 1;
	f->cols = cols;
	f->value_col = value_col(f);
	for (size_t i = 0; i < f->ordered;) {
		struct form_item *item = &f->item[f->order[i]];
		int head_y = -1;

		if (begins_section(f, i)) {
			y += y > 0;
			head_y = y++;
		}
		i = place_line(f, i, &y);
		item->head_y = head_y;
	}
	f->fold_y = f->folded ? y++ : -1;
	f->save_y = y + (y > 0);
	scroll(f);
}

/* ---- drawing */

static void draw_item(const struct form *f, const struct form_item *item,
	struct canvas *c, struct rect r)
{
	int y = r.row + item->y - f->top;
	int end = r.col + end_col(f);
	struct rect field = { y, r.col + item->col, item->rows, item->cols };

	if (item->head_y >= 0)
		canvas_text(c, r.row + item->head_y - f->top, r.col + 1,
			f->cols - 2, ROLE_STRONG, item->section);
	canvas_text(c, y, r.col + item->label_col,
		item->col - item->label_col - 1, ROLE_LABEL, item->label);
	typing_draw(
		&item->edit, c, field, item->fixed ? ROLE_TEXT : ROLE_FIELD);
	if (f->fresh && item == form_here(f))
		canvas_role(c, y, field.col,
			width_text_cols(lineedit_text(&item->edit)),
			ROLE_FOCUS);
	int col = field.col + field.cols + 1;
	if (item->suffix && col < end)
		canvas_text(c, y, col, end - col, ROLE_TEXT, item->suffix);
}

static void draw_error(const struct form *f, const struct form_item *item,
	struct canvas *c, struct rect r)
{
	struct fit_line line = { .next_bytes = 0 };
	struct str text = STR_INIT, cut = STR_INIT;
	int col = error_col(f, item);
	int cols = end_col(f) - col;

	print_error(item, &text);
	const char *at = text.data;
	for (int i = 0; i < item->error_rows && next_row(f, item, &at, &line);
		i++) {
		str_clear(&cut);
		if (i + 1 < item->error_rows)
			str_add_bytes(&cut, at, line.len_bytes);
		else
			fit_cut(&cut, at, cols);
		canvas_text(c, r.row + item->error_y + i - f->top, r.col + col,
			cols, item->error_is_warning ? ROLE_SOON : ROLE_ERROR,
			cut.data);
	}
	str_free(&text);
	str_free(&cut);
}

/* "weight 1; kind daily; basis, next steps: none" */
static void print_folded(const struct form *f, struct str *out)
{
	struct str none = STR_INIT;

	for (size_t i = 0; i < f->count; i++) {
		const struct form_item *item = &f->item[i];
		const char *text = lineedit_text(&item->edit);

		if (!(item->field->flags & FIELD_FOLDED))
			continue;
		if (form_is_blank(item))
			str_addf(&none, "%s%s", none.len_bytes ? _(", ") : "",
				item->label);
		else
			str_addf(out, "%s%s %s", out->len_bytes ? _("; ") : "",
				item->label, text);
	}
	if (none.len_bytes) {
		str_add(out, out->len_bytes ? _("; ") : "");
		str_addf(out, _("%s: none"), none.data);
	}
	str_free(&none);
}

static void draw_fold(const struct form *f, struct canvas *c, struct rect r)
{
	struct str text = STR_INIT, cut = STR_INIT;
	int y = r.row + f->fold_y - f->top;
	int end = end_col(f);
	const char *key = _("Enter unfolds");
	int room = end - f->value_col - width_text_cols(key) - GAP_COLS;

	print_folded(f, &text);
	canvas_text(c, y, r.col + LABEL_COL, f->value_col - LABEL_COL,
		ROLE_LABEL, _("Other"));
	if (room >= SUMMARY_COLS_MIN) {
		canvas_text_right(c, y, r.col + end, end, ROLE_TEXT, key);
		fit_cut(&cut, text.data, room);
	} else {
		fit_cut(&cut, text.data, end - f->value_col);
	}
	canvas_text(c, y, r.col + f->value_col, end - f->value_col, ROLE_TEXT,
		cut.data);
	str_free(&text);
	str_free(&cut);
}

static int focus_y(const struct form *f)
{
	const struct form_item *item = form_here(f);

	if (item)
		return item->y;
	return f->focus == FORM_ON_FOLD ? f->fold_y : f->save_y;
}

void form_draw(const struct form *f, struct canvas *c, struct rect r)
{
	struct rect before = canvas_clip(c, r);
	int y = r.row + f->save_y - f->top;

	canvas_fill_rect(c, r, ROLE_TEXT);
	for (size_t i = 0; i < f->ordered; i++) {
		const struct form_item *item = &f->item[f->order[i]];

		draw_item(f, item, c, r);
		if (item->error_y >= 0)
			draw_error(f, item, c, r);
	}
	if (f->folded)
		draw_fold(f, c, r);
	int end = canvas_text(c, y, r.col + LABEL_COL, f->cols - LABEL_COL,
		f->focus == FORM_ON_SAVE ? ROLE_FOCUS : ROLE_KEY, _("Save"));
	if (form_is_dirty(f))
		canvas_text(c, y, end + GAP_COLS, r.col + end_col(f) - end,
			ROLE_TEXT, _("changed"));
	canvas_text(c, r.row + focus_y(f) - f->top, r.col, 1, ROLE_TEXT, ">");
	canvas_unclip(c, before);
}

struct point form_cursor(const struct form *f, struct rect r)
{
	const struct form_item *item = form_here(f);
	int y, x;

	if (!item)
		return (struct point){ r.row + focus_y(f) - f->top,
			r.col + LABEL_COL };
	lineedit_cursor(&item->edit, &y, &x);
	return (struct point){ r.row + item->y + y - f->top,
		r.col + item->col + x };
}

/* ---- the message line */

void form_print_hint(const struct form *f, struct str *out)
{
	const struct form_item *item = form_here(f);

	if (f->notice.len_bytes)
		str_add(out, f->notice.data);
	else if (f->focus == FORM_ON_FOLD)
		str_add(out, _("Enter shows these fields; Tab goes on."));
	else if (!item)
		str_add(out, _("Enter saves the form."));
	else if (item->error)
		str_addf(out, "%s  %s", item->label, item->error);
	else if (item->help)
		str_addf(out, "%s  %s", item->label, item->help);
}

void form_print_position(const struct form *f, struct str *out)
{
	const struct form_item *item = form_here(f);
	size_t left;

	if (!item || item->fixed)
		return;
	left = lineedit_left_chars(&item->edit);
	if (left != SIZE_MAX)
		str_addf(out, _("%zu/%zu characters"),
			utf8_count(lineedit_text(&item->edit)),
			item->edit.max_chars);
}
