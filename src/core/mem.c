#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Touched by nobody until it is given back: addresses, no memory. */
enum { RESERVE_BYTES = 256 * 1024 };

static struct {
	void (*handler)(void *arg);
	void *arg, *reserve;
	size_t fails_in; /* 0: never */
	bool for_good;
} out;

void mem_on_out(void (*handler)(void *arg), void *arg)
{
	out.handler = handler;
	out.arg = arg;
	free(out.reserve);
	out.reserve = handler ? malloc(RESERVE_BYTES) : NULL;
}

void mem_fail_at(size_t nth, bool for_good)
{
	out.fails_in = nth;
	out.for_good = for_good;
}

static bool is_to_fail(void)
{
	if (!out.fails_in || --out.fails_in)
		return false;
	out.fails_in = out.for_good;
	return true;
}

static void *checked(void *p)
{
	static const char message[] = "liubu: out of memory\n";
	void (*handler)(void *arg) = out.handler;

	if (p)
		return p;
	out.handler = NULL; /* once: the handler may need memory itself */
	free(out.reserve);
	out.reserve = NULL;
	if (handler)
		handler(out.arg);
	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(1);
	_exit(1);
}

void *mem_alloc(size_t len_bytes)
{
	return checked(is_to_fail() ? NULL : malloc(len_bytes ? len_bytes : 1));
}

void *mem_zero(size_t count, size_t len_bytes)
{
	return checked(is_to_fail() ? NULL
				    : calloc(count ? count : 1,
					      len_bytes ? len_bytes : 1));
}

void *mem_resize(void *p, size_t count, size_t len_bytes)
{
	if (is_to_fail() || (len_bytes && count > SIZE_MAX / len_bytes))
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
	/* the room is told once it is there: the handler may look at it */
	size_t more = *size ? *size * 2 : 8;

	p = mem_resize(p, more, len_bytes);
	*size = more;
	return p;
}
