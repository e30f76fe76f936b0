#include "tui/keys.h"

#include <string.h>
#include "core/utf8.h"
#include "core/width.h"
#include "tui/keys_table.h"

enum { ESC = 27, CSI_MAX_BYTES = 64, MOD_SHIFT = 1, MOD_CTRL = 4 };

static const char paste_end[] = "\033[201~";
enum { PASTE_END_BYTES = sizeof paste_end - 1 };

void keys_init(struct keys *k)
{
	*k = (struct keys){ .text = STR_INIT };
}

void keys_fini(struct keys *k)
{
	str_free(&k->text);
}

bool keys_feed(struct keys *k, const void *bytes, size_t len_bytes)
{
	size_t left = k->end - k->start;

	memmove(k->buf, k->buf + k->start, left);
	k->start = 0;
	k->end = left;
	k->key_len = 0;
	if (len_bytes > sizeof k->buf - left)
		return false;
	memcpy(k->buf + left, bytes, len_bytes);
	k->end += len_bytes;
	return true;
}

enum keys_wait keys_waiting(const struct keys *k)
{
	if (k->pasting)
		return KEYS_WAIT_PASTE;
	return k->start < k->end ? KEYS_WAIT_ESC : KEYS_WAIT_NONE;
}

/* ---- keys by their bytes */

uint32_t keys_of_tilde(int number)
{
	static const uint32_t key[] = {
		[1] = KEY_HOME,
		[2] = KEY_INSERT,
		[3] = KEY_DELETE,
		[4] = KEY_END,
		[5] = KEY_PAGE_UP,
		[6] = KEY_PAGE_DOWN,
		[7] = KEY_HOME, /* rxvt */
		[8] = KEY_END,
		[11] = KEY_F0 + 1, /* VT220, PuTTY, rxvt */
		[12] = KEY_F0 + 2,
		[13] = KEY_F0 + 3,
		[14] = KEY_F0 + 4,
		[15] = KEY_F0 + 5,
		[17] = KEY_F0 + 6,
		[18] = KEY_F0 + 7,
		[19] = KEY_F0 + 8,
		[20] = KEY_F0 + 9,
		[21] = KEY_F0 + 10,
		[23] = KEY_F0 + 11,
		[24] = KEY_F0 + 12,
		[25] = KEY_F0 + 13,
		[26] = KEY_F0 + 14,
		[28] = KEY_F0 + 15,
		[29] = KEY_F0 + 16,
		[31] = KEY_F0 + 17,
		[32] = KEY_F0 + 18,
		[33] = KEY_F0 + 19,
		[34] = KEY_F0 + 20,
	};

	if (number < 0 || (size_t)number >= sizeof key / sizeof *key)
		return KEY_NONE;
	return key[number];
}

/* CSI letter without numbers: cursor keys of all, and those of SCO. */
uint32_t keys_of_csi_letter(unsigned char letter)
{
	switch (letter) {
	case 'A':
	case 'a': /* rxvt with Shift */
		return KEY_UP;
	case 'B':
	case 'b':
		return KEY_DOWN;
	case 'C':
	case 'c':
		return KEY_RIGHT;
	case 'D':
	case 'd':
		return KEY_LEFT;
	case 'H':
		return KEY_HOME;
	case 'F':
		return KEY_END;
	case 'I':
		return KEY_PAGE_UP;
	case 'G':
		return KEY_PAGE_DOWN;
	case 'L':
		return KEY_INSERT;
	case 'Z':
		return KEY_BACK_TAB;
	default:
		/* SCO: M is F1, X is F12 */
		return letter >= 'M' && letter <= 'X'
			       ? KEY_F0 + 1u + (letter - 'M')
			       : KEY_NONE;
	}
}

/* ESC O letter: application cursor keys, F1-F4, the keypad, rxvt's Ctrl. */
static uint32_t of_ss3(unsigned char letter)
{
	static const char pad[] = "j*k+l,m-n.o/X=";

	if (letter >= 'P' && letter <= 'S')
		return KEY_F0 + 1u + (letter - 'P');
	if (letter >= 'p' && letter <= 'y')
		return (uint32_t)('0' + letter - 'p');
	if (letter >= 'a' && letter <= 'd') {
		static const uint32_t ctrl[] = { KEY_CTRL_UP, KEY_CTRL_DOWN,
			KEY_CTRL_RIGHT, KEY_CTRL_LEFT };

		return ctrl[letter - 'a'];
	}
	if (letter == 'M')
		return KEY_ENTER;
	for (const char *p = pad; *p; p += 2)
		if ((unsigned char)*p == letter)
			return (uint32_t)p[1];
	return strchr("ABCDHF", letter) ? keys_of_csi_letter(letter) : KEY_NONE;
}

/* mods are the bits of xterm: parameter minus 1. */
static uint32_t modified(uint32_t key, int mods)
{
	if (key > KEY_F0 && key <= KEY_F0 + 12) {
		if (mods & ~MOD_SHIFT)
			return KEY_NONE;
		return mods ? key + 12 : key;
	}
	if (!(mods & MOD_CTRL))
		return key;
	switch (key) {
	case KEY_UP:
		return KEY_CTRL_UP;
	case KEY_DOWN:
		return KEY_CTRL_DOWN;
	case KEY_LEFT:
		return KEY_CTRL_LEFT;
	case KEY_RIGHT:
		return KEY_CTRL_RIGHT;
	case KEY_HOME:
		return KEY_CTRL_HOME;
	case KEY_END:
		return KEY_CTRL_END;
	default:
		return key;
	}
}

/* ---- escape sequences */

/* What a sequence at the front of the buffer is. */
enum seq { SEQ_MORE, SEQ_KEY, SEQ_REPORT, SEQ_PASTE, SEQ_UNKNOWN, SEQ_NONE };

struct csi {
	int arg[2]; /* the first two numbers; -1: not given */
	bool private;
	unsigned char final;
	size_t len;
};

static void csi_digit(struct csi *s, int at, unsigned char c)
{
	if (at > 1)
		return;
	if (s->arg[at] < 0)
		s->arg[at] = 0;
	if (s->arg[at] < 10000)
		s->arg[at] = s->arg[at] * 10 + (c - '0');
}

/* Reads ESC [ ... final. False: it does not end here; .final 0: malformed,
 * .len says how much of it goes. */
static bool csi_scan(const unsigned char *p, size_t n, struct csi *s)
{
	int at = 0;

	*s = (struct csi){ .arg = { -1, -1 } };
	for (s->len = 2; s->len < n && s->len < CSI_MAX_BYTES; s->len++) {
		unsigned char c = p[s->len];

		/* rxvt ends keys with Shift in $, which ends nothing else */
		if ((c >= 0x40 && c <= 0x7e) || (c == '$' && s->arg[0] >= 0)) {
			s->final = c;
			s->len++;
			return true;
		}
		if (c < 0x20 || c > 0x7e)
			return true;
		if (c >= '0' && c <= '9')
			csi_digit(s, at, c);
		else if (c == ';' || c == ':')
			at++;
		else
			s->private = true;
	}
	return s->len >= CSI_MAX_BYTES;
}

static enum seq csi_meaning(
	const struct csi *s, uint32_t *key, struct keys_event *e)
{
	int mods = s->arg[1] > 1 ? s->arg[1] - 1 : 0;

	if (s->private || !s->final)
		return SEQ_UNKNOWN;
	if (s->final == '~' && s->arg[0] == 200)
		return SEQ_PASTE;
	if (strchr("~^$@", s->final)) {
		/* rxvt says Ctrl with ^, Shift with $, both with @ */
		mods |= s->final == '^' || s->final == '@' ? MOD_CTRL : 0;
		mods |= s->final == '$' || s->final == '@' ? MOD_SHIFT : 0;
		*key = modified(keys_of_tilde(s->arg[0]), mods);
	} else if (s->final == 'R' && s->arg[0] > 1 && s->arg[1] > 0) {
		e->row = s->arg[0] - 1;
		e->col = s->arg[1] - 1;
		return SEQ_REPORT;
	} else if (s->arg[0] >= 0 && s->final >= 'P' && s->final <= 'S') {
		/* with numbers these are xterm's F1-F4, without SCO's */
		*key = s->arg[0] == 1 && mods
			       ? modified(KEY_F0 + 1u + (s->final - 'P'), mods)
			       : KEY_NONE;
	} else if (s->arg[0] <= 1) {
		*key = modified(keys_of_csi_letter(s->final), mods);
	}
	return *key ? SEQ_KEY : SEQ_UNKNOWN;
}

/* ESC [ at the front. */
static enum seq read_csi(const unsigned char *p, size_t n, bool timed_out,
	size_t *len, uint32_t *key, struct keys_event *e)
{
	struct csi s;

	if (n == 2)
		return timed_out ? SEQ_NONE : SEQ_MORE;
	if (p[2] == '[') { /* Linux console: ESC [ [ A is F1 */
		*len = n < 4 ? n : 4;
		if (n < 4)
			return timed_out ? SEQ_UNKNOWN : SEQ_MORE;
		if (p[3] < 'A' || p[3] > 'E')
			return SEQ_UNKNOWN;
		*key = KEY_F0 + 1u + (p[3] - 'A');
		return SEQ_KEY;
	}
	bool whole = csi_scan(p, n, &s);
	*len = s.len;
	if (!whole)
		return timed_out ? SEQ_UNKNOWN : SEQ_MORE;
	return csi_meaning(&s, key, e);
}

/* ESC O at the front; some terminals put a modifier before the letter. */
static enum seq read_ss3(const unsigned char *p, size_t n, bool timed_out,
	size_t *len, uint32_t *key)
{
	size_t at = 2;
	int mods = 0;

	if (n == 2)
		return timed_out ? SEQ_NONE : SEQ_MORE;
	if (p[2] >= '1' && p[2] <= '9') {
		mods = p[2] - '1';
		at = 3;
	}
	*len = at < n ? at + 1 : n;
	if (at >= n)
		return timed_out ? SEQ_UNKNOWN : SEQ_MORE;
	if (p[at] < 0x20 || p[at] > 0x7e) {
		*len = at;
		return SEQ_UNKNOWN;
	}
	*key = modified(of_ss3(p[at]), mods);
	return *key ? SEQ_KEY : SEQ_UNKNOWN;
}

/* ---- events */

static void consume(struct keys *k, size_t len)
{
	k->key_start = k->start;
	k->key_len = len;
	k->start += len;
}

static bool give_key(
	struct keys *k, struct keys_event *e, uint32_t key, size_t len)
{
	consume(k, len);
	e->kind = KEYS_KEY;
	e->key = key;
	return true;
}

static bool give_text(struct keys *k, struct keys_event *e, enum keys_kind kind)
{
	k->key_len = 0;
	e->kind = kind;
	e->text = k->text.data;
	e->len_bytes = k->text.len_bytes;
	return true;
}

/* Keeps of a paste what may become text; \r\n and \r are line ends. */
static void clean_paste(struct keys *k)
{
	struct str raw = k->text;
	uint32_t code;

	k->text = (struct str)STR_INIT;
	for (size_t at = 0; at < raw.len_bytes;) {
		at += utf8_next(raw.data + at, raw.len_bytes - at, &code);
		if (code == '\r' && raw.data[at] == '\n')
			continue;
		if (code == '\r')
			code = '\n';
		if (code == '\t' || code == '\n' || width_of(code) >= 0)
			str_add_code(&k->text, code);
	}
	str_free(&raw);
}

static void add_paste(struct keys *k, size_t len)
{
	size_t room = KEYS_PASTE_BYTES - k->text.len_bytes;

	str_add_bytes(&k->text, k->buf + k->start, len < room ? len : room);
	k->start += len;
}

/* False: the end of the paste has not come yet. */
static bool next_paste(struct keys *k, bool timed_out, struct keys_event *e)
{
	size_t n = k->end - k->start;
	unsigned char *p = k->buf + k->start;
	unsigned char *end = memmem(p, n, paste_end, PASTE_END_BYTES);

	if (end) {
		add_paste(k, (size_t)(end - p));
		k->start += PASTE_END_BYTES;
	} else {
		/* the end may be cut in two by the read */
		size_t keep = timed_out ? 0 : PASTE_END_BYTES - 1;

		add_paste(k, n > keep ? n - keep : 0);
	}
	if (!end && !timed_out)
		return false;
	k->pasting = false;
	clean_paste(k);
	return give_text(k, e, KEYS_PASTE);
}

/*
 * Characters that make one insertion. Outside text only those that are no
 * key. A character cut by the end of the read is left for the next.
 */
static bool next_text(struct keys *k, enum keys_mode mode, bool timed_out,
	struct keys_event *e)
{
	str_clear(&k->text);
	while (k->start < k->end) {
		const char *p = (const char *)k->buf + k->start;
		size_t n = k->end - k->start;
		uint32_t code;
		size_t len = utf8_next(p, n, &code);

		if (code < ' ' || code == KEY_BACKSPACE)
			break;
		if (mode == KEYS_PAGE && utf8_fold_key(code) < 0x80)
			break;
		if (code == UTF8_BAD && !utf8_whole(p, n) && !timed_out)
			break;
		k->start += len;
		if (code != UTF8_BAD && width_of(code) >= 0)
			str_add_bytes(&k->text, p, len);
		if (mode == KEYS_PICK && k->text.len_bytes)
			break;
	}
	return k->text.len_bytes > 0 && give_text(k, e, KEYS_TEXT);
}

/* ESC at the front. SEQ_NONE: it is a key of its own. */
static enum seq read_escape(const unsigned char *p, size_t n, bool timed_out,
	size_t *len, uint32_t *key, struct keys_event *e)
{
	if (n == 1)
		return timed_out ? SEQ_NONE : SEQ_MORE;
	if (p[1] == '[')
		return read_csi(p, n, timed_out, len, key, e);
	if (p[1] == 'O')
		return read_ss3(p, n, timed_out, len, key);
	return SEQ_NONE;
}

/* A character glued to ESC: in text neither can be meant (keys.md 4). */
static size_t glued_bytes(const struct keys *k, enum keys_mode mode)
{
	const char *p = (const char *)k->buf + k->start + 1;
	size_t n = k->end - k->start - 1;
	uint32_t code;

	if (mode == KEYS_PAGE || n == 0 || *p == ESC)
		return 0;
	return utf8_next(p, n, &code);
}

/* 1: *e is an event; 0: swallowed, look again; -1: more is needed. */
static int next_escape(struct keys *k, enum keys_mode mode, bool timed_out,
	struct keys_event *e)
{
	size_t len = 0;
	uint32_t key = KEY_NONE;
	enum seq seq = read_escape(
		k->buf + k->start, k->end - k->start, timed_out, &len, &key, e);

	switch (seq) {
	case SEQ_MORE:
		return -1;
	case SEQ_KEY:
		return give_key(k, e, key, len);
	case SEQ_REPORT:
		consume(k, len);
		e->kind = KEYS_REPORT;
		return 1;
	case SEQ_PASTE:
		consume(k, len);
		str_clear(&k->text);
		k->pasting = true;
		return 0;
	case SEQ_UNKNOWN:
		consume(k, len);
		return 0;
	case SEQ_NONE:
		break;
	}
	len = glued_bytes(k, mode);
	if (!len)
		return give_key(k, e, KEY_ESC, 1);
	consume(k, 1 + len);
	return 0;
}

static uint32_t of_control(unsigned char c)
{
	if (c == '\n')
		return KEY_ENTER;
	return c == '\b' ? KEY_BACKSPACE : c;
}

/* A key that is no escape sequence; KEY_NONE: text, or cut off. */
static uint32_t plain_key(struct keys *k, enum keys_mode mode, size_t *len)
{
	const char *p = (const char *)k->buf + k->start;
	uint32_t code;

	*len = utf8_next(p, k->end - k->start, &code);
	if (code < ' ' || code == KEY_BACKSPACE)
		return of_control((unsigned char)code);
	if (mode != KEYS_PAGE)
		return KEY_NONE;
	code = utf8_fold_key(code);
	return code < 0x80 ? code : KEY_NONE;
}

bool keys_next(struct keys *k, enum keys_mode mode, bool timed_out,
	struct keys_event *e)
{
	*e = (struct keys_event){ 0 };
	while (k->pasting || k->start < k->end) {
		size_t before = k->start;
		size_t len;

		if (k->pasting)
			return next_paste(k, timed_out, e);
		if (k->buf[k->start] == ESC) {
			int told = next_escape(k, mode, timed_out, e);

			if (told)
				return told > 0;
			continue;
		}
		if (k->buf[k->start] == 0) { /* Ctrl-Space, or noise */
			consume(k, 1);
			continue;
		}
		uint32_t key = plain_key(k, mode, &len);
		if (key)
			return give_key(k, e, key, len);
		if (next_text(k, mode, timed_out, e))
			return true;
		if (k->start == before)
			return false;
	}
	return false;
}

int keys_take_repeats(struct keys *k)
{
	const unsigned char *key = k->buf + k->key_start;
	int n = 0;

	/* ESC may begin anything */
	if (!k->key_len || (k->key_len == 1 && *key == ESC))
		return 0;
	while (k->end - k->start >= k->key_len &&
		!memcmp(k->buf + k->start, key, k->key_len)) {
		k->start += k->key_len;
		n++;
	}
	return n;
}
