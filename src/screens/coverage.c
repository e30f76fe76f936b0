/* coverage.c: 无缝覆盖: every gap a line; Enter opens where it is mended. */
#include "app.h"

#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/coverage.h"
#include "tui/list.h"

struct gaps {
	struct app *app;
	struct coverage coverage;
	struct list list;
};

/* Row id: place in the reading, from 1. */
static const struct coverage_line *current(const struct gaps *g)
{
	int64_t id = list_id(&g->list);

	return id > 0 && (size_t)id <= g->coverage.count
		       ? &g->coverage.line[id - 1]
		       : NULL;
}

static void add_head(
	const struct gaps *g, enum coverage_what what, struct list_rows *rows)
{
	struct str text = STR_INIT;

	str_addf(&text, "%s %zu", coverage_text(what), g->coverage.of[what]);
	list_add_cell(list_add_other(rows, LIST_HEAD), ROLE_STRONG, text.data);
	str_free(&text);
}

static enum status fetch(void *arg, const struct list_row *from,
	enum list_way way, int most, struct list_rows *rows, struct error *err)
{
	struct gaps *g = arg;

	(void)way, (void)most;
	if (from)
		return STATUS_OK; /* read whole */
	coverage_free(&g->coverage);
	enum status status =
		coverage_read(g->app->session->store, &g->coverage, err);
	for (size_t i = 0; status == STATUS_OK && i < g->coverage.count; i++) {
		const struct coverage_line *l = &g->coverage.line[i];

		if (i == 0 || l->what != l[-1].what)
			add_head(g, l->what, rows);
		struct list_row *row = list_add(rows, (int64_t)i + 1, "");
		list_add_cell(row, ROLE_TEXT, l->subject);
		list_add_cell(row, ROLE_TEXT, l->detail);
	}
	return status;
}

static enum status page_open(
	struct screen *s, const void *data, struct error *err)
{
	static const struct list_column column[] = {
		{ .title = "", .width_cols = 30, .min_cols = 20 },
		{ .title = "", .width_cols = 40, .grows = true },
	};
	struct gaps *g = s->state;
	struct list_source source = { .arg = g, .fetch = fetch };

	(void)data, (void)err;
	g->app = app_of(s);
	list_init(&g->list, &source);
	g->list.light_cols = 0;
	list_set_columns(&g->list, column, 2);
	list_set_empty(&g->list,
		_("Nothing is missing: every goal has its task, every task "
		  "its six clarities, everybody his share."));
	return STATUS_OK;
}

static void page_close(struct screen *s)
{
	struct gaps *g = s->state;

	coverage_free(&g->coverage);
	list_fini(&g->list);
}

static void page_title(const struct screen *s, struct str *out)
{
	(void)s;
	str_add(out, _("coverage check"));
}

static void page_position(const struct screen *s, struct str *out)
{
	const struct gaps *g = s->state;

	list_print_position(&g->list, out);
}

static enum status page_reload(
	struct screen *s, int rows, int cols, struct error *err)
{
	struct gaps *g = s->state;

	(void)cols;
	return list_reload(&g->list, rows, err);
}

static void page_layout(struct screen *s, int rows, int cols)
{
	struct gaps *g = s->state;

	(void)rows;
	list_layout(&g->list, cols);
}

static void page_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct gaps *g = s->state;

	list_draw(&g->list, c, r);
}

static struct point page_cursor(const struct screen *s, struct rect r)
{
	const struct gaps *g = s->state;

	return list_cursor(&g->list, r);
}

static enum handled page_command(struct screen *s, int cmd, int times)
{
	struct gaps *g = s->state;
	const struct coverage_line *l = current(g);

	if (list_command(&g->list, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	switch (cmd) {
	case CMD_OPEN:
		if (l)
			open_record(s->stack, record_type_of(l->kind), l->id);
		return HANDLED_YES;
	case CMD_MENU:
		if (l)
			open_actions(s,
				&(struct target){
					record_type_of(l->kind), &l->id, 1 },
				1);
		return HANDLED_YES;
	case CMD_TURN:
		if (s->below && s->below->ops == &matrix_screen)
			stack_close(s);
		else
			stack_push(s->stack, &matrix_screen, NULL, 0);
		return HANDLED_YES;
	case CMD_PRINT:
		open_report(s, "coverage");
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static enum handled page_text(struct screen *s, const char *text, bool pasted)
{
	(void)pasted;
	open_palette(s, text);
	return HANDLED_YES;
}

static void page_answer(struct screen *s, int tag, const struct answer *a)
{
	struct gaps *g = s->state;
	const struct coverage_line *l = current(g);

	if (app_answer(s, tag, a) || !a->given || !l)
		return;
	if (is_actions_tag(tag))
		answer_actions(s, tag,
			&(struct target){ record_type_of(l->kind), &l->id, 1 },
			1, a);
}

static const struct command page_commands[] = {
	{ .id = CMD_OPEN, .label = N_("mend") },
	{ .id = CMD_MENU },
	{ .id = CMD_TURN,
		.label = N_("matrix"),
		.help = N_("Who has which part: responsibility matrix.") },
	{ .id = CMD_PRINT },
	{ .id = 0 },
};

const struct screen_ops coverage_screen = {
	.name = "coverage",
	.kind = SCREEN_PAGE,
	.state_size = sizeof(struct gaps),
	.commands = page_commands,
	.open = page_open,
	.close = page_close,
	.title = page_title,
	.position = page_position,
	.reload = page_reload,
	.layout = page_layout,
	.draw = page_draw,
	.cursor = page_cursor,
	.command = page_command,
	.text = page_text,
	.answer = page_answer,
};
