/* A page that cannot be read: nobody draws what is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "stage.h"

struct page {
	bool *disk_is_gone;
	int *drawn;
};

static enum status page_open(
	struct screen *s, const void *arg, struct error *err)
{
	(void)err;
	memcpy(s->state, arg, sizeof(struct page));
	return STATUS_OK;
}

static enum status page_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct page *p = s->state;

	(void)rows, (void)cols;
	if (!*p->disk_is_gone)
		return STATUS_OK;
	return error_set(err, STATUS_IO, NULL, "The disk is gone.");
}

static void page_layout(struct screen *s, int rows, int cols)
{
	(void)rows, (void)cols;
	++*((struct page *)s->state)->drawn;
}

static void page_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	(void)c, (void)r;
	++*((const struct page *)s->state)->drawn;
}

static struct point page_cursor(const struct screen *s, struct rect r)
{
	++*((const struct page *)s->state)->drawn;
	return (struct point){ r.row, r.col };
}

static const struct screen_ops page = {
	.name = "page",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct page),
	.open = page_open,
	.reload = page_reload,
	.layout = page_layout,
	.draw = page_draw,
	.cursor = page_cursor,
};

static bool is_told(struct stage *g)
{
	struct str text = STR_INIT;

	canvas_text_dump(term_null_frame(g->term), &text);
	bool told = strstr(text.data, "The disk is gone.") != NULL;
	str_free(&text);
	return told;
}

static void goes_when_it_never_was_read(void **state)
{
	bool gone = true;
	int drawn = 0;
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *root = stack_top(g.st);
	stage_push(&g, &page, &(struct page){ &gone, &drawn });
	assert_ptr_equal(stack_top(g.st), root);
	assert_int_equal(drawn, 0);
	assert_true(is_told(&g));
	stage_close(&g);
}

static void keeps_what_it_has(void **state)
{
	bool gone = false;
	int drawn = 0;
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *s =
		stage_push(&g, &page, &(struct page){ &gone, &drawn });
	assert_int_equal(drawn, 3);
	gone = true;
	stage_keys(&g, "<F5>");
	assert_ptr_equal(stack_top(g.st), s);
	assert_int_equal(drawn, 6);
	assert_true(is_told(&g));
	stage_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_when_it_never_was_read),
		cmocka_unit_test(keeps_what_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
