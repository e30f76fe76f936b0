/* A line of text becomes a query, and tells what it did not understand. */
#include "assign_file.h"

#include "domain/filter.h"
#include "domain/light.h"
#include "domain/office/account.h"
#include "domain/office/unit.h"
#include "domain/transfer.h"

static enum status count_row(
	void *arg, int64_t id, const struct values *values, struct error *err)
{
	(void)id;
	(void)values;
	(void)err;
	++*(size_t *)arg;
	return STATUS_OK;
}

/* Rows of the filter; it must be understood. */
static size_t rows(
	struct office *o, const struct record_type *type, const char *text)
{
	struct filter filter;
	struct issues issues = { .item = NULL };
	struct error err;
	size_t n = 0;

	if (filter_read(&o->session, type, text, &filter, &issues))
		fail_msg("%s: %s", text, issues.item[0].text);
	if (transfer_each(&o->session, type, &filter, count_row, &n, &err))
		fail_msg("%s: %s", text, err.what);
	filter_free(&filter);
	issues_free(&issues);
	return n;
}

static int64_t first(
	struct office *o, const struct record_type *type, const char *text)
{
	struct filter filter;
	struct issues issues = { .item = NULL };
	struct query_page page = { .row = NULL };
	const struct field *const none[] = { NULL };
	struct error err;

	assert_int_equal(filter_read(&o->session, type, text, &filter, &issues),
		STATUS_OK);
	filter.query.columns = none;
	assert_int_equal(query_read(o->store, &filter.query, NULL, false, 1,
				 &page, &err),
		STATUS_OK);
	int64_t id = page.count ? page.row[0].id : 0;
	query_page_free(&page);
	filter_free(&filter);
	issues_free(&issues);
	return id;
}

/* It must not be understood: the word found, and what would be accepted. */
static void refused(struct office *o, const struct record_type *type,
	const char *text, const char *found, const char *accepted)
{
	struct filter filter;
	struct issues issues = { .item = NULL };

	assert_int_equal(filter_read(&o->session, type, text, &filter, &issues),
		STATUS_INVALID);
	assert_int_equal(issues.errors, 1);
	assert_string_equal(issues.item[0].found, found);
	if (!strstr(issues.item[0].accepted, accepted))
		fail_msg("%s: %s", text, issues.item[0].accepted);
	filter_free(&filter);
	issues_free(&issues);
}

static void words_are_parted(void **state)
{
	char **word;
	size_t n = filter_split("  a　b=\"c d\"  “e f” \"\" g\"h i\"", &word);

	(void)state;
	assert_int_equal(n, 5);
	assert_string_equal(word[0], "a");
	assert_string_equal(word[1], "b=c d");
	assert_string_equal(word[2], "e f");
	assert_string_equal(word[3], "");
	assert_string_equal(word[4], "gh i");
	filter_split_free(word, n);
	assert_int_equal(filter_split("", &word), 0);
	filter_split_free(word, 0);
	assert_int_equal(filter_split(NULL, &word), 0);
	filter_split_free(word, 0);
}

static void fields_are_compared(void **state)
{
	struct office *o = *state;

	assert_int_equal(rows(o, &person_type, ""), 101);
	assert_int_equal(rows(o, &person_type, "unit=党政办"), 4);
	assert_int_equal(rows(o, &person_type, "unit=党政办,财政所"), 6);
	assert_int_equal(rows(o, &person_type, "unit＝党政办，财政所"), 6);
	assert_int_equal(rows(o, &person_type, "unit=党政办 gender=female"), 2);
	assert_int_equal(rows(o, &person_type, "rank<=10"), 10);
	assert_int_equal(rows(o, &person_type, "rank≥10 rank≤12"), 3);
	assert_int_equal(rows(o, &person_type, "phone="), 10);
	assert_int_equal(rows(o, &person_type, "phone!="), 91);
	assert_int_equal(rows(o, &person_type, "limit=7"), 7);
	assert_int_equal(rows(o, &task_type, "due<=2026-10-31"),
		(size_t)office_count(o,
			"SELECT count(*) FROM task WHERE due<='2026-10-31'"));
	assert_int_equal(rows(o, &task_type, "co=红星村"),
		(size_t)office_count(o,
			"SELECT count(*) FROM share s JOIN unit u"
			" ON u.id=s.unit WHERE s.role=2 AND u.name='红星村'"));
	assert_int_equal(rows(o, &account_type, "roles=clerk,auditor"), 1);
	assert_int_equal(rows(o, &account_type, "roles=auditor"), 0);
	assert_int_equal(rows(o, &unit_type, "view=kind of=村"),
		rows(o, &unit_type, "view=kind of=3"));
}

static void words_are_found(void **state)
{
	struct office *o = *state;

	assert_int_equal(rows(o, &task_type, "农村改厕"), 1);
	assert_int_equal(rows(o, &task_type, "380座"), 1); /* in the goal */
	assert_int_equal(rows(o, &task_type, "380座 改厕"), 1);
	assert_int_equal(rows(o, &task_type, "380座 参保"), 0);
	assert_int_equal(rows(o, &person_type, "𠅤"), 1);
	/* a word is a value, never a piece of the statement */
	assert_int_equal(rows(o, &task_type, "\"') OR (1\""), 0);
	assert_int_equal(rows(o, &task_type, "_"), 0);
}

static void rows_are_ordered(void **state)
{
	struct office *o = *state;

	assert_int_equal(first(o, &person_type, "order=-rank"),
		office_count(o, "SELECT id FROM person ORDER BY rank DESC,"
				"id DESC LIMIT 1"));
	assert_int_equal(first(o, &person_type, "order=rank"), 1);
	assert_int_equal(first(o, &person_type, "order=-id"), 101);
}

static void what_is_not_understood_is_told(void **state)
{
	struct office *o = *state;

	refused(o, &person_type, "nosuch=1", "nosuch", "gender");
	refused(o, &person_type, "view=nosuch", "nosuch", "my_unit");
	refused(o, &person_type, "gender=x", "x", "male");
	refused(o, &person_type, "unit=没有的站", "没有的站", "");
	refused(o, &person_type, "rank<=", "rank", "");
	refused(o, &person_type, "rank!=5", "5", "");
	refused(o, &person_type, "rank<=5,6", "5,6", "");
	refused(o, &person_type, "limit=0", "0", "");
	refused(o, &person_type, "order=nosuch", "nosuch", "rank");
	refused(o, &person_type, "light=soon", "soon", "");
	refused(o, &task_type, "light=soon,nosuch", "nosuch", "overdue");
	refused(o, &task_type, "due>=2026-02-30", "2026-02-30", "");
	refused(o, &task_type, "view=unit", "unit", "");
	refused(o, &task_type, "of=1", "1", "unit");
	/* the statement is made of the tables alone */
	refused(o, &person_type, "name\" OR 1=x", "name OR 1", "");
}

/* light= in SQL says what light.h says, on every day of a task's life. */
static void lights_agree(void **state)
{
	static const char *const texts[] = { "o,100,105,110,121",
		"o,100,121,118,121", "o,100,100,100,101",
		"d,100,105,110,121,121", "d,100,105,110,121,120",
		"d,100,105,110,121", "s", "t", "n", "o,130,135,110,121" };
	struct office *o = *state;
	struct field light = { .name = "light", .sql = ":text" };
	const struct field fields[] = { light, { .name = NULL } };
	struct record_type type = { .table = { .name = "x", .fields = fields },
		.flags = RECORD_LIGHT };
	struct str sql = STR_INIT;
	struct str select = STR_INIT;

	assert_true(filter_light_sql(&type, &sql));
	str_addf(&select, "SELECT %s", sql.data);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (int today = 95; today < 135; today++) {
			struct stmt *s = stmt_get(
				o->store, stmt_keep(o->store, select.data));
			stmt_bind_text(s, ":text", texts[i]);
			stmt_offer_int(s, ":today", today);
			assert_int_equal(stmt_one_int(s, -1),
				light_of_text(texts[i], today, NULL));
		}
	str_free(&sql);
	str_free(&select);
	type.flags = 0;
	assert_false(filter_light_sql(&type, &sql));
}

static void lights_filter(void **state)
{
	struct office *o = *state;
	size_t all = 0;

	assert_int_equal(rows(o, &task_type, "light=none"), 42);
	for (const char *const *t = (const char *const[]){ "农村改厕",
		     "新农合参保缴费", "秋冬季畜禽防疫", NULL };
		*t; t++)
		office_act(
			o, "task.issue", assign_task(o, *t), "gap_reason=没有");
	assert_int_equal(rows(o, &task_type, "light=none"), 39);
	for (const struct choice *c = light_choices + 1; c->name; c++) {
		struct str text = STR_INIT;

		str_addf(&text, "light=%s", c->name);
		all += rows(o, &task_type, text.data);
		str_free(&text);
	}
	assert_int_equal(all, 3);
	assert_int_equal(first(o, &task_type, "light=overdue"),
		assign_task(o, "农村改厕"));
	assert_int_equal(rows(o, &task_type, "light=over view=all"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_parted),
		cmocka_unit_test_setup_teardown(
			fields_are_compared, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			words_are_found, assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			rows_are_ordered, assign_open, office_close),
		cmocka_unit_test_setup_teardown(what_is_not_understood_is_told,
			assign_open, office_close),
		cmocka_unit_test_setup_teardown(
			lights_agree, office_open, office_close),
		cmocka_unit_test_setup_teardown(
			lights_filter, assign_open, office_close),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
