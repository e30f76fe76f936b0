/* history: what happened to a record, one change a line, newest last. */
#include "cli/command.h"

#include <string.h>
#include "core/date.h"
#include "core/json.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/action.h"
#include "domain/transfer.h"
#include "store/journal.h"

const struct cli_option cli_history_options[] = {
	{ .name = "header", .help = N_("the names of the columns first") },
	{ .name = "children",
		.help = N_("also the changes of what belongs to it") },
	{ .name = "format",
		.argument = N_("FORMAT"),
		.help = N_("text or json") },
	{ .name = NULL },
};

struct story {
	struct cli *c;
	const struct record_type *type;
	int64_t id;
	bool with_children, json;
	int64_t *seq; /* newest first */
	size_t count, size, lines;
};

static bool take_seq(void *arg, const struct journal_row *row)
{
	struct story *s = arg;

	s->seq = mem_grow(s->seq, s->count, &s->size, sizeof *s->seq);
	s->seq[s->count++] = row->seq;
	return true;
}

static void add_when(
	struct cli *c, const struct journal_row *row, struct str *out)
{
	int zone = c->session.clock.zone_minutes;
	int64_t local_ms = row->at_ms + (int64_t)zone * 60000;
	int second = (int)(local_ms / 1000 % 86400);
	char iso[DATE_TEXT_BYTES];

	date_iso(date_of_instant(row->at_ms, zone), iso);
	str_addf(out, "%s %02d:%02d:%02d", iso, second / 3600, second / 60 % 60,
		second % 60);
}

static void add_person(
	struct cli *c, int64_t person, const char *os_user, struct str *out)
{
	size_t before = out->len_bytes;

	if (person)
		record_name(c->store, KIND_PERSON, person, out);
	if (out->len_bytes == before)
		str_add(out, os_user);
}

/* Who decided, and who typed it where that was another. */
static void add_who(
	struct cli *c, const struct journal_row *row, struct str *out)
{
	struct str typist = STR_INIT;

	add_person(c, row->person, row->os_user, out);
	if (row->person == row->typist)
		return;
	add_person(c, row->typist, row->os_user, &typist);
	str_addf(out, _(" (entered by %s)"), typist.data);
	str_free(&typist);
}

/* ---- one change of one field */

struct told {
	const struct journal_row *row;
	const struct change *change;
	const struct change_field *field; /* NULL: nothing of it changed */
};

static const struct record_type *type_of(const struct told *t)
{
	return t->change ? record_type_of(t->change->kind) : NULL;
}

static const struct field *field_of(const struct told *t)
{
	const struct record_type *type = type_of(t);

	return type && t->field
		       ? field_numbered(type->table.fields, t->field->number)
		       : NULL;
}

/* Personal values are never told, nor fields hidden from this person. */
static bool is_hidden(const struct story *s, const struct told *t,
	const struct change_value *v)
{
	const struct field *f = field_of(t);

	return v->is_digest || !f || f->flags & FIELD_PERSONAL ||
	       !field_may_see(&s->c->session, type_of(t), f);
}

static void add_value(const struct story *s, const struct told *t,
	const struct change_value *v, struct str *out)
{
	if (v->is_digest || (v->value.kind != VALUE_NULL && is_hidden(s, t, v)))
		str_add(out, _("(not shown)"));
	else if (v->value.kind != VALUE_NULL)
		cli_add_value(s->c, type_of(t), field_of(t), &v->value, out);
}

static void add_field(
	const struct story *s, const struct told *t, struct str *out)
{
	const struct field *f = field_of(t);

	if (t->change && (t->change->kind != s->type->table.kind ||
				 t->change->id != s->id)) {
		str_addf(out, "%s %lld ", record_label(type_of(t)),
			(long long)t->change->id);
	}
	if (f)
		str_add(out, field_label(type_of(t), f));
	else if (t->field)
		str_addf(out, "%d", t->field->number);
}

static void tell_text(struct story *s, const struct told *t)
{
	struct str cell[6];

	for (size_t i = 0; i < 6; i++)
		cell[i] = (struct str)STR_INIT;
	add_when(s->c, t->row, &cell[0]);
	add_who(s->c, t->row, &cell[1]);
	action_told(t->row, &cell[2]);
	add_field(s, t, &cell[3]);
	if (t->field) {
		add_value(s, t, &t->field->before, &cell[4]);
		add_value(s, t, &t->field->after, &cell[5]);
	}
	for (size_t i = 0; i < 6; i++) {
		cli_add_cell(&s->c->out, cell[i].data);
		str_add_char(&s->c->out, i < 5 ? '\t' : '\n');
		str_free(&cell[i]);
	}
}

static void add_json_value(const struct story *s, const struct told *t,
	const struct change_value *v, const char *name)
{
	str_addf(&s->c->out, ",\"%s\":", name);
	if (v->value.kind == VALUE_NULL || is_hidden(s, t, v))
		str_add(&s->c->out, "null");
	else
		cli_add_json(
			s->c, type_of(t), field_of(t), &v->value, &s->c->out);
}

static void tell_json(struct story *s, const struct told *t)
{
	struct str *out = &s->c->out;
	const struct field *f = field_of(t);

	str_addf(out,
		"%s{\"seq\":%lld,\"at\":%lld,\"person\":%lld,\"typist\":%lld"
		",\"clock_set\":%s,\"verb\":",
		s->lines ? ",\n" : "\n", (long long)t->row->seq,
		(long long)t->row->at_ms, (long long)t->row->person,
		(long long)t->row->typist,
		t->row->clock == TXN_CLOCK_SET ? "true" : "false");
	json_add_text(out, t->row->verb);
	str_addf(
		out, ",\"undo\":%s", t->row->undoes_another ? "true" : "false");
	if (t->change)
		str_addf(out, ",\"kind\":\"%s\",\"id\":%lld",
			type_of(t) ? type_of(t)->table.name : "?",
			(long long)t->change->id);
	if (t->field) {
		str_add(out, ",\"field\":");
		json_add_text(out, f ? f->name : NULL);
		add_json_value(s, t, &t->field->before, "old");
		add_json_value(s, t, &t->field->after, "new");
	}
	str_add_char(out, '}');
}

static void tell(struct story *s, const struct told *t)
{
	if (s->json)
		tell_json(s, t);
	else
		tell_text(s, t);
	s->lines++;
}

static bool belongs(const struct story *s, const struct change *c)
{
	bool is_it = c->kind == s->type->table.kind && c->id == s->id;

	return is_it || (s->with_children && record_type_of(c->kind) &&
				record_may_see(&s->c->session,
					record_type_of(c->kind), c->id));
}

static void tell_row(struct story *s, const struct journal_row *row)
{
	struct told t = { .row = row };
	size_t lines = s->lines;

	for (size_t i = 0; i < row->changes.count; i++) {
		t.change = &row->changes.item[i];
		for (size_t k = 0; belongs(s, t.change) && k < t.change->count;
			k++) {
			t.field = &t.change->field[k];
			tell(s, &t);
		}
	}
	if (s->lines > lines)
		return;
	t = (struct told){ .row = row };
	tell(s, &t);
}

static enum status tell_all(struct story *s, struct error *err)
{
	enum status st = journal_history(s->c->store, s->type->table.kind,
		s->id, s->with_children, 0, INT32_MAX, take_seq, s, err);

	for (size_t i = s->count; i-- > 0 && st == STATUS_OK;) {
		struct journal_row row = { .seq = 0 };

		st = journal_read(s->c->store, s->seq[i], &row, err);
		if (st == STATUS_OK)
			tell_row(s, &row);
		journal_row_free(&row);
	}
	return st;
}

int cli_history(struct cli *c)
{
	struct story s = { .c = c, .with_children = cli_has(c, "children") };
	struct error err;
	int format = cli_choice(c, "format", "text|json");
	enum status st;

	if (format < 0)
		return CLI_USAGE;
	s.json = format == 1;
	st = cli_find_kind(c, c->arg[0], &s.type, &err);
	if (st == STATUS_OK)
		st = cli_find_record(c, s.type, c->arg[1], &s.id, &err);
	if (st == STATUS_OK)
		st = record_look(&c->session, s.type, &s.id, 1, &err);
	if (st != STATUS_OK)
		return cli_fail(c, &err);
	if (s.json)
		str_add_char(&c->out, '[');
	else if (cli_has(c, "header"))
		str_add(&c->out, "when\twho\tverb\tfield\told\tnew\n");
	st = tell_all(&s, &err);
	if (s.json)
		str_add(&c->out, s.lines ? "\n]\n" : "]\n");
	mem_free(s.seq);
	return st == STATUS_OK ? cli_flush(c) : cli_fail(c, &err);
}
