/*
 * matrix.c: who has which part of which task (责任矩阵); what nobody has
 * shouts. Space goes none, lead, co, none through the actions.
 */
#include "app.h"

#include <stdio.h>
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/matrix.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "tui/cross.h"
#include "tui/menu.h"

enum { SUM_SHARES, SUM_OVERDUE, SUM_EACH, SUMS };
enum { TAG_VIEW = 1, TAG_ROW };
enum { VIEW_UNITS, VIEW_VILLAGES, VIEW_PEOPLE };

struct grid_page {
	struct app *app;
	struct matrix matrix;
	struct matrix_asked asked;
	struct cross cross;
	char name[64]; /* of the unit whose people are shown */
};

/* ---- what the widget asks */

static const char *head(const void *arg, size_t column)
{
	const struct grid_page *p = arg;

	return p->matrix.column[column].name;
}

static void sum_row(size_t n, struct cross_row *out)
{
	static const char *const name[] = { [SUM_SHARES] = N_("shares held"),
		[SUM_OVERDUE] = N_("overdue of them"),
		[SUM_EACH] = N_("a person") };

	*out = (struct cross_row){ .name = _(name[n]) };
}

static void row(const void *arg, size_t n, struct cross_row *out)
{
	const struct grid_page *p = arg;

	if (n >= p->matrix.rows) {
		sum_row(n - p->matrix.rows, out);
		return;
	}
	const struct matrix_row *r = &p->matrix.row[n];
	struct str light = STR_INIT;

	show_light(r->light, &r->days, p->matrix.today, &light);
	*out = (struct cross_row){ .name = r->title,
		.light_role = role_of_light(r->light) };
	snprintf(out->light, sizeof out->light, "%s", light.data);
	str_free(&light);
	if (!r->shares)
		out->shout = _("no unit has it");
}

static enum role sum_cell(
	const struct matrix_column *c, size_t n, struct str *out)
{
	int number = n == SUM_SHARES	? c->shares
		     : n == SUM_OVERDUE ? c->overdue
		     : c->people ? (c->shares + c->people / 2) / c->people
				 : 0;

	if (number)
		str_addf(out, "%d", number);
	else
		str_add(out, ".");
	return n == SUM_OVERDUE && number ? ROLE_OVERDUE : ROLE_TEXT;
}

static enum role cell(const void *arg, size_t n, size_t column, struct str *out)
{
	const struct grid_page *p = arg;

	if (n >= p->matrix.rows)
		return sum_cell(
			&p->matrix.column[column], n - p->matrix.rows, out);
	const struct matrix_cell *c = &p->matrix.row[n].cell[column];

	if (!c->role)
		str_add(out, ".");
	else if (c->role == SHARE_ROLE_LEAD)
		str_add(out, language_text_in("matrix", N_("L")));
	else if (!p->matrix.column[column].id)
		str_addf(out, "%d", c->count);
	else
		str_add(out, language_text_in("matrix", N_("c")));
	return c->role == SHARE_ROLE_LEAD ? ROLE_STRONG : ROLE_TEXT;
}

/* ---- the screen */

static enum status page_open(
	struct screen *s, const void *data, struct error *err)
{
	struct grid_page *p = s->state;

	(void)data, (void)err;
	p->app = app_of(s);
	return STATUS_OK;
}

static void page_close(struct screen *s)
{
	struct grid_page *p = s->state;

	matrix_free(&p->matrix);
}

static void page_title(const struct screen *s, struct str *out)
{
	const struct grid_page *p = s->state;

	str_add(out, _("responsibility matrix"));
	if (p->asked.unit)
		str_addf(out, " > %s", p->name);
}

static void page_position(const struct screen *s, struct str *out)
{
	const struct grid_page *p = s->state;

	if (p->matrix.rows)
		str_addf(out, "%zu / %zu", p->cross.row + 1, p->matrix.rows);
}

static void page_hint(const struct screen *s, struct str *out)
{
	const struct grid_page *p = s->state;
	int each = 0, times = 0;
	size_t heavy = matrix_heaviest(&p->matrix, &each, &times);

	if (!p->matrix.rows)
		str_add(out, _("No task is open; n in the list of tasks makes "
			       "one."));
	else if (heavy != SIZE_MAX)
		str_addf(out, _("%s: %d a person, %d.%d times the mean"),
			p->matrix.column[heavy].name, each, times / 10,
			times % 10);
}

static enum status page_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct grid_page *p = s->state;

	(void)rows, (void)cols;
	matrix_free(&p->matrix);
	enum status status = matrix_read(p->app->session->store, &p->asked,
		app_today(p->app), &p->matrix, err);
	const struct cross_source source = { .arg = p,
		.rows = p->matrix.rows,
		.columns = p->matrix.columns,
		.sums = SUMS,
		.head_most = p->asked.unit ? 3 : 2,
		.head = head,
		.row = row,
		.cell = cell };

	cross_set_source(&p->cross, &source);
	return status;
}

static void page_layout(struct screen *s, int rows, int cols)
{
	struct grid_page *p = s->state;

	cross_layout(&p->cross, rows, cols);
}

static void page_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct grid_page *p = s->state;

	cross_draw(&p->cross, c, r);
}

static struct point page_cursor(const struct screen *s, struct rect r)
{
	const struct grid_page *p = s->state;

	return cross_cursor(&p->cross, r);
}

/* ---- Space: none, lead, co, none */

static const struct matrix_row *current(const struct grid_page *p)
{
	return p->cross.row < p->matrix.rows ? &p->matrix.row[p->cross.row]
					     : NULL;
}

/* At once where nothing more is asked; else its form; else the reason. */
static void act(struct screen *s, const struct record_type *type,
	const struct action *action, int64_t id, const struct values *v)
{
	struct grid_page *p = s->state;
	struct offer offer;

	action_possible(p->app->session, type, action, id, NULL, &offer);
	if (!offer.possible) {
		stack_message(s->stack, ROLE_MESSAGE, _("%s; %s"),
			offer.reason.why, offer.reason.unless);
		return;
	}
	if (!v || offer.stand_in) {
		open_action(s, type, &offer, &id, 1);
		return;
	}
	struct job *job = job_new(type, action, id);

	values_copy(&job->values, v);
	stack_act(s, job);
}

/* Another unit leads it already: then one can only help. */
static enum task_mark_role next_role(
	const struct matrix_row *r, const struct matrix_cell *c)
{
	if (!c->role)
		return r->lead ? MARK_CO : MARK_LEAD;
	return c->role == SHARE_ROLE_LEAD ? MARK_CO : MARK_NONE;
}

static void mark_draft(struct screen *s, const struct matrix_row *r,
	const struct matrix_cell *c, int64_t unit)
{
	struct values v = { 0 };

	values_set_int(&v, &share_fields[SHARE_UNIT], unit);
	values_set_int(&v, &task_mark_role, next_role(r, c));
	act(s, &task_type, &task_mark, r->task, &v);
	values_free(&v);
}

static void mark_issued(struct screen *s, const struct matrix_row *r,
	const struct matrix_cell *c, int64_t unit)
{
	struct values v = { 0 };

	values_set_int(&v, &share_fields[SHARE_UNIT], unit);
	if (c->role)
		act(s, &share_type, &share_withdraw, c->share, NULL);
	else
		act(s, &task_type, &task_assign, r->task, &v);
	values_free(&v);
}

/* Of people: the unit's share goes to this one. */
static void allocate(
	struct screen *s, const struct matrix_row *r, int64_t person)
{
	struct grid_page *p = s->state;
	struct values v = { 0 };
	int64_t share =
		share_of_unit(p->app->session->store, r->task, p->asked.unit);

	values_set_int(&v, &share_fields[SHARE_PERSON], person);
	act(s, &share_type, &share_allocate, share, &v);
	values_free(&v);
}

static void press_space(struct screen *s)
{
	struct grid_page *p = s->state;
	const struct matrix_row *r = current(p);

	if (!r || !p->matrix.columns)
		return;
	const struct matrix_cell *c = &r->cell[p->cross.column];
	int64_t id = p->matrix.column[p->cross.column].id;

	if (!id)
		stack_message(s->stack, ROLE_MESSAGE,
			_("v shows each village by itself; then Space"));
	else if (p->asked.unit && c->role)
		stack_message(s->stack, ROLE_MESSAGE,
			_("it is his; Space on another gives it to that one"));
	else if (p->asked.unit)
		allocate(s, r, id);
	else if (r->state == TASK_ISSUED || r->state == TASK_SUSPENDED)
		mark_issued(s, r, c, id);
	else
		mark_draft(s, r, c, id);
}

/* ---- other commands */

static void open_cell(struct screen *s)
{
	struct grid_page *p = s->state;
	const struct matrix_row *r = current(p);

	if (!r)
		return;
	int64_t share = p->matrix.columns ? r->cell[p->cross.column].share : 0;
	if (share)
		open_record(s->stack, &share_type, share);
	else
		open_record(s->stack, &task_type, r->task);
}

static void open_views(struct screen *s)
{
	struct grid_page *p = s->state;
	const struct matrix_column *c =
		p->matrix.columns ? &p->matrix.column[p->cross.column] : NULL;
	bool has_unit = !p->asked.unit && c && c->id;
	struct str people = STR_INIT;
	struct menu_entry entry[] = {
		{ .id = VIEW_UNITS, .label = _("units, villages together") },
		{ .id = VIEW_VILLAGES, .label = _("each village by itself") },
		{ .id = VIEW_PEOPLE },
	};
	struct menu_arg arg = {
		.title = _("columns"), .entry = entry, .count = has_unit ? 3 : 2
	};

	if (has_unit)
		str_addf(&people, _("people of %s"), c->name);
	entry[2].label = people.data;
	stack_push(s->stack, &menu_screen, &arg, TAG_VIEW);
	str_free(&people);
}

static void take_view(struct screen *s, int64_t view)
{
	struct grid_page *p = s->state;
	const struct matrix_column *c =
		p->matrix.columns ? &p->matrix.column[p->cross.column] : NULL;

	p->asked = (struct matrix_asked){ .villages = view == VIEW_VILLAGES };
	if (view == VIEW_PEOPLE && c) {
		p->asked.unit = c->id;
		snprintf(p->name, sizeof p->name, "%s", c->name);
	}
	p->cross.column = 0;
	stack_reload(s->stack, s);
}

static size_t targets(struct grid_page *p, int64_t id[2], struct target out[2])
{
	const struct matrix_row *r = current(p);
	size_t n = 0;

	if (!r)
		return 0;
	id[0] = p->matrix.columns ? r->cell[p->cross.column].share : 0;
	id[1] = r->task;
	if (id[0])
		out[n++] = (struct target){ &share_type, &id[0], 1 };
	out[n++] = (struct target){ &task_type, &id[1], 1 };
	return n;
}

static enum handled page_command(struct screen *s, int cmd, int times)
{
	struct grid_page *p = s->state;
	struct target target[2];
	int64_t id[2];
	size_t n;

	if (cmd == CMD_LEFT && p->cross.column == 0)
		return HANDLED_NO; /* back */
	if (cross_command(&p->cross, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	switch (cmd) {
	case CMD_MARK:
		press_space(s);
		return HANDLED_YES;
	case CMD_OPEN:
		open_cell(s);
		return HANDLED_YES;
	case CMD_MENU:
		n = targets(p, id, target);
		if (n)
			open_actions(s, target, n);
		return HANDLED_YES;
	case CMD_TURN:
		if (s->below && s->below->ops == &coverage_screen)
			stack_close(s);
		else
			stack_push(s->stack, &coverage_screen, NULL, 0);
		return HANDLED_YES;
	case CMD_VIEW:
		open_views(s);
		return HANDLED_YES;
	case CMD_PRINT:
		open_report(s, "matrix");
		return HANDLED_YES;
	case CMD_FIND:
		open_find(s, &task_type, NULL, TAG_ROW);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static enum handled page_text(struct screen *s, const char *text, bool pasted)
{
	(void)pasted;
	open_find(s, &task_type, text, TAG_ROW);
	return HANDLED_YES;
}

static void go_to_task(struct screen *s, int64_t task)
{
	struct grid_page *p = s->state;

	for (size_t i = 0; i < p->matrix.rows; i++) {
		if (p->matrix.row[i].task != task)
			continue;
		p->cross.row = i;
		return;
	}
	stack_message(s->stack, ROLE_MESSAGE, _("it is not in this matrix"));
}

static void page_answer(struct screen *s, int tag, const struct answer *a)
{
	struct grid_page *p = s->state;
	struct target target[2];
	int64_t id[2];

	if (app_answer(s, tag, a) || !a->given)
		return;
	if (tag == TAG_VIEW)
		take_view(s, a->id);
	else if (tag == TAG_ROW)
		go_to_task(s, a->id);
	else if (is_actions_tag(tag))
		answer_actions(s, tag, target, targets(p, id, target), a);
}

static const struct command page_commands[] = {
	{ .id = CMD_MARK,
		.keys = "Space + -",
		.label = N_("lead/co/none"),
		.help = N_("Changes the part of this unit: none, lead, co; of "
			   "people: gives the share to this one.") },
	{ .id = CMD_OPEN },
	{ .id = CMD_TURN,
		.label = N_("coverage"),
		.help = N_("What is not covered: coverage check.") },
	{ .id = CMD_MENU },
	{ .id = CMD_FIND },
	{ .id = CMD_VIEW,
		.label = N_("columns"),
		.help = N_("Units, each village, or the people of a unit.") },
	{ .id = CMD_PRINT },
	{ .id = 0 },
};

const struct screen_ops matrix_screen = {
	.name = "matrix",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct grid_page),
	.commands = page_commands,
	.open = page_open,
	.close = page_close,
	.title = page_title,
	.position = page_position,
	.hint = page_hint,
	.reload = page_reload,
	.layout = page_layout,
	.draw = page_draw,
	.cursor = page_cursor,
	.command = page_command,
	.text = page_text,
	.answer = page_answer,
};
