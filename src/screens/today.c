/*
 * today.c: 今日: what waits for me in order of urgency, what is not yet
 * reported, how the township stands. Every line opens.
 */
#include "app.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "domain/circle/today.h"
#include "tui/list.h"

struct today_page {
	struct app *app;
	struct today today;
	struct list list;
	struct screen *screen;
};

enum { TODAY_AGREE = CMD_OWN + 1, TAG_AGREE = 1 };

/* The id of a row: its place in one of the three groups. */
enum { GROUP_WAITING = 1, GROUP_UNREPORTED, GROUP_STEPS, GROUP_STEP = 100000 };

static const struct today_line *line_of(const struct today_page *t, int64_t row)
{
	const struct today_lines *group;
	size_t n = (size_t)(row % GROUP_STEP) - 1;

	switch (row / GROUP_STEP) {
	case GROUP_WAITING:
		group = &t->today.waiting;
		break;
	case GROUP_UNREPORTED:
		group = &t->today.unreported;
		break;
	case GROUP_STEPS:
		group = &t->today.steps;
		break;
	default:
		return NULL;
	}
	return n < group->count ? &group->line[n] : NULL;
}

static void set_light(
	struct today_page *t, const struct today_line *l, struct list_row *row)
{
	struct str text = STR_INIT;

	if (l->light == LIGHT_NONE)
		return;
	show_light(l->light, &l->days, t->today.day, &text);
	list_set_light(row, role_of_light(l->light), text.data);
	str_free(&text);
}

static void add_line(struct today_page *t, int group, size_t i,
	const struct today_line *l, struct list_rows *rows)
{
	struct list_row *row =
		list_add(rows, group * GROUP_STEP + (int64_t)i + 1, "");
	struct str due = STR_INIT;

	set_light(t, l, row);
	if (group == GROUP_STEPS) {
		bool is_alone = !l->detail || !*l->detail;

		str_addf(&due, "%d%s", l->step, app_step_name(l->step));
		list_add_cell(row, ROLE_TEXT, due.data);
		list_add_cell(row, ROLE_TEXT, l->subject);
		list_add_cell(row, ROLE_TEXT, is_alone ? NULL : l->detail);
		list_add_cell(row, ROLE_TEXT, NULL);
		str_free(&due);
		return;
	}
	today_due_print(l->due, t->today.day, &due);
	list_add_cell(row, ROLE_TEXT, today_what_text(l->what));
	list_add_cell(row, ROLE_TEXT, l->subject);
	list_add_cell(row, ROLE_TEXT, l->detail);
	list_add_cell(row, ROLE_TEXT, due.data);
	str_free(&due);
}

static void add_head(struct list_rows *rows, const char *text)
{
	list_add_cell(list_add_other(rows, LIST_HEAD), ROLE_STRONG, text);
}

static void add_group(struct today_page *t, int group,
	const struct today_lines *lines, struct list_rows *rows)
{
	for (size_t i = 0; i < lines->count; i++)
		add_line(t, group, i, &lines->line[i], rows);
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int n, struct list_rows *rows, struct error *err)
{
	struct today_page *t = arg;
	struct str head = STR_INIT;

	(void)way, (void)n, (void)err;
	if (from)
		return STATUS_OK; /* read whole */
	if (t->today.waiting.count) {
		str_addf(&head, _("waiting for me %lld"),
			(long long)t->today.waiting_count);
		add_head(rows, head.data);
		add_group(t, GROUP_WAITING, &t->today.waiting, rows);
	}
	if (t->today.unreported.count) {
		str_clear(&head);
		str_addf(&head, _("not yet reported %zu"),
			t->today.unreported.count);
		add_head(rows, head.data);
		add_group(t, GROUP_UNREPORTED, &t->today.unreported, rows);
	}
	if (t->today.sees_whole) {
		str_clear(&head);
		str_addf(&head, "%s ", _("township"));
		today_counts_print(&t->today, &head);
		add_head(rows, head.data);
		add_group(t, GROUP_STEPS, &t->today.steps, rows);
	}
	str_free(&head);
	return STATUS_OK;
}

/* ---- the screen */

static enum status today_open(
	struct screen *s, const void *arg, struct error *err)
{
	static const struct list_column column[] = {
		{ .title = "", .width_cols = 10 },
		{ .title = "",
			.width_cols = 30,
			.min_cols = 20,
			.max_cols = 44,
			.grows = true },
		{ .title = "", .width_cols = 16, .drop = 1, .grows = true },
		{ .title = "", .width_cols = 9 },
	};
	struct today_page *t = s->state;
	struct list_source source = { .arg = t, .fetch = fetch };

	(void)arg, (void)err;
	t->app = app_of(s);
	t->screen = s;
	list_init(&t->list, &source);
	list_set_columns(&t->list, column, 4);
	list_set_empty(&t->list,
		t->app->session->is_known
			? _("Nothing waits for you. Tasks stand in 3, "
			    "archives in 6; g goes anywhere by name.")
			: _("Nobody here knows you yet. Ask the "
			    "administrator of the township for an account."));
	return STATUS_OK;
}

static void today_close(struct screen *s)
{
	struct today_page *t = s->state;

	today_free(&t->today);
	list_fini(&t->list);
}

static enum status today_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct today_page *t = s->state;
	enum status status;

	(void)cols;
	today_free(&t->today);
	status = today_read(t->app->session, &t->today, err);
	return status ? status : list_reload(&t->list, rows, err);
}

static void today_layout(struct screen *s, int rows, int cols)
{
	struct today_page *t = s->state;

	(void)rows;
	list_layout(&t->list, cols);
}

static void today_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct today_page *t = s->state;

	list_draw(&t->list, c, r);
}

static struct point today_cursor(const struct screen *s, struct rect r)
{
	const struct today_page *t = s->state;

	return list_cursor(&t->list, r);
}

static const struct today_line *current(const struct today_page *t)
{
	int64_t row = list_id(&t->list);

	return row ? line_of(t, row) : NULL;
}

static void open_line_of(struct screen *s, const struct today_line *l)
{
	struct records_arg list = { .view = l->view };

	if (l->what == TODAY_UNREPORTED && l->kind == KIND_TASK) {
		struct record_arg task = { record_type_of(KIND_TASK), l->id };

		stack_push(s->stack, &collect_screen, &task, 0);
		return;
	}
	if (l->kind) {
		open_record(s->stack, record_type_of(l->kind), l->id);
		return;
	}
	list.type = l->list ? record_type_find(l->list) : NULL;
	if (list.type)
		stack_push(s->stack, &records_screen, &list, 0);
}

static size_t target_of(const struct today_line *l, struct target *out)
{
	if (!l || !l->kind)
		return 0;
	*out = (struct target){ record_type_of(l->kind), &l->id, 1 };
	return 1;
}

/* The offered action of the line with what its form would show first. */
static void agree(struct screen *s, const struct today_line *l, bool warned)
{
	struct app *app = app_of(s);
	const struct record_type *type;
	const struct action *action = action_find(l->action, &type);
	struct offer offer;
	struct job *job;

	action_possible(app->session, type, action, l->id, NULL, &offer);
	if (!offer.possible || offer.stand_in) {
		open_action(s, type, &offer, &l->id, 1);
		return;
	}
	job = job_new(type, action, l->id);
	job->warned = warned;
	job->revision =
		record_revision(app->session->store, type->table.kind, l->id);
	action_prefill(app->session, type, action, l->id, &job->values, NULL);
	stack_act(s, job);
}

static bool agree_possible(const struct screen *s, struct str *why)
{
	const struct today_line *l = current(s->state);

	if (l && l->agrees)
		return true;
	str_add(why, _("this line has to be opened"));
	return false;
}

static void today_acted(struct screen *s, const void *data)
{
	const struct outcome *out = data;

	if (out->status == STATUS_WARNED)
		ask_warned(s, out, TAG_AGREE);
}

static enum handled today_command(struct screen *s, int cmd, int times)
{
	struct today_page *t = s->state;
	const struct today_line *l = current(t);
	struct target target;

	if (list_command(&t->list, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	switch (cmd) {
	case CMD_OPEN:
		if (l)
			open_line_of(s, l);
		return HANDLED_YES;
	case TODAY_AGREE:
		if (l && l->agrees)
			agree(s, l, false);
		return HANDLED_YES;
	case CMD_MENU:
		if (target_of(l, &target))
			open_actions(s, &target, 1);
		else
			open_commands(s);
		return HANDLED_YES;
	case CMD_FIND:
		open_palette(s, NULL);
		return HANDLED_YES;
	case CMD_HISTORY:
		if (l && l->kind)
			stack_push(s->stack, &history_screen,
				&(struct record_arg){
					record_type_of(l->kind), l->id },
				0);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static enum handled today_text(struct screen *s, const char *text, bool pasted)
{
	(void)pasted;
	open_palette(s, text);
	return HANDLED_YES;
}

static void today_answer(struct screen *s, int tag, const struct answer *a)
{
	struct today_page *t = s->state;
	struct target target;

	if (app_answer(s, tag, a) || !a->given)
		return;
	if (tag == TAG_AGREE && current(t) && current(t)->agrees)
		agree(s, current(t), true);
	if (is_actions_tag(tag) && target_of(current(t), &target))
		answer_actions(s, tag, &target, 1, a);
}

static const struct command today_commands[] = {
	{ .id = CMD_OPEN },
	{ .id = CMD_MENU },
	{ .id = TODAY_AGREE,
		.name = "agree",
		.keys = "=",
		.label = N_("agree"),
		.help = N_("Says yes to what is asked for: the extension, the "
			   "rectification; then the next line."),
		.possible = agree_possible },
	{ .id = CMD_FIND },
	{ .id = CMD_GO },
	{ .id = CMD_UNDO },
	{ .id = CMD_HISTORY, .label = "" },
	{ .id = 0 },
};

const struct screen_ops today_screen = {
	.name = "today",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct today_page),
	.commands = today_commands,
	.open = today_open,
	.close = today_close,
	.reload = today_reload,
	.layout = today_layout,
	.draw = today_draw,
	.cursor = today_cursor,
	.command = today_command,
	.text = today_text,
	.answer = today_answer,
	.acted = today_acted,
};
