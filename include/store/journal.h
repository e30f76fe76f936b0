/*
 * journal.h: reading the journal; history, undo, verify, rebuild.
 */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "core/str.h"
#include "store/change.h"
#include "store/store.h"
#include "store/txn.h"

struct journal_row {
	int64_t seq, at_ms;
	int today;
	int clock;
	int64_t person, typist, basis;
	char *basis_no, *os_user, *origin, *verb;
	int kind;
	int64_t id;
	int version;
	unsigned char action[TXN_ACTION_BYTES];
	int part;
	bool undoes_another;
	unsigned char undoes[TXN_ACTION_BYTES];
	struct changes changes;
};
void journal_row_free(struct journal_row *row);

/* The row of that number; STATUS_NOT_FOUND. */
enum status journal_read(struct store *store, int64_t seq,
	struct journal_row *row, struct error *err);
int64_t journal_head(struct store *store, unsigned char hash[32]);

/*
 * The rows that wrote the record (and, with_children, that wrote a record
 * whose parent it is), newest first, below `before` (0: from the newest), at
 * most n. The callback returns false to stop.
 */
enum status journal_history(struct store *store, int kind, int64_t id,
	bool with_children, int64_t before, int n,
	bool (*each)(void *arg, const struct journal_row *), void *arg,
	struct error *err);

/* Kinds (bits) of the records that rows after `seq` touched; *seq moves. */
enum status journal_since(struct store *store, int64_t *seq,
	unsigned char kinds[128], struct error *err);

/*
 * Undo. The caller has decided that the person may; here is decided whether
 * the records still stand as the action left them. plain(verb) tells plain
 * edits, compared field by field; all others by record.
 */
struct undo_obstacle { /* why not: filled with STATUS_REFUSED */
	int64_t seq;
	int kind;
	int64_t id;
	int number; /* field, 0 none */
};
/* The newest action of that typist that is not undone; 0: none lately. */
int64_t undo_last(struct store *store, int64_t typist, const char *os_user);
bool undo_is_undone(
	struct store *store, const unsigned char action[TXN_ACTION_BYTES]);
/*
 * Writes the old values of every part of the action back within txn (whose
 * stamp names it in .undoes), a part for each.
 */
enum status undo_apply(struct txn *txn,
	const unsigned char action[TXN_ACTION_BYTES],
	bool (*plain)(const char *verb), struct undo_obstacle *obstacle,
	struct error *err);

/* One line a finding; returns how many, or -1 when it could not run. */
struct verify_progress {
	void *arg;
	bool (*tell)(void *arg, int64_t done, int64_t all); /* false: stop */
};
int store_verify(struct store *store, const struct verify_progress *progress,
	struct str *findings, struct error *err);
/* The journal alone: its numbers, links and hashes, nothing replayed. */
int store_verify_chain(
	struct store *store, struct str *findings, struct error *err);
enum status store_rebuild(struct store *store, struct error *err);

/*
 * A verified copy (VACUUM INTO, then checked), and the way back: the present
 * file is kept beside as *.before-N; a copy whose chain is shorter is refused
 * unless `shorter`.
 */
enum status store_backup(
	struct store *store, const char *to, struct error *err);
enum status store_restore(const char *from, const char *to,
	const struct store_setup *setup, bool shorter, struct error *err);

/*
 * Replays the journal of one file into a fresh one (kept values with it):
 * the records are then the same. For restore from damage, and for tests.
 */
enum status store_replay(
	struct store *from, struct store *to, struct error *err);

#endif
