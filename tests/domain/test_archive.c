/* The diligence archive: own words, seal, addendum, looks. */
#include "assign_file.h"

#include "domain/assess/archive.h"
#include "domain/assess/entry.h"

/* A share of 班海辉 verified on 2026-10-12, his archive made by it. */
static int verified(void **state)
{
	assign_open(state);
	struct office *o = *state;
	int64_t share = assign_share(o, "农村改厕 村建站");

	assign_role(o, "周凤霞", RIGHT_ROLE_SUPERVISOR);
	assign_day(o, "2026-10-12");
	assign_as(o, "龙庆源");
	office_act(o, "task.issue", assign_task(o, "农村改厕"),
		"gap_reason=清单未列");
	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=380");
	office_act(o, "share.claim", share, "done_on=2026-10-12");
	assign_as(o, "周凤霞");
	office_act(o, "share.verify", share, "quality=good effect=good");
	return 0;
}

static void the_person_speaks_for_himself(void **state)
{
	struct office *o = *state;

	office_refused(o, "archive.statement", 1, "statement=我的话",
		STATUS_DENIED, "not");
	assign_as(o, "班海辉");
	assert_true(record_may_see(&o->session, &archive_type, 1));
	assert_true(record_may_see(&o->session, &entry_type, 1));
	office_act(o, "archive.statement", 1, "statement=砂石涨价影响工期");
	office_act(o, "archive.confirm", 1, "");
	assert_text(o, "SELECT statement||confirmed_on FROM archive",
		"砂石涨价影响工期2026-10-12");
	assign_as(o, "谢春峰");
	assert_false(record_may_see(&o->session, &archive_type, 1));
	assert_false(record_may_see(&o->session, &entry_type, 1));
}

static void a_look_stands_in_the_journal(void **state)
{
	struct office *o = *state;

	office_act(o, "archive.look", 1, "");
	assert_text(o,
		"SELECT verb||kind||id FROM journal ORDER BY seq DESC LIMIT 1",
		"archive.look211");
	assign_as(o, "班海辉"); /* his own needs none */
	office_refused(o, "archive.look", 1, "", STATUS_DENIED, "");
	assign_as(o, "谢春峰");
	office_refused(o, "archive.look", 1, "", STATUS_DENIED, "right");
	assert_derived(o);
}

static bool raw_fails(struct office *o, const char *sql)
{
	char command[400];

	snprintf(command, sizeof command,
		"sqlite3 %s \"%s\" 2>&1 | "
		"grep -q sealed",
		o->path, sql);
	return system(command) == 0;
}

static void what_is_sealed_is_only_added_to(void **state)
{
	struct office *o = *state;
	struct outcome out;
	struct undo_offer offer;
	struct error err = { 0 };

	assert_int_equal(office_try(o, "archive.seal", 1, "", &out), STATUS_OK);
	assert_true(assign_tells(&out, 0, true, "not confirmed"));
	assert_true(assign_tells(&out, 0, true, "not over"));
	outcome_free(&out);
	assert_text(o, "SELECT length(fingerprint)||sealed_on FROM archive",
		"642026-10-12");
	/* final, and neither program nor shell changes it */
	assert_int_equal(
		door_undo_offer(&o->session, &offer, &err), STATUS_REFUSED);
	office_refused(o, "archive.seal", 1, "", STATUS_REFUSED, "sealed");
	assert_true(raw_fails(o, "UPDATE entry SET text='x' WHERE id=1"));
	assert_true(raw_fails(o, "DELETE FROM entry WHERE id=1"));
	assert_true(raw_fails(o, "UPDATE archive SET statement='x'"));
	assert_true(raw_fails(o, "DELETE FROM archive"));
	assign_as(o, "班海辉");
	office_refused(o, "archive.statement", 1, "statement=x", STATUS_REFUSED,
		"sealed");
	office_refused(o, "entry.amend", 1, "text=应为优", STATUS_DENIED, "");
	assign_as(o, "周凤霞");
	office_act(o, "entry.amend", 1, "text=质量应为优");
	assert_text(o,
		"SELECT text||amends||sealed||category FROM entry WHERE id=2",
		"质量应为优112");
	assert_derived(o);
}

/* Verified after the seal: it stands in the archive of the year it is told */
static void a_sealed_year_takes_no_new_entry(void **state)
{
	struct office *o = *state;
	int64_t share = assign_share(o, "农村危房改造 村建站");

	office_act(o, "archive.seal", 1, "");
	assign_day(o, "2027-01-05");
	assign_as(o, "龙庆源");
	office_act(o, "task.issue", assign_task(o, "农村危房改造"),
		"gap_reason=清单未列");
	assign_as(o, "班海辉");
	office_act(o, "share.report", share, "progress=48");
	office_act(o, "share.claim", share, "done_on=2026-12-30");
	assign_as(o, "周凤霞");
	office_act(o, "share.verify", share, "quality=good effect=good");
	assert_text(o,
		"SELECT a.year||e.day||e.late_days FROM entry e JOIN archive a"
		" ON a.id=e.archive WHERE e.id=2",
		"20272026-12-3045");
	assert_derived(o);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, verified, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(the_person_speaks_for_himself),
		WITH(a_look_stands_in_the_journal),
		WITH(what_is_sealed_is_only_added_to),
		WITH(a_sealed_year_takes_no_new_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
