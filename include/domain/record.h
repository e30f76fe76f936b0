/*
 * record.h (domain): a record type, described once.
 *
 * From this one const table come form and list screens, validation messages,
 * CSV and JSON in and out, labels of the history, `liubu show`, the manual's
 * reference; from its actions menus, state machine and `act --list`.
 */
#ifndef DOMAIN_RECORD_H
#define DOMAIN_RECORD_H

#include "domain/right.h"
#include "domain/session.h"
#include "store/table.h"

struct action;

/* Kinds stand in journal and file: never renumbered, never reused. */
enum kind {
	KIND_UNIT = 1,
	KIND_POST = 2,
	KIND_PERSON = 3,
	KIND_ACCOUNT = 4,
	KIND_HOLIDAY = 5,
	KIND_VALUE = 6,
	KIND_PERIOD = 7,
	KIND_SOURCE = 8,
	KIND_SETTING = 9,
	KIND_SAVED = 10,
	KIND_GOAL = 11,
	KIND_TASK = 12,
	KIND_SHARE = 13,
	KIND_MILESTONE = 14,
	KIND_REPORT = 15,
	KIND_EXTENSION = 16,
	KIND_PLAN = 17,
	KIND_CHECK = 18,
	KIND_DIFFICULTY = 19,
	KIND_NOTE = 20,
	KIND_ARCHIVE = 21,
	KIND_ENTRY = 22,
	KIND_AMENDMENT = 41,
	KIND_VIEW = 42
};

enum record_flag {
	RECORD_LIGHT = 1 << 0,	/* its field "light" is due data: light.h */
	RECORD_APPEND = 1 << 1, /* made by effects, never edited */
	RECORD_SETTING = 1 << 2 /* belongs to step 7, 系统 */
};

enum { RECORD_RANK_LAST = 9 };

struct record_type {
	struct table table;	    /* name, fields, views: the store's part */
	const char *label, *plural; /* N_(), context = table.name */
	const char *state;  /* CHOICE field that .from and .to speak of */
	const char *key;    /* fields by which an imported line is known to be
			       already there, a space between */
	const char *named;  /* CHOICE field whose label is its name for people,
			       in their language; NULL: table.title */
	const char *empty;  /* N_(): what belongs here, which key makes it */
	const char *detail; /* fields told below a list of the line under the
			       cursor, where there is no column for them */
	/* What a list says of itself in one line; NULL: nothing. */
	void (*tell)(const struct session *, struct str *out);
	unsigned flags;
	int step; /* 0..7: the menu it stands in */
	int rank; /* there, the lower first; equal: by kind */
	enum right see;
	const struct action *const *actions; /* ends with NULL */
	const char *const *children; /* types whose parent it is; NULL */
	/* How the person stands to the record: RELATION_ bits. */
	unsigned (*relate)(struct store *, int64_t id, int64_t person);
	/* Whose word a 代录 of that action would be; 0 none. */
	int64_t (*stand_in)(struct store *, int64_t id, const struct action *);
	/* Record-wise right to see (知悉范围, own archive); NULL: .see. */
	bool (*may_see)(const struct session *, int64_t id);
	/* Journals that these are looked into, where that is told (another's
	 * archive); NULL: it is not. Asked through record_look(). */
	enum status (*tell_look)(const struct session *, const int64_t *id,
		size_t count, struct error *);
	/* Adds a cell of an export as KIND.import reads it back: of the
	 * record's field named as the input, else of the input; NULL: the
	 * field is printed as for files. */
	void (*export_cell)(const struct session *, const struct values *record,
		const struct field *, struct str *out);
};

/* Every record type, in order of kind; ends with NULL. */
extern const struct record_type *const record_types[];
const struct record_type *record_type_find(const char *name);
const struct record_type *record_type_of(int kind);
const struct field *record_field(
	const struct record_type *type, const char *name);

/* What store_create() and store_open() want: all tables, all derived. */
const struct store_setup *record_setup(void);

/* The label of field, state or type in the user's language. */
const char *record_label(const struct record_type *type);
const char *record_plural(const struct record_type *type);
const char *field_label(
	const struct record_type *type, const struct field *field);

/* "〔2026〕15号 农村改厕": number if it has one, and title. */
void record_name(struct store *store, int kind, int64_t id, struct str *out);

/* May this session see all of the type: default deny. Of a type with may_see
 * a list asks for each row besides. */
bool record_may_list(const struct session *s, const struct record_type *type);
/* May this session see that record, that field? Default deny. Writing a field
 * needs the action's right, and the field's own where it names one. */
bool record_may_see(
	const struct session *s, const struct record_type *type, int64_t id);
bool field_may_see(const struct session *s, const struct record_type *type,
	const struct field *field);
/* Whoever shows what is in records, one or a list of them, calls this first:
 * page, history, list and document. An error: they are not to be shown. */
enum status record_look(const struct session *s, const struct record_type *type,
	const int64_t *id, size_t count, struct error *err);
bool field_may_write(const struct session *s, const struct field *field);

#endif
