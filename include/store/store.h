/*
 * store.h: the file.
 *
 * One SQLite database, opened hardened, in WAL with synchronous=FULL, never
 * checkpointed but under the side lock (rule R1: SQLite 3.7.0 to 3.51.2 can
 * lose committed pages when a PASSIVE checkpoint meets a committing writer).
 * Only layer store includes or names sqlite3.h.
 *
 * Four classes of table: record (recorded in the journal), derived (computed
 * from records, never recorded), journal and kept (append only), meta.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "core/str.h"
#include "store/table.h"

struct store;
struct txn;
struct change;

/* "liub" and the version of the tables this program writes. */
enum { STORE_APPLICATION_ID = 0x6c697562, STORE_VERSION = 1 };

/* A derived table of the domain; rebuild empties and fills it. */
struct derived {
	const char *const *tables; /* names; ends with NULL */
	const char *sql;	   /* CREATE statements */
	/*
	 * Brings the derived rows of one changed record in step, by what the
	 * tables now hold: idempotent, the same for action, undo, import,
	 * restore and rebuild. change->fields tells what was before.
	 */
	enum status (*derive)(
		struct txn *, const struct change *, struct error *);
	/* Computes all rows again into the (empty) tables. */
	enum status (*rebuild)(struct txn *, struct error *);
};

struct store_setup {
	const struct table *const *tables; /* ends with NULL */
	const struct derived *derived;	   /* may be NULL */
};

/*
 * A new file with empty tables, mode 0600; an existing one is refused. The
 * path may be anything but is never taken for a URI.
 */
enum status store_create(
	const char *path, const struct store_setup *setup, struct error *err);
enum status store_open(const char *path, const struct store_setup *setup,
	struct store **store, struct error *err);
void store_close(struct store *store); /* NULL is fine */

const char *store_path(const struct store *store);
const struct table *store_table(const struct store *store, const char *name);
const struct table *store_kind(const struct store *store, int kind);
const struct store_setup *store_setup(const struct store *store);

/* Texts of table meta: shared, zone, language, name of the township. */
char *store_meta(struct store *store, const char *name); /* caller frees */
enum status store_set_meta(struct store *store, const char *name,
	const char *text, struct error *err);

/*
 * One read transaction for a whole reload: consistent, and one lock. Ended
 * before the program waits, else no checkpoint ever succeeds. False: one was
 * open already, and whoever began it ends it.
 */
bool store_read_begin(struct store *store);
void store_read_end(struct store *store);

/* Whether another process committed since the last call. */
bool store_changed(struct store *store);

/*
 * After an answer is drawn: checkpoints when the WAL has grown over 4 MiB,
 * under the side lock, TRUNCATE only, never waiting for readers.
 */
void store_idle(struct store *store);
/* The same from 256 KiB, before the last use: whoever opens a file with a long
 * WAL reads it frame by frame. NULL is allowed. */
void store_leave(struct store *store);
int64_t store_wal_bytes(struct store *store);

/* The tables with comments, as `liubu schema` prints them. */
void store_schema(const struct store_setup *setup, struct str *out);

/*
 * Screens and exports see through a viewer: a column it may not see reads as
 * NULL everywhere, also in WHERE and ORDER BY (SQLite's authorizer). The
 * door sees all. The mode is set by whoever prepares a statement.
 */
enum store_mode { STORE_DOOR, STORE_VIEWER };
struct viewer {
	void *arg;
	bool (*may_see)(void *arg, const struct table *, const struct field *);
};
void store_set_viewer(struct store *store, const struct viewer *viewer);
void store_set_mode(struct store *store, enum store_mode mode);
enum store_mode store_mode(const struct store *store);

#endif
