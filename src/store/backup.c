/* backup.c: a verified copy, the way back, and a replay of the journal. */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/language.h"
#include "core/mem.h"
#include "store/journal.h"

static enum status sync_path(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd) < 0;

	if (fd >= 0)
		close(fd);
	if (failed)
		return error_set(err, STATUS_IO,
			_("check the disk and try again"),
			_("%s could not be written to the disk: %s"), path,
			strerror(errno));
	return STATUS_OK;
}

/* VACUUM INTO: one consistent moment, no free pages; synced afterwards. */
static enum status copy_into(
	struct store *store, const char *to, struct error *err)
{
	mode_t mask = umask(077);
	sqlite3_stmt *q;
	enum status status = STATUS_OK;
	int rc;

	store->is_trusted = true;
	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1);
	rc = sqlite3_prepare_v2(store->db, "VACUUM INTO :to", -1, &q, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_bind_text(q, 1, to, -1, SQLITE_TRANSIENT);
		rc = sqlite3_step(q);
		rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
	}
	if (rc != SQLITE_OK)
		status = fault_set(store, rc, err);
	sqlite3_finalize(q);
	store->is_trusted = false;
	umask(mask);
	return status ? status : sync_path(to, err);
}

/* Opens a copy to look at it only: no lock file, no WAL beside it. */
static enum status open_copy(const char *path, const struct store_setup *setup,
	struct store **out, struct error *err);

static enum status check_copy(struct store *copy, struct error *err)
{
	sqlite3_stmt *q;
	bool is_whole = false;

	copy->is_trusted = true;
	if (sqlite3_prepare_v2(copy->db, "PRAGMA integrity_check(1)", -1, &q,
		    NULL) == SQLITE_OK) {
		is_whole = sqlite3_step(q) == SQLITE_ROW &&
			   strcmp((const char *)sqlite3_column_text(q, 0),
				   "ok") == 0;
		sqlite3_finalize(q);
	}
	copy->is_trusted = false;
	if (!is_whole)
		return error_set(err, STATUS_CORRUPT,
			_("use another backup, or run: liubu verify"),
			_("the copy is damaged"));
	return STATUS_OK;
}

enum status store_backup(struct store *store, const char *to, struct error *err)
{
	struct store *copy;
	unsigned char head[32], copied[32];
	int64_t seq;
	struct stat st;
	enum status status;

	if (lstat(to, &st) == 0)
		return error_set(err, STATUS_REFUSED, _("choose another name"),
			_("%s is already there and is left as it is"), to);
	seq = journal_head(store, head);
	status = copy_into(store, to, err);
	if (!status)
		status = open_copy(to, store->setup, &copy, err);
	if (status) {
		unlink(to);
		return status;
	}
	status = check_copy(copy, err);
	/* others may have written meanwhile: never shorter than it was */
	if (!status && journal_head(copy, copied) < seq)
		status = error_set(err, STATUS_CORRUPT, NULL,
			_("the copy is shorter than the file"));
	store_close(copy);
	if (status)
		unlink(to);
	return status;
}

static enum status open_copy(const char *path, const struct store_setup *setup,
	struct store **out, struct error *err)
{
	struct store *copy = mem_zero(1, sizeof *copy);
	int rc;

	copy->setup = setup;
	copy->path = mem_text(path);
	copy->is_trusted = true;
	rc = sqlite3_open_v2(path, &copy->db,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(copy->db,
			"PRAGMA temp_store=MEMORY; SELECT count(*) FROM"
			" sqlite_schema",
			NULL, NULL, NULL);
	if (rc != SQLITE_OK) {
		enum status status = fault_of_open(copy->db, rc, path, err);

		store_close(copy);
		return status;
	}
	*out = copy;
	return STATUS_OK;
}

static enum status is_ours(struct store *copy, struct error *err)
{
	sqlite3_stmt *q;
	int64_t id = 0;
	int64_t version = 0;

	if (sqlite3_prepare_v2(copy->db,
		    "SELECT (SELECT * FROM pragma_application_id),"
		    " (SELECT * FROM pragma_user_version)",
		    -1, &q, NULL) == SQLITE_OK) {
		if (sqlite3_step(q) == SQLITE_ROW) {
			id = sqlite3_column_int64(q, 0);
			version = sqlite3_column_int64(q, 1);
		}
		sqlite3_finalize(q);
	}
	if (id != STORE_APPLICATION_ID)
		return error_set(err, STATUS_FOREIGN,
			_("name a file that liubu backup made"),
			_("%s is no backup of liubu"), copy->path);
	if (version > STORE_VERSION)
		return error_set(err, STATUS_NEWER,
			_("install the newer liubu, the file is unharmed"),
			_("%s was made by a newer version"), copy->path);
	return STATUS_OK;
}

/*
 * Puts the present file aside under its lock. Leaving WAL mode succeeds only
 * for the one connection that is left, and leaves one whole file.
 */
static enum status put_aside(struct store *present, const char *to,
	struct str *aside, struct error *err)
{
	struct stat st;
	sqlite3_stmt *q;
	bool is_alone = false;
	enum status status = lock_enter(present->lock, "restore", err);

	if (status)
		return status;
	present->is_trusted = true;
	sqlite3_busy_timeout(present->db, 0);
	if (sqlite3_prepare_v2(present->db, "PRAGMA journal_mode=DELETE", -1,
		    &q, NULL) == SQLITE_OK) {
		is_alone = sqlite3_step(q) == SQLITE_ROW &&
			   strcmp((const char *)sqlite3_column_text(q, 0),
				   "delete") == 0;
		sqlite3_finalize(q);
	}
	if (!is_alone)
		return error_set(err, STATUS_BUSY,
			_("let everybody leave the program, then try again"),
			_("%s is in use, so it was not replaced"), to);
	for (int n = 1;; n++) {
		str_clear(aside);
		str_addf(aside, "%s.before-%d", to, n);
		if (lstat(aside->data, &st) != 0)
			break;
	}
	if (rename(to, aside->data) != 0)
		return error_set(err, STATUS_IO, NULL,
			_("%s could not be put aside: %s"), to,
			strerror(errno));
	return STATUS_OK;
}

static enum status refuse_shorter(struct store *from, struct store *present,
	bool shorter, struct error *err)
{
	unsigned char hash[32];
	int64_t have = journal_head(present, hash);
	int64_t get = journal_head(from, hash);

	if (get >= have || shorter)
		return STATUS_OK;
	return error_set(err, STATUS_REFUSED,
		_("say --shorter if what came after it may be lost"),
		_("the backup ends at row %" PRId64 " of the journal, the "
		  "present file at row %" PRId64),
		get, have);
}

static enum status put_in_place(
	struct store *from, const char *to, struct error *err)
{
	struct str fresh = STR_INIT;
	struct str dir = STR_INIT;
	struct store *store = NULL;
	enum status status;

	str_addf(&fresh, "%s.new", to);
	unlink(fresh.data);
	status = copy_into(from, fresh.data, err);
	if (!status && rename(fresh.data, to) != 0)
		status = error_set(err, STATUS_IO, NULL,
			_("%s could not be put in place: %s"), to,
			strerror(errno));
	if (!status)
		status = store_open(to, from->setup, &store, err);
	if (!status) {
		store->is_trusted = true;
		status = store_exec(store, "PRAGMA journal_mode=WAL", err);
		store_close(store);
	}
	str_add_bytes(&dir, to,
		strrchr(to, '/') ? (size_t)(strrchr(to, '/') - to) : 0);
	if (!status)
		status = sync_path(dir.len_bytes ? dir.data : "/", err);
	str_free(&fresh);
	str_free(&dir);
	return status;
}

enum status store_restore(const char *from, const char *to,
	const struct store_setup *setup, bool shorter, struct error *err)
{
	struct store *copy = NULL;
	struct store *present = NULL;
	struct str aside = STR_INIT;
	struct stat st;
	enum status status = open_copy(from, setup, &copy, err);

	if (!status)
		status = is_ours(copy, err);
	if (!status)
		status = check_copy(copy, err);
	if (!status && lstat(to, &st) == 0) {
		status = store_open(to, setup, &present, err);
		if (!status)
			status = refuse_shorter(copy, present, shorter, err);
		if (!status)
			status = put_aside(present, to, &aside, err);
	}
	if (!status)
		status = put_in_place(copy, to, err);
	if (status && aside.len_bytes && lstat(to, &st) != 0)
		rename(aside.data, to); /* as it was */
	store_close(present);
	store_close(copy);
	str_free(&aside);
	return status;
}
