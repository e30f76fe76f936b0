#include "core/plain.h"

#include <string.h>
#include <strings.h>

/* Bytes that follow a lead byte, and the least code that needs so many. */
static int tail_of(unsigned char lead, uint32_t *code, uint32_t *least)
{
	if (lead >= 0xc2 && lead < 0xe0) {
		*code = lead & 0x1f;
		*least = 0x80;
		return 1;
	}
	if (lead >= 0xe0 && lead < 0xf0) {
		*code = lead & 0x0f;
		*least = 0x800;
		return 2;
	}
	if (lead >= 0xf0 && lead < 0xf5) {
		*code = lead & 0x07;
		*least = 0x10000;
		return 3;
	}
	return -1;
}

uint32_t plain_next(const char **text)
{
	const unsigned char *p = (const unsigned char *)*text;
	uint32_t code = *p, least = 0;

	if (!*p)
		return 0;
	if (*p < 0x80) {
		++*text;
		return code;
	}
	int tail = tail_of(*p, &code, &least);
	for (int i = 1; i <= tail; i++) {
		if ((p[i] & 0xc0) != 0x80)
			tail = -1; /* also at the NUL: never read past it */
		else
			code = code << 6 | (p[i] & 0x3f);
	}
	if (tail < 0 || code < least || code > 0x10ffff ||
		(code >= 0xd800 && code <= 0xdfff)) {
		++*text;
		return PLAIN_BAD;
	}
	*text += tail + 1;
	return code;
}

static uint32_t fold(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c == 0x3000 || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) ||
		c == 0x202f || c == 0x205f)
		return ' ';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63)
		return '-';
	return c;
}

uint32_t plain_next_folded(const char **text)
{
	return fold(plain_next(text));
}

size_t plain_utf8_until(const char *bytes, size_t len_bytes)
{
	size_t at = 0;

	while (at < len_bytes) {
		uint32_t code, least;
		int tail = 0;

		if ((unsigned char)bytes[at] < 0x80) {
			at++;
			continue;
		}
		tail = tail_of((unsigned char)bytes[at], &code, &least);
		if (tail < 0 || len_bytes - at <= (size_t)tail)
			return at;
		char one[5] = { 0 };
		const char *p = one;
		memcpy(one, bytes + at, (size_t)tail + 1);
		if (plain_next(&p) == PLAIN_BAD)
			return at;
		at += (size_t)tail + 1;
	}
	return at;
}

size_t plain_chars(const char *text)
{
	size_t n = 0;

	while (plain_next(&text))
		n++;
	return n;
}

static bool is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

const char *plain_skip_spaces(const char *text)
{
	const char *next = text;

	while (is_space(plain_next_folded(&next)))
		text = next;
	return text;
}

void plain_add_trimmed(struct str *out, const char *text)
{
	const char *start = plain_skip_spaces(text);
	const char *end = start;

	for (const char *p = start; *p;) {
		if (!is_space(plain_next_folded(&p)))
			end = p;
	}
	str_add_bytes(out, start, (size_t)(end - start));
}

void plain_add_folded(struct str *out, const char *text)
{
	size_t end = out->len_bytes;
	uint32_t c;

	text = plain_skip_spaces(text);
	while ((c = plain_next_folded(&text))) {
		str_add_code(out, c == PLAIN_BAD ? 0xfffd : c);
		if (!is_space(c))
			end = out->len_bytes;
	}
	str_cut(out, end);
}

bool plain_equal(const char *a, const char *b)
{
	struct str fa = STR_INIT, fb = STR_INIT;

	plain_add_folded(&fa, a);
	plain_add_folded(&fb, b);
	bool equal = !strcasecmp(fa.data, fb.data);
	str_free(&fa);
	str_free(&fb);
	return equal;
}

/* Controls, and what turns or hides the text around it on a terminal. */
static bool is_unfit(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == PLAIN_BAD;
}

void plain_copy(char *out, size_t size_bytes, const char *text)
{
	static const char mark[] = "…";
	size_t len = 0, fits = 0; /* fits: how much leaves room for the mark */
	const char *next = text;

	for (; *text; text = next) {
		uint32_t c = plain_next(&next);
		size_t n = is_unfit(c) ? 1 : (size_t)(next - text);

		if (len + n >= size_bytes) {
			len = fits;
			if (len + sizeof mark <= size_bytes) {
				memcpy(out + len, mark, sizeof mark - 1);
				len += sizeof mark - 1;
			}
			break;
		}
		if (is_unfit(c))
			out[len] = '?';
		else
			memcpy(out + len, text, n);
		len += n;
		if (len + sizeof mark <= size_bytes)
			fits = len;
	}
	out[len] = 0;
}
