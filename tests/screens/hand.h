/*
 * hand.h: a hand on the keyboard of township.h whose keys are counted.
 *
 * Keys are those an input method lets through: digits, =, Enter, Tab, Esc,
 * Space, arrows, paging, F-keys. What a person says in words is typed with
 * hand_says() and not counted (quality.md 4).
 */
#ifndef TESTS_SCREENS_HAND_H
#define TESTS_SCREENS_HAND_H

#include "township.h"

#define TEXT_ROWS_MAX 64

struct hand {
	struct township *township;
	int keys;
};

/* One key of a script: its length, and how often it is pressed. */
static size_t hand_key(const char *at, int *times)
{
	static const char *const allowed[] = { "Enter", "Tab", "S-Tab", "Esc",
		"Space", "Up", "Down", "Left", "Right", "PgUp", "PgDn", "Home",
		"End", "Ins", "Backspace", "F1", "F2", "F3", "F4", "F5", "F6",
		"F10" };
	const char *close = strchr(at, '>'), *star;
	size_t len;

	*times = 1;
	if ((*at >= '0' && *at <= '9') || *at == '=')
		return 1;
	if (*at != '<' || !close)
		fail_msg("%s: no key that gets past an input method", at);
	star = memchr(at, '*', (size_t)(close - at));
	if (star)
		*times = atoi(star + 1);
	len = (size_t)((star ? star : close) - at) - 1;
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (strlen(allowed[i]) == len &&
			!strncmp(allowed[i], at + 1, len))
			return (size_t)(close - at) + 1;
	fail_msg("%s: no key that gets past an input method", at);
	return 0;
}

static void hand_presses(struct hand *h, const char *keys)
{
	int times;

	for (const char *at = keys; *at; at += hand_key(at, &times)) {
		hand_key(at, &times);
		h->keys += times;
	}
	township_keys(h->township, keys);
}

__attribute__((unused)) static void hand_says(struct hand *h, const char *words)
{
	township_keys(h->township, words);
}

/* ---- eyes */

/*
 * The row of the body that holds the words: the first from `from` on, else
 * the last before it; words NULL: the row with the cursor. -1: none.
 */
static int hand_row(struct hand *h, const char *words, int from)
{
	struct str text = STR_INIT;
	int end = term_null_frame(h->township->term)->rows - 2;
	int found = -1, row = 0;

	township_dump(h->township, &text);
	for (char *rest = text.data, *line; (line = strsep(&rest, "\n"));
		row++) {
		if (row < 2 || row >= end)
			continue;
		if ((words ? strstr(line, words) != NULL : *line == '>') &&
			found < from)
			found = row;
	}
	str_free(&text);
	return found;
}

static int hand_cursor(struct hand *h)
{
	return hand_row(h, NULL, 0);
}

/* Moves to the row that holds the words. */
__attribute__((unused)) static void hand_goes(struct hand *h, const char *words)
{
	struct str text = STR_INIT;
	int to = hand_row(h, words, hand_cursor(h));

	for (int page = 0; to < 0 && page < 4; page++) {
		hand_presses(h, "<PgDn>");
		to = hand_row(h, words, hand_cursor(h));
	}
	for (int tries = 0; tries < 40 && to >= 0; tries++) {
		int at = hand_cursor(h);

		if (at == to)
			return;
		hand_presses(h, at < to ? "<Down>" : "<Up>");
	}
	township_dump(h->township, &text);
	fail_msg("no row %s on\n%s", words, text.data);
}

/* The digit beside the words, in the menu that shows. */
__attribute__((unused)) static char hand_digit(
	struct hand *h, const char *words)
{
	struct str text = STR_INIT, numbered = STR_INIT;
	char digit = 0;

	township_dump(h->township, &text);
	str_addf(&numbered, "  %s", words);
	for (const char *at = text.data;
		!digit && (at = strstr(at, numbered.data)); at++)
		if (at > text.data && at[-1] >= '0' && at[-1] <= '9')
			digit = at[-1];
	if (!digit)
		fail_msg("%s has no number in\n%s", words, text.data);
	str_free(&text);
	str_free(&numbered);
	return digit;
}

/* The menu, and the digit beside the words. */
__attribute__((unused)) static void hand_does(struct hand *h, const char *words)
{
	hand_presses(h, "<F10>");
	hand_presses(h, (char[2]){ hand_digit(h, words), 0 });
}

#endif
