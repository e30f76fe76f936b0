#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/date.h"
#include "core/language.h"
#include "tui/grid.h"
#include "stage.h"

/* Reports of villages: this time and a note are typed, the gap follows. */
static const struct field now = {
	.number = 1, .name = "now", .type = FIELD_INT
};
static const struct field note = {
	.number = 2, .name = "note", .type = FIELD_TEXT, .max = 20
};
enum { UNIT, TARGET, BEFORE, NOW, GAP, NOTE, COLUMNS };

static const struct grid_column columns[COLUMNS] = {
	[UNIT] = { .is = { .title = "单位", .width_cols = 10 } },
	[TARGET] = { .is = { .title = "目标",
			     .width_cols = 5,
			     .side = FIT_RIGHT } },
	[BEFORE] = { .is = { .title = "上次",
			     .width_cols = 5,
			     .side = FIT_RIGHT,
			     .drop = 1 } },
	[NOW] = { .is = { .title = "本次", .width_cols = 6, .side = FIT_RIGHT },
		.field = &now },
	[GAP] = { .is = { .title = "差额",
			  .width_cols = 5,
			  .side = FIT_RIGHT } },
	[NOTE] = { .is = { .title = "说明",
			   .width_cols = 16,
			   .min_cols = 10,
			   .max_cols = 40,
			   .grows = true },
		.field = &note },
};

static const struct {
	enum role role;
	const char *light, *cell[COLUMNS];
} villages[] = {
	{ ROLE_OK, "正", { "红星村", "40", "36", NULL, NULL, NULL } },
	{ ROLE_OK, "正", { "青龙村", "45", "40", NULL, NULL, NULL } },
	{ ROLE_SOON, "滞10", { "大坪村", "80", "60", NULL, NULL, NULL } },
	{ ROLE_SOON, "滞17", { "新民村", "20", NULL, NULL, NULL, NULL } },
};
enum { VILLAGES = sizeof villages / sizeof *villages };

struct page {
	struct grid grid;
	int saves;
};

static struct grid *grid_of(const struct screen *s)
{
	return &((struct page *)s->state)->grid;
}

static enum status read(void *arg, const struct field *f, const char *text,
	struct value *out, struct issue *issue)
{
	struct value_context c = { .today = date_of(2026, 11, 24) };

	(void)arg;
	return value_parse(f, text, &c, out, issue);
}

static bool last(void *arg, int64_t id, const struct field *f, struct str *text)
{
	const char *before = villages[id].cell[BEFORE];

	(void)arg;
	if (f != &now || !before)
		return false;
	str_add(text, before);
	return true;
}

static void changed(void *arg, size_t row, int column)
{
	struct grid *g = grid_of(arg);
	const char *text = grid_text(g, row, NOW);
	char gap[16];

	if (column != NOW)
		return;
	snprintf(gap, sizeof gap, "%d",
		atoi(grid_text(g, row, TARGET)) - atoi(text));
	grid_set_text(g, row, GAP, *text ? gap : "");
}

static void paste(void *arg, const char *lines)
{
	struct grid *g = grid_of(arg);
	char *copy = mem_text(lines);
	char *next = NULL;

	for (char *line = strtok_r(copy, "\n", &next); line;
		line = strtok_r(NULL, "\n", &next)) {
		char *number = strchr(line, ' ');

		assert_non_null(number);
		*number++ = 0;
		size_t row = grid_row_named(g, line);
		if (row == SIZE_MAX)
			continue;
		grid_set_text(g, row, NOW, number);
		changed(arg, row, NOW);
	}
	mem_free(copy);
}

static void save(void *arg)
{
	((struct page *)((struct screen *)arg)->state)->saves++;
}

static enum status open(struct screen *s, const void *arg, struct error *err)
{
	static const char *const total[COLUMNS] = { "合计", "185", "136" };
	struct grid *g = grid_of(s);

	(void)arg, (void)err;
	grid_init(g,
		&(struct grid_owner){ s, read, last, changed, paste, save },
		columns, COLUMNS);
	for (int i = 0; i < VILLAGES; i++) {
		size_t row = grid_add(g, i, villages[i].cell);

		grid_set_light(g, row, villages[i].role, villages[i].light);
	}
	grid_set_fixed(g, grid_add(g, 0, total));
	return STATUS_OK;
}

static void close(struct screen *s)
{
	grid_fini(grid_of(s));
}

static void hint(const struct screen *s, struct str *out)
{
	grid_print_hint(grid_of(s), out);
}

static void layout(struct screen *s, int rows, int cols)
{
	grid_layout(grid_of(s), rows, cols);
}

static void draw(const struct screen *s, struct canvas *c, struct rect r)
{
	grid_draw(grid_of(s), c, r);
}

static struct point cursor(const struct screen *s, struct rect r)
{
	return grid_cursor(grid_of(s), r);
}

static const struct command *focus(const struct screen *s)
{
	(void)s;
	return grid_commands;
}

static enum handled command(struct screen *s, int cmd, int times)
{
	return grid_command(grid_of(s), cmd, times);
}

static enum handled key(struct screen *s, uint32_t k)
{
	return grid_key(grid_of(s), k);
}

static enum handled text(struct screen *s, const char *utf8, bool pasted)
{
	return grid_write(grid_of(s), utf8, pasted);
}

static const struct screen_ops page_ops = {
	.name = "reports",
	.kind = SCREEN_FORM,
	.state_size = sizeof(struct page),
	.open = open,
	.close = close,
	.hint = hint,
	.layout = layout,
	.draw = draw,
	.cursor = cursor,
	.focus = focus,
	.command = command,
	.key = key,
	.text = text,
};

static void looks_at(int rows, int cols, const char *golden)
{
	struct stage g;

	stage_open(&g, rows, cols);
	stage_push(&g, &page_ops, NULL);
	stage_keys(&g, "38<Enter>4x<Enter>");
	stage_golden(&g, golden);
	stage_close(&g);
}

static void looks(void **state)
{
	(void)state;
	looks_at(24, 80, "grid_80x24");
	looks_at(16, 60, "grid_60x16");
	looks_at(43, 132, "grid_132x43");
}

static void enter_goes_down_and_saves(void **state)
{
	struct stage g;
	struct value v;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "38<Enter>=60<Enter><Enter>");
	assert_string_equal(grid_text(&p->grid, 0, NOW), "38");
	assert_string_equal(grid_text(&p->grid, 0, GAP), "2");
	assert_string_equal(grid_text(&p->grid, 1, NOW), "40");
	assert_string_equal(grid_text(&p->grid, 1, GAP), "5");
	assert_string_equal(grid_text(&p->grid, 2, NOW), "60");
	assert_int_equal(p->saves, 0);
	stage_keys(&g, "<Enter>");
	assert_int_equal(p->saves, 1);
	assert_int_equal(grid_value(&p->grid, 2, NOW, &v, NULL), STATUS_OK);
	assert_int_equal(v.number, 60);
	assert_int_equal(grid_value(&p->grid, 3, NOW, &v, NULL), STATUS_OK);
	assert_int_equal(v.kind, VALUE_NULL);
	assert_true(grid_is_changed(&p->grid, 0, NOW));
	assert_false(grid_is_changed(&p->grid, 3, NOW));
	stage_close(&g);
}

static void same_is_typed_in_any_width(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "==＝");
	assert_int_equal(p->grid.cursor, 3);
	assert_string_equal(grid_text(&p->grid, 2, NOW), "60");
	/* nothing stood there: it stays, and says so */
	stage_keys(&g, "=");
	assert_int_equal(p->grid.cursor, 3);
	assert_string_equal(
		p->grid.notice.data, "Nothing stood here last time.");
	stage_keys(&g, "1=");
	assert_string_equal(grid_text(&p->grid, 3, NOW), "1=");
	stage_close(&g);
}

static void wrong_cells_stand_in_the_way_of_saving_only(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "<Down*2>六十<Down>20<F2>");
	assert_int_equal(p->saves, 0);
	assert_int_equal(p->grid.cursor, 2);
	assert_string_equal(grid_text(&p->grid, 2, NOW), "六十");
	stage_keys(&g, "<C-u>60<F2>");
	assert_int_equal(p->saves, 1);
	stage_close(&g);
}

static void tab_walks_the_cells(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "38<Tab>雨天<Tab>40<S-Tab*3>");
	assert_string_equal(grid_text(&p->grid, 0, NOTE), "雨天");
	assert_string_equal(grid_text(&p->grid, 1, NOW), "40");
	/* before the first cell is `save`, after it the first again */
	assert_int_equal(p->grid.cursor, p->grid.count);
	stage_keys(&g, "<Tab>");
	assert_int_equal(p->grid.cursor, 0);
	assert_int_equal(p->grid.at, NOW);
	/* up from `save` passes over the total */
	stage_keys(&g, "<Down*9>");
	assert_int_equal(p->grid.cursor, p->grid.count);
	stage_keys(&g, "<Up>");
	assert_int_equal(p->grid.cursor, 3);
	stage_keys(&g, "<Up*9>");
	assert_int_equal(p->grid.cursor, 0);
	stage_close(&g);
}

static void all_as_last_time(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "<Down>41<C-t>");
	assert_string_equal(grid_text(&p->grid, 0, NOW), "36");
	assert_string_equal(grid_text(&p->grid, 1, NOW), "41");
	assert_string_equal(grid_text(&p->grid, 2, NOW), "60");
	assert_string_equal(grid_text(&p->grid, 3, NOW), "");
	assert_string_equal(grid_text(&p->grid, 2, GAP), "20");
	assert_true(grid_is_dirty(&p->grid));
	stage_close(&g);
}

static void pasted_lines_find_their_rows(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "<Paste>大坪 66\n红星村委会 39\n村 1\n不在 2\n</Paste>");
	assert_string_equal(grid_text(&p->grid, 2, NOW), "66");
	assert_string_equal(grid_text(&p->grid, 0, NOW), "39");
	assert_string_equal(grid_text(&p->grid, 1, NOW), "");
	assert_string_equal(grid_text(&p->grid, 3, NOW), "");
	stage_keys(&g, "<Enter>");
	assert_string_equal(grid_text(&p->grid, 0, NOW), "39");
	stage_close(&g);
}

static void keys_are_consistent(void **state)
{
	struct stage g;
	struct str faults = STR_INIT;

	(void)state;
	stage_open(&g, 24, 80);
	struct command_chain chain =
		stack_chain(stage_push(&g, &page_ops, NULL));
	command_check(&chain, &faults);
	assert_string_equal(faults.data, "");
	str_free(&faults);
	stage_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks),
		cmocka_unit_test(enter_goes_down_and_saves),
		cmocka_unit_test(same_is_typed_in_any_width),
		cmocka_unit_test(wrong_cells_stand_in_the_way_of_saving_only),
		cmocka_unit_test(tab_walks_the_cells),
		cmocka_unit_test(all_as_last_time),
		cmocka_unit_test(pasted_lines_find_their_rows),
		cmocka_unit_test(keys_are_consistent),
	};

	language_set(LANGUAGE_EN);
	return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
