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
