#include "core/date.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_FIRST = 1900, YEAR_LAST = 2199 };

/* Days before 1 March of a year, counted from 1 March of the year 0: with
 * the leap day at the end of the year every month has its fixed place. */
static int64_t days_to_march(int64_t year)
{
	return 365 * year + year / 4 - year / 100 + year / 400;
}

enum { EPOCH = 719468 }; /* days from 0000-03-01 to 1970-01-01 */

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

int date_of(int year, int month, int day)
{
	if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 ||
		day < 1 || day > month_days(year, month))
		return DATE_NONE;
	int m = (month + 9) % 12; /* March is 0 */
	int64_t y = year - (month <= 2);
	return (int)(days_to_march(y) + (153 * m + 2) / 5 + day - 1 - EPOCH);
}

static bool is_day(int date)
{
	return date >= date_of(YEAR_FIRST, 1, 1) &&
	       date <= date_of(YEAR_LAST, 12, 31);
}

void date_parts(int date, int *year, int *month, int *day)
{
	*year = *month = *day = 0;
	if (!is_day(date))
		return;
	int64_t days = (int64_t)date + EPOCH;
	int64_t y = days / 366; /* at most one or two too small */
	while (days_to_march(y + 1) <= days)
		y++;
	int left = (int)(days - days_to_march(y));
	int m = (5 * left + 2) / 153;
	*day = left - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int)y + (m >= 10);
}

int date_weekday(int date)
{
	int64_t n = ((int64_t)date + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(n < 0 ? n + 7 : n) + 1;
}

int date_month_end(int date)
{
	int year, month, day;

	date_parts(date, &year, &month, &day);
	return year ? date + month_days(year, month) - day : DATE_NONE;
}

int date_of_iso(const char *text)
{
	static const char form[] = "dddd-dd-dd";
	int part[3] = { 0 };
	int n = 0;

	if (!text || strlen(text) != sizeof form - 1)
		return DATE_NONE;
	for (size_t i = 0; form[i]; i++) {
		if (form[i] == '-') {
			if (text[i] != '-')
				return DATE_NONE;
			n++;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return DATE_NONE;
		part[n] = part[n] * 10 + text[i] - '0';
	}
	return date_of(part[0], part[1], part[2]);
}

const char *date_iso(int date, char out[DATE_TEXT_BYTES])
{
	int year, month, day;

	date_parts(date, &year, &month, &day);
	out[0] = 0;
	if (year)
		snprintf(out, DATE_TEXT_BYTES, "%04u-%02u-%02u",
			(unsigned)year % 10000, (unsigned)month % 100,
			(unsigned)day % 100);
	return out;
}

int date_of_instant(int64_t utc_ms, int zone_minutes)
{
	const int64_t day_ms = INT64_C(86400000);
	int64_t day = utc_ms / day_ms;
	int64_t rest = utc_ms % day_ms + (int64_t)zone_minutes * 60000;

	day += rest / day_ms;
	rest %= day_ms;
	if (rest < 0)
		day--;
	return day > INT32_MIN && day <= INT32_MAX ? (int)day : DATE_NONE;
}
