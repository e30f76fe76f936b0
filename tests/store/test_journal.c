/*
 * test_journal.c: the chain, the history of a record, what others touched.
 */
#include "world.h"

struct seen {
	int64_t seq[64];
	int count, stop_at;
};

static bool note(void *arg, const struct journal_row *row)
{
	struct seen *s = arg;

	s->seq[s->count++] = row->seq;
	return s->count != s->stop_at;
}

static struct seen history(struct world *w, int kind, int64_t id,
	bool with_children, int64_t before, int n)
{
	struct seen s = { .count = 0 };

	assert_int_equal(journal_history(w->store, kind, id, with_children,
				 before, n, note, &s, NULL),
		STATUS_OK);
	return s;
}

static void assert_seen(struct seen s, int n, const int64_t *expected)
{
	assert_int_equal(s.count, n);
	for (int i = 0; i < n; i++)
		assert_int_equal(s.seq[i], expected[i]);
}

#define ASSERT_SEEN(s, ...)                                    \
	assert_seen(s, (int)LEN(((int64_t[]){ __VA_ARGS__ })), \
		(int64_t[]){ __VA_ARGS__ })

static void set_amount(struct world *w, int64_t step, int amount)
{
	struct values v = { .item = NULL };

	values_set_int(&v, step_f(STEP_AMOUNT), amount);
	assert_int_equal(world_update(w, &step_table, step, v), STATUS_OK);
}

static void move_step(struct world *w, int64_t step, int64_t job)
{
	struct values v = { .item = NULL };

	values_set_int(&v, step_f(STEP_JOB), job);
	assert_int_equal(world_update(w, &step_table, step, v), STATUS_OK);
}

/* rows: 1 area, 2 job 1, 3 job 2, 4 step, 5 step set, 6 step moved,
 * 7 step set, 8 step gone */
static void a_small_story(struct world *w)
{
	int64_t area = world_area(w, "north");
	int64_t a = world_job(w, "roads", area, 20800);
	int64_t b = world_job(w, "water", area, 20801);
	int64_t step = world_step(w, a, 1);

	set_amount(w, step, 2);
	move_step(w, step, b);
	set_amount(w, step, 3);
	assert_int_equal(world_delete(w, &step_table, step), STATUS_OK);
}

static void history_is_newest_first(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	ASSERT_SEEN(history(w, KIND_STEP, 1, false, 0, 50), 8, 7, 6, 5, 4);
	ASSERT_SEEN(history(w, KIND_STEP, 1, false, 7, 50), 6, 5, 4);
	ASSERT_SEEN(history(w, KIND_STEP, 1, false, 0, 2), 8, 7);
	ASSERT_SEEN(history(w, KIND_JOB, 1, false, 0, 50), 2);
	assert_int_equal(history(w, KIND_JOB, 9, true, 0, 50).count, 0);
}

static void children_touch_the_parent_they_have(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	ASSERT_SEEN(history(w, KIND_JOB, 1, true, 0, 50), 6, 5, 4, 2);
	ASSERT_SEEN(history(w, KIND_JOB, 2, true, 0, 50), 8, 7, 6, 3);
	/* and after a rebuild, when the step has no row any more */
	assert_int_equal(store_rebuild(w->store, NULL), STATUS_OK);
	ASSERT_SEEN(history(w, KIND_JOB, 1, true, 0, 50), 6, 5, 4, 2);
	ASSERT_SEEN(history(w, KIND_JOB, 2, true, 0, 50), 8, 7, 6, 3);
	world_verify(w);
}

static void a_callback_stops_it(void **state)
{
	struct world *w = *state;
	struct seen s = { .stop_at = 2 };

	a_small_story(w);
	assert_int_equal(journal_history(w->store, KIND_STEP, 1, false, 0, 50,
				 note, &s, NULL),
		STATUS_OK);
	assert_int_equal(s.count, 2);
}

static void the_revision_is_the_last_own_row(void **state)
{
	struct world *w = *state;

	a_small_story(w);
	assert_int_equal(record_revision(w->store, KIND_JOB, 2), 3);
	assert_int_equal(record_revision(w->store, KIND_STEP, 1), 8);
	assert_int_equal(record_revision(w->store, KIND_STEP, 99), 0);
}

static void since_names_the_kinds_touched(void **state)
{
	struct world *w = *state;
	unsigned char kinds[128];
	int64_t seq = 3;

	a_small_story(w);
	assert_int_equal(journal_since(w->store, &seq, kinds, NULL), STATUS_OK);
	assert_int_equal(seq, 8);
	assert_true(kinds[KIND_STEP]);
	assert_true(kinds[KIND_JOB]); /* its parent */
	assert_false(kinds[KIND_AREA]);
	assert_int_equal(journal_since(w->store, &seq, kinds, NULL), STATUS_OK);
	assert_int_equal(seq, 8);
	for (int i = 0; i < 128; i++)
		assert_false(kinds[i]);
	for (int i = 0; i < 205; i++)
		set_amount(w, world_step(w, 1, 1), 2);
	assert_int_equal(journal_since(w->store, &seq, kinds, NULL), STATUS_OK);
	assert_int_equal(seq, 418); /* too many: everything may be new */
	assert_true(kinds[KIND_AREA]);
}

static void the_chain_starts_at_nothing_and_holds(void **state)
{
	struct world *w = *state;
	unsigned char head[32], none[32] = { 0 };

	assert_int_equal(journal_head(w->store, head), 0);
	assert_memory_equal(head, none, 32);
	a_small_story(w);
	assert_int_equal(journal_head(w->store, head), 8);
	assert_int_equal(
		world_raw_int(w, "SELECT count(*) FROM journal j JOIN journal k"
				 " ON k.seq=j.seq+1 AND k.prev=j.hash"),
		7);
	assert_int_equal(
		world_raw_int(w, "SELECT prev=zeroblob(32) FROM journal"
				 " WHERE seq=1"),
		1);
	world_verify(w);
}

/* The hash as anybody can compute it with sqlite3 and sha256sum. */
static void the_hash_is_what_is_written_down(void **state)
{
	struct world *w = *state;
	char *out;

	world_area(w, "north");
	world_area(w, "south");
	out = world_shell(
		"sqlite3 %s \"SELECT lower(hex(prev) || "
		"'00000008' || printf('%%016x', seq) ||"
		"'00000008' || printf('%%016x', at) ||"
		"'00000008' || printf('%%016x', today) ||"
		"'00000008' || printf('%%016x', clock) ||"
		"'00000008' || printf('%%016x', person) ||"
		"'00000008' || printf('%%016x', typist) ||"
		"'00000008' || printf('%%016x', ifnull(basis, 0)) ||"
		"'00000000' ||"
		"printf('%%08x', length(os_user)) || hex(os_user) ||"
		"printf('%%08x', length(origin)) || hex(origin) ||"
		"printf('%%08x', length(verb)) || hex(verb) ||"
		"'00000008' || printf('%%016x', kind) ||"
		"'00000008' || printf('%%016x', id) ||"
		"'00000008' || printf('%%016x', version) ||"
		"'00000010' || hex(action) ||"
		"'00000008' || printf('%%016x', part) ||"
		"'00000000' ||"
		"printf('%%08x', length(changes)) || hex(changes))"
		" FROM journal WHERE seq=2\" | xxd -r -p | sha256sum | cut -c"
		" 1-64 >%s/a;"
		"sqlite3 %s 'SELECT lower(hex(hash)) FROM journal WHERE"
		" seq=2' | cmp - %s/a && echo same",
		w->path, w->dir, w->path, w->dir);
	assert_string_equal(out, "same\n");
	free(out);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(history_is_newest_first),
		T(children_touch_the_parent_they_have),
		T(a_callback_stops_it),
		T(the_revision_is_the_last_own_row),
		T(since_names_the_kinds_touched),
		T(the_chain_starts_at_nothing_and_holds),
		T(the_hash_is_what_is_written_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
