/*
 * forms.h: small helps for tables of fields and actions.
 */
#ifndef DOMAIN_OFFICE_FORMS_H
#define DOMAIN_OFFICE_FORMS_H

#include "domain/action.h"

/* An action's inputs: FORM(&unit_fields[UNIT_CLOSED_ON]) */
#define FORM(...)                     \
	(const struct field *const[]) \
	{                             \
		__VA_ARGS__, NULL     \
	}

/*
 * What the field will hold when the values are written: the one given, else
 * the record's own (0, NULL: none). The text belongs to the caller.
 */
int64_t attempt_int(
	const struct attempt *a, const struct values *v, const struct field *f);
char *attempt_text(
	const struct attempt *a, const struct values *v, const struct field *f);

#endif
