/*
 * Every text of the record types' tables: translated, and no wider than the
 * screens give it room.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include "core/language.h"
#include "core/width.h"
#include "domain/action.h"
#include "domain/actor.h"
#include "domain/record.h"

enum {
	FIELD_ZH_COLS = 8,
	FIELD_EN_COLS = 14,
	CHOICE_ZH_COLS = 8,
	CHOICE_EN_COLS = 16,
	ACTION_ZH_COLS = 12,
	ACTION_EN_COLS = 16,
	INPUTS_MAX = 64
};

struct seen {
	int texts;
	int faults;
	bool quiet;
};

static void fault(struct seen *seen, const char *context, const char *text,
	const char *what)
{
	seen->faults++;
	if (!seen->quiet)
		print_error("[%s] %s: %s\n", context, text, what);
}

static void has_text(struct seen *seen, const char *context, const char *text)
{
	if (!text || !*text)
		return;
	seen->texts++;
	if (language_text_as(LANGUAGE_ZH, context, text) == text)
		fault(seen, context, text, "is not translated");
}

static void has_label(struct seen *seen, const char *context, const char *text,
	int zh_cols, int en_cols)
{
	const char *zh;

	if (!text || !*text)
		return;
	has_text(seen, context, text);
	zh = language_text_as(LANGUAGE_ZH, context, text);
	if (width_text_cols(zh) > zh_cols)
		fault(seen, context, zh, "is too wide in Chinese");
	if (width_text_cols(text) > en_cols)
		fault(seen, context, text, "is too wide in English");
}

static void has_field(
	struct seen *seen, const char *context, const struct field *f)
{
	has_label(seen, context, f->label, FIELD_ZH_COLS, FIELD_EN_COLS);
	if (!f->label)
		fault(seen, context, f->name, "has no label");
	has_text(seen, context, f->help);
	has_text(seen, context, f->section);
	for (const struct choice *c = f->choices; c && c->label; c++)
		if (!f->number && !f->list_cols) /* read on a page alone */
			has_text(seen, context, c->label);
		else
			has_label(seen, context, c->label, CHOICE_ZH_COLS,
				CHOICE_EN_COLS);
}

static void has_action(struct seen *seen, const struct record_type *type,
	const struct action *action)
{
	const char *context = type->table.name;
	const struct field *input[INPUTS_MAX];
	size_t n = action_inputs(type, action, input, INPUTS_MAX);

	has_label(seen, context, action->label, ACTION_ZH_COLS, ACTION_EN_COLS);
	has_text(seen, context, action->help);
	has_text(seen, context, action->done);
	for (size_t i = 0; i < n; i++)
		has_field(seen,
			action_input_type(type, action, input[i])->table.name,
			input[i]);
}

static void texts_of_types(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	for (const struct record_type *const *t = record_types; *t; t++) {
		const struct table *table = &(*t)->table;

		/* messages of the store say the name of the table */
		has_text(&seen, table->name, table->name);
		has_text(&seen, table->name, (*t)->label);
		has_text(&seen, table->name, (*t)->plural);
		has_text(&seen, table->name, (*t)->empty);
		for (const struct field *f = table->fields; f->name; f++)
			has_field(&seen, table->name, f);
		for (const struct view *v = table->views; v && v->name; v++)
			has_text(&seen, table->name, v->label);
	}
	assert_int_equal(seen.faults, 0);
	assert_true(seen.texts > 300);
}

static void texts_of_actions(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	for (const struct record_type *const *t = record_types; *t; t++)
		for (const struct action *const *a = (*t)->actions; a && *a;
			a++)
			has_action(&seen, *t, *a);
	for (const struct field *f = actor_fields; f->name; f++)
		has_field(&seen, "actor", f);
	assert_int_equal(seen.faults, 0);
	assert_true(seen.texts > 100);
}

static void texts_of_rights(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	for (enum right r = RIGHT_NONE; r <= RIGHT_SEE_JOURNAL; r++)
		has_text(&seen, "right", right_label(r));
	assert_int_equal(seen.faults, 0);
	assert_true(seen.texts >= RIGHT_SEE_JOURNAL);
}

/* The check itself sees what is missing and what is too wide. */
static void faults_are_seen(void **state)
{
	struct seen seen = { .quiet = true };

	(void)state;
	has_text(&seen, "task", "a text that nobody translates");
	assert_int_equal(seen.faults, 1);
	has_label(&seen, "task", "due", 1, FIELD_EN_COLS);
	assert_int_equal(seen.faults, 2);
	has_label(&seen, "task", "due", FIELD_ZH_COLS, 2);
	assert_int_equal(seen.faults, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_of_types),
		cmocka_unit_test(texts_of_actions),
		cmocka_unit_test(texts_of_rights),
		cmocka_unit_test(faults_are_seen),
	};

	return cmocka_run_group_tests_name("texts", tests, NULL, NULL);
}
