/*
 * filter.h: which records of a kind, as one line of text.
 *
 * The words after `list KIND`, the filter line of a list on the screen and a
 * saved view are the same text, words parted by spaces:
 *
 *	view=NAME            one of the kind's own lists (mine, overdue), or
 *	                     one the person saved: its words, as if typed
 *	of=RECORD            whose list, where the view asks for it
 *	light=overdue,soon   by time light, where the kind has one
 *	FIELD=VALUE[,VALUE]  any of the values; FIELD<=VALUE, FIELD>=VALUE
 *	FIELD=               empty; FIELD!= not empty
 *	order=FIELD          order=-FIELD: descending
 *	limit=N
 *	anything else        is found in the kind's FIELD_FIND fields
 *
 * Fields, views and lights go by name or label, values in every form people
 * write them. Quotes keep spaces together: title="a b". Full-width signs are
 * the same signs.
 */
#ifndef DOMAIN_FILTER_H
#define DOMAIN_FILTER_H

#include "core/field.h"
#include "core/str.h"
#include "core/value.h"
#include "domain/record.h"
#include "domain/session.h"
#include "store/query.h"

/*
 * The query is complete but for .columns and belongs to the filter, with its
 * values; it may be read by list_read() as often as wanted.
 */
struct filter {
	struct query query;
	int64_t limit; /* 0: none */
	/* what the query points to */
	struct query_filter *filter;
	size_t size;
	struct field **made; /* fields that exist for this filter alone */
	size_t made_count, made_size;
	const struct field **find;
	struct str match;
};

/*
 * Reads one line of text, or words already parted. STATUS_INVALID: issues
 * name every word that was not understood and what would be accepted; the
 * filter then holds what was. filter_free() in any case.
 */
enum status filter_read(const struct session *s, const struct record_type *type,
	const char *text, struct filter *out, struct issues *issues);
enum status filter_read_words(const struct session *s,
	const struct record_type *type, const char *const *word, size_t count,
	struct filter *out, struct issues *issues);
void filter_free(struct filter *filter);

/* Parts a line into words; each and the array belong to the caller. */
size_t filter_split(const char *text, char ***word);
void filter_split_free(char **word, size_t count);

/*
 * A field that reads as the number of enum light of the type's records, to
 * filter and order by; false: the type has no light. sql is text for .sql.
 */
bool filter_light_sql(const struct record_type *type, struct str *sql);

#endif
