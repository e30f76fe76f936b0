/*
 * assign_file.h: the sample township of data/ in a file of its own, and what
 * tests of work say: who acts, on which day.
 */
#ifndef TEST_ASSIGN_FILE_H
#define TEST_ASSIGN_FILE_H

#include "office_file.h"

#include "core/csv.h"
#include "core/date.h"
#include "core/header.h"
#include "domain/assign/import.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/office/person.h"
#include "domain/transfer.h"
#include "store/journal.h"

#define ROSTER "data/干部花名册.csv"
#define WORK "data/重点工作任务分解表.csv"

/* Every line of a sheet through an import action; option is a flag field. */
__attribute__((unused)) static enum status assign_import_sheet(struct office *o,
	const struct sheet *sheet, const struct record_type *type,
	const struct field *option, struct outcome *out)
{
	struct issues issues = { 0 };
	struct header header = { 0 };
	const struct field *fields[ACTION_INPUTS_MAX + 1] = { NULL };

	transfer_fields(type, fields, ACTION_INPUTS_MAX);
	assert_int_equal(header_find(sheet, fields, type->table.name, NULL,
				 &header, &issues),
		STATUS_OK);
	size_t count = sheet->count - header.row - 1;
	struct values *v = mem_zero(count, sizeof *v);
	struct act_item *item = mem_zero(count, sizeof *item);
	for (size_t i = 0; i < count; i++) {
		for (int n = 0; n < header.columns; n++) {
			const char *text =
				sheet_cell(sheet, header.row + 1 + i, n);

			if (header.field[n] && *text)
				values_set_text(&v[i], header.field[n], text);
		}
		if (option)
			values_set_int(&v[i], option, 1);
		item[i].values = &v[i];
	}
	struct act act = { .action = transfer_action(type),
		.item = item,
		.count = count,
		.warned = true,
		.collect = true };
	enum status status = door_run(&o->session, &act, out);
	for (size_t i = 0; i < count; i++)
		values_free(&v[i]);
	mem_free(v);
	mem_free(item);
	header_free(&header);
	issues_free(&issues);
	return status;
}

__attribute__((unused)) static enum status assign_import_file(struct office *o,
	const char *path, const struct record_type *type,
	const struct field *option, struct outcome *out)
{
	struct sheet sheet = { 0 };
	struct error err = { 0 };

	if (csv_read_file(path, NULL, &sheet, NULL, &err) != STATUS_OK)
		fail_msg("%s", err.what);
	enum status status = assign_import_sheet(o, &sheet, type, option, out);
	sheet_free(&sheet);
	return status;
}

__attribute__((unused)) static enum status assign_import_text(struct office *o,
	const char *text, const struct field *option, struct outcome *out)
{
	struct sheet sheet = { 0 };
	struct error err = { 0 };

	if (csv_read(text, strlen(text), NULL, &sheet, NULL, &err) != STATUS_OK)
		fail_msg("%s", err.what);
	enum status status =
		assign_import_sheet(o, &sheet, &task_type, option, out);
	sheet_free(&sheet);
	return status;
}

__attribute__((unused)) static bool assign_tells(
	const struct outcome *out, int line, bool warning, const char *words)
{
	for (size_t i = 0; i < out->issues.count; i++) {
		const struct issue *issue = &out->issues.item[i];

		if ((!line || issue->line == line) &&
			issue->warning == warning && strstr(issue->text, words))
			return true;
	}
	return false;
}

/* The township with both lists read. */
__attribute__((unused)) static int assign_open(void **state)
{
	struct outcome out;

	office_open(state);
	struct office *o = *state;
	assert_int_equal(assign_import_file(o, ROSTER, &person_type,
				 &transfer_create_units, &out),
		STATUS_OK);
	outcome_free(&out);
	enum status st = assign_import_file(o, WORK, &task_type, NULL, &out);
	if (st != STATUS_OK)
		for (size_t i = 0; i < out.issues.count; i++)
			if (!out.issues.item[i].warning)
				print_error("%d: %s\n", out.issues.item[i].line,
					out.issues.item[i].text);
	assert_int_equal(st, STATUS_OK);
	outcome_free(&out);
	return 0;
}

__attribute__((unused)) static int64_t assign_id(
	struct office *o, const char *sql, const char *name)
{
	struct stmt *s = stmt_get(o->store, sql);

	stmt_bind_text(s, ":name", name);
	int64_t id = stmt_one_int(s, 0);
	if (!id)
		fail_msg("no %s", name);
	return id;
}

__attribute__((unused)) static int64_t assign_task(
	struct office *o, const char *title)
{
	return assign_id(o, "SELECT id FROM task WHERE title=:name", title);
}

/* "农村改厕 村建站" */
__attribute__((unused)) static int64_t assign_share(
	struct office *o, const char *name)
{
	return assign_id(o,
		"SELECT s.id FROM share s JOIN task t ON t.id=s.task"
		" JOIN unit u ON u.id=s.unit WHERE t.title||' '||u.name=:name",
		name);
}

/* The roster gives everyone the role of cadre: these get theirs. */
__attribute__((unused)) static void assign_role(
	struct office *o, const char *person, unsigned role)
{
	struct str text = STR_INIT;
	int64_t account = assign_id(o,
		"SELECT a.id FROM account a JOIN person p ON p.id=a.person"
		" WHERE p.name=:name",
		person);
	const struct choice *c = choice_numbered(role_choices, (int)role);

	str_addf(&text, "roles=%s", c->name);
	office_act(o, "account.update", account, text.data);
	str_free(&text);
}

/* Becomes that person; "" is the owner again. */
__attribute__((unused)) static void assign_as(
	struct office *o, const char *person)
{
	struct error err = { 0 };

	if (*person) {
		session_become(&o->session,
			assign_id(o, "SELECT id FROM person WHERE name=:name",
				person));
		return;
	}
	struct clock clock = o->session.clock;
	assert_int_equal(session_open(&o->session, o->store, &err), STATUS_OK);
	o->session.clock = clock;
}

__attribute__((unused)) static void assign_day(
	struct office *o, const char *iso)
{
	int day = date_of_iso(iso);

	assert_int_not_equal(day, DATE_NONE);
	o->session.clock.kind = TXN_CLOCK_SET;
	o->session.clock.set_ms = ((int64_t)day * 24 + 2) * 3600000;
	assert_int_equal(clock_today(&o->session.clock), day);
}

__attribute__((unused)) static void assert_derived(struct office *o)
{
	struct str findings = STR_INIT;
	struct error err = { 0 };
	int n = store_verify(o->store, NULL, &findings, &err);

	if (n)
		fail_msg("%d: %s%s", n, findings.data, err.what);
	str_free(&findings);
}

#endif
