/*
 * test_draft.c: drafts survive dead sessions, torn ends and damage.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/mem.h"
#include "store/draft.h"
#include "store/draft_code.h"

struct fixture {
	char dir[64], db[80], drafts[96], file[160];
};

static const struct draft_key KEY = { 3, "share.report", 2, 17 };

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/liubu-draft-XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->db, sizeof f->db, "%s/a.db", f->dir);
	snprintf(f->drafts, sizeof f->drafts, "%s-drafts", f->db);
	snprintf(f->file, sizeof f->file, "%s/3-share.report-2-17.draft",
		f->drafts);
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

static struct draft draft_of(const char *progress, int64_t created_ms)
{
	struct draft d = { .key = KEY, .revision = 5 };

	d.created_ms = created_ms;
	draft_set(&d, "progress", progress);
	draft_set(&d, "done", "已完成台账核对，\n第二行");
	draft_set(&d, "trouble", "");
	return d;
}

static void append(struct fixture *f, const char *progress)
{
	struct draft_file *file;
	struct draft d = draft_of(progress, 1000);

	assert_int_equal(draft_open(f->db, &KEY, &file, NULL), STATUS_OK);
	assert_int_equal(draft_append(file, &d, NULL), STATUS_OK);
	draft_close(file);
	draft_free(&d);
}

/* What the draft's progress reads, "" when there is none. */
static const char *progress_now(struct fixture *f)
{
	static char text[64];
	struct draft d;

	text[0] = 0;
	if (draft_read(f->db, &KEY, &d, NULL) == STATUS_OK)
		snprintf(text, sizeof text, "%s", draft_get(&d, "progress"));
	draft_free(&d);
	return text;
}

static off_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) ? -1 : st.st_size;
}

static void test_reads_what_was_typed(void **state)
{
	struct fixture *f = *state;
	struct draft d;

	assert_int_equal(draft_read(f->db, &KEY, &d, NULL), STATUS_NOT_FOUND);
	append(f, "40");
	append(f, "45");
	assert_int_equal(draft_read(f->db, &KEY, &d, NULL), STATUS_OK);
	assert_int_equal(d.key.person, 3);
	assert_string_equal(d.key.form, "share.report");
	assert_int_equal(d.key.kind, 2);
	assert_int_equal(d.key.record, 17);
	assert_int_equal(d.revision, 5);
	assert_int_equal(d.created_ms, 1000);
	assert_int_equal(d.count, 3);
	assert_string_equal(draft_get(&d, "progress"), "45");
	assert_string_equal(draft_get(&d, "done"), "已完成台账核对，\n第二行");
	assert_string_equal(draft_get(&d, "trouble"), "");
	assert_null(draft_get(&d, "nothing"));
	draft_free(&d);
}

static void test_is_private(void **state)
{
	struct fixture *f = *state;
	mode_t mask = umask(0);
	struct stat st;

	append(f, "40");
	umask(mask);
	assert_int_equal(stat(f->drafts, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(chmod(f->drafts, 0755), 0);
	struct draft_file *file;
	assert_int_equal(draft_open(f->db, &KEY, &file, NULL), STATUS_FOREIGN);
	assert_null(file);
}

static void test_refuses_links(void **state)
{
	struct fixture *f = *state;
	struct draft_file *file;
	struct draft d = draft_of("40", 1);
	char target[96];

	assert_int_equal(symlink(f->dir, f->drafts), 0);
	assert_int_equal(draft_open(f->db, &KEY, &file, NULL), STATUS_FOREIGN);
	assert_int_equal(unlink(f->drafts), 0);
	assert_int_equal(mkdir(f->drafts, 0700), 0);
	snprintf(target, sizeof target, "%s/target", f->dir);
	assert_int_equal(symlink(target, f->file), 0);
	assert_int_equal(draft_open(f->db, &KEY, &file, NULL), STATUS_OK);
	assert_int_equal(draft_append(file, &d, NULL), STATUS_FOREIGN);
	draft_close(file);
	draft_free(&d);
	assert_int_equal(size_of(target), -1);
}

static void test_refuses_unsafe_names(void **state)
{
	static const char *const bad[] = { "", ".", "..", "../x", "a/b", "a..b",
		".a", "a.", "Task", "a b", "任务", "a-b",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	struct fixture *f = *state;
	struct draft_file *file;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct draft_key key = KEY;
		memset(key.form, 0, sizeof key.form);
		memcpy(key.form, bad[i], strnlen(bad[i], DRAFT_FORM_BYTES));
		assert_int_equal(
			draft_open(f->db, &key, &file, NULL), STATUS_INVALID);
	}
	struct draft_key negative = KEY;
	negative.person = -1;
	assert_int_equal(
		draft_open(f->db, &negative, &file, NULL), STATUS_INVALID);
	assert_int_equal(size_of(f->drafts), -1);
}

static void test_remove(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(draft_remove(f->db, &KEY, NULL), STATUS_OK);
	append(f, "40");
	assert_int_equal(draft_remove(f->db, &KEY, NULL), STATUS_OK);
	assert_int_equal(draft_remove(f->db, &KEY, NULL), STATUS_OK);
	assert_string_equal(progress_now(f), "");
}

/* Another window saved and so removed the file: what is typed on is kept. */
static void test_writes_on_after_removal(void **state)
{
	struct fixture *f = *state;
	struct draft_file *file;
	struct draft d = draft_of("40", 1);

	assert_int_equal(draft_open(f->db, &KEY, &file, NULL), STATUS_OK);
	assert_int_equal(draft_append(file, &d, NULL), STATUS_OK);
	assert_int_equal(draft_sync(file, NULL), STATUS_OK);
	assert_int_equal(draft_remove(f->db, &KEY, NULL), STATUS_OK);
	draft_set(&d, "progress", "50");
	assert_int_equal(draft_append(file, &d, NULL), STATUS_OK);
	assert_int_equal(draft_sync(file, NULL), STATUS_OK);
	assert_string_equal(progress_now(f), "50");
	draft_close(file);
	draft_free(&d);
}

/* ---- torn ends and damage */

static void test_torn_end_costs_the_last_piece_only(void **state)
{
	struct fixture *f = *state;

	append(f, "40");
	off_t one = size_of(f->file);
	append(f, "45");
	off_t two = size_of(f->file);
	for (off_t len = two; len-- > 0;) {
		assert_int_equal(truncate(f->file, len), 0);
		assert_string_equal(progress_now(f), len >= one ? "40" : "");
	}
}

static void test_goes_on_behind_a_torn_piece(void **state)
{
	struct fixture *f = *state;

	append(f, "40");
	off_t one = size_of(f->file);
	for (off_t torn = 1; torn < one; torn++) {
		assert_int_equal(truncate(f->file, one), 0);
		append(f, "45");
		assert_int_equal(truncate(f->file, one + torn), 0);
		append(f, "50");
		assert_string_equal(progress_now(f), "50");
	}
}

/* Any one byte changed: the piece before, or as good as before; never wrong. */
static void test_damage_is_noticed(void **state)
{
	struct draft a = draft_of("40", 1), b = draft_of("45", 1), d;
	struct str one = STR_INIT, all = STR_INIT;

	(void)state;
	assert_true(draft_encode(&a, &all));
	size_t first = all.len_bytes;
	assert_true(draft_encode(&b, &one));
	str_add_bytes(&all, one.data, one.len_bytes);
	for (size_t i = 0; i < all.len_bytes; i++) {
		all.data[i] ^= 0x10;
		assert_true(draft_decode(all.data, all.len_bytes, &d));
		assert_string_equal(
			draft_get(&d, "progress"), i < first ? "45" : "40");
		draft_free(&d);
		all.data[i] ^= 0x10;
	}
	str_free(&one);
	str_free(&all);
	draft_free(&a);
	draft_free(&b);
}

/* Bytes with forged sums: they must be refused or read, never overrun. */
static void test_garbage(void **state)
{
	struct draft a = draft_of("40", 1), d;
	struct str piece = STR_INIT;
	unsigned seed = 20261124;
	char bytes[512];
	int read_back = 0;

	(void)state;
	assert_true(draft_encode(&a, &piece));
	for (int round = 0; round < 20000; round++) {
		size_t len = (size_t)rand_r(&seed) % sizeof bytes;
		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)rand_r(&seed);
		assert_false(draft_decode(bytes, len, &d));
		assert_int_equal(d.count, 0);
		/* The same with a whole piece somewhere in it. */
		size_t at = len ? (size_t)rand_r(&seed) % len : 0;
		struct str all = STR_INIT;
		str_add_bytes(&all, bytes, at);
		str_add_bytes(&all, piece.data, piece.len_bytes);
		str_add_bytes(&all, bytes + at, len - at);
		read_back += draft_decode(all.data, all.len_bytes, &d);
		draft_free(&d);
		str_free(&all);
	}
	assert_int_equal(read_back, 20000);
	str_free(&piece);
	draft_free(&a);
}

/* A body changed and its sum made right again reaches the decoder. */
static void test_forged_body(void **state)
{
	struct draft a = draft_of("40", 1), d;
	struct str piece = STR_INIT;
	unsigned seed = 7;
	int refused = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		assert_true(draft_encode(&a, &piece));
		char *body = piece.data + 16;
		size_t len = piece.len_bytes - 24;
		for (int i = rand_r(&seed) % 4; i >= 0; i--)
			body[(size_t)rand_r(&seed) % len] = (char)rand_r(&seed);
		uint64_t h = 0xcbf29ce484222325u;
		for (size_t i = 0; i < len; i++)
			h = (h ^ (unsigned char)body[i]) * 0x100000001b3u;
		for (int i = 0; i < 8; i++)
			body[len + (size_t)i] = (char)(h >> 8 * i);
		refused += !draft_decode(piece.data, piece.len_bytes, &d);
		draft_free(&d);
	}
	assert_in_range(refused, 1000, 19000);
	str_free(&piece);
	draft_free(&a);
}

/* ---- size */

static void test_file_stays_small(void **state)
{
	struct fixture *f = *state;
	struct draft_file *file;
	struct draft d = draft_of("40", 1);
	char *text = mem_alloc(500001);
	char number[16];

	memset(text, 'x', 500000);
	text[500000] = 0;
	draft_set(&d, "long", text);
	assert_int_equal(draft_open(f->db, &KEY, &file, NULL), STATUS_OK);
	for (int i = 0; i < 30; i++) {
		snprintf(number, sizeof number, "%d", i);
		draft_set(&d, "progress", number);
		assert_int_equal(draft_append(file, &d, NULL), STATUS_OK);
		assert_true(size_of(f->file) <= DRAFT_FILE_MAX);
		assert_string_equal(progress_now(f), number);
	}
	draft_set(&d, "longer", text);
	draft_set(&d, "longest", text);
	struct error err = { 0 };
	assert_int_equal(draft_append(file, &d, &err), STATUS_INVALID);
	assert_true(err.what[0] && err.todo[0]);
	assert_string_equal(progress_now(f), "29");
	draft_close(file);
	draft_free(&d);
	mem_free(text);
}

static void test_full_disk_keeps_what_was(void **state)
{
	struct fixture *f = *state;
	struct rlimit before, limit;
	struct draft_file *file;
	struct draft d = draft_of("45", 1);

	append(f, "40");
	off_t one = size_of(f->file);
	assert_int_equal(draft_open(f->db, &KEY, &file, NULL), STATUS_OK);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit = before;
	limit.rlim_cur = (rlim_t)one + 20;
	setrlimit(RLIMIT_FSIZE, &limit);
	enum status torn = draft_append(file, &d, NULL);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(torn, STATUS_FULL);
	assert_int_equal(size_of(f->file), one + 20);
	assert_string_equal(progress_now(f), "40");
	assert_int_equal(draft_append(file, &d, NULL), STATUS_OK);
	assert_string_equal(progress_now(f), "45");
	draft_close(file);
	draft_free(&d);
}

/* ---- the list */

static void append_as(
	struct fixture *f, int64_t person, const char *form, int64_t created)
{
	struct draft_file *file;
	struct draft d = draft_of("1", created);

	d.key.person = person;
	strcpy(d.key.form, form);
	d.key.record = created;
	assert_int_equal(draft_open(f->db, &d.key, &file, NULL), STATUS_OK);
	assert_int_equal(draft_append(file, &d, NULL), STATUS_OK);
	draft_close(file);
	draft_free(&d);
}

static void write_text(const char *dir, const char *name, const char *text)
{
	char path[200];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *file = fopen(path, "w");
	fputs(text, file);
	fclose(file);
}

static void test_lists_a_persons_own(void **state)
{
	struct fixture *f = *state;
	struct drafts list;

	assert_int_equal(draft_list(f->db, 3, &list, NULL), STATUS_OK);
	assert_int_equal(list.count, 0);
	append_as(f, 3, "task.update", 300);
	append_as(f, 3, "share.report", 100);
	append_as(f, 3, "share.report", 200);
	append_as(f, 33, "share.report", 50);
	write_text(f->drafts, "3-task.create-1-0.draft", "damaged");
	write_text(f->drafts, "3-notes.txt", "not ours");
	/* A renamed file is not somebody else's draft. */
	char from[200], to[200];
	snprintf(from, sizeof from, "%s/33-share.report-2-50.draft", f->drafts);
	snprintf(to, sizeof to, "%s/3-share.report-2-50.draft", f->drafts);
	assert_int_equal(rename(from, to), 0);

	assert_int_equal(draft_list(f->db, 3, &list, NULL), STATUS_OK);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.item[0].created_ms, 100);
	assert_int_equal(list.item[1].created_ms, 200);
	assert_string_equal(list.item[2].key.form, "task.update");
	drafts_free(&list);
	assert_int_equal(draft_list(f->db, 33, &list, NULL), STATUS_OK);
	assert_int_equal(list.count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_reads_what_was_typed),
		TEST(test_is_private),
		TEST(test_refuses_links),
		TEST(test_refuses_unsafe_names),
		TEST(test_remove),
		TEST(test_writes_on_after_removal),
		TEST(test_torn_end_costs_the_last_piece_only),
		TEST(test_goes_on_behind_a_torn_piece),
		TEST(test_damage_is_noticed),
		TEST(test_garbage),
		TEST(test_forged_body),
		TEST(test_file_stays_small),
		TEST(test_full_disk_keeps_what_was),
		TEST(test_lists_a_persons_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
