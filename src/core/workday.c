#include "core/date.h"

/* Index of the first exception on or after day. */
static size_t first_from(const struct workdays *w, int day)
{
	size_t low = 0;
	size_t high = w ? w->count : 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (w->exception[mid].day < day)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool is_weekday(int day)
{
	return date_weekday(day) <= 5;
}

bool workdays_is_working(const struct workdays *w, int day)
{
	size_t i = first_from(w, day);

	if (w && i < w->count && w->exception[i].day == day)
		return w->exception[i].working;
	return is_weekday(day);
}

int workdays_add(const struct workdays *w, int day, int count)
{
	const int first = date_of(1900, 1, 1);
	const int last = date_of(2199, 12, 31);
	int step = count < 0 ? -1 : 1;

	while (count != 0) {
		if (day < first || day > last)
			return DATE_NONE;
		day += step;
		if (workdays_is_working(w, day))
			count -= step;
	}
	return day < first || day > last ? DATE_NONE : day;
}

/* Weekdays in (from, to], from <= to, by whole weeks. */
static int weekdays_between(int from, int to)
{
	int weeks = (int)(((int64_t)to - from) / 7);
	int n = weeks * 5;

	for (int day = from + weeks * 7; day < to; day++)
		n += is_weekday(day + 1);
	return n;
}

int workdays_between(const struct workdays *w, int from, int to)
{
	if (to < from)
		return -workdays_between(w, to, from);
	int n = weekdays_between(from, to);
	for (size_t i = first_from(w, from); w && i < w->count; i++) {
		int day = w->exception[i].day;

		if (day > to)
			break;
		if (day > from)
			n += w->exception[i].working - is_weekday(day);
	}
	return n;
}
