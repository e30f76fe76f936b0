#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/width.h"
#include "core/utf8.h"
#include "tui/keys.h"

/* All that a decoder says, as one text: "Up Text(改厕) Paste(a) Report(3,2)". */
static void describe(const struct keys_event *e, struct str *out)
{
	if (out->len_bytes)
		str_add_char(out, ' ');
	switch (e->kind) {
	case KEYS_KEY:
		keys_print(e->key, out);
		break;
	case KEYS_TEXT:
		str_addf(out, "Text(%.*s)", (int)e->len_bytes, e->text);
		break;
	case KEYS_PASTE:
		str_addf(out, "Paste(%.*s)", (int)e->len_bytes, e->text);
		break;
	case KEYS_REPORT:
		str_addf(out, "Report(%d,%d)", e->row, e->col);
		break;
	}
}

static void drain(
	struct keys *k, enum keys_mode mode, bool timed_out, struct str *out)
{
	struct keys_event e;

	while (keys_next(k, mode, timed_out, &e))
		describe(&e, out);
}

static void check(enum keys_mode mode, const char *bytes, const char *expect)
{
	struct keys k;
	struct str out = STR_INIT;

	keys_init(&k);
	assert_true(keys_feed(&k, bytes, strlen(bytes)));
	drain(&k, mode, false, &out);
	drain(&k, mode, true, &out);
	assert_int_equal(keys_waiting(&k), KEYS_WAIT_NONE);
	assert_string_equal(out.data, expect);
	str_free(&out);
	keys_fini(&k);
}

/* The same bytes, in two reads at every place; for what is one sequence. */
static void check_split(const char *bytes, const char *expect)
{
	for (size_t cut = 1; cut < strlen(bytes); cut++) {
		struct keys k;
		struct str out = STR_INIT;

		keys_init(&k);
		keys_feed(&k, bytes, cut);
		drain(&k, KEYS_PAGE, false, &out);
		assert_string_equal(out.data, "");
		assert_int_not_equal(keys_waiting(&k), KEYS_WAIT_NONE);
		keys_feed(&k, bytes + cut, strlen(bytes) - cut);
		drain(&k, KEYS_PAGE, false, &out);
		assert_string_equal(out.data, expect);
		str_free(&out);
		keys_fini(&k);
	}
}

static const struct {
	const char *bytes, *key;
} sequences[] = {
	/* xterm, cursor keys in both modes */
	{ "\033[A", "Up" },
	{ "\033[B", "Down" },
	{ "\033[C", "Right" },
	{ "\033[D", "Left" },
	{ "\033OA", "Up" },
	{ "\033OD", "Left" },
	{ "\033[H", "Home" },
	{ "\033[F", "End" },
	{ "\033OH", "Home" },
	{ "\033OF", "End" },
	{ "\033[5~", "PgUp" },
	{ "\033[6~", "PgDn" },
	{ "\033[2~", "Ins" },
	{ "\033[3~", "Del" },
	{ "\033[Z", "Shift-Tab" },
	{ "\033[1;2A", "Up" },
	{ "\033[1;5A", "Ctrl-Up" },
	{ "\033[1;5D", "Ctrl-Left" },
	{ "\033[1;5C", "Ctrl-Right" },
	{ "\033[1;6C", "Ctrl-Right" },
	{ "\033[1;5H", "Ctrl-Home" },
	{ "\033[1;3D", "Left" },
	{ "\033O5D", "Ctrl-Left" },
	{ "\033OP", "F1" },
	{ "\033OS", "F4" },
	{ "\033[15~", "F5" },
	{ "\033[17~", "F6" },
	{ "\033[21~", "F10" },
	{ "\033[23~", "F11" },
	{ "\033[24~", "F12" },
	{ "\033[1;2P", "F13" },
	{ "\033[1;2R", "F15" }, /* never the answer of the probe */
	{ "\033[15;2~", "F17" },
	/* PuTTY */
	{ "\033[1~", "Home" },
	{ "\033[4~", "End" },
	{ "\033[11~", "F1" },
	{ "\033[14~", "F4" },
	/* Linux console */
	{ "\033[[A", "F1" },
	{ "\033[[E", "F5" },
	{ "\033[25~", "F13" },
	/* SCO */
	{ "\033[M", "F1" },
	{ "\033[O", "F3" },
	{ "\033[P", "F4" },
	{ "\033[R", "F6" },
	{ "\033[X", "F12" },
	{ "\033[I", "PgUp" },
	{ "\033[G", "PgDn" },
	{ "\033[L", "Ins" },
	/* rxvt */
	{ "\033[7~", "Home" },
	{ "\033[8~", "End" },
	{ "\033[a", "Up" },
	{ "\033Od", "Ctrl-Left" },
	{ "\033Oc", "Ctrl-Right" },
	{ "\033[7^", "Ctrl-Home" },
	{ "\033[3$", "Del" },
	/* the keypad when it is in its other mode */
	{ "\033Oq", "1" },
	{ "\033OM", "Enter" },
	{ "\033Ok", "+" },
};

static void test_families(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		check(KEYS_PAGE, sequences[i].bytes, sequences[i].key);
		check(KEYS_TYPE, sequences[i].bytes, sequences[i].key);
	}
}

/* A slow line cuts a sequence; within the delay it is still one key. */
static void test_split_sequences(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
		/* ESC [ M, [ O ... are whole although longer ones exist */
		check_split(sequences[i].bytes, sequences[i].key);
	}
	check_split("\033[12;2R", "Report(11,1)");
	check_split("\033[200~a\nb\033[201~", "Paste(a\nb)");
	check_split("改", "Text(改)");
}

static void test_plain_keys(void **state)
{
	(void)state;
	check(KEYS_PAGE, "x1 ?", "x 1 Space ?");
	check(KEYS_PAGE, "\r\n\t\177\b", "Enter Enter Tab Backspace Backspace");
	check(KEYS_PAGE, "\030\027", "^X ^W");
	check(KEYS_TYPE, "\030a\001", "^X Text(a) ^A");
}

static void test_escape(void **state)
{
	struct keys k;
	struct keys_event e;

	(void)state;
	keys_init(&k);
	keys_feed(&k, "\033", 1);
	assert_false(keys_next(&k, KEYS_PAGE, false, &e));
	assert_int_equal(keys_waiting(&k), KEYS_WAIT_ESC);
	assert_true(keys_next(&k, KEYS_PAGE, true, &e));
	assert_int_equal(e.key, KEY_ESC);
	assert_int_equal(keys_waiting(&k), KEYS_WAIT_NONE);
	keys_fini(&k);
	/* glued by a lagging line: both count on a page, neither in text */
	check(KEYS_PAGE, "\033x", "Esc x");
	check(KEYS_TYPE, "\033xy", "Text(y)");
	check(KEYS_TYPE, "\033改厕", "Text(厕)");
	check(KEYS_PAGE, "\033\033[A", "Esc Up");
	check(KEYS_PAGE, "\033\033", "Esc Esc");
}

static void test_unknown_is_swallowed_whole(void **state)
{
	(void)state;
	check(KEYS_TYPE, "\033[99~a", "Text(a)");
	check(KEYS_TYPE, "\033[?64;1;2ca", "Text(a)");
	check(KEYS_TYPE, "\033[<0;3;4Ma", "Text(a)");
	check(KEYS_TYPE, "\033[27;5;120~a", "Text(a)");
	check(KEYS_TYPE, "\033OZa", "Text(a)");
	check(KEYS_TYPE, "\033[201~a", "Text(a)");
	check(KEYS_TYPE, "\033[1;\033[A", "Up");
	check(KEYS_PAGE, "\033[1;5", "");
	check(KEYS_PAGE, "\033[1;1R", ""); /* row 1 is never the probe's */
}

static void test_text(void **state)
{
	(void)state;
	/* an input method commits several at once: one insertion */
	check(KEYS_TYPE, "农村改厕", "Text(农村改厕)");
	check(KEYS_TYPE, "农村3座, ok", "Text(农村3座, ok)");
	check(KEYS_TYPE, "？，１", "Text(？，１)");
	check(KEYS_PICK, "农1 １\033x2",
		"Text(农) Text(1) Text( ) Text(１) "
		"Text(2)");
	check(KEYS_PAGE, "改厕", "Text(改厕)");
	check(KEYS_PAGE, "改厕x", "Text(改厕) x");
	/* what must not get into a field: bidi, C1, broken bytes */
	check(KEYS_TYPE,
		"a\u202eb\xc2\x85"
		"c\xff"
		"d",
		"Text(abcd)");
	check(KEYS_TYPE, "\xff", "");
	check(KEYS_TYPE, "\xe6\x94", "");
}

static void test_full_width_is_folded_outside_text(void **state)
{
	(void)state;
	check(KEYS_PAGE, "ｘ１　？／", "x 1 Space ? /");
	check(KEYS_PAGE, "、。，【】「」《·", "/ . , [ ] [ ] < [");
}

static void test_paste(void **state)
{
	struct str big = STR_INIT;
	struct str out = STR_INIT;
	struct keys k;
	struct keys_event e;
	bool told = false;

	(void)state;
	check(KEYS_PAGE, "\033[200~红星村 3\r\n青龙村\t4\r\033[31m\033[201~x",
		"Paste(红星村 3\n青龙村\t4\n[31m) x");
	/* larger than any buffer, and its end is lost: given after a time */
	keys_init(&k);
	keys_feed(&k, "\033[200~", 6);
	for (int i = 0; i < 3000 && !told; i++) {
		str_clear(&big);
		for (int j = 0; j < 100; j++)
			str_add(&big, "改厕");
		assert_true(keys_feed(&k, big.data, big.len_bytes));
		told = keys_next(&k, KEYS_TYPE, false, &e);
	}
	assert_false(told);
	assert_int_equal(keys_waiting(&k), KEYS_WAIT_PASTE);
	assert_true(keys_next(&k, KEYS_TYPE, true, &e));
	assert_int_equal(e.kind, KEYS_PASTE);
	assert_true(e.len_bytes <= KEYS_PASTE_BYTES + 3);
	assert_true(e.len_bytes >= KEYS_PASTE_BYTES - 3);
	keys_fini(&k);
	str_free(&big);
	str_free(&out);
}

static void test_repeats(void **state)
{
	struct keys k;
	struct keys_event e;
	struct str bytes = STR_INIT;

	(void)state;
	keys_init(&k);
	assert_true(keys_of_script("<Down*200><Up>xx", &bytes));
	keys_feed(&k, bytes.data, bytes.len_bytes);
	assert_true(keys_next(&k, KEYS_PAGE, false, &e));
	assert_int_equal(e.key, KEY_DOWN);
	assert_int_equal(keys_take_repeats(&k), 199);
	assert_true(keys_next(&k, KEYS_PAGE, false, &e));
	assert_int_equal(e.key, KEY_UP);
	assert_int_equal(keys_take_repeats(&k), 0);
	assert_true(keys_next(&k, KEYS_PAGE, false, &e));
	assert_int_equal(keys_take_repeats(&k), 1);
	keys_feed(&k, "\033\033[A", 4);
	assert_true(keys_next(&k, KEYS_PAGE, false, &e));
	assert_int_equal(e.key, KEY_ESC);
	assert_int_equal(keys_take_repeats(&k), 0);
	keys_fini(&k);
	str_free(&bytes);
}

/* Every name means a key, and the bytes sent for it mean that key again. */
static void test_names_go_round(void **state)
{
	static const char *const name[] = { "x", "?", "/", "^X", "C-x", "F1",
		"F10", "F20", "Enter", "Space", "Tab", "S-Tab", "Up", "Down",
		"Left", "Right", "PgUp", "PgDn", "Home", "End", "Ins", "Del",
		"Backspace", "C-Left", "C-Right", "C-Up", "C-Down", "C-Home",
		"C-End" };

	(void)state;
	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		uint32_t key = keys_of_name(name[i], strlen(name[i]));
		struct str script = STR_INIT;
		struct str bytes = STR_INIT;
		struct str shown = STR_INIT;

		assert_int_not_equal(key, KEY_NONE);
		str_addf(&script, "<%s>", name[i]);
		assert_true(keys_of_script(script.data, &bytes));
		keys_print(key, &shown);
		check(KEYS_PAGE, bytes.data, shown.data);
		str_free(&script);
		str_free(&bytes);
		str_free(&shown);
	}
	assert_int_equal(keys_of_name("F25", 3), KEY_NONE);
	assert_int_equal(keys_of_name("Bogus", 5), KEY_NONE);
	assert_int_equal(keys_of_name("", 0), KEY_NONE);
}

static void test_scripts(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	assert_true(keys_of_script("改<lt><Paste>a\nb</Paste>", &out));
	assert_string_equal(out.data, "改<\033[200~a\nb\033[201~");
	assert_false(keys_of_script("<Bogus>", &out));
	assert_false(keys_of_script("<Down", &out));
	assert_false(keys_of_script("<Down*0>", &out));
	str_free(&out);
}

static void test_input_methods(void **state)
{
	(void)state;
	assert_true(keys_passes_input_method(KEY_CTRL('x')));
	assert_true(keys_passes_input_method(KEY_F0 + 10));
	assert_true(keys_passes_input_method('/'));
	assert_true(keys_passes_input_method('3'));
	assert_false(keys_passes_input_method('n'));
	assert_false(keys_passes_input_method(';'));
}

/* Nothing an event says may hurt whoever takes it. */
static void assert_harmless(const struct keys_event *e)
{
	uint32_t code;

	if (e->kind == KEYS_KEY)
		assert_true(e->key > 0 && e->key <= KEY_LAST &&
			    (e->key < 0x80 || e->key >= KEY_UP));
	if (e->kind != KEYS_TEXT && e->kind != KEYS_PASTE)
		return;
	assert_true(utf8_check(e->text, e->len_bytes, NULL));
	for (size_t at = 0; at < e->len_bytes;) {
		at += utf8_next(e->text + at, e->len_bytes - at, &code);
		assert_true(width_of(code) >= 0 ||
			    (e->kind == KEYS_PASTE &&
				    (code == '\t' || code == '\n')));
	}
}

static void test_garbage(void **state)
{
	/* bytes that begin and end things come often */
	static const char likely[] =
		"\033\033\033[[O~;0129ABRM$^ \r\xe6\x94\xb9"
		"\xff\033[200~\033[201~";
	struct keys k;
	struct keys_event e;
	unsigned seed = 11;

	(void)state;
	keys_init(&k);
	for (int i = 0; i < 100000; i++) {
		char bytes[32];
		size_t n = (size_t)rand_r(&seed) % sizeof bytes;
		enum keys_mode mode = rand_r(&seed) % 2 ? KEYS_PAGE : KEYS_TYPE;
		bool timed_out = rand_r(&seed) % 4 == 0;

		for (size_t j = 0; j < n; j++)
			bytes[j] = rand_r(&seed) % 3
					   ? likely[(size_t)rand_r(&seed) %
						     (sizeof likely - 1)]
					   : (char)rand_r(&seed);
		assert_true(keys_feed(&k, bytes, n));
		while (keys_next(&k, mode, timed_out, &e)) {
			assert_harmless(&e);
			if (e.kind == KEYS_KEY && rand_r(&seed) % 2)
				keys_take_repeats(&k);
		}
		/* what waits is short: nothing is kept for ever */
		if (timed_out)
			assert_int_equal(keys_waiting(&k), KEYS_WAIT_NONE);
		assert_true(k.pasting || k.end - k.start <= 128);
	}
	keys_fini(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_split_sequences),
		cmocka_unit_test(test_plain_keys),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_unknown_is_swallowed_whole),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_full_width_is_folded_outside_text),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_repeats),
		cmocka_unit_test(test_names_go_round),
		cmocka_unit_test(test_scripts),
		cmocka_unit_test(test_input_methods),
		cmocka_unit_test(test_garbage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
