/*
 * Figures collected: ten villages in twelve keys, or pasted; each share is
 * journaled by itself in the name of whoever answers for it.
 */
#include "township.h"

#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "store/journal.h"

#define TASK "新农保续保扩面"

static int64_t task_of(struct township *t)
{
	return township_id(t, "SELECT id FROM task WHERE title=:name", TASK);
}

static int64_t share_of(struct township *t, const char *unit)
{
	struct stmt *s = stmt_get(t->store,
		"SELECT s.id FROM share s JOIN unit u ON u.id=s.unit"
		" WHERE s.task=:task AND u.name=:unit");

	stmt_bind_int(s, ":task", task_of(t));
	stmt_bind_text(s, ":unit", unit);
	int64_t id = stmt_one_int(s, 0);
	assert_true(id > 0);
	return id;
}

static int64_t progress_of(struct township *t, const char *unit)
{
	return record_int(t->store, &share_type.table, share_of(t, unit),
		&share_fields[SHARE_PROGRESS]);
}

static int64_t newest_report_same(struct township *t, const char *unit)
{
	return record_int(t->store, &report_type.table,
		report_last(t->store, share_of(t, unit)),
		&report_fields[REPORT_SAME]);
}

/* From the list of tasks: find it, open it, its figures. */
static void open_figures(struct township *t)
{
	township_sit(t, CLERK, 24, 80);
	township_keys(t, "<F3>" TASK "<Enter><C-t>");
	township_shows(t, "收报数");
	township_shows(t, "红星村");
}

static void ten_villages_in_twelve_keys(void **state)
{
	struct township *t = *state;
	unsigned char hash[32];
	int64_t before = journal_head(t->store, hash);
	int64_t last = progress_of(t, "红星村");

	open_figures(t);
	/* ^T opened it; the lead owes none: Enter, ten times a figure with
	 * Enter or =, which goes down by itself, then F2 */
	township_keys(t, "<Enter>=600<Enter>600<Enter>700<Enter>800"
			 "<Enter>800<Enter>800<Enter>700<Enter>900<Enter>"
			 "700<F2>");
	township_hides(t, "收报数");
	assert_int_equal(journal_head(t->store, hash), before + 10);
	assert_int_equal(progress_of(t, "红星村"), last);
	assert_int_equal(newest_report_same(t, "红星村"), 1);
	assert_int_equal(progress_of(t, "青龙村"), 60000);
	assert_int_equal(newest_report_same(t, "青龙村"), 0);
	assert_int_equal(progress_of(t, "三合村"), 70000);
}

static void each_in_his_own_name(void **state)
{
	struct township *t = *state;
	struct journal_row row;
	unsigned char hash[32];
	int64_t head = journal_head(t->store, hash);
	int64_t typist =
		township_id(t, "SELECT id FROM person WHERE name=:name", CLERK);
	int64_t before = 0;

	for (int64_t seq = head - 9; seq <= head; seq++) {
		assert_int_equal(
			journal_read(t->store, seq, &row, NULL), STATUS_OK);
		assert_string_equal(row.verb, "share.report");
		assert_int_equal(row.typist, typist);
		assert_true(row.person && row.person != typist);
		assert_true(row.person != before); /* every village its own */
		before = row.person;
		journal_row_free(&row);
	}
}

static void undone_as_one(void **state)
{
	struct township *t = *state;
	struct error err = { STATUS_OK, "", "" };
	struct str findings = STR_INIT;

	township_keys(t, "<C-u><Enter>");
	assert_true(progress_of(t, "青龙村") != 60000);
	assert_true(progress_of(t, "三合村") != 70000);
	store_set_mode(t->store, STORE_DOOR); /* screens read as viewers */
	if (store_verify(t->store, NULL, &findings, &err))
		fail_msg("%s%s", findings.data, err.what);
	str_free(&findings);
}

static void pasted_lines_find_their_rows(void **state)
{
	struct township *t = *state;

	open_figures(t);
	township_keys(t, "<Paste>河口村 699 全部上门\n板栗 777\n"
			 "不存在村 3\n\n三合村：655\n</Paste>");
	township_shows(t, "不存在村 3"); /* not lost, not guessed */
	township_keys(t, "<Enter>");
	township_shows(t, "699");
	township_shows(t, "全部上门");
	township_keys(t, "<F2>");
	township_hides(t, "收报数");
	assert_int_equal(progress_of(t, "河口村"), 69900);
	assert_int_equal(progress_of(t, "板栗村"), 77700);
	assert_int_equal(progress_of(t, "三合村"), 65500);
	township_keys(t, "<C-u><Enter>");
}

static void warned_before_it_is_saved(void **state)
{
	struct township *t = *state;
	int64_t last = progress_of(t, "红星村");

	open_figures(t);
	township_keys(t, "<Enter>1<F2>"); /* less than last time */
	township_shows(t, "仍然保存");
	township_keys(t, "<Esc>");
	assert_int_equal(progress_of(t, "红星村"), last);
	township_shows(t, "收报数"); /* what was typed is still there */
	township_keys(t, "<Esc>");
	assert_int_equal(progress_of(t, "红星村"), last);
}

static void leaving_keeps_a_draft(void **state)
{
	struct township *t = *state;

	open_figures(t);
	township_shows(t, "上次没存的已接着填上");
	township_keys(t, "<F2>");
	township_shows(t, "仍然保存"); /* the 1 is there again */
	township_keys(t, "<Enter>");
	assert_int_equal(progress_of(t, "红星村"), 100);
	township_keys(t, "<C-u><Enter>");
	open_figures(t);
	township_hides(t, "上次没存的已接着填上");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_villages_in_twelve_keys),
		cmocka_unit_test(each_in_his_own_name),
		cmocka_unit_test(undone_as_one),
		cmocka_unit_test(pasted_lines_find_their_rows),
		cmocka_unit_test(warned_before_it_is_saved),
		cmocka_unit_test(leaving_keeps_a_draft),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
