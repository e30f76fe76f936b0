/*
 * table.h: what the store must know of a kind of record.
 *
 * The tables, their INSERT, UPDATE and SELECT, the lists and the journal's
 * field numbers follow from these const tables. SQL is composed from them
 * alone, never from a text that came from a user.
 */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include "core/field.h"

/*
 * A view is one table walked, equalities, a range and an order that is NOT
 * NULL (keyset loses NULLs silently): its SELECT, its keyset, its index and
 * the plan its test expects follow from it. The index is (eq columns, order,
 * id) of the table walked. Parameters: :me :my_unit :today (day number) :day
 * (the same as text) :of.
 */
struct view {
	const char *name, *label; /* N_() */
	const char *walk;  /* derived table with this kind's (kind, id); NULL:
			      the record's own table */
	const char *eq;	   /* "kind=13 AND person=:me"; NULL: none */
	const char *range; /* on the order column: "red<=:today" */
	const char *rest;  /* what no index knows: only where it skips few */
	const char *order; /* column of what is walked; "-due": descending */
	bool small;	   /* at most some hundreds: read whole, any sort */
};

struct table {
	int kind;	    /* in journal and touch; 1..127, never reused */
	const char *name;   /* SQL table, and the word of `list KIND` */
	const char *title;  /* SQL over row r: how a reference to it reads */
	const char *parent; /* REF fields, a space between: touched with it */
	const char *number; /* the FIELD_NUMBER field that a serial gives */
	const char *day;    /* DATE field by which what is found stands in
			       order, then by id; NULL: by id alone */
	const char *unique; /* "dict label;name": UNIQUE constraints */
	const char *checks; /* "CHECK (...)" of the whole row, or NULL */
	const struct field *fields; /* ends with .name NULL */
	const struct view *views;   /* ends with .name NULL; may be NULL */
};

/* Only columns that are stored in TYPE_private. */
bool table_has_private(const struct table *t);
/* Whether words are found in the field: a column, and never a personal one. */
bool table_finds(const struct field *f);
/* The first such field at or after f; NULL: none is left. */
const struct field *table_next_find(const struct field *f);
const struct view *view_find(const struct table *t, const char *name);
const struct table *table_find(
	const struct table *const *tables, const char *name);
const struct table *table_of_kind(const struct table *const *tables, int kind);

#endif
