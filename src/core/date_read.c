#include "core/date.h"

#include <string.h>
#include "core/plain.h"

/* No form of a date is longer; what is longer is not read. */
enum { MAX_BYTES = 64 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

/* A number of min to max digits; -1 and nothing taken when there is none. */
static int take_int(const char **s, int min, int max)
{
	int n = 0, value = 0;

	while (is_digit((*s)[n]) && n <= max) {
		value = value * 10 + (*s)[n] - '0';
		n++;
	}
	if (n < min || n > max)
		return -1;
	*s += n;
	return value;
}

static bool found(int day, int *date)
{
	int year, m, d;

	date_parts(day, &year, &m, &d);
	if (!year)
		return false;
	*date = day;
	return true;
}

/* Of this year; of the next when that is more than half a year ago. */
static int nearest(int today, int month, int day)
{
	int year, m, d;

	date_parts(today, &year, &m, &d);
	int date = date_of(year, month, day);
	if (date == DATE_NONE || date < today - 183)
		return date_of(year + 1, month, day);
	return date;
}

/* 日 and 号 end a day that is written with 月. */
static bool at_end(const char *s, bool chinese)
{
	if (chinese && !take(&s, "日"))
		(void)take(&s, "号");
	return !*s;
}

/* 2026-12-1, 2026/12/1, 2026.12.1, 2026年12月1日, 20261201 */
static bool read_full(const char *s, int *date)
{
	const char *whole = s;
	int all = take_int(&s, 8, 8);

	if (all >= 0 && !*s)
		return found(
			date_of(all / 10000, all / 100 % 100, all % 100), date);
	s = whole;
	int year = take_int(&s, 4, 4);
	bool chinese = year >= 0 && take(&s, "年");
	char sep[2] = { *s, 0 };
	if (year < 0 || (!chinese && (!*s || !strchr("-/.", *s))))
		return false;
	if (!chinese)
		s++;
	int month = take_int(&s, 1, 2);
	if (month < 0 || !take(&s, chinese ? "月" : sep))
		return false;
	int day = take_int(&s, 1, 2);
	return day >= 0 && at_end(s, chinese) &&
	       found(date_of(year, month, day), date);
}

/* 12-1, 12/1, 12月1日, 11月底; not 12.1: a spreadsheet makes it of 12.10 */
static bool read_month_day(const char *s, int today, int *date)
{
	int month = take_int(&s, 1, 2);
	bool chinese = month >= 0 && take(&s, "月");

	if (month < 0 || (!chinese && !take(&s, "-") && !take(&s, "/")))
		return false;
	if (chinese && (!strcmp(s, "底") || !strcmp(s, "末"))) {
		int first = nearest(today, month, 1);
		return first != DATE_NONE && found(date_month_end(first), date);
	}
	int day = take_int(&s, 1, 2);
	return day >= 0 && at_end(s, chinese) &&
	       found(nearest(today, month, day), date);
}

static int weekdays_from(void *arg, int day, int count)
{
	(void)arg;
	return workdays_add(NULL, day, count);
}

/* +3, +3w, +3d, and the same back from today */
static bool read_offset(const char *s, const struct date_reader *r, int *date)
{
	static const struct {
		const char *unit;
		int days; /* 0: working days */
	} units[] = { { "", 1 }, { "天", 1 }, { "日", 1 }, { "w", 7 },
		{ "周", 7 }, { "星期", 7 }, { "d", 0 }, { "工作日", 0 },
		{ "个工作日", 0 } };
	int sign = *s == '-' ? -1 : 1;

	if (*s != '+' && *s != '-')
		return false;
	s++;
	int count = take_int(&s, 1, 4);
	for (size_t i = 0; count >= 0 && i < sizeof units / sizeof *units;
		i++) {
		if (strcmp(s, units[i].unit) != 0)
			continue;
		int day = r->today + sign * count * units[i].days;
		if (!units[i].days)
			day = r->add_workdays ? r->add_workdays(r->arg,
							r->today, sign * count)
					      : weekdays_from(NULL, r->today,
							sign * count);
		return found(day, date);
	}
	return false;
}

/* 1 to 7 when the whole text names a day of the week, else 0. */
static int weekday_named(const char *s)
{
	static const struct {
		const char *name;
		int weekday;
	} names[] = { { "一", 1 }, { "二", 2 }, { "三", 3 }, { "四", 4 },
		{ "五", 5 }, { "六", 6 }, { "日", 7 }, { "天", 7 } };

	if (!take(&s, "周") && !take(&s, "星期") && !take(&s, "礼拜"))
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!strcmp(s, names[i].name))
			return names[i].weekday;
	}
	return 0;
}

static int weekday_in_english(const char *s)
{
	static const char *const name[] = { "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday" };

	for (int i = 0; i < 7; i++) {
		if (!strcmp(s, name[i]) ||
			(strlen(s) == 3 && !strncmp(s, name[i], 3)))
			return i + 1;
	}
	return 0;
}

/* 周五 is the next one from today on; 本, 下 and 上 mean weeks of Monday to
 * Sunday. */
static bool read_weekday(const char *s, int today, int *date)
{
	int monday = today - date_weekday(today) + 1;
	int week = take(&s, "本") || take(&s, "这") ? 0
		   : take(&s, "下")		    ? 1
		   : take(&s, "上")		    ? -1
						    : 2;

	if (week != 2)
		(void)take(&s, "个");
	int weekday = weekday_named(s);
	if (!weekday && week == 2)
		weekday = weekday_in_english(s);
	if (!weekday)
		return false;
	if (week == 2)
		week = weekday < date_weekday(today);
	return found(monday + week * 7 + weekday - 1, date);
}

static bool read_month_end(const char *s, int today, int *date)
{
	int months = take(&s, "下") ? 1 : 0;

	if (!months && !take(&s, "本"))
		(void)take(&s, "这");
	if (months)
		(void)take(&s, "个");
	if (strcmp(s, "月底") != 0 && strcmp(s, "月末") != 0)
		return false;
	int end = date_month_end(today);
	if (months)
		end = date_month_end(end + 1);
	return found(end, date);
}

static bool read_word(const char *s, int today, int *date)
{
	static const struct {
		const char *word;
		int days;
	} words[] = { { "今天", 0 }, { "今日", 0 }, { "today", 0 },
		{ "明天", 1 }, { "明日", 1 }, { "tomorrow", 1 }, { "后天", 2 },
		{ "昨天", -1 }, { "昨日", -1 }, { "yesterday", -1 },
		{ "前天", -2 } };
	int year, month, day;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strcmp(s, words[i].word))
			return found(today + words[i].days, date);
	}
	date_parts(today, &year, &month, &day);
	if (!strcmp(s, "年底") || !strcmp(s, "年末"))
		return found(date_of(year, 12, 31), date);
	return false;
}

/* Excel's day 1 is 1900-01-01, and it believes in a 1900-02-29: from day 61
 * on a serial is 25569 more than ours. Four digits might be a year. */
static bool read_serial(const char *s, int *date)
{
	char iso[DATE_TEXT_BYTES];
	int serial = take_int(&s, 5, 6);

	(void)take(&s, ".0");
	if (serial < 10000 || *s)
		return false;
	date_iso(serial - 25569, iso);
	return *iso && found(serial - 25569, date);
}

/* What a spreadsheet adds to a day that it keeps as an instant. */
static void drop_midnight(char *s)
{
	static const char *const midnight[] = { " 0:00:00", " 00:00:00",
		" 0:00", " 00:00", "t00:00:00" };
	size_t len = strlen(s);

	for (size_t i = 0; i < sizeof midnight / sizeof *midnight; i++) {
		size_t n = strlen(midnight[i]);

		if (len > n && !strcmp(s + len - n, midnight[i])) {
			s[len - n] = 0;
			return;
		}
	}
}

/* 2026 年 12 月 1 日: a space that parts no two digits says nothing. */
static void drop_spaces(char *s)
{
	char *to = s;

	for (const char *p = s; *p; p++) {
		bool parts = p > s && is_digit(p[-1]) && is_digit(p[1]);

		if (*p != ' ' || parts)
			*to++ = *p;
	}
	*to = 0;
}

bool date_read(const char *text, const struct date_reader *r, int *date)
{
	struct str folded = STR_INIT;
	char s[MAX_BYTES] = "";
	int year, month, day;

	date_parts(r->today, &year, &month, &day);
	if (!text || !year || strlen(text) >= 4 * MAX_BYTES)
		return false;
	plain_add_folded(&folded, text);
	if (folded.len_bytes < sizeof s)
		memcpy(s, folded.data, folded.len_bytes + 1);
	str_free(&folded);
	for (char *p = s; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	drop_midnight(s);
	drop_spaces(s);
	return *s && (read_full(s, date) || read_offset(s, r, date) ||
			     read_month_day(s, r->today, date) ||
			     read_weekday(s, r->today, date) ||
			     read_month_end(s, r->today, date) ||
			     read_word(s, r->today, date) ||
			     (r->serials && read_serial(s, date)));
}
