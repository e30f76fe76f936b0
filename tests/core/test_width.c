#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/piece.h"
#include "core/utf8.h"
#include "core/width.h"

static void widths_by_hand(void **state)
{
	static const struct {
		uint32_t first, last;
		int cols;
	} row[] = {
		{ 0, 0x1f, -1 },
		{ 0x20, 0x7e, 1 },
		{ 0x7f, 0x9f, -1 },
		{ 0x300, 0x36f, 0 },
		{ 0x1100, 0x115f, 2 },
		{ 0x1160, 0x11ff, 0 },
		{ 0x200b, 0x200f, -1 },
		{ 0x2028, 0x202e, -1 },
		{ 0x3000, 0x3029, 2 }, /* blank, 、。〈〉《》〓 */
		{ 0x302a, 0x302d, 0 }, /* tone marks */
		{ 0x3400, 0x4dbf, 2 }, /* A */
		{ 0x4e00, 0x9fff, 2 },
		{ 0xac00, 0xd7a3, 2 },
		{ 0xd800, 0xdfff, -1 },
		{ 0xe000, 0xf8ff, 2 }, /* private use: drawn as U+3013 */
		{ 0xf900, 0xfaff, 2 },
		{ 0xfdd0, 0xfdef, -1 },
		{ 0xff01, 0xff60, 2 },
		{ 0xff61, 0xffbe, 1 }, /* half-width kana */
		{ 0xfffd, 0xfffd, 2 },
		{ 0xfffe, 0xffff, -1 },
		{ 0x1f600, 0x1f64f, 2 },
		{ 0x20000, 0x2a6df, 2 }, /* B */
		{ 0x2a700, 0x2ebe0, 2 }, /* C to F */
		{ 0x2ebf0, 0x2ee5d, 2 }, /* I */
		{ 0x30000, 0x3134a, 2 }, /* G */
		{ 0x31350, 0x323af, 2 }, /* H */
		{ 0xe0000, 0xe0fff, -1 },
		{ 0x10fffe, 0x110010, -1 },
		{ 0xfffffff0, 0xfffffffe, -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		for (uint32_t c = row[i].first; c <= row[i].last; c++)
			if (width_of(c) != row[i].cols)
				fail_msg("U+%04X is %d", c, width_of(c));
}

static void ambiguous_is_a_setting(void **state)
{
	static const char text[] = "“α”…—×①";

	(void)state;
	assert_int_equal(width_ambiguous(), 1);
	assert_int_equal(width_text_cols(text), 7);
	width_set_ambiguous(2);
	assert_int_equal(width_ambiguous(), 2);
	assert_int_equal(width_text_cols(text), 14);
	assert_int_equal(width_text_cols("a，王"), 5);
	width_set_ambiguous(7);
	assert_int_equal(width_text_cols(text), 7);
	assert_true(width_is_ambiguous(0x201c));
	assert_false(width_is_ambiguous('"'));
	assert_false(width_is_ambiguous(0x300c));
	assert_false(width_is_ambiguous(0x300)); /* a mark is 0 */
}

static void uncertain_ones(void **state)
{
	static const uint32_t yes[] = { 0x2ebf0, 0x2ee5d, 0x30000, 0x31350,
		0x323af, 0x3fffd, 0x1f600, 0x1f1e6, 0x231a, 0xfe0f, 0x4dc0,
		0x1fae9 };
	static const uint32_t no[] = { 'a', 0x4e00, 0x382d, 0x20164, 0x2b738,
		0x3002, 0x201c, 0x2500, 0xe000, 0x10ffff, 0x200b, 0x110000,
		0xfffd, 0x3013 };

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!width_is_uncertain(yes[i]))
			fail_msg("U+%04X is certain", yes[i]);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (width_is_uncertain(no[i]))
			fail_msg("U+%04X is uncertain", no[i]);
}

static void texts(void **state)
{
	(void)state;
	assert_int_equal(width_text_cols(""), 0);
	assert_int_equal(width_text_cols("㠭𠅤明"), 6);
	assert_int_equal(width_text_cols("e\u0301te\u0301"), 3);
	assert_int_equal(width_text_cols("a\tb\nc\r\nd"), 7);
	assert_int_equal(width_text_cols("王\u200b芳"), 6);
	assert_int_equal(width_text_cols("\x1b[0m"), 5);
	assert_int_equal(width_text_cols("\xff"), 2);
}

static void check_piece(
	const char *text, size_t bytes, const char *shown, int cols)
{
	struct piece p;

	assert_int_equal(piece_next(text, strlen(text), &p), bytes);
	assert_int_equal(p.width_cols, cols);
	assert_int_equal(p.shown_bytes, strlen(shown));
	assert_memory_equal(p.shown, shown, p.shown_bytes);
}

static void pieces(void **state)
{
	(void)state;
	check_piece("王芳", 3, "王", 2);
	check_piece("e\u0301x", 3, "e\u0301", 1);
	check_piece("e\u0301\u0302\u0303", 5, "e\u0301\u0302", 1);
	check_piece("\u0303\u0303\u0303x", 6, "〓", 2);
	check_piece("\t", 1, " ", 1);
	check_piece("\r\n", 2, " ", 1);
	check_piece("\rx", 1, "〓", 2);
	check_piece("\u202e", 3, "〓", 2);
	check_piece("\ue000\u0301", 3, "〓", 2);
	check_piece("\xe4\xb8x", 2, "〓", 2);
	check_piece("\U000e0041", 4, "〓", 2);
	check_piece("", 0, "", 0);
}

static void random_pieces(void **state)
{
	(void)state;
	srand(2);
	for (int round = 0; round < 100000; round++) {
		size_t len = (size_t)(1 + rand() % 16);
		char *s = malloc(len);
		struct piece p;

		for (size_t i = 0; i < len; i++)
			s[i] = (char)(rand() % 2 ? 0x80 + rand() % 128
						 : rand() % 256);
		for (size_t at = 0; at < len;) {
			size_t n = piece_next(s + at, len - at, &p);
			uint32_t code;

			assert_true(n >= 1 && n <= len - at);
			assert_in_range(p.width_cols, 1, 2);
			assert_true(utf8_check(p.shown, p.shown_bytes, NULL));
			utf8_next(p.shown, p.shown_bytes, &code);
			assert_int_equal(width_of(code), p.width_cols);
			at += n;
		}
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths_by_hand),
		cmocka_unit_test(ambiguous_is_a_setting),
		cmocka_unit_test(uncertain_ones),
		cmocka_unit_test(texts),
		cmocka_unit_test(pieces),
		cmocka_unit_test(random_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
