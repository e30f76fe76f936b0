/*
 * derived.h: all derived data of the domain, as one for the store.
 *
 * Which concept computes what from which kind of record stands in derived.c:
 * a new derived table is a line there.
 */
#ifndef DOMAIN_DERIVED_H
#define DOMAIN_DERIVED_H

#include "store/store.h"

/* The setup's .derived: record_setup() hands it to the store. */
extern const struct derived domain_derived;

#endif
