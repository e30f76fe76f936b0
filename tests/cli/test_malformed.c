/*
 * test_malformed.c: the whole program over files that disk, copying tools or
 * people spoiled: bytes flipped, pages cut, swapped and cut off, false heads,
 * tables and triggers dropped, values of the wrong type. Whatever is asked,
 * it ends by itself with 0 or 1, and 1 says why on standard error.
 * MALFORMED_RUNS sets how many files (default 40), MALFORMED_SEED where it
 * begins: a failure names the seed that makes its file alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cli/cli.h"
#include "core/mem.h"
#include "core/str.h"
#include "domain/record.h"
#include "domain/session.h"
#include "screens/screens.h"
#include "store/store.h"
#include "tui/loop.h"
#include "tui/term.h"

enum { PAGE_BYTES = 4096, CPU_SECONDS_MOST = 60, WORDS_MOST = 8 };

struct bench {
	char dir[64];
	struct str sound, sound_wal; /* the file before it is spoiled */
};

struct bytes {
	unsigned char *at;
	size_t len;
};

static uint64_t draw(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed >> 11;
}

static void path_of(const struct bench *b, const char *end, char out[96])
{
	snprintf(out, 96, "%s/t.db%s", b->dir, end);
}

/* ---- the program, in a process of its own */

struct ending {
	int status;
	struct str err;
};

static void take_errors(int fd, struct ending *e)
{
	char buffer[4096];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof buffer)) > 0)
		if (e->err.len_bytes < 100000)
			str_add_bytes(&e->err, buffer, (size_t)n);
	close(fd);
}

/* cmocka's handlers would jump back into the test, in the wrong process. */
static void die_of_signals(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
		SIGSYS };

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], SIG_DFL);
}

/* Of its own time, for a loop; a busy machine is no loop. Of all time, for a
 * wait that nothing ends. */
static void limit_time(void)
{
	const struct rlimit cpu = { CPU_SECONDS_MOST, CPU_SECONDS_MOST };

	setrlimit(RLIMIT_CPU, &cpu);
	alarm(5 * CPU_SECONDS_MOST);
}

static void run_child(struct ending *e, int (*run)(void *), void *arg)
{
	int fd[2];
	pid_t pid;

	*e = (struct ending){ .err = STR_INIT };
	assert_int_equal(pipe(fd), 0);
	fflush(stdout);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(fd[1], STDERR_FILENO);
		close(fd[0]);
		close(fd[1]);
		close(null);
		die_of_signals();
		limit_time();
		int code = run(arg);
		fflush(stderr);
		_exit(code);
	}
	close(fd[1]);
	take_errors(fd[0], e);
	assert_int_equal(waitpid(pid, &e->status, 0), pid);
}

/* Words parted by spaces, as argv; the last command of the row. */
static int run_command(void *arg)
{
	char *copy = mem_text(arg), *rest = copy, *word;
	char name[] = "liubu";
	char *argv[WORDS_MOST + 2] = { name };
	int argc = 1;

	while (argc <= WORDS_MOST && (word = strtok_r(rest, " ", &rest)))
		argv[argc++] = word;
	int code = cli_main(argc, argv);
	mem_free(copy);
	return code;
}

/* Through the pages by the keys everybody presses first. */
static int run_screens(void *arg)
{
	static const char *const scripts[] = { "<Down><Enter>", "<Esc>0", "1",
		"2", "3<Down><Enter>", "<Enter>l", "<Esc>", "4", "5",
		"6<Down><Enter><Enter>", "7<Enter>", "0<F10>1", "<Esc>q" };
	struct session session;
	struct store *store;
	struct error err = { .status = STATUS_OK };

	if (store_open(arg, record_setup(), &store, &err) ||
		session_open(&session, store, &err)) {
		fprintf(stderr, "%s\n", err.what);
		return 1;
	}
	struct term *term = term_open_null(24, 80);
	struct app *app = screens_open(&session, term);
	bool runs = loop_script(screens_stack(app), "");
	for (size_t i = 0; runs && i < sizeof scripts / sizeof *scripts; i++)
		runs = loop_script(screens_stack(app), scripts[i]);
	screens_close(app);
	term_close(term);
	store_close(store);
	return 0;
}

/* Tells what fell; all files are gone through, so that every one is told. */
static bool is_good(const struct ending *e, uint64_t seed, const char *what)
{
	bool ended = WIFEXITED(e->status) && WEXITSTATUS(e->status) <= 1;
	/* sanitizers end with 1 as well, but not in a sentence */
	bool sane = !e->err.len_bytes ||
		    (!strstr(e->err.data, "Sanitizer") &&
			    !strstr(e->err.data, "runtime error"));
	bool told = !WIFEXITED(e->status) || !WEXITSTATUS(e->status) ||
		    e->err.len_bytes;

	if (!ended || !told || !sane)
		fprintf(stderr,
			"MALFORMED_SEED=%llu MALFORMED_RUNS=1: liubu %s:"
			" status 0x%x\n%.3000s\n",
			(unsigned long long)seed, what, (unsigned)e->status,
			e->err.len_bytes ? e->err.data : "");
	return ended && told && sane;
}

static void must(const char *command)
{
	struct ending e;

	run_child(&e, run_command, (void *)(uintptr_t)command);
	if (e.status)
		fail_msg("liubu %s: %s", command, e.err.data);
	str_free(&e.err);
}

/* ---- files */

static void read_whole(const char *path, struct str *out)
{
	char buffer[8192];
	size_t n;
	FILE *f = fopen(path, "rb");

	str_clear(out);
	while (f && (n = fread(buffer, 1, sizeof buffer, f)) > 0)
		str_add_bytes(out, buffer, n);
	if (f)
		fclose(f);
}

static void write_whole(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* ---- what is done to the bytes */

static void flip(struct bytes *b, size_t from, size_t to, uint64_t *seed)
{
	if (to > b->len)
		to = b->len;
	for (uint64_t n = 1 + draw(seed) % 12; to > from && n; n--)
		b->at[from + draw(seed) % (to - from)] ^=
			(unsigned char)(1 + draw(seed) % 255);
}

static unsigned char *page(struct bytes *b, uint64_t *seed)
{
	return b->at + draw(seed) % (b->len / PAGE_BYTES) * PAGE_BYTES;
}

static void swap_pages(struct bytes *b, uint64_t *seed)
{
	unsigned char kept[PAGE_BYTES];
	unsigned char *x = page(b, seed), *y = page(b, seed);

	memcpy(kept, x, PAGE_BYTES);
	memmove(x, y, PAGE_BYTES);
	memcpy(y, kept, PAGE_BYTES);
}

static void cut_page(struct bytes *b, uint64_t *seed)
{
	unsigned char *at = page(b, seed);

	memmove(at, at + PAGE_BYTES,
		b->len - PAGE_BYTES - (size_t)(at - b->at));
	b->len -= PAGE_BYTES;
}

static void fill_page(struct bytes *b, uint64_t *seed)
{
	unsigned char *at = page(b, seed);
	uint64_t kind = draw(seed) % 3;

	for (size_t i = 0; i < PAGE_BYTES; i++)
		at[i] = kind ? (kind == 1 ? 0xff : (unsigned char)draw(seed))
			     : 0;
}

/* Of the head that every reader trusts: versions, sizes, the free list. */
static void false_head(struct bytes *b, uint64_t *seed)
{
	static const size_t at[] = { 16, 18, 19, 20, 24, 28, 32, 36, 40, 44, 48,
		52, 56, 60, 64, 68, 92, 96, 100, 103, 105 };
	size_t k = at[draw(seed) % (sizeof at / sizeof *at)];

	for (size_t i = 0; i < 4; i++)
		b->at[k + i] =
			(unsigned char)(draw(seed) % 2 ? draw(seed) : 0xff);
}

/* The head of the b-tree of a page: its kind, its number of cells. */
static void false_tree(struct bytes *b, uint64_t *seed)
{
	size_t start = (size_t)(page(b, seed) - b->at);

	flip(b, start, start + 24, seed);
}

static void spoil_bytes(struct bytes *b, uint64_t *seed)
{
	switch (draw(seed) % 8) {
	case 0:
		flip(b, 0, b->len, seed);
		break;
	case 1:
		flip(b, 0, 2 * PAGE_BYTES, seed);
		break;
	case 2:
		b->len = draw(seed) % b->len;
		break;
	case 3:
		cut_page(b, seed);
		break;
	case 4:
		swap_pages(b, seed);
		break;
	case 5:
		fill_page(b, seed);
		break;
	case 6:
		false_head(b, seed);
		break;
	default:
		for (int i = 0; i < 4; i++)
			false_tree(b, seed);
	}
}

/* ---- what is done to tables, by a shell that knows no rules */

static void add_value(struct str *sql, uint64_t *seed)
{
	static const char *const values[] = { "NULL", "-1",
		"9223372036854775807", "-9223372036854775808", "1e300", "''",
		"'x'", "x'00ff80'", "zeroblob(70000)", "',1,2,999,'",
		"'2026-02-30'", "char(27)||'[2J'||char(8238)", "0",
		"CAST(x'e4b8ff00' AS TEXT)", "printf('%09000d',7)" };

	str_add(sql, values[draw(seed) % (sizeof values / sizeof *values)]);
}

/* Strictness, checks and triggers go first; the shapes of tables may come back
 * afterwards, as if what stands in them had always stood there. */
static const char *const loosen =
	"PRAGMA ignore_check_constraints=ON; PRAGMA foreign_keys=OFF;"
	"PRAGMA writable_schema=ON;"
	"CREATE TEMP TABLE was AS SELECT name, sql FROM main.sqlite_master;"
	"DELETE FROM main.sqlite_master WHERE type='trigger';"
	"UPDATE main.sqlite_master SET sql=replace(replace(sql,"
	"') STRICT',')'),'NOT NULL','') WHERE type='table';"
	"PRAGMA writable_schema=RESET;\n";
static const char *const tighten =
	"PRAGMA writable_schema=ON;"
	"UPDATE main.sqlite_master SET sql=(SELECT sql FROM was WHERE"
	" was.name=main.sqlite_master.name) WHERE type='table';\n";

static const char *any_table(uint64_t *seed)
{
	static const char *const others[] = { "journal", "kept", "meta",
		"touch", "due", "serial", "light_sum", "task_now" };
	size_t types = 0;

	while (record_types[types])
		types++;
	size_t n = draw(seed) % (types + sizeof others / sizeof *others);
	return n < types ? record_types[n]->table.name : others[n - types];
}

static void add_column(const char *table, struct str *sql, uint64_t *seed)
{
	static const char *const journal[] = { "seq", "at", "today", "verb",
		"kind", "id", "changes", "hash", "prev", "action", "version",
		"text", "os_user", "origin", "part", "undoes", "person",
		"clock" };
	const struct record_type *type = record_type_find(table);
	size_t n = 0;

	while (type && type->table.fields[n].name)
		n++;
	str_addf(sql, "\"%s\"",
		type ? type->table.fields[draw(seed) % n].name
		     : journal[draw(seed) % (sizeof journal / sizeof *journal)]);
}

static void add_spoiling(struct str *sql, uint64_t *seed)
{
	const char *table = any_table(seed);
	uint64_t what = draw(seed) % 10;

	if (what == 0)
		str_addf(sql, "DROP TABLE \"%s\";", table);
	else if (what == 1)
		str_addf(sql, "DELETE FROM \"%s\" WHERE rowid%%%d=1;", table,
			(int)(1 + draw(seed) % 9));
	else if (what == 2)
		str_addf(sql, "ALTER TABLE \"%s\" ADD COLUMN odd;", table);
	else if (what == 3)
		str_addf(sql,
			"PRAGMA writable_schema=ON; DELETE FROM sqlite_master"
			" WHERE rowid=%d; PRAGMA writable_schema=RESET;",
			(int)(1 + draw(seed) % 90));
	if (what > 3) {
		str_addf(sql, "UPDATE \"%s\" SET ", table);
		add_column(table, sql, seed);
		str_add(sql, "=");
		add_value(sql, seed);
		str_addf(sql, " WHERE rowid%%%d=0;", (int)(1 + draw(seed) % 5));
	}
	str_add(sql, "\n");
}

static void spoil_tables(const struct bench *b, uint64_t *seed)
{
	char path[96], sql_path[96], command[400];
	struct str sql = STR_INIT;

	str_add(&sql, loosen);
	for (uint64_t n = 1 + draw(seed) % 3; n; n--)
		add_spoiling(&sql, seed);
	if (draw(seed) % 2)
		str_add(&sql, tighten);
	path_of(b, "", path);
	path_of(b, ".sql", sql_path);
	write_whole(sql_path, sql.data, sql.len_bytes);
	/* what the shell refuses of it is of no interest */
	snprintf(command, sizeof command,
		"sqlite3 -cmd '.dbconfig defensive off' %s <%s >%s.out 2>&1",
		path, sql_path, sql_path);
	assert_int_not_equal(system(command), -1);
	str_free(&sql);
}

/* ---- one file */

static void lay_out(const struct bench *b, struct bytes *db, struct bytes *wal)
{
	static const char *const ends[] = { "-wal", "-shm", "-lock" };
	char path[96];

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		path_of(b, ends[i], path);
		unlink(path);
	}
	path_of(b, "", path);
	write_whole(path, db->at, db->len);
	path_of(b, "-wal", path);
	if (wal->len)
		write_whole(path, wal->at, wal->len);
}

static void spoil(const struct bench *b, uint64_t *seed)
{
	uint64_t what = draw(seed) % 8;
	/* room behind: what is drawn at the end of a short file stays inside */
	struct bytes db = { mem_zero(b->sound.len_bytes + PAGE_BYTES, 1),
		b->sound.len_bytes };
	struct bytes wal = { mem_zero(b->sound_wal.len_bytes + PAGE_BYTES, 1),
		b->sound_wal.len_bytes };

	memcpy(db.at, b->sound.data, db.len);
	memcpy(wal.at, b->sound_wal.data, wal.len);
	if (what < 4)
		spoil_bytes(&db, seed);
	else if (what == 4 && draw(seed) % 2)
		flip(&wal, 0, wal.len, seed);
	else if (what == 4)
		wal.len = draw(seed) % wal.len;
	lay_out(b, &db, &wal);
	if (what > 4)
		spoil_tables(b, seed);
	mem_free(db.at);
	mem_free(wal.at);
}

static bool ask_everything(const struct bench *b, uint64_t seed)
{
	static const char *const commands[] = { "list task", "report today",
		"show task 3", "history task 3 --children",
		"list share light=overdue", "list entry", "export person",
		"act --list share 25",
		"act share.report 25 progress=70 decided_by=5", "act undo",
		"report archive 陈庆", "verify", "rebuild", "verify" };
	struct ending e;
	bool good = true;
	char path[96];

	path_of(b, "", path);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		run_child(&e, run_command, (void *)(uintptr_t)commands[i]);
		good &= is_good(&e, seed, commands[i]);
		str_free(&e.err);
	}
	run_child(&e, run_screens, path);
	good &= is_good(&e, seed, "(the screens)");
	str_free(&e.err);
	return good;
}

static void spoiled_files_end_in_a_sentence(void **state)
{
	struct bench *b = *state;
	const char *given = getenv("MALFORMED_RUNS");
	const char *from = getenv("MALFORMED_SEED");
	uint64_t runs = given ? strtoull(given, NULL, 10) : 40;
	uint64_t first = from ? strtoull(from, NULL, 10) : 1;

	int fallen = 0;

	for (uint64_t i = 0; i < runs; i++) {
		uint64_t seed = (first + i) * UINT64_C(0x9e3779b97f4a7c15);

		draw(&seed);
		spoil(b, &seed);
		fallen += !ask_everything(b, first + i);
	}
	assert_int_equal(fallen, 0);
}

/* ---- a small township with a little of everything */

/* What stands until now in one file, so that the log holds the rest alone. */
static void settle(const struct bench *b)
{
	char path[96], copy[96], command[128];

	path_of(b, "", path);
	path_of(b, ".copy", copy);
	snprintf(command, sizeof command, "backup %s", copy);
	must(command);
	path_of(b, "-wal", command);
	unlink(command);
	assert_int_equal(rename(copy, path), 0);
}

static int bench_make(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);
	char path[96], log[96];

	const char *folder = getenv("STORE_TEST_DIR");
	snprintf(b->dir, sizeof b->dir, "%s/liubu-malformed-XXXXXX",
		folder ? folder : "/tmp");
	assert_non_null(mkdtemp(b->dir));
	path_of(b, "", path);
	setenv("LIUBU_DB", path, 1);
	setenv("LIUBU_TODAY", "2026-11-24", 1);
	setenv("LANGUAGE", "zh_CN", 1);
	umask(077);
	must("init --name 大明乡");
	must("import person data/干部花名册.csv --create-units");
	must("import task data/重点工作任务分解表.csv");
	settle(b);
	must("act task.issue 3 gap_reason=年初清单未列"
	     " decided_by=谢佩琴 basis=纸质");
	must("act share.report 24 progress=60 done=好 decided_by=陈庆");
	must("act share.claim 24 done_on=今天 decided_by=陈庆 basis=电话");
	must("act share.verify 24 quality=优 effect=良");
	b->sound = (struct str)STR_INIT;
	b->sound_wal = (struct str)STR_INIT;
	/* a long log is folded on leaving: until something is in it again */
	path_of(b, "-wal", log);
	for (int i = 0; i < 3 && !b->sound_wal.len_bytes; i++) {
		must("act share.report 25 progress=98 done=好"
		     " decided_by=蒙玉峰 basis=电话");
		read_whole(log, &b->sound_wal);
	}
	assert_true(b->sound_wal.len_bytes > 0);
	read_whole(path, &b->sound);
	*state = b;
	return 0;
}

static int bench_remove(void **state)
{
	struct bench *b = *state;
	char command[96];

	snprintf(command, sizeof command, "rm -rf %s", b->dir);
	int rc = system(command);
	str_free(&b->sound);
	str_free(&b->sound_wal);
	mem_free(b);
	return rc;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spoiled_files_end_in_a_sentence),
	};

	return cmocka_run_group_tests_name(
		"malformed", tests, bench_make, bench_remove);
}
