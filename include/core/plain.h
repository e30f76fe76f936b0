/*
 * plain.h: text as people type it, made plain enough to be read.
 *
 * An input method in Chinese mode commits full-width digits and signs, a
 * spreadsheet leaves hard spaces, a word processor long dashes. Whoever reads
 * a number or a date reads the folded text; what is stored is never folded.
 */
#ifndef CORE_PLAIN_H
#define CORE_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"

/*
 * The next code point with full-width forms, dashes and spaces as their
 * ASCII, and moves past it; 0 at the end, where it stays.
 */
uint32_t plain_next(const char **text);

/* Behind the spaces (of every width) at *text. */
const char *plain_skip_spaces(const char *text);

/* Adds the text without the spaces and line ends around it. */
void plain_add_trimmed(struct str *out, const char *text);

/* Adds the text folded and trimmed; bad bytes become U+FFFD. */
void plain_add_folded(struct str *out, const char *text);

/* Equal when folded, trimmed and without regard to the case of A to Z. */
bool plain_equal(const char *a, const char *b);

/*
 * Copies whole characters as far as they fit, for messages: what a terminal
 * must not see and bad bytes become "?", a cut is marked with "…".
 */
void plain_copy(char *out, size_t size_bytes, const char *text);

#endif
