/* write.c: insert, update, delete of a record, and numbers given. */
#include "internal.h"

#include <stdio.h>
#include <string.h>
#include "core/language.h"

static void bind_fields(struct stmt *s, const struct values *v, bool private)
{
	char name[16];

	for (size_t i = 0; i < v->count; i++) {
		const struct field *f = v->item[i].field;

		if (!field_is_stored(f) ||
			!(f->flags & FIELD_PERSONAL) != !private)
			continue;
		snprintf(name, sizeof name, ":f%d", f->number);
		stmt_bind_value(s, name, &v->item[i].value);
	}
}

/* An error must not read as "none yet": ids are never given again. */
static enum status next_id(
	struct txn *txn, int kind, int64_t *id, struct error *err)
{
	int64_t *next = &txn->next_id[kind];
	enum status status = STATUS_OK;

	if (*next == 0) {
		struct stmt *s = stmt_get(txn->store,
			"SELECT ifnull(max(id), 0) FROM touch"
			" WHERE kind=:kind");

		stmt_bind_int(s, ":kind", kind);
		if (stmt_row(s))
			*next = stmt_int(s, 0) + 1;
		status = stmt_end(s, err);
	}
	if (!status)
		*id = (*next)++;
	return status;
}

static bool has_personal(const struct values *v)
{
	for (size_t i = 0; i < v->count; i++)
		if ((v->item[i].field->flags & FIELD_PERSONAL) &&
			v->item[i].value.kind != VALUE_NULL)
			return true;
	return false;
}

enum status txn_insert(struct txn *txn, const struct table *t,
	const struct values *v, int64_t *id, struct error *err)
{
	struct store *store = txn->store;
	enum status status = STATUS_OK;
	struct stmt *s;

	if (*id == 0)
		status = next_id(txn, t->kind, id, err);
	if (status)
		return status;
	s = stmt_get(store, compose_insert(store, t, v, false));
	stmt_bind_int(s, ":id", *id);
	bind_fields(s, v, false);
	status = stmt_run(s, err);
	if (status || !has_personal(v))
		return status;
	s = stmt_get(store, compose_insert(store, t, v, true));
	stmt_bind_int(s, ":id", *id);
	bind_fields(s, v, true);
	return stmt_run(s, err);
}

/* Without any value there is no row: so it is after a replay too. */
static enum status drop_empty(
	struct txn *txn, const struct table *t, int64_t id, struct error *err)
{
	struct str sql = STR_INIT;
	struct stmt *s;

	str_addf(&sql, "DELETE FROM \"%s_private\" WHERE id=:id", t->name);
	for (const struct field *f = t->fields; f->name; f++)
		if (field_is_stored(f) && (f->flags & FIELD_PERSONAL))
			str_addf(&sql, " AND \"%s\" IS NULL", f->name);
	s = stmt_get(txn->store, stmt_keep(txn->store, sql.data));
	str_free(&sql);
	stmt_bind_int(s, ":id", id);
	return stmt_run(s, err);
}

static enum status update_private(struct txn *txn, const struct table *t,
	int64_t id, const struct values *v, struct error *err)
{
	struct store *store = txn->store;
	const char *sql = compose_update(store, t, v, true);
	enum status status;
	struct stmt *s;

	if (!sql)
		return STATUS_OK;
	s = stmt_get(store, sql);
	stmt_bind_int(s, ":id", id);
	bind_fields(s, v, true);
	status = stmt_run(s, err);
	if (status)
		return status;
	if (!has_personal(v))
		return drop_empty(txn, t, id, err);
	if (sqlite3_changes(store->db) > 0)
		return STATUS_OK;
	s = stmt_get(store, compose_insert(store, t, v, true));
	stmt_bind_int(s, ":id", id);
	bind_fields(s, v, true);
	return stmt_run(s, err);
}

enum status txn_update(struct txn *txn, const struct table *t, int64_t id,
	const struct values *v, struct error *err)
{
	struct store *store = txn->store;
	const char *sql = compose_update(store, t, v, false);
	enum status status = STATUS_OK;

	if (sql) {
		struct stmt *s = stmt_get(store, sql);

		stmt_bind_int(s, ":id", id);
		bind_fields(s, v, false);
		status = stmt_run(s, err);
		if (!status && sqlite3_changes(store->db) != 1)
			status = error_set(err, STATUS_NOT_FOUND, NULL,
				_("there is no %s with number %lld"),
				language_text_in(t->name, t->name),
				(long long)id);
	}
	return status ? status : update_private(txn, t, id, v, err);
}

static enum status delete_from(struct txn *txn, const struct table *t,
	bool private, int64_t id, struct error *err)
{
	char sql[160];
	struct stmt *s;

	snprintf(sql, sizeof sql, "DELETE FROM \"%s%s\" WHERE id=:id", t->name,
		private ? "_private" : "");
	s = stmt_get(txn->store, stmt_keep(txn->store, sql));
	stmt_bind_int(s, ":id", id);
	return stmt_run(s, err);
}

enum status txn_delete(
	struct txn *txn, const struct table *t, int64_t id, struct error *err)
{
	enum status status = STATUS_OK;

	if (table_has_private(t))
		status = delete_from(txn, t, true, id, err);
	return status ? status : delete_from(txn, t, false, id, err);
}

int64_t txn_serial(struct txn *txn, const struct table *t, int year)
{
	struct stmt *s = stmt_get(txn->store,
		"SELECT last FROM serial WHERE kind=:kind AND year=:year");
	int64_t last = 1;

	stmt_bind_int(s, ":kind", t->kind);
	stmt_bind_int(s, ":year", year);
	if (stmt_row(s))
		last = stmt_int(s, 0) + 1;
	/* an error must not give a number for the second time */
	if (stmt_end(s, NULL))
		txn->is_bad = true;
	s = stmt_get(txn->store,
		"INSERT INTO serial (kind, year, last)"
		" VALUES (:kind, :year, :last)"
		" ON CONFLICT (kind, year) DO UPDATE SET last=:last");
	stmt_bind_int(s, ":kind", t->kind);
	stmt_bind_int(s, ":year", year);
	stmt_bind_int(s, ":last", last);
	if (stmt_run(s, NULL))
		txn->is_bad = true;
	return year * INT64_C(100000) + last;
}

/* ---- applying a change of the journal: undo (backwards), replay */

static enum status value_of(struct txn *txn, const struct change *c,
	const struct field *f, const struct change_value *v, struct values *out,
	struct error *err)
{
	char *text;

	if (!v->is_digest) {
		values_set(out, f, value_copy(&v->value));
		return STATUS_OK;
	}
	if (kept_find(
		    txn->store, c->kind, c->id, f->number, v->digest, &text)) {
		if (txn->is_replay) {
			values_set_null(out, f);
			return STATUS_OK;
		}
		return error_set(err, STATUS_REFUSED, NULL,
			_("the value of %s was erased"),
			language_text_in(store_kind(txn->store, c->kind)->name,
				f->label));
	}
	values_set(out, f, (struct value){ VALUE_TEXT, 0, text });
	return STATUS_OK;
}

enum status change_apply(struct txn *txn, const struct change *c,
	bool backwards, struct error *err)
{
	const struct table *t = store_kind(txn->store, c->kind);
	struct values v = { .item = NULL };
	enum status status = STATUS_OK;
	int64_t id = c->id;
	bool removes = c->op == (backwards ? CHANGE_INSERT : CHANGE_DELETE);
	bool makes = c->op == (backwards ? CHANGE_DELETE : CHANGE_INSERT);

	if (!t)
		return error_set(err, STATUS_CORRUPT, NULL,
			_("the journal speaks of an unknown kind: %d"),
			c->kind);
	if (removes)
		return txn_delete(txn, t, id, err);
	for (size_t i = 0; i < c->count && !status; i++) {
		const struct change_field *cf = &c->field[i];
		const struct field *f = field_numbered(t->fields, cf->number);

		if (f && field_is_stored(f))
			status = value_of(txn, c, f,
				backwards ? &cf->before : &cf->after, &v, err);
	}
	if (!status && makes)
		status = txn_insert(txn, t, &v, &id, err);
	else if (!status)
		status = txn_update(txn, t, id, &v, err);
	values_free(&v);
	return status;
}
