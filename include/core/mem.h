/*
 * mem.h: memory that never comes back NULL.
 *
 * When the system has no more, a reserve is given back, the handler set with
 * mem_on_out() runs once (it restores the terminal and saves what was typed)
 * and the process ends with status 1: the only error of the program that
 * ends it.
 */
#ifndef CORE_MEM_H
#define CORE_MEM_H

#include <stdbool.h>
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

/* NULL: nobody. What the handler itself asks for comes from the reserve; if
 * that is not enough the process ends there. */
void mem_on_out(void (*handler)(void *arg), void *arg);

/* For tests: the nth request from now on finds no memory, or with for_good
 * all from there; 0: none. */
void mem_fail_at(size_t nth, bool for_good);

#endif
