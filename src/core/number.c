#include "core/number.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/plain.h"

/* A decimal as it stands in the text: digits / 10^decimals. */
struct decimal {
	int64_t digits;
	int decimals;
	bool negative;
};

enum fault { FAULT_NONE, FAULT_TEXT, FAULT_GROUPS, FAULT_LARGE, FAULT_CUT };

static uint32_t peek(const char *s)
{
	return plain_next(&s);
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool take_code(const char **s, uint32_t code)
{
	const char *next = *s;

	if (plain_next(&next) != code)
		return false;
	*s = next;
	return true;
}

/* Takes the digits at *s; how many, or -1 when they are too many. */
static int take_digits(const char **s, struct decimal *d)
{
	int n = 0;

	while (is_digit(peek(*s))) {
		uint32_t c = plain_next(s);

		if (d->digits > (INT64_MAX - 9) / 10)
			return -1;
		d->digits = d->digits * 10 + (int64_t)(c - '0');
		n++;
	}
	return n;
}

/* Behind a decimal point, which an input method commits as 。 */
static bool at_fraction(const char **s)
{
	const char *next = *s;
	uint32_t point = plain_next(&next);

	if ((point != '.' && point != 0x3002) || !is_digit(peek(next)))
		return false;
	*s = next;
	return true;
}

/* Groups are of three digits: "1,23" may be a mistyped 1.23 or 123. */
static enum fault take_groups(const char **s, struct decimal *d, int first)
{
	while (peek(*s) == ',') {
		(void)plain_next(s);
		int n = take_digits(s, d);

		if (n < 0)
			return FAULT_LARGE;
		if (n != 3 || first < 1 || first > 3)
			return FAULT_GROUPS;
	}
	return FAULT_NONE;
}

static enum fault scan(const char **s, struct decimal *d)
{
	*d = (struct decimal){ 0 };
	*s = plain_skip_spaces(*s);
	d->negative = take_code(s, '-');
	int whole = take_digits(s, d);
	if (whole < 0)
		return FAULT_LARGE;
	enum fault fault = take_groups(s, d, whole);
	if (fault)
		return fault;
	if (at_fraction(s)) {
		d->decimals = take_digits(s, d);
		if (d->decimals < 0)
			return FAULT_CUT;
	} else if (!whole) {
		return FAULT_TEXT;
	}
	*s = plain_skip_spaces(*s);
	return FAULT_NONE;
}

/* d * 10^power, exactly or not at all. */
static enum fault scale(const struct decimal *d, int power, int64_t *out)
{
	int64_t n = d->digits;

	for (power -= d->decimals; power > 0 && n; power--) {
		if (n > NUMBER_MAX / 10)
			return FAULT_LARGE;
		n *= 10;
	}
	for (; power < 0 && n; power++) {
		if (n % 10)
			return FAULT_CUT;
		n /= 10;
	}
	if (n > NUMBER_MAX)
		return FAULT_LARGE;
	*out = d->negative ? -n : n;
	return FAULT_NONE;
}

/* 万 and 亿 as powers of ten; 0 when the text begins with neither. */
static int take_scale(const char **s)
{
	if (take_code(s, 0x4e07))
		return 4;
	return take_code(s, 0x4ebf) ? 8 : 0;
}

/* The power of ten that stands behind the number; -1: something else. */
static int power_of_rest(const char *rest, const char *unit)
{
	if (!*rest || (unit && plain_equal(rest, unit)))
		return 0;
	if (!unit)
		return -1;
	const char *own = unit;
	int power = take_scale(&rest);
	rest = plain_skip_spaces(rest);
	if (!power || take_scale(&own))
		return -1;
	return !*rest || plain_equal(rest, unit) ? power : -1;
}

static enum status refuse_rest(
	const char *text, const char *unit, struct error *e)
{
	char shown[96];

	plain_copy(shown, sizeof shown, text);
	if (unit && *unit) {
		char todo[160];
		struct str s = STR_INIT;

		str_addf(
			&s, _("a number, alone or with its unit: 120%s"), unit);
		plain_copy(todo, sizeof todo, s.data);
		str_free(&s);
		return error_set(e, STATUS_INVALID, todo,
			_("What stands with the number in “%s” is not its "
			  "unit %s."),
			shown, unit);
	}
	return error_set(e, STATUS_INVALID, _("a number alone: 120, 1,234.5"),
		_("Something stands with the number in “%s”, so what is meant "
		  "is not certain."),
		shown);
}

static enum status refuse(
	enum fault fault, const char *text, bool whole, struct error *e)
{
	static const struct {
		const char *what, *todo;
	} said[] = {
		[FAULT_TEXT] = { N_("“%s” is not a number."),
			N_("digits: 120, 92.5, 1,234.5, 12万") },
		[FAULT_GROUPS] = { N_("The comma in “%s” may be a thousands "
				      "separator or a decimal point."),
			N_("1,234 with three digits behind the comma, or "
			   "1.23") },
		[FAULT_LARGE] = { N_("The number “%s” is too large."),
			N_("at most 10,000,000,000,000") },
		[FAULT_CUT] = { N_("“%s” has more than two decimals."),
			N_("at most two decimals: 92.53; round it yourself") },
	};
	static const char fraction[] = N_("“%s” is not a whole number.");
	char shown[96];

	plain_copy(shown, sizeof shown, text);
	if (whole && fault == FAULT_CUT)
		return error_set(e, STATUS_INVALID,
			_("a whole number, without decimals: 12"), _(fraction),
			shown);
	return error_set(e, STATUS_INVALID, _(said[fault].todo),
		_(said[fault].what), shown);
}

static enum status read_scaled(const char *text, const char *unit, bool whole,
	int64_t *out, struct error *e)
{
	const char *s = text;
	struct decimal d;
	struct str rest = STR_INIT;
	enum fault fault = scan(&s, &d);

	if (fault)
		return refuse(fault, text, whole, e);
	plain_add_folded(&rest, s);
	int power = power_of_rest(rest.data, unit);
	str_free(&rest);
	if (power < 0)
		return refuse_rest(text, unit, e);
	fault = scale(&d, whole ? power : power + 2, out);
	return fault ? refuse(fault, text, whole, e) : STATUS_OK;
}

enum status number_read(const char *text, const char *unit, int64_t *hundredths,
	struct error *e)
{
	return read_scaled(text, unit, false, hundredths, e);
}

enum status number_read_whole(
	const char *text, const char *unit, int64_t *number, struct error *e)
{
	return read_scaled(text, unit, true, number, e);
}

bool number_split(const char *text, int64_t *hundredths, const char **rest)
{
	const char *s = text;
	struct decimal d;

	if (scan(&s, &d) || scale(&d, 2, hundredths))
		return false;
	*rest = s;
	return true;
}

void number_print(int64_t hundredths, struct str *out)
{
	uint64_t n = (uint64_t)hundredths;

	if (hundredths < 0) {
		str_add_char(out, '-');
		n = -n;
	}
	str_addf(out, "%llu", (unsigned long long)(n / 100));
	if (n % 100 == 0)
		return;
	str_addf(out, n % 10 ? ".%02u" : ".%u",
		(unsigned)(n % 10 ? n % 100 : n / 10 % 10));
}

/* The bracket that closes this one; 0 for anything else. */
static uint32_t closing(uint32_t open)
{
	static const uint32_t pair[][2] = { { '[', ']' }, { '(', ')' },
		{ 0x3014, 0x3015 }, { 0x3010, 0x3011 }, { 0x3016, 0x3017 } };

	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
		if (pair[i][0] == open)
			return pair[i][1];
	}
	return 0;
}

static int64_t serial_of(int64_t year, int64_t n)
{
	bool fits =
		date_of((int)year, 1, 1) != DATE_NONE && n >= 1 && n <= 99999;

	return fits ? year * 100000 + n : 0;
}

/* The digits at *s behind spaces, exactly or at most so many; or -1. */
static int64_t take_part(const char **s, int min, int max)
{
	struct decimal d = { 0 };

	*s = plain_skip_spaces(*s);
	int n = take_digits(s, &d);
	*s = plain_skip_spaces(*s);
	return n >= min && n <= max ? d.digits : -1;
}

bool number_read_serial(const char *text, int64_t *serial)
{
	const char *s = plain_skip_spaces(text);
	uint32_t close = closing(peek(s));

	if (close)
		(void)plain_next(&s);
	const char *whole = s;
	int64_t year = take_part(&s, 4, 4);
	int64_t n = -1;
	if (year >= 0 && take_code(&s, close ? close : 0x5e74)) {
		s = plain_skip_spaces(s);
		(void)take_code(&s, 0x7b2c); /* 第 */
		n = take_part(&s, 1, 5);
		(void)take_code(&s, 0x53f7); /* 号 */
	} else if (!close) {
		s = whole;
		year = take_part(&s, 9, 9);
		n = year % 100000;
		year /= 100000;
	}
	int64_t read = year > 0 ? serial_of(year, n) : 0;
	if (!read || *plain_skip_spaces(s))
		return false;
	*serial = read;
	return true;
}

void number_print_serial(int64_t serial, struct str *out)
{
	str_addf(out, "〔%lld〕%lld号", (long long)(serial / 100000),
		(long long)(serial % 100000));
}
