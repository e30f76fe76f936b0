#include "internal.h"

#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"

enum { CLOCK_BACK_MS = 120000 };

static enum status read_head(struct txn *txn, struct error *err)
{
	struct stmt *s = stmt_get(txn->store,
		"SELECT seq, hash, at FROM journal ORDER BY seq DESC LIMIT 1");

	if (stmt_row(s)) {
		size_t len_bytes;
		const void *hash = stmt_blob(s, 1, &len_bytes);

		txn->seq = stmt_int(s, 0);
		txn->head_at_ms = stmt_int(s, 2);
		if (len_bytes == sizeof txn->head)
			memcpy(txn->head, hash, sizeof txn->head);
	}
	return stmt_end(s, err);
}

/*
 * A restore puts another file in the place of the one that is open here:
 * what is written to the old one would be lost. (One stat(); the swap is
 * made under the side lock, so the answer holds until it is left.)
 */
static enum status check_writable(struct store *store, struct error *err)
{
	int has_moved = 0;

	if (store->lock)
		sqlite3_file_control(
			store->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
	if (has_moved)
		return error_set(err, STATUS_CONFLICT,
			_("leave the program and start it again"),
			_("the file was replaced or moved meanwhile, nothing "
			  "was saved"));
	if (sqlite3_db_readonly(store->db, "main") == 1)
		return fault_set(store, SQLITE_READONLY, err);
	return STATUS_OK;
}

/*
 * A backup that is opened by its own name, or put back by cp, is in no WAL,
 * as one whole file has to be: what reads would then keep writers out.
 */
static enum status enter_wal(struct store *store, struct error *err)
{
	bool was_trusted = store->is_trusted;
	sqlite3_stmt *q = NULL;
	int rc;

	if (store->is_wal || !store->lock)
		return STATUS_OK;
	store->is_trusted = true;
	rc = sqlite3_prepare_v2(
		store->db, "PRAGMA journal_mode=WAL", -1, &q, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q);
	store->is_wal = rc == SQLITE_ROW &&
			!strcmp((const char *)sqlite3_column_text(q, 0), "wal");
	sqlite3_finalize(q);
	store->is_trusted = was_trusted;
	if (store->is_wal)
		return STATUS_OK;
	return fault_set(store, rc == SQLITE_ROW ? SQLITE_BUSY : rc, err);
}

enum status txn_begin(struct store *store, const struct stamp *stamp,
	struct txn **out, struct error *err)
{
	struct txn *txn;
	enum status status = STATUS_OK;

	if (store->txn)
		return error_set(err, STATUS_BUSY, NULL,
			"a transaction is open already");
	store_read_end(store);
	if (store->lock)
		status = lock_enter(store->lock, stamp->os_user, err);
	if (status)
		return status;
	store->is_fouled = false;
	txn = mem_zero(1, sizeof *txn);
	txn->store = store;
	txn->stamp = *stamp;
	store->txn = txn;
	status = check_writable(store, err);
	if (!status)
		status = enter_wal(store, err);
	if (!status)
		status = stmt_run(stmt_get(store, "BEGIN IMMEDIATE"), err);
	if (!status)
		status = read_head(txn, err);
	if (status) {
		txn_rollback(txn);
		return status;
	}
	/* the journal's order is its number; a clock that jumps is noted */
	if (stamp->clock == TXN_CLOCK_SYSTEM &&
		stamp->at_ms < txn->head_at_ms - CLOCK_BACK_MS)
		txn->stamp.clock = TXN_CLOCK_SUSPECT;
	*out = txn;
	return STATUS_OK;
}

static void finish(struct txn *txn)
{
	struct store *store = txn->store;

	store->txn = NULL;
	recorder_clear(&txn->recorder);
	find_clear(txn);
	if (store->lock)
		lock_leave(store->lock);
	mem_free(txn);
}

void txn_rollback(struct txn *txn)
{
	if (!txn)
		return;
	bool is_broken = txn->broken.status;

	txn->broken.status = STATUS_OK;
	if (!sqlite3_get_autocommit(txn->store->db))
		stmt_run(stmt_get(txn->store, "ROLLBACK"), NULL);
	if (is_broken) /* what was read wrongly once must not stay */
		sqlite3_db_release_memory(txn->store->db);
	finish(txn);
}

static bool is_of_the_disk(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_NOMEM:
	case SQLITE_INTERRUPT:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return true;
	default:
		return false;
	}
}

enum status txn_note(
	struct store *store, int rc, enum status status, struct error *err)
{
	struct error *broken = &store->txn->broken;

	if (!broken->status && is_of_the_disk(rc))
		fault_set(store, rc, broken);
	if (!broken->status)
		return status;
	if (err)
		*err = *broken;
	return broken->status;
}

/* What forbids the COMMIT. */
static enum status check_sound(struct txn *txn, struct error *err)
{
	if (txn->broken.status) {
		if (err)
			*err = txn->broken;
		return txn->broken.status;
	}
	if (txn->is_bad)
		return error_set(
			err, STATUS_CORRUPT, NULL, "a part was given up");
	if (txn->recorder.fault[0])
		return error_set(err, STATUS_CORRUPT, NULL,
			_("%s was written outside the journal"),
			txn->recorder.fault);
	return STATUS_OK;
}

/*
 * COMMIT failed. When only the last sync did, its frames lie in the WAL as
 * if they were valid, unseen until a crash makes SQLite read them again: the
 * action would then come back although an error was told. Another commit
 * over them settles it; then the journal knows.
 */
static enum status settle(struct store *store, enum status status,
	const unsigned char action[TXN_ACTION_BYTES], int64_t *seq,
	struct error *err)
{
	enum status written, found;
	int64_t id;

	if (status != STATUS_IO && status != STATUS_CORRUPT)
		return status; /* refused, full: nothing can be complete */
	written =
		stmt_run(stmt_get(store, "INSERT INTO meta (name, text) VALUES"
					 " ('settled', hex(randomblob(8)))"
					 " ON CONFLICT (name) DO UPDATE"
					 " SET text=excluded.text"),
			NULL);
	found = txn_lookup(store, action, seq, &id);
	if (found == STATUS_OK)
		return STATUS_OK;
	if (!written && found == STATUS_NOT_FOUND)
		return status;
	return error_set(err, STATUS_IO,
		_("look whether it is there before you do it again"),
		_("the disk failed while saving: whether it was saved is not "
		  "known"));
}

enum status txn_commit(struct txn *txn, int64_t *seq, struct error *err)
{
	struct store *store = txn->store;
	int64_t last = txn->seq;
	int parts = txn->parts;
	enum status status = check_sound(txn, err);

	if (!status)
		status = find_write(txn, err);
	if (status) {
		txn_rollback(txn);
		return status;
	}
	txn->is_committing = true;
	status = stmt_run(stmt_get(store, "COMMIT"), err);
	txn->broken.status = STATUS_OK; /* told; what follows must run */
	if (status && !sqlite3_get_autocommit(store->db))
		stmt_run(stmt_get(store, "ROLLBACK"), NULL);
	if (status) /* COMMIT reads, too: the index writes itself there */
		sqlite3_db_release_memory(store->db);
	if (status)
		status = settle(store, status, txn->stamp.action, &last, err);
	if (!status && store->lock &&
		store_wal_bytes(store) > STORE_WAL_INLINE_BYTES)
		store_checkpoint(store);
	finish(txn);
	if (!status && seq)
		*seq = parts ? last : 0;
	return status;
}

enum status txn_lookup(struct store *store,
	const unsigned char action[TXN_ACTION_BYTES], int64_t *seq, int64_t *id)
{
	struct stmt *s = stmt_get(store,
		"SELECT seq, id FROM journal WHERE action=:action"
		" ORDER BY part DESC LIMIT 1");
	bool found;

	stmt_bind_blob(s, ":action", action, TXN_ACTION_BYTES);
	found = stmt_row(s);
	if (found) {
		*seq = stmt_int(s, 0);
		*id = stmt_int(s, 1);
	}
	enum status status = stmt_end(s, NULL);

	return status ? status : found ? STATUS_OK : STATUS_NOT_FOUND;
}

struct store *txn_store(struct txn *txn)
{
	return txn->store;
}

const struct stamp *txn_stamp(const struct txn *txn)
{
	return &txn->stamp;
}

/* ---- parts */

void txn_part_begin(struct txn *txn, const char *verb, int kind, int64_t id)
{
	recorder_clear(&txn->recorder);
	txn->part = txn->stamp;
	snprintf(txn->verb, sizeof txn->verb, "%s", verb);
	txn->kind = kind;
	txn->id = id;
	txn->recorder.is_open = true;
}

void txn_part_record(struct txn *txn, int64_t id)
{
	txn->id = id;
}

void txn_part_actor(
	struct txn *txn, int64_t person, int64_t basis, const char *basis_no)
{
	txn->part.person = person;
	txn->part.basis = basis;
	txn->part.basis_no = basis_no;
}

void txn_part_drop(struct txn *txn)
{
	recorder_clear(&txn->recorder);
	txn->is_bad = true;
}

const struct changes *txn_changes(struct txn *txn)
{
	return &txn->recorder.changes;
}

/* Personal values become digests; what stands behind them goes to kept. */
static enum status digest_personal(struct txn *txn, struct error *err)
{
	struct changes *all = &txn->recorder.changes;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < all->count && !status; i++) {
		struct change *c = &all->item[i];
		const struct table *t = store_kind(txn->store, c->kind);

		for (size_t k = 0; k < c->count && !status; k++) {
			struct change_field *cf = &c->field[k];
			const struct field *f =
				field_numbered(t->fields, cf->number);

			if (!f || !(f->flags & FIELD_PERSONAL))
				continue;
			status = txn_personal(txn, c->kind, c->id, f->number,
				&cf->before, err);
			if (!status)
				status = txn_personal(txn, c->kind, c->id,
					f->number, &cf->after, err);
		}
	}
	return status;
}

static enum status derive_all(struct txn *txn, struct error *err)
{
	const struct derived *d = txn->store->setup->derived;
	const struct changes *all = &txn->recorder.changes;
	enum status status = STATUS_OK;

	txn->recorder.is_open = false;
	for (size_t i = 0; d && i < all->count && !status; i++)
		status = d->derive(txn, &all->item[i], err);
	for (size_t i = 0; i < all->count && !status; i++)
		status = find_note(txn, &all->item[i], err);
	if (!status && txn->recorder.fault[0])
		status = error_set(err, STATUS_CORRUPT, NULL,
			_("%s was written outside the journal"),
			txn->recorder.fault);
	return status;
}

static enum status write_row(struct txn *txn, struct error *err)
{
	const struct changes *all = &txn->recorder.changes;
	struct str bytes = STR_INIT;
	struct journal_input in = {
		.seq = txn->seq + 1,
		.stamp = &txn->part,
		.verb = txn->verb,
		.kind = txn->kind,
		.id = txn->id,
		.part = txn->parts,
		.prev = txn->head,
	};
	enum status status;

	changes_encode(all, &bytes);
	in.changes = bytes.data;
	in.changes_bytes = bytes.len_bytes;
	status = journal_insert(txn->store, &in, txn->head, err);
	str_free(&bytes);
	if (!status)
		status = touch_write(txn->store, all, in.seq, err);
	if (!status)
		status = serial_write(txn->store, all, err);
	if (!status) {
		txn->seq = in.seq;
		txn->parts++;
	}
	return status;
}

enum status txn_part_end(
	struct txn *txn, bool even_unchanged, int64_t *seq, struct error *err)
{
	enum status status;

	*seq = 0;
	recorder_seal(&txn->recorder);
	if (!txn->recorder.changes.count && !even_unchanged &&
		!txn->recorder.fault[0]) {
		recorder_clear(&txn->recorder);
		return STATUS_OK;
	}
	status = derive_all(txn, err);
	if (!status)
		status = digest_personal(txn, err);
	if (!status)
		status = write_row(txn, err);
	if (!status && txn->broken.status)
		status = check_sound(txn, err);
	recorder_clear(&txn->recorder);
	if (status)
		txn->is_bad = true;
	else
		*seq = txn->seq;
	return status;
}
