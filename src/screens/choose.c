/*
 * choose.c: finding a record, choosing a reference: both a picker over the
 * fields of the records that are searched.
 */
#include "app.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "domain/filter.h"
#include "tui/line.h"
#include "tui/picker.h"

/* Words as one quoted phrase, so that no sign in them is a filter. */
void choose_quote(const char *typed, struct str *out)
{
	str_add_char(out, '"');
	for (const char *p = typed; *p; p++)
		if (*p != '"')
			str_add_char(out, *p);
	str_add_char(out, '"');
}

static void filter_line(
	const struct chooser *c, const char *typed, struct str *out)
{
	const struct field *rank = field_find(c->type->table.fields, "rank");

	if (*typed)
		choose_quote(typed, out);
	if (c->field && c->field->type == FIELD_VALUE)
		str_addf(out, " \"dict=%s\" retired=0", c->field->of);
	if (rank)
		str_addf(out, " order=rank");
}

/* What tells namesakes apart: unit and post of a person, state of a task. */
void choose_detail(const struct chooser *c, int64_t id, struct str *out)
{
	static const char *const telling[] = { "unit", "post", "state", "due" };
	struct query_params params = app_params(c->app, 0);
	struct values record = { .item = NULL };

	if (record_read(c->app->session->store, &c->type->table, id, &params,
		    &record, NULL) == STATUS_OK) {
		for (size_t i = 0; i < 4; i++) {
			const struct field *f =
				field_find(c->type->table.fields, telling[i]);

			if (!f)
				continue;
			if (out->len_bytes)
				str_add(out, "  ");
			show_value(c->app, c->type, f, &record, VALUE_FOR_LIST,
				out);
		}
	}
	values_free(&record);
}

static void add_record(const struct chooser *c, int64_t id, const char *name,
	struct picker_rows *rows)
{
	struct str detail = STR_INIT;

	choose_detail(c, id, &detail);
	picker_add(rows, id, name, detail.data);
	str_free(&detail);
}

static bool has_row(const struct picker_rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->row[i].id == id)
			return true;
	return false;
}

static void add_page(const struct chooser *c, const struct query_page *page,
	size_t max, struct picker_rows *rows)
{
	struct str name = STR_INIT;

	store_read_begin(c->app->session->store);
	for (size_t i = 0; i < page->count && rows->count < max; i++) {
		int64_t id = page->row[i].id;

		str_clear(&name);
		show_name(c->app, c->type, id, &name);
		if (!has_row(rows, id))
			add_record(c, id, name.data, rows);
	}
	store_read_end(c->app->session->store);
	str_free(&name);
}

/* Whom one takes most often: leaders where one is asked for, else people of
 * the unit the record is with. */
static enum status add_likeliest(const struct chooser *c, size_t max,
	struct picker_rows *rows, struct error *err)
{
	static const struct field *const none[] = { NULL };
	bool is_leader = c->field && !strcmp(c->field->name, "leader");
	struct query q = { .table = &c->type->table, .columns = none };
	struct query_page page = { .row = NULL };
	enum status status;

	if (c->type->table.kind != KIND_PERSON || (!is_leader && !c->unit))
		return STATUS_OK;
	q.view = view_find(&c->type->table, is_leader ? "leaders" : "unit");
	q.params = app_params(c->app, c->unit);
	status = query_read(
		c->app->session->store, &q, NULL, false, max, &page, err);
	if (!status)
		add_page(c, &page, max, rows);
	query_page_free(&page);
	return status;
}

static enum status find_records(void *arg, const char *typed, int max,
	struct picker_rows *rows, struct error *err)
{
	static const struct field *const none[] = { NULL };
	struct chooser *c = arg;
	struct store *store = c->app->session->store;
	struct filter filter = { .limit = 0 };
	struct issues issues = { .item = NULL };
	struct query_page page = { .row = NULL };
	struct str line = STR_INIT;
	enum status status;

	if (!*typed && add_likeliest(c, (size_t)max, rows, err))
		return err->status;
	filter_line(c, typed, &line);
	status = filter_read(
		c->app->session, c->type, line.data, &filter, &issues);
	if (!status) {
		filter.query.columns = none;
		query_choose(store, &filter.query);
		status = query_read(store, &filter.query, NULL, false,
			(size_t)max, &page, err);
	} else if (issues.count) {
		error_set(err, status, NULL, "%s", issues.item[0].text);
	}
	if (!status)
		add_page(c, &page, (size_t)max, rows);
	query_page_free(&page);
	filter_free(&filter);
	issues_free(&issues);
	str_free(&line);
	return status;
}

void open_find(struct screen *s, const struct record_type *type,
	const char *typed, int tag)
{
	struct app *app = app_of(s);
	struct picker_arg arg = {
		.title = record_plural(type),
		.source = { &app->chooser, find_records },
		.typed = typed,
		.unasked = typed != NULL,
		.digits_search = type->table.number != NULL,
	};

	app->chooser = (struct chooser){ .app = app, .type = type };
	stack_push(s->stack, &picker_screen, &arg, tag);
}

void open_reference(struct screen *s, const struct field *field,
	const char *label, const char *typed, const struct value *now,
	int64_t unit, int tag)
{
	struct app *app = app_of(s);
	const struct record_type *type = field->type == FIELD_VALUE
						 ? record_type_of(KIND_VALUE)
						 : record_type_find(field->of);
	struct value_ids chosen = { .id = NULL };
	struct picker_arg arg = {
		.title = label,
		.source = { &app->chooser, find_records },
		.typed = typed,
		.digits_search = type && type->table.number,
		.many = field->type == FIELD_REFS,
		.chosen = &chosen,
	};

	if (!type)
		return;
	if (arg.many && now && now->kind == VALUE_TEXT)
		value_ids_read(&chosen, now->text);
	app->chooser = (struct chooser){ app, type, field, unit };
	stack_push(s->stack, &picker_screen, &arg, tag);
	value_ids_free(&chosen);
}

void open_line(struct screen *s, const char *title, const char *text, int tag)
{
	struct line_arg arg = {
		.title = title,
		.text = text,
		.help = _("words to find, field=value, field>=value, "
			  "light=overdue, order=field; empty: all"),
		.max_chars = 400,
	};

	stack_push(s->stack, &line_screen, &arg, tag);
}

bool app_answer(struct screen *s, int tag, const struct answer *a)
{
	struct job *job;

	switch (tag) {
	case TAG_UNDO:
		if (a->given) {
			job = job_new(NULL, NULL, 0);
			job->is_undo = true;
			stack_act(s, job);
		}
		return true;
	case TAG_COMMANDS:
		if (a->given)
			stack_command(s->stack, (int)a->id, 1);
		return true;
	case TAG_GO:
		answer_palette(s, a);
		return true;
	default:
		return false;
	}
}
