#include "core/utf8.h"

#include <string.h>
#include "core/language.h"

/*
 * What may follow a lead byte. Only the second byte has bounds of its own:
 * they are what refuses overlong forms, surrogates and codes too high, at
 * the first byte that gives them away (Unicode 15, table 3-7).
 */
static size_t sequence_bytes(
	unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
	*high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
	if (lead < 0x80)
		return 1;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

size_t utf8_next(const char *s, size_t len_bytes, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)s;
	unsigned char low, high;

	*code = UTF8_BAD;
	if (!len_bytes)
		return 0;
	size_t need = sequence_bytes(p[0], &low, &high);
	if (need < 2) {
		if (need)
			*code = p[0];
		return 1;
	}
	uint32_t c = p[0] & (0xffu >> (need + 1));
	for (size_t i = 1; i < need; i++) {
		if (i == len_bytes || p[i] < low || p[i] > high)
			return i;
		c = c << 6 | (p[i] & 0x3f);
		low = 0x80;
		high = 0xbf;
	}
	*code = c;
	return need;
}

bool utf8_step(const char **s, uint32_t *code)
{
	if (!**s)
		return false;
	/* NUL continues nothing, so the decoder stops at it by itself */
	*s += utf8_next(*s, UTF8_MAX_BYTES, code);
	return true;
}

size_t utf8_back(const char *s, size_t at_bytes)
{
	size_t start = at_bytes;
	uint32_t code;

	while (start > 0 && at_bytes - start < UTF8_MAX_BYTES) {
		start--;
		if (((unsigned char)s[start] & 0xc0) != 0x80)
			break;
	}
	if (utf8_next(s + start, at_bytes - start, &code) == at_bytes - start)
		return start;
	return at_bytes - 1;
}

bool utf8_is_scalar(uint32_t code)
{
	return code <= UTF8_MAX_CODE && (code < 0xd800 || code > 0xdfff);
}

size_t utf8_encode(uint32_t code, char out[UTF8_MAX_BYTES])
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	if (!utf8_is_scalar(code))
		code = UTF8_BAD;
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	out[0] = (char)(lead[n] | code);
	return n;
}

static enum utf8_reason reason_of(const unsigned char *p, size_t len_bytes)
{
	unsigned char low, high;
	unsigned char lead = p[0];

	if (lead == 0xc0 || lead == 0xc1)
		return UTF8_OVERLONG;
	if (lead > 0xf4)
		return lead < 0xf8 ? UTF8_BEYOND : UTF8_STRAY;
	if (!sequence_bytes(lead, &low, &high))
		return UTF8_STRAY;
	if (len_bytes < 2 || (p[1] & 0xc0) != 0x80)
		return UTF8_SHORT;
	if (p[1] < low)
		return UTF8_OVERLONG;
	if (p[1] > high)
		return lead == 0xed ? UTF8_SURROGATE : UTF8_BEYOND;
	return UTF8_SHORT;
}

bool utf8_check(const char *s, size_t len_bytes, struct utf8_fault *fault)
{
	uint32_t code;
	size_t n;

	for (size_t at = 0; at < len_bytes; at += n) {
		n = utf8_next(s + at, len_bytes - at, &code);
		/* U+FFFD itself is a character: it has three bytes EF BF BD */
		if (code != UTF8_BAD ||
			(n == 3 && memcmp(s + at, "\xef\xbf\xbd", 3) == 0))
			continue;
		if (fault) {
			const char *p = s + at;

			fault->at_bytes = at;
			fault->reason = reason_of(
				(const unsigned char *)p, len_bytes - at);
		}
		return false;
	}
	if (fault)
		*fault = (struct utf8_fault){ .at_bytes = len_bytes };
	return true;
}

const char *utf8_reason_text(enum utf8_reason reason)
{
	static const char *const text[] = {
		[UTF8_VALID] = N_("valid text"),
		[UTF8_STRAY] = N_("a byte that begins no character"),
		[UTF8_SHORT] = N_("a character that is cut off"),
		[UTF8_OVERLONG] = N_("a character written longer than allowed"),
		[UTF8_SURROGATE] = N_("half of a character pair"),
		[UTF8_BEYOND] = N_("a character beyond the last one"),
	};

	return _(text[reason <= UTF8_BEYOND ? reason : UTF8_STRAY]);
}

size_t utf8_count(const char *s)
{
	uint32_t code;
	size_t count = 0;

	while (utf8_step(&s, &code))
		count++;
	return count;
}

size_t utf8_whole(const char *s, size_t len_bytes)
{
	unsigned char low, high;
	size_t start = len_bytes;

	while (start > 0 && len_bytes - start < UTF8_MAX_BYTES) {
		start--;
		if (((unsigned char)s[start] & 0xc0) != 0x80)
			break;
	}
	if (start == len_bytes)
		return len_bytes;
	size_t need = sequence_bytes((unsigned char)s[start], &low, &high);
	return len_bytes - start < need ? start : len_bytes;
}

uint32_t utf8_fold(uint32_t code)
{
	if (code >= 0xff01 && code <= 0xff5e)
		return code - 0xff01 + '!';
	return code == 0x3000 ? ' ' : code;
}

uint32_t utf8_fold_key(uint32_t code)
{
	static const struct {
		uint32_t code;
		char key;
	} sign[] = {
		{ .code = 0x3001, .key = '/' }, /* 、 */
		{ .code = 0x3002, .key = '.' }, /* 。 */
		{ .code = 0x3010, .key = '[' }, /* 【 */
		{ .code = 0x300c, .key = '[' }, /* 「 */
		{ .code = 0x00b7, .key = '[' }, /* · */
		{ .code = 0x3011, .key = ']' }, /* 】 */
		{ .code = 0x300d, .key = ']' }, /* 」 */
		{ .code = 0x300a, .key = '<' }, /* 《 */
		{ .code = 0x300b, .key = '>' }, /* 》 */
	};

	for (size_t i = 0; i < sizeof sign / sizeof *sign; i++)
		if (sign[i].code == code)
			return (uint32_t)sign[i].key;
	return utf8_fold(code);
}

void utf8_fold_text(char *text)
{
	const char *from = text;
	char *to = text;
	uint32_t code;

	for (const char *start = from; utf8_step(&from, &code); start = from) {
		uint32_t folded = utf8_fold(code);

		/* bytes that are no character stay as they are */
		if (folded != code) {
			*to++ = (char)folded;
			continue;
		}
		memmove(to, start, (size_t)(from - start));
		to += from - start;
	}
	*to = 0;
}
