#include "core/phone.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "core/language.h"
#include "core/plain.h"

enum { MAX_DIGITS = 24, MAX_EXTENSION = 5 };

/* The digits of a number, and how many stood before its last sign. */
struct digits {
	char text[MAX_DIGITS + 1];
	size_t count;
	size_t before_last; /* digits before the last group */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static enum status refuse(struct error *e, const char *text, const char *what)
{
	char shown[64];

	plain_copy(shown, sizeof shown, text);
	return error_set(e, STATUS_INVALID,
		_("one number: 13900000001, 0771-1234567, 0771-1234567转8"),
		what, shown);
}

/* 1.39E+10: the digits behind are gone for good. */
static bool is_scientific(const char *s)
{
	const char *mark = strpbrk(s, "eE");

	if (!mark || mark == s || !is_digit(mark[-1]))
		return false;
	mark++;
	mark += *mark == '+';
	return is_digit(*mark) && strspn(s, "0123456789.") >= 1;
}

static bool has_several(const char *s)
{
	return strpbrk(s, "/,;\n\r") || strstr(s, "、") || strstr(s, "或");
}

/* Cuts the extension off s; false when what stands there is none. */
static bool take_extension(char *s, char out[MAX_EXTENSION + 1])
{
	static const char *const mark[] = { "转分机", "转", "分机", "ext.",
		"ext", "x", "#" };

	out[0] = 0;
	for (size_t i = 0; i < sizeof mark / sizeof *mark; i++) {
		char *at = strcasestr(s, mark[i]);

		if (!at)
			continue;
		const char *digits = at + strlen(mark[i]);
		digits += strspn(digits, " -:");
		size_t n = strspn(digits, "0123456789");
		if (!n || n > MAX_EXTENSION || digits[n])
			return false;
		memcpy(out, digits, n + 1);
		*at = 0;
		return true;
	}
	return true;
}

/* False when something else than digits and the signs between them stands
 * in s; too many digits are counted but not kept. */
static bool take_digits(const char *s, struct digits *d)
{
	bool grouped = false;

	*d = (struct digits){ 0 };
	for (; *s; s++) {
		if (!is_digit(*s)) {
			if (!strchr("- ()", *s))
				return false;
			grouped = true;
			continue;
		}
		if (grouped)
			d->before_last = d->count;
		grouped = false;
		if (d->count < MAX_DIGITS)
			d->text[d->count] = *s;
		d->count++;
	}
	return true;
}

static void drop_front(struct digits *d, size_t n)
{
	memmove(d->text, d->text + n, sizeof d->text - n);
	d->count -= n;
	d->before_last = d->before_last > n ? d->before_last - n : 0;
}

static bool is_mobile(const char *s, size_t count)
{
	return count == 11 && s[0] == '1' && s[1] >= '3';
}

/* Digits of the area code: 010 and 02x have three, the others four. */
static size_t area_digits(const char *s)
{
	if (s[0] != '0' || s[1] == '0')
		return 0;
	return s[1] == '1' || s[1] == '2' ? 3 : 4;
}

/* Writes a number of exactly these digits; false when there is no such. */
static bool print(const char *s, size_t count, char out[PHONE_BYTES])
{
	size_t area = area_digits(s);
	bool local = count == 7 || count == 8;

	if (is_mobile(s, count) || (local && s[0] >= '2' && s[0] <= '8')) {
		snprintf(out, PHONE_BYTES, "%.*s", (int)count, s);
		return true;
	}
	if (count == 10 && (s[0] == '4' || s[0] == '8') && s[1] == '0' &&
		s[2] == '0') {
		snprintf(out, PHONE_BYTES, "%.3s-%.3s-%.4s", s, s + 3, s + 6);
		return true;
	}
	/* three-digit areas have eight digits, the others seven or eight */
	size_t own = area && count > area ? count - area : 0;
	if (own != 8 && !(own == 7 && area == 4))
		return false;
	if (s[area] < '1' || s[area] > '9')
		return false;
	snprintf(out, PHONE_BYTES, "%.*s-%.*s", (int)area, s, (int)own,
		s + area);
	return true;
}

/* +86, 0086, and the 0 that is dialled before a mobile number elsewhere. */
static void drop_prefix(const char *s, struct digits *d)
{
	bool abroad = *s == '+' || !strncmp(d->text, "0086", 4);

	if (!strncmp(d->text, "0086", 4))
		drop_front(d, 4);
	else if (*s == '+' || (d->count == 13 && !strncmp(d->text, "861", 3)))
		drop_front(d, 2);
	if (d->text[0] == '0' && is_mobile(d->text + 1, d->count - 1))
		drop_front(d, 1);
	bool bare = d->text[0] != '0' && !is_mobile(d->text, d->count) &&
		    d->count >= 9 && d->count < MAX_DIGITS;
	if (!abroad || !bare)
		return;
	memmove(d->text + 1, d->text, d->count + 1);
	d->text[0] = '0';
	d->count++;
	d->before_last += d->before_last > 0;
}

/* A group behind a whole number is an extension: 0771-1234567-8. */
static bool print_with_extension(
	const struct digits *d, char *extension, char out[PHONE_BYTES])
{
	size_t n = d->count - d->before_last;

	if (*extension || !d->before_last || n > MAX_EXTENSION ||
		!area_digits(d->text) || !print(d->text, d->before_last, out))
		return print(d->text, d->count, out);
	memcpy(extension, d->text + d->before_last, n);
	extension[n] = 0;
	return true;
}

static enum status read_plain(
	const char *text, char *s, char out[PHONE_BYTES], struct error *e)
{
	char extension[MAX_EXTENSION + 1];
	struct digits d;
	size_t all = strlen(s);

	if (is_scientific(s))
		return error_set(e, STATUS_INVALID,
			_("make the column text in the spreadsheet, type the "
			  "number again"),
			_("A spreadsheet has rounded the number to “%s”."), s);
	if (has_several(s))
		return refuse(e, text, _("“%s” is more than one number."));
	if (all > 2 && !strcmp(s + all - 2, ".0"))
		s[all - 2] = 0; /* a spreadsheet took it for a quantity */
	if (!take_extension(s, extension) || !take_digits(s + (*s == '+'), &d))
		return refuse(e, text, _("“%s” is not a telephone number."));
	if (*s == '+' && strncmp(d.text, "86", 2) != 0)
		return refuse(e, text,
			_("“%s” is a number abroad, which is not taken."));
	if (d.count >= 18)
		return refuse(e, text, _("“%s” is more than one number."));
	drop_prefix(s, &d);
	if (!print_with_extension(&d, extension, out))
		return refuse(e, text,
			_("“%s” has too few or too many digits for a "
			  "telephone number."));
	if (*extension)
		snprintf(out + strlen(out), PHONE_BYTES - strlen(out), "转%s",
			extension);
	return STATUS_OK;
}

enum status phone_read(const char *text, char out[PHONE_BYTES], struct error *e)
{
	struct str s = STR_INIT;
	enum status status;

	out[0] = 0;
	plain_add_folded(&s, text);
	if (s.len_bytes)
		status = read_plain(text, s.data, out, e);
	else
		status = refuse(e, text, _("“%s” is not a telephone number."));
	str_free(&s);
	if (status)
		out[0] = 0;
	return status;
}

void phone_mask(const char *phone, char out[PHONE_BYTES])
{
	size_t n = strspn(phone, "0123456789-");
	const char *own = memchr(phone, '-', n);

	if (n < 7 || n > 16) {
		snprintf(out, PHONE_BYTES, "****");
		return;
	}
	if (is_mobile(phone, n))
		snprintf(out, PHONE_BYTES, "%.3s****%.4s", phone, phone + 7);
	else
		snprintf(out, PHONE_BYTES, "%.*s****%.3s",
			own ? (int)(own - phone + 1) : 0, phone, phone + n - 3);
}
