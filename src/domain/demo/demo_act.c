/* demo_act.c: people of the roster act, at the hour the demo has reached. */
#include "demo_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/record.h"
#include "store/stmt.h"

enum {
	ZONE_MINUTES = 480,
	DAY_MS = 86400000,
	OPENS_MS = (8 * 60 + 5) * 60000,
	STEP_MS = 80000,
	STEPS_LAST_DAY = 600
};

int demo_day_of(const char *month_day)
{
	int month = 0, dom = 0;

	if (sscanf(month_day, "%d-%d", &month, &dom) != 2)
		return DATE_NONE;
	return date_of(DEMO_YEAR, month, dom);
}

unsigned demo_dice(int64_t a, int64_t b, unsigned n)
{
	uint64_t x = (uint64_t)a * UINT64_C(0x9e3779b97f4a7c15) +
		     (uint64_t)b * UINT64_C(0xbf58476d1ce4e5b9) + 12345;

	x ^= x >> 29;
	x *= UINT64_C(0x94d049bb133111eb);
	x ^= x >> 32;
	return (unsigned)(x % n);
}

/* The last day goes on no longer than it has lasted by now. */
void demo_set_day(struct demo *d, int day)
{
	struct clock clock = { .zone_minutes = ZONE_MINUTES };
	int64_t midnight = (int64_t)(day + d->shift) * DAY_MS -
			   (int64_t)ZONE_MINUTES * 60000;
	int64_t gone = clock_now_ms(&clock) - midnight;

	d->day = day;
	d->tick_ms = midnight + OPENS_MS;
	d->step_ms = STEP_MS;
	if (day + d->shift == clock_today(&clock)) {
		d->tick_ms = midnight + (gone < OPENS_MS ? gone / 2 : OPENS_MS);
		d->step_ms =
			(int)((midnight + gone - d->tick_ms) / STEPS_LAST_DAY);
	}
}

void demo_fail(struct demo *d, enum status status, const char *where,
	const struct error *why)
{
	if (d->status != STATUS_OK)
		return;
	d->status = error_set(d->err, status,
		_("This is a mistake in the program; please report it."),
		_("The sample township could not be made: %s: %s"), where,
		why->what);
}

struct session demo_session(struct demo *d, int64_t person)
{
	struct session s = d->office;
	struct stmt *q = stmt_get(
		d->store, "SELECT login FROM account WHERE person=:person");

	if (person && person != d->office.person) {
		session_become(&s, person);
		stmt_bind_int(q, ":person", person);
		char *login = stmt_one_text(q);
		plain_copy(s.os_user, sizeof s.os_user, login ? login : "-");
		mem_free(login);
	}
	s.clock = (struct clock){ .kind = TXN_CLOCK_SET,
		.set_ms = d->tick_ms,
		.zone_minutes = ZONE_MINUTES };
	d->tick_ms += d->step_ms;
	return s;
}

/* ---- batches */

struct values *demo_add(
	struct demo_batch *b, int64_t actor, int64_t typist, int64_t id)
{
	b->item = mem_grow(b->item, b->count, &b->size, sizeof *b->item);
	b->item[b->count] = (struct demo_item){
		.actor = actor,
		.typist = typist == actor ? 0 : typist,
		.id = id,
		.order = b->count,
	};
	return &b->item[b->count++].values;
}

static int compare_items(const void *a, const void *b)
{
	const struct demo_item *x = a, *y = b;

	if (x->typist != y->typist)
		return x->typist < y->typist ? -1 : 1;
	if (x->actor != y->actor)
		return x->actor < y->actor ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void tell_failure(
	struct demo *d, const struct act *act, const struct outcome *out)
{
	char where[128];
	size_t at = out->done < act->count ? out->done : 0;
	struct error why = out->error;

	if (!why.what[0] && out->issues.count)
		error_set(&why, out->status, NULL, "%s",
			out->issues.item[0].text);
	snprintf(where, sizeof where, "%s %d", act->action->name,
		(int)(act->count ? act->item[at].id : 0));
	demo_fail(d, out->status, where, &why);
}

static void run(
	struct demo *d, const struct demo_batch *b, size_t from, size_t count)
{
	const struct demo_item *first = &b->item[from];
	struct act_item *item = mem_zero(count, sizeof *item);
	struct session s =
		demo_session(d, first->typist ? first->typist : first->actor);
	struct act act = { .action = b->action,
		.item = item,
		.count = count,
		.warned = true };
	struct outcome out;

	if (first->typist) {
		act.actor.person = first->actor;
		act.actor.basis = d->basis[demo_dice(first->actor, d->day, 2)];
	}
	for (size_t i = 0; i < count; i++) {
		item[i].id = b->item[from + i].id;
		item[i].values = &b->item[from + i].values;
	}
	if (door_run(&s, &act, &out) != STATUS_OK)
		tell_failure(d, &act, &out);
	outcome_free(&out);
	mem_free(item);
}

void demo_flush(struct demo *d, struct demo_batch *b)
{
	size_t from = 0;

	if (b->count)
		qsort(b->item, b->count, sizeof *b->item, compare_items);
	for (size_t i = 1; i <= b->count && d->status == STATUS_OK; i++) {
		if (i < b->count && b->item[i].actor == b->item[from].actor &&
			b->item[i].typist == b->item[from].typist)
			continue;
		run(d, b, from, i - from);
		from = i;
	}
	for (size_t i = 0; i < b->count; i++)
		values_free(&b->item[i].values);
	mem_free(b->item);
	*b = (struct demo_batch){ .action = b->action };
}

void demo_undo(struct demo *d, int64_t person)
{
	struct session s = demo_session(d, person);
	struct undo_offer offer;
	struct outcome out = { .status = STATUS_OK };
	struct error err = { .status = STATUS_OK };
	enum status status = door_undo_offer(&s, &offer, &err);

	if (status == STATUS_OK)
		status = door_undo(&s, &offer, &out);
	if (status != STATUS_OK)
		demo_fail(d, status, "undo",
			out.error.what[0] ? &out.error : &err);
	outcome_free(&out);
}

/* ---- values as people type them */

static void set_value(struct demo *d, const struct record_type *type,
	const struct action *action, const char *name, const char *text,
	struct values *out)
{
	const struct field *input[64];
	size_t count = action_inputs(type, action, input, 64);
	struct session s = d->office;
	char day[DATE_TEXT_BYTES];

	s.clock.set_ms = d->tick_ms;
	struct value_context c = session_values(&s, type->table.name);
	if (*text == '@')
		text = date_iso(demo_day_of(text + 1) + d->shift, day);
	for (size_t i = 0; i < count; i++) {
		struct value value = { .kind = VALUE_NULL };
		struct issue issue = { .line = 0 };
		struct error why = { .status = STATUS_OK };

		if (strcmp(input[i]->name, name) != 0)
			continue;
		enum status status =
			value_parse(input[i], text, &c, &value, &issue);
		if (status == STATUS_OK) {
			values_set(out, input[i], value);
			return;
		}
		error_set(&why, status, NULL, "%s", issue.text);
		demo_fail(d, status, text, &why);
		return;
	}
	demo_fail(d, STATUS_USAGE, action->name,
		&(struct error){ .what = "no such field" });
}

void demo_values(struct demo *d, const struct action *action, const char *text,
	struct values *out)
{
	const struct record_type *type = NULL;
	char *copy = mem_text(text ? text : "");
	char *rest = copy;
	char *word;

	action_find(action->name, &type);
	while (d->status == STATUS_OK && (word = strtok_r(rest, "|", &rest))) {
		char *equals = strchr(word, '=');

		if (!equals)
			break;
		*equals = 0;
		set_value(d, type, action, word, equals + 1, out);
	}
	mem_free(copy);
}
