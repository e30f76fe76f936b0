#include "walk.h"

#include "domain/office/account.h"

/* ---- telling */

void story_told(struct story *s, const char *text, ...)
{
	char *line = s->line[s->step % LINES_KEPT];
	int n = snprintf(line, LINE_BYTES, "%ld: ", s->step);
	va_list args;

	va_start(args, text);
	vsnprintf(line + n, LINE_BYTES - (size_t)n, text, args);
	va_end(args);
	if (s->is_told)
		print_message("%s\n", line);
}

void story_failed(struct story *s, const char *text, ...)
{
	va_list args;

	print_error("HISTORIES_SEED=%llu, step %ld; before it:\n",
		(unsigned long long)s->seed, s->step);
	for (long i = s->step - LINES_KEPT + 1; i <= s->step; i++)
		if (i >= 0)
			print_error("%s\n", s->line[i % LINES_KEPT]);
	va_start(args, text);
	vprint_error(text, args);
	va_end(args);
	fail_msg("seed %llu step %ld", (unsigned long long)s->seed, s->step);
}

struct tally *story_tally(struct story *s, const struct action *action)
{
	size_t i = 0;

	while (s->tally[i].action && s->tally[i].action != action)
		i++;
	assert_true(i < VERBS_MOST - 1);
	s->tally[i].action = action;
	return &s->tally[i];
}
int64_t story_head(struct story *s)
{
	unsigned char hash[32];

	return journal_head(s->o->store, hash);
}

/* ---- who, on what, which of what is possible */

void walk_choose_who(struct story *s, struct turn *t, int64_t id)
{
	struct chance *c = &s->chance;
	int64_t person = 0;

	t->session = s->o->session;
	switch (chance_below(c, 5)) {
	case 0:
	case 1:
		return;
	case 2:
		person = chance_record(c, &person_type, false);
		break;
	case 3:
		person = record_int(s->o->store, &account_type.table,
			chance_record(c, &account_type, false),
			&account_fields[ACCOUNT_PERSON]);
		break;
	default:
		person = chance_person_of(c, t->type, id);
	}
	if (person)
		session_become(&t->session, person);
}

static unsigned types_count(void)
{
	unsigned n = 0;

	while (record_types[n])
		n++;
	return n;
}

static const struct record_type *choose_type(struct story *s)
{
	struct chance *c = &s->chance;
	struct journal_row row;
	const struct record_type *type = NULL;

	if (chance_one_in(c, 2) &&
		journal_read(s->o->store, story_head(s) - chance_below(c, 6),
			&row, NULL) == STATUS_OK) {
		size_t count = row.changes.count;

		if (count)
			type = record_type_of(
				row.changes
					.item[chance_below(c, (unsigned)count)]
					.kind);
		journal_row_free(&row);
	}
	return type ? type : record_types[chance_below(c, types_count())];
}

/* Of some verbs that which was done least. */
static void want_something_rare(struct story *s, struct turn *t)
{
	struct chance *c = &s->chance;

	t->wanted = NULL;
	for (int i = 0; i < 12; i++) {
		const struct record_type *type =
			record_types[chance_below(c, types_count())];
		unsigned n = 0;

		while (type->actions && type->actions[n])
			n++;
		if (!n)
			continue;
		const struct action *a = type->actions[chance_below(c, n)];

		if (t->wanted && story_tally(s, a)->done >=
					 story_tally(s, t->wanted)->done)
			continue;
		t->wanted = a;
		t->type = type;
	}
}

static int64_t record_in(
	struct story *s, const struct record_type *type, unsigned states)
{
	struct str sql = STR_INIT;

	str_addf(&sql,
		"SELECT id FROM \"%s\" WHERE :states >> \"%s\" & 1"
		" ORDER BY (id * :mix) %% 101 LIMIT 1",
		type->table.name, type->state);
	struct stmt *q =
		stmt_get(s->o->store, stmt_keep(s->o->store, sql.data));
	str_free(&sql);
	stmt_bind_int(q, ":states", states);
	stmt_bind_int(q, ":mix", 1 + chance_below(&s->chance, 100));
	return stmt_one_int(q, 0);
}

/* The verb of the type that leads to one of these states. */
static const struct action *leads_to(
	struct story *s, const struct record_type *type, unsigned states)
{
	const struct action *found = NULL;
	unsigned n = 0;

	for (const struct action *const *a = type->actions; *a; a++)
		if (states & 1u << (*a)->to && (*a)->to &&
			chance_one_in(&s->chance, ++n))
			found = *a;
	return found;
}

/* A record in a state that the verb is possible in; is there none, another
 * verb is wanted before, which leads there. */
static int64_t record_for(struct story *s, struct turn *t)
{
	for (int i = 0; i < 5 && t->wanted && t->wanted->from && t->type->state;
		i++) {
		int64_t id = record_in(s, t->type, t->wanted->from);
		const struct action *before =
			leads_to(s, t->type, t->wanted->from);

		if (id || !before)
			return id;
		t->wanted = before;
	}
	return chance_record(
		&s->chance, t->type, !chance_one_in(&s->chance, 4));
}

static int64_t parent_for(struct story *s, const struct record_type *type)
{
	const char *parent = type->table.parent;
	char name[64];

	if (!parent)
		return 0;
	snprintf(name, sizeof name, "%.*s", (int)strcspn(parent, " "), parent);
	return chance_record(&s->chance,
		record_type_find(record_field(type, name)->of),
		chance_one_in(&s->chance, 2));
}

/* Of what is possible often that which was done least; sometimes what is not
 * possible: the door must say so too. */
static void choose_action(struct story *s, struct turn *t, int64_t id)
{
	struct chance *c = &s->chance;
	bool rare = chance_one_in(c, 2), any = chance_one_in(c, 12);
	unsigned n = 0;

	for (const struct action *const *a = t->type->actions; a && *a; a++) {
		int64_t on = (*a)->flags & ACTION_CREATES
				     ? parent_for(s, t->type)
				     : id;
		struct offer offer;

		if ((!on && !((*a)->flags & ACTION_CREATES)) ||
			(t->wanted && *a != t->wanted))
			continue;
		enum status status = action_possible(
			&t->session, t->type, *a, on, &t->act.actor, &offer);
		if (status && !offer.reason.why[0])
			story_failed(
				s, "%s: refused without a word\n", (*a)->name);
		if (status && !any)
			continue;
		n++;
		if (t->action && rare &&
			story_tally(s, *a)->done >
				story_tally(s, t->action)->done)
			continue;
		if (t->action && !rare && !chance_one_in(c, n))
			continue;
		t->action = *a;
		t->offer = offer;
		t->item[0].id = on;
	}
}

/* ---- what is typed */

/* As it would stand in a cell of a list. */
static struct value as_cell(struct turn *t, const struct record_type *of,
	const struct field *f, struct value v)
{
	struct value_context how = session_values(&t->session, of->table.name);
	struct str text = STR_INIT;

	value_print(f, &v, &how, VALUE_FOR_FILES, &text);
	value_free(&v);
	v = value_text(text.data);
	str_free(&text);
	return v;
}

static void type_one(struct story *s, struct turn *t, struct values *v,
	const struct field *f)
{
	const struct record_type *of = action_input_type(t->type, t->action, f);
	struct value x = chance_value(&s->chance, &t->session, of, f);

	if (t->action->flags & ACTION_LINE && f->headers)
		x = as_cell(t, of, f, x);
	values_set(v, f, x);
}

static void type_values(struct story *s, struct turn *t, size_t index)
{
	struct chance *c = &s->chance;
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(t->type, t->action, input, ACTION_INPUTS_MAX);
	struct values *v = &t->values[index];
	unsigned often = 1 + chance_below(c, 8);

	if (!(t->action->flags & ACTION_LINE))
		action_prefill(&t->session, t->type, t->action,
			t->item[index].id, v, NULL);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = input[i];
		const struct value *now = values_get(v, f);
		bool is_needed = ((int)i < t->action->needs ||
					 f->flags & FIELD_REQUIRED) &&
				 (!now || now->kind == VALUE_NULL);

		if (!field_may_write(&t->session, f) && !chance_one_in(c, 40))
			values_remove(v, f);
		else if (chance_one_in(c, 40))
			values_set_null(v, f);
		else if (is_needed || chance_one_in(c, often))
			type_one(s, t, v, f);
	}
	t->item[index].values = v;
}

static bool is_input(const struct turn *t, const struct field *f)
{
	const struct field *input[ACTION_INPUTS_MAX];
	size_t n = action_inputs(t->type, t->action, input, ACTION_INPUTS_MAX);

	for (size_t i = 0; i < n; i++)
		if (input[i] == f)
			return true;
	return false;
}

/* What was told of a field is typed anew. False: nothing was. */
bool walk_type_again(
	struct story *s, struct turn *t, const struct issues *issues)
{
	bool is_told = false;

	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->item[i];

		if (issue->warning || issue->line < 1 ||
			!is_input(t, issue->field))
			continue;
		type_one(s, t, &t->values[issue->line - 1], issue->field);
		is_told = true;
	}
	return is_told;
}

/* 代录: for whoever it is, or in the name of somebody, which may be refused */
static void choose_actor(struct story *s, struct turn *t, int64_t id)
{
	struct chance *c = &s->chance;
	static const struct field basis = {
		.name = "basis", .type = FIELD_VALUE, .of = "basis"
	};

	t->act.actor = (struct actor){ .person = 0 };
	if (!chance_one_in(c, 5))
		return;
	struct value v = chance_value(c, &t->session, t->type, &basis);
	t->act.actor.basis = v.number;
	t->act.actor.person = chance_one_in(c, 2)
				      ? chance_record(c, &person_type, false)
				      : chance_person_of(c, t->type, id);
}

static void choose_batch(struct story *s, struct turn *t)
{
	struct chance *c = &s->chance;
	size_t count = 1;

	if (t->action->flags & ACTION_BULK && chance_one_in(c, 5))
		count += 1 + chance_below(c, ITEMS_MOST - 1);
	for (size_t i = 0; i < count; i++) {
		if (i)
			t->item[i].id = chance_record(c, t->type, true);
		type_values(s, t, i);
		if (chance_one_in(c, 4))
			t->item[i].revision =
				record_revision(s->o->store,
					t->type->table.kind, t->item[i].id) -
				chance_below(c, 2) * chance_below(c, 3);
	}
	t->act.action = t->action;
	t->act.item = t->item;
	t->act.count = count;
	t->act.stand_in = t->offer.stand_in != 0;
	t->act.warned = !chance_one_in(c, 8);
	t->act.collect = chance_one_in(c, 10);
	t->act.dry_run = chance_one_in(c, 20);
}
/* ---- all of it */

bool walk_choose(struct story *s, struct turn *t)
{
	*t = (struct turn){ .type = choose_type(s) };
	if (chance_one_in(&s->chance, 2))
		want_something_rare(s, t);
	int64_t id = record_for(s, t);
	s->chance.about = t->type;
	s->chance.about_id = id;
	for (int tries = 0; tries < 6 && !t->action; tries++) {
		walk_choose_who(s, t, id);
		choose_actor(s, t, id);
		choose_action(s, t, id);
	}
	if (t->action)
		choose_batch(s, t);
	return t->action != NULL;
}

void walk_end(struct turn *t)
{
	for (size_t i = 0; i < t->act.count; i++)
		values_free(&t->values[i]);
}
