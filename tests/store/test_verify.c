/*
 * test_verify.c: whatever is changed behind the journal's back is found, and
 * each thing is named.
 */
#include "world.h"

static void a_small_story(struct world *w)
{
	int64_t area = world_area(w, "north");
	int64_t job = world_job(w, "roads", area, 20800);
	struct values v = { .item = NULL };

	world_worker(w, "Wei", "13900001111");
	world_step(w, job, 4);
	values_set_int(&v, job_f(JOB_SIZE), 9);
	assert_int_equal(world_update(w, &job_table, job, v), STATUS_OK);
	world_verify(w);
}

/* After that statement of a stranger, verify says exactly these lines. */
static void finds(struct world *w, const char *sql, const char *expected)
{
	struct str findings = STR_INIT;

	world_raw(w, sql);
	world_findings(w, &findings);
	if (strcmp(findings.data, expected) != 0)
		fail_msg("%s:\n%s", sql, findings.data);
	str_free(&findings);
}

static void a_record_changed(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, "UPDATE job SET title='rivers'",
		"job: differs from what the journal says, first at 1\n");
	finds(w, "UPDATE job SET title='roads'", "");
}

static void a_record_smuggled_in(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, "INSERT INTO area (id, name, rank) VALUES (5, 'south', 1)",
		"area: differs from what the journal says, first at 5\n");
}

static void a_record_taken_away(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, "DELETE FROM step; DELETE FROM job_sum",
		"step: differs from what the journal says, first at 1\n"
		"job_sum: differs from what the journal says, first at 1\n");
}

static void a_telephone_changed(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, "UPDATE worker_private SET phone='13900009999'",
		"kept: field 3 of worker 1 is missing\n"
		"worker_private: differs from what the journal says, first"
		" at 1\n");
}

/* The record and what stands behind the digest, both: only the digest tells */
static void a_telephone_changed_cleverly(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w,
		"UPDATE worker_private SET phone='13900009999';"
		"UPDATE kept SET value='13900009999'",
		"kept: field 3 of worker 1 was changed afterwards\n");
}

static void a_kept_value_missing(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, "DELETE FROM kept",
		"kept: field 3 of worker 1 is missing\n"
		"worker_private: differs from what the journal says, first"
		" at 1\n");
	/* erased in both it is no finding */
	finds(w, "DELETE FROM worker_private", "");
}

static void a_derived_row_wrong(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, "UPDATE job_sum SET amount=99",
		"job_sum: differs from what the journal says, first at 1\n");
	finds(w, "DELETE FROM touch WHERE kind=3 AND seq=2",
		"touch: differs from what the journal says, first at 3\n"
		"job_sum: differs from what the journal says, first at 1\n");
	assert_int_equal(store_rebuild(w->store, NULL), STATUS_OK);
	world_verify(w);
}

#define OPEN_JOURNAL "DROP TRIGGER journal_update; DROP TRIGGER journal_delete;"

static void a_journal_row_changed(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, OPEN_JOURNAL "UPDATE journal SET person=7 WHERE seq=3",
		"journal: row 3 was changed afterwards\n");
	finds(w, "UPDATE journal SET person=1 WHERE seq=3", "");
	finds(w, "UPDATE journal SET at=at+1 WHERE seq=2",
		"journal: row 2 was changed afterwards\n");
}

/* Every column is under the hash. */
static void any_column_of_the_journal(void **state)
{
	static const char *const sets[] = { "at=at+1", "today=today+1",
		"clock=1", "person=9", "typist=9", "basis=3", "basis_no='x'",
		"os_user='mo'", "origin='pts/9'", "verb='job.drop'", "kind=1",
		"id=77", "version=0", "action=zeroblob(16)", "part=3",
		"undoes=zeroblob(16)", "hash=zeroblob(32)",
		"prev=zeroblob(32)" };
	struct world *w = *state;

	a_small_story(w);
	world_raw(w, OPEN_JOURNAL "CREATE TABLE was AS SELECT * FROM journal");
	for (size_t i = 0; i < LEN(sets); i++) {
		struct str findings = STR_INIT;
		char sql[128];

		snprintf(sql, sizeof sql, "UPDATE journal SET %s WHERE seq=3",
			sets[i]);
		world_raw(w, sql);
		world_findings(w, &findings);
		if (!strstr(findings.data, "journal: row 3"))
			fail_msg("%s: %s", sets[i], findings.data);
		str_free(&findings);
		world_raw(w,
			"DELETE FROM journal;"
			"INSERT INTO journal SELECT * FROM was ORDER BY seq");
	}
	world_verify(w);
}

static void a_row_with_the_hash_made_to_fit(void **state)
{
	struct world *w = *state;
	struct str findings = STR_INIT;
	struct journal_row row;
	struct stamp stamp;
	unsigned char hash[32];
	struct str bytes = STR_INIT;
	char sql[256];
	unsigned char prev[32] = { 0 };

	/* who knows the format can make a row fit, but not the next one */
	a_small_story(w);
	assert_int_equal(journal_read(w->store, 1, &row, NULL), STATUS_OK);
	changes_encode(&row.changes, &bytes);
	stamp = (struct stamp){ .at_ms = row.at_ms,
		.today = row.today,
		.person = 9,
		.typist = row.typist,
		.os_user = row.os_user,
		.origin = row.origin };
	memcpy(stamp.action, row.action, 16);
	struct journal_input in = { .seq = 1,
		.stamp = &stamp,
		.verb = row.verb,
		.kind = row.kind,
		.id = row.id,
		.changes = bytes.data,
		.changes_bytes = bytes.len_bytes,
		.prev = prev };
	journal_hash(&in, 1, hash);
	int n = snprintf(sql, sizeof sql,
		OPEN_JOURNAL "UPDATE journal SET person=9, hash=x'");
	for (int i = 0; i < 32; i++)
		n += snprintf(sql + n, sizeof sql - (size_t)n, "%02x", hash[i]);
	snprintf(sql + n, sizeof sql - (size_t)n, "' WHERE seq=1");
	finds(w, sql, "journal: row 2 does not follow the one before it\n");
	journal_row_free(&row);
	str_free(&bytes);
	str_free(&findings);
}

static void a_journal_row_removed(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	finds(w, OPEN_JOURNAL "DELETE FROM journal WHERE seq=5",
		"job: differs from what the journal says, first at 1\n"
		"touch: differs from what the journal says, first at 3\n");
	/* from the middle */
	finds(w, "DELETE FROM journal WHERE seq=3",
		"journal: row 3 is missing\n"
		"journal: row 4 does not follow the one before it\n"
		"worker: differs from what the journal says, first at 1\n"
		"worker_private: differs from what the journal says, first"
		" at 1\n"
		"job: differs from what the journal says, first at 1\n"
		"touch: differs from what the journal says, first at 2\n"
		"find: differs from what the journal says, first at"
		" worker 1\n");
}

/* A number out of all order is one line, not one for every number. */
static void a_gap_of_the_journal(void **state)
{
	struct world *w = *state;
	struct str findings = STR_INIT;

	a_small_story(w);
	assert_int_equal(store_verify_chain(w->store, &findings, NULL), 0);
	world_raw(w, OPEN_JOURNAL "DELETE FROM journal WHERE seq IN (2, 3);"
				  "UPDATE journal SET seq=4000000000000"
				  " WHERE seq=5");
	assert_int_equal(store_verify_chain(w->store, &findings, NULL), 4);
	assert_string_equal(findings.data,
		"journal: rows 2 to 3 are missing\n"
		"journal: row 4 does not follow the one before it\n"
		"journal: rows 5 to 3999999999999 are missing\n"
		"journal: row 4000000000000 was changed afterwards\n");
	str_free(&findings);
}

static void changes_that_cannot_be_read(void **state)
{
	struct world *w = *state;
	struct str findings = STR_INIT;

	a_small_story(w);
	world_raw(w,
		OPEN_JOURNAL "UPDATE journal SET changes=x'0109' WHERE seq=5");
	world_findings(w, &findings);
	assert_non_null(
		strstr(findings.data, "journal: row 5 cannot be read\n"));
	str_free(&findings);
	assert_int_not_equal(store_rebuild(w->store, NULL), STATUS_OK);
}

/* Told apart from damage: what SQLite itself finds. */
static void an_index_that_lies(void **state)
{
	struct world *w = *state;
	struct str findings = STR_INIT;

	a_small_story(w);
	world_raw(w, "PRAGMA writable_schema=1;"
		     "UPDATE sqlite_schema SET sql='CREATE INDEX \"job_due_id\""
		     " ON \"job\" (\"title\",id)' WHERE name='job_due_id'");
	world_reopen(w);
	world_findings(w, &findings);
	assert_non_null(strstr(findings.data, "file: "));
	str_free(&findings);
}

static void a_reference_to_nothing(void **state)
{
	struct world *w = *state;
	struct str findings = STR_INIT;

	a_small_story(w);
	world_raw(w, "UPDATE job SET area=77");
	world_findings(w, &findings);
	assert_non_null(strstr(findings.data, "reference: job"));
	str_free(&findings);
}

static bool stop(void *arg, int64_t done, int64_t all)
{
	int *told = arg;

	assert_true(done <= all);
	return ++*told < 2;
}

static void it_can_be_stopped(void **state)
{
	struct world *w = *state;
	int told = 0;
	struct verify_progress progress = { &told, stop };
	struct error err = { STATUS_OK, "", "" };
	struct str findings = STR_INIT;

	w->store->is_trusted = true;
	store_exec(w->store, "PRAGMA synchronous=OFF", NULL);
	w->store->is_trusted = false;
	for (int i = 0; i < 3000; i++) {
		char name[16];

		snprintf(name, sizeof name, "a%d", i);
		world_area(w, name);
	}
	assert_int_equal(
		store_verify(w->store, &progress, &findings, &err), -1);
	assert_int_equal(err.status, STATUS_STOPPED);
	assert_int_equal(told, 2);
	str_free(&findings);
	assert_int_not_equal(world_area(w, "b"), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_record_changed),
		T(a_record_smuggled_in),
		T(a_record_taken_away),
		T(a_telephone_changed),
		T(a_telephone_changed_cleverly),
		T(a_kept_value_missing),
		T(a_derived_row_wrong),
		T(a_journal_row_changed),
		T(any_column_of_the_journal),
		T(a_row_with_the_hash_made_to_fit),
		T(a_journal_row_removed),
		T(a_gap_of_the_journal),
		T(changes_that_cannot_be_read),
		T(an_index_that_lies),
		T(a_reference_to_nothing),
		T(it_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
