/*
 * Memory runs out while somebody types: the terminal is given back, what was
 * typed is kept, the file is whole.
 */
#include "township.h"

#include <fcntl.h>
#include <sys/wait.h>
#include "store/draft.h"
#include "store/journal.h"

#define TYPED "大坪村5座完工并验收"

enum { ENDED_WELL = 0, OUT_OF_MEMORY = 1 };

/* As one at the keyboard: a connection is not carried over a fork. */
static void type_a_report(struct township *t, size_t nth, bool for_good)
{
	struct township own = *t;
	struct error err = { .status = STATUS_OK };
	int none = open("/dev/null", O_WRONLY);

	dup2(none, STDERR_FILENO);
	own.app = NULL;
	own.term = NULL;
	if (store_open(own.path, record_setup(), &own.store, &err))
		_exit(9);
	township_sit(&own, HEAD, 24, 80);
	if (!loop_script(screens_stack(own.app), "x1360<Enter>" TYPED))
		_exit(8);
	mem_fail_at(nth, for_good);
	loop_script(screens_stack(own.app), "。<F2>");
	mem_fail_at(0, false);
	_exit(ENDED_WELL);
}

static int status_of(struct township *t, size_t nth, bool for_good)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		type_a_report(t, nth, for_good);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* How many drafts of what was typed lie beside the file; they are removed. */
static int take_drafts(struct township *t)
{
	char command[320];
	int n = 0;

	snprintf(command, sizeof command,
		"grep -l '" TYPED "' %s-drafts/* 2>/dev/null | wc -l;"
		" rm -rf %s-drafts",
		t->path, t->path);
	FILE *f = popen(command, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &n), 1);
	pclose(f);
	return n;
}

static int64_t reports(struct township *t)
{
	struct store *store;
	struct error err = { .status = STATUS_OK };

	assert_int_equal(
		store_open(t->path, record_setup(), &store, &err), STATUS_OK);
	int64_t n = stmt_one_int(
		stmt_get(store, "SELECT count(*) FROM report"), -1);
	store_close(store);
	return n;
}

/* Either it was saved, or it is kept as a draft: never neither. */
static void nothing_typed_is_lost(void **state)
{
	struct township *t = *state;
	int64_t before = reports(t);
	int failed = 0, status;
	size_t nth = 1;

	do {
		status = status_of(t, nth, false);
		int64_t now = reports(t);
		int drafts = take_drafts(t);
		if (status != ENDED_WELL && status != OUT_OF_MEMORY)
			fail_msg("request %zu: ended with %d", nth, status);
		if (status == OUT_OF_MEMORY && drafts + (now - before) < 1)
			fail_msg("request %zu: lost", nth);
		failed += status == OUT_OF_MEMORY;
		before = now;
		/* all of the first, which draw and type, then ever fewer */
		nth += 1 + nth / 8;
	} while (status == OUT_OF_MEMORY);
	assert_true(failed > 10);
	struct str findings = STR_INIT;
	assert_int_equal(store_verify(t->store, NULL, &findings, NULL), 0);
	str_free(&findings);
}

/* Not even the reserve helps: it ends all the same, and the file is whole. */
static void none_at_all_ends_it(void **state)
{
	struct township *t = *state;

	for (size_t nth = 1; nth < 200; nth += 20)
		assert_int_equal(status_of(t, nth, true), OUT_OF_MEMORY);
	take_drafts(t);
	struct str findings = STR_INIT;
	assert_int_equal(store_verify(t->store, NULL, &findings, NULL), 0);
	str_free(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_typed_is_lost),
		cmocka_unit_test(none_at_all_ends_it),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
