/*
 * place.h: every list of the program by name: the steps' menus and the
 * palette are this one list. It follows from the record types; a few pages made
 * by hand come after them.
 */
#ifndef SCREENS_PLACE_H
#define SCREENS_PLACE_H

#include "app.h"

struct place {
	int step;
	const struct record_type *type; /* NULL: a page made by hand */
	const struct view *view;
	const struct screen_ops *page; /* opened without an argument */
	const char *label;	       /* of the page, N_() */
};

/* A view of what is one's own needs no right to see what is of others, where
 * the type asks record by record. */
bool place_may_open(const struct session *s, const struct record_type *type,
	const struct view *view);
/* The n-th place this session may see; false beyond the last. */
bool place_at(const struct session *s, size_t n, struct place *out);
/* The word scripts have for it: of its type, else of its page. */
const char *place_word(const struct place *p);
/* "任务 > 我分管的" */
void place_name(const struct place *p, struct str *out);
/* How many records it holds, up to 1000; -1 not counted. */
int64_t place_count(const struct app *app, const struct place *p);
void place_open(struct stack *st, const struct place *p);

#endif
