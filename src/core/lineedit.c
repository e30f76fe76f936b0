#include "core/lineedit.h"

#include <limits.h>
#include <string.h>
#include "core/clean.h"
#include "core/fit.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/piece.h"
#include "core/utf8.h"
#include "core/width.h"

/* ---- places and rows */

static void add_place(struct lineedit *e, size_t at_bytes, int col)
{
	e->place = mem_grow(e->place, e->count, &e->size, sizeof *e->place);
	e->place[e->count++] = (struct lineedit_place){
		.at_bytes = at_bytes,
		.col = col,
	};
}

static void add_line(struct lineedit *e, size_t end_bytes)
{
	e->line = mem_grow(e->line, e->lines, &e->lines_size, sizeof *e->line);
	e->line[e->lines++] = (struct lineedit_line){
		.first = e->count,
		.end_bytes = end_bytes,
	};
}

/* Places of one row; col is of the row. Returns the column of its end. */
static int add_places(struct lineedit *e, size_t from, size_t to)
{
	struct piece piece;
	int col = 0;

	while (from < to) {
		size_t n = piece_next(
			e->text.data + from, e->text.len_bytes - from, &piece);

		add_place(e, from, col);
		from += n;
		if ((piece.code != '\n' || !e->many_lines) &&
			col <= INT_MAX - 2)
			col += piece.width_cols;
	}
	return col;
}

static bool ends_with_line_end(const struct lineedit *e)
{
	return e->text.len_bytes > 0 &&
	       e->text.data[e->text.len_bytes - 1] == '\n';
}

static void wrap(struct lineedit *e)
{
	size_t len = e->text.len_bytes;
	struct fit_line line;
	int col = 0;

	for (size_t at = 0;
		fit_wrap(e->text.data + at, len - at, e->width_cols - 1, &line);
		at += line.next_bytes) {
		add_line(e, at + line.len_bytes);
		col = add_places(e, at, at + line.next_bytes);
	}
	if (!len || ends_with_line_end(e)) {
		add_line(e, len);
		col = 0;
	}
	add_place(e, len, col);
}

/* Places anew after an edit or another width; the cursor goes to that byte,
 * or behind the piece that has swallowed it. */
static void rebuild(struct lineedit *e, size_t at_bytes)
{
	e->count = 0;
	e->lines = 0;
	e->chars = utf8_count(e->text.data);
	if (e->many_lines) {
		wrap(e);
	} else {
		add_line(e, e->text.len_bytes);
		add_place(e, e->text.len_bytes,
			add_places(e, 0, e->text.len_bytes));
	}
	size_t low = 0;
	size_t high = e->count - 1;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (e->place[mid].at_bytes < at_bytes)
			low = mid + 1;
		else
			high = mid;
	}
	e->at = low;
}

static size_t row_of(const struct lineedit *e, size_t place)
{
	size_t row = e->lines - 1;

	while (row > 0 && e->line[row].first > place)
		row--;
	return row;
}

static size_t last_place(const struct lineedit *e, size_t row)
{
	return row + 1 < e->lines ? e->line[row + 1].first - 1 : e->count - 1;
}

/* ---- the text */

void lineedit_init(struct lineedit *e, bool many_lines, size_t max_chars)
{
	*e = (struct lineedit){
		.text = STR_INIT,
		.many_lines = many_lines,
		.max_chars = max_chars,
		.width_cols = INT_MAX,
		.height_rows = 1,
		.goal_cols = -1,
	};
	rebuild(e, 0);
}

void lineedit_fini(struct lineedit *e)
{
	str_free(&e->text);
	mem_free(e->place);
	mem_free(e->line);
	*e = (struct lineedit){ .text = STR_INIT };
}

void lineedit_set(struct lineedit *e, const char *text)
{
	str_clear(&e->text);
	str_add(&e->text, text);
	e->changes++;
	e->goal_cols = -1;
	e->left = 0;
	e->top = 0;
	rebuild(e, e->text.len_bytes);
}

const char *lineedit_text(const struct lineedit *e)
{
	return e->text.data;
}

size_t lineedit_cursor_bytes(const struct lineedit *e)
{
	return e->place[e->at].at_bytes;
}

size_t lineedit_left_chars(const struct lineedit *e)
{
	if (!e->max_chars)
		return SIZE_MAX;
	return e->max_chars > e->chars ? e->max_chars - e->chars : 0;
}

bool lineedit_is_on_empty_last_line(const struct lineedit *e)
{
	return e->at == e->count - 1 &&
	       (!e->text.len_bytes || ends_with_line_end(e));
}

/* Puts those bytes in the place of [from, to), the cursor behind them. */
static void replace(struct lineedit *e, size_t from, size_t to,
	const char *text, size_t len_bytes)
{
	char *rest = mem_text(e->text.data + to);

	str_cut(&e->text, from);
	str_add_bytes(&e->text, text, len_bytes);
	str_add(&e->text, rest);
	mem_free(rest);
	e->changes++;
	rebuild(e, from + len_bytes);
}

/* ---- typing and pasting */

struct intake {
	struct str text;
	bool many_lines;
	int marks; /* on the character before; -1: nothing to join */
	size_t dropped;
	uint32_t first_dropped;
};

static void take(struct intake *in, uint32_t code, bool malformed)
{
	bool line_end = code == '\n' || code == '\r' || code == 0x2028 ||
			code == 0x2029;
	bool mark = width_of(code) == 0;

	if (line_end)
		code = in->many_lines ? '\n' : ' ';
	else if (code == '\t')
		code = ' ';
	if (malformed || (code != '\n' && clean_name(code)) ||
		(mark && (in->marks < 0 || in->marks >= PIECE_MAX_MARKS))) {
		if (!in->dropped++)
			in->first_dropped = code;
		return;
	}
	char bytes[UTF8_MAX_BYTES];
	struct piece piece;
	size_t n = piece_next(bytes, utf8_encode(code, bytes), &piece);
	str_add_bytes(&in->text, bytes, n);
	in->marks = mark ? in->marks + 1 : piece.shown == bytes ? 0 : -1;
}

/* How many marks the piece before the cursor bears; -1: it takes none. */
static int marks_before(const struct lineedit *e)
{
	struct piece piece;
	int marks = -1;
	uint32_t code;

	if (!e->at)
		return -1;
	size_t from = e->place[e->at - 1].at_bytes;
	size_t len = lineedit_cursor_bytes(e) - from;
	const char *text = e->text.data + from;
	piece_next(text, len, &piece);
	if (piece.shown != text)
		return -1;
	for (size_t at = 0; at < len; marks++)
		at += utf8_next(text + at, len - at, &code);
	return marks;
}

static enum status warn(const struct intake *in, struct error *error)
{
	const char *name = clean_name(in->first_dropped);

	if (!name && in->first_dropped == UTF8_BAD)
		name = _("damaged bytes");
	else if (!name)
		name = _("a combining mark too many");
	return error_set(error, STATUS_WARNED, NULL,
		_("%zu characters were left out; the first is %s (U+%04X)"),
		in->dropped, name, (unsigned)in->first_dropped);
}

static void take_all(struct intake *in, const char *text, size_t len_bytes)
{
	uint32_t code;
	size_t n;

	while (!in->many_lines && len_bytes > 0 &&
		memchr("\r\n", text[len_bytes - 1], 2))
		len_bytes--;
	for (size_t at = 0; at < len_bytes; at += n) {
		n = utf8_next(text + at, len_bytes - at, &code);
		if (code == '\r' && at + 1 < len_bytes && text[at + 1] == '\n')
			continue;
		take(in, code,
			code == UTF8_BAD && !utf8_check(text + at, n, NULL));
	}
}

enum status lineedit_insert(struct lineedit *e, const char *text,
	size_t len_bytes, struct error *error)
{
	struct intake in = {
		.text = STR_INIT,
		.many_lines = e->many_lines,
		.marks = marks_before(e),
	};
	enum status status = STATUS_OK;
	size_t left = lineedit_left_chars(e);
	size_t at = lineedit_cursor_bytes(e);

	take_all(&in, text, len_bytes);
	if (utf8_count(in.text.data) > left) {
		status = error_set(error, STATUS_REFUSED, NULL,
			_("At most %zu characters go in here; there is room "
			  "for %zu more"),
			e->max_chars, left);
	} else {
		if (in.text.len_bytes)
			replace(e, at, at, in.text.data, in.text.len_bytes);
		e->goal_cols = -1;
		if (in.dropped)
			status = warn(&in, error);
	}
	str_free(&in.text);
	return status;
}

/* ---- moving */

static uint32_t code_at(const struct lineedit *e, size_t place)
{
	size_t at = e->place[place].at_bytes;
	struct piece piece;

	piece_next(e->text.data + at, e->text.len_bytes - at, &piece);
	return piece.code;
}

enum word { WORD_BLANK, WORD_SIGN, WORD_IDEOGRAPH, WORD_LETTER };

/* There is no dictionary here: a run of ideographs counts as one word. */
static enum word word_of(uint32_t code)
{
	code = utf8_fold(code);
	if (code <= ' ')
		return WORD_BLANK;
	if (code < 0x80)
		return (code >= '0' && code <= '9') ||
				       ((code | 0x20) >= 'a' &&
					       (code | 0x20) <= 'z')
			       ? WORD_LETTER
			       : WORD_SIGN;
	if ((code >= 0x2010 && code <= 0x206f) ||
		(code >= 0x3001 && code <= 0x303f && code != 0x3007) ||
		(code >= 0xfe30 && code <= 0xfe6f) || code == 0xb7)
		return WORD_SIGN;
	return width_of(code) == 2 ? WORD_IDEOGRAPH : WORD_LETTER;
}

static size_t word_left(const struct lineedit *e)
{
	size_t at = e->at;

	while (at > 0 && word_of(code_at(e, at - 1)) == WORD_BLANK)
		at--;
	if (at > 0) {
		enum word word = word_of(code_at(e, at - 1));

		while (at > 0 && word_of(code_at(e, at - 1)) == word)
			at--;
	}
	return at;
}

static size_t word_right(const struct lineedit *e)
{
	size_t end = e->count - 1;
	size_t at = e->at;

	if (at < end) {
		enum word word = word_of(code_at(e, at));

		while (at < end && word_of(code_at(e, at)) == word)
			at++;
	}
	while (at < end && word_of(code_at(e, at)) == WORD_BLANK)
		at++;
	return at;
}

static size_t line_home(const struct lineedit *e)
{
	size_t at = e->at;

	if (!e->many_lines)
		return 0;
	while (at > 0 && code_at(e, at - 1) != '\n')
		at--;
	return at;
}

static size_t line_end(const struct lineedit *e)
{
	size_t end = e->count - 1;
	size_t at = e->at;

	if (!e->many_lines)
		return end;
	while (at < end && code_at(e, at) != '\n')
		at++;
	return at;
}

static bool move_to(struct lineedit *e, size_t place)
{
	bool moved = e->at != place;

	e->at = place;
	e->goal_cols = -1;
	return moved;
}

static bool move_rows(struct lineedit *e, int rows)
{
	size_t from = row_of(e, e->at);
	size_t row = from;
	int goal = e->goal_cols >= 0 ? e->goal_cols : e->place[e->at].col;

	for (; rows < 0 && row > 0; rows++)
		row--;
	for (; rows > 0 && row + 1 < e->lines; rows--)
		row++;
	if (row == from)
		return false;
	size_t place = e->line[row].first;
	while (place < last_place(e, row) && e->place[place + 1].col <= goal)
		place++;
	e->at = place;
	e->goal_cols = goal;
	return true;
}

/* ---- operations */

static bool remove_places(struct lineedit *e, size_t from, size_t to)
{
	e->goal_cols = -1;
	if (from >= to)
		return false;
	replace(e, e->place[from].at_bytes, e->place[to].at_bytes, "", 0);
	return true;
}

static bool kill_end(struct lineedit *e)
{
	size_t end = line_end(e);

	if (end == e->at && end < e->count - 1)
		end++; /* the line end itself */
	return remove_places(e, e->at, end);
}

static bool new_line(struct lineedit *e)
{
	return e->many_lines && lineedit_insert(e, "\n", 1, NULL) == STATUS_OK;
}

static bool edit(struct lineedit *e, enum lineedit_op op)
{
	size_t at = e->at;
	size_t end = e->count - 1;

	switch (op) {
	case LINEEDIT_BACKSPACE:
		return remove_places(e, at ? at - 1 : 0, at);
	case LINEEDIT_DELETE:
		return remove_places(e, at, at < end ? at + 1 : end);
	case LINEEDIT_KILL_WORD:
		return remove_places(e, word_left(e), at);
	case LINEEDIT_KILL_END:
		return kill_end(e);
	case LINEEDIT_CLEAR:
		return remove_places(e, line_home(e), line_end(e));
	case LINEEDIT_NEWLINE:
		return new_line(e);
	default:
		return false;
	}
}

bool lineedit_do(struct lineedit *e, enum lineedit_op op)
{
	size_t at = e->at;
	size_t end = e->count - 1;
	int page = e->height_rows > 1 ? e->height_rows - 1 : 1;

	switch (op) {
	case LINEEDIT_LEFT:
		return move_to(e, at ? at - 1 : 0);
	case LINEEDIT_RIGHT:
		return move_to(e, at < end ? at + 1 : end);
	case LINEEDIT_WORD_LEFT:
		return move_to(e, word_left(e));
	case LINEEDIT_WORD_RIGHT:
		return move_to(e, word_right(e));
	case LINEEDIT_HOME:
		return move_to(e, line_home(e));
	case LINEEDIT_END:
		return move_to(e, line_end(e));
	case LINEEDIT_TEXT_HOME:
		return move_to(e, 0);
	case LINEEDIT_TEXT_END:
		return move_to(e, end);
	case LINEEDIT_UP:
		return move_rows(e, -1);
	case LINEEDIT_DOWN:
		return move_rows(e, 1);
	case LINEEDIT_PAGE_UP:
		return move_rows(e, -page);
	case LINEEDIT_PAGE_DOWN:
		return move_rows(e, page);
	default:
		return edit(e, op);
	}
}

/* ---- the window */

/* Columns the cursor needs: the whole of a wide character under it. */
static int cursor_cols(const struct lineedit *e)
{
	if (e->at == e->count - 1)
		return 1;
	return e->place[e->at + 1].col - e->place[e->at].col;
}

static void scroll_line(struct lineedit *e)
{
	int end = e->place[e->at].col + cursor_cols(e);
	int total = e->place[e->count - 1].col + 1;

	if (e->left > e->count - 1)
		e->left = e->count - 1;
	/* at the left edge a third of the field goes on showing what is
	 * before: whoever deletes backwards sees what comes next */
	if (e->left > e->at) {
		e->left = e->at;
		while (e->left > 0 &&
			e->place[e->at].col - e->place[e->left].col <
				e->width_cols / 3)
			e->left--;
	}
	while (e->left < e->at && end - e->place[e->left].col > e->width_cols)
		e->left++;
	/* no empty end while there is text before */
	while (e->left > 0 &&
		total - e->place[e->left - 1].col <= e->width_cols)
		e->left--;
}

static void scroll_rows(struct lineedit *e)
{
	size_t height = (size_t)e->height_rows;
	size_t row = row_of(e, e->at);

	if (e->top > row)
		e->top = row;
	if (row - e->top >= height)
		e->top = row - height + 1;
	if (e->top + height > e->lines)
		e->top = e->lines > height ? e->lines - height : 0;
}

void lineedit_layout(struct lineedit *e, int width_cols, int height_rows)
{
	e->width_cols = width_cols < 3 ? 3 : width_cols;
	e->height_rows = height_rows < 1 || !e->many_lines ? 1 : height_rows;
	rebuild(e, lineedit_cursor_bytes(e));
	if (e->many_lines)
		scroll_rows(e);
	else
		scroll_line(e);
}

bool lineedit_row(const struct lineedit *e, int y, struct lineedit_row *row)
{
	size_t at = e->top + (size_t)y;

	if (y < 0 || y >= e->height_rows || at >= e->lines)
		return false;
	size_t from = e->place[e->line[at].first].at_bytes;
	bool one = !e->many_lines;
	if (one)
		from = e->place[e->left].at_bytes;
	size_t whole = e->line[at].end_bytes - from;
	*row = (struct lineedit_row){ .text = e->text.data + from };
	row->len_bytes =
		fit_bytes(row->text, whole, e->width_cols, &row->width_cols);
	row->more_before = one ? from > 0 : y == 0 && e->top > 0;
	row->more_after = one ? row->len_bytes < whole
			      : y == e->height_rows - 1 && at + 1 < e->lines;
	return true;
}

void lineedit_cursor(const struct lineedit *e, int *y, int *x)
{
	size_t row = row_of(e, e->at);
	int col = e->place[e->at].col;

	if (!e->many_lines)
		col -= e->place[e->left].col;
	/* blanks that hang over the edge take no column there */
	*x = col < e->width_cols ? col : e->width_cols - 1;
	*y = (int)(row - e->top);
}
