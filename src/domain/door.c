/* door.c: the one way in for everything that writes. */
#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/action.h"
#include "store/journal.h"

enum { PROGRESS_EVERY = 20 };

struct run {
	const struct session *session;
	struct session now; /* what the file says of it within the lock */
	const struct act *act;
	const struct record_type *type;
	struct txn *txn;
	struct outcome *out;
};

void outcome_free(struct outcome *out)
{
	issues_free(&out->issues);
	*out = (struct outcome){ .status = STATUS_OK };
}

static enum status refuse_for(
	struct error *err, enum status status, const struct reason *reason)
{
	return error_set(err, status, reason->unless, "%s", reason->why);
}

/* ---- who saved first */

struct since {
	const struct run *run;
	const struct values *values;
	int64_t id, revision;
	bool by_field, is_found;
	struct error *err;
};

static void when_text(
	const struct session *s, int64_t at_ms, char *out, size_t size_bytes)
{
	int64_t local = at_ms + (int64_t)s->clock.zone_minutes * 60000;
	int day = date_of_instant(at_ms, s->clock.zone_minutes);
	int minute = (int)(local / 60000 % 1440);
	int year, month, dom;

	date_parts(day, &year, &month, &dom);
	snprintf(out, size_bytes, "%02d-%02d %02d:%02d", month, dom,
		minute / 60, minute % 60);
}

static void who_text(
	const struct session *s, const struct journal_row *row, struct str *out)
{
	if (row->person)
		record_name(s->store, KIND_PERSON, row->person, out);
	else
		str_add(out, row->os_user);
}

static bool touches_ours(const struct since *s, const struct journal_row *row,
	const struct field **field)
{
	const struct record_type *type = s->run->type;
	const struct change *c =
		changes_find(&row->changes, type->table.kind, s->id);

	*field = NULL;
	if (!c)
		return false;
	if (!s->by_field)
		return true;
	for (size_t i = 0; i < c->count; i++) {
		*field = field_numbered(type->table.fields, c->field[i].number);
		if (*field && values_has(s->values, *field))
			return true;
	}
	return false;
}

static bool look_since(void *arg, const struct journal_row *row)
{
	struct since *s = arg;
	const struct session *session = s->run->session;
	const struct field *field;
	struct str who = STR_INIT;
	char when[16];

	if (row->seq <= s->revision)
		return false;
	if (!touches_ours(s, row, &field))
		return true;
	who_text(session, row, &who);
	when_text(session, row->at_ms, when, sizeof when);
	error_set(s->err, STATUS_CONFLICT,
		_("look at the new values and save again; yours are kept"),
		_("%s saved first, at %s%s%s"), who.data, when,
		field ? ": " : "",
		field ? field_label(s->run->type, field) : "");
	str_free(&who);
	s->is_found = true;
	return false;
}

static enum status check_revision(struct run *r, const struct act_item *item)
{
	const struct action *action = r->act->action;
	struct since since = {
		.run = r,
		.values = item->values,
		.id = item->id,
		.revision = item->revision,
		.by_field = action->flags & ACTION_PLAIN,
		.err = &r->out->error,
	};
	enum status status;

	if (!item->revision || (action->flags & ACTION_CREATES))
		return STATUS_OK;
	status = journal_history(r->session->store, r->type->table.kind,
		item->id, false, 0, INT32_MAX, look_since, &since,
		&r->out->error);
	return since.is_found ? STATUS_CONFLICT : status;
}

/* ---- what was given */

static void issue_missing(struct run *r, const struct field *f)
{
	const struct record_type *of =
		action_input_type(r->type, r->act->action, f);

	issues_add(&r->out->issues, f, false, _("%s is needed"),
		field_label(of, f));
}

static bool is_given(const struct values *v, const struct field *f)
{
	const struct value *x = v ? values_get(v, f) : NULL;

	return x && x->kind != VALUE_NULL;
}

static void check_given(struct run *r, const struct act_item *item)
{
	const struct action *action = r->act->action;
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(r->type, action, input, ACTION_INPUTS_MAX);

	for (size_t i = 0; i < n; i++) {
		const struct field *f = input[i];
		bool is_emptied = item->values && values_has(item->values, f) &&
				  !is_given(item->values, f);
		bool is_needed = (int)i < action->needs;

		if ((f->flags & FIELD_REQUIRED) &&
			!(action->flags & ACTION_LINE))
			is_needed |=
				is_emptied ||
				((action->flags & ACTION_CREATES) &&
					!f->initial && f->type != FIELD_FLAG);
		if (is_needed && !is_given(item->values, f))
			issue_missing(r, f);
	}
}

/* Only inputs of the action, and only those the person may write. */
static enum status check_allowed(struct run *r, const struct act_item *item)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(
		r->type, r->act->action, input, ACTION_INPUTS_MAX);

	for (size_t i = 0; item->values && i < item->values->count; i++) {
		const struct field *f = item->values->item[i].field;
		bool is_input = false;

		for (size_t k = 0; k < n; k++)
			is_input |= input[k] == f;
		if (!is_input)
			return error_set(&r->out->error, STATUS_USAGE, NULL,
				_("%s does not take the field %s"),
				r->act->action->name, f->name);
		if (!field_may_write(r->session, f))
			return error_set(&r->out->error, STATUS_DENIED, NULL,
				_("writing %s needs the right: %s"),
				field_label(r->type, f),
				_(right_label((enum right)f->write)));
	}
	return STATUS_OK;
}

/* ---- one item: one part of the transaction */

static void mark_line(struct run *r, size_t from, size_t index)
{
	for (size_t i = from; i < r->out->issues.count; i++)
		r->out->issues.item[i].line = (int)index + 1;
}

static enum status check_item(struct run *r, const struct attempt *a,
	const struct act_item *item, const struct values *values)
{
	size_t errors = r->out->issues.errors;
	size_t warnings = r->out->issues.count - errors;
	enum status status = check_allowed(r, item);

	if (!status)
		status = check_revision(r, item);
	if (status)
		return status;
	check_given(r, item);
	if (r->out->issues.errors == errors && a->action->check)
		status = a->action->check(a, values, &r->out->issues);
	if (status)
		return error_set(&r->out->error, status, NULL,
			_("the values could not be checked"));
	if (r->out->issues.errors > errors)
		return STATUS_INVALID;
	if (r->out->issues.count - errors > warnings && !r->act->warned)
		return STATUS_WARNED;
	return STATUS_OK;
}

static enum status write_item(
	struct run *r, struct attempt *a, const struct values *values)
{
	const struct action *action = r->act->action;
	int64_t id = a->id;
	int64_t seq = 0;
	enum status status;

	a->txn = r->txn;
	txn_part_begin(r->txn, action->name, r->type->table.kind, a->id);
	if (a->person != r->session->person)
		txn_part_actor(r->txn, a->person, r->act->actor.basis,
			r->act->actor.basis_no);
	status = (action->effect ? action->effect : action_write)(
		r->txn, a, values, &id, &r->out->error);
	if (status) {
		txn_part_drop(r->txn);
		return status;
	}
	txn_part_record(r->txn, id);
	status = txn_part_end(r->txn, action->flags & ACTION_UNCHANGED_OK, &seq,
		&r->out->error);
	if (status)
		return status;
	r->out->id = id;
	if (seq)
		r->out->seq = seq;
	else
		r->out->unchanged++;
	return STATUS_OK;
}

static enum status run_item(struct run *r, size_t index)
{
	static const struct values none = { .item = NULL };
	const struct act_item *item = &r->act->item[index];
	const struct values *values = item->values ? item->values : &none;
	size_t first_issue = r->out->issues.count;
	struct attempt a = {
		.session = r->session,
		.store = r->session->store,
		.action = r->act->action,
		.type = r->type,
		.id = item->id,
		.today = clock_today(&r->session->clock),
	};
	struct offer offer;
	enum status status = action_possible(r->session, r->type,
		r->act->action, item->id, &r->act->actor, &offer);

	if (status)
		return refuse_for(&r->out->error, status, &offer.reason);
	/* a stand-in is taken only when it was said who decided */
	a.person = r->act->actor.person ? r->act->actor.person
					: r->session->person;
	if (r->act->stand_in && offer.stand_in)
		a.person = offer.stand_in;
	if (offer.stand_in && offer.stand_in != a.person) {
		struct str who = STR_INIT;

		record_name(a.store, KIND_PERSON, offer.stand_in, &who);
		error_set(&r->out->error, STATUS_DENIED,
			_("say who decided it: decided_by="),
			_("this is for %s to decide"), who.data);
		str_free(&who);
		return STATUS_DENIED;
	}
	status = check_item(r, &a, item, values);
	if (!status)
		status = write_item(r, &a, values);
	mark_line(r, first_issue, index);
	return status;
}

/* An error that is no issue yet becomes one, so that import names its line */
static void collect_error(struct run *r, enum status status, size_t index)
{
	if (status != STATUS_INVALID) {
		issues_add(
			&r->out->issues, NULL, false, "%s", r->out->error.what);
		mark_line(r, r->out->issues.count - 1, index);
	}
}

static bool is_about_the_item(enum status status)
{
	return status == STATUS_INVALID || status == STATUS_REFUSED ||
	       status == STATUS_NOT_FOUND || status == STATUS_AMBIGUOUS ||
	       status == STATUS_DENIED || status == STATUS_USAGE;
}

static enum status run_items(struct run *r)
{
	const struct act *act = r->act;
	enum status worst = STATUS_OK;

	for (size_t i = 0; i < act->count; i++) {
		enum status status = run_item(r, i);

		r->out->done = i;
		if (status && act->collect && is_about_the_item(status)) {
			collect_error(r, status, i);
			worst = STATUS_INVALID;
		} else if (status) {
			return status;
		}
		if (act->progress && i % PROGRESS_EVERY == 0 &&
			!act->progress(act->progress_arg, i, act->count))
			return error_set(&r->out->error, STATUS_STOPPED, NULL,
				_("stopped, nothing was written"));
	}
	if (worst)
		return worst;
	r->out->done = act->count;
	return STATUS_OK;
}

static enum status explain(struct outcome *out)
{
	if (out->status == STATUS_INVALID && !out->error.what[0])
		for (size_t i = 0; i < out->issues.count; i++)
			if (!out->issues.item[i].warning) {
				error_set(&out->error, STATUS_INVALID,
					out->issues.item[i].accepted, "%s",
					out->issues.item[i].text);
				break;
			}
	if (out->status == STATUS_WARNED && out->issues.count)
		error_set(&out->error, STATUS_WARNED, NULL, "%s",
			out->issues.item[0].text);
	return out->status;
}

/* Was it done to one of these records, or did it make that one? */
static bool is_of_item(const struct act *act, const struct journal_row *row)
{
	const struct change *c =
		changes_find(&row->changes, row->kind, row->id);

	for (size_t i = 0; i < act->count; i++)
		if (act->item[i].id == row->id)
			return true;
	return c && c->op == CHANGE_INSERT;
}

/* Does the journal say that another value was written than is given now? */
static bool contradicts(const struct run *r, const struct field *f,
	const struct value *given, const struct journal_row *row)
{
	const struct record_type *type =
		action_input_type(r->type, r->act->action, f);
	bool found = false;

	for (size_t i = 0; i < row->changes.count; i++) {
		const struct change *c = &row->changes.item[i];
		const struct change_field *was =
			c->kind == type->table.kind && field_is_stored(f)
				? change_field(c, f->number)
				: NULL;

		if (!was || was->after.is_digest)
			continue;
		if (value_equal(&was->after.value, given))
			return false;
		found = true;
	}
	return found;
}

/* The same act of the same person; of another's nothing is told. */
static bool is_same_act(const struct run *r, const struct stamp *stamp,
	const struct journal_row *row)
{
	const struct act *act = r->act;
	const struct values *v = act->count == 1 ? act->item[0].values : NULL;
	int64_t person = act->actor.person ? act->actor.person : stamp->person;

	if (strcmp(row->verb, act->action->name) != 0 ||
		row->typist != stamp->typist ||
		strcmp(row->os_user, stamp->os_user) != 0 ||
		(row->person != person && !act->stand_in) ||
		(size_t)row->part >= act->count || !is_of_item(act, row))
		return false;
	for (size_t i = 0; v && i < v->count; i++)
		if (contradicts(r, v->item[i].field, &v->item[i].value, row))
			return false;
	return true;
}

/*
 * A retry: it was done the first time. Asked within the transaction, or two
 * tries at once would both find nothing.
 */
static bool is_done_already(struct run *r, const struct stamp *stamp)
{
	const struct act *act = r->act;
	struct outcome *out = r->out;
	struct journal_row row;
	int64_t seq, id;

	if (!act->action_id || txn_lookup(r->session->store, stamp->action,
				       &seq, &id) != STATUS_OK)
		return false;
	out->status = journal_read(r->session->store, seq, &row, &out->error);
	if (out->status)
		return true;
	if (is_same_act(r, stamp, &row)) {
		out->seq = seq;
		out->id = id;
		out->done = act->count;
	} else {
		out->status = error_set(&out->error, STATUS_REFUSED,
			_("give every action an id of its own"),
			_("that action id is taken by something else"));
	}
	journal_row_free(&row);
	return true;
}

/* Rights are asked of what the file says now, not of what it said at start. */
static enum status begin(const struct session *s, struct session *now,
	const struct stamp *stamp, struct txn **txn, struct error *err)
{
	enum status status = txn_begin(s->store, stamp, txn, err);

	*now = *s;
	if (status)
		return status;
	session_refresh(now);
	if (!s->is_known || now->is_known)
		return STATUS_OK; /* whom nobody knows has no right anyway */
	txn_rollback(*txn);
	return error_set(err, STATUS_DENIED,
		_("ask the administrator to open it again"),
		_("the account %s was closed"), s->os_user);
}

static enum status run_in_txn(struct run *r, const struct stamp *stamp)
{
	struct outcome *out = r->out;

	out->status = begin(r->session, &r->now, stamp, &r->txn, &out->error);
	if (out->status)
		return out->status;
	r->session = &r->now;
	if (is_done_already(r, stamp)) {
		txn_rollback(r->txn);
		return out->status;
	}
	out->status = run_items(r);
	if (out->status || r->act->dry_run) {
		txn_rollback(r->txn);
		return explain(out);
	}
	out->status =
		txn_commit(r->txn, out->seq ? &out->seq : NULL, &out->error);
	return out->status;
}

enum status door_run(
	const struct session *s, const struct act *act, struct outcome *out)
{
	struct run r = { .session = s, .act = act, .out = out };
	enum store_mode mode = store_mode(s->store);
	struct stamp stamp;

	*out = (struct outcome){ .status = STATUS_OK };
	if (!action_find(act->action->name, &r.type))
		return out->status = error_set(&out->error, STATUS_USAGE, NULL,
			       _("there is no action %s"), act->action->name);
	session_stamp(s, &stamp);
	if (act->action_id)
		memcpy(stamp.action, act->action_id, sizeof stamp.action);
	store_set_mode(s->store, STORE_DOOR);
	run_in_txn(&r, &stamp);
	store_set_mode(s->store, mode);
	return out->status;
}

/* ---- undo */

static bool is_plain(const char *verb)
{
	const struct action *a = action_find(verb, NULL);

	return a && (a->flags & ACTION_PLAIN);
}

/* What is to be undone: the action, and the record or how many. */
static void describe(const struct session *s, const struct journal_row *row,
	struct undo_offer *offer)
{
	const struct record_type *type = record_type_of(row->kind);
	struct str text = STR_INIT, name = STR_INIT;

	action_told(row, &text);
	record_name(s->store, row->kind, row->id, &name);
	if (!name.len_bytes && type) /* undone itself, it is not there */
		str_addf(&name, "%s %lld", record_label(type),
			(long long)row->id);
	str_addf(&text, "  %s", name.data);
	if (offer->parts > 1)
		str_addf(&text, _(" and others, %zu in all"), offer->parts);
	plain_copy(offer->text, sizeof offer->text, text.data);
	when_text(s, row->at_ms, offer->when, sizeof offer->when);
	str_free(&text);
	str_free(&name);
}

static enum status may_undo(const struct session *s,
	const struct journal_row *row, struct error *err)
{
	const struct action *a = action_find(row->verb, NULL);
	struct str told = STR_INIT;
	enum right right;

	if (row->typist != s->person || strcmp(row->os_user, s->os_user) != 0)
		return error_set(err, STATUS_DENIED, NULL,
			_("only the one who did it can undo it"));
	if (!a || (a->flags & ACTION_FINAL)) {
		action_told(row, &told);
		error_set(err, STATUS_REFUSED, NULL,
			_("this cannot be undone: %s"), told.data);
		str_free(&told);
		return STATUS_REFUSED;
	}
	/* who lost the right to do it has lost the right to undo it */
	right = row->person == row->typist ? a->right : RIGHT_ENTER;
	if (!session_may(s, right))
		return error_set(err, STATUS_DENIED,
			_("someone with this right does it"),
			_("this needs the right: %s"), _(right_label(right)));
	return STATUS_OK;
}

enum status door_undo_offer(
	const struct session *s, struct undo_offer *offer, struct error *err)
{
	struct journal_row row;
	enum status status;
	int64_t seq = undo_last(s->store, s->person, s->os_user);

	*offer = (struct undo_offer){ .seq = seq };
	if (!seq)
		return error_set(err, STATUS_NOT_FOUND, NULL,
			_("there is nothing of yours to undo"));
	status = journal_read(s->store, seq, &row, err);
	if (!status)
		status = may_undo(s, &row, err);
	if (!status) {
		memcpy(offer->action, row.action, sizeof offer->action);
		offer->parts = (size_t)row.part + 1;
		describe(s, &row, offer);
	}
	journal_row_free(&row);
	return status;
}

static void explain_obstacle(const struct session *s,
	const struct undo_obstacle *o, struct error *err)
{
	const struct record_type *type = record_type_of(o->kind);
	const struct field *f =
		type && o->number
			? field_numbered(type->table.fields, o->number)
			: NULL;
	struct journal_row row;
	struct str who = STR_INIT;
	struct str name = STR_INIT;
	char when[16];

	if (!o->seq || journal_read(s->store, o->seq, &row, NULL))
		return;
	who_text(s, &row, &who);
	record_name(s->store, o->kind, o->id, &name);
	when_text(s, row.at_ms, when, sizeof when);
	error_set(err, STATUS_REFUSED, _("undo or correct that first"),
		_("%s changed %s%s%s since, at %s"), who.data, name.data,
		f ? " " : "", f ? field_label(type, f) : "", when);
	journal_row_free(&row);
	str_free(&who);
	str_free(&name);
}

enum status door_undo(const struct session *s, const struct undo_offer *offer,
	struct outcome *out)
{
	struct undo_obstacle obstacle = { .seq = 0 };
	enum store_mode mode = store_mode(s->store);
	struct stamp stamp;
	struct undo_offer again;
	struct session now;
	struct txn *txn;

	*out = (struct outcome){ .status = STATUS_OK };
	store_set_mode(s->store, STORE_DOOR);
	session_stamp(s, &stamp);
	stamp.undoes = offer->action;
	out->status = begin(s, &now, &stamp, &txn, &out->error);
	if (out->status)
		goto out;
	/* inside the lock: is it still the last one, and still mine? */
	out->status = door_undo_offer(&now, &again, &out->error);
	if (!out->status && again.seq != offer->seq)
		out->status = error_set(&out->error, STATUS_CONFLICT,
			_("look again at what would be undone"),
			_("there is a newer change of yours"));
	if (!out->status)
		out->status = undo_apply(
			txn, offer->action, is_plain, &obstacle, &out->error);
	if (out->status) {
		explain_obstacle(s, &obstacle, &out->error);
		txn_rollback(txn);
	} else {
		out->done = offer->parts;
		out->status = txn_commit(txn, &out->seq, &out->error);
	}
out:
	store_set_mode(s->store, mode);
	return out->status;
}
