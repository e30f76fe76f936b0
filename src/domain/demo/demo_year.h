/* demo_year.h: the year while it is lived: what the files of it share. */
#ifndef DOMAIN_DEMO_YEAR_H
#define DOMAIN_DEMO_YEAR_H

#include "demo_inside.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/calendar.h"

enum {
	ALL = 10000,	       /* hundredths of a per cent */
	NEVER = 100000000,     /* a day that does not come; days may be added */
	OPEN_AT_END_DAYS = 12, /* what is finished later is not closed yet */
	VERIFY_DAYS = 4
};

struct year_work { /* a task */
	const struct demo_task *table;
	int64_t id, leader;
	int issued, start, due, finish; /* days of the tables */
	bool is_made, is_out, is_closed;
	int done_on; /* the day its last share was verified */
};

struct year_part { /* a share */
	int64_t id, unit, head, person;
	size_t work;
	int state; /* enum share_state, as far as this file led it */
	bool is_village, is_lead, was_returned;
	int64_t target, progress; /* hundredths; target 0: owes no figure */
	bool has_reported;
	int period; /* the last one reported for */
	int sign, allocate, claim, endorse, verify; /* days; NEVER */
	char name[32];
};

struct year {
	struct demo *d;
	struct year_work *work;
	size_t works, works_size;
	struct year_part *part;
	size_t parts, parts_size;
	int64_t supervisor[2], clerk[2];
	const struct demo_event *event; /* the next one */
	int last;
	int mistakes;	  /* so far */
	int asked[8];	  /* of extensions: steps that were taken */
	uint64_t reached; /* milestones of demo_nodes.c */
	struct calendar calendar;
};

/* The first column of the first row; :text may be in it. */
int64_t year_one(struct demo *d, const char *sql, const char *text);
int64_t year_person_of(struct year *y, const char *name);
int64_t year_handler(const struct year_part *p); /* the person, or the head */
bool year_is_running(const struct year_part *p);
bool year_is_held(const struct year *y, const struct year_part *p);

/* ---- demo_report.c */

/* Who types it for the actor; 0: himself. */
int64_t year_typist_of(const struct year *y, const struct year_part *p);
/* Adds a report, or of an unchanged figure a `same`; is_done: the last one. */
void year_report_part(struct year *y, struct year_part *p, bool is_done,
	struct demo_batch *report, struct demo_batch *same);
void year_report_parts(struct year *y);

/* ---- demo_plan.c: sources and plans, of the days after `before` */

void year_run_plans(struct year *y, int before);
/* ---- demo_nodes.c: milestones */

void year_plan_nodes(
	struct year *y, const struct year_work *w, struct demo_batch *batch);
void year_reach_nodes(struct year *y); /* those of that day */

/* ---- demo_finish.c: each does what is due by that day */

void year_claim_parts(struct year *y);
void year_endorse_parts(struct year *y);
void year_verify_parts(struct year *y);
void year_close_works(struct year *y);
void year_run_events(struct year *y);
void year_keep_unsigned(struct year *y);
void year_keep_archives(struct year *y, int before);
/* The share of that unit in that task; NULL: told as a failure. */
struct year_part *year_part_named(
	struct year *y, const char *task, const char *unit);

/* ---- demo_supervise.c: what checks, difficulties, extensions wait for */

void year_supervise(struct year *y);

#endif
