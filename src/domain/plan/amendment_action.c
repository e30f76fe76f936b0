/* A change of what was approved: asked for, decided, written. */
#include "domain/plan/amendment.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/plan/goal.h"
#include "domain/plan/plan.h"
#include "store/stmt.h"

#define A(field) &amendment_fields[AMENDMENT_##field]
#define P(field) &plan_fields[PLAN_##field]
#define G(field) &goal_fields[GOAL_##field]

static const struct record_type *const makes[] = { &amendment_type, NULL };

/* What is changed: the goal, or the plan's days; or one more goal is made. */
struct change_of {
	const struct record_type *type;
	int64_t id; /* 0: the goal to be made */
	int64_t plan, goal;
};

static struct change_of change_of(const struct attempt *a)
{
	if (a->type == &goal_type)
		return (struct change_of){ &goal_type, a->id,
			record_int(a->store, &goal_type.table, a->id, G(PLAN)),
			a->id };
	if (a->action == &plan_add)
		return (struct change_of){ &goal_type, 0, a->id, 0 };
	return (struct change_of){ &plan_type, a->id, a->id, 0 };
}

/* The field of plan or goal that a new value is for. */
static const struct field *target_of(
	const struct record_type *type, const struct field *f)
{
	return f >= A(START) && f <= A(MONEY) ? record_field(type, f->name)
					      : NULL;
}

static void read_present(
	const struct attempt *a, const struct change_of *c, struct values *out)
{
	struct query_params p = { .today = a->today };

	if (c->id)
		record_read(a->store, &c->type->table, c->id, &p, out, NULL);
}

/* One more goal has the plan's leader, unless it says another. */
static void take_leader(const struct attempt *a, int64_t plan, struct values *v)
{
	int64_t leader =
		record_int(a->store, &plan_type.table, plan, P(LEADER));

	if (leader)
		values_set_int(v, A(LEADER), leader);
}

/* ---- asked for */

static enum status prefill(const struct attempt *a, struct values *v)
{
	struct change_of c = change_of(a);
	struct values now = { 0 };

	read_present(a, &c, &now);
	for (const struct field *f = A(START); f <= A(MONEY); f++) {
		const struct field *own = target_of(c.type, f);
		const struct value *is = own ? values_get(&now, own) : NULL;

		if (is && is->kind != VALUE_NULL)
			values_set(v, f, value_copy(is));
	}
	if (!c.id)
		take_leader(a, c.plan, v);
	values_free(&now);
	return STATUS_OK;
}

/* The new values that differ from what holds now. */
static void differences(const struct change_of *c, const struct values *now,
	const struct values *v, struct values *out)
{
	static const struct value none = { .kind = VALUE_NULL };

	for (size_t i = 0; i < v->count; i++) {
		const struct values_item *item = &v->item[i];
		const struct field *own = target_of(c->type, item->field);
		const struct value *is = own ? values_get(now, own) : NULL;

		if (own && !value_equal(is ? is : &none, &item->value))
			values_set(out, item->field, value_copy(&item->value));
	}
}

static void check_days(
	const struct values *now, const struct values *v, struct issues *issues)
{
	const char *start = values_has(v, A(START))
				    ? values_text(v, A(START))
				    : values_text(now, P(START));
	const char *due = values_has(v, A(DUE)) ? values_text(v, A(DUE))
						: values_text(now, P(DUE));

	if (start && due && strcmp(due, start) < 0)
		issues_add(
			issues, A(DUE), false, _("it ends before it begins"));
}

static enum status check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct change_of c = change_of(a);
	struct values now = { 0 };
	struct values new = { 0 };

	read_present(a, &c, &now);
	differences(&c, &now, v, &new);
	if (!new.count)
		issues_add(issues, NULL, false, _("nothing is changed"));
	for (size_t i = 0; i < new.count; i++)
		if (new.item[i].value.kind == VALUE_NULL)
			issues_add(issues, new.item[i].field, false,
				_("%s cannot be left empty by a change"),
				field_label(
					&amendment_type, new.item[i].field));
	if (c.type == &plan_type)
		check_days(&now, v, issues);
	values_free(&now);
	values_free(&new);
	return STATUS_OK;
}

/* One change at a time: two would each rest on what the other overthrows. */
static enum status guard(const struct attempt *a, struct reason *reason)
{
	struct change_of c = change_of(a);
	struct stmt *s = stmt_get(a->store,
		"SELECT 1 FROM amendment WHERE plan=:plan AND state=1"
		" AND goal IS :goal AND (goal IS NOT NULL OR title IS NULL)");

	stmt_bind_int(s, ":plan", c.plan);
	if (c.goal)
		stmt_bind_int(s, ":goal", c.goal);
	else
		stmt_bind_null(s, ":goal");
	if (stmt_one_int(s, 0) && a->action != &plan_add)
		return reason_set(reason,
			_("decide on it or withdraw it first"),
			_("a change of it waits for approval"));
	if (!plan_is_standing(plan_state_of(a->store, c.plan)))
		return reason_set(reason, _("edit it"),
			_("its plan is not approved, or closed"));
	return STATUS_OK;
}

static void print(const struct attempt *a, const struct record_type *type,
	const struct field *f, const struct values *of, const char *measure,
	struct str *out)
{
	struct value_context c = session_values(a->session, type->table.name);
	const struct value *v = values_get(of, f);
	size_t before = out->len_bytes;

	c.today = a->today;
	c.unit = measure ? measure : "";
	if (v)
		value_print(f, v, &c, VALUE_FOR_PEOPLE, out);
	if (out->len_bytes == before)
		str_add(out, _("(none)"));
}

/* "target: 380座 -> 420座; ..." */
static void tell(const struct attempt *a, const struct change_of *c,
	const struct values *now, const struct values *new, struct str *out)
{
	const char *old_unit = values_text(now, G(MEASURE));
	const char *new_unit = values_text(new, A(MEASURE));

	if (!c->id)
		str_add(out, _("one more goal: "));
	for (size_t i = 0; i < new->count; i++) {
		const struct field *f = new->item[i].field;
		const struct field *own = target_of(c->type, f);

		if (own == G(MEASURE) && values_has(new, A(TARGET)))
			continue; /* told with the number */
		str_add(out, i ? _("; ") : "");
		str_addf(out, _("%s "), field_label(&amendment_type, f));
		if (c->id) {
			print(a, c->type, own, now, old_unit, out);
			str_add(out, _(" to "));
		}
		print(a, &amendment_type, f, new,
			new_unit ? new_unit : old_unit, out);
	}
}

static enum status ask(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct change_of c = change_of(a);
	struct values now = { 0 };
	struct values row = { 0 };
	struct str what = STR_INIT;
	int64_t made = 0;

	*id = a->id;
	read_present(a, &c, &now);
	differences(&c, &now, v, &row);
	if (!c.id && !values_has(v, A(LEADER)))
		take_leader(a, c.plan, &row);
	tell(a, &c, &now, &row, &what);
	values_set_text(&row, A(WHAT), what.data);
	values_set_text(&row, A(REASON), values_text(v, A(REASON)));
	values_set_int(&row, A(PLAN), c.plan);
	if (c.goal)
		values_set_int(&row, A(GOAL), c.goal);
	values_set_int(&row, A(STATE), AMENDMENT_PENDING);
	if (a->person)
		values_set_int(&row, A(AUTHOR), a->person);
	values_set_day(&row, A(DAY), a->today);
	enum status status =
		txn_insert(txn, &amendment_type.table, &row, &made, err);
	values_free(&now);
	values_free(&row);
	str_free(&what);
	return status;
}

const struct action plan_amend = {
	.name = "plan.amend",
	.label = N_("ask for a change"),
	.help = N_("Other days; the old ones hold until a leader approves"),
	.done = N_("change asked for: %s"),
	.key = 'm',
	.right = RIGHT_REGISTER,
	.from = 1u << PLAN_APPROVED | 1u << PLAN_IN_FORCE,
	.input = ACTION_INPUT(A(REASON), A(START), A(DUE)),
	.needs = 1,
	.makes = makes,
	.prefill = prefill,
	.guard = guard,
	.check = check,
	.effect = ask,
};

const struct action plan_add = {
	.name = "plan.add",
	.label = N_("one more goal"),
	.help = N_("Asked for; it is a goal of the plan when a leader "
		   "approves"),
	.done = N_("change asked for: %s"),
	.key = 'a',
	.right = RIGHT_REGISTER,
	.from = 1u << PLAN_APPROVED | 1u << PLAN_IN_FORCE,
	.input = ACTION_INPUT(A(TITLE), A(REASON), A(INDICATOR), A(TARGET),
		A(MEASURE), A(LEAD), A(LEADER), A(MEASURES), A(SCHEDULE),
		A(MONEY)),
	.needs = 2,
	.makes = makes,
	.prefill = prefill,
	.guard = guard,
	.check = check,
	.effect = ask,
};

const struct action goal_amend = {
	.name = "goal.amend",
	.label = N_("ask for a change"),
	.help = N_("Of what was approved; the old values hold until a leader "
		   "approves"),
	.done = N_("change asked for: %s"),
	.key = 'm',
	.right = RIGHT_REGISTER,
	.input = ACTION_INPUT(A(REASON), A(TARGET), A(MEASURE), A(TITLE),
		A(INDICATOR), A(LEAD), A(LEADER), A(MEASURES), A(SCHEDULE),
		A(MONEY)),
	.needs = 1,
	.makes = makes,
	.prefill = prefill,
	.guard = guard,
	.check = check,
	.effect = ask,
};

/* ---- decided */

static enum status guard_decide(const struct attempt *a, struct reason *reason)
{
	int64_t author =
		record_int(a->store, &amendment_type.table, a->id, A(AUTHOR));
	int64_t plan =
		record_int(a->store, &amendment_type.table, a->id, A(PLAN));

	if (!plan_is_standing(plan_state_of(a->store, plan)))
		return reason_set(reason, _("withdraw it"),
			_("its plan is not approved, or closed"));
	return plan_guard_own(a, author, author, reason);
}

/* Writes the new values where they belong. */
static enum status write_new(
	struct txn *txn, const struct values *amendment, struct error *err)
{
	int64_t plan = values_int(amendment, A(PLAN));
	int64_t goal = values_int(amendment, A(GOAL));
	bool is_plan = !goal && !values_text(amendment, A(TITLE));
	const struct record_type *type = is_plan ? &plan_type : &goal_type;
	struct values row = { 0 };
	enum status status;

	for (const struct field *f = A(START); f <= A(MONEY); f++) {
		const struct value *new = values_get(amendment, f);
		const struct field *own = target_of(type, f);

		if (own && field_is_stored(own) &&
			new &&new->kind != VALUE_NULL)
			values_set(&row, own, value_copy(new));
	}
	if (is_plan || goal) {
		status = txn_update(
			txn, &type->table, is_plan ? plan : goal, &row, err);
	} else {
		values_set_int(&row, G(PLAN), plan);
		status = txn_insert(txn, &type->table, &row, &goal, err);
	}
	values_free(&row);
	return status;
}

static enum status decide(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values now = { 0 };
	struct values row = { 0 };
	enum status status = record_read(
		a->store, &amendment_type.table, a->id, NULL, &now, err);

	values_copy(&row, v);
	if (a->person)
		values_set_int(&row, A(DECIDED_BY), a->person);
	values_set_day(&row, A(DECIDED_ON), a->today);
	if (!status)
		status = action_write(txn, a, &row, id, err);
	if (!status && a->action->to == AMENDMENT_APPROVED)
		status = write_new(txn, &now, err);
	values_free(&now);
	values_free(&row);
	return status;
}

const struct action amendment_approve = {
	.name = "amendment.approve",
	.label = N_("approve"),
	.help = N_("From now on the new values hold; not by who asked for it"),
	.done = N_("change approved: %s"),
	.key = 'p',
	.right = RIGHT_DECIDE,
	.flags = ACTION_BULK,
	.from = 1u << AMENDMENT_PENDING,
	.to = AMENDMENT_APPROVED,
	.guard = guard_decide,
	.effect = decide,
};

const struct action amendment_refuse = {
	.name = "amendment.refuse",
	.label = N_("refuse"),
	.help = N_("The old values go on holding"),
	.done = N_("change refused: %s"),
	.key = 'b',
	.right = RIGHT_DECIDE,
	.from = 1u << AMENDMENT_PENDING,
	.to = AMENDMENT_REFUSED,
	.input = ACTION_INPUT(A(ANSWER)),
	.needs = 1,
	.guard = guard_decide,
	.effect = decide,
};

const struct action amendment_withdraw = {
	.name = "amendment.withdraw",
	.label = N_("withdraw"),
	.help = N_("It is not asked for any more"),
	.done = N_("change withdrawn: %s"),
	.key = 'w',
	.right = RIGHT_REGISTER,
	.from = 1u << AMENDMENT_PENDING,
	.to = AMENDMENT_WITHDRAWN,
};
