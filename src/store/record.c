/* record.c: one record as its table describes it. */
#include "internal.h"

#include <stdio.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"

static void offer_params(struct stmt *s, const struct query_params *p)
{
	char day[DATE_TEXT_BYTES];

	stmt_offer_int(s, ":me", p->me);
	stmt_offer_int(s, ":my_unit", p->my_unit);
	stmt_offer_int(s, ":today", p->today);
	stmt_offer_int(s, ":of", p->of);
	stmt_offer_text(s, ":day", date_iso(p->today, day));
}

enum status record_read(struct store *store, const struct table *t, int64_t id,
	const struct query_params *p, struct values *out, struct error *err)
{
	struct stmt *s = stmt_get(store, compose_read(store, t, p != NULL));
	enum status status = STATUS_OK;
	enum status ended;
	int column = 1;

	stmt_bind_int(s, ":id", id);
	if (p)
		offer_params(s, p);
	if (!stmt_row(s))
		status = STATUS_NOT_FOUND;
	for (const struct field *f = t->fields; !status && f->name; f++)
		if (compose_reads(f, p != NULL))
			values_set(out, f, stmt_value(s, column++));
	ended = stmt_end(s, err);
	if (ended)
		return ended;
	if (status)
		error_set(err, status, NULL,
			_("there is no %s with number %lld"),
			language_text_in(t->name, t->name), (long long)id);
	return status;
}

static struct stmt *select_one(struct store *store, const struct table *t,
	const char *what, int64_t id)
{
	struct str sql = STR_INIT;
	struct stmt *s;

	str_addf(&sql, "SELECT %s FROM \"%s\" r", what, t->name);
	if (table_has_private(t))
		str_addf(&sql, " LEFT JOIN \"%s_private\" p ON p.id=r.id",
			t->name);
	str_add(&sql, " WHERE r.id=:id");
	s = stmt_get(store, stmt_keep(store, sql.data));
	stmt_bind_int(s, ":id", id);
	str_free(&sql);
	return s;
}

bool record_exists(struct store *store, const struct table *t, int64_t id)
{
	return stmt_one_int(select_one(store, t, "1", id), 0) == 1;
}

static struct stmt *select_field(struct store *store, const struct table *t,
	int64_t id, const struct field *f)
{
	struct str what = STR_INIT;
	struct stmt *s;

	compose_value(f, &what);
	s = select_one(store, t, what.data, id);
	str_free(&what);
	return s;
}

int64_t record_int(struct store *store, const struct table *t, int64_t id,
	const struct field *f)
{
	return stmt_one_int(select_field(store, t, id, f), 0);
}

char *record_text(struct store *store, const struct table *t, int64_t id,
	const struct field *f)
{
	return stmt_one_text(select_field(store, t, id, f));
}

void record_title(
	struct store *store, const struct table *t, int64_t id, struct str *out)
{
	char *title = stmt_one_text(
		select_one(store, t, t->title ? t->title : "r.id", id));

	str_add(out, title);
	mem_free(title);
}

int64_t record_revision(struct store *store, int kind, int64_t id)
{
	struct stmt *s =
		stmt_get(store, "SELECT max(seq) FROM touch"
				" WHERE kind=:kind AND id=:id AND own=1");

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	return stmt_one_int(s, 0);
}
