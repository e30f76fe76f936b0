/*
 * units.h: units as a list of work names them: 各村、财政所.
 *
 * 各村 are all open villages, 各站所 all open stations, 各单位 both; a unit
 * that leads is left out. Names stand between 、 ， , ； ; / and spaces.
 */
#ifndef DOMAIN_ASSIGN_UNITS_H
#define DOMAIN_ASSIGN_UNITS_H

#include "core/str.h"
#include "core/value.h"
#include "store/store.h"

/*
 * Reads names into ",3,17,": ascending, each once, without `lead`. Adds an
 * error for every name that is no unit, and a warning that says how many a
 * group is. False when there was an error. refs is cleared first.
 */
bool units_read(struct store *store, const char *names, int64_t lead,
	const struct field *field, struct str *refs, struct issues *issues);

/* The names of ",3,17,", complete sets folded to 各村, 各站所, 各单位:
 * units_read() with the same lead gives the same back. */
void units_print(
	struct store *store, const char *refs, int64_t lead, struct str *out);

/* The next id of ",3,17,"; 0 at the end. *refs moves. */
int64_t units_next(const char **refs);

#endif
