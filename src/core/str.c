#include "core/str.h"

#include <stdio.h>
#include <string.h>
#include "core/mem.h"
#include "core/utf8.h"

char str_empty[1]; /* what an empty str shows; never written to */

static void reserve(struct str *s, size_t more_bytes)
{
	size_t need = s->len_bytes + more_bytes + 1;

	if (need <= s->size_bytes)
		return;
	size_t size = s->size_bytes ? s->size_bytes : 32;
	while (size < need)
		size *= 2;
	s->data = mem_resize(s->size_bytes ? s->data : NULL, size, 1);
	s->size_bytes = size;
}

void str_add_bytes(struct str *s, const void *bytes, size_t len_bytes)
{
	if (!len_bytes)
		return;
	reserve(s, len_bytes);
	memcpy(s->data + s->len_bytes, bytes, len_bytes);
	s->len_bytes += len_bytes;
	s->data[s->len_bytes] = 0;
}

void str_add(struct str *s, const char *text)
{
	if (text)
		str_add_bytes(s, text, strlen(text));
}

void str_add_char(struct str *s, char c)
{
	str_add_bytes(s, &c, 1);
}

void str_add_code(struct str *s, uint32_t code_point)
{
	char bytes[UTF8_MAX_BYTES];

	str_add_bytes(s, bytes, utf8_encode(code_point, bytes));
}

void str_addv(struct str *s, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n <= 0)
		return;
	reserve(s, (size_t)n);
	vsnprintf(s->data + s->len_bytes, (size_t)n + 1, format, args);
	s->len_bytes += (size_t)n;
}

void str_addf(struct str *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_addv(s, format, args);
	va_end(args);
}

void str_cut(struct str *s, size_t len_bytes)
{
	if (len_bytes >= s->len_bytes)
		return;
	s->len_bytes = len_bytes;
	s->data[len_bytes] = 0;
}

void str_clear(struct str *s)
{
	str_cut(s, 0);
}

char *str_take(struct str *s)
{
	char *text = s->size_bytes ? s->data : mem_text("");

	*s = (struct str)STR_INIT;
	return text;
}

void str_free(struct str *s)
{
	if (s->size_bytes)
		mem_free(s->data);
	*s = (struct str)STR_INIT;
}
