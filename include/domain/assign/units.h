/*
 * units.h: sets of units as lists of work print them: 各村、财政所.
 *
 * value_parse() reads them back (unit_expand_named()); the lead, which a
 * group of units may hold, is no co-unit and left out by who writes.
 */
#ifndef DOMAIN_ASSIGN_UNITS_H
#define DOMAIN_ASSIGN_UNITS_H

#include "core/str.h"
#include "core/value.h"
#include "store/store.h"

/*
 * The names of the units, complete sets folded to 各单位, 各站所, 各村, where
 * a set is complete when only `lead` (0 none) is missing.
 */
void units_print(struct store *store, const struct value_ids *ids, int64_t lead,
	struct str *out);

bool units_have(const struct value_ids *ids, int64_t id);

#endif
