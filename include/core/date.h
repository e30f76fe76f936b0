/*
 * date.h: calendar days, as numbers and as people write them.
 *
 * A day is an int: days since 1970-01-01 in the township's time zone. Texts
 * in the database are "YYYY-MM-DD". Years 1900 to 2199 are accepted.
 */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DATE_NONE = INT32_MIN, DATE_TEXT_BYTES = 11 };

int date_of(int year, int month, int day); /* DATE_NONE: no such day */
void date_parts(int date, int *year, int *month, int *day);
int date_weekday(int date); /* 1 Monday .. 7 Sunday */
int date_month_end(int date);

/* "2026-11-24" strictly; DATE_NONE when it is anything else, or NULL. */
int date_of_iso(const char *text);
const char *date_iso(int date, char out[DATE_TEXT_BYTES]);

/*
 * As offices write it: 2026-12-1, 2026/12/1, 2026.12.1, 20261201,
 * 2026年12月1日, 12-1, 12月1日 (of this year; of the next when that is more
 * than half a year ago), +3 days, +3w weeks, +3d working days, 周五, 下周五,
 * 月底, 今天, 明天, today, full-width digits too. Excel serials (46350) are
 * taken only where the caller says so. What is not certain is not read.
 */
struct date_reader {
	int today;
	bool serials;
	void *arg;
	int (*add_workdays)(void *arg, int day, int count); /* may be NULL */
};
bool date_read(const char *text, const struct date_reader *r, int *date);

/* Day of an instant in UTC milliseconds; zone in minutes east of UTC. */
int date_of_instant(int64_t utc_ms, int zone_minutes);

/*
 * Working days: weekdays but for exceptions, a sorted array of days that are
 * off although weekdays, or on although weekend (调休).
 */
struct workdays {
	const struct workday {
		int day;
		bool working;
	} * exception;
	size_t count;
};
bool workdays_is_working(const struct workdays *w, int day);
/* The count-th working day after (before, if negative) day. */
int workdays_add(const struct workdays *w, int day, int count);
/* Working days in (from, to]; negative when to lies before from. */
int workdays_between(const struct workdays *w, int from, int to);

#endif
