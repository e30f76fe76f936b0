/*
 * unit.h: the units of the township, and how their names are found.
 *
 * A unit is known by name, short name and former names; two that differ only
 * in the middle dot, in full-width forms or in spaces are the same name.
 */
#ifndef DOMAIN_OFFICE_UNIT_H
#define DOMAIN_OFFICE_UNIT_H

#include "domain/record.h"

enum unit_kind {
	UNIT_LEADERSHIP = 1, /* 班子 */
	UNIT_STATION,	     /* 办公室, 站所 */
	UNIT_VILLAGE,
	UNIT_OUTSIDE
};
extern const struct choice unit_kinds[];

enum unit_field {
	UNIT_NAME,
	UNIT_SHORT, /* at most five characters: heads of the matrix */
	UNIT_KIND,
	UNIT_PARENT,
	UNIT_HEAD,
	UNIT_FORMER, /* names it had, "a|b" */
	UNIT_RANK,
	UNIT_CLOSED_ON,
	UNIT_PEOPLE, /* computed: those who serve */
	UNIT_FIELDS_END
};
extern const struct field unit_fields[];
extern const struct record_type unit_type;

/* What a name says: 村 village; 班子, 领导 leadership; else a station. */
enum unit_kind unit_kind_of(const char *name);
/* A short name made from it. */
void unit_short_of(const char *name, struct str *out);

/*
 * The unit called so, open ones before closed ones. STATUS_NOT_FOUND,
 * STATUS_AMBIGUOUS: err names what there is.
 */
enum status unit_find_named(
	struct store *store, const char *name, int64_t *id, struct error *err);

/*
 * Words for several units: 各村 the villages, 各站所 the stations, 各单位 both;
 * adds the open ones. False: text is no such word.
 */
bool unit_expand_named(
	struct store *store, const char *text, struct value_ids *ids);

/*
 * Sets the head where exactly one serving person holds a head's post; where
 * `person` is one of several, and none was chosen apart from them, none.
 */
enum status unit_settle_head(
	struct txn *txn, int64_t unit, int64_t person, struct error *err);

#endif
