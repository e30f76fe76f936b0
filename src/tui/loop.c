#include "tui/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include "core/language.h"
#include "core/mem.h"
#include "tui/stack_inside.h"

enum { TICK_MS = 1000, PASTE_WAIT_MS = 2000 };

/* The only thing a signal handler may do is to say that it came. */
static volatile sig_atomic_t got_resize, got_end;

static void on_signal(int number)
{
	if (number == SIGWINCH)
		got_resize = 1;
	else
		got_end = 1;
}

static const int caught[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT };
enum { CAUGHT_COUNT = sizeof caught / sizeof *caught };

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- events */

/*
 * Handles what can be told. Between two keys what they asked for is done and
 * read, so that the second meets what the first opened; nothing is drawn.
 */
static void drain(struct stack *st, bool timed_out)
{
	struct keys_event event;

	while (!st->quits) {
		enum keys_mode mode = screen_mode(stack_top(st));

		if (!keys_next(&st->keys, mode, timed_out, &event))
			return;
		stack_take(st, &event);
		stack_work(st);
	}
}

/* False: the terminal is gone. */
static bool read_keys(struct stack *st)
{
	char buf[KEYS_READ_BYTES];
	ssize_t n = term_read(st->term, buf, sizeof buf);

	if (n < 0)
		return false;
	if (n > 0) {
		keys_feed(&st->keys, buf, (size_t)n);
		drain(st, false);
	}
	return true;
}

/* ---- waiting */

static int shorter(int a_ms, int b_ms)
{
	if (a_ms < 0 || b_ms < 0)
		return a_ms < 0 ? b_ms : a_ms;
	return a_ms < b_ms ? a_ms : b_ms;
}

static int wait_ms(const struct stack *st, int timeout_ms)
{
	switch (keys_waiting(&st->keys)) {
	case KEYS_WAIT_ESC:
		return shorter(timeout_ms, st->term->esc_wait_ms);
	case KEYS_WAIT_PASTE:
		return shorter(timeout_ms, PASTE_WAIT_MS);
	case KEYS_WAIT_NONE:
		break;
	}
	if (stack_has_typed(st))
		timeout_ms = shorter(timeout_ms, TICK_MS);
	if (!st->app.changed)
		return timeout_ms;
	int64_t left = st->polled_ms + TICK_MS - now_ms();
	return shorter(timeout_ms, left < 0 ? 0 : (int)left);
}

/* Asked by the clock, not by idleness: steady typing must not starve it. */
static void poll_changes(struct stack *st)
{
	int64_t now = now_ms();

	if (!st->app.changed || now - st->polled_ms < TICK_MS)
		return;
	st->polled_ms = now;
	if (!st->app.changed(st->app.arg))
		return;
	stack_all_may_be_stale(st);
	st->needs_draw = true; /* the lights of the frame */
}

/* A second without a key. */
static void pause_work(struct stack *st)
{
	if (!stack_has_typed(st))
		return;
	stack_keep_drafts(st, false);
	if (st->app.idle)
		st->app.idle(st->app.arg);
}

/* Waits; > 0: there is input (or the terminal is gone), 0: time is up. */
static int wait_input(struct stack *st, int timeout_ms, struct pollfd *p)
{
	struct timespec t = { timeout_ms / 1000,
		(long)(timeout_ms % 1000) * 1000000 };

	*p = (struct pollfd){ .fd = st->term->fd, .events = POLLIN };
	if (p->fd < 0) /* in memory: what was fed is there */
		return p->revents = POLLIN;
	return ppoll(p, 1, timeout_ms < 0 ? NULL : &t,
		st->waits_open ? &st->waiting : NULL);
}

static bool ended(struct stack *st, enum status *how)
{
	stack_keep_drafts(st, true);
	*how = STATUS_STOPPED;
	return false;
}

static void resize(struct stack *st)
{
	int rows, cols;

	got_resize = 0;
	if (!term_resize(st->term))
		return;
	term_size(st->term, &rows, &cols);
	stack_set_size(st, rows, cols);
}

bool loop_step(struct stack *st, int timeout_ms, enum status *how)
{
	struct pollfd p;

	stack_work(st);
	stack_draw(st);
	int waiting = (int)keys_waiting(&st->keys);
	int limit_ms = wait_ms(st, timeout_ms);
	int ready = wait_input(st, limit_ms, &p);

	if (got_end)
		return ended(st, how);
	if (got_resize || st->term->fd < 0)
		resize(st);
	if (ready > 0 && (p.revents & POLLIN) && !read_keys(st))
		return ended(st, how);
	if (ready > 0 && !(p.revents & POLLIN))
		return ended(st, how);
	if (ready == 0 && waiting != KEYS_WAIT_NONE)
		drain(st, true);
	else if (ready == 0)
		pause_work(st);
	poll_changes(st);
	stack_work(st);
	stack_draw(st);
	*how = STATUS_OK;
	return !st->quits;
}

/* ---- running */

static void take_signals(
	struct stack *st, struct sigaction before[], sigset_t *mask)
{
	struct sigaction handler = { .sa_handler = on_signal };
	sigset_t block;

	got_resize = got_end = 0;
	sigemptyset(&block);
	sigemptyset(&handler.sa_mask);
	for (size_t i = 0; i < CAUGHT_COUNT; i++)
		sigaddset(&block, caught[i]);
	sigprocmask(SIG_BLOCK, &block, mask);
	st->waiting = *mask;
	st->waits_open = true;
	for (size_t i = 0; i < CAUGHT_COUNT; i++) {
		sigdelset(&st->waiting, caught[i]);
		sigaction(caught[i], &handler, &before[i]);
	}
}

static void give_signals_back(
	const struct sigaction before[], const sigset_t *mask)
{
	for (size_t i = 0; i < CAUGHT_COUNT; i++)
		sigaction(caught[i], &before[i], NULL);
	sigprocmask(SIG_SETMASK, mask, NULL);
}

enum status loop_run(struct stack *st, struct error *err)
{
	struct sigaction before[CAUGHT_COUNT];
	sigset_t mask;
	enum status how = STATUS_OK;

	take_signals(st, before, &mask);
	st->polled_ms = now_ms();
	while (loop_step(st, -1, &how))
		;
	give_signals_back(before, &mask);
	if (how == STATUS_STOPPED)
		error_set(err, how, NULL, "%s",
			_("The terminal is gone or the program was told to "
			  "end; what was typed is kept as a draft."));
	return how;
}

/* ---- scripts */

/* Feeds up to and including the next Esc, which then stands alone as a key:
 * on a real keyboard nothing follows it within its time. */
static bool feed_piece(struct stack *st, const char *piece, size_t len)
{
	struct str text = STR_INIT;
	struct str bytes = STR_INIT;

	str_add_bytes(&text, piece, len);
	bool known = keys_of_script(text.data, &bytes);
	for (size_t at = 0; known && at < bytes.len_bytes;) {
		size_t n = bytes.len_bytes - at;

		if (n > KEYS_READ_BYTES)
			n = KEYS_READ_BYTES;
		keys_feed(&st->keys, bytes.data + at, n);
		drain(st, false);
		at += n;
	}
	if (known)
		drain(st, true);
	str_free(&text);
	str_free(&bytes);
	return known;
}

bool loop_script(struct stack *st, const char *script)
{
	static const char esc[] = "<Esc>";
	bool known = true;

	stack_work(st);
	while (*script && known && !st->quits) {
		const char *end = strstr(script, esc);
		size_t len = end ? (size_t)(end - script) + sizeof esc - 1
				 : strlen(script);

		known = feed_piece(st, script, len);
		script += len;
	}
	stack_work(st);
	stack_draw(st);
	return known && !st->quits;
}
