/*
 * view.h (office): a person's own views of a list: a filter line under a
 * name. It is the text after `list KIND`, and is read again at every use.
 */
#ifndef DOMAIN_OFFICE_VIEW_H
#define DOMAIN_OFFICE_VIEW_H

#include "domain/action.h"
#include "domain/record.h"

enum view_field {
	VIEW_PERSON, /* NULL: of the owner who is in no roster */
	VIEW_KIND,
	VIEW_NAME,
	VIEW_FILTER,
	VIEW_FIELDS_END
};
extern const struct field view_fields[];
extern const struct record_type view_type;
extern const struct action view_save;

/* The filter line of the session's view of that name; NULL: none. */
char *view_filter_of(const struct session *s, const struct record_type *type,
	const char *name);
/* The session's views of lists of that type, by name. */
void view_each(const struct session *s, const struct record_type *type,
	void (*each)(void *arg, int64_t id, const char *name), void *arg);

#endif
