/* app.c: the application behind the stack: session, store, frame, undo. */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/circle/today.h"
#include "store/journal.h"
#include "tui/ask.h"
#include "tui/help.h"
#include "tui/loop.h"

struct app *app_of(const struct screen *s)
{
	return stack_app_arg(s->stack);
}

int app_today(const struct app *app)
{
	return clock_today(&app->session->clock);
}

struct query_params app_params(const struct app *app, int64_t of)
{
	struct query_params p;

	session_params(app->session, of, &p);
	return p;
}

/* ---- the frame */

static const char *const step_names[APP_STEPS] = { N_("today"), N_("study"),
	N_("plan"), N_("assign"), N_("lead"), N_("supervise"), N_("assess"),
	N_("system") };

const char *app_step_name(int step)
{
	return step >= 0 && step < APP_STEPS ? _(step_names[step]) : "";
}

static void read_who(struct app *app)
{
	const struct session *s = app->session;
	static const int order[] = { RIGHT_ROLE_CLERK, RIGHT_ROLE_SUPERVISOR,
		RIGHT_ROLE_LEADER, RIGHT_ROLE_HEAD, RIGHT_ROLE_ADMIN,
		RIGHT_ROLE_AUDITOR, RIGHT_ROLE_CADRE };
	const char *role = "";

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		const struct choice *c =
			choice_numbered(role_choices, order[i]);

		if (!c || !(s->roles & 1u << order[i]))
			continue;
		role = language_text_in("right", c->label);
		break;
	}
	snprintf(app->who, sizeof app->who, "%s %s", s->name, role);
}

/* Others' and my own writes may give and take roles. */
static void refresh_session(struct app *app)
{
	session_refresh(app->session);
	read_who(app);
	app->frame_is_old = true;
}

static void add_light(
	struct app *app, const char *name, int64_t n, enum role role)
{
	struct frame_info *f = &app->frame;
	struct frame_light *l = &f->burning[f->burning_count];

	if (n <= 0 || f->burning_count >= FRAME_LIGHTS)
		return;
	snprintf(l->text, sizeof l->text, "%s%lld", name, (long long)n);
	l->role = role;
	f->burning_count++;
}

/* What burns for me: my own open shares, the tasks in my charge. */
static void read_burning(struct app *app)
{
	struct light_counts n = today_mine(app->session);

	app->frame.burning_count = 0;
	app->frame.burning_label = NULL;
	add_light(app, light_text(LIGHT_OVERDUE), n.overdue, ROLE_OVERDUE);
	add_light(app, light_text(LIGHT_SOON), n.soon, ROLE_SOON);
	add_light(app, light_text(LIGHT_BEHIND), n.behind, ROLE_SOON);
	if (app->frame.burning_count)
		app->frame.burning_label = _("mine");
}

static void read_frame(struct app *app)
{
	int today = app_today(app);
	char iso[DATE_TEXT_BYTES];

	snprintf(app->date, sizeof app->date, "%s %s", date_iso(today, iso),
		weekday_name(today));
	snprintf(app->day, sizeof app->day, "%s", iso + 5);
	read_burning(app);
	app->frame_day = today;
	app->frame_is_old = false;
}

static void frame(void *arg, struct frame_info *info)
{
	struct app *app = arg;

	app->frame.township = app->township;
	app->frame.date = app->date;
	app->frame.day = app->day;
	app->frame.who = app->who;
	for (int i = 0; i < APP_STEPS; i++)
		app->frame.step[i] = app_step_name(i);
	*info = app->frame;
}

static void step(void *arg, struct stack *st, int step)
{
	(void)arg;
	if (step == 0)
		stack_push(st, &today_screen, NULL, 0);
	else
		stack_push(st, &step_screen, &step, 0);
}

/* ---- jobs: what screens queue, done in the act phase */

struct job *job_new(
	const struct record_type *type, const struct action *action, int64_t id)
{
	struct job *job = mem_zero(1, sizeof *job);

	job->type = type;
	job->action = action;
	job->ids = mem_copy(&id, sizeof id);
	job->count = 1;
	return job;
}

void job_free(struct job *job)
{
	if (!job)
		return;
	values_free(&job->values);
	for (size_t i = 0; job->each && i < job->count; i++)
		values_free(&job->each[i]);
	mem_free(job->each);
	mem_free(job->ids);
	mem_free(job->basis_no);
	mem_free(job);
}

static void free_job(void *arg, void *job)
{
	(void)arg;
	job_free(job);
}

static void run_job(struct app *app, const struct job *job, struct outcome *out)
{
	struct act_item *item = mem_zero(job->count, sizeof *item);
	struct act act = {
		.action = job->action,
		.actor = job->actor,
		.item = item,
		.count = job->count,
		.stand_in = job->stand_in,
		.warned = job->warned,
	};

	act.actor.basis_no = job->basis_no;
	for (size_t i = 0; i < job->count; i++)
		item[i] = (struct act_item){
			.id = job->ids[i],
			.revision = job->count == 1 ? job->revision : 0,
			.values = job->each ? &job->each[i] : &job->values,
		};
	door_run(app->session, &act, out);
	mem_free(item);
}

static void tell_done(
	struct app *app, const struct job *job, const struct outcome *out)
{
	struct str name = STR_INIT;
	const char *done = job->action->done;

	if (job->count > 1)
		str_addf(&name, _("%zu records"), job->count);
	else
		record_name(app->session->store, job->type->table.kind, out->id,
			&name);
	stack_message(app->stack, ROLE_MESSAGE,
		done ? language_text_in(job->type->table.name, done) : "%s",
		name.data);
	str_free(&name);
}

static void act(void *arg, struct stack *st, struct screen *s, void *data)
{
	struct app *app = arg;
	struct job *job = data;
	struct outcome out;

	if (job->is_undo)
		door_undo(app->session, &app->undo, &out);
	else if (job->run)
		job->run(job->arg, &out);
	else
		run_job(app, job, &out);
	refresh_session(app);
	if (out.status == STATUS_OK && job->is_undo)
		stack_message(
			st, ROLE_MESSAGE, _("taken back: %s"), app->undo.text);
	else if (out.status == STATUS_OK && !job->run)
		tell_done(app, job, &out);
	else if (out.status != STATUS_OK)
		stack_error(st, &out.error);
	if (s && s->ops->acted)
		s->ops->acted(s, &out);
	stack_reload(st, NULL);
	outcome_free(&out);
}

/* ---- reading, watching */

static enum status begin_reload(void *arg, struct error *err)
{
	struct app *app = arg;

	(void)err;
	store_read_begin(app->session->store);
	if (app->frame_is_old || app->frame_day != app_today(app))
		read_frame(app);
	return STATUS_OK;
}

static void end_reload(void *arg)
{
	struct app *app = arg;

	store_read_end(app->session->store);
}

static bool changed(void *arg)
{
	struct app *app = arg;

	if (!store_changed(app->session->store))
		return false;
	refresh_session(app);
	return true;
}

static bool concerns(void *arg, const int *watches, int64_t *seen)
{
	struct app *app = arg;
	unsigned char kinds[128];
	unsigned char hash[32];

	if (*seen == 0) {
		*seen = journal_head(app->session->store, hash);
		return true;
	}
	if (journal_since(app->session->store, seen, kinds, NULL))
		return true;
	for (int i = 0; !watches && i < 128; i++)
		if (kinds[i])
			return true;
	for (; watches && *watches; watches++)
		if (kinds[*watches])
			return true;
	return false;
}

static void idle(void *arg)
{
	struct app *app = arg;

	store_idle(app->session->store);
}

static bool may_see(void *arg, const struct table *t, const struct field *f)
{
	struct app *app = arg;
	const struct record_type *type = record_type_of(t->kind);

	return type && field_may_see(app->session, type, f);
}

/* ---- commands no screen answered */

static void offer_undo(struct app *app)
{
	struct error err = { STATUS_OK, "", "" };
	const char *answer[] = { _("undo it") };
	struct str text = STR_INIT;
	struct ask_arg arg = {
		.title = _("undo"), .answer = answer, .count = 1
	};

	if (door_undo_offer(app->session, &app->undo, &err)) {
		stack_error(app->stack, &err);
		return;
	}
	str_addf(&text, "%s  %s", app->undo.when, app->undo.text);
	arg.text = text.data;
	stack_push(app->stack, &ask_screen, &arg, TAG_UNDO);
	str_free(&text);
}

static enum handled command(
	void *arg, struct stack *st, struct screen *s, int cmd)
{
	struct app *app = arg;

	switch (cmd) {
	case CMD_UNDO:
		offer_undo(app);
		return HANDLED_YES;
	case CMD_GO:
		if (!s || !s->ops->answer)
			return HANDLED_NO;
		open_palette(s, NULL);
		return HANDLED_YES;
	case CMD_MENU:
		if (!s || !s->ops->answer)
			return HANDLED_NO;
		open_commands(s);
		return HANDLED_YES;
	case CMD_HELP:
	case CMD_FORM_HELP:
		help_open(st, NULL);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

/* ---- opening and closing */

struct app *screens_open(struct session *session, struct term *term)
{
	struct app *app = mem_zero(1, sizeof *app);
	struct stack_app ops = {
		.arg = app,
		.step = step,
		.frame = frame,
		.act = act,
		.free_job = free_job,
		.begin_reload = begin_reload,
		.end_reload = end_reload,
		.changed = changed,
		.concerns = concerns,
		.command = command,
		.idle = idle,
	};
	char *name = store_meta(session->store, "name");

	app->session = session;
	snprintf(app->township, sizeof app->township, "%s", name ? name : "");
	mem_free(name);
	app->viewer = (struct viewer){ app, may_see };
	/* from here on only the door and what asks for rights see all */
	store_set_viewer(session->store, &app->viewer);
	store_set_mode(session->store, STORE_VIEWER);
	read_who(app);
	app->frame_is_old = true;
	app->stack = stack_new(&ops, term);
	mem_on_out(stack_out_of_memory, app->stack);
	stack_step(app->stack, 0);
	return app;
}

struct stack *screens_stack(struct app *app)
{
	return app->stack;
}

void screens_close(struct app *app)
{
	if (!app)
		return;
	mem_on_out(NULL, NULL);
	stack_free(app->stack);
	store_set_viewer(app->session->store, NULL);
	store_set_mode(app->session->store, STORE_DOOR);
	mem_free(app);
}

enum status screens_run(struct session *session, struct error *err)
{
	struct term_options options = {
		.no_colour = !theme_wants_colour(),
		.use_env = true,
	};
	struct term *term;
	struct app *app;
	enum status status;

	term_set_locale();
	status = term_open_curses(&term, &options, err);
	if (status)
		return status;
	app = screens_open(session, term);
	status = loop_run(app->stack, err);
	screens_close(app);
	term_close(term);
	return status;
}
