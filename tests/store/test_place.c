/*
 * test_place.c: where a database may lie.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <linux/magic.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/place.h"

struct fixture {
	char dir[64], db[80];
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/liubu-place-XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->db, sizeof f->db, "%s/a.db", f->dir);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
	int failed = system(command);
	free(f);
	return failed;
}

static void make_file(const char *path, mode_t mode)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
}

/* ---- the path */

static void assert_path(const char *given, const char *expected)
{
	struct str out = STR_INIT;

	assert_int_equal(place_path(given, &out, NULL), STATUS_OK);
	assert_string_equal(out.data, expected);
	str_free(&out);
}

static void test_path(void **state)
{
	struct fixture *f = *state;
	char here[128];

	setenv("HOME", "/home/wei", 1);
	unsetenv("LIUBU_DB");
	unsetenv("XDG_DATA_HOME");
	assert_path(NULL, "/home/wei/.local/share/liubu/liubu.db");
	assert_path("", "/home/wei/.local/share/liubu/liubu.db");
	setenv("XDG_DATA_HOME", "relative", 1);
	assert_path(NULL, "/home/wei/.local/share/liubu/liubu.db");
	setenv("XDG_DATA_HOME", "/data", 1);
	assert_path(NULL, "/data/liubu/liubu.db");
	setenv("LIUBU_DB", "/srv/town/a.db", 1);
	assert_path(NULL, "/srv/town/a.db");
	assert_path("/other.db", "/other.db");
	/* "file:a.db" would be read as a URI by SQLite: always absolute. */
	assert_int_equal(chdir(f->dir), 0);
	snprintf(here, sizeof here, "%s/file:a.db", f->dir);
	assert_path("file:a.db", here);
	assert_int_equal(chdir("/"), 0);
	assert_path("a.db", "/a.db");
	unsetenv("LIUBU_DB");
	unsetenv("XDG_DATA_HOME");
}

static void test_dir_of(void **state)
{
	static const char *const pair[][2] = {
		{ "/a/b.db", "/a" },
		{ "/b.db", "/" },
		{ "b.db", "." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
		struct str out = STR_INIT;
		place_dir_of(pair[i][0], &out);
		assert_string_equal(out.data, pair[i][1]);
		str_free(&out);
	}
}

static void test_make_dir(void **state)
{
	struct fixture *f = *state;
	char path[128], file[96];
	struct stat st;
	mode_t mask = umask(0);

	snprintf(path, sizeof path, "%s/x//y/liubu/", f->dir);
	assert_int_equal(place_make_dir(path, NULL), STATUS_OK);
	umask(mask);
	assert_int_equal(place_make_dir(path, NULL), STATUS_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(place_check_dir(path, NULL), STATUS_OK);
	snprintf(file, sizeof file, "%s/plain", f->dir);
	make_file(file, 0600);
	snprintf(path, sizeof path, "%s/below", file);
	assert_int_equal(place_make_dir(path, NULL), STATUS_NOT_FOUND);
}

/* ---- file systems */

static void test_file_systems(void **state)
{
	static const uint32_t refused[] = { NFS_SUPER_MAGIC, SMB_SUPER_MAGIC,
		CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, FUSE_SUPER_MAGIC,
		V9FS_MAGIC, AFS_SUPER_MAGIC, AFS_FS_MAGIC, CEPH_SUPER_MAGIC,
		MSDOS_SUPER_MAGIC, EXFAT_SUPER_MAGIC, CODA_SUPER_MAGIC,
		NCP_SUPER_MAGIC, OCFS2_SUPER_MAGIC };
	static const uint32_t taken[] = { TMPFS_MAGIC, OVERLAYFS_SUPER_MAGIC,
		EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC,
		F2FS_SUPER_MAGIC, 0x12345678 };
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		why = NULL;
		assert_non_null(place_refused_type(refused[i], &why));
		assert_true(why && *why);
	}
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		assert_null(place_refused_type(taken[i], &why));
}

static void test_file_system_here(void **state)
{
	struct fixture *f = *state;
	struct statfs fs;
	struct error err = { 0 };
	const char *why;

	assert_int_equal(statfs(f->dir, &fs), 0);
	assert_int_equal(place_check_file_system(f->dir, &err),
		place_refused_type((uint32_t)fs.f_type, &why) ? STATUS_FOREIGN
							      : STATUS_OK);
	assert_int_equal(
		place_check_file_system(f->db, &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.what, f->db));
}

/* ---- folder and file */

static void test_dir(void **state)
{
	static const mode_t open_modes[] = { 0701, 0710, 0740, 0777, 01777 };
	struct fixture *f = *state;
	struct error err = { 0 };

	assert_int_equal(place_check_dir(f->dir, NULL), STATUS_OK);
	for (size_t i = 0; i < sizeof open_modes / sizeof *open_modes; i++) {
		assert_int_equal(chmod(f->dir, open_modes[i]), 0);
		assert_int_equal(place_check_dir(f->dir, &err), STATUS_FOREIGN);
		assert_true(err.what[0] && err.todo[0]);
	}
	assert_int_equal(chmod(f->dir, 0700), 0);
	make_file(f->db, 0600);
	assert_int_equal(place_check_dir(f->db, NULL), STATUS_FOREIGN);
}

static void test_file(void **state)
{
	struct fixture *f = *state;
	char other[96];

	assert_int_equal(place_check(f->db, NULL), STATUS_NOT_FOUND);
	make_file(f->db, 0600);
	assert_int_equal(place_check(f->db, NULL), STATUS_OK);
	assert_int_equal(chmod(f->db, 0640), 0);
	assert_int_equal(place_check(f->db, NULL), STATUS_FOREIGN);
	assert_int_equal(chmod(f->db, 0604), 0);
	assert_int_equal(place_check(f->db, NULL), STATUS_FOREIGN);
	assert_int_equal(chmod(f->db, 0600), 0);
	snprintf(other, sizeof other, "%s/b.db", f->dir);
	assert_int_equal(link(f->db, other), 0);
	assert_int_equal(place_check(f->db, NULL), STATUS_FOREIGN);
	assert_int_equal(unlink(other), 0);
	assert_int_equal(symlink(f->db, other), 0);
	assert_int_equal(place_check(other, NULL), STATUS_FOREIGN);
	assert_int_equal(unlink(other), 0);
	assert_int_equal(mkfifo(other, 0600), 0);
	assert_int_equal(place_check(other, NULL), STATUS_FOREIGN);
	assert_int_equal(place_check(f->dir, NULL), STATUS_FOREIGN);
}

/* Another account's is refused, also to root, whose files it would lock out. */
static void test_other_owner(void **state)
{
	struct fixture *f = *state;
	struct error err = { 0 };

	if (geteuid() != 0) {
		assert_int_equal(place_check_dir("/", &err), STATUS_FOREIGN);
		assert_int_equal(
			place_check_file("/etc/passwd", &err), STATUS_FOREIGN);
		return;
	}
	make_file(f->db, 0600);
	assert_int_equal(chown(f->db, 65534, 65534), 0);
	assert_int_equal(place_check_file(f->db, &err), STATUS_FOREIGN);
	assert_non_null(strstr(err.what, "65534"));
	assert_int_equal(chown(f->dir, 65534, 65534), 0);
	assert_int_equal(place_check_dir(f->dir, &err), STATUS_FOREIGN);
}

/* ---- room */

static void test_levels(void **state)
{
	const uint64_t mib = 1024 * 1024;
	const struct {
		uint64_t free_mib, files, database_mib;
		enum place_level level;
	} row[] = {
		{ 100000, UINT64_MAX, 400, PLACE_ROOMY },
		{ 256 + 2 * 400, UINT64_MAX, 400, PLACE_ROOMY },
		{ 255 + 2 * 400, UINT64_MAX, 400, PLACE_LOW },
		{ 256, UINT64_MAX, 0, PLACE_ROOMY },
		{ 255, UINT64_MAX, 0, PLACE_LOW },
		{ 64, UINT64_MAX, 0, PLACE_LOW },
		{ 63, UINT64_MAX, 0, PLACE_SCARCE },
		{ 0, UINT64_MAX, 0, PLACE_SCARCE },
		{ 100000, 999, 0, PLACE_LOW },
		{ 100000, 1000, 0, PLACE_ROOMY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct place_space s = {
			.free_bytes = row[i].free_mib * mib,
			.free_files = row[i].files,
			.database_bytes = row[i].database_mib * mib,
		};
		assert_int_equal(place_level_of(&s), row[i].level);
	}
}

static void test_space(void **state)
{
	struct fixture *f = *state;
	struct place_space space;
	char wal[96];

	snprintf(wal, sizeof wal, "%s-wal", f->db);
	make_file(f->db, 0600);
	make_file(wal, 0600);
	assert_int_equal(truncate(f->db, 5000), 0);
	assert_int_equal(truncate(wal, 700), 0);
	assert_int_equal(place_space(f->db, &space, NULL), STATUS_OK);
	assert_int_equal(space.database_bytes, 5700);
	assert_int_equal(space.level, place_level_of(&space));
	assert_int_equal(
		place_space("/nowhere/a.db", &space, NULL), STATUS_NOT_FOUND);
}

static void test_errors(void **state)
{
	static const struct {
		int err_no;
		enum status status;
	} row[] = {
		{ ENOSPC, STATUS_FULL },
		{ EDQUOT, STATUS_FULL },
		{ EROFS, STATUS_READONLY },
		{ EACCES, STATUS_READONLY },
		{ ENOENT, STATUS_NOT_FOUND },
		{ ELOOP, STATUS_FOREIGN },
		{ EIO, STATUS_IO },
		{ ENOLCK, STATUS_IO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct error err = { 0 };
		assert_int_equal(place_error(&err, row[i].err_no, "/a.db"),
			row[i].status);
		assert_non_null(strstr(err.what, "/a.db"));
		assert_true(err.todo[0]);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_path),
		TEST(test_dir_of),
		TEST(test_make_dir),
		TEST(test_file_systems),
		TEST(test_file_system_here),
		TEST(test_dir),
		TEST(test_file),
		TEST(test_other_owner),
		TEST(test_levels),
		TEST(test_space),
		TEST(test_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
