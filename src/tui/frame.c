#include "tui/frame.h"

#include <stdio.h>
#include <string.h>
#include "core/fit.h"
#include "core/language.h"
#include "core/width.h"

/* Columns from the right edge where date and lights begin, so that they stand
 * still while what is before them changes (screens.md). */
enum {
	TITLE_RIGHT_COLS = 36,
	NARROW_RIGHT_COLS = 19,
	STEPS_RIGHT_COLS = 21,
	GAP_COLS = 2,
	NARROW_COLS = 80 /* below it the way needs the room of the year */
};

bool frame_fits(int rows, int cols)
{
	return rows >= FRAME_MIN_ROWS && cols >= FRAME_MIN_COLS;
}

struct rect frame_body(int rows, int cols)
{
	return (struct rect){ 2, 0, rows - 4, cols };
}

static const char *text_of(const char *text)
{
	return text ? text : "";
}

/* Where a text of that width begins at the right of the chrome. */
static int right_col(int cols, int usual, int width)
{
	int col = cols - usual;

	return col + width > cols - 1 ? cols - 1 - width : col;
}

/* Draws text from col to before end, cut with a mark if it must be. */
static int draw_cut(struct canvas *c, int row, int col, int end, enum role role,
	const char *text)
{
	struct str out = STR_INIT;

	if (end > col)
		fit_cut(&out, text, end - col);
	col = canvas_text(c, row, col, end - col, role, out.data);
	str_free(&out);
	return col;
}

/*
 * The way to here, too long: what matters is where it starts and where one
 * is, so pieces after the first are left out.
 */
static void shorten_way(struct str *out, const char *way, int width)
{
	const char *rest = strstr(way, " > ");

	if (width_text_cols(way) <= width || !rest) {
		fit_cut(out, way, width);
		return;
	}
	int first = width_text_cols(way) - width_text_cols(rest);
	while (rest && first + 5 + width_text_cols(rest) > width) {
		const char *next = strstr(rest + 3, " > ");

		if (!next)
			break;
		rest = next;
	}
	struct str way_now = STR_INIT;
	str_add_bytes(&way_now, way, (size_t)(strstr(way, " > ") - way));
	str_add(&way_now, " > ..");
	str_add(&way_now, rest);
	fit_cut(out, way_now.data, width);
	str_free(&way_now);
}

static void draw_title(struct canvas *c, const struct frame_info *info,
	const struct frame_state *now)
{
	char right[256];
	struct str way = STR_INIT;

	canvas_fill(c, 0, 0, c->cols, ROLE_BAR);
	bool is_narrow = c->cols < NARROW_COLS && info->day;
	snprintf(right, sizeof right, "%s  %s",
		text_of(is_narrow ? info->day : info->date),
		text_of(info->who));
	int at = right_col(c->cols,
		is_narrow ? NARROW_RIGHT_COLS : TITLE_RIGHT_COLS,
		width_text_cols(right));
	if (at < c->cols / 3)
		at = c->cols / 3;
	int col = draw_cut(
		c, 0, 1, at - GAP_COLS, ROLE_BAR, text_of(info->township));
	if (at - 2 * GAP_COLS > col)
		shorten_way(&way, text_of(now->where), at - 2 * GAP_COLS - col);
	canvas_text(c, 0, col + GAP_COLS, at - col, ROLE_BAR, way.data);
	str_free(&way);
	draw_cut(c, 0, at, c->cols - 1, ROLE_BAR, right);
}

static int burning_cols(const struct frame_info *info)
{
	int width = width_text_cols(text_of(info->burning_label));

	for (int i = 0; i < info->burning_count; i++)
		width += 1 + width_text_cols(info->burning[i].text);
	return width;
}

static int draw_steps(struct canvas *c, const struct frame_info *info, int now)
{
	int col = 0;

	for (int i = 0; i < FRAME_STEPS; i++) {
		char name[64];

		snprintf(name, sizeof name, i == now ? "[%d%s]" : " %d%s ", i,
			text_of(info->step[i]));
		col = canvas_text(c, 1, col, c->cols - 1 - col,
			i == now ? ROLE_STEP_NOW : ROLE_STEPS, name);
	}
	return col;
}

static void draw_burning(
	struct canvas *c, const struct frame_info *info, int from)
{
	int col = right_col(c->cols, STEPS_RIGHT_COLS, burning_cols(info));
	int end = c->cols - 1;

	if (!info->burning_label || !info->burning_count)
		return;
	/* the counts matter more than whose they are */
	if (col <= from)
		col = from + 1;
	else
		col = canvas_text(c, 1, col, end - col, ROLE_STEPS,
			      info->burning_label) +
		      1;
	for (int i = 0; i < info->burning_count; i++) {
		const struct frame_light *light = &info->burning[i];

		if (col + width_text_cols(light->text) > end)
			return;
		col = canvas_text(
			      c, 1, col, end - col, light->role, light->text) +
		      1;
	}
}

static void draw_message(struct canvas *c, const struct frame_state *now)
{
	int row = c->rows - 2;
	int end = c->cols - 1;
	const char *position = text_of(now->position);

	if (*position)
		end = canvas_text_right(c, row, end, c->cols / 2, ROLE_MESSAGE,
			      position) -
		      GAP_COLS;
	draw_cut(c, row, 1, end, now->message_role, text_of(now->message));
}

void frame_draw(struct canvas *c, const struct frame_info *info,
	const struct frame_state *now)
{
	canvas_fill(c, 1, 0, c->cols, ROLE_STEPS);
	canvas_fill(c, c->rows - 2, 0, c->cols, ROLE_MESSAGE);
	canvas_fill(c, c->rows - 1, 0, c->cols, ROLE_TEXT);
	draw_title(c, info, now);
	draw_burning(c, info, draw_steps(c, info, now->step));
	draw_message(c, now);
	command_draw_footer(&now->chain, now->screen, now->quits, c,
		c->rows - 1, 1, c->cols - 2);
}

void frame_draw_too_small(struct canvas *c)
{
	char text[160];

	canvas_fill_rect(c, (struct rect){ 0, 0, c->rows, c->cols }, ROLE_TEXT);
	snprintf(text, sizeof text,
		_("Please make the window larger: at least %d x %d, now "
		  "%d x %d."),
		FRAME_MIN_COLS, FRAME_MIN_ROWS, c->cols, c->rows);
	const char *at = text;
	struct fit_line line;
	for (int y = 0;
		y < c->rows &&
		fit_wrap(at, strlen(at), c->cols > 1 ? c->cols : 1, &line);
		y++) {
		canvas_text_bytes(
			c, y, 0, c->cols, ROLE_TEXT, at, line.len_bytes);
		at += line.next_bytes;
	}
}
