#include "chance.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/mem.h"
#include "domain/assign/split.h"
#include "store/journal.h"
#include "store/stmt.h"

enum { RECENT_ROWS = 12 };

uint64_t chance_next(struct chance *c)
{
	uint64_t z = c->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

unsigned chance_below(struct chance *c, unsigned n)
{
	return n ? (unsigned)(chance_next(c) >> 32) % n : 0;
}

bool chance_one_in(struct chance *c, unsigned n)
{
	return chance_below(c, n) == 0;
}

/* ---- records */

static int64_t any_record(struct chance *c, const char *table)
{
	struct str sql = STR_INIT;
	struct stmt *s;

	str_addf(&sql, "SELECT ifnull(max(id), 0) FROM \"%s\"", table);
	int64_t most = stmt_one_int(
		stmt_get(c->store, stmt_keep(c->store, sql.data)), 0);
	str_clear(&sql);
	str_addf(&sql,
		"SELECT id FROM \"%s\" WHERE id>=:from ORDER BY id LIMIT 1",
		table);
	s = stmt_get(c->store, stmt_keep(c->store, sql.data));
	str_free(&sql);
	stmt_bind_int(s, ":from", 1 + (int64_t)chance_below(c, (unsigned)most));
	return stmt_one_int(s, 0);
}

/* Work goes on where it was: only so do histories grow long. */
static int64_t recent_record(struct chance *c, const struct record_type *type)
{
	unsigned char hash[32];
	int64_t head = journal_head(c->store, hash);
	int64_t found[16];
	unsigned n = 0;

	for (int i = 0; i < RECENT_ROWS && head - i > 0; i++) {
		struct journal_row row;

		if (journal_read(c->store, head - i, &row, NULL) == STATUS_OK)
			for (size_t k = 0; k < row.changes.count; k++)
				if (row.changes.item[k].kind ==
						type->table.kind &&
					n < 16)
					found[n++] = row.changes.item[k].id;
		journal_row_free(&row);
	}
	int64_t id = n ? found[chance_below(c, n)] : 0;
	return id && record_exists(c->store, &type->table, id) ? id : 0;
}

int64_t chance_record(
	struct chance *c, const struct record_type *type, bool recent)
{
	int64_t id = recent ? recent_record(c, type) : 0;

	return id ? id : any_record(c, type->table.name);
}

int64_t chance_person_of(
	struct chance *c, const struct record_type *type, int64_t id)
{
	int64_t found[16];
	unsigned n = 0;

	for (const struct field *f = type->table.fields; f->name && n < 16;
		f++) {
		if (f->type != FIELD_REF || !field_is_stored(f))
			continue;
		int64_t to = record_int(c->store, &type->table, id, f);

		if (to && !strcmp(f->of, "person"))
			found[n++] = to;
		if (to && !strcmp(f->of, "unit")) {
			struct stmt *s = stmt_get(c->store,
				"SELECT ifnull(head, 0) FROM unit"
				" WHERE id=:id");

			stmt_bind_int(s, ":id", to);
			found[n++] = stmt_one_int(s, 0);
		}
	}
	return n ? found[chance_below(c, n)] : 0;
}

/* ---- all of them */

static uint64_t mix_text(uint64_t sum, const char *text)
{
	for (; text && *text; text++)
		sum = (sum ^ (unsigned char)*text) * 0x100000001b3;
	return (sum ^ 0xff) * 0x100000001b3;
}

static uint64_t mix_rows(struct store *store, uint64_t sum,
	const struct table *t, bool is_private)
{
	struct str sql = STR_INIT;

	str_add(&sql, "SELECT id");
	for (const struct field *f = t->fields; f->name; f++)
		if (field_is_stored(f) &&
			!(f->flags & FIELD_PERSONAL) == !is_private)
			str_addf(&sql, "||'|'||quote(\"%s\")", f->name);
	str_addf(&sql, " FROM \"%s%s\" ORDER BY id", t->name,
		is_private ? "_private" : "");
	struct stmt *q = stmt_get(store, stmt_keep(store, sql.data));
	str_free(&sql);
	while (stmt_row(q))
		sum = mix_text(sum, stmt_text(q, 0));
	return stmt_end(q, NULL) ? 0 : sum;
}

uint64_t chance_sum(struct store *store)
{
	uint64_t sum = 0xcbf29ce484222325;

	for (const struct record_type *const *t = record_types; *t; t++) {
		sum = mix_rows(store, sum, &(*t)->table, false);
		if (table_has_private(&(*t)->table))
			sum = mix_rows(store, sum, &(*t)->table, true);
	}
	return sum;
}

/* ---- values */

static int64_t between(struct chance *c, int64_t from, int64_t to)
{
	uint64_t span = (uint64_t)to - (uint64_t)from + 1;

	if (chance_one_in(c, 6)) /* an end of it */
		return chance_one_in(c, 2) ? from : to;
	return from + (int64_t)(span ? chance_next(c) % span : 0);
}

/* What the column holds elsewhere is of the right form: a telephone, a name
 * that other records go by. */
static char *text_of_another(
	struct chance *c, const struct record_type *of, const struct field *f)
{
	int64_t id = any_record(c, of->table.name);

	return field_is_stored(f) && field_is_text(f)
		       ? record_text(c->store, &of->table, id, f)
		       : NULL;
}

static void add_name_of_any(struct chance *c, const char *type, struct str *out)
{
	int64_t id = any_record(c, type);

	record_title(c->store, &record_type_find(type)->table, id, out);
}

static void add_some_text(struct chance *c, bool is_long, struct str *out)
{
	static const char *const words[] = { "清理河道", "修路", "入户走访",
		"整改", "迎检材料", "100%", "a b", "\"引号\"", "㐂𠮷", "é",
		"12-10", "=1+1", "第3次" };
	unsigned lines = is_long ? 1 + chance_below(c, 3) : 1;

	for (unsigned i = 0; i < lines; i++) {
		if (i)
			str_add_char(out, '\n');
		str_addf(out, "%s%u",
			words[chance_below(c, sizeof words / sizeof *words)],
			chance_below(c, 1000));
		if (!is_long || chance_one_in(c, 2))
			continue;
		/* a line of a source: what, who, until when */
		str_add(out, "  ");
		add_name_of_any(c, "unit", out);
		str_addf(out, "  12-%u", 1 + chance_below(c, 31));
	}
}

/* As many as may be, or as few. */
static void to_length(struct chance *c, const struct field *f, struct str *out)
{
	int64_t most = field_max_chars(f);

	if (chance_one_in(c, 20))
		for (int64_t i = (int64_t)out->len_bytes; i < most; i++)
			str_add_char(out, 'x');
	for (int64_t i = (int64_t)out->len_bytes; i < f->min; i++)
		str_add_char(out, '0');
}

static struct value some_text(struct chance *c, const struct session *s,
	const struct record_type *of, const struct field *f)
{
	struct value_context how = session_values(s, of->table.name);
	struct str text = STR_INIT;
	struct value v = { .kind = VALUE_NULL };
	char *other = chance_one_in(c, 2) ? text_of_another(c, of, f) : NULL;

	if (other)
		str_add(&text, other);
	else if (chance_one_in(c, 5))
		add_name_of_any(
			c, chance_one_in(c, 2) ? "unit" : "person", &text);
	else
		add_some_text(c, f->type == FIELD_LONG, &text);
	to_length(c, f, &text);
	mem_free(other);
	if (text.len_bytes)
		value_parse(f, text.data, &how, &v, NULL);
	str_free(&text);
	return v;
}

static struct value some_day(
	struct chance *c, const struct session *s, const struct field *f)
{
	int64_t from = -40, to = 60;
	char iso[DATE_TEXT_BYTES];

	if (f->min || f->max) {
		from = from > f->min ? from : f->min;
		to = to < f->max ? to : f->max;
	}
	return value_text(date_iso(
		clock_today(&s->clock) + (int)between(c, from, to), iso));
}

static struct value some_number(struct chance *c, const struct field *f)
{
	int64_t from = f->flags & FIELD_SIGNED ? -500 : 0;
	int64_t to = f->type == FIELD_DECIMAL ? 10000 : 100;

	if (f->min || f->max) {
		from = f->min;
		to = f->max;
	}
	if (chance_one_in(c, 2) && from + 100 < to)
		to = from + 100;
	return value_int(between(c, from, to));
}

static struct value some_choice(struct chance *c, const struct field *f)
{
	unsigned n = 0;
	int64_t set = 0;

	while (f->choices[n].name)
		n++;
	if (f->type == FIELD_CHOICE)
		return value_int(f->choices[chance_below(c, n)].number);
	for (unsigned i = 0; i < 2; i++)
		set |= INT64_C(1) << f->choices[chance_below(c, n)].number;
	return value_int(set);
}

static struct value some_word(struct chance *c, const struct field *f)
{
	struct stmt *s =
		stmt_get(c->store, "SELECT id FROM value WHERE dict=:dict"
				   " ORDER BY (id * :mix) % 101 LIMIT 1");

	stmt_bind_text(s, ":dict", f->of);
	stmt_bind_int(s, ":mix", 1 + chance_below(c, 100));
	int64_t id = stmt_one_int(s, 0);
	return id ? value_int(id) : (struct value){ .kind = VALUE_NULL };
}

static struct value some_records(struct chance *c, const struct field *f)
{
	struct value_ids ids = { .id = NULL };
	struct str text = STR_INIT;

	for (unsigned n = 1 + chance_below(c, 3); n; n--) {
		int64_t id = any_record(c, f->of);

		if (id)
			value_ids_add(&ids, id);
	}
	if (ids.count)
		value_ids_print(&ids, &text);
	struct value v = value_text(text.data);
	value_ids_free(&ids);
	str_free(&text);
	return v;
}

/* One that names the record, or what the record names: a person of the unit,
 * of the share's unit. 0: there is no such thing. */
static int64_t related_record(struct chance *c, const struct record_type *type)
{
	const struct field *to[8];
	int64_t key[8];
	unsigned n = 0;
	struct str sql = STR_INIT;

	for (const struct field *f = type->table.fields; c->about && f->name;
		f++) {
		if (f->type != FIELD_REF || !field_is_stored(f))
			continue;
		if (!strcmp(f->of, c->about->table.name) && n < 8) {
			to[n] = f;
			key[n++] = c->about_id;
		}
		for (const struct field *g = c->about->table.fields; g->name;
			g++)
			if (g->type == FIELD_REF && field_is_stored(g) &&
				!strcmp(f->of, g->of) && n < 8) {
				to[n] = f;
				key[n++] = record_int(c->store,
					&c->about->table, c->about_id, g);
			}
	}
	if (!n)
		return 0;
	n = chance_below(c, n);
	str_addf(&sql,
		"SELECT id FROM \"%s\" WHERE \"%s\"=:key"
		" ORDER BY (id * :mix) %% 101 LIMIT 1",
		type->table.name, to[n]->name);
	struct stmt *s = stmt_get(c->store, stmt_keep(c->store, sql.data));
	str_free(&sql);
	stmt_bind_int(s, ":key", key[n]);
	stmt_bind_int(s, ":mix", 1 + chance_below(c, 100));
	return stmt_one_int(s, 0);
}

static struct value some_record(struct chance *c, const struct field *f)
{
	const struct record_type *type = record_type_find(f->of);
	int64_t id = chance_one_in(c, 2) ? related_record(c, type) : 0;

	if (!id)
		id = chance_record(c, type, chance_one_in(c, 3));
	return id ? value_int(id) : (struct value){ .kind = VALUE_NULL };
}

struct value chance_value(struct chance *c, const struct session *s,
	const struct record_type *of, const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		return some_text(c, s, of, f);
	case FIELD_DATE:
		return some_day(c, s, f);
	case FIELD_INT:
	case FIELD_DECIMAL:
		return some_number(c, f);
	case FIELD_FLAG:
		return value_int(chance_below(c, 2));
	case FIELD_INSTANT:
		return value_int(clock_now_ms(&s->clock));
	case FIELD_NUMBER:
		return value_int(INT64_C(202600000) + chance_below(c, 50));
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		return some_choice(c, f);
	case FIELD_VALUE:
		return some_word(c, f);
	case FIELD_REF:
		return some_record(c, f);
	case FIELD_REFS:
		return some_records(c, f);
	}
	return (struct value){ .kind = VALUE_NULL };
}
