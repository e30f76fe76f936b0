/*
 * find_ask.c: what was typed, as the words of the index (find.h).
 *
 * Characters are a phrase of their pairs, words and numbers stand for
 * themselves, the last word may go on. Letters alone are also heard: all
 * initials; whole syllables, the last begun; or mixed, which is asked for by
 * the first three initials.
 */
#include "core/find.h"

#include <stdio.h>
#include <string.h>
#include "core/pinyin.h"
#include "core/plain.h"

enum { LETTERS_MAX = 24, SYLLABLE_MAX = 6, PIECES_MAX = 3, NAMED_MAX = 8 };

struct ask {
	struct str *out;
	size_t from;		       /* of out: the alternatives begin */
	char letters[LETTERS_MAX + 1]; /* typed, small, without blanks */
	size_t n;
};

/* ---- letters heard */

/* Adds a word, unless it is an alternative that stands there already. */
static void either(struct ask *a, const char *term)
{
	if (a->out->len_bytes > a->from) {
		if (strstr(a->out->data + a->from, term))
			return;
		str_add(a->out, " OR ");
	}
	str_add(a->out, term);
}

static void ask_initials(struct ask *a)
{
	struct str term = STR_INIT;
	size_t run = a->n < PIECES_MAX ? a->n : PIECES_MAX;

	for (size_t i = 0; i < a->n; i++)
		if (!pinyin_is_beginning(a->letters + i, 1))
			return;
	str_add_char(&term, '(');
	for (size_t i = 0; i + run <= a->n; i++)
		str_addf(&term, "%s\"·%.*s\"", i ? " AND " : "", (int)run,
			a->letters + i);
	str_add_char(&term, ')');
	either(a, term.data);
	str_free(&term);
}

/*
 * The rest may begin a longer syllable. FTS5 gathers all rows of the words
 * that begin so before it gives the first; words by name come as they are
 * read, so where they are few they are named.
 */
static void ask_last_pair(
	const struct ask *a, size_t last, size_t at, struct str *term)
{
	const char *name[NAMED_MAX];
	size_t n =
		pinyin_syllables(a->letters + at, a->n - at, name, NAMED_MAX);

	if (n > NAMED_MAX) {
		str_addf(term, "\"¯%s\" *", a->letters + last);
		return;
	}
	str_add_char(term, '(');
	for (size_t i = 0; i < n; i++)
		str_addf(term, "%s\"¯%.*s%s\"", i ? " OR " : "",
			(int)(at - last), a->letters + last, name[i]);
	str_add_char(term, ')');
}

/* Whole syllables from `at`, the one before at `last`; the rest begins one. */
static void ask_syllables(
	struct ask *a, size_t last, size_t at, struct str *term)
{
	size_t left = a->n - at;
	size_t kept = term->len_bytes;

	if (left && at && pinyin_is_beginning(a->letters + at, left)) {
		ask_last_pair(a, last, at, term);
		str_add_char(term, ')');
		either(a, term->data);
		str_cut(term, kept);
	}
	for (size_t n = 1; n <= SYLLABLE_MAX && n < left; n++) {
		if (!pinyin_is_syllable(a->letters + at, n))
			continue;
		if (at)
			str_addf(term, "\"¯%.*s\" AND ", (int)(at + n - last),
				a->letters + last);
		ask_syllables(a, at, at + n, term);
		str_cut(term, kept);
	}
}

/* One character of which at least a syllable's two letters are typed. */
static void ask_one(struct ask *a)
{
	struct str term = STR_INIT;

	if (pinyin_is_syllable(a->letters, a->n) ||
		(a->n > 2 && pinyin_is_beginning(a->letters, a->n))) {
		str_addf(&term, "(\"¯%s\" *)", a->letters);
		either(a, term.data);
	}
	str_free(&term);
}

/*
 * Mixed is what has an initial and more than an initial: all of one kind was
 * asked for already, and more exactly. The last piece may be both.
 */
struct mix {
	bool single, longer;
};

static bool next_piece(
	const struct ask *a, size_t at, size_t n, struct mix *mix)
{
	const char *piece = a->letters + at;
	bool is_last = at + n == a->n;

	if (!(n == 1 || is_last ? pinyin_is_beginning(piece, n)
				: pinyin_is_syllable(piece, n)))
		return false;
	mix->single |= n == 1 && !is_last;
	mix->longer |= n > 1;
	return true;
}

/* Whether the letters from there on can be characters that make it mixed. */
static bool can_go_on(const struct ask *a, size_t at, struct mix mix)
{
	if (at == a->n)
		return mix.single && mix.longer;
	for (size_t n = 1; n <= SYLLABLE_MAX && n <= a->n - at; n++) {
		struct mix then = mix;

		if (next_piece(a, at, n, &then) && can_go_on(a, at + n, then))
			return true;
	}
	return false;
}

static void ask_mixed(struct ask *a, size_t at, char *made, struct mix mix)
{
	size_t pieces = strlen(made);
	char term[24];

	if (pieces == PIECES_MAX) {
		snprintf(term, sizeof term, "(\"·%s\")", made);
		if (can_go_on(a, at, mix))
			either(a, term);
		return;
	}
	made[pieces + 1] = 0;
	for (size_t n = 1; n <= SYLLABLE_MAX && n <= a->n - at; n++) {
		struct mix then = mix;

		if (!next_piece(a, at, n, &then))
			continue;
		made[pieces] = a->letters[at];
		ask_mixed(a, at + n, made, then);
	}
	made[pieces] = 0;
}

static void ask_sound(struct ask *a)
{
	struct str term = STR_INIT;
	char made[PIECES_MAX + 1] = "";

	ask_one(a);
	str_add_char(&term, '(');
	ask_syllables(a, 0, 0, &term);
	str_free(&term);
	ask_initials(a);
	ask_mixed(a, 0, made, (struct mix){ false, false });
}

/* ---- what stands for itself */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip(const char *p, bool words)
{
	while (*p && *p != ' ' && is_word(*p) == words)
		p++;
	return p;
}

static void also(struct str *out, size_t from)
{
	if (out->len_bytes > from)
		str_add(out, " AND ");
}

/* cut: " 农村 村改 a3" of find_cut(): words of one kind are one term. */
static void ask_plain(const char *cut, bool may_go_on, struct str *out)
{
	size_t from = out->len_bytes;

	while (*cut == ' ') {
		const char *word = cut + 1;
		bool words = is_word(*word);
		const char *end = skip(word, words);

		while (!words && *end == ' ' && !is_word(end[1]))
			end = skip(end + 1, false);
		cut = end;
		bool begun = words && !*end && may_go_on && !is_digit(end[-1]);

		/* all words that begin with one letter are too many */
		if (begun && end - word < 2)
			continue;
		also(out, from);
		str_addf(out, "\"%.*s\"%s", (int)(end - word), word,
			begun ? " *" : "");
	}
}

static bool ends_in_word(const char *typed)
{
	uint32_t code;
	bool ends = false;

	while ((code = plain_next(&typed)))
		ends = code < 0x80 && code != ' ' &&
		       (is_word((char)code) || (code >= 'A' && code <= 'Z'));
	return ends;
}

static void take_letters(struct ask *a, const char *typed)
{
	for (uint32_t code; (code = plain_next(&typed)) && a->n < LETTERS_MAX;)
		if (code != ' ')
			a->letters[a->n++] = (char)(code | 0x20);
	a->letters[a->n] = 0;
}

bool find_ask(const char *typed, struct str *out)
{
	struct ask a = { .out = out, .from = out->len_bytes };
	struct str cut = STR_INIT;

	find_cut(typed, false, &cut);
	ask_plain(cut.data, ends_in_word(typed), out);
	str_free(&cut);
	if (pinyin_is_typed(typed)) {
		take_letters(&a, typed);
		if (a.n >= 2)
			ask_sound(&a);
	}
	return out->len_bytes > a.from;
}
