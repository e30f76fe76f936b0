/*
 * frame.h: what stands round every body (screens.md 1-3).
 *
 * Row 1 the title line, row 2 the step bar, then the body, the message line
 * and the footer. Nothing of it reaches the last column. Below 60 x 16 there
 * is no frame, only one line that asks for more room.
 */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include <stdbool.h>
#include "tui/canvas.h"
#include "tui/command.h"

enum {
	FRAME_MIN_ROWS = 16,
	FRAME_MIN_COLS = 60,
	FRAME_STEPS = 8,
	FRAME_LIGHTS = 8
};

/* Given by the application before every draw. Texts are in the user's
 * language, belong to it and stay until the next call. */
struct frame_info {
	const char *township;
	const char *date;	       /* "2026-11-24 周二" */
	const char *day;	       /* "11-24", where there is no room */
	const char *who;	       /* "岑秀兰 督查员" */
	const char *step[FRAME_STEPS]; /* "今日", "学", ... */
	/* What is burning, at the right of the step bar: "逾2" */
	const char *burning_label; /* "我的"; NULL: nothing burns */
	struct frame_light {
		char text[24];
		enum role role;
	} burning[FRAME_LIGHTS];
	int burning_count;
};

/* What the stack adds: where one is and what is said. */
struct frame_state {
	int step;
	const char *where; /* "3分 > 任务 > 我督办的" */
	const char *message;
	enum role message_role;
	const char *position; /* "1-19 / 42" */
	struct command_chain chain;
	const struct screen *screen;
	bool quits;
};

bool frame_fits(int rows, int cols);
struct rect frame_body(int rows, int cols);
void frame_draw(struct canvas *c, const struct frame_info *info,
	const struct frame_state *now);
/* The one line of a terminal that is too small. */
void frame_draw_too_small(struct canvas *c);

#endif
