/*
 * action.h: the one door for everything that writes.
 *
 * An action is a named verb on a record with its right, its guard, its input
 * fields and its effect. Screens, `act`, bulk edit, import and demo run
 * through door_run():
 *
 *   side lock, BEGIN IMMEDIATE -> right -> guard -> check -> effect ->
 *   derived data -> journal -> COMMIT
 *
 * What the menus offer and what `act --list` prints are these tables.
 */
#ifndef DOMAIN_ACTION_H
#define DOMAIN_ACTION_H

#include "core/status.h"
#include "core/value.h"
#include "domain/record.h"
#include "store/txn.h"

enum action_flag {
	ACTION_BULK = 1 << 0,	    /* offered for marked records together */
	ACTION_CREATES = 1 << 1,    /* makes a record of its type */
	ACTION_FINAL = 1 << 2,	    /* cannot be undone: sealed, sent, closed */
	ACTION_PLAIN = 1 << 3,	    /* plain edit: undo and conflict by field */
	ACTION_HIDDEN = 1 << 4,	    /* not in menus: import, program's own */
	ACTION_ALL_FIELDS = 1 << 5, /* input: every typed field of its type */
	ACTION_UNCHANGED_OK = 1 << 6, /* journaled though nothing changes */
	/* A line of a list: inputs are texts as they stood in the cells, for
	 * the action reads them (a class may be new, 各村 many units); with
	 * ACTION_ALL_FIELDS every field of its type that has headers. */
	ACTION_LINE = 1 << 7
};

enum { ACTION_INPUTS_MAX = 64 };

/* An action's inputs: ACTION_INPUT(&unit_fields[UNIT_CLOSED_ON]) */
#define ACTION_INPUT(...)             \
	(const struct field *const[]) \
	{                             \
		__VA_ARGS__, NULL     \
	}

/* Who decided, who typed, on what it rests (代录). */
struct actor {
	int64_t person; /* 0: the session's own */
	int64_t basis;	/* dictionary "basis": 电话, 微信, 纸质 */
	const char *basis_no;
};

/* What guard, check and effect are told. */
struct attempt {
	const struct session *session;
	struct store *store;
	const struct action *action;
	const struct record_type *type;
	int64_t person; /* who decides; 0: an owner without a person */
	int64_t id;	/* the record; of ACTION_CREATES its parent, or 0 */
	int today;
	struct txn *txn; /* NULL while only asked (menus, prefill) */
};

/* Why not, and what would make it possible; in the user's language. */
struct reason {
	char why[200];
	char unless[200];
};
__attribute__((format(printf, 3, 4))) enum status reason_set(
	struct reason *reason, const char *unless, const char *why, ...);

struct action {
	const char *name;  /* "share.report": type, dot, verb */
	const char *label; /* N_(), context = type's name */
	const char *help;  /* N_() */
	const char *done;  /* N_("reported: %s"): message line; %s the record */
	char key;	   /* letter inside the menu x; 0 none */
	enum right right;
	unsigned any_of, none_of; /* relations: one must, none may hold */
	unsigned flags;
	unsigned from; /* bits 1u << state it is possible in; 0: all */
	int to;	       /* state it leads to; 0: stays */
	const struct field *const *input; /* ends with NULL */
	int needs; /* the first n inputs must be given in this action */
	const struct record_type *const *makes; /* type it creates besides */
	/* Fills what the form shows first. NULL: the record's own values of
	 * inputs that are fields of its type, else the initials. */
	enum status (*prefill)(const struct attempt *, struct values *);
	/* What right, relation and state do not say. Reads only. */
	enum status (*guard)(const struct attempt *, struct reason *);
	/* Errors and warnings about what was typed. Reads only. */
	enum status (*check)(
		const struct attempt *, const struct values *, struct issues *);
	/* NULL: the inputs and .to are written. Else it writes the inputs
	 * itself (action_write() does the common part). *id: the record made
	 * or acted on. */
	enum status (*effect)(struct txn *, const struct attempt *,
		const struct values *, int64_t *id, struct error *);
};

/* Inputs, the state, initials of a new record: what a NULL effect does. */
enum status action_write(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err);

const struct action *action_find(
	const char *name, const struct record_type **type);
/* The fields the action takes, in order; at most max; returns how many. */
size_t action_inputs(const struct record_type *type,
	const struct action *action, const struct field **out, size_t max);
/* The label of an input field: context is the type it belongs to. */
const struct record_type *action_input_type(const struct record_type *type,
	const struct action *action, const struct field *field);

struct journal_row;
/* What that row of the journal did: "report", "undone: report". */
void action_told(const struct journal_row *row, struct str *out);

/* ---- what is possible here: menu, footer, act --list, from one function */

struct offer {
	const struct action *action;
	bool possible;
	int64_t stand_in; /* possible only as 代录 of this person; 0: his own */
	struct reason reason;
};
/* In the table's order, at most max; hidden and creating ones left out. */
size_t action_offers(const struct session *s, const struct record_type *type,
	int64_t id, struct offer *out, size_t max);
enum status action_possible(const struct session *s,
	const struct record_type *type, const struct action *action, int64_t id,
	const struct actor *actor, struct offer *offer);
/* What the form shows first. */
enum status action_prefill(const struct session *s,
	const struct record_type *type, const struct action *action, int64_t id,
	struct values *out, struct error *err);

/* ---- the door */

struct act_item {
	int64_t id;	  /* record; of ACTION_CREATES its parent, or 0 */
	int64_t revision; /* the form's; 0: not compared */
	const struct values *values;
};
struct act {
	const struct action *action;
	struct actor actor;
	const struct act_item *item;
	size_t count;  /* one batch: one transaction, undone as one */
	bool stand_in; /* typed for whoever each item is for (代录) */
	bool warned;   /* warnings were shown; else they stop it */
	bool collect;  /* import: go on after a bad item, so that every
			  issue is told (issue.line: item from 1), and
			  write nothing if there was an error */
	bool dry_run;  /* everything but the COMMIT */
	const unsigned char *action_id; /* of 16 bytes; NULL: a new one */
	/* Import and other long batches: false stops; NULL: not asked. */
	bool (*progress)(void *arg, size_t done, size_t all);
	void *progress_arg;
};
struct outcome {
	enum status status;
	int64_t seq, id;      /* of the last part */
	size_t done;	      /* parts written, or the item at fault */
	size_t unchanged;     /* items that had nothing to change: no row */
	struct issues issues; /* errors and warnings; warnings also when OK */
	struct error error;
};
/* The outcome is cleared first; outcome_free() afterwards. */
enum status door_run(
	const struct session *s, const struct act *act, struct outcome *out);
void outcome_free(struct outcome *out);

/* My last action: shows what it would take back, and does it. */
struct undo_offer {
	int64_t seq;
	unsigned char action[TXN_ACTION_BYTES];
	char when[16]; /* "11-24 09:12" */
	char text[256]; /* "报进度  农村改厕 / 村建站", of several "等3件" */
	size_t parts;
};
enum status door_undo_offer(
	const struct session *s, struct undo_offer *offer, struct error *err);
enum status door_undo(const struct session *s, const struct undo_offer *offer,
	struct outcome *out);

#endif
