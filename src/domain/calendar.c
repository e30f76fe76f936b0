#include "domain/calendar.h"

#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/office/holiday.h"
#include "domain/office/setting.h"
#include "store/stmt.h"

#include <stdio.h>

enum status calendar_load(
	struct store *store, struct calendar *calendar, struct error *err)
{
	struct stmt *s =
		stmt_get(store, "SELECT day, kind FROM holiday ORDER BY day");

	*calendar = (struct calendar){ .count = 0 };
	while (stmt_row(s)) {
		calendar->exception =
			mem_grow(calendar->exception, calendar->count,
				&calendar->size, sizeof *calendar->exception);
		calendar->exception[calendar->count++] = (struct workday){
			.day = date_of_iso(stmt_text(s, 0)),
			.working = stmt_int(s, 1) == HOLIDAY_WORKING,
		};
	}
	calendar->days.exception = calendar->exception;
	calendar->days.count = calendar->count;
	return stmt_end(s, err);
}

void calendar_free(struct calendar *calendar)
{
	mem_free(calendar->exception);
	*calendar = (struct calendar){ .count = 0 };
}

int calendar_add(struct store *store, int day, int count)
{
	struct calendar calendar;

	calendar_load(store, &calendar, NULL);
	day = workdays_add(&calendar.days, day, count);
	calendar_free(&calendar);
	return day;
}

bool calendar_is_working(struct store *store, int day)
{
	struct calendar calendar;

	calendar_load(store, &calendar, NULL);
	bool working = workdays_is_working(&calendar.days, day);
	calendar_free(&calendar);
	return working;
}

static bool knows_year(const struct calendar *calendar, int year)
{
	int first = date_of(year, 1, 1), last = date_of(year, 12, 31);

	for (size_t i = 0; i < calendar->count; i++)
		if (calendar->exception[i].day >= first &&
			calendar->exception[i].day <= last)
			return true;
	return false;
}

bool calendar_is_complete(
	const struct calendar *calendar, int from, int to, struct error *err)
{
	int year, last, month, day;

	date_parts(from, &year, &month, &day);
	date_parts(to, &last, &month, &day);
	for (; year <= last; year++) {
		if (knows_year(calendar, year))
			continue;
		error_set(err, STATUS_NOT_FOUND,
			_("Enter the holidays as announced: 7 system, "
			  "holidays."),
			_("There is no holiday table for %d: working days "
			  "are counted as Monday to Friday."),
			year);
		return false;
	}
	return true;
}

/* ---- hours */

/* "8:00", to minutes; the end of what was read in *text. */
static bool read_minute(const char **text, int *minute)
{
	int hour, min, used = 0;

	if (sscanf(*text, "%2d:%2d%n", &hour, &min, &used) != 2 || !used ||
		hour < 0 || hour > 24 || min < 0 || min > 59 ||
		hour * 60 + min > 24 * 60)
		return false;
	*minute = hour * 60 + min;
	*text += used;
	return true;
}

static bool read_hours(const char *at, struct working_hours *hours)
{
	int end = 0;

	while (*(at = plain_skip_spaces(at))) {
		int from, to;
		if (hours->count == CALENDAR_MAX_HOURS ||
			!read_minute(&at, &from) || *at++ != '-' ||
			!read_minute(&at, &to) || from < end || to <= from)
			return false;
		hours->span[hours->count].from_min = from;
		hours->span[hours->count++].to_min = end = to;
		if (*at == ',')
			at++;
	}
	return hours->count > 0;
}

bool working_hours_read(const char *text, struct working_hours *out)
{
	struct working_hours hours = { .count = 0 };
	struct str plain = STR_INIT;

	plain_add_folded(&plain, text);
	bool read = read_hours(plain.data, &hours);
	str_free(&plain);
	if (read)
		*out = hours;
	return read;
}

void calendar_hours(struct store *store, struct working_hours *out)
{
	char *text = setting_text(store, "work-hours");

	*out = (struct working_hours){ .count = 0 };
	working_hours_read(text, out);
	mem_free(text);
}

bool calendar_is_open(const struct calendar *calendar,
	const struct working_hours *hours, int day, int minute)
{
	if (!workdays_is_working(&calendar->days, day))
		return false;
	for (int i = 0; i < hours->count; i++)
		if (minute >= hours->span[i].from_min &&
			minute < hours->span[i].to_min)
			return true;
	return false;
}
