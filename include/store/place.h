/*
 * place.h: where a database may lie, and whether this place will do.
 *
 * A database is a file of one account (0600) in a folder of that account
 * alone (0700) on a file system of this machine. Elsewhere the locks that
 * keep writers apart do not hold or do not exist, or somebody else could put
 * another file in its place. Each check refuses with a sentence that says why
 * and what to do; none of them opens the database file, because closing it
 * again would drop the locks SQLite holds on it in this process.
 */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "core/str.h"

enum {
	PLACE_FILE_MODE = 0600,
	PLACE_DIR_MODE = 0700,
	PLACE_FORBIDDEN = 0077 /* what group and others may not have */
};

/*
 * Adds the database's absolute path: `given` (--db) when not NULL or empty,
 * else LIUBU_DB, else $XDG_DATA_HOME/liubu/liubu.db when that is absolute (a
 * relative one is to be ignored, says the XDG specification), else
 * ~/.local/share/liubu/liubu.db. Symbolic links are not resolved.
 */
enum status place_path(const char *given, struct str *out, struct error *err);

/* Adds the folder of an absolute path: "/" of "/a". */
void place_dir_of(const char *path, struct str *out);

/* Makes the folder and those above it that are missing, each 0700. */
enum status place_make_dir(const char *dir, struct error *err);

/*
 * The file system a folder lies on. Refused (STATUS_FOREIGN) are network and
 * cluster file systems, FUSE (sshfs, ntfs-3g; whether locks hold there cannot
 * be known), folders shared into a virtual machine, and FAT and NTFS, which
 * keep no owner. tmpfs, overlay and kinds not known here are taken as local.
 */
enum status place_check_file_system(const char *dir, struct error *err);

/* The check itself by f_type of statfs(2): NULL when it is to be used, else
 * its name ("NFS"); *why is then the translated reason. */
const char *place_refused_type(uint32_t type, const char **why);

/* Folder: is one, ours, nobody else may enter. A link to one is followed. */
enum status place_check_dir(const char *dir, struct error *err);

/*
 * File: a plain file, one name only (SQLite's files belong to a name), ours,
 * 0600. STATUS_NOT_FOUND when there is none; a link is refused, whatever it
 * points at.
 */
enum status place_check_file(const char *path, struct error *err);

/* All three, for a database that is there or (STATUS_NOT_FOUND, the folder
 * and file system being right) is to be made. */
enum status place_check(const char *path, struct error *err);

/*
 * Room on the disk. A snapshot is a second copy of the database and restoring
 * needs a third, so it is low when less than twice the database and
 * PLACE_LOW_BYTES are free, or hardly any file can be made; below
 * PLACE_SCARCE_BYTES the next days' saves themselves are in danger.
 */
enum {
	PLACE_LOW_BYTES = 256 * 1024 * 1024,
	PLACE_SCARCE_BYTES = 64 * 1024 * 1024,
	PLACE_LOW_FILES = 1000
};

enum place_level { PLACE_ROOMY, PLACE_LOW, PLACE_SCARCE };

struct place_space {
	uint64_t free_bytes;	 /* for us, without root's reserve */
	uint64_t free_files;	 /* UINT64_MAX: not limited */
	uint64_t database_bytes; /* with its -wal; 0 when there is none */
	enum place_level level;
};
enum status place_space(
	const char *path, struct place_space *space, struct error *err);
enum place_level place_level_of(const struct place_space *space);

/* The sentence for an errno met at path, with the status it means: full disk
 * STATUS_FULL, no permission STATUS_READONLY, missing STATUS_NOT_FOUND, a
 * link STATUS_FOREIGN, all else STATUS_IO. */
enum status place_error(struct error *err, int err_no, const char *path);

#endif
