#include "domain/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/action.h"
#include "domain/name.h"
#include "domain/office/value.h"
#include "store/journal.h"

enum { REMEMBERED_ROWS = 20 }; /* among which the headers stand */

/* One run: the file, its columns, and the items made of its lines. */
struct import {
	const struct session *s;
	const struct record_type *type;
	const struct action *action;
	const struct transfer_options *options;
	struct transfer_summary *summary;
	struct value_context context;
	struct sheet sheet;
	struct header header;
	/* without the options; ends with NULL */
	const struct field *input[ACTION_INPUTS_MAX + 1];
	const struct field *option_create, *option_update;
	struct values *values; /* one a line that could be read */
	struct act_item *item;
	bool *is_bad; /* a cell could not be read */
	size_t *row;  /* of the sheet, one an item */
	size_t count, bad_size, row_size, values_size;
};

const struct field transfer_create_units = {
	.name = "create_units",
	.label = N_("make units"),
	.help = N_("Units that are not there are made"),
	.type = FIELD_FLAG,
	.initial = "0",
};
const struct field transfer_update = {
	.name = "update",
	.label = N_("update"),
	.help = N_("Lines that differ from what is there are taken"),
	.type = FIELD_FLAG,
	.initial = "0",
};

static bool is_option(const struct field *f)
{
	return f == &transfer_create_units || f == &transfer_update;
}

const struct action *transfer_action(const struct record_type *type)
{
	static const char *const verbs[] = { "import", "create" };
	const struct action *found = NULL;

	for (size_t i = 0; i < 2 && !found; i++) {
		char name[64];

		snprintf(
			name, sizeof name, "%s.%s", type->table.name, verbs[i]);
		found = action_find(name, NULL);
	}
	return found;
}

size_t transfer_fields(
	const struct record_type *type, const struct field **out, size_t max)
{
	const struct action *action = transfer_action(type);
	const struct field *all[ACTION_INPUTS_MAX];
	size_t count =
		action ? action_inputs(type, action, all, ACTION_INPUTS_MAX)
		       : 0;
	size_t n = 0;

	for (size_t i = 0; i < count && n < max; i++)
		if (!is_option(all[i]))
			out[n++] = all[i];
	return n;
}

/* The option, if the action takes it. */
static const struct field *find_option(
	const struct import *in, const struct field *option)
{
	const struct field *all[ACTION_INPUTS_MAX];
	size_t n = action_inputs(in->type, in->action, all, ACTION_INPUTS_MAX);

	for (size_t i = 0; i < n; i++)
		if (all[i] == option)
			return option;
	return NULL;
}

/* Asked once for the whole, or every line would say the same. */
static enum status check_right(const struct import *in, struct error *err)
{
	struct offer offer;
	enum status st =
		action_possible(in->s, in->type, in->action, 0, NULL, &offer);

	return st == STATUS_DENIED ? error_set(err, st, offer.reason.unless,
					     "%s", offer.reason.why)
				   : STATUS_OK;
}

static enum status find_inputs(struct import *in, struct error *err)
{
	in->action = transfer_action(in->type);
	if (!in->action)
		return error_set(err, STATUS_REFUSED, NULL,
			_("Records of this kind (%s) are not imported."),
			record_label(in->type));
	transfer_fields(in->type, in->input, ACTION_INPUTS_MAX);
	in->option_create = find_option(in, &transfer_create_units);
	in->option_update = find_option(in, &transfer_update);
	if (in->options->create_units && !in->option_create)
		return error_set(err, STATUS_USAGE, _("Leave the option out."),
			_("A list of this kind (%s) makes no units."),
			record_label(in->type));
	if (in->options->update && !in->option_update)
		return error_set(err, STATUS_USAGE,
			_("Leave the option out and change them one by one."),
			_("Records of this kind (%s) are only added by an "
			  "import."),
			record_label(in->type));
	return check_right(in, err);
}

/* ---- what is wrong, and where */

static struct issue *issue_at(struct import *in, size_t row, int column,
	bool warning, const char *text)
{
	struct issue *issue =
		issues_add(&in->summary->issues, NULL, warning, "%s", text);

	issue->line = in->sheet.row[row].line;
	issue->column = column + 1;
	if (column >= 0) {
		issue->field = in->header.field[column];
		plain_copy(issue->found, sizeof issue->found,
			sheet_cell(&in->sheet, row, column));
	}
	return issue;
}

static int column_of_name(const struct import *in, const char *name)
{
	for (int i = 0; i < in->header.columns; i++)
		if (in->header.field[i] &&
			!strcmp(in->header.field[i]->name, name))
			return i;
	return -1;
}

static int compare_issues(const void *a, const void *b)
{
	const struct issue *x = a;
	const struct issue *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* A column the action cannot do without is one error, not one a line. */
static bool has_needed_columns(struct import *in)
{
	bool all = true;

	for (int i = 0; i < in->action->needs; i++) {
		const struct field *f = in->input[i];
		struct issue *issue;

		if (column_of_name(in, f->name) >= 0)
			continue;
		all = false;
		issue = issue_at(in, in->header.row, -1, false,
			_("The list lacks a column that is needed."));
		plain_copy(issue->found, sizeof issue->found,
			field_label(in->type, f));
		snprintf(issue->accepted, sizeof issue->accepted,
			_("a header the program knows, or --map %s=HEADER"),
			f->name);
	}
	return all;
}

/* ---- lines become items */

/* Sums at the foot, and the headers again on every printed page. */
static bool is_no_data(struct import *in, size_t row)
{
	int column = 0;
	bool repeats = true;
	const char *text;

	while (!*plain_skip_spaces(sheet_cell(&in->sheet, row, column)))
		column++;
	text = sheet_cell(&in->sheet, row, column);
	for (int i = 0; i < in->header.columns && repeats; i++)
		repeats = !strcmp(sheet_cell(&in->sheet, row, i),
			sheet_cell(&in->sheet, in->header.row, i));
	if (!repeats && !name_in_list(text, "合计|总计|小计|共计|累计"))
		return false;
	in->summary->skipped++;
	issue_at(in, row, column, true,
		repeats ? _("The headers again: skipped.")
			: _("A line of sums: skipped."));
	return true;
}

static void warn_of_secrets(struct import *in, size_t row, int column)
{
	static const char *const words[] = { "秘密", "机密", "绝密" };
	const char *text = sheet_cell(&in->sheet, row, column);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strstr(text, words[i]))
			continue;
		issue_at(in, row, column, true,
			_("State secrets must not be kept here: make sure "
			  "that this is none."));
		return;
	}
}

/* As the action takes it: read, or the text of the cell. */
static enum status parse(const struct import *in, const struct field *f,
	const char *text, const char *unit, struct value *v, struct issue *why)
{
	const struct field as_text = {
		.name = f->name, .label = f->label, .type = FIELD_LONG
	};
	struct value_context context = in->context;

	context.unit = unit;
	return value_parse(in->action->flags & ACTION_LINE ? &as_text : f, text,
		&context, v, why);
}

static bool read_cell(
	struct import *in, size_t row, int column, struct values *values)
{
	const char *text = sheet_cell(&in->sheet, row, column);
	const struct field *f = in->header.field[column];
	const char *unit = in->context.unit;
	struct value v = { .kind = VALUE_NULL };
	struct issue why = { .line = 0 };

	if (!f || !*plain_skip_spaces(text))
		return true;
	if (f->unit && *f->unit == '.') {
		int of = column_of_name(in, f->unit + 1);

		if (of >= 0)
			unit = sheet_cell(&in->sheet, row, of);
	}
	if (parse(in, f, text, unit, &v, &why) != STATUS_OK) {
		struct issue *issue =
			issue_at(in, row, column, false, why.text);

		plain_copy(
			issue->accepted, sizeof issue->accepted, why.accepted);
		return false;
	}
	warn_of_secrets(in, row, column);
	values_set(values, f, v);
	return true;
}

static void add_item(
	struct import *in, size_t row, struct values *values, bool bad)
{
	if (in->option_create)
		values_set_int(
			values, in->option_create, in->options->create_units);
	if (in->option_update)
		values_set_int(values, in->option_update, in->options->update);
	in->values = mem_grow(
		in->values, in->count, &in->values_size, sizeof *in->values);
	in->row = mem_grow(in->row, in->count, &in->row_size, sizeof *in->row);
	in->is_bad = mem_grow(
		in->is_bad, in->count, &in->bad_size, sizeof *in->is_bad);
	in->is_bad[in->count] = bad;
	in->values[in->count] = *values;
	in->row[in->count++] = row;
}

static void read_rows(struct import *in)
{
	for (size_t row = in->header.row + 1; row < in->sheet.count; row++) {
		struct values values = { .item = NULL };
		bool good = true;

		if (sheet_row_is_blank(&in->sheet, row) || is_no_data(in, row))
			continue;
		in->summary->lines++;
		for (int column = 0; column < in->header.columns; column++)
			good = read_cell(in, row, column, &values) && good;
		add_item(in, row, &values, !good);
	}
}

/* ---- through the door */

/*
 * A line with a cell that could not be read goes through the door for what
 * else is wrong with it; what is only a consequence is not told.
 */
static bool is_doubtful(const struct import *in, size_t item, int column)
{
	const struct issues *told = &in->summary->issues;

	for (size_t i = 0; i < told->count; i++)
		if (told->item[i].column == column + 1 &&
			told->item[i].line == in->sheet.row[in->row[item]].line)
			return true;
	return column < 0;
}

/* The door counts items; people count lines and columns. */
static void take_issues(struct import *in, const struct issues *issues)
{
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *from = &issues->item[i];
		size_t item = from->line > 0 ? (size_t)from->line - 1 : 0;
		int column = from->field ? column_of_name(in, from->field->name)
					 : -1;
		struct issue *to;

		if (item >= in->count ||
			(in->is_bad[item] && is_doubtful(in, item, column)))
			continue;
		to = issue_at(
			in, in->row[item], column, from->warning, from->text);
		to->field = from->field;
		if (*from->found)
			memcpy(to->found, from->found, sizeof to->found);
		memcpy(to->accepted, from->accepted, sizeof to->accepted);
	}
}

static bool is_made(struct import *in, int64_t seq)
{
	struct journal_row row;
	const struct change *change;
	bool made;

	if (journal_read(in->s->store, seq, &row, NULL) != STATUS_OK)
		return false;
	change = changes_find(&row.changes, in->type->table.kind, row.id);
	made = change && change->op == CHANGE_INSERT;
	journal_row_free(&row);
	return made;
}

/* What the batch did is told by its rows of the journal, one after another. */
static void count_parts(struct import *in, const struct outcome *outcome)
{
	struct transfer_summary *sum = in->summary;
	size_t parts = outcome->done - outcome->unchanged;

	sum->unchanged = outcome->unchanged;
	sum->made = parts;
	sum->is_mixed = in->options->update && in->options->dry_run && parts;
	if (in->options->dry_run || !parts)
		return;
	sum->seq = outcome->seq;
	if (!in->options->update)
		return;
	sum->made = 0;
	for (size_t i = 0; i < parts; i++)
		sum->made += is_made(in, outcome->seq - (int64_t)i);
	sum->changed = parts - sum->made;
}

static enum status run(struct import *in, struct error *err)
{
	bool bad = in->summary->issues.errors > 0;
	struct outcome outcome;
	struct act act = {
		.action = in->action,
		.count = in->count,
		.warned = true,
		.collect = true,
		.dry_run = in->options->dry_run || bad,
		.progress = in->options->progress,
		.progress_arg = in->options->arg,
	};
	enum status st;

	in->item = mem_zero(in->count ? in->count : 1, sizeof *in->item);
	for (size_t i = 0; i < in->count; i++)
		in->item[i].values = &in->values[i];
	act.item = in->item;
	st = door_run(in->s, &act, &outcome);
	take_issues(in, &outcome.issues);
	if (st == STATUS_OK && !bad)
		count_parts(in, &outcome);
	else if (st != STATUS_OK)
		*err = outcome.error;
	outcome_free(&outcome);
	return st;
}

/* What was said of such headers before; what is said now comes first. */
struct maps {
	struct header_map *item; /* ends with .field NULL */
	size_t count, size, said;
};

static void add_map(struct maps *m, const struct header_map *map)
{
	m->item = mem_grow(m->item, m->count + 1, &m->size, sizeof *m->item);
	m->item[m->count++] = *map;
	m->item[m->count] = (struct header_map){ .field = NULL };
}

static void gather_maps(const struct import *in, struct maps *m)
{
	const struct header_map *said = in->options->map;

	for (; said && said->field; said++)
		add_map(m, said);
	m->said = m->count;
	for (size_t row = 0; row < in->sheet.count && row < REMEMBERED_ROWS;
		row++)
		for (int i = 0; i < in->sheet.row[row].count; i++) {
			const char *cell = sheet_cell(&in->sheet, row, i);
			char *field = value_header(
				in->s->store, in->type->table.name, cell);

			if (field)
				add_map(m, &(struct header_map){
						   field, cell, true });
		}
}

static void free_maps(struct maps *m)
{
	for (size_t i = m->said; i < m->count; i++)
		mem_free((char *)(uintptr_t)m->item[i].field);
	mem_free(m->item);
}

static enum status find_header(struct import *in)
{
	struct maps maps = { .item = NULL };

	gather_maps(in, &maps);
	enum status st =
		header_find(&in->sheet, in->input, in->type->table.name,
			maps.item, &in->header, &in->summary->issues);
	free_maps(&maps);
	if (in->options->look)
		in->options->look(in->options->arg, &in->sheet, &in->header);
	return st;
}

static enum status read_file(
	struct import *in, const char *path, struct error *err)
{
	struct transfer_summary *sum = in->summary;
	enum status st = csv_read_file(path, NULL, &in->sheet, &sum->form, err);

	if (st != STATUS_OK)
		return st;
	st = find_header(in);
	if (st == STATUS_NOT_FOUND)
		return error_set(err, st,
			_("Put the words over the columns that an export of "
			  "this kind has."),
			_("No line of the file is a line of headers."));
	if (st != STATUS_OK || !has_needed_columns(in))
		return error_set(err, STATUS_INVALID,
			_("Correct the headers, or name them with --map "
			  "FIELD=HEADER."),
			_("The headers of the file cannot be taken. Nothing "
			  "was imported."));
	return STATUS_OK;
}

static enum status import_sheet(struct import *in, struct error *err)
{
	struct transfer_summary *sum = in->summary;
	enum status st;

	sheet_check_widths(&in->sheet, in->header.row, &sum->issues);
	read_rows(in);
	st = run(in, err);
	if (st != STATUS_OK && st != STATUS_INVALID)
		return st;
	if (sum->issues.errors)
		return error_set(err, STATUS_INVALID,
			_("Correct what is named and import the file again."),
			_("%zu things in the file cannot be taken. Nothing "
			  "was imported."),
			sum->issues.errors);
	return st;
}

enum status transfer_import(const struct session *s,
	const struct record_type *type, const char *path,
	const struct transfer_options *options,
	struct transfer_summary *summary, struct error *err)
{
	struct import *in = mem_zero(1, sizeof *in);
	enum status st;

	*summary = (struct transfer_summary){ .lines = 0 };
	in->s = s;
	in->type = type;
	in->options = options;
	in->summary = summary;
	in->context = session_values(s, type->table.name);
	in->context.serials = true;
	st = find_inputs(in, err);
	if (st == STATUS_OK)
		st = read_file(in, path, err);
	if (st == STATUS_OK)
		st = import_sheet(in, err);
	if (summary->issues.count)
		qsort(summary->issues.item, summary->issues.count,
			sizeof *summary->issues.item, compare_issues);
	for (size_t i = 0; i < in->count; i++)
		values_free(&in->values[i]);
	mem_free(in->values);
	mem_free(in->row);
	mem_free(in->is_bad);
	mem_free(in->item);
	header_free(&in->header);
	sheet_free(&in->sheet);
	mem_free(in);
	return st;
}

void transfer_summary_free(struct transfer_summary *summary)
{
	issues_free(&summary->issues);
	*summary = (struct transfer_summary){ .lines = 0 };
}
