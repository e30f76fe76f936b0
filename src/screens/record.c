/*
 * record.c: one record: what it is, what belongs to it, what happened to it.
 *
 * Above the fields that say something, short ones side by side; below, in one
 * list, the records whose parent it is (shares of a task, reports of a share)
 * and its story from the journal.
 */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/fit.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/width.h"
#include "domain/assign/share.h"
#include "domain/calendar.h"
#include "domain/shown.h"
#include "story.h"
#include "tui/list.h"

enum {
	CHILD_TYPES_MAX = 8,
	ROWS_PER_CHILD = 400,
	STORY_ROWS = 60,
	ID_STEP = 64, /* row id = id * ID_STEP + child type; last: story */
	STORY_TYPE = ID_STEP - 1,
	LABEL_COLS = 10
};

struct page_line {
	char *label[2], *text[2]; /* the second pair may be NULL */
};

struct record_page {
	struct app *app;
	const struct record_type *type;
	int64_t id;
	char *name, *standing; /* title, and state, light, days at its right */
	enum role standing_role;
	struct page_line *line;
	size_t lines, lines_size;
	struct list list;
	const struct record_type *child[CHILD_TYPES_MAX];
	size_t children;
	int head_rows;
};

/* ---- the fields above */

static void lines_free(struct record_page *p)
{
	for (size_t i = 0; i < p->lines; i++) {
		for (int k = 0; k < 2; k++) {
			mem_free(p->line[i].label[k]);
			mem_free(p->line[i].text[k]);
		}
	}
	p->lines = 0;
}

static void add_line(
	struct record_page *p, const char *label, const char *text, int cols)
{
	int half = cols / 2 - LABEL_COLS - 3;
	bool is_short = width_text_cols(text) <= half;
	struct page_line *last = p->lines ? &p->line[p->lines - 1] : NULL;
	struct page_line *l;

	if (is_short && last && !last->label[1] &&
		width_text_cols(last->text[0]) <= half) {
		last->label[1] = mem_text(label);
		last->text[1] = mem_text(text);
		return;
	}
	p->line = mem_grow(p->line, p->lines, &p->lines_size, sizeof *p->line);
	l = &p->line[p->lines++];
	*l = (struct page_line){ .label = { mem_text(label), NULL },
		.text = { mem_text(text), NULL } };
}

static void read_fields(
	struct record_page *p, const struct values *record, int cols)
{
	struct str text = STR_INIT;

	lines_free(p);
	for (const struct field *f = p->type->table.fields; f->name; f++) {
		if (!shown_says(p->app->session, p->type, f, record))
			continue;
		str_clear(&text);
		show_value(p->app, p->type, f, record, VALUE_FOR_PEOPLE, &text);
		if (text.len_bytes && !strstr(p->name, text.data))
			add_line(p, field_label(p->type, f), text.data, cols);
	}
	str_free(&text);
}

/* "还剩16天(12个工作日)": a count of days says which days. */
static void add_days_left(const struct record_page *p,
	const struct values *record, struct str *out)
{
	const struct field *f = field_find(p->type->table.fields, "due");
	int due = f ? date_of_iso(values_text(record, f)) : DATE_NONE;
	int today = app_today(p->app);
	struct calendar calendar;

	if (due == DATE_NONE || due <= today ||
		calendar_load(p->app->session->store, &calendar, NULL))
		return;
	str_addf(out, _("  %d days left (%d working days)"), due - today,
		workdays_between(&calendar.days, today, due));
	calendar_free(&calendar);
}

static void read_standing(struct record_page *p, const struct values *record)
{
	const struct field *state =
		p->type->state
			? field_find(p->type->table.fields, p->type->state)
			: NULL;
	struct str text = STR_INIT;
	struct str lit = STR_INIT;
	enum light light;

	p->standing_role = ROLE_TEXT;
	if (state)
		show_value(p->app, p->type, state, record, VALUE_FOR_PEOPLE,
			&text);
	light = show_record_light(p->app, p->type, p->id, record, &lit);
	if (light != LIGHT_NONE) {
		str_addf(&text, "  %s", lit.data);
		p->standing_role = role_of_light(light);
	}
	if (light >= LIGHT_NORMAL && light <= LIGHT_SOON)
		add_days_left(p, record, &text);
	str_free(&lit);
	mem_free(p->standing);
	p->standing = str_take(&text);
}

/* ---- the list below */

static bool is_column(const struct record_page *p,
	const struct record_type *child, const struct field *f)
{
	bool is_parent = f->type == FIELD_REF && f->of &&
			 strcmp(f->of, p->type->table.name) == 0;

	/* a story that runs on begins in the first: one that is never dropped
	 */
	bool is_number = f->type == FIELD_NUMBER && child == p->child[0];

	return f->list_cols && !is_parent && !is_number &&
	       strcmp(f->name, "light") != 0 &&
	       field_may_see(p->app->session, child, f);
}

static void set_columns(struct record_page *p)
{
	struct list_column column[LIST_COLUMNS_MAX];
	const struct record_type *child = p->children ? p->child[0] : NULL;
	int n = 0;

	if (!child) { /* only the story: when, who, verb, what */
		static const struct list_column story[] = {
			{ .width_cols = 11 },
			{ .width_cols = 10 },
			{ .width_cols = 10 },
			{ .width_cols = 30, .grows = true },
		};

		list_set_columns(&p->list, story, 4);
		return;
	}
	for (const struct field *f = child->table.fields; f->name; f++) {
		bool is_number =
			f->type == FIELD_DECIMAL || f->type == FIELD_INT;

		if (!is_column(p, child, f) || n == LIST_COLUMNS_MAX)
			continue;
		column[n] = (struct list_column){
			.title = field_label(child, f),
			.width_cols = f->list_cols,
			.grows = f->type == FIELD_TEXT ||
				 f->type == FIELD_LONG ||
				 (n == 0 && f->type == FIELD_REF),
			.max_cols = f->type == FIELD_REF ? 20 : 0,
			.side = is_number ? FIT_RIGHT : FIT_LEFT,
			.drop = f->list_drop,
		};
		n++;
	}
	list_set_columns(&p->list, column, n);
}

static void set_light(struct record_page *p, const struct record_type *child,
	int64_t id, const struct values *record, struct list_row *row)
{
	struct str text = STR_INIT;
	enum light light = show_record_light(p->app, child, id, record, &text);

	if (light != LIGHT_NONE)
		list_set_light(row, role_of_light(light), text.data);
	str_free(&text);
}

/* One text over all columns that are left. */
static void add_running(
	const struct record_page *p, struct list_row *row, const char *text)
{
	list_add_cell(row, ROLE_TEXT, text);
	while (row->cells < p->list.columns)
		list_add_cell(row, ROLE_TEXT, NULL);
}

/* The first type has the columns; others run on in one text. */
static void add_child(
	struct record_page *p, size_t index, int64_t id, struct list_rows *rows)
{
	const struct record_type *child = p->child[index];
	struct query_params params = app_params(p->app, 0);
	struct values record = { .item = NULL };
	struct str text = STR_INIT;
	struct str joined = STR_INIT;
	struct list_row *row;

	if (record_read(p->app->session->store, &child->table, id, &params,
		    &record, NULL))
		return;
	row = list_add(rows, id * ID_STEP + (int64_t)index, "");
	set_light(p, child, id, &record, row);
	for (const struct field *f = child->table.fields; f->name; f++) {
		if (!is_column(p, child, f))
			continue;
		str_clear(&text);
		show_value(p->app, child, f, &record, VALUE_FOR_LIST, &text);
		if (index == 0)
			list_add_cell(row, ROLE_TEXT, text.data);
		else if (text.len_bytes)
			str_addf(&joined, "%s%s", joined.len_bytes ? "  " : "",
				text.data);
	}
	if (index > 0)
		add_running(p, row, joined.data);
	values_free(&record);
	str_free(&text);
	str_free(&joined);
}

static enum status add_children(struct record_page *p, size_t index,
	struct list_rows *rows, struct error *err)
{
	const struct record_type *child = p->child[index];
	static const struct field *const none[] = { NULL };
	struct query q = {
		.table = &child->table,
		.view = shown_children(child, p->type),
		.columns = none,
		.params = app_params(p->app, p->id),
	};
	struct query_page page = { .row = NULL };
	enum status status = query_read(p->app->session->store, &q, NULL, false,
		ROWS_PER_CHILD, &page, err);

	if (!status && page.count && index > 0)
		list_add_cell(list_add_other(rows, LIST_HEAD), ROLE_STRONG,
			record_plural(child));
	for (size_t i = 0; i < page.count; i++)
		add_child(p, index, page.row[i].id, rows);
	query_page_free(&page);
	return status;
}

struct story {
	struct record_page *page;
	struct list_rows *rows;
};

static bool add_story(void *arg, const struct journal_row *entry)
{
	struct story *story = arg;
	const struct app *app = story->page->app;
	struct str text = STR_INIT;
	struct str what = STR_INIT;
	struct list_row *row =
		list_add(story->rows, entry->seq * ID_STEP + STORY_TYPE, "");
	bool has_columns = story->page->children == 0;

	show_instant(app, entry->at_ms, &text);
	if (has_columns) {
		list_add_cell(row, ROLE_TEXT, text.data);
		str_clear(&text);
	} else {
		str_cut(&text, 5); /* the day alone: 11-23 */
		str_add(&text, "  ");
	}
	story_who(app, entry, &text);
	if (has_columns) {
		list_add_cell(row, ROLE_TEXT, text.data);
		str_clear(&text);
	} else {
		str_add(&text, "  ");
	}
	action_told(entry, &text);
	if (has_columns) {
		list_add_cell(row, ROLE_TEXT, text.data);
		str_clear(&text);
	}
	story_what(app, entry, &what);
	if (!has_columns && what.len_bytes)
		str_add(&text, "  ");
	str_add(&text, what.data);
	add_running(story->page, row, text.data);
	str_free(&text);
	str_free(&what);
	return true;
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	struct record_page *p = arg;
	struct story story = { p, rows };
	enum status status = STATUS_OK;

	(void)way, (void)n;
	if (from)
		return STATUS_OK; /* read whole */
	for (size_t i = 0; i < p->children && !status; i++)
		status = add_children(p, i, rows, err);
	if (status)
		return status;
	list_add_cell(list_add_other(rows, LIST_HEAD), ROLE_STRONG, _("story"));
	return journal_history(p->app->session->store, p->type->table.kind,
		p->id, true, 0, STORY_ROWS, add_story, &story, err);
}

/* ---- the screen */

static enum status page_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct record_arg *arg = data;
	struct record_page *p = s->state;
	struct list_source source = { .arg = p, .fetch = fetch };

	p->app = app_of(s);
	p->type = arg->type;
	p->id = arg->id;
	if (!record_may_see(p->app->session, arg->type, arg->id))
		return error_set(err, STATUS_DENIED,
			_("ask the administrator for the right"),
			_("you may not see this record"));
	for (const char *const *c = arg->type->children; c && *c; c++) {
		const struct record_type *child = record_type_find(*c);

		if (child && shown_children(child, arg->type) &&
			p->children < CHILD_TYPES_MAX)
			p->child[p->children++] = child;
	}
	list_init(&p->list, &source);
	if (!p->children || !(p->child[0]->flags & RECORD_LIGHT))
		p->list.light_cols = 0;
	set_columns(p);
	return record_look(p->app->session, arg->type, &arg->id, 1, err);
}

static void page_close(struct screen *s)
{
	struct record_page *p = s->state;

	lines_free(p);
	mem_free(p->line);
	mem_free(p->name);
	mem_free(p->standing);
	list_fini(&p->list);
}

static void page_title(const struct screen *s, struct str *out)
{
	const struct record_page *p = s->state;

	if (p->name)
		fit_cut(out, p->name, 30);
	else
		str_add(out, record_label(p->type));
}

static void page_position(const struct screen *s, struct str *out)
{
	const struct record_page *p = s->state;

	list_print_position(&p->list, out);
}

static enum status page_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct record_page *p = s->state;
	struct query_params params = app_params(p->app, p->id);
	struct values record = { .item = NULL };
	struct str name = STR_INIT;
	enum status status = record_read(p->app->session->store,
		&p->type->table, p->id, &params, &record, err);

	if (status) {
		values_free(&record);
		return status;
	}
	show_name(p->app, p->type, p->id, &name);
	mem_free(p->name);
	p->name = str_take(&name);
	read_standing(p, &record);
	read_fields(p, &record, cols);
	values_free(&record);
	p->head_rows = (int)p->lines;
	if (p->head_rows > rows / 2)
		p->head_rows = rows / 2;
	return list_reload(&p->list, rows - 1 - p->head_rows, err);
}

static void page_layout(struct screen *s, int rows, int cols)
{
	struct record_page *p = s->state;

	(void)rows;
	list_layout(&p->list, cols);
}

static struct rect list_rect(const struct record_page *p, struct rect r)
{
	return (struct rect){ r.row + 1 + p->head_rows, r.col,
		r.rows - 1 - p->head_rows, r.cols };
}

static void draw_pair(struct canvas *c, int row, int col, int cols,
	const char *label, const char *text)
{
	struct str fitted = STR_INIT;

	canvas_text(c, row, col, LABEL_COLS - 1, ROLE_LABEL, label);
	fit_cut(&fitted, text, cols - LABEL_COLS - 1);
	canvas_text(c, row, col + LABEL_COLS, cols - LABEL_COLS, ROLE_TEXT,
		fitted.data);
	str_free(&fitted);
}

static void page_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct record_page *p = s->state;
	int right = r.col + r.cols - 1;
	int width = width_text_cols(p->standing);
	struct str name = STR_INIT;

	fit_cut(&name, p->name, r.cols - width - 5);
	canvas_text(c, r.row, r.col + 1, r.cols, ROLE_STRONG, name.data);
	canvas_text_right(
		c, r.row, right, width, p->standing_role, p->standing);
	str_free(&name);
	for (int i = 0; i < p->head_rows; i++) {
		const struct page_line *l = &p->line[i];
		int half = l->label[1] ? r.cols / 2 : r.cols - 1;

		draw_pair(c, r.row + 1 + i, r.col + 1, half, l->label[0],
			l->text[0]);
		if (l->label[1])
			draw_pair(c, r.row + 1 + i, r.col + 1 + half,
				r.cols - half - 1, l->label[1], l->text[1]);
	}
	list_draw(&p->list, c, list_rect(p, r));
}

static struct point page_cursor(const struct screen *s, struct rect r)
{
	const struct record_page *p = s->state;

	return list_cursor(&p->list, list_rect(p, r));
}

/* The child record the cursor is on; NULL on the story. */
static const struct record_type *under(const struct record_page *p, int64_t *id)
{
	int64_t row = list_id(&p->list);

	if (row <= 0 || row % ID_STEP == STORY_TYPE)
		return NULL;
	*id = row / ID_STEP;
	return p->child[row % ID_STEP];
}

/* The task is not issued yet: with the share nothing can happen. */
static bool is_planned(
	const struct record_page *p, const struct record_type *type, int64_t id)
{
	return type == &share_type &&
	       record_int(p->app->session->store, &type->table, id,
		       &share_fields[SHARE_STATE]) == SHARE_PLANNED;
}

/* The row under the cursor first, but where nothing can happen to it yet. */
static size_t targets(
	const struct record_page *p, int64_t *child, struct target out[2])
{
	const struct record_type *type = under(p, child);
	struct target own = { p->type, &p->id, 1 };
	size_t n = 0;

	if (!type || !type->actions || !type->actions[0]) {
		out[n++] = own;
	} else if (is_planned(p, type, *child)) {
		out[n++] = own;
		out[n++] = (struct target){ type, child, 1 };
	} else {
		out[n++] = (struct target){ type, child, 1 };
		out[n++] = own;
	}
	return n;
}

static void open_edit(struct screen *s, struct record_page *p)
{
	char verb[80];
	struct offer offer;
	const struct action *a;

	snprintf(verb, sizeof verb, "%s.update", p->type->table.name);
	a = action_find(verb, NULL);
	if (!a) {
		stack_message(s->stack, ROLE_MESSAGE,
			_("it is changed by actions only: press x"));
		return;
	}
	action_possible(p->app->session, p->type, a, p->id, NULL, &offer);
	open_action(s, p->type, &offer, &p->id, 1);
}

static enum handled page_command(struct screen *s, int cmd, int times)
{
	struct record_page *p = s->state;
	struct record_arg arg = { p->type, p->id };
	const struct record_type *child;
	struct target target[2];
	int64_t id = 0;

	if (list_command(&p->list, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	switch (cmd) {
	case CMD_OPEN:
		child = under(p, &id);
		if (child)
			open_record(s->stack, child, id);
		else
			stack_push(s->stack, &history_screen, &arg, 0);
		return HANDLED_YES;
	case CMD_MENU:
		open_actions(s, target, targets(p, &id, target));
		return HANDLED_YES;
	case CMD_EDIT:
		open_edit(s, p);
		return HANDLED_YES;
	case CMD_HISTORY:
		stack_push(s->stack, &history_screen, &arg, 0);
		return HANDLED_YES;
	case CMD_TURN:
		stack_push(s->stack, &collect_screen, &arg, 0);
		return HANDLED_YES;
	case CMD_NEW:
		stack_push(s->stack, &round_screen, &arg, 0);
		return HANDLED_YES;
	case CMD_PRINT:
		open_record_text(s, p->type, p->id);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static enum handled page_text(struct screen *s, const char *text, bool pasted)
{
	(void)pasted;
	open_palette(s, text);
	return HANDLED_YES;
}

static void page_answer(struct screen *s, int tag, const struct answer *a)
{
	struct record_page *p = s->state;
	struct target target[2];
	int64_t id = 0;

	if (app_answer(s, tag, a) || !a->given)
		return;
	if (is_actions_tag(tag))
		answer_actions(s, tag, target, targets(p, &id, target), a);
}

static bool is_task(const struct screen *s, struct str *why)
{
	const struct record_page *p = s->state;

	str_add(why, _("only tasks have figures of their units"));
	return p->type->table.kind == KIND_TASK;
}

static bool may_check(const struct screen *s, struct str *why)
{
	const struct record_page *p = s->state;

	if (p->type->table.kind != KIND_TASK)
		return false; /* belongs to tasks */
	str_addf(why, _("this needs the right: %s"),
		_(right_label(RIGHT_VERIFY)));
	return session_may(p->app->session, RIGHT_VERIFY);
}

static const struct command page_commands[] = {
	{ .id = CMD_OPEN },
	{ .id = CMD_MENU },
	{ .id = CMD_EDIT },
	{ .id = CMD_TURN,
		.label = N_("figures"),
		.help = N_("Figures of all units in one table"),
		.possible = is_task },
	{ .id = CMD_NEW,
		.label = N_("checks"),
		.help = N_("A round of checks over its units, in one table"),
		.possible = may_check },
	{ .id = CMD_PRINT,
		.label = N_("as text"),
		.help = N_("Every field whole, as plain lines to be "
			   "copied") },
	{ .id = CMD_HISTORY },
	{ .id = 0 },
};

const struct screen_ops record_screen = {
	.name = "record",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct record_page),
	.commands = page_commands,
	.open = page_open,
	.close = page_close,
	.title = page_title,
	.position = page_position,
	.reload = page_reload,
	.layout = page_layout,
	.draw = page_draw,
	.cursor = page_cursor,
	.command = page_command,
	.text = page_text,
	.answer = page_answer,
};
