/* list and show: records as lines. */
#include "cli/command.h"

#include <string.h>
#include "core/clean.h"
#include "core/csv.h"
#include "core/json.h"
#include "core/language.h"
#include "domain/filter.h"
#include "domain/transfer.h"
#include "report/text.h"

enum { FLUSH_BYTES = 64 * 1024 };
enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_LINES, FORMAT_CSV };

const struct cli_option cli_list_options[] = {
	{ .name = "header", .help = N_("the names of the fields first") },
	{ .name = "format",
		.argument = N_("FORMAT"),
		.help = N_("text, json, csv, or lines to be pasted into "
			   "a chat") },
	{ .name = NULL },
};

const struct cli_option cli_show_options[] = {
	{ .name = "format",
		.argument = N_("FORMAT"),
		.help = N_("text, json, or lines to be pasted into a chat") },
	{ .name = NULL },
};

struct listing {
	struct cli *c;
	const struct record_type *type;
	enum format format;
	size_t rows;
};

/* ---- list */

static void add_csv_row(
	struct listing *l, const char *first, const struct values *values)
{
	struct str cell[128];
	const char *text[128];
	size_t n = 1;

	text[0] = first;
	for (const struct field *f = l->type->table.fields; f->name; f++) {
		if (!cli_shows(l->c, l->type, f) || n == 128)
			continue;
		cell[n] = (struct str)STR_INIT;
		if (values)
			cli_add_value(l->c, l->type, f, values_get(values, f),
				&cell[n]);
		else
			str_add(&cell[n], field_label(l->type, f));
		text[n] = cell[n].data;
		n++;
	}
	csv_write_row(&l->c->out, text, n);
	while (n-- > 1)
		str_free(&cell[n]);
}

static void add_text_row(
	struct listing *l, int64_t id, const struct values *values)
{
	struct str *out = &l->c->out;
	struct str cell = STR_INIT;

	if (values)
		str_addf(out, "%lld", (long long)id);
	else
		str_add(out, "id");
	for (const struct field *f = l->type->table.fields; f->name; f++) {
		if (!cli_shows(l->c, l->type, f))
			continue;
		str_add_char(out, '\t');
		str_clear(&cell);
		if (values)
			cli_add_value(
				l->c, l->type, f, values_get(values, f), &cell);
		else
			str_add(&cell, f->name);
		cli_add_cell(out, cell.data);
	}
	str_add_char(out, '\n');
	str_free(&cell);
}

static void add_json_row(
	struct listing *l, int64_t id, const struct values *values)
{
	struct str *out = &l->c->out;

	str_addf(out, "{\"id\":%lld", (long long)id);
	for (const struct field *f = l->type->table.fields; f->name; f++) {
		if (!cli_shows(l->c, l->type, f))
			continue;
		str_addf(out, ",\"%s\":", f->name);
		cli_add_json(l->c, l->type, f, values_get(values, f), out);
	}
	str_add_char(out, '}');
}

static enum status list_row(
	void *arg, int64_t id, const struct values *values, struct error *err)
{
	struct listing *l = arg;
	struct str first = STR_INIT;

	switch (l->format) {
	case FORMAT_TEXT:
		add_text_row(l, id, values);
		break;
	case FORMAT_JSON:
		str_add(&l->c->out, l->rows ? ",\n" : "\n");
		add_json_row(l, id, values);
		break;
	case FORMAT_CSV:
		str_addf(&first, "%lld", (long long)id);
		add_csv_row(l, first.data, values);
		str_free(&first);
		break;
	case FORMAT_LINES:
		break; /* text_list() writes them */
	}
	l->rows++;
	if (l->c->out.len_bytes > FLUSH_BYTES && cli_flush(l->c) != CLI_OK)
		return error_set(err, STATUS_STOPPED, NULL, "%s", "");
	return STATUS_OK;
}

static int list(struct listing *l, const struct filter *filter)
{
	struct error err;
	enum status st;

	if (transfer_look(&l->c->session, l->type, filter, &err) != STATUS_OK)
		return cli_fail(l->c, &err);
	if (l->format == FORMAT_JSON)
		str_add_char(&l->c->out, '[');
	else if (l->format == FORMAT_CSV)
		add_csv_row(l, "id", NULL);
	else if (cli_has(l->c, "header"))
		add_text_row(l, 0, NULL);
	st = transfer_each(&l->c->session, l->type, filter, list_row, l, &err);
	if (st == STATUS_STOPPED) /* told when it was flushed */
		return CLI_FAILED;
	if (st != STATUS_OK)
		return cli_fail(l->c, &err);
	if (l->format == FORMAT_JSON)
		str_add(&l->c->out, l->rows ? "\n]\n" : "]\n");
	return cli_flush(l->c);
}

static int list_lines(struct listing *l, const struct filter *filter)
{
	struct error err;

	if (text_list(&l->c->session, l->type, NULL, filter, &l->c->out,
		    &err) != STATUS_OK)
		return cli_fail(l->c, &err);
	return cli_flush(l->c);
}

int cli_list(struct cli *c)
{
	struct listing l = { .c = c };
	struct filter filter;
	struct issues issues = { .item = NULL };
	struct error err;
	int format = cli_choice(c, "format", "text|json|lines|csv");
	int code = CLI_USAGE;

	if (format < 0)
		return CLI_USAGE;
	l.format = (enum format)format;
	if (cli_find_kind(c, c->arg[0], &l.type, &err) != STATUS_OK)
		return cli_fail(c, &err);
	if (!l.type->may_see && !record_may_list(&c->session, l.type))
		return cli_fail_with(c, STATUS_DENIED, NULL,
			_("You may not see records of this kind (%s)."),
			record_label(l.type));
	if (filter_read_words(&c->session, l.type, c->arg + 1, c->arg_count - 1,
		    &filter, &issues) == STATUS_OK)
		code = l.format == FORMAT_LINES ? list_lines(&l, &filter)
						: list(&l, &filter);
	else
		cli_tell_issues(c, l.type, &issues);
	filter_free(&filter);
	issues_free(&issues);
	return code;
}

/* ---- show: the record, then what belongs to it */

static void add_lines(const char *label, const char *text, struct str *out)
{
	str_addf(out, "%s: ", label);
	for (; *text; text++) {
		str_add_char(out, *text);
		if (*text == '\n')
			str_add_char(out, '\t');
	}
	str_add_char(out, '\n');
}

static enum status add_child(
	void *arg, int64_t id, const struct values *values, struct error *err)
{
	struct listing *l = arg;
	struct str *out = &l->c->out;
	struct str name = STR_INIT;
	struct str safe = STR_INIT;

	(void)err;
	if (!l->rows++)
		str_addf(out, "\n%s\n", record_plural(l->type));
	record_name(l->c->store, l->type->table.kind, id, &name);
	cli_add_cell(&safe, name.data);
	str_addf(out, "%lld\t%s", (long long)id, safe.data);
	for (const struct field *f = l->type->table.fields; f->name; f++) {
		bool tells =
			!strcmp(f->name, "light") ||
			(l->type->state && !strcmp(f->name, l->type->state));

		if (!tells || !cli_shows(l->c, l->type, f))
			continue;
		str_add_char(out, '\t');
		cli_add_value(l->c, l->type, f, values_get(values, f), out);
	}
	str_add_char(out, '\n');
	str_free(&name);
	str_free(&safe);
	return STATUS_OK;
}

/* The field by which a record of the type hangs on its parent. */
static const struct field *parent_field(
	const struct record_type *child, const struct record_type *parent)
{
	for (const struct field *f = child->table.fields; f->name; f++)
		if (f->type == FIELD_REF && field_is_stored(f) && f->of &&
			!strcmp(f->of, parent->table.name))
			return f;
	return NULL;
}

static enum status add_children(struct cli *c, const struct record_type *type,
	int64_t id, struct error *err)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; type->children && type->children[i]; i++) {
		struct listing l = { .c = c,
			.type = record_type_find(type->children[i]) };
		const struct field *f =
			l.type ? parent_field(l.type, type) : NULL;
		struct value of = value_int(id);
		struct query_filter is = {
			.field = f, .op = QUERY_EQ, .value = &of, .count = 1
		};
		struct filter filter = { .query = { .filter = &is,
						 .filter_count = 1 } };

		if (!f || !field_may_see(&c->session, l.type, f))
			continue;
		filter.query.table = &l.type->table;
		session_params(&c->session, id, &filter.query.params);
		st = transfer_each(
			&c->session, l.type, &filter, add_child, &l, err);
		if (st != STATUS_OK)
			break;
	}
	return st;
}

static void show_text(struct cli *c, const struct record_type *type, int64_t id,
	const struct values *values)
{
	struct str text = STR_INIT;
	struct str safe = STR_INIT;

	record_name(c->store, type->table.kind, id, &text);
	cli_add_cell(&safe, text.data);
	str_addf(&c->out, "%s %lld: %s\n", record_label(type), (long long)id,
		safe.data);
	for (const struct field *f = type->table.fields; f->name; f++) {
		const struct value *v = values_get(values, f);

		if (!cli_shows(c, type, f) || !v || v->kind == VALUE_NULL)
			continue;
		str_clear(&text);
		str_clear(&safe);
		cli_add_value(c, type, f, v, &text);
		clean_text(&safe, text.data,
			f->type == FIELD_LONG ? CLEAN_LONG_TEXT
					      : CLEAN_ONE_LINE);
		if (safe.len_bytes)
			add_lines(field_label(type, f), safe.data, &c->out);
	}
	str_free(&text);
	str_free(&safe);
}

static int show_lines(struct listing *l, int64_t id)
{
	struct error err;

	if (text_record(&l->c->session, l->type, id, &l->c->out, &err))
		return cli_fail(l->c, &err);
	return cli_flush(l->c);
}

int cli_show(struct cli *c)
{
	struct listing l = { .c = c };
	struct values values = { .item = NULL };
	struct query_params params;
	struct error err;
	int64_t id;
	int format = cli_choice(c, "format", "text|json|lines");
	enum status st;

	if (format < 0)
		return CLI_USAGE;
	st = cli_find_kind(c, c->arg[0], &l.type, &err);
	if (st == STATUS_OK)
		st = cli_find_record(c, l.type, c->arg[1], &id, &err);
	if (st == STATUS_OK && format == FORMAT_LINES)
		return show_lines(&l, id);
	if (st == STATUS_OK)
		st = record_look(&c->session, l.type, &id, 1, &err);
	if (st != STATUS_OK)
		return cli_fail(c, &err);
	session_params(&c->session, 0, &params);
	st = record_read(c->store, &l.type->table, id, &params, &values, &err);
	if (st == STATUS_OK && format == FORMAT_JSON) {
		add_json_row(&l, id, &values);
		str_add_char(&c->out, '\n');
	} else if (st == STATUS_OK) {
		show_text(c, l.type, id, &values);
		st = add_children(c, l.type, id, &err);
	}
	values_free(&values);
	return st == STATUS_OK ? cli_flush(c) : cli_fail(c, &err);
}
