/*
 * collect.c: 收报数: one task as a table, a row a unit; the commonest job.
 *
 * Last figure, figure now, what is to be said. `=` is no change, an empty
 * cell is not reported, pasted lines "village number" find their rows. All
 * that was typed is saved as one batch, each share journaled by itself in the
 * name of whoever answers for it (代录), and undone as one.
 */
#include "app.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "store/draft.h"
#include "tui/ask.h"
#include "tui/grid.h"

enum { ROWS_MAX = 400, TAG_WARNED = 1, TAG_REST };
enum column { UNIT, TARGET, LAST, NOW, DIFFERENCE, NOTE, COLUMNS };

struct collect {
	struct app *app;
	struct screen *screen;
	int64_t task;
	struct values record; /* of the task */
	char *heading;
	struct grid grid;
	struct draft draft;
	struct draft_file *file;
	bool is_warned, is_saved;
};

static const struct field *share_field(enum share_field f)
{
	return &share_fields[f];
}

static struct value_context context(const struct collect *c)
{
	struct value_context v = session_values(c->app->session, "share");

	v.unit = values_text(&c->record, &task_fields[TASK_COUNTED_IN]);
	return v;
}

/* ---- what the grid asks */

static enum status read_cell(void *arg, const struct field *f, const char *text,
	struct value *out, struct issue *issue)
{
	struct value_context v = context(arg);

	return value_parse(f, text, &v, out, issue);
}

static bool last_text(
	void *arg, int64_t id, const struct field *f, struct str *text)
{
	struct collect *c = arg;

	for (size_t i = 0; i < c->grid.count; i++) {
		const char *last = grid_text(&c->grid, i, LAST);

		if (c->grid.row[i].id != id ||
			f != &report_fields[REPORT_PROGRESS])
			continue;
		str_add(text, last);
		return *last;
	}
	return false;
}

/* The number of a cell, in hundredths; false: none, or not readable. */
static bool number_of(
	struct collect *c, size_t row, enum column column, int64_t *number)
{
	const struct field *f = &report_fields[REPORT_PROGRESS];
	struct value v = { .kind = VALUE_NULL };
	struct issue issue;
	const char *text = grid_text(&c->grid, row, column);
	bool is_number = *text &&
			 read_cell(c, f, text, &v, &issue) == STATUS_OK &&
			 v.kind == VALUE_INT;

	*number = is_number ? v.number : 0;
	value_free(&v);
	return is_number;
}

static void print_number(struct collect *c, int64_t number, struct str *out)
{
	struct value v = value_int(number);
	struct value_context context_ = context(c);

	value_print(&report_fields[REPORT_PROGRESS], &v, &context_,
		VALUE_FOR_FILES, out);
}

/* Difference of the row, and the sums of the last one. */
static void follow(void *arg, size_t row, int column)
{
	struct collect *c = arg;
	struct str text = STR_INIT;
	int64_t sums[COLUMNS] = { 0 };
	int64_t now, last;
	size_t total = c->grid.count - 1;

	(void)column;
	if (row < total) {
		if (number_of(c, row, NOW, &now)) {
			number_of(c, row, LAST, &last);
			print_number(c, now - last, &text);
		}
		grid_set_text(&c->grid, row, DIFFERENCE, text.data);
	}
	for (size_t i = 0; i < total; i++) {
		number_of(c, i, TARGET, &now);
		sums[TARGET] += now;
		number_of(c, i, LAST, &last);
		sums[LAST] += last;
		sums[NOW] += number_of(c, i, NOW, &now) ? now : last;
	}
	for (enum column k = TARGET; k <= NOW; k++) {
		str_clear(&text);
		print_number(c, sums[k], &text);
		grid_set_text(&c->grid, total, k, sums[k] ? text.data : "");
	}
	str_free(&text);
}

/* The cells of a pasted line: name, number, words; widths folded. */
struct line {
	struct str name, number, words;
};

static void part_line(const char *line, size_t len_bytes, struct line *out)
{
	struct str whole = STR_INIT;
	struct str folded = STR_INIT;
	const char *p;
	size_t n;

	str_add_bytes(&whole, line, len_bytes);
	plain_add_folded(&folded, whole.data);
	p = folded.data;
	n = strcspn(p, " \t:,0123456789");
	str_add_bytes(&out->name, p, n);
	p += n;
	p += strspn(p, " \t:,");
	n = strcspn(p, " \t,;");
	str_add_bytes(&out->number, p, n);
	p += n;
	str_add(&out->words, p + strspn(p, " \t,;"));
	str_free(&whole);
	str_free(&folded);
}

/* "红星村 38 雨天停工", "红星村：38": what is not understood is shown, not
 * lost; false then. */
static bool take_line(struct collect *c, const char *line, size_t len_bytes)
{
	struct line parts = { STR_INIT, STR_INIT, STR_INIT };
	size_t row;
	bool found;

	part_line(line, len_bytes, &parts);
	row = grid_row_named(&c->grid, parts.name.data);
	found = row < c->grid.count - 1 && !c->grid.row[row].fixed &&
		parts.number.len_bytes;
	if (found) {
		grid_set_text(&c->grid, row, NOW, parts.number.data);
		if (parts.words.len_bytes)
			grid_set_text(&c->grid, row, NOTE, parts.words.data);
		follow(c, row, NOW);
	}
	str_free(&parts.name);
	str_free(&parts.number);
	str_free(&parts.words);
	return found;
}

static void paste(void *arg, const char *lines)
{
	struct collect *c = arg;
	struct str rest = STR_INIT;
	size_t taken = 0;

	for (const char *p = lines; *p;) {
		size_t n = strcspn(p, "\n");

		if (n && take_line(c, p, n))
			taken++;
		else if (n)
			str_addf(&rest, "%.*s\n", (int)n, p);
		p += n + (p[n] == '\n');
	}
	if (rest.len_bytes) {
		const char *answer[] = { _("go on") };
		struct ask_arg arg_ = { .title = _("lines that found no row"),
			.text = rest.data,
			.answer = answer,
			.count = 1 };

		stack_push(c->screen->stack, &ask_screen, &arg_, TAG_REST);
	} else {
		stack_message(c->screen->stack, ROLE_MESSAGE,
			_("%zu lines found their rows; look, then save"),
			taken);
	}
	str_free(&rest);
}

/* ---- saving: one batch */

static void take_row(struct collect *c, size_t row, struct values *out)
{
	struct value v;
	struct issue issue;

	if (grid_value(&c->grid, row, NOW, &v, &issue) == STATUS_OK &&
		v.kind != VALUE_NULL)
		values_set(out, &report_fields[REPORT_PROGRESS], v);
	if (grid_value(&c->grid, row, NOTE, &v, &issue) == STATUS_OK &&
		v.kind != VALUE_NULL)
		values_set(out, &report_fields[REPORT_DONE], v);
}

static void save(void *arg)
{
	struct collect *c = arg;
	struct job *job = job_new(&share_type, &share_report, 0);
	size_t total = c->grid.count - 1;

	job->ids = mem_resize(job->ids, total + 1, sizeof *job->ids);
	job->each = mem_zero(total + 1, sizeof *job->each);
	job->count = 0;
	for (size_t i = 0; i < total; i++) {
		if (!*grid_text(&c->grid, i, NOW) &&
			!*grid_text(&c->grid, i, NOTE))
			continue; /* not reported */
		job->ids[job->count] = c->grid.row[i].id;
		take_row(c, i, &job->each[job->count++]);
	}
	if (!job->count) {
		job_free(job);
		stack_message(c->screen->stack, ROLE_MESSAGE,
			_("nothing is typed yet"));
		return;
	}
	job->stand_in = true;
	job->warned = c->is_warned;
	stack_act(c->screen, job);
}

/* ---- rows */

static void add_row(struct collect *c, int64_t id)
{
	struct query_params params = app_params(c->app, 0);
	struct values share = { .item = NULL };
	struct str text[3] = { STR_INIT, STR_INIT, STR_INIT };
	struct value_context v = context(c);
	struct str light = STR_INIT;
	struct offer offer;
	enum light is;
	size_t row;

	if (record_read(c->app->session->store, &share_type.table, id, &params,
		    &share, NULL)) {
		values_free(&share);
		return;
	}
	value_print(share_field(SHARE_UNIT),
		values_get(&share, share_field(SHARE_UNIT)), &v, VALUE_FOR_LIST,
		&text[0]);
	value_print(share_field(SHARE_TARGET),
		values_get(&share, share_field(SHARE_TARGET)), &v,
		VALUE_FOR_FILES, &text[1]);
	value_print(share_field(SHARE_PROGRESS),
		values_get(&share, share_field(SHARE_PROGRESS)), &v,
		VALUE_FOR_FILES, &text[2]);
	const char *cell[COLUMNS] = { text[0].data, text[1].data,
		text[2].data };
	action_possible(
		c->app->session, &share_type, &share_report, id, NULL, &offer);
	row = grid_add(&c->grid, id, cell);
	if (!offer.possible)
		grid_set_fixed(&c->grid, row);
	is = show_record_light(c->app, &share_type, id, &share, &light);
	grid_set_light(&c->grid, row, role_of_light(is), light.data);
	for (int i = 0; i < 3; i++)
		str_free(&text[i]);
	str_free(&light);
	values_free(&share);
}

static enum status read_rows(struct collect *c, struct error *err)
{
	static const struct field *const none[] = { NULL };
	struct query q = {
		.table = &share_type.table,
		.view = view_find(&share_type.table, "task"),
		.columns = none,
		.params = app_params(c->app, c->task),
	};
	struct query_page page = { .row = NULL };
	enum status status = query_read(
		c->app->session->store, &q, NULL, false, ROWS_MAX, &page, err);
	const char *total[COLUMNS] = { _("total") };

	for (size_t i = 0; i < page.count; i++)
		add_row(c, page.row[i].id);
	query_page_free(&page);
	if (!status && !c->grid.count)
		status = error_set(err, STATUS_REFUSED,
			_("issue it to units first"),
			_("the task has no shares yet"));
	if (!status)
		grid_set_fixed(&c->grid, grid_add(&c->grid, 0, total));
	return status;
}

/* ---- drafts */

static const struct draft_key *draft_key_of(
	const struct collect *c, struct draft_key *key)
{
	*key = (struct draft_key){ .person = c->app->session->person,
		.kind = KIND_TASK,
		.record = c->task };
	snprintf(key->form, sizeof key->form, "%s", "share.collect");
	return key;
}

static const char *draft_name(int64_t id, enum column column, char out[32])
{
	snprintf(out, 32, "%s.%" PRId64, column == NOW ? "now" : "note", id);
	return out;
}

static void keep_draft(struct screen *s)
{
	struct collect *c = s->state;
	const char *path = store_path(c->app->session->store);
	char name[32];

	if (c->is_saved || !grid_is_dirty(&c->grid))
		return;
	draft_key_of(c, &c->draft.key);
	for (size_t i = 0; i + 1 < c->grid.count; i++)
		for (enum column k = NOW; k <= NOTE; k += NOTE - NOW)
			draft_set(&c->draft,
				draft_name(c->grid.row[i].id, k, name),
				grid_text(&c->grid, i, k));
	if (!c->file && draft_open(path, &c->draft.key, &c->file, NULL))
		return;
	if (draft_append(c->file, &c->draft, NULL) == STATUS_OK)
		draft_sync(c->file, NULL);
}

static void take_up_draft(struct collect *c)
{
	struct draft_key key;
	char name[32];
	bool is_any = false;

	if (draft_read(store_path(c->app->session->store),
		    draft_key_of(c, &key), &c->draft, NULL))
		return;
	for (size_t i = 0; i + 1 < c->grid.count; i++) {
		for (enum column k = NOW; k <= NOTE; k += NOTE - NOW) {
			const char *text = draft_get(&c->draft,
				draft_name(c->grid.row[i].id, k, name));

			if (!text || !*text || c->grid.row[i].fixed)
				continue;
			grid_set_text(&c->grid, i, k, text);
			is_any = true;
		}
		follow(c, i, NOW);
	}
	if (is_any)
		stack_message(c->screen->stack, ROLE_MESSAGE,
			_("what you typed before is taken up"));
}

/* ---- the screen */

static enum status collect_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct record_arg *arg = data;
	struct collect *c = s->state;
	struct grid_owner owner = { c, read_cell, last_text, follow, paste,
		save };
	const struct grid_column column[COLUMNS] = {
		[UNIT] = { .is = { .title = field_label(&share_type,
					   share_field(SHARE_UNIT)),
				   .width_cols = 14 } },
		[TARGET] = { .is = { .title = field_label(&share_type,
					     share_field(SHARE_TARGET)),
				     .width_cols = 8,
				     .side = FIT_RIGHT } },
		[LAST] = { .is = { .title = _("last"),
				   .width_cols = 8,
				   .side = FIT_RIGHT } },
		[NOW] = { .is = { .title = _("now"),
				  .width_cols = 8,
				  .side = FIT_RIGHT },
			.field = &report_fields[REPORT_PROGRESS] },
		[DIFFERENCE] = { .is = { .title = _("more"),
					 .width_cols = 6,
					 .side = FIT_RIGHT } },
		[NOTE] = { .is = { .title = _("in words"),
				   .width_cols = 20,
				   .grows = true },
			.field = &report_fields[REPORT_DONE] },
	};
	struct query_params params;
	struct str heading = STR_INIT;
	enum status status;

	c->app = app_of(s);
	c->screen = s;
	c->task = arg->id;
	params = app_params(c->app, c->task);
	status = record_read(c->app->session->store, &task_type.table, c->task,
		&params, &c->record, err);
	grid_init(&c->grid, &owner, column, COLUMNS);
	if (!status)
		status = read_rows(c, err);
	if (status)
		return status;
	follow(c, c->grid.count - 1, NOW);
	show_name(c->app, &task_type, c->task, &heading);
	str_addf(&heading, "  %s %s",
		field_label(&task_type, &task_fields[TASK_DUE]),
		values_text(&c->record, &task_fields[TASK_DUE]));
	c->heading = str_take(&heading);
	take_up_draft(c);
	if (!c->draft.created_ms)
		c->draft.created_ms = clock_now_ms(&c->app->session->clock);
	return STATUS_OK;
}

static void collect_close(struct screen *s)
{
	struct collect *c = s->state;

	draft_close(c->file);
	draft_free(&c->draft);
	grid_fini(&c->grid);
	values_free(&c->record);
	mem_free(c->heading);
}

static void collect_title(const struct screen *s, struct str *out)
{
	(void)s;
	str_add(out, _("collect figures"));
}

static void collect_hint(const struct screen *s, struct str *out)
{
	const struct collect *c = s->state;

	grid_print_hint(&c->grid, out);
}

static void collect_layout(struct screen *s, int rows, int cols)
{
	struct collect *c = s->state;

	grid_layout(&c->grid, rows - 1, cols);
}

static struct rect grid_rect(struct rect r)
{
	return (struct rect){ r.row + 1, r.col, r.rows - 1, r.cols };
}

static void collect_draw(
	const struct screen *s, struct canvas *canvas, struct rect r)
{
	const struct collect *c = s->state;

	canvas_text(
		canvas, r.row, r.col + 1, r.cols - 2, ROLE_STRONG, c->heading);
	grid_draw(&c->grid, canvas, grid_rect(r));
}

static struct point collect_cursor(const struct screen *s, struct rect r)
{
	const struct collect *c = s->state;

	return grid_cursor(&c->grid, grid_rect(r));
}

static const struct command *collect_focus(const struct screen *s)
{
	(void)s;
	return grid_commands;
}

static enum handled collect_command(struct screen *s, int cmd, int times)
{
	struct collect *c = s->state;

	if (grid_command(&c->grid, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	if (cmd != CMD_BACK)
		return HANDLED_NO;
	keep_draft(s);
	if (grid_is_dirty(&c->grid) && !c->is_saved)
		stack_message(s->stack, ROLE_MESSAGE,
			_("kept as a draft; opening it again takes it up"));
	return HANDLED_CLOSE;
}

static enum handled collect_key(struct screen *s, uint32_t key)
{
	struct collect *c = s->state;

	return grid_key(&c->grid, key);
}

static enum handled collect_text(
	struct screen *s, const char *text, bool pasted)
{
	struct collect *c = s->state;

	c->is_warned = false;
	return grid_write(&c->grid, text, pasted);
}

static void collect_answer(struct screen *s, int tag, const struct answer *a)
{
	struct collect *c = s->state;

	if (app_answer(s, tag, a) || !a->given || tag != TAG_WARNED)
		return;
	c->is_warned = true;
	save(c);
}

static void collect_acted(struct screen *s, const void *data)
{
	struct collect *c = s->state;
	const struct outcome *out = data;
	struct draft_key key;

	if (out->status == STATUS_OK) {
		draft_close(c->file);
		c->file = NULL;
		draft_remove(store_path(c->app->session->store),
			draft_key_of(c, &key), NULL);
		c->is_saved = true;
		stack_close(s);
	} else if (out->status == STATUS_WARNED) {
		ask_warned(s, out, TAG_WARNED);
	} else {
		keep_draft(s);
	}
}

static bool collect_is_unsaved(const struct screen *s)
{
	const struct collect *c = s->state;

	return !c->is_saved && grid_is_dirty(&c->grid);
}

const struct screen_ops collect_screen = {
	.name = "collect",
	.kind = SCREEN_FORM,
	.state_size = sizeof(struct collect),
	.open = collect_open,
	.close = collect_close,
	.title = collect_title,
	.hint = collect_hint,
	.layout = collect_layout,
	.draw = collect_draw,
	.cursor = collect_cursor,
	.focus = collect_focus,
	.command = collect_command,
	.key = collect_key,
	.text = collect_text,
	.answer = collect_answer,
	.acted = collect_acted,
	.draft = keep_draft,
	.is_unsaved = collect_is_unsaved,
};
