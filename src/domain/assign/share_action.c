/* The life of a share: signed for, reported, claimed, verified. */
#include "domain/assign/share.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/report.h"
#include "domain/assign/task.h"
#include "domain/office/person.h"
#include "store/stmt.h"

#define IN(state) (1u << SHARE_##state)
#define S(field) &share_fields[SHARE_##field]
#define R(field) &report_fields[REPORT_##field]

enum {
	SHARE_OPEN = IN(PENDING) | IN(SIGNED) | IN(IN_HAND),
	PERCENT_ALL = 10000
};

static const struct record_type *const makes_report[] = { &report_type, NULL };

static enum status write_share(struct txn *txn, const struct attempt *a,
	struct values *row, int64_t *id, struct error *err)
{
	*id = a->id;
	enum status status =
		txn_update(txn, &share_type.table, a->id, row, err);
	values_free(row);
	return status;
}

static enum status guard_issued(const struct attempt *a, struct reason *reason)
{
	struct share_row share;

	if (share_read(a->store, a->id, &share) &&
		share.task_state == TASK_ISSUED)
		return STATUS_OK;
	return reason_set(reason, _("the leader takes the task up again"),
		_("its task is suspended, terminated, closed or a draft"));
}

static int64_t person_unit(struct store *store, int64_t person)
{
	return record_int(
		store, &person_type.table, person, &person_fields[PERSON_UNIT]);
}

/* ---- report, no change */

static enum status prefill_report(const struct attempt *a, struct values *v)
{
	int64_t last = report_last(a->store, a->id);
	char *difficulty = share_later.open_difficulty(a->store, a->id);
	struct values old = { 0 };

	values_set_day(v, R(DAY), a->today);
	/* one that is solved is not raised again by a line left standing */
	if (difficulty)
		values_set_text(v, R(DIFFICULTY), difficulty);
	mem_free(difficulty);
	if (!last)
		return STATUS_OK;
	enum status status = record_read(a->store, &report_type.table, last,
		&(struct query_params){ .today = a->today }, &old, NULL);
	static const enum report_field kept[] = { REPORT_PROGRESS, REPORT_DONE,
		REPORT_LAGGING, REPORT_NEXT };
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const struct value *was =
			values_get(&old, &report_fields[kept[i]]);

		if (was && was->kind != VALUE_NULL)
			values_set(v, &report_fields[kept[i]], value_copy(was));
	}
	values_free(&old);
	return status;
}

static bool says_something(const struct values *v)
{
	return values_text(v, R(DONE)) || values_text(v, R(LAGGING)) ||
	       values_text(v, R(DIFFICULTY)) || values_text(v, R(NEXT));
}

/* A figure is owed for a percentage, and for a quantity with a target. */
static bool owes_figure(const struct share_row *share)
{
	return share->kind == PROGRESS_PERCENT ||
	       (share->kind == PROGRESS_QUANTITY && share->has_target);
}

static void check_figure(
	const struct share_row *share, int64_t progress, struct issues *issues)
{
	bool is_share_of_all = share->kind == PROGRESS_PERCENT ||
			       share->kind == PROGRESS_NODES;

	if (is_share_of_all && progress > PERCENT_ALL)
		issues_add(issues, R(PROGRESS), false,
			_("more than 100 per cent"));
	if (share->kind == PROGRESS_QUANTITY && share->has_target &&
		progress > share->target)
		issues_add(issues, R(PROGRESS), true,
			_("more than the target of this share"));
	if (share->has_progress && progress < share->progress)
		issues_add(issues, R(PROGRESS), true,
			_("less than was reported last"));
}

static enum status check_report(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const struct value *progress = values_get(v, R(PROGRESS));
	bool has_figure = progress && progress->kind == VALUE_INT;
	struct share_row share;

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	if (!has_figure && owes_figure(&share))
		issues_add(issues, R(PROGRESS), false,
			_("the figure now is needed"));
	else if (!has_figure && !says_something(v))
		issues_add(issues, R(DONE), false,
			_("a figure or a line is needed"));
	if (has_figure)
		check_figure(&share, progress->number, issues);
	return STATUS_OK;
}

static enum status add_report(struct txn *txn, const struct attempt *a,
	const struct values *v, bool same, struct error *err)
{
	struct values row = { 0 };
	int64_t id = 0;

	values_copy(&row, v);
	values_set_int(&row, R(SHARE), a->id);
	values_set_int(&row, R(SAME), same);
	if (!values_text(v, R(DAY)))
		values_set_day(&row, R(DAY), a->today);
	enum status status =
		txn_insert(txn, &report_type.table, &row, &id, err);
	values_free(&row);
	return status;
}

/* Whoever reports has signed. */
static enum status take_in_hand(struct txn *txn, const struct attempt *a,
	const struct value *progress, int64_t *id, struct error *err)
{
	char *signed_on =
		record_text(a->store, &share_type.table, a->id, S(SIGNED_ON));
	struct values row = { 0 };

	values_set_int(&row, S(STATE), SHARE_IN_HAND);
	if (!signed_on)
		values_set_day(&row, S(SIGNED_ON), a->today);
	if (progress && progress->kind == VALUE_INT)
		values_set_int(&row, S(PROGRESS), progress->number);
	mem_free(signed_on);
	return write_share(txn, a, &row, id, err);
}

static enum status report(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	const struct value *progress = values_get(v, R(PROGRESS));
	struct share_row share;

	/* the last figure and not a word: "no change", whoever typed it */
	bool same = share_read(a->store, a->id, &share) && share.has_progress &&
		    progress && progress->kind == VALUE_INT &&
		    progress->number == share.progress && !says_something(v);
	enum status status = add_report(txn, a, v, same, err);

	if (status == STATUS_OK && values_text(v, R(DIFFICULTY)))
		status = share_later.difficulty(
			txn, a, a->id, values_text(v, R(DIFFICULTY)), err);
	return status != STATUS_OK ? status
				   : take_in_hand(txn, a, progress, id, err);
}

const struct action share_report = {
	.name = "share.report",
	.label = N_("report"),
	.help = N_("The figure now and a line each; signs for it too"),
	.done = N_("reported: %s"),
	.key = 'r',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = SHARE_OPEN,
	.to = SHARE_IN_HAND,
	.input = ACTION_INPUT(R(PROGRESS), R(DONE), R(LAGGING), R(DIFFICULTY),
		R(NEXT), R(DAY)),
	.makes = makes_report,
	.prefill = prefill_report,
	.guard = guard_issued,
	.check = check_report,
	.effect = report,
};

/* The last figure again; a difficulty is not repeated, it is timed. */
static enum status same(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct share_row share;
	struct values row = { 0 };

	(void)v;
	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	if (share.has_progress)
		values_set_int(&row, R(PROGRESS), share.progress);
	enum status status = add_report(txn, a, &row, true, err);
	values_free(&row);
	return status != STATUS_OK ? status
				   : take_in_hand(txn, a, NULL, id, err);
}

const struct action share_same = {
	.name = "share.same",
	.label = N_("no change"),
	.help = N_("Reports the last figure again"),
	.done = N_("no change: %s"),
	.key = 'n',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = SHARE_OPEN,
	.to = SHARE_IN_HAND,
	.makes = makes_report,
	.guard = guard_issued,
	.effect = same,
};

/* ---- sign for, allocate */

static enum status check_sign(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct share_row share;
	int64_t named = values_int(v, S(PERSON));

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	share_check_person(a->store, share.unit, v, issues);
	if (named && named != share.person && named != a->person &&
		a->person != share.head)
		issues_add(issues, S(PERSON), false,
			_("only the head of the unit names another"));
	return STATUS_OK;
}

/* Of a share without a person, who signs takes it, unless he is the head. */
static enum status sign(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct share_row share;
	struct values row = { 0 };

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	values_copy(&row, v);
	if (!values_has(v, S(PERSON)) && !share.person && a->person &&
		a->person != share.head &&
		person_unit(a->store, a->person) == share.unit)
		values_set_int(&row, S(PERSON), a->person);
	values_set_int(&row, S(STATE), SHARE_SIGNED);
	values_set_day(&row, S(SIGNED_ON), a->today);
	return write_share(txn, a, &row, id, err);
}

const struct action share_sign = {
	.name = "share.sign",
	.label = N_("sign for"),
	.done = N_("signed for: %s"),
	.help = N_("Received; the unit's head may name who does it"),
	.key = 's',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_UNIT | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(PENDING),
	.to = SHARE_SIGNED,
	.input = ACTION_INPUT(S(PERSON)),
	.guard = guard_issued,
	.check = check_sign,
	.effect = sign,
};

static enum status check_allocate(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct share_row share;

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	share_check_person(a->store, share.unit, v, issues);
	return STATUS_OK;
}

const struct action share_allocate = {
	.name = "share.allocate",
	.label = N_("allocate"),
	.done = N_("allocated: %s"),
	.help = N_("To a person of the unit, who answers for it from now"),
	.key = 'a',
	.right = RIGHT_HEAD,
	.any_of = RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = SHARE_OPEN | IN(PLANNED),
	.input = ACTION_INPUT(S(PERSON)),
	.needs = 1,
	.check = check_allocate,
};

/* ---- claim, head's report */

static enum status guard_claim(const struct attempt *a, struct reason *reason)
{
	enum status status = guard_issued(a, reason);

	return status != STATUS_OK ? status : share_later.may_claim(a, reason);
}

static enum status check_claim(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int done_on = date_of_iso(values_text(v, S(DONE_ON)));
	struct share_row share;

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	if (done_on == DATE_NONE)
		return STATUS_OK; /* the door says that it is needed */
	if (done_on > a->today)
		issues_add(issues, S(DONE_ON), false,
			_("it cannot be finished after today"));
	if (share.task_start != DATE_NONE && done_on < share.task_start)
		issues_add(issues, S(DONE_ON), false,
			_("it cannot be finished before it starts"));
	if (share.kind == PROGRESS_QUANTITY && share.has_target &&
		share.progress < share.target)
		issues_add(issues, S(DONE_ON), true,
			_("the target is not reached by what was reported"));
	return STATUS_OK;
}

/* What the head claims he has reported with it: no second key for him. */
static enum status claim(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct share_row share;
	struct values row = { 0 };

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	values_copy(&row, v);
	values_set_int(&row, S(STATE), SHARE_CLAIMED);
	values_set_day(&row, S(CLAIMED_ON), a->today);
	if (share.kind == PROGRESS_PERCENT || share.kind == PROGRESS_NODES)
		values_set_int(&row, S(PROGRESS), PERCENT_ALL);
	if (a->person && a->person == share.head) {
		values_set_day(&row, S(ENDORSED_ON), a->today);
		values_set_int(&row, S(ENDORSED_BY), a->person);
	}
	return write_share(txn, a, &row, id, err);
}

const struct action share_claim = {
	.name = "share.claim",
	.label = N_("claim done"),
	.done = N_("claimed done: %s"),
	.help = N_("Finished on which day: time is judged by it"),
	.key = 'c',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(SIGNED) | IN(IN_HAND),
	.to = SHARE_CLAIMED,
	.input = ACTION_INPUT(S(DONE_ON)),
	.needs = 1,
	.guard = guard_claim,
	.check = check_claim,
	.effect = claim,
};

static enum status guard_endorse(const struct attempt *a, struct reason *reason)
{
	struct share_row share;

	if (share_read(a->store, a->id, &share) && share.endorsed)
		return reason_set(reason, _("the supervisor verifies it"),
			_("the head has reported it already"));
	return guard_issued(a, reason);
}

static enum status endorse(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	(void)v;
	values_set_day(&row, S(ENDORSED_ON), a->today);
	if (a->person)
		values_set_int(&row, S(ENDORSED_BY), a->person);
	return write_share(txn, a, &row, id, err);
}

const struct action share_endorse = {
	.name = "share.endorse",
	.label = N_("report done"),
	.done = N_("reported done: %s"),
	.help = N_("The head of the unit stands for the claim"),
	.key = 'h',
	.right = RIGHT_HEAD,
	.any_of = RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(CLAIMED),
	.guard = guard_endorse,
	.effect = endorse,
};

/* ---- verify, send back */

static enum status guard_verify(const struct attempt *a, struct reason *reason)
{
	struct share_row share;

	if (share_read(a->store, a->id, &share) && !share.endorsed)
		return reason_set(reason,
			_("he reports it, or you type it for him"),
			_("the head of the unit has not reported it"));
	return guard_issued(a, reason);
}

static enum status check_verify(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct share_row share;

	(void)v;
	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	if (!share_handler(&share))
		issues_add(issues, NULL, true,
			_("nobody gets the archive entry: the share has no "
			  "person and the unit no head"));
	return STATUS_OK;
}

/* Tells the later steps, which write what they keep of it. */
static enum status tell_done(struct txn *txn, const struct attempt *a,
	const struct values *v, struct error *err)
{
	char *done =
		record_text(a->store, &share_type.table, a->id, S(DONE_ON));
	char *title = NULL;
	struct share_row share;
	enum status status = STATUS_OK;

	if (!share_read(a->store, a->id, &share) || !share_handler(&share))
		goto out;
	title = record_text(a->store, &task_type.table, share.task,
		&task_fields[TASK_TITLE]);
	struct share_done what = { .person = share_handler(&share),
		.share = a->id,
		.day = date_of_iso(done),
		.due = share.due,
		.today = a->today,
		.quality = (enum grade)values_int(v, S(QUALITY)),
		.effect = (enum grade)values_int(v, S(EFFECT)),
		.text = title };
	for (size_t i = 0; status == STATUS_OK && share_done_listeners[i]; i++)
		status = share_done_listeners[i](txn, &what, err);
out:
	mem_free(title);
	mem_free(done);
	return status;
}

static enum status verify(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };
	enum status status = tell_done(txn, a, v, err);

	if (status != STATUS_OK)
		return status;
	values_copy(&row, v);
	values_set_int(&row, S(STATE), SHARE_DONE);
	if (a->person)
		values_set_int(&row, S(VERIFIER), a->person);
	return write_share(txn, a, &row, id, err);
}

const struct action share_verify = {
	.name = "share.verify",
	.label = N_("verify"),
	.done = N_("verified: %s"),
	.help = N_("Quality and effect; writes the entry of the archive"),
	.key = 'v',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(CLAIMED),
	.to = SHARE_DONE,
	.input = ACTION_INPUT(S(QUALITY), S(EFFECT), S(COMMENT)),
	.needs = 2,
	.guard = guard_verify,
	.check = check_verify,
	.effect = verify,
};

/*
 * Back to in hand, counted; the claim and what followed it are taken off.
 * The entry of a share that was done stays and is amended by the next one.
 */
static enum status send_back(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	static const enum share_field emptied[] = { SHARE_CLAIMED_ON,
		SHARE_DONE_ON, SHARE_ENDORSED_ON, SHARE_ENDORSED_BY,
		SHARE_QUALITY, SHARE_EFFECT, SHARE_VERIFIER };
	struct share_row share;
	struct values row = { 0 };

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	values_copy(&row, v);
	for (size_t i = 0; i < sizeof emptied / sizeof *emptied; i++)
		values_set_null(&row, &share_fields[emptied[i]]);
	values_set_int(&row, S(STATE), SHARE_IN_HAND);
	values_set_int(
		&row, S(RETURNS), share.returns < 99 ? share.returns + 1 : 99);
	return write_share(txn, a, &row, id, err);
}

/* The reason of another time is not proposed again. */
static enum status prefill_reason(const struct attempt *a, struct values *v)
{
	int due = date_of_iso(values_text(v, S(DUE)));

	values_remove(v, S(REASON));
	values_remove(v, S(SUGGESTED));
	if (due < a->today)
		values_remove(v, S(DUE));
	return STATUS_OK;
}

const struct action share_supplement = {
	.name = "share.supplement",
	.label = N_("supplement"),
	.done = N_("sent back: %s"),
	.help = N_("Something is missing yet: back to in hand"),
	.key = 'p',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(CLAIMED),
	.to = SHARE_IN_HAND,
	.input = ACTION_INPUT(S(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
	.guard = guard_issued,
	.effect = send_back,
};

static enum status check_rectify(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int due = date_of_iso(values_text(v, S(DUE)));

	if (due != DATE_NONE && due < a->today)
		issues_add(issues, S(DUE), false,
			_("the limit lies before today"));
	return STATUS_OK;
}

const struct action share_rectify = {
	.name = "share.rectify",
	.label = N_("rectify"),
	.done = N_("sent back: %s"),
	.help = N_("Not as it should be: back to in hand, with a limit"),
	.key = 'y',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(CLAIMED) | IN(DONE),
	.to = SHARE_IN_HAND,
	.input = ACTION_INPUT(S(REASON), S(DUE)),
	.needs = 1,
	.prefill = prefill_reason,
	.guard = guard_issued,
	.check = check_rectify,
	.effect = send_back,
};

/* ---- the clerk's: edit, reassign, withdraw; the head's: hand back */

static enum status check_update(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct share_row share;

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	share_check_person(a->store, share.unit, v, issues);
	char *due = record_text(a->store, &share_type.table, a->id, S(DUE));
	const struct value old = { .kind = due ? VALUE_TEXT : VALUE_NULL,
		.text = due };
	const struct value *now = values_get(v, S(DUE));
	if (share.state != SHARE_PLANNED && now && !value_equal(now, &old))
		issues_add(issues, S(DUE), false,
			_("its date stands since it was issued; it moves by "
			  "an extension"));
	mem_free(due);
	return STATUS_OK;
}

const struct action share_update = {
	.name = "share.update",
	.label = N_("edit"),
	.done = N_("saved: %s"),
	.help = N_("Its person, target and weight"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = SHARE_OPEN | IN(PLANNED),
	.input = ACTION_INPUT(S(PERSON), S(TARGET), S(WEIGHT), S(DUE)),
	.check = check_update,
};

const struct action share_handback = {
	.name = "share.handback",
	.label = N_("hand back"),
	.done = N_("handed back: %s"),
	.help = N_("Not our duty: say why, and whose it is"),
	.key = 'b',
	.right = RIGHT_HEAD,
	.any_of = RELATION_HEAD,
	.from = IN(PENDING),
	.to = SHARE_HANDED_BACK,
	.input = ACTION_INPUT(S(REASON), S(SUGGESTED)),
	.needs = 1,
	.prefill = prefill_reason,
	.guard = guard_issued,
};

static enum status check_reassign(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t unit = values_int(v, S(UNIT));
	struct share_row share;

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	int64_t other = unit ? share_of_unit(a->store, share.task, unit) : 0;
	if (other && other != a->id)
		issues_add(issues, S(UNIT), false,
			_("it has a share of this task already"));
	share_check_person(a->store, unit, v, issues);
	return STATUS_OK;
}

/* To another unit it is new; to the same one the hand-back is refused. */
static enum status reassign(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_set_null(&row, S(PERSON));
	values_set_null(&row, S(SIGNED_ON));
	values_set_null(&row, S(SUGGESTED));
	values_copy(&row, v);
	values_set_int(&row, S(STATE), SHARE_PENDING);
	values_set_day(&row, S(GIVEN_ON), a->today);
	return write_share(txn, a, &row, id, err);
}

static enum status prefill_reassign(const struct attempt *a, struct values *v)
{
	int64_t unit =
		record_int(a->store, &share_type.table, a->id, S(SUGGESTED));

	values_remove(v, S(UNIT));
	values_remove(v, S(PERSON));
	if (unit)
		values_set_int(v, S(UNIT), unit);
	return STATUS_OK;
}

const struct action share_reassign = {
	.name = "share.reassign",
	.label = N_("reassign"),
	.done = N_("reassigned: %s"),
	.help = N_("To another unit; to the same one: the hand-back is "
		   "refused"),
	.key = 'u',
	.right = RIGHT_REGISTER,
	.from = SHARE_OPEN | IN(HANDED_BACK),
	.to = SHARE_PENDING,
	.input = ACTION_INPUT(S(UNIT), S(PERSON), S(REASON)),
	.needs = 1,
	.prefill = prefill_reassign,
	.guard = guard_issued,
	.check = check_reassign,
	.effect = reassign,
};

static enum status guard_withdraw(
	const struct attempt *a, struct reason *reason)
{
	struct share_row share;

	if (share_read(a->store, a->id, &share) &&
		share.role == SHARE_ROLE_LEAD)
		return reason_set(reason, _("reassign it to another unit"),
			_("a task needs its lead unit"));
	return guard_issued(a, reason);
}

const struct action share_withdraw = {
	.name = "share.withdraw",
	.label = N_("withdraw"),
	.done = N_("withdrawn: %s"),
	.help = N_("The unit is taken off the task"),
	.key = 'w',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = SHARE_OPEN | IN(HANDED_BACK),
	.to = SHARE_WITHDRAWN,
	.input = ACTION_INPUT(S(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
	.guard = guard_withdraw,
};
