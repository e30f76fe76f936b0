/*
 * holiday.h: days off and make-up workdays (节假日, 调休), as announced.
 */
#ifndef DOMAIN_OFFICE_HOLIDAY_H
#define DOMAIN_OFFICE_HOLIDAY_H

#include "domain/record.h"

enum holiday_kind { HOLIDAY_OFF = 1, HOLIDAY_WORKING };
extern const struct choice holiday_kinds[];

enum holiday_field {
	HOLIDAY_DAY,
	HOLIDAY_KIND,
	HOLIDAY_NAME,
	HOLIDAY_FIELDS_END
};
extern const struct field holiday_fields[];
extern const struct record_type holiday_type;

/* What a new file begins with; ends with .first NULL. */
struct holiday_shipped {
	const char *first; /* day */
	int days;
	enum holiday_kind kind;
	const char *name;
};
extern const struct holiday_shipped holidays_shipped[];

#endif
