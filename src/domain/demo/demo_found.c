/* demo_found.c: the office as it stands on the first day of the year. */
#include "demo_inside.h"

#include <stdlib.h>
#include <string.h>
#include "core/csv.h"
#include "core/date.h"
#include "core/header.h"
#include "core/mem.h"
#include "demo_lists.h"
#include "domain/assign/import.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/office/account.h"
#include "domain/office/person.h"
#include "domain/office/setup.h"
#include "domain/office/unit.h"
#include "domain/office/value.h"
#include "domain/transfer.h"
#include "store/stmt.h"

#define OFFICE_PERSON "陈金娟"

static int64_t person_named(struct demo *d, const char *name)
{
	struct error why = { .status = STATUS_OK };
	int64_t id = 0;
	enum status status = person_find_named(d->store, name, &id, &why);

	if (status != STATUS_OK)
		demo_fail(d, status, name, &why);
	return id;
}

/* ---- lists */

static bool is_day(const struct field *f)
{
	return f == &task_fields[TASK_START] || f == &task_fields[TASK_DUE];
}

/* Cells as they are, but for days, which move, and the account of the one
 * who is the OS user. */
static void take_cell(struct demo *d, const struct field *f, const char *cell,
	bool is_office, struct values *v)
{
	char day[DATE_TEXT_BYTES];

	if (!*cell || (is_office && f == &person_fields[PERSON_LOGIN]))
		return;
	if (is_day(f))
		cell = date_iso(date_of_iso(cell) + d->shift, day);
	values_set_text(v, f, cell);
}

static void take_rows(struct demo *d, const struct sheet *sheet,
	const struct header *h, struct demo_batch *batch)
{
	for (size_t row = h->row + 1; row < sheet->count; row++) {
		struct values *v = demo_add(batch, 0, 0, 0);
		bool is_office = false;

		for (int c = 0; c < h->columns; c++)
			is_office |= !strcmp(
				sheet_cell(sheet, row, c), OFFICE_PERSON);
		for (int c = 0; c < h->columns; c++)
			if (h->field[c])
				take_cell(d, h->field[c],
					sheet_cell(sheet, row, c), is_office,
					v);
		if (batch->action == &person_import)
			values_set_int(v, &transfer_create_units, 1);
	}
}

/* The order of the list is the order of ids: the batch is not sorted. */
static void import_list(struct demo *d, const unsigned char *bytes,
	size_t len_bytes, const struct record_type *type)
{
	const struct field *fields[ACTION_INPUTS_MAX + 1] = { NULL };
	const struct action *action = transfer_action(type);
	struct demo_batch batch = { .action = action };
	struct sheet sheet = { .count = 0 };
	struct header header = { .columns = 0 };
	struct issues issues = { .count = 0 };
	struct error why = { .status = STATUS_OK };
	char *text = mem_copy(bytes, len_bytes);
	enum status status =
		csv_read(text, len_bytes, NULL, &sheet, NULL, &why);

	transfer_fields(type, fields, ACTION_INPUTS_MAX);
	if (status == STATUS_OK)
		status = header_find(&sheet, fields, type->table.name, NULL,
			&header, &issues);
	if (status == STATUS_OK)
		take_rows(d, &sheet, &header, &batch);
	else
		demo_fail(d, status, action->name, &why);
	demo_flush(d, &batch);
	header_free(&header);
	issues_free(&issues);
	sheet_free(&sheet);
	mem_free(text);
}

/* ---- accounts, heads */

static void give_roles(struct demo *d, const char *login_sql,
	const char *person, unsigned roles, bool is_office)
{
	struct demo_batch batch = { .action = action_find(
					    "account.update", NULL) };
	struct stmt *s = stmt_get(d->store, login_sql);
	int64_t id = d->status == STATUS_OK ? person_named(d, person) : 0;

	stmt_offer_int(s, ":person", id);
	stmt_offer_text(s, ":login", d->office.os_user);
	struct values *v = demo_add(&batch, 0, 0, stmt_one_int(s, 0));
	if (is_office)
		values_set_int(v, &account_fields[ACCOUNT_PERSON], id);
	values_set_int(v, &account_fields[ACCOUNT_ROLES], roles);
	demo_flush(d, &batch);
	if (is_office && d->status == STATUS_OK)
		session_become(&d->office, id);
}

static void make_accounts(struct demo *d)
{
	const char *of_person = "SELECT id FROM account WHERE person=:person";
	const unsigned clerk = 1u << RIGHT_ROLE_CADRE | 1u << RIGHT_ROLE_CLERK;
	const unsigned checks =
		1u << RIGHT_ROLE_CADRE | 1u << RIGHT_ROLE_SUPERVISOR;

	give_roles(d, of_person, "梁国", clerk, false);
	give_roles(d, of_person, "周凤霞", checks, false);
	give_roles(d, of_person, "农家峰", checks, false);
	give_roles(d, "SELECT id FROM account WHERE login=:login",
		OFFICE_PERSON,
		clerk | 1u << RIGHT_ROLE_SUPERVISOR | 1u << RIGHT_ROLE_LEADER |
			1u << RIGHT_ROLE_ADMIN,
		true);
}

/* Units whose list names no one of a head's post: the first of its people. */
static void make_heads(struct demo *d)
{
	struct demo_batch batch = { .action =
					    action_find("unit.update", NULL) };
	struct stmt *s = stmt_get(d->store,
		"SELECT u.id,(SELECT p.id FROM person p WHERE p.unit=u.id"
		" ORDER BY p.rank LIMIT 1) FROM unit u"
		" WHERE u.head IS NULL AND u.kind IN (2,3)");

	while (stmt_row(s)) {
		int64_t head = stmt_int(s, 1);

		if (head)
			values_set_int(demo_add(&batch, 0, 0, stmt_int(s, 0)),
				&unit_fields[UNIT_HEAD], head);
	}
	stmt_end(s, NULL);
	demo_flush(d, &batch);
}

/* ---- the list of work, completed */

static int64_t task_titled(struct demo *d, const char *title)
{
	struct stmt *s = stmt_get(
		d->store, "SELECT id FROM task WHERE title=:title LIMIT 1");

	stmt_bind_text(s, ":title", title);
	int64_t id = stmt_one_int(s, 0);
	if (!id)
		demo_fail(d, STATUS_NOT_FOUND, title,
			&(struct error){ .what = "no such task" });
	return id;
}

static void complete(const struct demo_task *t, struct values *v)
{
	values_set_int(v, &task_fields[TASK_PROGRESS_KIND], t->kind);
	if (t->target)
		values_set_int(v, &task_fields[TASK_TARGET], t->target * 100);
	else
		values_set_null(v, &task_fields[TASK_TARGET]);
	values_set_text(v, &task_fields[TASK_MEASURE], t->measure);
	values_set_int(v, &task_fields[TASK_RHYTHM], t->rhythm);
	if (t->demands)
		values_set_text(v, &task_fields[TASK_REQUIREMENTS], t->demands);
	if (t->measures)
		values_set_text(v, &task_fields[TASK_MEASURES], t->measures);
}

static void complete_tasks(struct demo *d)
{
	struct demo_batch batch = { .action = &task_update };

	for (const struct demo_task *t = demo_tasks; t->title; t++)
		if (!t->made && d->status == STATUS_OK)
			complete(t, demo_add(&batch, 0, 0,
					    task_titled(d, t->title)));
	demo_flush(d, &batch);
}

void demo_found(struct demo *d)
{
	struct error why = { .status = STATUS_OK };
	struct session founder = demo_session(d, 0);
	enum status status =
		office_found(&founder, "清溪乡", LANGUAGE_ZH, &why);

	if (status != STATUS_OK) {
		demo_fail(d, status, "office", &why);
		return;
	}
	import_list(d, demo_people, sizeof demo_people, &person_type);
	make_accounts(d);
	make_heads(d);
	d->basis[0] = value_of_code(d->store, "basis", "wechat");
	d->basis[1] = value_of_code(d->store, "basis", "telephone");
	import_list(d, demo_work, sizeof demo_work, &task_type);
	complete_tasks(d);
}
