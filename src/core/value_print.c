#include "core/value.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/number.h"

struct printing {
	const struct field *f;
	const struct value_context *c;
	enum value_style style;
	struct str *out;
};

static bool is_for_eyes(const struct printing *p)
{
	return p->style == VALUE_FOR_PEOPLE || p->style == VALUE_FOR_LIST;
}

static void print_int(const struct printing *p, int64_t n)
{
	str_addf(p->out, "%lld", (long long)n);
}

static void print_unit(const struct printing *p)
{
	const char *unit = p->f->unit;

	if (!unit || !is_for_eyes(p))
		return;
	if (*unit == '.')
		str_add(p->out, p->c->unit);
	else
		str_add(p->out, language_text_in(p->c->type_name, unit));
}

/* A name that a reader would take for several is written by id or
 * short name. */
static bool is_one_name(const struct printing *p, const char *name)
{
	static const char *const sign[] = { ",", ";", "/", "、", "，", "；",
		"／", "\n" };

	if (p->style != VALUE_FOR_FILES ||
		(p->f->type != FIELD_REFS && p->f->type != FIELD_CHOICES))
		return true;
	for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) {
		if (strstr(name, sign[i]))
			return false;
	}
	return true;
}

static void print_choice(const struct printing *p, int64_t n)
{
	const struct choice *c = NULL;

	if (n >= INT32_MIN && n <= INT32_MAX)
		c = choice_numbered(p->f->choices, (int)n);
	if (!c) {
		print_int(p, n);
		return;
	}
	const char *label = language_text_in(p->c->type_name, c->label);
	bool coded = p->style == VALUE_FOR_CODE || !label;
	str_add(p->out, !coded && is_one_name(p, label) ? label : c->name);
}

static const char *separator_of(const struct printing *p)
{
	return p->style == VALUE_FOR_CODE ? "," : _(", ");
}

static void print_choices(const struct printing *p, int64_t set)
{
	bool first = true;

	for (int n = 0; n < 63; n++) {
		if (!(set >> n & 1))
			continue;
		if (!first)
			str_add(p->out, separator_of(p));
		first = false;
		print_choice(p, n);
	}
}

static void print_ref(const struct printing *p, int64_t id)
{
	struct str name = STR_INIT;

	if (p->style == VALUE_FOR_CODE) {
		print_int(p, id);
		return;
	}
	if (p->c->name)
		p->c->name(p->c->arg, p->f, id, &name);
	if (name.len_bytes && is_one_name(p, name.data))
		str_add(p->out, name.data);
	else
		str_addf(p->out, "#%lld", (long long)id);
	str_free(&name);
}

static void print_refs(const struct printing *p, const char *column)
{
	struct value_ids ids = { 0 };

	if (p->style == VALUE_FOR_CODE || !value_ids_read(&ids, column)) {
		str_add(p->out, column);
		value_ids_free(&ids);
		return;
	}
	for (size_t i = 0; i < ids.count; i++) {
		if (i)
			str_add(p->out, separator_of(p));
		print_ref(p, ids.id[i]);
	}
	value_ids_free(&ids);
}

/* Within the year of today a list needs no year; of another it tells year and
 * month in the same five columns: 27.01 */
static void print_day(const struct printing *p, int date)
{
	int year, this_year, month, day;
	char iso[DATE_TEXT_BYTES];

	date_parts(p->c->today, &this_year, &month, &day);
	date_parts(date, &year, &month, &day);
	date_iso(date, iso);
	if (p->style != VALUE_FOR_LIST || !*iso)
		str_add(p->out, iso);
	else if (year == this_year)
		str_add(p->out, iso + strlen("2026-"));
	else
		str_addf(p->out, "%02d.%02d", year % 100, month);
}

/* A list has no room for the 号 behind it. */
static void print_serial(const struct printing *p, int64_t n)
{
	static const char last[] = "号";
	size_t last_bytes = sizeof last - 1;

	number_print_serial(n, p->out);
	if (p->style == VALUE_FOR_LIST && p->out->len_bytes > last_bytes &&
		strcmp(p->out->data + p->out->len_bytes - last_bytes, last) ==
			0)
		str_cut(p->out, p->out->len_bytes - last_bytes);
}

static void print_instant(const struct printing *p, int64_t utc_ms)
{
	int day = date_of_instant(utc_ms, p->c->zone_minutes);

	char iso[DATE_TEXT_BYTES];

	if (p->style == VALUE_FOR_CODE || !*date_iso(day, iso)) {
		print_int(p, utc_ms);
		return;
	}
	int64_t ms = utc_ms + p->c->zone_minutes * INT64_C(60000) -
		     day * INT64_C(86400000);
	int minute = (int)(ms / 60000);
	print_day(p, day);
	str_addf(p->out, " %02d:%02d", minute / 60, minute % 60);
	if (p->style != VALUE_FOR_FILES)
		return;
	str_addf(p->out, ":%02d", (int)(ms / 1000 % 60));
	if (ms % 1000)
		str_addf(p->out, ".%03d", (int)(ms % 1000));
}

static void print_text(const struct printing *p, const char *text)
{
	if (p->f->type == FIELD_REFS)
		print_refs(p, text);
	else if (p->f->type == FIELD_DATE && date_of_iso(text) != DATE_NONE)
		print_day(p, date_of_iso(text));
	else
		str_add(p->out, text);
}

static void print_number(const struct printing *p, int64_t n)
{
	switch (p->f->type) {
	case FIELD_DECIMAL:
		number_print(n, p->out);
		print_unit(p);
		break;
	case FIELD_INT:
		print_int(p, n);
		print_unit(p);
		break;
	case FIELD_FLAG:
		if (p->style == VALUE_FOR_CODE)
			print_int(p, n);
		else
			str_add(p->out, n ? _("yes") : _("no"));
		break;
	case FIELD_INSTANT:
		print_instant(p, n);
		break;
	case FIELD_NUMBER:
		if (p->style == VALUE_FOR_CODE)
			print_int(p, n);
		else
			print_serial(p, n);
		break;
	case FIELD_CHOICE:
		print_choice(p, n);
		break;
	case FIELD_CHOICES:
		print_choices(p, n);
		break;
	case FIELD_VALUE:
	case FIELD_REF:
		print_ref(p, n);
		break;
	default:
		print_int(p, n);
	}
}

void value_print(const struct field *f, const struct value *v,
	const struct value_context *c, enum value_style style, struct str *out)
{
	const struct printing p = {
		.f = f, .c = c, .style = style, .out = out
	};

	if (v->kind == VALUE_TEXT)
		print_text(&p, v->text);
	else if (v->kind == VALUE_INT)
		print_number(&p, v->number);
}
