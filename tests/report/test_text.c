/* Records as plain lines for a chat: what stands in them, how wide they are. */
#include "../domain/assign_file.h"

#include "core/width.h"
#include "domain/filter.h"
#include "report/document.h"
#include "report/text.h"

static int text_open(void **state)
{
	assign_open(state);
	struct office *o = *state;

	language_set(LANGUAGE_ZH);
	office_act(o, "task.issue", assign_task(o, "农村改厕"),
		"gap_reason=清单未列");
	assign_as(o, "班海辉");
	office_act(o, "share.report", assign_share(o, "农村改厕 村建站"),
		"progress=355");
	assign_as(o, "");
	return 0;
}

static void read_list(struct office *o, const char *line, struct str *out)
{
	struct filter filter;
	struct issues issues = { 0 };
	struct error err;

	assert_int_equal(
		filter_read(&o->session, &task_type, line, &filter, &issues),
		STATUS_OK);
	assert_int_equal(
		text_list(&o->session, &task_type, "任务", &filter, out, &err),
		STATUS_OK);
	filter_free(&filter);
	issues_free(&issues);
}

static void assert_has(const struct str *text, const char *words)
{
	if (!strstr(text->data, words))
		fail_msg("no \"%s\" in:\n%s", words, text->data);
}

static void fits(const struct str *text)
{
	const char *at = text->data;

	while (*at) {
		struct str line = STR_INIT;
		size_t n = strcspn(at, "\n");

		str_add_bytes(&line, at, n);
		assert_true(width_text_cols(line.data) <= DOCUMENT_COLS);
		at += n + (at[n] == '\n');
		str_free(&line);
	}
}

static void a_task_is_a_line(void **state)
{
	struct office *o = *state;
	struct str out = STR_INIT;

	o->session.clock.set_ms += INT64_C(1000) * 86400 * 400;
	read_list(o, "农村改厕", &out);
	assert_has(&out, "任务\n1. 农村改厕（村建站）355/380，限");
	assert_has(&out, "，逾");
	assert_has(&out, "天\n");
	o->session.clock.set_ms -= INT64_C(1000) * 86400 * 400;
	str_clear(&out);
	read_list(o, "", &out);
	assert_has(&out, "\n42. ");
	fits(&out);
	str_clear(&out);
	read_list(o, "limit=2", &out);
	assert_has(&out, "\n2. ");
	assert_null(strstr(out.data, "\n3. "));
	str_free(&out);
}

/* Marked ones stand in the order given, and a lost one stops nothing. */
static void chosen_ones_keep_their_order(void **state)
{
	struct office *o = *state;
	struct str out = STR_INIT;
	struct error err;
	const int64_t id[] = { assign_task(o, "农村改厕"), 99999,
		assign_task(o, "森林防火") };

	assert_int_equal(
		text_chosen(&o->session, &task_type, "", id, 3, &out, &err),
		STATUS_OK);
	assert_int_equal(strncmp(out.data, "1. 农村改厕", 15), 0);
	assert_has(&out, "\n2. 森林防火");
	str_free(&out);
}

static void a_record_is_its_labels(void **state)
{
	struct office *o = *state;
	struct str out = STR_INIT;
	struct error err;

	assert_int_equal(text_record(&o->session, &task_type,
				 assign_task(o, "农村改厕"), &out, &err),
		STATUS_OK);
	assert_has(&out, "牵头单位：村建站\n");
	assert_has(&out, "缺项说明：清单未列\n");
	assert_has(&out, "\n承办\n1. 农村改厕（村建站）355座，限");
	assert_null(strstr(out.data, "计量单位"));
	assert_null(strstr(out.data, "工作任务：")); /* its name, above */
	fits(&out);
	str_free(&out);
}

/* What a role may not see is not copied either. */
static void rights_hold(void **state)
{
	struct office *o = *state;
	struct session cadre = o->session;
	struct str out = STR_INIT;
	struct error err;
	const int64_t person = assign_id(
		o, "SELECT id FROM person WHERE name=:name", "班海辉");

	cadre.roles = 1u << RIGHT_ROLE_CADRE;
	office_act(o, "person.update", person, "phone=13712345678");
	assert_int_equal(
		text_record(&o->session, &person_type, person, &out, &err),
		STATUS_OK);
	assert_has(&out, "13712345678");
	str_clear(&out);
	assert_int_equal(text_record(&cadre, &person_type, person, &out, &err),
		STATUS_OK);
	assert_null(strstr(out.data, "13712345678"));
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_task_is_a_line),
		cmocka_unit_test(chosen_ones_keep_their_order),
		cmocka_unit_test(a_record_is_its_labels),
		cmocka_unit_test(rights_hold),
	};

	return cmocka_run_group_tests(tests, text_open, office_close);
}
