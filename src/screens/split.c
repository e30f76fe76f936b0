/*
 * split.c: 来源分解: lines of a source, or of a goal, as a table of tasks.
 *
 * Lines are pasted or typed, one a task; what their cells mean is looked up
 * at once, and what is not understood stands red until it is mended. All of
 * them are saved together, as drafts or issued (whatever action opened the
 * table), and undone as one.
 */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/share.h"
#include "domain/assign/split.h"
#include "store/draft.h"
#include "tui/grid.h"

enum { ROWS_FIRST = 20, TAG_WARNED = 1, TAG_GAPS };
enum column { TITLE, UNIT, DUE, COLUMNS };

struct split {
	struct app *app;
	struct screen *screen;
	const struct record_type *type;
	const struct action *action;
	int64_t id, stand_in;
	char *heading, *gap_reason;
	struct grid grid;
	struct draft draft;
	struct draft_file *file;
	bool is_warned, is_saved;
};

/* ---- what the grid asks */

static enum status read_cell(void *arg, const struct field *f, const char *text,
	struct value *out, struct issue *issue)
{
	struct split *p = arg;
	struct value_context c = session_values(p->app->session, "task");
	struct values units = { .item = NULL };
	int64_t person;
	enum status status;

	if (f != &split_fields[SPLIT_UNIT])
		return value_parse(f, text, &c, out, issue);
	status =
		split_units_read(p->app->session, text, &units, &person, issue);
	values_free(&units);
	return status;
}

/* As in the row above; a row without a task takes nothing. */
static bool above(void *arg, int64_t id, const struct field *f, struct str *out)
{
	struct split *p = arg;
	size_t row = (size_t)id - 1;

	if (!row || f == &task_fields[TASK_TITLE] ||
		!*grid_text(&p->grid, row, TITLE))
		return false;
	str_add(out, grid_text(&p->grid, row - 1,
			     f == &split_fields[SPLIT_UNIT] ? UNIT : DUE));
	return out->len_bytes > 0;
}

static void set_cells(
	struct split *p, size_t row, const char *line, size_t len_bytes)
{
	struct split_cells cells;

	split_cells_read(p->app->session, line, len_bytes, &cells);
	grid_set_text(&p->grid, row, TITLE, cells.title.data);
	if (cells.unit.len_bytes)
		grid_set_text(&p->grid, row, UNIT, cells.unit.data);
	if (cells.due.len_bytes)
		grid_set_text(&p->grid, row, DUE, cells.due.data);
	split_cells_free(&cells);
}

/* A whole line typed into the first cell is parted as a pasted one. */
static void changed(void *arg, size_t row, int column)
{
	struct split *p = arg;
	char *text = mem_text(grid_text(&p->grid, row, TITLE));

	if (column == TITLE && text &&
		(strstr(text, "  ") || strstr(text, "\xe3\x80\x80")))
		set_cells(p, row, text, strlen(text));
	mem_free(text);
}

static void add_rows(struct split *p, size_t count)
{
	static const char *const blank[COLUMNS] = { NULL };

	while (p->grid.count < count && p->grid.count < SPLIT_LINES_MAX)
		grid_add(&p->grid, (int64_t)p->grid.count + 1, blank);
}

static bool is_blank_row(struct split *p, size_t row)
{
	return !*grid_text(&p->grid, row, TITLE) &&
	       !*grid_text(&p->grid, row, UNIT) &&
	       !*grid_text(&p->grid, row, DUE);
}

static bool is_blank(const char *line, size_t len_bytes)
{
	return strspn(line, " \t\r") >= len_bytes;
}

/* Each line into the next row that holds nothing. */
static void paste(void *arg, const char *lines)
{
	struct split *p = arg;
	size_t row = 0, taken = 0, left = 0;

	for (const char *at = lines; *at;) {
		size_t n = strcspn(at, "\n");

		while (row < p->grid.count && !is_blank_row(p, row))
			row++;
		add_rows(p, row + 1);
		if (is_blank(at, n)) {
			/* nothing */
		} else if (row < p->grid.count) {
			set_cells(p, row, at, n);
			taken++;
		} else {
			left++;
		}
		at += n + (at[n] == '\n');
	}
	if (left)
		stack_message(p->screen->stack, ROLE_ERROR,
			_("%zu lines are left: at most %d at once"), left,
			SPLIT_LINES_MAX);
	else if (grid_check(&p->grid))
		stack_message(p->screen->stack, ROLE_MESSAGE,
			_("%zu lines are understood; look, then save"), taken);
	else
		stack_message(p->screen->stack, ROLE_MESSAGE,
			_("%zu lines taken; what is red is not understood"),
			taken);
}

/* ---- saving: one action */

static bool is_issue(const struct split *p)
{
	return p->action->right == RIGHT_DECIDE;
}

/* A row is a line, blank ones too: the door tells their numbers. */
static bool add_lines(struct split *p, struct str *out)
{
	bool is_any = false;

	for (size_t i = 0; i < p->grid.count; i++) {
		bool is_line = !is_blank_row(p, i);

		if (is_line)
			split_cells_print(grid_text(&p->grid, i, TITLE),
				grid_text(&p->grid, i, UNIT),
				grid_text(&p->grid, i, DUE), out);
		str_add_char(out, '\n');
		is_any |= is_line;
	}
	return is_any;
}

static void save(void *arg)
{
	struct split *p = arg;
	struct str lines = STR_INIT;
	struct job *job;

	if (!add_lines(p, &lines)) {
		stack_message(p->screen->stack, ROLE_MESSAGE,
			_("nothing is typed yet"));
	} else if (is_issue(p) && !p->gap_reason) {
		open_line(p->screen,
			_("No demands, no measures: why issued without?"), "",
			TAG_GAPS);
	} else {
		job = job_new(p->type, p->action, p->id);
		values_set_text(
			&job->values, &split_fields[SPLIT_LINES], lines.data);
		if (is_issue(p))
			values_set_text(&job->values,
				&task_fields[TASK_GAP_REASON], p->gap_reason);
		job->actor.person = p->stand_in;
		job->warned = p->is_warned;
		stack_act(p->screen, job);
	}
	str_free(&lines);
}

/* ---- drafts */

static const struct draft_key *draft_key_of(
	const struct split *p, struct draft_key *key)
{
	*key = (struct draft_key){ .person = p->app->session->person,
		.kind = p->type->table.kind,
		.record = p->id };
	snprintf(key->form, sizeof key->form, "%s", "split");
	return key;
}

static void keep_draft(struct screen *s)
{
	struct split *p = s->state;
	const char *path = store_path(p->app->session->store);
	struct str lines = STR_INIT;

	if (p->is_saved || !grid_is_dirty(&p->grid))
		return;
	draft_key_of(p, &p->draft.key);
	add_lines(p, &lines);
	draft_set(&p->draft, "lines", lines.data);
	str_free(&lines);
	if (!p->file && draft_open(path, &p->draft.key, &p->file, NULL))
		return;
	if (draft_append(p->file, &p->draft, NULL) == STATUS_OK)
		draft_sync(p->file, NULL);
}

static void take_up_draft(struct split *p)
{
	struct draft_key key;
	const char *lines;

	if (draft_read(store_path(p->app->session->store),
		    draft_key_of(p, &key), &p->draft, NULL))
		return;
	lines = draft_get(&p->draft, "lines");
	if (!lines || is_blank(lines, strlen(lines)))
		return;
	paste(p, lines);
	stack_message(p->screen->stack, ROLE_MESSAGE,
		_("what you typed before is taken up"));
}

/* ---- the screen */

static void make_heading(struct split *p)
{
	struct str text = STR_INIT;
	struct split_origin from;
	struct value_context c = session_values(p->app->session, "task");
	struct value v;

	show_name(p->app, p->type, p->id, &text);
	split_origin_read(p->app->session->store, p->type, p->id, &from);
	if (from.leader) {
		str_addf(&text, "  %s ",
			field_label(&task_type, &task_fields[TASK_LEADER]));
		v = value_int(from.leader);
		value_print(&task_fields[TASK_LEADER], &v, &c, VALUE_FOR_LIST,
			&text);
	}
	if (from.due != DATE_NONE) {
		char day[DATE_TEXT_BYTES];

		str_addf(&text, "  %s %s",
			field_label(&task_type, &task_fields[TASK_DUE]),
			date_iso(from.due, day));
	}
	p->heading = str_take(&text);
}

static enum status split_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct entry_arg *arg = data;
	struct split *p = s->state;
	struct grid_owner owner = { .arg = p,
		.read = read_cell,
		.last = above,
		.changed = changed,
		.paste = paste,
		.save = save };
	const struct grid_column column[COLUMNS] = {
		[TITLE] = { { .title = field_label(
				      &task_type, &task_fields[TASK_TITLE]),
				    .width_cols = 24,
				    .grows = true },
			&task_fields[TASK_TITLE] },
		[UNIT] = { { .title = field_label(
				     &share_type, &share_fields[SHARE_UNIT]),
				   .width_cols = 18 },
			&split_fields[SPLIT_UNIT] },
		[DUE] = { { .title = field_label(
				    &task_type, &task_fields[TASK_DUE]),
				  .width_cols = 10 },
			&task_fields[TASK_DUE] },
	};

	(void)err;
	p->app = app_of(s);
	p->screen = s;
	p->type = arg->type;
	p->action = arg->action;
	p->id = arg->ids[0];
	p->stand_in = arg->stand_in;
	grid_init(&p->grid, &owner, column, COLUMNS);
	p->grid.light_cols = 0;
	add_rows(p, ROWS_FIRST);
	make_heading(p);
	take_up_draft(p);
	if (!p->draft.created_ms)
		p->draft.created_ms = clock_now_ms(&p->app->session->clock);
	return STATUS_OK;
}

static void split_close(struct screen *s)
{
	struct split *p = s->state;

	draft_close(p->file);
	draft_free(&p->draft);
	grid_fini(&p->grid);
	mem_free(p->heading);
	mem_free(p->gap_reason);
}

static void split_title(const struct screen *s, struct str *out)
{
	const struct split *p = s->state;

	str_add(out, language_text_in(p->type->table.name, p->action->label));
}

/* How many tasks it makes. */
static void split_position(const struct screen *s, struct str *out)
{
	struct split *p = s->state;
	int count = 0;

	for (size_t i = 0; i < p->grid.count; i++)
		count += !is_blank_row(p, i);
	str_addf(out, _("%d lines"), count);
}

static void split_hint(const struct screen *s, struct str *out)
{
	const struct split *p = s->state;
	const struct grid *g = &p->grid;
	bool on_save = g->cursor >= g->count;

	if (g->notice.len_bytes || on_save)
		grid_print_hint(g, out);
	else if (g->row[g->cursor].cell[g->at].error)
		str_add(out, g->row[g->cursor].cell[g->at].error);
	else if (g->at == UNIT)
		str_add(out,
			_("Lead unit, then who helps; or a person. = as in "
			  "the row above"));
	else if (g->at == DUE)
		str_add(out,
			_("Empty: the due day above. 12-31, +3w; = as in the "
			  "row above"));
	else
		str_add(out,
			_("A task a line; paste lines \"task  unit  day\", "
			  "two spaces or a tab between"));
}

static void split_layout(struct screen *s, int rows, int cols)
{
	struct split *p = s->state;

	grid_layout(&p->grid, rows - 1, cols);
}

static struct rect grid_rect(struct rect r)
{
	return (struct rect){ r.row + 1, r.col, r.rows - 1, r.cols };
}

static void split_draw(
	const struct screen *s, struct canvas *canvas, struct rect r)
{
	const struct split *p = s->state;

	canvas_text(
		canvas, r.row, r.col + 1, r.cols - 2, ROLE_STRONG, p->heading);
	grid_draw(&p->grid, canvas, grid_rect(r));
}

static struct point split_cursor(const struct screen *s, struct rect r)
{
	const struct split *p = s->state;

	return grid_cursor(&p->grid, grid_rect(r));
}

static const struct command split_commands[] = {
	{ .id = CMD_NEXT_FIELD,
		.label = N_("down"),
		.help = N_("Enter goes to the next row, Tab to the next "
			   "cell.") },
	{ .id = CMD_SAVE },
	{ .id = GRID_SAME,
		.name = "same-cell",
		.keys = "=",
		.label = N_("as above"),
		.help = N_("Takes what stands in the row above.") },
	{ .id = CMD_SAME,
		.label = N_("all as above"),
		.help = N_("Takes what stands above in all empty cells of "
			   "this column.") },
	{ .id = CMD_NONE },
};

static const struct command *split_focus(const struct screen *s)
{
	(void)s;
	return split_commands;
}

static enum handled split_command(struct screen *s, int cmd, int times)
{
	struct split *p = s->state;

	if (grid_command(&p->grid, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	if (cmd != CMD_BACK)
		return HANDLED_NO;
	keep_draft(s);
	if (grid_is_dirty(&p->grid) && !p->is_saved)
		stack_message(s->stack, ROLE_MESSAGE,
			_("kept as a draft; opening it again takes it up"));
	return HANDLED_CLOSE;
}

static enum handled split_key(struct screen *s, uint32_t key)
{
	struct split *p = s->state;

	return grid_key(&p->grid, key);
}

/* One line of a spreadsheet comes without a line end. */
static enum handled split_text(struct screen *s, const char *text, bool pasted)
{
	struct split *p = s->state;

	p->is_warned = false;
	if (pasted && strchr(text, '\t')) {
		paste(p, text);
		return HANDLED_YES;
	}
	return grid_write(&p->grid, text, pasted);
}

static void split_answer(struct screen *s, int tag, const struct answer *a)
{
	struct split *p = s->state;

	if (app_answer(s, tag, a) || !a->given)
		return;
	if (tag == TAG_GAPS && a->text && *a->text) {
		mem_free(p->gap_reason);
		p->gap_reason = mem_text(a->text);
		save(p);
	} else if (tag == TAG_WARNED) {
		p->is_warned = true;
		save(p);
	}
}

static void split_acted(struct screen *s, const void *data)
{
	struct split *p = s->state;
	const struct outcome *out = data;
	struct draft_key key;

	if (out->status == STATUS_OK) {
		draft_close(p->file);
		p->file = NULL;
		draft_remove(store_path(p->app->session->store),
			draft_key_of(p, &key), NULL);
		p->is_saved = true;
		stack_close(s);
	} else if (out->status == STATUS_WARNED) {
		ask_warned(s, out, TAG_WARNED);
	} else {
		keep_draft(s);
	}
}

static bool split_is_unsaved(const struct screen *s)
{
	const struct split *p = s->state;

	return !p->is_saved && grid_is_dirty(&p->grid);
}

const struct screen_ops split_screen = {
	.name = "split",
	.kind = SCREEN_FORM,
	.state_size = sizeof(struct split),
	.open = split_open,
	.close = split_close,
	.title = split_title,
	.position = split_position,
	.hint = split_hint,
	.layout = split_layout,
	.draw = split_draw,
	.cursor = split_cursor,
	.focus = split_focus,
	.command = split_command,
	.key = split_key,
	.text = split_text,
	.answer = split_answer,
	.acted = split_acted,
	.draft = keep_draft,
	.is_unsaved = split_is_unsaved,
};
