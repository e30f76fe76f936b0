/*
 * expected.h: what is expected of a task or share when, by its milestones.
 *
 * A task goes by the milestones that name no unit, a share by those of its
 * unit, else by the task's. Progress told by milestones expects the weight of
 * those that are due, whatever percentage they name, so that whoever finishes
 * each in time is never behind: of a task all count, of a share its unit's.
 */
#ifndef DOMAIN_ASSIGN_EXPECTED_H
#define DOMAIN_ASSIGN_EXPECTED_H

#include "domain/light.h"
#include "store/store.h"

struct expected {
	struct light_plan plan;
	struct light_point *point; /* the plan's */
	int64_t weight, done;	   /* of the milestones that count, finished */
};

/* unit 0: of the task itself; kind: enum progress_kind. */
void expected_read(struct store *store, int64_t task, int64_t unit, int kind,
	int start, int due, struct expected *out);
void expected_free(struct expected *e);
/* Percent points (hundredths) expected of a task or a share (KIND_) today. */
int expected_today(struct store *store, int kind, int64_t id, int today);

#endif
