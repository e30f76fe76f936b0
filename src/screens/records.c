/* records.c: the list of a record type: its views, filter, marks. */
#include "app.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/fit.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/width.h"
#include "domain/filter.h"
#include "import.h"
#include "domain/office/view.h"
#include "tui/list.h"
#include "place.h"
#include "tui/menu.h"
#include "tui/picker.h"

enum { TAG_VIEW = 1, TAG_FIND, TAG_FILTER };

struct records {
	const struct record_type *type;
	const struct view *view;
	int64_t of;
	char *filter_text;
	struct filter filter;
	struct list list;
	const struct field *light;
	const struct field *column[LIST_COLUMNS_MAX + 1]; /* shown */
	size_t columns;
	const struct field *read[LIST_COLUMNS_MAX + 8]; /* asked for */
	struct app *app;
	char *told; /* what the list says of itself; NULL */
};

/* ---- rows: pages of the query as rows of the list */

static void add_once(struct records *r, size_t *n, const struct field *f)
{
	for (size_t i = 0; i < *n; i++)
		if (r->read[i] == f)
			return;
	if (f && *n + 1 < sizeof r->read / sizeof *r->read) {
		r->read[(*n)++] = f;
		r->read[*n] = NULL;
	}
}

static void choose_columns(struct records *r)
{
	const struct field *fields = r->type->table.fields;
	size_t n = 0;

	r->columns = 0;
	r->light = r->type->flags & RECORD_LIGHT ? field_find(fields, "light")
						 : NULL;
	for (const struct field *f = fields; f->name; f++) {
		if (!f->list_cols || f == r->light ||
			r->columns == LIST_COLUMNS_MAX ||
			!field_may_see(r->app->session, r->type, f))
			continue;
		r->column[r->columns++] = f;
		add_once(r, &n, f);
	}
	add_once(r, &n, r->light);
	for (size_t i = 0; i < r->columns; i++) {
		const char *unit = r->column[i]->unit;

		if (unit && *unit == '.')
			add_once(r, &n, field_find(fields, unit + 1));
	}
	add_once(r, &n, field_find(fields, "target"));
}

static bool is_number(const struct field *f)
{
	return f->type == FIELD_INT || f->type == FIELD_DECIMAL;
}

static void set_columns(struct records *r)
{
	struct list_column column[LIST_COLUMNS_MAX];
	size_t widest = 0;

	for (size_t i = 0; i < r->columns; i++)
		if (r->column[i]->type == FIELD_TEXT &&
			(r->column[widest]->type != FIELD_TEXT ||
				r->column[i]->list_cols >
					r->column[widest]->list_cols))
			widest = i;
	for (size_t i = 0; i < r->columns; i++) {
		const struct field *f = r->column[i];

		column[i] = (struct list_column){
			.title = field_label(r->type, f),
			.width_cols = f->list_cols,
			.min_cols = i == widest ? f->list_cols * 3 / 4 : 0,
			.max_cols = i == widest ? 60 : f->list_cols + 4,
			.grows = i == widest || f->type == FIELD_REF,
			.side = is_number(f) ? FIT_RIGHT : FIT_LEFT,
			.drop = f->list_drop,
		};
	}
	list_set_columns(&r->list, column, (int)r->columns);
}

/* "11991/18600" where there is no room for it reads as 64%. */
static void shorten_amount(const struct records *r, const struct field *f,
	const struct values *record, struct str *text)
{
	const struct field *target =
		field_find(r->type->table.fields, "target");
	int64_t all = target ? values_int(record, target) : 0;

	if (!f->unit || f == target || all <= 0 ||
		width_text_cols(text->data) <= f->list_cols)
		return;
	str_clear(text);
	str_addf(text, "%d%%", (int)(values_int(record, f) * 100 / all));
}

static void add_row(
	struct records *r, const struct query_row *q, struct list_rows *rows)
{
	struct values record = { .item = NULL };
	struct str text = STR_INIT;
	struct list_row *row;

	if (q->key.kind == VALUE_INT)
		str_addf(&text, "%" PRId64, q->key.number);
	else
		str_add(&text, q->key.text);
	row = list_add(rows, q->id, text.data);
	for (size_t i = 0; r->read[i]; i++)
		values_set(&record, r->read[i], value_copy(&q->cell[i]));
	if (r->light) {
		str_clear(&text);
		enum light light = show_record_light(
			r->app, r->type, q->id, &record, &text);

		list_set_light(row, role_of_light(light), text.data);
	}
	for (size_t i = 0; i < r->columns; i++) {
		str_clear(&text);
		show_value(r->app, r->type, r->column[i], &record,
			VALUE_FOR_LIST, &text);
		shorten_amount(r, r->column[i], &record, &text);
		list_add_cell(row, ROLE_TEXT, text.data);
	}
	values_free(&record);
	str_free(&text);
}

static void make_query(struct records *r, struct query *q)
{
	*q = r->filter.query;
	q->table = &r->type->table;
	if (!q->view)
		q->view = r->view;
	q->columns = r->read;
	session_params(r->app->session, r->of, &q->params);
}

/* The key a row was read with, as the keyset wants it. */
static struct value key_of(
	const struct records *r, const struct query *q, const char *key)
{
	char *end;
	int64_t n = strtoll(key, &end, 10);
	const char *order = q->view ? q->view->order : "id";
	const struct field *f;

	if (q->way == QUERY_STREAM)
		return value_int(n);
	order += *order == '-';
	f = q->order ? q->order : field_find(r->type->table.fields, order);
	if (*key && !*end && !(f && field_is_text(f)))
		return value_int(n);
	return value_text(key);
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	struct records *r = arg;
	struct query q;
	struct query_page page = { .row = NULL };
	struct query_row at = { .id = 0 };
	bool back = way == LIST_BEFORE;
	enum status status;
	/* the names that rows show are statements of their own: one lock */
	bool begun = store_read_begin(r->app->session->store);

	make_query(r, &q);
	if (from) {
		at.id = from->id;
		at.key = key_of(r, &q, from->key);
	}
	status = query_read(r->app->session->store, &q, from ? &at : NULL, back,
		(size_t)n, &page, err);
	/* the list wants the nearest first */
	for (size_t i = 0; i < page.count; i++)
		add_row(r, &page.row[back ? page.count - 1 - i : i], rows);
	if (begun)
		store_read_end(r->app->session->store);
	value_free(&at.key);
	query_page_free(&page);
	return status;
}

static enum status find_row(
	void *arg, int64_t id, struct list_rows *rows, struct error *err)
{
	struct records *r = arg;
	struct query q;
	struct query_page page = { .row = NULL };
	enum status status;

	make_query(r, &q);
	status = query_read_one(r->app->session->store, &q, id, &page, err);
	if (!status && page.count)
		add_row(r, &page.row[0], rows);
	else if (!status)
		status = STATUS_NOT_FOUND;
	query_page_free(&page);
	return status;
}

static enum status count_rows(
	void *arg, int limit, int *count, struct error *err)
{
	struct records *r = arg;
	struct query q;

	(void)err;
	make_query(r, &q);
	*count = (int)query_count(r->app->session->store, &q, limit);
	return STATUS_OK;
}

/* ---- the screen */

static enum status records_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct records_arg *arg = data;
	struct records *r = s->state;
	const struct view *first = arg->type->table.views;
	struct list_source source = {
		.arg = r,
		.fetch = fetch,
		.find = find_row,
		.count = count_rows,
	};

	r->app = app_of(s);
	r->type = arg->type;
	r->of = arg->of;
	r->view = arg->view ? view_find(&arg->type->table, arg->view) : first;
	if (!place_may_open(r->app->session, arg->type, r->view))
		return error_set(err, STATUS_DENIED,
			_("ask the administrator for the right"),
			_("this needs the right: %s"),
			_(right_label(arg->type->see)));
	list_init(&r->list, &source);
	choose_columns(r);
	if (!r->light)
		r->list.light_cols = 0;
	set_columns(r);
	return STATUS_OK;
}

static void records_close(struct screen *s)
{
	struct records *r = s->state;

	list_fini(&r->list);
	filter_free(&r->filter);
	mem_free(r->filter_text);
	mem_free(r->told);
}

static void records_title(const struct screen *s, struct str *out)
{
	const struct records *r = s->state;
	const struct view *v =
		r->filter.query.view ? r->filter.query.view : r->view;

	str_add(out, record_plural(r->type));
	if (v && v->label)
		str_addf(out, " > %s",
			language_text_in(r->type->table.name, v->label));
}

static void records_position(const struct screen *s, struct str *out)
{
	const struct records *r = s->state;

	list_print_position(&r->list, out);
}

static void records_hint(const struct screen *s, struct str *out)
{
	const struct records *r = s->state;

	if (r->filter_text && *r->filter_text)
		str_addf(out, _("filter: %s  (f changes it)"), r->filter_text);
	else
		str_add(out, r->told);
}

static void read_told(struct records *r)
{
	struct str text = STR_INIT;

	if (r->type->tell)
		r->type->tell(r->app->session, &text);
	mem_free(r->told);
	r->told = str_take(&text);
}

/* ---- below the list: what the line under the cursor has no column for */

static bool is_detail(const struct records *r, size_t column)
{
	const char *name = r->column[column]->name;
	size_t len = strlen(name);

	for (const char *at = r->type->detail; at && *at;
		at += strcspn(at, " "), at += *at == ' ')
		if (strncmp(at, name, len) == 0 && (at[len] == ' ' || !at[len]))
			return !r->list.place[column].cols;
	return false;
}

static int detail_rows(const struct records *r)
{
	int n = 0;

	for (size_t i = 0; r->type->detail && i < r->columns; i++)
		n += is_detail(r, i);
	return n;
}

static void draw_detail(
	const struct records *r, struct canvas *c, struct rect at)
{
	enum { LABEL_COLS = 10 };
	const struct list_row *row = list_current(&r->list);
	struct str text = STR_INIT;
	int y = at.row;

	for (size_t i = 0; row && i < r->columns; i++) {
		if (!is_detail(r, i))
			continue;
		canvas_text(c, y, at.col + 2, LABEL_COLS, ROLE_LABEL,
			field_label(r->type, r->column[i]));
		str_clear(&text);
		fit_cut(&text, row->cell[i].text ? row->cell[i].text : "",
			at.cols - LABEL_COLS - 3);
		canvas_text(c, y++, at.col + 2 + LABEL_COLS,
			at.cols - LABEL_COLS - 2, ROLE_TEXT, text.data);
	}
	str_free(&text);
}

/* A view or filter that keeps nothing does not mean there is nothing. */
static void tell_empty(struct records *r)
{
	const struct record_type *t = r->type;
	struct query whole = { .table = &t->table };

	if (r->list.rows.count)
		return;
	whole.params = app_params(r->app, r->of);
	if (r->filter_text && *r->filter_text)
		list_set_empty(&r->list,
			_("Nothing matches the filter; f changes it."));
	else if (query_count(r->app->session->store, &whole, 1) > 0)
		list_set_empty(&r->list,
			_("Nothing is in this view now; v shows another."));
	else
		list_set_empty(&r->list,
			t->empty ? language_text_in(t->table.name, t->empty)
				 : NULL);
}

static enum status records_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct records *r = s->state;

	list_layout(&r->list, cols);
	enum status status = list_reload(&r->list, rows - detail_rows(r), err);

	read_told(r);
	tell_empty(r);
	return status;
}

static void records_layout(struct screen *s, int rows, int cols)
{
	struct records *r = s->state;

	(void)rows;
	list_layout(&r->list, cols);
}

static void records_draw(
	const struct screen *s, struct canvas *c, struct rect r)
{
	const struct records *state = s->state;
	int below = detail_rows(state);

	r.rows -= below;
	list_draw(&state->list, c, r);
	r.row += r.rows;
	r.rows = below;
	canvas_fill_rect(c, r, ROLE_TEXT);
	draw_detail(state, c, r);
}

static struct point records_cursor(const struct screen *s, struct rect r)
{
	const struct records *state = s->state;

	return list_cursor(&state->list, r);
}

/* The marked ones, else the one under the cursor. */
static size_t chosen(struct records *r, int64_t **ids)
{
	size_t n = r->list.marks.count;

	if (n) {
		*ids = mem_copy(r->list.marks.id, n * sizeof **ids);
		return n;
	}
	*ids = mem_alloc(sizeof **ids);
	**ids = list_id(&r->list);
	return **ids ? 1 : 0;
}

/* What makes one by hand; NULL: nothing does. */
static const struct action *maker(const struct record_type *type)
{
	const struct action *const *a = type->actions;

	while (a && *a &&
		!(((*a)->flags & ACTION_CREATES) &&
			!((*a)->flags & ACTION_HIDDEN)))
		a++;
	return a ? *a : NULL;
}

static bool new_possible(const struct screen *s, struct str *why)
{
	const struct records *r = s->state;
	const struct action *a = maker(r->type);
	struct offer offer;

	if (!a) {
		str_add(why, _("these are made by other actions, not by hand"));
		return false;
	}
	if (action_possible(r->app->session, r->type, a, r->of, NULL, &offer)) {
		str_add(why, offer.reason.why);
		return false;
	}
	return true;
}

static bool can_import(const struct screen *s, struct str *why)
{
	const struct records *r = s->state;

	return !r->of && import_is_possible(r->app, r->type, why);
}

/* Filter and find look through all views. */
static bool sees_all(const struct screen *s, struct str *why)
{
	const struct records *r = s->state;

	if (record_may_list(r->app->session, r->type))
		return true;
	str_addf(why, _("this needs the right: %s"),
		_(right_label(r->type->see)));
	return false;
}

static void open_new(struct screen *s, struct records *r)
{
	struct entry_arg arg = { .type = r->type };

	arg.action = maker(r->type);
	arg.ids = &r->of;
	arg.count = 1;
	stack_push(s->stack, &entry_screen, &arg, 0);
}

enum { VIEWS_MAX = 48, VIEW_SAVE = -1, VIEW_SAVED = 1000 };

/* The built-in views, one's own below them, then what saves one. */
struct view_menu {
	struct menu_entry entry[VIEWS_MAX];
	char *name[VIEWS_MAX];
	size_t count;
};

static void add_entry(
	struct view_menu *m, int64_t id, const char *label, const char *reason)
{
	if (m->count >= VIEWS_MAX)
		return;
	m->name[m->count] = mem_text(label);
	m->entry[m->count] = (struct menu_entry){
		.id = id, .label = m->name[m->count], .reason = reason
	};
	m->count++;
}

static void add_saved(void *arg, int64_t id, const char *name)
{
	add_entry(arg, VIEW_SAVED + id, name, NULL);
}

static void open_views(struct screen *s, struct records *r)
{
	struct view_menu m = { .count = 0 };
	struct menu_arg arg = { .title = _("view"), .entry = m.entry };
	bool has_filter = r->filter_text && *r->filter_text;

	for (const struct view *v = r->type->table.views; v && v->name; v++) {
		if (v->eq && strstr(v->eq, ":of") && !r->of)
			continue;
		if (place_may_open(r->app->session, r->type, v))
			add_entry(&m, v - r->type->table.views,
				language_text_in(r->type->table.name, v->label),
				NULL);
	}
	if (record_may_list(r->app->session, r->type))
		view_each(r->app->session, r->type, add_saved, &m);
	add_entry(&m, VIEW_SAVE, _("save this filter under a name"),
		has_filter ? NULL : _("nothing is filtered; f does it"));
	arg.count = m.count;
	stack_push(s->stack, &menu_screen, &arg, TAG_VIEW);
	for (size_t i = 0; i < m.count; i++)
		mem_free(m.name[i]);
}

/* The whole of what is shown: the view stands in it too. */
static void open_save(struct screen *s, struct records *r)
{
	struct entry_arg arg = { .type = &view_type,
		.action = &view_save,
		.ids = &(int64_t){ 0 },
		.count = 1 };
	struct values given = { .item = NULL };
	struct str text = STR_INIT;

	if (!r->filter.query.view && r->view)
		str_addf(&text, "view=%s ", r->view->name);
	if (!r->filter.query.view && r->of)
		str_addf(&text, "of=%" PRId64 " ", r->of);
	str_add(&text, r->filter_text);
	values_set_text(&given, &view_fields[VIEW_KIND], r->type->table.name);
	values_set_text(&given, &view_fields[VIEW_FILTER], text.data);
	arg.given = &given;
	stack_push(s->stack, &entry_screen, &arg, 0);
	values_free(&given);
	str_free(&text);
}

/* Once for all pages: an order that changes between them loses rows. */
static void choose_way(struct records *r)
{
	struct query q;

	make_query(r, &q);
	query_choose(r->app->session->store, &q);
	r->filter.query.way = q.way;
}

static void set_filter(struct screen *s, struct records *r, const char *text)
{
	struct filter fresh = { .limit = 0 };
	struct issues issues = { .item = NULL };

	if (filter_read(r->app->session, r->type, text, &fresh, &issues)) {
		stack_message(s->stack, ROLE_ERROR, "%s  %s",
			issues.count ? issues.item[0].text : "",
			issues.count ? issues.item[0].accepted : "");
		filter_free(&fresh);
	} else {
		filter_free(&r->filter);
		r->filter = fresh;
		choose_way(r);
		mem_free(r->filter_text);
		r->filter_text = mem_text(text);
		list_restart(&r->list, true);
		stack_reload(s->stack, s);
	}
	issues_free(&issues);
}

static void answer_own_view(
	struct screen *s, struct records *r, const struct answer *a)
{
	struct str text = STR_INIT;

	if (a->id == VIEW_SAVE) {
		open_save(s, r);
		return;
	}
	str_addf(&text, "view=%s", a->text);
	set_filter(s, r, text.data);
	str_free(&text);
}

/* The marked ones, else all that are found. */
static void open_text(struct screen *s, struct records *r)
{
	struct filter filter = r->filter;

	make_query(r, &filter.query);
	open_list_text(
		s, r->type, &filter, r->list.marks.id, r->list.marks.count);
}

static enum handled records_command(struct screen *s, int cmd, int times)
{
	struct records *r = s->state;
	struct record_arg arg = { r->type, list_id(&r->list) };
	int64_t *ids;
	size_t n;

	if (list_command(&r->list, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	switch (cmd) {
	case CMD_OPEN:
		if (arg.id)
			open_record(s->stack, r->type, arg.id);
		return HANDLED_YES;
	case CMD_NEW:
		open_new(s, r);
		return HANDLED_YES;
	case CMD_IMPORT:
		open_import(s, r->type);
		return HANDLED_YES;
	case CMD_MENU:
		n = chosen(r, &ids);
		open_actions(s, &(struct target){ r->type, ids, n }, 1);
		mem_free(ids);
		return HANDLED_YES;
	case CMD_HISTORY:
		if (arg.id)
			stack_push(s->stack, &history_screen, &arg, 0);
		return HANDLED_YES;
	case CMD_VIEW:
		open_views(s, r);
		return HANDLED_YES;
	case CMD_PRINT:
		open_text(s, r);
		return HANDLED_YES;
	case CMD_FIND:
		open_find(s, r->type, NULL, TAG_FIND);
		return HANDLED_YES;
	case CMD_FILTER:
		open_line(s, _("filter"), r->filter_text, TAG_FILTER);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static enum handled records_text(
	struct screen *s, const char *text, bool pasted)
{
	struct records *r = s->state;

	(void)pasted;
	if (record_may_list(r->app->session, r->type))
		open_find(s, r->type, text, TAG_FIND);
	else
		open_palette(s, text);
	return HANDLED_YES;
}

static void records_answer(struct screen *s, int tag, const struct answer *a)
{
	struct records *r = s->state;
	int64_t *ids;
	size_t n;

	if (app_answer(s, tag, a) || !a->given)
		return;
	switch (tag) {
	case TAG_VIEW:
		if (a->id == VIEW_SAVE || a->id >= VIEW_SAVED) {
			answer_own_view(s, r, a);
			break;
		}
		r->view = &r->type->table.views[a->id];
		filter_free(&r->filter);
		mem_free(r->filter_text);
		r->filter_text = NULL;
		list_restart(&r->list, true);
		stack_reload(s->stack, s);
		break;
	case TAG_FIND:
		if (a->id)
			open_record(s->stack, r->type, a->id);
		break;
	case TAG_FILTER:
		set_filter(s, r, a->text);
		break;
	case TAG_ACTIONS:
		n = chosen(r, &ids);
		answer_actions(
			s, tag, &(struct target){ r->type, ids, n }, 1, a);
		mem_free(ids);
		break;
	default:
		break;
	}
}

static void records_acted(struct screen *s, const void *data)
{
	struct records *r = s->state;
	const struct outcome *out = data;

	if (out->status == STATUS_OK)
		list_unmark_all(&r->list);
}

static const struct command records_commands[] = {
	{ .id = CMD_OPEN },
	{ .id = CMD_MENU },
	{ .id = CMD_MARK },
	{ .id = CMD_FIND, .possible = sees_all },
	{ .id = CMD_FILTER, .possible = sees_all },
	{ .id = CMD_VIEW },
	{ .id = CMD_NEW, .possible = new_possible },
	{ .id = CMD_HISTORY },
	{ .id = CMD_PRINT,
		.label = N_("as text"),
		.help = N_("Plain lines to be copied: the marked ones, else "
			   "all.") },
	{ IMPORT_COMMAND, .possible = can_import },
	{ .id = CMD_MARK_ALL },
	{ .id = 0 },
};

const struct screen_ops records_screen = {
	.name = "records",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct records),
	.commands = records_commands,
	.open = records_open,
	.close = records_close,
	.title = records_title,
	.position = records_position,
	.hint = records_hint,
	.reload = records_reload,
	.layout = records_layout,
	.draw = records_draw,
	.cursor = records_cursor,
	.command = records_command,
	.text = records_text,
	.answer = records_answer,
	.acted = records_acted,
};
