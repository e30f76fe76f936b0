/*
 * commands.c: the commands of a page as a numbered menu, so that digits,
 * arrows and Enter alone work the whole program (keys.md 1.2).
 */
#include "app.h"

#include "core/language.h"
#include "core/mem.h"
#include "tui/menu.h"

enum { LINES_MAX = 32 };

struct lines {
	struct menu_entry entry[LINES_MAX];
	char *reason[LINES_MAX];
	size_t count;
};

/* What has no letter needs no line: it gets past every input method. On 今日
 * Esc leads nowhere, so leaving has one there. */
static bool needs_line(const struct screen *s, int cmd)
{
	switch (cmd) {
	case CMD_OPEN:
	case CMD_BACK:
	case CMD_MENU:
	case CMD_HELP:
	case CMD_REFRESH:
	case CMD_MARK:
		return false;
	case CMD_LEAVE:
		return s->ops == &today_screen;
	default:
		return cmd > CMD_END && (cmd < CMD_STEP_0 || cmd > CMD_STEP_7);
	}
}

static bool is_told(const struct lines *l, int cmd)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->entry[i].id == cmd)
			return true;
	return false;
}

/* A word for the footer may be left out there; here each has its name. */
static const char *name_of(const struct command *c)
{
	const struct command *standard = command_standard(c->id);

	if (*command_label(c) || !standard)
		return command_label(c);
	return command_label(standard);
}

static void add(struct screen *s, const struct command *c, struct lines *l)
{
	struct str why = STR_INIT;

	if (!needs_line(s, c->id) || is_told(l, c->id) || !*name_of(c) ||
		l->count >= LINES_MAX)
		return;
	if (!command_is_possible(c, s, &why)) {
		if (!why.len_bytes)
			return; /* belongs to other records */
		l->reason[l->count] = mem_text(why.data);
	}
	l->entry[l->count] = (struct menu_entry){
		.id = c->id,
		.label = name_of(c),
		.help = command_help(c),
		.reason = l->reason[l->count],
	};
	l->count++;
	str_free(&why);
}

static void gather(struct screen *s, struct lines *l)
{
	struct command_chain chain = stack_chain(s);
	const struct command *leave = command_of_id(&chain, CMD_LEAVE);

	for (size_t t = 0; t < COMMAND_CHAIN_MAX; t++)
		for (const struct command *c = chain.table[t]; c && c->id; c++)
			if (c->id != CMD_LEAVE)
				add(s, c, l);
	if (leave)
		add(s, leave, l);
}

static void lines_free(struct lines *l)
{
	for (size_t i = 0; i < l->count; i++)
		mem_free(l->reason[i]);
}

void open_commands(struct screen *s)
{
	struct lines lines = { .count = 0 };
	struct menu_arg arg = { .title = _("this page"), .entry = lines.entry };

	gather(s, &lines);
	arg.count = lines.count;
	stack_push(s->stack, &menu_screen, &arg, TAG_COMMANDS);
	lines_free(&lines);
}

void commands_each(struct screen *s,
	void (*each)(void *arg, int id, const char *name), void *arg)
{
	struct lines lines = { .count = 0 };

	gather(s, &lines);
	for (size_t i = 0; i < lines.count; i++)
		if (!lines.reason[i])
			each(arg, (int)lines.entry[i].id, lines.entry[i].label);
	lines_free(&lines);
}
