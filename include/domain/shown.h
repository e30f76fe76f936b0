/*
 * shown.h: how a record reads, on screens and in texts alike.
 */
#ifndef DOMAIN_SHOWN_H
#define DOMAIN_SHOWN_H

#include <stdbool.h>
#include "core/str.h"
#include "core/value.h"
#include "domain/light.h"
#include "domain/record.h"
#include "domain/session.h"

/* A value with its unit, or beside its target: "290/380", "92%". */
void shown_value(const struct session *s, const struct record_type *type,
	const struct field *f, const struct values *record,
	enum value_style style, struct str *out);
/* The light of a record that was read, with its days or what is missing:
 * "逾2", "滞42". LIGHT_NONE and nothing where the type has none. */
enum light shown_light(const struct session *s, const struct record_type *type,
	int64_t id, const struct values *record, struct str *out);
/* Does the field say something: given, no default, seen, and told neither by
 * the light, the state nor another field? */
bool shown_says(const struct session *s, const struct record_type *type,
	const struct field *f, const struct values *record);
/* The view of the child type that walks the children of one parent. */
const struct view *shown_children(
	const struct record_type *child, const struct record_type *parent);

#endif
