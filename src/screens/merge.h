/* merge.h: what others saved meanwhile comes into an open form. */
#ifndef SCREENS_MERGE_H
#define SCREENS_MERGE_H

#include "conflict.h"
#include "tui/form.h"

/* All zero: nothing read. */
struct merge {
	const struct record_type *type;
	const struct action *action;
	int64_t revision; /* of what was read */
	struct since since;
	struct values now;    /* what the form would show first now */
	struct values record; /* as it stands now */
	size_t *item;	      /* of the form, one a row to choose */
	size_t rows, size;
};

enum status merge_read(struct merge *m, const struct app *app,
	const struct entry_arg *what, int64_t revision, struct error *err);
/* Opens the page, over s; false: nothing there is to be chosen or told. */
bool merge_ask(struct merge *m, struct screen *s, const struct form *form,
	const char *heading, int tag);
/* Theirs where they alone changed it or were chosen; is_mine as the page
 * answers, NULL when it was not needed. */
void merge_apply(const struct merge *m, struct form *form, const bool *is_mine);
void merge_free(struct merge *m);

/* The texts of a draft into a form just begun; what it began with is what
 * stood there at the draft's revision, where others wrote since. */
struct draft;
void merge_draft(const struct app *app, const struct entry_arg *what,
	const struct draft *draft, struct form *form);

#endif
