/* fault.c: SQLite's codes as sentences for people. */
#include "internal.h"

#include "core/language.h"

struct fault {
	int code;
	enum status status;
	const char *what, *todo;
};

static const struct fault fault_table[] = {
	{ SQLITE_BUSY, STATUS_BUSY,
		N_("another session has been writing for too long"),
		N_("try again in a moment; what you typed is kept") },
	{ SQLITE_LOCKED, STATUS_BUSY, N_("the file is in use just now"),
		N_("try again in a moment; what you typed is kept") },
	{ SQLITE_FULL, STATUS_FULL, N_("the disk is full, nothing was saved"),
		N_("make room on the disk; what you typed is kept") },
	{ SQLITE_READONLY, STATUS_READONLY,
		N_("the file cannot be written, nothing was saved"),
		N_("check that file and disk are not read-only") },
	{ SQLITE_CANTOPEN, STATUS_IO, N_("the file cannot be opened"),
		N_("check the path and the rights of its folder") },
	{ SQLITE_PERM, STATUS_READONLY, N_("the rights of the file forbid it"),
		N_("ask whoever keeps this machine") },
	{ SQLITE_CORRUPT, STATUS_CORRUPT, N_("the file is damaged"),
		N_("restore the last backup: liubu restore FILE") },
	{ SQLITE_NOTADB, STATUS_FOREIGN, N_("the file is no database"),
		N_("name the file that liubu made: --db FILE") },
	{ SQLITE_NOMEM, STATUS_IO, N_("memory ran out"),
		N_("close other programs and try again") },
	{ SQLITE_TOOBIG, STATUS_INVALID, N_("a text is too long"),
		N_("shorten it") },
	{ SQLITE_CONSTRAINT, STATUS_REFUSED,
		N_("the values contradict what is already there"),
		N_("read the record again and correct them") },
	{ SQLITE_AUTH, STATUS_DENIED, N_("this is not permitted"), NULL },
	{ SQLITE_INTERRUPT, STATUS_STOPPED, N_("stopped"), NULL },
};

enum status fault_set(struct store *store, int rc, struct error *err)
{
	const char *detail = store->db ? sqlite3_errmsg(store->db) : "";
	int extended = store->db ? sqlite3_extended_errcode(store->db) : rc;

	for (size_t i = 0; i < LEN(fault_table); i++) {
		const struct fault *f = &fault_table[i];

		if (f->code == (rc & 0xff))
			return error_set(err, f->status,
				f->todo ? _(f->todo) : NULL, "%s (%d: %s)",
				_(f->what), extended, detail);
	}
	return error_set(err, STATUS_IO,
		_("try again; if it happens again, run: liubu verify"),
		_("the disk or the system failed (%d: %s)"), extended, detail);
}

enum status fault_of_open(
	sqlite3 *db, int rc, const char *path, struct error *err)
{
	struct store store = { .db = db };
	struct error inner = { STATUS_OK, "", "" };

	fault_set(&store, rc, &inner);
	return error_set(
		err, inner.status, inner.todo, "%s: %s", path, inner.what);
}
