/*
 * report.h: what was said of a share on a day: the figure and a line each.
 *
 * share.progress is the present value, reports are the story. They are made
 * by share.report and share.same, and never edited.
 */
#ifndef DOMAIN_ASSIGN_REPORT_H
#define DOMAIN_ASSIGN_REPORT_H

#include "domain/record.h"

enum report_field {
	REPORT_SHARE,
	REPORT_DAY,
	REPORT_PROGRESS,
	REPORT_MEASURE,
	REPORT_DONE,
	REPORT_LAGGING,
	REPORT_DIFFICULTY,
	REPORT_NEXT,
	REPORT_SAME,
	REPORT_FIELDS_END
};
extern const struct field report_fields[];
extern const struct record_type report_type;

/* The newest report of the share; 0 none. */
int64_t report_last(struct store *store, int64_t share);

#endif
