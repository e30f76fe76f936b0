/*
 * share.h: a unit's part of a task (承办), and its whole life.
 *
 *	planned -> pending -> signed -> in hand -> claimed -> done
 *	handed back, withdrawn beside
 *
 * A share is planned while its task is a draft: it is nobody's to sign for
 * yet. Reporting signs. The head's report and the verification are facts on
 * a claim, not states. A share without a person is acted on by the unit's
 * head, who gets the archive entry.
 */
#ifndef DOMAIN_ASSIGN_SHARE_H
#define DOMAIN_ASSIGN_SHARE_H

#include "domain/action.h"
#include "domain/record.h"

enum share_state {
	SHARE_PENDING = 1,
	SHARE_SIGNED,
	SHARE_IN_HAND,
	SHARE_CLAIMED,
	SHARE_DONE,
	SHARE_HANDED_BACK,
	SHARE_WITHDRAWN,
	SHARE_PLANNED
};
extern const struct choice share_states[];

enum share_role { SHARE_ROLE_LEAD = 1, SHARE_ROLE_CO };
extern const struct choice share_roles[];

enum grade { GRADE_EXCELLENT = 1, GRADE_GOOD, GRADE_FAIR, GRADE_POOR };
extern const struct choice share_grades[];

enum share_field {
	SHARE_LIGHT,
	SHARE_TASK,
	SHARE_UNIT,
	SHARE_ROLE,
	SHARE_PERSON,
	SHARE_TARGET,
	SHARE_PROGRESS,
	SHARE_MEASURE,
	SHARE_WEIGHT,
	SHARE_DUE,
	SHARE_FIRST_DUE,
	SHARE_STATE,
	SHARE_GIVEN_ON,
	SHARE_SIGNED_ON,
	SHARE_CLAIMED_ON,
	SHARE_ENDORSED_ON,
	SHARE_ENDORSED_BY,
	SHARE_DONE_ON,
	SHARE_RETURNS,
	SHARE_QUALITY,
	SHARE_EFFECT,
	SHARE_COMMENT,
	SHARE_VERIFIER,
	SHARE_REASON,
	SHARE_SUGGESTED,
	SHARE_FIELDS_END
};
extern const struct field share_fields[];
extern const struct record_type share_type;

extern const struct action share_report, share_same, share_sign, share_allocate,
	share_claim, share_extend, share_endorse, share_verify,
	share_supplement, share_rectify, share_update, share_handback,
	share_reassign, share_withdraw;
/* In supervise/check.c: a line of the ledger about this share. */
extern const struct action share_check;

/*
 * A share was verified done. What later steps make of it (the archive's
 * entry) they do in the same part; their listeners stand in circle.c, for
 * assign knows none of them.
 */
struct share_done {
	int64_t person, share; /* who answers for it: never 0 */
	int day, due, today;   /* finished on; due DATE_NONE: none */
	enum grade quality, effect;
	const char *text; /* title of the task */
};
typedef enum status share_done_listener(
	struct txn *txn, const struct share_done *done, struct error *err);
extern share_done_listener *const share_done_listeners[]; /* NULL ends */

/*
 * What a share asks of later steps; stands in circle.c as well.
 */
struct share_later {
	/* A report says what is in the way: raised, or the open difficulty
	 * goes on. */
	enum status (*difficulty)(struct txn *, const struct attempt *,
		int64_t share, const char *text, struct error *);
	/* The words of the open one; NULL: none. The caller frees them. */
	char *(*open_difficulty)(struct store *, int64_t share);
	/* Is something of it open that has to be put right before? */
	enum status (*may_claim)(const struct attempt *, struct reason *);
};
extern const struct share_later share_later;

/* ---- for the neighbours in assign */

/* What acting on a share needs to know of it and of its task. */
struct share_row {
	int64_t id, task, unit, person, head, leader;
	int64_t target, progress;
	bool has_target, has_progress, endorsed;
	enum share_role role;
	enum share_state state;
	int task_state, kind; /* enum task_state, enum progress_kind */
	int64_t returns;
	int due, task_start; /* days; DATE_NONE */
};
/* False when there is no such share. */
bool share_read(struct store *store, int64_t id, struct share_row *out);
/* Who answers for it: the person, else the unit's head; 0 none. */
int64_t share_handler(const struct share_row *share);

/* A new planned share; person may be 0. task.issue hands it out. */
enum status share_insert(struct txn *txn, int64_t task, int64_t unit,
	enum share_role role, int64_t person, struct error *err);
/* It is the unit's to sign for, by its own due day or this one. */
enum status share_hand_out(struct txn *txn, int64_t share, const char *due,
	int today, struct error *err);
/* An error when the person in v is not of the unit. */
void share_check_person(struct store *store, int64_t unit,
	const struct values *v, struct issues *issues);
/* The live share of that unit in the task; 0 none. */
int64_t share_of_unit(struct store *store, int64_t task, int64_t unit);

#endif
