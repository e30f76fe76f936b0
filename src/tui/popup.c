#include "tui/popup.h"

#include "core/fit.h"

enum { RING = 1, TITLE_ROWS = 1 };

static int lowest(int a, int b)
{
	return a < b ? a : b;
}

struct rect popup_place(struct rect body, int rows, int cols)
{
	struct rect r;

	r.rows = lowest(rows + TITLE_ROWS + 2 * RING, body.rows);
	r.cols = lowest(cols + 2 * RING, body.cols - 1);
	r.row = body.row + (body.rows - r.rows) / 3;
	r.col = body.col + (body.cols - r.cols) / 2;
	return r;
}

struct rect popup_inside(struct rect outer)
{
	return (struct rect){ outer.row + RING + TITLE_ROWS, outer.col + RING,
		outer.rows - TITLE_ROWS - 2 * RING, outer.cols - 2 * RING };
}

void popup_draw(struct canvas *c, struct rect outer, const char *title)
{
	struct rect in = popup_inside(outer);
	struct str cut = STR_INIT;

	canvas_fill_rect(c, outer, ROLE_TEXT);
	canvas_fill(c, in.row - 1, in.col, in.cols, ROLE_BAR);
	fit_cut(&cut, title, in.cols - 2);
	canvas_text(c, in.row - 1, in.col + 1, in.cols - 2, ROLE_BAR, cut.data);
	str_free(&cut);
}
