/*
 * test_rights.c: every record type, field and action for every role, from the
 * tables alone. What a role may stands in golden/rights.txt, so that a change
 * of rights is seen when it is reviewed (LIUBU_GOLDEN=write writes it anew);
 * the door and the viewer are then asked whether they do as it says.
 */
#include "assign_file.h"

#include "domain/filter.h"
#include "store/query.h"

#define GOLDEN "tests/domain/golden/rights.txt"
enum { ROLES = RIGHT_ROLE_AUDITOR + 1, RECORDS_MOST = 12 };

/* In that role and in no other; role 0: in none. */
static struct session in_role(const struct office *o, int role)
{
	struct session s = o->session;

	s.account = s.person = s.unit = 0;
	s.roles = role ? 1u << role : 0;
	s.is_known = role != 0;
	return s;
}

/* One share verified and one claimed, so that there is a record of every type. */
static int rights_open(void **state)
{
	assign_open(state);
	struct office *o = *state;
	int64_t share = assign_share(o, "农村改厕 村建站");

	office_act(o, "task.issue", assign_task(o, "农村改厕"),
		"gap_reason=清单未列");
	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=380");
	office_act(o, "share.claim", share, "done_on=今天");
	assign_as(o, "");
	office_act(o, "share.verify", share, "quality=good effect=good");
	share = assign_share(o, "农村危房改造 村建站");
	office_act(o, "task.issue", assign_task(o, "农村危房改造"),
		"gap_reason=清单未列");
	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=48");
	office_act(o, "share.claim", share, "done_on=今天");
	assign_as(o, "");
	office_act(o, "setting.set", 0, "name=soon-days text=4");
	office_act(o, "person.update", 1,
		"phone=13712345678 id_number=11010519491231002X");
	return 0;
}

/* ---- the table */

static void add_line(struct str *out, const char *what, const char *name,
	const bool may[ROLES], const char *note)
{
	str_addf(out, "%-6s %-22s", what, name);
	for (int role = RIGHT_ROLE_CADRE; role < ROLES; role++)
		str_addf(out, " %-*s", (int)strlen(role_choices[role - 1].name),
			may[role] ? "+" : ".");
	while (out->data[out->len_bytes - 1] == ' ')
		str_cut(out, out->len_bytes - 1);
	str_addf(out, "%s\n", note);
}

static void add_relations(struct str *out, const char *sign, unsigned set)
{
	static const char *const names[] = { "own", "unit", "head", "charge",
		"took part" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (set & 1u << i)
			str_addf(out, "  %s%s", sign, names[i]);
}

static void add_action(struct str *out, const struct action *a)
{
	bool may[ROLES] = { false };
	struct str note = STR_INIT;

	for (int role = RIGHT_ROLE_CADRE; role < ROLES; role++)
		may[role] = right_of_roles(1u << role, a->right);
	add_relations(&note, "", a->any_of);
	add_relations(&note, "not ", a->none_of);
	add_line(out, "do", a->name, may, note.len_bytes ? note.data : "");
	str_free(&note);
}

static void add_field(struct office *o, struct str *out,
	const struct record_type *t, const struct field *f)
{
	bool sees[ROLES] = { false }, writes[ROLES] = { false };
	bool is_as_type = true;
	char name[64];

	for (int role = RIGHT_ROLE_CADRE; role < ROLES; role++) {
		struct session s = in_role(o, role);

		sees[role] = field_may_see(&s, t, f);
		writes[role] = field_may_write(&s, f);
		is_as_type &=
			sees[role] == (t->may_see || record_may_list(&s, t));
	}
	snprintf(name, sizeof name, "%s.%s", t->table.name, f->name);
	if (!is_as_type)
		add_line(out, "see", name, sees, "");
	if (f->write)
		add_line(out, "write", name, writes, "");
}

static void the_table_is_the_golden_one(void **state)
{
	struct office *o = *state;
	struct str now = STR_INIT, was = STR_INIT;
	const char *mode = getenv("LIUBU_GOLDEN");
	char buffer[4096];
	size_t n;
	FILE *f;

	str_addf(&now, "%-29s", "");
	for (const struct choice *c = role_choices; c->name; c++)
		str_addf(&now, " %s", c->name);
	str_add_char(&now, '\n');
	for (size_t i = 0; record_types[i]; i++) {
		const struct record_type *t = record_types[i];
		bool sees[ROLES] = { false };

		for (int role = RIGHT_ROLE_CADRE; role < ROLES; role++) {
			struct session s = in_role(o, role);

			sees[role] = record_may_list(&s, t);
		}
		str_add_char(&now, '\n');
		add_line(&now, "see", t->table.name, sees,
			t->may_see ? "  or own" : "");
		for (const struct field *x = t->table.fields; x->name; x++)
			add_field(o, &now, t, x);
		for (size_t k = 0; t->actions && t->actions[k]; k++)
			add_action(&now, t->actions[k]);
	}
	f = fopen(GOLDEN, mode && !strcmp(mode, "write") ? "w+" : "r");
	assert_non_null(f);
	if (mode && !strcmp(mode, "write"))
		fwrite(now.data, 1, now.len_bytes, f);
	rewind(f);
	while ((n = fread(buffer, 1, sizeof buffer, f)) > 0)
		str_add_bytes(&was, buffer, n);
	fclose(f);
	assert_string_equal(now.data, was.data);
	str_free(&now);
	str_free(&was);
}

/* ---- the door */

/* Some records of the type: one in each state, others spread over them. */
static size_t sample(
	struct office *o, const struct record_type *t, int64_t id[RECORDS_MOST])
{
	struct str sql = STR_INIT;
	size_t n = 0;

	if (t->state)
		str_addf(&sql,
			"SELECT * FROM (SELECT min(id) FROM \"%s\""
			" GROUP BY \"%s\" LIMIT 6) UNION ",
			t->table.name, t->state);
	str_addf(&sql,
		"SELECT * FROM (SELECT id FROM \"%s\" WHERE id%%(1+"
		"(SELECT count(*) FROM \"%s\")/6)=0 ORDER BY id LIMIT 6)",
		t->table.name, t->table.name);
	struct stmt *s = stmt_get(o->store, stmt_keep(o->store, sql.data));
	while (stmt_row(s))
		id[n++] = stmt_int(s, 0);
	stmt_end(s, NULL);
	str_free(&sql);
	return n;
}

static enum status attempt(const struct session *s, const struct action *a,
	int64_t id, struct outcome *out)
{
	struct values none = { .item = NULL };
	struct act_item item = { .id = id, .values = &none };
	struct act act = { .action = a,
		.item = &item,
		.count = 1,
		.warned = true,
		.dry_run = true };

	return door_run(s, &act, out);
}

/* A refusal by right; by state or the like it says nothing about rights. */
static void check_door(struct office *o, const struct record_type *t,
	const struct action *a, int role, int64_t id)
{
	struct session s = in_role(o, role);
	bool may = role && right_of_roles(1u << role, a->right);
	struct outcome out;
	enum status st = attempt(&s, a, id, &out);
	bool by_right = strstr(out.error.what, "this needs the right") != NULL;

	if (may ? by_right : st != STATUS_DENIED && st != STATUS_REFUSED)
		fail_msg("%s on %s %lld in role %d: %s \"%s\"", a->name,
			t->table.name, (long long)id, role, status_name(st),
			out.error.what);
	/* who may type for others is told whose word it would be */
	if (!may && st == STATUS_DENIED &&
		!right_of_roles(s.roles, RIGHT_ENTER))
		assert_true(by_right);
	outcome_free(&out);
}

static size_t is_new(const struct action *a)
{
	return a->flags & ACTION_CREATES ? 1 : 0;
}

static void the_door_does_as_the_table_says(void **state)
{
	struct office *o = *state;
	int64_t rows = office_count(o, "SELECT count(*) FROM journal");
	int denied = 0;

	for (size_t i = 0; record_types[i]; i++) {
		const struct record_type *t = record_types[i];
		int64_t id[RECORDS_MOST] = { 0 };
		size_t n = sample(o, t, id);

		/* of a type without a record only making one is asked */
		for (size_t k = 0; t->actions && t->actions[k]; k++)
			for (int role = 0; role < ROLES; role++)
				for (size_t r = 0;
					r < (n ? n : is_new(t->actions[k]));
					r++, denied++)
					check_door(o, t, t->actions[k], role,
						t->actions[k]->flags &
								ACTION_CREATES
							? 0
							: id[r]);
	}
	assert_true(denied > 1000);
	assert_int_equal(rows, office_count(o, "SELECT count(*) FROM journal"));
}

/* ---- nobody on his own work, nor on what is not his */

static void check_relation(struct office *o, const struct record_type *t,
	const struct action *a, int64_t id, int64_t person)
{
	unsigned relation = t->relate(o->store, id, person);
	struct session s = o->session;
	struct outcome out;

	/* every right there is; the door asks the person's relation alone */
	s.account = 0;
	s.is_known = false; /* what he may is not read again */
	s.person = person;
	s.roles = ~0u;
	if (!(relation & a->none_of) && (!a->any_of || (relation & a->any_of)))
		return;
	if (attempt(&s, a, id, &out) != STATUS_DENIED &&
		out.status != STATUS_REFUSED)
		fail_msg("%s on %s %lld by person %lld, relation %x: %s",
			a->name, t->table.name, (long long)id,
			(long long)person, relation, status_name(out.status));
	outcome_free(&out);
}

/* It decides on work that was begun; before, there is no work to judge. */
static bool begun(const struct record_type *t, const struct action *a)
{
	return t == &task_type &&
	       (a->from >> TASK_ISSUED & 1 || a->from >> TASK_CLOSED & 1);
}

static void nobody_decides_on_his_own_work(void **state)
{
	struct office *o = *state;
	int judged = 0;

	for (size_t i = 0; record_types[i]; i++) {
		const struct record_type *t = record_types[i];
		int64_t id[RECORDS_MOST] = { 0 }, person[RECORDS_MOST] = { 0 };
		size_t n = sample(o, t, id);
		size_t people = sample(o, &person_type, person);

		person[people++ % RECORDS_MOST] = assign_id(
			o, "SELECT id FROM person WHERE name=:name", "班海辉");
		for (size_t k = 0; t->actions && t->actions[k]; k++) {
			const struct action *a = t->actions[k];
			bool judges = a->right == RIGHT_VERIFY ||
				      (a->right == RIGHT_DECIDE && begun(t, a));

			/* whoever judges work needs the rule in its table */
			if (judges)
				assert_true(a->none_of & RELATION_OWN);
			judged += judges;
			for (size_t r = 0; r < n && (a->any_of | a->none_of);
				r++)
				for (size_t p = 0; p < people; p++)
					check_relation(
						o, t, a, id[r], person[p]);
		}
	}
	assert_true(judged > 0);
}

/* ---- what a role may not see is NULL, wherever it stands */

struct eye {
	struct session session;
};

static bool may_see(void *arg, const struct table *t, const struct field *f)
{
	const struct eye *eye = arg;
	const struct record_type *type = record_type_of(t->kind);

	return type && field_may_see(&eye->session, type, f);
}

/* A value of that field that is really there; VALUE_NULL: none is. */
static struct value find_value(struct office *o, const struct record_type *t,
	const struct field *f, int64_t *id)
{
	int64_t ids[RECORDS_MOST] = { 0 };
	size_t n = sample(o, t, ids);
	struct value found = { .kind = VALUE_NULL };

	for (size_t i = 0; i < n && found.kind == VALUE_NULL; i++) {
		struct values v = { .item = NULL };

		*id = ids[i];
		if (record_read(o->store, &t->table, ids[i], NULL, &v, NULL) ==
				STATUS_OK &&
			values_get(&v, f))
			found = value_copy(values_get(&v, f));
		values_free(&v);
	}
	return found;
}

static int64_t count_by(struct office *o, const struct record_type *t,
	const struct field *f, enum query_op op, const struct value *v)
{
	struct query_filter is = {
		.field = f, .op = op, .value = v, .count = v ? 1 : 0
	};
	struct query q = {
		.table = &t->table, .filter = &is, .filter_count = 1
	};

	return query_count(o->store, &q, 1000);
}

/* The filter line, as on screens and behind `list`. */
static bool filter_takes(
	struct eye *eye, const struct record_type *t, const char *text)
{
	struct filter filter;
	struct issues issues = { .item = NULL };
	enum status st = filter_read(&eye->session, t, text, &filter, &issues);

	filter_free(&filter);
	issues_free(&issues);
	return st == STATUS_OK;
}

static void check_hidden(struct office *o, struct eye *eye,
	const struct record_type *t, const struct field *f)
{
	int64_t id = 0;
	struct value there, *seen;
	struct values v = { .item = NULL };
	char text[80];

	store_set_mode(o->store, STORE_DOOR);
	there = find_value(o, t, f, &id);
	if (there.kind != VALUE_NULL)
		assert_true(count_by(o, t, f, QUERY_EQ, &there) > 0);
	store_set_mode(o->store, STORE_VIEWER);
	if (there.kind != VALUE_NULL) {
		assert_int_equal(
			record_read(o->store, &t->table, id, NULL, &v, NULL),
			STATUS_OK);
		seen = (struct value *)(uintptr_t)values_get(&v, f);
		if (seen && seen->kind != VALUE_NULL)
			fail_msg("%s.%s is read", t->table.name, f->name);
		assert_int_equal(count_by(o, t, f, QUERY_EQ, &there), 0);
	}
	assert_int_equal(count_by(o, t, f, QUERY_NOT_EMPTY, NULL), 0);
	for (int i = 0; i < 4; i++) {
		static const char *const forms[] = { "%s=1", "%s=", "order=%s",
			"order=-%s" };

		snprintf(text, sizeof text, forms[i], f->name);
		assert_false(filter_takes(eye, t, text));
		snprintf(text, sizeof text, forms[i], field_label(t, f));
		assert_false(filter_takes(eye, t, text));
	}
	values_free(&v);
	value_free(&there);
}

static void hidden_fields_are_null_everywhere(void **state)
{
	struct office *o = *state;
	struct eye eye;
	struct viewer viewer = { .arg = &eye, .may_see = may_see };
	int hidden = 0;

	store_set_viewer(o->store, &viewer);
	for (int role = 0; role < ROLES; role++) {
		eye.session = in_role(o, role);
		for (size_t i = 0; record_types[i]; i++) {
			const struct record_type *t = record_types[i];

			for (const struct field *f = t->table.fields; f->name;
				f++) {
				if (field_may_see(&eye.session, t, f) ||
					!field_is_stored(f))
					continue;
				check_hidden(o, &eye, t, f);
				hidden++;
			}
		}
	}
	store_set_mode(o->store, STORE_DOOR);
	store_set_viewer(o->store, NULL);
	assert_true(hidden > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_the_golden_one),
		cmocka_unit_test(the_door_does_as_the_table_says),
		cmocka_unit_test(nobody_decides_on_his_own_work),
		cmocka_unit_test(hidden_fields_are_null_everywhere),
	};

	return cmocka_run_group_tests_name(
		"rights", tests, rights_open, office_close);
}
