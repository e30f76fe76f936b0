/*
 * archive.c: the diligence archive of a person: one page a year, a time line
 * whose lines open the work behind them. Another's look is journaled.
 */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assess/archive.h"
#include "domain/assess/entry.h"
#include "domain/office/person.h"
#include "story.h"
#include "tui/list.h"

enum { ENTRIES_MAX = 1000 };

struct archive {
	struct app *app;
	int64_t id, person;
	int year;
	char *name, *statement, *standing;
	struct list list;
};

/* ---- the lines */

/* "按期", "提前2天", "超期3天" */
static void print_time(const struct values *entry, struct str *out)
{
	const struct value *late =
		values_get(entry, &entry_fields[ENTRY_LATE_DAYS]);

	if (!late || late->kind == VALUE_NULL)
		return;
	if (late->number > 0)
		str_addf(out, _("%d days late"), (int)late->number);
	else
		str_add(out, _("on time"));
}

static void add_field(const struct archive *a, const struct values *entry,
	enum entry_field f, struct list_row *row)
{
	struct str text = STR_INIT;

	show_value(a->app, &entry_type, &entry_fields[f], entry, VALUE_FOR_LIST,
		&text);
	list_add_cell(row, ROLE_TEXT, text.data);
	str_free(&text);
}

static void add_entry(struct archive *a, int64_t id, struct list_rows *rows)
{
	struct query_params params = app_params(a->app, 0);
	struct values entry = { .item = NULL };
	struct str time = STR_INIT;
	struct list_row *row;

	if (record_read(a->app->session->store, &entry_type.table, id, &params,
		    &entry, NULL)) {
		values_free(&entry);
		return;
	}
	row = list_add(rows, id, "");
	add_field(a, &entry, ENTRY_DAY, row);
	add_field(a, &entry, ENTRY_CATEGORY, row);
	add_field(a, &entry, ENTRY_TEXT, row);
	print_time(&entry, &time);
	list_add_cell(row,
		values_int(&entry, &entry_fields[ENTRY_LATE_DAYS]) > 0
			? ROLE_LATE
			: ROLE_TEXT,
		time.data);
	add_field(a, &entry, ENTRY_QUALITY, row);
	add_field(a, &entry, ENTRY_EFFECT, row);
	str_free(&time);
	values_free(&entry);
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	static const struct field *const none[] = { NULL };
	struct archive *a = arg;
	struct query q = {
		.table = &entry_type.table,
		.view = view_find(&entry_type.table, "archive"),
		.columns = none,
		.params = app_params(a->app, a->id),
	};
	struct query_page page = { .row = NULL };
	enum status status;

	(void)way, (void)n;
	if (from)
		return STATUS_OK; /* read whole */
	status = query_read(a->app->session->store, &q, NULL, true, ENTRIES_MAX,
		&page, err);
	/* the newest first: what is asked about is recent */
	for (size_t i = page.count; i > 0; i--)
		add_entry(a, page.row[i - 1].id, rows);
	query_page_free(&page);
	return status;
}

/* ---- the head */

static void read_head(struct archive *a)
{
	struct query_params params = app_params(a->app, 0);
	struct values person = { .item = NULL };
	struct values archive = { .item = NULL };
	struct store *store = a->app->session->store;
	const struct record_type *type = record_type_of(KIND_PERSON);
	struct str name = STR_INIT;
	struct str standing = STR_INIT;

	if (record_read(store, &type->table, a->person, &params, &person,
		    NULL) == STATUS_OK) {
		static const char *const shown[] = { "name", "unit", "post" };

		for (size_t i = 0; i < 3; i++) {
			const struct field *f =
				field_find(type->table.fields, shown[i]);

			if (f)
				show_value(a->app, type, f, &person,
					VALUE_FOR_PEOPLE, &name);
			str_add(&name, "  ");
		}
	}
	str_addf(&name, _("year %d"), a->year);
	if (record_read(store, &archive_type.table, a->id, &params, &archive,
		    NULL) == STATUS_OK) {
		const struct field *f = archive_fields;
		enum archive_field day =
			values_text(&archive, &f[ARCHIVE_SEALED_ON])
				? ARCHIVE_SEALED_ON
				: ARCHIVE_CONFIRMED_ON;

		if (values_text(&archive, &f[day]))
			str_addf(&standing, "%s %s",
				field_label(&archive_type, &f[day]),
				values_text(&archive, &f[day]));
		else
			str_add(&standing, _("not confirmed yet"));
		mem_free(a->statement);
		a->statement =
			mem_text(values_text(&archive, &f[ARCHIVE_STATEMENT]));
	}
	mem_free(a->name);
	a->name = str_take(&name);
	mem_free(a->standing);
	a->standing = str_take(&standing);
	values_free(&person);
	values_free(&archive);
}

static enum status archive_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct record_arg *arg = data;
	struct archive *a = s->state;
	struct list_source source = { .arg = a, .fetch = fetch };
	const struct list_column column[] = {
		{ .title = field_label(&entry_type, &entry_fields[ENTRY_DAY]),
			.width_cols = 5 },
		{ .title = field_label(
			  &entry_type, &entry_fields[ENTRY_CATEGORY]),
			.width_cols = 8 },
		{ .title = field_label(&entry_type, &entry_fields[ENTRY_TEXT]),
			.width_cols = 30,
			.min_cols = 20,
			.grows = true },
		{ .title = field_label(
			  &entry_type, &entry_fields[ENTRY_LATE_DAYS]),
			.width_cols = 10 },
		{ .title = field_label(
			  &entry_type, &entry_fields[ENTRY_QUALITY]),
			.width_cols = 4 },
		{ .title = field_label(
			  &entry_type, &entry_fields[ENTRY_EFFECT]),
			.width_cols = 4 },
	};

	a->app = app_of(s);
	a->id = arg->id;
	if (!record_may_see(a->app->session, &archive_type, arg->id))
		return error_set(err, STATUS_DENIED,
			_("the person concerned and the supervisor may"),
			_("you may not look into this archive"));
	a->person = record_int(a->app->session->store, &archive_type.table,
		a->id, &archive_fields[ARCHIVE_PERSON]);
	a->year = (int)record_int(a->app->session->store, &archive_type.table,
		a->id, &archive_fields[ARCHIVE_YEAR]);
	list_init(&a->list, &source);
	a->list.light_cols = 0;
	list_set_columns(&a->list, column, 6);
	list_set_empty(&a->list,
		_("Entries arise by themselves when shares are verified."));
	return record_look(a->app->session, &archive_type, &a->id, 1, err);
}

static void archive_close(struct screen *s)
{
	struct archive *a = s->state;

	mem_free(a->name);
	mem_free(a->statement);
	mem_free(a->standing);
	list_fini(&a->list);
}

static void archive_title(const struct screen *s, struct str *out)
{
	const struct archive *a = s->state;

	show_name(a->app, &archive_type, a->id, out);
}

static void archive_position(const struct screen *s, struct str *out)
{
	const struct archive *a = s->state;

	list_print_position(&a->list, out);
}

/* Name, and what he says himself if he does. */
static int head_rows(const struct archive *a)
{
	return a->statement ? 2 : 1;
}

static enum status archive_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct archive *a = s->state;

	(void)cols;
	read_head(a);
	return list_reload(&a->list, rows - head_rows(a), err);
}

static void archive_layout(struct screen *s, int rows, int cols)
{
	struct archive *a = s->state;

	(void)rows;
	list_layout(&a->list, cols);
}

static struct rect list_rect(const struct archive *a, struct rect r)
{
	int head = head_rows(a);

	return (struct rect){ r.row + head, r.col, r.rows - head, r.cols };
}

static void archive_draw(
	const struct screen *s, struct canvas *c, struct rect r)
{
	const struct archive *a = s->state;

	canvas_text(c, r.row, r.col + 1, r.cols - 2, ROLE_STRONG, a->name);
	canvas_text_right(
		c, r.row, r.col + r.cols - 1, 30, ROLE_TEXT, a->standing);
	if (a->statement) {
		int col = canvas_text(c, r.row + 1, r.col + 1, 20, ROLE_LABEL,
			field_label(&archive_type,
				&archive_fields[ARCHIVE_STATEMENT]));

		canvas_text(c, r.row + 1, col + 2, r.cols - col - 3, ROLE_TEXT,
			a->statement);
	}
	list_draw(&a->list, c, list_rect(a, r));
}

static struct point archive_cursor(const struct screen *s, struct rect r)
{
	const struct archive *a = s->state;

	return list_cursor(&a->list, list_rect(a, r));
}

static void open_behind(struct screen *s, struct archive *a)
{
	int64_t entry = list_id(&a->list);
	struct store *store = a->app->session->store;
	const struct record_type *type;
	int64_t kind, id;

	if (!entry)
		return;
	kind = record_int(
		store, &entry_type.table, entry, &entry_fields[ENTRY_OF_KIND]);
	id = record_int(
		store, &entry_type.table, entry, &entry_fields[ENTRY_OF]);
	type = record_type_of((int)kind);
	if (type && id)
		open_record(s->stack, type, id);
}

static void open_year(struct screen *s, struct archive *a, int years)
{
	struct record_arg arg = { &archive_type, 0 };

	arg.id = archive_of(a->app->session->store, a->person, a->year + years);
	if (!arg.id) {
		stack_message(s->stack, ROLE_MESSAGE,
			_("there is no archive of %d"), a->year + years);
		return;
	}
	a->id = arg.id;
	a->year += years;
	if (record_look(a->app->session, &archive_type, &a->id, 1, NULL))
		return;
	list_restart(&a->list, false);
	stack_reload(s->stack, s);
}

static size_t targets(
	const struct archive *a, int64_t *entry, struct target out[2])
{
	*entry = list_id(&a->list);
	out[0] = (struct target){ &archive_type, &a->id, 1 };
	out[1] = (struct target){ &entry_type, entry, *entry ? 1 : 0 };
	return *entry ? 2 : 1;
}

static enum handled archive_command(struct screen *s, int cmd, int times)
{
	struct archive *a = s->state;
	struct record_arg arg = { &archive_type, a->id };
	struct target target[2];
	int64_t entry;

	if (list_command(&a->list, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	switch (cmd) {
	case CMD_OPEN:
		open_behind(s, a);
		return HANDLED_YES;
	case CMD_MENU:
		open_actions(s, target, targets(a, &entry, target));
		return HANDLED_YES;
	case CMD_HISTORY:
		stack_push(s->stack, &history_screen, &arg, 0);
		return HANDLED_YES;
	case CMD_PREVIOUS:
	case CMD_NEXT:
		open_year(s, a, cmd == CMD_NEXT ? 1 : -1);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static void archive_answer(struct screen *s, int tag, const struct answer *ans)
{
	struct archive *a = s->state;
	struct target target[2];
	int64_t entry;

	if (app_answer(s, tag, ans) || !ans->given)
		return;
	if (is_actions_tag(tag))
		answer_actions(s, tag, target, targets(a, &entry, target), ans);
}

static const struct command archive_commands[] = {
	{ .id = CMD_OPEN, .label = N_("evidence") },
	{ .id = CMD_MENU },
	{ .id = CMD_PREVIOUS, .label = N_("years") },
	{ .id = CMD_NEXT },
	{ .id = CMD_HISTORY },
	{ .id = 0 },
};

const struct screen_ops archive_screen = {
	.name = "archive",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct archive),
	.commands = archive_commands,
	.open = archive_open,
	.close = archive_close,
	.title = archive_title,
	.position = archive_position,
	.reload = archive_reload,
	.layout = archive_layout,
	.draw = archive_draw,
	.cursor = archive_cursor,
	.command = archive_command,
	.answer = archive_answer,
};
