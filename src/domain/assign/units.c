#include "domain/assign/units.h"

#include <stdlib.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "domain/name.h"
#include "domain/office/unit.h"
#include "store/stmt.h"

/* Names of groups, and the kinds of unit they mean. */
static const struct group {
	const char *names; /* as lists write them; the first is printed */
	bool villages, stations;
} groups[] = {
	{ "各单位|各村各单位|全乡各单位|各部门", true, true },
	{ "各站所|各站所办|各办所|各办公室|各站办所", false, true },
	{ "各村|各行政村|各村委|各村委会|全乡各村", true, false },
};
enum { GROUPS = sizeof groups / sizeof *groups };

int64_t units_next(const char **refs)
{
	char *end;

	if (!*refs)
		return 0;
	while (**refs == ',')
		(*refs)++;
	if (!**refs)
		return 0;
	int64_t id = strtoll(*refs, &end, 10);
	if (end == *refs)
		return 0;
	*refs = end;
	return id;
}

/* ---- a set of ids */

struct ids {
	int64_t *id;
	size_t count, size;
};

static bool ids_have(const struct ids *s, int64_t id)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->id[i] == id)
			return true;
	return false;
}

static void ids_add(struct ids *s, int64_t id)
{
	if (ids_have(s, id))
		return;
	s->id = mem_grow(s->id, s->count, &s->size, sizeof *s->id);
	s->id[s->count++] = id;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void ids_print(struct ids *s, struct str *refs)
{
	if (!s->count)
		return;
	qsort(s->id, s->count, sizeof *s->id, compare);
	for (size_t i = 0; i < s->count; i++)
		str_addf(refs, ",%lld", (long long)s->id[i]);
	str_add(refs, ",");
}

/* The units of a group in the order of lists, without the lead. */
static void group_units(struct store *store, const struct group *g,
	int64_t lead, struct ids *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT id FROM unit WHERE closed_on IS NULL AND id<>:lead"
		" AND ((kind=:village AND :villages) OR"
		" (kind=:station AND :stations)) ORDER BY kind,rank,id");

	stmt_bind_int(s, ":lead", lead);
	stmt_bind_int(s, ":village", UNIT_VILLAGE);
	stmt_bind_int(s, ":villages", g->villages);
	stmt_bind_int(s, ":station", UNIT_STATION);
	stmt_bind_int(s, ":stations", g->stations);
	while (stmt_row(s))
		ids_add(out, stmt_int(s, 0));
	stmt_end(s, NULL);
}

static const struct group *group_of(const char *name)
{
	for (size_t i = 0; i < GROUPS; i++)
		if (name_in_list(name, groups[i].names))
			return &groups[i];
	return NULL;
}

/* ---- reading */

/* Bytes of the sign between names that stands here; 0: none. */
static size_t separator(const char *at)
{
	static const char *const signs[] = { "、", "，", ",", "；", ";", "/",
		"／", " ", "\t", "\n", "　", "|" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t n = strlen(signs[i]);

		if (!strncmp(at, signs[i], n))
			return n;
	}
	return 0;
}

/* Cut at a character, as the issue has room for. */
static void put(char *to, size_t size_bytes, const char *from)
{
	size_t n = strlen(from);

	n = n < size_bytes ? n : utf8_whole(from, size_bytes - 1);
	memcpy(to, from, n);
	to[n] = 0;
}

static void read_one(struct store *store, const char *name, int64_t lead,
	const struct field *field, struct ids *ids, struct issues *issues)
{
	const struct group *g = group_of(name);
	struct error err = { 0 };
	int64_t id = 0;

	if (g) {
		struct ids members = { 0 };

		group_units(store, g, lead, &members);
		for (size_t i = 0; i < members.count; i++)
			ids_add(ids, members.id[i]);
		issues_add(issues, field, true, _("%s: these are %d units"),
			name, (int)members.count);
		mem_free(members.id);
		return;
	}
	if (unit_find_named(store, name, &id, &err) != STATUS_OK) {
		struct issue *i =
			issues_add(issues, field, false, "%s", err.what);

		put(i->found, sizeof i->found, name);
		put(i->accepted, sizeof i->accepted, err.todo);
		return;
	}
	if (id != lead)
		ids_add(ids, id);
}

bool units_read(struct store *store, const char *names, int64_t lead,
	const struct field *field, struct str *refs, struct issues *issues)
{
	size_t errors = issues->errors;
	struct ids ids = { 0 };
	struct str name = STR_INIT;

	str_clear(refs);
	for (const char *at = names ? names : ""; *at;) {
		size_t n = separator(at);

		str_clear(&name);
		while (*at && !n) {
			str_add_char(&name, *at++);
			n = separator(at);
		}
		at += n;
		if (name.len_bytes)
			read_one(store, name.data, lead, field, &ids, issues);
	}
	ids_print(&ids, refs);
	mem_free(ids.id);
	str_free(&name);
	return issues->errors == errors;
}

/* ---- printing */

static void add_name(struct str *out, const char *name, size_t len_bytes)
{
	if (out->len_bytes)
		str_add(out, "、");
	str_add_bytes(out, name, len_bytes);
}

/* Takes a complete group out of ids, naming it; two units are no group. */
static void fold(struct store *store, const struct group *g, int64_t lead,
	struct ids *ids, struct str *out)
{
	struct ids members = { 0 };
	size_t kept = 0;

	group_units(store, g, lead, &members);
	for (size_t i = 0; i < members.count; i++)
		if (!ids_have(ids, members.id[i]))
			goto out;
	if (members.count < 3)
		goto out;
	add_name(out, g->names, strcspn(g->names, "|"));
	for (size_t i = 0; i < ids->count; i++)
		if (!ids_have(&members, ids->id[i]))
			ids->id[kept++] = ids->id[i];
	ids->count = kept;
out:
	mem_free(members.id);
}

void units_print(
	struct store *store, const char *refs, int64_t lead, struct str *out)
{
	struct ids ids = { 0 };
	struct str text = STR_INIT;

	for (int64_t id; (id = units_next(&refs)) != 0;)
		ids_add(&ids, id);
	for (size_t i = 0; i < GROUPS; i++)
		fold(store, &groups[i], lead, &ids, &text);
	for (size_t i = 0; i < ids.count; i++) {
		char *name = record_text(store, &unit_type.table, ids.id[i],
			&unit_fields[UNIT_NAME]);

		if (name)
			add_name(&text, name, strlen(name));
		mem_free(name);
	}
	str_add(out, text.data);
	str_free(&text);
	mem_free(ids.id);
}
