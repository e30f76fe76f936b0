#include "store/draft.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/language.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/draft_code.h"
#include "store/place.h"

static const char END[] = ".draft";

struct draft_file {
	char *name;
	struct draft_key key;
	int dir_fd, fd; /* fd -1: not made yet */
	bool in_dir;	/* its name has reached the disk */
	struct str piece;
};

/* ---- names and the folder */

static bool is_safe_form(const char *form)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t len = strnlen(form, DRAFT_FORM_BYTES);
	const char *p = form;

	if (!len || len == DRAFT_FORM_BYTES)
		return false;
	for (;;) {
		size_t n = strspn(p, letters);
		if (!n)
			return false;
		p += n;
		if (!*p)
			return true;
		if (*p++ != '.')
			return false;
	}
}

static enum status check_key(const struct draft_key *key, struct error *err)
{
	if (is_safe_form(key->form) && key->person >= 0 && key->kind >= 0 &&
		key->record >= 0)
		return STATUS_OK;
	return error_set(err, STATUS_INVALID, NULL, "%s",
		_("No draft can be kept of this form."));
}

static char *name_of(const struct draft_key *key)
{
	struct str s = STR_INIT;

	str_addf(&s, "%" PRId64 "-%s-%d-%" PRId64 "%s", key->person, key->form,
		key->kind, key->record, END);
	return str_take(&s);
}

/* A file whose name starts with "3-" and ends with ".draft". */
static bool is_of_person(const char *name, int64_t person)
{
	char start[32];
	size_t len = strlen(name), end = sizeof END - 1;

	snprintf(start, sizeof start, "%" PRId64 "-", person);
	return len > end && !strncmp(name, start, strlen(start)) &&
	       !strcmp(name + len - end, END);
}

/*
 * Opens the folder. STATUS_NOT_FOUND when there is none and it is not to be
 * made; a link, or a folder of another account, is refused.
 */
static enum status open_dir(
	const char *db_path, bool make, int *fd, struct error *err)
{
	struct str path = STR_INIT;
	struct stat st;
	enum status status = STATUS_OK;

	str_addf(&path, "%s-drafts", db_path);
	*fd = -1;
	if (make && mkdir(path.data, PLACE_DIR_MODE) && errno != EEXIST) {
		status = place_error(err, errno, path.data);
		goto done;
	}
	*fd = open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0) {
		int failed = errno;
		/* With O_DIRECTORY a link is ENOTDIR too. */
		if (failed == ENOTDIR && !lstat(path.data, &st))
			failed = ELOOP;
		status = place_error(err, failed, path.data);
		goto done;
	}
	status = place_check_dir(path.data, err);
	if (status != STATUS_OK) {
		close(*fd);
		*fd = -1;
	}
done:
	str_free(&path);
	return status;
}

/* ---- writing */

enum status draft_open(const char *db_path, const struct draft_key *key,
	struct draft_file **file, struct error *err)
{
	int dir_fd;

	*file = NULL;
	enum status status = check_key(key, err);
	if (status == STATUS_OK)
		status = open_dir(db_path, true, &dir_fd, err);
	if (status != STATUS_OK)
		return status;
	struct draft_file *f = mem_zero(1, sizeof *f);
	f->key = *key;
	f->name = name_of(key);
	f->dir_fd = dir_fd;
	f->fd = -1;
	f->piece = (struct str)STR_INIT;
	*file = f;
	return STATUS_OK;
}

static int open_file(int dir_fd, const char *name, int flags)
{
	return openat(dir_fd, name, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
		PLACE_FILE_MODE);
}

/* Makes the file, also again when another window removed or replaced it. */
static enum status ready_file(
	struct draft_file *f, off_t *len, struct error *err)
{
	struct stat st;

	if (f->fd >= 0 && (fstat(f->fd, &st) || st.st_nlink == 0)) {
		close(f->fd);
		f->fd = -1;
	}
	if (f->fd < 0) {
		f->fd = open_file(
			f->dir_fd, f->name, O_WRONLY | O_APPEND | O_CREAT);
		f->in_dir = false;
		if (f->fd < 0 || fstat(f->fd, &st))
			return place_error(err, errno, f->name);
	}
	if (!S_ISREG(st.st_mode))
		return place_error(err, ELOOP, f->name);
	*len = st.st_size;
	return STATUS_OK;
}

static int write_piece(int fd, const struct str *piece)
{
	ssize_t n;

	do {
		n = write(fd, piece->data, piece->len_bytes);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno;
	/* Torn by a full disk: reading goes past it. */
	return (size_t)n == piece->len_bytes ? 0 : ENOSPC;
}

/* Puts a file with this piece alone in the place of the grown one; synced
 * before, or a power cut could leave the new name without its content. */
static enum status write_anew(struct draft_file *f, struct error *err)
{
	struct str new_name = STR_INIT;
	int failed = 0;

	str_addf(&new_name, "%s.new%ld", f->name, (long)getpid());
	int fd = open_file(f->dir_fd, new_name.data,
		O_WRONLY | O_APPEND | O_CREAT | O_TRUNC);
	if (fd < 0) {
		failed = errno;
		goto done;
	}
	failed = write_piece(fd, &f->piece);
	if (!failed && fdatasync(fd))
		failed = errno;
	if (!failed && renameat(f->dir_fd, new_name.data, f->dir_fd, f->name))
		failed = errno;
	if (failed) {
		close(fd);
		unlinkat(f->dir_fd, new_name.data, 0);
		goto done;
	}
	close(f->fd);
	f->fd = fd;
	f->in_dir = false;
done:
	str_free(&new_name);
	return failed ? place_error(err, failed, f->name) : STATUS_OK;
}

enum status draft_append(
	struct draft_file *f, const struct draft *d, struct error *err)
{
	struct draft whole = *d;
	off_t len = 0;

	whole.key = f->key;
	if (!draft_encode(&whole, &f->piece))
		return error_set(err, STATUS_INVALID,
			_("Save it, or shorten it."), "%s",
			_("The form is too long to be kept as a draft."));
	enum status status = ready_file(f, &len, err);
	if (status != STATUS_OK)
		return status;
	if (len + (off_t)f->piece.len_bytes > DRAFT_FILE_MAX)
		return write_anew(f, err);
	int failed = write_piece(f->fd, &f->piece);
	return failed ? place_error(err, failed, f->name) : STATUS_OK;
}

enum status draft_sync(struct draft_file *f, struct error *err)
{
	if (f->fd < 0)
		return STATUS_OK;
	if (fdatasync(f->fd))
		return place_error(err, errno, f->name);
	if (!f->in_dir && fsync(f->dir_fd))
		return place_error(err, errno, f->name);
	f->in_dir = true;
	return STATUS_OK;
}

void draft_close(struct draft_file *f)
{
	if (!f)
		return;
	if (f->fd >= 0)
		close(f->fd);
	close(f->dir_fd);
	str_free(&f->piece);
	mem_free(f->name);
	mem_free(f);
}

/* ---- reading */

static int read_all(int fd, struct str *out)
{
	char part[16384];
	ssize_t n;

	/* One piece more than the limit: it is appended before it is cut. */
	while (out->len_bytes <= DRAFT_FILE_MAX + DRAFT_PIECE_MAX) {
		n = read(fd, part, sizeof part);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : 0;
		str_add_bytes(out, part, (size_t)n);
	}
	return 0;
}

static enum status read_file(
	int dir_fd, const char *name, struct draft *d, struct error *err)
{
	struct str all = STR_INIT;
	struct stat st;
	enum status status = STATUS_OK;
	int fd = open_file(dir_fd, name, O_RDONLY);

	*d = (struct draft){ 0 };
	if (fd < 0)
		return place_error(err, errno, name);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		status = place_error(err, ELOOP, name);
		goto done;
	}
	int failed = read_all(fd, &all);
	if (failed) {
		status = place_error(err, failed, name);
		goto done;
	}
	if (!draft_decode(all.data, all.len_bytes, d))
		status = error_set(err, STATUS_NOT_FOUND, NULL, "%s",
			_("The draft is damaged and cannot be read."));
done:
	close(fd);
	str_free(&all);
	return status;
}

/* The content must be what the name says: a file may have been renamed. */
static bool is_named(const struct draft *d, const char *name)
{
	if (check_key(&d->key, NULL) != STATUS_OK)
		return false;
	char *right = name_of(&d->key);
	bool same = !strcmp(right, name);
	mem_free(right);
	return same;
}

static enum status read_named(
	int dir_fd, const char *name, struct draft *d, struct error *err)
{
	enum status status = read_file(dir_fd, name, d, err);

	if (status != STATUS_OK || is_named(d, name))
		return status;
	draft_free(d);
	return error_set(err, STATUS_NOT_FOUND, NULL, "%s",
		_("The draft is damaged and cannot be read."));
}

enum status draft_read(const char *db_path, const struct draft_key *key,
	struct draft *d, struct error *err)
{
	int dir_fd;
	enum status status = check_key(key, err);

	*d = (struct draft){ 0 };
	if (status == STATUS_OK)
		status = open_dir(db_path, false, &dir_fd, err);
	if (status != STATUS_OK)
		return status;
	char *name = name_of(key);
	status = read_named(dir_fd, name, d, err);
	mem_free(name);
	close(dir_fd);
	return status;
}

enum status draft_remove(
	const char *db_path, const struct draft_key *key, struct error *err)
{
	int dir_fd;
	enum status status = check_key(key, err);

	if (status == STATUS_OK)
		status = open_dir(db_path, false, &dir_fd, err);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	char *name = name_of(key);
	if (unlinkat(dir_fd, name, 0) && errno != ENOENT)
		status = place_error(err, errno, name);
	mem_free(name);
	close(dir_fd);
	return status;
}

/* ---- listing */

static int compare_created(const void *a, const void *b)
{
	const struct draft *x = a, *y = b;

	if (x->created_ms != y->created_ms)
		return x->created_ms < y->created_ms ? -1 : 1;
	if (x->key.kind != y->key.kind)
		return x->key.kind < y->key.kind ? -1 : 1;
	return (x->key.record > y->key.record) -
	       (x->key.record < y->key.record);
}

enum status draft_list(const char *db_path, int64_t person, struct drafts *list,
	struct error *err)
{
	struct dirent *entry;
	struct draft d;
	int dir_fd;

	*list = (struct drafts){ 0 };
	enum status status = open_dir(db_path, false, &dir_fd, err);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	DIR *dir = fdopendir(dir_fd);
	if (!dir) {
		close(dir_fd);
		return place_error(err, errno, db_path);
	}
	while ((entry = readdir(dir))) {
		if (!is_of_person(entry->d_name, person) ||
			read_named(dir_fd, entry->d_name, &d, NULL))
			continue;
		list->item = mem_grow(list->item, list->count, &list->size,
			sizeof *list->item);
		list->item[list->count++] = d;
	}
	closedir(dir);
	if (list->count)
		qsort(list->item, list->count, sizeof *list->item,
			compare_created);
	return STATUS_OK;
}

void drafts_free(struct drafts *list)
{
	for (size_t i = 0; i < list->count; i++)
		draft_free(&list->item[i]);
	mem_free(list->item);
	*list = (struct drafts){ 0 };
}
