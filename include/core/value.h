/*
 * value.h: values of fields, one or a set, and what is wrong with them.
 */
#ifndef CORE_VALUE_H
#define CORE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/field.h"
#include "core/status.h"
#include "core/str.h"

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT };

/* Exactly what the column holds. The text belongs to the value. */
struct value {
	enum value_kind kind;
	int64_t number;
	char *text;
};

struct value value_int(int64_t number);
struct value value_text(const char *text); /* copies; NULL or "": VALUE_NULL */
struct value value_copy(const struct value *v);
bool value_equal(const struct value *a, const struct value *b);
void value_free(struct value *v);

/*
 * A set of values, each given for one field. A field that is not in the set
 * was not given; a field in it with VALUE_NULL was given as empty.
 */
struct values {
	struct values_item {
		const struct field *field;
		struct value value;
	} * item;
	size_t count, size;
};

void values_set(struct values *s, const struct field *f, struct value v);
void values_set_int(struct values *s, const struct field *f, int64_t number);
void values_set_text(struct values *s, const struct field *f, const char *t);
/* Of a DATE field: its ISO text. */
void values_set_day(struct values *s, const struct field *f, int day);
void values_set_null(struct values *s, const struct field *f);
bool values_has(const struct values *s, const struct field *f);
/* NULL when the field was not given; the value belongs to the set. */
const struct value *values_get(const struct values *s, const struct field *f);
/* 0 and NULL when not given or empty. */
int64_t values_int(const struct values *s, const struct field *f);
const char *values_text(const struct values *s, const struct field *f);
void values_remove(struct values *s, const struct field *f);
void values_copy(struct values *to, const struct values *from); /* adds */
void values_clear(struct values *s);
void values_free(struct values *s);

/* What is wrong with what was typed, at which field; or only a warning. */
struct issue {
	const struct field *field; /* NULL: about the whole */
	bool warning;
	int line, column;   /* of an imported file, from 1; 0: none */
	char found[128];    /* what stood there; may be empty */
	char text[256];	    /* what is wrong, in the user's language */
	char accepted[200]; /* what would be accepted; may be empty */
};

struct issues {
	struct issue *item;
	size_t count, size;
	size_t errors; /* those that are no warnings */
};

__attribute__((format(printf, 4, 5))) struct issue *issues_add(struct issues *s,
	const struct field *f, bool warning, const char *text, ...);
void issues_free(struct issues *s);

/* Ids of a FIELD_REFS: ascending, each once. */
struct value_ids {
	int64_t *id;
	size_t count, size;
};

void value_ids_add(struct value_ids *ids, int64_t id);
bool value_ids_read(struct value_ids *ids, const char *column); /* ",3,17," */
void value_ids_print(const struct value_ids *ids, struct str *out);
void value_ids_free(struct value_ids *ids);

/*
 * Reading and writing values as people do. References and dictionary values
 * need somebody who knows the records: the resolver.
 */
struct value_context {
	int today;	       /* day number (date.h) */
	bool serials;	       /* 46350 is a day: cells of a spreadsheet */
	const char *type_name; /* context of labels: "task" */
	void *arg;
	const char *unit; /* of a field whose .unit names another field, as
			     ".measure"; NULL: not known, "": there is none */
	int zone_minutes; /* of the township, east of UTC: instants */
	/* Finds what `text` means for a REF, REFS part or VALUE field:
	 * STATUS_OK and *id; else STATUS_NOT_FOUND / AMBIGUOUS and why in
	 * issue->text, issue->accepted. */
	enum status (*resolve)(void *arg, const struct field *f,
		const char *text, int64_t *id, struct issue *issue);
	/* What several records at once are meant by, as 各村: adds their ids
	 * to *ids and is true. NULL: there are no such words. */
	bool (*expand)(void *arg, const struct field *f, const char *text,
		struct value_ids *ids);
	/* How a reference reads; adds nothing when the record is unknown. */
	void (*name)(
		void *arg, const struct field *f, int64_t id, struct str *out);
	/* Working days from `day` on (+3d); NULL: weekdays only. */
	int (*add_workdays)(void *arg, int day, int count);
};

/*
 * Reads text as typed into a value of the field: every form offices write
 * dates and numbers in, choices by label, name or number, "today" and the
 * like. Blank text is VALUE_NULL; spaces around a text go, line ends become
 * LF. Checks length, bounds and form, not FIELD_REQUIRED. On failure *out is
 * VALUE_NULL and issue (may be NULL) says what is wrong and what would be
 * accepted; the status is STATUS_INVALID, or for a reference the resolver's,
 * so that an import can tell an unknown name from an ambiguous one. Without a
 * resolver ids are taken. Of .initial only what is said here is known; "me"
 * is for the resolver. Control characters in text are refused here.
 */
enum status value_parse(const struct field *f, const char *text,
	const struct value_context *c, struct value *out, struct issue *issue);

enum value_style {
	VALUE_FOR_PEOPLE, /* labels, names, units, 〔2026〕12号 */
	VALUE_FOR_LIST,	  /* the same, short: 12-10 within the year */
	VALUE_FOR_FILES,  /* labels and names, but dates and numbers plain:
			     value_parse() gives the same value back */
	VALUE_FOR_CODE	  /* choice names, ids, 92.5, YYYY-MM-DD, instants in
			     milliseconds: JSON, scripts; reads back too */
};
/* Adds nothing for VALUE_NULL. A number that is no choice is printed as is;
 * a record without a name as #17. */
void value_print(const struct field *f, const struct value *v,
	const struct value_context *c, enum value_style style, struct str *out);

#endif
