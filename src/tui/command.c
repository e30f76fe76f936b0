#include "tui/command.h"

#include <ctype.h>
#include <string.h>
#include "core/language.h"
#include "core/width.h"
#include "tui/keys.h"

enum { FOOTER_MAX = 8, FOOTER_GAP_COLS = 2 };

/* ---- a command: what it does not say itself, the standard table says */

#define SAID(c, member)                                     \
	((c)->member ? (c)->member                          \
		: command_standard((c)->id)                 \
			? command_standard((c)->id)->member \
			: NULL)

const char *command_name(const struct command *c)
{
	return SAID(c, name);
}

const char *command_keys(const struct command *c)
{
	const char *keys = SAID(c, keys);

	return keys ? keys : "";
}

const char *command_label(const struct command *c)
{
	const char *label = SAID(c, label);

	return label ? language_text_in("command", label) : "";
}

const char *command_help(const struct command *c)
{
	const char *help = SAID(c, help);

	return help ? language_text_in("command", help) : "";
}

bool command_repeats(const struct command *c)
{
	const struct command *general = command_standard(c->id);

	return c->repeats || (general && general->repeats);
}

bool command_is_possible(
	const struct command *c, const struct screen *s, struct str *why)
{
	return !c->possible || c->possible(s, why);
}

/* ---- keys */

/* The key named at *names, and moves on; KEY_NONE at the end. */
static uint32_t next_key(const char **names)
{
	const char *name = *names + strspn(*names, " ");
	size_t len = strcspn(name, " ");

	*names = name + len;
	return len ? keys_of_name(name, len) : (uint32_t)KEY_NONE;
}

/* Letters whose Ctrl is Backspace, Tab, Enter, flow or job control have no
 * twin (keys.md 1.1). */
static uint32_t twin_of(uint32_t key)
{
	if (key > 'z' || !islower((int)key) || strchr("chijmqsz", (int)key))
		return KEY_NONE;
	return KEY_CTRL(key);
}

bool command_has_key(const struct command *c, uint32_t key)
{
	const char *names = command_keys(c);
	uint32_t own;

	while ((own = next_key(&names)) != KEY_NONE)
		if (own == key || (twin_of(own) && twin_of(own) == key))
			return true;
	return false;
}

/* ---- chains */

/* Walks all commands of a chain: at first {0, 0}. NULL at the end. */
struct walk {
	int table, row;
};

static const struct command *walk_next(
	const struct command_chain *chain, struct walk *w)
{
	for (; w->table < COMMAND_CHAIN_MAX; w->table++, w->row = 0) {
		const struct command *table = chain->table[w->table];

		if (table && table[w->row].id)
			return &table[w->row++];
	}
	return NULL;
}

const struct command *command_of_key(
	const struct command_chain *chain, uint32_t key)
{
	const struct command *c;

	for (struct walk w = { 0 }; (c = walk_next(chain, &w)) != NULL;)
		if (command_has_key(c, key))
			return c;
	return NULL;
}

const struct command *command_of_id(const struct command_chain *chain, int id)
{
	const struct command *c;

	for (struct walk w = { 0 }; (c = walk_next(chain, &w)) != NULL;)
		if (c->id == id)
			return c;
	return NULL;
}

/* ---- the footer */

static void print_shown_key(const struct command *c, struct str *out)
{
	const char *shown = SAID(c, shown);
	const char *names = command_keys(c);

	if (shown)
		str_add(out, language_text_in("key", shown));
	else
		keys_print(next_key(&names), out);
}

/* In Chinese the word follows the key at once; Latin letters need a blank. */
static bool needs_blank(const char *label)
{
	return isalnum((unsigned char)label[0]);
}

static int draw_command(const struct command *c, struct canvas *canvas, int row,
	int col, int end)
{
	struct str key = STR_INIT;
	const char *label = c->id == CMD_LEAVE
				    ? command_label(command_standard(CMD_LEAVE))
				    : command_label(c);

	print_shown_key(c, &key);
	int need = width_text_cols(key.data) + width_text_cols(label) +
		   needs_blank(label);
	if (canvas && need <= end - col) {
		col = canvas_text(
			canvas, row, col, end - col, ROLE_KEY, key.data);
		col += needs_blank(label);
		canvas_text(canvas, row, col, end - col, ROLE_TEXT, label);
	}
	str_free(&key);
	return need;
}

static bool stands_in_footer(const struct command_chain *chain,
	const struct command *c, const struct screen *s)
{
	struct str why = STR_INIT;

	if (c->id == CMD_HELP || c->id == CMD_FORM_HELP || c->id == CMD_LEAVE)
		return false;
	/* who comes first in the chain speaks for a command */
	if (!*command_label(c) || command_of_id(chain, c->id) != c)
		return false;
	bool possible = command_is_possible(c, s, &why);
	str_free(&why);
	return possible;
}

/* Those that always stand at the end. */
static int last_commands(const struct command_chain *chain, bool quits,
	const struct command *last[2])
{
	int n = 0;

	last[n] = command_of_id(chain, CMD_HELP);
	if (!last[n])
		last[n] = command_of_id(chain, CMD_FORM_HELP);
	n += last[n] != NULL;
	if (quits && (last[n] = command_of_id(chain, CMD_LEAVE)) != NULL)
		n++;
	return n;
}

void command_draw_footer(const struct command_chain *chain,
	const struct screen *s, bool quits, struct canvas *canvas, int row,
	int col, int cols)
{
	const struct command *last[2];
	int last_count = last_commands(chain, quits, last);
	int end = col + cols;
	int left = end;
	int count = 0;
	const struct command *c;

	for (int i = 0; i < last_count; i++)
		left -= draw_command(last[i], NULL, 0, 0, 0) + FOOTER_GAP_COLS;
	for (struct walk w = { 0 };
		count < FOOTER_MAX && (c = walk_next(chain, &w)) != NULL;) {
		if (!stands_in_footer(chain, c, s))
			continue;
		int need = draw_command(c, NULL, 0, 0, 0);
		if (col + need > left)
			break;
		draw_command(c, canvas, row, col, end);
		col += need + FOOTER_GAP_COLS;
		count++;
	}
	for (int i = 0; i < last_count; i++)
		col += draw_command(last[i], canvas, row, col, end) +
		       FOOTER_GAP_COLS;
}

/* ---- help and check */

static void print_keys(const struct command *c, struct str *out)
{
	const char *names = command_keys(c);
	const char *gap = "";
	uint32_t key;

	while ((key = next_key(&names)) != KEY_NONE) {
		str_add(out, gap);
		keys_print(key, out);
		gap = " ";
		if (!twin_of(key))
			continue;
		str_add_char(out, ' ');
		keys_print(twin_of(key), out);
	}
}

/* What is impossible for no reason told belongs to other records. */
static bool belongs_to(const struct screen *s, const struct command *c)
{
	struct str why = STR_INIT;
	bool belongs = !s || command_is_possible(c, s, &why) || why.len_bytes;

	str_free(&why);
	return belongs;
}

void command_print_help(const struct command_chain *chain,
	const struct screen *s, struct str *out)
{
	const struct command *c;

	for (struct walk w = { 0 }; (c = walk_next(chain, &w)) != NULL;) {
		const struct command *general = command_standard(c->id);

		if (command_of_id(chain, c->id) != c || !*command_keys(c) ||
			!belongs_to(s, c))
			continue;
		print_keys(c, out);
		/* what only the footer hides is still called by its name */
		str_addf(out, "\t%s\t%s\n",
			*command_label(c) || !general ? command_label(c)
						      : command_label(general),
			command_help(c));
	}
}

static bool passes(const struct command *c)
{
	const char *names = command_keys(c);
	uint32_t key;

	while ((key = next_key(&names)) != KEY_NONE)
		if (keys_passes_input_method(key) || twin_of(key))
			return true;
	return false;
}

static int check_key(const struct command_chain *chain, const struct command *c,
	uint32_t key, struct str *faults)
{
	const struct command *other;
	int n = 0;

	for (struct walk w = { 0 }; (other = walk_next(chain, &w)) != NULL;) {
		if (other == c)
			break;
		if (other->id == c->id || !command_has_key(other, key))
			continue;
		str_addf(faults, "%s and %s share the key ",
			command_name(other), command_name(c));
		keys_print(key, faults);
		str_add_char(faults, '\n');
		n++;
	}
	return n;
}

static int check_keys(const struct command_chain *chain,
	const struct command *c, struct str *faults)
{
	const char *names = command_keys(c);
	int n = 0;

	while (names[strspn(names, " ")]) {
		uint32_t key = next_key(&names);

		if (!key) {
			str_addf(faults, "%s: unknown key in \"%s\"\n",
				command_name(c), command_keys(c));
			return n + 1;
		}
		n += check_key(chain, c, key, faults);
		if (twin_of(key))
			n += check_key(chain, c, twin_of(key), faults);
	}
	return n;
}

int command_check(const struct command_chain *chain, struct str *faults)
{
	const struct command *c;
	int n = 0;

	for (struct walk w = { 0 }; (c = walk_next(chain, &w)) != NULL;) {
		if (!command_name(c)) {
			str_addf(faults, "%d has no name\n", c->id);
			n++;
			continue;
		}
		if (!*command_help(c)) {
			str_addf(faults, "%s has no help\n", command_name(c));
			n++;
		}
		n += check_keys(chain, c, faults);
		if (!*command_label(c) || passes(c))
			continue;
		str_addf(faults, "%s: no key passes an input method\n",
			command_name(c));
		n++;
	}
	return n;
}
