/*
 * The path by keyboard alone, with an input method on: one task from the
 * list to the archive. Keys are digits, Enter, Tab, Esc, Space, arrows, Ins
 * and F-keys; letters never arrive. Typed text is Chinese or a number and is
 * not counted; keys are, against the table of quality.md.
 */
#include "township.h"

#include "domain/assess/entry.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "store/journal.h"

#define TITLE "冬季森林防火"

/* Presses in a script; "{text}" is typed and counts nothing. */
static int count_keys(const char *script)
{
	int n = 0;

	while (*script) {
		const char *end = strchr(script, '>');
		const char *times = strchr(script, '*');

		if (*script == '{') {
			script = strchr(script, '}') + 1;
		} else if (*script == '<') {
			n += times && times < end ? atoi(times + 1) : 1;
			script = end + 1;
		} else {
			/* no letter: an input method would have eaten it */
			assert_true(strchr("0123456789=*/ ", *script));
			n++;
			script++;
		}
	}
	return n;
}

/* Plays a job; its keys must not be more than that. */
static void job(struct township *t, const char *what, int most, const char *keys)
{
	struct str script = STR_INIT;
	int n = count_keys(keys);

	for (const char *at = keys; *at; at++)
		if (*at != '{' && *at != '}')
			str_add_char(&script, *at);
	if (n > most)
		fail_msg("%s takes %d keys, not %d: %s", what, n, most, keys);
	township_keys(t, script.data);
	str_free(&script);
}

static int64_t task_id(struct township *t)
{
	return township_id(
		t, "SELECT id FROM task WHERE title=:name", TITLE);
}

static int64_t share_id(struct township *t, const char *unit)
{
	return township_id(t,
		"SELECT s.id FROM share s JOIN task t ON t.id=s.task"
		" JOIN unit u ON u.id=s.unit"
		" WHERE t.title='" TITLE "' AND u.name=:name",
		unit);
}

static int64_t state_of_task(struct township *t)
{
	return record_int(t->store, &task_type.table, task_id(t),
		&task_fields[TASK_STATE]);
}

static int64_t share_int(
	struct township *t, const char *unit, enum share_field f)
{
	return record_int(t->store, &share_type.table, share_id(t, unit),
		&share_fields[f]);
}

static int64_t count(struct township *t, const char *sql)
{
	return stmt_one_int(stmt_get(t->store, sql), -1);
}

/* The share's page, found by its task's name: "/", text, Enter, Enter. */
static void to_share(struct township *t)
{
	township_keys(t, "0<F3>" TITLE "<Enter>");
	township_shows(t, TITLE);
	township_keys(t, "<Enter>");
	township_shows(t, "林业站");
}

static void registered_and_issued(void **state)
{
	struct township *t = *state;

	township_sit(t, CLERK, 24, 80);
	township_keys(t, "3<Enter>");
	job(t, "ad-hoc task registered and issued", 7,
		"<Ins>{" TITLE "}<Enter>{林业}<Enter>{12-31}<F2>"
		"<F10>");
	{ struct str text = STR_INIT; township_dump(t, &text); print_message("%s\n", text.data); str_free(&text); }
	job(t, "x", 2, "2<F2>"); { struct str text = STR_INIT; township_dump(t, &text); print_message("%s\n", text.data); str_free(&text); }
	assert_int_equal(state_of_task(t), TASK_ISSUED);
	char *gaps = record_text(t->store, &task_type.table, task_id(t),
		&task_fields[TASK_GAP_REASON]);
	print_message("gaps: %s\n", gaps ? gaps : "none");
	mem_free(gaps);
	struct str text = STR_INIT;
	township_dump(t, &text);
	print_message("%s\n", text.data);
	str_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registered_and_issued),
	};

	(void)to_share; (void)share_int; (void)count;
	return cmocka_run_group_tests(tests, township_make, township_remove);
}
