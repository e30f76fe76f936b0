/*
 * value_reading.h: what the files of value_parse() share.
 */
#ifndef CORE_VALUE_READING_H
#define CORE_VALUE_READING_H

#include "core/clean.h"
#include "core/value.h"

/* What every reader is given. */
struct reading {
	const struct field *f;
	const struct value_context *c;
	const char *text; /* trimmed, never empty */
	struct value *out;
	struct issue *issue;
};

/* Fills the issue; STATUS_INVALID. accepted may be NULL. */
enum status value_fail(
	const struct reading *r, const char *accepted, const char *text);
__attribute__((format(printf, 3, 4))) enum status value_failf(
	const struct reading *r, const char *accepted, const char *text, ...);

/* Sets the value; STATUS_OK. */
enum status value_done(const struct reading *r, int64_t number);

/* Refuses what no stored text holds. */
enum status value_check_text(const struct reading *r, enum clean_lines lines);

/* Readers of value_list.c. */
enum status value_read_choice(const struct reading *r);
enum status value_read_choices(const struct reading *r);
enum status value_read_ref(const struct reading *r);
enum status value_read_refs(const struct reading *r);

#endif
