/*
 * setting.h: settings: one const table; each is a record from the beginning,
 * which holds what it is set to.
 */
#ifndef DOMAIN_OFFICE_SETTING_H
#define DOMAIN_OFFICE_SETTING_H

#include "store/change.h"
#include "domain/record.h"

struct setting {
	struct field field; /* name, label, help, type, bounds, unit; .initial
			       is the default */
};
extern const struct setting settings[]; /* ends with .field.name NULL */
const struct setting *setting_find(const char *name);

enum setting_field {
	SETTING_LABEL,
	SETTING_TEXT,
	SETTING_UNIT,
	SETTING_DEFAULT,
	SETTING_NAME,
	SETTING_HELP,
	SETTING_FIELDS_END
};
extern const struct field setting_fields[];
extern const struct record_type setting_type;

/* Of a name that is in the table; flags are 0 or 1. */
int64_t setting_int(struct store *store, const char *name);
char *setting_text(struct store *store, const char *name); /* caller frees */

/* Is it one of these settings (ends with NULL) that was changed, or one whose
 * name is no longer known? For what is derived from some settings alone. */
bool setting_is_among(
	struct store *store, const struct change *c, const char *const *names);

#endif
