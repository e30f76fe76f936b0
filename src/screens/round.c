/*
 * round.c: a round of checks: one task, a row a unit, what was found in each.
 *
 * `=` in a row says that all is normal and goes down; an empty row was not
 * visited. What lags makes the verdict by itself, what has to be put right a
 * problem with a limit in a week. All that was typed is saved as one batch of
 * lines of the ledger, and undone as one.
 */
#include "app.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/supervise/check.h"
#include "store/draft.h"
#include "tui/ask.h"
#include "tui/grid.h"

enum { ROWS_MAX = 400, LIMIT_DAYS = 7, TAG_WARNED = 1, TAG_MODE };
enum column {
	COLUMN_UNIT,
	COLUMN_LAST,
	COLUMN_VERDICT,
	COLUMN_FINDING,
	COLUMN_LAGGING,
	COLUMN_DIFFICULTY,
	COLUMN_RECTIFY,
	COLUMN_LIMIT,
	COLUMNS
};

struct round {
	struct app *app;
	struct screen *screen;
	int64_t task, mode; /* how all of them are looked at */
	char *heading;
	struct grid grid;
	struct draft draft;
	struct draft_file *file;
	bool is_warned, is_saved;
};

static const struct field *const typed[COLUMNS] = {
	[COLUMN_VERDICT] = &check_fields[CHECK_VERDICT],
	[COLUMN_FINDING] = &check_fields[CHECK_FINDING],
	[COLUMN_LAGGING] = &check_fields[CHECK_LAGGING],
	[COLUMN_DIFFICULTY] = &check_fields[CHECK_DIFFICULTY],
	[COLUMN_RECTIFY] = &check_fields[CHECK_RECTIFY_TEXT],
	[COLUMN_LIMIT] = &check_fields[CHECK_RECTIFY_DUE],
};

static struct value_context context(const struct round *r)
{
	return session_values(r->app->session, "check");
}

/* ---- what the grid asks */

static enum status read_cell(void *arg, const struct field *f, const char *text,
	struct value *out, struct issue *issue)
{
	struct value_context v = context(arg);

	return value_parse(f, text, &v, out, issue);
}

static const char *verdict_text(enum check_verdict verdict)
{
	return language_text_in(
		"check", choice_numbered(check_verdicts, verdict)->label);
}

/* `=`: as it should be. */
static bool as_it_should_be(
	void *arg, int64_t id, const struct field *f, struct str *text)
{
	(void)arg, (void)id;
	if (f != typed[COLUMN_VERDICT])
		return false;
	str_add(text, verdict_text(VERDICT_NORMAL));
	return true;
}

static bool has_text(const struct round *r, size_t row, enum column column)
{
	const char *text = grid_text(&r->grid, row, column);

	return text[strspn(text, " ")] != 0;
}

static void propose_limit(struct round *r, size_t row)
{
	char day[DATE_TEXT_BYTES];

	date_iso(app_today(r->app) + LIMIT_DAYS, day);
	grid_set_text(&r->grid, row, COLUMN_LIMIT, day + 5);
}

/* "3" reads as its verdict; the verdict follows from what was found. */
static void follow(void *arg, size_t row, int column)
{
	struct round *r = arg;
	struct value v = { .kind = VALUE_NULL };
	struct issue issue;
	enum check_verdict verdict = 0;

	if (column == COLUMN_VERDICT && has_text(r, row, COLUMN_VERDICT) &&
		grid_value(&r->grid, row, COLUMN_VERDICT, &v, &issue) ==
			STATUS_OK)
		verdict = (enum check_verdict)v.number;
	else if (has_text(r, row, COLUMN_RECTIFY))
		verdict = VERDICT_PROBLEM;
	else if (has_text(r, row, COLUMN_LAGGING))
		verdict = VERDICT_LAGGING;
	else if (has_text(r, row, COLUMN_FINDING) ||
		 has_text(r, row, COLUMN_DIFFICULTY))
		verdict = VERDICT_NORMAL;
	value_free(&v);
	if (verdict &&
		(column == COLUMN_VERDICT || !has_text(r, row, COLUMN_VERDICT)))
		grid_set_text(
			&r->grid, row, COLUMN_VERDICT, verdict_text(verdict));
	if (column == COLUMN_RECTIFY && has_text(r, row, COLUMN_RECTIFY) &&
		!has_text(r, row, COLUMN_LIMIT))
		propose_limit(r, row);
}

/* ---- saving: one batch */

static bool take_row(struct round *r, size_t row, struct values *out)
{
	struct value v;
	struct issue issue;
	bool any = false;

	for (enum column k = COLUMN_VERDICT; k <= COLUMN_LIMIT; k++) {
		if (grid_value(&r->grid, row, (int)k, &v, &issue) !=
				STATUS_OK ||
			v.kind == VALUE_NULL)
			continue;
		values_set(out, typed[k], v);
		any = true;
	}
	if (any && r->mode)
		values_set_int(out, &check_fields[CHECK_MODE], r->mode);
	return any;
}

static void save(void *arg)
{
	struct round *r = arg;
	struct job *job = job_new(&share_type, &share_check, 0);

	job->ids = mem_resize(job->ids, r->grid.count + 1, sizeof *job->ids);
	job->each = mem_zero(r->grid.count + 1, sizeof *job->each);
	job->count = 0;
	for (size_t i = 0; i < r->grid.count; i++) {
		if (!take_row(r, i, &job->each[job->count]))
			continue; /* not visited */
		job->ids[job->count++] = r->grid.row[i].id;
	}
	if (!job->count) {
		job_free(job);
		stack_message(r->screen->stack, ROLE_MESSAGE,
			_("nothing is typed yet"));
		return;
	}
	job->warned = r->is_warned;
	stack_act(r->screen, job);
}

/* ---- rows */

static void add_row(struct round *r, int64_t id)
{
	struct query_params params = app_params(r->app, 0);
	struct values share = { .item = NULL };
	struct str unit = STR_INIT, last = STR_INIT, light = STR_INIT;
	struct offer offer;

	if (record_read(r->app->session->store, &share_type.table, id, &params,
		    &share, NULL)) {
		values_free(&share);
		return;
	}
	show_value(r->app, &share_type, &share_fields[SHARE_UNIT], &share,
		VALUE_FOR_LIST, &unit);
	show_value(r->app, &share_type, &share_fields[SHARE_PROGRESS], &share,
		VALUE_FOR_LIST, &last);
	const char *cell[COLUMNS] = { unit.data, last.data };
	size_t row = grid_add(&r->grid, id, cell);

	action_possible(
		r->app->session, &share_type, &share_check, id, NULL, &offer);
	if (!offer.possible)
		grid_set_fixed(&r->grid, row);
	enum light is =
		show_record_light(r->app, &share_type, id, &share, &light);
	grid_set_light(&r->grid, row, role_of_light(is), light.data);
	str_free(&unit);
	str_free(&last);
	str_free(&light);
	values_free(&share);
}

static enum status read_rows(struct round *r, struct error *err)
{
	static const struct field *const none[] = { NULL };
	struct query q = {
		.table = &share_type.table,
		.view = view_find(&share_type.table, "task"),
		.columns = none,
		.params = app_params(r->app, r->task),
	};
	struct query_page page = { .row = NULL };
	enum status status = query_read(
		r->app->session->store, &q, NULL, false, ROWS_MAX, &page, err);

	for (size_t i = 0; i < page.count; i++)
		add_row(r, page.row[i].id);
	query_page_free(&page);
	if (!status && !r->grid.count)
		status = error_set(err, STATUS_REFUSED,
			_("issue it to units first"),
			_("the task has no shares yet"));
	return status;
}

/* ---- drafts */

static const struct draft_key *draft_key_of(
	const struct round *r, struct draft_key *key)
{
	*key = (struct draft_key){ .person = r->app->session->person,
		.kind = KIND_TASK,
		.record = r->task };
	snprintf(key->form, sizeof key->form, "%s", "share.check.round");
	return key;
}

static const char *draft_name(int64_t id, enum column column, char out[48])
{
	snprintf(out, 48, "%s.%" PRId64, typed[column]->name, id);
	return out;
}

static void keep_draft(struct screen *s)
{
	struct round *r = s->state;
	char name[48];

	if (r->is_saved || !grid_is_dirty(&r->grid))
		return;
	draft_key_of(r, &r->draft.key);
	for (size_t i = 0; i < r->grid.count; i++)
		for (enum column k = COLUMN_VERDICT; k <= COLUMN_LIMIT; k++)
			draft_set(&r->draft,
				draft_name(r->grid.row[i].id, k, name),
				grid_text(&r->grid, i, (int)k));
	if (!r->file && draft_open(store_path(r->app->session->store),
				&r->draft.key, &r->file, NULL))
		return;
	if (draft_append(r->file, &r->draft, NULL) == STATUS_OK)
		draft_sync(r->file, NULL);
}

static bool take_up_cell(struct round *r, size_t row, enum column k)
{
	char name[48];
	const char *text =
		draft_get(&r->draft, draft_name(r->grid.row[row].id, k, name));

	if (!text || !*text || r->grid.row[row].fixed)
		return false;
	grid_set_text(&r->grid, row, (int)k, text);
	return true;
}

static void take_up_draft(struct round *r)
{
	struct draft_key key;
	bool is_any = false;

	if (draft_read(store_path(r->app->session->store),
		    draft_key_of(r, &key), &r->draft, NULL))
		return;
	for (size_t i = 0; i < r->grid.count; i++)
		for (enum column k = COLUMN_VERDICT; k <= COLUMN_LIMIT; k++)
			is_any |= take_up_cell(r, i, k);
	if (is_any)
		stack_message(r->screen->stack, ROLE_MESSAGE,
			_("what you typed before is taken up"));
}

/* ---- the screen */

static void make_heading(struct round *r)
{
	struct str text = STR_INIT;
	struct value v = value_int(r->mode);
	struct value_context c = context(r);

	show_name(r->app, &task_type, r->task, &text);
	str_add(&text, "  ");
	value_print(&check_fields[CHECK_MODE], &v, &c, VALUE_FOR_PEOPLE, &text);
	str_addf(&text, "  %s", r->app->day);
	mem_free(r->heading);
	r->heading = str_take(&text);
}

static void set_columns(struct grid_column column[COLUMNS])
{
	static const int width[COLUMNS] = { 8, 8, 4, 8, 8, 8, 8, 5 };

	for (enum column k = COLUMN_UNIT; k < COLUMNS; k++) {
		column[k].field = typed[k];
		column[k].is = (struct list_column){ .width_cols = width[k],
			.grows = k >= COLUMN_FINDING && k < COLUMN_LIMIT };
		if (column[k].is.grows)
			column[k].is.min_cols = 4;
		if (typed[k])
			column[k].is.title = field_label(&check_type, typed[k]);
	}
	column[COLUMN_UNIT].is.title =
		field_label(&check_type, &check_fields[CHECK_UNIT]);
	column[COLUMN_LAST].is.title =
		field_label(&share_type, &share_fields[SHARE_PROGRESS]);
	column[COLUMN_LAST].is.side = FIT_RIGHT;
	column[COLUMN_LAST].is.drop = 1;
}

/* As the last round was, or on the spot. */
static int64_t first_mode(struct round *r)
{
	struct values v = { .item = NULL };
	int64_t mode = 0;

	if (action_prefill(r->app->session, &share_type, &share_check,
		    r->grid.row[0].id, &v, NULL) == STATUS_OK)
		mode = values_int(&v, &check_fields[CHECK_MODE]);
	values_free(&v);
	return mode;
}

static enum status round_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct record_arg *arg = data;
	struct round *r = s->state;
	struct grid_owner owner = { r, read_cell, as_it_should_be, follow, NULL,
		save };
	struct grid_column column[COLUMNS] = { 0 };

	r->app = app_of(s);
	r->screen = s;
	r->task = arg->id;
	if (!session_may(r->app->session, RIGHT_VERIFY))
		return error_set(err, STATUS_DENIED,
			_("ask the administrator for the right"),
			_("this needs the right: %s"),
			_(right_label(RIGHT_VERIFY)));
	set_columns(column);
	grid_init(&r->grid, &owner, column, COLUMNS);
	enum status status = read_rows(r, err);
	if (status)
		return status;
	r->mode = first_mode(r);
	make_heading(r);
	take_up_draft(r);
	if (!r->draft.created_ms)
		r->draft.created_ms = clock_now_ms(&r->app->session->clock);
	return STATUS_OK;
}

static void round_close(struct screen *s)
{
	struct round *r = s->state;

	draft_close(r->file);
	draft_free(&r->draft);
	grid_fini(&r->grid);
	mem_free(r->heading);
}

static void round_title(const struct screen *s, struct str *out)
{
	(void)s;
	str_add(out, _("round of checks"));
}

static void round_hint(const struct screen *s, struct str *out)
{
	const struct round *r = s->state;
	const struct grid *g = &r->grid;

	if (g->notice.len_bytes || g->cursor >= g->count ||
		g->row[g->cursor].cell[g->at].error)
		grid_print_hint(g, out);
	else if (g->at == COLUMN_VERDICT)
		str_addf(out,
			_("%s: = normal; 2 good, 3 lagging, 4 problem; empty: "
			  "not visited"),
			g->row[g->cursor].cell[0].text);
	else
		str_addf(out, "%s: %s", g->row[g->cursor].cell[0].text,
			language_text_in("check", typed[g->at]->help));
}

static void round_layout(struct screen *s, int rows, int cols)
{
	struct round *r = s->state;

	grid_layout(&r->grid, rows - 1, cols);
}

static struct rect grid_rect(struct rect r)
{
	return (struct rect){ r.row + 1, r.col, r.rows - 1, r.cols };
}

static void round_draw(
	const struct screen *s, struct canvas *canvas, struct rect at)
{
	const struct round *r = s->state;

	canvas_text(canvas, at.row, at.col + 1, at.cols - 2, ROLE_STRONG,
		r->heading);
	grid_draw(&r->grid, canvas, grid_rect(at));
}

static struct point round_cursor(const struct screen *s, struct rect at)
{
	const struct round *r = s->state;

	return grid_cursor(&r->grid, grid_rect(at));
}

static const struct command *round_focus(const struct screen *s)
{
	(void)s;
	return grid_commands;
}

static enum handled round_command(struct screen *s, int cmd, int times)
{
	struct round *r = s->state;
	struct value now = value_int(r->mode);

	if (grid_command(&r->grid, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	if (cmd == CMD_CHOOSE) {
		open_reference(s, &check_fields[CHECK_MODE],
			field_label(&check_type, &check_fields[CHECK_MODE]),
			NULL, &now, 0, TAG_MODE);
		return HANDLED_YES;
	}
	if (cmd != CMD_BACK)
		return HANDLED_NO;
	keep_draft(s);
	if (grid_is_dirty(&r->grid) && !r->is_saved)
		stack_message(s->stack, ROLE_MESSAGE,
			_("kept as a draft; opening it again takes it up"));
	return HANDLED_CLOSE;
}

static enum handled round_key(struct screen *s, uint32_t key)
{
	struct round *r = s->state;

	return grid_key(&r->grid, key);
}

static enum handled round_text(struct screen *s, const char *text, bool pasted)
{
	struct round *r = s->state;

	r->is_warned = false;
	return grid_write(&r->grid, text, pasted);
}

static void round_answer(struct screen *s, int tag, const struct answer *a)
{
	struct round *r = s->state;

	if (app_answer(s, tag, a) || !a->given)
		return;
	if (tag == TAG_MODE && a->id) {
		r->mode = a->id;
		make_heading(r);
	}
	if (tag == TAG_WARNED) {
		r->is_warned = true;
		save(r);
	}
}

static void round_acted(struct screen *s, const void *data)
{
	struct round *r = s->state;
	const struct outcome *out = data;
	struct draft_key key;

	if (out->status == STATUS_OK) {
		draft_close(r->file);
		r->file = NULL;
		draft_remove(store_path(r->app->session->store),
			draft_key_of(r, &key), NULL);
		r->is_saved = true;
		stack_close(s);
	} else if (out->status == STATUS_WARNED) {
		ask_warned(s, out, TAG_WARNED);
	} else {
		keep_draft(s);
	}
}

static bool round_is_unsaved(const struct screen *s)
{
	const struct round *r = s->state;

	return !r->is_saved && grid_is_dirty(&r->grid);
}

static const struct command round_commands[] = {
	{ .id = CMD_CHOOSE,
		.label = N_("mode"),
		.help = N_("How all of them are looked at.") },
	{ .id = CMD_NONE },
};

const struct screen_ops round_screen = {
	.name = "round",
	.kind = SCREEN_FORM,
	.state_size = sizeof(struct round),
	.commands = round_commands,
	.open = round_open,
	.close = round_close,
	.title = round_title,
	.hint = round_hint,
	.layout = round_layout,
	.draw = round_draw,
	.cursor = round_cursor,
	.focus = round_focus,
	.command = round_command,
	.key = round_key,
	.text = round_text,
	.answer = round_answer,
	.acted = round_acted,
	.draft = keep_draft,
	.is_unsaved = round_is_unsaved,
};
