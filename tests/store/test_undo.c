/*
 * test_undo.c: taking back, what stands in the way, and random histories
 * after which nothing may have gone astray.
 */
#include "world.h"

#include "core/date.h"

static int64_t head_of(struct world *w)
{
	unsigned char hash[32];

	return journal_head(w->store, hash);
}

static enum status rename_job(struct world *w, int64_t job, const char *title)
{
	struct values v = { .item = NULL };

	values_set_text(&v, job_f(JOB_TITLE), title);
	return world_update(w, &job_table, job, v);
}

static enum status size_job(struct world *w, int64_t job, int size)
{
	struct values v = { .item = NULL };

	values_set_int(&v, job_f(JOB_SIZE), size);
	return world_update(w, &job_table, job, v);
}

static void assert_title(struct world *w, int64_t job, const char *expected)
{
	char *title = record_text(w->store, &job_table, job, job_f(JOB_TITLE));

	assert_string_equal(title, expected);
	mem_free(title);
}

static int64_t a_job(struct world *w)
{
	return world_job(w, "roads", world_area(w, "north"), 20800);
}

/* As the same person at the keyboard would: his newest that stands. */
static enum status undo_own(struct world *w)
{
	int64_t seq = undo_last(w->store, 1, "wei");

	return seq ? world_undo(w, seq, world_is_plain, NULL)
		   : STATUS_NOT_FOUND;
}

static void undo_and_redo(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);

	assert_int_equal(rename_job(w, job, "bridges"), STATUS_OK);
	assert_int_equal(undo_last(w->store, 1, "wei"), 3);
	assert_int_equal(undo_last(w->store, 2, "wei"), 0);
	assert_int_equal(undo_last(w->store, 1, "mo"), 0);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(undo_own(w), STATUS_OK);
		assert_title(w, job, i % 2 ? "bridges" : "roads");
	}
	world_verify(w);
}

static void an_insert_and_a_delete_are_undone(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);
	int64_t worker = world_worker(w, "Wei", "13900001111");
	char *phone;

	assert_int_equal(world_undo(w, 2, NULL, NULL), STATUS_OK);
	assert_false(record_exists(w->store, &job_table, job));
	assert_int_equal(world_raw_int(w, "SELECT count(*) FROM job_due"), 0);
	assert_int_equal(world_undo(w, 4, NULL, NULL), STATUS_OK);
	assert_true(record_exists(w->store, &job_table, job));
	assert_int_equal(world_raw_int(w, "SELECT count(*) FROM job_due"), 1);
	assert_title(w, job, "roads");

	assert_int_equal(world_delete(w, &worker_table, worker), STATUS_OK);
	assert_int_equal(world_undo(w, 6, NULL, NULL), STATUS_OK);
	phone = record_text(
		w->store, &worker_table, worker, worker_f(WORKER_PHONE));
	assert_string_equal(phone, "13900001111");
	mem_free(phone);
	world_verify(w);
}

static void twice_is_refused(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);

	rename_job(w, job, "bridges");
	assert_int_equal(world_undo(w, 3, NULL, NULL), STATUS_OK);
	assert_int_equal(world_undo(w, 3, NULL, NULL), STATUS_REFUSED);
	assert_title(w, job, "roads");
	assert_int_equal(head_of(w), 4);
}

static void a_batch_goes_as_a_whole(void **state)
{
	struct world *w = *state;
	int64_t area = world_area(w, "north");
	int64_t job[3];
	struct world_part p;
	struct values v = { .item = NULL };
	struct undo_obstacle o;
	int64_t seq;

	for (int i = 0; i < 3; i++)
		job[i] = world_job(w, "roads", area, 20800);
	part_open(w, &p, "job.rename", KIND_JOB, job[0]);
	values_set_text(&v, job_f(JOB_TITLE), "bridges");
	for (int i = 0; i < 3; i++) {
		if (i)
			txn_part_begin(p.txn, "job.rename", KIND_JOB, job[i]);
		assert_int_equal(
			txn_update(p.txn, &job_table, job[i], &v, NULL),
			STATUS_OK);
		assert_int_equal(
			txn_part_end(p.txn, false, &seq, NULL), STATUS_OK);
	}
	values_free(&v);
	assert_int_equal(txn_commit(p.txn, NULL, NULL), STATUS_OK);
	assert_int_equal(seq, 7);
	/* named by any of its rows */
	assert_int_equal(world_undo(w, 6, NULL, NULL), STATUS_OK);
	for (int i = 0; i < 3; i++)
		assert_title(w, job[i], "roads");
	assert_int_equal(head_of(w), 10);
	assert_int_equal(world_undo(w, 10, NULL, NULL), STATUS_OK);
	for (int i = 0; i < 3; i++)
		assert_title(w, job[i], "bridges");
	/* one of them changed: none goes */
	rename_job(w, job[1], "water");
	assert_int_equal(world_undo(w, 11, NULL, &o), STATUS_REFUSED);
	assert_int_equal(o.kind, KIND_JOB);
	assert_int_equal(o.id, job[1]);
	assert_int_equal(o.seq, 14);
	assert_title(w, job[0], "bridges");
	world_verify(w);
}

static void a_later_change_stands_in_the_way(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);
	struct undo_obstacle o;

	rename_job(w, job, "bridges");
	size_job(w, job, 5);
	assert_int_equal(world_undo(w, 3, NULL, &o), STATUS_REFUSED);
	assert_int_equal(o.seq, 4);
	assert_int_equal(o.number, 0);
	/* itself taken back, it does not */
	assert_int_equal(world_undo(w, 4, NULL, NULL), STATUS_OK);
	assert_int_equal(world_undo(w, 3, NULL, NULL), STATUS_OK);
	assert_title(w, job, "roads");
	world_verify(w);
}

static void a_child_stands_in_the_way(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);
	struct undo_obstacle o;

	world_step(w, job, 1);
	assert_int_equal(world_undo(w, 2, NULL, &o), STATUS_REFUSED);
	assert_int_equal(o.seq, 3);
	assert_int_equal(world_undo(w, 3, NULL, NULL), STATUS_OK);
	assert_int_equal(world_undo(w, 2, NULL, NULL), STATUS_OK);
	world_verify(w);
}

static void plain_edits_are_compared_by_field(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);
	struct undo_obstacle o;

	rename_job(w, job, "bridges");
	size_job(w, job, 5);
	world_step(w, job, 1);
	assert_int_equal(world_undo(w, 3, world_is_plain, NULL), STATUS_OK);
	assert_title(w, job, "roads");
	assert_int_equal(
		record_int(w->store, &job_table, job, job_f(JOB_SIZE)), 5);
	size_job(w, job, 6);
	assert_int_equal(world_undo(w, 4, world_is_plain, &o), STATUS_REFUSED);
	assert_int_equal(o.seq, 7);
	assert_int_equal(o.number, job_f(JOB_SIZE)->number);
	/* deleted: no field is left to compare */
	world_verify(w);
}

static void a_deleted_record_stands_in_the_way(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);

	rename_job(w, job, "bridges");
	assert_int_equal(world_delete(w, &job_table, job), STATUS_OK);
	assert_int_equal(
		world_undo(w, 3, world_is_plain, NULL), STATUS_REFUSED);
}

/*
 * 3 renames, 4 renames, 5 undoes 4, 6 undoes 3. Redoing 4 (undo of 5) would
 * bring a name back over the one that 6 has put there.
 */
static void an_undo_of_something_earlier_is_a_change(void **state)
{
	struct world *w = *state;
	int64_t job = a_job(w);
	struct undo_obstacle o;

	rename_job(w, job, "bridges");
	rename_job(w, job, "water");
	assert_int_equal(world_undo(w, 4, world_is_plain, NULL), STATUS_OK);
	assert_int_equal(world_undo(w, 3, world_is_plain, NULL), STATUS_OK);
	assert_title(w, job, "roads");
	assert_int_equal(world_undo(w, 5, world_is_plain, &o), STATUS_REFUSED);
	assert_int_equal(o.seq, 6);
	assert_title(w, job, "roads");
	/* redone in the right order it goes */
	assert_int_equal(world_undo(w, 6, world_is_plain, NULL), STATUS_OK);
	assert_int_equal(world_undo(w, 5, world_is_plain, NULL), STATUS_OK);
	assert_title(w, job, "water");
	world_verify(w);
}

static void a_reference_elsewhere_refuses(void **state)
{
	struct world *w = *state;
	int64_t area = world_area(w, "north");

	world_job(w, "roads", area, 20800);
	/* the job is no child of the area, but points to it */
	assert_int_equal(world_undo(w, 1, NULL, NULL), STATUS_REFUSED);
	assert_true(record_exists(w->store, &area_table, area));
	assert_int_equal(head_of(w), 2);
}

static void an_erased_value_cannot_come_back(void **state)
{
	struct world *w = *state;
	struct values v = { .item = NULL };
	int64_t worker = world_worker(w, "Wei", "13900001111");

	values_set_text(&v, worker_f(WORKER_PHONE), "13900002222");
	assert_int_equal(world_update(w, &worker_table, worker, v), STATUS_OK);
	world_raw(w, "DELETE FROM kept WHERE value='13900001111'");
	assert_int_equal(world_undo(w, 2, NULL, NULL), STATUS_REFUSED);
	assert_int_equal(head_of(w), 2);
	world_verify(w);
}

static void there_is_nothing_to_undo(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	static const unsigned char none[16] = { 1 };
	struct undo_obstacle o;
	struct stamp stamp;
	struct txn *txn;

	assert_int_equal(undo_last(w->store, 1, "wei"), 0);
	world_stamp(w, &stamp);
	assert_int_equal(txn_begin(w->store, &stamp, &txn, &err), STATUS_OK);
	assert_int_equal(
		undo_apply(txn, none, NULL, &o, &err), STATUS_NOT_FOUND);
	txn_rollback(txn);
}

/* ---- random histories */

struct story {
	struct world *w;
	long undone, refused, done;
};

static int64_t any(struct story *s, const struct table *t)
{
	struct str sql = STR_INIT;
	struct stmt *q;
	int64_t id;

	str_addf(&sql,
		"SELECT id FROM \"%s\" WHERE id>=:from ORDER BY id LIMIT 1",
		t->name);
	q = stmt_get(s->w->store, stmt_keep(s->w->store, sql.data));
	str_free(&sql);
	stmt_bind_int(q, ":from", (int64_t)world_random(s->w, 60));
	id = stmt_one_int(q, 0);
	return id;
}

static void random_values(
	struct story *s, const struct table *t, struct values *v, bool is_new)
{
	struct world *w = s->w;
	char text[DATE_TEXT_BYTES + 32];

	for (const struct field *f = t->fields; f->name; f++) {
		bool is_needed = is_new && (f->flags & FIELD_REQUIRED);

		if (!field_is_stored(f) || f->type == FIELD_NUMBER ||
			(!is_needed && world_random(w, 3)))
			continue;
		if (!(f->flags & FIELD_REQUIRED) && !world_random(w, 4)) {
			values_set_null(v, f);
			continue;
		}
		switch (f->type) {
		case FIELD_DATE:
			values_set_text(v, f,
				date_iso(20700 + (int)world_random(w, 200),
					text));
			break;
		case FIELD_TEXT:
		case FIELD_LONG:
			snprintf(text, sizeof text, "%s %d", f->name,
				(int)world_random(w, 50));
			values_set_text(v, f, text);
			break;
		case FIELD_REFS:
			snprintf(text, sizeof text, ",%d,99,",
				1 + (int)world_random(w, 9));
			values_set_text(v, f, text);
			break;
		case FIELD_REF:
			values_set_int(
				v, f, any(s, store_table(w->store, f->of)));
			break;
		case FIELD_CHOICE:
			values_set_int(v, f, 1 + (int)world_random(w, 3));
			break;
		case FIELD_FLAG:
			values_set_int(v, f, (int)world_random(w, 2));
			break;
		default:
			values_set_int(v, f, (int)world_random(w, 100));
		}
	}
}

static enum status random_write(struct story *s, struct txn *txn)
{
	static const struct table *const tables[] = { &area_table,
		&worker_table, &job_table, &step_table, &step_table };
	struct world *w = s->w;
	const struct table *t = tables[world_random(w, 5)];
	struct values v = { .item = NULL };
	int64_t id = any(s, t);
	enum status status;

	switch (id ? world_random(w, 8) : 0) {
	case 0:
	case 1:
	case 2:
		random_values(s, t, &v, true);
		id = 0;
		status = txn_insert(txn, t, &v, &id, NULL);
		break;
	case 3:
		status = txn_delete(txn, t, id, NULL);
		break;
	case 4:
		if (t == &job_table)
			values_set_int(&v, job_f(JOB_NO),
				txn_serial(txn, t,
					2026 + (int)world_random(w, 2)));
		else
			random_values(s, t, &v, false);
		status = txn_update(txn, t, id, &v, NULL);
		break;
	default:
		random_values(s, t, &v, false);
		status = txn_update(txn, t, id, &v, NULL);
	}
	values_free(&v);
	return status;
}

static void random_action(struct story *s)
{
	static const char *const verbs[] = { "x.update", "x.act" };
	struct world *w = s->w;
	int parts = world_random(w, 6) ? 1 : 2 + (int)world_random(w, 3);
	enum status status = STATUS_OK;
	struct world_part p;
	int64_t seq;

	part_open(w, &p, "", 0, 0);
	for (int i = 0; i < parts && !status; i++) {
		int writes = 1 + (int)world_random(w, 4);

		txn_part_begin(p.txn, verbs[world_random(w, 2)], KIND_JOB, 1);
		for (int k = 0; k < writes && !status; k++)
			status = random_write(s, p.txn);
		if (!status)
			status = txn_part_end(p.txn, false, &seq, NULL);
	}
	if (status || !world_random(w, 30)) {
		txn_rollback(p.txn);
		s->refused++;
		return;
	}
	status = txn_commit(p.txn, NULL, NULL);
	s->done += !status;
	s->refused += status != 0;
}

static void random_undo(struct story *s)
{
	int64_t head = head_of(s->w);
	int64_t back = (int64_t)world_random(s->w, 12);
	enum status status;

	if (head <= back)
		return;
	status = world_undo(s->w, head - back, world_is_plain, NULL);
	if (status && status != STATUS_REFUSED)
		fail_msg("undo of %lld: %s", (long long)(head - back),
			status_name(status));
	s->undone += !status;
	s->refused += status != 0;
}

static void assert_equal_files(struct world *w, const char *other)
{
	static const char *const tables[] = { "area", "worker",
		"worker_private", "job", "step", "journal", "kept", "touch",
		"serial", "job_sum", "job_due", "meta" };

	for (size_t i = 0; i < LEN(tables); i++) {
		char *out = world_shell("sqlite3 %s 'SELECT * FROM %s ORDER BY"
					" 1,2,3' | md5sum >%s/1; sqlite3 %s"
					" 'SELECT * FROM %s ORDER BY 1,2,3' |"
					" md5sum | cmp - %s/1",
			w->path,
			strcmp(tables[i], "meta") ? tables[i]
						  : "(SELECT *, 1 FROM meta)",
			w->dir, other,
			strcmp(tables[i], "meta") ? tables[i]
						  : "(SELECT *, 1 FROM meta)",
			w->dir);
		if (*out)
			fail_msg("%s differs", tables[i]);
		free(out);
	}
}

/* The journal of one file, replayed into an empty one, gives the same. */
static void assert_replay(struct world *w)
{
	struct error err = { STATUS_OK, "", "" };
	struct store *fresh;
	char path[128];

	snprintf(path, sizeof path, "%s/replayed.db", w->dir);
	assert_int_equal(store_create(path, &world_setup, &err), STATUS_OK);
	assert_int_equal(
		store_open(path, &world_setup, &fresh, &err), STATUS_OK);
	if (store_replay(w->store, fresh, &err))
		fail_msg("%s", err.what);
	store_close(fresh);
	assert_equal_files(w, path);
}

static void random_histories_leave_no_trace(void **state)
{
	struct world *w = *state;
	struct story s = { .w = w };
	const char *steps = getenv("STEPS");
	long all = steps ? atol(steps) : 20000;

	/* the disk is not what is tested here */
	w->store->is_trusted = true;
	assert_int_equal(store_exec(w->store, "PRAGMA synchronous=OFF", NULL),
		STATUS_OK);
	w->store->is_trusted = false;
	for (long i = 0; i < all; i++) {
		if (world_random(w, 4))
			random_action(&s);
		else
			random_undo(&s);
		if (i % (all / 4) == all / 4 - 1)
			world_verify(w);
	}
	print_message("%ld done, %ld undone, %ld refused, head %lld\n", s.done,
		s.undone, s.refused, (long long)head_of(w));
	assert_true(s.done > all / 5);
	assert_true(s.undone > all / 50);
	assert_replay(w);
	assert_int_equal(store_rebuild(w->store, NULL), STATUS_OK);
	world_verify(w);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(undo_and_redo),
		T(an_insert_and_a_delete_are_undone),
		T(twice_is_refused),
		T(a_batch_goes_as_a_whole),
		T(a_later_change_stands_in_the_way),
		T(a_child_stands_in_the_way),
		T(plain_edits_are_compared_by_field),
		T(a_deleted_record_stands_in_the_way),
		T(an_undo_of_something_earlier_is_a_change),
		T(a_reference_elsewhere_refuses),
		T(an_erased_value_cannot_come_back),
		T(there_is_nothing_to_undo),
		T(random_histories_leave_no_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
