/*
 * txn.h: the write transaction, the only way records change.
 *
 * side lock -> BEGIN IMMEDIATE -> parts -> COMMIT. A part is one record acted
 * on and one row of the journal; a batch has several. Within a part the
 * recorder (SQLite's preupdate hook) keeps the first old and the last new
 * value of every field of every record table; a write to a table of no known
 * class fails the part. Transactions are short: never while a user thinks.
 */
#ifndef STORE_TXN_H
#define STORE_TXN_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "core/value.h"
#include "store/change.h"
#include "store/store.h"

enum { TXN_ACTION_BYTES = 16 };
enum txn_clock { TXN_CLOCK_SYSTEM, TXN_CLOCK_SET, TXN_CLOCK_SUSPECT };

/* Who, when, from where: of each part, unless it names another who decided
 * (txn_part_actor). Texts are borrowed. */
struct stamp {
	int64_t at_ms; /* UTC */
	int today;     /* day number the rules act on */
	enum txn_clock clock;
	int64_t person; /* who decided; 0 the program or an owner unnamed */
	int64_t typist; /* who typed; equal unless 代录 */
	int64_t basis;	/* 代录: dictionary value, 0 none */
	const char *basis_no;
	const char *os_user, *origin;
	unsigned char action[TXN_ACTION_BYTES];
	const unsigned char *undoes; /* action taken back, or NULL */
};

enum status txn_begin(struct store *store, const struct stamp *stamp,
	struct txn **txn, struct error *err);
/* Also after any error: nothing was written. NULL is fine. */
void txn_rollback(struct txn *txn);
/*
 * Ends the transaction whatever happens. An error of COMMIT may hide a
 * success: the action's id is looked up before an error is told. *seq: the
 * journal's number of the last part.
 */
enum status txn_commit(struct txn *txn, int64_t *seq, struct error *err);

struct store *txn_store(struct txn *txn);
const struct stamp *txn_stamp(const struct txn *txn);

/* A part: verb on the record; id may be 0 until txn_part_record(). */
void txn_part_begin(struct txn *txn, const char *verb, int kind, int64_t id);
void txn_part_record(struct txn *txn, int64_t id);
/* 代录: another decided this part, and what that rests on; texts borrowed. */
void txn_part_actor(
	struct txn *txn, int64_t person, int64_t basis, const char *basis_no);
/*
 * Derived data, journal row, touch. A part that changed nothing writes a row
 * only when told to (a look into an archive is one); else *seq is 0.
 */
enum status txn_part_end(
	struct txn *txn, bool even_unchanged, int64_t *seq, struct error *err);
/* Gives up what the part wrote; the transaction can then only roll back. */
void txn_part_drop(struct txn *txn);
/* What was recorded so far in this part; valid until the next write. */
const struct changes *txn_changes(struct txn *txn);

/*
 * Writes of a record. Only stored fields of the table; personal ones go to
 * TYPE_private by themselves. *id 0: the next id (never one used before).
 */
enum status txn_insert(struct txn *txn, const struct table *t,
	const struct values *v, int64_t *id, struct error *err);
enum status txn_update(struct txn *txn, const struct table *t, int64_t id,
	const struct values *v, struct error *err);
enum status txn_delete(
	struct txn *txn, const struct table *t, int64_t id, struct error *err);

/* The next number of a year, as FIELD_NUMBER stores it. */
int64_t txn_serial(struct txn *txn, const struct table *t, int year);

/* STATUS_OK when an action of this id is in the journal; its last part. */
enum status txn_lookup(struct store *store,
	const unsigned char action[TXN_ACTION_BYTES], int64_t *seq,
	int64_t *id);

#endif
