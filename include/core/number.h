/*
 * number.h: numbers as offices write them.
 *
 * A quantity is an integer of hundredths: 92.5 is 9250. What is not certain
 * is not read, and nothing is rounded: the error says what would be taken.
 */
#ifndef CORE_NUMBER_H
#define CORE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "core/str.h"

/* Hundredths and whole numbers stay within plus and minus this. */
#define NUMBER_MAX INT64_C(1000000000000000)

/*
 * The whole text as a number: "1,234.5", "１２０", "-3", "12万", "3.2亿", with
 * the unit behind it if it is this unit ("92.5%", "120座", "12万元").
 * unit "": there is none; NULL: not known, then neither a unit nor 万 and 亿
 * are certain. A unit that itself begins with 万 or 亿 takes no second one.
 * STATUS_INVALID: what is wrong is in e->what, what is taken in e->todo.
 */
enum status number_read(const char *text, const char *unit, int64_t *hundredths,
	struct error *e);

/* The same for a whole number; "12.00" is one. */
enum status number_read_whole(
	const char *text, const char *unit, int64_t *number, struct error *e);

/*
 * The number a text begins with, in hundredths, and where the rest of it
 * begins, behind spaces: "120座" is 12000 and "座", "320万元" 32000 and
 * "万元". False when it begins with none, or with one that is not certain.
 */
bool number_split(const char *text, int64_t *hundredths, const char **rest);

void number_print(int64_t hundredths, struct str *out); /* 9250: "92.5" */

/*
 * Numbers shown to people: year * 100000 + n, written 〔2026〕12号. Read are
 * also [2026]12, (2026)12, （2026）第12号, 【2026】12号, 2026年12号 and the
 * integer itself; 2026-12 may be a month and is not.
 */
bool number_read_serial(const char *text, int64_t *serial);
void number_print_serial(int64_t serial, struct str *out);

#endif
