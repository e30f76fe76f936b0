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
#include "store/place.h"

static enum status sync_path(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd) < 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	if (failed)
		return error_set(err, STATUS_IO,
			_("check the disk and try again"),
			_("%s could not be written to the disk: %s"), path,
			strerror(failed));
	return STATUS_OK;
}

static enum status sync_folder_of(const char *path, struct error *err)
{
	struct str dir = STR_INIT;
	enum status status;

	place_dir_of(path, &dir);
	status = sync_path(dir.data, err);
	str_free(&dir);
	return status;
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
			_("%s is damaged or cut off"), copy->path);
	return STATUS_OK;
}

/* The copy as it lies on the disk: whole, and not shorter than it was. */
static enum status check_written(
	const char *to, struct store *store, int64_t seq, struct error *err)
{
	struct store *copy;
	unsigned char hash[32];
	enum status status = open_copy(to, store->setup, &copy, err);

	if (status)
		return status;
	status = check_copy(copy, err);
	if (!status && journal_head(copy, hash) < seq)
		status = error_set(err, STATUS_CORRUPT, NULL,
			_("the copy is shorter than the file"));
	store_close(copy);
	return status;
}

enum status store_backup(struct store *store, const char *to, struct error *err)
{
	char *path = store_plain_path(to);
	unsigned char hash[32];
	int64_t seq;
	struct stat st;
	enum status status;

	if (lstat(path, &st) == 0) {
		mem_free(path);
		return error_set(err, STATUS_REFUSED, _("choose another name"),
			_("%s is already there and is left as it is"), to);
	}
	store_read_end(store); /* no VACUUM within a transaction */
	seq = journal_head(store, hash);
	status = copy_into(store, path, err);
	if (!status)
		status = check_written(path, store, seq, err);
	if (status)
		unlink(path);
	else
		status = sync_folder_of(path, err);
	mem_free(path);
	return status;
}

/* Anything else SQLite would wait for, or read without an end. */
static enum status check_plain(const char *path, struct error *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return error_set(err, STATUS_NOT_FOUND,
			_("see how the name is written"),
			_("there is no file %s that can be read: %s"), path,
			strerror(errno));
	if (!S_ISREG(st.st_mode))
		return error_set(err, STATUS_FOREIGN,
			_("name a file that liubu backup made"),
			_("%s is no file"), path);
	return STATUS_OK;
}

/* What SQLite says of a file of ours would lead astray for a backup. */
static enum status refuse_copy(
	sqlite3 *db, int rc, const char *path, struct error *err)
{
	switch (rc & 0xff) {
	case SQLITE_NOTADB:
		return error_set(err, STATUS_FOREIGN,
			_("name a file that liubu backup made"),
			_("%s is no backup of liubu"), path);
	case SQLITE_CORRUPT:
		return error_set(err, STATUS_CORRUPT, _("use another backup"),
			_("%s is damaged or cut off"), path);
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return error_set(err, STATUS_IO,
			_("have its owner give you the right to read it"),
			_("%s cannot be read"), path);
	default:
		return fault_of_open(db, rc, path, err);
	}
}

static enum status open_copy(const char *path, const struct store_setup *setup,
	struct store **out, struct error *err)
{
	enum status status = check_plain(path, err);
	struct store *copy;
	int rc;

	if (status)
		return status;
	copy = mem_zero(1, sizeof *copy);
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
		status = refuse_copy(copy->db, rc, path, err);
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

/* Leaving WAL succeeds only for the one connection that is left. */
static bool leave_wal(struct store *store)
{
	sqlite3_stmt *q;
	bool is_alone = false;

	store->is_trusted = true;
	sqlite3_busy_timeout(store->db, 0);
	if (sqlite3_prepare_v2(store->db, "PRAGMA journal_mode=DELETE", -1, &q,
		    NULL) == SQLITE_OK) {
		is_alone = sqlite3_step(q) == SQLITE_ROW &&
			   strcmp((const char *)sqlite3_column_text(q, 0),
				   "delete") == 0;
		sqlite3_finalize(q);
	}
	sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
	store->is_trusted = false;
	return is_alone;
}

/* The first name *.before-N that is free. */
static void name_aside(const char *to, struct str *aside)
{
	struct stat st;

	for (int n = 1;; n++) {
		str_clear(aside);
		str_addf(aside, "%s.before-%d", to, n);
		if (lstat(aside->data, &st) != 0)
			return;
	}
}

/* With its WAL, which a damaged file still has: SQLite finds it by name. */
static enum status rename_all(
	const char *from, const char *to, struct error *err)
{
	static const char *const ends[] = { "-wal", "-shm", "" };
	struct str a = STR_INIT;
	struct str b = STR_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < LEN(ends) && !status; i++) {
		str_clear(&a);
		str_clear(&b);
		str_addf(&a, "%s%s", from, ends[i]);
		str_addf(&b, "%s%s", to, ends[i]);
		if (rename(a.data, b.data) != 0 &&
			(errno != ENOENT || !*ends[i]))
			status = error_set(err, STATUS_IO, NULL,
				_("%s could not be put aside: %s"), a.data,
				strerror(errno));
	}
	str_free(&a);
	str_free(&b);
	return status;
}

/* One whole file, in WAL mode before anybody can open it by its name. */
static enum status put_in_place(
	struct store *from, const char *to, struct error *err)
{
	struct str fresh = STR_INIT;
	sqlite3 *db = NULL;
	enum status status;
	int rc;

	str_addf(&fresh, "%s.new", to);
	unlink(fresh.data);
	status = copy_into(from, fresh.data, err);
	if (status)
		goto done;
	rc = sqlite3_open_v2(fresh.data, &db, SQLITE_OPEN_READWRITE, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(
			db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		status = fault_of_open(db, rc, fresh.data, err);
	sqlite3_close(db);
	if (!status)
		status = sync_path(fresh.data, err);
	if (!status && rename(fresh.data, to) != 0)
		status = error_set(err, STATUS_IO, NULL,
			_("%s could not be put in place: %s"), to,
			strerror(errno));
	if (!status)
		status = sync_folder_of(to, err);
done:
	if (status)
		unlink(fresh.data);
	str_free(&fresh);
	return status;
}

struct swap {
	struct store *copy;    /* what comes */
	struct store *present; /* what goes; NULL: none, or damaged */
	const char *to;
	struct lock *lock; /* the side lock, when present is NULL */
	struct str aside;
	bool is_there, may_be_shorter;
};

static enum status refuse_shorter(const struct swap *x, struct error *err)
{
	unsigned char hash[32];
	int64_t have = journal_head(x->present, hash);
	int64_t get = journal_head(x->copy, hash);

	if (get >= have || x->may_be_shorter)
		return STATUS_OK;
	return error_set(err, STATUS_REFUSED,
		_("say --shorter if what came after it may be lost"),
		_("the backup ends at row %" PRId64 " of the journal, the "
		  "present file at row %" PRId64),
		get, have);
}

/* Nothing tells how far a damaged file went: that must be said by a person. */
static enum status open_present(
	struct swap *x, const struct store_setup *setup, struct error *err)
{
	struct str path = STR_INIT;
	struct error why = { STATUS_OK, "", "" };
	enum status status = store_open(x->to, setup, &x->present, &why);

	if (!status) {
		status = refuse_shorter(x, err);
		return status ? status
			      : lock_enter(x->present->lock, "restore", err);
	}
	if (status != STATUS_CORRUPT && status != STATUS_FOREIGN &&
		status != STATUS_IO) {
		if (err)
			*err = why;
		return status;
	}
	if (!x->may_be_shorter)
		return error_set(err, STATUS_REFUSED,
			_("say --shorter to put it aside all the same"),
			_("how far the present file went cannot be read: %s"),
			why.what);
	str_addf(&path, "%s-lock", x->to);
	status = lock_open(path.data, &x->lock, err);
	if (!status)
		status = lock_enter(x->lock, "restore", err);
	str_free(&path);
	return status;
}

static enum status swap(struct swap *x, struct error *err)
{
	struct stat st;
	enum status status = STATUS_OK;

	if (x->is_there) {
		if (x->present && !leave_wal(x->present))
			return error_set(err, STATUS_BUSY,
				_("let everybody leave the program, then try "
				  "again"),
				_("%s is in use, so it was not replaced"),
				x->to);
		name_aside(x->to, &x->aside);
		status = rename_all(x->to, x->aside.data, err);
	}
	if (!status)
		status = put_in_place(x->copy, x->to, err);
	if (status && x->is_there && lstat(x->to, &st) != 0)
		rename_all(x->aside.data, x->to, NULL); /* as it was */
	return status;
}

enum status store_restore(const char *from, const char *to,
	const struct store_setup *setup, bool shorter, struct error *err)
{
	char *source = store_plain_path(from);
	char *target = store_plain_path(to);
	struct swap x = { .to = target,
		.aside = { .data = str_empty },
		.may_be_shorter = shorter };
	struct stat st;
	enum status status = open_copy(source, setup, &x.copy, err);

	if (!status)
		status = is_ours(x.copy, err);
	if (!status)
		status = check_copy(x.copy, err);
	x.is_there = lstat(target, &st) == 0;
	if (!status && x.is_there)
		status = open_present(&x, setup, err);
	if (!status)
		status = swap(&x, err);
	store_close(x.present);
	store_close(x.copy);
	lock_close(x.lock);
	str_free(&x.aside);
	mem_free(source);
	mem_free(target);
	return status;
}
