/* Raised, talked over, solved. */
#include "domain/supervise/difficulty.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/task.h"
#include "domain/office/unit.h"

#define IN(state) (1u << DIFFICULTY_##state)
#define D(field) &difficulty_fields[DIFFICULTY_##field]
#define S(field) &share_fields[SHARE_##field]

enum { UNSOLVED = IN(OPEN) | IN(AGREED) };

static bool is_worked_on(const struct share_row *share)
{
	return share->task_state == TASK_ISSUED &&
	       (share->state == SHARE_PENDING || share->state == SHARE_SIGNED ||
		       share->state == SHARE_IN_HAND);
}

/* ---- raised, gone on with */

static enum status go_on(
	struct txn *txn, int64_t id, const char *text, struct error *err)
{
	struct values row = { 0 };

	values_set_text(&row, D(TEXT), text);
	enum status status =
		txn_update(txn, &difficulty_type.table, id, &row, err);
	values_free(&row);
	return status;
}

enum status difficulty_tell(struct txn *txn, const struct attempt *a,
	int64_t share, const char *text, struct error *err)
{
	struct store *store = txn_store(txn);
	int64_t id = difficulty_open_of(store, share);
	struct values row = { 0 };

	if (id)
		return go_on(txn, id, text, err);
	values_set_int(&row, D(SHARE), share);
	values_set_int(&row, D(TASK),
		record_int(store, &share_type.table, share, S(TASK)));
	values_set_text(&row, D(TEXT), text);
	values_set_int(&row, D(STATE), DIFFICULTY_OPEN);
	values_set_day(&row, D(RAISED_ON), a->today);
	if (a->person)
		values_set_int(&row, D(RAISED_BY), a->person);
	enum status status =
		txn_insert(txn, &difficulty_type.table, &row, &id, err);
	values_free(&row);
	return status;
}

/* On the page of a share its own; from the list it is chosen first. */
static enum status guard_raise(const struct attempt *a, struct reason *reason)
{
	if (!a->id || (share_type.relate(a->store, a->id, a->person) &
			      (RELATION_OWN | RELATION_HEAD)))
		return STATUS_OK;
	reason_set(reason, _("the person responsible or the head does it"),
		_("it is not yours"));
	return STATUS_DENIED;
}

static enum status check_raise(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t id = values_has(v, D(SHARE)) ? values_int(v, D(SHARE)) : a->id;
	struct share_row share;

	if (!share_read(a->store, id, &share))
		issues_add(issues, D(SHARE), false, _("which share?"));
	else if (!is_worked_on(&share))
		issues_add(issues, D(SHARE), false,
			_("the share is not worked on any more"));
	else if (!(share_type.relate(a->store, id, a->person) &
			 (RELATION_OWN | RELATION_HEAD)))
		issues_add(issues, D(SHARE), false, _("it is not yours"));
	return STATUS_OK;
}

static enum status raise(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	int64_t share =
		values_has(v, D(SHARE)) ? values_int(v, D(SHARE)) : a->id;
	enum status status =
		difficulty_tell(txn, a, share, values_text(v, D(TEXT)), err);

	*id = difficulty_open_of(a->store, share);
	return status;
}

static enum status prefill_raise(const struct attempt *a, struct values *v)
{
	if (a->id)
		values_set_int(v, D(SHARE), a->id);
	return STATUS_OK;
}

const struct action difficulty_raise = {
	.name = "difficulty.raise",
	.label = N_("raise"),
	.done = N_("told to the leader in charge: %s"),
	.help = N_("Tells the leader in charge at once what is in the way; "
		   "one that is open goes on"),
	.key = 'k',
	.right = RIGHT_REPORT,
	.flags = ACTION_CREATES,
	.input = ACTION_INPUT(D(SHARE), D(TEXT)),
	.prefill = prefill_raise,
	.guard = guard_raise,
	.check = check_raise,
	.effect = raise,
};

/* ---- talked over */

static enum status check_agree(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int due = date_of_iso(values_text(v, D(DUE)));
	int64_t helper = values_int(v, D(HELPER));
	int64_t task =
		record_int(a->store, &difficulty_type.table, a->id, D(TASK));

	if (due != DATE_NONE && due < a->today)
		issues_add(issues, D(DUE), false,
			_("the limit lies before today"));
	if (!values_int(v, D(HAND_OUT)))
		return STATUS_OK;
	if (!helper)
		issues_add(issues, D(HELPER), false,
			_("whose share is it to be?"));
	else if (share_of_unit(a->store, task, helper))
		issues_add(issues, D(HAND_OUT), false,
			_("it has a share of this task already"));
	return STATUS_OK;
}

/* A co-share of the helping unit, due on the day that was agreed on. */
static enum status hand_out(struct txn *txn, const struct attempt *a,
	const struct values *v, struct values *row, struct error *err)
{
	struct store *store = a->store;
	int64_t helper = values_int(v, D(HELPER));
	int64_t task =
		record_int(store, &difficulty_type.table, a->id, D(TASK));
	char *due = record_text(
		store, &task_type.table, task, &task_fields[TASK_DUE]);
	const char *by = values_text(v, D(DUE));
	enum status status =
		share_insert(txn, task, helper, SHARE_ROLE_CO, 0, err);
	int64_t share = share_of_unit(store, task, helper);

	if (status == STATUS_OK)
		status = share_hand_out(
			txn, share, by ? by : due, a->today, err);
	mem_free(due);
	values_set_int(row, D(GIVEN), share);
	return status;
}

static enum status agree(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	enum status status = STATUS_OK;
	struct values row = { 0 };

	*id = a->id;
	values_set_day(&row, D(MET_ON), a->today);
	values_copy(&row, v);
	values_set_int(&row, D(STATE), DIFFICULTY_AGREED);
	if (values_int(v, D(HAND_OUT)))
		status = hand_out(txn, a, v, &row, err);
	if (status == STATUS_OK)
		status = txn_update(
			txn, &difficulty_type.table, a->id, &row, err);
	values_free(&row);
	return status;
}

/* A share is given once. */
static enum status prefill_agree(const struct attempt *a, struct values *v)
{
	(void)a;
	values_remove(v, D(HAND_OUT));
	return STATUS_OK;
}

static const struct record_type *const makes_share[] = { &share_type, NULL };

const struct action difficulty_agree = {
	.name = "difficulty.agree",
	.label = N_("talk over"),
	.done = N_("agreed: %s"),
	.help = N_("Who helps, what was agreed, by when; may become a share"),
	.key = 'a',
	.right = RIGHT_DECIDE,
	.from = UNSOLVED,
	.to = DIFFICULTY_AGREED,
	.input = ACTION_INPUT(D(AGREED_TEXT), D(HELPER), D(DUE), D(MET_ON),
		D(MET_BY), D(HAND_OUT)),
	.needs = 1,
	.makes = makes_share,
	.prefill = prefill_agree,
	.check = check_agree,
	.effect = agree,
};

/* ---- solved, closed */

static enum status check_solve(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int solved = date_of_iso(values_text(v, D(SOLVED_ON)));
	char *raised = record_text(
		a->store, &difficulty_type.table, a->id, D(RAISED_ON));

	if (solved != DATE_NONE && solved < date_of_iso(raised))
		issues_add(issues, D(SOLVED_ON), false,
			_("that is before it was raised"));
	mem_free(raised);
	return STATUS_OK;
}

static enum status end(struct txn *txn, const struct attempt *a,
	const struct values *v, enum difficulty_state state, int64_t *id,
	struct error *err)
{
	struct values row = { 0 };

	*id = a->id;
	values_set_day(&row, D(SOLVED_ON), a->today);
	values_copy(&row, v);
	values_set_int(&row, D(STATE), state);
	enum status status =
		txn_update(txn, &difficulty_type.table, a->id, &row, err);
	values_free(&row);
	return status;
}

static enum status solve(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	return end(txn, a, v, DIFFICULTY_SOLVED, id, err);
}

const struct action difficulty_solve = {
	.name = "difficulty.solve",
	.label = N_("solved"),
	.done = N_("solved: %s"),
	.help = N_("It is out of the way: how, and on which day"),
	.key = 's',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD | RELATION_CHARGE,
	.from = UNSOLVED,
	.to = DIFFICULTY_SOLVED,
	.input = ACTION_INPUT(D(SOLUTION), D(SOLVED_ON)),
	.needs = 2,
	.check = check_solve,
	.effect = solve,
};

static enum status close_it(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	return end(txn, a, v, DIFFICULTY_CLOSED, id, err);
}

const struct action difficulty_close = {
	.name = "difficulty.close",
	.label = N_("close unsolved"),
	.done = N_("closed: %s"),
	.help = N_("It cannot be solved here, or is none: say why"),
	.key = 'c',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = UNSOLVED,
	.to = DIFFICULTY_CLOSED,
	.input = ACTION_INPUT(D(SOLUTION)),
	.needs = 1,
	.effect = close_it,
};

enum status difficulty_end(
	struct txn *txn, const struct share_done *done, struct error *err)
{
	int64_t id = difficulty_open_of(txn_store(txn), done->share);
	struct values row = { 0 };

	if (!id)
		return STATUS_OK;
	values_set_int(&row, D(STATE), DIFFICULTY_CLOSED);
	values_set_day(&row, D(SOLVED_ON), done->today);
	enum status status =
		txn_update(txn, &difficulty_type.table, id, &row, err);
	values_free(&row);
	return status;
}
