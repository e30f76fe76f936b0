/*
 * offer.c: what is possible here, with a reason for what is not. Menu,
 * footer, `act --list` and the door itself all ask this one function.
 */
#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "domain/action.h"

static const struct field *state_field(const struct record_type *type)
{
	return type->state ? field_find(type->table.fields, type->state) : NULL;
}

/* "待签收、办理中": the states it is possible in */
static void from_states(const struct record_type *type,
	const struct action *action, struct str *out)
{
	const struct field *f = state_field(type);

	for (const struct choice *c = f->choices; c->name; c++) {
		if (!(action->from & 1u << c->number))
			continue;
		if (out->len_bytes)
			str_add(out, _(", "));
		str_add(out, language_text_in(type->table.name, c->label));
	}
}

static enum status check_state(const struct attempt *a, struct reason *reason)
{
	const struct field *f = state_field(a->type);
	const struct choice *now;
	struct str names = STR_INIT;
	int64_t state;

	if (!a->action->from || !f)
		return STATUS_OK;
	state = record_int(a->store, &a->type->table, a->id, f);
	if (state > 0 && state < 32 && (a->action->from & 1u << state))
		return STATUS_OK;
	now = choice_numbered(f->choices, (int)state);
	from_states(a->type, a->action, &names);
	reason_set(reason, NULL, _("it is: %s"),
		now ? language_text_in(a->type->table.name, now->label) : "?");
	if (reason)
		snprintf(reason->unless, sizeof reason->unless,
			_("possible only when it is: %s"), names.data);
	str_free(&names);
	return STATUS_REFUSED;
}

static enum status check_right(
	const struct attempt *a, unsigned roles, struct reason *reason)
{
	if (right_of_roles(roles, a->action->right))
		return STATUS_OK;
	reason_set(reason, _("someone with this right does it"),
		_("this needs the right: %s"),
		_(right_label(a->action->right)));
	return STATUS_DENIED;
}

static enum status check_relation(
	const struct attempt *a, struct reason *reason)
{
	const struct action *action = a->action;
	unsigned relation;

	if (!action->any_of && !action->none_of)
		return STATUS_OK;
	relation = a->type->relate ? a->type->relate(a->store, a->id, a->person)
				   : 0;
	if (relation & action->none_of) {
		reason_set(reason, _("another person does it"),
			_("nobody decides on his own work"));
		return STATUS_DENIED;
	}
	if (!action->any_of || (relation & action->any_of))
		return STATUS_OK;
	reason_set(reason,
		action->any_of == RELATION_HEAD
			? _("the head of the unit does it")
			: _("the person responsible or the head does it"),
		_("it is not yours"));
	return STATUS_DENIED;
}

static enum status ask(
	const struct attempt *a, unsigned roles, struct reason *reason)
{
	bool on_record = !(a->action->flags & ACTION_CREATES);
	enum status status;

	if (on_record && a->id &&
		!record_exists(a->store, &a->type->table, a->id)) {
		reason_set(reason, NULL, _("there is no such record: %lld"),
			(long long)a->id);
		return STATUS_NOT_FOUND;
	}
	status = on_record ? check_state(a, reason) : STATUS_OK;
	if (!status)
		status = check_right(a, roles, reason);
	if (!status && on_record)
		status = check_relation(a, reason);
	if (!status && a->action->guard)
		status = a->action->guard(a, reason);
	return status;
}

/* What another decided may be typed by whoever has the right to. */
static enum status ask_for(
	struct attempt *a, int64_t person, struct reason *reason)
{
	if (!session_may(a->session, RIGHT_ENTER)) {
		reason_set(reason, _("he does it himself, or the clerk"),
			_("typing for others needs the right: %s"),
			_(right_label(RIGHT_ENTER)));
		return STATUS_DENIED;
	}
	a->person = person;
	return ask(a, session_roles_of(a->store, person), reason);
}

static enum status find_out(const struct session *s,
	const struct record_type *type, const struct action *action, int64_t id,
	const struct actor *actor, struct offer *offer)
{
	struct attempt a = {
		.session = s,
		.store = s->store,
		.action = action,
		.type = type,
		.person = s->person,
		.id = id,
		.today = clock_today(&s->clock),
	};
	int64_t other;
	enum status status;

	*offer = (struct offer){ .action = action };
	if (actor && actor->person && actor->person != s->person) {
		status = ask_for(&a, actor->person, &offer->reason);
		offer->stand_in = actor->person;
		offer->possible = status == STATUS_OK;
		return status;
	}
	status = ask(&a, s->roles, &offer->reason);
	if (status == STATUS_DENIED && type->stand_in &&
		session_may(s, RIGHT_ENTER) && id) {
		struct reason theirs = { .why = "" };

		other = type->stand_in(s->store, id, action);
		enum status st = other && other != s->person
					 ? ask_for(&a, other, &theirs)
					 : STATUS_DENIED;
		/* he could not do it either: that is what stands in the way */
		if (st != STATUS_DENIED) {
			offer->stand_in = st == STATUS_OK ? other : 0;
			offer->reason = theirs;
			status = st;
		}
	}
	offer->possible = status == STATUS_OK;
	return status;
}

/* With the eyes of the door, or a menu would promise what it refuses: a guard
 * may need what this person does not see (who has which role). */
enum status action_possible(const struct session *s,
	const struct record_type *type, const struct action *action, int64_t id,
	const struct actor *actor, struct offer *offer)
{
	enum store_mode mode = store_mode(s->store);
	enum status status;

	store_set_mode(s->store, STORE_DOOR);
	status = find_out(s, type, action, id, actor, offer);
	store_set_mode(s->store, mode);
	return status;
}

size_t action_offers(const struct session *s, const struct record_type *type,
	int64_t id, struct offer *out, size_t max)
{
	size_t n = 0;

	for (const struct action *const *a = type->actions; a && *a; a++) {
		if ((*a)->flags & (ACTION_HIDDEN | ACTION_CREATES))
			continue;
		if (n < max)
			action_possible(s, type, *a, id, NULL, &out[n++]);
	}
	return n;
}
