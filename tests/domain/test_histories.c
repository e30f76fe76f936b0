/*
 * test_histories.c: random histories of actions and undos over all record
 * types, walked from the tables as a menu and a form do. After them derived
 * data is what it is computed anew, the journal alone gives the same file,
 * and its chain is whole; nothing that was refused left a trace, and what is
 * undone at once was never there.
 *
 * HISTORIES_SEED begins elsewhere, HISTORIES_RUNS and HISTORIES_STEPS make it
 * longer, HISTORIES_TRACE tells every step, HISTORIES_KEEP leaves the file of a
 * failure. A failure names seed and step.
 */
#include "walk.h"

enum { DAY_MS = 24 * 3600 * 1000 };

/* ---- what the file holds */

static void verify(struct story *s)
{
	struct str findings = STR_INIT;
	struct error err = { 0 };
	int n = store_verify(s->o->store, NULL, &findings, &err);

	if (n)
		story_failed(
			s, "verify: %d: %s%s\n", n, findings.data, err.what);
	str_free(&findings);
}
/* ---- one step */

static bool is_said_to_people(enum status status)
{
	return status == STATUS_REFUSED || status == STATUS_DENIED ||
	       status == STATUS_INVALID || status == STATUS_WARNED ||
	       status == STATUS_NOT_FOUND || status == STATUS_AMBIGUOUS ||
	       status == STATUS_CONFLICT;
}

static void check_outcome(struct story *s, const struct turn *t,
	const struct outcome *out, int64_t before)
{
	int64_t wrote = story_head(s) - before;
	int64_t due = t->act.dry_run || out->status
			      ? 0
			      : (int64_t)(t->act.count - out->unchanged);

	if (out->status && !is_said_to_people(out->status))
		story_failed(s, "%s: %s\n", status_name(out->status),
			out->error.what);
	if (out->status && !out->error.what[0])
		story_failed(
			s, "%s without a word\n", status_name(out->status));
	if (!out->status && !t->offer.possible)
		story_failed(s, "done, though the menu says: %s\n",
			t->offer.reason.why);
	if (wrote != due)
		story_failed(s, "%lld rows written, not %lld\n",
			(long long)wrote, (long long)due);
}

/* The same action id again writes nothing, whatever has become of it. */
static void try_again(struct story *s, struct turn *t)
{
	int64_t before = story_head(s);
	struct outcome out;

	door_run(&t->session, &t->act, &out);
	if (out.status && !is_said_to_people(out.status))
		story_failed(s, "again: %s %s\n", status_name(out.status),
			out.error.what);
	if (story_head(s) != before)
		story_failed(s, "a retry wrote\n");
	outcome_free(&out);
}

/* The number of what was undone, his last; 0: nothing was. */
static int64_t undo(struct story *s, const struct session *who)
{
	int64_t before = story_head(s);
	struct undo_offer offer;
	struct outcome out;
	struct error err = { 0 };
	enum status status = door_undo_offer(who, &offer, &err);

	if (!status) {
		status = door_undo(who, &offer, &out);
		err = out.error;
		outcome_free(&out);
	}
	if (status && (!is_said_to_people(status) || !err.what[0]))
		story_failed(s, "undo: %s %s\n", status_name(status), err.what);
	if (story_head(s) - before != (status ? 0 : (int64_t)offer.parts))
		story_failed(s, "undo wrote %lld rows\n",
			(long long)(story_head(s) - before));
	s->undone += !status;
	s->refused += status != 0;
	story_told(s, "undo by %s: %s %s", who->name, status_name(status),
		status ? err.what : offer.text);
	return status ? 0 : offer.seq;
}

/* True: something was told, and what it was about is typed anew. */
static bool run(struct story *s, struct turn *t)
{
	struct chance *c = &s->chance;
	bool looks = chance_one_in(c, 16);
	uint64_t records = looks ? chance_sum(s->o->store) : 0;
	int64_t before = story_head(s);
	unsigned char action_id[16];
	struct outcome out;

	for (size_t i = 0; i < sizeof action_id; i++)
		action_id[i] = (unsigned char)chance_next(c);
	t->act.action_id = action_id;
	story_told(s, "%s %lld (%zu) by %s", t->action->name,
		(long long)t->item[0].id, t->act.count, t->session.name);
	door_run(&t->session, &t->act, &out);
	story_told(s, "%s %lld (%zu) by %s: %s %s%s%s", t->action->name,
		(long long)t->item[0].id, t->act.count, t->session.name,
		status_name(out.status), out.error.what,
		t->act.dry_run ? " (trial)" : "",
		t->offer.stand_in ? " (for another)" : "");
	check_outcome(s, t, &out, before);
	if (out.status || t->act.dry_run) {
		s->refused += out.status != 0;
		story_tally(s, t->action)->refused += out.status != 0;
		if (looks && chance_sum(s->o->store) != records)
			story_failed(s, "what was not done left a trace\n");
	} else {
		s->done++;
		story_tally(s, t->action)->done++;
		/* a mere look is no change, and not what is undone */
		if (looks && undo(s, &t->session) == out.seq && out.seq &&
			chance_sum(s->o->store) != records)
			story_failed(s, "undone, and yet not as it was\n");
		else if (chance_one_in(c, 20) && story_head(s) > before)
			try_again(s, t);
	}
	bool again = out.status == STATUS_INVALID &&
		     walk_type_again(s, t, &out.issues);
	outcome_free(&out);
	return again;
}

static void act(struct story *s)
{
	struct turn t = { .type = NULL };

	if (!walk_choose(s, &t))
		return;
	for (int tries = 0; tries < 6; tries++)
		if (!run(s, &t))
			break;
	walk_end(&t);
}

static void undo_of_somebody(struct story *s)
{
	struct turn t = { .type = &person_type };
	struct journal_row row;
	int64_t seq = story_head(s) - chance_below(&s->chance, 8);

	/* mostly one who did something lately */
	walk_choose_who(s, &t, 0);
	if (!chance_one_in(&s->chance, 5) &&
		journal_read(s->o->store, seq, &row, NULL) == STATUS_OK) {
		t.session = s->o->session;
		if (row.typist)
			session_become(&t.session, row.typist);
		journal_row_free(&row);
	}
	undo(s, &t.session);
}

static void one_step(struct story *s)
{
	unsigned what = chance_below(&s->chance, 100);

	story_told(s, "nothing");
	if (what < 2)
		s->o->session.clock.set_ms += DAY_MS;
	else if (what < 7)
		undo_of_somebody(s);
	else
		act(s);
}

/* ---- afterwards */

static char *shell_line(const char *command)
{
	char line[256] = "";
	FILE *f = popen(command, "r");

	assert_non_null(f);
	if (!fgets(line, sizeof line, f))
		line[0] = 0;
	pclose(f);
	return mem_text(line);
}

/* Everything but the index of words, whose pages may lie otherwise. */
static char *sum_of_file(const char *path)
{
	char command[512];

	snprintf(command, sizeof command,
		"for t in $(sqlite3 %s \"SELECT name FROM sqlite_schema WHERE"
		" type='table' AND name NOT LIKE 'find%%' AND name NOT LIKE"
		" 'sqlite_%%'\"); do echo $t; sqlite3 %s \"SELECT * FROM"
		" \\\"$t\\\"\" | sort; done | md5sum",
		path, path);
	return shell_line(command);
}

/* The journal of one file, replayed into an empty one, gives the same. */
static void replays(struct story *s)
{
	struct error err = { 0 };
	struct store *fresh;
	char path[128];

	snprintf(path, sizeof path, "%s/replayed.db", s->o->dir);
	assert_int_equal(store_create(path, record_setup(), &err), STATUS_OK);
	assert_int_equal(
		store_open(path, record_setup(), &fresh, &err), STATUS_OK);
	if (store_replay(s->o->store, fresh, &err))
		story_failed(s, "replay: %s\n", err.what);
	store_close(fresh);
	char *was = sum_of_file(s->o->path), *now = sum_of_file(path);
	if (strcmp(was, now) != 0)
		story_failed(s, "the replayed file is another\n");
	mem_free(was);
	mem_free(now);
}

static void rebuilds(struct story *s)
{
	struct error err = { 0 };
	char *was = sum_of_file(s->o->path);

	if (store_rebuild(s->o->store, &err))
		story_failed(s, "rebuild: %s\n", err.what);
	char *now = sum_of_file(s->o->path);
	if (strcmp(was, now) != 0)
		story_failed(s, "rebuilt it is another\n");
	mem_free(was);
	mem_free(now);
	verify(s);
}

/* A floor, so that the walk cannot come to reach less unseen. */
static void check_reach(struct story *s)
{
	size_t all = 0, reached = 0;
	struct str not_done = STR_INIT;

	for (const struct record_type *const *t = record_types; *t; t++)
		for (const struct action *const *a = (*t)->actions; a && *a;
			a++) {
			const struct tally *tally = story_tally(s, *a);

			all++;
			reached += tally->done > 0;
			if (!tally->done)
				str_addf(&not_done, " %s(%ld)", (*a)->name,
					tally->refused);
		}
	print_message("%ld done, %ld undone, %ld refused; %zu of %zu verbs; "
		      "not:%s\n",
		s->done, s->undone, s->refused, reached, all,
		not_done.data ? not_done.data : "");
	str_free(&not_done);
	if (reached * 10 < all * 8)
		story_failed(s, "%zu of %zu verbs\n", reached, all);
}

static long number_of(const char *name, long otherwise)
{
	const char *set = getenv(name);

	return set ? atol(set) : otherwise;
}

static void histories_close(struct story *s)
{
	void *office = s->o;

	s->o = NULL;
	if (office)
		assert_int_equal(office_close(&office), 0);
}

static void histories_open(struct story *s)
{
	void *office;

	assign_open(&office);
	s->o = office;
	assign_role(s->o, "岑庆林", RIGHT_ROLE_CLERK);
	assign_role(s->o, "梁国", RIGHT_ROLE_LEADER);
	assign_day(s->o, "2026-10-12");
	office_act(s->o, "setting.set", 0, "name=soon-days text=4");
	office_act(s->o, "person.update", 1,
		"phone=13712345678 id_number=11010519491231002X");
}

static void one_history(struct story *s, long steps)
{
	s->chance = (struct chance){ .store = s->o->store, .state = s->seed };
	for (s->step = 0; s->step < steps; s->step++) {
		one_step(s);
		if (s->step % (steps / 4 + 1) == steps / 4)
			verify(s);
	}
	verify(s);
	replays(s);
	rebuilds(s);
}

static void random_histories_leave_no_trace(void **state)
{
	struct story *s = *state;
	uint64_t seed = (uint64_t)number_of("HISTORIES_SEED", 6);
	long runs = number_of("HISTORIES_RUNS", 1);

	for (long i = 0; i < runs; i++) {
		s->seed = seed + (uint64_t)i;
		histories_open(s);
		one_history(s, number_of("HISTORIES_STEPS", 2500));
		histories_close(s);
	}
	check_reach(s);
}

/* In memory: it is not the disk that is tested here. */
static int set_up(void **state)
{
	if (access("/dev/shm", W_OK) == 0)
		setenv("STORE_TEST_DIR", "/dev/shm", 0);
	struct story *s = mem_zero(1, sizeof *s);
	s->is_told = getenv("HISTORIES_TRACE") != NULL;
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct story *s = *state;

	if (getenv("HISTORIES_KEEP"))
		print_message("kept: %s\n", s->o ? s->o->path : "nothing");
	else
		histories_close(s);
	mem_free(s);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			random_histories_leave_no_trace, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
