/*
 * chance.h: random records and random values that a field may hold, from the
 * tables alone: a new record type is covered without a word here.
 */
#ifndef TEST_CHANCE_H
#define TEST_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/value.h"
#include "domain/record.h"
#include "domain/session.h"

struct chance {
	struct store *store;
	uint64_t state;
	/* What values are typed about: references are often related to it, as
	 * the head of a unit is one of its people. */
	const struct record_type *about;
	int64_t about_id;
};

uint64_t chance_next(struct chance *c);
unsigned chance_below(struct chance *c, unsigned n); /* 0..n-1 */
bool chance_one_in(struct chance *c, unsigned n);

/* Any record of the type; one of the rows the last transactions wrote when
 * there is one and `recent`. 0: there is none. */
int64_t chance_record(
	struct chance *c, const struct record_type *type, bool recent);

/* Who the record names: a person of its fields, or the head of such a unit.
 * 0: nobody. */
int64_t chance_person_of(
	struct chance *c, const struct record_type *type, int64_t id);

/* Of all records: two files or two moments with the same sum hold the same. */
uint64_t chance_sum(struct store *store);

/* A value that reading what somebody typed could give. `of` is the type the
 * field belongs to. */
struct value chance_value(struct chance *c, const struct session *s,
	const struct record_type *of, const struct field *f);

#endif
