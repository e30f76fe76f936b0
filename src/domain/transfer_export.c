#include "domain/transfer.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include "core/json.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/action.h"
#include "domain/office/value.h"

enum { PAGE_ROWS = 500, FIELDS_MAX = 64 };

/* ---- every row of a query */

static const struct field **columns_of(const struct record_type *type)
{
	const struct field **out = NULL;
	size_t count = 0;
	size_t size = 0;

	for (const struct field *f = type->table.fields; f->name; f++) {
		if (!field_is_stored(f) && !f->sql)
			continue;
		out = mem_grow(out, count, &size, sizeof *out);
		out[count++] = f;
	}
	out = mem_grow(out, count, &size, sizeof *out);
	out[count] = NULL;
	return out;
}

enum status transfer_each(const struct session *s,
	const struct record_type *type, const struct filter *filter,
	enum status (*each)(void *arg, int64_t id, const struct values *,
		struct error *err),
	void *arg, struct error *err)
{
	struct query q = { .table = &type->table };
	const struct field **columns = columns_of(type);
	struct query_page page = { .row = NULL };
	struct values values = { .item = NULL };
	int64_t left = filter && filter->limit ? filter->limit : INT64_MAX;
	enum status st;

	if (filter)
		q = filter->query;
	else
		session_params(s, 0, &q.params);
	q.columns = columns;
	store_read_begin(s->store);
	query_choose(s->store, &q);
	st = query_read(s->store, &q, NULL, false, PAGE_ROWS, &page, err);
	while (st == STATUS_OK && page.count && left > 0) {
		for (size_t i = 0; i < page.count && left > 0; i++) {
			const struct query_row *row = &page.row[i];

			if (!record_may_see(s, type, row->id))
				continue;
			values_clear(&values);
			for (size_t k = 0; columns[k]; k++)
				values_set(&values, columns[k],
					value_copy(&row->cell[k]));
			st = each(arg, row->id, &values, err);
			left--;
			if (st != STATUS_OK)
				goto out;
		}
		if (!page.more)
			break;
		st = query_read(s->store, &q, &page.row[page.count - 1], false,
			PAGE_ROWS, &page, err);
	}
out:
	store_read_end(s->store);
	values_free(&values);
	query_page_free(&page);
	mem_free(columns);
	return st;
}

/* ---- what is journaled when it is looked into */

struct looks {
	int64_t *id;
	size_t count, size;
};

static enum status add_look(
	void *arg, int64_t id, const struct values *record, struct error *err)
{
	struct looks *l = arg;

	(void)record, (void)err;
	l->id = mem_grow(l->id, l->count, &l->size, sizeof *l->id);
	l->id[l->count++] = id;
	return STATUS_OK;
}

enum status transfer_look(const struct session *s,
	const struct record_type *type, const struct filter *filter,
	struct error *err)
{
	struct looks l = { .id = NULL };
	enum status st = STATUS_OK;

	if (type->tell_look)
		st = transfer_each(s, type, filter, add_look, &l, err);
	if (st == STATUS_OK)
		st = record_look(s, type, l.id, l.count, err);
	mem_free(l.id);
	return st;
}

/* ---- JSON */

static void add_choices(const struct field *f, int64_t set, struct str *out)
{
	bool first = true;

	str_add_char(out, '[');
	for (const struct choice *c = f->choices; c && c->name; c++) {
		if (!(set >> c->number & 1))
			continue;
		str_add(out, first ? "" : ",");
		first = false;
		json_add_text(out, c->name);
	}
	str_add_char(out, ']');
}

static void add_refs(const char *column, struct str *out)
{
	struct value_ids ids = { .id = NULL };

	value_ids_read(&ids, column);
	str_add_char(out, '[');
	for (size_t i = 0; i < ids.count; i++)
		str_addf(out, "%s%lld", i ? "," : "", (long long)ids.id[i]);
	str_add_char(out, ']');
	value_ids_free(&ids);
}

/* A row of a dictionary by its code, which no edit of its label changes. */
static void add_dictionary(const struct session *s, int64_t id, struct str *out)
{
	char *code = record_text(
		s->store, &value_type.table, id, &value_fields[VALUE_CODE]);

	if (code)
		json_add_text(out, code);
	else
		str_addf(out, "%lld", (long long)id);
	mem_free(code);
}

static void add_plain(const struct session *s, const struct record_type *type,
	const struct field *f, const struct value *v, struct str *out)
{
	struct value_context c = session_values(s, type->table.name);
	struct str text = STR_INIT;
	bool is_number = v->kind == VALUE_INT && f->type != FIELD_CHOICE;

	value_print(f, v, &c, VALUE_FOR_CODE, &text);
	if (is_number)
		str_add(out, text.data);
	else
		json_add_text(out, text.data);
	str_free(&text);
}

void transfer_add_json(const struct session *s, const struct record_type *type,
	const struct field *f, const struct value *v, struct str *out)
{
	if (!v || v->kind == VALUE_NULL)
		str_add(out, "null");
	else if (f->type == FIELD_FLAG)
		str_add(out, v->number ? "true" : "false");
	else if (f->type == FIELD_CHOICES)
		add_choices(f, v->number, out);
	else if (f->type == FIELD_REFS)
		add_refs(v->text, out);
	else if (f->type == FIELD_VALUE)
		add_dictionary(s, v->number, out);
	else
		add_plain(s, type, f, v, out);
}

/* ---- export */

struct export
{
	const struct session *s;
	const struct record_type *type;
	struct value_context context;
	const struct field *field[FIELDS_MAX];
	size_t field_count, rows;
	enum transfer_format format;
	iconv_t converter; /* to GB18030, or (iconv_t)-1 */
	struct str text;
	const struct transfer_sink *sink;
};

enum { FLUSH_BYTES = 64 * 1024 };

static enum status to_gb18030(
	struct export *x, struct str *out, struct error *err)
{
	char *from = x->text.data;
	size_t left = x->text.len_bytes;

	while (left) {
		char buffer[4096];
		char *to = buffer;
		size_t room = sizeof buffer;
		size_t n = iconv(x->converter, &from, &left, &to, &room);

		str_add_bytes(out, buffer, sizeof buffer - room);
		if (n == (size_t)-1 && errno != E2BIG)
			return error_set(err, STATUS_INVALID,
				_("Export as UTF-8."),
				_("A character of the list is not in "
				  "GB18030."));
	}
	return STATUS_OK;
}

static enum status flush(struct export *x, struct error *err)
{
	struct str converted = STR_INIT;
	enum status st = STATUS_OK;

	if (x->converter == (iconv_t)-1) {
		st = x->sink->take(x->sink->arg, &x->text, err);
	} else {
		st = to_gb18030(x, &converted, err);
		if (st == STATUS_OK)
			st = x->sink->take(x->sink->arg, &converted, err);
	}
	str_free(&converted);
	str_clear(&x->text);
	return st;
}

static void add_cell(const struct export *x, const struct values *record,
	const struct field *f, struct str *out)
{
	const struct field *own = record_field(x->type, f->name);
	const struct value *v = own ? values_get(record, own) : NULL;

	if (x->type->export_cell)
		x->type->export_cell(x->s, record, own ? own : f, out);
	else if (v)
		value_print(own, v, &x->context, VALUE_FOR_FILES, out);
}

static void add_csv(struct export *x, const struct values *record)
{
	struct str cell[FIELDS_MAX];
	const char *text[FIELDS_MAX];

	for (size_t i = 0; i < x->field_count; i++) {
		cell[i] = (struct str)STR_INIT;
		add_cell(x, record, x->field[i], &cell[i]);
		text[i] = cell[i].data;
	}
	csv_write_row(&x->text, text, x->field_count);
	for (size_t i = 0; i < x->field_count; i++)
		str_free(&cell[i]);
}

static void add_json(struct export *x, int64_t id, const struct values *record)
{
	str_addf(&x->text, "%s{\"id\":%lld", x->rows ? ",\n" : "\n",
		(long long)id);
	for (size_t i = 0; i < x->field_count; i++) {
		const struct field *f = x->field[i];
		const struct field *own = record_field(x->type, f->name);

		str_addf(&x->text, ",\"%s\":", f->name);
		if (own) {
			transfer_add_json(x->s, x->type, own,
				values_get(record, own), &x->text);
			continue;
		}
		struct str cell = STR_INIT;
		add_cell(x, record, f, &cell);
		json_add_text(&x->text, cell.len_bytes ? cell.data : NULL);
		str_free(&cell);
	}
	str_add_char(&x->text, '}');
}

static enum status export_row(
	void *arg, int64_t id, const struct values *record, struct error *err)
{
	struct export *x = arg;

	if (x->format == TRANSFER_CSV)
		add_csv(x, record);
	else
		add_json(x, id, record);
	x->rows++;
	return x->text.len_bytes > FLUSH_BYTES ? flush(x, err) : STATUS_OK;
}

/*
 * The office's own word for a column where the language is Chinese, as the
 * list that came in had it.
 */
static void add_header(
	const struct export *x, const struct field *f, struct str *out)
{
	const char *own = f->headers;

	if (language_now() == LANGUAGE_ZH && own && *own)
		str_add_bytes(out, own, strcspn(own, "|"));
	else
		str_add(out, field_label(x->type, f));
}

static void begin(struct export *x)
{
	struct str cell[FIELDS_MAX];
	const char *text[FIELDS_MAX];

	if (x->format == TRANSFER_JSON) {
		str_add_char(&x->text, '[');
		return;
	}
	if (x->converter == (iconv_t)-1)
		str_add(&x->text, CSV_BOM);
	for (size_t i = 0; i < x->field_count; i++) {
		cell[i] = (struct str)STR_INIT;
		add_header(x, x->field[i], &cell[i]);
		text[i] = cell[i].data;
	}
	csv_write_row(&x->text, text, x->field_count);
	for (size_t i = 0; i < x->field_count; i++)
		str_free(&cell[i]);
}

/*
 * In the order of the form, as the lists of offices have it; the inputs
 * themselves begin with what an import needs.
 */
static void order_fields(struct export *x)
{
	const struct field *own = x->type->table.fields;
	size_t done = 0;

	for (; own->name; own++) {
		for (size_t i = done; i < x->field_count; i++) {
			const struct field *f = x->field[i];

			if (strcmp(f->name, own->name))
				continue;
			memmove(&x->field[done + 1], &x->field[done],
				(i - done) * sizeof *x->field);
			x->field[done++] = f;
			break;
		}
	}
}

enum status transfer_export(const struct session *s,
	const struct record_type *type, const struct filter *filter,
	enum transfer_format format, enum csv_charset charset,
	const struct transfer_sink *sink, struct error *err)
{
	struct export x = {
		.s = s,
		.type = type,
		.context = session_values(s, type->table.name),
		.format = format,
		.converter = (iconv_t)-1,
		.text = STR_INIT,
		.sink = sink,
	};
	enum status st;

	x.field_count = transfer_fields(type, x.field, FIELDS_MAX);
	if (!x.field_count)
		return error_set(err, STATUS_REFUSED,
			_("liubu list prints them."),
			_("Records of this kind (%s) are not exported, "
			  "because nothing imports them."),
			record_label(type));
	order_fields(&x);
	if (format == TRANSFER_CSV && charset == CSV_GB18030)
		x.converter = iconv_open("GB18030", "UTF-8");
	begin(&x);
	st = transfer_look(s, type, filter, err);
	if (st == STATUS_OK)
		st = transfer_each(s, type, filter, export_row, &x, err);
	if (st == STATUS_OK && format == TRANSFER_JSON)
		str_add(&x.text, x.rows ? "\n]\n" : "]\n");
	if (st == STATUS_OK)
		st = flush(&x, err);
	if (x.converter != (iconv_t)-1)
		iconv_close(x.converter);
	str_free(&x.text);
	return st;
}
