/*
 * office_file.h: a file of its own for each test, set up as init does, and
 * actions as a person types them.
 */
#ifndef TEST_OFFICE_FILE_H
#define TEST_OFFICE_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/language.h"
#include "core/mem.h"
#include "domain/action.h"
#include "domain/office/setup.h"
#include "domain/record.h"
#include "domain/session.h"
#include "store/record.h"
#include "store/stmt.h"

struct office {
	char dir[64], path[96];
	struct store *store;
	struct session session;
};

__attribute__((unused)) static int office_open(void **state)
{
	struct office *o = mem_zero(1, sizeof *o);
	struct error err = { .status = STATUS_OK };

	const char *folder = getenv("STORE_TEST_DIR");
	snprintf(o->dir, sizeof o->dir, "%s/liubu-office-XXXXXX",
		folder ? folder : "/tmp");
	assert_non_null(mkdtemp(o->dir));
	snprintf(o->path, sizeof o->path, "%s/t.db", o->dir);
	unsetenv("LIUBU_TODAY");
	enum status st = store_create(o->path, record_setup(), &err);
	if (st)
		print_error("%s\n", err.what);
	assert_int_equal(st, STATUS_OK);
	st = store_open(o->path, record_setup(), &o->store, &err);
	if (st)
		print_error("%s\n", err.what);
	assert_int_equal(st, STATUS_OK);
	st = office_init(o->store, "清溪乡", getpwuid(getuid())->pw_name,
		LANGUAGE_ZH, &err);
	if (st)
		print_error("%s\n", err.what);
	assert_int_equal(st, STATUS_OK);
	setenv("LIUBU_TODAY", "2026-11-24", 1);
	assert_int_equal(session_open(&o->session, o->store, &err), STATUS_OK);
	unsetenv("LIUBU_TODAY");
	*state = o;
	return 0;
}

__attribute__((unused)) static int office_close(void **state)
{
	struct office *o = *state;
	char command[128];

	store_close(o->store);
	snprintf(command, sizeof command, "rm -rf %s", o->dir);
	int rc = system(command);
	mem_free(o);
	return rc;
}

/* "name=党政办 kind=station", a ~ for a space within a value. */
__attribute__((unused)) static void office_values(struct office *o,
	const struct record_type *type, const struct action *action,
	const char *text, struct values *out)
{
	const struct field *input[64];
	size_t n = action_inputs(type, action, input, 64);
	struct value_context c = session_values(&o->session, type->table.name);
	char *copy = mem_text(text), *rest = copy, *word;

	while ((word = strtok_r(rest, " ", &rest))) {
		char *equals = strchr(word, '=');
		const struct field *f = NULL;
		struct value v = { .kind = VALUE_NULL };
		struct issue issue = { .line = 0 };
		assert_non_null(equals);
		*equals = 0;
		for (char *at = equals + 1; *at; at++)
			*at = *at == '~' ? ' ' : *at;
		for (size_t i = 0; i < n; i++)
			if (!strcmp(input[i]->name, word))
				f = input[i];
		if (!f)
			fail_msg("%s takes no %s", action->name, word);
		if (value_parse(f, equals + 1, &c, &v, &issue) != STATUS_OK)
			fail_msg("%s: %s", word, issue.text);
		values_set(out, f, v);
	}
	mem_free(copy);
}

__attribute__((unused)) static enum status office_try(struct office *o,
	const char *verb, int64_t id, const char *text, struct outcome *out)
{
	const struct record_type *type = NULL;
	const struct action *action = action_find(verb, &type);
	struct values v = { .count = 0 };
	struct act_item item = { .id = id, .values = &v };
	struct act act = {
		.action = action, .item = &item, .count = 1, .warned = true
	};

	assert_non_null(action);
	office_values(o, type, action, text, &v);
	enum status st = door_run(&o->session, &act, out);
	values_free(&v);
	return st;
}

/* It must succeed; the record's id. */
__attribute__((unused)) static int64_t office_act(
	struct office *o, const char *verb, int64_t id, const char *text)
{
	struct outcome out;
	enum status st = office_try(o, verb, id, text, &out);
	int64_t made = out.id;

	if (st != STATUS_OK)
		fail_msg("%s %s: %s %s", verb, text, status_name(st),
			out.error.what);
	outcome_free(&out);
	return made;
}

/* It must be refused, and the reason holds those words. */
__attribute__((unused)) static void office_refused(struct office *o,
	const char *verb, int64_t id, const char *text, enum status status,
	const char *words)
{
	struct outcome out;
	enum status st = office_try(o, verb, id, text, &out);

	if (st != status || !strstr(out.error.what, words))
		fail_msg("%s %s: %s \"%s\", not %s \"%s\"", verb, text,
			status_name(st), out.error.what, status_name(status),
			words);
	outcome_free(&out);
}

__attribute__((unused)) static int64_t office_count(
	struct office *o, const char *sql)
{
	return stmt_one_int(stmt_get(o->store, sql), -1);
}

__attribute__((unused)) static void assert_text(
	struct office *o, const char *sql, const char *expected)
{
	char *text = stmt_one_text(stmt_get(o->store, sql));

	assert_string_equal(text ? text : "(none)", expected);
	mem_free(text);
}

#endif
