/*
 * test_backup.c: copies, and the way back.
 */
#include "world.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void at(struct world *w, const char *name, char path[128])
{
	snprintf(path, 128, "%s/%s", w->dir, name);
}

static enum status backup(struct world *w, const char *name)
{
	struct error err = { STATUS_OK, "", "" };
	char path[128];

	at(w, name, path);
	return store_backup(w->store, path, &err);
}

/* The store is closed before and opened again after, unless kept open. */
static enum status restore(struct world *w, const char *name, bool shorter)
{
	struct error err = { STATUS_OK, "", "" };
	char path[128];

	at(w, name, path);
	enum status status =
		store_restore(path, w->path, &world_setup, shorter, &err);
	/* of a copy the sentence is ours, and to restore is no advice */
	if (shorter &&
		(strstr(err.what, "database") || strstr(err.todo, "restore")))
		fail_msg("%s; %s", err.what, err.todo);
	return status;
}

static bool is_there(struct world *w, const char *name)
{
	struct stat st;
	char path[128];

	at(w, name, path);
	return lstat(path, &st) == 0;
}

static void a_copy_is_whole_and_private(void **state)
{
	struct world *w = *state;
	struct stat st;
	char path[128];

	world_area(w, "north");
	world_worker(w, "Wei", "13900001111");
	store_read_begin(w->store); /* as a screen may leave it */
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	at(w, "b.db", path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(backup(w, "b.db"), STATUS_REFUSED);
	assert_int_equal(backup(w, "none/b.db"), STATUS_IO);
	assert_false(is_there(w, "b.db-wal"));
	assert_false(is_there(w, "b.db-lock"));
	world_verify(w);
}

static void a_backup_path_is_never_a_uri(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	char here[4096];

	assert_non_null(getcwd(here, sizeof here));
	assert_int_equal(chdir(w->dir), 0);
	assert_int_equal(store_backup(w->store, "file:b.db?mode=memory", &err),
		STATUS_OK);
	assert_int_equal(chdir(here), 0);
	assert_true(is_there(w, "file:b.db?mode=memory"));
}

static void it_comes_back(void **state)
{
	struct world *w = *state;
	struct stat st;

	world_area(w, "north");
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	world_close(w);
	assert_int_equal(restore(w, "b.db", false), STATUS_OK);
	assert_true(is_there(w, "a.db.before-1"));
	assert_false(is_there(w, "a.db.new"));
	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	world_reopen(w);
	assert_true(record_exists(w->store, &area_table, 1));
	world_verify(w);
	assert_int_equal(world_raw_int(w, "SELECT count(*) FROM journal"), 1);
	char *out = world_shell("sqlite3 %s 'PRAGMA journal_mode'", w->path);
	assert_string_equal(out, "wal\n");
	free(out);
	/* life goes on */
	assert_int_equal(world_area(w, "south"), 2);
	assert_int_equal(backup(w, "c.db"), STATUS_OK);
	world_close(w);
	assert_int_equal(restore(w, "c.db", false), STATUS_OK);
	assert_true(is_there(w, "a.db.before-2"));
	world_reopen(w);
	world_verify(w);
}

/* By cp, or by its own name: readers must not keep writers out of it. */
static void a_copy_that_is_worked_in_turns_to_wal(void **state)
{
	struct world *w = *state;
	struct store *reader;
	struct error err = { STATUS_OK, "", "" };

	world_area(w, "north");
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	world_close(w);
	free(world_shell("cd %s && rm -f a.db* && mv b.db a.db", w->dir));
	world_reopen(w);
	assert_int_equal(world_area(w, "south"), 2);
	char *out = world_shell("sqlite3 %s 'PRAGMA journal_mode'", w->path);
	assert_string_equal(out, "wal\n");
	free(out);
	assert_int_equal(
		store_open(w->path, &world_setup, &reader, &err), STATUS_OK);
	store_read_begin(reader);
	assert_true(record_exists(reader, &area_table, 2));
	assert_int_equal(world_area(w, "east"), 3);
	store_read_end(reader);
	store_close(reader);
	world_verify(w);
}

static void it_is_made_where_there_is_none(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	char from[128], to[128];
	struct store *store;

	world_area(w, "north");
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	at(w, "b.db", from);
	at(w, "fresh.db", to);
	assert_int_equal(
		store_restore(from, to, &world_setup, false, &err), STATUS_OK);
	assert_int_equal(store_open(to, &world_setup, &store, &err), STATUS_OK);
	assert_true(record_exists(store, &area_table, 1));
	store_close(store);
}

static void a_shorter_chain_is_refused(void **state)
{
	struct world *w = *state;

	world_area(w, "north");
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	world_area(w, "south");
	world_close(w);
	assert_int_equal(restore(w, "b.db", false), STATUS_REFUSED);
	assert_false(is_there(w, "a.db.before-1"));
	world_reopen(w);
	assert_true(record_exists(w->store, &area_table, 2));
	world_close(w);
	assert_int_equal(restore(w, "b.db", true), STATUS_OK);
	world_reopen(w);
	assert_false(record_exists(w->store, &area_table, 2));
	world_verify(w);
	/* what was put aside is whole too */
	char *out = world_shell("sqlite3 %s/a.db.before-1 'SELECT count(*)"
				" FROM area'",
		w->dir);
	assert_string_equal(out, "2\n");
	free(out);
}

static void a_file_in_use_is_left_alone(void **state)
{
	struct world *w = *state;

	world_area(w, "north");
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	assert_int_equal(restore(w, "b.db", false), STATUS_BUSY);
	assert_false(is_there(w, "a.db.before-1"));
	assert_int_equal(world_area(w, "south"), 2);
	world_verify(w);
}

/* Who opened the file just before the swap must not write into the old one. */
static void writing_to_a_replaced_file_is_refused(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct stamp stamp;
	struct txn *txn;

	world_area(w, "north");
	free(world_shell("mv %s %s.gone", w->path, w->path));
	world_stamp(w, &stamp);
	assert_int_equal(
		txn_begin(w->store, &stamp, &txn, &err), STATUS_CONFLICT);
	free(world_shell("mv %s.gone %s", w->path, w->path));
	assert_int_equal(world_area(w, "south"), 2);
}

static void damaged_and_foreign_copies_are_refused(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < 30; i++)
		world_area(w, (char[]){ 'a', (char)('0' + i % 10),
				      (char)('a' + i / 10), 0 });
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	world_close(w);
	free(world_shell("cd %s; cp b.db cut.db; truncate -s 20480 cut.db;"
			 "cp b.db holed.db; dd if=/dev/urandom of=holed.db"
			 " bs=4096 seek=3 count=2 conv=notrunc;"
			 "echo hello >text.db; : >empty.db;"
			 "cp b.db newer.db; sqlite3 newer.db 'PRAGMA"
			 " user_version=9';"
			 "sqlite3 other.db 'CREATE TABLE t(a)'",
		w->dir));
	assert_int_equal(restore(w, "cut.db", true), STATUS_CORRUPT);
	assert_int_equal(restore(w, "holed.db", true), STATUS_CORRUPT);
	assert_int_equal(restore(w, "text.db", true), STATUS_FOREIGN);
	assert_int_equal(restore(w, "empty.db", true), STATUS_FOREIGN);
	assert_int_equal(restore(w, "other.db", true), STATUS_FOREIGN);
	assert_int_equal(restore(w, "newer.db", true), STATUS_NEWER);
	assert_int_equal(restore(w, "none.db", true), STATUS_NOT_FOUND);
	assert_false(is_there(w, "a.db.before-1"));
	world_reopen(w);
	world_verify(w);
}

/* What restore is for: the present file cannot be read any more. */
static void a_damaged_file_is_replaced_when_told(void **state)
{
	struct world *w = *state;

	world_area(w, "north");
	assert_int_equal(backup(w, "b.db"), STATUS_OK);
	world_close(w);
	free(world_shell("dd if=/dev/urandom of=%s bs=4096 count=1"
			 " conv=notrunc",
		w->path));
	assert_int_equal(restore(w, "b.db", false), STATUS_REFUSED);
	assert_int_equal(restore(w, "b.db", true), STATUS_OK);
	assert_true(is_there(w, "a.db.before-1"));
	assert_true(is_there(w, "a.db.before-1-wal")); /* for salvage */
	world_reopen(w);
	assert_true(record_exists(w->store, &area_table, 1));
	world_verify(w);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_copy_is_whole_and_private),
		T(a_backup_path_is_never_a_uri),
		T(it_comes_back),
		T(a_copy_that_is_worked_in_turns_to_wal),
		T(it_is_made_where_there_is_none),
		T(a_shorter_chain_is_refused),
		T(a_file_in_use_is_left_alone),
		T(writing_to_a_replaced_file_is_refused),
		T(damaged_and_foreign_copies_are_refused),
		T(a_damaged_file_is_replaced_when_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
