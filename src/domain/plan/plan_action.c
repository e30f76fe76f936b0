/* What is done with a plan: written, handed in, approved, put in force. */
#include "domain/plan/plan.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/office/forms.h"
#include "domain/plan/amendment.h"
#include "domain/plan/goal.h"
#include "store/stmt.h"

#define IN(state) (1u << PLAN_##state)
#define P(field) &plan_fields[PLAN_##field]
#define G(field) &goal_fields[GOAL_##field]

/* ---- written */

static int day_of(
	const struct attempt *a, const struct values *v, const struct field *f)
{
	char *text = attempt_text(a, v, f);
	int day = date_of_iso(text);

	mem_free(text);
	return day;
}

/* An imported list again; 0 none. */
static int64_t find_same(const struct attempt *a, const struct values *v)
{
	struct stmt *s;

	if (a->action != &plan_create)
		return 0;
	s = stmt_get(a->store,
		"SELECT id FROM plan WHERE title=:title AND start=:start"
		" LIMIT 1");
	stmt_bind_text(s, ":title", values_text(v, P(TITLE)));
	stmt_bind_text(s, ":start", values_text(v, P(START)));
	return stmt_one_int(s, 0);
}

static enum status check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t kind = values_has(v, P(KIND))	   ? values_int(v, P(KIND))
		       : a->action == &plan_create ? PLAN_YEAR
						   : attempt_int(a, v, P(KIND));
	int start = day_of(a, v, P(START));
	int due = day_of(a, v, P(DUE));

	if (due == DATE_NONE && kind == PLAN_SPECIAL)
		issues_add(issues, P(DUE), false,
			_("a special plan has a last day of its own"));
	if (due != DATE_NONE && start != DATE_NONE && due < start)
		issues_add(
			issues, P(DUE), false, _("it ends before it begins"));
	return STATUS_OK;
}

/* The last day follows from the period where none is given. */
static void settle_due(
	const struct attempt *a, const struct values *v, struct values *row)
{
	int start = day_of(a, v, P(START));
	int64_t kind = values_has(v, P(KIND)) ? values_int(v, P(KIND))
					      : attempt_int(a, v, P(KIND));
	int first, last;

	if (day_of(a, v, P(DUE)) == DATE_NONE &&
		plan_period(kind ? (enum plan_kind)kind : PLAN_YEAR, start,
			&first, &last))
		values_set_day(row, P(DUE), last);
}

static enum status write(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	*id = find_same(a, v);
	if (*id)
		return STATUS_OK;
	values_copy(&row, v);
	settle_due(a, v, &row);
	if ((a->action->flags & ACTION_CREATES) && a->person)
		values_set_int(&row, P(AUTHOR), a->person);
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

const struct action plan_create = {
	.name = "plan.create",
	.label = N_("new plan"),
	.help = N_("Of a year, a quarter, a month, or for one thing; then it "
		   "gets its goals"),
	.done = N_("made: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.input = ACTION_INPUT(P(TITLE), P(KIND), P(START)),
	.needs = 1,
	.check = check,
	.effect = write,
};

const struct action plan_update = {
	.name = "plan.update",
	.label = N_("edit"),
	.help = N_("While it is a draft; later by a change that is approved"),
	.done = N_("saved: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_ALL_FIELDS,
	.from = IN(DRAFT),
	.check = check,
	.effect = write,
};

/* ---- its goals, while it is a draft */

static enum status add_goal(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };
	int64_t goal = 0;

	*id = a->id;
	values_copy(&row, v);
	values_set_int(&row, G(PLAN), a->id);
	goal_take_leader(a->store, a->id, &row);
	enum status status =
		txn_insert(txn, &goal_type.table, &row, &goal, err);
	values_free(&row);
	return status;
}

static enum status prefill_goal(const struct attempt *a, struct values *v)
{
	goal_take_leader(a->store, a->id, v);
	return STATUS_OK;
}

static const struct record_type *const makes_goal[] = { &goal_type, NULL };

const struct action plan_goal = {
	.name = "plan.goal",
	.label = N_("add a goal"),
	.help = N_("What is reached, measured by what, who answers for it"),
	.done = N_("goal added: %s"),
	.key = 'g',
	.right = RIGHT_REGISTER,
	.from = IN(DRAFT),
	.input = ACTION_INPUT(G(TITLE), G(INDICATOR), G(TARGET), G(MEASURE),
		G(LEAD), G(LEADER), G(BREAKTHROUGH), G(BASIS), G(MEASURES),
		G(SCHEDULE), G(MONEY)),
	.needs = 1,
	.makes = makes_goal,
	.prefill = prefill_goal,
	.effect = add_goal,
};

/* ---- handed in, approved, returned */

static enum status guard_submit(const struct attempt *a, struct reason *reason)
{
	struct stmt *s =
		stmt_get(a->store, "SELECT 1 FROM goal WHERE plan=:id LIMIT 1");

	stmt_bind_int(s, ":id", a->id);
	return stmt_one_int(s, 0)
		       ? STATUS_OK
		       : reason_set(reason, _("add one"), _("it has no goal"));
}

static enum status submit(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	if (a->person)
		values_set_int(&row, P(SUBMITTED_BY), a->person);
	else
		values_set_null(&row, P(SUBMITTED_BY));
	values_set_day(&row, P(SUBMITTED_ON), a->today);
	values_set_null(&row, P(REASON));
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

const struct action plan_submit = {
	.name = "plan.submit",
	.label = N_("submit"),
	.help = N_("To the leader, who approves it or returns it"),
	.done = N_("submitted: %s"),
	.key = 's',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = IN(DRAFT),
	.to = PLAN_SUBMITTED,
	.guard = guard_submit,
	.effect = submit,
};

enum status plan_guard_own(const struct attempt *a, int64_t author,
	int64_t other, struct reason *reason)
{
	if (a->person != author && a->person != other)
		return STATUS_OK;
	reason_set(reason, _("another leader does it, or decided_by= says who"),
		_("who wrote it does not approve it"));
	return STATUS_DENIED;
}

static enum status guard_approve(const struct attempt *a, struct reason *reason)
{
	return plan_guard_own(a,
		record_int(a->store, &plan_type.table, a->id, P(AUTHOR)),
		record_int(a->store, &plan_type.table, a->id, P(SUBMITTED_BY)),
		reason);
}

static enum status approve(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };
	char *start = record_text(a->store, &plan_type.table, a->id, P(START));
	int year = 0;

	date_parts(date_of_iso(start), &year, &(int){ 0 }, &(int){ 0 });
	mem_free(start);
	values_copy(&row, v);
	values_set_int(&row, P(NO), txn_serial(txn, &plan_type.table, year));
	values_set_int(&row, P(APPROVED_BY), a->person);
	values_set_day(&row, P(APPROVED_ON), a->today);
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

const struct action plan_approve = {
	.name = "plan.approve",
	.label = N_("approve"),
	.help = N_("Its days and goals stand from then on; not by who wrote "
		   "it"),
	.done = N_("approved: %s"),
	.key = 'p',
	.right = RIGHT_DECIDE,
	.flags = ACTION_BULK,
	.from = IN(SUBMITTED),
	.to = PLAN_APPROVED,
	.guard = guard_approve,
	.effect = approve,
};

static enum status prefill_reason(const struct attempt *a, struct values *v)
{
	(void)a;
	values_remove(v, P(REASON));
	return STATUS_OK;
}

const struct action plan_return = {
	.name = "plan.return",
	.label = N_("return"),
	.help = N_("Back to who wrote it, with the reason"),
	.done = N_("returned: %s"),
	.key = 'b',
	.right = RIGHT_DECIDE,
	.from = IN(SUBMITTED),
	.to = PLAN_DRAFT,
	.input = ACTION_INPUT(P(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
};

/* ---- in force, closed */

static enum status check_enforce(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int start = day_of(a, v, P(START));

	if (start > a->today)
		issues_add(issues, P(START), true,
			_("it begins in %d days only"), start - a->today);
	return STATUS_OK;
}

const struct action plan_enforce = {
	.name = "plan.enforce",
	.label = N_("put in force"),
	.help = N_("It is handed out and carried out"),
	.done = N_("in force: %s"),
	.key = 'f',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = IN(APPROVED),
	.to = PLAN_IN_FORCE,
	.check = check_enforce,
};

const struct action plan_note = {
	.name = "plan.note",
	.label = N_("notes"),
	.help = N_("Free at any time: no approval is needed"),
	.done = N_("noted: %s"),
	.key = 'o',
	.right = RIGHT_REGISTER,
	.flags = ACTION_PLAIN,
	.from = IN(SUBMITTED) | IN(APPROVED) | IN(IN_FORCE) | IN(CLOSED),
	.input = ACTION_INPUT(P(NOTE)),
};

static enum status check_close(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT count(*) FROM goal g WHERE g.plan=:id AND (EXISTS"
		" (SELECT 1 FROM task WHERE goal=g.id AND state NOT IN (4,7))"
		" OR NOT EXISTS (SELECT 1 FROM task WHERE goal=g.id))");

	(void)v;
	stmt_bind_int(s, ":id", a->id);
	int open = (int)stmt_one_int(s, 0);
	if (open)
		issues_add(issues, NULL, true,
			_("%d of its goals have no task, or open ones"), open);
	return STATUS_OK;
}

/* What waits to be decided is decided first. */
static enum status guard_close(const struct attempt *a, struct reason *reason)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT 1 FROM amendment WHERE plan=:id AND state=1 LIMIT 1");

	stmt_bind_int(s, ":id", a->id);
	return stmt_one_int(s, 0)
		       ? reason_set(reason, _("decide on it first"),
				 _("a change of it waits for approval"))
		       : STATUS_OK;
}

static enum status close_plan(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_day(&row, P(CLOSED_ON), a->today);
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

const struct action plan_close = {
	.name = "plan.close",
	.label = N_("close"),
	.help = N_("Its time is over. Not undone; taken up again with a "
		   "reason"),
	.done = N_("closed: %s"),
	.key = 'c',
	.right = RIGHT_DECIDE,
	.flags = ACTION_FINAL,
	.from = IN(IN_FORCE),
	.to = PLAN_CLOSED,
	.guard = guard_close,
	.check = check_close,
	.effect = close_plan,
};

static enum status reopen(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_null(&row, P(CLOSED_ON));
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

const struct action plan_reopen = {
	.name = "plan.reopen",
	.label = N_("take up again"),
	.help = N_("It was closed too early; with a reason"),
	.done = N_("taken up again: %s"),
	.key = 'r',
	.right = RIGHT_DECIDE,
	.from = IN(CLOSED),
	.to = PLAN_IN_FORCE,
	.input = ACTION_INPUT(P(REASON)),
	.needs = 1,
	.prefill = prefill_reason,
	.effect = reopen,
};
