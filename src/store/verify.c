/*
 * verify.c: is the file what its journal says?
 *
 * The journal is read once from its first row: numbers, links and hashes,
 * and every change is replayed into a private empty file. Then the records
 * and the derived data of both must be equal, row by row: a record changed
 * behind the journal's back shows, and so does derived data gone wrong.
 */
#include "internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "store/journal.h"

struct check {
	struct store *store, *copy;
	const struct verify_progress *progress;
	struct str *findings;
	int found;
};

__attribute__((format(printf, 2, 3))) static void find(
	struct check *c, const char *text, ...)
{
	va_list args;

	c->found++;
	va_start(args, text);
	str_addv(c->findings, text, args);
	va_end(args);
	str_add_char(c->findings, '\n');
}

/* ---- the chain, and the replay */

static enum status replay_row(
	struct txn *txn, const struct journal_row *row, struct error *err)
{
	enum status status = STATUS_OK;

	recorder_clear(&txn->recorder);
	txn->recorder.is_open = true;
	txn->is_replay = true;
	for (size_t i = 0; i < row->changes.count && !status; i++)
		status = change_apply(txn, &row->changes.item[i], false, err);
	recorder_clear(&txn->recorder);
	if (!status)
		status = touch_write(txn->store, &row->changes, row->seq, err);
	if (!status)
		status = serial_write(txn->store, &row->changes, err);
	return status;
}

static void check_link(
	struct check *c, struct stmt *s, int64_t seq, unsigned char head[32])
{
	unsigned char prev[32], hash[32], stored[32];
	bool follows = journal_link(s, JOURNAL_PREV, prev) &&
		       memcmp(prev, head, 32) == 0;
	bool is_whole = journal_link(s, JOURNAL_HASH, stored);

	journal_hash_of(s, head, hash);
	if (!follows)
		find(c,
			_("journal: row %" PRId64 " does not follow the one "
			  "before it"),
			seq);
	else if (!is_whole || memcmp(stored, hash, 32) != 0)
		find(c, _("journal: row %" PRId64 " was changed afterwards"),
			seq);
	if (is_whole)
		memcpy(head, stored, 32);
}

static bool tell(struct check *c, int64_t done, int64_t all)
{
	return !c->progress || c->progress->tell(c->progress->arg, done, all);
}

struct walk {
	struct txn *txn;  /* where it is replayed; NULL: the chain alone */
	int64_t seq, all; /* the next row; the newest */
	unsigned char head[32];
};

static void replay(struct check *c, struct walk *w, struct stmt *s)
{
	struct journal_row row;

	if (journal_take(s, &row, NULL))
		find(c, _("journal: row %" PRId64 " cannot be read"), w->seq);
	else if (replay_row(w->txn, &row, NULL))
		find(c, _("journal: row %" PRId64 " cannot be replayed"),
			w->seq);
	journal_row_free(&row);
}

/* One line, however many: the number after a gap may be anything. */
static void find_gap(struct check *c, int64_t from, int64_t to)
{
	if (to - from == 1)
		find(c, _("journal: row %" PRId64 " is missing"), from);
	else if (to > from)
		find(c,
			_("journal: rows %" PRId64 " to %" PRId64
			  " are missing"),
			from, to - 1);
}

/* From w->seq as far as the file can be read. */
static enum status walk_on(struct check *c, struct walk *w, struct error *err)
{
	struct stmt *s = journal_walk(c->store, w->seq);
	enum status status = STATUS_OK;

	while (!status && stmt_row(s)) {
		find_gap(c, w->seq, stmt_int(s, 0));
		w->seq = stmt_int(s, 0);
		check_link(c, s, w->seq, w->head);
		if (w->txn)
			replay(c, w, s);
		if (++w->seq % 1000 == 0 && !tell(c, w->seq, w->all))
			status = error_set(
				err, STATUS_STOPPED, NULL, _("stopped"));
	}
	enum status ended = stmt_end(s, status ? NULL : err);

	return status ? status : ended;
}

static enum status walk_journal(
	struct check *c, struct txn *txn, struct error *err)
{
	struct walk w = { .txn = txn, .seq = 1 };
	unsigned char newest[32];
	enum status status = STATUS_CORRUPT;

	w.all = journal_head(c->store, newest);
	while (status == STATUS_CORRUPT && w.seq <= w.all) {
		status = walk_on(c, &w, err);
		if (status == STATUS_CORRUPT)
			find(c, _("journal: row %" PRId64 " cannot be read"),
				w.seq++);
	}
	return status == STATUS_CORRUPT ? STATUS_OK : status;
}

/* ---- comparing two files table by table */

static bool same_cell(struct stmt *a, struct stmt *b, int i)
{
	struct value x = stmt_value(a, i);
	struct value y = stmt_value(b, i);
	bool same = value_equal(&x, &y);

	value_free(&x);
	value_free(&y);
	return same;
}

static bool same_row(struct stmt *a, struct stmt *b)
{
	int n = sqlite3_column_count(a->handle);

	for (int i = 0; i < n; i++)
		if (!same_cell(a, b, i))
			return false;
	return true;
}

/* All columns are the order, so equal tables walk in step. */
static const char *dump_sql(struct store *store, const char *table)
{
	struct str sql = STR_INIT;
	sqlite3_stmt *q;
	const char *kept;
	int n = 0;

	str_addf(&sql, "SELECT * FROM \"%s\"", table);
	if (sqlite3_prepare_v2(store->db, sql.data, -1, &q, NULL) ==
		SQLITE_OK) {
		n = sqlite3_column_count(q);
		sqlite3_finalize(q);
	}
	for (int i = 1; i <= n; i++)
		str_addf(&sql, "%s%d", i == 1 ? " ORDER BY " : ",", i);
	kept = stmt_keep(store, sql.data);
	str_free(&sql);
	return kept;
}

static void compare(struct check *c, const char *table)
{
	struct stmt *a = stmt_get(c->store, dump_sql(c->store, table));
	struct stmt *b = stmt_get(c->copy, dump_sql(c->copy, table));
	bool more_a = stmt_row(a);
	bool more_b = stmt_row(b);

	while (more_a && more_b && same_row(a, b)) {
		more_a = stmt_row(a);
		more_b = stmt_row(b);
	}
	if (more_a || more_b)
		find(c,
			_("%s: differs from what the journal says, first at "
			  "%" PRId64),
			table, stmt_int(more_a ? a : b, 0));
	stmt_end(a, NULL);
	stmt_end(b, NULL);
}

static void find_differs(void *arg, int64_t rowid)
{
	const struct check *c = arg;
	const struct table *t =
		store_kind(c->store, (int)(rowid >> FIND_KIND_BITS));

	find(arg,
		_("find: differs from what the journal says, first at %s "
		  "%" PRId64),
		t ? t->name : "?", rowid & ((INT64_C(1) << FIND_ID_BITS) - 1));
}

static void compare_all(struct check *c)
{
	for (int i = 0; i < c->store->maps; i++) {
		const struct table_map *m = &c->store->map[i];

		if (m->class == TABLE_RECORD || m->class == TABLE_PRIVATE ||
			m->class == TABLE_DERIVED)
			compare(c, m->name);
	}
	find_compare(c->store, c->copy, find_differs, c);
}

static void pragma_lines(struct check *c, const char *sql, const char *what)
{
	sqlite3_stmt *q;

	c->store->is_trusted = true;
	if (sqlite3_prepare_v2(c->store->db, sql, -1, &q, NULL) == SQLITE_OK) {
		while (sqlite3_step(q) == SQLITE_ROW) {
			const char *line =
				(const char *)sqlite3_column_text(q, 0);

			if (line && strcmp(line, "ok") != 0)
				find(c, "%s: %s", what, line);
		}
		if (sqlite3_finalize(q) != SQLITE_OK)
			find(c, "%s: %s", what, sqlite3_errmsg(c->store->db));
	} else {
		find(c, "%s: %s", what, sqlite3_errmsg(c->store->db));
	}
	c->store->is_trusted = false;
}

/* ---- a table as it is into an empty one, in the order of its key */

static const char *copy_sql(struct store *to, const char *table, int columns)
{
	struct str sql = STR_INIT;
	const char *kept;

	str_addf(&sql, "INSERT INTO \"%s\" VALUES (", table);
	for (int i = 0; i < columns; i++)
		str_addf(&sql, "%s:c%d", i ? "," : "", i);
	str_add_char(&sql, ')');
	kept = stmt_keep(to, sql.data);
	str_free(&sql);
	return kept;
}

static enum status table_copy(struct store *from, struct store *to,
	const char *table, struct error *err)
{
	char sql[96];
	const char *insert;
	struct stmt *s;
	int n;
	enum status status = STATUS_OK;
	enum status ended;

	snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1", table);
	s = stmt_get(from, stmt_keep(from, sql));
	n = sqlite3_column_count(s->handle);
	insert = copy_sql(to, table, n);
	while (!status && stmt_row(s)) {
		struct stmt *put = stmt_get(to, insert);

		for (int i = 0; i < n; i++)
			sqlite3_bind_value(put->handle, i + 1,
				sqlite3_column_value(s->handle, i));
		status = stmt_run(put, err);
	}
	ended = stmt_end(s, status ? NULL : err);
	return status ? status : ended;
}

/* ---- deriving everything anew */

static enum status empty_derived(struct txn *txn, struct error *err)
{
	const struct derived *d = txn->store->setup->derived;
	enum status status = STATUS_OK;

	for (const char *const *t = d ? d->tables : NULL; t && *t && !status;
		t++) {
		char sql[128];

		snprintf(sql, sizeof sql, "DELETE FROM \"%s\"", *t);
		status = stmt_run(
			stmt_get(txn->store, stmt_keep(txn->store, sql)), err);
	}
	return status;
}

static enum status derive_anew(struct txn *txn, struct error *err)
{
	const struct derived *d = txn->store->setup->derived;
	enum status status = empty_derived(txn, err);

	txn->recorder.is_open = false;
	if (!status && d)
		status = d->rebuild(txn, err);
	return status ? status : find_rebuild(txn, err);
}

static enum status copy_meta(
	struct store *from, struct store *to, struct error *err)
{
	struct stmt *s = stmt_get(from, "SELECT name, text FROM meta");
	enum status status = STATUS_OK;
	enum status ended;

	while (!status && stmt_row(s))
		status = store_set_meta(
			to, stmt_text(s, 0), stmt_text(s, 1), err);
	ended = stmt_end(s, status ? NULL : err);
	return status ? status : ended;
}

static enum status replay_all(
	struct check *c, bool with_journal, struct error *err)
{
	struct stamp stamp = { .os_user = "replay", .origin = "" };
	struct txn *txn;
	enum status status = copy_meta(c->store, c->copy, err);

	if (!status)
		status = txn_begin(c->copy, &stamp, &txn, err);
	if (status)
		return status;
	if (with_journal)
		status = table_copy(c->store, c->copy, "journal", err);
	/* before all rows: replay reads what stands behind their digests */
	if (!status)
		status = table_copy(c->store, c->copy, "kept", err);
	if (!status)
		status = walk_journal(c, txn, err);
	if (!status)
		status = derive_anew(txn, err);
	if (status) {
		txn_rollback(txn);
		return status;
	}
	return txn_commit(txn, NULL, err);
}

static const char *kind_name(struct check *c, int kind)
{
	const struct table *t = store_kind(c->store, kind);

	return t ? t->name : "?";
}

static void kept_changed(void *arg, int kind, int64_t id, int number)
{
	find(arg, _("kept: field %d of %s %" PRId64 " was changed afterwards"),
		number, kind_name(arg, kind), id);
}

static void kept_missing(void *arg, int kind, int64_t id, int number)
{
	find(arg, _("kept: field %d of %s %" PRId64 " is missing"), number,
		kind_name(arg, kind), id);
}

int store_verify_chain(
	struct store *store, struct str *findings, struct error *err)
{
	struct check c = { .store = store, .findings = findings };

	store_read_begin(store);
	enum status status = walk_journal(&c, NULL, err);
	store_read_end(store);
	return status ? -1 : c.found;
}

int store_verify(struct store *store, const struct verify_progress *progress,
	struct str *findings, struct error *err)
{
	struct check c = {
		.store = store, .progress = progress, .findings = findings
	};
	enum status status;

	pragma_lines(&c, "PRAGMA integrity_check(20)", _("file"));
	pragma_lines(&c, "PRAGMA foreign_key_check", _("reference"));
	if (store_open_memory(store->setup, &c.copy, err))
		return -1;
	store_read_begin(store);
	status = replay_all(&c, false, err);
	if (!status) {
		kept_check(store, kept_changed, kept_missing, &c);
		compare_all(&c);
	}
	store_read_end(store);
	store_close(c.copy);
	return status ? -1 : c.found;
}

/*
 * touch and serial follow from the journal alone, but the parent of a record
 * is the one it had then: so they are taken from a replay.
 */
static enum status rebuild_touch(struct store *store, struct error *err)
{
	struct str findings = STR_INIT;
	struct check c = { .store = store, .findings = &findings };
	enum status status = store_open_memory(store->setup, &c.copy, err);

	if (status)
		return status;
	status = replay_all(&c, false, err);
	if (!status && c.found)
		status = error_set(
			err, STATUS_CORRUPT, NULL, "%s", findings.data);
	if (!status)
		status = stmt_run(stmt_get(store, "DELETE FROM touch"), err);
	if (!status)
		status = stmt_run(stmt_get(store, "DELETE FROM serial"), err);
	if (!status)
		status = table_copy(c.copy, store, "touch", err);
	if (!status)
		status = table_copy(c.copy, store, "serial", err);
	store_close(c.copy);
	str_free(&findings);
	return status;
}

enum status store_rebuild(struct store *store, struct error *err)
{
	struct stamp stamp = { .os_user = "rebuild", .origin = "" };
	struct txn *txn;
	enum status status = txn_begin(store, &stamp, &txn, err);

	if (status)
		return status;
	status = rebuild_touch(store, err);
	if (!status)
		status = derive_anew(txn, err);
	if (status) {
		txn_rollback(txn);
		return status;
	}
	return txn_commit(txn, NULL, err);
}

/* ---- replay: the same journal in another (empty) file */

enum status store_replay(
	struct store *from, struct store *to, struct error *err)
{
	struct str findings = STR_INIT;
	struct check c = { .store = from, .copy = to, .findings = &findings };
	enum status status;

	store_read_begin(from);
	status = replay_all(&c, true, err);
	store_read_end(from);
	if (!status && c.found)
		status = error_set(
			err, STATUS_CORRUPT, NULL, "%s", findings.data);
	str_free(&findings);
	return status;
}
