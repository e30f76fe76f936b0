/*
 * bench_screen RUNS LIUBU FLOOR_LIST FLOOR_DB FILE [FILE]: what screens cost
 * beside the floors, on a small and a large file.
 *
 * The programs take turns, so that what else the machine does hits all of
 * them; printed are medians over RUNS, as rows of RESULTS.md. System calls are
 * counted in a run of their own, in which nothing is timed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../cli/pty.h"
#include "core/str.h"
#include "domain/record.h"
#include "domain/session.h"
#include "row.h"
#include "screens/screens.h"
#include "tui/loop.h"

enum {
	PROGRAMS_MOST = 5,
	RUNS_MOST = 99,
	QUIET_MS = 120,
	KEY_QUIET_MS = 40,
	TIMES = 12, /* a key is pressed; the middle one counts */
	PAGES = 6,
	HELD = 200,
	TO_LIST_DOWNS = 12, /* to the list of all tasks */
	IDLE_MS = 5000
};

#define DOWN "\033OB"
#define PAGE_DOWN "\033[6~"
#define BACKSPACE "\177"
#define CHARACTER "村"
#define TO_LIST "\033OB" /* times TO_LIST_DOWNS on the page of step 3 */
#define TO_FORM "n"

enum metric {
	START_MS,
	START_CPU_MS,
	PSS_KIB,
	ANONYMOUS_KIB,
	DOWN_BYTES,
	DOWN_MS,
	PAGE_BYTES,
	PAGE_MS,
	HELD_BYTES,
	HELD_MS,
	SCROLL_BYTES,
	CHARACTER_BYTES,
	TIMED_METRICS,
	START_CALLS = TIMED_METRICS,
	DOWN_CALLS,
	DOWN_WRITES,
	PAGE_WRITES,
	HELD_LOCKS,
	HELD_WRITES,
	IDLE_WAKES,
	IDLE_CALLS,
	METRICS
};

enum which { LIST_FLOOR, DB_FLOOR, LIUBU, DB_FLOOR_LARGE, LIUBU_LARGE };

struct program {
	char *argv[5];
	bool is_liubu;
};

struct bench {
	struct program program[PROGRAMS_MOST];
	int programs, runs;
	double value[METRICS][PROGRAMS_MOST][RUNS_MOST];
};

/* ---- one program, once */

struct pressed {
	double bytes, ms, calls, writes;
};

static void press(
	struct pty *p, const char *key, int times, struct pressed *out)
{
	double bytes[TIMES], time[TIMES], calls[TIMES], writes[TIMES];
	struct pty_got got;

	for (int i = 0; i < times; i++) {
		pty_type(p, key, KEY_QUIET_MS, &got);
		bytes[i] = (double)got.bytes;
		time[i] = got.last_ns ? (double)(got.last_ns - p->sent_ns) / 1e6
				      : 0;
		calls[i] = (double)got.calls;
		writes[i] = (double)got.writes;
	}
	*out = (struct pressed){ row_median(bytes, times),
		row_median(time, times), row_median(calls, times),
		row_median(writes, times) };
}

static void hold(struct pty *p, struct pty_got *got)
{
	char keys[HELD * (sizeof DOWN - 1) + 1] = "";

	for (int i = 0; i < HELD; i++)
		memcpy(keys + (size_t)i * (sizeof DOWN - 1), DOWN, sizeof DOWN);
	pty_type(p, keys, QUIET_MS, got);
}

static void go_to_list(struct pty *p, const struct program *program)
{
	struct pty_got got;

	if (!program->is_liubu)
		return;
	pty_type(p, "3", KEY_QUIET_MS, &got);
	for (int i = 0; i < TO_LIST_DOWNS; i++)
		pty_type(p, TO_LIST, KEY_QUIET_MS, &got);
	pty_type(p, "\r", KEY_QUIET_MS, &got);
}

static void type_into_form(struct bench *b, struct pty *p, int i, int run)
{
	struct pty_got got;
	struct pressed keys;

	if (!b->program[i].is_liubu)
		return;
	pty_type(p, TO_FORM, QUIET_MS, &got);
	press(p, CHARACTER, PAGES, &keys);
	b->value[CHARACTER_BYTES][i][run] =
		keys.bytes - (double)strlen(CHARACTER);
	/* nothing is left of it: no draft waits for the next run */
	for (int n = 0; n < PAGES; n++)
		pty_type(p, BACKSPACE, KEY_QUIET_MS, &got);
	pty_type(p, "\033", QUIET_MS, &got);
}

static bool time_once(struct bench *b, int i, int run)
{
	struct program *program = &b->program[i];
	double(*v)[PROGRAMS_MOST][RUNS_MOST] = b->value;
	struct pty_got got;
	struct pressed keys;
	struct pty p;

	if (!pty_start(&p, program->argv, false) ||
		!pty_settle(&p, QUIET_MS, &got))
		return false;
	v[START_MS][i][run] = (double)(got.last_ns - p.start_ns) / 1e6;
	v[START_CPU_MS][i][run] = (double)got.cpu_ns / 1e6;
	go_to_list(&p, program);
	v[PSS_KIB][i][run] = (double)pty_memory_kib(&p, "Pss:");
	v[ANONYMOUS_KIB][i][run] = (double)pty_memory_kib(&p, "Anonymous:");
	press(&p, DOWN, TIMES, &keys);
	v[DOWN_BYTES][i][run] = keys.bytes;
	v[DOWN_MS][i][run] = keys.ms;
	press(&p, PAGE_DOWN, PAGES, &keys);
	v[PAGE_BYTES][i][run] = keys.bytes;
	v[PAGE_MS][i][run] = keys.ms;
	hold(&p, &got);
	v[HELD_BYTES][i][run] = (double)got.bytes;
	v[HELD_MS][i][run] = (double)(got.last_ns - p.sent_ns) / 1e6;
	press(&p, DOWN, PAGES, &keys);
	v[SCROLL_BYTES][i][run] = keys.bytes;
	type_into_form(b, &p, i, run);
	pty_end(&p, "qq");
	return true;
}

static bool count_idle(struct bench *b, int i)
{
	struct pty_got got;
	struct pty p;
	int64_t waits;

	if (!pty_start(&p, b->program[i].argv, false) ||
		!pty_settle(&p, 2 * QUIET_MS, &got))
		return false;
	waits = pty_waits(&p);
	usleep(IDLE_MS * 1000);
	b->value[IDLE_WAKES][i][0] =
		(double)(pty_waits(&p) - waits) * 1000 / IDLE_MS;
	pty_end(&p, "qq");
	return true;
}

static bool count_once(struct bench *b, int i)
{
	struct program *program = &b->program[i];
	double(*v)[PROGRAMS_MOST][RUNS_MOST] = b->value;
	struct pty_got got;
	struct pressed keys;
	struct pty p;

	if (!pty_start(&p, program->argv, true) ||
		!pty_settle(&p, QUIET_MS, &got))
		return false;
	v[START_CALLS][i][0] = (double)got.calls;
	pty_watch(&p, IDLE_MS, &got);
	v[IDLE_CALLS][i][0] = (double)got.calls * 1000 / IDLE_MS;
	go_to_list(&p, program);
	press(&p, DOWN, TIMES, &keys);
	v[DOWN_CALLS][i][0] = keys.calls;
	v[DOWN_WRITES][i][0] = keys.writes;
	press(&p, PAGE_DOWN, PAGES, &keys);
	v[PAGE_WRITES][i][0] = keys.writes;
	hold(&p, &got);
	v[HELD_LOCKS][i][0] = (double)got.locks / 2;
	v[HELD_WRITES][i][0] = (double)got.writes;
	pty_end(&p, "qq");
	return true;
}

/* ---- a plain rewrite of the page after Page down */

/* Cursor address, text and clear-to-end of every row of the list. */
static int rewrite_bytes(const struct canvas *c)
{
	enum { FIRST_ROW = 4, AFTER_ROWS = 2 };
	struct str text = STR_INIT;
	int bytes = 0, row = 0;

	canvas_text_dump(c, &text);
	for (char *line = strtok(text.data, "\n"); line;
		line = strtok(NULL, "\n"), row++)
		if (row >= FIRST_ROW - 1 && row < c->rows - AFTER_ROWS)
			bytes += (int)(strlen("\033[10;1H\033[K") +
				       strlen(line));
	str_free(&text);
	return bytes;
}

static int plain_page(const char *file)
{
	struct error err = { STATUS_OK, "", "" };
	struct session session;
	struct store *store;
	int bytes = 0;

	if (store_open(file, record_setup(), &store, &err) ||
		session_open(&session, store, &err)) {
		fprintf(stderr, "bench_screen: %s\n", err.what);
		return 0;
	}
	struct term *term = term_open_null(PTY_ROWS, PTY_COLS);
	struct app *app = screens_open(&session, term);
	if (loop_script(screens_stack(app), "3<Down*12><Enter><PgDn><PgDn>"))
		bytes = rewrite_bytes(term_null_frame(term));
	screens_close(app);
	term_close(term);
	store_close(store);
	return bytes;
}

/* ---- printing */

static double value(struct bench *b, enum metric m, enum which i)
{
	return row_median(b->value[m][i], m < TIMED_METRICS ? b->runs : 1);
}

static void print(struct bench *b, const char *what, const char *unit,
	enum metric m, enum which i, enum which floor, enum row_goal kind,
	double goal)
{
	row_print(&(struct row){
		what, unit, value(b, m, i), value(b, m, floor), kind, goal });
}

/* A count without a floor. */
static void print_most(struct bench *b, const char *what, const char *unit,
	enum metric m, enum which i, double goal)
{
	row_print(
		&(struct row){ what, unit, value(b, m, i), 0, ROW_MOST, goal });
}

static void print_file(
	struct bench *b, enum which i, enum which floor, const char *size)
{
	char what[128];

	printf("| **%s** | | | | | |\n", size);
	snprintf(what, sizeof what, "start to a usable 今日 × db floor, %s",
		size);
	print(b, what, "ms", START_MS, i, floor, ROW_RATIO, 1.3);
	print(b, "CPU of it", "ms", START_CPU_MS, i, floor, ROW_NO_GOAL, 0);
	print(b, "system calls to it", "", START_CALLS, i, floor, ROW_MOST,
		340);
	print(b, "the same × db floor", "", START_CALLS, i, floor, ROW_RATIO,
		0.92);
	print(b, "memory on a list, PSS", "KiB", PSS_KIB, i, floor, ROW_MORE,
		2252);
	print(b, "anonymous", "KiB", ANONYMOUS_KIB, i, floor, ROW_MORE, 614);
}

static void print_list(struct bench *b, double plain_bytes)
{
	enum which i = LIUBU;

	printf("| **a list, 100×30** | | | | | |\n");
	print_most(b, "Down, bytes, reversed row", "B", DOWN_BYTES, i, 300);
	print(b, "Down × list floor", "ms", DOWN_MS, i, LIST_FLOOR, ROW_RATIO,
		1.2);
	print_most(b, "Down, system calls", "", DOWN_CALLS, i, 6);
	print_most(b, "Down, writes", "", DOWN_WRITES, i, 1);
	print_most(b, "scrolling one line", "B", SCROLL_BYTES, i, 320);
	row_print(&(struct row){ "Page down × a plain rewrite", "B",
		value(b, PAGE_BYTES, i), plain_bytes, ROW_RATIO, 0.9 });
	print(b, "Page down × db floor", "ms", PAGE_MS, i, DB_FLOOR, ROW_RATIO,
		1.2);
	print_most(b, "Page down, writes", "", PAGE_WRITES, i, 1);
	print_most(b, "200 Downs at once, writes", "", HELD_WRITES, i, 1);
	row_print(&(struct row){ "their bytes × a Page down", "B",
		value(b, HELD_BYTES, i), value(b, PAGE_BYTES, i), ROW_RATIO,
		1.1 });
	print(b, "their time × db floor", "ms", HELD_MS, i, DB_FLOOR,
		ROW_NO_GOAL, 0);
	print_most(b, "their readings of the file", "", HELD_LOCKS, i, 1);
	print_most(b, "a character typed into a form, bytes besides it", "B",
		CHARACTER_BYTES, i, 40);
	print_most(b, "idle, wake-ups a second", "", IDLE_WAKES, i, 1);
	print_most(b, "idle, system calls a second", "", IDLE_CALLS, i, 4);
}

static void add(struct bench *b, char *path, char *file, bool is_liubu)
{
	struct program *p = &b->program[b->programs++];

	*p = (struct program){ .is_liubu = is_liubu };
	p->argv[0] = path;
	if (is_liubu) {
		p->argv[1] = "--db";
		p->argv[2] = file;
	} else {
		p->argv[1] = file;
	}
}

static bool run(struct bench *b)
{
	for (int run = 0; run < b->runs; run++)
		for (int i = 0; i < b->programs; i++)
			if (!time_once(b, i, run))
				return false;
	for (int i = 0; i < b->programs; i++)
		if (!count_once(b, i) || !count_idle(b, i))
			return false;
	return true;
}

int main(int argc, char **argv)
{
	static struct bench b;

	if (argc < 6 || (b.runs = atoi(argv[1])) < 1 || b.runs > RUNS_MOST) {
		fprintf(stderr, "usage: bench_screen RUNS LIUBU FLOOR_LIST"
				" FLOOR_DB FILE [FILE]\n");
		return 2;
	}
	add(&b, argv[3], NULL, false);
	add(&b, argv[4], argv[5], false);
	add(&b, argv[2], argv[5], true);
	if (argc > 6) {
		add(&b, argv[4], argv[6], false);
		add(&b, argv[2], argv[6], true);
	}
	if (!run(&b)) {
		fprintf(stderr, "bench_screen: a program ended early\n");
		return 1;
	}
	print_file(&b, LIUBU, DB_FLOOR, "5,000 tasks");
	if (argc > 6) {
		print_file(&b, LIUBU_LARGE, DB_FLOOR_LARGE, "1,000,000 tasks");
		print(&b, "start, 1,000,000 × 5,000 tasks", "ms", START_MS,
			LIUBU_LARGE, LIUBU, ROW_RATIO, 1.05);
	}
	print_list(&b, plain_page(argv[5]));
	return 0;
}
