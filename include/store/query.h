/*
 * query.h: pages of records by a view, filters and a key.
 *
 * SELECT, keyset, order and index follow from the view. (tui has a list of
 * rows on the screen; this is where its rows come from.)
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store/record.h"

enum query_op {
	QUERY_EQ,
	QUERY_LE,
	QUERY_GE,
	QUERY_EMPTY,
	QUERY_NOT_EMPTY,
	QUERY_CONTAINS,
	QUERY_FIND /* a word, in the query's .find fields; no field */
};
/* How what is found is looked for. */
enum query_way {
	QUERY_WALK,  /* the view's walk, each row compared */
	QUERY_SET,   /* few hits of the index, put in the view's order */
	QUERY_STREAM /* hits of the index as they come: by .day of the table */
};
struct query_filter {
	const struct field *field;
	enum query_op op;
	const struct value *value; /* several: any of them */
	size_t count;
};
struct query {
	const struct table *table;
	const struct view *view;	    /* NULL: all, by id */
	const struct field *const *columns; /* ends with NULL */
	const struct query_filter *filter;
	size_t filter_count;
	const struct field *order; /* NULL: the view's */
	bool descending;	   /* without .order: the view's turned round */
	const struct field *const *find; /* searched; ends with NULL */
	const char *match;  /* the words in the index's terms; NULL: walk */
	enum query_way way; /* of query_choose(); QUERY_WALK without it */
	struct query_params params;
};
struct query_row {
	int64_t id;
	struct value key;   /* of the order column: the keyset */
	struct value *cell; /* one a column */
};
struct query_page {
	struct query_row *row;
	size_t count, size, columns;
	bool more; /* rows after (before) these */
};
/*
 * Settles how to find, from how many the index and the view hold: before the
 * first page, and the same for all pages after it.
 */
void query_choose(struct store *store, struct query *q);
/*
 * Up to n rows after `from` (NULL: the first), or before it when reverse
 * (then still in the list's order). Pages by key, never by OFFSET. The page
 * is cleared first.
 */
enum status query_read(struct store *store, const struct query *q,
	const struct query_row *from, bool reverse, size_t n,
	struct query_page *page, struct error *err);
/* The row of that id as the list would show it; count 0: not in it. */
enum status query_read_one(struct store *store, const struct query *q,
	int64_t id, struct query_page *page, struct error *err);
/* Exact up to `most`, then most + 1: "1000+". */
int64_t query_count(struct store *store, const struct query *q, int64_t most);
void query_page_free(struct query_page *page);
struct query_row query_row_copy(const struct query_row *r, size_t columns);
void query_row_free(struct query_row *r, size_t columns);

/* The SELECT of the query: for the test of every plan. Kept by the store. */
const char *query_sql(struct store *store, const struct query *q, bool reverse);

#endif
