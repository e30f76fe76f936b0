#include "domain/record.h"

#include "core/language.h"
#include "core/str.h"
#include "core/value.h"
#include "domain/assess/archive.h"
#include "domain/assess/entry.h"
#include "domain/assign/extension.h"
#include "domain/assign/milestone.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/derived.h"
#include "domain/office/account.h"
#include "domain/office/holiday.h"
#include "domain/office/person.h"
#include "domain/office/post.h"
#include "domain/office/setting.h"
#include "domain/office/source.h"
#include "domain/office/unit.h"
#include "domain/office/value.h"
#include "domain/office/view.h"
#include "domain/plan/amendment.h"
#include "domain/plan/goal.h"
#include "domain/plan/plan.h"
#include "domain/supervise/check.h"
#include "domain/supervise/difficulty.h"
#include "store/record.h"

#include <string.h>

/* Every type once, in order of kind; its table follows from it. */
#define RECORD_TYPES(X) \
	X(unit)         \
	X(post)         \
	X(person)       \
	X(account)      \
	X(holiday)      \
	X(value)        \
	X(source)       \
	X(setting)      \
	X(goal)         \
	X(task)         \
	X(share)        \
	X(milestone)    \
	X(report)       \
	X(extension)    \
	X(plan)         \
	X(check)        \
	X(difficulty)   \
	X(archive)      \
	X(entry)        \
	X(amendment)    \
	X(view)

#define THE_TYPE(name) &name##_type,
#define THE_TABLE(name) &name##_type.table,

const struct record_type *const record_types[] = {
	RECORD_TYPES(THE_TYPE) NULL,
};

static const struct table *const record_tables[] = {
	RECORD_TYPES(THE_TABLE) NULL,
};

const struct record_type *record_type_find(const char *name)
{
	for (size_t i = 0; name && record_types[i]; i++)
		if (!strcmp(record_types[i]->table.name, name))
			return record_types[i];
	return NULL;
}

const struct record_type *record_type_of(int kind)
{
	for (size_t i = 0; record_types[i]; i++)
		if (record_types[i]->table.kind == kind)
			return record_types[i];
	return NULL;
}

const struct field *record_field(
	const struct record_type *type, const char *name)
{
	return field_find(type->table.fields, name);
}

const struct store_setup *record_setup(void)
{
	static const struct store_setup setup = {
		.tables = record_tables,
		.derived = &domain_derived,
	};

	return &setup;
}

/* ---- how they read */

const char *record_label(const struct record_type *type)
{
	return language_text_in(type->table.name, type->label);
}

const char *record_plural(const struct record_type *type)
{
	return language_text_in(type->table.name, type->plural);
}

const char *field_label(
	const struct record_type *type, const struct field *field)
{
	return language_text_in(type->table.name, field->label);
}

/* The field as people read it; false when the record has none. */
static bool add_field(struct store *store, const struct record_type *type,
	int64_t id, const char *name, struct str *out)
{
	const struct field *f = name ? record_field(type, name) : NULL;
	struct value_context c = { .type_name = type->table.name };
	struct value v =
		value_int(f ? record_int(store, &type->table, id, f) : 0);

	if (v.number)
		value_print(f, &v, &c, VALUE_FOR_PEOPLE, out);
	return v.number;
}

void record_name(struct store *store, int kind, int64_t id, struct str *out)
{
	const struct record_type *type = record_type_of(kind);

	if (!type || !id || add_field(store, type, id, type->named, out))
		return;
	if (add_field(store, type, id, type->table.number, out))
		str_add_char(out, ' ');
	record_title(store, &type->table, id, out);
}

/* ---- who may see it */

/* He reads everything and writes nothing, whatever right a type names. */
static bool reads_all(const struct session *s)
{
	return s->roles & 1u << RIGHT_ROLE_AUDITOR;
}

bool record_may_list(const struct session *s, const struct record_type *type)
{
	return reads_all(s) || session_may(s, type->see);
}

bool record_may_see(
	const struct session *s, const struct record_type *type, int64_t id)
{
	if (reads_all(s))
		return true;
	if (type->may_see)
		return type->may_see(s, id);
	return session_may(s, type->see);
}

enum status record_look(const struct session *s, const struct record_type *type,
	const int64_t *id, size_t count, struct error *err)
{
	return type->tell_look && count ? type->tell_look(s, id, count, err)
					: STATUS_OK;
}

bool field_may_see(const struct session *s, const struct record_type *type,
	const struct field *field)
{
	if (reads_all(s))
		return true;
	if (field->see)
		return session_may(s, field->see);
	if (field->flags & FIELD_PERSONAL)
		return session_may(s, RIGHT_SEE_PERSONAL);
	/* a type whose rows are asked for one by one has no hidden column */
	return type->may_see || session_may(s, type->see);
}

bool field_may_write(const struct session *s, const struct field *field)
{
	return !field->write || session_may(s, (enum right)field->write);
}
