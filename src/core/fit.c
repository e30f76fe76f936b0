#include "core/fit.h"

#include <string.h>
#include "core/piece.h"
#include "core/width.h"

void fit_blanks(struct str *out, int width_cols)
{
	for (; width_cols > 0; width_cols--)
		str_add_char(out, ' ');
}

size_t fit_bytes(const char *text, size_t len_bytes, int width_cols, int *cols)
{
	size_t at = 0;
	int used = 0;

	while (at < len_bytes) {
		struct piece piece;
		size_t n = piece_next(text + at, len_bytes - at, &piece);

		if (piece.width_cols > width_cols - used)
			break;
		used += piece.width_cols;
		at += n;
	}
	if (cols)
		*cols = used;
	return at;
}

static void add_pieces(struct str *out, const char *text, size_t len_bytes)
{
	struct piece piece;

	for (size_t at = 0; at < len_bytes;) {
		at += piece_next(text + at, len_bytes - at, &piece);
		str_add_bytes(out, piece.shown, piece.shown_bytes);
	}
}

int fit_cut(struct str *out, const char *text, int width_cols)
{
	size_t len = strlen(text);
	int cols;

	if (width_cols < 1)
		return 0;
	size_t n = fit_bytes(text, len, width_cols, &cols);
	if (n == len) {
		add_pieces(out, text, len);
		return cols;
	}
	n = fit_bytes(text, len, width_cols - 1, &cols);
	add_pieces(out, text, n);
	str_add(out, FIT_MARK);
	return cols + 1;
}

void fit_text(
	struct str *out, const char *text, int width_cols, enum fit_side side)
{
	struct str cut = STR_INIT;
	int blanks = width_cols - fit_cut(&cut, text, width_cols);
	int before = side == FIT_LEFT	 ? 0
		     : side == FIT_RIGHT ? blanks
					 : blanks / 2;

	if (width_cols > 0) {
		fit_blanks(out, before);
		str_add(out, cut.data);
		fit_blanks(out, blanks - before);
	}
	str_free(&cut);
}

int fit_middle(struct str *out, const char *text, int width_cols)
{
	size_t len = strlen(text);
	int all = width_text_cols(text);
	int head, skip;

	if (all <= width_cols || width_cols < 3)
		return fit_cut(out, text, width_cols);
	/* the mark takes one; the end gets the larger half */
	size_t n = fit_bytes(text, len, (width_cols - 1) / 2, &head);
	int tail = width_cols - 1 - head;
	size_t at = n + fit_bytes(text + n, len - n, all - head - tail, &skip);
	/* a wide character across the place is left out as a whole */
	if (skip < all - head - tail) {
		struct piece piece;

		at += piece_next(text + at, len - at, &piece);
		skip += piece.width_cols;
	}
	add_pieces(out, text, n);
	str_add(out, FIT_MARK);
	add_pieces(out, text + at, len - at);
	return head + 1 + (all - head - skip);
}

/* ---- wrapping */

static bool is_one_of(uint32_t code, const uint32_t *list)
{
	if (code >= 0x3400 && code <= 0x9fff)
		return false; /* ideographs, nearly all of a text */
	while (*list && *list != code)
		list++;
	return *list;
}

/* GB/T 15834-2011 5.1: marks that do not stand at the head of a line. */
static bool closes(uint32_t code)
{
	static const uint32_t list[] = { 0x3001, 0x3002, 0x3009, 0x300b, 0x300d,
		0x300f, 0x3011, 0x3015, 0x3017, 0x2019, 0x201d, 0x2014, 0x2026,
		0x00b7, 0x00b0, 0x2030, 0x2103, 0xff01, 0xff05, 0xff09, 0xff0c,
		0xff0e, 0xff0f, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d, 0xff5e,
		'!', '%', ')', ',', '.', ':', ';', '?', ']', '}', 0 };

	return is_one_of(code, list);
}

/* ... and those that do not stand at its end. */
static bool opens(uint32_t code)
{
	static const uint32_t list[] = { 0x3008, 0x300a, 0x300c, 0x300e, 0x3010,
		0x3014, 0x3016, 0x2018, 0x201c, 0xff08, 0xff3b, 0xff5b, 0xffe5,
		0x00a5, '(', '[', '{', '#', 0 };

	return is_one_of(code, list);
}

static bool is_blank(const struct piece *p)
{
	/* a blank that bears a mark is seen, and is no blank */
	return (p->code == ' ' || p->code == '\t') && p->shown_bytes == 1;
}

static bool may_break(const struct piece *before, const struct piece *after)
{
	if (is_blank(after))
		return false; /* it ends the line, and is dropped there */
	if (is_blank(before))
		return true;
	if (closes(after->code) || opens(before->code))
		return false;
	return before->width_cols == 2 || after->width_cols == 2;
}

/* Ends the line there: without blanks before, nor those and the line end
 * that follow. */
static void end_line(struct fit_line *line, const char *text, size_t len_bytes)
{
	struct piece piece;
	size_t at = line->len_bytes;
	size_t n;

	while (line->len_bytes > 0 &&
		strchr(" \t", text[line->len_bytes - 1])) {
		line->len_bytes--;
		line->width_cols--;
	}
	while ((n = piece_next(text + at, len_bytes - at, &piece)) > 0 &&
		is_blank(&piece))
		at += n;
	line->ended = n && piece.code == '\n';
	line->next_bytes = line->ended ? at + n : at;
}

bool fit_wrap(const char *text, size_t len_bytes, int width_cols,
	struct fit_line *line)
{
	struct piece piece, last = { .code = 0 };
	bool inked = false; /* something but blanks stands in the line */
	int cols = 0;
	size_t n;

	*line = (struct fit_line){ .len_bytes = 0 };
	for (size_t at = 0; at < len_bytes; at += n) {
		n = piece_next(text + at, len_bytes - at, &piece);
		if (piece.code == '\n') {
			*line = (struct fit_line){ .len_bytes = at,
				.next_bytes = at + n,
				.width_cols = cols,
				.ended = true };
			return true;
		}
		bool full = at && cols + piece.width_cols > width_cols;
		/* the last place to break; when there is none, right here */
		if ((inked && may_break(&last, &piece)) ||
			(full && (is_blank(&piece) || !line->len_bytes)))
			*line = (struct fit_line){ .len_bytes = at,
				.width_cols = cols };
		if (full) {
			end_line(line, text, len_bytes);
			return true;
		}
		inked |= !is_blank(&piece);
		cols += piece.width_cols;
		last = piece;
	}
	*line = (struct fit_line){ .len_bytes = len_bytes,
		.next_bytes = len_bytes,
		.width_cols = cols };
	return len_bytes;
}

void fit_wrap_text(
	struct str *out, const char *text, int width_cols, const char *indent)
{
	size_t left_bytes = strlen(text);
	int cols = width_cols - width_text_cols(indent);
	struct fit_line line;

	for (; fit_wrap(text, left_bytes, cols, &line);
		text += line.next_bytes, left_bytes -= line.next_bytes) {
		str_add(out, indent);
		add_pieces(out, text, line.len_bytes);
		str_add_char(out, '\n');
	}
}
