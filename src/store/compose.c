/*
 * compose.c: SQL from const tables, here and in query.c only. Nothing a user
 * typed ever becomes part of a statement: values are bound by name.
 */
#include "internal.h"

#include <inttypes.h>
#include <string.h>

static const char *column_type(const struct field *f)
{
	return field_is_text(f) ? "TEXT" : "INTEGER";
}

/* Runs of numbers: of a list longer than two SQLite makes a table each time
 * a row is written. */
static void check_choices(const struct field *f, struct str *out)
{
	const struct choice *first = f->choices;

	str_add(out, " CHECK (");
	for (const struct choice *c = first; c->name; c++) {
		if (c[1].name && c[1].number == c->number + 1)
			continue;
		str_addf(out, "%s\"%s\" BETWEEN %d AND %d",
			first == f->choices ? "" : " OR ", f->name,
			first->number, c->number);
		first = c + 1;
	}
	str_add_char(out, ')');
}

static void check_bounds(const struct field *f, struct str *out)
{
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		str_addf(out,
			" CHECK (length(\"%s\") BETWEEN %" PRId64
			" AND %" PRId64 ")",
			f->name, f->min > 0 ? f->min : 1, field_max_chars(f));
		break;
	case FIELD_INT:
	case FIELD_DECIMAL:
		if (f->min || f->max)
			str_addf(out,
				" CHECK (\"%s\" BETWEEN %" PRId64
				" AND %" PRId64 ")",
				f->name, f->min, f->max);
		break;
	case FIELD_FLAG:
		str_addf(out, " CHECK (\"%s\" IN (0,1))", f->name);
		break;
	case FIELD_DATE:
		/* without a modifier 02-30 comes back as it is */
		str_addf(out, " CHECK (date(\"%s\", '+0 days') IS \"%s\")",
			f->name, f->name);
		break;
	case FIELD_CHOICE:
		check_choices(f, out);
		break;
	case FIELD_REFS:
		str_addf(out, " CHECK (\"%s\" GLOB ',[1-9]*,')", f->name);
		break;
	default:
		break;
	}
}

static void column(const struct field *f, struct str *out)
{
	str_addf(out, "\"%s\" %s", f->name, column_type(f));
	if (f->flags & FIELD_REQUIRED)
		str_add(out, " NOT NULL");
	if (f->type == FIELD_REF || f->type == FIELD_VALUE)
		str_addf(out,
			" REFERENCES \"%s\" DEFERRABLE INITIALLY DEFERRED",
			f->type == FIELD_VALUE ? "value" : f->of);
	check_bounds(f, out);
}

/* "dict label;name" as UNIQUE constraints */
static void unique(const char *list, struct str *out)
{
	while (list && *list) {
		size_t n = strcspn(list, ";");

		str_add(out, ",\n\tUNIQUE (");
		for (size_t i = 0; i < n;) {
			size_t word = strcspn(list + i, " ;");

			str_addf(out, "%s\"%.*s\"", i ? ", " : "", (int)word,
				list + i);
			i += word + (list[i + word] == ' ');
		}
		str_add_char(out, ')');
		list += n + (list[n] == ';');
	}
}

static void one_table(
	const struct table *t, bool private, bool commented, struct str *out)
{
	int number = 0;

	str_addf(out, "CREATE TABLE \"%s%s\" (\n\tid INTEGER PRIMARY KEY",
		t->name, private ? "_private" : "");
	if (private)
		str_addf(out,
			" REFERENCES \"%s\" DEFERRABLE INITIALLY DEFERRED",
			t->name);
	/* in order of field number, so that ADD COLUMN gives the same table */
	for (;;) {
		const struct field *next = NULL;

		for (const struct field *f = t->fields; f->name; f++)
			if (field_is_stored(f) && f->number > number &&
				!(f->flags & FIELD_PERSONAL) == !private &&
				(!next || f->number < next->number))
				next = f;
		if (!next)
			break;
		number = next->number;
		str_add(out, ",\n\t");
		column(next, out);
		if (commented)
			str_addf(out, " /* %d %s */", number, next->label);
	}
	if (!private) {
		unique(t->unique, out);
		if (t->checks)
			str_addf(out, ",\n\t%s", t->checks);
	}
	str_add(out, "\n) STRICT;\n");
}

void compose_table(const struct table *t, bool commented, struct str *out)
{
	one_table(t, false, commented, out);
	if (table_has_private(t))
		one_table(t, true, commented, out);
}

/* "kind=13 AND unit=:u" with order "red" -> "kind","unit","red",id */
static void index_columns(const struct view *v, struct str *out)
{
	const char *order = v->order + (*v->order == '-');

	for (const char *p = v->eq; p && *p;) {
		str_addf(out, "\"%.*s\",", (int)strcspn(p, "="), p);
		p = strstr(p, " AND ");
		p = p ? p + 5 : NULL;
	}
	if (strcmp(order, "id") != 0)
		str_addf(out, "\"%s\",", order);
	str_add(out, "id");
}

/* named after its table and columns: TABLE_a_b_id */
static void one_index(const struct table *t, bool private, const char *columns,
	struct str *out)
{
	const char *end = private ? "_private" : "";
	struct str name = STR_INIT;

	for (const char *p = columns; *p; p++)
		if (*p != '"')
			str_add_char(&name, *p == ',' ? '_' : *p);
	str_addf(out,
		"CREATE INDEX IF NOT EXISTS \"%s%s_%s\" ON \"%s%s\" (%s);\n",
		t->name, end, name.data, t->name, end, columns);
	str_free(&name);
}

/* Derived tables bring their own; a primary key needs none. */
void compose_indexes(const struct table *t, struct str *out)
{
	struct str columns = STR_INIT;

	for (const struct view *v = t->views; v && v->name; v++) {
		str_clear(&columns);
		index_columns(v, &columns);
		if (!v->walk && strcmp(columns.data, "id") != 0)
			one_index(t, false, columns.data, out);
	}
	for (const struct field *f = t->fields; f->name; f++) {
		if (!(f->flags & FIELD_LOOKUP) || !field_is_stored(f))
			continue;
		str_clear(&columns);
		str_addf(&columns, "\"%s\",id", f->name);
		one_index(t, f->flags & FIELD_PERSONAL, columns.data, out);
	}
	str_free(&columns);
}

static bool belongs(const struct field *f, bool private)
{
	return field_is_stored(f) && !(f->flags & FIELD_PERSONAL) == !private;
}

const char *compose_insert(struct store *store, const struct table *t,
	const struct values *v, bool private)
{
	struct str sql = STR_INIT;
	const char *kept;

	str_addf(&sql, "INSERT INTO \"%s%s\" (id", t->name,
		private ? "_private" : "");
	for (size_t i = 0; i < v->count; i++)
		if (belongs(v->item[i].field, private))
			str_addf(&sql, ",\"%s\"", v->item[i].field->name);
	str_add(&sql, ") VALUES (:id");
	for (size_t i = 0; i < v->count; i++)
		if (belongs(v->item[i].field, private))
			str_addf(&sql, ",:f%d", v->item[i].field->number);
	str_add_char(&sql, ')');
	kept = stmt_keep(store, sql.data);
	str_free(&sql);
	return kept;
}

const char *compose_update(struct store *store, const struct table *t,
	const struct values *v, bool private)
{
	struct str sql = STR_INIT;
	const char *kept;
	int n = 0;

	str_addf(&sql, "UPDATE \"%s%s\" SET ", t->name,
		private ? "_private" : "");
	for (size_t i = 0; i < v->count; i++) {
		const struct field *f = v->item[i].field;

		if (belongs(f, private))
			str_addf(&sql, "%s\"%s\"=:f%d", n++ ? "," : "", f->name,
				f->number);
	}
	str_add(&sql, " WHERE id=:id");
	kept = n ? stmt_keep(store, sql.data) : NULL;
	str_free(&sql);
	return kept;
}

bool compose_reads(const struct field *f, bool computed)
{
	return field_is_stored(f) || (computed && f->sql);
}

void compose_value(const struct field *f, struct str *out)
{
	if (f->sql)
		str_addf(out, "(%s)", f->sql);
	else
		str_addf(out, "%c.\"%s\"",
			f->flags & FIELD_PERSONAL ? 'p' : 'r', f->name);
}

const char *compose_read(
	struct store *store, const struct table *t, bool computed)
{
	struct str sql = STR_INIT;
	const char *kept;

	str_add(&sql, "SELECT r.id");
	for (const struct field *f = t->fields; f->name; f++) {
		if (!compose_reads(f, computed))
			continue;
		str_add_char(&sql, ',');
		compose_value(f, &sql);
	}
	str_addf(&sql, " FROM \"%s\" r", t->name);
	if (table_has_private(t))
		str_addf(&sql, " LEFT JOIN \"%s_private\" p ON p.id=r.id",
			t->name);
	str_add(&sql, " WHERE r.id=:id");
	kept = stmt_keep(store, sql.data);
	str_free(&sql);
	return kept;
}

const char *const journal_derived[] = { "touch", "serial", NULL };

const char journal_sql[] =
	"CREATE TABLE journal (\n"
	"\tseq INTEGER PRIMARY KEY, -- contiguous from 1\n"
	"\tat INTEGER NOT NULL, -- UTC milliseconds\n"
	"\ttoday INTEGER NOT NULL, -- day number the rules acted on\n"
	"\tclock INTEGER NOT NULL CHECK (clock IN (0,1,2)),"
	" -- 0 system, 1 set, 2 suspect\n"
	"\tperson INTEGER NOT NULL, -- who decided; 0 the program, the owner\n"
	"\ttypist INTEGER NOT NULL, -- who typed; = person unless 代录\n"
	"\tbasis INTEGER, basis_no TEXT, -- 代录: what it rests on\n"
	"\tos_user TEXT NOT NULL, origin TEXT NOT NULL,\n"
	"\tverb TEXT NOT NULL,\n"
	"\tkind INTEGER NOT NULL, id INTEGER NOT NULL, -- record acted on\n"
	"\tversion INTEGER NOT NULL, -- which field table reads it\n"
	"\taction BLOB NOT NULL CHECK (length(action) = 16),\n"
	"\tpart INTEGER NOT NULL, -- of a batch: 0..n-1 of one action\n"
	"\tundoes BLOB CHECK (length(undoes) = 16), -- action taken back\n"
	"\tchanges BLOB NOT NULL, -- store/change.h\n"
	"\tprev BLOB NOT NULL CHECK (length(prev) = 32),\n"
	"\thash BLOB NOT NULL CHECK (length(hash) = 32), -- SHA-256\n"
	"\tUNIQUE (action, part)\n"
	") STRICT;\n"
	"CREATE INDEX journal_undoes ON journal(undoes)"
	" WHERE undoes IS NOT NULL;\n"
	"CREATE TRIGGER journal_order BEFORE INSERT ON journal\n"
	"WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM journal)\n"
	"  OR NEW.prev <> ifnull((SELECT hash FROM journal"
	" ORDER BY seq DESC LIMIT 1), zeroblob(32))\n"
	"BEGIN SELECT RAISE(ABORT, 'journal: out of order'); END;\n"
	"CREATE TRIGGER journal_update BEFORE UPDATE ON journal\n"
	"BEGIN SELECT RAISE(ABORT, 'journal: append only'); END;\n"
	"CREATE TRIGGER journal_delete BEFORE DELETE ON journal\n"
	"BEGIN SELECT RAISE(ABORT, 'journal: append only'); END;\n"
	"CREATE TABLE kept ( -- values behind digests of the journal\n"
	"\tkind INTEGER NOT NULL, id INTEGER NOT NULL,\n"
	"\tnumber INTEGER NOT NULL,\n"
	"\tdigest BLOB NOT NULL CHECK (length(digest) = 32),\n"
	"\tsalt BLOB NOT NULL, value TEXT NOT NULL,\n"
	"\tPRIMARY KEY (kind, id, number, digest)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE touch ( -- derived: which row wrote which record\n"
	"\tkind INTEGER NOT NULL, id INTEGER NOT NULL,"
	" seq INTEGER NOT NULL,\n"
	"\town INTEGER NOT NULL, -- 0: only as parent of what was written\n"
	"\tPRIMARY KEY (kind, id, seq)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE serial ( -- derived: highest number given in a year\n"
	"\tkind INTEGER NOT NULL, year INTEGER NOT NULL,"
	" last INTEGER NOT NULL,\n"
	"\tPRIMARY KEY (kind, year)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE meta (name TEXT PRIMARY KEY, text TEXT NOT NULL)"
	" STRICT, WITHOUT ROWID;\n";

void store_schema(const struct store_setup *setup, struct str *out)
{
	for (const struct table *const *t = setup->tables; *t; t++) {
		str_addf(out, "-- record, kind %d\n", (*t)->kind);
		compose_table(*t, true, out);
		compose_indexes(*t, out);
		str_add_char(out, '\n');
	}
	str_add(out, "-- journal, and what follows from it\n");
	str_add(out, journal_sql);
	str_addf(out, "\n-- what words are found by\n%s", find_sql);
	if (setup->derived && setup->derived->sql)
		str_addf(out, "\n-- derived\n%s", setup->derived->sql);
}
