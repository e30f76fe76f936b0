#include "world.h"

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/date.h"

/* ---- the types */

static const struct choice states[] = {
	{ 1, "open", "open" },
	{ 2, "done", "done" },
	{ 3, "dropped", "dropped" },
	{ 0, NULL, NULL },
};

static const struct field area_fields[] = {
	[AREA_NAME] = { .number = 1,
		.name = "name",
		.label = "name",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED,
		.max = 40 },
	[AREA_RANK] = { .number = 2,
		.name = "rank",
		.label = "rank",
		.type = FIELD_INT,
		.flags = FIELD_REQUIRED },
	{ .name = NULL },
};
static const struct view area_views[] = {
	{ .name = "all", .order = "rank", .small = true },
	{ .name = NULL },
};
const struct table area_table = {
	.kind = KIND_AREA,
	.name = "area",
	.title = "r.name",
	.unique = "name",
	.fields = area_fields,
	.views = area_views,
};

/* Out of order on purpose: columns stand by number, phone and card apart. */
static const struct field worker_fields[] = {
	[WORKER_NAME] = { .number = 2,
		.name = "name",
		.label = "name",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 40 },
	[WORKER_AREA] = { .number = 1,
		.name = "area",
		.label = "area",
		.type = FIELD_REF,
		.of = "area" },
	[WORKER_PHONE] = { .number = 3,
		.name = "phone",
		.label = "phone",
		.type = FIELD_TEXT,
		.flags = FIELD_PERSONAL | FIELD_FIND, /* all the same never */
		.min = 3,
		.max = 20 },
	[WORKER_RANK] = { .number = 4,
		.name = "rank",
		.label = "rank",
		.type = FIELD_INT,
		.flags = FIELD_REQUIRED },
	[WORKER_CARD] = { .number = 5,
		.name = "card",
		.label = "card",
		.type = FIELD_TEXT,
		.flags = FIELD_PERSONAL },
	{ .name = NULL },
};
static const struct view worker_views[] = {
	{ .name = "all", .order = "rank" },
	{ .name = "area", .eq = "area=:of", .order = "rank" },
	{ .name = NULL },
};
const struct table worker_table = {
	.kind = KIND_WORKER,
	.name = "worker",
	.title = "r.name",
	.fields = worker_fields,
	.views = worker_views,
};

static const struct field job_fields[] = {
	[JOB_NO] = { .number = 1,
		.name = "no",
		.label = "no",
		.type = FIELD_NUMBER,
		.flags = FIELD_SYSTEM | FIELD_FIND },
	[JOB_TITLE] = { .number = 2,
		.name = "title",
		.label = "title",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 60 },
	[JOB_AREA] = { .number = 3,
		.name = "area",
		.label = "area",
		.type = FIELD_REF,
		.of = "area",
		.flags = FIELD_REQUIRED },
	[JOB_DUE] = { .number = 4,
		.name = "due",
		.label = "due",
		.type = FIELD_DATE,
		.flags = FIELD_REQUIRED },
	[JOB_STATE] = { .number = 5,
		.name = "state",
		.label = "state",
		.type = FIELD_CHOICE,
		.choices = states,
		.flags = FIELD_REQUIRED },
	[JOB_OWNER] = { .number = 6,
		.name = "owner",
		.label = "owner",
		.type = FIELD_REF,
		.of = "worker" },
	[JOB_POINTS] = { .number = 7,
		.name = "points",
		.label = "points",
		.type = FIELD_DECIMAL,
		.min = -10000,
		.max = 10000,
		.flags = FIELD_SIGNED },
	[JOB_KEY] = { .number = 8,
		.name = "key",
		.label = "key",
		.type = FIELD_FLAG },
	[JOB_NOTE] = { .number = 9,
		.name = "note",
		.label = "note",
		.type = FIELD_LONG,
		.flags = FIELD_FIND },
	[JOB_HELPERS] = { .number = 10,
		.name = "helpers",
		.label = "helpers",
		.type = FIELD_REFS,
		.of = "worker" },
	[JOB_SIZE] = { .number = 11,
		.name = "size",
		.label = "size",
		.type = FIELD_INT },
	[JOB_STEPS] = { .number = 0,
		.name = "steps",
		.label = "steps",
		.type = FIELD_INT,
		.sql = "SELECT s.steps FROM job_sum s WHERE s.id=r.id" },
	{ .number = 12,
		.name = "was",
		.label = "was",
		.type = FIELD_TEXT,
		.flags = FIELD_RETIRED },
	{ .name = NULL },
};
static const struct view job_views[] = {
	{ .name = "due", .order = "due" },
	{ .name = "late", .order = "-due" },
	{ .name = "mine", .eq = "owner=:me", .order = "due" },
	{ .name = "state",
		.eq = "state=1",
		.range = "due<=:day",
		.order = "due" },
	{ .name = "open",
		.walk = "job_due",
		.eq = "kind=3 AND area=:of",
		.range = "red<=:today",
		.order = "red" },
	{ .name = "newest", .order = "-id" },
	{ .name = NULL },
};
const struct table job_table = {
	.kind = KIND_JOB,
	.name = "job",
	.title = "r.title",
	.number = "no",
	.day = "due",
	.checks = "CHECK (\"state\" <> 2 OR \"title\" IS NOT NULL)",
	.fields = job_fields,
	.views = job_views,
};

static const struct field step_fields[] = {
	[STEP_JOB] = { .number = 1,
		.name = "job",
		.label = "job",
		.type = FIELD_REF,
		.of = "job",
		.flags = FIELD_REQUIRED },
	[STEP_TEXT] = { .number = 2,
		.name = "text",
		.label = "text",
		.type = FIELD_TEXT },
	[STEP_AMOUNT] = { .number = 3,
		.name = "amount",
		.label = "amount",
		.type = FIELD_INT,
		.flags = FIELD_REQUIRED },
	{ .name = NULL },
};
static const struct view step_views[] = {
	{ .name = "job", .eq = "job=:of", .order = "id" },
	{ .name = NULL },
};
const struct table step_table = {
	.kind = KIND_STEP,
	.name = "step",
	.parent = "job",
	.fields = step_fields,
	.views = step_views,
};

const struct field *area_f(int i)
{
	return &area_fields[i];
}
const struct field *worker_f(int i)
{
	return &worker_fields[i];
}
const struct field *job_f(int i)
{
	return &job_fields[i];
}
const struct field *step_f(int i)
{
	return &step_fields[i];
}

/* ---- derived: the steps of a job, and open jobs by their day */

static enum status count_steps(struct txn *txn, int64_t job, struct error *err)
{
	struct store *store = txn_store(txn);
	struct stmt *s = stmt_get(store, "DELETE FROM job_sum WHERE id=:id");
	enum status status;

	stmt_bind_int(s, ":id", job);
	status = stmt_run(s, err);
	if (status)
		return status;
	s = stmt_get(store, "INSERT INTO job_sum (id, steps, amount)"
			    " SELECT job, count(*), sum(amount) FROM step"
			    " WHERE job=:id GROUP BY job");
	stmt_bind_int(s, ":id", job);
	return stmt_run(s, err);
}

static enum status place_job(struct txn *txn, int64_t job, struct error *err)
{
	struct store *store = txn_store(txn);
	struct stmt *s =
		stmt_get(store, "DELETE FROM job_due WHERE kind=3 AND id=:id");
	enum status status;

	stmt_bind_int(s, ":id", job);
	status = stmt_run(s, err);
	if (status)
		return status;
	s = stmt_get(store,
		"INSERT INTO job_due (kind, id, area, red)"
		" SELECT 3, id, area, CAST(julianday(due) - 2440587.5 AS INT)"
		" FROM job WHERE id=:id AND state=1");
	stmt_bind_int(s, ":id", job);
	return stmt_run(s, err);
}

static enum status derive(
	struct txn *txn, const struct change *c, struct error *err)
{
	const struct change_field *cf;
	enum status status = STATUS_OK;
	int64_t job[3] = { 0, 0, 0 };

	if (c->kind == KIND_JOB)
		return place_job(txn, c->id, err);
	if (c->kind != KIND_STEP)
		return STATUS_OK;
	cf = change_field(c, 1);
	if (cf) {
		job[0] = cf->before.value.number;
		job[1] = cf->after.value.number;
	}
	if (c->op == CHANGE_UPDATE)
		job[2] = record_int(
			txn_store(txn), &step_table, c->id, step_f(STEP_JOB));
	for (int i = 0; i < 3 && !status; i++)
		if (job[i])
			status = count_steps(txn, job[i], err);
	return status;
}

static enum status rebuild(struct txn *txn, struct error *err)
{
	struct store *store = txn_store(txn);
	enum status status = stmt_run(
		stmt_get(store,
			"INSERT INTO job_sum (id, steps, amount) SELECT job,"
			" count(*), sum(amount) FROM step GROUP BY job"),
		err);

	if (status)
		return status;
	return stmt_run(
		stmt_get(store,
			"INSERT INTO job_due (kind, id, area, red) SELECT 3,"
			" id, area, CAST(julianday(due) - 2440587.5 AS INT)"
			" FROM job WHERE state=1"),
		err);
}

static const char *const derived_tables[] = { "job_sum", "job_due", NULL };
static const struct derived world_derived = {
	.tables = derived_tables,
	.sql = "CREATE TABLE job_sum (id INTEGER PRIMARY KEY, steps INTEGER"
	       " NOT NULL, amount INTEGER NOT NULL) STRICT;\n"
	       "CREATE TABLE job_due (kind INTEGER NOT NULL, id INTEGER NOT"
	       " NULL, area INTEGER NOT NULL, red INTEGER NOT NULL,"
	       " PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;\n"
	       "CREATE INDEX job_due_area ON job_due(kind, area, red, id);\n",
	.derive = derive,
	.rebuild = rebuild,
};
static const struct table *const world_tables[] = { &area_table, &worker_table,
	&job_table, &step_table, NULL };
const struct store_setup world_setup = { world_tables, &world_derived };

/* ---- the fixture */

static void check(enum status status, const struct error *err)
{
	if (status)
		fail_msg("%s: %s", status_name(status), err->what);
}

void world_reopen(struct world *w)
{
	struct error err = { STATUS_OK, "", "" };

	store_close(w->store);
	w->store = NULL;
	check(store_open(w->path, &world_setup, &w->store, &err), &err);
}

void world_close(struct world *w)
{
	store_close(w->store);
	w->store = NULL;
}

int world_set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	struct error err = { STATUS_OK, "", "" };
	const char *seed = getenv("SEED");
	const char *dir = getenv("STORE_TEST_DIR");

	snprintf(w->dir, sizeof w->dir, "%s/liubu-store-XXXXXX",
		dir ? dir : "/tmp");
	if (!mkdtemp(w->dir))
		return -1;
	snprintf(w->path, sizeof w->path, "%s/a.db", w->dir);
	w->random = seed ? strtoull(seed, NULL, 10) : 20261124;
	w->now_ms = INT64_C(1795478400000);
	check(store_create(w->path, &world_setup, &err), &err);
	world_reopen(w);
	*state = w;
	return 0;
}

int world_tear_down(void **state)
{
	struct world *w = *state;

	world_close(w);
	free(world_shell("rm -rf '%s'", w->dir));
	free(w);
	return 0;
}

/* xorshift: the same histories on every machine */
uint64_t world_random(struct world *w, uint64_t below)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (w->random >> 11) % below;
}

void world_stamp(struct world *w, struct stamp *stamp)
{
	w->now_ms += 1000;
	*stamp = (struct stamp){
		.at_ms = w->now_ms,
		.today = 20780,
		.person = 1,
		.typist = 1,
		.os_user = "wei",
		.origin = "pts/1",
	};
	if (getrandom(stamp->action, sizeof stamp->action, 0) < 0)
		abort();
}

void part_open(struct world *w, struct world_part *p, const char *verb,
	int kind, int64_t id)
{
	struct error err = { STATUS_OK, "", "" };

	world_stamp(w, &p->stamp);
	check(txn_begin(w->store, &p->stamp, &p->txn, &err), &err);
	txn_part_begin(p->txn, verb, kind, id);
}

int64_t part_close(struct world *w, struct world_part *p)
{
	struct error err = { STATUS_OK, "", "" };
	int64_t seq = 0;

	(void)w;
	check(txn_part_end(p->txn, false, &seq, &err), &err);
	check(txn_commit(p->txn, NULL, &err), &err);
	return seq;
}

static enum status finish(
	struct world_part *p, enum status status, struct error *err)
{
	int64_t seq;

	if (!status)
		status = txn_part_end(p->txn, false, &seq, err);
	if (status) {
		txn_rollback(p->txn);
		return status;
	}
	return txn_commit(p->txn, NULL, err);
}

int64_t world_insert(struct world *w, const struct table *t, struct values v)
{
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;
	char verb[48];
	int64_t id = 0;
	enum status status;

	snprintf(verb, sizeof verb, "%s.new", t->name);
	part_open(w, &p, verb, t->kind, 0);
	status = txn_insert(p.txn, t, &v, &id, &err);
	txn_part_record(p.txn, id);
	status = finish(&p, status, &err);
	values_free(&v);
	return status ? 0 : id;
}

enum status world_update(
	struct world *w, const struct table *t, int64_t id, struct values v)
{
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;
	char verb[48];
	enum status status;

	snprintf(verb, sizeof verb, "%s.update", t->name);
	part_open(w, &p, verb, t->kind, id);
	status = txn_update(p.txn, t, id, &v, &err);
	status = finish(&p, status, &err);
	values_free(&v);
	return status;
}

enum status world_delete(struct world *w, const struct table *t, int64_t id)
{
	struct error err = { STATUS_OK, "", "" };
	struct world_part p;
	char verb[48];

	snprintf(verb, sizeof verb, "%s.delete", t->name);
	part_open(w, &p, verb, t->kind, id);
	return finish(&p, txn_delete(p.txn, t, id, &err), &err);
}

int64_t world_area(struct world *w, const char *name)
{
	struct values v = { .item = NULL };

	values_set_text(&v, area_f(AREA_NAME), name);
	values_set_int(&v, area_f(AREA_RANK), 1);
	return world_insert(w, &area_table, v);
}

int64_t world_worker(struct world *w, const char *name, const char *phone)
{
	struct values v = { .item = NULL };

	values_set_text(&v, worker_f(WORKER_NAME), name);
	values_set_int(&v, worker_f(WORKER_RANK), 1);
	if (phone)
		values_set_text(&v, worker_f(WORKER_PHONE), phone);
	return world_insert(w, &worker_table, v);
}

int64_t world_job(struct world *w, const char *title, int64_t area, int due)
{
	struct values v = { .item = NULL };
	char day[DATE_TEXT_BYTES];

	values_set_text(&v, job_f(JOB_TITLE), title);
	values_set_int(&v, job_f(JOB_AREA), area);
	values_set_text(&v, job_f(JOB_DUE), date_iso(due, day));
	values_set_int(&v, job_f(JOB_STATE), 1);
	return world_insert(w, &job_table, v);
}

int64_t world_step(struct world *w, int64_t job, int amount)
{
	struct values v = { .item = NULL };

	values_set_int(&v, step_f(STEP_JOB), job);
	values_set_int(&v, step_f(STEP_AMOUNT), amount);
	return world_insert(w, &step_table, v);
}

bool world_is_plain(const char *verb)
{
	return strstr(verb, ".update") != NULL;
}

enum status world_undo(struct world *w, int64_t seq,
	bool (*plain)(const char *verb), struct undo_obstacle *obstacle)
{
	struct undo_obstacle none;
	struct error err = { STATUS_OK, "", "" };
	struct journal_row row;
	struct stamp stamp;
	struct txn *txn;
	enum status status;

	check(journal_read(w->store, seq, &row, &err), &err);
	world_stamp(w, &stamp);
	stamp.undoes = row.action;
	check(txn_begin(w->store, &stamp, &txn, &err), &err);
	status = undo_apply(
		txn, row.action, plain, obstacle ? obstacle : &none, &err);
	if (status)
		txn_rollback(txn);
	else
		status = txn_commit(txn, NULL, &err);
	journal_row_free(&row);
	return status;
}

/* ---- from outside */

static sqlite3 *raw_open(struct world *w)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	sqlite3_wal_autocheckpoint(db, 0);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_busy_timeout(db, 2000);
	return db;
}

void world_raw(struct world *w, const char *sql)
{
	sqlite3 *db = raw_open(w);
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(db);
}

int64_t world_raw_int(struct world *w, const char *sql)
{
	sqlite3 *db = raw_open(w);
	sqlite3_stmt *q;
	int64_t n = INT64_MIN;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	if (sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

char *world_shell(const char *format, ...)
{
	char command[2000];
	char *out = calloc(1, 65536);
	va_list args;
	FILE *f;

	va_start(args, format);
	vsnprintf(command, sizeof command - 8, format, args);
	va_end(args);
	strcat(command, " 2>&1");
	f = popen(command, "r");
	assert_non_null(f);
	size_t n = fread(out, 1, 65535, f);
	out[n] = 0;
	pclose(f);
	return out;
}

int world_findings(struct world *w, struct str *findings)
{
	struct error err = { STATUS_OK, "", "" };
	int n = store_verify(w->store, NULL, findings, &err);

	if (n < 0)
		fail_msg("verify: %s", err.what);
	return n;
}

void world_verify(struct world *w)
{
	struct str findings = STR_INIT;

	if (world_findings(w, &findings))
		fail_msg("%s", findings.data);
	str_free(&findings);
}
