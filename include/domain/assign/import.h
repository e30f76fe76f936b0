/*
 * import.h: a list of work (任务分解表) as offices keep it, line by line.
 *
 * One line is one task with its shares, as drafts, in one part. A line is
 * known to be there by title and lead unit, among several by its start. An
 * equal one changes nothing; one that differs is an error unless `update`.
 * Empty cells say nothing. What is not certain is left open, never guessed.
 */
#ifndef DOMAIN_ASSIGN_IMPORT_H
#define DOMAIN_ASSIGN_IMPORT_H

#include "domain/action.h"

extern const struct action task_import;

/*
 * "380座", "12,000亩", "14个供水点": nothing but a number and a unit of
 * count. False for everything else: 95%以上（18600人）, 零火点, 62户签约.
 */
bool task_import_quantity(
	const char *aim, int64_t *target_hundredths, struct str *measure);

/* A cell of the export, as import reads it back. */
void task_export_cell(const struct session *s, const struct values *record,
	const struct field *field, struct str *out);

#endif
