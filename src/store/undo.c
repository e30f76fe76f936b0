/*
 * undo.c: taking an action back, or saying what stands in the way.
 *
 * Comparing values is too weak for a state machine (a report and a claim
 * touch different fields), so any later row, not itself undone, that wrote a
 * record of the action or a child of one refuses it. Only plain edits are
 * compared field by field.
 */
#include "internal.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "store/journal.h"

enum { LOOK_BACK_ROWS = 2000 };

bool undo_is_undone(
	struct store *store, const unsigned char action[TXN_ACTION_BYTES])
{
	struct stmt *s = stmt_get(store,
		"SELECT action FROM journal WHERE undoes=:action"
		" ORDER BY seq DESC LIMIT 1");
	unsigned char by[TXN_ACTION_BYTES];
	bool found;

	stmt_bind_blob(s, ":action", action, TXN_ACTION_BYTES);
	found = stmt_row(s);
	if (found) {
		size_t n;
		const void *b = stmt_blob(s, 0, &n);

		memcpy(by, b, sizeof by);
	}
	stmt_end(s, NULL);
	/* undone, unless that undo was undone itself */
	return found && !undo_is_undone(store, by);
}

int64_t undo_last(struct store *store, int64_t typist, const char *os_user)
{
	struct stmt *s = stmt_get(store,
		"SELECT seq, action FROM (SELECT seq, action, typist, os_user,"
		" length(changes) AS size FROM journal"
		" ORDER BY seq DESC LIMIT :most)"
		/* a look into an archive changed nothing: nothing to undo */
		" WHERE typist=:typist AND os_user=:os_user"
		" AND size>1 ORDER BY seq DESC");
	int64_t seq = 0;

	stmt_bind_int(s, ":most", LOOK_BACK_ROWS);
	stmt_bind_int(s, ":typist", typist);
	stmt_bind_text(s, ":os_user", os_user);
	while (!seq && stmt_row(s)) {
		size_t n;
		const void *action = stmt_blob(s, 1, &n);
		unsigned char copy[TXN_ACTION_BYTES];

		memcpy(copy, action, sizeof copy);
		if (!undo_is_undone(store, copy))
			seq = stmt_int(s, 0);
	}
	stmt_end(s, NULL);
	return seq;
}

/* The rows of the action, last part first. */
struct parts {
	struct journal_row *row;
	size_t count, size;
};

static enum status read_parts(struct store *store,
	const unsigned char action[TXN_ACTION_BYTES], struct parts *out,
	struct error *err)
{
	struct stmt *s =
		stmt_get(store, "SELECT seq FROM journal WHERE action=:action"
				" ORDER BY part DESC");
	enum status status = STATUS_OK;
	enum status ended;

	stmt_bind_blob(s, ":action", action, TXN_ACTION_BYTES);
	while (!status && stmt_row(s)) {
		out->row = mem_grow(
			out->row, out->count, &out->size, sizeof *out->row);
		status = journal_read(
			store, stmt_int(s, 0), &out->row[out->count], err);
		if (!status)
			out->count++;
	}
	ended = stmt_end(s, status ? NULL : err);
	if (!status && !ended && !out->count)
		return error_set(err, STATUS_NOT_FOUND, NULL,
			_("there is nothing to undo"));
	return status ? status : ended;
}

static void parts_free(struct parts *p)
{
	for (size_t i = 0; i < p->count; i++)
		journal_row_free(&p->row[i]);
	mem_free(p->row);
}

static bool same_action(const struct journal_row *row,
	const unsigned char action[TXN_ACTION_BYTES])
{
	return memcmp(row->action, action, TXN_ACTION_BYTES) == 0;
}

struct search {
	struct store *store;
	const struct change *change;
	const unsigned char *action;
	bool by_field;
	int64_t after;
	struct undo_obstacle *found;
	bool is_found;
};

/* Of a plain edit only the same field is in the way. */
static bool is_in_the_way(
	const struct search *s, const struct journal_row *row, int *number)
{
	const struct change *c =
		changes_find(&row->changes, s->change->kind, s->change->id);

	*number = 0;
	if (!s->by_field || !c || c->op != CHANGE_UPDATE)
		return !s->by_field || c;
	for (size_t i = 0; i < c->count; i++) {
		if (change_field(s->change, c->field[i].number)) {
			*number = c->field[i].number;
			return true;
		}
	}
	return false;
}

/*
 * An undo that stands has put back what it undid: as if neither were, but
 * only when both came after the action that is to be undone now.
 */
static bool cancels(struct search *s, const struct journal_row *row)
{
	int64_t seq, id;

	return undo_is_undone(s->store, row->undoes) &&
	       txn_lookup(s->store, row->undoes, &seq, &id) == STATUS_OK &&
	       seq > s->after;
}

static bool look_at(void *arg, const struct journal_row *row)
{
	struct search *s = arg;
	int number;

	if (row->seq <= s->after)
		return false;
	if (same_action(row, s->action) ||
		undo_is_undone(s->store, row->action))
		return true;
	if (row->undoes_another && cancels(s, row))
		return true;
	if (!is_in_the_way(s, row, &number))
		return true;
	*s->found = (struct undo_obstacle){ row->seq, s->change->kind,
		s->change->id, number };
	s->is_found = true;
	return false;
}

static enum status check_part(struct store *store,
	const struct journal_row *part, bool is_plain,
	const unsigned char action[TXN_ACTION_BYTES],
	struct undo_obstacle *obstacle, struct error *err)
{
	for (size_t i = 0; i < part->changes.count; i++) {
		const struct change *c = &part->changes.item[i];
		struct search search = {
			.store = store,
			.change = c,
			.action = action,
			.by_field = is_plain && c->op == CHANGE_UPDATE,
			.after = part->seq,
			.found = obstacle,
		};
		enum status status = journal_history(store, c->kind, c->id,
			true, 0, INT32_MAX, look_at, &search, err);

		if (status)
			return status;
		if (search.is_found)
			return error_set(err, STATUS_REFUSED, NULL,
				_("it was changed again since"));
	}
	return STATUS_OK;
}

static enum status undo_part(
	struct txn *txn, const struct journal_row *part, struct error *err)
{
	enum status status = STATUS_OK;
	int64_t seq;

	txn_part_begin(txn, part->verb, part->kind, part->id);
	/* children were written after their parents: go backwards */
	for (size_t i = part->changes.count; i-- > 0 && !status;)
		status = change_apply(txn, &part->changes.item[i], true, err);
	if (status) {
		txn_part_drop(txn);
		return status;
	}
	return txn_part_end(txn, true, &seq, err);
}

enum status undo_apply(struct txn *txn,
	const unsigned char action[TXN_ACTION_BYTES],
	bool (*plain)(const char *verb), struct undo_obstacle *obstacle,
	struct error *err)
{
	struct store *store = txn->store;
	struct parts parts = { .row = NULL };
	enum status status = read_parts(store, action, &parts, err);

	if (!status && undo_is_undone(store, action))
		status = error_set(
			err, STATUS_REFUSED, NULL, _("it is undone already"));
	for (size_t i = 0; i < parts.count && !status; i++)
		status = check_part(store, &parts.row[i],
			plain && plain(parts.row[i].verb), action, obstacle,
			err);
	for (size_t i = 0; i < parts.count && !status; i++)
		status = undo_part(txn, &parts.row[i], err);
	parts_free(&parts);
	return status;
}
