#include "domain/office/view.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/filter.h"
#include "store/stmt.h"

const struct field view_fields[] = {
	[VIEW_PERSON] = { .number = 1,
		.name = "person",
		.label = N_("whose"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM | FIELD_FIXED },
	[VIEW_KIND] = { .number = 2,
		.name = "kind",
		.label = N_("list"),
		.help = N_("The word after list: task, share, person"),
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.min = 2,
		.max = 20,
		.list_cols = 10 },
	[VIEW_NAME] = { .number = 3,
		.name = "name",
		.label = N_("name"),
		.help = N_("How it stands among the views: 村建站重点"),
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED,
		.min = 1,
		.max = 24,
		.list_cols = 20 },
	[VIEW_FILTER] = { .number = 4,
		.name = "filter",
		.label = N_("filter"),
		.help = N_("As in the filter line, with order= where another "
			   "order is wanted: lead=村建站 order=-due"),
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED,
		.min = 1,
		.max = 200,
		.list_cols = 36 },
	[VIEW_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "mine",
		.label = N_("mine"),
		.eq = "person=:me",
		.order = "name",
		.small = true },
	{ .name = NULL },
};

/* ---- whose it is */

static int64_t owner_of(struct store *store, int64_t id)
{
	return record_int(
		store, &view_type.table, id, &view_fields[VIEW_PERSON]);
}

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	return owner_of(store, id) == person ? RELATION_OWN : 0;
}

static bool may_see(const struct session *s, int64_t id)
{
	return session_may(s, RIGHT_SEE) && owner_of(s->store, id) == s->person;
}

/* ---- reading */

static int64_t find_named(struct store *store, int64_t person, const char *kind,
	const char *name, int64_t but)
{
	struct stmt *s = stmt_get(store,
		"SELECT id FROM \"view\" WHERE ifnull(person,0)=:person"
		" AND kind=:kind AND name=:name AND id<>:but");

	stmt_bind_int(s, ":person", person);
	stmt_bind_text(s, ":kind", kind);
	stmt_bind_text(s, ":name", name);
	stmt_bind_int(s, ":but", but);
	return stmt_one_int(s, 0);
}

char *view_filter_of(const struct session *s, const struct record_type *type,
	const char *name)
{
	int64_t id = find_named(s->store, s->person, type->table.name, name, 0);

	return id ? record_text(s->store, &view_type.table, id,
			    &view_fields[VIEW_FILTER])
		  : NULL;
}

void view_each(const struct session *s, const struct record_type *type,
	void (*each)(void *arg, int64_t id, const char *name), void *arg)
{
	struct stmt *q = stmt_get(s->store,
		"SELECT id, name FROM \"view\" WHERE ifnull(person,0)=:person"
		" AND kind=:kind ORDER BY name");

	stmt_bind_int(q, ":person", s->person);
	stmt_bind_text(q, ":kind", type->table.name);
	while (stmt_row(q))
		each(arg, stmt_int(q, 0), stmt_text(q, 1));
	stmt_end(q, NULL);
}

/* ---- actions */

/* It stands behind view=, as one word beside those of the program. */
static void check_name(
	const struct record_type *type, const char *name, struct issues *issues)
{
	const struct field *f = &view_fields[VIEW_NAME];

	for (const char *at = name; *at; at++)
		if (plain_skip_spaces(at) != at || *at == '"' || *at == '=') {
			issues_add(issues, f, false,
				_("a name of one word: no spaces, no \" and "
				  "="));
			return;
		}
	for (const struct view *v = type->table.views; v && v->name; v++)
		if (!strcmp(v->name, name) ||
			plain_equal(
				language_text_in(type->table.name, v->label),
				name))
			issues_add(issues, f, false,
				_("\"%s\" is a view of the program already"),
				name);
}

static void check_filter(const struct attempt *a,
	const struct record_type *type, const char *text, struct issues *issues)
{
	struct issues found = { .item = NULL };
	struct filter filter;

	if (filter_read(a->session, type, text, &filter, &found) != STATUS_OK)
		issues_add(issues, &view_fields[VIEW_FILTER], false, "%s: %s",
			found.item[0].found, found.item[0].text);
	filter_free(&filter);
	issues_free(&found);
}

static enum status check_save(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const char *kind = values_text(v, &view_fields[VIEW_KIND]);
	const char *name = values_text(v, &view_fields[VIEW_NAME]);
	const struct record_type *type = record_type_find(kind);

	if (!type) {
		issues_add(issues, &view_fields[VIEW_KIND], false,
			_("there is no such list: %s"), kind);
		return STATUS_OK;
	}
	check_name(type, name, issues);
	check_filter(
		a, type, values_text(v, &view_fields[VIEW_FILTER]), issues);
	if (find_named(a->store, a->person, kind, name, 0))
		issues_add(issues, &view_fields[VIEW_NAME], true,
			_("there is one of this name; it is replaced"));
	return STATUS_OK;
}

static enum status save(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { .item = NULL };
	enum status status;

	*id = find_named(a->store, a->person,
		values_text(v, &view_fields[VIEW_KIND]),
		values_text(v, &view_fields[VIEW_NAME]), 0);
	if (*id) {
		values_set_text(&row, &view_fields[VIEW_FILTER],
			values_text(v, &view_fields[VIEW_FILTER]));
		status = txn_update(txn, &view_type.table, *id, &row, err);
	} else {
		values_copy(&row, v);
		if (a->person)
			values_set_int(
				&row, &view_fields[VIEW_PERSON], a->person);
		status = txn_insert(txn, &view_type.table, &row, id, err);
	}
	values_free(&row);
	return status;
}

const struct action view_save = {
	.name = "view.save",
	.label = N_("save a view"),
	.help = N_("A filter line under a name of one's own"),
	.done = N_("saved: %s"),
	.key = 'n',
	.right = RIGHT_KEEP,
	.flags = ACTION_CREATES,
	.input = ACTION_INPUT(&view_fields[VIEW_NAME],
		&view_fields[VIEW_FILTER], &view_fields[VIEW_KIND]),
	.needs = 3,
	.check = check_save,
	.effect = save,
};

static enum status check_rename(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const char *name = values_text(v, &view_fields[VIEW_NAME]);
	char *kind = record_text(
		a->store, &view_type.table, a->id, &view_fields[VIEW_KIND]);
	const struct record_type *type = record_type_find(kind);

	if (type)
		check_name(type, name, issues);
	if (find_named(a->store, a->person, kind, name, a->id))
		issues_add(issues, &view_fields[VIEW_NAME], false,
			_("there is one of this name: take another"));
	mem_free(kind);
	return STATUS_OK;
}

static const struct action view_rename = {
	.name = "view.rename",
	.label = N_("rename"),
	.help = N_("The filter stays as it is"),
	.done = N_("renamed: %s"),
	.key = 'e',
	.right = RIGHT_KEEP,
	.any_of = RELATION_OWN,
	.input = ACTION_INPUT(&view_fields[VIEW_NAME]),
	.needs = 1,
	.check = check_rename,
};

static enum status delete_view(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	(void)v;
	*id = a->id;
	return txn_delete(txn, &view_type.table, a->id, err);
}

static const struct action view_delete = {
	.name = "view.delete",
	.label = N_("delete"),
	.help = N_("The records it showed stay; undo brings it back"),
	.done = N_("deleted: %s"),
	.key = 'd',
	.right = RIGHT_KEEP,
	.any_of = RELATION_OWN,
	.effect = delete_view,
};

const struct record_type view_type = {
	.table = { .kind = KIND_VIEW,
		.name = "view",
		.title = "r.name",
		.fields = view_fields,
		.views = views },
	.label = N_("view"),
	.plural = N_("views"),
	.key = "kind name",
	.empty = N_("No views of your own yet: f filters a list, v saves the "
		    "filter under a name."),
	.flags = RECORD_SETTING,
	.step = 7,
	.actions = (const struct action *const[]){ &view_save, &view_rename,
		&view_delete, NULL },
	.relate = relate,
	.may_see = may_see,
};
