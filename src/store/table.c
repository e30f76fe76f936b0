#include "store/table.h"

#include <string.h>

bool table_has_private(const struct table *t)
{
	for (const struct field *f = t->fields; f->name; f++)
		if ((f->flags & FIELD_PERSONAL) && field_is_stored(f))
			return true;
	return false;
}

bool table_finds(const struct field *f)
{
	return (f->flags & FIELD_FIND) && field_is_stored(f) &&
	       !(f->flags & FIELD_PERSONAL) &&
	       (field_is_text(f) || f->type == FIELD_NUMBER);
}

const struct field *table_next_find(const struct field *f)
{
	while (f->name && !table_finds(f))
		f++;
	return f->name ? f : NULL;
}

const struct view *view_find(const struct table *t, const char *name)
{
	for (const struct view *v = t->views; v && v->name; v++)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

const struct table *table_find(
	const struct table *const *tables, const char *name)
{
	for (; *tables; tables++)
		if (strcmp((*tables)->name, name) == 0)
			return *tables;
	return NULL;
}

const struct table *table_of_kind(const struct table *const *tables, int kind)
{
	for (; *tables; tables++)
		if ((*tables)->kind == kind)
			return *tables;
	return NULL;
}
