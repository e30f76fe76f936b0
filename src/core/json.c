#include "core/json.h"

#include "core/clean.h"
#include "core/utf8.h"

static void add_escape(struct str *out, uint32_t code)
{
	if (code > 0xffff) {
		code -= 0x10000;
		str_addf(out, "\\u%04x", 0xd800 + (code >> 10));
		code = 0xdc00 + (code & 0x3ff);
	}
	str_addf(out, "\\u%04x", (unsigned)code);
}

void json_add_text(struct str *out, const char *text)
{
	uint32_t code;

	if (!text) {
		str_add(out, "null");
		return;
	}
	str_add_char(out, '"');
	while (utf8_step(&text, &code)) {
		if (code == '\n')
			str_add(out, "\\n");
		else if (code == '\t')
			str_add(out, "\\t");
		else if (code == '"' || code == '\\')
			str_addf(out, "\\%c", (int)code);
		else if (clean_name(code))
			add_escape(out, code);
		else
			str_add_code(out, code);
	}
	str_add_char(out, '"');
}
