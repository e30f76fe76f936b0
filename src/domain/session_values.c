/* The context that knows the records: what a reference means and reads as. */
#include "domain/session.h"

#include "core/language.h"
#include "core/plain.h"
#include "domain/calendar.h"
#include "domain/name.h"
#include "domain/office/person.h"
#include "domain/office/post.h"
#include "domain/office/unit.h"
#include "domain/office/value.h"
#include "domain/record.h"
#include "store/stmt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A plain number: an id. Nothing else is. */
static bool read_id(const char *text, int64_t *id)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits || text[digits] || digits > 18)
		return false;
	*id = strtoll(text, NULL, 10);
	return true;
}

/* Titles are only known row by row; the first two that fit are enough. */
static enum status find_title(struct store *store,
	const struct record_type *type, const char *text, int64_t *id,
	struct error *err)
{
	struct str sql = STR_INIT, title = STR_INIT;
	size_t found = 0;

	str_addf(&sql, "SELECT id FROM \"%s\"", type->table.name);
	struct stmt *s = stmt_get(store, stmt_keep(store, sql.data));
	while (found < 2 && stmt_row(s)) {
		int64_t one = stmt_int(s, 0);
		str_clear(&title);
		record_title(store, &type->table, one, &title);
		if (!name_equal(title.data, text))
			continue;
		*id = one;
		found++;
	}
	stmt_end(s, NULL);
	str_free(&sql);
	str_free(&title);
	if (found == 1)
		return STATUS_OK;
	if (found)
		return error_set(err, STATUS_AMBIGUOUS,
			_("its number: liubu list prints it first"),
			_("several are called \"%s\""), text);
	return error_set(err, STATUS_NOT_FOUND,
		_("its number: liubu list prints it first"),
		_("there is no %s \"%s\""), record_label(type), text);
}

/* 〔2026〕12号 or 202600012, where records of the type are numbered. */
static bool find_numbered(struct store *store, const struct record_type *type,
	const char *text, int64_t *id)
{
	const struct field *no =
		type->table.number ? record_field(type, type->table.number)
				   : NULL;
	struct value_context c = { .type_name = type->table.name };
	struct value number = { .kind = VALUE_NULL };
	struct issue issue;

	if (!no || value_parse(no, text, &c, &number, &issue) != STATUS_OK ||
		number.kind != VALUE_INT)
		return false;
	struct str sql = STR_INIT;
	str_addf(&sql, "SELECT id FROM \"%s\" WHERE \"%s\"=:no",
		type->table.name, no->name);
	struct stmt *s = stmt_get(store, stmt_keep(store, sql.data));
	stmt_bind_int(s, ":no", number.number);
	int64_t found = stmt_one_int(s, 0);
	str_free(&sql);
	if (found)
		*id = found;
	return found != 0;
}

static enum status find_reference(struct store *store,
	const struct record_type *type, const char *text, int64_t *id,
	struct error *err)
{
	switch (type->table.kind) {
	case KIND_UNIT:
		return unit_find_named(store, text, id, err);
	case KIND_PERSON:
		return person_find_named(store, text, id, err);
	case KIND_POST:
		return post_find_named(store, text, id, err);
	default:
		if (find_numbered(store, type, text, id))
			return STATUS_OK;
		return find_title(store, type, text, id, err);
	}
}

static enum status find_record(const struct session *s, const struct field *f,
	const char *text, int64_t *id, struct error *err)
{
	const struct record_type *type = record_type_find(f->of);
	struct str plain = STR_INIT;

	if (!type)
		return error_set(err, STATUS_NOT_FOUND, NULL,
			_("\"%s\" cannot be looked up"), text);
	plain_add_folded(&plain, text);
	/* a long number may be one shown to people, so the id comes first
	 * only where it is one */
	bool is_id = read_id(plain.data, id) &&
		     record_exists(s->store, &type->table, *id);
	str_free(&plain);
	if (is_id)
		return STATUS_OK;
	return find_reference(s->store, type, text, id, err);
}

static enum status resolve(void *arg, const struct field *f, const char *text,
	int64_t *id, struct issue *issue)
{
	const struct session *s = arg;
	struct error err = { .status = STATUS_OK };
	enum status st =
		f->type == FIELD_VALUE
			? value_find_named(s->store, f->of, text, id, &err)
			: find_record(s, f, text, id, &err);

	if (st != STATUS_OK && issue) {
		plain_copy(issue->text, sizeof issue->text, err.what);
		plain_copy(issue->accepted, sizeof issue->accepted, err.todo);
	}
	return st;
}

static bool expand(void *arg, const struct field *f, const char *text,
	struct value_ids *ids)
{
	const struct session *s = arg;

	return f->of && !strcmp(f->of, "unit") &&
	       unit_expand_named(s->store, text, ids);
}

static void name(void *arg, const struct field *f, int64_t id, struct str *out)
{
	const struct session *s = arg;
	const struct record_type *type =
		f->type == FIELD_VALUE ? &value_type : record_type_find(f->of);

	if (type)
		record_title(s->store, &type->table, id, out);
}

static int add_workdays(void *arg, int day, int count)
{
	const struct session *s = arg;

	return calendar_add(s->store, day, count);
}

struct value_context session_values(
	const struct session *s, const char *type_name)
{
	return (struct value_context){
		.today = clock_today(&s->clock),
		.type_name = type_name,
		/* only ever read through; a context cannot say so */
		.arg = (void *)(uintptr_t)s,
		.resolve = resolve,
		.expand = expand,
		.name = name,
		.add_workdays = add_workdays,
	};
}
