#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/language.h"

static const char REMOTE[] =
	N_("locks do not hold there between machines, and two people saving "
	   "at once would damage it");
static const char UNSURE[] =
	N_("whether locks hold there cannot be known, and two people saving "
	   "at once could damage it");
static const char OWNERLESS[] =
	N_("it keeps no owners, so anybody at this machine could read the "
	   "files or replace them");

/* f_type of statfs(2): linux/magic.h and the file systems' own sources. */
static const struct refused_type {
	uint32_t type;
	const char *name, *why;
} refused_types[] = {
	{ 0x00006969, "NFS", REMOTE },
	{ 0x0000517b, "SMB", REMOTE },
	{ 0xff534d42, "CIFS", REMOTE },
	{ 0xfe534d42, "SMB2", REMOTE },
	{ 0x0000564c, "NCP", REMOTE },
	{ 0x5346414f, "AFS", REMOTE },
	{ 0x6b414653, "AFS", REMOTE },
	{ 0x73757245, "Coda", REMOTE },
	{ 0x00c36400, "Ceph", REMOTE },
	{ 0x01161970, "GFS2", REMOTE },
	{ 0x7461636f, "OCFS2", REMOTE },
	{ 0x0bd00bd0, "Lustre", REMOTE },
	{ 0x47504653, "GPFS", REMOTE },
	{ 0x19830326, "BeeGFS", REMOTE },
	{ 0x65735546, "FUSE (sshfs, ntfs-3g, ...)", UNSURE },
	{ 0x01021997, "9p", UNSURE },
	{ 0x786f4256, "vboxsf", UNSURE },
	{ 0xbacbacbc, "vmhgfs", UNSURE },
	{ 0x00004d44, "FAT", OWNERLESS },
	{ 0x2011bab0, "exFAT", OWNERLESS },
	{ 0x5346544e, "NTFS", OWNERLESS },
	{ 0x7366746e, "NTFS", OWNERLESS },
};

const char *place_refused_type(uint32_t type, const char **why)
{
	size_t count = sizeof refused_types / sizeof *refused_types;

	for (size_t i = 0; i < count; i++) {
		if (refused_types[i].type != type)
			continue;
		*why = _(refused_types[i].why);
		return refused_types[i].name;
	}
	return NULL;
}

enum status place_error(struct error *err, int err_no, const char *path)
{
	switch (err_no) {
	case ENOSPC:
	case EDQUOT:
		return error_set(err, STATUS_FULL,
			_("Make room on the disk, then try again."),
			_("The disk is full: \"%s\" cannot be written."), path);
	case EACCES:
	case EPERM:
	case EROFS:
		return error_set(err, STATUS_READONLY,
			_("Ask the administrator who may write there."),
			_("\"%s\" cannot be opened for writing: %s."), path,
			strerror(err_no));
	case ENOENT:
	case ENOTDIR:
		return error_set(err, STATUS_NOT_FOUND,
			_("Check how the path is written."),
			_("There is no \"%s\"."), path);
	case ELOOP:
		return error_set(err, STATUS_FOREIGN,
			_("Name the file itself."),
			_("\"%s\" is a link to another file; links are not "
			  "followed."),
			path);
	default:
		return error_set(err, STATUS_IO,
			_("Ask the administrator to look at the disk and the "
			  "system log."),
			_("The system refuses access to \"%s\": %s."), path,
			strerror(err_no));
	}
}

/* ---- the path */

static enum status add_absolute(
	const char *path, struct str *out, struct error *err)
{
	char here[PATH_MAX];

	if (path[0] != '/') {
		if (!getcwd(here, sizeof here))
			return place_error(err, errno, ".");
		str_add(out, here);
		if (strcmp(here, "/"))
			str_add(out, "/");
	}
	str_add(out, path);
	return STATUS_OK;
}

static const char *home_dir(void)
{
	const char *home = secure_getenv("HOME");

	if (home && home[0] == '/')
		return home;
	const struct passwd *user = getpwuid(geteuid());
	return user && user->pw_dir[0] == '/' ? user->pw_dir : NULL;
}

enum status place_path(const char *given, struct str *out, struct error *err)
{
	if (!given || !*given)
		given = secure_getenv("LIUBU_DB");
	if (given && *given)
		return add_absolute(given, out, err);

	const char *data = secure_getenv("XDG_DATA_HOME");
	if (data && data[0] == '/') {
		str_addf(out, "%s/liubu/liubu.db", data);
		return STATUS_OK;
	}
	const char *home = home_dir();
	if (!home)
		return error_set(err, STATUS_NOT_FOUND,
			_("Name the database: liubu --db FILE."), "%s",
			_("Where the database lies is not known: this account "
			  "has no home folder."));
	str_addf(out, "%s/.local/share/liubu/liubu.db", home);
	return STATUS_OK;
}

void place_dir_of(const char *path, struct str *out)
{
	const char *end = strrchr(path, '/');

	if (!end)
		str_add(out, ".");
	else if (end == path)
		str_add(out, "/");
	else
		str_add_bytes(out, path, (size_t)(end - path));
}

enum status place_make_dir(const char *dir, struct error *err)
{
	struct str path = STR_INIT;
	enum status status = STATUS_OK;
	size_t len = strlen(dir);

	for (size_t i = 1; i <= len && status == STATUS_OK; i++) {
		if (i < len && dir[i] != '/')
			continue;
		str_clear(&path);
		str_add_bytes(&path, dir, i);
		if (mkdir(path.data, PLACE_DIR_MODE) && errno != EEXIST)
			status = place_error(err, errno, path.data);
	}
	str_free(&path);
	return status;
}

/* ---- checks */

enum status place_check_file_system(const char *dir, struct error *err)
{
	struct statfs fs;
	const char *why;

	if (statfs(dir, &fs))
		return place_error(err, errno, dir);
	const char *name = place_refused_type((uint32_t)fs.f_type, &why);
	if (!name)
		return STATUS_OK;
	return error_set(err, STATUS_FOREIGN,
		_("Keep the database on a disk of this machine and let the "
		  "others log in here."),
		_("\"%s\" lies on a file system of the kind %s: %s."), dir,
		name, why);
}

static enum status check_owner(
	const struct stat *st, const char *path, struct error *err)
{
	if (st->st_uid == geteuid())
		return STATUS_OK;
	return error_set(err, STATUS_FOREIGN,
		_("Log in with the account it belongs to."),
		_("\"%s\" belongs to another account (user %ld, you are "
		  "%ld)."),
		path, (long)st->st_uid, (long)geteuid());
}

enum status place_check_dir(const char *dir, struct error *err)
{
	struct stat st;

	if (stat(dir, &st))
		return place_error(err, errno, dir);
	if (!S_ISDIR(st.st_mode))
		return error_set(err, STATUS_FOREIGN,
			_("Check how the path is written."),
			_("\"%s\" is no folder."), dir);
	if (check_owner(&st, dir, err) != STATUS_OK)
		return STATUS_FOREIGN;
	if (!(st.st_mode & PLACE_FORBIDDEN))
		return STATUS_OK;
	return error_set(err, STATUS_FOREIGN,
		_("Make it yours alone (chmod 700), or keep the database in "
		  "a folder of its own."),
		_("The folder \"%s\" is open to other accounts (mode %o)."),
		dir, (unsigned)st.st_mode & 07777);
}

enum status place_check_file(const char *path, struct error *err)
{
	struct stat st;

	if (lstat(path, &st))
		return place_error(err, errno, path);
	if (S_ISLNK(st.st_mode))
		return place_error(err, ELOOP, path);
	if (!S_ISREG(st.st_mode))
		return error_set(err, STATUS_FOREIGN,
			_("Check how the path is written."),
			_("\"%s\" is no plain file."), path);
	if (check_owner(&st, path, err) != STATUS_OK)
		return STATUS_FOREIGN;
	if (st.st_nlink > 1)
		return error_set(err, STATUS_FOREIGN,
			_("Remove the other name, or copy the file."),
			_("\"%s\" has a second name (hard link); its journal "
			  "would be looked for under only one of them."),
			path);
	if (st.st_mode & PLACE_FORBIDDEN)
		return error_set(err, STATUS_FOREIGN,
			_("Make it yours alone: chmod 600. Others may have "
			  "read it until now."),
			_("\"%s\" is open to other accounts (mode %o)."), path,
			(unsigned)st.st_mode & 07777);
	return STATUS_OK;
}

enum status place_check(const char *path, struct error *err)
{
	struct str dir = STR_INIT;

	place_dir_of(path, &dir);
	enum status status = place_check_dir(dir.data, err);
	if (status == STATUS_OK)
		status = place_check_file_system(dir.data, err);
	if (status == STATUS_OK)
		status = place_check_file(path, err);
	str_free(&dir);
	return status;
}

/* ---- room */

enum place_level place_level_of(const struct place_space *s)
{
	if (s->free_bytes < PLACE_SCARCE_BYTES)
		return PLACE_SCARCE;
	if (s->free_files < PLACE_LOW_FILES ||
		s->free_bytes < PLACE_LOW_BYTES ||
		s->free_bytes - PLACE_LOW_BYTES < 2 * s->database_bytes)
		return PLACE_LOW;
	return PLACE_ROOMY;
}

static uint64_t size_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) ? 0 : (uint64_t)st.st_size;
}

enum status place_space(
	const char *path, struct place_space *space, struct error *err)
{
	struct str text = STR_INIT;
	struct statvfs fs;
	enum status status = STATUS_OK;

	place_dir_of(path, &text);
	if (statvfs(text.data, &fs)) {
		status = place_error(err, errno, text.data);
		goto done;
	}
	/* btrfs and some others count no inodes at all. */
	space->free_files = fs.f_files ? (uint64_t)fs.f_favail : UINT64_MAX;
	space->free_bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
	str_clear(&text);
	str_addf(&text, "%s-wal", path);
	space->database_bytes = size_of(path) + size_of(text.data);
	space->level = place_level_of(space);
done:
	str_free(&text);
	return status;
}
