/*
 * keys --probe: what each key sends here, and what the screens take it for.
 * For the telephone call "F1 does nothing": the answer is in the bytes.
 */
#include "cli/command.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>
#include "core/language.h"
#include "tui/keys.h"

enum { PROBE_WAIT_MS = 20 };

static void add_bytes(struct str *out, const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == 27)
			str_add(out, "ESC");
		else if (bytes[i] > 32 && bytes[i] < 127)
			str_addf(out, "%c", bytes[i]);
		else
			str_addf(out, "%02x", bytes[i]);
		str_add_char(out, ' ');
	}
}

static void add_event(struct str *out, const struct keys_event *event)
{
	switch (event->kind) {
	case KEYS_KEY:
		keys_print(event->key, out);
		break;
	case KEYS_TEXT:
		str_add(out, _("characters"));
		break;
	case KEYS_PASTE:
		str_add(out, _("pasted text"));
		break;
	case KEYS_REPORT:
		str_add(out, _("an answer of the terminal"));
		break;
	}
	str_add(out, "  ");
}

/* One read: its bytes and what they mean. True: Enter came alone. */
static bool tell_read(struct keys *keys, const unsigned char *bytes, size_t n)
{
	struct keys_event event;
	struct str line = STR_INIT;
	bool was_enter = false;

	add_bytes(&line, bytes, n);
	str_add(&line, " = ");
	keys_feed(keys, bytes, n);
	while (keys_next(keys, KEYS_PAGE, true, &event)) {
		was_enter = event.kind == KEYS_KEY && event.key == KEY_ENTER;
		add_event(&line, &event);
	}
	printf("%s\r\n", line.data);
	fflush(stdout);
	str_free(&line);
	return was_enter && n == 1;
}

static void read_keys(struct keys *keys)
{
	unsigned char bytes[256];
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	int enters = 0;

	while (enters < 2) {
		ssize_t n;

		if (poll(&in, 1, -1) < 0 && errno == EINTR)
			continue;
		usleep(PROBE_WAIT_MS * 1000); /* the rest of a sequence */
		n = read(STDIN_FILENO, bytes, sizeof bytes);
		if (n <= 0)
			return;
		enters = tell_read(keys, bytes, (size_t)n) ? enters + 1 : 0;
	}
}

int cli_keys_probe(struct cli *c)
{
	struct termios before, raw;
	struct keys keys;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return cli_fail_with(c, STATUS_USAGE,
			_("Run it where you type."),
			_("There is no terminal to listen to."));
	printf("%s\n", _("Press keys; Enter twice ends it."));
	fflush(stdout);
	raw = before;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	keys_init(&keys);
	read_keys(&keys);
	keys_fini(&keys);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	return CLI_OK;
}
