#include "domain/light.h"

#include "core/date.h"
#include "core/field.h"
#include "core/language.h"

#include <stdlib.h>

static int later(int a, int b)
{
	return a > b ? a : b;
}

static int earlier(int a, int b)
{
	return a < b ? a : b;
}

/* ---- what is expected when */

enum { ALL = 10000 };

/* The next point that counts after `from`, at last all on the due day; false
 * beyond it. */
static bool next_point(const struct light_plan *p, size_t *at,
	const struct light_point *from, struct light_point *to)
{
	while (*at < p->count) {
		*to = p->point[(*at)++];
		if (to->day > from->day && to->day < p->due &&
			to->percent > from->percent && to->percent <= ALL)
			return true;
	}
	*to = (struct light_point){ p->due, ALL };
	return (*at)++ == p->count;
}

/*
 * 滞 begins on the first day on which what is expected is more than what is
 * held, progress and tolerance together.
 */
static int behind_from(const struct light_plan *p, int64_t held)
{
	struct light_point from = { p->start, 0 }, to;

	for (size_t at = 0; next_point(p, &at, &from, &to); from = to) {
		int64_t more = to.percent - from.percent;

		if (to.percent <= held)
			continue;
		if (p->by_steps)
			return to.day + 1;
		return (int)(from.day +
			     (held - from.percent) * (to.day - from.day) /
				     more +
			     1);
	}
	return p->due + 1;
}

void light_plan_days(const struct light_plan *p, int progress, int soon_days,
	int tolerance, struct light_days *out)
{
	int64_t held = (int64_t)progress + (int64_t)tolerance * 100;

	held = held < 0 ? 0 : held > ALL ? ALL : held;
	out->start = p->start;
	out->red = p->due + 1;
	out->behind_from = p->due > p->start
				   ? earlier(behind_from(p, held), out->red)
				   : earlier(p->start + 1, out->red);
	out->soon_from = earlier(later(p->start, p->due - soon_days), out->red);
}

int light_plan_expected(const struct light_plan *p, int today)
{
	struct light_point from = { p->start, 0 }, to;

	if (today >= p->due)
		return ALL;
	if (today <= p->start)
		return 0;
	for (size_t at = 0; next_point(p, &at, &from, &to); from = to) {
		if (p->by_steps ? today > to.day : today >= to.day)
			continue;
		if (p->by_steps)
			return from.percent;
		return from.percent + (int)((int64_t)(today - from.day) *
					      (to.percent - from.percent) /
					      (to.day - from.day));
	}
	return ALL;
}

void light_days_of(int start, int due, int progress, int soon_days,
	int tolerance, struct light_days *out)
{
	const struct light_plan linear = { .start = start, .due = due };

	light_plan_days(&linear, progress, soon_days, tolerance, out);
}

enum light light_of_days(const struct light_days *days, int today)
{
	if (today >= days->red)
		return LIGHT_OVERDUE;
	if (today < days->start)
		return LIGHT_NOT_STARTED;
	if (today >= days->soon_from)
		return LIGHT_SOON;
	if (today >= days->behind_from)
		return LIGHT_BEHIND;
	return LIGHT_NORMAL;
}

const struct choice light_choices[] = {
	{ LIGHT_NONE, "none", N_("no light") },
	{ LIGHT_NOT_STARTED, "not-started", N_("-") },
	{ LIGHT_NORMAL, "normal", N_("ok") },
	{ LIGHT_BEHIND, "behind", N_("lag") },
	{ LIGHT_SOON, "soon", N_("due!") },
	{ LIGHT_OVERDUE, "overdue", N_("OVER") },
	{ LIGHT_DONE, "done", N_("done") },
	{ LIGHT_LATE, "late", N_("late") },
	{ LIGHT_SUSPENDED, "suspended", N_("hold") },
	{ LIGHT_TERMINATED, "terminated", N_("stop") },
	{ 0, NULL, NULL },
};

const char *light_text(enum light light)
{
	const struct choice *c = choice_numbered(light_choices, (int)light);

	return c && light != LIGHT_NONE ? language_text_in("light", c->label)
					: "";
}

void light_print(enum light light, const struct light_days *days, int today,
	struct str *out)
{
	int due = days->red - 1;

	if (light == LIGHT_OVERDUE)
		str_addf(out, "%d", today - due);
	else if (light == LIGHT_SOON)
		str_addf(out, "%d", due - today);
}

/* Reads ",N" and moves on; false where none stands. */
static bool read_day(const char **text, int *day)
{
	char *end;

	if (**text != ',')
		return false;
	long number = strtol(*text + 1, &end, 10);
	if (end == *text + 1)
		return false;
	*day = (int)number;
	*text = end;
	return true;
}

enum light light_of_text(const char *text, int today, struct light_days *days)
{
	struct light_days d = { .start = DATE_NONE };
	int done_on = DATE_NONE;

	if (days)
		*days = d;
	if (!text || !*text)
		return LIGHT_NONE;
	const char *at = text + 1;
	bool whole = read_day(&at, &d.start) && read_day(&at, &d.behind_from) &&
		     read_day(&at, &d.soon_from) && read_day(&at, &d.red);
	if (whole && days)
		*days = d;
	switch (*text) {
	case 'o':
		return whole ? light_of_days(&d, today) : LIGHT_NONE;
	case 'd':
		return whole && read_day(&at, &done_on) && done_on >= d.red
			       ? LIGHT_LATE
			       : LIGHT_DONE;
	case 's':
		return LIGHT_SUSPENDED;
	case 't':
		return LIGHT_TERMINATED;
	default:
		return LIGHT_NONE;
	}
}
