/*
 * test_storm.c: keys, pastes, sizes and hang-ups without sense, over the
 * whole program: it must not fall, nothing stored may reach the terminal raw,
 * and the file must be whole afterwards. STORM_STEPS says how long (default
 * 3,000 bursts), STORM_SEED where it begins.
 */
#include "township.h"

#include "core/clean.h"
#include "core/utf8.h"
#include "store/journal.h"

static uint64_t draw(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static const char *const bursts[] = { "\r", "\r", "\r", "\t", "\x1b[A",
	"\x1b[B", "\x1b[C", "\x1b[D", "\x1b[B\x1b[B\x1b[B", "\x1bOP", "\x1bOQ",
	"\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~",
	"\x1b[20~", "\x1b[21~", "\x1b[5~", "\x1b[6~", "\x1b[1~", "\x1b[4~",
	"\x1b[2~", "\x1b[3~", "\x1b[Z", "\x1b", "\x7f", "\b", "\x15", "\x17",
	"\x0c", "\x1a", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "x",
	"n", "e", "l", "t", "v", "f", "/", "g", "p", "s", "?", " ", "=", "y",
	"u", "o", "m", "+", "-", "3\r", "3\r\r", "x1", "x2", "x3", "6\r",
	"g\xe4\xbb\xbb\xe5\x8a\xa1\r", "３", "？", "＝", "，", "王芳",
	"2026-02-30", "99999999999999999999", "\xff\xfe", "\xe7\x8e",
	"\xed\xa0\x80", "\xe2\x80\xae", "\xf3\xa0\x81\x81",
	"e\xcc\x81\xcc\x81\xcc\x81",
	"\x1b[200~村 12 34\n红星村 5\r\n\x1b[31m\x00x\x1b[201~",
	"\x1b[200~never closed", "\x1b[201~", "\x1b[999;999R", "\x1b[<0;1;1M",
	"\x1b[1;2;3;4;5;6;7;8;9;99999999999999999999~", "\x1b]0;x\x07",
	"\x1bP1$r\x1b\\", "\x1b[M !!", "\x1b[I", "\x1b[O", "\x9b", "\x80" };

static void type(struct township *t, uint64_t *seed)
{
	char long_paste[4200];
	uint64_t what = draw(seed) % 200;

	if (what == 0) {
		memset(long_paste, 'x', sizeof long_paste);
		term_null_feed(t->term, "\x1b[200~", 6);
		for (int i = 0; i < 20; i++)
			term_null_feed(t->term, long_paste, sizeof long_paste);
		term_null_feed(t->term, "\x1b[201~", 6);
	} else if (what < 10) {
		for (int i = 0; i < 30; i++) {
			unsigned char byte = (unsigned char)draw(seed);

			term_null_feed(t->term, &byte, 1);
		}
	} else if (what < 16) {
		term_null_resize(t->term, 1 + (int)(draw(seed) % 100),
			1 + (int)(draw(seed) % 300));
	} else {
		size_t n = 1 + draw(seed) % 4;

		for (size_t i = 0; i < n; i++) {
			const char *b =
				bursts[draw(seed) %
					(sizeof bursts / sizeof *bursts)];
			term_null_feed(t->term, b, strlen(b));
		}
	}
}

static void nothing_is_raw(struct township *t, uint64_t at)
{
	struct str text = STR_INIT;

	township_dump(t, &text);
	for (const char *s = text.data; *s; s++)
		if ((unsigned char)*s < ' ' && *s != '\n')
			fail_msg("U+%04X on the screen, burst %llu", *s,
				(unsigned long long)at);
	if (strstr(text.data, "\xe2\x80\xae") || strstr(text.data, "\xf3\xa0"))
		fail_msg("a hidden character on the screen, burst %llu",
			(unsigned long long)at);
	str_free(&text);
}

static void it_stands_the_storm(void **state)
{
	static const char *const who[] = { CLERK, HEAD, NULL, CLERK };
	static const int timeouts[] = { 0, 0, 0, 60 };
	struct township *t = *state;
	const char *given = getenv("STORM_STEPS");
	const char *from = getenv("STORM_SEED");
	uint64_t steps = given ? strtoull(given, NULL, 10) : 3000;
	uint64_t seed = from ? strtoull(from, NULL, 10) : 20261124;
	struct str findings = STR_INIT;
	struct error err = { .status = STATUS_OK };
	enum status how;

	township_sit(t, CLERK, 24, 80);
	for (uint64_t i = 0; i < steps; i++) {
		type(t, &seed);
		bool hangs_up = draw(&seed) % 400 == 0;
		if (hangs_up)
			term_null_hang_up(t->term);
		bool runs = loop_step(
			screens_stack(t->app), timeouts[draw(&seed) % 4], &how);
		if (i % 16 == 0)
			nothing_is_raw(t, i);
		if (!runs || hangs_up || draw(&seed) % 300 == 0)
			township_sit(t, who[draw(&seed) % 4],
				1 + (int)(draw(&seed) % 60),
				1 + (int)(draw(&seed) % 200));
	}
	township_leave(t);
	store_set_mode(t->store, STORE_DOOR);
	if (store_verify(t->store, NULL, &findings, &err))
		fail_msg("%s%s", findings.data, err.what);
	str_free(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_stands_the_storm),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
