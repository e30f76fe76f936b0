/*
 * mem.h: memory that never comes back NULL.
 *
 * When the system has no more, the handler set with mem_on_out() runs once
 * (it saves the draft and restores the terminal) and the process ends with
 * status 1: the only error of the program that ends it.
 */
#ifndef CORE_MEM_H
#define CORE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t len_bytes);		/* uninitialised */
void *mem_zero(size_t count, size_t len_bytes); /* zeroed, overflow checked */
void *mem_resize(void *p, size_t count, size_t len_bytes);
void *mem_copy(const void *p, size_t len_bytes);
char *mem_text(const char *text); /* NULL stays NULL */
void mem_free(void *p);

/*
 * Makes room for one more in a growing array: `count` are in use, *size is
 * the room; both in elements of len_bytes. Returns the (moved) array.
 */
void *mem_grow(void *p, size_t count, size_t *size, size_t len_bytes);

void mem_on_out(void (*handler)(void));

#endif
