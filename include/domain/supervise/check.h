/*
 * check.h: a line of the supervisor's ledger (督查台账): what was looked at,
 * how, and what was found: done, lagging, in the way.
 *
 *	noted                                 nothing has to be put right
 *	to be put right -> put right -> struck off (销号)
 *
 * A rectification has a limit and a light; while it is open the share cannot
 * be claimed done. Who is concerned says that it is put right, the supervisor
 * strikes it off or sends it back. It stands though the task is suspended:
 * what is wrong stays wrong. Fed back, a line is told to the person
 * concerned, stands in his archive and is not changed any more. What is in
 * the way becomes a difficulty (difficulty.h). Nobody checks his own work.
 */
#ifndef DOMAIN_SUPERVISE_CHECK_H
#define DOMAIN_SUPERVISE_CHECK_H

#include "domain/action.h"
#include "domain/assign/share.h"
#include "domain/record.h"

enum check_state {
	CHECK_NOTED = 1,
	CHECK_RECTIFY,
	CHECK_RECTIFIED,
	CHECK_STRUCK
};
extern const struct choice check_states[];

enum check_verdict {
	VERDICT_NORMAL = 1,
	VERDICT_GOOD,
	VERDICT_LAGGING,
	VERDICT_PROBLEM
};
extern const struct choice check_verdicts[];

enum check_told { CHECK_UNTOLD = 1, CHECK_TOLD, CHECK_READ };
extern const struct choice check_tolds[];

enum check_field {
	CHECK_LIGHT, /* of the rectification */
	CHECK_DAY,
	CHECK_MODE,
	CHECK_TASK,
	CHECK_UNIT,
	CHECK_SHARE,
	CHECK_PERSON, /* concerned: of the share, else the unit's head */
	CHECK_VERDICT,
	CHECK_FINDING,
	CHECK_DONE,
	CHECK_LAGGING,
	CHECK_DIFFICULTY,
	CHECK_RECTIFY_TEXT,
	CHECK_RECTIFY_DUE,
	CHECK_EVIDENCE,
	CHECK_FOCUS,
	CHECK_SCHEME,
	CHECK_STATE,
	CHECK_TOLD_STATE,
	CHECK_RECTIFIED_TEXT,
	CHECK_RECTIFIED_ON,
	CHECK_AGAIN, /* why it was sent back */
	CHECK_STRUCK_ON,
	CHECK_STRUCK_BY,
	CHECK_TOLD_ON,
	CHECK_READ_ON,
	CHECK_CHECKER,
	CHECK_FIELDS_END
};
extern const struct field check_fields[];
extern const struct record_type check_type;

extern const struct action check_create, check_update, check_tell,
	check_noticed, check_rectified, check_strike, check_again;

/*
 * A line was fed back. What later steps make of it (the archive's entry) they
 * do in the same part; their listeners stand in circle.c.
 */
struct check_fed_back {
	int64_t check, person; /* never 0 */
	int day, today;
	const char *text; /* "农村改厕 现场检查：问题 ..." */
};
typedef enum status check_listener(
	struct txn *txn, const struct check_fed_back *told, struct error *err);
extern check_listener *const check_listeners[]; /* NULL ends */

/* Refuses with the day and words of the rectification that is open. */
enum status check_may_claim(const struct attempt *a, struct reason *reason);

/*
 * "3 checks: normal 2, problem 1; rectifications 1/2 struck off, 1 not read":
 * of the day from on and of all days until.
 */
struct check_counts {
	int64_t all, verdict[VERDICT_PROBLEM + 1];
	int64_t rectify, struck, overdue, unread;
};
enum status check_count(struct store *store, int64_t unit, int from, int until,
	int today, struct check_counts *out, struct error *err);
void check_counts_print(const struct check_counts *n, struct str *out);

#endif
