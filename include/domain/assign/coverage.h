/*
 * coverage.h: what is not covered (无缝覆盖): a gap a line, with the record at
 * which it is mended. Looked at are tasks that are open or drafts.
 */
#ifndef DOMAIN_ASSIGN_COVERAGE_H
#define DOMAIN_ASSIGN_COVERAGE_H

#include <stddef.h>
#include "core/status.h"
#include "store/store.h"

enum coverage_what {
	COVERAGE_GOAL,	   /* no task serves it */
	COVERAGE_NO_UNIT,  /* nobody has the task, or nobody leads it */
	COVERAGE_CLARITY,  /* of the six clarities some are missing */
	COVERAGE_NOBODY,   /* a share without person, its unit without head */
	COVERAGE_VILLAGE,  /* no open share reaches it */
	COVERAGE_OVERLOAD, /* holds more open shares than the setting says */
	COVERAGE_IDLE,	   /* people of a unit with no open share */
	COVERAGE_WHATS
};
/* "tasks without a unit", in the user's language. */
const char *coverage_text(enum coverage_what what);

struct coverage_line {
	enum coverage_what what;
	int kind; /* the record that is mended */
	int64_t id;
	char *subject, *detail;
};
struct coverage {
	struct coverage_line *line; /* by what, in its order */
	size_t count, size;
	size_t of[COVERAGE_WHATS];
};

/* Cleared first; coverage_free() in any case. Within a read transaction. */
enum status coverage_read(
	struct store *store, struct coverage *out, struct error *err);
void coverage_free(struct coverage *c);

#endif
