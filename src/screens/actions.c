/*
 * actions.c: the menu x: what is possible here, numbered in the tables'
 * order, and below, with its reason, what is not.
 */
#include "app.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/split.h"
#include "tui/ask.h"
#include "tui/menu.h"

enum { OFFERS_MAX = 48 };

struct offers {
	struct offer offer[OFFERS_MAX];
	char *label[OFFERS_MAX], *reason[OFFERS_MAX];
	size_t count;
};

/* Of marked records only what may be done with all of them together. */
static bool is_for_many(const struct action *a, size_t count)
{
	return count == 1 || (a->flags & ACTION_BULK);
}

static void read_reason(const struct offer *o, size_t at, struct offers *out)
{
	struct str text = STR_INIT;

	if (o->possible) {
		out->reason[at] = NULL;
		return;
	}
	str_add(&text, o->reason.why);
	if (o->reason.unless[0])
		str_addf(&text, _("; %s"), o->reason.unless);
	out->reason[at] = str_take(&text);
}

/* "报进度", or "报进度（代韦小燕）" where it would be another's word */
static void read_label(const struct app *app, const struct target *t,
	const struct offer *o, size_t at, struct offers *out)
{
	struct str text = STR_INIT;

	str_add(&text, language_text_in(t->type->table.name, o->action->label));
	if (o->stand_in) {
		str_add(&text, _(" (for "));
		record_title(app->session->store,
			store_kind(app->session->store, KIND_PERSON),
			o->stand_in, &text);
		str_add(&text, _(")"));
	}
	out->label[at] = str_take(&text);
}

static void read_offers(
	const struct app *app, const struct target *target, struct offers *out)
{
	struct offer offer[OFFERS_MAX];
	size_t found = target->count
			       ? action_offers(app->session, target->type,
					 target->ids[0], offer, OFFERS_MAX)
			       : 0;

	out->count = 0;
	for (size_t k = 0; k < found; k++) {
		size_t at = out->count;

		if (!is_for_many(offer[k].action, target->count))
			continue;
		out->offer[at] = offer[k];
		read_label(app, target, &offer[k], at, out);
		read_reason(&offer[k], at, out);
		out->count++;
	}
}

static void offers_free(struct offers *o)
{
	for (size_t i = 0; i < o->count; i++) {
		mem_free(o->label[i]);
		mem_free(o->reason[i]);
	}
}

/* The menu of the row ends with a line that leads to the page's own, and one
 * to the page's commands. */
enum { ENTRY_NEXT_TARGET = -1, ENTRY_COMMANDS = -2, ENTRIES_MORE = 2 };

static void menu_of(struct screen *s, const struct target *target, bool more,
	const struct target *next, int tag)
{
	struct app *app = app_of(s);
	struct offers *offers = mem_zero(1, sizeof *offers);
	struct menu_entry entry[OFFERS_MAX + ENTRIES_MORE];
	struct menu_arg arg = { .entry = entry };
	struct str title = STR_INIT;
	struct str further = STR_INIT;

	read_offers(app, target, offers);
	for (size_t i = 0; i < offers->count; i++) {
		const struct action *a = offers->offer[i].action;

		entry[arg.count++] = (struct menu_entry){
			.id = (int64_t)i,
			.letter = a->key,
			.label = offers->label[i],
			.help = a->help ? language_text_in(
						  target->type->table.name,
						  a->help)
					: NULL,
			.reason = offers->reason[i],
		};
	}
	if (more) {
		str_addf(&further, _("%s: more"), record_label(next->type));
		entry[arg.count++] =
			(struct menu_entry){ .id = ENTRY_NEXT_TARGET,
				.label = further.data };
	}
	if (arg.count)
		entry[arg.count++] = (struct menu_entry){
			.id = ENTRY_COMMANDS,
			.label = _("this page: more"),
			.last = true,
		};
	if (target->count > 1)
		str_addf(&title, _("%zu records"), target->count);
	else if (target->count)
		show_name(app, target->type, target->ids[0], &title);
	arg.title = title.data;
	if (arg.count)
		stack_push(s->stack, &menu_screen, &arg, tag);
	else
		open_commands(s);
	offers_free(offers);
	mem_free(offers);
	str_free(&title);
	str_free(&further);
}

void open_actions(struct screen *s, const struct target *target, size_t n)
{
	menu_of(s, target, n > 1, n > 1 ? &target[1] : NULL, TAG_ACTIONS);
}

bool is_actions_tag(int tag)
{
	return tag == TAG_ACTIONS || tag == TAG_ACTIONS_NEXT;
}

void answer_actions(struct screen *s, int tag, const struct target *target,
	size_t n, const struct answer *a)
{
	const struct target *t = &target[tag == TAG_ACTIONS_NEXT && n > 1];
	struct offers *offers;

	if (a->given && a->id == ENTRY_NEXT_TARGET && n > 1) {
		menu_of(s, &target[1], false, NULL, TAG_ACTIONS_NEXT);
		return;
	}
	if (a->given && a->id == ENTRY_COMMANDS) {
		open_commands(s);
		return;
	}
	offers = mem_zero(1, sizeof *offers);
	read_offers(app_of(s), t, offers);
	if (a->given && (size_t)a->id < offers->count)
		open_action(
			s, t->type, &offers->offer[a->id], t->ids, t->count);
	offers_free(offers);
	mem_free(offers);
}

void open_action(struct screen *s, const struct record_type *type,
	const struct offer *offer, const int64_t *ids, size_t count)
{
	const struct field *input[64];
	size_t n = action_inputs(type, offer->action, input, 64);
	struct entry_arg arg = {
		.type = type,
		.action = offer->action,
		.ids = ids,
		.count = count,
		.stand_in = offer->stand_in,
	};
	struct job *job;

	if (!offer->possible) {
		stack_message(s->stack, ROLE_ERROR, "%s%s%s", offer->reason.why,
			offer->reason.unless[0] ? _("; ") : "",
			offer->reason.unless);
		return;
	}
	if (n || offer->stand_in) {
		bool is_lines = n && *input == &split_fields[SPLIT_LINES];

		stack_push(s->stack, is_lines ? &split_screen : &entry_screen,
			&arg, 0);
		return;
	}
	job = job_new(type, offer->action, 0);
	mem_free(job->ids);
	job->ids = mem_copy(ids, count * sizeof *ids);
	job->count = count;
	stack_act(s, job);
}

void open_record(struct stack *st, const struct record_type *type, int64_t id)
{
	struct record_arg arg = { type, id };

	stack_push(st,
		type->table.kind == KIND_ARCHIVE ? &archive_screen
						 : &record_screen,
		&arg, 0);
}

void ask_warned(struct screen *s, const struct outcome *out, int tag)
{
	struct str text = STR_INIT;
	const char *answer[] = { _("save all the same") };
	struct ask_arg arg = {
		.title = _("please look"), .answer = answer, .count = 1
	};

	for (size_t i = 0; i < out->issues.count; i++)
		if (out->issues.item[i].warning)
			str_addf(&text, "%s%s", text.len_bytes ? "\n" : "",
				out->issues.item[i].text);
	arg.text = text.data;
	stack_push(s->stack, &ask_screen, &arg, tag);
	str_free(&text);
}
