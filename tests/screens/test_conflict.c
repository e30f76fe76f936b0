/*
 * Two at the same record: the second is shown both versions and chooses
 * field by field; what only one of them changed stands without a question.
 */
#include "township.h"

#include "domain/action.h"
#include "domain/assign/task.h"

#define GOLDEN_DIR "tests/screens/golden"
#include "../tui/golden.h"

#define OTHER "梁国" /* the other clerk */
#define TASK "农村改厕"
#define TO_TASK "3<Enter><Enter>"

/* At another terminal, straight through the door. */
struct other {
	struct store *store;
	struct session session;
};

static void other_sits(struct township *t, struct other *o)
{
	struct error err = { STATUS_OK, "", "" };

	if (store_open(t->path, record_setup(), &o->store, &err) ||
		session_open(&o->session, o->store, &err))
		fail_msg("%s", err.what);
	session_become(&o->session,
		township_id(
			t, "SELECT id FROM person WHERE name=:name", OTHER));
	o->session.clock = t->session.clock;
}

static void other_saves(struct township *t, const char *aim, const char *words)
{
	struct other o;
	struct outcome out;
	struct values v = { .item = NULL };
	struct act_item item = { .values = &v };
	struct act act = {
		.action = action_find("task.update", NULL),
		.item = &item,
		.count = 1,
		.warned = true,
	};

	other_sits(t, &o);
	item.id = township_id(t, "SELECT id FROM task WHERE title=:name", TASK);
	if (aim)
		values_set_text(&v, &task_fields[TASK_AIM], aim);
	values_set_text(&v, &task_fields[TASK_REQUIREMENTS], words);
	if (door_run(&o.session, &act, &out))
		fail_msg("%s", out.error.what);
	outcome_free(&out);
	values_free(&v);
	store_close(o.store);
}

static void stands(struct township *t, enum task_field field, const char *text)
{
	char *is = record_text(t->store, &task_type.table,
		township_id(t, "SELECT id FROM task WHERE title=:name", TASK),
		&task_fields[field]);

	assert_string_equal(is, text);
	mem_free(is);
}

static void opens_form(struct township *t)
{
	township_sit(t, CLERK, 24, 80);
	township_keys(t, TO_TASK "e");
}

/* Into the goal, past title, lead, due, start, leader and co-units. */
#define TO_AIM "<Tab*6>"
/* Its days are over, which is warned of. */
#define ALL_THE_SAME "<Enter>"
#define TO_WORDS "<Tab*5>"

static void one_field_each_merges(void **state)
{
	struct township *t = *state;

	opens_form(t);
	township_keys(t, TO_AIM "，七月底前");
	other_saves(t, NULL, "一户一档");
	township_keys(t, "<F2>" ALL_THE_SAME);
	township_hides(t, "对方改");
	stands(t, TASK_AIM, "380座，七月底前");
	stands(t, TASK_REQUIREMENTS, "一户一档");
}

static void both_are_shown_and_chosen(void **state)
{
	struct township *t = *state;

	opens_form(t);
	township_keys(t, TO_AIM "，八月底前" TO_WORDS "，逐户验收");
	other_saves(t, "400座", "一户一档，拍照");
	township_keys(t, "<F2>");
	golden_check(term_null_frame(t->term), "conflict_80x24");
	township_keys(t, "<F2>"); /* nothing is chosen yet */
	township_shows(t, "还没选");
	township_keys(t, "21<Enter>" ALL_THE_SAME);
	stands(t, TASK_AIM, "380座，七月底前，八月底前");
	stands(t, TASK_REQUIREMENTS, "一户一档，拍照");
}

static void leaving_keeps_mine(void **state)
{
	struct township *t = *state;

	opens_form(t);
	township_keys(t, TO_AIM "。");
	other_saves(t, "410座", "一户一档");
	township_keys(t, "<F2>");
	township_shows(t, "410座");
	township_keys(t, "<Esc>"); /* back in the form, mine stands there */
	township_shows(t, "八月底前。");
	township_keys(t, "<Esc>");
	stands(t, TASK_AIM, "410座");
	/* the draft remembers what it was typed upon */
	opens_form(t);
	township_shows(t, "八月底前。");
	township_keys(t, "<F2>");
	township_shows(t, "410座");
	township_keys(t, "<Enter><Enter>" ALL_THE_SAME);
	stands(t, TASK_AIM, "410座");
	stands(t, TASK_REQUIREMENTS, "一户一档");
	opens_form(t);
	township_hides(t, "八月底前。");
}

static void small_screens_scroll(void **state)
{
	struct township *t = *state;

	township_sit(t, CLERK, 16, 60);
	township_keys(t, TO_TASK "e" TO_AIM "一" TO_WORDS "二");
	other_saves(t, "420座",
		"一户一档，按月报告，逐级审核，逐户拍照留存，"
		"不合格的一周内返工并由驻村干部签字确认");
	township_keys(t, "<F2><Down>");
	golden_check(term_null_frame(t->term), "conflict_60x16");
	township_keys(t, "<End>");
	township_shows(t, "> ");
	township_keys(t, "<Home>1");
	township_keys(t, "2<F2>" ALL_THE_SAME);
	stands(t, TASK_AIM, "420座");
	stands(t, TASK_REQUIREMENTS, "一户一档二");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_field_each_merges),
		cmocka_unit_test(both_are_shown_and_chosen),
		cmocka_unit_test(leaving_keeps_mine),
		cmocka_unit_test(small_screens_scroll),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
