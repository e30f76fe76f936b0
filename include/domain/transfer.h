/*
 * transfer.h: lists of other programs in, and the same lists out.
 *
 * A line of a file is one item of the type's hidden action KIND.import, or of
 * KIND.create where there is none; the columns are the action's inputs, found
 * by header.h wherever the row of headers stands. All items are one batch of
 * the door: everything or nothing, undone as one, and everything that is
 * wrong is told at once. What export writes, import reads back and changes
 * nothing.
 */
#ifndef DOMAIN_TRANSFER_H
#define DOMAIN_TRANSFER_H

#include <stdbool.h>
#include "core/csv.h"
#include "core/header.h"
#include "core/status.h"
#include "core/str.h"
#include "core/value.h"
#include "domain/filter.h"
#include "domain/record.h"
#include "domain/session.h"

struct transfer_options {
	const struct header_map *map; /* ends with .field NULL; or NULL */
	bool create_units; /* the actions' options of these names; asking for */
	bool update;	   /* one that the action has not is an error */
	bool dry_run;	   /* everything but the COMMIT */
	bool (*progress)(void *arg, size_t done, size_t all); /* may be NULL */
	/* Told of the columns once they were looked for, also when they
	 * cannot be taken; NULL: not told. */
	void (*look)(void *arg, const struct sheet *sheet,
		const struct header *header);
	void *arg;
};

/* Zeroed first; transfer_summary_free() in any case. */
struct transfer_summary {
	struct csv_form form;
	size_t lines;	  /* of data */
	size_t made;	  /* new records */
	size_t changed;	  /* there already, and differing */
	size_t unchanged; /* there already */
	size_t skipped;	  /* sums and repeated headers */
	bool is_mixed;	  /* made counts changed ones too: a trial of update */
	int64_t seq;	  /* the journal's last number; 0: nothing written */
	struct issues issues; /* errors and warnings by line, then column */
};

/*
 * STATUS_INVALID: issues name every bad line, with line and column of the
 * file, what was found and what would be accepted; nothing was written.
 */
enum status transfer_import(const struct session *s,
	const struct record_type *type, const char *path,
	const struct transfer_options *options,
	struct transfer_summary *summary, struct error *err);
void transfer_summary_free(struct transfer_summary *summary);

/* Inputs that an import action may take besides its columns. */
extern const struct field transfer_create_units, transfer_update;

/* The action that import runs and whose inputs export writes; NULL: none. */
const struct action *transfer_action(const struct record_type *type);
/* Its inputs without the options, at most max; returns how many. */
size_t transfer_fields(
	const struct record_type *type, const struct field **out, size_t max);

/* ---- out */

enum transfer_format { TRANSFER_CSV, TRANSFER_JSON };

/* Takes what is ready of a long text, which it may clear. */
struct transfer_sink {
	enum status (*take)(void *arg, struct str *text, struct error *err);
	void *arg;
};

/*
 * Writes the records of the filter (NULL: all), at most its limit, with the
 * columns that import reads. CSV is UTF-8 with a BOM, or GB18030. The caller
 * has set the viewer: what the person may not see is empty.
 */
enum status transfer_export(const struct session *s,
	const struct record_type *type, const struct filter *filter,
	enum transfer_format format, enum csv_charset charset,
	const struct transfer_sink *sink, struct error *err);

/*
 * Reads every row of the filter's query with all fields of the type, page by
 * page; each() gets the values, and stops with anything but STATUS_OK.
 */
enum status transfer_each(const struct session *s,
	const struct record_type *type, const struct filter *filter,
	enum status (*each)(void *arg, int64_t id, const struct values *,
		struct error *err),
	void *arg, struct error *err);

/* A value as JSON: numbers as numbers, choices and dictionary values by their
 * codes, sets as arrays, null. */
void transfer_add_json(const struct session *s, const struct record_type *type,
	const struct field *field, const struct value *v, struct str *out);

/* record_look() at every row of it: lists are told before they are read. */
enum status transfer_look(const struct session *s,
	const struct record_type *type, const struct filter *filter,
	struct error *err);

#endif
