/*
 * conflict.h: two changed the same record; the second chooses.
 *
 * What others wrote since the form was opened comes from the journal; the
 * page shows, for each field that both changed, what stood there, theirs and
 * mine, and takes one of the two.
 */
#ifndef SCREENS_CONFLICT_H
#define SCREENS_CONFLICT_H

#include "app.h"

/* What others did to a record since a revision, one a field. */
struct since {
	struct since_field {
		const struct field *field;
		struct value before; /* at that revision */
		bool is_hidden;	     /* a personal value: before is not kept */
		char *who; /* "班海辉 11-24 10:02", the last of them */
	} * item;
	size_t count, size;
};
enum status since_read(const struct app *app, const struct record_type *type,
	int64_t id, int64_t revision, struct since *out, struct error *err);
const struct since_field *since_find(
	const struct since *s, const struct field *f); /* or NULL */
void since_free(struct since *s);

struct conflict_row {
	const char *label, *who, *before, *theirs; /* who may be NULL */
	const char *mine; /* NULL: only told, there is nothing to choose */
	size_t id;	  /* the owner's own */
};

/*
 * For conflict_screen; texts are copied. The answer: .other is a const bool *
 * with one for each row, true where mine is to stand.
 */
struct conflict_arg {
	const char *heading;
	const struct conflict_row *row;
	size_t count;
};
extern const struct screen_ops conflict_screen;

#endif
