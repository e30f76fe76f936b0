#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include "core/language.h"
#include "core/mem.h"
#include "tui/list.h"
#include "golden.h"

/* A table of records in the order of their keys; some may be gone. */
enum { ROWS_MAX = 5000 };
struct table {
	int count;
	bool gone[ROWS_MAX];
	int fetches, most; /* rows asked for at once */
};

static const struct {
	enum role role;
	const char *light, *name, *unit, *leader, *done, *due;
} sample[] = {
	{ ROLE_OVERDUE, "逾2", "二级路征地拆迁", "国土规划所", "蒙佩香",
		"62/62", "11-22" },
	{ ROLE_OVERDUE, "逾1", "秸秆禁烧", "环保站", "梁家梅", "2起", "11-23" },
	{ ROLE_SOON, "滞42", "农村改厕", "村建站", "龙庆源", "290/380",
		"12-10" },
	{ ROLE_OK, "正", "集镇污水处理厂建设", "村建站", "龙庆源", "5/8",
		"12-26" },
	{ ROLE_OK, "正", "城乡居民医保参保缴费（含特困供养人员代缴）", "合管办",
		"莫俊", "92%", "12-31" },
	{ ROLE_DONE, "完", "危房改造", "村建站", "龙庆源", "62/62", "11-05" },
};

static void add(struct list_rows *rows, int i)
{
	char key[16], number[32];
	size_t k = (size_t)i % (sizeof sample / sizeof *sample);

	snprintf(key, sizeof key, "%d", i);
	snprintf(number, sizeof number, "〔2026〕%d", i + 1);
	struct list_row *row = list_add(rows, 100 + i, key);
	list_set_light(row, sample[k].role, sample[k].light);
	list_add_cell(row, ROLE_TEXT, number);
	list_add_cell(row, ROLE_TEXT, sample[k].name);
	list_add_cell(row, ROLE_TEXT, sample[k].unit);
	list_add_cell(row, ROLE_TEXT, sample[k].leader);
	list_add_cell(row, ROLE_TEXT, sample[k].done);
	list_add_cell(row, ROLE_TEXT, sample[k].due);
	list_add_cell(row, ROLE_TEXT, "材料已到，下周进场");
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	struct table *t = arg;
	int step = way == LIST_AFTER ? 1 : -1;
	int i = from		    ? atoi(from->key) + step
		: way == LIST_AFTER ? 0
				    : t->count - 1;

	(void)err;
	t->fetches++;
	if (n > t->most)
		t->most = n;
	for (; n > 0 && i >= 0 && i < t->count; i += step)
		if (!t->gone[i]) {
			add(rows, i);
			n--;
		}
	return STATUS_OK;
}

static enum status find(
	void *arg, int64_t id, struct list_rows *rows, struct error *err)
{
	struct table *t = arg;

	if (id < 100 || id >= 100 + t->count || t->gone[id - 100])
		return error_set(err, STATUS_NOT_FOUND, NULL, "gone");
	add(rows, (int)id - 100);
	return STATUS_OK;
}

static enum status count(void *arg, int limit, int *n, struct error *err)
{
	struct table *t = arg;

	(void)err;
	*n = 0;
	for (int i = 0; i < t->count && *n < limit; i++)
		*n += !t->gone[i];
	return STATUS_OK;
}

static enum status all(void *arg, struct value_ids *ids, struct error *err)
{
	struct table *t = arg;

	(void)err;
	for (int i = 0; i < t->count; i++)
		if (!t->gone[i])
			value_ids_add(ids, 100 + i);
	return STATUS_OK;
}

static const struct list_column columns[] = {
	{ .title = "编号", .width_cols = 10, .drop = 2 },
	{ .title = "任务",
		.width_cols = 20,
		.min_cols = 12,
		.max_cols = 30,
		.grows = true },
	{ .title = "牵头单位", .width_cols = 10 },
	{ .title = "负责领导", .width_cols = 8, .drop = 1 },
	{ .title = "进度", .width_cols = 7, .side = FIT_RIGHT },
	{ .title = "时限", .width_cols = 5 },
	{ .title = "最近一次",
		.width_cols = 20,
		.min_cols = 16,
		.drop = 3,
		.grows = true },
};

struct fixture {
	struct table table;
	struct list list;
	struct canvas canvas;
};

static struct fixture *start(int rows, int cols, int records)
{
	struct fixture *f = mem_zero(1, sizeof *f);

	f->table.count = records;
	list_init(&f->list,
		&(struct list_source){ &f->table, fetch, find, count, all });
	f->list.light_cols = 4;
	list_set_columns(
		&f->list, columns, (int)(sizeof columns / sizeof *columns));
	list_set_empty(&f->list, "还没有任务。按 n 新建第一项，或从预学的目标"
				 "分解。");
	canvas_init(&f->canvas, rows, cols);
	assert_int_equal(list_reload(&f->list, rows, NULL), STATUS_OK);
	return f;
}

static struct rect whole(const struct fixture *f)
{
	return (struct rect){ 0, 0, f->canvas.rows, f->canvas.cols };
}

static void draw(struct fixture *f, const char *golden)
{
	list_layout(&f->list, f->canvas.cols);
	list_draw(&f->list, &f->canvas, whole(f));
	golden_check(&f->canvas, golden);
}

static void done(struct fixture *f)
{
	list_fini(&f->list);
	canvas_fini(&f->canvas);
	mem_free(f);
}

static void position_is(struct fixture *f, const char *wanted)
{
	struct str out = STR_INIT;

	list_print_position(&f->list, &out);
	assert_string_equal(out.data, wanted);
	str_free(&out);
}

static void looks_at_80x24(void **state)
{
	struct fixture *f = start(20, 80, 42);

	(void)state;
	list_command(&f->list, CMD_DOWN, 2);
	list_command(&f->list, CMD_MARK, 2);
	list_command(&f->list, CMD_UP, 1);
	draw(f, "list_80x24");
	struct point p = list_cursor(&f->list, (struct rect){ 2, 0, 20, 80 });
	assert_int_equal(p.row, 6);
	assert_int_equal(p.col, 0);
	position_is(f, "2 marked  1-19 / 42");
	done(f);
}

static void looks_at_other_sizes(void **state)
{
	struct fixture *f = start(12, 60, 42);

	(void)state;
	draw(f, "list_60x16");
	done(f);
	f = start(39, 132, 42);
	draw(f, "list_132x43");
	done(f);
	f = start(8, 80, 42);
	f->list.cursor_is_mark = true;
	draw(f, "list_mark");
	done(f);
}

static void empty_list_says_what_belongs_here(void **state)
{
	struct fixture *f = start(8, 40, 0);

	(void)state;
	draw(f, "list_empty");
	position_is(f, "");
	assert_null(list_current(&f->list));
	assert_int_equal(list_command(&f->list, CMD_DOWN, 1), HANDLED_NO);
	done(f);
}

static void many_downs_are_one_move(void **state)
{
	struct fixture *f = start(20, 80, 5000);

	(void)state;
	list_command(&f->list, CMD_DOWN, 20);
	assert_int_equal(list_id(&f->list), 120);
	list_command(&f->list, CMD_DOWN, 700);
	assert_int_equal(list_id(&f->list), 820);
	position_is(f, "703-721 / 1000+");
	list_command(&f->list, CMD_UP, 10000);
	assert_int_equal(list_id(&f->list), 100);
	position_is(f, "1-19 / 1000+");
	done(f);
}

static void window_stays_small(void **state)
{
	struct fixture *f = start(20, 80, 5000);

	(void)state;
	for (int i = 0; i < 4000; i++) {
		list_command(&f->list, CMD_DOWN, 1);
		assert_int_equal(list_id(&f->list), 101 + i);
		assert_true(f->list.rows.count <=
			    LIST_HELD_MAX + LIST_READ_AHEAD + 20);
	}
	for (int i = 4000; i > 0; i--) {
		assert_int_equal(list_id(&f->list), 100 + i);
		list_command(&f->list, CMD_UP, 1);
	}
	assert_true(f->table.fetches < 100);
	assert_true(f->table.most <= 120);
	done(f);
}

static void ends_and_pages(void **state)
{
	struct fixture *f = start(20, 80, 900);

	(void)state;
	list_command(&f->list, CMD_END, 1);
	assert_int_equal(list_id(&f->list), 999);
	position_is(f, "882-900 / 900");
	list_command(&f->list, CMD_PAGE_UP, 1);
	assert_int_equal(list_id(&f->list), 981);
	list_command(&f->list, CMD_HOME, 1);
	assert_int_equal(list_id(&f->list), 100);
	list_command(&f->list, CMD_PAGE_DOWN, 2);
	assert_int_equal(list_id(&f->list), 136);
	position_is(f, "37-55 / 900");
	list_command(&f->list, CMD_PAGE_DOWN, 1000000);
	assert_int_equal(list_id(&f->list), 999);
	done(f);
}

static void reload_keeps_the_record(void **state)
{
	struct fixture *f = start(20, 80, 5000);

	(void)state;
	list_command(&f->list, CMD_DOWN, 300);
	size_t offset = f->list.cursor - f->list.top;
	for (int i = 0; i < 5; i++)
		f->table.gone[i * 50] = true;
	assert_int_equal(list_reload(&f->list, 20, NULL), STATUS_OK);
	assert_int_equal(list_id(&f->list), 400);
	assert_int_equal(f->list.cursor - f->list.top, offset);
	/* the record itself goes: the next takes its place */
	f->table.gone[300] = f->table.gone[301] = true;
	list_reload(&f->list, 20, NULL);
	assert_int_equal(list_id(&f->list), 402);
	/* the last one goes: the one before */
	list_command(&f->list, CMD_END, 1);
	f->table.gone[4999] = true;
	list_reload(&f->list, 20, NULL);
	assert_int_equal(list_id(&f->list), 5098);
	/* all go */
	f->table.count = 0;
	list_reload(&f->list, 20, NULL);
	assert_null(list_current(&f->list));
	done(f);
}

static void restart_keeps_or_forgets(void **state)
{
	struct fixture *f = start(20, 80, 500);

	(void)state;
	list_command(&f->list, CMD_DOWN, 200);
	list_restart(&f->list, true);
	list_reload(&f->list, 20, NULL);
	assert_int_equal(list_id(&f->list), 300);
	list_restart(&f->list, true);
	f->table.gone[200] = true;
	list_reload(&f->list, 20, NULL);
	assert_int_equal(list_id(&f->list), 100);
	list_command(&f->list, CMD_DOWN, 30);
	list_restart(&f->list, false);
	list_reload(&f->list, 20, NULL);
	assert_int_equal(list_id(&f->list), 100);
	done(f);
}

static void select_goes_anywhere(void **state)
{
	struct fixture *f = start(20, 80, 5000);
	struct error err;

	(void)state;
	assert_int_equal(list_select(&f->list, 4000, NULL), STATUS_OK);
	assert_int_equal(list_id(&f->list), 4000);
	position_is(f, "/ 1000+");
	assert_int_equal(list_select(&f->list, 99999, &err), STATUS_NOT_FOUND);
	assert_int_equal(list_id(&f->list), 4000);
	list_command(&f->list, CMD_UP, 1);
	assert_int_equal(list_id(&f->list), 3999);
	done(f);
}

static void marks_follow_the_records(void **state)
{
	struct fixture *f = start(20, 80, 1500);

	(void)state;
	list_command(&f->list, CMD_MARK, 3);
	assert_int_equal(list_id(&f->list), 103);
	assert_true(list_is_marked(&f->list, 101));
	list_command(&f->list, CMD_UP, 2);
	list_command(&f->list, CMD_MARK, 1);
	assert_false(list_is_marked(&f->list, 101));
	assert_true(list_is_marked(&f->list, 102));
	f->table.gone[0] = true;
	list_reload(&f->list, 20, NULL);
	assert_int_equal(f->list.marks.count, 1);
	list_command(&f->list, CMD_MARK_ALL, 1);
	assert_int_equal(f->list.marks.count, 0);
	list_command(&f->list, CMD_MARK_ALL, 1);
	assert_int_equal(f->list.marks.count, 1499);
	assert_false(list_is_marked(&f->list, 100));
	done(f);
}

/* ---- today: read whole, in groups */

static void add_today(struct list_rows *rows, int64_t id, enum role role,
	const char *light, const char *what, const char *where,
	const char *note, const char *due)
{
	struct list_row *row = list_add(rows, id, NULL);

	list_set_light(row, role, light);
	list_add_cell(row, ROLE_TEXT, what);
	list_add_cell(row, ROLE_TEXT, where);
	list_add_cell(row, ROLE_TEXT, note);
	list_add_cell(row, ROLE_TEXT, due);
}

static enum status fetch_today(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	(void)arg, (void)err;
	assert_null(from);
	assert_int_equal(way, LIST_AFTER);
	assert_int_equal(n, LIST_WHOLE);
	struct list_row *row = list_add_other(rows, LIST_HEAD);
	list_add_cell(row, ROLE_STRONG, "等我办");
	list_add_cell(row, ROLE_TEXT, "2");
	add_today(rows, 1, ROLE_OVERDUE, "逾2", "办结核验",
		"二级路征地拆迁 / 国土规划所", "申请办结已2天", "限11-22");
	add_today(rows, 2, ROLE_OK, "正", "起草通报",
		"11月重点工作督查通报，含各村秸秆禁烧和改厕的滞后情况", NULL,
		"限11-30");
	row = list_add_other(rows, LIST_HEAD);
	list_add_cell(row, ROLE_STRONG, "全乡");
	list_add_cell(row, ROLE_TEXT, "42项");
	list_add_cell(row, ROLE_SOON, "滞5");
	list_add_cell(row, ROLE_OVERDUE, "逾3");
	row = list_add(rows, -5, NULL);
	list_add_cell(row, ROLE_TEXT, "5督");
	list_add_cell(row, ROLE_TEXT, "本月督查19次，问题11个，整改8个");
	row = list_add_other(rows, LIST_NOTE);
	list_add_cell(row, ROLE_LABEL, "滞后");
	list_add_cell(row, ROLE_TEXT, "较序时少33座，高岭村未动工");
	return STATUS_OK;
}

static const struct list_column today_columns[] = {
	{ .width_cols = 10 },
	{ .width_cols = 30, .min_cols = 16, .grows = true },
	{ .width_cols = 15, .drop = 1 },
	{ .width_cols = 8 },
};

static void groups_have_heads(void **state)
{
	struct list l;
	struct canvas c;
	struct str out = STR_INIT;

	(void)state;
	canvas_init(&c, 8, 80);
	list_init(&l, &(struct list_source){ .fetch = fetch_today });
	l.light_cols = 4;
	list_set_columns(&l, today_columns, 4);
	list_reload(&l, 8, NULL);
	assert_int_equal(list_id(&l), 1);
	list_command(&l, CMD_DOWN, 2);
	assert_int_equal(list_id(&l), -5);
	list_reload(&l, 8, NULL);
	assert_int_equal(list_id(&l), -5);
	list_command(&l, CMD_UP, 1);
	assert_int_equal(list_id(&l), 2);
	list_layout(&l, 80);
	list_draw(&l, &c, (struct rect){ 0, 0, 8, 80 });
	golden_check(&c, "list_groups");
	list_print_position(&l, &out);
	assert_string_equal(out.data, "1-3 / 3");
	/* two rows only: going up to the first shows its head */
	list_reload(&l, 2, NULL);
	list_command(&l, CMD_END, 1);
	list_command(&l, CMD_UP, 5);
	assert_int_equal(list_id(&l), 1);
	assert_int_equal(l.top, 0);
	str_free(&out);
	list_fini(&l);
	canvas_fini(&c);
}

/* ---- failures */

static enum status fetch_fails(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	bool *fails = arg;

	(void)way;
	if (*fails)
		return error_set(err, STATUS_IO, NULL, "the disk is gone");
	for (int i = 0; i < n; i++)
		list_add(rows, from ? from->id + 1 + i : i + 1, "k");
	return STATUS_OK;
}

static enum status find_any(
	void *arg, int64_t id, struct list_rows *rows, struct error *err)
{
	(void)arg, (void)err;
	list_add(rows, id, "k");
	return STATUS_OK;
}

static void failures_are_told(void **state)
{
	bool fails = false;
	struct error err = { 0 };
	struct list l;

	(void)state;
	list_init(&l, &(struct list_source){
			      &fails, fetch_fails, find_any, NULL, NULL });
	assert_int_equal(list_reload(&l, 10, &err), STATUS_OK);
	fails = true;
	list_command(&l, CMD_DOWN, 500);
	assert_int_equal(l.failure.status, STATUS_IO);
	assert_int_equal(list_id(&l), 110);
	assert_int_equal(list_reload(&l, 10, &err), STATUS_IO);
	assert_string_equal(err.what, "the disk is gone");
	list_fini(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_at_80x24),
		cmocka_unit_test(looks_at_other_sizes),
		cmocka_unit_test(empty_list_says_what_belongs_here),
		cmocka_unit_test(many_downs_are_one_move),
		cmocka_unit_test(window_stays_small),
		cmocka_unit_test(ends_and_pages),
		cmocka_unit_test(reload_keeps_the_record),
		cmocka_unit_test(restart_keeps_or_forgets),
		cmocka_unit_test(select_goes_anywhere),
		cmocka_unit_test(marks_follow_the_records),
		cmocka_unit_test(groups_have_heads),
		cmocka_unit_test(failures_are_told),
	};

	language_set(LANGUAGE_EN);
	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
