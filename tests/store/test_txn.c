/*
 * test_txn.c: what a part records, and what it costs in pages.
 */
#include "world.h"

static struct journal_row read_row(struct world *w, int64_t seq)
{
	struct journal_row row;
	struct error err = { STATUS_OK, "", "" };

	if (journal_read(w->store, seq, &row, &err))
		fail_msg("%s", err.what);
	return row;
}

static int64_t head_of(struct world *w)
{
	unsigned char hash[32];

	return journal_head(w->store, hash);
}

/* The one change of the newest row. */
static const struct change *only(struct world *w, struct journal_row *row)
{
	*row = read_row(w, head_of(w));
	assert_int_equal(row->changes.count, 1);
	return &row->changes.item[0];
}

static void assert_text(const struct change_value *v, const char *expected)
{
	if (!expected) {
		assert_int_equal(v->value.kind, VALUE_NULL);
		return;
	}
	assert_int_equal(v->value.kind, VALUE_TEXT);
	assert_string_equal(v->value.text, expected);
}

static void set_name(struct world_part *p, int64_t id, const char *name)
{
	struct values v = { .item = NULL };

	values_set_text(&v, area_f(AREA_NAME), name);
	assert_int_equal(
		txn_update(p->txn, &area_table, id, &v, NULL), STATUS_OK);
	values_free(&v);
}

static int64_t put_area(struct world_part *p, int64_t id, const char *name)
{
	struct values v = { .item = NULL };

	values_set_text(&v, area_f(AREA_NAME), name);
	values_set_int(&v, area_f(AREA_RANK), 1);
	assert_int_equal(
		txn_insert(p->txn, &area_table, &v, &id, NULL), STATUS_OK);
	values_free(&v);
	return id;
}

static void remove_area(struct world_part *p, int64_t id)
{
	assert_int_equal(txn_delete(p->txn, &area_table, id, NULL), STATUS_OK);
}

/* ---- what is recorded */

static void an_insert_keeps_the_new(void **state)
{
	struct world *w = *state;
	struct journal_row row;
	const struct change *c;

	world_area(w, "north");
	c = only(w, &row);
	assert_int_equal(c->kind, KIND_AREA);
	assert_int_equal(c->id, 1);
	assert_int_equal(c->op, CHANGE_INSERT);
	assert_int_equal(c->count, 2);
	assert_int_equal(c->field[0].number, 1);
	assert_text(&c->field[0].after, "north");
	assert_int_equal(c->field[1].after.value.number, 1);
	assert_string_equal(row.verb, "area.new");
	assert_int_equal(row.id, 1);
	assert_int_equal(row.at_ms, w->now_ms);
	assert_string_equal(row.os_user, "wei");
	journal_row_free(&row);
}

static void an_update_keeps_first_old_and_last_new(void **state)
{
	struct world *w = *state;
	struct world_part p;
	struct journal_row row;
	const struct change *c;

	world_area(w, "a");
	part_open(w, &p, "area.update", KIND_AREA, 1);
	set_name(&p, 1, "b");
	set_name(&p, 1, "c");
	part_close(w, &p);
	c = only(w, &row);
	assert_int_equal(c->op, CHANGE_UPDATE);
	assert_int_equal(c->count, 1);
	assert_text(&c->field[0].before, "a");
	assert_text(&c->field[0].after, "c");
	journal_row_free(&row);
}

static void equal_values_are_no_change(void **state)
{
	struct world *w = *state;
	struct world_part p;
	int64_t head;

	world_area(w, "a");
	head = head_of(w);
	part_open(w, &p, "area.update", KIND_AREA, 1);
	set_name(&p, 1, "a");
	assert_int_equal(part_close(w, &p), 0);
	part_open(w, &p, "area.update", KIND_AREA, 1);
	set_name(&p, 1, "b");
	set_name(&p, 1, "a");
	assert_int_equal(part_close(w, &p), 0);
	assert_int_equal(head_of(w), head);
}

static void a_look_is_a_row_when_told(void **state)
{
	struct world *w = *state;
	struct world_part p;
	int64_t seq;

	world_area(w, "a");
	part_open(w, &p, "area.look", KIND_AREA, 1);
	assert_int_equal(txn_part_end(p.txn, true, &seq, NULL), STATUS_OK);
	assert_int_equal(txn_commit(p.txn, NULL, NULL), STATUS_OK);
	assert_int_equal(seq, 2);
	world_verify(w);
}

static void a_delete_keeps_the_old(void **state)
{
	struct world *w = *state;
	struct journal_row row;
	const struct change *c;

	world_area(w, "a");
	world_delete(w, &area_table, 1);
	c = only(w, &row);
	assert_int_equal(c->op, CHANGE_DELETE);
	assert_int_equal(c->count, 2);
	assert_text(&c->field[0].before, "a");
	journal_row_free(&row);
	world_verify(w);
}

static void what_came_and_went_was_not_there(void **state)
{
	struct world *w = *state;
	struct world_part p;
	int64_t id;

	part_open(w, &p, "area.new", KIND_AREA, 0);
	id = put_area(&p, 0, "a");
	set_name(&p, id, "b");
	remove_area(&p, id);
	assert_int_equal(part_close(w, &p), 0);
	assert_int_equal(head_of(w), 0);
	world_verify(w);
}

static void what_went_and_came_back_was_changed(void **state)
{
	struct world *w = *state;
	struct world_part p;
	struct journal_row row;
	const struct change *c;

	world_area(w, "a");
	part_open(w, &p, "area.update", KIND_AREA, 1);
	remove_area(&p, 1);
	put_area(&p, 1, "b");
	part_close(w, &p);
	c = only(w, &row);
	assert_int_equal(c->op, CHANGE_UPDATE);
	assert_int_equal(c->count, 1);
	assert_text(&c->field[0].before, "a");
	assert_text(&c->field[0].after, "b");
	journal_row_free(&row);

	/* went, came back, went */
	part_open(w, &p, "area.delete", KIND_AREA, 1);
	remove_area(&p, 1);
	put_area(&p, 1, "c");
	remove_area(&p, 1);
	part_close(w, &p);
	c = only(w, &row);
	assert_int_equal(c->op, CHANGE_DELETE);
	assert_text(&c->field[0].before, "b");
	journal_row_free(&row);

	/* came, went, came: it is new */
	part_open(w, &p, "area.new", KIND_AREA, 0);
	put_area(&p, 7, "d");
	remove_area(&p, 7);
	put_area(&p, 7, "e");
	part_close(w, &p);
	c = only(w, &row);
	assert_int_equal(c->op, CHANGE_INSERT);
	assert_text(&c->field[0].after, "e");
	journal_row_free(&row);
	world_verify(w);
}

/* ---- personal values */

static bool file_holds(const char *path, const char *bytes)
{
	char *out = world_shell("grep -c -a '%s' '%s'", bytes, path);
	bool holds = atoi(out) > 0;

	free(out);
	return holds;
}

static void the_journal_holds_no_personal_value(void **state)
{
	struct world *w = *state;
	struct values v = { .item = NULL };
	struct journal_row row;
	const struct change *c;
	char *out;

	world_worker(w, "Wei", "13977001122");
	c = only(w, &row);
	assert_int_equal(c->kind, KIND_WORKER);
	assert_true(change_field(c, 3)->after.is_digest);
	journal_row_free(&row);
	values_set_text(&v, worker_f(WORKER_PHONE), "13977003344");
	assert_int_equal(world_update(w, &worker_table, 1, v), STATUS_OK);
	c = only(w, &row);
	assert_int_equal(c->op, CHANGE_UPDATE);
	assert_int_equal(c->count, 1);
	assert_true(c->field[0].before.is_digest);
	assert_true(c->field[0].after.is_digest);
	journal_row_free(&row);

	out = world_shell("sqlite3 %s \"SELECT count(*) FROM journal WHERE"
			  " instr(changes, CAST('13977' AS BLOB)) > 0\"",
		w->path);
	assert_string_equal(out, "0\n");
	free(out);
	/* negative control: a name is there */
	out = world_shell("sqlite3 %s \"SELECT count(*) FROM journal WHERE"
			  " instr(changes, CAST('Wei' AS BLOB)) > 0\"",
		w->path);
	assert_string_equal(out, "1\n");
	free(out);
	out = world_shell("sqlite3 %s 'SELECT count(*) FROM kept'", w->path);
	assert_string_equal(out, "2\n");
	free(out);
	world_verify(w);
}

/* Erased: neither column nor kept nor free pages know it any more. */
static void an_erased_value_is_gone_from_the_file(void **state)
{
	struct world *w = *state;
	struct values v = { .item = NULL };
	struct world_part p;

	world_worker(w, "Wei", "13977001122");
	part_open(w, &p, "worker.erase", KIND_WORKER, 1);
	values_set_null(&v, worker_f(WORKER_PHONE));
	assert_int_equal(
		txn_update(p.txn, &worker_table, 1, &v, NULL), STATUS_OK);
	values_free(&v);
	int64_t seq;
	assert_int_equal(txn_part_end(p.txn, false, &seq, NULL), STATUS_OK);
	assert_int_equal(stmt_run(stmt_get(w->store, "DELETE FROM kept"), NULL),
		STATUS_OK);
	assert_int_equal(txn_commit(p.txn, NULL, NULL), STATUS_OK);
	world_verify(w);
	world_close(w);
	free(world_shell(
		"sqlite3 %s 'PRAGMA wal_checkpoint(TRUNCATE)'", w->path));
	assert_false(file_holds(w->path, "13977001122"));
	assert_true(file_holds(w->path, "Wei"));
}

static void one_value_is_kept_once(void **state)
{
	struct world *w = *state;
	struct values v = { .item = NULL };

	world_worker(w, "Wei", "13977001122");
	for (int i = 0; i < 6; i++) {
		values_set_text(&v, worker_f(WORKER_PHONE),
			i % 2 ? "13977001122" : "13977003344");
		assert_int_equal(
			world_update(w, &worker_table, 1, v), STATUS_OK);
		v = (struct values){ .item = NULL };
	}
	assert_int_equal(world_raw_int(w, "SELECT count(*) FROM kept"), 2);
	/* another's equal number has its own salt */
	world_worker(w, "Mo", "13977001122");
	assert_int_equal(
		world_raw_int(w, "SELECT count(DISTINCT digest) FROM kept"), 3);
	assert_int_equal(
		world_raw_int(w, "SELECT count(DISTINCT salt) FROM kept"), 3);
}

static void set_phone(struct world_part *p, int64_t id, const char *phone)
{
	struct values v = { .item = NULL };

	values_set_text(&v, worker_f(WORKER_PHONE), phone);
	assert_int_equal(
		txn_update(p->txn, &worker_table, id, &v, NULL), STATUS_OK);
	values_free(&v);
}

/* No personal value, no row of theirs: else a replay would differ. */
static void an_empty_side_row_goes(void **state)
{
	struct world *w = *state;
	struct world_part p;

	world_worker(w, "Wei", NULL);
	part_open(w, &p, "worker.update", KIND_WORKER, 1);
	set_phone(&p, 1, "13900001111");
	set_phone(&p, 1, NULL);
	assert_int_equal(part_close(w, &p), 0);
	assert_int_equal(
		world_raw_int(w, "SELECT count(*) FROM worker_private"), 0);
	world_verify(w);

	part_open(w, &p, "worker.update", KIND_WORKER, 1);
	set_phone(&p, 1, "13900001111");
	part_close(w, &p);
	part_open(w, &p, "worker.update", KIND_WORKER, 1);
	set_phone(&p, 1, NULL);
	part_close(w, &p);
	assert_int_equal(
		world_raw_int(w, "SELECT count(*) FROM worker_private"), 0);
	world_verify(w);
}

/* ---- what may not be written */

static void a_write_of_an_unknown_table_fails(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;
	int64_t seq;

	world_raw(w, "CREATE TABLE smuggled (a)");
	world_reopen(w);
	part_open(w, &p, "area.new", KIND_AREA, 0);
	put_area(&p, 0, "a");
	assert_int_equal(
		stmt_run(stmt_get(w->store, "INSERT INTO smuggled VALUES (1)"),
			NULL),
		STATUS_OK);
	assert_int_equal(
		txn_part_end(p.txn, false, &seq, &err), STATUS_CORRUPT);
	assert_non_null(strstr(err.what, "smuggled"));
	assert_int_not_equal(txn_commit(p.txn, NULL, &err), STATUS_OK);
	assert_int_equal(head_of(w), 0);
	assert_int_equal(world_raw_int(w, "SELECT count(*) FROM area"), 0);
}

/* Between parts and after the last one nobody records: so nobody writes. */
static void a_write_outside_a_part_fails(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;
	int64_t seq;

	part_open(w, &p, "area.new", KIND_AREA, 0);
	put_area(&p, 0, "a");
	assert_int_equal(txn_part_end(p.txn, false, &seq, &err), STATUS_OK);
	put_area(&p, 0, "b");
	assert_int_equal(txn_commit(p.txn, NULL, &err), STATUS_CORRUPT);

	part_open(w, &p, "area.new", KIND_AREA, 0);
	put_area(&p, 0, "a");
	assert_int_equal(txn_part_end(p.txn, false, &seq, &err), STATUS_OK);
	put_area(&p, 0, "b");
	txn_part_begin(p.txn, "area.new", KIND_AREA, 0);
	put_area(&p, 0, "c");
	assert_int_equal(
		txn_part_end(p.txn, false, &seq, &err), STATUS_CORRUPT);
	txn_rollback(p.txn);
	assert_int_equal(world_raw_int(w, "SELECT count(*) FROM area"), 0);
	world_verify(w);
}

static enum status derive_a_record(
	struct txn *txn, const struct change *c, struct error *err)
{
	struct stmt *s = stmt_get(
		txn_store(txn), "UPDATE area SET rank=rank+1 WHERE id=:id");

	stmt_bind_int(s, ":id", c->id);
	return stmt_run(s, err);
}

static enum status rebuild_nothing(struct txn *txn, struct error *err)
{
	(void)txn, (void)err;
	return STATUS_OK;
}

static void deriving_may_not_write_records(void **state)
{
	static const char *const none[] = { NULL };
	static const struct derived bad = { none, NULL, derive_a_record,
		rebuild_nothing };
	const struct store_setup setup = { world_setup.tables, &bad };
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;
	char path[128];
	int64_t seq;

	world_close(w);
	snprintf(path, sizeof path, "%s/bad.db", w->dir);
	assert_int_equal(store_create(path, &setup, &err), STATUS_OK);
	assert_int_equal(store_open(path, &setup, &w->store, &err), STATUS_OK);
	part_open(w, &p, "area.new", KIND_AREA, 0);
	put_area(&p, 0, "a");
	assert_int_equal(
		txn_part_end(p.txn, false, &seq, &err), STATUS_CORRUPT);
	txn_rollback(p.txn);
	assert_int_equal(head_of(w), 0);
}

/* Derived rows are no change; taken for records they would be one. */
static void derived_data_is_not_recorded(void **state)
{
	struct world *w = *state;
	int64_t job = world_job(w, "roads", world_area(w, "a"), 20800);
	struct table_map *m;
	struct journal_row row;

	world_step(w, job, 5);
	row = read_row(w, head_of(w));
	assert_int_equal(row.changes.count, 1);
	assert_int_equal(row.changes.item[0].kind, KIND_STEP);
	journal_row_free(&row);
	assert_int_equal(world_raw_int(w, "SELECT amount FROM job_sum"), 5);

	/* negative control */
	m = (struct table_map *)(uintptr_t)store_map(w->store, "job_sum");
	struct table_map was = *m;
	m->name[0] = '?';
	assert_int_equal(world_step(w, job, 6), 0);
	*m = was;
	world_verify(w);
}

static void a_dropped_part_cannot_commit(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;

	part_open(w, &p, "area.new", KIND_AREA, 0);
	put_area(&p, 0, "a");
	txn_part_drop(p.txn);
	assert_int_not_equal(txn_commit(p.txn, NULL, &err), STATUS_OK);
	assert_int_equal(head_of(w), 0);
	/* and the lock is free again */
	assert_int_not_equal(world_area(w, "b"), 0);
}

/* ---- constraints, references */

static void references_are_checked_at_the_end(void **state)
{
	struct world *w = *state;
	struct world_part p;
	struct values v = { .item = NULL };
	int64_t id = 0;

	/* the job before its area */
	part_open(w, &p, "job.new", KIND_JOB, 0);
	values_set_text(&v, job_f(JOB_TITLE), "roads");
	values_set_int(&v, job_f(JOB_AREA), 1);
	values_set_text(&v, job_f(JOB_DUE), "2026-12-01");
	values_set_int(&v, job_f(JOB_STATE), 1);
	assert_int_equal(
		txn_insert(p.txn, &job_table, &v, &id, NULL), STATUS_OK);
	put_area(&p, 1, "a");
	part_close(w, &p);
	assert_int_equal(world_delete(w, &area_table, 1), STATUS_REFUSED);
	values_set_int(&v, job_f(JOB_AREA), 99);
	assert_int_equal(world_insert(w, &job_table, v), 0);
	assert_int_equal(head_of(w), 1);
	world_verify(w);
}

static void checks_hold(void **state)
{
	struct world *w = *state;
	int64_t area = world_area(w, "a");
	int64_t job = world_job(w, "roads", area, 20800);
	const struct {
		const struct field *f;
		struct value v;
		bool is_taken;
	} tries[] = {
		{ job_f(JOB_TITLE), value_text("x"), false },
		{ job_f(JOB_DUE), value_text("2026-02-30"), false },
		{ job_f(JOB_DUE), value_text("2026-2-3"), false },
		{ job_f(JOB_DUE), value_text("2026-02-28"), true },
		{ job_f(JOB_STATE), value_int(4), false },
		{ job_f(JOB_STATE), value_int(3), true },
		{ job_f(JOB_POINTS), value_int(10001), false },
		{ job_f(JOB_POINTS), value_int(-10000), true },
		{ job_f(JOB_KEY), value_int(2), false },
		{ job_f(JOB_HELPERS), value_text("3,4"), false },
		{ job_f(JOB_HELPERS), value_text(",3,4,"), true },
		{ job_f(JOB_SIZE), value_text("much"), false },
		{ job_f(JOB_TITLE), (struct value){ .kind = VALUE_NULL },
			false },
	};

	for (size_t i = 0; i < LEN(tries); i++) {
		struct values v = { .item = NULL };

		values_set(&v, tries[i].f, tries[i].v);
		if ((world_update(w, &job_table, job, v) == STATUS_OK) !=
			tries[i].is_taken)
			fail_msg("try %zu of %s", i, tries[i].f->name);
	}
	world_verify(w);
}

static void an_update_of_nothing_is_told(void **state)
{
	struct world *w = *state;
	struct values v = { .item = NULL };

	values_set_text(&v, area_f(AREA_NAME), "a");
	assert_int_equal(world_update(w, &area_table, 7, v), STATUS_NOT_FOUND);
	v = (struct values){ .item = NULL };
	values_set_text(&v, worker_f(WORKER_PHONE), "13900001111");
	assert_int_not_equal(world_update(w, &worker_table, 7, v), STATUS_OK);
	assert_int_equal(head_of(w), 0);
}

/* ---- ids and numbers */

static void ids_are_never_given_again(void **state)
{
	struct world *w = *state;

	assert_int_equal(world_area(w, "a"), 1);
	assert_int_equal(world_area(w, "b"), 2);
	assert_int_equal(world_delete(w, &area_table, 2), STATUS_OK);
	assert_int_equal(world_area(w, "c"), 3);
	assert_int_equal(world_undo(w, head_of(w), NULL, NULL), STATUS_OK);
	assert_int_equal(world_area(w, "d"), 4);
	world_reopen(w);
	assert_int_equal(world_area(w, "e"), 5);
	world_verify(w);
}

static int64_t number(struct world *w, int64_t job, int year)
{
	struct world_part p;
	struct values v = { .item = NULL };
	int64_t no;

	part_open(w, &p, "job.issue", KIND_JOB, job);
	no = txn_serial(p.txn, &job_table, year);
	values_set_int(&v, job_f(JOB_NO), no);
	assert_int_equal(
		txn_update(p.txn, &job_table, job, &v, NULL), STATUS_OK);
	values_free(&v);
	part_close(w, &p);
	return no;
}

static void numbers_are_never_given_again(void **state)
{
	struct world *w = *state;
	int64_t area = world_area(w, "a");
	int64_t a = world_job(w, "roads", area, 20800);
	int64_t b = world_job(w, "water", area, 20801);

	assert_int_equal(number(w, a, 2026), 202600001);
	assert_int_equal(world_undo(w, head_of(w), NULL, NULL), STATUS_OK);
	assert_int_equal(record_int(w->store, &job_table, a, job_f(JOB_NO)), 0);
	assert_int_equal(number(w, b, 2026), 202600002);
	assert_int_equal(number(w, a, 2027), 202700001);
	assert_int_equal(world_delete(w, &job_table, b), STATUS_OK);
	assert_int_equal(number(w, a, 2026), 202600003);
	world_verify(w);
	assert_int_equal(store_rebuild(w->store, NULL), STATUS_OK);
	assert_int_equal(number(w, a, 2026), 202600004);
}

/* ---- the action's id */

static void an_action_is_found_by_its_id(void **state)
{
	struct world *w = *state;
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;
	int64_t seq, id;

	part_open(w, &p, "area.new", KIND_AREA, 0);
	txn_part_record(p.txn, put_area(&p, 0, "a"));
	assert_int_equal(txn_lookup(w->store, p.stamp.action, &seq, &id),
		STATUS_NOT_FOUND);
	part_close(w, &p);
	assert_int_equal(
		txn_lookup(w->store, p.stamp.action, &seq, &id), STATUS_OK);
	assert_int_equal(seq, 1);
	assert_int_equal(id, 1);

	/* the same again is refused by the journal itself */
	struct txn *txn;
	struct stamp stamp = p.stamp;
	assert_int_equal(txn_begin(w->store, &stamp, &txn, &err), STATUS_OK);
	p.txn = txn;
	txn_part_begin(txn, "area.new", KIND_AREA, 0);
	put_area(&p, 0, "b");
	assert_int_not_equal(txn_part_end(txn, false, &seq, &err), STATUS_OK);
	txn_rollback(txn);
	assert_int_equal(head_of(w), 1);
}

static void a_batch_is_parts_of_one_action(void **state)
{
	struct world *w = *state;
	struct world_part p;
	struct journal_row row;
	int64_t seq, id;

	part_open(w, &p, "area.new", KIND_AREA, 0);
	txn_part_record(p.txn, put_area(&p, 0, "a"));
	assert_int_equal(txn_part_end(p.txn, false, &seq, NULL), STATUS_OK);
	txn_part_begin(p.txn, "area.new", KIND_AREA, 0);
	txn_part_record(p.txn, put_area(&p, 0, "b"));
	assert_int_equal(txn_part_end(p.txn, false, &seq, NULL), STATUS_OK);
	assert_int_equal(txn_commit(p.txn, &seq, NULL), STATUS_OK);
	assert_int_equal(seq, 2);
	row = read_row(w, 2);
	assert_int_equal(row.part, 1);
	assert_memory_equal(row.action, p.stamp.action, 16);
	journal_row_free(&row);
	assert_int_equal(
		txn_lookup(w->store, p.stamp.action, &seq, &id), STATUS_OK);
	assert_int_equal(id, 2);
	world_verify(w);
}

static void a_clock_that_went_back_is_noted(void **state)
{
	struct world *w = *state;
	struct journal_row row;

	world_area(w, "a");
	w->now_ms -= 60000; /* a little is usual */
	world_area(w, "b");
	row = read_row(w, 2);
	assert_int_equal(row.clock, TXN_CLOCK_SYSTEM);
	journal_row_free(&row);
	w->now_ms -= 3600000;
	world_area(w, "c");
	row = read_row(w, 3);
	assert_int_equal(row.clock, TXN_CLOCK_SUSPECT);
	journal_row_free(&row);
	world_verify(w);
}

/* ---- cost */

/* Pages in the WAL of one action: exact, quality.md says at most 25. */
static void an_action_writes_few_pages(void **state)
{
	enum { FRAME_BYTES = 24 + 4096, WAL_HEADER_BYTES = 32 };
	struct world *w = *state;
	int64_t area = world_area(w, "north");
	int64_t job = 0, before, pages;
	struct values v = { .item = NULL };

	for (int i = 0; i < 600; i++) {
		job = world_job(w, "road works", area, 20800 + i % 50);
		if (i % 3 == 0)
			world_step(w, job, i);
	}
	before = store_wal_bytes(w->store);
	values_set_text(&v, job_f(JOB_NOTE), "the bridge is open");
	values_set_int(&v, job_f(JOB_STATE), 2);
	assert_int_equal(world_update(w, &job_table, job, v), STATUS_OK);
	pages = (store_wal_bytes(w->store) - before) / FRAME_BYTES;
	print_message("pages of an update: %d\n", (int)pages);
	assert_in_range(pages, 3, 20);

	before = store_wal_bytes(w->store);
	world_step(w, job, 7);
	pages = (store_wal_bytes(w->store) - before) / FRAME_BYTES;
	print_message("pages of a child made: %d\n", (int)pages);
	assert_in_range(pages, 3, 20);
	assert_int_equal(
		(store_wal_bytes(w->store) - WAL_HEADER_BYTES) % FRAME_BYTES,
		0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_insert_keeps_the_new),
		T(an_update_keeps_first_old_and_last_new),
		T(equal_values_are_no_change),
		T(a_look_is_a_row_when_told),
		T(a_delete_keeps_the_old),
		T(what_came_and_went_was_not_there),
		T(what_went_and_came_back_was_changed),
		T(the_journal_holds_no_personal_value),
		T(an_erased_value_is_gone_from_the_file),
		T(one_value_is_kept_once),
		T(an_empty_side_row_goes),
		T(a_write_of_an_unknown_table_fails),
		T(a_write_outside_a_part_fails),
		T(deriving_may_not_write_records),
		T(derived_data_is_not_recorded),
		T(a_dropped_part_cannot_commit),
		T(references_are_checked_at_the_end),
		T(checks_hold),
		T(an_update_of_nothing_is_told),
		T(ids_are_never_given_again),
		T(numbers_are_never_given_again),
		T(an_action_is_found_by_its_id),
		T(a_batch_is_parts_of_one_action),
		T(a_clock_that_went_back_is_noted),
		T(an_action_writes_few_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
