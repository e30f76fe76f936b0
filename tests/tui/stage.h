/*
 * stage.h: a stack over a terminal in memory, to play a screen's part on. The
 * page at the root draws nothing and remembers the answers it is given.
 */
#ifndef TESTS_TUI_STAGE_H
#define TESTS_TUI_STAGE_H

#include <stdio.h>
#include "core/mem.h"
#include "core/str.h"
#include "tui/loop.h"
#include "tui/stack.h"
#include "golden.h"

struct stage {
	struct stack *st;
	struct term *term;
	int answers;
	struct answer answer; /* the last; .text is in .text below */
	struct str text;
};

static void stage_answer(struct screen *s, int tag, const struct answer *a)
{
	struct stage *g = stack_app_arg(s->stack);

	(void)tag;
	g->answers++;
	g->answer = *a;
	str_clear(&g->text);
	str_add(&g->text, a->text);
}

static void stage_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	(void)s;
	for (int i = 0; i < r.rows; i++)
		canvas_text(c, r.row + i, 0, r.cols, ROLE_DIM,
			"乡镇重点工作乡镇重点工作乡镇重点工作乡镇重点工作乡镇重"
			"点工作乡镇重点工作乡镇重点");
}

static const struct screen_ops stage_root = {
	.name = "root",
	.kind = SCREEN_PAGE,
	.draw = stage_draw,
	.answer = stage_answer,
};

static void stage_step(void *arg, struct stack *st, int step)
{
	(void)arg, (void)step;
	stack_push(st, &stage_root, NULL, 0);
}

static void stage_open(struct stage *g, int rows, int cols)
{
	struct stack_app app = { .arg = g, .step = stage_step };

	*g = (struct stage){ .text = STR_INIT };
	g->term = term_open_null(rows, cols);
	g->st = stack_new(&app, g->term);
	stack_step(g->st, 0);
	assert_true(loop_script(g->st, ""));
}

static void stage_close(struct stage *g)
{
	stack_free(g->st);
	term_close(g->term);
	str_free(&g->text);
}

static struct screen *stage_push(
	struct stage *g, const struct screen_ops *ops, const void *arg)
{
	struct screen *s = stack_push(g->st, ops, arg, 1);

	assert_non_null(s);
	assert_true(loop_script(g->st, ""));
	return s;
}

static void stage_keys(struct stage *g, const char *script)
{
	assert_true(loop_script(g->st, script));
}

__attribute__((unused)) static void stage_golden(
	struct stage *g, const char *name)
{
	golden_check(term_null_frame(g->term), name);
}

#endif
