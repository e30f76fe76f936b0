/*
 * find.c: the search index, one contentless FTS5 table over words that core
 * cuts (core/find.h), so that any sqlite3 can open the file.
 *
 * It is derived data: what a record's words were comes from the recorded
 * change and never from the table, because FTS5 takes a wrong old text
 * without a word and keeps a ghost of it that no check of its own sees.
 *
 * A row's number is kind, day and id of its record, so that hits come in the
 * order of the list and page by it. Rows out of that order make FTS5 write
 * what it holds each time: so all rows of a transaction are written at its
 * end, sorted.
 */
#include "internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/date.h"
#include "core/find.h"
#include "core/mem.h"

enum { DAY_MOST = (1 << 24) - 1 };

/*
 * Merging stands between a save and its answer when FTS5 does it by itself,
 * and in lumps: find_merge() does it when the user looks, and only what many
 * short runs of the program left is merged by FTS5.
 */
const char find_sql[] =
	"CREATE VIRTUAL TABLE find USING fts5( -- derived: words cut by the"
	" program\n"
	"\ttext, content='', columnsize=0, detail=full, tokenize='ascii'\n"
	"); -- rowid: kind<<56 | day<<32 | id\n"
	"INSERT INTO find(find, rank) VALUES ('automerge', 0);\n"
	"INSERT INTO find(find, rank) VALUES ('crisismerge', 64);\n";

const char *const find_tables[] = { "find", "find_data", "find_idx",
	"find_config", NULL };

/* A record's row before and after a part; 0: no row. */
struct find_change {
	int64_t old_row, new_row;
	char *old_text, *new_text;
	size_t order; /* in the transaction */
};

static void change_free(struct find_change *f)
{
	mem_free(f->old_text);
	mem_free(f->new_text);
}

void find_clear(struct txn *txn)
{
	for (size_t i = 0; i < txn->find.count; i++)
		change_free(&txn->find.item[i]);
	mem_free(txn->find.item);
	txn->find = (struct find_changes){ .item = NULL };
}

/* ---- words and number of a record */

static int64_t row_of(int kind, int day, int64_t id)
{
	int64_t at = day < 0 ? 0 : day > DAY_MOST ? DAY_MOST : day;

	return (int64_t)kind << FIND_KIND_BITS | at << FIND_ID_BITS | id;
}

void find_add_rowid(const struct table *t, struct str *out)
{
	str_addf(out, "((%d<<%d)", t->kind, FIND_KIND_BITS);
	if (t->day)
		str_addf(out,
			"|(min(max(ifnull(CAST(julianday(r.\"%s\")-2440587.5"
			" AS INTEGER),0),0),%d)<<%d)",
			t->day, DAY_MOST, FIND_ID_BITS);
	str_add(out, "|r.id)");
}

/* "〔2026〕12号" whatever the language: so it is compared, too. */
static void add_number(int64_t no, struct str *out)
{
	str_addf(out, "〔%" PRId64 "〕%" PRId64 "号", no / 100000, no % 100000);
}

void find_add_text(const struct field *f, struct str *out)
{
	if (f->type == FIELD_NUMBER)
		str_addf(out,
			"ifnull('〔'||(r.\"%s\"/100000)||'〕'"
			"||(r.\"%s\"%%100000)||'号','')",
			f->name, f->name);
	else
		str_addf(out, "ifnull(r.\"%s\",'')", f->name);
}

static void cut_value(
	const struct field *f, const struct value *v, struct str *out)
{
	struct str number = STR_INIT;

	if (v->kind == VALUE_TEXT) {
		find_cut(v->text, f->flags & FIELD_SOUND, out);
	} else if (v->kind == VALUE_INT) {
		add_number(v->number, &number);
		find_cut(number.data, false, out);
		str_free(&number);
	}
}

static const char *read_sql(struct store *store, const struct table *t)
{
	struct str sql = STR_INIT;
	const char *kept;

	str_addf(&sql, "SELECT %s%s%s", t->day ? "\"" : "",
		t->day ? t->day : "NULL", t->day ? "\"" : "");
	for (const struct field *f = table_next_find(t->fields); f;
		f = table_next_find(f + 1))
		str_addf(&sql, ",\"%s\"", f->name);
	str_addf(&sql, " FROM \"%s\" WHERE id=:id", t->name);
	kept = stmt_keep(store, sql.data);
	str_free(&sql);
	return kept;
}

/* What the record holds now, and what it held before the change. */
struct sides {
	struct value day[2];
	struct str text[2];
};

static void side_add(struct sides *s, const struct field *f,
	const struct change *c, struct value now, bool is_day)
{
	const struct change_field *cf = c ? change_field(c, f->number) : NULL;
	struct value before =
		cf ? value_copy(&cf->before.value) : value_copy(&now);
	struct value both[2] = { before, now };

	for (int i = 0; i < 2; i++) {
		if (is_day) {
			s->day[i] = both[i];
			continue;
		}
		cut_value(f, &both[i], &s->text[i]);
		value_free(&both[i]);
	}
}

/* c: NULL when only what it holds now is wanted. */
static enum status sides_read(struct store *store, const struct table *t,
	int64_t id, const struct change *c, struct sides *out,
	struct error *err)
{
	struct stmt *s = stmt_get(store, read_sql(store, t));
	const struct field *day = t->day ? field_find(t->fields, t->day) : NULL;
	bool is_there;
	int n = 1;

	*out = (struct sides){ .text = { STR_INIT, STR_INIT } };
	stmt_bind_int(s, ":id", id);
	is_there = stmt_row(s);
	if (day)
		side_add(out, day, c,
			is_there ? stmt_value(s, 0)
				 : (struct value){ .kind = VALUE_NULL },
			true);
	for (const struct field *f = table_next_find(t->fields); f;
		f = table_next_find(f + 1), n++)
		side_add(out, f, c,
			is_there ? stmt_value(s, n)
				 : (struct value){ .kind = VALUE_NULL },
			false);
	return stmt_end(s, err);
}

static int64_t side_row(
	const struct sides *s, int i, const struct table *t, int64_t id)
{
	return row_of(t->kind,
		s->day[i].kind == VALUE_TEXT ? date_of_iso(s->day[i].text) : 0,
		id);
}

static void sides_free(struct sides *s)
{
	for (int i = 0; i < 2; i++) {
		value_free(&s->day[i]);
		str_free(&s->text[i]);
	}
}

/* ---- changes, gathered until COMMIT */

static bool concerns(const struct table *t, const struct change *c)
{
	if (!table_next_find(t->fields))
		return false;
	if (c->op != CHANGE_UPDATE)
		return true;
	for (size_t i = 0; i < c->count; i++) {
		const struct field *f =
			field_numbered(t->fields, c->field[i].number);

		if (f && (table_finds(f) ||
				 (t->day && !strcmp(f->name, t->day))))
			return true;
	}
	return false;
}

enum status find_note(
	struct txn *txn, const struct change *c, struct error *err)
{
	const struct table *t = store_kind(txn->store, c->kind);
	struct find_changes *all = &txn->find;
	struct find_change *f;
	struct sides s;
	enum status status;

	if (!t || !concerns(t, c))
		return STATUS_OK;
	status = sides_read(txn->store, t, c->id, c, &s, err);
	if (status) {
		sides_free(&s);
		return status;
	}
	all->item =
		mem_grow(all->item, all->count, &all->size, sizeof *all->item);
	f = &all->item[all->count];
	*f = (struct find_change){ .order = all->count };
	all->count++;
	if (c->op != CHANGE_INSERT) {
		f->old_row = side_row(&s, 0, t, c->id);
		f->old_text = str_take(&s.text[0]);
	}
	if (c->op != CHANGE_DELETE) {
		f->new_row = side_row(&s, 1, t, c->id);
		f->new_text = str_take(&s.text[1]);
	}
	sides_free(&s);
	return STATUS_OK;
}

static int64_t record_of(const struct find_change *f)
{
	int64_t row = f->old_row ? f->old_row : f->new_row;
	int64_t id = row & ((INT64_C(1) << FIND_ID_BITS) - 1);

	return row >> FIND_KIND_BITS << FIND_KIND_BITS | id;
}

static int by_record(const void *a, const void *b)
{
	const struct find_change *x = a;
	const struct find_change *y = b;
	int64_t i = record_of(x), k = record_of(y);

	if (i != k)
		return i < k ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* One change a record: from before the first to after the last. */
static void join_parts(struct find_changes *all)
{
	size_t kept = 0;

	if (all->count)
		qsort(all->item, all->count, sizeof *all->item, by_record);
	for (size_t i = 0; i < all->count; i++) {
		struct find_change *f = &all->item[i];
		struct find_change *last = kept ? &all->item[kept - 1] : NULL;

		if (!last || record_of(last) != record_of(f)) {
			all->item[kept++] = *f;
			continue;
		}
		mem_free(last->new_text);
		mem_free(f->old_text);
		last->new_text = f->new_text;
		last->new_row = f->new_row;
	}
	all->count = kept;
}

static bool is_same(const struct find_change *f)
{
	return f->old_row == f->new_row && f->old_text && f->new_text &&
	       !strcmp(f->old_text, f->new_text);
}

/* One row that goes or comes. */
struct move {
	int64_t row;
	const char *text;
	bool comes;
};

static int by_row(const void *a, const void *b)
{
	const struct move *x = a;
	const struct move *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (int)x->comes - (int)y->comes;
}

static enum status write_move(
	struct store *store, const struct move *m, struct error *err)
{
	struct stmt *s = stmt_get(store,
		m->comes ? "INSERT INTO find(rowid, text) VALUES (:row, :text)"
			 : "INSERT INTO find(find, rowid, text)"
			   " VALUES ('delete', :row, :text)");

	stmt_bind_int(s, ":row", m->row);
	stmt_bind_text(s, ":text", m->text);
	return stmt_run(s, err);
}

enum status find_write(struct txn *txn, struct error *err)
{
	struct find_changes *all = &txn->find;
	struct move *move;
	size_t n = 0;
	enum status status = STATUS_OK;

	if (!all->count)
		return STATUS_OK;
	join_parts(all);
	move = mem_zero(2 * all->count, sizeof *move);
	for (size_t i = 0; i < all->count; i++) {
		const struct find_change *f = &all->item[i];

		if (is_same(f))
			continue;
		if (f->old_text)
			move[n++] =
				(struct move){ f->old_row, f->old_text, false };
		if (f->new_text)
			move[n++] =
				(struct move){ f->new_row, f->new_text, true };
	}
	if (n)
		qsort(move, n, sizeof *move, by_row);
	for (size_t i = 0; i < n && !status; i++)
		status = write_move(txn->store, &move[i], err);
	mem_free(move);
	if (n)
		txn->store->find_writes++;
	return status;
}

/* ---- all of it anew */

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

struct rows {
	int64_t *row;
	size_t count, size;
};

/* Numbers first: sorting the texts themselves would take their room. */
static enum status read_rows(struct store *store, const struct table *t,
	struct rows *out, struct error *err)
{
	struct str sql = STR_INIT;
	struct stmt *s;

	str_add(&sql, "SELECT ");
	find_add_rowid(t, &sql);
	str_addf(&sql, " FROM \"%s\" r", t->name);
	s = stmt_get(store, stmt_keep(store, sql.data));
	str_free(&sql);
	while (stmt_row(s)) {
		out->row = mem_grow(
			out->row, out->count, &out->size, sizeof *out->row);
		out->row[out->count++] = stmt_int(s, 0);
	}
	if (out->count)
		qsort(out->row, out->count, sizeof *out->row, by_number);
	return stmt_end(s, err);
}

static enum status rebuild_table(
	struct store *store, const struct table *t, struct error *err)
{
	struct rows rows = { .row = NULL };
	enum status status = read_rows(store, t, &rows, err);

	for (size_t i = 0; i < rows.count && !status; i++) {
		int64_t id = rows.row[i] & ((INT64_C(1) << FIND_ID_BITS) - 1);
		struct sides s;

		status = sides_read(store, t, id, NULL, &s, err);
		if (!status)
			status = write_move(store,
				&(struct move){
					rows.row[i], s.text[1].data, true },
				err);
		sides_free(&s);
	}
	mem_free(rows.row);
	return status;
}

static int by_kind(const void *a, const void *b)
{
	const struct table *const *x = a;
	const struct table *const *y = b;

	return (*x)->kind - (*y)->kind;
}

enum status find_rebuild(struct txn *txn, struct error *err)
{
	const struct table *sorted[STORE_TABLES_MAX];
	struct store *store = txn->store;
	size_t n = 0;
	enum status status = stmt_run(
		stmt_get(store, "INSERT INTO find(find) VALUES ('delete-all')"),
		err);

	find_clear(txn);
	for (const struct table *const *t = store->setup->tables; *t; t++)
		if (table_next_find((*t)->fields))
			sorted[n++] = *t;
	qsort(sorted, n, sizeof *sorted, by_kind);
	for (size_t i = 0; i < n && !status; i++)
		status = rebuild_table(store, sorted[i], err);
	return status;
}

/* ---- merging */

enum { MERGE_WRITES = 16, MERGE_PAGES = 64 };

bool find_wants_merge(const struct store *store)
{
	return store->find_writes >= MERGE_WRITES;
}

void find_merge(struct store *store)
{
	char sql[80];

	if (!find_wants_merge(store))
		return;
	store->find_writes = 0;
	snprintf(sql, sizeof sql,
		"INSERT INTO find(find, rank) VALUES ('merge', %d)",
		MERGE_PAGES);
	store->is_trusted = true;
	store_exec(store, sql, NULL);
	store->is_trusted = false;
}

/* ---- comparing two, for verify */

struct words {
	sqlite3_stmt *each;
	int rc;
};

/* Every word of every row, in an order that the contents alone give. */
static void words_open(struct store *store, struct words *w)
{
	store->is_trusted = true;
	store_exec(store,
		"CREATE VIRTUAL TABLE temp.find_words"
		" USING fts5vocab('main', 'find', 'instance')",
		NULL);
	w->rc = sqlite3_prepare_v2(store->db,
		"SELECT doc, term, offset FROM temp.find_words", -1, &w->each,
		NULL);
}

static void words_next(struct words *w)
{
	if (w->rc == SQLITE_OK || w->rc == SQLITE_ROW)
		w->rc = sqlite3_step(w->each);
}

static void words_close(struct store *store, struct words *w)
{
	sqlite3_finalize(w->each);
	store_exec(store, "DROP TABLE temp.find_words", NULL);
	store->is_trusted = false;
}

static bool same_word(const struct words *a, const struct words *b)
{
	return sqlite3_column_int64(a->each, 0) ==
		       sqlite3_column_int64(b->each, 0) &&
	       sqlite3_column_int(a->each, 2) ==
		       sqlite3_column_int(b->each, 2) &&
	       !strcmp((const char *)sqlite3_column_text(a->each, 1),
		       (const char *)sqlite3_column_text(b->each, 1));
}

void find_compare(struct store *a, struct store *b,
	void (*tell)(void *arg, int64_t rowid), void *arg)
{
	struct words x, y;

	words_open(a, &x);
	words_open(b, &y);
	do {
		words_next(&x);
		words_next(&y);
	} while (x.rc == SQLITE_ROW && y.rc == SQLITE_ROW && same_word(&x, &y));
	if (x.rc != SQLITE_DONE || y.rc != SQLITE_DONE)
		tell(arg, x.rc == SQLITE_ROW   ? sqlite3_column_int64(x.each, 0)
			  : y.rc == SQLITE_ROW ? sqlite3_column_int64(y.each, 0)
					       : 0);
	words_close(a, &x);
	words_close(b, &y);
}

/* ---- the comparison of a hit */

static void hit(sqlite3_context *c, int n, sqlite3_value **v)
{
	const char *typed = (const char *)sqlite3_value_text(v[2]);

	(void)n;
	sqlite3_result_int(
		c, typed && find_hit((const char *)sqlite3_value_text(v[0]),
				    (const char *)sqlite3_value_text(v[1]),
				    typed));
}

void find_attach(struct store *store)
{
	sqlite3_create_function_v2(store->db, "find_hit", 3,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
		hit, NULL, NULL, NULL);
}
