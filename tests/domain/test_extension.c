/* More time: asked for before it is due, viewed, decided; what moves. */
#include "supervise_file.h"

#define ASK "reason=连续降雨~无法施工 to=2026-11-20"

static int64_t asked(struct office *o, int64_t share, const char *text)
{
	does(o, share == lead_share(o) ? HEAD : CO_HEAD, "share.extend", share,
		text);
	return extension_open(o->store, share);
}

static void asked_viewed_granted(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);
	int64_t id = asked(o, share, ASK);

	assert_true(id > 0);
	assert_text(o,
		"SELECT state||due||\"to\"||asked_on||(SELECT name FROM person"
		" WHERE id=asked_by) FROM extension",
		"12026-10-312026-11-202026-10-12" HEAD);
	assert_int_equal(light_on(o, &share_type, share, "2026-11-01"),
		LIGHT_OVERDUE); /* asking alone moves nothing */
	does(o, CHECKER, "extension.view", id, "opinion=for view=情况属实");
	does(o, LEADER, "extension.grant", id, "until=2026-11-15 answer=抓紧");
	assert_text(o,
		"SELECT state||until||viewed_on||decided_on FROM extension",
		"32026-11-152026-10-122026-10-12");
	assert_text(o,
		"SELECT s.due||s.first_due||t.due FROM share s JOIN task t ON"
		" t.id=s.task WHERE s.role=1 AND t.title='" TASK "'",
		"2026-11-152026-10-312026-11-15");
	assert_int_equal(
		light_on(o, &share_type, share, "2026-11-01"), LIGHT_NORMAL);
	assert_int_equal(
		light_on(o, &share_type, share, "2026-11-16"), LIGHT_OVERDUE);
}

/* The co-unit's new day is its own; the task's stays. */
static void a_co_unit_moves_itself_alone(void **state)
{
	struct office *o = *state;
	int64_t id = asked(o, co_share(o), ASK);
	struct light_counts n;

	does(o, CHECKER, "extension.view", id, "opinion=for");
	does(o, LEADER, "extension.grant", id, "until=2026-11-20");
	assert_text(
		o, "SELECT due FROM task WHERE title='" TASK "'", "2026-10-31");
	light_count(o->store, LIGHT_SCOPE_TOWNSHIP, 0, KIND_SHARE,
		date_of_iso("2026-11-10"), &n, NULL);
	assert_int_equal(n.overdue, 1); /* the lead's */
	undo(o);
	light_count(o->store, LIGHT_SCOPE_TOWNSHIP, 0, KIND_SHARE,
		date_of_iso("2026-11-10"), &n, NULL);
	assert_int_equal(n.overdue, 2);
	assert_int_equal(office_count(o, "SELECT state FROM extension"),
		EXTENSION_VIEWED);
}

static void only_before_it_is_due(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);

	assign_as(o, HEAD);
	refused(o, "share.extend", share, "reason=下雨 to=2026-10-31",
		STATUS_INVALID, "not after the day it is due");
	refused(o, "share.extend", share, "to=2026-11-20", STATUS_INVALID,
		"reason is needed");
	assign_day(o, "2026-11-01");
	refused(o, "share.extend", share, ASK, STATUS_REFUSED,
		"it was due on 2026-10-31");
	assign_day(o, "2026-10-31"); /* the day itself is not over */
	assert_true(asked(o, share, ASK) > 0);
	refused(o, "share.extend", share, ASK, STATUS_REFUSED,
		"asked for already");
}

static void whose_it_is(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);

	assign_as(o, CO_HEAD);
	refused(o, "share.extend", share, ASK, STATUS_DENIED, "not yours");
	int64_t id = asked(o, share, ASK);
	refused(o, "extension.view", id, "opinion=for", STATUS_DENIED, "right");
	refused(o, "extension.grant", id, "until=2026-11-20", STATUS_DENIED,
		"right");
	assign_as(o, "");
	assign_role(o, HEAD, RIGHT_ROLE_SUPERVISOR);
	assign_as(o, HEAD);
	refused(o, "extension.view", id, "opinion=for", STATUS_DENIED,
		"own work");
	assign_as(o, CHECKER);
	refused(o, "extension.grant", id, "until=2026-11-20", STATUS_DENIED,
		"right");
	assign_as(o, CLERK); /* what the leader said is typed for him */
	refused(o, "extension.grant", id, "until=2026-11-20", STATUS_DENIED,
		LEADER);
}

static void decided_without_a_view_is_warned(void **state)
{
	struct office *o = *state;
	int64_t id = asked(o, lead_share(o), ASK);
	struct outcome out;

	assign_as(o, LEADER);
	refused(o, "extension.grant", id, "until=2026-10-31", STATUS_INVALID,
		"not after");
	refused(o, "extension.refuse", id, "", STATUS_INVALID, "needed");
	assert_int_equal(office_try(o, "extension.refuse", id,
				 "answer=克服困难按期完成", &out),
		STATUS_OK);
	assert_true(assign_tells(&out, 0, true, "has not given his view"));
	outcome_free(&out);
	assert_derived(o);
	assert_text(o,
		"SELECT e.state||s.due FROM extension e JOIN share s ON"
		" s.id=e.share",
		"42026-10-31");
	refused(o, "extension.grant", id, "until=2026-11-20", STATUS_REFUSED,
		"refused");
	/* refused is not the end: another reason, another request */
	assert_true(asked(o, lead_share(o), ASK) > id);
}

static void what_is_claimed_needs_no_time(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);
	int64_t id = asked(o, share, ASK);

	does(o, HEAD, "share.report", share, "progress=380");
	does(o, HEAD, "share.claim", share, "done_on=2026-10-12");
	assign_as(o, CHECKER);
	refused(o, "extension.view", id, "opinion=for", STATUS_REFUSED,
		"not worked on");
	does(o, HEAD, "extension.withdraw", id, "");
	assert_int_equal(extension_open(o->store, share), 0);
}

/* As many days as the pace so far says, and a week at least. */
static void the_pace_proposes_a_day(void **state)
{
	struct office *o = *state;
	int64_t share = lead_share(o);
	struct values v = { .item = NULL };
	struct error err = { 0 };

	does(o, CLERK, "share.update", share, "target=380");
	does(o, HEAD, "share.report", share, "progress=285");
	assert_int_equal(action_prefill(&o->session, &share_type, &share_extend,
				 share, &v, &err),
		STATUS_OK);
	/* 235 days for three quarters: 79 more after 10-12 */
	assert_string_equal(
		values_text(&v, &extension_fields[EXTENSION_TO]), "2026-12-30");
	assert_int_equal(
		values_int(&v, &extension_fields[EXTENSION_PROGRESS]), 28500);
	values_free(&v);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, supervise_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asked_viewed_granted),
		TEST(a_co_unit_moves_itself_alone),
		TEST(only_before_it_is_due),
		TEST(whose_it_is),
		TEST(decided_without_a_view_is_warned),
		TEST(what_is_claimed_needs_no_time),
		TEST(the_pace_proposes_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
