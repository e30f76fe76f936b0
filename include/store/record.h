/*
 * record.h (store): reading one record by its table.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/status.h"
#include "core/value.h"
#include "store/store.h"
#include "store/table.h"

/* What :me, :my_unit, :today and :of mean in views and .sql fields. */
struct query_params {
	int64_t me, my_unit, of;
	int today;
};

/*
 * All fields of the record, computed ones (.sql) included when p is given.
 * STATUS_NOT_FOUND without such a record.
 */
enum status record_read(struct store *store, const struct table *t, int64_t id,
	const struct query_params *p, struct values *out, struct error *err);
bool record_exists(struct store *store, const struct table *t, int64_t id);
/* One stored field; 0 or NULL when empty or no such record. */
int64_t record_int(struct store *store, const struct table *t, int64_t id,
	const struct field *f);
char *record_text(struct store *store, const struct table *t, int64_t id,
	const struct field *f); /* caller frees */

/* How a reference to it reads (.title); adds nothing when unknown. */
void record_title(struct store *store, const struct table *t, int64_t id,
	struct str *out);

/* The journal number of its last own change: what a form carries. */
int64_t record_revision(struct store *store, int kind, int64_t id);

#endif
