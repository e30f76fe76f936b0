/* A person's own views: saved, found by view=, and nobody else's to see. */
#include "assign_file.h"

#include "domain/filter.h"
#include "domain/office/view.h"

static int count_found(struct office *o, const char *line)
{
	struct filter filter;
	struct issues issues = { 0 };
	int n = -1;

	if (filter_read(&o->session, &task_type, line, &filter, &issues) ==
		STATUS_OK)
		n = (int)query_count(o->store, &filter.query, 1000);
	filter_free(&filter);
	issues_free(&issues);
	return n;
}

static void a_view_is_its_words(void **state)
{
	struct office *o = *state;
	int all = count_found(o, "lead=村建站");

	assign_as(o, "班海辉");
	assert_true(all > 0);
	assert_int_equal(count_found(o, "view=村建"), -1);
	office_act(o, "view.save", 0,
		"kind=task name=村建 filter=lead=村建站~order=-due");
	assert_int_equal(count_found(o, "view=村建"), all);
	assert_true(count_found(o, "view=村建 农村改厕") < all);
	/* again: the same view, with other words */
	office_act(o, "view.save", 0, "kind=task name=村建 filter=农村改厕");
	assert_int_equal(count_found(o, "view=村建"), 1);
	assert_int_equal(office_count(o, "SELECT count(*) FROM view"), 1);
	assign_as(o, "");
}

static void bad_ones_are_refused(void **state)
{
	struct office *o = *state;

	office_refused(o, "view.save", 0, "kind=cow name=x filter=x",
		STATUS_INVALID, "cow");
	office_refused(o, "view.save", 0, "kind=task name=x filter=colour=red",
		STATUS_INVALID, "colour");
	office_refused(o, "view.save", 0, "kind=task name=a~b filter=x",
		STATUS_INVALID, "one word");
	office_refused(o, "view.save", 0, "kind=task name=overdue filter=x",
		STATUS_INVALID, "overdue");
}

/* A ring of views ends, and says so. */
static void a_ring_ends(void **state)
{
	struct office *o = *state;

	office_act(o, "view.save", 0, "kind=task name=a filter=农村");
	office_act(o, "view.save", 0, "kind=task name=b filter=view=a");
	office_act(o, "view.save", 0, "kind=task name=a filter=view=b");
	assert_int_equal(count_found(o, "view=a"), -1);
}

static void each_has_his_own(void **state)
{
	struct office *o = *state;
	int64_t id = office_count(o, "SELECT id FROM view WHERE name='村建'");

	assign_role(o, "岑庆林", RIGHT_ROLE_ADMIN);
	assign_as(o, "岑庆林");
	assert_false(record_may_see(&o->session, &view_type, id));
	assert_false(record_may_list(&o->session, &view_type));
	assert_int_equal(count_found(o, "view=村建"), -1);
	office_refused(o, "view.delete", id, "", STATUS_DENIED, "not yours");
	office_refused(
		o, "view.rename", id, "name=我的", STATUS_DENIED, "not yours");
	/* a name of his own is no other's */
	office_act(o, "view.save", 0, "kind=task name=村建 filter=改厕");
	assert_int_equal(office_count(o, "SELECT count(*) FROM view"
					 " WHERE name='村建'"),
		2);
	assign_as(o, "班海辉");
	assert_true(record_may_see(&o->session, &view_type, id));
	office_act(o, "view.rename", id, "name=改厕");
	assert_int_equal(count_found(o, "view=改厕"), 1);
	office_act(o, "view.delete", id, "");
	assert_int_equal(count_found(o, "view=改厕"), -1);
	assign_as(o, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_view_is_its_words),
		cmocka_unit_test(bad_ones_are_refused),
		cmocka_unit_test(a_ring_ends),
		cmocka_unit_test(each_has_his_own),
	};

	return cmocka_run_group_tests(tests, assign_open, office_close);
}
