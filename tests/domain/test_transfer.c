/* Lists in and out: headers wherever they stand, every fault at its place,
 * everything or nothing, and what goes out comes back as it was. */
#include "assign_file.h"

#include "domain/transfer.h"

static void write_file(struct office *o, const char *text, char path[128])
{
	snprintf(path, 128, "%s/list.csv", o->dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	fclose(f);
}

static enum status import(struct office *o, const struct record_type *type,
	const char *text, struct transfer_options options,
	struct transfer_summary *sum)
{
	char path[128];
	struct error err = { .what = "" };

	write_file(o, text, path);
	enum status st =
		transfer_import(&o->session, type, path, &options, sum, &err);
	if (st != STATUS_OK)
		assert_true(err.what[0] && err.todo[0]);
	unlink(path);
	return st;
}

static const struct issue *issue_at(
	const struct transfer_summary *sum, int line, int column)
{
	for (size_t i = 0; i < sum->issues.count; i++)
		if (sum->issues.item[i].line == line &&
			sum->issues.item[i].column == column)
			return &sum->issues.item[i];
	fail_msg("nothing is told of line %d, column %d", line, column);
	return NULL;
}

static int64_t people(struct office *o)
{
	return office_count(o, "SELECT count(*) FROM person");
}

#define UNITS .create_units = true

static void headers_stand_anywhere(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;

	assert_int_equal(import(o, &person_type,
				 "清溪乡干部花名册,,\n填报单位：党政办,,\n\n"
				 "部门,姓 名,备注\n党政办,韦小明,x\n"
				 "部门,姓 名,备注\n财政所,覃大海,\n合 计,2,\n",
				 (struct transfer_options){ UNITS }, &sum),
		STATUS_OK);
	assert_int_equal(sum.lines, 2);
	assert_int_equal(sum.made, 2);
	assert_int_equal(sum.skipped, 2);
	assert_true(issue_at(&sum, 6, 1)->warning);
	assert_true(issue_at(&sum, 8, 1)->warning);
	transfer_summary_free(&sum);
	assert_int_equal(people(o), 2);
}

static void headers_are_mapped(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;
	const char *text = "哪位,姓名,部门\n韦小明,不是他,党政办\n";
	const struct header_map map[] = { { "name", "哪位", false },
		{ "", "姓名", false }, { NULL, NULL, false } };

	assert_int_equal(
		import(o, &person_type, text,
			(struct transfer_options){ UNITS, .map = map }, &sum),
		STATUS_OK);
	transfer_summary_free(&sum);
	assert_text(o, "SELECT name FROM person", "韦小明");
}

static void a_needed_column_is_asked_for_once(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;

	assert_int_equal(import(o, &person_type, "姓名\n韦小明\n覃大海\n",
				 (struct transfer_options){ UNITS }, &sum),
		STATUS_INVALID);
	assert_int_equal(sum.issues.errors, 1);
	assert_non_null(strstr(issue_at(&sum, 1, 0)->accepted, "--map unit="));
	transfer_summary_free(&sum);
	assert_int_equal(people(o), 0);
}

static void every_fault_is_told_at_its_place(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;
	enum status st = import(o, &person_type,
		"姓名,单位,性别,联系电话,序号\n"
		"韦小明,党政办,女,13900000001,1\n"
		"覃大海,党政办,公,1390000,很多\n"
		"黄,党政办,男,,3\n"
		"李四,没有的站,男,,4\n"
		"\"a\033b\",党政办,男,,5\n",
		(struct transfer_options){ .update = false }, &sum);

	assert_int_equal(st, STATUS_INVALID);
	assert_string_equal(issue_at(&sum, 3, 3)->found, "公");
	assert_string_equal(issue_at(&sum, 3, 3)->field->name, "gender");
	assert_non_null(strchr(issue_at(&sum, 3, 3)->accepted, ','));
	assert_string_equal(issue_at(&sum, 3, 4)->found, "1390000");
	assert_string_equal(issue_at(&sum, 3, 5)->found, "很多");
	assert_string_equal(issue_at(&sum, 5, 2)->found, "没有的站");
	assert_null(strchr(issue_at(&sum, 6, 1)->found, '\033'));
	for (size_t i = 1; i < sum.issues.count; i++)
		assert_true(
			sum.issues.item[i - 1].line <= sum.issues.item[i].line);
	transfer_summary_free(&sum);
	assert_int_equal(people(o), 0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM unit"), 0);
}

static void a_trial_writes_nothing(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;
	int64_t before = office_count(o, "SELECT max(seq) FROM journal");

	assert_int_equal(
		import(o, &person_type, "姓名,单位\n韦小明,党政办\n",
			(struct transfer_options){ UNITS, .dry_run = true },
			&sum),
		STATUS_OK);
	assert_int_equal(sum.made, 1);
	assert_int_equal(sum.seq, 0);
	transfer_summary_free(&sum);
	assert_int_equal(people(o), 0);
	assert_int_equal(
		office_count(o, "SELECT max(seq) FROM journal"), before);
}

static bool stop(void *arg, size_t done, size_t all)
{
	(void)done;
	*(size_t *)arg = all;
	return false;
}

static void it_can_be_stopped(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;
	size_t all = 0;
	struct error err = { .what = "" };
	const struct transfer_options options = { UNITS, .progress = stop,
		.arg = &all };

	assert_int_equal(transfer_import(&o->session, &person_type, ROSTER,
				 &options, &sum, &err),
		STATUS_STOPPED);
	assert_int_equal(all, 101);
	transfer_summary_free(&sum);
	assert_int_equal(people(o), 0);
}

static void options_an_action_lacks_are_refused(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;
	struct error err;
	const struct transfer_options options = { UNITS };

	assert_int_equal(transfer_import(&o->session, &task_type, WORK,
				 &options, &sum, &err),
		STATUS_USAGE);
	transfer_summary_free(&sum);
	assert_int_equal(
		transfer_import(&o->session, &share_type, WORK,
			&(struct transfer_options){ .map = NULL }, &sum, &err),
		STATUS_REFUSED);
	transfer_summary_free(&sum);
}

static void who_may_not_is_told_once(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;
	struct error err;

	o->session.roles = 1u << RIGHT_ROLE_CADRE;
	assert_int_equal(
		transfer_import(&o->session, &person_type, ROSTER,
			&(struct transfer_options){ UNITS }, &sum, &err),
		STATUS_DENIED);
	assert_int_equal(sum.issues.count, 0);
	transfer_summary_free(&sum);
}

/* ---- out */

static enum status keep(void *arg, struct str *text, struct error *err)
{
	(void)err;
	str_add_bytes(arg, text->data, text->len_bytes);
	return STATUS_OK;
}

static void export(struct office *o, const struct record_type *type,
	enum transfer_format format, enum csv_charset charset, struct str *out)
{
	struct error err;
	const struct transfer_sink sink = { .take = keep, .arg = out };

	if (transfer_export(
		    &o->session, type, NULL, format, charset, &sink, &err))
		fail_msg("%s", err.what);
}

static void comes_back(
	struct office *o, const struct record_type *type, size_t lines)
{
	int64_t before = office_count(o, "SELECT max(seq) FROM journal");

	for (int charset = CSV_UTF8; charset <= CSV_GB18030; charset++)
		for (int update = 0; update <= 1; update++) {
			struct str text = STR_INIT;
			struct transfer_summary sum;

			export(o, type, TRANSFER_CSV, (enum csv_charset)charset,
				&text);
			enum status st = import(o, type, text.data,
				(struct transfer_options){ .update = update },
				&sum);
			if (st)
				fail_msg("%d: %s %s", sum.issues.item[0].line,
					sum.issues.item[0].text,
					sum.issues.item[0].found);
			assert_int_equal(sum.unchanged, lines);
			assert_int_equal(sum.made + sum.changed, 0);
			assert_int_equal(sum.form.charset, charset);
			transfer_summary_free(&sum);
			str_free(&text);
		}
	assert_int_equal(
		office_count(o, "SELECT max(seq) FROM journal"), before);
}

static void what_goes_out_comes_back(void **state)
{
	struct office *o = *state;

	comes_back(o, &person_type, 101);
	comes_back(o, &task_type, 42);
}

/* A figure, a formula, quotes, line ends: all of it in one task. */
static void hard_values_come_back(void **state)
{
	struct office *o = *state;
	int64_t id = assign_task(o, "农村改厕");
	struct str text = STR_INIT;

	office_act(o, "task.update", id,
		"aim==HYPERLINK(\"x\",\"y\") "
		"requirements=一、\"甲\"\n二、乙,丙 "
		"target=1234.5 measure=座 progress_kind=quantity");
	comes_back(o, &task_type, 42);
	export(o, &task_type, TRANSFER_CSV, CSV_UTF8, &text);
	assert_non_null(strstr(text.data, "\"'=HYPERLINK(\"\"x\"\""));
	assert_null(strstr(text.data, ",=HYPERLINK"));
	assert_null(strstr(text.data, "\"=HYPERLINK"));
	str_free(&text);
}

static void what_differs_is_counted(void **state)
{
	struct office *o = *state;
	struct transfer_summary sum;
	const char *text = "姓名,单位,职务\n兰云峰,乡领导班子,书记\n"
			   "覃新人,党政办,科员\n";

	assert_int_equal(
		import(o, &person_type, text,
			(struct transfer_options){ .update = false }, &sum),
		STATUS_INVALID);
	assert_int_equal(sum.issues.errors, 1);
	assert_int_equal(sum.issues.item[0].line, 2);
	transfer_summary_free(&sum);
	assert_int_equal(import(o, &person_type, text,
				 (struct transfer_options){
					 .update = true, .dry_run = true },
				 &sum),
		STATUS_OK);
	assert_true(sum.is_mixed);
	assert_int_equal(sum.made, 2);
	transfer_summary_free(&sum);
	assert_int_equal(
		import(o, &person_type, text,
			(struct transfer_options){ .update = true }, &sum),
		STATUS_OK);
	assert_int_equal(sum.made, 1);
	assert_int_equal(sum.changed, 1);
	assert_true(sum.seq > 0);
	transfer_summary_free(&sum);
}

static void json_is_json(void **state)
{
	struct office *o = *state;
	struct str text = STR_INIT;

	export(o, &task_type, TRANSFER_JSON, CSV_UTF8, &text);
	struct stmt *s = stmt_get(o->store, "SELECT json_array_length(:t)");
	stmt_bind_text(s, ":t", text.data);
	assert_int_equal(stmt_one_int(s, -1), 42);
	s = stmt_get(o->store, "SELECT json_extract(:t,'$[0].class')");
	stmt_bind_text(s, ":t", text.data);
	char *code = stmt_one_text(s);
	assert_string_equal(code, "core"); /* not the label */
	mem_free(code);
	str_free(&text);
}

int main(void)
{
#define EMPTY(t) cmocka_unit_test_setup_teardown(t, office_open, office_close)
#define FULL(t) cmocka_unit_test_setup_teardown(t, assign_open, office_close)
	const struct CMUnitTest tests[] = {
		EMPTY(headers_stand_anywhere),
		EMPTY(headers_are_mapped),
		EMPTY(a_needed_column_is_asked_for_once),
		EMPTY(every_fault_is_told_at_its_place),
		EMPTY(a_trial_writes_nothing),
		EMPTY(it_can_be_stopped),
		EMPTY(options_an_action_lacks_are_refused),
		EMPTY(who_may_not_is_told_once),
		FULL(what_goes_out_comes_back),
		FULL(hard_values_come_back),
		FULL(what_differs_is_counted),
		FULL(json_is_json),
	};

	return cmocka_run_group_tests_name("transfer", tests, NULL, NULL);
}
