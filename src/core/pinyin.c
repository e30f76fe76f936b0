#include "core/pinyin.h"

#include <string.h>
#include "core/plain.h"
#include "core/utf8.h"
#include "pinyin_table.h" /* generated */

#define LEN(a) (sizeof(a) / sizeof *(a))

static const uint16_t *run_of(uint32_t code)
{
	size_t low = 0;
	size_t high = LEN(sparse);

	for (size_t i = 0; i < LEN(dense); i++) {
		if (code < dense[i].first || code > dense[i].last)
			continue;
		uint16_t at = dense[i].at[code - dense[i].first];

		return at ? &reading[at] : NULL;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (sparse[mid].code == code)
			return &reading[sparse[mid].at];
		if (sparse[mid].code < code)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

size_t pinyin_readings(uint32_t code, const char **out, size_t max)
{
	const uint16_t *run = run_of(code);
	size_t n = 0;

	for (bool more = run != NULL; more; run++) {
		if (n < max)
			out[n++] = syllable[*run & ~PINYIN_LAST];
		more = !(*run & PINYIN_LAST);
	}
	return n;
}

static uint32_t lower(uint32_t code)
{
	return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

/* Signs and blanks of a text are not typed. */
static bool is_left_out(uint32_t code)
{
	return code < 0x80 ? !((code >= '0' && code <= '9') ||
				     (code >= 'a' && code <= 'z'))
			   : !run_of(code);
}

/*
 * The letters from `typed` on against the characters from `text` on: each
 * takes one letter (its initial), its whole syllable, or what is left of the
 * letters when they are its beginning. A syllable has at most six letters and
 * a character few readings, so trying all is cheap.
 */
static bool match_here(const char *text, const char *typed)
{
	uint32_t code;

	if (!*typed)
		return true;
	code = lower(plain_next(&text));
	if (!code)
		return false;
	if (code < 0x80 && (char)code == *typed && match_here(text, typed + 1))
		return true;
	if (is_left_out(code) && match_here(text, typed))
		return true;
	const uint16_t *run = code >= 0x80 ? run_of(code) : NULL;

	for (bool more = run != NULL; more; run++) {
		const char *name = syllable[*run & ~PINYIN_LAST];
		size_t whole = strlen(name);
		size_t left = strlen(typed);

		more = !(*run & PINYIN_LAST);
		if (left < whole && strncmp(name, typed, left) == 0)
			return true;
		if (strncmp(name, typed, whole) == 0 &&
			match_here(text, typed + whole))
			return true;
		if (*name == *typed && match_here(text, typed + 1))
			return true;
	}
	return false;
}

bool pinyin_match(const char *text, const char *typed, size_t *at_bytes)
{
	char letters[64];
	size_t n = 0;

	for (const char *p = typed; *p && n + 1 < sizeof letters;) {
		uint32_t code = lower(plain_next(&p));

		if (code && code != ' ' && code < 0x80)
			letters[n++] = (char)code;
	}
	letters[n] = 0;
	if (!n)
		return false;
	for (const char *p = text; *p;) {
		const char *start = p;
		uint32_t code = lower(plain_next(&p));

		if (code && !is_left_out(code) && match_here(start, letters)) {
			if (at_bytes)
				*at_bytes = (size_t)(start - text);
			return true;
		}
	}
	return false;
}

bool pinyin_is_typed(const char *typed)
{
	bool has_letter = false;

	for (const char *p = typed; *p;) {
		uint32_t code = lower(plain_next(&p));

		if (code != ' ' && (code < 'a' || code > 'z'))
			return false;
		has_letter |= code != ' ';
	}
	return has_letter;
}

bool pinyin_is_syllable(const char *letters, size_t n)
{
	for (size_t i = 0; i < LEN(syllable); i++)
		if (strncmp(syllable[i], letters, n) == 0 && !syllable[i][n])
			return true;
	return false;
}

bool pinyin_is_beginning(const char *letters, size_t n)
{
	for (size_t i = 0; i < LEN(syllable); i++)
		if (strncmp(syllable[i], letters, n) == 0)
			return true;
	return false;
}

size_t pinyin_syllables(
	const char *letters, size_t n, const char **out, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < LEN(syllable); i++) {
		if (strncmp(syllable[i], letters, n))
			continue;
		if (count < max)
			out[count] = syllable[i];
		count++;
	}
	return count;
}
