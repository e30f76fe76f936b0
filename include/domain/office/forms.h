/*
 * forms.h: what checks and effects ask of an attempt.
 */
#ifndef DOMAIN_OFFICE_FORMS_H
#define DOMAIN_OFFICE_FORMS_H

#include "domain/action.h"

/*
 * What the field will hold when the values are written: the one given, else
 * the record's own (0, NULL: none). The text belongs to the caller.
 */
int64_t attempt_int(
	const struct attempt *a, const struct values *v, const struct field *f);
char *attempt_text(
	const struct attempt *a, const struct values *v, const struct field *f);

#endif
