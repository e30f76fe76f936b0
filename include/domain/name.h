/*
 * name.h: names of people, units and posts, compared as offices mean them.
 *
 * The middle dot of a name comes as any of U+00B7 U+2022 U+FF0E U+2027 U+30FB
 * U+2219; a name of two characters is often spread with a space; brackets
 * and letters come in either width. Stored is what was typed.
 */
#ifndef DOMAIN_NAME_H
#define DOMAIN_NAME_H

#include <stdbool.h>
#include "core/str.h"

/* Adds the name in its comparable form: only for comparing. */
void name_fold(const char *name, struct str *out);
bool name_equal(const char *a, const char *b);
/* Whether name is one of "a|b|c". */
bool name_in_list(const char *name, const char *list);
/* Adds the name as it is stored: without spaces between Han characters. */
void name_clean(const char *name, struct str *out);

#endif
