/*
 * record.h (store): reading one record, and lists of them, by their tables.
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
struct list_params {
	int64_t me, my_unit, of;
	int today;
};

/*
 * All fields of the record, computed ones (.sql) included when p is given.
 * STATUS_NOT_FOUND without such a record.
 */
enum status record_read(struct store *store, const struct table *t, int64_t id,
	const struct list_params *p, struct values *out, struct error *err);
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

/* ---- lists */

enum list_op {
	LIST_EQ,
	LIST_LE,
	LIST_GE,
	LIST_EMPTY,
	LIST_NOT_EMPTY,
	LIST_CONTAINS
};
struct list_filter {
	const struct field *field;
	enum list_op op;
	const struct value *value; /* several: any of them */
	size_t count;
};
struct list_query {
	const struct table *table;
	const struct view *view; /* NULL: all, by id */
	const struct field *const *columns; /* ends with NULL */
	const struct list_filter *filter;
	size_t filter_count;
	const struct field *order; /* NULL: the view's */
	bool descending;
	struct list_params params;
};
struct list_row {
	int64_t id;
	struct value key; /* of the order column: the keyset */
	struct value *cell; /* one a column */
};
struct list_page {
	struct list_row *row;
	size_t count, size, columns;
	bool more; /* rows after (before) these */
};
/*
 * Up to n rows after `from` (NULL: the first), or before it when reverse
 * (then still in the list's order). Pages by key, never by OFFSET. The page
 * is cleared first.
 */
enum status list_read(struct store *store, const struct list_query *q,
	const struct list_row *from, bool reverse, size_t n,
	struct list_page *page, struct error *err);
/* The row of that id as the list would show it; count 0: not in it. */
enum status list_read_one(struct store *store, const struct list_query *q,
	int64_t id, struct list_page *page, struct error *err);
/* Exact up to `most`, then most + 1: "1000+". */
int64_t list_count(
	struct store *store, const struct list_query *q, int64_t most);
void list_page_free(struct list_page *page);
struct list_row list_row_copy(const struct list_row *r, size_t columns);
void list_row_free(struct list_row *r, size_t columns);

/* The SELECT of the query: for the test of every plan. Kept by the store. */
const char *list_sql(
	struct store *store, const struct list_query *q, bool reverse);

#endif
