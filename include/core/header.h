/*
 * header.h: which column of a list is which field.
 *
 * Offices head the same column 完成时限, 截止日期 or 完 成 时 限（年月日）.
 * A header is matched by the field's name, its label in either language or
 * one of its synonyms (field.headers), without regard to spaces, width, case,
 * the kind of middle dot, and then also without what stands in brackets.
 */
#ifndef CORE_HEADER_H
#define CORE_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include "core/field.h"
#include "core/sheet.h"
#include "core/status.h"
#include "core/value.h"

/* What a person has said about a header; ends with .field NULL. */
struct header_map {
	const char *field;  /* its name; "": the column is not taken */
	const char *header; /* as it stands in the file */
	bool remembered;    /* of another file: this one may lack it */
};

struct header {
	size_t row;		    /* of the sheet */
	int columns;		    /* up to the last header */
	const struct field **field; /* one a column; NULL: not taken */
};

/*
 * Finds the row of headers among the first rows, wherever titles end, and
 * matches its cells. fields end with NULL; type_name is the context of
 * labels; map may be NULL. Headers that no field knows are warnings in
 * issues, but for an order of lines (序号). STATUS_NOT_FOUND: no row of
 * headers; STATUS_INVALID: two columns are one field, or map names what there
 * is not; issues say which. The caller frees out in every case.
 */
enum status header_find(const struct sheet *s,
	const struct field *const *fields, const char *type_name,
	const struct header_map *map, struct header *out,
	struct issues *issues);

/* The field a header names, or NULL. */
const struct field *header_match(const struct field *const *fields,
	const char *type_name, const char *header);

int header_column(const struct header *h, const struct field *f); /* -1 */
void header_free(struct header *h);

#endif
