#include "domain/name.h"

#include "core/plain.h"
#include "core/utf8.h"

#include <stdint.h>
#include <string.h>

static bool is_dot(uint32_t c)
{
	return c == 0xb7 || c == 0x2022 || c == 0xff0e || c == 0x2027 ||
	       c == 0x30fb || c == 0x2219;
}

static bool is_han(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

/* The next sign that counts of what ends at `end`; 0: none is left. */
static uint32_t fold_next(const char **text, const char *end)
{
	while (*text < end) {
		const char *at = *text;
		uint32_t raw, c;

		utf8_step(&at, &raw);
		c = plain_next(text);
		if (is_dot(raw))
			return 0xb7;
		if (c >= 'A' && c <= 'Z')
			return c - 'A' + 'a';
		if (c > ' ')
			return c;
	}
	return 0;
}

void name_fold(const char *name, struct str *out)
{
	const char *end = name ? name + strlen(name) : name;
	uint32_t c;

	while ((c = fold_next(&name, end)))
		str_add_code(out, c);
}

/* One sign after another: most names differ in the first. */
static bool equal(const char *a, const char *b, size_t b_bytes)
{
	const char *a_end = a + strlen(a), *b_end = b + b_bytes;
	uint32_t c;

	do {
		c = fold_next(&a, a_end);
		if (c != fold_next(&b, b_end))
			return false;
	} while (c);
	return true;
}

bool name_equal(const char *a, const char *b)
{
	return equal(a ? a : "", b ? b : "", b ? strlen(b) : 0);
}

bool name_in_list(const char *name, const char *list)
{
	while (list && *list) {
		size_t len = strcspn(list, "|");

		if (len && equal(name ? name : "", list, len))
			return true;
		list += len + (list[len] == '|');
	}
	return false;
}

void name_clean(const char *name, struct str *out)
{
	struct str trimmed = STR_INIT;
	uint32_t before = 0;

	plain_add_trimmed(&trimmed, name);
	for (const char *at = trimmed.data; *at;) {
		const char *next = plain_skip_spaces(at);
		uint32_t c;
		if (next != at) {
			const char *peek = next;
			bool more = utf8_step(&peek, &c);
			if (more && (!is_han(before) || !is_han(c)))
				str_add_char(out, ' ');
			at = next;
			continue;
		}
		utf8_step(&at, &c);
		str_add_code(out, c);
		before = c;
	}
	str_free(&trimmed);
}
