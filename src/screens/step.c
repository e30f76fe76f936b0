/* step.c: the menu of a step: its lists and their views, with counts. */
#include "app.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "import.h"
#include "place.h"
#include "tui/list.h"

struct step {
	struct app *app;
	int step;
	struct list list;
};

static void add_place(
	struct step *t, const struct place *p, size_t n, struct list_rows *rows)
{
	struct list_row *row = list_add(rows, (int64_t)n + 1, "");
	int64_t count = place_count(t->app, p);
	char text[32];

	list_add_cell(row, ROLE_TEXT,
		p->page ? _(p->label)
			: language_text_in(
				  p->type->table.name, p->view->label));
	if (count < 0)
		text[0] = 0;
	else if (count > LIST_TOTAL_MAX)
		snprintf(text, sizeof text, "%d+", LIST_TOTAL_MAX);
	else
		snprintf(text, sizeof text, "%" PRId64, count);
	list_add_cell(row, ROLE_TEXT, text);
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int most, struct list_rows *rows, struct error *err)
{
	struct step *t = arg;
	const struct record_type *type = NULL;
	struct place p;

	(void)way, (void)most, (void)err;
	if (from)
		return STATUS_OK; /* read whole */
	for (size_t n = 0; place_at(t->app->session, n, &p); n++) {
		if (p.step != t->step)
			continue;
		if (p.type != type)
			list_add_cell(list_add_other(rows, LIST_HEAD),
				ROLE_STRONG,
				p.page ? _("the whole")
				       : record_plural(p.type));
		type = p.type;
		add_place(t, &p, n, rows);
	}
	return STATUS_OK;
}

/* What belongs in a step of which this version keeps nothing. */
static const char *empty_text(int step)
{
	switch (step) {
	case 1:
		return _("Study: the sessions held, who came and for how many "
			 "hours, what each has still to learn. This version "
			 "keeps none of them yet.");
	case 4:
		return _("Lead: the projects, villages and petitions leaders "
			 "look after, and the difficulties they solved "
			 "themselves. This version keeps none of them yet; "
			 "the leader in charge of a task stands in 3.");
	default:
		return _("Nothing is kept in this step yet. Tasks stand in 3, "
			 "archives in 6; g goes anywhere by name.");
	}
}

static enum status step_open(
	struct screen *s, const void *data, struct error *err)
{
	static const struct list_column column[] = {
		{ .title = "", .width_cols = 24 },
		{ .title = "", .width_cols = 6, .side = FIT_RIGHT },
	};
	struct step *t = s->state;
	struct list_source source = { .arg = t, .fetch = fetch };

	(void)err;
	t->app = app_of(s);
	t->step = *(const int *)data;
	list_init(&t->list, &source);
	t->list.light_cols = 0;
	list_set_columns(&t->list, column, 2);
	list_set_empty(&t->list, empty_text(t->step));
	return STATUS_OK;
}

static void step_close(struct screen *s)
{
	struct step *t = s->state;

	list_fini(&t->list);
}

static void step_title(const struct screen *s, struct str *out)
{
	(void)s, (void)out; /* the step bar says it */
}

static enum status step_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct step *t = s->state;

	(void)cols;
	return list_reload(&t->list, rows, err);
}

static void step_layout(struct screen *s, int rows, int cols)
{
	struct step *t = s->state;

	(void)rows;
	list_layout(&t->list, cols);
}

static void step_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct step *t = s->state;

	list_draw(&t->list, c, r);
}

static struct point step_cursor(const struct screen *s, struct rect r)
{
	const struct step *t = s->state;

	return list_cursor(&t->list, r);
}

/* The kind of what the cursor is on. */
static const struct record_type *type_here(const struct step *t)
{
	struct place p;
	int64_t id = list_id(&t->list);

	return id && place_at(t->app->session, (size_t)id - 1, &p) ? p.type
								   : NULL;
}

static bool can_import(const struct screen *s, struct str *why)
{
	const struct step *t = s->state;
	const struct record_type *type = type_here(t);

	return type && import_is_possible(t->app, type, why);
}

static enum handled step_command(struct screen *s, int cmd, int times)
{
	struct step *t = s->state;
	int64_t id = list_id(&t->list);
	struct place p;

	if (list_command(&t->list, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	if (cmd == CMD_FIND) {
		open_palette(s, NULL);
		return HANDLED_YES;
	}
	if (cmd == CMD_IMPORT && type_here(t)) {
		open_import(s, type_here(t));
		return HANDLED_YES;
	}
	if (cmd != CMD_OPEN)
		return HANDLED_NO;
	if (id && place_at(t->app->session, (size_t)id - 1, &p))
		place_open(s->stack, &p);
	return HANDLED_YES;
}

static enum handled step_text(struct screen *s, const char *text, bool pasted)
{
	(void)pasted;
	open_palette(s, text);
	return HANDLED_YES;
}

static bool has_lists(const struct screen *s, struct str *why)
{
	const struct step *t = s->state;

	(void)why;
	return t->list.rows.count > 0;
}

static void step_answer(struct screen *s, int tag, const struct answer *a)
{
	app_answer(s, tag, a);
}

static const struct command step_commands[] = {
	{ .id = CMD_OPEN, .possible = has_lists },
	{ .id = CMD_FIND },
	{ .id = CMD_GO },
	{ .id = CMD_UNDO },
	{ IMPORT_COMMAND, .possible = can_import },
	{ .id = 0 },
};

const struct screen_ops step_screen = {
	.name = "step",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct step),
	.commands = step_commands,
	.open = step_open,
	.close = step_close,
	.title = step_title,
	.reload = step_reload,
	.layout = step_layout,
	.draw = step_draw,
	.cursor = step_cursor,
	.command = step_command,
	.text = step_text,
	.answer = step_answer,
};
