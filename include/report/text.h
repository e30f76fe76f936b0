/*
 * text.h: records as plain lines to be copied into a chat group: no frame, no
 * table, at most DOCUMENT_COLS columns. What stands in them follows from the
 * fields: in a list the columns that a narrow screen keeps.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "core/status.h"
#include "core/str.h"
#include "domain/filter.h"
#include "domain/record.h"
#include "domain/session.h"

enum { TEXT_ROWS_MOST = 500 }; /* of a filter without limit=; told */

/*
 * "1. 农村改厕（村建站）355/380，限10-31，逾24天", a line a record, below the
 * title. text_list() adds what the filter finds, text_chosen() those records
 * in that order. Both tell looks (record_look()) before they read.
 */
enum status text_list(const struct session *s, const struct record_type *type,
	const char *title, const struct filter *filter, struct str *out,
	struct error *err);
enum status text_chosen(const struct session *s, const struct record_type *type,
	const char *title, const int64_t *id, size_t count, struct str *out,
	struct error *err);
/* The name, how it stands, every field that says something with its label,
 * then what belongs to it as lists. */
enum status text_record(const struct session *s, const struct record_type *type,
	int64_t id, struct str *out, struct error *err);

#endif
