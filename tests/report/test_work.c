/* The reports of step 3: what stands in them, never wider than 76 columns. */
#include "../domain/assign_file.h"

#include "core/width.h"
#include "report/document.h"
#include "report/report.h"

static void read_report(struct office *o, const char *name, struct str *out)
{
	const struct report_request request = { .format = "text" };
	struct error err = { 0 };

	str_clear(out);
	assert_int_equal(
		report_find(name)->run(&o->session, &request, out, &err),
		STATUS_OK);
	char *copy = mem_text(out->data), *rest = copy, *line;

	while ((line = strsep(&rest, "\n")))
		assert_in_range(width_text_cols(line), 0, DOCUMENT_COLS);
	mem_free(copy);
}

static void assert_says(const struct str *text, const char *words)
{
	if (!strstr(text->data, words))
		fail_msg("no %s in\n%s", words, text->data);
}

static void papers_of_the_work(void **state)
{
	struct office *o = *state;
	struct str text = STR_INIT;
	int64_t task = assign_task(o, "农村改厕"); /* to 10-31 */

	office_act(o, "task.milestone", task,
		"name=完工验收 due=2026-10-31 expected=100");
	office_act(o, "task.issue", task, "gap_reason=清单未列");
	read_report(o, "breakdown", &text);
	assert_says(&text, "农村改厕");
	assert_says(&text, "02-20");
	read_report(o, "schedule", &text);
	assert_says(&text, "完工验收");
	assert_says(&text, "overdue 24 d");
	read_report(o, "matrix", &text);
	assert_says(&text, "村建站");
	assert_says(&text, "load");
	read_report(o, "coverage", &text);
	assert_says(&text, "tasks that lack a clarity 42");
	read_report(o, "meeting", &text);
	assert_says(&text, "instruction");
	assert_says(&text, "农村改厕 / 完工验收");
	str_free(&text);
}

/* Whom nobody knows sees nothing of the work. */
static void not_for_strangers(void **state)
{
	static const char *const name[] = { "breakdown", "schedule", "matrix",
		"coverage", "meeting" };
	struct office *o = *state;
	const struct report_request request = { .format = "text" };
	struct str text = STR_INIT;
	struct error err = { 0 };

	o->session.roles = 0;
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(report_find(name[i])->run(
					 &o->session, &request, &text, &err),
			STATUS_DENIED);
	assert_int_equal(text.len_bytes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			papers_of_the_work, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			not_for_strangers, assign_open, office_close),
	};

	return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
