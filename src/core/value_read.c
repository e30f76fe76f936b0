#include "core/value.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "core/clean.h"
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/number.h"
#include "core/plain.h"
#include "core/utf8.h"
#include "value_reading.h"

enum status value_fail(
	const struct reading *r, const char *accepted, const char *text)
{
	plain_copy(r->issue->text, sizeof r->issue->text, text);
	plain_copy(r->issue->accepted, sizeof r->issue->accepted,
		accepted ? accepted : "");
	return STATUS_INVALID;
}

enum status value_failf(
	const struct reading *r, const char *accepted, const char *text, ...)
{
	struct str said = STR_INIT;
	va_list args;

	va_start(args, text);
	str_addv(&said, text, args);
	va_end(args);
	value_fail(r, accepted, said.data);
	str_free(&said);
	return STATUS_INVALID;
}

enum status value_done(const struct reading *r, int64_t number)
{
	*r->out = value_int(number);
	return STATUS_OK;
}

/* ---- text */

enum status value_check_text(const struct reading *r, enum clean_lines lines)
{
	struct clean_fault fault;

	if (!clean_find(r->text, lines, &fault))
		return STATUS_OK;
	return value_fail(r,
		lines == CLEAN_ONE_LINE ? _("one line, without that character")
					: _("text without that character"),
		fault.text);
}

/* A text from a spreadsheet has CR LF inside a cell. */
static char *with_line_feeds(const char *text)
{
	char *copy = mem_text(text), *to = copy;

	for (const char *p = copy; *p; p++) {
		if (*p == '\r' && p[1] == '\n')
			continue;
		*to++ = *p == '\r' ? '\n' : *p;
	}
	*to = 0;
	return copy;
}

static enum status check_length(const struct reading *r)
{
	long long n = (long long)utf8_count(r->text);
	long long max = field_max_chars(r->f);
	char accepted[96];
	struct str s = STR_INIT;

	if (r->f->min > 0 && n < r->f->min) {
		str_addf(&s, _("at least %lld characters"),
			(long long)r->f->min);
		plain_copy(accepted, sizeof accepted, s.data);
		str_free(&s);
		return value_failf(
			r, accepted, _("Too short: %lld characters."), n);
	}
	if (n <= max)
		return STATUS_OK;
	str_addf(&s, _("at most %lld characters"), max);
	plain_copy(accepted, sizeof accepted, s.data);
	str_free(&s);
	return value_failf(r, accepted,
		_("Too long: %lld characters, %lld more than fit."), n,
		n - max);
}

/* Lines that an action reads and nobody keeps: a tab parts their cells. */
static char *without_tabs(char *text)
{
	struct str out = STR_INIT;

	for (const char *at = text; *at; at++)
		str_add(&out, *at == '\t' ? "  " : (char[2]){ *at, 0 });
	mem_free(text);
	return str_take(&out);
}

static enum status read_text(const struct reading *r)
{
	bool is_long = r->f->type == FIELD_LONG;
	char *text = with_line_feeds(r->text);

	if (is_long && !field_is_stored(r->f) && text && strchr(text, '\t'))
		text = without_tabs(text);
	struct reading plain = *r;

	plain.text = text;
	enum status status = value_check_text(
		&plain, is_long ? CLEAN_LONG_TEXT : CLEAN_ONE_LINE);
	if (!status)
		status = check_length(&plain);
	if (!status)
		*r->out = value_text(text);
	mem_free(text);
	return status;
}

/* ---- numbers */

static void print_number(const struct field *f, int64_t n, struct str *out)
{
	if (f->type == FIELD_DECIMAL)
		number_print(n, out);
	else
		str_addf(out, "%lld", (long long)n);
}

/* A field that says nothing takes 0 and more, a signed one anything. */
static void bounds_of(const struct field *f, int64_t *min, int64_t *max)
{
	*max = f->min || f->max ? f->max : NUMBER_MAX;
	*min = f->min;
	if ((f->flags & FIELD_SIGNED) && !f->min)
		*min = -*max;
}

static enum status check_bounds(const struct reading *r, int64_t n)
{
	struct str from = STR_INIT, to = STR_INIT, all = STR_INIT;
	int64_t min, max;
	enum status status = STATUS_OK;

	bounds_of(r->f, &min, &max);
	if (n >= min && n <= max)
		return value_done(r, n);
	print_number(r->f, min, &from);
	print_number(r->f, max, &to);
	str_addf(&all, _("from %s to %s"), from.data, to.data);
	if (n < min)
		status = value_fail(r, all.data, _("The number is too small."));
	else
		status = value_fail(r, all.data, _("The number is too large."));
	str_free(&from);
	str_free(&to);
	str_free(&all);
	return status;
}

static const char *unit_of(const struct reading *r)
{
	const char *unit = r->f->unit;

	if (unit && *unit == '.')
		return r->c->unit;
	return unit ? language_text_in(r->c->type_name, unit) : "";
}

static enum status read_number(const struct reading *r)
{
	struct error e = { 0 };
	int64_t n = 0;
	const char *unit = unit_of(r);
	enum status status = r->f->type == FIELD_DECIMAL
				     ? number_read(r->text, unit, &n, &e)
				     : number_read_whole(r->text, unit, &n, &e);

	if (status)
		return value_fail(r, e.todo, e.what);
	return check_bounds(r, n);
}

static enum status read_serial(const struct reading *r)
{
	int64_t serial;

	if (number_read_serial(r->text, &serial))
		return value_done(r, serial);
	return value_fail(r, _("〔2026〕12号, [2026]12, (2026)12, 2026年12号"),
		_("This is no number of a year."));
}

static enum status read_flag(const struct reading *r)
{
	static const struct {
		const char *word;
		bool set;
	} words[] = { { "是", true }, { "有", true }, { "√", true },
		{ "✓", true }, { "✔", true }, { "☑", true }, { "yes", true },
		{ "y", true }, { "true", true }, { "on", true }, { "1", true },
		{ "否", false }, { "无", false }, { "×", false },
		{ "✗", false }, { "☐", false }, { "no", false }, { "n", false },
		{ "false", false }, { "off", false }, { "0", false } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (plain_equal(r->text, words[i].word))
			return value_done(r, words[i].set);
	}
	return value_fail(r, _("是, 否, √, yes, no, 1, 0"),
		_("This says neither yes nor no."));
}

/* ---- days and instants */

static enum status check_days(const struct reading *r, int day)
{
	int64_t from = r->f->min, to = r->f->max;
	int64_t away = (int64_t)day - r->c->today;
	char first[DATE_TEXT_BYTES], last[DATE_TEXT_BYTES];

	if ((!from && !to) || (away >= from && away <= to)) {
		*r->out = value_text(date_iso(day, first));
		return STATUS_OK;
	}
	int64_t low = r->c->today + from, high = r->c->today + to;
	date_iso(low > INT32_MIN ? (int)low : DATE_NONE, first);
	date_iso(high < INT32_MAX ? (int)high : DATE_NONE, last);
	struct str all = STR_INIT;
	str_addf(&all, _("from %s to %s"), first, last);
	enum status status =
		away < from
			? value_fail(r, all.data, _("The day is too early."))
			: value_fail(r, all.data, _("The day is too late."));
	str_free(&all);
	return status;
}

static enum status read_date(const struct reading *r)
{
	const struct date_reader reader = {
		.today = r->c->today,
		.serials = r->c->serials,
		.arg = r->c->arg,
		.add_workdays = r->c->add_workdays,
	};
	int day;

	if (date_read(r->text, &reader, &day))
		return check_days(r, day);
	return value_fail(r, _("2026-12-01, 12-1, +3, +3w, +3d, 周五, 月底"),
		_("This is no date that is certain, or no such day."));
}

/* "2026-11-24 08:30" and ":15" and ".123" as milliseconds; false: not so. */
static bool read_clock(const char *s, int64_t *ms)
{
	int part[4] = { 0 };
	static const char before[] = " ::.";
	static const int digits[] = { 2, 2, 2, 3 };
	int n = 0;

	for (; n < 4 && (*s == before[n] || (n == 0 && *s == 'T')); n++) {
		for (int i = 1; i <= digits[n]; i++) {
			if (s[i] < '0' || s[i] > '9')
				return false;
			part[n] = part[n] * 10 + s[i] - '0';
		}
		s += digits[n] + 1;
	}
	*ms = ((part[0] * 60 + part[1]) * 60 + part[2]) * INT64_C(1000) +
	      part[3];
	return n >= 2 && !*s && part[0] < 24 && part[1] < 60 && part[2] < 60;
}

static enum status done_instant(const struct reading *r, int64_t utc_ms)
{
	char iso[DATE_TEXT_BYTES];
	int day = date_of_instant(utc_ms, r->c->zone_minutes);

	if (*date_iso(day, iso))
		return value_done(r, utc_ms);
	return value_fail(r, "2026-11-24 08:30",
		_("The instant lies outside the years 1900 to 2199."));
}

static enum status read_instant(const struct reading *r)
{
	struct str s = STR_INIT;
	char day[DATE_TEXT_BYTES] = "";
	int64_t ms;

	plain_add_folded(&s, r->text);
	bool plain = *s.data && s.len_bytes <= 15 &&
		     strspn(s.data, "0123456789") == s.len_bytes;
	if (plain) {
		ms = strtoll(s.data, NULL, 10);
		str_free(&s);
		return done_instant(r, ms);
	}
	if (s.len_bytes > DATE_TEXT_BYTES)
		memcpy(day, s.data, DATE_TEXT_BYTES - 1);
	int date = date_of_iso(day);
	bool read = date != DATE_NONE &&
		    read_clock(s.data + DATE_TEXT_BYTES - 1, &ms);
	str_free(&s);
	if (!read)
		return value_fail(r, "2026-11-24 08:30",
			_("This is no day with a time."));
	return done_instant(r, date * INT64_C(86400000) + ms -
				       r->c->zone_minutes * INT64_C(60000));
}

static enum status read_by_type(const struct reading *r)
{
	switch (r->f->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		return read_text(r);
	case FIELD_INT:
	case FIELD_DECIMAL:
		return read_number(r);
	case FIELD_FLAG:
		return read_flag(r);
	case FIELD_DATE:
		return read_date(r);
	case FIELD_INSTANT:
		return read_instant(r);
	case FIELD_NUMBER:
		return read_serial(r);
	case FIELD_CHOICE:
		return value_read_choice(r);
	case FIELD_CHOICES:
		return value_read_choices(r);
	case FIELD_VALUE:
	case FIELD_REF:
		return value_read_ref(r);
	case FIELD_REFS:
		return value_read_refs(r);
	}
	return STATUS_INVALID;
}

enum status value_parse(const struct field *f, const char *text,
	const struct value_context *c, struct value *out, struct issue *issue)
{
	struct issue unread;
	struct str trimmed = STR_INIT;
	struct reading r = { .f = f, .c = c, .out = out };
	enum status status = STATUS_OK;

	r.issue = issue ? issue : &unread;
	*r.issue = (struct issue){ .field = f };
	*out = (struct value){ .kind = VALUE_NULL };
	plain_add_trimmed(&trimmed, text ? text : "");
	r.text = trimmed.data;
	if (*r.text) {
		plain_copy(r.issue->found, sizeof r.issue->found, r.text);
		status = read_by_type(&r);
	}
	if (status && !r.issue->text[0])
		value_failf(&r, NULL, _("“%s” is not known."), r.issue->found);
	str_free(&trimmed);
	return status;
}
