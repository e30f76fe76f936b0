/* show.c: how values, names, lights and instants read on a screen. */
#include "app.h"

#include <stdio.h>
#include "core/date.h"
#include "core/language.h"
#include "domain/shown.h"

void show_value(const struct app *app, const struct record_type *type,
	const struct field *f, const struct values *record,
	enum value_style style, struct str *out)
{
	shown_value(app->session, type, f, record, style, out);
}

void show_light(enum light light, const struct light_days *days, int today,
	struct str *out)
{
	str_add(out, light_text(light));
	light_print(light, days, today, out);
}

enum light show_record_light(const struct app *app,
	const struct record_type *type, int64_t id, const struct values *record,
	struct str *out)
{
	return shown_light(app->session, type, id, record, out);
}

enum role role_of_light(enum light light)
{
	switch (light) {
	case LIGHT_NORMAL:
		return ROLE_OK;
	case LIGHT_BEHIND:
	case LIGHT_SOON:
		return ROLE_SOON;
	case LIGHT_OVERDUE:
		return ROLE_OVERDUE;
	case LIGHT_DONE:
		return ROLE_DONE;
	case LIGHT_LATE:
		return ROLE_LATE;
	default:
		return ROLE_NONE;
	}
}

void show_name(const struct app *app, const struct record_type *type,
	int64_t id, struct str *out)
{
	record_name(app->session->store, type->table.kind, id, out);
}

void show_instant(const struct app *app, int64_t at_ms, struct str *out)
{
	int zone = app->session->clock.zone_minutes;
	int day = date_of_instant(at_ms, zone);
	int minute = (int)((at_ms / 60000 + zone) % 1440);
	int year, month, dom, this_year, m, d;

	date_parts(day, &year, &month, &dom);
	date_parts(app_today(app), &this_year, &m, &d);
	if (year != this_year)
		str_addf(out, "%04d-", year);
	str_addf(out, "%02d-%02d", month, dom);
	if (year == this_year)
		str_addf(out, " %02d:%02d", minute / 60, minute % 60);
}

const char *weekday_name(int day)
{
	static const char *const name[] = { N_("Mon"), N_("Tue"), N_("Wed"),
		N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };

	return _(name[(date_weekday(day) - 1) % 7]);
}
