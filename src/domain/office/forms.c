#include "domain/office/forms.h"

#include "core/mem.h"
#include "store/record.h"

/* Of an action that creates, the id is the parent's. */
static bool has_record(const struct attempt *a)
{
	return a->id && !(a->action->flags & ACTION_CREATES);
}

int64_t attempt_int(
	const struct attempt *a, const struct values *v, const struct field *f)
{
	if (values_has(v, f))
		return values_int(v, f);
	if (!has_record(a))
		return 0;
	return record_int(a->store, &a->type->table, a->id, f);
}

char *attempt_text(
	const struct attempt *a, const struct values *v, const struct field *f)
{
	if (values_has(v, f))
		return mem_text(values_text(v, f));
	if (!has_record(a))
		return NULL;
	return record_text(a->store, &a->type->table, a->id, f);
}

static const struct field *closed_on(const struct attempt *a)
{
	return record_field(a->type, "closed_on");
}

bool attempt_is_closed(const struct attempt *a)
{
	char *day = record_text(a->store, &a->type->table, a->id, closed_on(a));
	bool yes = day != NULL;

	mem_free(day);
	return yes;
}

enum status closing_prefill(const struct attempt *a, struct values *out)
{
	values_set_day(out, closed_on(a), a->today);
	return STATUS_OK;
}

enum status closing_effect(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values all = { .count = 0 };

	closing_prefill(a, &all);
	values_copy(&all, v);
	enum status st = action_write(txn, a, &all, id, err);
	values_free(&all);
	return st;
}

enum status opening_effect(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values open = { .count = 0 };

	(void)v;
	*id = a->id;
	values_set_null(&open, closed_on(a));
	enum status st = txn_update(txn, &a->type->table, a->id, &open, err);
	values_free(&open);
	return st;
}
