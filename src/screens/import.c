/*
 * import.c: a list is seen before it is taken in.
 *
 * The page is a trial of the import itself, run whenever the file, an option
 * or the meaning of a column was chosen anew: what it shows is what `import
 * --dry-run` would say, nothing is known twice.
 */
#include "import.h"

#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/pinyin.h"
#include "domain/office/value.h"
#include "domain/transfer.h"
#include "tui/list.h"
#include "tui/picker.h"

enum { TAG_FILE = 1, TAG_FIELD };
enum { SAMPLES = 3, FIELDS_MAX = ACTION_INPUTS_MAX };
enum row_id {
	ROW_TAKE = 1,
	ROW_FILE,
	ROW_CREATE,
	ROW_UPDATE,
	ROW_COLUMN = 1000,
	ROW_ISSUE = 100000
};

struct column {
	char *header, *sample;
	const struct field *field; /* NULL: not taken */
};

struct import {
	struct app *app;
	struct screen *screen;
	const struct record_type *type;
	struct file_choice files;
	char *path;
	bool create_units, update;
	bool is_trial; /* what the queued job is */
	bool was_run;  /* and acted() has not heard of it yet */
	bool is_ready, is_done;
	struct header_map *map; /* as chosen here; ends with .field NULL */
	size_t maps, maps_size;
	struct column *column;
	int columns, header_line;
	int chosen; /* whose field is being chosen */
	struct transfer_summary summary;
	struct error error; /* of the trial */
	struct list list;
};

static void free_columns(struct import *in)
{
	for (int i = 0; i < in->columns; i++) {
		mem_free(in->column[i].header);
		mem_free(in->column[i].sample);
	}
	mem_free(in->column);
	in->column = NULL;
	in->columns = 0;
}

static void free_maps(struct import *in)
{
	for (size_t i = 0; i < in->maps; i++)
		mem_free((char *)(uintptr_t)in->map[i].header);
	mem_free(in->map);
	in->map = NULL;
	in->maps = in->maps_size = 0;
}

/* ---- what the trial saw */

static void add_sample(
	const struct sheet *sheet, size_t row, int column, struct str *out)
{
	int taken = 0;

	for (row++; row < sheet->count && taken < SAMPLES; row++) {
		const char *cell = sheet_cell(sheet, row, column);

		if (!*cell)
			continue;
		str_addf(out, "%s%s", taken++ ? " | " : "", cell);
	}
}

static void look(
	void *arg, const struct sheet *sheet, const struct header *header)
{
	struct import *in = arg;

	free_columns(in);
	if (!header->columns)
		return;
	in->header_line = sheet->row[header->row].line;
	in->column = mem_zero((size_t)header->columns, sizeof *in->column);
	for (; in->columns < header->columns; in->columns++) {
		struct column *c = &in->column[in->columns];
		struct str sample = STR_INIT;

		add_sample(sheet, header->row, in->columns, &sample);
		c->field = header->field[in->columns];
		c->header =
			mem_text(sheet_cell(sheet, header->row, in->columns));
		c->sample = str_take(&sample);
	}
}

static bool tell_progress(void *arg, size_t done, size_t all)
{
	struct import *in = arg;

	return stack_progress(in->screen->stack,
		in->is_trial ? _("trial") : _("import"), done, all);
}

static void remember(struct import *in);

static void run(void *arg, struct outcome *out)
{
	struct import *in = arg;
	struct transfer_options options = {
		.map = in->map,
		.create_units = in->create_units,
		.update = in->update,
		.dry_run = in->is_trial,
		.progress = tell_progress,
		.look = look,
		.arg = in,
	};
	struct transfer_summary fresh;

	*out = (struct outcome){ .status = STATUS_OK };
	in->was_run = true;
	if (!in->is_trial)
		remember(in);
	out->status = transfer_import(in->app->session, in->type, in->path,
		&options, &fresh, &out->error);
	/* what was stopped leaves on the page what the trial said */
	if (out->status == STATUS_STOPPED && !in->is_trial) {
		transfer_summary_free(&fresh);
		return;
	}
	transfer_summary_free(&in->summary);
	in->summary = fresh;
}

static void start(struct import *in, bool trial)
{
	struct job *job = job_new(in->type, NULL, 0);

	in->is_trial = trial;
	job->run = run;
	job->arg = in;
	stack_act(in->screen, job);
}

/* Before the import, so that undo takes back the list first. */
static void remember(struct import *in)
{
	for (size_t i = 0; i < in->maps; i++) {
		struct values v = { .item = NULL };
		struct act_item item = { .values = &v };
		struct act act = {
			.action = &value_remember, .item = &item, .count = 1
		};
		struct outcome out;
		struct str part = STR_INIT;

		str_addf(
			&part, "%s.%s", in->type->table.name, in->map[i].field);
		values_set_text(
			&v, &value_fields[VALUE_LABEL], in->map[i].header);
		values_set_text(&v, &value_fields[VALUE_SYNONYMS], part.data);
		/* a header too long for it is asked again next time */
		door_run(in->app->session, &act, &out);
		outcome_free(&out);
		values_free(&v);
		str_free(&part);
	}
}

/* ---- rows */

static void add_row(struct list_rows *rows, int64_t id, enum role role,
	const char *a, const char *b, const char *c)
{
	struct list_row *row = list_add(rows, id, "");

	list_add_cell(row, role, a);
	list_add_cell(row, role, b);
	list_add_cell(row, role, c);
}

static void add_head(struct list_rows *rows, const char *text)
{
	list_add_cell(list_add_other(rows, LIST_HEAD), ROLE_STRONG, text);
}

static void print_counts(const struct import *in, struct str *out)
{
	const struct transfer_summary *s = &in->summary;

	str_addf(out, s->is_mixed ? _("new or changed %zu") : _("new %zu"),
		s->made);
	if (s->changed)
		str_addf(out, _(", changed %zu"), s->changed);
	str_addf(out, _(", there already %zu"), s->unchanged);
	if (s->skipped)
		str_addf(out, _(", skipped %zu"), s->skipped);
}

static void add_take(const struct import *in, struct list_rows *rows)
{
	struct str text = STR_INIT;

	if (in->is_ready)
		print_counts(in, &text);
	else
		str_addf(&text, "%s", in->error.what);
	if (in->is_done)
		add_row(rows, ROW_TAKE, ROLE_STRONG, _("imported"), text.data,
			in->summary.seq ? _("Enter: undo") : NULL);
	else
		add_row(rows, ROW_TAKE, in->is_ready ? ROLE_STRONG : ROLE_ERROR,
			in->is_ready ? _("import now") : _("not yet"),
			text.data, NULL);
	str_free(&text);
}

static bool has_option(const struct import *in, const struct field *option)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(
		in->type, transfer_action(in->type), input, ACTION_INPUTS_MAX);

	for (size_t i = 0; i < n; i++)
		if (input[i] == option)
			return true;
	return false;
}

static void add_option(const struct import *in, struct list_rows *rows,
	enum row_id id, const struct field *option, bool is_on)
{
	if (has_option(in, option))
		add_row(rows, id, ROLE_TEXT, field_label(in->type, option),
			is_on ? _("yes") : _("no"), _(option->help));
}

static void add_columns(const struct import *in, struct list_rows *rows)
{
	struct str head = STR_INIT;

	str_addf(&head, _("columns, by line %d"), in->header_line);
	if (in->columns)
		add_head(rows, head.data);
	for (int i = 0; i < in->columns; i++) {
		const struct column *c = &in->column[i];

		add_row(rows, ROW_COLUMN + i, c->field ? ROLE_TEXT : ROLE_DIM,
			c->header,
			c->field ? field_label(in->type, c->field)
				 : _("not taken"),
			c->sample);
	}
	str_free(&head);
}

static void print_issue(const struct issue *i, struct str *out)
{
	if (*i->found)
		str_addf(out, "%s  ", i->found);
	str_add(out, i->text);
	if (*i->accepted)
		str_addf(out, "  %s", i->accepted);
}

static void add_issues(
	const struct import *in, struct list_rows *rows, bool warnings)
{
	const struct issues *all = &in->summary.issues;
	size_t n = warnings ? all->count - all->errors : all->errors;
	struct str text = STR_INIT;

	str_addf(&text, warnings ? _("warnings: %zu") : _("errors: %zu"), n);
	if (n)
		add_head(rows, text.data);
	for (size_t i = 0; i < all->count; i++) {
		const struct issue *issue = &all->item[i];
		char where[64];

		if (issue->warning != warnings)
			continue;
		snprintf(where, sizeof where, _("line %d column %d"),
			issue->line, issue->column);
		str_clear(&text);
		str_add(&text, issue->text);
		if (*issue->accepted)
			str_addf(&text, "  %s", issue->accepted);
		add_row(rows, ROW_ISSUE + (int64_t)i,
			warnings ? ROLE_TEXT : ROLE_ERROR,
			issue->line ? where : "", issue->found, text.data);
	}
	str_free(&text);
}

static void add_file(const struct import *in, struct list_rows *rows)
{
	const char *name = strrchr(in->path, '/');
	struct str text = STR_INIT;

	str_addf(&text, _("%zu lines, %s"), in->summary.lines,
		in->summary.form.charset == CSV_GB18030 ? "GB18030" : "UTF-8");
	add_row(rows, ROW_FILE, ROLE_TEXT, _("file"),
		name ? name + 1 : in->path, text.data);
	str_free(&text);
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	struct import *in = arg;

	(void)way, (void)n, (void)err;
	if (from)
		return STATUS_OK; /* read whole */
	if (!in->path) {
		add_row(rows, ROW_FILE, ROLE_TEXT, _("file"),
			_("Enter chooses it"), "");
		return STATUS_OK;
	}
	add_take(in, rows);
	add_file(in, rows);
	if (!in->is_done) {
		add_option(in, rows, ROW_CREATE, &transfer_create_units,
			in->create_units);
		add_option(in, rows, ROW_UPDATE, &transfer_update, in->update);
	}
	add_columns(in, rows);
	add_issues(in, rows, false);
	add_issues(in, rows, true);
	return STATUS_OK;
}

/* ---- what a column is */

static enum status find_field(void *arg, const char *typed, int max,
	struct picker_rows *rows, struct error *err)
{
	const struct import *in = arg;
	const struct field *field[FIELDS_MAX];
	size_t n = transfer_fields(in->type, field, FIELDS_MAX);
	size_t at;

	(void)err;
	for (size_t i = 0; i < n && rows->count + 1 < (size_t)max; i++) {
		const char *label = field_label(in->type, field[i]);

		if (!*typed || strstr(label, typed) ||
			pinyin_match(label, typed, &at))
			picker_add(rows, (int64_t)i + 1, label, NULL);
	}
	if (!*typed)
		picker_add(rows, (int64_t)n + 1, _("not taken"), NULL);
	return STATUS_OK;
}

static void choose_field(struct import *in, int column)
{
	struct picker_arg arg = {
		.title = in->column[column].header,
		.source = { in, find_field },
	};

	in->chosen = column;
	stack_push(in->screen->stack, &picker_screen, &arg, TAG_FIELD);
}

static void set_map(struct import *in, const char *header, const char *field)
{
	size_t at = 0;

	while (at < in->maps && strcmp(in->map[at].header, header))
		at++;
	if (at == in->maps) {
		in->map = mem_grow(
			in->map, in->maps + 1, &in->maps_size, sizeof *in->map);
		in->map[in->maps++].header = mem_text(header);
		in->map[in->maps] = (struct header_map){ .field = NULL };
	}
	in->map[at].field = field;
	in->map[at].remembered = false;
}

static void take_field(struct import *in, int64_t id)
{
	const struct field *field[FIELDS_MAX];
	size_t n = transfer_fields(in->type, field, FIELDS_MAX);
	const char *name = (size_t)id <= n ? field[id - 1]->name : "";

	if (in->chosen >= in->columns)
		return;
	/* another that was taken for it gives way */
	for (int i = 0; i < in->columns && *name; i++)
		if (i != in->chosen && in->column[i].field &&
			!strcmp(in->column[i].field->name, name))
			set_map(in, in->column[i].header, "");
	set_map(in, in->column[in->chosen].header, name);
	start(in, true);
}

/* ---- the screen */

bool import_is_possible(
	const struct app *app, const struct record_type *type, struct str *why)
{
	const struct action *action = transfer_action(type);
	struct offer offer;

	if (!action)
		return false;
	if (action_possible(app->session, type, action, 0, NULL, &offer) ==
		STATUS_DENIED) {
		str_add(why, offer.reason.why);
		return false;
	}
	return true;
}

static enum status import_open(
	struct screen *s, const void *data, struct error *err)
{
	static const struct list_column column[] = {
		{ .title = "", .width_cols = 18, .max_cols = 24, .grows = true },
		{ .title = "", .width_cols = 20, .max_cols = 30, .grows = true },
		{ .title = "", .width_cols = 34, .grows = true },
	};
	struct import *in = s->state;
	struct list_source source = { .arg = in, .fetch = fetch };

	(void)err;
	in->app = app_of(s);
	in->screen = s;
	in->type = data;
	char *shared = store_meta(in->app->session->store, "shared");
	in->files.shared = shared && !strcmp(shared, "yes");
	mem_free(shared);
	list_init(&in->list, &source);
	in->list.light_cols = 0;
	list_set_columns(&in->list, column, 3);
	return STATUS_OK;
}

static void import_close(struct screen *s)
{
	struct import *in = s->state;

	file_choice_free(&in->files);
	free_columns(in);
	free_maps(in);
	transfer_summary_free(&in->summary);
	mem_free(in->path);
	list_fini(&in->list);
}

static void import_title(const struct screen *s, struct str *out)
{
	const struct import *in = s->state;

	str_addf(out, _("import %s"), record_plural(in->type));
}

/* The whole of what the cursor is on. */
static void import_hint(const struct screen *s, struct str *out)
{
	const struct import *in = s->state;
	int64_t id = list_id(&in->list);

	if (id >= ROW_ISSUE &&
		(size_t)(id - ROW_ISSUE) < in->summary.issues.count)
		print_issue(&in->summary.issues.item[id - ROW_ISSUE], out);
	else if (id >= ROW_COLUMN)
		str_add(out, _("Enter says which field it is; it is "
			       "remembered for the next list"));
	else if (id == ROW_TAKE && !in->is_ready)
		str_add(out, in->error.todo);
}

static void import_position(const struct screen *s, struct str *out)
{
	const struct import *in = s->state;

	list_print_position(&in->list, out);
}

static enum status import_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct import *in = s->state;

	(void)cols;
	return list_reload(&in->list, rows, err);
}

static void import_layout(struct screen *s, int rows, int cols)
{
	struct import *in = s->state;

	(void)rows;
	list_layout(&in->list, cols);
}

static void import_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct import *in = s->state;

	list_draw(&in->list, c, r);
}

static struct point import_cursor(const struct screen *s, struct rect r)
{
	const struct import *in = s->state;

	return list_cursor(&in->list, r);
}

static void take(struct import *in)
{
	if (in->is_done)
		stack_command(in->screen->stack, CMD_UNDO, 1);
	else if (in->is_ready)
		start(in, false);
	else if (in->error.status == STATUS_STOPPED)
		start(in, true);
	else if (in->path)
		stack_message(in->screen->stack, ROLE_ERROR, "%s  %s",
			in->error.what, in->error.todo);
}

static void act_on(struct import *in, int64_t id)
{
	switch (id) {
	case ROW_TAKE:
		take(in);
		return;
	case ROW_FILE:
		open_file_choice(in->screen, &in->files, NULL, TAG_FILE);
		return;
	case ROW_CREATE:
		in->create_units = !in->create_units;
		start(in, true);
		return;
	case ROW_UPDATE:
		in->update = !in->update;
		start(in, true);
		return;
	default:
		if (id >= ROW_COLUMN && id - ROW_COLUMN < in->columns &&
			!in->is_done)
			choose_field(in, (int)(id - ROW_COLUMN));
	}
}

static enum handled import_command(struct screen *s, int cmd, int times)
{
	struct import *in = s->state;

	if (list_command(&in->list, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	if (cmd == CMD_OPEN && list_id(&in->list))
		act_on(in, list_id(&in->list));
	else if (cmd == CMD_SAVE)
		take(in);
	else
		return HANDLED_NO;
	return HANDLED_YES;
}

static void take_file(struct import *in, const struct answer *a)
{
	const char *path =
		file_choice_answer(in->screen, &in->files, a, TAG_FILE);

	if (!path)
		return;
	mem_free(in->path);
	in->path = mem_text(path);
	in->is_done = in->is_ready = false;
	free_maps(in);
	free_columns(in);
	list_restart(&in->list, false);
	start(in, true);
}

static void import_answer(struct screen *s, int tag, const struct answer *a)
{
	struct import *in = s->state;

	if (app_answer(s, tag, a))
		return;
	if (tag == TAG_FILE)
		take_file(in, a);
	else if (tag == TAG_FIELD && a->given)
		take_field(in, a->id);
}

static void import_acted(struct screen *s, const void *data)
{
	struct import *in = s->state;
	const struct outcome *out = data;
	bool ok = out->status == STATUS_OK;
	struct str text = STR_INIT;

	if (!in->was_run) { /* something was undone */
		if (in->is_done && ok)
			stack_close(s);
		return;
	}
	in->was_run = false;
	if (out->status == STATUS_STOPPED && !in->is_trial)
		return; /* nothing was written; it may be begun again */
	in->is_ready = ok;
	in->error = out->error;
	in->is_done = ok && !in->is_trial;
	if (in->is_done) {
		print_counts(in, &text);
		list_restart(&in->list, false);
	}
	if (in->is_done)
		stack_message(s->stack, ROLE_MESSAGE,
			_("imported: %s; u undoes it"), text.data);
	else if (ok)
		stack_message(s->stack, ROLE_MESSAGE,
			_("tried only, nothing is written yet; F2 imports"));
	str_free(&text);
}

static bool can_take(const struct screen *s, struct str *why)
{
	const struct import *in = s->state;

	if (!in->is_ready && in->path)
		str_add(why, in->error.what);
	return in->is_ready && !in->is_done;
}

static const struct command import_commands[] = {
	{ .id = CMD_OPEN },
	{ .id = CMD_SAVE,
		.possible = can_take,
		.label = N_("import"),
		.help = N_("Imports the list as it is shown.") },
	{ .id = CMD_UNDO },
	{ .id = CMD_BACK },
	{ .id = 0 },
};

static const struct screen_ops import_screen = {
	.name = "import",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct import),
	.commands = import_commands,
	.open = import_open,
	.close = import_close,
	.title = import_title,
	.position = import_position,
	.hint = import_hint,
	.reload = import_reload,
	.layout = import_layout,
	.draw = import_draw,
	.cursor = import_cursor,
	.command = import_command,
	.answer = import_answer,
	.acted = import_acted,
};

void open_import(struct screen *s, const struct record_type *type)
{
	struct screen *page = stack_push(s->stack, &import_screen, type, 0);

	if (page)
		open_file_choice(page, &((struct import *)page->state)->files,
			NULL, TAG_FILE);
}
