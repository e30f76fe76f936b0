#include "internal.h"

#include <string.h>
#include "core/mem.h"

static struct stmt **slot_of(struct store *store, const char *sql)
{
	uintptr_t h = (uintptr_t)sql;

	h ^= h >> 9;
	return &store->slot[h % STORE_STMT_SLOTS];
}

static void prepare(struct stmt *s)
{
	struct store *store = s->store;

	store->running = s->mode;
	s->rc = sqlite3_prepare_v3(store->db, s->sql, -1,
		s->is_extra ? 0 : SQLITE_PREPARE_PERSISTENT, &s->handle, NULL);
}

struct stmt *stmt_get(struct store *store, const char *sql)
{
	struct stmt **slot = slot_of(store, sql);
	struct stmt *s;
	bool is_taken = false;

	for (s = *slot; s; s = s->next) {
		if (s->sql != sql || s->mode != store->mode)
			continue;
		if (!s->is_busy && s->handle) {
			s->is_busy = true;
			s->rc = SQLITE_OK;
			return s;
		}
		is_taken = true;
	}
	s = mem_zero(1, sizeof *s);
	s->store = store;
	s->sql = sql;
	s->mode = store->mode;
	s->is_busy = true;
	s->is_extra = is_taken;
	prepare(s);
	s->next = *slot;
	*slot = s;
	return s;
}

static size_t hash_of(const char *text)
{
	size_t h = 2166136261u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h ^ h >> 15;
}

static void grow_texts(struct store *store)
{
	size_t slots = store->text_slots ? 2 * store->text_slots : 64;
	struct kept_text **text = mem_zero(slots, sizeof *text);

	for (size_t i = 0; i < store->text_slots; i++) {
		while (store->text[i]) {
			struct kept_text *t = store->text[i];
			struct kept_text **slot =
				&text[hash_of(t->text) & (slots - 1)];

			store->text[i] = t->next;
			t->next = *slot;
			*slot = t;
		}
	}
	mem_free(store->text);
	store->text = text;
	store->text_slots = slots;
}

const char *stmt_keep(struct store *store, const char *sql)
{
	struct kept_text *t, **slot;
	size_t len_bytes = strlen(sql) + 1;

	if (store->texts >= store->text_slots)
		grow_texts(store);
	slot = &store->text[hash_of(sql) & (store->text_slots - 1)];
	for (t = *slot; t; t = t->next)
		if (strcmp(t->text, sql) == 0)
			return t->text;
	t = mem_alloc(sizeof *t + len_bytes);
	memcpy(t->text, sql, len_bytes);
	t->next = *slot;
	*slot = t;
	store->texts++;
	return t->text;
}

static int parameter(struct stmt *s, const char *name, bool is_optional)
{
	int i = s->handle ? sqlite3_bind_parameter_index(s->handle, name) : 0;

	if (i == 0 && !is_optional && s->rc == SQLITE_OK)
		s->rc = SQLITE_RANGE;
	return i;
}

static void bound(struct stmt *s, int rc)
{
	if (s->rc == SQLITE_OK)
		s->rc = rc;
}

void stmt_bind_int(struct stmt *s, const char *name, int64_t number)
{
	int i = parameter(s, name, false);

	if (i)
		bound(s, sqlite3_bind_int64(s->handle, i, number));
}

void stmt_bind_text(struct stmt *s, const char *name, const char *text)
{
	int i = parameter(s, name, false);

	if (i)
		bound(s, sqlite3_bind_text(
				 s->handle, i, text, -1, SQLITE_TRANSIENT));
}

void stmt_bind_blob(
	struct stmt *s, const char *name, const void *bytes, size_t len_bytes)
{
	int i = parameter(s, name, false);

	if (i)
		bound(s, sqlite3_bind_blob64(s->handle, i, bytes, len_bytes,
				 SQLITE_TRANSIENT));
}

void stmt_bind_null(struct stmt *s, const char *name)
{
	int i = parameter(s, name, false);

	if (i)
		bound(s, sqlite3_bind_null(s->handle, i));
}

void stmt_bind_value(struct stmt *s, const char *name, const struct value *v)
{
	if (!v || v->kind == VALUE_NULL)
		stmt_bind_null(s, name);
	else if (v->kind == VALUE_INT)
		stmt_bind_int(s, name, v->number);
	else
		stmt_bind_text(s, name, v->text);
}

void stmt_offer_int(struct stmt *s, const char *name, int64_t number)
{
	if (parameter(s, name, true))
		stmt_bind_int(s, name, number);
}

void stmt_offer_text(struct stmt *s, const char *name, const char *text)
{
	if (parameter(s, name, true))
		stmt_bind_text(s, name, text);
}

bool stmt_row(struct stmt *s)
{
	if (s->rc != SQLITE_OK && s->rc != SQLITE_ROW)
		return false;
	/* SQLite has rolled back already: this would commit by itself */
	if (s->store->txn && s->store->txn->broken.status) {
		s->rc = SQLITE_ABORT;
		return false;
	}
	/* SQLite may prepare it again by itself while stepping */
	s->store->running = s->mode;
	s->rc = sqlite3_step(s->handle);
	return s->rc == SQLITE_ROW;
}

int64_t stmt_int(struct stmt *s, int column)
{
	return sqlite3_column_int64(s->handle, column);
}

const char *stmt_text(struct stmt *s, int column)
{
	return (const char *)sqlite3_column_text(s->handle, column);
}

const void *stmt_blob(struct stmt *s, int column, size_t *len_bytes)
{
	const void *bytes = sqlite3_column_blob(s->handle, column);

	*len_bytes = (size_t)sqlite3_column_bytes(s->handle, column);
	return bytes;
}

bool stmt_is_null(struct stmt *s, int column)
{
	return sqlite3_column_type(s->handle, column) == SQLITE_NULL;
}

struct value stmt_value(struct stmt *s, int column)
{
	switch (sqlite3_column_type(s->handle, column)) {
	case SQLITE_INTEGER:
		return value_int(stmt_int(s, column));
	case SQLITE_FLOAT:
		return value_int(
			(int64_t)sqlite3_column_double(s->handle, column));
	case SQLITE_TEXT:
		return value_text(stmt_text(s, column));
	default:
		return (struct value){ .kind = VALUE_NULL };
	}
}

static void forget(struct stmt *s)
{
	struct stmt **at = slot_of(s->store, s->sql);

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	sqlite3_finalize(s->handle);
	mem_free(s);
}

enum status stmt_end(struct stmt *s, struct error *err)
{
	enum status status = STATUS_OK;
	int rc = s->rc;

	if (rc == SQLITE_RANGE) /* a parameter misnamed: our own mistake */
		status = error_set(err, STATUS_CORRUPT, NULL,
			"no such parameter: %s", s->sql);
	else if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
		status = fault_set(s->store, rc, err);
	if (status && s->store->txn)
		status = txn_note(s->store, rc, status, err);
	if (!s->handle || s->is_extra) {
		forget(s);
		return status;
	}
	sqlite3_reset(s->handle);
	sqlite3_clear_bindings(s->handle);
	s->is_busy = false;
	return status;
}

int stmt_changes(struct stmt *s)
{
	return sqlite3_changes(s->store->db);
}

enum status stmt_run(struct stmt *s, struct error *err)
{
	while (stmt_row(s))
		;
	return stmt_end(s, err);
}

int64_t stmt_one_int(struct stmt *s, int64_t otherwise)
{
	int64_t n = otherwise;

	if (stmt_row(s) && !stmt_is_null(s, 0))
		n = stmt_int(s, 0);
	stmt_end(s, NULL);
	return n;
}

char *stmt_one_text(struct stmt *s)
{
	char *text = NULL;

	if (stmt_row(s))
		text = mem_text(stmt_text(s, 0));
	stmt_end(s, NULL);
	return text;
}

void stmt_plan(struct store *store, const char *sql, struct str *out)
{
	struct str explain = STR_INIT;
	struct stmt *s;

	str_addf(&explain, "EXPLAIN QUERY PLAN %s", sql);
	s = stmt_get(store, stmt_keep(store, explain.data));
	while (stmt_row(s))
		str_addf(out, "%s\n", stmt_text(s, 3));
	stmt_end(s, NULL);
	str_free(&explain);
}

int64_t stmt_steps(const struct store *store)
{
	int64_t steps = 0;

	for (size_t i = 0; i < STORE_STMT_SLOTS; i++)
		for (const struct stmt *s = store->slot[i]; s; s = s->next)
			if (s->handle)
				steps += sqlite3_stmt_status(s->handle,
					SQLITE_STMTSTATUS_VM_STEP, 0);
	return steps;
}

void stmt_free_all(struct store *store)
{
	for (size_t i = 0; i < STORE_STMT_SLOTS; i++) {
		while (store->slot[i]) {
			struct stmt *s = store->slot[i];

			store->slot[i] = s->next;
			sqlite3_finalize(s->handle);
			mem_free(s);
		}
	}
	for (size_t i = 0; i < store->text_slots; i++) {
		while (store->text[i]) {
			struct kept_text *t = store->text[i];

			store->text[i] = t->next;
			mem_free(t);
		}
	}
	mem_free(store->text);
	store->text = NULL;
	store->texts = store->text_slots = 0;
}
