/*
 * status.h: errors are values.
 *
 * Every function that can fail returns an enum status and, where it takes a
 * struct error, says there in the user's language what happened and why
 * (.what) and what to do (.todo, may be empty). The caller owns the struct;
 * nothing in it is allocated. Only out-of-memory is not a status: mem.h.
 */
#ifndef CORE_STATUS_H
#define CORE_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_REFUSED,	  /* a rule says no: guard, state, nothing to undo */
	STATUS_DENIED,	  /* the person has not the right */
	STATUS_INVALID,	  /* what was typed cannot be taken: see issues */
	STATUS_WARNED,	  /* only warnings stand in the way */
	STATUS_NOT_FOUND, /* no such record, file, verb */
	STATUS_AMBIGUOUS, /* more than one is meant */
	STATUS_CONFLICT,  /* somebody else saved first */
	STATUS_BUSY,	  /* another holds the lock for too long */
	STATUS_FULL,	  /* the disk is full */
	STATUS_READONLY,  /* file or disk cannot be written */
	STATUS_IO,	  /* the disk or the system failed */
	STATUS_CORRUPT,	  /* the file is damaged or was changed from outside */
	STATUS_FOREIGN,	  /* not a database of ours, or a place we do not use */
	STATUS_NEWER,	  /* made by a newer version of the program */
	STATUS_USAGE,	  /* the command line is wrong */
	STATUS_STOPPED,	  /* the user stopped it */
	STATUS_COUNT
};

struct error {
	enum status status;
	char what[512]; /* what happened and why, one sentence */
	char todo[256]; /* what to do about it; may be empty */
};

/*
 * Fills e (which may be NULL) and returns status, so that a failing function
 * ends with `return error_set(e, STATUS_IO, _("do this"), _("..."), ...)`.
 * todo may be NULL. Text that does not fit is cut at a character.
 */
__attribute__((format(printf, 4, 5))) enum status error_set(struct error *e,
	enum status status, const char *todo, const char *what, ...);

/* A short stable name for logs and tests: "refused". Never translated. */
const char *status_name(enum status status);

#endif
