/*
 * walk.h: one step of a random history, chosen from the tables as a menu and
 * a form would offer it: who, on which record, which verb, what is typed.
 */
#ifndef TEST_WALK_H
#define TEST_WALK_H

#include "assign_file.h"
#include "chance.h"

enum {
	VERBS_MOST = 256,
	ITEMS_MOST = 4, /* of a batch */
	LINES_KEPT = 12,
	LINE_BYTES = 240
};

struct story {
	struct office *o;
	struct chance chance;
	uint64_t seed;
	long step;
	bool is_told;
	long done, undone, refused;
	struct tally {
		const struct action *action;
		long done, refused;
	} tally[VERBS_MOST];
	char line[LINES_KEPT][LINE_BYTES];
};

/* One try, as a form would send it. */
struct turn {
	struct session session;
	const struct record_type *type;
	const struct action *wanted; /* NULL: whatever is possible */
	const struct action *action;
	struct offer offer;
	struct values values[ITEMS_MOST];
	struct act_item item[ITEMS_MOST];
	struct act act;
};

__attribute__((format(printf, 2, 3))) void story_told(
	struct story *s, const char *text, ...);
/* Names seed and step, and ends the test. */
__attribute__((format(printf, 2, 3))) void story_failed(
	struct story *s, const char *text, ...);
struct tally *story_tally(struct story *s, const struct action *action);
int64_t story_head(struct story *s); /* of the journal */

/* Chooses all of *t. False: nothing was found to do. */
bool walk_choose(struct story *s, struct turn *t);
void walk_choose_who(struct story *s, struct turn *t, int64_t id);
/* What was told of a field is typed anew. False: nothing was. */
bool walk_type_again(
	struct story *s, struct turn *t, const struct issues *issues);
void walk_end(struct turn *t);

#endif
