/*
 * place.h: every list of the program by name: the steps' menus and the
 * palette are this one list, and it follows from the record types.
 */
#ifndef SCREENS_PLACE_H
#define SCREENS_PLACE_H

#include "app.h"

struct place {
	int step;
	const struct record_type *type; /* NULL: the step itself */
	const struct view *view;
};

/* A view of what is one's own needs no right to see what is of others, where
 * the type asks record by record. */
bool place_may_open(const struct session *s, const struct record_type *type,
	const struct view *view);
/* The n-th place this session may see; false beyond the last. */
bool place_at(const struct session *s, size_t n, struct place *out);
/* "任务 > 我分管的" */
void place_name(const struct place *p, struct str *out);
/* How many records it holds, up to 1000; -1 not counted. */
int64_t place_count(const struct app *app, const struct place *p);
void place_open(struct stack *st, const struct place *p);

#endif
