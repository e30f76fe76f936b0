#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>
#include "core/mem.h"
#include "core/width.h"
#include "tui/loop.h"
#include "tui/term.h"

/* curses writes through this one too, so writes can be counted. */
static int writes_to_screen;

ssize_t write(int fd, const void *bytes, size_t len)
{
	writes_to_screen += fd == STDOUT_FILENO;
	return syscall(SYS_write, fd, bytes, len);
}

/* ncurses keeps 1.6 kB a screen of its own for ever; one screen is usual. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:new_prescr";
}

/* A terminal of our own: what is written to it is read at the master. */
struct pty {
	int master, slave, saved[3];
	struct termios before;
	struct str seen;
};

static const char *drain(struct pty *p)
{
	char buf[4096];
	ssize_t n;

	str_clear(&p->seen);
	while ((n = read(p->master, buf, sizeof buf)) > 0)
		str_add_bytes(&p->seen, buf, (size_t)n);
	writes_to_screen = 0;
	return p->seen.data;
}

static int set_up(void **state)
{
	struct pty *p = mem_zero(1, sizeof *p);
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	p->seen = (struct str)STR_INIT;
	p->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	assert_int_equal(grantpt(p->master), 0);
	assert_int_equal(unlockpt(p->master), 0);
	p->slave = open(ptsname(p->master), O_RDWR | O_NOCTTY);
	assert_true(p->slave > 2);
	ioctl(p->slave, TIOCSWINSZ, &size);
	tcgetattr(p->slave, &p->before);
	fflush(stdout);
	for (int fd = 0; fd < 2; fd++) {
		p->saved[fd] = dup(fd);
		dup2(p->slave, fd);
	}
	setenv("TERM", "xterm-256color", 1);
	unsetenv("NO_COLOR");
	unsetenv("SSH_CONNECTION");
	unsetenv("SSH_TTY");
	width_set_ambiguous(1);
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct pty *p = *state;

	fflush(stdout);
	for (int fd = 0; fd < 2; fd++) {
		dup2(p->saved[fd], fd);
		close(p->saved[fd]);
	}
	close(p->slave);
	close(p->master);
	str_free(&p->seen);
	mem_free(p);
	return 0;
}

static struct term *open_term(bool no_colour)
{
	struct term *t = NULL;
	struct error err = { 0 };

	if (term_open_curses(&t,
		    &(struct term_options){ .no_colour = no_colour },
		    &err) != STATUS_OK)
		fail_msg("%s", err.what);
	return t;
}

/* A page of Chinese rows with the cursor on one of them. */
static void draw_page(struct canvas *c, int first, int cursor)
{
	canvas_fill_rect(c, (struct rect){ 0, 0, c->rows, c->cols }, ROLE_TEXT);
	canvas_text(c, 0, 1, 60, ROLE_BAR, "清溪乡  今日");
	for (int row = 2; row < c->rows - 2; row++) {
		char text[120];

		snprintf(text, sizeof text,
			"%c 逾%d  〔2026〕%d  农村改厕任务第%d项   龙庆源  "
			"290/380  12-10",
			row == cursor ? '>' : ' ', (first + row) % 9,
			first + row, first + row);
		canvas_text(c, row, 0, c->cols - 1, ROLE_TEXT, text);
		canvas_role(c, row, 2, 2, ROLE_OVERDUE);
		if (row == cursor)
			canvas_focus(c, row, 0, c->cols - 1);
	}
}

static void present_page(
	struct term *t, struct canvas *c, int first, int cursor)
{
	draw_page(c, first, cursor);
	term_present(t, c, (struct point){ cursor, 0 });
}

static bool same_modes(const struct pty *p)
{
	struct termios now;

	tcgetattr(p->slave, &now);
	return now.c_lflag == p->before.c_lflag &&
	       now.c_iflag == p->before.c_iflag;
}

static void test_open_and_close(void **state)
{
	struct pty *p = *state;
	struct term *t = open_term(false);
	struct termios now;
	struct canvas c;
	int rows, cols;

	tcgetattr(p->slave, &now);
	assert_false(now.c_lflag & (ECHO | ICANON | ISIG));
	assert_false(now.c_iflag & IXON);
	term_size(t, &rows, &cols);
	assert_int_equal(rows, 24);
	assert_int_equal(cols, 80);
	assert_int_equal(t->esc_wait_ms, 50);
	canvas_init(&c, 24, 80);
	drain(p);
	present_page(t, &c, 0, 2);
	/* still raw: keys typed now are not echoed */
	tcgetattr(p->slave, &now);
	assert_false(now.c_lflag & ECHO);
	assert_int_equal(writes_to_screen, 2); /* the frame; paste and probe */
	const char *seen = drain(p);
	const char *text = strstr(seen, "农村改厕任务第2项");
	assert_non_null(text);
	assert_non_null(strstr(seen, "\033[?1049h"));
	assert_non_null(strstr(text, "\033[?2004h"));
	assert_non_null(strstr(text, "\033[6n"));
	assert_null(strstr(seen, "\033(0")); /* no other character set */
	canvas_fini(&c);
	term_close(t);
	seen = drain(p);
	assert_non_null(strstr(seen, "\033[?2004l"));
	assert_non_null(strstr(seen, "\033[?1049l"));
	assert_true(same_modes(p));
}

/* quality.md 1 */
static void test_bytes_and_writes(void **state)
{
	struct pty *p = *state;
	struct winsize size = { .ws_row = 30, .ws_col = 100 };
	struct canvas c;

	ioctl(p->slave, TIOCSWINSZ, &size);
	struct term *t = open_term(false);
	canvas_init(&c, 30, 100);
	present_page(t, &c, 0, 5);
	drain(p);
	present_page(t, &c, 0, 6);
	assert_int_equal(writes_to_screen, 1);
	drain(p);
	assert_in_range(p->seen.len_bytes, 1, 300);
	/* the same again is nothing at all */
	present_page(t, &c, 0, 6);
	assert_int_equal(writes_to_screen, 0);
	/* scrolled by a line, with the cursor on the line that came in */
	present_page(t, &c, 0, 27);
	drain(p);
	present_page(t, &c, 1, 27);
	assert_int_equal(writes_to_screen, 1);
	drain(p);
	assert_in_range(p->seen.len_bytes, 1, 320);
	canvas_fini(&c);
	term_close(t);
}

static void test_rare_characters_are_put_over(void **state)
{
	struct pty *p = *state;
	struct term *t = open_term(false);
	struct canvas c;

	canvas_init(&c, 24, 80);
	term_present(t, &c, (struct point){ 0, 0 });
	drain(p);
	canvas_text(&c, 4, 2, 40, ROLE_STRONG, "张\U00031350明");
	term_present(t, &c, (struct point){ 4, 0 });
	const char *seen = drain(p);
	const char *stand_in = strstr(seen, "张〓明");
	assert_non_null(stand_in);
	assert_non_null(
		strstr(stand_in, "\0337\033[5;5H\033[0;1m\U00031350\0338"));
	/* rows that did not change are left alone */
	canvas_text(&c, 6, 2, 40, ROLE_TEXT, "别处");
	term_present(t, &c, (struct point){ 6, 0 });
	assert_null(strstr(drain(p), "\U00031350"));
	canvas_fini(&c);
	term_close(t);
}

static void test_width_probe(void **state)
{
	struct pty *p = *state;
	struct term *t = open_term(false);
	struct canvas c;
	int row, col;

	canvas_init(&c, 24, 80);
	assert_false(term_report(t, 5, 1)); /* nothing was asked */
	present_page(t, &c, 0, 2);
	const char *probe = strstr(drain(p), "\0337\033[0m\033[");
	assert_non_null(probe);
	assert_int_equal(
		sscanf(probe, "\0337\033[0m\033[%d;%dH", &row, &col), 2);
	assert_true(row > 1);
	/* it stood on two blanks, and is blank again */
	assert_int_equal(canvas_at(&c, row - 1, col - 1)->code, ' ');
	assert_int_equal(canvas_at(&c, row - 1, col)->code, ' ');
	assert_non_null(strstr(probe, "H  \0338"));
	assert_false(term_report(t, row, col)); /* of another row */
	assert_false(term_report(t, row - 1, col + 30));
	assert_true(term_report(t, row - 1, col - 1 + 2));
	assert_int_equal(width_ambiguous(), 2);
	assert_false(term_report(t, row - 1, col - 1 + 1)); /* once only */
	present_page(t, &c, 0, 2);
	assert_non_null(strstr(drain(p), "农村改厕任务第2项"));
	canvas_fini(&c);
	term_close(t);
}

static void test_colours(void **state)
{
	struct pty *p = *state;
	struct canvas c;

	canvas_init(&c, 24, 80);
	for (int no_colour = 0; no_colour < 2; no_colour++) {
		struct term *t = open_term(no_colour);

		present_page(t, &c, 0, 2);
		bool red = strstr(drain(p), "41m") != NULL;
		assert_int_equal(red, !no_colour);
		term_close(t);
		drain(p);
	}
	canvas_fini(&c);
}

static void test_resize(void **state)
{
	struct pty *p = *state;
	struct winsize size = { .ws_row = 40, .ws_col = 132 };
	struct term *t = open_term(false);
	struct canvas c;
	int rows, cols;

	canvas_init(&c, 24, 80);
	present_page(t, &c, 0, 2);
	assert_false(term_resize(t));
	ioctl(p->slave, TIOCSWINSZ, &size);
	assert_true(term_resize(t));
	term_size(t, &rows, &cols);
	assert_int_equal(rows, 40);
	assert_int_equal(cols, 132);
	drain(p);
	present_page(t, &c, 0, 2); /* of the old size: not shown */
	assert_string_equal(drain(p), "");
	canvas_resize(&c, 40, 132);
	present_page(t, &c, 0, 2);
	assert_non_null(strstr(drain(p), "农村改厕任务第37项"));
	/* absurd sizes are survived */
	size = (struct winsize){ .ws_row = 1, .ws_col = 1 };
	ioctl(p->slave, TIOCSWINSZ, &size);
	assert_true(term_resize(t));
	canvas_resize(&c, 1, 1);
	term_present(t, &c, (struct point){ 30, 30 });
	canvas_fini(&c);
	term_close(t);
}

static void test_reading(void **state)
{
	struct pty *p = *state;
	struct term *t = open_term(false);
	char buf[64];

	assert_int_equal(write(p->master, "改\033[A\003", 7), 7);
	assert_int_equal(term_read(t, buf, sizeof buf), 7);
	assert_memory_equal(buf, "改\033[A\003", 7); /* ^C is a key */
	term_close(t);
}

static void assert_refused(
	const struct pty *p, enum status expect, const char *says)
{
	struct term *t = NULL;
	struct error err = { 0 };
	struct term_options options = { 0 };

	assert_int_equal(term_open_curses(&t, &options, &err), expect);
	assert_null(t);
	assert_non_null(strstr(err.what, says));
	assert_string_not_equal(err.todo, "");
	assert_true(same_modes(p));
}

static void test_unusable_terminals(void **state)
{
	struct pty *p = *state;

	setenv("TERM", "nonsense", 1);
	assert_refused(p, STATUS_NOT_FOUND, "nonsense");
	setenv("TERM", "dumb", 1);
	assert_refused(p, STATUS_NOT_FOUND, "dumb");
	unsetenv("TERM");
	assert_refused(p, STATUS_NOT_FOUND, "nothing is known");
	setenv("TERM", "xterm", 1);
	dup2(open("/dev/null", O_RDWR), 0);
	assert_refused(p, STATUS_REFUSED, "not a terminal");
}

static void test_stderr_waits(void **state)
{
	struct pty *p = *state;
	int saved = dup(2);

	dup2(p->slave, 2);
	struct term *t = open_term(false);
	drain(p);
	assert_int_equal(write(2, "noise", 5), 5);
	assert_string_equal(drain(p), "");
	term_close(t);
	const char *seen = drain(p);
	dup2(saved, 2);
	close(saved);
	const char *noise = strstr(seen, "noise");
	assert_non_null(noise);
	assert_null(strstr(noise, "\033[?1049l")); /* after the screen */
}

/* ---- the loop on a real terminal */

static int signal_to_send, asked;

static bool changed(void *arg)
{
	(void)arg;
	if (++asked == 1)
		raise(signal_to_send); /* waits until ppoll */
	return false;
}

static enum handled take(struct screen *s, int cmd, int times)
{
	(void)times;
	if (cmd == CMD_LEAVE)
		stack_quit(s->stack);
	return HANDLED_YES;
}

static void keep_draft(struct screen *s)
{
	*(int *)stack_app_arg(s->stack) += 1;
}

static const struct screen_ops page_ops = {
	.name = "page",
	.kind = SCREEN_PAGE,
	.command = take,
	.draft = keep_draft,
};

static void root(void *arg, struct stack *st, int step)
{
	(void)arg, (void)step;
	stack_push(st, &page_ops, NULL, 0);
}

static enum status run_loop(struct pty *p, int number, int *drafts)
{
	struct stack_app app = {
		.arg = drafts, .step = root, .changed = number ? changed : NULL
	};
	struct term *t = open_term(false);
	struct stack *st = stack_new(&app, t);
	struct error err;

	asked = 0;
	signal_to_send = number;
	stack_step(st, 0);
	enum status how = loop_run(st, &err);
	stack_free(st);
	term_close(t);
	assert_true(same_modes(p));
	return how;
}

static void test_loop_quits(void **state)
{
	struct pty *p = *state;
	int drafts = 0;

	assert_int_equal(write(p->master, "\033[Bq", 4), 4);
	assert_int_equal(run_loop(p, 0, &drafts), STATUS_OK);
	assert_int_equal(drafts, 0);
}

static void test_signals_keep_drafts(void **state)
{
	static const int number[] = { SIGTERM, SIGHUP, SIGINT };
	struct pty *p = *state;

	for (int i = 0; i < 3; i++) {
		int drafts = 0;

		assert_int_equal(
			run_loop(p, number[i], &drafts), STATUS_STOPPED);
		assert_int_equal(drafts, 1);
		drain(p);
	}
}

static void test_hang_up(void **state)
{
	struct pty *p = *state;
	int drafts = 0;
	struct stack_app app = { .arg = &drafts, .step = root };
	struct term *t = open_term(false);
	struct stack *st = stack_new(&app, t);
	struct error err;

	stack_step(st, 0);
	close(p->master);
	p->master = open("/dev/null", O_RDONLY);
	assert_int_equal(loop_run(st, &err), STATUS_STOPPED);
	assert_int_equal(drafts, 1);
	stack_free(st);
	term_close(t);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_open_and_close),
		TEST(test_bytes_and_writes),
		TEST(test_rare_characters_are_put_over),
		TEST(test_width_probe),
		TEST(test_colours),
		TEST(test_resize),
		TEST(test_reading),
		TEST(test_unusable_terminals),
		TEST(test_stderr_waits),
		TEST(test_loop_quits),
		TEST(test_signals_keep_drafts),
		TEST(test_hang_up),
	};

	assert_string_equal(term_set_locale(), "UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
