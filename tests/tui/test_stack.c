#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "tui/loop.h"
#include "tui/stack.h"

/*
 * An application of numbered lines: a list, a form with one field, a
 * question. What happens to it is written into a log.
 */
struct app {
	struct stack *st;
	struct term *term;
	struct str log;
	int records; /* rows of the list */
	int reloads, changes, idles;
	bool changed, concerned, refuse_open;
};

static struct app *app_of(const struct screen *s)
{
	return stack_app_arg(s->stack);
}

/* ---- the question */

static const struct command ask_commands[] = {
	{ .id = CMD_OPEN },
	{ 0 },
};

static enum handled ask_command(struct screen *s, int cmd, int times)
{
	(void)times;
	if (cmd != CMD_OPEN)
		return HANDLED_NO;
	stack_answer(s, &(struct answer){ .given = true, .number = 1 });
	return HANDLED_YES;
}

static enum handled ask_key(struct screen *s, uint32_t key)
{
	if (key < '1' || key > '9')
		return HANDLED_NO;
	stack_answer(
		s, &(struct answer){ .given = true, .number = (int)key - '0' });
	return HANDLED_YES;
}

static void ask_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	(void)s;
	canvas_text(c, r.row + 3, 20, 30, ROLE_BAR, " sure? ");
}

static const struct screen_ops ask_ops = {
	.name = "ask",
	.kind = SCREEN_ASK,
	.commands = ask_commands,
	.command = ask_command,
	.key = ask_key,
	.draw = ask_draw,
};

/* ---- the form */

struct form {
	struct str typed;
};

static enum status form_open(
	struct screen *s, const void *arg, struct error *err)
{
	struct form *f = s->state;

	(void)arg;
	if (app_of(s)->refuse_open)
		return error_set(
			err, STATUS_DENIED, "Ask the head.", "Not for you.");
	f->typed = (struct str)STR_INIT;
	return STATUS_OK;
}

static void form_close(struct screen *s)
{
	struct form *f = s->state;

	str_addf(&app_of(s)->log, "closed(%s) ", f->typed.data);
	str_free(&f->typed);
}

static enum handled form_text(struct screen *s, const char *text, bool pasted)
{
	struct form *f = s->state;

	str_addf(&f->typed, pasted ? "{%s}" : "%s", text);
	return HANDLED_YES;
}

static enum handled form_key(struct screen *s, uint32_t key)
{
	struct form *f = s->state;

	if (key != KEY_BACKSPACE)
		return HANDLED_NO;
	str_cut(&f->typed, f->typed.len_bytes ? f->typed.len_bytes - 1 : 0);
	return HANDLED_YES;
}

static enum handled form_command(struct screen *s, int cmd, int times)
{
	struct form *f = s->state;

	(void)times;
	if (cmd != CMD_SAVE)
		return HANDLED_NO;
	stack_act(s, mem_text(f->typed.data));
	return HANDLED_YES;
}

static void form_acted(struct screen *s, const void *outcome)
{
	str_addf(&app_of(s)->log, "acted(%s) ", (const char *)outcome);
	stack_close(s);
}

static void form_draft(struct screen *s)
{
	struct form *f = s->state;

	str_addf(&app_of(s)->log, "draft(%s) ", f->typed.data);
}

static bool form_is_unsaved(const struct screen *s)
{
	return ((const struct form *)s->state)->typed.len_bytes > 0;
}

static void form_title(const struct screen *s, struct str *out)
{
	(void)s;
	str_add(out, "form");
}

static void form_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct form *f = s->state;

	canvas_text(c, r.row, 1, 40, ROLE_FIELD, f->typed.data);
}

static const struct command form_commands[] = {
	{ .id = CMD_SAVE },
	{ 0 },
};

static const struct screen_ops form_ops = {
	.name = "form",
	.kind = SCREEN_FORM,
	.state_size = sizeof(struct form),
	.commands = form_commands,
	.open = form_open,
	.close = form_close,
	.title = form_title,
	.text = form_text,
	.key = form_key,
	.command = form_command,
	.acted = form_acted,
	.draft = form_draft,
	.is_unsaved = form_is_unsaved,
	.draw = form_draw,
};

/* ---- the list */

struct list {
	int cursor, loaded, rows;
};

static enum status list_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct list *l = s->state;

	(void)cols, (void)err;
	l->loaded = app_of(s)->records;
	l->rows = rows;
	app_of(s)->reloads++;
	return STATUS_OK;
}

static enum handled list_command(struct screen *s, int cmd, int times)
{
	struct list *l = s->state;

	switch (cmd) {
	case CMD_DOWN:
		l->cursor += times;
		if (l->cursor >= l->loaded)
			l->cursor = l->loaded - 1;
		str_addf(&app_of(s)->log, "down%d ", times);
		return HANDLED_YES;
	case CMD_OPEN:
		str_add(&app_of(s)->log, "open ");
		return HANDLED_YES;
	case CMD_NEW:
		stack_push(s->stack, &form_ops, NULL, 0);
		return HANDLED_YES;
	case CMD_PRINT:
		stack_push(s->stack, &ask_ops, NULL, 7);
		return HANDLED_YES;
	case CMD_VIEW:
		return HANDLED_CLOSE;
	default:
		return HANDLED_NO;
	}
}

static enum handled list_text(struct screen *s, const char *text, bool pasted)
{
	str_addf(&app_of(s)->log, "%s(%s) ", pasted ? "paste" : "find", text);
	return HANDLED_YES;
}

static void list_answer(struct screen *s, int tag, const struct answer *a)
{
	str_addf(&app_of(s)->log, "answer%d(%d,%d) ", tag, a->given, a->number);
}

static void list_title(const struct screen *s, struct str *out)
{
	(void)s;
	str_add(out, s->below ? "inner" : "list");
}

static void list_position(const struct screen *s, struct str *out)
{
	const struct list *l = s->state;

	str_addf(out, "%d / %d", l->cursor + 1, l->loaded);
}

static void list_hint(const struct screen *s, struct str *out)
{
	(void)s;
	str_add(out, "a hint");
}

static void list_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct list *l = s->state;

	for (int i = 0; i < r.rows && i < l->loaded; i++) {
		char text[32];

		snprintf(text, sizeof text, "%c 农村改厕 %d",
			i == l->cursor ? '>' : ' ', i);
		canvas_text(c, r.row + i, 0, r.cols, ROLE_TEXT, text);
		if (i == l->cursor)
			canvas_focus(c, r.row + i, 0, r.cols);
	}
}

static struct point list_cursor(const struct screen *s, struct rect r)
{
	return (struct point){ r.row + ((const struct list *)s->state)->cursor,
		0 };
}

static bool never(const struct screen *s, struct str *why)
{
	(void)s;
	str_add(why, "It is sealed.");
	return false;
}

static const struct command list_commands[] = {
	{ .id = CMD_OPEN },
	{ .id = CMD_NEW },
	{ .id = CMD_PRINT },
	{ .id = CMD_VIEW },
	{ .id = CMD_EDIT, .possible = never },
	{ 0 },
};

static const struct screen_ops list_ops = {
	.name = "list",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct list),
	.commands = list_commands,
	.reload = list_reload,
	.command = list_command,
	.text = list_text,
	.answer = list_answer,
	.title = list_title,
	.position = list_position,
	.hint = list_hint,
	.draw = list_draw,
	.cursor = list_cursor,
};

/* ---- the application */

static void app_step(void *arg, struct stack *st, int step)
{
	(void)arg;
	if (step != 6) /* nothing there */
		stack_push(st, &list_ops, NULL, 0);
}

static void app_frame(void *arg, struct frame_info *info)
{
	static const char *const step[] = { "今日", "学", "预", "分", "带",
		"督", "考", "系统" };

	(void)arg;
	info->township = "清溪乡";
	info->date = "2026-11-24 周二";
	info->who = "岑秀兰 督查员";
	memcpy(info->step, step, sizeof step);
	info->burning_label = "我的";
	info->burning_count = 2;
	info->burning[0] = (struct frame_light){ "逾2", ROLE_OVERDUE };
	info->burning[1] = (struct frame_light){ "临2", ROLE_SOON };
}

static void app_act(void *arg, struct stack *st, struct screen *s, void *job)
{
	struct app *a = arg;

	str_addf(&a->log, "act(%s) ", (char *)job);
	stack_message(st, ROLE_MESSAGE, "saved %s", (char *)job);
	a->records++;
	if (s && s->ops->acted)
		s->ops->acted(s, job);
}

static void app_free_job(void *arg, void *job)
{
	(void)arg;
	mem_free(job);
}

static bool app_changed(void *arg)
{
	struct app *a = arg;
	bool was = a->changed;

	a->changes++;
	a->changed = false;
	return was;
}

static bool app_concerns(void *arg, const int *watches, int64_t *seen)
{
	(void)watches, (void)seen;
	return ((struct app *)arg)->concerned;
}

static enum handled app_command(
	void *arg, struct stack *st, struct screen *s, int cmd)
{
	(void)st, (void)s;
	str_addf(&((struct app *)arg)->log, "app(%s) ",
		command_name(command_standard(cmd)));
	return HANDLED_YES;
}

static void app_idle(void *arg)
{
	((struct app *)arg)->idles++;
}

static int set_up(void **state)
{
	struct app *a = mem_zero(1, sizeof *a);
	struct stack_app callbacks = {
		.arg = a,
		.step = app_step,
		.frame = app_frame,
		.act = app_act,
		.free_job = app_free_job,
		.changed = app_changed,
		.concerns = app_concerns,
		.command = app_command,
		.idle = app_idle,
	};

	a->log = (struct str)STR_INIT;
	a->records = 50;
	a->concerned = true;
	a->term = term_open_null(24, 80);
	a->st = stack_new(&callbacks, a->term);
	stack_step(a->st, 0);
	assert_true(loop_script(a->st, ""));
	*state = a;
	return 0;
}

static int tear_down(void **state)
{
	struct app *a = *state;

	stack_free(a->st);
	term_close(a->term);
	str_free(&a->log);
	mem_free(a);
	return 0;
}

static void assert_screen_row(struct app *a, int row, const char *expect)
{
	struct str out = STR_INIT;

	canvas_text_dump(term_null_frame(a->term), &out);
	char *line = out.data;
	while (row-- > 0)
		line = strchr(line, '\n') + 1;
	*strchr(line, '\n') = 0;
	assert_string_equal(line, expect);
	str_free(&out);
}

static void assert_message_row(
	struct app *a, const char *message, const char *position)
{
	char expect[128];

	/* the position ends in column 79 */
	snprintf(expect, sizeof expect, " %-72s%s", message, position);
	assert_screen_row(a, 22, expect);
}

static bool screen_shows(struct app *a, const char *text)
{
	struct str out = STR_INIT;

	canvas_text_dump(term_null_frame(a->term), &out);
	bool shows = strstr(out.data, text) != NULL;
	str_free(&out);
	return shows;
}

static void assert_log(struct app *a, const char *expect)
{
	assert_string_equal(a->log.data, expect);
	str_clear(&a->log);
}

/* ---- tests */

static void test_frame(void **state)
{
	struct app *a = *state;

	assert_screen_row(a, 0,
		" 清溪乡  今日 > list                        2026-11-24 周二"
		"  岑秀兰 督查员");
	assert_screen_row(a, 1,
		"[0今日] 1学  2预  3分  4带  5督  6考  7系统"
		"                我的 逾2 临2");
	assert_screen_row(a, 2, "> 农村改厕 0");
	assert_screen_row(a, 21, "  农村改厕 19");
	assert_message_row(a, "a hint", "1 / 50");
	assert_screen_row(
		a, 23, " Enter open  n new  p print  v view  ? help  q quit");
	loop_script(a->st, "3");
	assert_screen_row(a, 0,
		" 清溪乡  3分 > list                         2026-11-24 周二"
		"  岑秀兰 督查员");
	assert_screen_row(a, 23, " Enter open  n new  p print  v view  ? help");
	/* the chrome leaves the last column alone */
	for (int row = 1; row < 24; row += row == 1 ? 21 : 1)
		assert_int_equal(
			canvas_at(term_null_frame(a->term), row, 79)->code,
			' ');
	assert_true(canvas_is_sound(term_null_frame(a->term)));
}

static void test_a_held_key_is_one_frame(void **state)
{
	struct app *a = *state;
	int frames = term_null_frames(a->term);
	int reloads = a->reloads;

	assert_true(loop_script(a->st, "<Down*30>"));
	assert_int_equal(term_null_frames(a->term), frames + 1);
	assert_int_equal(a->reloads, reloads);
	assert_log(a, "down30 ");
}

static void test_one_down_is_few_bytes(void **state)
{
	struct app *a = *state;
	size_t before = term_null_bytes(a->term);

	loop_script(a->st, "<Down>");
	/* two whole rows with their reverse, and the position */
	assert_true(term_null_bytes(a->term) - before <= 300);
}

static void test_nothing_new_draws_nothing(void **state)
{
	struct app *a = *state;
	int frames = term_null_frames(a->term);

	loop_script(a->st, "");
	assert_int_equal(term_null_frames(a->term), frames);
}

static void test_steps_keep_their_place(void **state)
{
	struct app *a = *state;

	loop_script(a->st, "3<Down><Down>n");
	assert_true(screen_shows(a, "3分 > list > form"));
	/* in a form digits are text */
	loop_script(a->st, "4");
	assert_int_equal(stack_step_now(a->st), 3);
	loop_script(a->st, "<Esc>");
	assert_log(a, "down2 answer0(0,0) closed(4) ");
	loop_script(a->st, "5<Down*4>3");
	assert_int_equal(stack_step_now(a->st), 3);
	assert_int_equal(term_null_cursor(a->term).row, 4);
	loop_script(a->st, "5");
	assert_int_equal(term_null_cursor(a->term).row, 6);
	/* what does not open leaves one where one was */
	loop_script(a->st, "6");
	assert_int_equal(stack_step_now(a->st), 5);
	/* back from the root of a step leads to the first */
	loop_script(a->st, "<Esc>");
	assert_int_equal(stack_step_now(a->st), 0);
	assert_true(loop_script(a->st, "<Esc>"));
	assert_int_equal(stack_step_now(a->st), 0);
}

static void test_second_key_meets_what_the_first_opened(void **state)
{
	struct app *a = *state;

	/* one read: opens the form, types, saves, is back in the list */
	loop_script(a->st, "nab<F2><Down>");
	assert_log(a, "act(ab) acted(ab) closed(ab) down1 ");
	assert_message_row(a, "a hint", "2 / 51");
	assert_int_equal(a->idles, 1); /* after the answer is drawn */
}

static void test_act_says_what_it_did(void **state)
{
	struct app *a = *state;

	loop_script(a->st, "n改厕<C-s>");
	assert_log(a, "act(改厕) acted(改厕) closed(改厕) ");
	assert_true(screen_shows(a, " saved 改厕"));
	loop_script(a->st, "<Down>");
	assert_false(screen_shows(a, "saved"));
}

static void test_question(void **state)
{
	struct app *a = *state;

	loop_script(a->st, "p");
	assert_true(screen_shows(a, " sure?"));
	assert_true(screen_shows(a, "农村改厕 1")); /* it covers nothing */
	loop_script(a->st, "<Enter>");
	assert_log(a, "answer7(1,1) ");
	assert_false(screen_shows(a, " sure?"));
	loop_script(a->st, "p3p<Esc>p<Left>");
	assert_log(a, "answer7(1,3) answer7(0,0) answer7(0,0) ");
	/* a digit in a question never changes the step */
	loop_script(a->st, "p<C-p>");
	assert_int_equal(stack_step_now(a->st), 0);
}

static void test_defaults(void **state)
{
	struct app *a = *state;

	loop_script(a->st, "<Right>");
	assert_log(a, "open ");
	loop_script(a->st, "x<C-x><F10>g?");
	assert_log(a, "app(menu) app(menu) app(menu) app(go) app(help) ");
	loop_script(a->st, "e<C-e>"); /* impossible: the reason, a bell */
	assert_true(screen_shows(a, "It is sealed."));
	assert_int_equal(term_null_bells(a->term), 2);
	assert_log(a, "");
}

static void test_quit(void **state)
{
	struct app *a = *state;

	assert_true(loop_script(a->st, "3q"));
	assert_int_equal(stack_step_now(a->st), 0);
	assert_false(loop_script(a->st, "q"));
}

static void test_chinese_on_a_page_is_a_search(void **state)
{
	struct app *a = *state;

	loop_script(a->st, "改厕<Paste>红星村\n</Paste>");
	assert_log(a, "find(改厕) paste(红星村\n) ");
	loop_script(a->st, "ｎ改<Paste>x\ny</Paste><Backspace><Esc>");
	assert_log(a, "answer0(0,0) closed(改{x\ny) ");
}

static void test_refused_screen(void **state)
{
	struct app *a = *state;

	a->refuse_open = true;
	loop_script(a->st, "n");
	assert_true(screen_shows(a, "Not for you.  Ask the head."));
	assert_true(screen_shows(a, "今日 > list  "));
}

static void test_closing_the_root_is_harmless(void **state)
{
	struct app *a = *state;

	loop_script(a->st, "3vx<Down>");
	assert_null(stack_top(a->st));
	loop_script(a->st, "x改");
}

static void test_small_terminal(void **state)
{
	struct app *a = *state;
	enum status how;

	term_null_resize(a->term, 15, 59);
	assert_true(loop_step(a->st, 0, &how));
	assert_screen_row(a, 0,
		"Please make the window larger: at least 60 x 16, now 59 x");
	assert_screen_row(a, 1, "15.");
	term_null_resize(a->term, 1, 1);
	assert_true(loop_step(a->st, 0, &how));
	term_null_resize(a->term, 16, 60);
	assert_true(loop_step(a->st, 0, &how));
	assert_screen_row(a, 2, "> 农村改厕 0");
	assert_screen_row(a, 13, "  农村改厕 11");
	assert_true(canvas_is_sound(term_null_frame(a->term)));
}

static void test_others_write(void **state)
{
	struct app *a = *state;
	enum status how;
	int reloads = a->reloads;

	a->changed = true;
	a->records = 60;
	a->concerned = false;
	loop_step(a->st, 0, &how);
	assert_int_equal(a->changes, 1);
	assert_int_equal(a->reloads, reloads); /* other kinds */
	a->concerned = true;
	loop_script(a->st, "<F5>");
	assert_int_equal(a->reloads, reloads + 1);
	/* at most once a second, however often it wakes */
	for (int i = 0; i < 20; i++)
		loop_step(a->st, 0, &how);
	assert_int_equal(a->changes, 1);
}

static void test_lost_terminal_keeps_drafts(void **state)
{
	struct app *a = *state;
	struct error err;

	term_null_feed(a->term, "nab", 3);
	term_null_hang_up(a->term);
	assert_int_equal(loop_run(a->st, &err), STATUS_STOPPED);
	assert_log(a, "draft(ab) ");
	assert_non_null(stack_unsaved(a->st));
	assert_string_not_equal(err.what, "");
}

static void test_job_outlives_its_screen(void **state)
{
	struct app *a = *state;

	/* saved and left in one read: acted() is not called on the dead */
	stack_push(a->st, &form_ops, NULL, 0);
	struct screen *form = stack_top(a->st);
	stack_act(form, mem_text("late"));
	stack_close(form);
	loop_script(a->st, "<Down>");
	str_clear(&a->log);
	stack_act(stack_top(a->st), mem_text("never done"));
}

static void test_random_keys(void **state)
{
	static const char *const piece[] = { "<Down*3>", "<Up>", "<Enter>",
		"<Esc>", "n", "p", "q", "3", "0", "5", "<F2>", "x", "改厕",
		"<Paste>a\n</Paste>", "v", "<Left>", "<Right>", "<F5>",
		"<Backspace>", "7", "<C-n>", "<PgDn>" };
	struct app *a = *state;
	unsigned seed = 3;

	for (int i = 0; i < 5000; i++) {
		struct str script = STR_INIT;
		int n = (int)(rand_r(&seed) % 6);

		while (n-- > 0)
			str_add(&script,
				piece[rand_r(&seed) %
					(sizeof piece / sizeof *piece)]);
		if (!strchr(script.data, 'q') || stack_step_now(a->st))
			loop_script(a->st, script.data);
		str_free(&script);
		str_clear(&a->log);
		if (!stack_top(a->st))
			stack_step(a->st, stack_step_now(a->st));
		assert_true(canvas_is_sound(term_null_frame(a->term)));
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_frame),
		TEST(test_a_held_key_is_one_frame),
		TEST(test_one_down_is_few_bytes),
		TEST(test_nothing_new_draws_nothing),
		TEST(test_steps_keep_their_place),
		TEST(test_second_key_meets_what_the_first_opened),
		TEST(test_act_says_what_it_did),
		TEST(test_question),
		TEST(test_defaults),
		TEST(test_quit),
		TEST(test_chinese_on_a_page_is_a_search),
		TEST(test_refused_screen),
		TEST(test_closing_the_root_is_harmless),
		TEST(test_small_terminal),
		TEST(test_others_write),
		TEST(test_lost_terminal_keeps_drafts),
		TEST(test_job_outlives_its_screen),
		TEST(test_random_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
