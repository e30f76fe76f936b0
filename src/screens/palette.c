/*
 * palette.c: g, the line that leads anywhere: a list or page by its name, a
 * command of the page, a record of any kind by words, pinyin or number.
 */
#include "app.h"

#include <string.h>
#include "core/find.h"
#include "core/language.h"
#include "domain/filter.h"
#include "place.h"
#include "tui/picker.h"

/* Answers: a place from 1, a command, or kind and id of a record. */
enum { COMMANDS = 1 << 20, KIND_BITS = 56, EACH_MAX = 30 };

struct finder {
	struct app *app;
	const char *typed;
	size_t max;
	struct picker_rows *rows;
};

/* ---- places and commands, by their names */

static void add_places(const struct finder *f)
{
	struct str name = STR_INIT;
	struct place p;

	for (size_t n = 0; place_at(f->app->session, n, &p); n++) {
		str_clear(&name);
		place_name(&p, &name);
		if (f->rows->count < f->max &&
			(find_hit(name.data, name.data, f->typed) ||
				!strcmp(place_word(&p), f->typed)))
			picker_add(f->rows, (int64_t)n + 1, name.data, NULL);
	}
	str_free(&name);
}

static void add_command(void *arg, int id, const char *name)
{
	const struct finder *f = arg;

	if (f->rows->count < f->max && find_hit(name, name, f->typed))
		picker_add(f->rows, COMMANDS + id, name, _("this page"));
}

/* ---- records */

static bool has_row(const struct picker_rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->row[i].id == id)
			return true;
	return false;
}

static void add_record(
	const struct finder *f, const struct record_type *type, int64_t id)
{
	int64_t answer = (int64_t)type->table.kind << KIND_BITS | id;
	struct chooser c = { .app = f->app, .type = type };
	struct str name = STR_INIT;
	struct str detail = STR_INIT;

	if (f->rows->count >= f->max || has_row(f->rows, answer) ||
		!record_may_see(f->app->session, type, id))
		return;
	show_name(f->app, type, id, &name);
	str_add(&detail, record_label(type));
	choose_detail(&c, id, &detail);
	picker_add(f->rows, answer, name.data, detail.data);
	str_free(&name);
	str_free(&detail);
}

/* also: what the filter line says besides the words. */
static enum status add_found(const struct finder *f,
	const struct record_type *type, const char *also, bool newest,
	struct error *err)
{
	static const struct field *const none[] = { NULL };
	struct store *store = f->app->session->store;
	struct filter filter = { .limit = 0 };
	struct issues issues = { .item = NULL };
	struct query_page page = { .row = NULL };
	struct str line = STR_INIT;
	enum status status = STATUS_OK;

	choose_quote(f->typed, &line);
	str_add(&line, also);
	if (!filter_read(f->app->session, type, line.data, &filter, &issues)) {
		filter.query.columns = none;
		filter.query.descending = newest;
		query_choose(store, &filter.query);
		status = query_read(store, &filter.query, NULL, false, EACH_MAX,
			&page, err);
		for (size_t i = 0; i < page.count; i++)
			add_record(f, type, page.row[i].id);
	}
	query_page_free(&page);
	filter_free(&filter);
	issues_free(&issues);
	str_free(&line);
	return status;
}

static bool is_number(const char *typed)
{
	return *typed && !typed[strspn(typed, "0123456789")];
}

/* This year's of that number comes first, then what is open, then the newest. */
static enum status add_type(const struct finder *f,
	const struct record_type *type, struct error *err)
{
	struct str number = STR_INIT;
	int year;
	enum status status = STATUS_OK;

	if (!table_next_find(type->table.fields) ||
		!record_may_list(f->app->session, type))
		return STATUS_OK;
	if (type->table.number && is_number(f->typed)) {
		date_parts(app_today(f->app), &year, &(int){ 0 }, &(int){ 0 });
		str_addf(&number, " %s=〔%d〕%s号", type->table.number, year,
			f->typed);
		status = add_found(f, type, number.data, false, err);
		str_free(&number);
	}
	if (!status && type->flags & RECORD_LIGHT)
		status = add_found(f, type, " view=open", false, err);
	return status ? status : add_found(f, type, "", true, err);
}

/* Matters that have a number before people, units and the rest. */
static enum status add_records(const struct finder *f, struct error *err)
{
	enum status status = STATUS_OK;

	for (int numbered = 1; numbered >= 0; numbered--)
		for (size_t i = 0; record_types[i] && !status; i++)
			if (!record_types[i]->table.number == !numbered)
				status = add_type(f, record_types[i], err);
	return status;
}

/* The page whose commands it offers: what lies below it. Asked anew each time,
 * as every step may have a line of its own open. */
static struct screen *page_of(const struct app *app)
{
	struct screen *s = stack_top(app->stack);

	while (s &&
		(s->closing || (s->ops == &picker_screen && s->tag == TAG_GO)))
		s = s->below;
	return s;
}

static enum status find_all(void *arg, const char *typed, int max,
	struct picker_rows *rows, struct error *err)
{
	struct app *app = arg;
	struct finder f = { app, typed, (size_t)max, rows };
	struct screen *page = page_of(app);

	add_places(&f);
	if (!*typed)
		return STATUS_OK;
	if (page)
		commands_each(page, add_command, &f);
	return add_records(&f, err);
}

void open_palette(struct screen *s, const char *typed)
{
	struct app *app = app_of(s);
	struct picker_arg arg = {
		.title = _("go to"),
		.source = { app, find_all },
		.typed = typed,
		.unasked = typed != NULL,
		.digits_search = true,
	};

	stack_push(s->stack, &picker_screen, &arg, TAG_GO);
}

void answer_palette(struct screen *s, const struct answer *a)
{
	struct app *app = app_of(s);
	const struct record_type *type =
		record_type_of((int)(a->id >> KIND_BITS));
	struct place p;

	if (!a->given || !a->id)
		return;
	if (type)
		open_record(s->stack, type,
			a->id & ((INT64_C(1) << KIND_BITS) - 1));
	else if (a->id >= COMMANDS)
		stack_command(s->stack, (int)(a->id - COMMANDS), 1);
	else if (place_at(app->session, (size_t)a->id - 1, &p))
		place_open(s->stack, &p);
}
