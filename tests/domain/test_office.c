#include "office_file.h"

#include "domain/name.h"
#include "domain/office/account.h"
#include "domain/office/holiday.h"
#include "domain/office/person.h"
#include "domain/office/post.h"
#include "domain/office/setting.h"
#include "domain/office/unit.h"
#include "domain/office/value.h"
#include "store/journal.h"
#include "store/query.h"

static void a_new_file_is_usable(void **state)
{
	struct office *o = *state;
	unsigned all = 1u << RIGHT_ROLE_CLERK | 1u << RIGHT_ROLE_SUPERVISOR |
		       1u << RIGHT_ROLE_LEADER | 1u << RIGHT_ROLE_ADMIN;

	assert_true(o->session.is_known);
	assert_int_equal(o->session.roles, all);
	assert_int_equal(o->session.person, 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM person"), 0);
	assert_true(office_count(o, "SELECT count(*) FROM value") > 20);
	assert_true(value_of_code(o->store, "basis", "paper") > 0);
	/* every row came through the door */
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal"),
		office_count(o, "SELECT (SELECT count(*) FROM value) +"
				" (SELECT count(*) FROM account) +"
				" (SELECT count(*) FROM setting) +"
				" (SELECT count(*) FROM holiday)"));
	/* work on a weekend, rest on a weekday: or the table is wrong */
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM holiday WHERE kind=2"
				" AND strftime('%w', day) NOT IN ('0', '6')"),
		0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM holiday"
					 " WHERE kind=1"),
		33);
	struct str findings = STR_INIT;
	assert_int_equal(store_verify(o->store, NULL, &findings, NULL), 0);
	str_free(&findings);
	struct error err;
	assert_int_equal(office_init(o->store, "x", "y", LANGUAGE_ZH, &err),
		STATUS_REFUSED);
}

static void units_are_made_from_a_name(void **state)
{
	struct office *o = *state;
	int64_t id = 0;
	struct error err;

	office_act(o, "unit.create", 0, "name=红星村");
	assert_text(o, "SELECT short||' '||kind FROM unit", "红星村 3");
	office_act(o, "unit.create", 0,
		"name=农业农村综合服务中心 former=农业站|农技站");
	assert_text(o, "SELECT short FROM unit WHERE kind=2", "农业农中心");
	office_refused(
		o, "unit.create", 0, "name=农业站", STATUS_INVALID, "already");
	assert_int_equal(
		unit_find_named(o->store, "红 星　村", &id, &err), STATUS_OK);
	assert_int_equal(id, 1);
	assert_int_equal(
		unit_find_named(o->store, "农技站", &id, &err), STATUS_OK);
	assert_int_equal(id, 2);
	assert_int_equal(unit_find_named(o->store, "水利站", &id, &err),
		STATUS_NOT_FOUND);
	assert_non_null(strstr(err.what, "水利站"));
	office_act(o, "unit.close", 2, "");
	assert_text(o, "SELECT closed_on FROM unit WHERE id=2", "2026-11-24");
	assert_int_equal(office_count(o, "SELECT count(*) FROM unit"
					 " WHERE closed_on IS NOT NULL"),
		1);
	office_refused(o, "unit.close", 2, "", STATUS_REFUSED, "closed");
	office_act(o, "unit.open", 2, "");
	office_refused(
		o, "unit.update", 1, "parent=1", STATUS_INVALID, "itself");
}

static void heads_are_of_their_unit(void **state)
{
	struct office *o = *state;

	office_act(o, "unit.create", 0, "name=水利站");
	office_act(o, "unit.create", 0, "name=林业站");
	office_act(o, "person.create", 0, "name=韦明 unit=水利站");
	office_refused(
		o, "unit.update", 2, "head=韦明", STATUS_INVALID, "own people");
	office_act(o, "unit.update", 1, "head=韦明");
	assert_true(session_roles_of(o->store, 1) & 1u << RIGHT_ROLE_HEAD);
	office_refused(o, "unit.close", 1, "", STATUS_REFUSED, "1 people");
	office_act(o, "person.update", 1, "unit=林业站");
	assert_int_equal(office_count(o, "SELECT count(head) FROM unit"), 0);
	office_act(o, "unit.update", 2, "head=1");
	office_act(o, "person.leave", 1, "");
	assert_int_equal(office_count(o, "SELECT count(head) FROM unit"), 0);
	assert_int_equal(session_roles_of(o->store, 1), 0);
	office_refused(o, "person.leave", 1, "", STATUS_REFUSED, "");
	office_act(o, "person.back", 1, "");
	assert_int_equal(session_roles_of(o->store, 1), 1u << RIGHT_ROLE_CADRE);
}

static void posts_belong_to_units(void **state)
{
	struct office *o = *state;

	office_act(o, "unit.create", 0, "name=水利站");
	office_act(o, "unit.create", 0, "name=林业站");
	office_act(o, "post.create", 0, "unit=水利站 title=站长 head=1");
	office_act(o, "post.create", 0, "unit=林业站 title=站长");
	office_refused(o, "post.create", 0, "unit=林业站 title=站　长",
		STATUS_INVALID, "already");
	office_refused(o, "person.create", 0,
		"name=韦明 unit=水利站 post=林业站~站长", STATUS_INVALID,
		"another unit");
	office_act(o, "person.create", 0,
		"name=韦明 unit=水利站 post=水利站站长 phone=139-0000-0001");
	assert_text(o, "SELECT phone FROM person_private", "13900000001");
	office_refused(o, "post.delete", 1, "", STATUS_REFUSED, "1 people");
	office_act(o, "post.delete", 2, "");
	int64_t id;
	struct error err;
	assert_int_equal(
		post_find_named(o->store, "站长", &id, &err), STATUS_OK);
	assert_int_equal(id, 1);
}

static void the_last_administrator_stays(void **state)
{
	struct office *o = *state;

	office_act(o, "unit.create", 0, "name=党政办");
	office_act(o, "person.create", 0, "name=岑庆林 unit=党政办");
	office_refused(o, "account.close", 1, "", STATUS_REFUSED, "last admin");
	office_refused(o, "account.update", 1, "roles=clerk", STATUS_INVALID,
		"last admin");
	office_act(o, "account.create", 0,
		"login=u013 person=岑庆林 roles=clerk,admin");
	office_refused(
		o, "account.create", 0, "login=u013", STATUS_INVALID, "岑庆林");
	office_refused(o, "account.create", 0, "login=x person=岑庆林",
		STATUS_INVALID, "u013");
	office_act(o, "account.close", 1, "");
	/* his own: from here on he does nothing more */
	office_refused(o, "unit.create", 0, "name=水利站", STATUS_DENIED, "");
	session_become(&o->session, 1);
	office_refused(o, "account.close", 2, "", STATUS_REFUSED, "last admin");
	office_refused(o, "person.leave", 1, "", STATUS_REFUSED, "last admin");
	struct session s;
	struct error err;
	assert_int_equal(session_open(&s, o->store, &err), STATUS_OK);
	assert_false(s.is_known);
	assert_int_equal(s.roles, 0);
	for (int right = RIGHT_NONE; right < RIGHT_COUNT; right++)
		assert_false(session_may(&s, right));
}

static void values_are_retired_not_deleted(void **state)
{
	struct office *o = *state;
	int64_t id = 0, same = 0;
	struct error err;

	assert_int_equal(value_find_named(o->store, "task class", "阶段性工作",
				 &id, &err),
		STATUS_OK);
	assert_int_equal(id, value_of_code(o->store, "task class", "stage"));
	office_refused(o, "value.create", 0, "dict=task~class label=阶段性工作",
		STATUS_INVALID, "already");
	office_refused(o, "value.create", 0, "dict=nothing label=x",
		STATUS_INVALID, "nothing");
	int64_t made = office_act(
		o, "value.create", 0, "dict=task~class label=党建工作");
	office_act(o, "value.retire", made, "");
	assert_int_equal(value_find_named(o->store, "task class", "党建工作",
				 &same, &err),
		STATUS_OK);
	assert_int_equal(same, made);
	int64_t at = 0;
	int count = 0;
	while (value_next(o->store, "task class", &at)) {
		assert_true(at != made);
		count++;
	}
	assert_int_equal(count, 5);
	assert_int_equal(
		value_find_named(o->store, "task class", "没有", &same, &err),
		STATUS_NOT_FOUND);
	assert_non_null(strstr(err.todo, "中心工作"));
}

static void settings_have_defaults_and_bounds(void **state)
{
	struct office *o = *state;

	assert_int_equal(setting_int(o->store, "soon-days"), 3);
	office_act(o, "setting.set", 0, "name=soon-days text=5");
	assert_int_equal(setting_int(o->store, "soon-days"), 5);
	office_act(o, "setting.set", 0, "name=soon-days text=7");
	assert_int_equal(setting_int(o->store, "soon-days"), 7);
	assert_int_equal(
		office_count(o, "SELECT count(DISTINCT name) FROM setting"),
		office_count(o, "SELECT count(*) FROM setting"));
	/* each by its name in the user's language, with unit and default */
	struct str name = STR_INIT;
	record_name(o->store, KIND_SETTING, 3, &name);
	assert_string_equal(name.data, "sign within");
	str_free(&name);
	office_refused(o, "setting.set", 0, "name=soon-days text=99",
		STATUS_INVALID, "");
	office_refused(o, "setting.set", 0, "name=soon text=9", STATUS_INVALID,
		"soon");
	office_refused(o, "setting.set", 0, "name=work-hours text=9-5",
		STATUS_INVALID, "08:00");
	for (const struct setting *s = settings; s->field.name; s++) {
		char *text = setting_text(o->store, s->field.name);
		assert_non_null(text);
		assert_non_null(s->field.help);
		mem_free(text);
	}
}

static void people_are_found_as_offices_name_them(void **state)
{
	struct office *o = *state;
	static const struct {
		const char *text;
		int64_t id; /* 0 nobody, -1 several */
	} cases[] = {
		{ "兰云峰", 1 },
		{ "党委书记", 1 },
		{ "副乡长(农业)", 2 },
		{ "副乡长（建设）", 3 },
		{ "副乡长", -1 },
		{ "韦明", -1 },
		{ "韦明 水利站", 4 },
		{ "林业站韦明", 5 },
		{ "韦明(林业站)", 5 },
		{ "韦明／水利站", 4 },
		{ "站长", 0 },
		{ "阿依古丽•买买提", 6 },
		{ "阿依古丽．买买提", 6 },
		{ "u001", 1 },
		{ "张三", 0 },
	};

	office_act(o, "unit.create", 0, "name=乡领导班子");
	office_act(o, "unit.create", 0, "name=水利站");
	office_act(o, "unit.create", 0, "name=林业站");
	office_act(o, "post.create", 0, "unit=1 title=党委书记");
	office_act(o, "post.create", 0, "unit=1 title=副乡长(农业)");
	office_act(o, "post.create", 0, "unit=1 title=副乡长(建设)");
	office_act(o, "post.create", 0, "unit=2 title=站长");
	office_act(o, "person.create", 0, "name=兰云峰 unit=1 post=1 leader=1");
	office_act(o, "person.create", 0, "name=梁家梅 unit=1 post=2 leader=1");
	office_act(o, "person.create", 0, "name=龙庆源 unit=1 post=3 leader=1");
	office_act(o, "person.create", 0, "name=韦明 unit=2 post=4");
	office_act(o, "person.create", 0, "name=韦明 unit=3");
	office_act(o, "person.create", 0, "name=阿依古丽·买买提 unit=3");
	office_act(o, "account.create", 0, "login=u001 person=1");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t id = 0;
		struct error err = { .status = STATUS_OK };
		enum status st =
			person_find_named(o->store, cases[i].text, &id, &err);
		if (st != (cases[i].id > 0	? STATUS_OK
				  : cases[i].id ? STATUS_AMBIGUOUS
						: STATUS_NOT_FOUND) ||
			(st == STATUS_OK && id != cases[i].id))
			fail_msg("%s: %s, %d %s", cases[i].text,
				status_name(st), (int)id, err.what);
		if (st == STATUS_AMBIGUOUS)
			assert_non_null(strstr(err.what, ", "));
	}
}

static void every_view_walks_its_index(void **state)
{
	struct office *o = *state;

	for (size_t i = 0; record_types[i]; i++) {
		const struct table *t = &record_types[i]->table;
		assert_non_null(t->fields);
		for (const struct view *v = t->views; v && v->name; v++) {
			const struct field *id[] = { t->fields, NULL };
			struct query q = {
				.table = t, .view = v, .columns = id
			};
			struct str plan = STR_INIT;
			stmt_plan(o->store, query_sql(o->store, &q, false),
				&plan);
			if (strstr(plan.data, "TEMP B-TREE"))
				fail_msg("%s %s: %s", t->name, v->name,
					plan.data);
			str_free(&plan);
		}
	}
}

static void types_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; record_types[i]; i++) {
		const struct record_type *t = record_types[i];
		unsigned char used[256] = { 0 };
		if (i)
			assert_true(t->table.kind >
				    record_types[i - 1]->table.kind);
		assert_ptr_equal(record_type_find(t->table.name), t);
		assert_ptr_equal(record_type_of(t->table.kind), t);
		assert_non_null(t->empty);
		for (const struct field *f = t->table.fields; f->name; f++) {
			assert_non_null(f->label);
			assert_in_range(strlen(f->label), 1, 14);
			if (!f->number)
				continue;
			assert_false(used[f->number]);
			used[f->number] = 1;
		}
		for (size_t k = 0; t->actions && t->actions[k]; k++) {
			const struct action *a = t->actions[k];
			assert_ptr_equal(action_find(a->name, NULL), a);
			assert_true(a->right != RIGHT_NONE);
			assert_non_null(a->label);
			assert_non_null(a->done);
			assert_non_null(strstr(a->done, "%s"));
			for (size_t n = 0; n < k; n++)
				assert_true(!a->key ||
					    a->key != t->actions[n]->key);
		}
	}
}

int main(void)
{
#define OFFICE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, office_open, office_close)
	const struct CMUnitTest tests[] = {
		OFFICE_TEST(a_new_file_is_usable),
		OFFICE_TEST(units_are_made_from_a_name),
		OFFICE_TEST(heads_are_of_their_unit),
		OFFICE_TEST(posts_belong_to_units),
		OFFICE_TEST(the_last_administrator_stays),
		OFFICE_TEST(values_are_retired_not_deleted),
		OFFICE_TEST(settings_have_defaults_and_bounds),
		OFFICE_TEST(people_are_found_as_offices_name_them),
		OFFICE_TEST(every_view_walks_its_index),
		cmocka_unit_test(types_are_complete),
	};

	return cmocka_run_group_tests_name("office", tests, NULL, NULL);
}
