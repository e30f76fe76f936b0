#include "floor_raw.h"

#include <nettle/sha2.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct raw {
	sqlite3 *db, *scratch;
	sqlite3_stmt *page, *commit;
	char middle[16];
	long long middle_id;
};

static bool prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
	return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, out,
		       NULL) == SQLITE_OK;
}

static bool exec(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The task in the middle by number stands near the middle by day. */
static bool find_middle(struct raw *r)
{
	sqlite3_stmt *s;
	bool found = false;

	if (!prepare(r->db,
		    "SELECT due, id FROM task WHERE id >= (SELECT max(id) / 2"
		    " FROM task) ORDER BY id LIMIT 1",
		    &s))
		return false;
	if (sqlite3_step(s) == SQLITE_ROW) {
		snprintf(r->middle, sizeof r->middle, "%s",
			(const char *)sqlite3_column_text(s, 0));
		r->middle_id = sqlite3_column_int64(s, 1);
		found = true;
	}
	sqlite3_finalize(s);
	return found;
}

static bool open_file(struct raw *r, const char *file)
{
	return sqlite3_open_v2(file, &r->db,
		       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		       NULL) == SQLITE_OK &&
	       sqlite3_wal_autocheckpoint(r->db, 0) == SQLITE_OK &&
	       sqlite3_db_config(r->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
		       (int *)NULL) == SQLITE_OK &&
	       exec(r->db, "PRAGMA cache_size=-2000") && find_middle(r) &&
	       prepare(r->db,
		       "SELECT id, due, no, title, state FROM task"
		       " WHERE (due, id) > (?, ?) ORDER BY due, id LIMIT ?",
		       &r->page);
}

static bool open_scratch(struct raw *r, const char *scratch)
{
	return sqlite3_open_v2(scratch, &r->scratch,
		       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			       SQLITE_OPEN_NOMUTEX,
		       NULL) == SQLITE_OK &&
	       sqlite3_wal_autocheckpoint(r->scratch, 0) == SQLITE_OK &&
	       exec(r->scratch,
		       "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		       "CREATE TABLE one (id INTEGER PRIMARY KEY, n INTEGER)"
		       " STRICT; INSERT INTO one VALUES (1, 0);"
		       "CREATE TABLE task (id INTEGER PRIMARY KEY,"
		       " title TEXT NOT NULL, class INTEGER, leader INTEGER,"
		       " due TEXT NOT NULL, aim TEXT, state INTEGER) STRICT;"
		       "CREATE INDEX task_due ON task (due, id);"
		       "PRAGMA wal_checkpoint(TRUNCATE)") &&
	       prepare(r->scratch, "UPDATE one SET n = n + 1 WHERE id = 1",
		       &r->commit);
}

struct raw *raw_open(const char *file, const char *scratch)
{
	struct raw *r = calloc(1, sizeof *r);

	if (!r || (open_file(r, file) && open_scratch(r, scratch)))
		return r;
	raw_close(r);
	return NULL;
}

void raw_close(struct raw *r)
{
	sqlite3_finalize(r->page);
	sqlite3_finalize(r->commit);
	sqlite3_close(r->db);
	sqlite3_close(r->scratch);
	free(r);
}

int raw_page(struct raw *r, int rows)
{
	char title[256];
	int count = 0;

	sqlite3_bind_text(r->page, 1, r->middle, -1, SQLITE_STATIC);
	sqlite3_bind_int64(r->page, 2, r->middle_id);
	sqlite3_bind_int(r->page, 3, rows);
	while (sqlite3_step(r->page) == SQLITE_ROW) {
		snprintf(title, sizeof title, "%s %lld %s %d",
			(const char *)sqlite3_column_text(r->page, 1),
			sqlite3_column_int64(r->page, 2),
			(const char *)sqlite3_column_text(r->page, 3),
			sqlite3_column_int(r->page, 4));
		count += title[0] != 0;
	}
	sqlite3_reset(r->page);
	return count;
}

bool raw_commit(struct raw *r)
{
	bool done = sqlite3_step(r->commit) == SQLITE_DONE;

	sqlite3_reset(r->commit);
	return done;
}

int64_t raw_hash(struct raw *r)
{
	sqlite3_stmt *s;
	struct sha256_ctx hash;
	uint8_t digest[SHA256_DIGEST_SIZE];
	int64_t bytes = 0;

	if (!prepare(r->db,
		    "SELECT changes, prev, os_user, origin, verb, action"
		    " FROM journal ORDER BY seq",
		    &s))
		return 0;
	while (sqlite3_step(s) == SQLITE_ROW) {
		sha256_init(&hash);
		for (int i = 0; i < 6; i++) {
			const void *blob = sqlite3_column_blob(s, i);
			int n = sqlite3_column_bytes(s, i);

			sha256_update(&hash, (size_t)n, blob);
			bytes += n;
		}
		sha256_digest(&hash, sizeof digest, digest);
	}
	sqlite3_finalize(s);
	return bytes;
}

bool raw_insert(struct raw *r, int rows)
{
	sqlite3_stmt *s;
	char text[64];
	bool done = true;

	if (!prepare(r->scratch,
		    "INSERT INTO task (title, class, leader, due, aim, state)"
		    " VALUES (?, 1, 1, ?, '按期完成，台账齐全', 1)",
		    &s))
		return false;
	exec(r->scratch, "DELETE FROM task; BEGIN IMMEDIATE");
	for (int i = 0; i < rows && done; i++) {
		snprintf(text, sizeof text, "清溪村饮水工程管护第%d批", i);
		sqlite3_bind_text(s, 1, text, -1, SQLITE_TRANSIENT);
		snprintf(text, sizeof text, "2026-%02d-%02d", i % 12 + 1,
			i % 28 + 1);
		sqlite3_bind_text(s, 2, text, -1, SQLITE_TRANSIENT);
		done = sqlite3_step(s) == SQLITE_DONE;
		sqlite3_reset(s);
	}
	sqlite3_finalize(s);
	return exec(r->scratch, "COMMIT") && done;
}
