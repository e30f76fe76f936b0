/*
 * test_store.c: the file: made, opened, refused, hardened, seen by others.
 */
#include "world.h"

#include <sys/stat.h>
#include <unistd.h>

static enum status open_at(const char *path, struct error *err)
{
	struct store *store = NULL;
	enum status status = store_open(path, &world_setup, &store, err);

	if (!status)
		store_close(store);
	return status;
}

static void assert_refused(const char *path, enum status expected)
{
	struct error err = { STATUS_OK, "", "" };
	enum status status = open_at(path, &err);

	if (status != expected)
		fail_msg("%s: %s instead of %s: %s", path, status_name(status),
			status_name(expected), err.what);
	assert_int_equal(err.status, expected);
	assert_true(err.what[0]);
}

/* ---- making */

static void a_new_file_is_private(void **state)
{
	struct world *w = *state;
	struct stat st;
	char path[128];

	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	world_area(w, "north");
	snprintf(path, sizeof path, "%s-wal", w->path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	snprintf(path, sizeof path, "%s-lock", w->path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(world_raw_int(w, "PRAGMA application_id"), 0x6c697562);
	assert_int_equal(world_raw_int(w, "PRAGMA user_version"), 1);
}

/* What stands in the file alone is whole: nothing waits in a WAL. */
static void a_new_file_needs_no_wal(void **state)
{
	struct world *w = *state;
	char *out;

	world_close(w);
	out = world_shell("cp %s %s/b.db && sqlite3 %s/b.db"
			  " 'SELECT count(*) FROM job'",
		w->path, w->dir, w->dir);
	assert_string_equal(out, "0\n");
	free(out);
}

static void an_existing_file_is_left_alone(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	char link_path[128];

	assert_int_equal(
		store_create(w->path, &world_setup, &err), STATUS_REFUSED);
	snprintf(link_path, sizeof link_path, "%s/dangling", w->dir);
	assert_int_equal(symlink("/nonexistent/x.db", link_path), 0);
	assert_int_equal(
		store_create(link_path, &world_setup, &err), STATUS_REFUSED);
}

/* A file half made is worse than none: it would be refused ever after. */
static void a_failed_creation_leaves_nothing(void **state)
{
	static const char *const none[] = { NULL };
	static const struct derived bad = {
		.tables = none,
		.sql = "CREATE TABLE oops (;",
	};
	struct world *w = *state;
	struct store_setup setup = { world_setup.tables, &bad };
	struct error err = { STATUS_OK, "", "" };
	char path[128];
	struct stat st;

	snprintf(path, sizeof path, "%s/half.db", w->dir);
	assert_int_not_equal(store_create(path, &setup, &err), STATUS_OK);
	assert_int_not_equal(lstat(path, &st), 0);
	snprintf(path, sizeof path, "%s/half.db-wal", w->dir);
	assert_int_not_equal(lstat(path, &st), 0);
}

static void a_path_is_never_a_uri(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct stat st;
	char here[4096];

	assert_non_null(getcwd(here, sizeof here));
	assert_int_equal(chdir(w->dir), 0);
	assert_int_equal(
		store_create("file:x.db?mode=memory", &world_setup, &err),
		STATUS_OK);
	assert_int_equal(lstat("file:x.db?mode=memory", &st), 0);
	assert_int_equal(open_at("file:x.db?mode=memory", &err), STATUS_OK);
	assert_int_equal(chdir(here), 0);
}

/* ---- opening */

static void foreign_files_are_refused(void **state)
{
	struct world *w = *state;
	char path[128];

	snprintf(path, sizeof path, "%s/foreign.db", w->dir);
	free(world_shell(
		"sqlite3 %s 'CREATE TABLE t(a)'; chmod 600 %s", path, path));
	assert_refused(path, STATUS_FOREIGN);
	free(world_shell("echo this is a letter, not a table, and it is long"
			 " enough to have a header of a hundred bytes or"
			 " more so that it is looked at >%s",
		path));
	assert_refused(path, STATUS_FOREIGN);
	free(world_shell(": >%s", path));
	assert_refused(path, STATUS_FOREIGN);
	snprintf(path, sizeof path, "%s/none.db", w->dir);
	assert_refused(path, STATUS_NOT_FOUND);
	assert_refused(w->dir, STATUS_FOREIGN);
}

static void a_newer_file_is_refused(void **state)
{
	struct world *w = *state;

	world_close(w);
	world_raw(w, "PRAGMA user_version=2");
	assert_refused(w->path, STATUS_NEWER);
	world_raw(w, "PRAGMA user_version=0");
	assert_refused(w->path, STATUS_CORRUPT);
	world_raw(w, "PRAGMA user_version=1; PRAGMA application_id=77");
	assert_refused(w->path, STATUS_FOREIGN);
}

static void a_truncated_file_is_told(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct store *store = NULL;
	enum status status;

	for (int i = 0; i < 50; i++)
		world_area(w, (char[]){ 'a', (char)('0' + i % 10),
				      (char)('a' + i / 10), 0 });
	store_close(w->store);
	w->store = NULL;
	free(world_shell("sqlite3 %s 'PRAGMA wal_checkpoint(TRUNCATE)';"
			 "truncate -s 12288 %s",
		w->path, w->path));
	status = store_open(w->path, &world_setup, &store, &err);
	if (!status) {
		struct str findings = STR_INIT;

		assert_true(store_verify(store, NULL, &findings, &err) != 0);
		str_free(&findings);
		store_close(store);
	} else {
		assert_int_equal(status, STATUS_CORRUPT);
	}
	free(world_shell("truncate -s 60 %s", w->path));
	assert_refused(w->path, STATUS_FOREIGN);
}

static void links_and_open_modes_are_refused(void **state)
{
	struct world *w = *state;
	char path[128];

	world_close(w);
	snprintf(path, sizeof path, "%s/link.db", w->dir);
	assert_int_equal(symlink(w->path, path), 0);
	assert_refused(path, STATUS_FOREIGN);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(link(w->path, path), 0);
	assert_refused(path, STATUS_FOREIGN);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(chmod(w->path, 0640), 0);
	assert_refused(w->path, STATUS_FOREIGN);
}

/* /home -> /data/home is usual, and the file is the same by both names. */
static void a_link_to_the_folder_is_followed(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct store *store;
	char link_path[128], path[160];
	char *out;

	assert_int_not_equal(world_area(w, "north"), 0);
	snprintf(link_path, sizeof link_path, "%s/folder", w->dir);
	assert_int_equal(symlink(w->dir, link_path), 0);
	snprintf(path, sizeof path, "%s/a.db", link_path);
	if (store_open(path, &world_setup, &store, &err))
		fail_msg("%s", err.what);
	assert_string_equal(store_path(store), w->path);
	assert_true(record_exists(store, &area_table, 1));
	store_close(store);
	out = world_shell("ls %s | wc -l", w->dir);
	assert_string_equal(out, "5\n"); /* db, -lock, -shm, -wal, folder */
	free(out);
}

/* A file system mounted read-only, or a file made so. */
static void a_read_only_file_is_told(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct store *store = NULL;
	struct world_part p;
	enum status status;
	char *out;

	world_close(w);
	out = world_shell("chattr +i %s && echo done", w->path);
	if (strcmp(out, "done\n") != 0) {
		free(out);
		if (geteuid() == 0)
			skip();
		assert_int_equal(chmod(w->path, 0400), 0);
	} else {
		free(out);
	}
	status = store_open(w->path, &world_setup, &store, &err);
	if (!status) {
		world_stamp(w, &p.stamp);
		status = txn_begin(store, &p.stamp, &p.txn, &err);
		store_close(store);
	}
	free(world_shell("chattr -i %s; chmod 600 %s", w->path, w->path));
	assert_int_equal(status, STATUS_READONLY);
}

/* ---- meta, reading, watching */

static void meta_is_kept(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	char *text;

	assert_null(store_meta(w->store, "zone"));
	assert_int_equal(
		store_set_meta(w->store, "zone", "480", &err), STATUS_OK);
	assert_int_equal(
		store_set_meta(w->store, "zone", "540", &err), STATUS_OK);
	world_reopen(w);
	text = store_meta(w->store, "zone");
	assert_string_equal(text, "540");
	mem_free(text);
	text = store_meta(w->store, "hash");
	assert_string_equal(text, "SHA-256");
	mem_free(text);
}

static void others_commits_are_noticed(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct store *mine = w->store;
	struct store *other;

	assert_int_equal(
		store_open(w->path, &world_setup, &other, &err), STATUS_OK);
	assert_false(store_changed(mine));
	world_area(w, "north");
	assert_false(store_changed(mine)); /* own ones are none */
	w->store = other;
	world_area(w, "south");
	w->store = mine;
	assert_true(store_changed(mine));
	assert_false(store_changed(mine));
	store_close(other);
}

static void a_read_transaction_sees_one_moment(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct store *mine = w->store;
	struct store *other;

	assert_int_equal(
		store_open(w->path, &world_setup, &other, &err), STATUS_OK);
	store_read_begin(mine);
	assert_false(record_exists(mine, &area_table, 1));
	w->store = other;
	world_area(w, "north");
	w->store = mine;
	assert_false(record_exists(mine, &area_table, 1));
	store_read_end(mine);
	assert_true(record_exists(mine, &area_table, 1));
	store_close(other);
}

static void checkpoints_truncate_when_idle(void **state)
{
	struct world *w = *state;
	struct values v = { .item = NULL };
	char *note = malloc(3001);
	int64_t area = world_area(w, "north");
	int64_t job = world_job(w, "roads", area, 20800);

	store_idle(w->store);
	assert_true(store_wal_bytes(w->store) > 0);
	memset(note, 'x', 3000);
	note[3000] = 0;
	while (store_wal_bytes(w->store) < STORE_WAL_IDLE_BYTES) {
		note[0] = note[0] == 'x' ? 'y' : 'x';
		values_set_text(&v, job_f(JOB_NOTE), note);
		assert_int_equal(
			world_update(w, &job_table, job, v), STATUS_OK);
		v = (struct values){ .item = NULL };
	}
	store_idle(w->store);
	assert_int_equal(store_wal_bytes(w->store), 0);
	while (store_wal_bytes(w->store) < STORE_WAL_LEAVE_BYTES) {
		note[0] = note[0] == 'x' ? 'y' : 'x';
		values_set_text(&v, job_f(JOB_NOTE), note);
		assert_int_equal(
			world_update(w, &job_table, job, v), STATUS_OK);
		v = (struct values){ .item = NULL };
	}
	store_idle(w->store);
	assert_true(store_wal_bytes(w->store) >= STORE_WAL_LEAVE_BYTES);
	store_leave(w->store);
	assert_int_equal(store_wal_bytes(w->store), 0);
	free(note);
	world_verify(w);
}

/* ---- what the sqlite3 shell can and cannot do */

static void the_shell_loads_the_schema(void **state)
{
	struct world *w = *state;
	struct str sql = STR_INIT;
	char path[128], *out;
	FILE *f;

	store_schema(&world_setup, &sql);
	snprintf(path, sizeof path, "%s/schema.sql", w->dir);
	f = fopen(path, "w");
	fputs(sql.data, f);
	fclose(f);
	out = world_shell("sqlite3 %s/s.db <%s && sqlite3 %s/s.db"
			  " \"SELECT count(*) FROM sqlite_schema WHERE"
			  " type='table'\"",
		w->dir, path, w->dir);
	assert_string_equal(out, "16\n");
	free(out);
	/* and it is the schema of the file */
	out = world_shell(
		"sqlite3 %s 'SELECT type,name FROM sqlite_schema ORDER BY 1,2'"
		" >%s/1; sqlite3 %s/s.db 'SELECT type,name FROM sqlite_schema"
		" ORDER BY 1,2' >%s/2; cmp %s/1 %s/2",
		w->path, w->dir, w->dir, w->dir, w->dir, w->dir);
	assert_string_equal(out, "");
	free(out);
	str_free(&sql);
}

static void the_shell_cannot_rewrite_the_journal(void **state)
{
	static const char *const tries[] = {
		"UPDATE journal SET verb='x' WHERE seq=1",
		"DELETE FROM journal WHERE seq=1",
		"INSERT INTO journal SELECT seq+5, at, today, clock, person,"
		" typist, basis, basis_no, os_user, origin, verb, kind, id,"
		" version, randomblob(16), part, undoes, changes, prev, hash"
		" FROM journal WHERE seq=1",
		"INSERT INTO journal SELECT seq+1, at, today, clock, person,"
		" typist, basis, basis_no, os_user, origin, verb, kind, id,"
		" version, randomblob(16), part, undoes, changes,"
		" zeroblob(32), hash FROM journal WHERE seq=1",
		("INSERT OR REPLACE INTO journal SELECT * FROM journal"
		 " WHERE seq=1"),
	};
	struct world *w = *state;

	world_area(w, "north");
	for (size_t i = 0; i < LEN(tries); i++) {
		char *out = world_shell("sqlite3 %s \"%s\"", w->path, tries[i]);

		if (!strstr(out, "journal: append only") &&
			!strstr(out, "journal: out of order"))
			fail_msg("%s: %s", tries[i], out);
		free(out);
	}
	world_verify(w);
}

/* ---- the authorizer */

static enum status run_sql(struct store *store, const char *sql)
{
	return stmt_run(stmt_get(store, sql), NULL);
}

static void statements_cannot_change_the_schema(void **state)
{
	static const char *const tries[] = {
		"CREATE TABLE t (a)",
		"CREATE TEMP TABLE t (a)",
		"CREATE VIEW v AS SELECT 1",
		"CREATE TRIGGER t AFTER INSERT ON job BEGIN SELECT 1; END",
		"DROP TABLE job",
		"DROP TRIGGER journal_update",
		"ALTER TABLE job ADD COLUMN x",
		"CREATE INDEX i ON job(note)",
		"PRAGMA user_version=9",
		"PRAGMA writable_schema=1",
		"PRAGMA journal_mode=DELETE",
		"PRAGMA wal_checkpoint",
		"PRAGMA foreign_keys=0",
		"SELECT * FROM pragma_table_info('job')",
		"ATTACH ':memory:' AS x",
		"VACUUM",
		"REINDEX",
		"ANALYZE",
		"DELETE FROM sqlite_schema",
		/* records only within a transaction that records them */
		"UPDATE area SET rank=2",
		"INSERT INTO area (id, name, rank) VALUES (9, 'x', 1)",
		"DELETE FROM area",
	};
	struct world *w = *state;

	world_area(w, "north");
	for (size_t i = 0; i < LEN(tries); i++)
		if (run_sql(w->store, tries[i]) == STATUS_OK)
			fail_msg("not denied: %s", tries[i]);
	world_verify(w);
}

/* Prepared inside a transaction, run again outside of it. */
static void a_kept_statement_cannot_write_unrecorded(void **state)
{
	static const char sql[] = "UPDATE area SET rank=rank+1 WHERE id=1";
	struct world *w = *state;
	struct world_part p;

	world_area(w, "north");
	part_open(w, &p, "area.update", KIND_AREA, 1);
	assert_int_equal(run_sql(w->store, sql), STATUS_OK);
	part_close(w, &p);
	assert_int_not_equal(run_sql(w->store, sql), STATUS_OK);
	assert_int_equal(
		record_int(w->store, &area_table, 1, area_f(AREA_RANK)), 2);
	world_verify(w);
}

static bool sees_no_phone(
	void *arg, const struct table *t, const struct field *f)
{
	(void)arg, (void)t;
	return !(f->flags & FIELD_PERSONAL);
}

static bool sees_all(void *arg, const struct table *t, const struct field *f)
{
	(void)arg, (void)t, (void)f;
	return true;
}

static int64_t count(struct store *store, const char *sql)
{
	return stmt_one_int(stmt_get(store, sql), -1);
}

static void a_viewer_sees_null(void **state)
{
	static const struct viewer blind = { NULL, sees_no_phone };
	static const struct viewer open_eyed = { NULL, sees_all };
	static const char in_select[] =
		"SELECT count(phone) FROM worker_private";
	static const char in_where[] =
		"SELECT count(*) FROM worker_private WHERE phone='13900001111'";
	static const char in_order[] =
		"SELECT id FROM worker_private ORDER BY phone LIMIT 1";
	static const char in_agg[] =
		"SELECT max(phone) IS NOT NULL FROM worker_private";
	static const char kept[] = "SELECT count(value) FROM kept";
	struct world *w = *state;
	struct values v = { .item = NULL };
	struct error err;

	world_worker(w, "Wei", "13900002222");
	world_worker(w, "Mo", "13900001111");
	store_set_viewer(w->store, &blind);
	store_set_mode(w->store, STORE_VIEWER);
	assert_int_equal(count(w->store, in_select), 0);
	assert_int_equal(count(w->store, in_where), 0);
	assert_int_equal(count(w->store, in_order), 1);
	assert_int_equal(count(w->store, in_agg), 0);
	assert_int_equal(count(w->store, kept), -1);
	assert_int_equal(
		run_sql(w->store, "UPDATE meta SET text='x'"), STATUS_DENIED);
	assert_int_equal(
		record_read(w->store, &worker_table, 1, NULL, &v, &err),
		STATUS_OK);
	assert_string_equal(values_text(&v, worker_f(WORKER_NAME)), "Wei");
	assert_null(values_text(&v, worker_f(WORKER_PHONE)));
	values_free(&v);

	/* the door, with the same texts, at the same time */
	store_set_mode(w->store, STORE_DOOR);
	assert_int_equal(count(w->store, in_select), 2);
	assert_int_equal(count(w->store, in_where), 1);
	assert_int_equal(count(w->store, in_order), 2);
	assert_int_equal(count(w->store, kept), 2);

	/* somebody else sits down: what was prepared is not his */
	store_set_mode(w->store, STORE_VIEWER);
	store_set_viewer(w->store, &open_eyed);
	assert_int_equal(count(w->store, in_select), 2);
	assert_int_equal(count(w->store, kept), -1);
	store_set_viewer(w->store, &blind);
	assert_int_equal(count(w->store, in_select), 0);
	store_set_mode(w->store, STORE_DOOR);
}

/* SQLite prepares again by itself when the schema moved: same eyes. */
static void a_viewer_stays_blind_when_prepared_again(void **state)
{
	static const struct viewer blind = { NULL, sees_no_phone };
	static const char sql[] = "SELECT count(phone) FROM worker_private";
	struct world *w = *state;

	world_worker(w, "Wei", "13900002222");
	store_set_viewer(w->store, &blind);
	store_set_mode(w->store, STORE_VIEWER);
	assert_int_equal(count(w->store, sql), 0);
	store_set_mode(w->store, STORE_DOOR);
	assert_int_equal(count(w->store, sql), 1);
	world_raw(w, "CREATE TABLE moved (a)");
	assert_int_equal(count(w->store, sql), 1);
	store_set_mode(w->store, STORE_VIEWER);
	assert_int_equal(count(w->store, sql), 0);
	store_set_mode(w->store, STORE_DOOR);
}

/* ---- statements */

static void statements_tell_their_errors(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct stmt *s = stmt_get(w->store, "SELECT nonsense FROM job");

	assert_false(stmt_row(s));
	assert_int_not_equal(stmt_end(s, &err), STATUS_OK);
	s = stmt_get(w->store, "SELECT 1 WHERE 1=:a");
	stmt_bind_int(s, ":b", 1);
	assert_false(stmt_row(s));
	assert_int_equal(stmt_end(s, &err), STATUS_CORRUPT);
	s = stmt_get(w->store, "SELECT 1 WHERE 1=:a");
	stmt_bind_int(s, ":a", 1);
	assert_true(stmt_row(s));
	assert_int_equal(stmt_end(s, &err), STATUS_OK);
}

/* The same text within itself: two cursors, one of them thrown away. */
static void a_statement_may_nest(void **state)
{
	static const char sql[] = "SELECT id FROM area ORDER BY id";
	struct world *w = *state;
	int rows = 0;

	world_area(w, "north");
	world_area(w, "south");
	for (int round = 0; round < 3; round++) {
		struct stmt *outer = stmt_get(w->store, sql);

		while (stmt_row(outer)) {
			struct stmt *inner = stmt_get(w->store, sql);

			while (stmt_row(inner))
				rows++;
			assert_int_equal(stmt_end(inner, NULL), STATUS_OK);
		}
		assert_int_equal(stmt_end(outer, NULL), STATUS_OK);
	}
	assert_int_equal(rows, 12);
}

static void composed_texts_are_kept_once(void **state)
{
	struct world *w = *state;
	const char *first = NULL;
	char sql[64];

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 2000; i++) {
			snprintf(sql, sizeof sql, "SELECT %d", i);
			const char *kept = stmt_keep(w->store, sql);

			assert_string_equal(kept, sql);
			if (i == 777 && !round)
				first = kept;
			else if (i == 777)
				assert_ptr_equal(kept, first);
		}
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_new_file_is_private),
		T(a_new_file_needs_no_wal),
		T(an_existing_file_is_left_alone),
		T(a_failed_creation_leaves_nothing),
		T(a_path_is_never_a_uri),
		T(foreign_files_are_refused),
		T(a_newer_file_is_refused),
		T(a_truncated_file_is_told),
		T(links_and_open_modes_are_refused),
		T(a_link_to_the_folder_is_followed),
		T(a_read_only_file_is_told),
		T(meta_is_kept),
		T(others_commits_are_noticed),
		T(a_read_transaction_sees_one_moment),
		T(checkpoints_truncate_when_idle),
		T(the_shell_loads_the_schema),
		T(the_shell_cannot_rewrite_the_journal),
		T(statements_cannot_change_the_schema),
		T(a_kept_statement_cannot_write_unrecorded),
		T(a_viewer_sees_null),
		T(a_viewer_stays_blind_when_prepared_again),
		T(statements_tell_their_errors),
		T(a_statement_may_nest),
		T(composed_texts_are_kept_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
