/* The only file that knows curses. */
#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>

#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/str.h"
#include "core/width.h"
#include "tui/term.h"

enum {
	STAND_IN = 0x3013, /* 〓: two columns wherever there is Chinese */
	PROBE = 0x2500,	   /* a character of ambiguous width */
	ESC_WAIT_MS = 50,  /* here */
	ESC_WAIT_SSH_MS = 150
};

struct curses_term {
	struct term term;
	SCREEN *screen;
	struct canvas shown; /* what the terminal has; code 0: unknown */
	cchar_t *row;	     /* one row on its way to curses */
	bool *changed;
	int rows, cols;
	bool colour, utf8;
	bool cursor_hidden;
	bool was_shown; /* there has been a frame */
	bool is_restored;
	bool wants_probe, probing;
	struct point probe_at;
	void (*suspend)(int);	    /* how SIGTSTP was treated before */
	mbstate_t reading;	    /* a character cut by the end of a read */
	int kept_stderr, kept_text; /* -1: stderr is left alone */
};

/* curses asks this one too, so layout and curses never disagree. */
int wcwidth(wchar_t c)
{
	return c ? width_of((uint32_t)c) : 0;
}

static struct curses_term *curses_of(struct term *t)
{
	return (struct curses_term *)t;
}

/* ---- writing past curses */

static void write_all(const char *bytes, size_t len_bytes)
{
	for (size_t at = 0; at < len_bytes;) {
		ssize_t n = write(STDOUT_FILENO, bytes + at, len_bytes - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return; /* the next read finds the terminal gone */
		at += (size_t)n;
	}
}

/* A character in the terminal's charset; false: it has none for it. */
static bool add_encoded(struct str *out, uint32_t code)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = { 0 };
	size_t n = wcrtomb(bytes, (wchar_t)code, &state);

	if (n == (size_t)-1)
		return false;
	str_add_bytes(out, bytes, n);
	return true;
}

static bool can_encode(const struct curses_term *t, uint32_t code)
{
	struct str out = STR_INIT;

	if (t->utf8)
		return true;
	bool can = add_encoded(&out, code);
	str_free(&out);
	return can;
}

/* ---- cells to curses */

static attr_t attrs_of(const struct theme_look *look)
{
	attr_t a = A_NORMAL;

	if (look->attrs & THEME_BOLD)
		a |= A_BOLD;
	if (look->attrs & THEME_UNDERLINE)
		a |= A_UNDERLINE;
	if (look->attrs & THEME_REVERSE)
		a |= A_REVERSE;
	return a;
}

static bool has_own_pair(const struct theme_look *look)
{
	return look->ink != THEME_OWN || look->ground != THEME_OWN;
}

/*
 * Terminals disagree how wide these are: curses is given what surely has the
 * right width, the character itself is put over it afterwards.
 */
static uint32_t stand_in(const struct curses_term *t, const struct cell *k)
{
	if (!width_is_uncertain(k->code) && can_encode(t, k->code))
		return k->code;
	return k->width == 2 ? STAND_IN : '?';
}

static void set_cell(
	const struct curses_term *t, const struct cell *k, cchar_t *out)
{
	const struct theme_look *look =
		theme_look((enum role)k->role, t->colour);
	wchar_t text[4] = { (wchar_t)stand_in(t, k) };
	int n = 1;

	for (int i = 0; i < 2 && k->mark[i]; i++)
		if (!width_is_uncertain(k->mark[i]) &&
			can_encode(t, k->mark[i]))
			text[n++] = (wchar_t)k->mark[i];
	setcchar(out, text, attrs_of(look),
		t->colour && has_own_pair(look) ? (short)(k->role + 1) : 0,
		NULL);
}

static void send_row(struct curses_term *t, int row, const struct cell *now)
{
	int n = 0;

	for (int col = 0; col < t->cols; col++)
		if (now[col].code)
			set_cell(t, &now[col], &t->row[n++]);
	mvadd_wchnstr(row, 0, t->row, n);
}

static void add_look(struct str *out, const struct theme_look *look)
{
	str_add(out, "\033[0");
	if (look->attrs & THEME_BOLD)
		str_add(out, ";1");
	if (look->attrs & THEME_UNDERLINE)
		str_add(out, ";4");
	if (look->attrs & THEME_REVERSE)
		str_add(out, ";7");
	if (look->ink != THEME_OWN)
		str_addf(out, ";%d", 30 + look->ink);
	if (look->ground != THEME_OWN)
		str_addf(out, ";%d", 40 + look->ground);
	str_add_char(out, 'm');
}

static void add_rare_of_row(
	struct curses_term *t, int row, const struct canvas *c, struct str *out)
{
	for (int col = 0; col < c->cols; col++) {
		const struct cell *k = canvas_at(c, row, col);

		if (!k->code || !width_is_uncertain(k->code) ||
			!can_encode(t, k->code))
			continue;
		str_addf(out, "\033[%d;%dH", row + 1, col + 1);
		add_look(out, theme_look((enum role)k->role, t->colour));
		add_encoded(out, k->code);
	}
}

/* At absolute places, so that a wrong guess never shifts the row. */
static void add_rare(
	struct curses_term *t, const struct canvas *c, struct str *out)
{
	struct str rare = STR_INIT;

	for (int row = 0; row < c->rows; row++)
		if (t->changed[row])
			add_rare_of_row(t, row, c, &rare);
	if (rare.len_bytes)
		str_addf(out, "\0337%s\0338", rare.data);
	str_free(&rare);
}

/* ---- the probe */

static bool is_plain_blank(const struct cell *k)
{
	return k && k->code == ' ' && k->role == ROLE_TEXT;
}

/* Not in the first row: CSI 1;2R is also Shift-F3. */
static bool find_probe_place(const struct canvas *c, struct point *at)
{
	for (at->row = 1; at->row < c->rows; at->row++)
		for (at->col = 0; at->col + 2 < c->cols; at->col++)
			if (is_plain_blank(canvas_at(c, at->row, at->col)) &&
				is_plain_blank(
					canvas_at(c, at->row, at->col + 1)))
				return true;
	return false;
}

static void add_probe(
	struct curses_term *t, const struct canvas *c, struct str *out)
{
	struct str sign = STR_INIT;

	if (!t->wants_probe || !find_probe_place(c, &t->probe_at))
		return;
	t->wants_probe = false;
	if (add_encoded(&sign, PROBE)) {
		int row = t->probe_at.row + 1;
		int col = t->probe_at.col + 1;

		t->probing = true;
		str_addf(out,
			"\0337\033[0m\033[%d;%dH%s\033[6n\033[%d;%dH  \0338",
			row, col, sign.data, row, col);
	}
	str_free(&sign);
}

static void forget_shown(struct curses_term *t)
{
	memset(t->shown.cell, 0,
		(size_t)t->shown.rows * (size_t)t->shown.cols *
			sizeof *t->shown.cell);
}

static void curses_redraw(struct term *term)
{
	struct curses_term *t = curses_of(term);

	forget_shown(t);
	clearok(curscr, TRUE);
}

static bool curses_report(struct term *term, int row, int col)
{
	struct curses_term *t = curses_of(term);
	int width = col - t->probe_at.col;

	if (!t->probing || row != t->probe_at.row || width < 1 || width > 2)
		return false;
	t->probing = false;
	if (width == width_ambiguous())
		return false;
	width_set_ambiguous(width);
	curses_redraw(term);
	return true;
}

/* ---- frames */

static void show_cursor(struct curses_term *t, struct point at)
{
	bool hide = at.row < 0 || at.row >= t->rows || at.col < 0 ||
		    at.col >= t->cols;

	if (hide != t->cursor_hidden)
		curs_set(hide ? 0 : 1);
	t->cursor_hidden = hide;
	if (!hide)
		move(at.row, at.col);
}

static void curses_present(
	struct term *term, const struct canvas *c, struct point cursor)
{
	struct curses_term *t = curses_of(term);
	struct str after = STR_INIT;

	if (c->rows != t->rows || c->cols != t->cols)
		return; /* the resize is on its way */
	for (int row = 0; row < c->rows; row++) {
		const struct cell *now = canvas_at(c, row, 0);
		size_t len = (size_t)c->cols * sizeof *now;

		t->changed[row] =
			memcmp(now, canvas_at(&t->shown, row, 0), len);
		if (t->changed[row])
			send_row(t, row, now);
	}
	canvas_copy(&t->shown, c);
	show_cursor(t, cursor);
	refresh();
	if (!t->was_shown)
		str_add(&after, "\033[?2004h"); /* pastes come in brackets */
	t->was_shown = true;
	add_rare(t, c, &after);
	add_probe(t, c, &after);
	write_all(after.data, after.len_bytes);
	str_free(&after);
}

static void curses_size(struct term *term, int *rows, int *cols)
{
	*rows = curses_of(term)->rows;
	*cols = curses_of(term)->cols;
}

static void make_room(struct curses_term *t)
{
	getmaxyx(stdscr, t->rows, t->cols);
	t->row = mem_resize(t->row, (size_t)t->cols + 1, sizeof *t->row);
	t->changed =
		mem_resize(t->changed, (size_t)t->rows + 1, sizeof *t->changed);
	canvas_resize(&t->shown, t->rows, t->cols);
	forget_shown(t);
}

/* LINES and COLUMNS of the environment may be stale or hostile. */
static void ask_size(bool use_env)
{
	struct winsize ws;

	if (use_env && getenv("LINES") && getenv("COLUMNS"))
		return;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) && ws.ws_row && ws.ws_col)
		resizeterm(ws.ws_row, ws.ws_col);
}

static bool curses_resize(struct term *term)
{
	struct curses_term *t = curses_of(term);
	int rows = t->rows;
	int cols = t->cols;

	ask_size(false);
	make_room(t);
	clearok(stdscr, TRUE);
	return rows != t->rows || cols != t->cols;
}

static void curses_bell(struct term *term)
{
	(void)term;
	beep();
}

/* ---- input */

/* From the locale's charset; wchar_t is a code point. */
static size_t to_utf8(struct curses_term *t, const char *from, size_t len,
	char *to, size_t size)
{
	struct str out = STR_INIT;

	for (size_t at = 0; at < len;) {
		wchar_t c;
		size_t n = mbrtowc(&c, from + at, len - at, &t->reading);

		if (n == (size_t)-2)
			break;
		if (n == (size_t)-1) {
			t->reading = (mbstate_t){ 0 };
			n = 1;
		} else if (n > 0) {
			str_add_code(&out, (uint32_t)c);
		}
		at += n ? n : 1;
	}
	size_t n = out.len_bytes < size ? out.len_bytes : size;
	memcpy(to, out.data, n);
	str_free(&out);
	return n;
}

static ssize_t curses_read(struct term *term, void *buf, size_t size_bytes)
{
	struct curses_term *t = curses_of(term);
	char raw[1024];
	/* a character has at most three bytes in UTF-8 for two in GBK */
	size_t want = t->utf8 ? size_bytes : size_bytes / 4;
	void *to = t->utf8 ? buf : raw;

	if (!t->utf8 && want > sizeof raw)
		want = sizeof raw;
	ssize_t n = read(STDIN_FILENO, to, want);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n <= 0)
		return -1;
	return t->utf8 ? n
		       : (ssize_t)to_utf8(t, raw, (size_t)n, buf, size_bytes);
}

/* ---- opening and closing */

/* What a library prints must not tear the screen; it is shown afterwards. */
static void keep_stderr(struct curses_term *t)
{
	t->kept_stderr = t->kept_text = -1;
	if (!isatty(STDERR_FILENO))
		return;
	t->kept_text = memfd_create("stderr", MFD_CLOEXEC);
	if (t->kept_text < 0)
		return;
	t->kept_stderr = dup(STDERR_FILENO);
	dup2(t->kept_text, STDERR_FILENO);
}

static void give_stderr_back(struct curses_term *t)
{
	char buf[1024];
	ssize_t n;

	if (t->kept_stderr < 0)
		return;
	dup2(t->kept_stderr, STDERR_FILENO);
	close(t->kept_stderr);
	lseek(t->kept_text, 0, SEEK_SET);
	while ((n = read(t->kept_text, buf, sizeof buf)) > 0)
		if (write(STDERR_FILENO, buf, (size_t)n) < 0)
			break;
	close(t->kept_text);
	t->kept_stderr = -1;
}

static void curses_restore(struct term *term)
{
	static const char no_paste_marks[] = "\033[?2004l";
	struct curses_term *t = curses_of(term);

	if (t->is_restored)
		return;
	t->is_restored = true;
	if (t->was_shown)
		write_all(no_paste_marks, sizeof no_paste_marks - 1);
	if (t->cursor_hidden)
		curs_set(1);
	endwin();
	give_stderr_back(t);
}

static void curses_close(struct term *term)
{
	struct curses_term *t = curses_of(term);

	curses_restore(term);
	delscreen(t->screen);
	signal(SIGTSTP, t->suspend);
	canvas_fini(&t->shown);
	mem_free(t->row);
	mem_free(t->changed);
	mem_free(t);
}

static const struct term_ops curses_ops = {
	.size = curses_size,
	.resize = curses_resize,
	.present = curses_present,
	.read = curses_read,
	.report = curses_report,
	.redraw = curses_redraw,
	.bell = curses_bell,
	.restore = curses_restore,
	.close = curses_close,
};

static enum status check_terminal(struct error *err)
{
	struct str test = STR_INIT;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_set(err, STATUS_REFUSED,
			_("Start it in a terminal window, or give a command: "
			  "liubu --help."),
			"%s", _("This is not a terminal."));
	bool chinese = add_encoded(&test, 0x4e2d);
	str_free(&test);
	if (!chinese)
		return error_set(err, STATUS_REFUSED,
			_("Try: LC_ALL=C.UTF-8 liubu"),
			_("The character set %s has no Chinese."),
			nl_langinfo(CODESET));
	return STATUS_OK;
}

/* NULL: curses knows no such terminal, or it cannot place the cursor. */
static SCREEN *open_screen(void)
{
	const char *name = getenv("TERM");
	SCREEN *screen = name && *name ? newterm(NULL, stdout, stdin) : NULL;
	const char *address = screen ? tigetstr("cup") : NULL;

	if (!screen || (address && address != (char *)-1))
		return screen;
	endwin();
	delscreen(screen);
	return NULL;
}

static void set_colours(struct curses_term *t, bool no_colour)
{
	t->colour = !no_colour && theme_wants_colour() && has_colors();
	if (!t->colour)
		return;
	start_color();
	use_default_colors();
	for (int role = 0; role < ROLE_COUNT; role++) {
		const struct theme_look *look =
			theme_look((enum role)role, true);

		if (has_own_pair(look))
			init_pair((short)(role + 1), look->ink, look->ground);
	}
}

/* A capability without what it begins with, in its place. */
static void shorten(const char *name, const char *begin)
{
	char *text = tigetstr(name);
	size_t n = strlen(begin);

	if (text && text != (char *)-1 && !strncmp(text, begin, n))
		memmove(text, text + n, strlen(text + n) + 1);
}

/*
 * With every change of look xterm and its kin also select the character set
 * that is not line drawing. Nothing here ever selects that one.
 */
static void shorten_looks(void)
{
	shorten("sgr0", "\033(B");
	shorten("sgr", "%?%p9%t\033(0%e\033(B%;");
}

static void set_modes(void)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, FALSE);
	typeahead(-1);
	idlok(stdscr, TRUE);
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	/*
	 * Until its first endwin() ncurses 6.4 flushes at every movement of
	 * the cursor; after it a frame is one write. Raw again at once, or
	 * keys typed now are echoed.
	 */
	endwin();
	reset_prog_mode();
}

static int usual_esc_wait(void)
{
	return getenv("SSH_CONNECTION") || getenv("SSH_TTY") ? ESC_WAIT_SSH_MS
							     : ESC_WAIT_MS;
}

enum status term_open_curses(
	struct term **out, const struct term_options *o, struct error *err)
{
	enum status status = check_terminal(err);

	if (status != STATUS_OK)
		return status;
	/* PuTTY in UTF-8 has no VT100 line drawing */
	setenv("NCURSES_NO_UTF8_ACS", "1", 1);
	use_env(o->use_env);
	/* in raw mode nothing suspends; curses, told so, saves two calls a
	 * frame */
	void (*suspend)(int) = signal(SIGTSTP, SIG_IGN);
	SCREEN *screen = open_screen();
	if (!screen) {
		signal(SIGTSTP, suspend);
		return error_set(err, STATUS_NOT_FOUND,
			_("Try: TERM=xterm liubu"),
			_("The terminal calls itself \"%s\", and of that kind "
			  "nothing is known here."),
			getenv("TERM") ? getenv("TERM") : "");
	}

	struct curses_term *t = mem_zero(1, sizeof *t);
	t->screen = screen;
	t->suspend = suspend;
	t->term = (struct term){ .ops = &curses_ops,
		.fd = STDIN_FILENO,
		.esc_wait_ms =
			o->esc_wait_ms ? o->esc_wait_ms : usual_esc_wait() };
	t->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	width_set_ambiguous(o->ambiguous_cols);
	t->wants_probe = !o->ambiguous_cols;
	shorten_looks();
	set_colours(t, o->no_colour);
	set_modes();
	ask_size(o->use_env);
	make_room(t);
	keep_stderr(t);
	*out = &t->term;
	return STATUS_OK;
}
