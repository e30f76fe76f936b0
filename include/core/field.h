/*
 * field.h: one description of a field, from which everything else follows.
 *
 * tui edits it, store composes tables from it, domain's record types are made
 * of it, report prints it; none of them knows the others.
 *
 * A value of a field is exactly what its database column holds: NULL, a
 * 64-bit integer or a text (value.h).
 */
#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include <stdbool.h>
#include <stdint.h>

enum field_type {
	FIELD_TEXT, /* one line */
	FIELD_LONG, /* several lines */
	FIELD_INT,
	FIELD_DECIMAL, /* hundredths in an integer: 92.5 is 9250 */
	FIELD_FLAG,    /* 0 or 1 */
	FIELD_DATE,    /* text YYYY-MM-DD */
	FIELD_INSTANT, /* integer, UTC milliseconds */
	FIELD_NUMBER,  /* year * 100000 + n, shown as 〔2026〕12号 */
	FIELD_CHOICE, /* integer: a number of .choices, the program's own list */
	FIELD_CHOICES, /* integer: a set of .choices, bit 1 << number */
	FIELD_VALUE,   /* integer: id of a row of the dictionary .of */
	FIELD_REF,     /* integer: id of a record of the type .of */
	FIELD_REFS     /* text ",3,17,": ids ascending, one value */
};

enum field_flag {
	FIELD_REQUIRED = 1 << 0,
	FIELD_FIXED = 1 << 1,	 /* set when the record is made, then never */
	FIELD_FOLDED = 1 << 2,	 /* folded into 其他 on a form */
	FIELD_PAIRED = 1 << 3,	 /* on one line with the field before */
	FIELD_PERSONAL = 1 << 4, /* column of TYPE_private; digest in journal */
	FIELD_SYSTEM = 1 << 5,	 /* never typed: states, days of things done */
	FIELD_RETIRED = 1 << 6,	 /* no column any more; label reads history */
	FIELD_LOOKUP = 1 << 7,	 /* looked up by its value: owns an index */
	FIELD_SIGNED = 1 << 8,	 /* may be below zero */
	FIELD_FIND = 1 << 9,	 /* words and numbers in it are found */
	FIELD_SOUND = 1 << 10	 /* with FIELD_FIND: by pinyin too */
};

/* A list of the program's own; ends with .name NULL. Numbers are stored and
 * never reused; name is what scripts write, label what people read (N_). */
struct choice {
	int number;
	const char *name, *label;
};

struct field {
	int number;	   /* in the journal, 1..255, never reused; 0: no
			      column: read by .sql, written by effects */
	const char *name;  /* stable: column, FIELD=VALUE, CSV, history */
	const char *label; /* N_(): at most 8 columns in Chinese, 14 in
			      English; looked up with the type's name */
	const char *help;  /* N_(): one sentence, one example */
	const char *headers; /* "完成时限|截止日期": import; never shown */
	enum field_type type;
	unsigned flags;
	int64_t min, max; /* characters of a text, value of a number, days
			     from today of a date; both 0: the type's own */
	const char *of;	  /* dictionary (VALUE) or record type (REF, REFS) */
	const struct choice *choices;
	const char *unit;    /* of a number: "%", or ".measure": that field */
	const char *initial; /* as if typed: "today", "me", "my unit", "1" */
	const char *sql;     /* of number 0: the value, over row alias r;
				:me, :my_unit, :today are bound */
	int see, write;	     /* enum right of domain; 0: as the record */
	const char *section; /* N_(): head of a group on the form */
	int list_cols;	     /* columns in a list; 0: not in the list */
	int list_drop; /* narrow screens drop the highest first; 0: never */
};

/* Default bounds where min and max are both 0 (product.md §3). */
enum { FIELD_TEXT_MAX_CHARS = 200, FIELD_LONG_MAX_CHARS = 4000 };

int64_t field_max_chars(const struct field *field);
bool field_is_text(const struct field *field);	 /* stored as text */
bool field_is_stored(const struct field *field); /* has a column */

/* The field of that name in an array that ends with .name NULL, or NULL. */
const struct field *field_find(const struct field *fields, const char *name);
const struct field *field_numbered(const struct field *fields, int number);

/* The choice of that number or (by name or label, in any language) text, or
 * NULL. */
const struct choice *choice_numbered(const struct choice *list, int number);
const struct choice *choice_find(
	const struct choice *list, const char *text, const char *context);

#endif
