#include "office_file.h"

#include "core/date.h"
#include "domain/calendar.h"
#include "domain/office/holiday.h"
#include "domain/office/person.h"
#include "domain/office/setting.h"
#include "domain/office/unit.h"
#include "domain/right.h"

/* product.md §2, a row a role: what is not here must be denied. */
static void rights_are_as_the_table_says(void **state)
{
	static const unsigned expected[] = {
		[RIGHT_ROLE_CADRE] =
			1u << RIGHT_SEE | 1u << RIGHT_KEEP | 1u << RIGHT_REPORT,
		[RIGHT_ROLE_HEAD] = 1u << RIGHT_SEE | 1u << RIGHT_KEEP |
				    1u << RIGHT_REPORT | 1u << RIGHT_HEAD,
		[RIGHT_ROLE_CLERK] = 1u << RIGHT_SEE | 1u << RIGHT_KEEP |
				     1u << RIGHT_REGISTER | 1u << RIGHT_ENTER |
				     1u << RIGHT_SEE_PERSONAL,
		[RIGHT_ROLE_SUPERVISOR] = 1u << RIGHT_SEE | 1u << RIGHT_KEEP |
					  1u << RIGHT_VERIFY |
					  1u << RIGHT_SEE_PERSONAL |
					  1u << RIGHT_SEE_ARCHIVES,
		[RIGHT_ROLE_LEADER] = 1u << RIGHT_SEE | 1u << RIGHT_KEEP |
				      1u << RIGHT_REPORT | 1u << RIGHT_DECIDE |
				      1u << RIGHT_SEE_PERSONAL |
				      1u << RIGHT_SEE_ARCHIVES,
		[RIGHT_ROLE_ADMIN] = 1u << RIGHT_SEE | 1u << RIGHT_KEEP |
				     1u << RIGHT_ADMIN |
				     1u << RIGHT_SEE_JOURNAL,
		[RIGHT_ROLE_AUDITOR] =
			1u << RIGHT_SEE | 1u << RIGHT_SEE_PERSONAL |
			1u << RIGHT_SEE_ARCHIVES | 1u << RIGHT_SEE_JOURNAL,
	};

	(void)state;
	for (int role = RIGHT_ROLE_CADRE; role <= RIGHT_ROLE_AUDITOR; role++)
		for (int right = RIGHT_NONE; right < RIGHT_COUNT; right++)
			if (right_of_roles(1u << role, (enum right)right) !=
				!!(expected[role] & 1u << right))
				fail_msg("role %d, right %d", role, right);
	assert_false(right_of_roles(~0u, RIGHT_NONE));
	assert_false(right_of_roles(~0u, RIGHT_COUNT));
	assert_false(right_of_roles(0, RIGHT_SEE));
}

/* Every verb of every type, by somebody whom no account knows. */
static void strangers_and_auditors_write_nothing(void **state)
{
	struct office *o = *state;
	struct session auditor = o->session, stranger = o->session;

	auditor.roles = 1u << RIGHT_ROLE_AUDITOR;
	stranger.roles = 0;
	for (size_t i = 0; record_types[i]; i++) {
		const struct record_type *t = record_types[i];
		for (size_t k = 0; t->actions && t->actions[k]; k++) {
			assert_false(
				session_may(&stranger, t->actions[k]->right));
			if (t->actions[k]->right >= RIGHT_REPORT &&
				t->actions[k]->right <= RIGHT_ADMIN)
				assert_false(session_may(
					&auditor, t->actions[k]->right));
		}
		assert_true(record_may_see(&auditor, t, 1));
		if (!t->may_see)
			assert_false(record_may_see(&stranger, t, 1));
		for (const struct field *f = t->table.fields; f->name; f++) {
			assert_true(field_may_see(&auditor, t, f));
			if (!t->may_see)
				assert_false(field_may_see(&stranger, t, f));
		}
	}
}

static void telephones_are_for_those_who_need_them(void **state)
{
	struct office *o = *state;
	struct session s = o->session;
	const struct field *phone = &person_fields[PERSON_PHONE];

	s.roles = 1u << RIGHT_ROLE_CADRE | 1u << RIGHT_ROLE_HEAD;
	assert_false(field_may_see(&s, &person_type, phone));
	assert_true(
		field_may_see(&s, &person_type, &person_fields[PERSON_NAME]));
	s.roles = 1u << RIGHT_ROLE_CLERK;
	assert_true(field_may_see(&s, &person_type, phone));
	s.roles = 1u << RIGHT_ROLE_ADMIN;
	assert_false(field_may_see(&s, &person_type, phone));
}

static void the_day_may_be_set_but_not_on_a_shared_file(void **state)
{
	struct office *o = *state;
	struct session s;
	struct error err = { .status = STATUS_OK };

	setenv("LIUBU_TODAY", "2027-02-28", 1);
	assert_int_equal(session_open(&s, o->store, &err), STATUS_OK);
	assert_int_equal(clock_today(&s.clock), date_of(2027, 2, 28));
	assert_int_equal(s.clock.kind, TXN_CLOCK_SET);
	setenv("LIUBU_TODAY", "2027-02-29", 1);
	assert_int_equal(session_open(&s, o->store, &err), STATUS_USAGE);
	assert_non_null(strstr(err.what, "2027-02-29"));
	assert_true(err.todo[0]);
	assert_int_equal(
		store_set_meta(o->store, "shared", "yes", &err), STATUS_OK);
	assert_int_equal(session_open(&s, o->store, &err), STATUS_OK);
	assert_int_equal(s.clock.kind, TXN_CLOCK_SYSTEM);
	setenv("LIUBU_TODAY", "2027-02-28", 1);
	assert_int_equal(session_open(&s, o->store, &err), STATUS_OK);
	assert_true(clock_today(&s.clock) != date_of(2027, 2, 28));
	unsetenv("LIUBU_TODAY");
}

/* Rows written under a set day say so, those of the setting up too. */
static void a_set_day_stands_in_the_journal(void **state)
{
	struct office *o = *state;
	char path[128];
	struct store *store;
	struct error err;

	snprintf(path, sizeof path, "%s/set.db", o->dir);
	assert_int_equal(store_create(path, record_setup(), &err), STATUS_OK);
	assert_int_equal(
		store_open(path, record_setup(), &store, &err), STATUS_OK);
	setenv("LIUBU_TODAY", "2025-03-01", 1);
	assert_int_equal(
		office_init(store, "清溪乡", "clerk1", LANGUAGE_ZH, &err),
		STATUS_OK);
	unsetenv("LIUBU_TODAY");
	struct stmt *s = stmt_get(store,
		"SELECT count(*) FROM journal WHERE clock=1 AND today=:day");
	stmt_bind_int(s, ":day", date_of(2025, 3, 1));
	int64_t set = stmt_one_int(s, 0);
	assert_true(set > 0);
	assert_int_equal(set,
		stmt_one_int(
			stmt_get(store, "SELECT count(*) FROM journal"), -1));
	char *created = store_meta(store, "created");
	assert_string_equal(created, "2025-03-01");
	mem_free(created);
	store_close(store);
}

static void stamps_say_who_and_from_where(void **state)
{
	struct office *o = *state;
	struct session s;
	struct stamp a, b;

	setenv("SSH_CLIENT", "10.1.2.3 50000 22", 1);
	assert_int_equal(session_open(&s, o->store, NULL), STATUS_OK);
	unsetenv("SSH_CLIENT");
	session_stamp(&s, &a);
	session_stamp(&s, &b);
	assert_string_equal(a.origin, "10.1.2.3");
	assert_string_equal(a.os_user, getpwuid(getuid())->pw_name);
	assert_memory_not_equal(a.action, b.action, sizeof a.action);
	assert_int_equal(a.today, clock_today(&s.clock));
}

static void references_are_read_and_named(void **state)
{
	struct office *o = *state;
	struct value_context c;
	struct str out = STR_INIT;
	struct value v;
	struct issue issue = { .line = 0 };
	const struct field *unit = &person_fields[PERSON_UNIT];
	const struct field *units = &(const struct field){
		.name = "co", .type = FIELD_REFS, .of = "unit"
	};
	const struct field *staffing = &person_fields[PERSON_STAFFING];

	office_act(o, "unit.create", 0, "name=水利站");
	office_act(o, "unit.create", 0, "name=红星村");
	office_act(o, "unit.create", 0, "name=青龙村");
	c = session_values(&o->session, "person");
	assert_int_equal(
		value_parse(unit, "水利站", &c, &v, &issue), STATUS_OK);
	assert_int_equal(v.number, 1);
	value_print(unit, &v, &c, VALUE_FOR_PEOPLE, &out);
	assert_string_equal(out.data, "水利站");
	assert_int_equal(value_parse(unit, "2", &c, &v, &issue), STATUS_OK);
	assert_int_equal(v.number, 2);
	assert_int_equal(
		value_parse(unit, "林业站", &c, &v, &issue), STATUS_NOT_FOUND);
	assert_non_null(strstr(issue.text, "林业站"));
	assert_true(issue.accepted[0]);
	assert_int_equal(
		value_parse(units, "各村、水利站", &c, &v, &issue), STATUS_OK);
	assert_string_equal(v.text, ",1,2,3,");
	value_free(&v);
	assert_int_equal(
		value_parse(staffing, "参公", &c, &v, &issue), STATUS_OK);
	str_clear(&out);
	value_print(staffing, &v, &c, VALUE_FOR_PEOPLE, &out);
	assert_string_equal(out.data, "参公");
	str_clear(&out);
	record_name(o->store, KIND_UNIT, 3, &out);
	assert_string_equal(out.data, "青龙村");
	str_free(&out);
}

static void working_days_follow_the_announced_ones(void **state)
{
	struct office *o = *state;
	struct calendar calendar;
	struct working_hours hours;
	struct error err = { .status = STATUS_OK };
	int friday = date_of(2026, 11, 27);

	assert_int_equal(calendar_add(o->store, friday, 1), friday + 3);
	office_act(o, "holiday.create", 0,
		"day=2026-11-28 kind=workday name=调休");
	office_act(o, "holiday.create", 0, "day=2026-11-30 name=假日");
	assert_int_equal(calendar_add(o->store, friday, 1), friday + 1);
	assert_int_equal(calendar_add(o->store, friday, 2), friday + 4);
	assert_false(calendar_is_working(o->store, friday + 3));
	assert_int_equal(calendar_load(o->store, &calendar, &err), STATUS_OK);
	assert_true(calendar_is_complete(&calendar, friday, friday + 10, &err));
	assert_false(
		calendar_is_complete(&calendar, friday, friday + 40, &err));
	assert_non_null(strstr(err.what, "2027"));
	calendar_hours(o->store, &hours);
	assert_int_equal(hours.count, 2);
	assert_true(calendar_is_open(&calendar, &hours, friday, 8 * 60));
	assert_false(calendar_is_open(&calendar, &hours, friday, 12 * 60));
	assert_false(calendar_is_open(&calendar, &hours, friday + 3, 9 * 60));
	calendar_free(&calendar);
	assert_true(working_hours_read("８：３０－12:00", &hours));
	assert_int_equal(hours.span[0].from_min, 510);
	assert_false(working_hours_read("12:00-08:00", &hours));
	assert_false(working_hours_read("08:00-25:00", &hours));
	assert_false(working_hours_read("", &hours));
	office_refused(o, "holiday.create", 0, "day=2026-11-30", STATUS_INVALID,
		"already");
}

int main(void)
{
#define OFFICE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, office_open, office_close)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rights_are_as_the_table_says),
		OFFICE_TEST(strangers_and_auditors_write_nothing),
		OFFICE_TEST(telephones_are_for_those_who_need_them),
		OFFICE_TEST(the_day_may_be_set_but_not_on_a_shared_file),
		OFFICE_TEST(a_set_day_stands_in_the_journal),
		OFFICE_TEST(stamps_say_who_and_from_where),
		OFFICE_TEST(references_are_read_and_named),
		OFFICE_TEST(working_days_follow_the_announced_ones),
	};

	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
