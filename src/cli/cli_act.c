/* act: any action by its name; what there is to do; undo. */
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/action.h"
#include "domain/actor.h"
#include "store/journal.h"

const struct cli_option cli_act_options[] = {
	{ .name = "list", .help = N_("what there is to do: [KIND [ID]]") },
	{ .name = "action-id",
		.argument = N_("ID"),
		.help = N_("32 hexadecimal digits of your own: the same "
			   "again does nothing twice") },
	{ .name = "dry-run", .help = N_("try it and write nothing") },
	{ .name = NULL },
};

struct deed {
	struct cli *c;
	const struct action *action;
	const struct record_type *type;
	int64_t id;
	struct values values, actor;
	struct issues issues;
	bool is_usage; /* something was named that there is not */
};

/* ---- what there is to do */

static void add_inputs(const struct record_type *type,
	const struct action *action, struct str *out)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(type, action, input, ACTION_INPUTS_MAX);

	for (size_t i = 0; i < n; i++)
		str_addf(out, "%s%s%s", i ? " " : "", input[i]->name,
			(int)i < action->needs ? "*" : "");
}

static void list_action(struct cli *c, const struct record_type *type,
	const struct action *action, const struct offer *offer)
{
	struct str *out = &c->out;

	str_addf(out, "%s\t%s\t%s\t", action->name,
		language_text_in(type->table.name, action->label),
		_(right_label(action->right)));
	add_inputs(type, action, out);
	if (offer) {
		str_addf(out, "\t%s\t",
			offer->possible ? _("possible") : offer->reason.why);
		if (offer->stand_in)
			record_name(
				c->store, KIND_PERSON, offer->stand_in, out);
		else
			str_add(out, offer->reason.unless);
	}
	str_add_char(out, '\n');
}

static void list_type(struct cli *c, const struct record_type *type, int64_t id)
{
	for (const struct action *const *a = type->actions; a && *a; a++) {
		struct offer offer;
		bool on_record = !((*a)->flags & ACTION_CREATES);

		if ((*a)->flags & ACTION_HIDDEN || (id && !on_record))
			continue;
		if (id)
			action_possible(
				&c->session, type, *a, id, NULL, &offer);
		list_action(c, type, *a, id ? &offer : NULL);
	}
}

static int list_actions(struct cli *c)
{
	const struct record_type *type = NULL;
	int64_t id = 0;
	struct error err;
	enum status st = STATUS_OK;

	if (c->arg_count > 0)
		st = cli_find_kind(c, c->arg[0], &type, &err);
	if (c->arg_count > 1 && st == STATUS_OK)
		st = cli_find_record(c, type, c->arg[1], &id, &err);
	if (st != STATUS_OK)
		return cli_fail(c, &err);
	for (size_t i = 0; record_types[i]; i++)
		if (!type || type == record_types[i])
			list_type(c, record_types[i], id);
	return cli_flush(c);
}

static void help_action(struct cli *c, const struct action *action,
	const struct record_type *type, struct str *out)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(type, action, input, ACTION_INPUTS_MAX);

	(void)c;
	str_addf(out, "\n%s: %s\n", action->name,
		language_text_in(type->table.name, action->label));
	if (action->help)
		str_addf(out, "%s\n", _(action->help));
	str_addf(out, "%s: %s\n\n", _("Right"), _(right_label(action->right)));
	for (size_t i = 0; i < n; i++)
		cli_help_field(action_input_type(type, action, input[i]),
			input[i], (int)i < action->needs ? "*" : "", out);
	for (const struct field *f = actor_fields; f->name; f++)
		cli_help_field(type, f, "", out);
}

void cli_act_more(struct cli *c, struct str *out)
{
	const struct record_type *type;
	const struct action *action =
		c->arg_count ? action_find(c->arg[0], &type) : NULL;

	if (action) {
		help_action(c, action, type, out);
		return;
	}
	str_addf(out, "\n%s\n",
		_("With a verb behind it, its fields (* must be given). "
		  "act undo takes back your last action. The verbs:"));
	for (size_t i = 0; record_types[i]; i++) {
		const struct action *const *a = record_types[i]->actions;

		for (; a && *a; a++)
			if (!((*a)->flags & ACTION_HIDDEN))
				str_addf(out, "  %s\n", (*a)->name);
	}
}

/* ---- fields as given */

static const struct field *find_input(
	struct deed *d, const char *name, bool *is_actor)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(d->type, d->action, input, ACTION_INPUTS_MAX);
	const struct field *found = NULL;

	for (size_t i = 0; i < n && !found; i++)
		if (!strcmp(input[i]->name, name))
			found = input[i];
	for (size_t i = 0; i < n && !found; i++)
		if (plain_equal(field_label(action_input_type(d->type,
						    d->action, input[i]),
					input[i]),
			    name))
			found = input[i];
	*is_actor = !found;
	return found ? found : field_find(actor_fields, name);
}

static void refuse_field(struct deed *d, const char *name)
{
	struct issue *issue = issues_add(&d->issues, NULL, false,
		_("%s has no such field."), d->action->name);
	struct str all = STR_INIT;

	add_inputs(d->type, d->action, &all);
	str_add(&all, " decided_by basis basis_no");
	plain_copy(issue->found, sizeof issue->found, name);
	plain_copy(issue->accepted, sizeof issue->accepted, all.data);
	str_free(&all);
	d->is_usage = true;
}

/* The unit of a quantity: what the record says it is measured in. */
static char *unit_of(struct deed *d, const struct field *f)
{
	const struct field *of = f->unit && *f->unit == '.'
					 ? record_field(d->type, f->unit + 1)
					 : NULL;
	struct values values = { .item = NULL };
	struct query_params params;
	char *unit = NULL;

	if (!of || !d->id)
		return NULL;
	session_params(&d->c->session, 0, &params);
	if (record_read(d->c->store, &d->type->table, d->id, &params, &values,
		    NULL) == STATUS_OK) {
		const char *text = values_text(&values, of);

		unit = mem_text(text ? text : "");
	}
	values_free(&values);
	return unit;
}

static void take_field(struct deed *d, const char *name, const char *text)
{
	struct value_context context =
		session_values(&d->c->session, d->type->table.name);
	struct value v = { .kind = VALUE_NULL };
	struct issue why = { .line = 0 };
	bool is_actor;
	const struct field *f = find_input(d, name, &is_actor);
	char *unit;

	if (!f) {
		refuse_field(d, name);
		return;
	}
	unit = is_actor ? NULL : unit_of(d, f);
	context.unit = unit;
	if (value_parse(f, text, &context, &v, &why) == STATUS_OK) {
		values_set(is_actor ? &d->actor : &d->values, f, v);
	} else {
		struct issue *issue =
			issues_add(&d->issues, f, false, "%s", why.text);

		plain_copy(issue->found, sizeof issue->found, text);
		plain_copy(
			issue->accepted, sizeof issue->accepted, why.accepted);
	}
	mem_free(unit);
}

/* The record: of an action that makes one its parent, where it has one. */
static enum status take_record(
	struct deed *d, const char *text, struct error *err)
{
	const struct record_type *type = d->type;

	if (d->action->flags & ACTION_CREATES) {
		const char *parent = type->table.parent;
		struct str first = STR_INIT;
		const struct field *f;

		if (!parent)
			return error_set(err, STATUS_USAGE, NULL,
				_("%s makes a new record: no number stands "
				  "behind it."),
				d->action->name);
		str_add_bytes(&first, parent, strcspn(parent, " "));
		f = record_field(type, first.data);
		str_free(&first);
		type = f ? record_type_find(f->of) : NULL;
		if (!type)
			return STATUS_OK;
	}
	return cli_find_record(d->c, type, text, &d->id, err);
}

static enum status take_words(struct deed *d, struct error *err)
{
	struct cli *c = d->c;
	size_t i = 1;
	enum status st = STATUS_OK;

	if (i < c->arg_count && !strchr(c->arg[i], '='))
		st = take_record(d, c->arg[i++], err);
	else if (!(d->action->flags & ACTION_CREATES))
		return error_set(err, STATUS_USAGE,
			_("liubu list prints the numbers."),
			_("%s wants the number or name of a record behind "
			  "it."),
			d->action->name);
	for (; i < c->arg_count && st == STATUS_OK; i++) {
		const char *sign = strchr(c->arg[i], '=');
		struct str name = STR_INIT;

		if (!sign)
			return error_set(err, STATUS_USAGE,
				_("Write FIELD=VALUE, in quotes where there "
				  "are spaces."),
				_("\"%s\" is no FIELD=VALUE."), c->arg[i]);
		str_add_bytes(&name, c->arg[i], (size_t)(sign - c->arg[i]));
		take_field(d, name.data, sign + 1);
		str_free(&name);
	}
	return st;
}

/* ---- through the door */

static bool read_action_id(const char *text, unsigned char id[TXN_ACTION_BYTES])
{
	size_t n = 0;

	for (; *text; text++) {
		static const char digits[] = "0123456789abcdef";
		const char *at = strchr(digits, *text | 0x20);

		if (*text == '-')
			continue;
		if (!at || n == 2 * TXN_ACTION_BYTES)
			return false;
		id[n / 2] = (unsigned char)(id[n / 2] << 4 | (at - digits));
		n++;
	}
	return n == 2 * TXN_ACTION_BYTES;
}

static int tell_done(struct cli *c, const char *kind, int64_t seq, int64_t id)
{
	if (!seq)
		cli_tell(c, "%s", _("Nothing had to be changed."));
	str_addf(&c->out, "%lld\t%s\t%lld\n", (long long)seq, kind,
		(long long)id);
	return cli_flush(c);
}

static int run(struct deed *d)
{
	struct cli *c = d->c;
	struct act_item item = { .id = d->id, .values = &d->values };
	struct act act = {
		.action = d->action,
		.item = &item,
		.count = 1,
		.warned = true, /* they are printed, and nobody is asked */
		.dry_run = cli_has(c, "dry-run"),
	};
	unsigned char action_id[TXN_ACTION_BYTES] = { 0 };
	const char *given = cli_option(c, "action-id");
	struct outcome outcome;
	char *basis_no = NULL;
	int code;

	if (given && !read_action_id(given, action_id))
		return cli_fail_with(c, STATUS_USAGE,
			_("Write 32 hexadecimal digits."),
			_("\"%s\" is no action id."), given);
	act.action_id = given ? action_id : NULL;
	actor_take(&d->actor, &act.actor, &basis_no);
	door_run(&c->session, &act, &outcome);
	for (size_t i = 0; i < outcome.issues.count; i++)
		outcome.issues.item[i].line = 0; /* there is only one */
	if (outcome.status == STATUS_OK) {
		cli_tell_issues(c, d->type, &outcome.issues);
		code = act.dry_run ? CLI_OK
				   : tell_done(c, d->type->table.name,
					     outcome.seq, outcome.id);
	} else if (outcome.issues.errors) {
		cli_tell_issues(c, d->type, &outcome.issues);
		code = CLI_FAILED;
	} else {
		code = cli_fail(c, &outcome.error);
	}
	outcome_free(&outcome);
	mem_free(basis_no);
	return code;
}

/* The record that was acted on, as the action itself printed it. */
static int tell_undone(
	struct cli *c, const struct undo_offer *offer, int64_t seq)
{
	struct journal_row row = { .seq = 0 };
	const struct record_type *type;
	int code;

	journal_read(c->store, offer->seq, &row, NULL);
	type = record_type_of(row.kind);
	cli_tell(c, _("Taken back: %s"), offer->text);
	code = tell_done(c, type ? type->table.name : "-", seq, row.id);
	journal_row_free(&row);
	return code;
}

static int undo(struct cli *c)
{
	struct undo_offer offer;
	struct outcome outcome;
	struct error err;
	int code;

	if (door_undo_offer(&c->session, &offer, &err) != STATUS_OK)
		return cli_fail(c, &err);
	if (c->arg_count > 1 && strtoll(c->arg[1], NULL, 10) != offer.seq)
		return cli_fail_with(c, STATUS_REFUSED,
			_("liubu act undo without a number takes that back."),
			_("Your last action is number %lld: %s"),
			(long long)offer.seq, offer.text);
	if (door_undo(&c->session, &offer, &outcome) == STATUS_OK)
		code = tell_undone(c, &offer, outcome.seq);
	else
		code = cli_fail(c, &outcome.error);
	outcome_free(&outcome);
	return code;
}

int cli_act(struct cli *c)
{
	struct deed d = { .c = c };
	struct error err;
	int code;

	if (cli_has(c, "list"))
		return list_actions(c);
	if (!c->arg_count)
		return cli_fail_with(c, STATUS_USAGE,
			_("liubu act --list prints the verbs."),
			_("Which action?"));
	if (!strcmp(c->arg[0], "undo"))
		return undo(c);
	d.action = action_find(c->arg[0], &d.type);
	if (!d.action || d.action->flags & ACTION_HIDDEN)
		return cli_fail_with(c, STATUS_USAGE,
			_("liubu act --list prints the verbs."),
			_("There is no action \"%s\"."), c->arg[0]);
	if (take_words(&d, &err) != STATUS_OK) {
		code = cli_fail(c, &err);
	} else if (d.issues.errors) {
		cli_tell_issues(c, d.type, &d.issues);
		code = d.is_usage ? CLI_USAGE : CLI_FAILED;
	} else {
		code = run(&d);
	}
	values_free(&d.values);
	values_free(&d.actor);
	issues_free(&d.issues);
	return code;
}
