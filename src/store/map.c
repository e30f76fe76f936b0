/*
 * map.c: which table is what, which column which field; and by it the
 * authorizer: what statements may do, and what a viewer sees.
 */
#include "internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "core/mem.h"

static struct table_map *map_add(
	struct store *store, enum table_class class, const char *name)
{
	struct table_map *m = &store->map[store->maps];

	assert(store->maps < STORE_TABLES_MAX);
	store->maps++;
	*m = (struct table_map){ .class = class };
	snprintf(m->name, sizeof m->name, "%s", name);
	return m;
}

static void map_columns(
	struct table_map *m, const struct table *t, bool private)
{
	int number = 0;
	size_t all = 0;

	for (const struct field *f = t->fields; f->name; f++)
		all++;
	m->table = t;
	m->column = mem_zero(all + 1, sizeof *m->column);
	for (;;) { /* as compose.c puts them: by field number */
		const struct field *next = NULL;

		for (const struct field *f = t->fields; f->name; f++)
			if (field_is_stored(f) && f->number > number &&
				!(f->flags & FIELD_PERSONAL) == !private &&
				(!next || f->number < next->number))
				next = f;
		if (!next)
			return;
		number = next->number;
		m->column[m->columns++] = next;
	}
}

void map_build(struct store *store)
{
	const struct store_setup *setup = store->setup;
	char name[64];

	for (const struct table *const *t = setup->tables; *t; t++) {
		map_columns(
			map_add(store, TABLE_RECORD, (*t)->name), *t, false);
		if (!table_has_private(*t))
			continue;
		snprintf(name, sizeof name, "%s_private", (*t)->name);
		map_columns(map_add(store, TABLE_PRIVATE, name), *t, true);
	}
	map_add(store, TABLE_JOURNAL, "journal");
	map_add(store, TABLE_JOURNAL, "kept");
	map_add(store, TABLE_META, "meta");
	for (const char *const *d = journal_derived; *d; d++)
		map_add(store, TABLE_DERIVED, *d);
	for (const char *const *d = find_tables; *d; d++)
		map_add(store, TABLE_INDEX, *d);
	if (!setup->derived)
		return;
	for (const char *const *d = setup->derived->tables; *d; d++)
		map_add(store, TABLE_DERIVED, *d);
}

const struct table_map *store_map(struct store *store, const char *name)
{
	for (int i = 0; i < store->maps; i++)
		if (strcmp(store->map[i].name, name) == 0)
			return &store->map[i];
	return NULL;
}

/* ---- the authorizer: what statements may do, and what a viewer sees */

static int authorise_read(
	struct store *store, const char *table, const char *column)
{
	const struct table_map *m;

	if (store->running != STORE_VIEWER || !table)
		return SQLITE_OK;
	if (strcmp(table, "kept") == 0)
		return SQLITE_DENY;
	m = store_map(store, table);
	if (!m || !store->viewer ||
		(m->class != TABLE_RECORD && m->class != TABLE_PRIVATE))
		return SQLITE_OK;
	for (int i = 0; i < m->columns; i++)
		if (strcmp(m->column[i]->name, column) == 0)
			return store->viewer->may_see(store->viewer->arg,
				       m->table, m->column[i])
				       ? SQLITE_OK
				       : SQLITE_IGNORE;
	return SQLITE_OK;
}

int map_authorise(void *arg, int op, const char *a, const char *b,
	const char *schema, const char *trigger)
{
	struct store *store = arg;
	const struct table_map *m;

	(void)schema, (void)trigger;
	if (store->is_trusted)
		return SQLITE_OK;
	switch (op) {
	case SQLITE_READ:
		return authorise_read(store, a, b);
	case SQLITE_SELECT:
	case SQLITE_FUNCTION:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		m = store_map(store, a);
		/* how SQLite asks when it connects a virtual table; written
		 * it cannot be, the schema is not writable */
		if (op == SQLITE_UPDATE && strcmp(a, "sqlite_master") == 0)
			return SQLITE_OK;
		if (store->running == STORE_VIEWER)
			return SQLITE_DENY;
		/* records only within a transaction that records them */
		return m && m->class == TABLE_META ? SQLITE_OK
		       : store->txn		   ? SQLITE_OK
						   : SQLITE_DENY;
	case SQLITE_PRAGMA:
		return strcmp(a, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}
