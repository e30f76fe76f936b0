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

/*
 * What is closed on a day and may be opened again (field closed_on): the
 * prefill, the effects, and what their guards begin with.
 */
bool attempt_is_closed(const struct attempt *a);
enum status closing_prefill(const struct attempt *a, struct values *out);
enum status closing_effect(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err);
enum status opening_effect(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err);

#endif
