#include "domain/supervise/supervise_due.h"

#include <string.h>
#include "core/date.h"
#include "core/mem.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/office/setting.h"
#include "domain/office/unit.h"
#include "domain/supervise/check.h"
#include "domain/supervise/difficulty.h"
#include "store/change.h"
#include "store/stmt.h"
#include "store/txn.h"

/* ---- the row of one */

static void take_scopes(
	struct stmt *s, int kind, int64_t id, struct due_row *out)
{
	*out = (struct due_row){ .kind = kind,
		.id = id,
		.task = stmt_int(s, 0),
		.unit = stmt_int(s, 1),
		.person = stmt_int(s, 2),
		.leader = stmt_int(s, 3) };
}

static enum status derive_check(
	struct store *store, int64_t id, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT ifnull(c.task,0),c.unit,"
		" ifnull(c.person,ifnull(u.head,0)),ifnull(t.leader,0),"
		" c.state,c.day,c.rectify_due FROM \"check\" c"
		" JOIN unit u ON u.id=c.unit LEFT JOIN task t ON t.id=c.task"
		" WHERE c.id=:id AND c.state IN (2,3)");
	struct due_row row;

	stmt_bind_int(s, ":id", id);
	bool is_open = stmt_row(s);
	if (is_open) {
		int start = date_of_iso(stmt_text(s, 5));
		int due = date_of_iso(stmt_text(s, 6));

		take_scopes(s, KIND_CHECK, id, &row);
		if (stmt_int(s, 4) == CHECK_RECTIFY)
			due_days_plain(store, start, due, &row.days);
		else
			due_days_frozen(start, DUE_CLAIMED, &row.days);
	}
	stmt_end(s, NULL);
	return due_set(store, KIND_CHECK, id, is_open ? &row : NULL, err);
}

/* The day it is to be talked over, or what was agreed is to be done by. */
static int difficulty_limit(struct store *store, int state, int raised, int due)
{
	if (state == DIFFICULTY_OPEN)
		return raised + (int)setting_int(store, "difficulty-days");
	return due == DATE_NONE ? DUE_NO_LIMIT : due;
}

static enum status derive_difficulty(
	struct store *store, int64_t id, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT d.task,s.unit,ifnull(s.person,ifnull(u.head,0)),"
		" ifnull(t.leader,0),d.state,d.raised_on,d.due"
		" FROM difficulty d JOIN share s ON s.id=d.share"
		" JOIN unit u ON u.id=s.unit JOIN task t ON t.id=d.task"
		" WHERE d.id=:id AND d.state IN (1,2) AND t.state=3"
		" AND s.state IN (1,2,3)");
	struct due_row row;

	stmt_bind_int(s, ":id", id);
	bool is_open = stmt_row(s);
	if (is_open) {
		int raised = date_of_iso(stmt_text(s, 5));
		int limit = difficulty_limit(store, (int)stmt_int(s, 4), raised,
			date_of_iso(stmt_text(s, 6)));

		take_scopes(s, KIND_DIFFICULTY, id, &row);
		due_days_plain(store, raised, limit, &row.days);
	}
	stmt_end(s, NULL);
	return due_set(store, KIND_DIFFICULTY, id, is_open ? &row : NULL, err);
}

/* ---- several: ids are read before anything is written */

typedef enum status derive_one(
	struct store *store, int64_t id, struct error *err);

static enum status derive_each(
	struct store *store, struct stmt *s, derive_one *one, struct error *err)
{
	struct value_ids ids = { .count = 0 };

	while (stmt_row(s))
		value_ids_add(&ids, stmt_int(s, 0));
	enum status status = stmt_end(s, err);
	for (size_t i = 0; status == STATUS_OK && i < ids.count; i++)
		status = one(store, ids.id[i], err);
	value_ids_free(&ids);
	return status;
}

static enum status derive_of(struct store *store, const char *checks,
	const char *difficulties, int64_t of, struct error *err)
{
	struct stmt *s = stmt_get(store, checks);

	stmt_offer_int(s, ":of", of);
	enum status status = derive_each(store, s, derive_check, err);
	if (status != STATUS_OK)
		return status;
	s = stmt_get(store, difficulties);
	stmt_offer_int(s, ":of", of);
	return derive_each(store, s, derive_difficulty, err);
}

static enum status derive_all(struct store *store, struct error *err)
{
	return derive_of(store, "SELECT id FROM \"check\" WHERE state IN (2,3)",
		"SELECT id FROM difficulty WHERE state IN (1,2)", 0, err);
}

enum status supervise_rebuild(struct txn *txn, struct error *err)
{
	return derive_all(txn_store(txn), err);
}

/* ---- by kind of the record that changed */

static bool is_changed(const struct change *c, const struct field *f)
{
	return change_field(c, f->number) != NULL;
}

static enum status share_changed(
	struct store *store, const struct change *c, struct error *err)
{
	if (!is_changed(c, &share_fields[SHARE_STATE]) &&
		!is_changed(c, &share_fields[SHARE_UNIT]) &&
		!is_changed(c, &share_fields[SHARE_PERSON]))
		return STATUS_OK;
	return derive_of(store,
		"SELECT id FROM \"check\" WHERE share=:of AND state IN (2,3)",
		"SELECT id FROM difficulty WHERE share=:of"
		" AND state IN (1,2)",
		c->id, err);
}

static enum status task_changed(
	struct store *store, const struct change *c, struct error *err)
{
	if (!is_changed(c, &task_fields[TASK_LEADER]) &&
		!is_changed(c, &task_fields[TASK_STATE]))
		return STATUS_OK;
	return derive_of(store,
		"SELECT id FROM \"check\" WHERE task=:of AND state IN (2,3)",
		"SELECT d.id FROM share s CROSS JOIN difficulty d"
		" ON d.share=s.id WHERE s.task=:of AND d.state IN (1,2)",
		c->id, err);
}

static enum status unit_changed(
	struct store *store, const struct change *c, struct error *err)
{
	if (!is_changed(c, &unit_fields[UNIT_HEAD]))
		return STATUS_OK;
	return derive_of(store, "SELECT id FROM due WHERE kind=18 AND unit=:of",
		"SELECT id FROM due WHERE kind=19 AND unit=:of", c->id, err);
}

static enum status setting_changed(
	struct store *store, const struct change *c, struct error *err)
{
	static const char *const of_days[] = { "soon-days", "difficulty-days",
		NULL };

	return setting_is_among(store, c, of_days) ? derive_all(store, err)
						   : STATUS_OK;
}

enum status supervise_derive(
	struct txn *txn, const struct change *c, struct error *err)
{
	struct store *store = txn_store(txn);

	switch (c->kind) {
	case KIND_CHECK:
		return derive_check(store, c->id, err);
	case KIND_DIFFICULTY:
		return derive_difficulty(store, c->id, err);
	case KIND_SHARE:
		return share_changed(store, c, err);
	case KIND_TASK:
		return task_changed(store, c, err);
	case KIND_UNIT:
		return unit_changed(store, c, err);
	case KIND_SETTING:
		return setting_changed(store, c, err);
	default:
		return STATUS_OK;
	}
}
