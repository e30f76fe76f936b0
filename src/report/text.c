#include "report/text.h"

#include <string.h>
#include "core/clean.h"
#include "core/fit.h"
#include "core/language.h"
#include "domain/shown.h"
#include "domain/transfer.h"
#include "report/document.h"

struct lines {
	const struct session *s;
	const struct record_type *type;
	struct str *out;
	size_t rows, most;
	bool is_cut;
};

static void add_line(const struct str *line, struct str *out)
{
	fit_wrap_text(out, line->data, DOCUMENT_COLS, "");
}

/* ---- one record, one line */

/* Whatever a narrow screen drops (the second and later columns to go) says
 * little to those who know the work. */
static bool is_kept(const struct session *s, const struct record_type *t,
	const struct field *f)
{
	return f->list_cols && f->list_drop <= 1 && f->type != FIELD_NUMBER &&
	       strcmp(f->name, "light") != 0 && !(f->flags & FIELD_RETIRED) &&
	       field_may_see(s, t, f);
}

static const struct field *next_kept(const struct session *s,
	const struct record_type *t, const struct field *f)
{
	while (f->name && !is_kept(s, t, f))
		f++;
	return f->name ? f : NULL;
}

static bool is_amount(const struct field *f)
{
	return f->unit && (f->type == FIELD_DECIMAL || f->type == FIELD_INT);
}

static void read_cell(const struct lines *l, const struct field *f,
	const struct values *record, struct str *out)
{
	struct str raw = STR_INIT;

	str_clear(out);
	shown_value(l->s, l->type, f, record, VALUE_FOR_LIST, &raw);
	clean_text(out, raw.data, CLEAN_ONE_LINE);
	str_free(&raw);
}

/* What it is and whose: "农村改厕（村建站）". Returns the first field after. */
static const struct field *add_head(const struct lines *l, int64_t id,
	const struct values *record, struct str *out)
{
	const struct field *f = next_kept(l->s, l->type, l->type->table.fields);
	struct str cell = STR_INIT;
	bool is_name = f && (f->type == FIELD_TEXT || f->type == FIELD_REF);

	if (is_name)
		read_cell(l, f, record, &cell);
	else
		record_name(l->s->store, l->type->table.kind, id, &cell);
	str_add(out, cell.data);
	if (is_name)
		f = next_kept(l->s, l->type, f + 1);
	if (is_name && f && f->type == FIELD_REF) {
		read_cell(l, f, record, &cell);
		if (cell.len_bytes)
			str_addf(out, _(" (%s)"), cell.data);
		f = next_kept(l->s, l->type, f + 1);
	}
	str_free(&cell);
	return f;
}

/* A full-width bracket has its own room. */
static bool ends_wide(const struct str *out)
{
	const char *bracket = "）";
	size_t n = strlen(bracket);

	return out->len_bytes >= n &&
	       !strcmp(out->data + out->len_bytes - n, bracket);
}

static void add_amounts(const struct lines *l, const struct field *f,
	const struct values *record, struct str *out)
{
	struct str cell = STR_INIT;

	for (; f; f = next_kept(l->s, l->type, f + 1)) {
		if (!is_amount(f))
			continue;
		read_cell(l, f, record, &cell);
		if (!cell.len_bytes)
			continue;
		if (!ends_wide(out))
			str_add_char(out, ' ');
		str_add(out, cell.data);
	}
	str_free(&cell);
}

static void add_others(const struct lines *l, const struct field *f,
	const struct values *record, struct str *out)
{
	struct str cell = STR_INIT;
	struct str part = STR_INIT;

	for (; f; f = next_kept(l->s, l->type, f + 1)) {
		if (is_amount(f))
			continue;
		read_cell(l, f, record, &cell);
		if (!cell.len_bytes)
			continue;
		str_clear(&part);
		if (!strcmp(f->name, "due"))
			str_addf(&part, _("due %s"), cell.data);
		else if (f->type == FIELD_DATE || f->type == FIELD_INT ||
			 f->type == FIELD_DECIMAL || f->type == FIELD_FLAG)
			str_addf(&part, "%s %s", field_label(l->type, f),
				cell.data);
		else
			str_add(&part, cell.data);
		str_addf(out, _(", %s"), part.data);
	}
	str_free(&cell);
	str_free(&part);
}

/* "逾24天", "滞42": where haste is asked for. */
static bool add_haste(const struct lines *l, int64_t id,
	const struct values *record, struct str *out)
{
	struct str text = STR_INIT;
	enum light light = shown_light(l->s, l->type, id, record, &text);

	if (light == LIGHT_OVERDUE || light == LIGHT_SOON)
		str_addf(out, _(", %s days"), text.data);
	else if (light == LIGHT_BEHIND)
		str_addf(out, _(", %s"), text.data);
	str_free(&text);
	return light == LIGHT_OVERDUE || light == LIGHT_SOON ||
	       light == LIGHT_BEHIND;
}

/* The state, unless a column tells it. */
static bool read_state(
	const struct lines *l, const struct values *record, struct str *out)
{
	const struct record_type *t = l->type;
	const struct field *state = t->state ? record_field(t, t->state) : NULL;

	if (state && field_may_see(l->s, t, state))
		read_cell(l, state, record, out);
	return state && out->len_bytes && !is_kept(l->s, t, state);
}

static void add_standing(const struct lines *l, int64_t id,
	const struct values *record, struct str *out)
{
	struct str text = STR_INIT;

	if (!add_haste(l, id, record, out) && read_state(l, record, &text))
		str_addf(out, _(", %s"), text.data);
	str_free(&text);
}

static enum status add_row(
	void *arg, int64_t id, const struct values *record, struct error *err)
{
	struct lines *l = arg;
	struct str line = STR_INIT;

	(void)err;
	if (l->rows == l->most) {
		l->is_cut = true;
		return STATUS_OK;
	}
	str_addf(&line, "%zu. ", ++l->rows);
	const struct field *f = add_head(l, id, record, &line);
	add_amounts(l, f, record, &line);
	add_others(l, f, record, &line);
	add_standing(l, id, record, &line);
	add_line(&line, l->out);
	str_free(&line);
	return STATUS_OK;
}

/* ---- lists */

static void add_title(const char *title, struct str *out)
{
	if (title && *title)
		fit_wrap_text(out, title, DOCUMENT_COLS, "");
}

static void tell_cut(const struct lines *l)
{
	struct str line = STR_INIT;

	if (!l->is_cut)
		return;
	str_addf(&line, _("(the first %zu only; a filter finds fewer)"),
		l->most);
	add_line(&line, l->out);
	str_free(&line);
}

/* One more than is printed, so that it can be told that there are more. */
static enum status add_found(
	struct lines *l, const struct filter *filter, struct error *err)
{
	struct filter some = *filter;
	enum status status;

	l->most = some.limit ? (size_t)some.limit : TEXT_ROWS_MOST;
	some.limit = some.limit ? some.limit : TEXT_ROWS_MOST + 1;
	status = transfer_look(l->s, l->type, &some, err);
	if (!status)
		status = transfer_each(l->s, l->type, &some, add_row, l, err);
	if (!status)
		tell_cut(l);
	return status;
}

enum status text_list(const struct session *s, const struct record_type *type,
	const char *title, const struct filter *filter, struct str *out,
	struct error *err)
{
	struct lines l = { .s = s, .type = type, .out = out };

	add_title(title, out);
	return add_found(&l, filter, err);
}

enum status text_chosen(const struct session *s, const struct record_type *type,
	const char *title, const int64_t *id, size_t count, struct str *out,
	struct error *err)
{
	struct lines l = { .s = s, .type = type, .out = out, .most = count };
	enum status status = record_look(s, type, id, count, err);
	struct query_params params;

	session_params(s, 0, &params);
	add_title(title, out);
	store_read_begin(s->store);
	for (size_t i = 0; i < count && !status; i++) {
		struct values record = { .item = NULL };

		/* gone meanwhile: the others are told all the same */
		if (record_may_see(s, type, id[i]) &&
			!record_read(s->store, &type->table, id[i], &params,
				&record, NULL))
			status = add_row(&l, id[i], &record, err);
		values_free(&record);
	}
	store_read_end(s->store);
	return status;
}

/* ---- one record, whole */

static void add_pair(const struct lines *l, const struct field *f,
	const struct values *record)
{
	struct str raw = STR_INIT;
	struct str text = STR_INIT;
	struct str line = STR_INIT;

	shown_value(l->s, l->type, f, record, VALUE_FOR_PEOPLE, &raw);
	clean_text(&text, raw.data, CLEAN_LONG_TEXT);
	if (text.len_bytes) {
		str_addf(
			&line, _("%s: %s"), field_label(l->type, f), text.data);
		add_line(&line, l->out);
	}
	str_free(&raw);
	str_free(&text);
	str_free(&line);
}

/* The name, and behind it how it stands. */
static void add_name(
	const struct lines *l, int64_t id, const struct values *record)
{
	struct str line = STR_INIT;
	struct str state = STR_INIT;

	record_name(l->s->store, l->type->table.kind, id, &line);
	read_state(l, record, &state);
	if (state.len_bytes)
		str_addf(&line, _(", %s"), state.data);
	add_haste(l, id, record, &line);
	add_line(&line, l->out);
	str_free(&line);
	str_free(&state);
}

/* Number and title stand above already. */
static bool is_in_name(const struct record_type *type, const struct field *f)
{
	const char *column = type->table.title;

	return f->type == FIELD_NUMBER ||
	       (column && !strncmp(column, "r.", 2) &&
		       !strcmp(column + 2, f->name));
}

static enum status add_children(const struct session *s,
	const struct record_type *type, int64_t id, struct str *out,
	struct error *err)
{
	enum status status = STATUS_OK;

	for (const char *const *c = type->children; c && *c && !status; c++) {
		const struct record_type *child = record_type_find(*c);
		const struct view *view =
			child ? shown_children(child, type) : NULL;
		struct str rows = STR_INIT;
		struct lines l = { .s = s, .type = child, .out = &rows };

		if (!view)
			continue;
		struct filter filter = { .query = { .table = &child->table,
						 .view = view } };
		session_params(s, id, &filter.query.params);
		status = add_found(&l, &filter, err);
		if (!status && l.rows)
			str_addf(out, "\n%s\n%s", record_plural(child),
				rows.data);
		str_free(&rows);
	}
	return status;
}

enum status text_record(const struct session *s, const struct record_type *type,
	int64_t id, struct str *out, struct error *err)
{
	struct lines l = { .s = s, .type = type, .out = out };
	struct query_params params;
	struct values record = { .item = NULL };
	enum status status = record_look(s, type, &id, 1, err);

	session_params(s, 0, &params);
	if (!status)
		status = record_read(
			s->store, &type->table, id, &params, &record, err);
	if (!status) {
		add_name(&l, id, &record);
		for (const struct field *f = type->table.fields; f->name; f++)
			if (shown_says(s, type, f, &record) &&
				!is_in_name(type, f))
				add_pair(&l, f, &record);
		status = add_children(s, type, id, out, err);
	}
	values_free(&record);
	return status;
}
