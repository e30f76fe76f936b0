#include "core/plain.h"

#include <string.h>
#include <strings.h>
#include "core/clean.h"
#include "core/utf8.h"

uint32_t plain_next(const char **text)
{
	uint32_t c;

	if (!utf8_step(text, &c))
		return 0;
	c = utf8_fold(c);
	if (c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
		c == 0x205f)
		return ' ';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63)
		return '-';
	return c;
}

static bool is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

const char *plain_skip_spaces(const char *text)
{
	const char *next = text;

	while (is_space(plain_next(&next)))
		text = next;
	return text;
}

void plain_add_trimmed(struct str *out, const char *text)
{
	const char *start = plain_skip_spaces(text);
	const char *end = start;

	for (const char *p = start; *p;) {
		if (!is_space(plain_next(&p)))
			end = p;
	}
	str_add_bytes(out, start, (size_t)(end - start));
}

void plain_add_folded(struct str *out, const char *text)
{
	size_t end = out->len_bytes;
	uint32_t c;

	text = plain_skip_spaces(text);
	while ((c = plain_next(&text))) {
		str_add_code(out, c);
		if (!is_space(c))
			end = out->len_bytes;
	}
	str_cut(out, end);
}

bool plain_equal(const char *a, const char *b)
{
	struct str fa = STR_INIT, fb = STR_INIT;

	if (!strcmp(a, b))
		return true;
	plain_add_folded(&fa, a);
	plain_add_folded(&fb, b);
	bool equal = !strcasecmp(fa.data, fb.data);
	str_free(&fa);
	str_free(&fb);
	return equal;
}

static bool is_unfit(uint32_t c)
{
	return c == UTF8_BAD || clean_name(c);
}

void plain_copy(char *out, size_t size_bytes, const char *text)
{
	static const char mark[] = "…";
	size_t len = 0, fits = 0; /* fits: how much leaves room for the mark */
	const char *next = text;
	uint32_t c;

	for (; utf8_step(&next, &c); text = next) {
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
