#include "domain/assign/schedule.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/assign/milestone.h"
#include "domain/assign/task.h"
#include "domain/calendar.h"
#include "store/stmt.h"

#define T(field) &task_fields[TASK_##field]
#define M(field) &milestone_fields[MILESTONE_##field]

enum { ALL = 10000, DAYS_MAX = 2000 };

const struct choice schedule_templates[] = {
	{ SCHEDULE_SUPERVISION, "supervision", N_("supervision") },
	{ SCHEDULE_PROJECT, "project", N_("construction") },
	{ SCHEDULE_INVESTMENT, "investment", N_("investment") },
	{ 0, NULL, NULL },
};

/* Building takes most of a project's time, papers the rest. */
static const struct template_stage {
	enum schedule_template of;
	const char *name;
	int part;
} template_stages[] = {
	{ SCHEDULE_SUPERVISION, N_("supervision set up"), 1 },
	{ SCHEDULE_SUPERVISION, N_("results reported back"), 3 },
	{ SCHEDULE_SUPERVISION, N_("results verified"), 2 },
	{ SCHEDULE_SUPERVISION, N_("finished and struck off"), 1 },
	{ SCHEDULE_PROJECT, N_("project approved"), 2 },
	{ SCHEDULE_PROJECT, N_("land approved"), 2 },
	{ SCHEDULE_PROJECT, N_("planning permission"), 2 },
	{ SCHEDULE_PROJECT, N_("construction drawings"), 2 },
	{ SCHEDULE_PROJECT, N_("tender and award"), 2 },
	{ SCHEDULE_PROJECT, N_("building permit"), 1 },
	{ SCHEDULE_PROJECT, N_("site entered"), 1 },
	{ SCHEDULE_PROJECT, N_("foundations finished"), 4 },
	{ SCHEDULE_PROJECT, N_("main structure finished"), 6 },
	{ SCHEDULE_PROJECT, N_("equipment installed"), 4 },
	{ SCHEDULE_PROJECT, N_("accepted and handed over"), 2 },
	{ SCHEDULE_INVESTMENT, N_("followed up and discussed"), 3 },
	{ SCHEDULE_INVESTMENT, N_("framework agreement"), 2 },
	{ SCHEDULE_INVESTMENT, N_("contract signed"), 2 },
};

/* ---- stages */

static void add_stage(struct schedule *s, char *name, int days, int part)
{
	s->stage = mem_grow(s->stage, s->count, &s->size, sizeof *s->stage);
	s->stage[s->count++] = (struct schedule_stage){
		.name = name, .days = days, .part = part
	};
}

void schedule_add_template(struct schedule *s, enum schedule_template t)
{
	size_t n = sizeof template_stages / sizeof *template_stages;

	for (size_t i = 0; i < n; i++)
		if (template_stages[i].of == t)
			add_stage(s,
				mem_text(language_text_in(
					"schedule", template_stages[i].name)),
				0, template_stages[i].part);
}

/* "基础完工 20", "基础完工：20天"; widths are folded already. */
static bool add_line(struct schedule *s, const char *line, size_t len_bytes)
{
	size_t end = len_bytes, name;
	int days = 0;

	while (end && !isdigit((unsigned char)line[end - 1]))
		end--; /* the word for days */
	name = end;
	while (name && isdigit((unsigned char)line[name - 1]))
		name--;
	bool has_days =
		name < end && name > 0 && strchr(" :\t", line[name - 1]);
	if (has_days) {
		days = atoi(line + name);
		while (name && strchr(" :\t", line[name - 1]))
			name--;
	} else {
		name = len_bytes;
	}
	while (name && line[name - 1] == ' ')
		name--;
	if (!name || (has_days && (days < 1 || days > DAYS_MAX)))
		return false;
	struct str text = STR_INIT;
	str_add_bytes(&text, line, name);
	add_stage(s, str_take(&text), days, 1);
	return true;
}

bool schedule_add_lines(struct schedule *s, const char *text, int *line)
{
	struct str folded = STR_INIT;
	bool is_read = true;

	*line = 0;
	plain_add_folded(&folded, text);
	for (const char *at = folded.data; is_read && *at;) {
		size_t n = strcspn(at, "\n");

		++*line;
		if (strspn(at, " \t\r") < n)
			is_read = add_line(s, at, n);
		at += n + (at[n] == '\n');
	}
	str_free(&folded);
	return is_read;
}

void schedule_free(struct schedule *s)
{
	for (size_t i = 0; i < s->count; i++)
		mem_free(s->stage[i].name);
	mem_free(s->stage);
	*s = (struct schedule){ .count = 0 };
}

/* ---- counting back */

/* What the stages with days leave goes to the others by their parts, a day
 * each at least. */
static void share_out(struct schedule *s, int left)
{
	int parts = 0, open = 0;

	for (size_t i = 0; i < s->count; i++) {
		parts += s->stage[i].days ? 0 : s->stage[i].part;
		open += !s->stage[i].days;
	}
	for (size_t i = 0; i < s->count; i++) {
		struct schedule_stage *stage = &s->stage[i];

		if (stage->days)
			continue;
		int days = left * stage->part / parts;
		int most = left - (open - 1);

		stage->days = days < 1 ? 1 : days > most ? most : days;
		left -= stage->days;
		parts -= stage->part;
		open--;
	}
}

enum status schedule_count_back(struct schedule *s, const struct workdays *w,
	int from, int due, struct error *err)
{
	int there = due < from ? 0 : workdays_between(w, from - 1, due);
	char first[DATE_TEXT_BYTES], last[DATE_TEXT_BYTES];
	int fixed = 0, open = 0, all = 0, held = 0;

	for (size_t i = 0; i < s->count; i++) {
		fixed += s->stage[i].days;
		open += !s->stage[i].days;
	}
	if (fixed + open > there)
		return error_set(err, STATUS_REFUSED,
			_("fewer stages or days, or a later due day"),
			_("the stages need %d working days; from %s to %s "
			  "there are %d"),
			fixed + open, date_iso(from, first),
			date_iso(due, last), there);
	share_out(s, there - fixed);
	while (!workdays_is_working(w, due))
		due--;
	for (size_t i = s->count; i-- > 0;) {
		struct schedule_stage *stage = &s->stage[i];

		stage->due = due;
		stage->start = stage->days > 1
				       ? workdays_add(w, due, 1 - stage->days)
				       : due;
		due = workdays_add(w, stage->start, -1);
		all += stage->days;
	}
	for (size_t i = 0; i < s->count; i++) {
		held += s->stage[i].days;
		s->stage[i].expected = held * 100 / all * 100;
	}
	return STATUS_OK;
}

/* ---- the action */

static const struct field input_template = { .name = "template",
	.label = N_("template"),
	.help = N_("Named stages by kind of work; or type your own below"),
	.type = FIELD_CHOICE,
	.choices = schedule_templates };
static const struct field input_stages = { .name = "stages",
	.label = N_("own stages"),
	.help = N_("A line a stage, with its working days if known: 基础完工 "
		   "20"),
	.type = FIELD_LONG,
	.max = 1000 };

static int day_of(const struct attempt *a, enum task_field field)
{
	char *text = record_text(
		a->store, &task_type.table, a->id, &task_fields[field]);
	int day = date_of_iso(text);

	mem_free(text);
	return day;
}

/* What is past cannot be scheduled any more. */
static int first_day(const struct attempt *a)
{
	int start = day_of(a, TASK_START);

	return start == DATE_NONE || start < a->today ? a->today : start;
}

static enum status stages_of(
	const struct values *v, struct schedule *out, struct issues *issues)
{
	const char *text = values_text(v, &input_stages);
	int64_t template = values_int(v, &input_template);
	int line = 0;

	if (text && !schedule_add_lines(out, text, &line)) {
		issues_add(issues, &input_stages, false,
			_("line %d is no stage with its days: 基础完工 20"),
			line);
		return STATUS_INVALID;
	}
	if (!text && template)
		schedule_add_template(out, (enum schedule_template) template);
	if (!out->count)
		issues_add(issues, &input_template, false,
			_("choose a template, or type stages"));
	return out->count ? STATUS_OK : STATUS_INVALID;
}

/* The stages with their days, or what is wrong with them. */
static enum status plan(const struct attempt *a, const struct values *v,
	struct schedule *out, struct issues *issues)
{
	struct calendar calendar = { 0 };
	struct error why = { .status = STATUS_OK };
	int due = day_of(a, TASK_DUE), from = first_day(a);
	enum status status = stages_of(v, out, issues);

	if (status != STATUS_OK)
		return status;
	status = calendar_load(a->store, &calendar, &why);
	if (status != STATUS_OK)
		return status;
	if (due == DATE_NONE)
		status = error_set(&why, STATUS_REFUSED, _("give it a due day"),
			_("it has no due day to count back from"));
	else
		status = schedule_count_back(
			out, &calendar.days, from, due, &why);
	if (status != STATUS_OK)
		issues_add(
			issues, NULL, false, _("%s: %s"), why.what, why.todo);
	else if (!calendar_is_complete(&calendar, from, due, &why))
		issues_add(issues, NULL, true, "%s", why.what);
	calendar_free(&calendar);
	return status;
}

static enum status check_schedule(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct schedule schedule = { .count = 0 };
	int outside = 0;
	int open = milestones_open(a->store, a->id, &outside);

	plan(a, v, &schedule, issues);
	if (open)
		issues_add(issues, NULL, true,
			_("its %d milestones are replaced"), open);
	schedule_free(&schedule);
	return STATUS_OK;
}

static enum status guard_schedule(
	const struct attempt *a, struct reason *reason)
{
	int outside = 0;

	if (task_state_of(a->store, a->id) != TASK_ISSUED ||
		!milestones_open(a->store, a->id, &outside))
		return STATUS_OK;
	return reason_set(reason,
		_("move them, or drop them with a reason first"),
		_("it has milestones, which stand since it was issued"));
}

static enum status delete_open(struct txn *txn, int64_t task, struct error *err)
{
	struct stmt *s = stmt_get(txn_store(txn),
		"SELECT id FROM milestone WHERE task=:task AND state=1");
	struct value_ids gone = { 0 };

	stmt_bind_int(s, ":task", task);
	while (stmt_row(s))
		value_ids_add(&gone, stmt_int(s, 0));
	enum status status = stmt_end(s, err);
	for (size_t i = 0; status == STATUS_OK && i < gone.count; i++)
		status =
			txn_delete(txn, &milestone_type.table, gone.id[i], err);
	value_ids_free(&gone);
	return status;
}

static enum status insert_stage(struct txn *txn, int64_t task,
	const struct schedule_stage *stage, struct error *err)
{
	struct values v = { 0 };
	int64_t id = 0;

	values_set_text(&v, M(NAME), stage->name);
	values_set_day(&v, M(START), stage->start);
	values_set_day(&v, M(DUE), stage->due);
	values_set_int(&v, M(EXPECTED), stage->expected);
	values_set_int(&v, M(WEIGHT), 1);
	enum status status = milestone_insert(txn, task, &v, &id, err);
	values_free(&v);
	return status;
}

static enum status schedule(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct schedule stages = { .count = 0 };
	struct issues issues = { 0 };
	enum status status = plan(a, v, &stages, &issues);

	*id = a->id;
	if (status != STATUS_OK && issues.count)
		error_set(err, status, NULL, "%s", issues.item[0].text);
	if (status == STATUS_OK)
		status = delete_open(txn, a->id, err);
	for (size_t i = 0; status == STATUS_OK && i < stages.count; i++)
		status = insert_stage(txn, a->id, &stages.stage[i], err);
	schedule_free(&stages);
	issues_free(&issues);
	return status;
}

static const struct record_type *const makes_milestone[] = { &milestone_type,
	NULL };

const struct action task_schedule = {
	.name = "task.schedule",
	.label = N_("schedule back"),
	.help = N_("Milestones by stages counted back from the due day in "
		   "working days"),
	.done = N_("scheduled: %s"),
	.key = 'd',
	.right = RIGHT_REGISTER,
	.from = 1u << TASK_DRAFT | 1u << TASK_SUBMITTED | 1u << TASK_RETURNED |
		1u << TASK_ISSUED,
	.input = ACTION_INPUT(&input_template, &input_stages),
	.makes = makes_milestone,
	.guard = guard_schedule,
	.check = check_schedule,
	.effect = schedule,
};
