/*
 * bench_screen RUNS LIUBU FLOOR_LIST FLOOR_DB FILE [FILE]: what screens cost
 * beside the floors, on a small and a large file.
 *
 * The programs take turns, so that what else the machine does hits all of
 * them; printed are medians over RUNS. System calls are counted in a run of
 * their own, in which nothing is timed. Prints tables of Markdown.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "pty.h"

enum {
	PROGRAMS_MOST = 5,
	RUNS_MOST = 99,
	QUIET_MS = 120,
	KEY_QUIET_MS = 40,
	DOWNS = 12,
	PAGES = 6,
	HELD = 200,
	IDLE_MS = 3000
};

#define DOWN "\033OB"
#define PAGE_DOWN "\033[6~"

enum metric {
	PAGE_MS,
	PAGE_CPU_MS,
	PAGE_BYTES,
	PSS_KIB,
	ANONYMOUS_KIB,
	LIST_PSS_KIB,
	LIST_ANONYMOUS_KIB,
	DOWN_BYTES,
	DOWN_MS,
	DOWN_CPU_US,
	PAGE_DOWN_BYTES,
	PAGE_DOWN_MS,
	PAGE_DOWN_CPU_US,
	HELD_BYTES,
	HELD_READS,
	HELD_MS,
	START_CALLS,
	DOWN_CALLS,
	DOWN_WRITES,
	PAGE_DOWN_CALLS,
	PAGE_DOWN_WRITES,
	IDLE_WAKES,
	IDLE_CALLS,
	METRICS
};

static const char *const titles[METRICS] = {
	[PAGE_MS] = "first page, ms",
	[PAGE_CPU_MS] = "CPU until then, ms",
	[PAGE_BYTES] = "bytes",
	[PSS_KIB] = "PSS after it, KiB",
	[ANONYMOUS_KIB] = "anonymous, KiB",
	[LIST_PSS_KIB] = "PSS on a list, KiB",
	[LIST_ANONYMOUS_KIB] = "anonymous, KiB",
	[DOWN_BYTES] = "Down, bytes",
	[DOWN_MS] = "ms",
	[DOWN_CPU_US] = "CPU, µs",
	[PAGE_DOWN_BYTES] = "Page down, bytes",
	[PAGE_DOWN_MS] = "ms",
	[PAGE_DOWN_CPU_US] = "CPU, µs",
	[HELD_BYTES] = "200 Downs at once, bytes",
	[HELD_READS] = "pieces",
	[HELD_MS] = "ms",
	[START_CALLS] = "system calls to the first page",
	[DOWN_CALLS] = "Down, calls",
	[DOWN_WRITES] = "writes",
	[PAGE_DOWN_CALLS] = "Page down, calls",
	[PAGE_DOWN_WRITES] = "writes",
	[IDLE_WAKES] = "idle, wake-ups a second",
	[IDLE_CALLS] = "calls a second",
};

struct program {
	const char *name;
	char *argv[5];
	const char *to_list; /* keys from the first page to a list */
};

struct bench {
	struct program program[PROGRAMS_MOST];
	int programs, runs;
	double value[METRICS][PROGRAMS_MOST][RUNS_MOST];
};

/* ---- medians */

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, compare);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static double ms(int64_t ns)
{
	return (double)ns / 1e6;
}

/* ---- one program, once */

struct keys {
	double bytes, ms, cpu_us, calls, writes;
};

static void press(struct pty *p, const char *key, int times, struct keys *out)
{
	double bytes[DOWNS], time[DOWNS], cpu[DOWNS], calls[DOWNS],
		writes[DOWNS];
	struct pty_got got;

	for (int i = 0; i < times; i++) {
		pty_type(p, key, KEY_QUIET_MS, &got);
		bytes[i] = (double)got.bytes;
		time[i] = got.last_ns ? ms(got.last_ns - p->sent_ns) : 0;
		cpu[i] = (double)got.cpu_ns / 1e3;
		calls[i] = (double)got.calls;
		writes[i] = (double)got.writes;
	}
	*out = (struct keys){ median(bytes, times), median(time, times),
		median(cpu, times), median(calls, times),
		median(writes, times) };
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
	char key[2] = "";

	for (const char *k = program->to_list; k && *k; k++) {
		key[0] = *k;
		pty_type(p, key, KEY_QUIET_MS, &got);
	}
}

static bool time_once(struct bench *b, int i, int run)
{
	struct program *program = &b->program[i];
	double(*v)[PROGRAMS_MOST][RUNS_MOST] = b->value;
	struct pty_got got;
	struct keys keys;
	struct pty p;

	if (!pty_start(&p, program->argv, false) ||
		!pty_settle(&p, QUIET_MS, &got))
		return false;
	v[PAGE_MS][i][run] = ms(got.last_ns - p.start_ns);
	v[PAGE_CPU_MS][i][run] = ms(got.cpu_ns);
	v[PAGE_BYTES][i][run] = (double)got.bytes;
	v[PSS_KIB][i][run] = (double)pty_memory_kib(&p, "Pss:");
	v[ANONYMOUS_KIB][i][run] = (double)pty_memory_kib(&p, "Anonymous:");
	go_to_list(&p, program);
	v[LIST_PSS_KIB][i][run] = (double)pty_memory_kib(&p, "Pss:");
	v[LIST_ANONYMOUS_KIB][i][run] =
		(double)pty_memory_kib(&p, "Anonymous:");
	press(&p, DOWN, DOWNS, &keys);
	v[DOWN_BYTES][i][run] = keys.bytes;
	v[DOWN_MS][i][run] = keys.ms;
	v[DOWN_CPU_US][i][run] = keys.cpu_us;
	press(&p, PAGE_DOWN, PAGES, &keys);
	v[PAGE_DOWN_BYTES][i][run] = keys.bytes;
	v[PAGE_DOWN_MS][i][run] = keys.ms;
	v[PAGE_DOWN_CPU_US][i][run] = keys.cpu_us;
	hold(&p, &got);
	v[HELD_BYTES][i][run] = (double)got.bytes;
	v[HELD_READS][i][run] = (double)got.reads;
	v[HELD_MS][i][run] = ms(got.last_ns - p.sent_ns);
	pty_end(&p, "qq");
	return true;
}

static bool count_once(struct bench *b, int i)
{
	struct program *program = &b->program[i];
	double(*v)[PROGRAMS_MOST][RUNS_MOST] = b->value;
	struct pty_got got;
	struct keys keys;
	struct pty p;
	int64_t waits;

	if (!pty_start(&p, program->argv, true) ||
		!pty_settle(&p, QUIET_MS, &got))
		return false;
	v[START_CALLS][i][0] = (double)got.calls;
	go_to_list(&p, program);
	press(&p, DOWN, DOWNS, &keys);
	v[DOWN_CALLS][i][0] = keys.calls;
	v[DOWN_WRITES][i][0] = keys.writes;
	press(&p, PAGE_DOWN, PAGES, &keys);
	v[PAGE_DOWN_CALLS][i][0] = keys.calls;
	v[PAGE_DOWN_WRITES][i][0] = keys.writes;
	pty_settle(&p, IDLE_MS, &got);
	pty_end(&p, "qq");
	v[IDLE_CALLS][i][0] = 0;
	if (!pty_start(&p, program->argv, false) ||
		!pty_settle(&p, 2 * QUIET_MS, &got))
		return false;
	waits = pty_waits(&p);
	usleep(IDLE_MS * 1000);
	v[IDLE_WAKES][i][0] = (double)(pty_waits(&p) - waits) * 1000 / IDLE_MS;
	pty_end(&p, "qq");
	return true;
}

/* ---- printing */

static void print_head(const struct bench *b)
{
	printf("| |");
	for (int i = 0; i < b->programs; i++)
		printf(" %s |", b->program[i].name);
	printf("\n|---|");
	for (int i = 0; i < b->programs; i++)
		printf("---:|");
	printf("\n");
}

/* With its ratio to the floor of the same file, the second program. */
static void print_row(struct bench *b, enum metric m, int runs)
{
	double floor = 0;

	printf("| %s |", titles[m]);
	for (int i = 0; i < b->programs; i++) {
		double x = median(b->value[m][i], runs);

		if (i == 1)
			floor = x;
		printf(x < 100 ? " %.2f" : " %.0f", x);
		if (i > 1 && floor > 0 && runs > 1)
			printf(" (×%.2f)", x / floor);
		printf(" |");
	}
	printf("\n");
}

static void add(struct bench *b, const char *name, char *path, char *file,
	const char *to_list)
{
	struct program *p = &b->program[b->programs++];

	*p = (struct program){ .name = name, .to_list = to_list };
	p->argv[0] = path;
	if (to_list) {
		p->argv[1] = "--db";
		p->argv[2] = file;
	} else {
		p->argv[1] = file;
	}
}

int main(int argc, char **argv)
{
	static struct bench b;

	if (argc < 6 || (b.runs = atoi(argv[1])) < 1 || b.runs > RUNS_MOST) {
		fprintf(stderr, "usage: bench_screen RUNS LIUBU FLOOR_LIST"
				" FLOOR_DB FILE [FILE]\n");
		return 2;
	}
	add(&b, "list floor", argv[3], NULL, NULL);
	add(&b, "db floor", argv[4], argv[5], NULL);
	add(&b, "liubu", argv[2], argv[5], "3\r");
	if (argc > 6) {
		add(&b, "db floor, large", argv[4], argv[6], NULL);
		add(&b, "liubu, large", argv[2], argv[6], "3\r");
	}
	for (int run = 0; run < b.runs; run++)
		for (int i = 0; i < b.programs; i++)
			if (!time_once(&b, i, run))
				return 1;
	for (int i = 0; i < b.programs; i++)
		if (!count_once(&b, i))
			return 1;
	print_head(&b);
	for (int m = 0; m < START_CALLS; m++)
		print_row(&b, (enum metric)m, b.runs);
	for (int m = START_CALLS; m < METRICS; m++)
		print_row(&b, (enum metric)m, 1);
	return 0;
}
