/*
 * schedule.h: a schedule counted back from the due day (倒排工期).
 *
 * Stages stand in the order of the work, each with working days, or with a
 * part of what the others leave. The last one ends on the due day, or on the
 * last working day before it; each begins on the working day after the one
 * before it ends. What does not fit is refused with both numbers.
 */
#ifndef DOMAIN_ASSIGN_SCHEDULE_H
#define DOMAIN_ASSIGN_SCHEDULE_H

#include "core/date.h"
#include "domain/action.h"

struct schedule_stage {
	char *name;
	int days, part; /* working days; 0: that part of what is left */
	int start, due;
	int expected; /* hundredths of a percent, by then */
};
struct schedule {
	struct schedule_stage *stage;
	size_t count, size;
};

enum schedule_template { /* of a city's platform (study, domain.md §4) */
	SCHEDULE_SUPERVISION = 1,
	SCHEDULE_PROJECT,
	SCHEDULE_INVESTMENT
};
extern const struct choice schedule_templates[];

void schedule_add_template(struct schedule *s, enum schedule_template t);
/* A line a stage: its name, and its working days if they are known: "基础
 * 完工 20". False at a line it cannot read, which *line then is, from 1. */
bool schedule_add_lines(struct schedule *s, const char *text, int *line);
/* Sets the days of all stages; STATUS_REFUSED: they do not fit. */
enum status schedule_count_back(struct schedule *s, const struct workdays *w,
	int from, int due, struct error *err);
void schedule_free(struct schedule *s);

/* Its stages become milestones; those of a draft are replaced. */
extern const struct action task_schedule;

#endif
