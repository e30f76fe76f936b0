#include "domain/assign/units.h"

#include <string.h>
#include "core/mem.h"
#include "domain/office/unit.h"
#include "store/record.h"

/* The larger set first: what it holds is not named again. */
static const char *const groups[] = { "各单位", "各站所", "各村" };
enum { GROUPS = sizeof groups / sizeof *groups, SMALLEST_GROUP = 3 };

bool units_have(const struct value_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->id[i] == id)
			return true;
	return false;
}

static void add_name(struct str *out, const char *name)
{
	if (out->len_bytes)
		str_add(out, "、");
	str_add(out, name);
}

static bool is_complete(const struct value_ids *ids,
	const struct value_ids *group, int64_t lead)
{
	size_t members = 0;

	for (size_t i = 0; i < group->count; i++) {
		if (group->id[i] == lead)
			continue;
		if (!units_have(ids, group->id[i]))
			return false;
		members++;
	}
	return members >= SMALLEST_GROUP;
}

/* Takes a complete group out of the rest, naming it. */
static void fold(struct store *store, const char *name, int64_t lead,
	struct value_ids *rest, struct str *out)
{
	struct value_ids group = { 0 };
	size_t kept = 0;

	if (unit_expand_named(store, name, &group) &&
		is_complete(rest, &group, lead)) {
		add_name(out, name);
		for (size_t i = 0; i < rest->count; i++)
			if (!units_have(&group, rest->id[i]))
				rest->id[kept++] = rest->id[i];
		rest->count = kept;
	}
	value_ids_free(&group);
}

void units_print(struct store *store, const struct value_ids *ids, int64_t lead,
	struct str *out)
{
	struct value_ids rest = { 0 };
	struct str text = STR_INIT;

	for (size_t i = 0; i < ids->count; i++)
		if (ids->id[i] != lead)
			value_ids_add(&rest, ids->id[i]);
	for (size_t i = 0; i < GROUPS; i++)
		fold(store, groups[i], lead, &rest, &text);
	for (size_t i = 0; i < rest.count; i++) {
		char *name = record_text(store, &unit_type.table, rest.id[i],
			&unit_fields[UNIT_NAME]);

		if (name)
			add_name(&text, name);
		mem_free(name);
	}
	str_add(out, text.data);
	str_free(&text);
	value_ids_free(&rest);
}
