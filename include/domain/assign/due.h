/*
 * due.h: what is open and when its light changes; progress rolled up.
 *
 * Derived tables, computed from records alone:
 *
 *   due        a row for every open item (issued task, its live shares, its
 *              open milestones; what later steps keep there: rectifications,
 *              difficulties), with the four days of light.h and the scopes
 *              lists walk by. An item whose work is claimed or done stays,
 *              but at DUE_CLAIMED or DUE_WAITING: its light is frozen and it
 *              is never overdue.
 *   task_now   progress of a task rolled up from its shares and sub-tasks
 *   light_sum  open items by scope, light day: what counts cost does not
 *              grow with their number
 */
#ifndef DOMAIN_ASSIGN_DUE_H
#define DOMAIN_ASSIGN_DUE_H

#include "domain/light.h"
#include "domain/record.h"
#include "store/store.h"

struct due_row {
	int kind;
	int64_t id, task, unit, person, leader; /* 0 none */
	struct light_days days;
};

enum {
	DUE_NO_LIMIT = 2932893, /* open, and no day is set */
	DUE_CLAIMED = 2932895,	/* claimed, waits for verification */
	DUE_WAITING = 2932896	/* every share done, waits for 销号 */
};

/* Day numbers are days since 1970-01-01; an index for each way views
 * walk, whose task and shares stand on one page; a person's rows are counted in
 * theirs without reading the table. */
#define DUE_SQL                                                           \
	"CREATE TABLE due (\n"                                            \
	"\tkind INTEGER NOT NULL, -- 12 task, 13 share, 14 milestone,\n"  \
	"\t-- 18 check, 19 difficulty\n"                                  \
	"\tid INTEGER NOT NULL,\n"                                        \
	"\ttask INTEGER NOT NULL,\n"                                      \
	"\tunit INTEGER, -- of a task: its lead\n"                        \
	"\tperson INTEGER, -- who answers: handler, else head\n"          \
	"\tleader INTEGER,\n"                                             \
	"\tstart INTEGER NOT NULL,\n"                                     \
	"\tbehind_from INTEGER NOT NULL,\n"                               \
	"\tsoon_from INTEGER NOT NULL,\n"                                 \
	"\tred INTEGER NOT NULL, -- 2932895 claimed, 2932896 all done\n"  \
	"\tPRIMARY KEY (kind, id)\n"                                      \
	") STRICT, WITHOUT ROWID;\n"                                      \
	"CREATE INDEX due_red ON due(kind, red, id);\n"                   \
	"CREATE INDEX due_person ON due(person, kind, red, id,"           \
	" start, behind_from, soon_from);\n"                              \
	"CREATE INDEX due_unit ON due(unit, kind, red, id);\n"            \
	"CREATE INDEX due_leader ON due(leader, kind, red, id);\n"        \
	"CREATE TABLE task_now (\n"                                       \
	"\tid INTEGER PRIMARY KEY,\n"                                     \
	"\tprogress INTEGER, -- hundredths of the task's measure\n"       \
	"\tpercent INTEGER, -- hundredths; NULL without a target\n"       \
	"\tshares INTEGER NOT NULL,\n"                                    \
	"\tdone INTEGER NOT NULL,\n"                                      \
	"\tunsigned_ INTEGER NOT NULL,\n"                                 \
	"\tclaimed INTEGER NOT NULL,\n"                                   \
	"\tmoved INTEGER -- day of the last report\n"                     \
	") STRICT;\n"                                                     \
	"CREATE TABLE light_sum (\n"                                      \
	"\tscope INTEGER NOT NULL, -- 0 township, 2 leader\n"             \
	"\twho INTEGER NOT NULL,\n"                                       \
	"\tkind INTEGER NOT NULL,\n"                                      \
	"\tday INTEGER NOT NULL, -- a light day, or of 32: -(day/32)-1\n" \
	"\topen INTEGER NOT NULL CHECK (open >= 0), -- of day 0\n"        \
	"\twaiting INTEGER NOT NULL CHECK (waiting >= 0), -- of day 0\n"  \
	"\tstart INTEGER NOT NULL CHECK (start >= 0),\n"                  \
	"\tyellow INTEGER NOT NULL CHECK (yellow >= 0),\n"                \
	"\tsoon INTEGER NOT NULL CHECK (soon >= 0),\n"                    \
	"\tred INTEGER NOT NULL CHECK (red >= 0),\n"                      \
	"\tPRIMARY KEY (scope, who, kind, day)\n"                         \
	") STRICT, WITHOUT ROWID;\n"

/*
 * Where soon_from may have come and red has not: of a walk by red it ends the
 * walk where nothing more can be due soon.
 */
#define DUE_SOON_RANGE                                                      \
	"red>:today AND red<=:today+1+ifnull((SELECT CAST(text AS INTEGER)" \
	" FROM setting WHERE name='soon-days'),3)"

extern const char *const due_tables[]; /* ends with NULL */
enum status due_derive(
	struct txn *txn, const struct change *c, struct error *err);
enum status due_rebuild(struct txn *txn, struct error *err);

/* ---- for later steps: items of their kinds */

/* The item's row, with the sums that follow; now NULL: it is not open. */
enum status due_set(struct store *store, int kind, int64_t id,
	const struct due_row *now, struct error *err);
/* Nothing is expected of it before the due day; or: in others' hands. */
void due_days_plain(
	struct store *store, int start, int due, struct light_days *out);
void due_days_frozen(int start, int day, struct light_days *out);

#endif
