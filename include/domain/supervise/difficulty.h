/*
 * difficulty.h: what is in the way of a share (困难), and who helps.
 *
 *	open -> (agreed ->) solved;  closed when it is not to be solved
 *
 * Supervising is helping (督查+服务). A difficulty arises from a report's
 * line, from a check's, or by itself; it goes to the leader in charge at once
 * and is timed. He talks it over (会商): who helps, what is agreed, by when;
 * that may become a share of the helping unit. While one is open, what is
 * reported on the same share goes on with it: there is never a second.
 * Whoever has it says when it is solved; a share that is done closes it.
 */
#ifndef DOMAIN_SUPERVISE_DIFFICULTY_H
#define DOMAIN_SUPERVISE_DIFFICULTY_H

#include "domain/action.h"
#include "domain/assign/share.h"
#include "domain/record.h"

enum difficulty_state {
	DIFFICULTY_OPEN = 1,
	DIFFICULTY_AGREED,
	DIFFICULTY_SOLVED,
	DIFFICULTY_CLOSED
};
extern const struct choice difficulty_states[];

enum difficulty_field {
	DIFFICULTY_LIGHT,
	DIFFICULTY_SHARE,
	DIFFICULTY_TASK,
	DIFFICULTY_TEXT,
	DIFFICULTY_LEADER, /* computed: in charge of the task */
	DIFFICULTY_RAISED_ON,
	DIFFICULTY_DAYS, /* computed: open for, or until it was solved */
	DIFFICULTY_STATE,
	DIFFICULTY_AGREED_TEXT,
	DIFFICULTY_HELPER,
	DIFFICULTY_DUE,
	DIFFICULTY_MET_ON,
	DIFFICULTY_MET_BY,
	DIFFICULTY_HAND_OUT, /* what was agreed becomes the helper's share */
	DIFFICULTY_GIVEN,    /* that share */
	DIFFICULTY_SOLUTION,
	DIFFICULTY_SOLVED_ON,
	DIFFICULTY_RAISED_BY,
	DIFFICULTY_FIELDS_END
};
extern const struct field difficulty_fields[];
extern const struct record_type difficulty_type;

extern const struct action difficulty_raise, difficulty_agree, difficulty_solve,
	difficulty_close;

/* The one that is not solved; 0 none. */
int64_t difficulty_open_of(struct store *store, int64_t share);
/* Its words; NULL: none. The caller frees them. */
char *difficulty_words(struct store *store, int64_t share);
/* What was said is in the way: raises one, or goes on with the open one. */
enum status difficulty_tell(struct txn *txn, const struct attempt *a,
	int64_t share, const char *text, struct error *err);
/* Listens: the share is done, nothing is in its way any more. */
enum status difficulty_end(
	struct txn *txn, const struct share_done *done, struct error *err);

#endif
