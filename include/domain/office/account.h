/*
 * account.h: which user of the operating system is whom, and his roles.
 */
#ifndef DOMAIN_OFFICE_ACCOUNT_H
#define DOMAIN_OFFICE_ACCOUNT_H

#include "domain/record.h"

enum account_field {
	ACCOUNT_LOGIN,
	ACCOUNT_PERSON, /* empty: the owner of a new file */
	ACCOUNT_ROLES, /* bits 1 << enum right_role; heads are set at the unit */
	ACCOUNT_CLOSED_ON,
	ACCOUNT_FIELDS_END
};
extern const struct field account_fields[];
extern const struct record_type account_type;
extern const struct choice account_roles[];

/* A login that getpwuid() could ever return. */
bool account_login_is_valid(const char *login);

/* Whether an administrator is left when that account (0: none) is none. */
bool account_admin_remains(struct store *store, int64_t without);

#endif
