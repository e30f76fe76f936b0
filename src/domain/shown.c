#include "domain/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
static void show_amount(const struct session *s, const struct record_type *type,
	const struct field *f, const struct values *record, struct str *out)
{
	const struct field *measure = unit_field(type, f);
	const struct field *target = field_find(type->table.fields, "target");
	const char *unit = measure ? values_text(record, measure) : NULL;
	const struct value *all =
		target && target != f ? values_get(record, target) : NULL;
	struct value_context c = session_values(s, type->table.name);

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

void shown_value(const struct session *s, const struct record_type *type,
	const struct field *f, const struct values *record,
	enum value_style style, struct str *out)
{
	const struct value *v = values_get(record, f);
	struct value_context c;

	if (!v || v->kind == VALUE_NULL)
		return;
	if (f->unit && (f->type == FIELD_DECIMAL || f->type == FIELD_INT)) {
		show_amount(s, type, f, record, out);
		return;
	}
	c = session_values(s, type->table.name);
	value_print(f, v, &c, style, out);
}

/* How much is missing today of what is expected, rounded up. */
static int64_t shortage(const struct session *s, const struct record_type *type,
	int64_t id, const struct values *record)
{
	const struct field *progress =
		field_find(type->table.fields, "progress");
	const struct field *target = field_find(type->table.fields, "target");
	int64_t all = target ? values_int(record, target) : 0;
	int expected = expected_today(
		s->store, type->table.kind, id, clock_today(&s->clock));

	if (!progress || !values_has(record, progress))
		return 0;
	if (all <= 0)
		all = 10000; /* a hundred per cent */
	return (all * expected / 10000 - values_int(record, progress) + 99) /
	       100;
}

enum light shown_light(const struct session *s, const struct record_type *type,
	int64_t id, const struct values *record, struct str *out)
{
	const struct field *f = field_find(type->table.fields, "light");
	int today = clock_today(&s->clock);
	struct light_days days;
	enum light light;
	int64_t missing;

	if (!f || !(type->flags & RECORD_LIGHT))
		return LIGHT_NONE;
	light = light_of_text(values_text(record, f), today, &days);
	str_add(out, light_text(light));
	light_print(light, &days, today, out);
	missing = light == LIGHT_BEHIND ? shortage(s, type, id, record) : 0;
	/* a figure of four digits would push a column off the screen */
	if (missing > 0 && missing < 1000)
		str_addf(out, "%lld", (long long)missing);
	return light;
}

/* The unit that stands behind a number is not told once more. */
static bool is_a_unit(const struct record_type *type, const struct field *f)
{
	if (f->type != FIELD_TEXT)
		return false;
	for (const struct field *o = type->table.fields; o->name; o++)
		if (o->unit && *o->unit == '.' &&
			strcmp(o->unit + 1, f->name) == 0)
			return true;
	return false;
}

static bool is_in_head(const struct record_type *t, const struct field *f)
{
	return strcmp(f->name, "light") == 0 ||
	       (t->state && strcmp(f->name, t->state) == 0) ||
	       (f->flags & FIELD_RETIRED);
}

/* What is as it always is says nothing: defaults that are folded away. */
static bool is_default(const struct field *f, const struct value *v)
{
	const struct choice *c;

	/* a count the program keeps, of what never happened */
	if ((f->flags & FIELD_SYSTEM) && f->type == FIELD_INT)
		return v->number == 0;
	if (!(f->flags & FIELD_FOLDED))
		return false;
	if (f->type == FIELD_FLAG)
		return v->number == 0;
	if (!f->initial)
		return false;
	c = f->choices ? choice_find(f->choices, f->initial, NULL) : NULL;
	return c ? v->number == c->number
		 : v->kind == VALUE_INT && v->number == atoll(f->initial);
}

bool shown_says(const struct session *s, const struct record_type *type,
	const struct field *f, const struct values *record)
{
	const struct value *v = values_get(record, f);

	return v && v->kind != VALUE_NULL && !is_in_head(type, f) &&
	       !is_a_unit(type, f) && !is_default(f, v) &&
	       field_may_see(s, type, f);
}

const struct view *shown_children(
	const struct record_type *child, const struct record_type *parent)
{
	char eq[80];

	snprintf(eq, sizeof eq, "%s=:of", parent->table.name);
	for (const struct view *v = child->table.views; v && v->name; v++)
		if (v->eq && strcmp(v->eq, eq) == 0)
			return v;
	return NULL;
}
