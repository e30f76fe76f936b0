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

enum task_import_field {
	TASK_IMPORT_TITLE,
	TASK_IMPORT_LEAD,
	TASK_IMPORT_DUE,
	TASK_IMPORT_NO, /* of an export: known, and not taken */
	TASK_IMPORT_CLASS,
	TASK_IMPORT_AIM,
	TASK_IMPORT_SCHEDULE,
	TASK_IMPORT_CO,
	TASK_IMPORT_LEADER,
	TASK_IMPORT_START,
	TASK_IMPORT_PROGRESS_KIND,
	TASK_IMPORT_TARGET,
	TASK_IMPORT_MEASURE,
	TASK_IMPORT_REQUIREMENTS,
	TASK_IMPORT_MEASURES,
	TASK_IMPORT_KEY,
	TASK_IMPORT_URGENCY,
	TASK_IMPORT_WEIGHT,
	TASK_IMPORT_RHYTHM,
	TASK_IMPORT_SCOPE,
	TASK_IMPORT_UPDATE, /* option: lines that differ are taken */
	TASK_IMPORT_FIELDS_END
};
extern const struct field task_import_fields[];
extern const struct action task_import;

/*
 * "380座", "12,000亩", "14个供水点": nothing but a number and a unit of
 * count. False for everything else: 95%以上（18600人）, 零火点, 62户签约.
 */
bool task_import_quantity(
	const char *aim, int64_t *target_hundredths, struct str *measure);

/* A cell of the export, as import reads it back: field is one of the task or
 * of the import. */
void task_export_cell(const struct session *s, const struct values *record,
	const struct field *field, struct str *out);

#endif
