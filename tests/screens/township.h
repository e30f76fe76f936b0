/*
 * township.h: the whole program on a terminal in memory, over the sample
 * township as it stood on 2026-11-24 at ten in the morning; keys go in,
 * cells and records come out.
 *
 * The file is made once for a test program. Whoever is at the keyboard is
 * one of the roster, whoever the operating system says: what is drawn names
 * no machine.
 */
#ifndef TESTS_SCREENS_TOWNSHIP_H
#define TESTS_SCREENS_TOWNSHIP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/str.h"
#include "domain/demo.h"
#include "domain/record.h"
#include "domain/session.h"
#include "screens/screens.h"
#include "store/query.h"
#include "store/stmt.h"
#include "tui/loop.h"

#define TOWNSHIP_DAY "2026-11-24"
#define CLERK "陈金娟" /* clerk, supervisor, leader and admin at once */
#define HEAD "班海辉"  /* heads 村建站 */

struct township {
	char dir[64], path[96];
	const char *day; /* on which people sit down */
	struct store *store;
	struct session session;
	struct term *term;
	struct app *app;
};

__attribute__((unused)) static int township_make(void **state)
{
	struct township *t = mem_zero(1, sizeof *t);
	struct error err = { .status = STATUS_OK };

	setenv("LIUBU_TODAY", TOWNSHIP_DAY, 1);
	language_set(LANGUAGE_ZH);
	t->day = TOWNSHIP_DAY;
	const char *folder = getenv("STORE_TEST_DIR");
	snprintf(t->dir, sizeof t->dir, "%s/liubu-screens-XXXXXX",
		folder ? folder : "/tmp");
	assert_non_null(mkdtemp(t->dir));
	snprintf(t->path, sizeof t->path, "%s/t.db", t->dir);
	if (demo_make_on(
		    t->path, "clerk", date_of_iso(TOWNSHIP_DAY), NULL, &err))
		fail_msg("%s", err.what);
	if (store_open(t->path, record_setup(), &t->store, &err))
		fail_msg("%s", err.what);
	*state = t;
	return 0;
}

static void township_leave(struct township *t)
{
	screens_close(t->app);
	term_close(t->term);
	t->app = NULL;
	t->term = NULL;
}

static int township_remove(void **state)
{
	struct township *t = *state;
	char command[128];

	township_leave(t);
	store_close(t->store);
	snprintf(command, sizeof command, "rm -rf %s", t->dir);
	int rc = system(command);
	mem_free(t);
	return rc;
}

__attribute__((unused)) static int64_t township_id(
	struct township *t, const char *sql, const char *name)
{
	struct stmt *s = stmt_get(t->store, sql);

	stmt_bind_text(s, ":name", name);
	int64_t id = stmt_one_int(s, 0);
	if (!id)
		fail_msg("no %s", name);
	return id;
}

/* Sits somebody down at a terminal of that size; NULL: whom nobody knows. */
__attribute__((unused)) static void township_sit(
	struct township *t, const char *person, int rows, int cols)
{
	struct error err = { .status = STATUS_OK };

	if (t->app)
		township_leave(t);
	assert_int_equal(session_open(&t->session, t->store, &err), STATUS_OK);
	strcpy(t->session.os_user, "clerk");
	strcpy(t->session.name, "clerk");
	strcpy(t->session.origin, "tty");
	if (person)
		session_become(&t->session,
			township_id(t, "SELECT id FROM person WHERE name=:name",
				person));
	t->session.clock.kind = TXN_CLOCK_SET;
	t->session.clock.set_ms =
		((int64_t)date_of_iso(t->day) * 24 + 2) * 3600000;
	t->term = term_open_null(rows, cols);
	t->app = screens_open(&t->session, t->term);
	assert_true(loop_script(screens_stack(t->app), ""));
}

__attribute__((unused)) static void township_keys(
	struct township *t, const char *script)
{
	if (!loop_script(screens_stack(t->app), script))
		fail_msg("the program ended in %s", script);
}

__attribute__((unused)) static void township_dump(
	struct township *t, struct str *out)
{
	canvas_text_dump(term_null_frame(t->term), out);
}

/* What is on the screen holds these words. */
__attribute__((unused)) static void township_shows(
	struct township *t, const char *words)
{
	struct str text = STR_INIT;

	township_dump(t, &text);
	if (!strstr(text.data, words))
		fail_msg("no %s on\n%s", words, text.data);
	str_free(&text);
}

__attribute__((unused)) static void township_hides(
	struct township *t, const char *words)
{
	struct str text = STR_INIT;

	township_dump(t, &text);
	if (strstr(text.data, words))
		fail_msg("%s on\n%s", words, text.data);
	str_free(&text);
}

#endif
