/* find.c: text into the words of an index, and the comparison of a hit. */
#include "core/find.h"

#include <string.h>
#include "core/pinyin.h"
#include "core/plain.h"

/* Kinds of words that are not the text's own are marked; a tokenizer of ASCII
 * takes the mark for a letter. */
#define INITIALS "·"
#define SYLLABLES "¯"

enum {
	READINGS_MAX = 6, /* of one character */
	RUN_MAX = 3	  /* characters whose initials are one word */
};

/* ---- characters */

static uint32_t next_code(const char **text)
{
	uint32_t code = plain_next(text);

	return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

static bool is_word(uint32_t code)
{
	return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z');
}

/* Signs, spaces and shapes part what stands beside them. */
static bool is_sign(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} range[] = {
		{ 0x80, 0xbf },
		{ 0xd7, 0xd7 },
		{ 0xf7, 0xf7 },
		{ 0x2000, 0x206f },
		{ 0x2190, 0x2bff },
		{ 0x3000, 0x3004 },
		{ 0x3008, 0x3020 },
		{ 0x3030, 0x3030 },
		{ 0xe000, 0xf8ff },
		{ 0xfe10, 0xfe6f },
		{ 0xff00, 0xffff },
	};

	if (code < 0x80)
		return !is_word(code);
	for (size_t i = 0; i < sizeof range / sizeof *range; i++)
		if (code >= range[i].first && code <= range[i].last)
			return true;
	return false;
}

/* ---- cutting: words, numbers, pairs of characters */

static void cut_plain(const char *text, struct str *out)
{
	uint32_t before = 0; /* the character or letter before */
	uint32_t code;

	while ((code = next_code(&text))) {
		if (is_word(code)) {
			if (!is_word(before))
				str_add_char(out, ' ');
			str_add_char(out, (char)code);
		} else if (is_sign(code)) {
			code = 0;
		} else if (before && !is_word(before)) {
			str_add_char(out, ' ');
			str_add_code(out, before);
			str_add_code(out, code);
		}
		before = code;
	}
}

/* ---- cutting: how it sounds */

struct sound {
	const char *name[READINGS_MAX];
	size_t names;
	char initial[READINGS_MAX + 1]; /* each once */
};

static bool sound_of(uint32_t code, struct sound *s)
{
	size_t n = 0;

	s->names = pinyin_readings(code, s->name, READINGS_MAX);
	s->initial[0] = 0;
	for (size_t i = 0; i < s->names; i++) {
		if (strchr(s->initial, *s->name[i]))
			continue;
		s->initial[n++] = *s->name[i];
		s->initial[n] = 0;
	}
	return s->names > 0;
}

static void cut_initials(
	const struct sound *run, size_t n, char *made, struct str *out)
{
	size_t at = strlen(made);

	if (at == n) {
		str_addf(out, " " INITIALS "%s", made);
		return;
	}
	for (const char *c = run[at].initial; *c; c++) {
		made[at] = *c;
		made[at + 1] = 0;
		cut_initials(run, n, made, out);
	}
	made[at] = 0;
}

static void cut_syllables(
	const struct sound *a, const struct sound *b, struct str *out)
{
	for (size_t i = 0; i < a->names; i++) {
		for (size_t k = 0; b && k < b->names; k++)
			str_addf(out, " " SYLLABLES "%s%s", a->name[i],
				b->name[k]);
		if (!b)
			str_addf(out, " " SYLLABLES "%s", a->name[i]);
	}
}

/* Signs are left out when one types; letters and digits end a run. */
static void cut_sound(const char *text, struct str *out)
{
	struct sound run[RUN_MAX];
	char made[RUN_MAX + 1] = "";
	size_t n = 0;
	uint32_t code;

	while ((code = next_code(&text))) {
		if (is_sign(code))
			continue;
		if (n == RUN_MAX)
			memmove(run, run + 1, --n * sizeof *run);
		if (!sound_of(code, &run[n])) {
			if (n)
				cut_syllables(&run[n - 1], NULL, out);
			n = 0;
			continue;
		}
		n++;
		if (n >= 2) {
			cut_initials(run + n - 2, 2, made, out);
			cut_syllables(&run[n - 2], &run[n - 1], out);
		}
		if (n == RUN_MAX)
			cut_initials(run, RUN_MAX, made, out);
	}
	if (n)
		cut_syllables(&run[n - 1], NULL, out);
}

void find_cut(const char *text, bool by_sound, struct str *out)
{
	cut_plain(text, out);
	if (by_sound)
		cut_sound(text, out);
}

/* ---- comparing */

static uint32_t peek(const char *text)
{
	return next_code(&text);
}

static bool is_digit(uint32_t code)
{
	return code >= '0' && code <= '9';
}

/* From the beginning of both; a number must end where the other does. */
static bool begins(const char *text, const char *typed)
{
	uint32_t last = 0;
	uint32_t code;

	while ((code = next_code(&typed))) {
		if (next_code(&text) != code)
			return false;
		last = code;
	}
	return !is_digit(last) || !is_word(peek(text));
}

static bool stands_in(const char *text, const char *typed)
{
	uint32_t first = peek(typed);
	uint32_t before = 0;

	while (*text) {
		const char *at = text;
		uint32_t code = next_code(&text);

		if (code == first && !(is_word(first) && is_word(before)) &&
			begins(at, typed))
			return true;
		before = code;
	}
	return false;
}

bool find_hit(const char *text, const char *sounding, const char *typed)
{
	typed = plain_skip_spaces(typed);
	if (!*typed || (text && stands_in(text, typed)))
		return true;
	return sounding && pinyin_is_typed(typed) &&
	       pinyin_match(sounding, typed, NULL);
}
