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

void name_fold(const char *name, struct str *out)
{
	while (name && *name) {
		const char *at = name;
		uint32_t raw, c;
		utf8_step(&at, &raw);
		c = plain_next(&name);
		if (is_dot(raw))
			str_add_code(out, 0xb7);
		else if (c >= 'A' && c <= 'Z')
			str_add_code(out, c - 'A' + 'a');
		else if (c > ' ')
			str_add_code(out, c);
	}
}

bool name_equal(const char *a, const char *b)
{
	struct str x = STR_INIT, y = STR_INIT;

	name_fold(a, &x);
	name_fold(b, &y);
	bool equal = !strcmp(x.data, y.data);
	str_free(&x);
	str_free(&y);
	return equal;
}

bool name_in_list(const char *name, const char *list)
{
	while (list && *list) {
		size_t len = strcspn(list, "|");
		struct str one = STR_INIT;
		str_add_bytes(&one, list, len);
		bool equal = len && name_equal(name, one.data);
		str_free(&one);
		if (equal)
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
