/* Asked for on the share, viewed, decided. */
#include "domain/assign/extension.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "store/stmt.h"

#define IN(state) (1u << EXTENSION_##state)
#define E(field) &extension_fields[EXTENSION_##field]
#define S(field) &share_fields[SHARE_##field]
#define T(field) &task_fields[TASK_##field]

enum { ALL = 10000, LEAST_DAYS = 7, MOST_DAYS = 90 };

static const struct record_type *const makes[] = { &extension_type, NULL };

static int64_t share_of_extension(const struct attempt *a)
{
	return record_int(a->store, &extension_type.table, a->id, E(SHARE));
}

/* ---- asked for: on the share */

static enum status guard_extend(const struct attempt *a, struct reason *reason)
{
	struct share_row share;
	char day[DATE_TEXT_BYTES];

	if (!share_read(a->store, a->id, &share) ||
		share.task_state != TASK_ISSUED)
		return reason_set(reason,
			_("the leader takes the task up again"),
			_("its task is suspended, terminated, closed or a "
			  "draft"));
	if (share.due == DATE_NONE)
		return reason_set(reason, NULL, _("it has no due day"));
	if (share.due < a->today)
		return reason_set(reason,
			_("report on it; the leader decides what follows"),
			_("it was due on %s: more time is asked for before "
			  "that day is over"),
			date_iso(share.due, day));
	if (extension_open(a->store, a->id))
		return reason_set(reason,
			_("the leader decides it, or it is withdrawn"),
			_("more time is asked for already"));
	return STATUS_OK;
}

/* How much of it is done, in hundredths of a per cent. */
static int64_t part_done(const struct share_row *share)
{
	int64_t all = share->kind == PROGRESS_QUANTITY && share->has_target
			      ? share->target
			      : ALL;

	return all > 0 ? share->progress * ALL / all : 0;
}

/* The day on which the pace so far would have it finished. */
static int day_by_pace(const struct share_row *share, int today)
{
	int64_t done = part_done(share);
	int gone =
		share->task_start != DATE_NONE ? today - share->task_start : 0;
	int64_t more = gone > 0 && done > 0 ? gone * (ALL - done) / done + 1
					    : LEAST_DAYS;
	int64_t day = today + more;

	if (day < share->due + LEAST_DAYS)
		day = share->due + LEAST_DAYS;
	return (int)(day > share->due + MOST_DAYS ? share->due + MOST_DAYS
						  : day);
}

static enum status prefill_extend(const struct attempt *a, struct values *v)
{
	struct share_row share;

	values_clear(v);
	if (!share_read(a->store, a->id, &share) || share.due == DATE_NONE)
		return STATUS_OK;
	values_set_day(v, E(TO), day_by_pace(&share, a->today));
	if (share.has_progress)
		values_set_int(v, E(PROGRESS), share.progress);
	return STATUS_OK;
}

static enum status check_extend(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int to = date_of_iso(values_text(v, E(TO)));
	struct share_row share;

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	if (to != DATE_NONE && to <= share.due)
		issues_add(issues, E(TO), false,
			_("it lies not after the day it is due"));
	return STATUS_OK;
}

static enum status extend(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };
	struct share_row share;
	int64_t made = 0;

	*id = a->id;
	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	values_copy(&row, v);
	values_set_int(&row, E(SHARE), a->id);
	values_set_int(&row, E(TASK), share.task);
	values_set_day(&row, E(DUE), share.due);
	values_set_int(&row, E(STATE), EXTENSION_ASKED);
	values_set_day(&row, E(ASKED_ON), a->today);
	if (a->person)
		values_set_int(&row, E(ASKED_BY), a->person);
	if (!values_has(v, E(PROGRESS)) && share.has_progress)
		values_set_int(&row, E(PROGRESS), share.progress);
	enum status status =
		txn_insert(txn, &extension_type.table, &row, &made, err);
	values_free(&row);
	return status;
}

const struct action share_extend = {
	.name = "share.extend",
	.label = N_("ask for time"),
	.done = N_("more time asked for: %s"),
	.help = N_("More time, before it is due: the supervisor views it, the "
		   "leader decides"),
	.key = 't',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.from = 1u << SHARE_SIGNED | 1u << SHARE_IN_HAND,
	.input = ACTION_INPUT(E(REASON), E(TO), E(PROGRESS)),
	.needs = 2,
	.makes = makes,
	.prefill = prefill_extend,
	.guard = guard_extend,
	.check = check_extend,
	.effect = extend,
};

/* ---- viewed, decided, withdrawn */

/* Is there something left to give time to? */
static enum status guard_open(const struct attempt *a, struct reason *reason)
{
	struct share_row share;

	if (share_read(a->store, share_of_extension(a), &share) &&
		share.task_state == TASK_ISSUED &&
		(share.state == SHARE_SIGNED || share.state == SHARE_IN_HAND))
		return STATUS_OK;
	return reason_set(reason, _("the unit withdraws what it asked for"),
		_("the share is not worked on any more"));
}

static enum status write_extension(struct txn *txn, const struct attempt *a,
	struct values *row, enum extension_state state, int64_t *id,
	struct error *err)
{
	*id = a->id;
	values_set_int(row, E(STATE), state);
	enum status status =
		txn_update(txn, &extension_type.table, a->id, row, err);
	values_free(row);
	return status;
}

static enum status view(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_day(&row, E(VIEWED_ON), a->today);
	if (a->person)
		values_set_int(&row, E(VIEWED_BY), a->person);
	return write_extension(txn, a, &row, EXTENSION_VIEWED, id, err);
}

const struct action extension_view = {
	.name = "extension.view",
	.label = N_("first view"),
	.done = N_("viewed: %s"),
	.help = N_("For it or against it; then the leader decides"),
	.key = 'v',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(ASKED),
	.to = EXTENSION_VIEWED,
	.input = ACTION_INPUT(E(OPINION), E(VIEW)),
	.needs = 1,
	.guard = guard_open,
	.effect = view,
};

static void warn_unviewed(const struct attempt *a, struct issues *issues)
{
	int64_t state =
		record_int(a->store, &extension_type.table, a->id, E(STATE));

	if (state == EXTENSION_ASKED)
		issues_add(issues, NULL, true,
			_("the supervisor has not given his view yet"));
}

static enum status prefill_grant(const struct attempt *a, struct values *v)
{
	char *to = record_text(a->store, &extension_type.table, a->id, E(TO));

	values_clear(v);
	values_set_text(v, E(UNTIL), to);
	mem_free(to);
	return STATUS_OK;
}

static enum status check_grant(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int until = date_of_iso(values_text(v, E(UNTIL)));
	struct share_row share;

	if (!share_read(a->store, share_of_extension(a), &share))
		return STATUS_NOT_FOUND;
	if (until != DATE_NONE && until <= share.due)
		issues_add(issues, E(UNTIL), false,
			_("it lies not after the day it is due"));
	else if (until != DATE_NONE && until < a->today)
		issues_add(issues, E(UNTIL), false,
			_("the new date lies before today"));
	warn_unviewed(a, issues);
	return STATUS_OK;
}

/* The lead's day moves the task's, where it lies after it. */
static enum status move_due(
	struct txn *txn, int64_t id, int until, struct error *err)
{
	struct store *store = txn_store(txn);
	struct share_row share;
	struct values v = { 0 };

	if (!share_read(store, id, &share))
		return STATUS_NOT_FOUND;
	values_set_day(&v, S(DUE), until);
	enum status status = txn_update(txn, &share_type.table, id, &v, err);
	values_free(&v);
	char *due = record_text(store, &task_type.table, share.task, T(DUE));
	bool is_later =
		share.role == SHARE_ROLE_LEAD && until > date_of_iso(due);

	mem_free(due);
	if (status != STATUS_OK || !is_later)
		return status;
	values_set_day(&v, T(DUE), until);
	status = txn_update(txn, &task_type.table, share.task, &v, err);
	values_free(&v);
	return status;
}

static enum status decide(struct txn *txn, const struct attempt *a,
	const struct values *v, enum extension_state state, int64_t *id,
	struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_day(&row, E(DECIDED_ON), a->today);
	if (a->person)
		values_set_int(&row, E(DECIDED_BY), a->person);
	return write_extension(txn, a, &row, state, id, err);
}

static enum status grant(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	enum status status = move_due(txn, share_of_extension(a),
		date_of_iso(values_text(v, E(UNTIL))), err);

	return status != STATUS_OK
		       ? status
		       : decide(txn, a, v, EXTENSION_GRANTED, id, err);
}

const struct action extension_grant = {
	.name = "extension.grant",
	.label = N_("grant"),
	.done = N_("more time granted: %s"),
	.help = N_("Until a definite day, which becomes the share's due day"),
	.key = 'g',
	.right = RIGHT_DECIDE,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(ASKED) | IN(VIEWED),
	.to = EXTENSION_GRANTED,
	.input = ACTION_INPUT(E(UNTIL), E(ANSWER)),
	.needs = 1,
	.prefill = prefill_grant,
	.guard = guard_open,
	.check = check_grant,
	.effect = grant,
};

static enum status check_refuse(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	(void)v;
	warn_unviewed(a, issues);
	return STATUS_OK;
}

static enum status refuse(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	return decide(txn, a, v, EXTENSION_REFUSED, id, err);
}

const struct action extension_refuse = {
	.name = "extension.refuse",
	.label = N_("refuse"),
	.done = N_("refused: %s"),
	.help = N_("The day stands; say why"),
	.key = 'r',
	.right = RIGHT_DECIDE,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(ASKED) | IN(VIEWED),
	.to = EXTENSION_REFUSED,
	.input = ACTION_INPUT(E(ANSWER)),
	.needs = 1,
	.check = check_refuse,
	.effect = refuse,
};

const struct action extension_withdraw = {
	.name = "extension.withdraw",
	.label = N_("withdraw"),
	.done = N_("withdrawn: %s"),
	.help = N_("It is not needed any more: the day stands"),
	.key = 'w',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(ASKED) | IN(VIEWED),
	.to = EXTENSION_WITHDRAWN,
};
