#include "tui/stack_inside.h"

#include <poll.h>
#include <stdio.h>
#include "core/language.h"
#include "core/mem.h"

/* A page or form covers what is below it; pop-ups do not. */
static bool covers(const struct screen *s)
{
	return s->ops->kind == SCREEN_PAGE || s->ops->kind == SCREEN_FORM;
}

/* ---- act */

static void act(struct stack *st)
{
	while (st->job_count) {
		struct stack_job j = st->job[0];

		st->job_count--;
		for (size_t i = 0; i < st->job_count; i++)
			st->job[i] = st->job[i + 1];
		if (j.screen)
			j.screen->needs_layout = true;
		if (st->app.act)
			st->app.act(st->app.arg, st, j.screen, j.job);
		if (st->app.free_job)
			st->app.free_job(st->app.arg, j.job);
		stack_all_may_be_stale(st);
		stack_sweep(st);
		st->acted = true;
		st->needs_draw = true;
	}
}

/* ---- reload and layout */

static bool wants_reload(struct stack *st, struct screen *s)
{
	bool wants = s->needs_reload;

	if (s->may_be_stale && !wants)
		wants = !st->app.concerns || st->app.concerns(st->app.arg,
						     s->ops->watches, &s->seen);
	s->may_be_stale = false;
	s->needs_reload = wants;
	return wants;
}

static bool any_wants_reload(struct stack *st)
{
	bool any = false;

	for (struct screen *s = stack_top(st); s; s = s->below) {
		any |= wants_reload(st, s);
		if (covers(s))
			break;
	}
	return any;
}

/* It keeps what it has; with nothing to show it goes. */
static void stay_unread(struct screen *s)
{
	s->needs_reload = false;
	if (!s->is_read && s->below)
		stack_close(s);
}

static void reload_screen(struct stack *st, struct screen *s)
{
	struct rect body = frame_body(st->canvas.rows, st->canvas.cols);
	struct error err = { 0 };

	if (!s->needs_reload)
		return;
	s->needs_reload = false;
	s->needs_layout = true;
	st->needs_draw = true;
	/* once more, inside the transaction: the mark is of what is read */
	if (st->app.concerns)
		st->app.concerns(st->app.arg, s->ops->watches, &s->seen);
	if (s->ops->reload &&
		s->ops->reload(s, body.rows, body.cols, &err) != STATUS_OK) {
		stack_error(st, &err);
		stay_unread(s);
		return;
	}
	s->is_read = true;
}

static void reload(struct stack *st)
{
	struct error err = { 0 };

	if (!any_wants_reload(st))
		return;
	if (st->app.begin_reload &&
		st->app.begin_reload(st->app.arg, &err) != STATUS_OK) {
		stack_error(st, &err);
		for (struct screen *s = stack_top(st); s; s = s->below)
			stay_unread(s);
		return;
	}
	for (struct screen *s = stack_top(st); s; s = s->below) {
		reload_screen(st, s);
		if (covers(s))
			break;
	}
	if (st->app.end_reload)
		st->app.end_reload(st->app.arg);
}

static void layout(struct stack *st)
{
	struct rect body = frame_body(st->canvas.rows, st->canvas.cols);

	for (struct screen *s = stack_top(st); s; s = s->below) {
		bool resized = s->rows != body.rows || s->cols != body.cols;

		if (s->needs_layout || resized) {
			s->needs_layout = false;
			s->rows = body.rows;
			s->cols = body.cols;
			if (s->ops->layout && s->is_read)
				s->ops->layout(s, body.rows, body.cols);
		}
		if (covers(s))
			break;
	}
}

void stack_set_size(struct stack *st, int rows, int cols)
{
	if (rows == st->canvas.rows && cols == st->canvas.cols)
		return;
	canvas_resize(&st->canvas, rows, cols);
	/* how much is read depends on the rows */
	stack_reload(st, NULL);
}

void stack_work(struct stack *st)
{
	act(st);
	if (!frame_fits(st->canvas.rows, st->canvas.cols))
		return;
	const struct screen *top;
	do {
		top = stack_top(st);
		reload(st);
	} while (stack_top(st) != top); /* the one below shows instead */
	stack_sweep(st);
	layout(st);
}

/* ---- draw */

static void add_way(const struct screen *s, struct str *way)
{
	struct str piece = STR_INIT;

	if (s->below)
		add_way(s->below, way);
	if (covers(s) && s->ops->title)
		s->ops->title(s, &piece);
	if (piece.len_bytes)
		str_addf(way, "%s%s", way->len_bytes ? " > " : "", piece.data);
	str_free(&piece);
}

static void describe_way(
	const struct stack *st, const struct screen *top, struct str *way)
{
	const char *step = st->info.step[st->step];

	if (step && st->step)
		str_addf(way, "%d%s", st->step, step);
	else if (step)
		str_add(way, step);
	add_way(top, way);
}

static void draw_frame(struct stack *st, const struct screen *top)
{
	struct str way = STR_INIT;
	struct str position = STR_INIT;
	struct str hint = STR_INIT;

	describe_way(st, top, &way);
	if (top->ops->position)
		top->ops->position(top, &position);
	if (top->ops->hint)
		top->ops->hint(top, &hint);
	bool says = st->message.len_bytes > 0;
	frame_draw(&st->canvas, &st->info,
		&(struct frame_state){
			.step = st->step,
			.where = way.data,
			.message = says ? st->message.data : hint.data,
			.message_role = says ? st->message_role : ROLE_MESSAGE,
			.position = position.data,
			.chain = stack_chain(top),
			.screen = top,
			.quits = st->step == 0 && !top->below,
		});
	str_free(&way);
	str_free(&position);
	str_free(&hint);
}

static void draw_screens(
	struct canvas *c, const struct screen *s, struct rect body)
{
	if (!covers(s) && s->below)
		draw_screens(c, s->below, body);
	struct rect before = canvas_clip(c, body);
	if (s->ops->draw && s->is_read)
		s->ops->draw(s, c, body);
	canvas_unclip(c, before);
}

static struct point draw_all(struct stack *st, const struct screen *top)
{
	struct canvas *c = &st->canvas;
	struct rect body = frame_body(c->rows, c->cols);

	if (!frame_fits(c->rows, c->cols) || !top) {
		frame_draw_too_small(c);
		return (struct point){ 0, 0 };
	}
	if (st->app.frame)
		st->app.frame(st->app.arg, &st->info);
	canvas_fill_rect(c, body, ROLE_TEXT);
	draw_frame(st, top);
	draw_screens(c, top, body);
	if (!top->ops->cursor || !top->is_read)
		return (struct point){ c->rows - 2, 0 };
	return top->ops->cursor(top, body);
}

void stack_draw(struct stack *st)
{
	const struct screen *top = stack_top(st);

	if (!st->needs_draw)
		return;
	st->needs_draw = false;
	term_present(st->term, &st->canvas, draw_all(st, top));
	if (st->acted && st->app.idle)
		st->app.idle(st->app.arg);
	st->acted = false;
}

/* ---- long work */

enum { BAR_COLS = 20 };

/* Keys that came meanwhile; Esc alone is the wish to stop. */
static bool is_stopped(struct stack *st)
{
	struct pollfd p = { .fd = st->term->fd, .events = POLLIN };
	char buf[KEYS_READ_BYTES];
	ssize_t n;

	if (p.fd < 0 || poll(&p, 1, 0) <= 0 || !(p.revents & POLLIN))
		return false;
	n = term_read(st->term, buf, sizeof buf);
	if (n == 1 && *buf == 27)
		return true;
	if (n > 0)
		keys_feed(&st->keys, buf, (size_t)n);
	return false;
}

bool stack_progress(struct stack *st, const char *what, size_t done, size_t all)
{
	char bar[BAR_COLS + 1];
	size_t filled = all ? done * BAR_COLS / all : 0;

	for (size_t i = 0; i < BAR_COLS; i++)
		bar[i] = i < filled ? '#' : '-';
	bar[BAR_COLS] = 0;
	stack_message(st, ROLE_MESSAGE, _("%s [%s] %zu/%zu  Esc stops"), what,
		bar, done, all);
	st->needs_draw = true;
	stack_draw(st);
	return !is_stopped(st);
}
