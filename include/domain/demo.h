/*
 * demo.h: the sample township 清溪乡, made by living through a year.
 *
 * A new file; the two lists of data/ (built into the program) are imported,
 * then every day from January on the people of the roster sign, report,
 * claim, verify, close, through the door and under a set clock, so that the
 * journal verifies and every figure opens. The year ends today: all days are
 * moved so that the work stands today as the list stood on 2026-11-24. What
 * happens follows from const tables and from nothing else, so two files made
 * on one day hold the same records.
 *
 * The OS user is 陈金娟 of 党政办, clerk, supervisor, leader and admin at once:
 * his 今日 is full. All names are invented.
 */
#ifndef DOMAIN_DEMO_H
#define DOMAIN_DEMO_H

#include <stdbool.h>
#include "core/status.h"

struct demo_progress {
	void *arg;
	bool (*tell)(void *arg, int done_days, int all_days); /* false: stop */
};

/*
 * STATUS_REFUSED when there is a file at path; after any other error none is
 * left there. progress may be NULL.
 */
enum status demo_make(const char *path, const char *os_user,
	const struct demo_progress *progress, struct error *err);

/* The same with another day (number) as its last. */
enum status demo_make_on(const char *path, const char *os_user, int last_day,
	const struct demo_progress *progress, struct error *err);

#endif
