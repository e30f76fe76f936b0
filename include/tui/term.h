/*
 * term.h: a terminal, as little of it as the program needs.
 *
 * Two back ends: the real one (term_curses.c, the only file that knows
 * curses) and one in memory for tests, goldens and the byte budget.
 * Whoever opens a terminal closes it; closing twice is harmless.
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "core/status.h"
#include "tui/canvas.h"

struct term;

struct term_ops {
	void (*size)(struct term *t, int *rows, int *cols);
	/* Asks the system for the size after SIGWINCH; true if it changed. */
	bool (*resize)(struct term *t);
	void (*present)(
		struct term *t, const struct canvas *c, struct point cursor);
	ssize_t (*read)(struct term *t, void *buf, size_t size_bytes);
	bool (*report)(struct term *t, int row, int col);
	void (*redraw)(struct term *t);
	void (*bell)(struct term *t);
	void (*restore)(struct term *t);
	void (*close)(struct term *t);
};

/* First member of every back end's own struct. */
struct term {
	const struct term_ops *ops;
	int fd;		 /* to be polled for input; -1: never any */
	int esc_wait_ms; /* how long a lone ESC waits for the rest */
};

/* ---- what the loop does with any of them */

void term_size(struct term *t, int *rows, int *cols);
bool term_resize(struct term *t);
/* Shows the canvas, which has the terminal's size, in one write. Only rows
 * that changed are sent. The hardware cursor stands at `cursor` (input
 * methods and braille displays follow it); row -1 hides it. */
void term_present(struct term *t, const struct canvas *c, struct point cursor);
/* Bytes typed, as UTF-8: how many, 0 nothing now, -1 the terminal is gone. */
ssize_t term_read(struct term *t, void *buf, size_t size_bytes);
/* A KEYS_REPORT came: the answer to the probe how wide an ambiguous character
 * is. True: the answer changed something, everything must be drawn again. */
bool term_report(struct term *t, int row, int col);
void term_redraw(struct term *t); /* next time everything is sent */
void term_bell(struct term *t);
/* As it was before, though the term stays; asks for no memory. Nothing but
 * term_close() may follow. */
void term_restore(struct term *t);
void term_close(struct term *t); /* restores the terminal, frees; NULL ok */

/* ---- the real one */

struct term_options {
	bool no_colour;
	bool use_env;	    /* LINES and COLUMNS count (never in shared use) */
	int ambiguous_cols; /* 1 or 2: given by a setting; 0: ask */
	int esc_wait_ms;    /* 0: 50, over SSH 150 */
};

/*
 * Sets LC_CTYPE and LC_MESSAGES from the environment and no other category;
 * C and POSIX are raised to C.UTF-8. To be called once, before any text is
 * shown. Returns the name of the charset ("UTF-8").
 */
const char *term_set_locale(void);

/*
 * Takes over standard input and output. STATUS_REFUSED when they are no
 * terminal, STATUS_NOT_FOUND when TERM names none that can address a cursor;
 * err says what to do, and nothing was changed then.
 */
enum status term_open_curses(
	struct term **out, const struct term_options *o, struct error *err);

/* ---- the one in memory */

struct term *term_open_null(int rows, int cols);
void term_null_feed(struct term *t, const void *bytes, size_t len_bytes);
void term_null_resize(struct term *t, int rows, int cols);
void term_null_hang_up(struct term *t); /* after what was fed is read */
/* The last frame presented; blank before the first. */
const struct canvas *term_null_frame(const struct term *t);
struct point term_null_cursor(const struct term *t);
int term_null_frames(const struct term *t); /* presented so far */
int term_null_bells(const struct term *t);
/* Bytes a plain writer would have sent so far: for each changed row a cursor
 * address, role changes, the text from the first to the last changed cell. */
size_t term_null_bytes(const struct term *t);

#endif
