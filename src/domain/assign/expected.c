#include "domain/assign/expected.h"

#include "core/date.h"
#include "core/mem.h"
#include "domain/assign/task.h"
#include "store/stmt.h"

enum { ALL = 10000 };

struct points {
	struct light_point *point;
	size_t count, size;
};

static void add_point(struct points *p, int day, int percent)
{
	p->point = mem_grow(p->point, p->count, &p->size, sizeof *p->point);
	p->point[p->count++] = (struct light_point){ day, percent };
}

/* Whether the unit has milestones of its own. */
static bool has_own(struct store *store, int64_t task, int64_t unit)
{
	struct stmt *s = stmt_get(store,
		"SELECT 1 FROM milestone WHERE task=:task AND unit=:unit"
		" AND state<>3 LIMIT 1");

	stmt_bind_int(s, ":task", task);
	stmt_bind_int(s, ":unit", unit);
	return stmt_one_int(s, 0) != 0;
}

/* What points expect is read as weights first: all of it is known last. */
static void weigh(struct points *p, int64_t weight)
{
	int64_t sum = 0;

	for (size_t i = 0; i < p->count; i++) {
		sum += p->point[i].percent;
		p->point[i].percent = (int)(sum * ALL / weight);
	}
}

static bool takes(int64_t unit, bool own, bool nodes, struct stmt *s)
{
	bool is_named = !stmt_is_null(s, 0);

	if (unit && (own || nodes))
		return is_named && stmt_int(s, 0) == unit;
	return nodes || !is_named;
}

void expected_read(struct store *store, int64_t task, int64_t unit, int kind,
	int start, int due, struct expected *out)
{
	bool nodes = kind == PROGRESS_NODES;
	bool own = unit && !nodes && has_own(store, task, unit);
	struct points points = { 0 };
	struct stmt *s = stmt_get(store,
		"SELECT unit,due,expected,weight,state FROM milestone"
		" WHERE task=:task AND state<>3 ORDER BY due,id");

	*out = (struct expected){ .weight = 0 };
	stmt_bind_int(s, ":task", task);
	while (stmt_row(s)) {
		if (!takes(unit, own, nodes, s))
			continue;
		out->weight += stmt_int(s, 3);
		out->done += stmt_int(s, 4) == 2 ? stmt_int(s, 3) : 0;
		if (nodes || !stmt_is_null(s, 2))
			add_point(&points, date_of_iso(stmt_text(s, 1)),
				(int)stmt_int(s, nodes ? 3 : 2));
	}
	stmt_end(s, NULL);
	if (nodes && out->weight)
		weigh(&points, out->weight);
	out->point = points.point;
	out->plan = (struct light_plan){ .start = start,
		.due = due,
		.by_steps = nodes,
		.point = points.point,
		.count = points.count };
}

void expected_free(struct expected *e)
{
	mem_free(e->point);
	e->point = NULL;
	e->plan.count = 0;
}

int expected_today(struct store *store, int kind, int64_t id, int today)
{
	struct stmt *s = stmt_get(store,
		kind == KIND_SHARE
			? "SELECT s.task,s.unit,t.progress_kind,t.start,"
			  " ifnull(s.due,t.due) FROM share s JOIN task t ON"
			  " t.id=s.task WHERE s.id=:id"
			: "SELECT id,0,progress_kind,start,due FROM task"
			  " WHERE id=:id");
	struct expected e = { .weight = 0 };

	stmt_bind_int(s, ":id", id);
	if (!stmt_row(s)) {
		stmt_end(s, NULL);
		return 0;
	}
	int64_t task = stmt_int(s, 0), unit = stmt_int(s, 1);
	int counted = (int)stmt_int(s, 2);
	int start = date_of_iso(stmt_text(s, 3));
	int due = date_of_iso(stmt_text(s, 4));
	stmt_end(s, NULL);
	if (due == DATE_NONE)
		return 0;
	expected_read(store, task, unit, counted,
		start == DATE_NONE ? due : start, due, &e);
	int percent = light_plan_expected(&e.plan, today);
	expected_free(&e);
	return percent;
}
