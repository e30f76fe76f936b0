/*
 * value.h (office): dictionaries: the lists of values an admin can edit.
 *
 * Which dictionaries there are is code; their rows are records. A row is
 * never deleted, only retired; the code of a shipped row is what rules speak
 * of and never changes.
 */
#ifndef DOMAIN_OFFICE_VALUE_H
#define DOMAIN_OFFICE_VALUE_H

#include "domain/action.h"
#include "domain/record.h"

struct dictionary {
	const char *name;  /* field.of: "task class" */
	const char *label; /* N_(), context "value" */
	/* Shipped rows, in order; ends with .label NULL. */
	const struct dictionary_row {
		const char *code, *label, *synonyms;
	} * row;
};
extern const struct dictionary dictionaries[]; /* ends with .name NULL */
const struct dictionary *dictionary_find(const char *name);

enum value_field {
	VALUE_DICT,
	VALUE_LABEL,
	VALUE_SYNONYMS,
	VALUE_RANK,
	VALUE_CODE,
	VALUE_RETIRED,
	VALUE_FIELDS_END
};
extern const struct field value_fields[];
extern const struct record_type value_type;

/*
 * The row that text means: label, synonym, code or id. STATUS_NOT_FOUND:
 * err->todo lists what there is.
 */
enum status value_find_named(struct store *store, const char *dict,
	const char *text, int64_t *id, struct error *err);
/* The shipped row of that code; 0 none. */
int64_t value_of_code(struct store *store, const char *dict, const char *code);
/* The next row that is offered, in order: *id 0 is before the first. */
bool value_next(struct store *store, const char *dict, int64_t *id);

/*
 * What a header of a list of that kind was said to be, by an import before:
 * the name of a field, "" where it is not taken; NULL: nothing was said. The
 * row of dictionary "header" has it among its synonyms, as task.due.
 */
char *value_header(struct store *store, const char *kind, const char *header);
/* Remembers it: label and one synonym. */
extern const struct action value_remember;
/* How shipped rows come in, with their code: not in menus. */
extern const struct action value_ship;
/* A new row within another action: an import told of it. */
enum status value_add(struct txn *txn, const char *dict, const char *label,
	int64_t *id, struct error *err);

#endif
