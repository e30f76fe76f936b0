/*
 * test_action_fault.c: a disk that fails at the calls of real actions, of an
 * import and of an undo in turn. Told "done", all of it is there and nothing
 * else, also after a crash; told an error, nothing is, unless the words were
 * that it is not known. Afterwards the file verifies and the same goes.
 * Every second call at first, then ever fewer; with FAULT_ALL every one.
 */
#include "assign_file.h"

#include "../store/fault_vfs.h"
#include "chance.h"

enum { MOST_CALLS = 2000 };

struct trial {
	struct office *o;
	const struct deed *deed;
	int64_t share, task;
	enum fault_kind kind;
	bool is_persistent;
	int n;
	enum status status;
	struct error err;
	int64_t head; /* before */
	uint64_t sum_before, sum_after;
	int faults, done, unknown;
};

struct deed {
	const char *name;
	enum status (*run)(struct trial *t, struct outcome *out);
};

/* ---- the deeds */

static enum status report(struct trial *t, struct outcome *out)
{
	return office_try(t->o, "share.report", t->share, "progress=80", out);
}

static enum status issue(struct trial *t, struct outcome *out)
{
	return office_try(
		t->o, "task.issue", t->task, "gap_reason=清单未列", out);
}

static enum status import(struct trial *t, struct outcome *out)
{
	return assign_import_text(t->o,
		"工作任务,工作类别,总体目标,牵头单位,负责领导,启动时间,"
		"完成时限\n"
		"架桥,日常工作,3座,村建站,韦明,2026-11-01,2026-12-01\n"
		"挖渠,日常工作,100%,村建站,韦明,2026-11-01,2026-12-01\n",
		NULL, out);
}

static enum status undo(struct trial *t, struct outcome *out)
{
	struct undo_offer offer;

	*out = (struct outcome){ .status = STATUS_OK };
	enum status status =
		door_undo_offer(&t->o->session, &offer, &out->error);

	return status ? status : door_undo(&t->o->session, &offer, out);
}

static const struct deed deeds[] = {
	{ "report", report },
	{ "issue", issue },
	{ "import", import },
	{ "undo", undo },
};

/* ---- the file */

static void shell(struct office *o, const char *command)
{
	char line[512];

	snprintf(line, sizeof line, "cd %s && %s", o->dir, command);
	assert_int_equal(system(line), 0);
}

static void open_again(struct office *o)
{
	struct clock clock = o->session.clock;
	struct error err = { 0 };

	if (store_open(o->path, record_setup(), &o->store, &err))
		fail_msg("%s", err.what);
	assert_int_equal(session_open(&o->session, o->store, &err), STATUS_OK);
	o->session.clock = clock;
}

static void start_over(struct office *o)
{
	store_close(o->store);
	o->store = NULL;
	shell(o, "rm -rf t.db* && cp -a base/. .");
	open_again(o);
	assign_as(o, "班海辉");
}

/* A task issued, another not; the last that was done is a report. */
static int township(void **state)
{
	struct outcome out;

	fault_register();
	if (access("/dev/shm", W_OK) == 0)
		setenv("STORE_TEST_DIR", "/dev/shm", 0);
	office_open(state);
	struct office *o = *state;
	office_act(o, "unit.create", 0, "name=村建站 kind=station");
	office_act(o, "person.create", 0, "name=班海辉 unit=村建站");
	office_act(o, "person.create", 0, "name=韦明 unit=村建站 leader=yes");
	office_act(o, "unit.update", 1, "head=班海辉");
	office_act(o, "account.create", 0,
		"login=ban person=班海辉 roles=clerk,leader");
	assign_import_text(o,
		"工作任务,工作类别,总体目标,牵头单位,负责领导,启动时间,"
		"完成时限\n"
		"农村改厕,日常工作,400座,村建站,韦明,2026-11-01,2026-12-01\n"
		"修路,日常工作,3座,村建站,韦明,2026-11-01,2026-12-01\n",
		NULL, &out);
	if (out.status)
		fail_msg("%s", out.error.what);
	outcome_free(&out);
	office_act(o, "task.issue", assign_task(o, "农村改厕"),
		"gap_reason=清单未列");
	assign_as(o, "班海辉");
	office_act(o, "share.report", assign_share(o, "农村改厕 村建站"),
		"progress=70");
	store_close(o->store);
	shell(o, "mkdir base && cp -a t.db* base/");
	open_again(o);
	return 0;
}

static int64_t head_of(struct store *store)
{
	unsigned char hash[32];

	return journal_head(store, hash);
}

/* ---- a trial */

static void check(struct trial *t, struct store *store, const char *when)
{
	bool is_unknown = t->status && strstr(t->err.what, "not known");
	struct str findings = STR_INIT;
	struct error err = { 0 };
	bool is_there = head_of(store) > t->head;
	uint64_t sum = chance_sum(store);

	if (is_there == (t->status != STATUS_OK) && !is_unknown)
		fail_msg("%s, kind %d call %d%s, %s: told %s (%s), %s",
			t->deed->name, t->kind, t->n,
			t->is_persistent ? "+" : "", when,
			status_name(t->status), t->err.what,
			is_there ? "it is there" : "it is not");
	if (sum != (is_there ? t->sum_after : t->sum_before))
		fail_msg("%s, kind %d call %d, %s: other records",
			t->deed->name, t->kind, t->n, when);
	if (store_verify(store, NULL, &findings, &err))
		fail_msg("%s, kind %d call %d, %s: %s%s", t->deed->name,
			t->kind, t->n, when, findings.data ? findings.data : "",
			err.what);
	str_free(&findings);
}

/* The machine stops here: what is in the files is all there is. */
static void after_a_crash(struct trial *t)
{
	struct office *o = t->o;
	struct error err = { 0 };
	struct store *store;
	char path[128];

	shell(o, "rm -rf crash && mkdir -m 700 crash &&"
		 " cp t.db t.db-wal crash/");
	snprintf(path, sizeof path, "%s/crash/t.db", o->dir);
	if (store_open(path, record_setup(), &store, &err))
		fail_msg("%s, kind %d call %d: %s", t->deed->name, t->kind,
			t->n, err.what);
	check(t, store, "after a crash");
	store_close(store);
}

static void act(struct trial *t)
{
	struct outcome out;

	t->status = t->deed->run(t, &out);
	t->err = out.error;
	if (t->status && !t->err.what[0] && out.issues.count)
		snprintf(t->err.what, sizeof t->err.what, "%s",
			out.issues.item[0].text);
	outcome_free(&out);
}

/* False: there are fewer calls of the kind. */
static bool one(struct trial *t)
{
	bool is_read = t->kind == FAULT_READ || t->kind == FAULT_SHORT_READ;
	int failed;

	start_over(t->o);
	if (!is_read) /* every page in the cache */
		chance_sum(t->o->store);
	fault_arm(t->kind, t->n, t->is_persistent);
	act(t);
	failed = fault_disarm();
	if (!failed) {
		assert_int_equal(t->status, STATUS_OK);
		return false;
	}
	t->faults++;
	t->done += !t->status;
	t->unknown += t->status && strstr(t->err.what, "not known");
	if (t->status && !t->err.what[0])
		fail_msg("%s, kind %d call %d: %s without a word",
			t->deed->name, t->kind, t->n, status_name(t->status));
	after_a_crash(t);
	check(t, t->o->store, "afterwards");
	if (t->status && head_of(t->o->store) == t->head) {
		act(t);
		if (t->status)
			fail_msg("%s, kind %d call %d: not again: %s",
				t->deed->name, t->kind, t->n, t->err.what);
		assert_true(chance_sum(t->o->store) == t->sum_after);
	}
	return true;
}

/* What it does on a disk that is well. */
static void without_a_fault(struct trial *t)
{
	start_over(t->o);
	t->share = assign_share(t->o, "农村改厕 村建站");
	t->task = assign_task(t->o, "修路");
	t->head = head_of(t->o->store);
	t->sum_before = chance_sum(t->o->store);
	act(t);
	if (t->status)
		fail_msg("%s: %s", t->deed->name, t->err.what);
	t->sum_after = chance_sum(t->o->store);
	assert_true(t->sum_after != t->sum_before);
}

static void calls_fail(struct office *o, const struct deed *deed)
{
	struct trial t = { .o = o, .deed = deed };
	bool is_all = getenv("FAULT_ALL") != NULL;

	without_a_fault(&t);
	for (int kind = 0; kind < FAULT_KINDS; kind++)
		for (int p = 0; p < (is_all ? 2 : 1); p++) {
			t.kind = (enum fault_kind)kind;
			t.is_persistent = p;
			for (t.n = 1; t.n < MOST_CALLS && one(&t); t.n++) {
				t.n += is_all ? 0 : t.n;
				t.is_persistent ^= !is_all;
			}
			assert_true(t.n < MOST_CALLS);
		}
	print_message("%s: %d faults, %d done all the same, %d unknown\n",
		deed->name, t.faults, t.done, t.unknown);
	assert_true(t.faults > 12);
}

static void a_report(void **state)
{
	calls_fail(*state, &deeds[0]);
}

static void an_issue(void **state)
{
	calls_fail(*state, &deeds[1]);
}

static void an_import(void **state)
{
	calls_fail(*state, &deeds[2]);
}

static void an_undo(void **state)
{
	calls_fail(*state, &deeds[3]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report),
		cmocka_unit_test(an_issue),
		cmocka_unit_test(an_import),
		cmocka_unit_test(an_undo),
	};

	return cmocka_run_group_tests(tests, township, office_close);
}
