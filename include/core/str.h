/*
 * str.h: a text that grows.
 *
 * .data is always a valid, NUL-terminated string, also of an empty str, and
 * belongs to the str until str_take(). Bytes are whatever was added: UTF-8
 * everywhere in the program.
 */
#ifndef CORE_STR_H
#define CORE_STR_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	char *data;
	size_t len_bytes, size_bytes;
};

extern char str_empty[1];
#define STR_INIT                  \
	{                         \
		.data = str_empty \
	}

void str_add(struct str *s, const char *text); /* NULL adds nothing */
void str_add_bytes(struct str *s, const void *bytes, size_t len_bytes);
void str_add_char(struct str *s, char c);
void str_add_code(struct str *s, uint32_t code_point); /* as UTF-8 */
__attribute__((format(printf, 2, 3))) void str_addf(
	struct str *s, const char *format, ...);
void str_addv(struct str *s, const char *format, va_list args);
void str_cut(struct str *s, size_t len_bytes); /* to at most that length */
void str_clear(struct str *s);		       /* keeps the memory */
char *str_take(struct str *s);		       /* caller frees with mem_free */
void str_free(struct str *s);

#endif
