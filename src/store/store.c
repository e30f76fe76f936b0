#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/language.h"
#include "core/mem.h"
#include "store/place.h"

/* ---- opening */

static void harden(sqlite3 *db)
{
	static const int config[][2] = {
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		/* a checkpoint on close would stand outside the side lock */
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
	};
	static const int limit[][2] = {
		{ SQLITE_LIMIT_LENGTH, 16000000 },
		{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
		{ SQLITE_LIMIT_COLUMN, 200 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 60 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 10 },
		{ SQLITE_LIMIT_VDBE_OP, 50000 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 400 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
	};

	sqlite3_busy_timeout(db, STORE_BUSY_MS);
	sqlite3_wal_autocheckpoint(db, 0); /* rule R1 */
	for (size_t i = 0; i < LEN(config); i++)
		sqlite3_db_config(db, config[i][0], config[i][1], NULL);
	for (size_t i = 0; i < LEN(limit); i++)
		sqlite3_limit(db, limit[i][0], limit[i][1]);
	sqlite3_extended_result_codes(db, 0);
}

enum status store_exec(struct store *store, const char *sql, struct error *err)
{
	int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? STATUS_OK : fault_set(store, rc, err);
}

static int64_t pragma(struct store *store, const char *sql)
{
	sqlite3_stmt *q;
	int64_t n = -1;

	if (sqlite3_prepare_v2(store->db, sql, -1, &q, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

/*
 * Absolute, so that it is never a URI and a chdir() does not move it. Links
 * among the folders are resolved, or SQLITE_OPEN_NOFOLLOW would refuse
 * /home -> /data/home, and the file would have two lock files.
 */
char *store_plain_path(const char *path)
{
	struct str s = STR_INIT;
	const char *slash = strrchr(path, '/');
	char *real;

	if (slash)
		str_add_bytes(&s, path, (size_t)(slash - path) + 1);
	else
		str_add(&s, "./");
	real = realpath(s.data, NULL);
	if (real) {
		str_clear(&s);
		str_add(&s, real);
		if (s.data[s.len_bytes - 1] != '/')
			str_add_char(&s, '/');
		free(real);
	}
	str_add(&s, slash ? slash + 1 : path);
	return str_take(&s);
}

/* path: of store_plain_path(), belongs to the store from now on */
static enum status connect_file(char *path, int flags,
	const struct store_setup *setup, struct store **out, struct error *err)
{
	struct store *store = mem_zero(1, sizeof *store);
	int rc;

	store->setup = setup;
	store->path = path;
	store->is_trusted = true;
	rc = sqlite3_open_v2(store->path, &store->db,
		flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL);
	if (rc != SQLITE_OK) {
		enum status status = fault_of_open(store->db, rc, path, err);

		store_close(store);
		return status;
	}
	harden(store->db);
	find_attach(store);
	map_build(store);
	*out = store;
	return STATUS_OK;
}

static enum status open_lock(struct store *store, struct error *err)
{
	struct str path = STR_INIT;
	enum status status;

	str_addf(&path, "%s-lock", store->path);
	status = lock_open(path.data, &store->lock, err);
	str_free(&path);
	return status;
}

/* A place where the locks hold; the file, if it is there, ours alone. */
static enum status check_place(const char *path, struct error *err)
{
	struct str dir = STR_INIT;
	enum status status;

	place_dir_of(path, &dir);
	status = place_check_file_system(dir.data, err);
	if (!status)
		status = place_check_file(path, err);
	str_free(&dir);
	return status;
}

/* Not ours, newer, or fine. Reading the header needs no table. */
static enum status recognise(struct store *store, struct error *err)
{
	const char *todo = _("name the file that liubu made: --db FILE");
	int64_t id = pragma(store, "PRAGMA application_id");
	int64_t version = pragma(store, "PRAGMA user_version");

	if (id == -1) {
		int rc = sqlite3_errcode(store->db);

		return fault_of_open(store->db, rc, store->path, err);
	}
	if (id != STORE_APPLICATION_ID)
		return error_set(err, STATUS_FOREIGN, todo,
			_("%s is not a database of liubu"), store->path);
	if (version > STORE_VERSION)
		return error_set(err, STATUS_NEWER,
			_("install the newer liubu, the file is unharmed"),
			_("%s was made by a newer version (%d, this is %d)"),
			store->path, (int)version, STORE_VERSION);
	if (version < 1)
		return error_set(err, STATUS_CORRUPT, todo,
			_("%s was not finished when it was made"), store->path);
	return STATUS_OK;
}

/* What the connection needs to know and to be; one lock for all of it. */
static enum status greet(struct store *store, struct error *err)
{
	enum status status = STATUS_OK;

	store_read_begin(store);
	status = recognise(store, err);
	if (!status)
		store_changed(store);
	store_read_end(store);
	return status ? status
		      : store_exec(store,
				"PRAGMA synchronous=FULL;"
				"PRAGMA temp_store=MEMORY;"
				"PRAGMA cache_size=-2000",
				err);
}

enum status store_open(const char *path, const struct store_setup *setup,
	struct store **out, struct error *err)
{
	char *plain = store_plain_path(path);
	enum status status = check_place(plain, err);
	struct store *store;

	if (status) {
		mem_free(plain);
		return status;
	}
	status = connect_file(plain, SQLITE_OPEN_READWRITE, setup, &store, err);
	if (status)
		return status;
	status = greet(store, err);
	if (!status)
		status = open_lock(store, err);
	if (status) {
		store_close(store);
		return status;
	}
	recorder_attach(store);
	sqlite3_set_authorizer(store->db, map_authorise, store);
	store->is_trusted = false;
	*out = store;
	return STATUS_OK;
}

static enum status make_tables(struct store *store, struct error *err)
{
	struct str sql = STR_INIT;
	const struct store_setup *setup = store->setup;
	enum status status;

	str_add(&sql, "BEGIN EXCLUSIVE;\n");
	for (const struct table *const *t = setup->tables; *t; t++)
		compose_table(*t, false, &sql);
	for (const struct table *const *t = setup->tables; *t; t++)
		compose_indexes(*t, &sql);
	str_add(&sql, journal_sql);
	str_add(&sql, find_sql);
	if (setup->derived && setup->derived->sql)
		str_add(&sql, setup->derived->sql);
	str_addf(&sql, "PRAGMA application_id=%d; PRAGMA user_version=%d;",
		STORE_APPLICATION_ID, STORE_VERSION);
	str_add(&sql,
		"INSERT INTO meta (name, text) VALUES ('hash', 'SHA-256');"
		"COMMIT;");
	status = store_exec(store, sql.data, err);
	str_free(&sql);
	return status;
}

/* The tables, and then all of it in the one file: no copy misses a WAL. */
static enum status fill_new(struct store *store, struct error *err)
{
	enum status status = open_lock(store, err);

	if (!status)
		status = lock_enter(store->lock, "init", err);
	if (!status)
		status = store_exec(store,
			"PRAGMA page_size=4096; PRAGMA journal_mode=WAL;"
			"PRAGMA synchronous=FULL",
			err);
	if (!status)
		status = make_tables(store, err);
	if (!status && store_checkpoint(store))
		status = fault_set(store, sqlite3_errcode(store->db), err);
	return status;
}

/* Half made it would be refused ever after. */
static void remove_new(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	char *plain = store_plain_path(path);
	struct str name = STR_INIT;

	for (size_t i = 0; i < LEN(ends); i++) {
		str_clear(&name);
		str_addf(&name, "%s%s", plain, ends[i]);
		unlink(name.data);
	}
	str_free(&name);
	mem_free(plain);
}

/* Of several who make one at once, one makes the file, and only that one may
 * take it away again. */
static enum status make_file(const char *path, struct error *err)
{
	int fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			PLACE_FILE_MODE);

	if (fd >= 0) {
		close(fd);
		return STATUS_OK;
	}
	if (errno == EEXIST)
		return error_set(err, STATUS_REFUSED,
			_("choose another path, or open it: liubu --db FILE"),
			_("%s is already there and is left as it is"), path);
	return error_set(err, errno == ENOSPC ? STATUS_FULL : STATUS_IO,
		_("check the path and the rights of its folder"),
		_("%s could not be made: %s"), path, strerror(errno));
}

enum status store_create(
	const char *path, const struct store_setup *setup, struct error *err)
{
	struct store *store;
	struct stat st;
	mode_t mask;
	char *plain = store_plain_path(path);
	enum status status = STATUS_NOT_FOUND;

	if (lstat(path, &st) != 0)
		status = check_place(plain, err);
	if (status == STATUS_NOT_FOUND)
		status = make_file(plain, err);
	if (status) {
		mem_free(plain);
		return status;
	}
	mask = umask(077); /* SQLite gives -wal and -shm the same mode */
	status = connect_file(plain, SQLITE_OPEN_READWRITE, setup, &store, err);
	if (!status) {
		status = fill_new(store, err);
		store_close(store);
	}
	if (status)
		remove_new(path);
	umask(mask);
	return status;
}

/* A private file that only this process sees: for replay and comparing. */
enum status store_open_memory(
	const struct store_setup *setup, struct store **out, struct error *err)
{
	struct store *store = mem_zero(1, sizeof *store);
	int rc;

	store->setup = setup;
	store->path = mem_text("");
	store->is_trusted = true;
	rc = sqlite3_open_v2("", &store->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			SQLITE_OPEN_NOMUTEX,
		NULL);
	if (rc != SQLITE_OK) {
		enum status status = fault_of_open(store->db, rc, "", err);

		store_close(store);
		return status;
	}
	harden(store->db);
	find_attach(store);
	map_build(store);
	enum status status = store_exec(
		store, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", err);
	if (!status)
		status = make_tables(store, err);
	if (status) {
		store_close(store);
		return status;
	}
	recorder_attach(store);
	sqlite3_set_authorizer(store->db, map_authorise, store);
	store->is_trusted = false;
	*out = store;
	return STATUS_OK;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	txn_rollback(store->txn);
	stmt_free_all(store);
	if (store->db)
		sqlite3_close(store->db);
	lock_close(store->lock);
	for (int i = 0; i < store->maps; i++)
		mem_free(store->map[i].column);
	mem_free(store->path);
	mem_free(store);
}

const char *store_path(const struct store *store)
{
	return store->path;
}

const struct table *store_table(const struct store *store, const char *name)
{
	return table_find(store->setup->tables, name);
}

const struct table *store_kind(const struct store *store, int kind)
{
	return table_of_kind(store->setup->tables, kind);
}

const struct store_setup *store_setup(const struct store *store)
{
	return store->setup;
}

/* ---- meta, reading, watching */

char *store_meta(struct store *store, const char *name)
{
	struct stmt *s =
		stmt_get(store, "SELECT text FROM meta WHERE name=:name");

	stmt_bind_text(s, ":name", name);
	return stmt_one_text(s);
}

enum status store_set_meta(struct store *store, const char *name,
	const char *text, struct error *err)
{
	bool is_inside = store->txn || !store->lock;
	enum status status;
	struct stmt *s;

	store_read_end(store);
	status = is_inside ? STATUS_OK : lock_enter(store->lock, name, err);
	if (status)
		return status;
	s = stmt_get(store,
		"INSERT INTO meta (name, text) VALUES (:name, :text)"
		" ON CONFLICT (name) DO UPDATE SET text=:text");
	stmt_bind_text(s, ":name", name);
	stmt_bind_text(s, ":text", text);
	status = stmt_run(s, err);
	if (!is_inside)
		lock_leave(store->lock);
	return status;
}

bool store_read_begin(struct store *store)
{
	if (store->is_reading || store->txn)
		return false;
	store->is_reading = true;
	stmt_run(stmt_get(store, "BEGIN"), NULL);
	return true;
}

void store_read_end(struct store *store)
{
	if (!store->is_reading)
		return;
	store->is_reading = false;
	stmt_run(stmt_get(store, "COMMIT"), NULL);
}

bool store_changed(struct store *store)
{
	int64_t version = stmt_one_int(
		stmt_get(store, "PRAGMA data_version"), store->data_version);
	bool is_new = version != store->data_version;

	store->data_version = version;
	return is_new;
}

/* ---- checkpoints: TRUNCATE, under the side lock, nowhere else (R1) */

int64_t store_wal_bytes(struct store *store)
{
	struct stat st;
	char path[4200];

	/* stat, never open: closing the file would drop SQLite's locks */
	if (snprintf(path, sizeof path, "%s-wal", store->path) >=
		(int)sizeof path)
		return 0;
	return stat(path, &st) == 0 ? st.st_size : 0;
}

/* The caller holds the side lock. A reader in the way: another time. */
enum status store_checkpoint(struct store *store)
{
	int rc;

	sqlite3_busy_timeout(store->db, 0);
	rc = sqlite3_wal_checkpoint_v2(
		store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
	return rc == SQLITE_OK ? STATUS_OK : STATUS_BUSY;
}

static void tidy(struct store *store, int64_t long_bytes)
{
	bool is_long = store_wal_bytes(store) >= long_bytes;

	if (!store->lock || store->txn ||
		(!is_long && !find_wants_merge(store)))
		return;
	if (lock_enter(store->lock, "checkpoint", NULL))
		return;
	find_merge(store);
	if (is_long)
		store_checkpoint(store);
	lock_leave(store->lock);
}

void store_idle(struct store *store)
{
	tidy(store, STORE_WAL_IDLE_BYTES);
}

void store_leave(struct store *store)
{
	if (store)
		tidy(store, STORE_WAL_LEAVE_BYTES);
}

void store_set_viewer(struct store *store, const struct viewer *viewer)
{
	store->viewer = viewer;
	/* set anew: SQLite then prepares again what others' eyes prepared */
	sqlite3_set_authorizer(store->db, map_authorise, store);
}

void store_set_mode(struct store *store, enum store_mode mode)
{
	store->mode = mode;
}

enum store_mode store_mode(const struct store *store)
{
	return store->mode;
}
