/* show.c: how values, names, lights and instants read on a screen. */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/number.h"
#include "domain/assign/expected.h"

static const struct field *unit_field(
	const struct record_type *type, const struct field *f)
{
	if (!f->unit || *f->unit != '.')
		return NULL;
	return field_find(type->table.fields, f->unit + 1);
}

/* "290/380", "92%", "2起": progress beside its target where it has one */
static void show_amount(const struct app *app, const struct record_type *type,
	const struct field *f, const struct values *record, struct str *out)
{
	const struct field *measure = unit_field(type, f);
	const struct field *target = field_find(type->table.fields, "target");
	const char *unit = measure ? values_text(record, measure) : NULL;
	const struct value *all =
		target && target != f ? values_get(record, target) : NULL;
	struct value_context c = session_values(app->session, type->table.name);

	value_print(f, values_get(record, f), &c, VALUE_FOR_PEOPLE, out);
	if (!measure)
		return; /* a unit of its own is printed with the value */
	if (unit && strcmp(unit, "%") == 0) {
		str_add_char(out, '%');
	} else if (all && all->kind == VALUE_INT) {
		str_add_char(out, '/');
		value_print(target, all, &c, VALUE_FOR_PEOPLE, out);
	} else {
		str_add(out, unit);
	}
}

void show_value(const struct app *app, const struct record_type *type,
	const struct field *f, const struct values *record,
	enum value_style style, struct str *out)
{
	const struct value *v = values_get(record, f);
	struct value_context c;

	if (!v || v->kind == VALUE_NULL)
		return;
	if (f->unit && (f->type == FIELD_DECIMAL || f->type == FIELD_INT)) {
		show_amount(app, type, f, record, out);
		return;
	}
	c = session_values(app->session, type->table.name);
	value_print(f, v, &c, style, out);
}

void show_light(enum light light, const struct light_days *days, int today,
	struct str *out)
{
	str_add(out, light_text(light));
	light_print(light, days, today, out);
}

/* How much is missing today of what is expected, rounded up. */
static int64_t shortage(const struct app *app, const struct record_type *type,
	int64_t id, const struct values *record)
{
	const struct field *progress =
		field_find(type->table.fields, "progress");
	const struct field *target = field_find(type->table.fields, "target");
	int64_t all = target ? values_int(record, target) : 0;
	int expected = expected_today(
		app->session->store, type->table.kind, id, app_today(app));

	if (!progress || !values_has(record, progress))
		return 0;
	if (all <= 0)
		all = 10000; /* a hundred per cent */
	return (all * expected / 10000 - values_int(record, progress) + 99) /
	       100;
}

enum light show_record_light(const struct app *app,
	const struct record_type *type, int64_t id, const struct values *record,
	struct str *out)
{
	const struct field *f = field_find(type->table.fields, "light");
	int today = app_today(app);
	struct light_days days;
	enum light light;
	int64_t missing;

	if (!f || !(type->flags & RECORD_LIGHT))
		return LIGHT_NONE;
	light = light_of_text(values_text(record, f), today, &days);
	show_light(light, &days, today, out);
	missing = light == LIGHT_BEHIND ? shortage(app, type, id, record) : 0;
	/* a figure of four digits would push a column off the screen */
	if (missing > 0 && missing < 1000)
		str_addf(out, "%lld", (long long)missing);
	return light;
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
