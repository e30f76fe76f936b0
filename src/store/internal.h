/*
 * internal.h: what the sources of layer store share. Nothing outside this
 * folder includes it; only here is sqlite3.h named.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

#include "store/journal.h"
#include "store/lock.h"
#include "store/query.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

#define LEN(a) (sizeof(a) / sizeof *(a))

enum {
	STORE_BUSY_MS = 5000,
	STORE_CACHE_KIB = 2000,
	STORE_WAL_IDLE_BYTES = 4 << 20,	   /* checkpoint when idle */
	STORE_WAL_LEAVE_BYTES = 256 << 10, /* checkpoint when leaving */
	STORE_WAL_INLINE_BYTES = 32 << 20, /* checkpoint before the answer */
	STORE_TABLES_MAX = 128,
	STORE_STMT_SLOTS = 256,
	STORE_MEMOS = 8,
	STORE_MEMO_COLUMNS = 24
};

/* What a table name means to recorder and authorizer. */
enum table_class {
	TABLE_UNKNOWN,
	TABLE_RECORD,
	TABLE_PRIVATE, /* TYPE_private: the personal columns of a record */
	TABLE_DERIVED,
	TABLE_INDEX,   /* find, and what FTS5 keeps it in */
	TABLE_JOURNAL, /* journal and kept */
	TABLE_META
};

/* One table of the file; columns in the order they stand there. */
struct table_map {
	enum table_class class;
	char name[64];
	const struct table *table;   /* of RECORD and PRIVATE */
	const struct field **column; /* column i + 1 (0 is id) */
	int columns;
};

struct kept_text {
	struct kept_text *next;
	char text[];
};

struct stmt {
	struct store *store;
	sqlite3_stmt *handle;
	const char *sql;
	enum store_mode mode;
	int rc;
	bool is_busy, is_extra; /* extra: a second copy, finalised at the end */
	struct stmt *next;	/* in its slot */
};

/* The SELECT of a query without a filter, composed once. */
struct query_memo {
	struct query query; /* columns, filter and params left out */
	const struct field *columns[STORE_MEMO_COLUMNS]; /* ends with NULL */
	bool reverse;
	int want;
	const char *sql; /* NULL: nothing yet */
};

struct store {
	sqlite3 *db;
	char *path;
	struct lock *lock; /* NULL: a private file in memory */
	const struct store_setup *setup;
	struct table_map map[STORE_TABLES_MAX];
	int maps;
	const struct viewer *viewer;
	enum store_mode mode;	 /* for statements prepared now */
	enum store_mode running; /* of the statement being stepped */
	bool is_fouled;	 /* records were written outside a transaction */
	bool is_trusted; /* DDL, VACUUM: only within create, backup, replay */
	bool is_reading;
	bool is_wal; /* known to be: the first transaction looks */
	struct txn *txn;
	int64_t data_version;
	struct stmt *slot[STORE_STMT_SLOTS];
	struct query_memo memo[STORE_MEMOS];
	int next_memo;
	int find_writes;	 /* of this process, since it merged */
	struct kept_text **text; /* hash table of text_slots, a power of 2 */
	size_t texts, text_slots;
};

/* fault.c */
enum status fault_set(struct store *store, int rc, struct error *err);
enum status fault_of_open(
	sqlite3 *db, int rc, const char *path, struct error *err);

/* store.c */
enum status store_exec(struct store *store, const char *sql, struct error *err);
enum status store_open_memory(const struct store_setup *setup,
	struct store **store, struct error *err);
enum status store_checkpoint(struct store *store);
/* Absolute, folders resolved: never a URI; caller frees. */
char *store_plain_path(const char *path);

/* map.c */
void map_build(struct store *store);
const struct table_map *store_map(struct store *store, const char *name);
int map_authorise(void *store, int op, const char *a, const char *b,
	const char *schema, const char *trigger);

/* stmt.c */
void stmt_free_all(struct store *store);

/* compose.c */
void compose_table(const struct table *t, bool commented, struct str *out);
void compose_indexes(const struct table *t, struct str *out);
const char *compose_insert(struct store *store, const struct table *t,
	const struct values *v, bool private);
const char *compose_update(struct store *store, const struct table *t,
	const struct values *v, bool private);
/* SELECT of all fields of a record; computed ones when asked. */
const char *compose_read(
	struct store *store, const struct table *t, bool computed);
/* Fields of a record in the order that compose_read() selects them. */
bool compose_reads(const struct field *f, bool computed);
void compose_value(const struct field *f, struct str *out);
extern const char journal_sql[];
extern const char *const journal_derived[]; /* touch, serial */

/* recorder.c */
struct recorder {
	struct changes changes;
	char fault[64]; /* a table of no known class was written */
	bool is_open;	/* within a part, before derived data */
};
void recorder_attach(struct store *store);
void recorder_clear(struct recorder *r);
/* Drops what came and went or did not change; sorts. */
void recorder_seal(struct recorder *r);

/* find.c: the search index */
struct find_change; /* of one record, until it is written */
struct find_changes {
	struct find_change *item;
	size_t count, size;
};
extern const char find_sql[];
extern const char *const find_tables[]; /* ends with NULL */
/* Of the changed record: its words before and now. Written by find_write()
 * before COMMIT, in the order of rowid; find_clear() at the end. */
enum status find_note(
	struct txn *txn, const struct change *c, struct error *err);
enum status find_write(struct txn *txn, struct error *err);
void find_clear(struct txn *txn);
/* All of it anew, from the records. */
enum status find_rebuild(struct txn *txn, struct error *err);
/* Merges a little of what many commits left, under the side lock. */
bool find_wants_merge(const struct store *store);
void find_merge(struct store *store);
/* Calls tell() with the rowid at which two files' indexes differ first. */
void find_compare(struct store *a, struct store *b,
	void (*tell)(void *arg, int64_t rowid), void *arg);
/* The expression of a record's rowid in the index, over row r. */
void find_add_rowid(const struct table *t, struct str *out);
/* The text of a field as it is compared, over row r. */
void find_add_text(const struct field *f, struct str *out);
/* find_hit() as a function of SQL. */
void find_attach(struct store *store);
enum { FIND_ID_BITS = 32, FIND_KIND_BITS = 56 };

/* txn.c */
struct txn {
	struct store *store;
	struct stamp stamp, part; /* of all parts; of the one at hand */
	struct recorder recorder;
	char verb[64];
	int kind;
	int64_t id;
	int parts;
	int64_t seq; /* of the last row written, or of the head */
	int64_t head_at_ms;
	unsigned char head[32];
	int64_t next_id[128];
	struct find_changes find;
	struct error broken; /* the first error of the disk: see txn_note() */
	bool is_committing;  /* else the commit hook refuses */
	bool is_replay;	     /* a value that was erased since reads as empty */
	bool is_bad;	     /* a part was dropped: only rollback is left */
};
/* Applies a change (or its reverse) to the record tables. */
enum status change_apply(struct txn *txn, const struct change *c,
	bool backwards, struct error *err);

/*
 * An error of disk or memory within the transaction, which whoever asked may
 * have taken for "none" (stmt_one_int): no statement runs any more, and all
 * of them tell this error. Returns the status to tell.
 */
enum status txn_note(
	struct store *store, int rc, enum status status, struct error *err);

/* kept.c */
enum status txn_personal(struct txn *txn, int kind, int64_t id, int number,
	struct change_value *v, struct error *err);
/* The value behind a digest; STATUS_NOT_FOUND when it was erased. */
enum status kept_find(struct store *store, int kind, int64_t id, int number,
	const unsigned char digest[CHANGE_DIGEST_BYTES], char **text);
/* Tells what does not answer its digest, and what a record still needs. */
void kept_check(struct store *store,
	void (*changed)(void *arg, int kind, int64_t id, int number),
	void (*missing)(void *arg, int kind, int64_t id, int number),
	void *arg);

/* journal.c */
struct journal_input {
	int64_t seq;
	const struct stamp *stamp;
	const char *verb;
	int kind;
	int64_t id;
	int part;
	const void *changes;
	size_t changes_bytes;
	const unsigned char *prev;
};
void journal_hash(
	const struct journal_input *in, int version, unsigned char hash[32]);
enum status journal_insert(struct store *store, const struct journal_input *in,
	unsigned char hash[32], struct error *err);
/* All rows from that number on, to be stepped; what may be read of one. */
struct stmt *journal_walk(struct store *store, int64_t from);
enum { JOURNAL_PREV = 18, JOURNAL_HASH };
enum status journal_take(
	struct stmt *s, struct journal_row *row, struct error *err);
void journal_hash_of(
	struct stmt *s, const unsigned char prev[32], unsigned char hash[32]);
bool journal_link(struct stmt *s, int column, unsigned char hash[32]);
void touch_parents(struct store *store, const struct change *c, int64_t seq);
enum status touch_write(struct store *store, const struct changes *changes,
	int64_t seq, struct error *err);
enum status serial_write(
	struct store *store, const struct changes *changes, struct error *err);

#endif
