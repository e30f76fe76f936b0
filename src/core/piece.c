#include "core/piece.h"

#include <stdbool.h>
#include <string.h>
#include "core/utf8.h"
#include "core/width.h"

static void show(struct piece *p, const char *shown, int width_cols)
{
	p->shown = shown;
	p->shown_bytes = strlen(shown);
	p->width_cols = width_cols;
}

static bool is_private(uint32_t code)
{
	return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000;
}

/* Bytes of at most that many marks, which follow one another. */
static size_t marks(const char *s, size_t len_bytes, size_t count)
{
	size_t at = 0;
	uint32_t code;

	for (; at < len_bytes && count; count--) {
		size_t n = utf8_next(s + at, len_bytes - at, &code);

		if (width_of(code) != 0)
			break;
		at += n;
	}
	return at;
}

size_t piece_next(const char *text, size_t len_bytes, struct piece *piece)
{
	size_t n = utf8_next(text, len_bytes, &piece->code);
	int cols = width_of(piece->code);

	if (!n || piece->code == '\n' || piece->code == '\t') {
		show(piece, n ? " " : "", n ? 1 : 0);
		return n;
	}
	if (piece->code == '\r' && len_bytes > 1 && text[1] == '\n') {
		piece->code = '\n';
		show(piece, " ", 1);
		return 2;
	}
	if (cols == 0) {
		/* one placeholder, however many: a tower of marks is no
		 * reason to fill the screen */
		show(piece, PIECE_PLACEHOLDER, 2);
		return marks(text, len_bytes, SIZE_MAX);
	}
	if (cols < 0 || piece->code == UTF8_BAD || is_private(piece->code)) {
		show(piece, PIECE_PLACEHOLDER, 2);
		return n;
	}
	n += marks(text + n, len_bytes - n, PIECE_MAX_MARKS);
	piece->shown = text;
	piece->shown_bytes = n;
	piece->width_cols = cols;
	return n;
}
