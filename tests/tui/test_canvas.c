#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/str.h"
#include "core/width.h"
#include "tui/canvas.h"

static void assert_row(const struct canvas *c, int row, const char *expect)
{
	struct str out = STR_INIT;

	canvas_text_dump(c, &out);
	char *line = out.data;
	while (row-- > 0)
		line = strchr(line, '\n') + 1;
	*strchr(line, '\n') = 0;
	assert_string_equal(line, expect);
	str_free(&out);
}

static void test_text_and_roles(void **state)
{
	struct canvas c;
	struct str out = STR_INIT;

	(void)state;
	canvas_init(&c, 2, 10);
	assert_int_equal(canvas_text(&c, 0, 1, 20, ROLE_HEAD, "a王芳b"), 7);
	canvas_text_dump(&c, &out);
	assert_string_equal(out.data, " a王芳b\n\n");
	str_clear(&out);
	canvas_role_dump(&c, &out);
	assert_string_equal(out.data, ".HHHHHH\n\n");
	assert_int_equal(canvas_at(&c, 0, 2)->code, 0x738b);
	assert_int_equal(canvas_at(&c, 0, 2)->width, 2);
	assert_int_equal(canvas_at(&c, 0, 3)->code, 0);
	assert_null(canvas_at(&c, 2, 0));
	assert_null(canvas_at(&c, 0, 10));
	str_free(&out);
	canvas_fini(&c);
}

static void test_never_beyond_the_last_column(void **state)
{
	struct canvas c;

	(void)state;
	canvas_init(&c, 3, 5);
	/* the third would stand half outside */
	assert_int_equal(canvas_text(&c, 0, 0, 99, ROLE_TEXT, "责任人"), 4);
	assert_row(&c, 0, "责任");
	assert_int_equal(canvas_text(&c, 1, 0, 3, ROLE_TEXT, "责任"), 2);
	assert_row(&c, 1, "责");
	canvas_text(&c, 2, -1, 99, ROLE_TEXT, "责任人");
	assert_row(&c, 2, " 任人");
	canvas_text(&c, -1, 0, 9, ROLE_TEXT, "x");
	canvas_text(&c, 9, 0, 9, ROLE_TEXT, "x");
	canvas_text(&c, 0, 0x7fffffff, 0x7fffffff, ROLE_TEXT, "x");
	canvas_fill(&c, 0, -0x7fffffff, 0x7fffffff, ROLE_BAR);
	assert_row(&c, 0, "责任");
	assert_true(canvas_is_sound(&c));
	canvas_fini(&c);
}

static void test_halves_are_healed(void **state)
{
	struct canvas c;

	(void)state;
	canvas_init(&c, 3, 8);
	canvas_text(&c, 0, 0, 8, ROLE_HEAD, "责任人");
	canvas_text(&c, 0, 1, 1, ROLE_TEXT, "x");
	assert_row(&c, 0, " x任人");
	assert_int_equal(canvas_at(&c, 0, 0)->role, ROLE_HEAD);
	canvas_text(&c, 1, 0, 8, ROLE_TEXT, "责任人");
	canvas_text(&c, 1, 1, 4, ROLE_TEXT, "好好");
	assert_row(&c, 1, " 好好");
	canvas_text(&c, 2, 0, 8, ROLE_TEXT, "责任人");
	canvas_fill(&c, 2, 3, 2, ROLE_TEXT);
	assert_row(&c, 2, "责");
	assert_true(canvas_is_sound(&c));
	canvas_fini(&c);
}

static void test_marks_and_hostile_text(void **state)
{
	struct canvas c;

	(void)state;
	canvas_init(&c, 2, 12);
	canvas_text(&c, 0, 0, 12, ROLE_TEXT, "e\u0301\u0302\u0303x");
	assert_int_equal(canvas_at(&c, 0, 0)->mark[0], 0x301);
	assert_int_equal(canvas_at(&c, 0, 0)->mark[1], 0x302);
	canvas_text(&c, 1, 0, 12, ROLE_TEXT, "a\033[2J\u202eb\xff");
	for (int col = 0; col < 12; col++) {
		uint32_t code = canvas_at(&c, 1, col)->code;

		assert_true(!code || width_of(code) > 0);
		assert_true(code != 0x1b && code != 0x202e);
	}
	assert_true(canvas_is_sound(&c));
	canvas_fini(&c);
}

static void test_what_is_measured_is_drawn(void **state)
{
	static const char *const text[] = { "", "abc", "责任", "a\tb\nc",
		"\u0301a", "\xe8\xb4", "a\033b", "👨‍👩‍👧",
		"\ue000" };
	struct canvas c;

	(void)state;
	canvas_init(&c, 1, 60);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		assert_int_equal(canvas_text(&c, 0, 0, 60, ROLE_TEXT, text[i]),
			width_text_cols(text[i]));
	canvas_fini(&c);
}

static void test_clip_nests(void **state)
{
	struct canvas c;

	(void)state;
	canvas_init(&c, 4, 10);
	struct rect all = canvas_clip(&c, (struct rect){ 1, 2, 2, 5 });
	struct rect outer = canvas_clip(&c, (struct rect){ 0, 3, 9, 99 });
	for (int row = 0; row < 4; row++)
		canvas_text(&c, row, 0, 10, ROLE_TEXT, "0123456789");
	canvas_unclip(&c, outer);
	canvas_text(&c, 2, 0, 10, ROLE_TEXT, "责任人责任");
	canvas_unclip(&c, all);
	assert_row(&c, 0, "");
	assert_row(&c, 1, "   3456");
	assert_row(&c, 2, "  任人6"); /* 责 at 6 would leave the clip */
	assert_row(&c, 3, "");
	canvas_fini(&c);
}

static void test_focus_keeps_lights_apart(void **state)
{
	struct canvas c;
	struct str out = STR_INIT;

	(void)state;
	canvas_init(&c, 1, 8);
	canvas_text(&c, 0, 0, 8, ROLE_TEXT, "> ");
	canvas_text(&c, 0, 2, 8, ROLE_OVERDUE, "逾");
	canvas_text(&c, 0, 4, 8, ROLE_SOON, "临");
	/* the edge of the row cuts no character's role in two */
	canvas_focus(&c, 0, 0, 5);
	canvas_role_dump(&c, &out);
	assert_string_equal(out.data, "FFVVUU\n");
	assert_true(canvas_is_sound(&c));
	str_free(&out);
	canvas_fini(&c);
}

/* Whatever is drawn in whatever order, characters stay whole. */
static void test_always_sound(void **state)
{
	static const char *const text[] = { "责任人", "a责b任", "e\u0301责",
		"abc", "\U00031350\U0002ebf0", "—“”·", "\033\u202e\xe8" };
	struct canvas c;
	unsigned seed = 7;

	(void)state;
	canvas_init(&c, 3, 17);
	for (int i = 0; i < 200000; i++) {
		int row = (int)(rand_r(&seed) % 5) - 1;
		int col = (int)(rand_r(&seed) % 24) - 4;
		int cols = (int)(rand_r(&seed) % 20) - 1;
		enum role role = (enum role)(rand_r(&seed) % ROLE_COUNT);
		const char *t = text[rand_r(&seed) % 7];
		struct rect before = canvas_clip(
			&c, (struct rect){ (int)(rand_r(&seed) % 3) - 1,
				    (int)(rand_r(&seed) % 9) - 1, 3,
				    (int)(rand_r(&seed) % 17) });

		switch (rand_r(&seed) % 5) {
		case 0:
			canvas_fill(&c, row, col, cols, role);
			break;
		case 1:
			canvas_role(&c, row, col, cols, role);
			break;
		case 2:
			canvas_focus(&c, row, col, cols);
			break;
		case 3:
			canvas_text_right(&c, row, col, cols, role, t);
			break;
		default:
			canvas_text(&c, row, col, cols, role, t);
		}
		canvas_unclip(&c, before);
		if (!canvas_is_sound(&c))
			fail_msg("unsound after step %d", i);
	}
	canvas_fini(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_and_roles),
		cmocka_unit_test(test_never_beyond_the_last_column),
		cmocka_unit_test(test_halves_are_healed),
		cmocka_unit_test(test_marks_and_hostile_text),
		cmocka_unit_test(test_what_is_measured_is_drawn),
		cmocka_unit_test(test_clip_nests),
		cmocka_unit_test(test_focus_keeps_lights_apart),
		cmocka_unit_test(test_always_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
