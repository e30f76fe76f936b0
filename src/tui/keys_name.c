#include "tui/keys.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "core/language.h"
#include "tui/keys_table.h"

static const struct {
	uint32_t key;
	const char *name;  /* in tables and scripts */
	const char *label; /* for people */
} names[] = {
	{ KEY_ENTER, "Enter", N_("Enter") },
	{ ' ', "Space", N_("Space") },
	{ KEY_ESC, "Esc", "Esc" },
	{ KEY_TAB, "Tab", "Tab" },
	{ KEY_BACK_TAB, "S-Tab", "Shift-Tab" },
	{ KEY_BACKSPACE, "Backspace", N_("Backspace") },
	{ KEY_UP, "Up", N_("Up") },
	{ KEY_DOWN, "Down", N_("Down") },
	{ KEY_LEFT, "Left", N_("Left") },
	{ KEY_RIGHT, "Right", N_("Right") },
	{ KEY_PAGE_UP, "PgUp", "PgUp" },
	{ KEY_PAGE_DOWN, "PgDn", "PgDn" },
	{ KEY_HOME, "Home", "Home" },
	{ KEY_END, "End", "End" },
	{ KEY_INSERT, "Ins", "Ins" },
	{ KEY_DELETE, "Del", "Del" },
	{ KEY_CTRL_LEFT, "C-Left", N_("Ctrl-Left") },
	{ KEY_CTRL_RIGHT, "C-Right", N_("Ctrl-Right") },
	{ KEY_CTRL_UP, "C-Up", N_("Ctrl-Up") },
	{ KEY_CTRL_DOWN, "C-Down", N_("Ctrl-Down") },
	{ KEY_CTRL_HOME, "C-Home", "Ctrl-Home" },
	{ KEY_CTRL_END, "C-End", "Ctrl-End" },
};
enum { NAME_COUNT = sizeof names / sizeof *names };

/* "F10" */
static uint32_t of_function_name(const char *name, size_t len)
{
	int n = 0;

	if (len < 2 || len > 3 || name[0] != 'F')
		return KEY_NONE;
	for (size_t i = 1; i < len; i++) {
		if (!isdigit((unsigned char)name[i]))
			return KEY_NONE;
		n = n * 10 + (name[i] - '0');
	}
	return n >= 1 && n <= KEY_LAST - KEY_F0 ? KEY_F0 + (uint32_t)n
						: (uint32_t)KEY_NONE;
}

uint32_t keys_of_name(const char *name, size_t len)
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (strlen(names[i].name) == len &&
			!memcmp(names[i].name, name, len))
			return names[i].key;
	if (len == 1 && name[0] > ' ' && name[0] < 127)
		return (unsigned char)name[0];
	if (len == 2 && name[0] == '^' && isalpha((unsigned char)name[1]))
		return KEY_CTRL((unsigned char)name[1]);
	if (len == 3 && name[0] == 'C' && name[1] == '-' &&
		isalpha((unsigned char)name[2]))
		return KEY_CTRL((unsigned char)name[2]);
	return of_function_name(name, len);
}

void keys_print(uint32_t key, struct str *out)
{
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (names[i].key != key)
			continue;
		str_add(out, language_text_in("key", names[i].label));
		return;
	}
	if (key > KEY_F0 && key <= KEY_LAST)
		str_addf(out, "F%u", (unsigned)(key - KEY_F0));
	else if (key > 0 && key < ' ')
		str_addf(out, "^%c", (char)(key + '@'));
	else
		str_add_code(out, key);
}

bool keys_passes_input_method(uint32_t key)
{
	/* the quick phrase of an input method swallows what follows */
	if (key == ';')
		return false;
	return !(key < 0x80 && isalpha((int)key));
}

/* ---- scripts */

/* As PuTTY and xterm send it. */
static void add_key_bytes(uint32_t key, struct str *out)
{
	static const uint32_t ctrl[][2] = {
		{ KEY_CTRL_UP, 'A' },
		{ KEY_CTRL_DOWN, 'B' },
		{ KEY_CTRL_RIGHT, 'C' },
		{ KEY_CTRL_LEFT, 'D' },
		{ KEY_CTRL_HOME, 'H' },
		{ KEY_CTRL_END, 'F' },
	};

	if (key < 0x80) {
		str_add_char(out, (char)key);
		return;
	}
	for (size_t i = 0; i < sizeof ctrl / sizeof *ctrl; i++)
		if (ctrl[i][0] == key)
			str_addf(out, "\033[1;5%c", (char)ctrl[i][1]);
	for (int n = 0; n < 40; n++) {
		if (keys_of_tilde(n) != key)
			continue;
		str_addf(out, "\033[%d~", n);
		return;
	}
	for (unsigned char c = 'A'; c <= 'Z'; c++) {
		if (keys_of_csi_letter(c) != key)
			continue;
		str_addf(out, "\033[%c", c);
		return;
	}
}

/* What stands between < and >. */
static bool add_named(const char *name, size_t len, struct str *out)
{
	const char *star = len > 1 ? memchr(name, '*', len) : NULL;
	size_t name_len = star ? (size_t)(star - name) : len;
	long times = star ? strtol(star + 1, NULL, 10) : 1;

	if (len == 2 && !memcmp(name, "lt", 2)) {
		str_add_char(out, '<');
		return true;
	}
	if (len == 5 && !memcmp(name, "Paste", 5)) {
		str_add(out, "\033[200~");
		return true;
	}
	if (len == 6 && !memcmp(name, "/Paste", 6)) {
		str_add(out, "\033[201~");
		return true;
	}
	uint32_t key = keys_of_name(name, name_len);
	if (!key || times < 1 || times > 100000)
		return false;
	while (times-- > 0)
		add_key_bytes(key, out);
	return true;
}

bool keys_of_script(const char *script, struct str *out)
{
	while (*script) {
		const char *end = *script == '<' ? strchr(script, '>') : NULL;

		if (*script != '<') {
			str_add_char(out, *script++);
			continue;
		}
		if (!end ||
			!add_named(script + 1, (size_t)(end - script - 1), out))
			return false;
		script = end + 1;
	}
	return true;
}
