/*
 * keys.h: bytes from a terminal become keys, text and pastes.
 *
 * Pure: no terminal, no clock. All families at once (xterm, PuTTY, Linux
 * console, SCO, rxvt); an escape sequence nobody knows is swallowed whole
 * (keys.md 5). Bytes are UTF-8; a back end of another locale converts first.
 *
 * Events are decoded one at a time and only when asked for, because what a
 * byte means depends on what the key before it opened:
 *
 *   KEYS_PAGE  outside text. ASCII characters are keys; full-width forms and
 *              Chinese punctuation are folded to the keys they stand on
 *              (core/utf8.h); any other characters are one KEYS_TEXT event,
 *              as an input method commits them. ESC + character is Esc, then
 *              that key.
 *   KEYS_TYPE  in a text field. A run of printable characters is one
 *              KEYS_TEXT event. ESC + character in one read is dropped.
 *   KEYS_PICK  likewise, but each character is an event: one may open or
 *              close something, and the next is for what is there then.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"

/* A key is an ASCII character, a control character, or one of these. */
enum key {
	KEY_NONE = 0,
	KEY_TAB = 9,
	KEY_ENTER = 13, /* also ^J */
	KEY_ESC = 27,
	KEY_BACKSPACE = 127, /* also ^H */
	KEY_UP = 0x110000,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_HOME,
	KEY_END,
	KEY_INSERT,
	KEY_DELETE,
	KEY_BACK_TAB,
	KEY_CTRL_LEFT,
	KEY_CTRL_RIGHT,
	KEY_CTRL_UP,
	KEY_CTRL_DOWN,
	KEY_CTRL_HOME,
	KEY_CTRL_END,
	KEY_F0, /* KEY_F0 + n is Fn, n up to 24 */
	KEY_LAST = KEY_F0 + 24
};
#define KEY_CTRL(letter) ((letter)&0x1f)

enum keys_kind {
	KEYS_KEY,   /* .key */
	KEYS_TEXT,  /* .text: typed or committed, no control characters */
	KEYS_PASTE, /* .text: pasted; may hold \t and \n (\r\n, \r folded) */
	KEYS_REPORT /* .row, .col from 0: answer of the terminal to ESC[6n */
};
struct keys_event {
	enum keys_kind kind;
	uint32_t key;
	const char *text; /* valid until the next call with this decoder */
	size_t len_bytes;
	int row, col;
};

enum keys_mode { KEYS_PAGE, KEYS_TYPE, KEYS_PICK };

/* What is left cannot be told yet: wait so long for more, then say so. */
enum keys_wait { KEYS_WAIT_NONE, KEYS_WAIT_ESC, KEYS_WAIT_PASTE };

/* A larger paste is cut: what is beyond it is dropped. */
enum { KEYS_READ_BYTES = 4096, KEYS_PASTE_BYTES = 1 << 20 };

struct keys {
	unsigned char buf[2 * KEYS_READ_BYTES];
	size_t start, end;	   /* what is not decoded yet */
	size_t key_start, key_len; /* bytes of the last key, for repeats */
	bool pasting;
	struct str text;
};

void keys_init(struct keys *k);
void keys_fini(struct keys *k);

/* Takes at most KEYS_READ_BYTES at once; true if there was room for all. */
bool keys_feed(struct keys *k, const void *bytes, size_t len_bytes);

/* False: nothing (more) can be told. timed_out: no more bytes came in the
 * time that keys_waiting() asked for, so a lone ESC is the Esc key. */
bool keys_next(struct keys *k, enum keys_mode mode, bool timed_out,
	struct keys_event *event);

/* Straight after keys_next() gave a KEYS_KEY: takes all further presses of
 * the very same key that follow at once; returns how many, 0 or more. */
int keys_take_repeats(struct keys *k);

enum keys_wait keys_waiting(const struct keys *k);

/* ---- names */

/*
 * Names as command tables and scripts write them: one ASCII character, "^X",
 * "F10", "Enter", "Space", "Esc", "Tab", "S-Tab", "Up", "Down", "Left",
 * "Right", "PgUp", "PgDn", "Home", "End", "Ins", "Del", "Backspace",
 * "C-Left", ...; KEY_NONE when it is none.
 */
uint32_t keys_of_name(const char *name, size_t len_bytes);
/* The same as people read it, in the user's language: 回车. */
void keys_print(uint32_t key, struct str *out);

/* Whether an input method in Chinese mode lets it through (keys.md 0). */
bool keys_passes_input_method(uint32_t key);

/*
 * The bytes a terminal sends for a script: "<Down>", "<C-x>", "<F2>",
 * "<Down*20>", "<Paste>a\nb</Paste>", "<lt>" for <, all else as it stands.
 * False: a name in <> that is none.
 */
bool keys_of_script(const char *script, struct str *bytes);

#endif
