#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*on_out)(void);

void mem_on_out(void (*handler)(void))
{
	on_out = handler;
}

static void *checked(void *p)
{
	static const char message[] = "liubu: out of memory\n";
	void (*handler)(void) = on_out;

	if (p)
		return p;
	on_out = NULL; /* once: the handler may need memory itself */
	if (handler)
		handler();
	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(1);
	_exit(1);
}

void *mem_alloc(size_t len_bytes)
{
	return checked(malloc(len_bytes ? len_bytes : 1));
}

void *mem_zero(size_t count, size_t len_bytes)
{
	return checked(calloc(count ? count : 1, len_bytes ? len_bytes : 1));
}

void *mem_resize(void *p, size_t count, size_t len_bytes)
{
	if (len_bytes && count > SIZE_MAX / len_bytes)
		return checked(NULL);
	return checked(realloc(p, count && len_bytes ? count * len_bytes : 1));
}

void *mem_copy(const void *p, size_t len_bytes)
{
	void *copy = mem_alloc(len_bytes);

	if (len_bytes)
		memcpy(copy, p, len_bytes);
	return copy;
}

char *mem_text(const char *text)
{
	return text ? mem_copy(text, strlen(text) + 1) : NULL;
}

void mem_free(void *p)
{
	free(p);
}

void *mem_grow(void *p, size_t count, size_t *size, size_t len_bytes)
{
	if (count < *size)
		return p;
	*size = *size ? *size * 2 : 8;
	return mem_resize(p, *size, len_bytes);
}
