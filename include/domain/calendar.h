/*
 * calendar.h: working days and hours of this township.
 *
 * Weekends are off but for what the holiday records say. A year without any
 * record has no table yet (the State Council announces it in November of the
 * year before): working days in it are weekdays, and whoever counts over it
 * says so.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include <stdbool.h>
#include "core/date.h"
#include "core/status.h"
#include "store/store.h"

struct calendar {
	struct workdays days; /* borrows what follows */
	struct workday *exception;
	size_t count, size;
};

/* Reads the holidays: some 60 rows, 0.05 ms. */
enum status calendar_load(
	struct store *store, struct calendar *calendar, struct error *err);
void calendar_free(struct calendar *calendar);

/* The count-th working day after `day`, loaded for this one question. */
int calendar_add(struct store *store, int day, int count);
bool calendar_is_working(struct store *store, int day);

/*
 * False when one of the years from..to (days) has no holiday table; then
 * err (not a failure) says which year and what to do.
 */
bool calendar_is_complete(
	const struct calendar *calendar, int from, int to, struct error *err);

/* Minutes of the day of setting "work-hours": 08:00-12:00 15:00-18:00. */
enum { CALENDAR_MAX_HOURS = 4 };
struct working_hours {
	struct {
		int from_min, to_min;
	} span[CALENDAR_MAX_HOURS];
	int count;
};
/* False when the text is no such list; nothing is written then. */
bool working_hours_read(const char *text, struct working_hours *out);
void calendar_hours(struct store *store, struct working_hours *out);
/* Whether the minute of that day is working time. */
bool calendar_is_open(const struct calendar *calendar,
	const struct working_hours *hours, int day, int minute);

#endif
