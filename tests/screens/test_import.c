/*
 * Both lists of a township by keys alone into an empty file: seen first,
 * what is not recognised is said by a picker and remembered, undone as one.
 */
#include "township.h"

#include <sys/stat.h>
#include "domain/office/setup.h"
#include "domain/office/value.h"

#define GOLDEN_DIR "tests/screens/golden"
#include "../tui/golden.h"

static int empty_make(void **state)
{
	struct township *t = mem_zero(1, sizeof *t);
	struct error err = { .status = STATUS_OK };
	char os_user[64];

	setenv("LIUBU_TODAY", TOWNSHIP_DAY, 1);
	language_set(LANGUAGE_ZH);
	t->day = TOWNSHIP_DAY;
	strcpy(t->dir, "/tmp/liubu-import-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	snprintf(t->path, sizeof t->path, "%s/t.db", t->dir);
	if (store_create(t->path, record_setup(), &err) ||
		store_open(t->path, record_setup(), &t->store, &err) ||
		office_init(t->store, "清溪乡",
			session_os_user(os_user, sizeof os_user), LANGUAGE_ZH,
			&err))
		fail_msg("%s", err.what);
	setenv("HOME", t->dir, 1);
	*state = t;
	return 0;
}

/* Who founded the file; the picker begins in the folder of the lists. */
static void sits(struct township *t, const char *folder)
{
	struct error err = { .status = STATUS_OK };

	if (t->app)
		township_leave(t);
	assert_int_equal(session_open(&t->session, t->store, &err), STATUS_OK);
	strcpy(t->session.name, "clerk");
	t->term = term_open_null(24, 80);
	t->app = screens_open(&t->session, t->term);
	assert_true(loop_script(screens_stack(t->app), ""));
	assert_int_equal(chdir(folder), 0);
}

static int64_t count(struct township *t, const char *sql)
{
	return stmt_one_int(stmt_get(t->store, sql), -1);
}

#define PEOPLE "SELECT count(*) FROM person"
#define TASKS "SELECT count(*) FROM task"
#define SHARES "SELECT count(*) FROM share"

static void golden(struct township *t, const char *from, const char *name)
{
	assert_int_equal(chdir(from), 0);
	golden_check(term_null_frame(t->term), name);
}

static void people_by_keys(void **state)
{
	struct township *t = *state;

	sits(t, "data");
	township_keys(t, "g干部<Enter>b1");
	township_shows(t, "干部花名册.csv");
	township_shows(t, "姓名");
	golden(t, "..", "import_units_80x24"); /* none are there yet */
	assert_int_equal(count(t, PEOPLE), 0);
	township_keys(t, "<F2>");
	assert_int_equal(count(t, PEOPLE), 0);
	township_keys(t, "<Down><Down><Enter>"); /* make them */
	golden(t, ".", "import_80x24");
	assert_int_equal(count(t, PEOPLE), 0);
	township_keys(t, "<F2>");
	golden(t, ".", "imported_80x24");
	assert_int_equal(count(t, PEOPLE), 101);
}

static void tasks_by_keys(void **state)
{
	struct township *t = *state;

	sits(t, "data");
	township_keys(t, "<Esc>g任务<Enter>b2<F2>");
	golden(t, "..", "imported_tasks_80x24");
	assert_int_equal(count(t, TASKS), 42);
	assert_int_equal(count(t, SHARES), 332);
	township_keys(t, "u<Enter>");
	assert_int_equal(count(t, TASKS), 0);
	assert_int_equal(count(t, PEOPLE), 101);
}

static void write_list(struct township *t, const char *name, const char *text)
{
	char path[160];

	snprintf(path, sizeof path, "%s/%s", t->dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

#define HEADERS "工作任务,牵头单位,搞定的日子\n"

static void what_is_not_recognised(void **state)
{
	struct township *t = *state;

	write_list(t, "一.csv", HEADERS "修水渠,水利站,2026-12-20\n");
	write_list(t, "二.csv",
		HEADERS "修桥,村建站,2026-12-21\n"
			"修路,没有的站,2026-12-22\n");
	sits(t, t->dir);
	township_keys(t, "3<Enter>b1");
	township_shows(t, "搞定的日子");
	township_shows(t, "不取");
	township_keys(t, "<Down*5><Enter>");
	township_keys(t, "时限<Enter>");
	township_hides(t, "不取");
	township_keys(t, "<F2>");
	assert_int_equal(count(t, TASKS), 1);
	assert_int_equal(count(t, TASKS " WHERE due='2026-12-20'"), 1);
	/* the next list of that kind is understood; its bad line is told */
	township_keys(t, "<Esc>b2");
	township_hides(t, "不取");
	township_shows(t, "没有的站");
	township_shows(t, "第3行第2列");
	township_keys(t, "<F2>");
	assert_int_equal(count(t, TASKS), 1);
	char *field = value_header(t->store, "task", "搞定的日子");
	assert_string_equal(field, "due");
	mem_free(field);
}

static void shared_use_has_no_paths(void **state)
{
	struct township *t = *state;

	sits(t, t->dir);
	township_keys(t, "3<Enter>b/et");
	township_shows(t, "etc/");
	township_leave(t);
	store_set_mode(t->store, STORE_DOOR);
	assert_int_equal(
		store_set_meta(t->store, "shared", "yes", NULL), STATUS_OK);
	sits(t, t->dir);
	township_keys(t, "3<Enter>b/et");
	township_hides(t, "etc/");
	township_keys(t, "<C-u>");
	township_shows(t, "一.csv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_by_keys),
		cmocka_unit_test(tasks_by_keys),
		cmocka_unit_test(what_is_not_recognised),
		cmocka_unit_test(shared_use_has_no_paths),
	};

	return cmocka_run_group_tests(tests, empty_make, township_remove);
}
