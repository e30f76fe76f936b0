#include "domain/assign/due.h"

#include <string.h>
#include "core/date.h"
#include "core/mem.h"
#include "domain/assign/expected.h"
#include "domain/assign/light_sum.h"
#include "domain/assign/milestone.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/office/setting.h"
#include "domain/office/unit.h"
#include "store/change.h"
#include "store/stmt.h"
#include "store/txn.h"

enum { ALL = 10000, DEEPEST_PART = 64 };

const char *const due_tables[] = { "due", "task_now", "light_sum", NULL };

/* ---- the row of an item: read, compared, written with its sums */

static bool row_read(
	struct store *store, int kind, int64_t id, struct due_row *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT task,ifnull(unit,0),ifnull(person,0),ifnull(leader,0),"
		" start,behind_from,soon_from,red FROM due"
		" WHERE kind=:kind AND id=:id");

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	bool found = stmt_row(s);
	if (found)
		*out = (struct due_row){ .kind = kind,
			.id = id,
			.task = stmt_int(s, 0),
			.unit = stmt_int(s, 1),
			.person = stmt_int(s, 2),
			.leader = stmt_int(s, 3),
			.days = { .start = (int)stmt_int(s, 4),
				.behind_from = (int)stmt_int(s, 5),
				.soon_from = (int)stmt_int(s, 6),
				.red = (int)stmt_int(s, 7) } };
	stmt_end(s, NULL);
	return found;
}

static bool same_place(const struct due_row *a, const struct due_row *b)
{
	return a->task == b->task && a->unit == b->unit &&
	       a->person == b->person && a->leader == b->leader &&
	       a->days.red == b->days.red;
}

static bool row_equal(const struct due_row *a, const struct due_row *b)
{
	return same_place(a, b) && a->days.start == b->days.start &&
	       a->days.behind_from == b->days.behind_from &&
	       a->days.soon_from == b->days.soon_from;
}

static void bind_ref(struct stmt *s, const char *name, int64_t id)
{
	if (id)
		stmt_bind_int(s, name, id);
	else
		stmt_bind_null(s, name);
}

static enum status row_insert(
	struct store *store, const struct due_row *r, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"INSERT INTO due VALUES (:kind,:id,:task,:unit,:person,"
		":leader,:start,:behind,:soon,:red)");

	stmt_bind_int(s, ":kind", r->kind);
	stmt_bind_int(s, ":id", r->id);
	stmt_bind_int(s, ":task", r->task);
	bind_ref(s, ":unit", r->unit);
	bind_ref(s, ":person", r->person);
	bind_ref(s, ":leader", r->leader);
	stmt_bind_int(s, ":start", r->days.start);
	stmt_bind_int(s, ":behind", r->days.behind_from);
	stmt_bind_int(s, ":soon", r->days.soon_from);
	stmt_bind_int(s, ":red", r->days.red);
	return stmt_run(s, err);
}

static enum status row_delete(
	struct store *store, int kind, int64_t id, struct error *err)
{
	struct stmt *s =
		stmt_get(store, "DELETE FROM due WHERE kind=:kind AND id=:id");

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	return stmt_run(s, err);
}

/* It stays where it is in most indexes: they are not written. */
static enum status row_move(
	struct store *store, const struct due_row *r, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"UPDATE due SET start=:start,behind_from=:behind,"
		" soon_from=:soon WHERE kind=:kind AND id=:id");

	stmt_bind_int(s, ":kind", r->kind);
	stmt_bind_int(s, ":id", r->id);
	stmt_bind_int(s, ":start", r->days.start);
	stmt_bind_int(s, ":behind", r->days.behind_from);
	stmt_bind_int(s, ":soon", r->days.soon_from);
	return stmt_run(s, err);
}

enum status due_set(struct store *store, int kind, int64_t id,
	const struct due_row *now, struct error *err)
{
	struct due_row old;
	bool had = row_read(store, kind, id, &old);
	enum status status = STATUS_OK;

	if (had && now && row_equal(&old, now))
		return STATUS_OK;
	if (had && now && same_place(&old, now)) {
		status = row_move(store, now, err);
	} else {
		if (had)
			status = row_delete(store, kind, id, err);
		if (now && status == STATUS_OK)
			status = row_insert(store, now, err);
	}
	return status != STATUS_OK
		       ? status
		       : light_sum_move(store, had ? &old : NULL, now, err);
}

/* ---- days */

static int day_or(const char *iso, int otherwise)
{
	int day = date_of_iso(iso);

	return day == DATE_NONE ? otherwise : day;
}

static void days_of(struct store *store, const struct light_plan *plan,
	int64_t percent, struct light_days *out)
{
	light_plan_days(plan, (int)(percent > ALL ? ALL : percent),
		(int)setting_int(store, "soon-days"),
		(int)setting_int(store, "tolerance"), out);
}

void due_days_plain(
	struct store *store, int start, int due, struct light_days *out)
{
	const struct light_plan plan = { .start = start, .due = due };

	days_of(store, &plan, ALL, out);
}

void due_days_frozen(int start, int day, struct light_days *out)
{
	*out = (struct light_days){
		.start = start, .behind_from = day, .soon_from = day, .red = day
	};
}

/*
 * What light time is compared with: without a target, without milestones and
 * for incidents nothing is expected before the due day (product.md §4).
 */
static int64_t share_percent(int kind, bool has_target, int64_t target,
	int64_t progress, const struct expected *e)
{
	if (kind == PROGRESS_PERCENT)
		return progress;
	if (kind == PROGRESS_QUANTITY && has_target && target > 0)
		return progress >= target ? ALL : progress * ALL / target;
	if (kind == PROGRESS_NODES && e->weight)
		return e->done * ALL / e->weight;
	return ALL;
}

/* ---- a share */

static bool share_is_open(int state)
{
	return state == SHARE_PENDING || state == SHARE_SIGNED ||
	       state == SHARE_IN_HAND || state == SHARE_HANDED_BACK;
}

static bool share_due_row(struct store *store, int64_t id, struct due_row *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT s.task,s.unit,ifnull(s.person,ifnull(u.head,0)),"
		" ifnull(t.leader,0),s.state,t.progress_kind,s.target,"
		" ifnull(s.progress,0),ifnull(s.due,t.due),t.start"
		" FROM share s JOIN task t ON t.id=s.task"
		" JOIN unit u ON u.id=s.unit"
		" WHERE s.id=:id AND t.state=:issued AND s.state IN"
		" (1,2,3,4,6)");

	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":issued", TASK_ISSUED);
	bool is_open = stmt_row(s);
	if (!is_open) {
		stmt_end(s, NULL);
		return false;
	}
	int due = day_or(stmt_text(s, 8), 0);
	int start = day_or(stmt_text(s, 9), due);
	int state = (int)stmt_int(s, 4), kind = (int)stmt_int(s, 5);
	bool has_target = !stmt_is_null(s, 6);
	int64_t target = stmt_int(s, 6), progress = stmt_int(s, 7);
	struct expected e;

	*out = (struct due_row){ .kind = KIND_SHARE,
		.id = id,
		.task = stmt_int(s, 0),
		.unit = stmt_int(s, 1),
		.person = stmt_int(s, 2),
		.leader = stmt_int(s, 3) };
	stmt_end(s, NULL);
	if (!share_is_open(state)) {
		due_days_frozen(start, DUE_CLAIMED, &out->days);
		return true;
	}
	expected_read(store, out->task, out->unit, kind, start, due, &e);
	days_of(store, &e.plan,
		share_percent(kind, has_target, target, progress, &e),
		&out->days);
	expected_free(&e);
	return true;
}

static enum status derive_share(
	struct store *store, int64_t id, struct error *err)
{
	struct due_row row;
	bool is_open = share_due_row(store, id, &row);

	return due_set(store, KIND_SHARE, id, is_open ? &row : NULL, err);
}

/* ---- a milestone: reached or not, nothing is expected before its day */

static enum status derive_milestone(
	struct store *store, int64_t id, struct error *err)
{
	struct milestone_row m;
	struct due_row row = { .kind = KIND_MILESTONE, .id = id };
	bool is_open = milestone_read(store, id, &m) &&
		       m.state == MILESTONE_OPEN && m.task_state == TASK_ISSUED;

	if (is_open) {
		const struct light_plan plan = {
			.start = m.start == DATE_NONE ? m.due : m.start,
			.due = m.due
		};

		row.task = m.task;
		row.unit = m.unit;
		row.person = m.person;
		row.leader = m.leader;
		days_of(store, &plan, ALL, &row.days);
	}
	return due_set(store, KIND_MILESTONE, id, is_open ? &row : NULL, err);
}

/* ---- a task: roll-up */

struct sums { /* of the live shares, and of the sub-tasks */
	int64_t shares, done, pending, claimed, open;
	int64_t targets, target, with_target, progress;
	int64_t weight, weighted, weight_done;
	int64_t parts, parts_weight, parts_weighted, parts_progress;
	int64_t nodes, nodes_done; /* milestones by weight */
};

struct task_now {
	bool is_there;
	int64_t progress, percent; /* -1: NULL */
	int64_t shares, done, pending, claimed, moved;
};

static void sum_shares(struct store *store, int64_t task, struct sums *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT count(*),total(state=5),total(state=1),"
		" total(state=4),total(state IN (1,2,3,6)),count(target),"
		" total(target),"
		" total(CASE WHEN target IS NOT NULL THEN progress END),"
		" total(progress),total(weight),"
		" total(weight*ifnull(progress,0)),"
		" total(CASE state WHEN 5 THEN weight END)"
		" FROM share WHERE task=:task AND state<>7");
	int64_t *const field[] = { &out->shares, &out->done, &out->pending,
		&out->claimed, &out->open, &out->targets, &out->target,
		&out->with_target, &out->progress, &out->weight, &out->weighted,
		&out->weight_done };

	stmt_bind_int(s, ":task", task);
	if (stmt_row(s))
		for (int i = 0; i < 12; i++)
			*field[i] = stmt_int(s, i);
	stmt_end(s, NULL);
}

/* A figure counts in the whole where both are counted alike. */
static void sum_parts(
	struct store *store, int64_t task, int kind, struct sums *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT count(*),total(t.weight),"
		" total(t.weight*ifnull(n.percent,0)),"
		"total(CASE WHEN t.progress_kind=:kind THEN n.progress END)"
		" FROM task t JOIN task_now n ON n.id=t.id"
		" WHERE t.parent=:task AND t.state IN (3,4,6)");

	stmt_bind_int(s, ":task", task);
	stmt_bind_int(s, ":kind", kind);
	if (stmt_row(s)) {
		out->parts = stmt_int(s, 0);
		out->parts_weight = stmt_int(s, 1);
		out->parts_weighted = stmt_int(s, 2);
		out->parts_progress = stmt_int(s, 3);
	}
	stmt_end(s, NULL);
}

/*
 * A quantity sums the shares that have a target (a lead without one reports
 * nothing); where none has one, everybody's figure counts.
 */
static void roll_up(
	const struct sums *s, int kind, int64_t target, struct task_now *out)
{
	int64_t counted =
		s->parts_progress + (s->targets ? s->with_target : s->progress);

	out->progress = out->percent = -1;
	if (kind == PROGRESS_QUANTITY || kind == PROGRESS_INCIDENTS) {
		out->progress = counted;
		target = target ? target : s->target;
		if (kind == PROGRESS_QUANTITY && target > 0)
			out->percent = counted * ALL / target;
		return;
	}
	if (s->parts_weight)
		out->percent = s->parts_weighted / s->parts_weight;
	else if (s->nodes && kind == PROGRESS_NODES)
		out->percent = s->nodes_done * ALL / s->nodes;
	else if (s->weight && kind == PROGRESS_PERCENT)
		out->percent = s->weighted / s->weight;
	else if (s->weight)
		out->percent = s->weight_done * ALL / s->weight;
	out->progress = out->percent;
}

static int day_moved(struct store *store, int64_t task)
{
	struct stmt *s = stmt_get(store,
		"SELECT ifnull((SELECT max((SELECT day FROM report"
		"  WHERE share=s.id ORDER BY id DESC LIMIT 1))"
		"  FROM share s WHERE s.task=:task),issued_on)"
		" FROM task WHERE id=:task");

	stmt_bind_int(s, ":task", task);
	int day = stmt_row(s) ? date_of_iso(stmt_text(s, 0)) : DATE_NONE;
	stmt_end(s, NULL);
	return day;
}

static int64_t int_or(struct stmt *s, int column, int64_t otherwise)
{
	return stmt_is_null(s, column) ? otherwise : stmt_int(s, column);
}

static void now_read(struct store *store, int64_t id, struct task_now *out)
{
	struct stmt *s = stmt_get(store,
		"SELECT progress,percent,shares,done,unsigned_,claimed,moved"
		" FROM task_now WHERE id=:id");

	*out = (struct task_now){ .is_there = false };
	stmt_bind_int(s, ":id", id);
	if (stmt_row(s))
		*out = (struct task_now){ .is_there = true,
			.progress = int_or(s, 0, -1),
			.percent = int_or(s, 1, -1),
			.shares = stmt_int(s, 2),
			.done = stmt_int(s, 3),
			.pending = stmt_int(s, 4),
			.claimed = stmt_int(s, 5),
			.moved = int_or(s, 6, DATE_NONE) };
	stmt_end(s, NULL);
}

static bool now_equal(const struct task_now *a, const struct task_now *b)
{
	if (!a->is_there || !b->is_there)
		return a->is_there == b->is_there;
	return a->progress == b->progress && a->percent == b->percent &&
	       a->shares == b->shares && a->done == b->done &&
	       a->pending == b->pending && a->claimed == b->claimed &&
	       a->moved == b->moved;
}

static enum status now_write(struct store *store, int64_t id,
	const struct task_now *n, struct error *err)
{
	struct stmt *s;

	if (!n->is_there) {
		s = stmt_get(store, "DELETE FROM task_now WHERE id=:id");
		stmt_bind_int(s, ":id", id);
		return stmt_run(s, err);
	}
	s = stmt_get(store, "INSERT OR REPLACE INTO task_now VALUES "
			    "(:id,:progress,:percent,:shares,"
			    ":done,:pending,:claimed,:moved)");
	stmt_bind_int(s, ":id", id);
	if (n->progress < 0)
		stmt_bind_null(s, ":progress");
	else
		stmt_bind_int(s, ":progress", n->progress);
	if (n->percent < 0)
		stmt_bind_null(s, ":percent");
	else
		stmt_bind_int(s, ":percent", n->percent);
	stmt_bind_int(s, ":shares", n->shares);
	stmt_bind_int(s, ":done", n->done);
	stmt_bind_int(s, ":pending", n->pending);
	stmt_bind_int(s, ":claimed", n->claimed);
	if (n->moved == DATE_NONE)
		stmt_bind_null(s, ":moved");
	else
		stmt_bind_int(s, ":moved", n->moved);
	return stmt_run(s, err);
}

/* ---- a task: its row, and its parent's after it */

struct task_facts {
	int64_t leader, unit, person, parent, target;
	int state, kind, start, due;
};

static bool task_facts(struct store *store, int64_t id, struct task_facts *f)
{
	struct stmt *s = stmt_get(store,
		"SELECT ifnull(t.leader,0),ifnull(s.unit,0),"
		" ifnull(s.person,ifnull(u.head,0)),ifnull(t.parent,0),"
		" ifnull(t.target,0),t.state,t.progress_kind,t.start,t.due"
		" FROM task t LEFT JOIN share s ON s.id=(SELECT id FROM share"
		"  WHERE task=t.id AND role=1 AND state<>7 LIMIT 1)"
		" LEFT JOIN unit u ON u.id=s.unit WHERE t.id=:id");

	*f = (struct task_facts){ .state = 0 };
	stmt_bind_int(s, ":id", id);
	bool found = stmt_row(s);
	if (found) {
		f->leader = stmt_int(s, 0);
		f->unit = stmt_int(s, 1);
		f->person = stmt_int(s, 2);
		f->parent = stmt_int(s, 3);
		f->target = stmt_int(s, 4);
		f->state = (int)stmt_int(s, 5);
		f->kind = (int)stmt_int(s, 6);
		f->due = day_or(stmt_text(s, 8), 0);
		f->start = day_or(stmt_text(s, 7), f->due);
	}
	stmt_end(s, NULL);
	return found;
}

/* Claimed everywhere: others' turn. Done everywhere: the leader's. */
static void task_days(struct store *store, const struct task_facts *f,
	const struct sums *sums, const struct expected *e, int64_t percent,
	struct light_days *out)
{
	bool is_expected = percent >= 0 && (f->kind != PROGRESS_NODES ||
						   sums->nodes || sums->parts);

	if (sums->shares && sums->done == sums->shares)
		due_days_frozen(f->start, DUE_WAITING, out);
	else if (sums->shares && !sums->open)
		due_days_frozen(f->start, DUE_CLAIMED, out);
	else
		days_of(store, &e->plan, is_expected ? percent : ALL, out);
}

static enum status derive_task(struct store *store, int64_t id, int depth,
	bool parent_too, struct error *err)
{
	struct task_now now = { .is_there = false, .moved = DATE_NONE };
	struct task_now old;
	struct sums sums = { 0 };
	struct task_facts f;
	struct due_row row = { .kind = KIND_TASK, .id = id, .task = id };
	struct expected e = { .weight = 0 };

	if (task_facts(store, id, &f)) {
		now.is_there = true;
		expected_read(store, id, 0, f.kind, f.start, f.due, &e);
		sums.nodes = e.weight;
		sums.nodes_done = e.done;
		sum_shares(store, id, &sums);
		sum_parts(store, id, f.kind, &sums);
		roll_up(&sums, f.kind, f.target, &now);
		now.shares = sums.shares;
		now.done = sums.done;
		now.pending = sums.pending;
		now.claimed = sums.claimed;
		now.moved = day_moved(store, id);
	}
	row.leader = f.leader;
	row.unit = f.unit;
	row.person = f.person;
	if (f.state == TASK_ISSUED)
		task_days(store, &f, &sums, &e, now.percent, &row.days);
	expected_free(&e);
	enum status status = due_set(store, KIND_TASK, id,
		f.state == TASK_ISSUED ? &row : NULL, err);
	now_read(store, id, &old);
	bool changed = !now_equal(&old, &now);
	if (status == STATUS_OK && changed)
		status = now_write(store, id, &now, err);
	if (status == STATUS_OK && f.parent && depth < DEEPEST_PART &&
		(changed || parent_too))
		status = derive_task(store, f.parent, depth + 1, false, err);
	return status;
}

/* ---- lists of ids, read before anything is written */

struct ids {
	int64_t *id;
	size_t count, size;
};

static enum status ids_read(struct stmt *s, struct ids *out, struct error *err)
{
	while (stmt_row(s)) {
		out->id = mem_grow(
			out->id, out->count, &out->size, sizeof *out->id);
		out->id[out->count++] = stmt_int(s, 0);
	}
	return stmt_end(s, err);
}

static enum status derive_each(struct store *store, struct stmt *s,
	enum status (*derive)(struct store *, int64_t id, struct error *),
	struct error *err)
{
	struct ids ids = { 0 };
	enum status status = ids_read(s, &ids, err);

	for (size_t i = 0; status == STATUS_OK && i < ids.count; i++)
		status = derive(store, ids.id[i], err);
	mem_free(ids.id);
	return status;
}

static enum status derive_shares(
	struct store *store, struct stmt *s, struct error *err)
{
	return derive_each(store, s, derive_share, err);
}

static enum status derive_milestones(
	struct store *store, int64_t task, struct error *err)
{
	struct stmt *s =
		stmt_get(store, "SELECT id FROM milestone WHERE task=:task");

	stmt_bind_int(s, ":task", task);
	return derive_each(store, s, derive_milestone, err);
}

static enum status derive_tasks(
	struct store *store, struct stmt *s, struct error *err)
{
	struct ids ids = { 0 };
	enum status status = ids_read(s, &ids, err);

	for (size_t i = 0; status == STATUS_OK && i < ids.count; i++)
		status = derive_task(store, ids.id[i], 0, false, err);
	mem_free(ids.id);
	return status;
}

static enum status derive_all(struct store *store, struct error *err)
{
	enum status status = derive_shares(
		store, stmt_get(store, "SELECT id FROM share"), err);

	if (status == STATUS_OK)
		status = derive_each(store,
			stmt_get(store, "SELECT id FROM milestone"),
			derive_milestone, err);
	if (status == STATUS_OK)
		status = derive_tasks(
			store, stmt_get(store, "SELECT id FROM task"), err);
	return status;
}

enum status due_rebuild(struct txn *txn, struct error *err)
{
	return derive_all(txn_store(txn), err);
}

/* ---- by kind of the record that changed */

/* The reference before the change; the row itself may be gone by now. */
static int64_t ref_before(const struct change *c, int number)
{
	const struct change_field *f = change_field(c, number);

	return f && f->before.value.kind == VALUE_INT ? f->before.value.number
						      : 0;
}

static enum status task_changed(
	struct store *store, const struct change *c, struct error *err)
{
	int64_t old = ref_before(c, task_fields[TASK_PARENT].number);
	enum status status = derive_task(store, c->id, 0, true, err);
	struct stmt *s;

	if (status == STATUS_OK && old)
		status = derive_task(store, old, 0, false, err);
	if (status == STATUS_OK)
		status = derive_milestones(store, c->id, err);
	if (status != STATUS_OK)
		return status;
	s = stmt_get(store, "SELECT id FROM share WHERE task=:task");
	stmt_bind_int(s, ":task", c->id);
	return derive_shares(store, s, err);
}

/* All is written when the first change is derived: what another change of
 * the same part derives is not derived again. */
static bool is_changed(struct txn *txn, int kind, int64_t id)
{
	return changes_find(txn_changes(txn), kind, id) != NULL;
}

/* Who answers for the share answers for its milestones. */
static bool changes_who(const struct change *c)
{
	static const enum share_field who[] = { SHARE_PERSON, SHARE_UNIT,
		SHARE_ROLE, SHARE_STATE };

	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		if (change_field(c, share_fields[who[i]].number))
			return true;
	return false;
}

static enum status share_changed(
	struct txn *txn, const struct change *c, struct error *err)
{
	struct store *store = txn_store(txn);
	int64_t task = ref_before(c, share_fields[SHARE_TASK].number);
	enum status status = derive_share(store, c->id, err);

	if (!task)
		task = record_int(store, &share_type.table, c->id,
			&share_fields[SHARE_TASK]);
	if (status != STATUS_OK || !task || is_changed(txn, KIND_TASK, task))
		return status;
	if (changes_who(c))
		status = derive_milestones(store, task, err);
	return status != STATUS_OK ? status
				   : derive_task(store, task, 0, false, err);
}

/* It bends what is expected of its task and of its shares. */
static enum status milestone_changed(
	struct txn *txn, const struct change *c, struct error *err)
{
	struct store *store = txn_store(txn);
	int64_t task = ref_before(c, milestone_fields[MILESTONE_TASK].number);
	enum status status = derive_milestone(store, c->id, err);

	if (!task)
		task = record_int(store, &milestone_type.table, c->id,
			&milestone_fields[MILESTONE_TASK]);
	if (status != STATUS_OK || !task || is_changed(txn, KIND_TASK, task))
		return status;
	status = derive_task(store, task, 0, false, err);
	if (status != STATUS_OK)
		return status;
	struct stmt *s =
		stmt_get(store, "SELECT id FROM share WHERE task=:task");
	stmt_bind_int(s, ":task", task);
	return derive_shares(store, s, err);
}

static enum status report_changed(
	struct txn *txn, const struct change *c, struct error *err)
{
	struct store *store = txn_store(txn);
	int64_t share = ref_before(c, report_fields[REPORT_SHARE].number);

	if (!share)
		share = record_int(store, &report_type.table, c->id,
			&report_fields[REPORT_SHARE]);
	if (is_changed(txn, KIND_SHARE, share))
		return STATUS_OK;
	int64_t task = record_int(
		store, &share_type.table, share, &share_fields[SHARE_TASK]);
	return task ? derive_task(store, task, 0, false, err) : STATUS_OK;
}

/* Its head acts on shares without a person. */
static enum status unit_changed(
	struct store *store, const struct change *c, struct error *err)
{
	if (!change_field(c, unit_fields[UNIT_HEAD].number))
		return STATUS_OK;
	struct stmt *s = stmt_get(
		store, "SELECT id FROM due WHERE kind=13 AND unit=:unit");
	stmt_bind_int(s, ":unit", c->id);
	enum status status = derive_shares(store, s, err);
	if (status != STATUS_OK)
		return status;
	s = stmt_get(store, "SELECT id FROM due WHERE kind=14 AND unit=:unit");
	stmt_bind_int(s, ":unit", c->id);
	status = derive_each(store, s, derive_milestone, err);
	if (status != STATUS_OK)
		return status;
	s = stmt_get(store, "SELECT id FROM due WHERE kind=12 AND unit=:unit");
	stmt_bind_int(s, ":unit", c->id);
	return derive_tasks(store, s, err);
}

/* Only two settings make days; all others leave a million rows alone. */
static enum status setting_changed(
	struct store *store, const struct change *c, struct error *err)
{
	static const char *const of_days[] = { "soon-days", "tolerance", NULL };

	return setting_is_among(store, c, of_days) ? derive_all(store, err)
						   : STATUS_OK;
}

enum status due_derive(
	struct txn *txn, const struct change *c, struct error *err)
{
	struct store *store = txn_store(txn);

	switch (c->kind) {
	case KIND_TASK:
		return task_changed(store, c, err);
	case KIND_SHARE:
		return share_changed(txn, c, err);
	case KIND_MILESTONE:
		return milestone_changed(txn, c, err);
	case KIND_REPORT:
		return report_changed(txn, c, err);
	case KIND_UNIT:
		return unit_changed(store, c, err);
	case KIND_SETTING:
		return setting_changed(store, c, err);
	default:
		return STATUS_OK;
	}
}
