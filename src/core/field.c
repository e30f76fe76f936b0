#include "core/field.h"

#include <string.h>
#include "core/language.h"
#include "core/plain.h"

int64_t field_max_chars(const struct field *field)
{
	bool is_long = field->type == FIELD_LONG || field->type == FIELD_REFS;
	bool is_own = field->type == FIELD_TEXT || field->type == FIELD_LONG;

	if (is_own && field->max > 0)
		return field->max;
	return is_long ? FIELD_LONG_MAX_CHARS : FIELD_TEXT_MAX_CHARS;
}

bool field_is_text(const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
	case FIELD_DATE:
	case FIELD_REFS:
		return true;
	default:
		return false;
	}
}

bool field_is_stored(const struct field *field)
{
	return field->number != 0 && !(field->flags & FIELD_RETIRED);
}

const struct field *field_find(const struct field *fields, const char *name)
{
	for (; name && fields && fields->name; fields++) {
		if (!strcmp(fields->name, name))
			return fields;
	}
	return NULL;
}

const struct field *field_numbered(const struct field *fields, int number)
{
	for (; number && fields && fields->name; fields++) {
		if (fields->number == number)
			return fields;
	}
	return NULL;
}

const struct choice *choice_numbered(const struct choice *list, int number)
{
	for (; list && list->name; list++) {
		if (list->number == number)
			return list;
	}
	return NULL;
}

const struct choice *choice_find(
	const struct choice *list, const char *text, const char *context)
{
	/* names are unique by design, labels only by intent: names first */
	for (const struct choice *c = list; c && c->name; c++) {
		if (plain_equal(text, c->name))
			return c;
	}
	for (const struct choice *c = list; c && c->name; c++) {
		/* a list says 男 and 女 whatever language the screens speak */
		if (c->label &&
			(plain_equal(text, c->label) ||
				plain_equal(text, language_text_as(LANGUAGE_ZH,
							  context, c->label))))
			return c;
	}
	return NULL;
}
