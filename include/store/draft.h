/*
 * draft.h: what was typed into a form and is not saved yet.
 *
 * Drafts are no records: nobody else sees them and no transaction writes them.
 * A draft is one file of the folder `<db>-drafts/` (0700), for one person, one
 * form and one record: 3-share.report-2-17.draft. Each change appends the
 * whole form with one write(2) of some microseconds, so what a dead session
 * leaves behind is complete but for what was typed since; draft_sync() makes
 * it proof against a power cut too. Saving the form removes the file.
 *
 * Each piece carries length and checksum. Reading takes the last whole one:
 * a torn end (disk full, power cut) or damage anywhere costs the pieces hit
 * and no other. Two windows of one person on the same form of the same record
 * write to the same file; the one that wrote last is found.
 */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include <stddef.h>
#include <stdint.h>
#include "core/status.h"

enum {
	DRAFT_FORM_BYTES = 48,		 /* with the NUL */
	DRAFT_PIECE_MAX = 1024 * 1024,	 /* a form, encoded, in bytes */
	DRAFT_FILE_MAX = 4 * 1024 * 1024 /* then only the last piece is kept */
};

/* Which draft. The form is an action's name: letters a-z, digits, '_' and
 * single dots within ("share.report"). record 0: a new one. */
struct draft_key {
	int64_t person;
	char form[DRAFT_FORM_BYTES];
	int kind; /* of the record, as in the journal */
	int64_t record;
};

struct draft {
	struct draft_key key;
	int64_t revision;   /* of the record when the form was opened */
	int64_t created_ms; /* UTC, when the form was opened */
	struct draft_field {
		char *name, *text; /* as typed, belonging to the draft */
	} * field;
	size_t count, size;
};

/* Sets the text of a field; both are copied. */
void draft_set(struct draft *d, const char *name, const char *text);
const char *draft_get(const struct draft *d, const char *name); /* or NULL */
void draft_free(struct draft *d); /* and leaves it empty */

/*
 * Writing. The folder is made when missing, the file by the first append.
 * STATUS_INVALID: no such form name, negative person or record.
 */
struct draft_file;
enum status draft_open(const char *db_path, const struct draft_key *key,
	struct draft_file **file, struct error *err);

/* Appends the draft (its key must be that of the file). STATUS_INVALID when
 * it is larger than DRAFT_PIECE_MAX. After an error the file is as good as
 * before: what was whole is still found. */
enum status draft_append(
	struct draft_file *file, const struct draft *d, struct error *err);
enum status draft_sync(struct draft_file *file, struct error *err);
void draft_close(struct draft_file *file); /* keeps the draft; NULL allowed */

/* Reads the newest whole piece into *d, which is empty or free()d before.
 * STATUS_NOT_FOUND: there is none, also when the file holds no whole piece. */
enum status draft_read(const char *db_path, const struct draft_key *key,
	struct draft *d, struct error *err);

/* After the save, or when the person throws it away; none is no error. */
enum status draft_remove(
	const char *db_path, const struct draft_key *key, struct error *err);

/* The person's drafts, oldest first. What cannot be read is left out. */
struct drafts {
	struct draft *item;
	size_t count, size;
};
enum status draft_list(const char *db_path, int64_t person, struct drafts *list,
	struct error *err);
void drafts_free(struct drafts *list);

#endif
