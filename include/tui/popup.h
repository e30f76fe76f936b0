/*
 * popup.h: the place of what stands over a page: a reverse title, one blank
 * cell around (screens.md 2).
 */
#ifndef TUI_POPUP_H
#define TUI_POPUP_H

#include "tui/canvas.h"

/* For content of rows x cols under a title: centred, a third from the top, cut
 * to the body. Returns the outer rect, blanks included. */
struct rect popup_place(struct rect body, int rows, int cols);
/* Where the content of that outer rect stands. */
struct rect popup_inside(struct rect outer);
/* Blanks and title. */
void popup_draw(struct canvas *c, struct rect outer, const char *title);

#endif
