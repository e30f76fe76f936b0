#include "tui/help.h"

#include <string.h>
#include "core/language.h"
#include "core/str.h"
#include "tui/pager.h"

struct request {
	struct command_chain chain;
	const char *text;
	const struct screen *screen;
};

/* "keys TAB word TAB sentence": the keys are the label. */
static void add_line(struct pager *p, char *line)
{
	char *word = strchr(line, '\t');
	struct str text = STR_INIT;

	if (!word)
		return;
	*word++ = 0;
	char *sentence = strchr(word, '\t');
	if (sentence)
		*sentence++ = 0;
	str_add(&text, word);
	if (*word && sentence && *sentence)
		str_add(&text, "  ");
	str_add(&text, sentence);
	pager_add_pair(p, line, text.data);
	str_free(&text);
}

static void fill(void *arg, struct pager *p)
{
	const struct request *q = arg;
	struct str lines = STR_INIT;
	char *next = NULL;

	if (q->text && *q->text)
		pager_add(p, ROLE_TEXT, q->text);
	pager_add_head(p, _("Keys"));
	command_print_help(&q->chain, q->screen, &lines);
	for (char *line = strtok_r(lines.data, "\n", &next); line;
		line = strtok_r(NULL, "\n", &next))
		add_line(p, line);
	str_free(&lines);
	pager_add_head(p, _("With an input method on"));
	pager_add(p, ROLE_TEXT,
		_("Letters do not reach the program then: press Shift to turn "
		  "it off, or Ctrl with the letter, or F10 for a numbered "
		  "menu."));
	if (q->screen->ops->kind == SCREEN_PAGE)
		pager_add(p, ROLE_TEXT,
			_("Characters typed on a page are searched for."));
}

void help_open(struct stack *st, const char *text)
{
	const struct screen *s = stack_top(st);

	if (!s)
		return;
	struct request q = { stack_chain(s), text, s };
	struct pager_arg arg = { .title = _("Help"), .fill = fill, .arg = &q };
	stack_push(st, &pager_screen, &arg, CMD_HELP);
}
