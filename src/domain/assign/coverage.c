#include "domain/assign/coverage.h"

#include "core/language.h"
#include "core/mem.h"
#include "core/str.h"
#include "domain/assign/task.h"
#include "domain/office/setting.h"
#include "domain/plan/goal.h"
#include "domain/record.h"
#include "store/stmt.h"

const char *coverage_text(enum coverage_what what)
{
	static const char *const texts[] = {
		[COVERAGE_GOAL] = N_("goals without a task"),
		[COVERAGE_NO_UNIT] = N_("tasks that nobody leads"),
		[COVERAGE_CLARITY] = N_("tasks that lack a clarity"),
		[COVERAGE_NOBODY] = N_("shares without anybody"),
		[COVERAGE_VILLAGE] = N_("villages not reached"),
		[COVERAGE_OVERLOAD] = N_("units that hold too much"),
		[COVERAGE_IDLE] = N_("people without a share"),
	};

	return _(texts[what]);
}

static void add(struct coverage *c, enum coverage_what what, int kind,
	int64_t id, const char *subject, const char *detail)
{
	c->line = mem_grow(c->line, c->count, &c->size, sizeof *c->line);
	c->line[c->count++] = (struct coverage_line){ .what = what,
		.kind = kind,
		.id = id,
		.subject = mem_text(subject ? subject : ""),
		.detail = mem_text(detail ? detail : "") };
	c->of[what]++;
}

/* Columns: id, subject, detail. */
static enum status add_rows(struct coverage *c, enum coverage_what what,
	int kind, struct stmt *s, struct error *err)
{
	while (stmt_row(s))
		add(c, what, kind, stmt_int(s, 0), stmt_text(s, 1),
			stmt_text(s, 2));
	return stmt_end(s, err);
}

/* ---- the checks */

static enum status check_goals(
	struct store *store, struct coverage *c, struct error *err)
{
	return add_rows(c, COVERAGE_GOAL, KIND_GOAL,
		stmt_get(store,
			"SELECT id,title,(SELECT short FROM unit WHERE"
			" id=r.lead) FROM goal r WHERE " GOAL_UNTASKED_SQL
			" ORDER BY id"),
		err);
}

static enum status check_units(
	struct store *store, struct coverage *c, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT t.id,t.title,EXISTS (SELECT 1 FROM share WHERE"
		" task=t.id AND state<>7) FROM task t WHERE t.state IN"
		" (1,2,3,5) AND NOT EXISTS (SELECT 1 FROM share WHERE"
		" task=t.id AND role=1 AND state<>7) ORDER BY t.due,t.id");

	while (stmt_row(s))
		add(c, COVERAGE_NO_UNIT, KIND_TASK, stmt_int(s, 0),
			stmt_text(s, 1),
			stmt_int(s, 2) ? _("only co-units")
				       : _("no unit has it"));
	return stmt_end(s, err);
}

/* Labels as they stand on the form of the task. */
static void add_gap(struct str *out, bool lacks, const char *label)
{
	if (lacks)
		str_addf(out, "%s%s", out->len_bytes ? _(", ") : "", label);
}

static void task_gap_line(struct coverage *c, struct stmt *s)
{
	static const enum task_field field[] = { TASK_AIM, TASK_START, TASK_DUE,
		TASK_REQUIREMENTS, TASK_MEASURES, TASK_LEADER };
	struct str gaps = STR_INIT;

	for (int i = 0; i < 6; i++)
		add_gap(&gaps, stmt_int(s, i + 2) != 0,
			field_label(&task_type, &task_fields[field[i]]));
	add_gap(&gaps, stmt_int(s, 8) != 0,
		language_text_in("task", N_("person")));
	add(c, COVERAGE_CLARITY, KIND_TASK, stmt_int(s, 0), stmt_text(s, 1),
		gaps.data);
	str_free(&gaps);
}

static enum status check_clarities(
	struct store *store, struct coverage *c, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT * FROM (SELECT t.id,t.title,t.aim IS NULL AS a,"
		" t.start IS NULL AS b,t.due IS NULL AS c,"
		" t.requirements IS NULL AS d,t.measures IS NULL AS e,"
		" t.leader IS NULL AS f,NOT EXISTS (SELECT 1 FROM share WHERE"
		"  task=t.id AND role=1 AND state<>7 AND person IS NOT NULL)"
		"  AS g,t.due AS due FROM task t WHERE t.state IN (1,2,3,5))"
		" WHERE a OR b OR c OR d OR e OR f OR g ORDER BY due,id");

	while (stmt_row(s))
		task_gap_line(c, s);
	return stmt_end(s, err);
}

static enum status check_nobody(
	struct store *store, struct coverage *c, struct error *err)
{
	return add_rows(c, COVERAGE_NOBODY, KIND_SHARE,
		stmt_get(store,
			"SELECT d.id,t.title||' / '||u.short,NULL FROM due d"
			" JOIN task t ON t.id=d.task JOIN unit u ON u.id=d.unit"
			" WHERE d.kind=13 AND d.person IS NULL"
			" ORDER BY d.red,d.id"),
		err);
}

static enum status check_villages(
	struct store *store, struct coverage *c, struct error *err)
{
	return add_rows(c, COVERAGE_VILLAGE, KIND_UNIT,
		stmt_get(store,
			"SELECT u.id,u.name,NULL FROM unit u WHERE u.kind=3 AND"
			" u.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM"
			" due WHERE kind=13 AND unit=u.id) ORDER BY u.id"),
		err);
}

static enum status check_overload(
	struct store *store, struct coverage *c, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT u.id,u.name,n.held,n.people FROM unit u JOIN (SELECT"
		" v.id,(SELECT count(*) FROM due WHERE kind=13 AND unit=v.id"
		"  AND red<2932895) AS held,(SELECT count(*) FROM person"
		"  WHERE unit=v.id AND status<>3) AS people FROM unit v) n"
		" ON n.id=u.id WHERE n.held>=:limit ORDER BY n.held DESC,u.id");
	struct str text = STR_INIT;

	stmt_bind_int(s, ":limit", setting_int(store, "open-shares"));
	while (stmt_row(s)) {
		str_clear(&text);
		str_addf(&text, _("%d open shares, %d people"),
			(int)stmt_int(s, 2), (int)stmt_int(s, 3));
		add(c, COVERAGE_OVERLOAD, KIND_UNIT, stmt_int(s, 0),
			stmt_text(s, 1), text.data);
	}
	str_free(&text);
	return stmt_end(s, err);
}

enum { NAMED_MOST = 4 };

static void idle_line(struct coverage *c, int64_t unit, const char *name,
	int people, struct str *names)
{
	struct str text = STR_INIT;

	str_addf(&text, _("%d: %s%s"), people, names->data,
		people > NAMED_MOST ? _(" and others") : "");
	add(c, COVERAGE_IDLE, KIND_UNIT, unit, name, text.data);
	str_free(&text);
}

/* A line a unit, not a person: a head allocates what his unit holds. */
static enum status check_people(
	struct store *store, struct coverage *c, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT u.id,u.name,p.name FROM person p JOIN unit u ON"
		" u.id=p.unit WHERE p.status<>3 AND p.leader=0 AND NOT EXISTS"
		" (SELECT 1 FROM due WHERE kind=13 AND person=p.id)"
		" ORDER BY u.id,p.id");
	struct str names = STR_INIT;
	char *name = NULL;
	int64_t unit = 0;
	int people = 0;

	while (stmt_row(s)) {
		if (unit && stmt_int(s, 0) != unit)
			idle_line(c, unit, name, people, &names);
		if (stmt_int(s, 0) != unit) {
			unit = stmt_int(s, 0);
			mem_free(name);
			name = mem_text(stmt_text(s, 1));
			str_clear(&names);
			people = 0;
		}
		if (++people <= NAMED_MOST)
			add_gap(&names, true, stmt_text(s, 2));
	}
	if (unit)
		idle_line(c, unit, name, people, &names);
	mem_free(name);
	str_free(&names);
	return stmt_end(s, err);
}

enum status coverage_read(
	struct store *store, struct coverage *out, struct error *err)
{
	static enum status (*const checks[])(struct store *, struct coverage *,
		struct error *) = { check_goals, check_units, check_clarities,
		check_nobody, check_villages, check_overload, check_people };
	enum status status = STATUS_OK;

	*out = (struct coverage){ .count = 0 };
	for (size_t i = 0; status == STATUS_OK && i < COVERAGE_WHATS; i++)
		status = checks[i](store, out, err);
	return status;
}

void coverage_free(struct coverage *c)
{
	for (size_t i = 0; i < c->count; i++) {
		mem_free(c->line[i].subject);
		mem_free(c->line[i].detail);
	}
	mem_free(c->line);
	*c = (struct coverage){ .count = 0 };
}
