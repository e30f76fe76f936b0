/* history.c: every change of a record, field by field, newest first. */
#include "app.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "story.h"
#include "tui/list.h"

enum { HISTORY_ROWS = 500 };

struct history {
	struct app *app;
	const struct record_type *type;
	int64_t id;
	struct list list;
	struct list_rows *rows; /* while they are filled */
};

static void add_note(struct history *h, const struct record_type *type,
	const struct field *f, const struct change_field *cf)
{
	struct list_row *row = list_add_other(h->rows, LIST_NOTE);
	struct str text = STR_INIT;

	str_addf(&text, "%s  ", field_label(type, f));
	if (!field_may_see(h->app->session, type, f)) {
		str_add(&text, "***");
	} else {
		if (!story_is_empty(&cf->before)) {
			story_value(h->app, type, f, &cf->before, &text);
			str_add(&text, " -> ");
		}
		if (story_is_empty(&cf->after))
			str_add(&text, _("(empty)"));
		else
			story_value(h->app, type, f, &cf->after, &text);
	}
	list_add_cell(row, ROLE_TEXT, text.data);
	str_free(&text);
}

static bool add_entry(void *arg, const struct journal_row *entry)
{
	struct history *h = arg;
	const struct change *c =
		changes_find(&entry->changes, h->type->table.kind, h->id);
	struct list_row *row = list_add(h->rows, entry->seq, "");
	struct str text = STR_INIT;

	show_instant(h->app, entry->at_ms, &text);
	list_add_cell(row, ROLE_TEXT, text.data);
	str_clear(&text);
	story_who(h->app, entry, &text);
	list_add_cell(row, ROLE_TEXT, text.data);
	str_clear(&text);
	action_told(entry, &text);
	list_add_cell(row, ROLE_TEXT, text.data);
	str_clear(&text);
	if (entry->basis_no)
		str_addf(&text, "%s  ", entry->basis_no);
	str_addf(&text, "%s@%s", entry->os_user, entry->origin);
	list_add_cell(row, ROLE_TEXT, text.data);
	str_free(&text);
	for (size_t i = 0; c && i < c->count; i++) {
		const struct field *f = field_numbered(
			h->type->table.fields, c->field[i].number);

		if (f)
			add_note(h, h->type, f, &c->field[i]);
	}
	return true;
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	struct history *h = arg;

	(void)way, (void)n;
	if (from)
		return STATUS_OK; /* read whole */
	h->rows = rows;
	return journal_history(h->app->session->store, h->type->table.kind,
		h->id, false, 0, HISTORY_ROWS, add_entry, h, err);
}

static enum status history_open(
	struct screen *s, const void *data, struct error *err)
{
	static const struct list_column column[] = {
		{ .title = "", .width_cols = 11 },
		{ .title = "", .width_cols = 16, .max_cols = 24, .grows = true },
		{ .title = "", .width_cols = 10 },
		{ .title = "", .width_cols = 30, .drop = 1, .grows = true },
	};
	const struct record_arg *arg = data;
	struct history *h = s->state;
	struct list_source source = { .arg = h, .fetch = fetch };

	h->app = app_of(s);
	h->type = arg->type;
	h->id = arg->id;
	if (!record_may_see(h->app->session, arg->type, arg->id))
		return error_set(err, STATUS_DENIED, NULL,
			_("you may not see this record"));
	list_init(&h->list, &source);
	h->list.light_cols = 0;
	list_set_columns(&h->list, column, 4);
	list_set_empty(&h->list, _("nothing happened to it yet"));
	return record_look(h->app->session, arg->type, &arg->id, 1, err);
}

static void history_close(struct screen *s)
{
	struct history *h = s->state;

	list_fini(&h->list);
}

static void history_title(const struct screen *s, struct str *out)
{
	const struct history *h = s->state;

	(void)h;
	str_add(out, _("history"));
}

static void history_position(const struct screen *s, struct str *out)
{
	const struct history *h = s->state;

	list_print_position(&h->list, out);
}

static enum status history_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct history *h = s->state;

	(void)cols;
	return list_reload(&h->list, rows, err);
}

static void history_layout(struct screen *s, int rows, int cols)
{
	struct history *h = s->state;

	(void)rows;
	list_layout(&h->list, cols);
}

static void history_draw(
	const struct screen *s, struct canvas *c, struct rect r)
{
	const struct history *h = s->state;

	list_draw(&h->list, c, r);
}

static struct point history_cursor(const struct screen *s, struct rect r)
{
	const struct history *h = s->state;

	return list_cursor(&h->list, r);
}

static enum handled history_command(struct screen *s, int cmd, int times)
{
	struct history *h = s->state;

	return list_command(&h->list, cmd, times);
}

static void history_answer(struct screen *s, int tag, const struct answer *a)
{
	app_answer(s, tag, a);
}

static const struct command history_commands[] = {
	{ .id = CMD_BACK },
	{ .id = CMD_UNDO },
	{ .id = 0 },
};

const struct screen_ops history_screen = {
	.name = "history",
	.kind = SCREEN_PAGE,
	.commands = history_commands,
	.state_size = sizeof(struct history),
	.open = history_open,
	.close = history_close,
	.title = history_title,
	.position = history_position,
	.reload = history_reload,
	.layout = history_layout,
	.draw = history_draw,
	.cursor = history_cursor,
	.command = history_command,
	.answer = history_answer,
};
