/* Lines become tasks: drafts, or issued at once. */
#include "domain/assign/split.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/office/source.h"
#include "domain/office/unit.h"
#include "domain/plan/goal.h"
#include "domain/plan/plan.h"
#include "store/stmt.h"

#define T(field) &task_fields[TASK_##field]

/* One line as it was read, and what its task takes over. */
struct line {
	int number;
	struct values v;
	int64_t person;
};

static bool is_issue(const struct attempt *a)
{
	return a->action->right == RIGHT_DECIDE;
}

/* ---- reading */

/* What is wrong or odd, with the number of the line; found: what stood there */
static void tell(struct issues *issues, const struct line *l, bool warning,
	const char *found, const struct issue *said)
{
	struct issue *i = issues_add(issues, &split_fields[SPLIT_LINES],
		warning, _("line %d: %s"), l->number, said->text);

	plain_copy(i->found, sizeof i->found, found ? found : "");
	plain_copy(i->accepted, sizeof i->accepted, said->accepted);
}

static void tell_text(struct issues *issues, const struct line *l, bool warning,
	const char *found, const char *text)
{
	struct issue said = { .field = NULL };

	plain_copy(said.text, sizeof said.text, text);
	tell(issues, l, warning, found, &said);
}

static void read_value(const struct attempt *a, const struct field *f,
	const char *text, struct line *l, struct issues *issues)
{
	struct value_context c = session_values(a->session, "task");
	struct value v = { .kind = VALUE_NULL };
	struct issue said = { .field = NULL };

	c.today = a->today;
	if (value_parse(f, text, &c, &v, &said) != STATUS_OK)
		tell(issues, l, false, text, &said);
	else if (v.kind != VALUE_NULL)
		values_set(&l->v, f, v);
}

static int64_t unit_head(struct store *store, int64_t unit)
{
	return record_int(
		store, &unit_type.table, unit, &unit_fields[UNIT_HEAD]);
}

/* What the line does not say comes from the origin, then from what is usual:
 * the goal is the title, the head of the unit answers (product.md 4). */
static void take_over(const struct attempt *a, const struct split_origin *from,
	struct line *l)
{
	int due = date_of_iso(values_text(&l->v, T(DUE)));
	int64_t lead;

	if (due == DATE_NONE && from->due != DATE_NONE)
		values_set_day(&l->v, T(DUE), due = from->due);
	if (!values_has(&l->v, T(LEAD)) && from->lead)
		values_set_int(&l->v, T(LEAD), from->lead);
	lead = values_int(&l->v, T(LEAD));
	int64_t leader = from->leader;
	if (!leader && lead)
		leader = task_usual_leader(a->store, lead);
	if (leader)
		values_set_int(&l->v, T(LEADER), leader);
	if (!l->person && lead)
		l->person = unit_head(a->store, lead);
	values_set_text(&l->v, T(AIM), values_text(&l->v, T(TITLE)));
	values_set_day(&l->v, T(START),
		due != DATE_NONE && due < a->today ? due : a->today);
	if (from->source)
		values_set_int(&l->v, T(SOURCE), from->source);
	if (from->goal)
		values_set_int(&l->v, T(GOAL), from->goal);
}

static void read_line(const struct attempt *a, const struct split_origin *from,
	const char *text, size_t len_bytes, struct line *l,
	struct issues *issues)
{
	struct split_cells cells;
	struct issue said = { .field = NULL };

	split_cells_read(a->session, text, len_bytes, &cells);
	read_value(a, T(TITLE), cells.title.data, l, issues);
	if (!cells.title.len_bytes)
		tell_text(issues, l, false, NULL, _("it has no title"));
	if (cells.due.len_bytes)
		read_value(a, T(DUE), cells.due.data, l, issues);
	if (cells.unit.len_bytes &&
		split_units_read(a->session, cells.unit.data, &l->v, &l->person,
			&said) != STATUS_OK)
		tell(issues, l, false, cells.unit.data, &said);
	split_cells_free(&cells);
	take_over(a, from, l);
}

/* ---- walking the lines: each() of every one that is not blank */

typedef enum status line_each(
	void *arg, struct line *line, struct issues *issues);

/* Line ends as they are, and as scripts write them: \n, \t. */
static void add_plain_lines(struct str *out, const char *text)
{
	for (; text && *text; text++) {
		bool is_escape =
			*text == '\\' && (text[1] == 'n' || text[1] == 't');

		if (is_escape)
			str_add_char(out, *++text == 'n' ? '\n' : '\t');
		else
			str_add_char(out, *text);
	}
}

static bool is_blank(const char *text, size_t len_bytes)
{
	struct str line = STR_INIT;

	str_add_bytes(&line, text, len_bytes);
	bool is = !*plain_skip_spaces(line.data);
	str_free(&line);
	return is;
}

static enum status each_line(const struct attempt *a, const struct values *v,
	struct issues *issues, line_each *each, void *arg)
{
	struct split_origin from;
	struct str text = STR_INIT;
	enum status status = STATUS_OK;
	int number = 0, count = 0;

	split_origin_read(a->store, a->type, a->id, &from);
	add_plain_lines(&text, values_text(v, &split_fields[SPLIT_LINES]));
	for (const char *at = text.data; *at && !status;) {
		size_t n = strcspn(at, "\n");
		struct line l = { .number = number + 1 };

		number++;
		if (!is_blank(at, n) && ++count <= SPLIT_LINES_MAX) {
			read_line(a, &from, at, n, &l, issues);
			status = each(arg, &l, issues);
		}
		values_free(&l.v);
		at += n + (at[n] == '\n');
	}
	if (!count || count > SPLIT_LINES_MAX)
		issues_add(issues, &split_fields[SPLIT_LINES], false,
			_("there must be 1 to %d lines, a task each"),
			SPLIT_LINES_MAX);
	str_free(&text);
	return status;
}

/* ---- checking */

struct checking {
	const struct attempt *a;
	int lines, without_unit;
	bool has_gaps;
};

static void check_complete(
	const struct checking *c, const struct line *l, struct issues *issues)
{
	if (!values_has(&l->v, T(DUE)))
		tell_text(issues, l, false, NULL,
			_("no due day: neither here nor where it comes from"));
	if (!is_issue(c->a))
		return;
	if (!values_has(&l->v, T(LEAD)))
		tell_text(issues, l, false, NULL,
			_("no unit: nobody would have it to do"));
	if (!values_has(&l->v, T(LEADER)))
		tell_text(issues, l, false, NULL,
			_("no leader in charge: name him where it comes "
			  "from"));
}

/* The same words made from the same origin: a second time by mistake. */
static bool is_there(const struct attempt *a, const struct values *v)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT 1 FROM task WHERE title=:title AND state<>7 AND"
		" (source=:source OR goal=:goal) LIMIT 1");

	stmt_bind_text(s, ":title", values_text(v, T(TITLE)));
	stmt_bind_int(s, ":source", values_int(v, T(SOURCE)));
	stmt_bind_int(s, ":goal", values_int(v, T(GOAL)));
	return stmt_one_int(s, 0) != 0;
}

static void warn(
	const struct checking *c, const struct line *l, struct issues *issues)
{
	struct issues told = { 0 };
	struct task_outlook t = { .store = c->a->store,
		.lead = values_int(&l->v, T(LEAD)),
		.title = values_text(&l->v, T(TITLE)),
		.due = date_of_iso(values_text(&l->v, T(DUE))),
		.today = c->a->today };

	if (t.title && is_there(c->a, &l->v))
		tell_text(issues, l, true, t.title,
			_("a task of this name was made from it already"));
	if (is_issue(c->a) && t.title)
		task_warn_issue(&t, &told);
	for (size_t i = 0; i < told.count; i++)
		tell(issues, l, true, NULL, &told.item[i]);
	issues_free(&told);
}

static enum status check_line(void *arg, struct line *l, struct issues *issues)
{
	struct checking *c = arg;

	c->lines++;
	c->without_unit += !values_has(&l->v, T(LEAD));
	check_complete(c, l, issues);
	warn(c, l, issues);
	return STATUS_OK;
}

/* Lines say no demands and no measures: that is passed with a reason. */
static enum status check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct checking c = { .a = a };
	enum status status = each_line(a, v, issues, check_line, &c);

	if (is_issue(a) && !values_text(v, T(GAP_REASON)))
		issues_add(issues, T(GAP_REASON), false,
			_("lines have no demands and no measures: say why "
			  "they are issued without"));
	else if (!is_issue(a) && c.without_unit && !issues->errors)
		issues_add(issues, &split_fields[SPLIT_LINES], true,
			_("%d lines have no unit: their drafts have to be "
			  "completed"),
			c.without_unit);
	return status;
}

/* ---- making */

struct making {
	struct txn *txn;
	const struct attempt *a;
	const char *gap_reason;
	struct error *err;
};

static enum status make(void *arg, struct line *l, struct issues *issues)
{
	struct making *m = arg;
	int64_t id = 0;
	enum status status = task_insert(m->txn, &l->v, l->person, &id, m->err);

	(void)issues;
	if (!status && is_issue(m->a))
		status = task_hand_out(
			m->txn, id, m->a->today, m->gap_reason, m->err);
	return status;
}

static enum status split(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct making m = { .txn = txn,
		.a = a,
		.gap_reason = values_text(v, T(GAP_REASON)),
		.err = err };
	struct issues told = { 0 }; /* the check has told them */
	enum status status = each_line(a, v, &told, make, &m);

	*id = a->id;
	issues_free(&told);
	return status;
}

static enum status guard_goal(const struct attempt *a, struct reason *reason)
{
	int64_t plan = record_int(
		a->store, &goal_type.table, a->id, &goal_fields[GOAL_PLAN]);

	return plan_is_standing(plan_state_of(a->store, plan))
		       ? STATUS_OK
		       : reason_set(reason, _("have its plan approved"),
				 _("its plan is not approved, or closed"));
}

static const struct record_type *const makes[] = { &task_type, NULL };

const struct action source_split = {
	.name = "source.split",
	.label = N_("split as drafts"),
	.help = N_("A line a task: title, unit, due day; leader and due day "
		   "come from it"),
	.done = N_("split into tasks: %s"),
	.key = 's',
	.right = RIGHT_REGISTER,
	.from = 1u << SOURCE_OPEN,
	.input = ACTION_INPUT(&split_fields[SPLIT_LINES]),
	.needs = 1,
	.makes = makes,
	.check = check,
	.effect = split,
};

const struct action source_issue = {
	.name = "source.issue",
	.label = N_("split and issue"),
	.help = N_("A line a task, given to the units at once"),
	.done = N_("split and issued: %s"),
	.key = 'i',
	.right = RIGHT_DECIDE,
	.from = 1u << SOURCE_OPEN,
	.input = ACTION_INPUT(&split_fields[SPLIT_LINES], T(GAP_REASON)),
	.needs = 1,
	.makes = makes,
	.check = check,
	.effect = split,
};

const struct action goal_split = {
	.name = "goal.split",
	.label = N_("split as drafts"),
	.help = N_("A line a task that serves it; leader, unit and due day "
		   "come from it and its plan"),
	.done = N_("split into tasks: %s"),
	.key = 's',
	.right = RIGHT_REGISTER,
	.input = ACTION_INPUT(&split_fields[SPLIT_LINES]),
	.needs = 1,
	.makes = makes,
	.guard = guard_goal,
	.check = check,
	.effect = split,
};

const struct action goal_issue = {
	.name = "goal.issue",
	.label = N_("split and issue"),
	.help = N_("A line a task that serves it, given to the units at once"),
	.done = N_("split and issued: %s"),
	.key = 'i',
	.right = RIGHT_DECIDE,
	.input = ACTION_INPUT(&split_fields[SPLIT_LINES], T(GAP_REASON)),
	.needs = 1,
	.makes = makes,
	.guard = guard_goal,
	.check = check,
	.effect = split,
};
