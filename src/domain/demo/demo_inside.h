/* demo_inside.h: what the files of demo.h share. */
#ifndef DOMAIN_DEMO_INSIDE_H
#define DOMAIN_DEMO_INSIDE_H

#include "core/value.h"
#include "domain/action.h"
#include "domain/demo.h"
#include "domain/session.h"

/* ---- the tables: what the year is made of */

enum demo_fate {
	FATE_NORMAL,	/* runs on; finished when it has .finish */
	FATE_SUSPENDED, /* in September */
	FATE_SUBMITTED, /* waits to be issued */
	FATE_RETURNED,	/* by the leader to the clerk */
	FATE_DRAFT
};
enum demo_spread { /* who counts what of a quantity */
	SPREAD_NONE,
	SPREAD_LEAD,
	SPREAD_VILLAGES,
	SPREAD_ALL
};
enum demo_rhythm { BY_NODE = 1, WEEKLY, FORTNIGHTLY, MONTHLY, QUARTERLY };

/* Texts are variants parted by '|'. {n} what was added, {t} the total, {r}
 * what is left, {u} the measure, {v} the unit, {k} some number below ten,
 * {m} one below sixty. */
struct demo_task {
	const char *title; /* as in the list; of others: made by hand */
	const char *made;  /* "lead|co|leader|start|due": made by hand */
	int kind, target;
	const char *measure;
	enum demo_rhythm rhythm;
	const char *issued; /* "01-05" */
	int pace;	    /* percent points before or behind linear time */
	const char *finish; /* "04-12": the day its shares are done; NULL */
	int part;	    /* of those not finished: how many shares are */
	enum demo_spread spread;
	enum demo_fate fate;
	const char *demands, *measures; /* NULL: issued with a reason */
	const char *done, *lagging, *difficulty;
};
extern const struct demo_task demo_tasks[]; /* ends with .title NULL */

/* What no generator would do: one line of the year. */
struct demo_event {
	const char *day;	 /* "09-10" */
	const char *person;	 /* who does it */
	const char *verb;	 /* an action, or "undo" */
	const char *task, *unit; /* the share; unit NULL: the task; both NULL:
				    the person's archive of the year */
	const char *values;	 /* "reason=...|due=@12-10" */
};
extern const struct demo_event demo_events[]; /* ends with .day NULL */

extern const char *const demo_statements[]; /* "name|text"; ends with NULL */

enum { DEMO_YEAR = 2026 };
#define DEMO_FIRST "01-05" /* a Monday */
#define DEMO_LAST "11-24"  /* today, as the tables have it */

/* ---- running actions */

struct demo {
	struct store *store;
	struct session office; /* the OS user's */
	int shift;	       /* real day less the day of the tables */
	int day;	       /* of the tables */
	int64_t tick_ms;       /* instant of the next action */
	int step_ms;	       /* to the one after it */
	int64_t basis[2];      /* dictionary rows 微信, 电话 */
	struct error *err;
	enum status status; /* the first that failed; then nothing runs */
};

int demo_day_of(const char *month_day); /* "09-10", in the tables' year */
void demo_set_day(struct demo *d, int day);
/* A number that depends on its arguments alone, below n. */
unsigned demo_dice(int64_t a, int64_t b, unsigned n);

/* One action of one person on several records: what is waiting is run by
 * demo_flush(), one batch for each actor. typist 0: the actor himself. */
struct demo_batch {
	const struct action *action;
	struct demo_item {
		int64_t actor, typist, id;
		size_t order;
		struct values values;
	} * item;
	size_t count, size;
};
struct values *demo_add(
	struct demo_batch *b, int64_t actor, int64_t typist, int64_t id);
void demo_flush(struct demo *d, struct demo_batch *b);
/* A session of that person at the present instant; 0: the OS user. */
struct session demo_session(struct demo *d, int64_t person);
void demo_undo(struct demo *d, int64_t person);
/* "field=value|field=value" of the action, as people type them. */
void demo_values(struct demo *d, const struct action *action, const char *text,
	struct values *out);
/* Sets *status once, with the reason. */
void demo_fail(struct demo *d, enum status status, const char *where,
	const struct error *why);

/* ---- what people write */

/* A variant of `texts`, {n} and the like filled in; "" when it has none that
 * fits. has_figure: whether {n}, {t}, {r} mean something. */
struct demo_figures {
	bool has_figure;
	int64_t added, total, left; /* whole */
	const char *measure, *unit;
	unsigned seed;
};
void demo_text(
	const char *texts, const struct demo_figures *f, struct str *out);

/* ---- the parts */

/* Office, people, accounts, the list of work as drafts. */
void demo_found(struct demo *d);
/* The year, day by day. */
void demo_live(struct demo *d, const struct demo_progress *progress);

#endif
