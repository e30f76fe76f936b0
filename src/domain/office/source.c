#include "domain/office/source.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/office/forms.h"
#include "store/record.h"
#include "store/stmt.h"

#define IN(state) (1u << SOURCE_##state)
#define F(field) &source_fields[SOURCE_##field]

const struct choice source_states[] = {
	{ SOURCE_OPEN, "open", N_("open") },
	{ SOURCE_ANSWERED, "answered", N_("answered") },
	{ SOURCE_VOID, "void", N_("void") },
	{ 0, NULL, NULL },
};

static const struct choice scopes[] = {
	{ 1, "open", N_("may be public") },
	{ 2, "internal", N_("this office only") },
	{ 0, NULL, NULL },
};

const struct field source_fields[] = {
	[SOURCE_KIND] = { .number = 1,
		.name = "kind",
		.label = N_("kind"),
		.help = N_("Where it comes from: a document, a meeting, an "
			   "instruction"),
		.headers = "来源类别|来源|类别",
		.type = FIELD_VALUE,
		.of = "source kind",
		.initial = "document",
		.flags = FIELD_REQUIRED,
		.list_cols = 8,
		.list_drop = 4 },
	[SOURCE_TITLE] = { .number = 2,
		.name = "title",
		.label = N_("title"),
		.help = N_("Its title, or what it is about in a few words"),
		.headers = "标题|文件名称|事项|来源名称|批示事项|会议名称",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 80,
		.list_cols = 24 },
	[SOURCE_NUMBER] = { .number = 3,
		.name = "number",
		.label = N_("number"),
		.help = N_("As the issuer writes it: 象政发〔2026〕12号"),
		.headers = "文号|来文字号|编号",
		.type = FIELD_TEXT,
		.flags = FIELD_FIND,
		.max = 40 },
	[SOURCE_ISSUER] = { .number = 4,
		.name = "issuer",
		.label = N_("issued by"),
		.help = N_("The office or the leader it comes from: 县政府办"),
		.headers = "来文单位|发文单位|批示领导|来源单位",
		.type = FIELD_TEXT,
		.flags = FIELD_PAIRED | FIELD_FIND,
		.max = 40,
		.list_cols = 10,
		.list_drop = 2 },
	[SOURCE_DAY] = { .number = 5,
		.name = "day",
		.label = N_("date"),
		.help = N_("The day it is of: 11-20"),
		.headers = "日期|来文日期|发文日期|批示日期",
		.type = FIELD_DATE,
		.initial = "today",
		.flags = FIELD_REQUIRED | FIELD_PAIRED,
		.min = -7320,
		.max = 366,
		.list_cols = 5 },
	[SOURCE_DUE] = { .number = 6,
		.name = "due",
		.label = N_("due"),
		.help = N_("By when it demands it; its tasks take it over"),
		.headers = "完成时限|截止日期|办结时限|要求时限",
		.type = FIELD_DATE,
		.min = -7320,
		.max = 3660,
		.list_cols = 5 },
	[SOURCE_LEADER] = { .number = 7,
		.name = "leader",
		.label = N_("leader"),
		.help = N_("The leader in charge of it here; its tasks take "
			   "him over"),
		.headers = "负责领导|分管领导|责任领导",
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_PAIRED,
		.list_cols = 8,
		.list_drop = 3 },
	[SOURCE_POINTS] = { .number = 8,
		.name = "points",
		.label = N_("main points"),
		.headers = "要点|主要内容|批示内容",
		.type = FIELD_LONG,
		.flags = FIELD_FIND },
	[SOURCE_DEMAND] = { .number = 9,
		.name = "demand",
		.label = N_("demands"),
		.help = N_("What it demands of us"),
		.headers = "要求|工作要求|对我乡要求",
		.type = FIELD_LONG },
	[SOURCE_SCOPE] = { .number = 10,
		.name = "scope",
		.label = N_("may know"),
		.headers = "知悉范围",
		.type = FIELD_CHOICE,
		.choices = scopes,
		.initial = "internal",
		.flags = FIELD_REQUIRED | FIELD_FOLDED },
	[SOURCE_TASKS] = { .name = "tasks",
		.label = N_("tasks"),
		.type = FIELD_INT,
		.flags = FIELD_SYSTEM,
		.sql = "(SELECT count(*) FROM task WHERE source=r.id)",
		.list_cols = 4,
		.list_drop = 1 },
	[SOURCE_TASKS_CLOSED] = { .name = "tasks_closed",
		.label = N_("tasks closed"),
		.type = FIELD_INT,
		.flags = FIELD_SYSTEM,
		.sql = "(SELECT count(*) FROM task WHERE source=r.id"
		       " AND state=4)" },
	[SOURCE_STATE] = { .number = 11,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = source_states,
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.initial = "open",
		.list_cols = 6,
		.list_drop = 5 },
	[SOURCE_ANSWER] = { .number = 12,
		.name = "answer",
		.label = N_("answer"),
		.help = N_("What was answered, or what came of it"),
		.type = FIELD_LONG,
		.min = 2,
		.max = 2000,
		.flags = FIELD_SYSTEM },
	[SOURCE_ANSWERED_BY] = { .number = 13,
		.name = "answered_by",
		.label = N_("answered by"),
		.help = N_("Who answered; type the initials: wxy"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[SOURCE_ANSWERED_ON] = { .number = 14,
		.name = "answered_on",
		.label = N_("answered on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM | FIELD_PAIRED,
		.min = -7320,
		.max = 0 },
	[SOURCE_REASON] = { .number = 15,
		.name = "reason",
		.label = N_("reason"),
		.help = N_("Why it is void: entered twice"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[SOURCE_FIELDS_END] = { .name = NULL },
};

#define OF_KIND "value WHERE (dict,code)"

static const struct view views[] = {
	{ .name = "newest", .label = N_("newest"), .order = "-day" },
	{ .name = "due",
		.label = N_("open, by due day"),
		.eq = "state=1",
		.range = "due>='0'",
		.order = "due" },
	{ .name = "open",
		.label = N_("open"),
		.eq = "state=1",
		.order = "-day" },
	{ .name = "untasked",
		.label = N_("without a task"),
		.eq = "state=1",
		.rest = SOURCE_UNTASKED_SQL,
		.order = "-day" },
	{ .name = "policies",
		.label = N_("policies"),
		.rest = "kind+0 IN (SELECT id FROM " OF_KIND
			" IN (VALUES ('source kind','document'),"
			"('source kind','meeting')))",
		.order = "-day" },
	{ .name = "instructions",
		.label = N_("instructions"),
		.eq = "kind=(SELECT id FROM " OF_KIND
		      "=('source kind','instruction'))",
		.order = "-day" },
	{ .name = "by_kind", .label = N_("by kind"), .order = "kind" },
	{ .name = "kind",
		.label = N_("of a kind"),
		.eq = "kind=:of",
		.order = "-day" },
	{ .name = "leader",
		.label = N_("of a leader"),
		.eq = "leader=:of",
		.order = "-day" },
	{ .name = NULL },
};

/* ---- actions */

static int given_or_stored_day(
	const struct attempt *a, const struct values *v, const struct field *f)
{
	char *text = attempt_text(a, v, f);
	int day = date_of_iso(text);

	mem_free(text);
	return day;
}

/* An imported list again, or the same paper entered by two; 0 none. */
static int64_t find_same(const struct attempt *a, const struct values *v)
{
	const char *given = values_text(v, F(DAY));
	char today[DATE_TEXT_BYTES];
	struct stmt *s = stmt_get(a->store,
		"SELECT id FROM source WHERE title=:title AND day=:day"
		" AND number IS :number AND state<>3 LIMIT 1");

	stmt_bind_text(s, ":title", values_text(v, F(TITLE)));
	stmt_bind_text(s, ":day", given ? given : date_iso(a->today, today));
	stmt_bind_text(s, ":number", values_text(v, F(NUMBER)));
	return stmt_one_int(s, 0);
}

static enum status create(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	*id = find_same(a, v);
	return *id ? STATUS_OK : action_write(txn, a, v, id, err);
}

static enum status check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int day = given_or_stored_day(a, v, F(DAY));
	int due = given_or_stored_day(a, v, F(DUE));

	if (due != DATE_NONE && day != DATE_NONE && due < day)
		issues_add(issues, F(DUE), false,
			_("it is due before the day it is of"));
	if ((a->action->flags & ACTION_CREATES) && find_same(a, v))
		issues_add(issues, F(TITLE), true,
			_("it is there already; nothing is changed"));
	return STATUS_OK;
}

/* The form begins with what tasks take over. */
static const struct field *const form[] = { F(TITLE), F(DUE), F(LEADER),
	F(KIND), F(DAY), NULL };

static const struct action source_create = {
	.name = "source.create",
	.label = N_("new source"),
	.help = N_("A document, a meeting, an instruction, a call: entered "
		   "once, its lines become tasks"),
	.done = N_("registered: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.input = form,
	.needs = 1,
	.check = check,
	.effect = create,
};

static const struct action source_update = {
	.name = "source.update",
	.label = N_("edit"),
	.help = N_("Its words and days; tasks made from it keep theirs"),
	.done = N_("saved: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_ALL_FIELDS | ACTION_PLAIN,
	.from = IN(OPEN) | IN(ANSWERED),
	.input = form,
	.check = check,
};

/* The answer of another time is not proposed again. */
static enum status prefill_answer(const struct attempt *a, struct values *v)
{
	values_remove(v, F(ANSWER));
	values_remove(v, F(REASON));
	if (a->person)
		values_set_int(v, F(ANSWERED_BY), a->person);
	values_set_day(v, F(ANSWERED_ON), a->today);
	return STATUS_OK;
}

static enum status answer(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	if (a->person)
		values_set_int(&row, F(ANSWERED_BY), a->person);
	values_set_day(&row, F(ANSWERED_ON), a->today);
	values_copy(&row, v);
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

static const struct action source_answer = {
	.name = "source.answer",
	.label = N_("answer"),
	.help = N_("What was answered, who did it and when; it is open no "
		   "more"),
	.done = N_("answered: %s"),
	.key = 'a',
	.right = RIGHT_REGISTER,
	.from = IN(OPEN),
	.to = SOURCE_ANSWERED,
	.input = ACTION_INPUT(F(ANSWER), F(ANSWERED_BY), F(ANSWERED_ON)),
	.needs = 1,
	.prefill = prefill_answer,
	.effect = answer,
};

/* Tasks that go on need what they come from. */
static enum status guard_void(const struct attempt *a, struct reason *reason)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT count(*) FROM task WHERE source=:id AND state<>7");

	stmt_bind_int(s, ":id", a->id);
	int tasks = (int)stmt_one_int(s, 0);
	return tasks ? reason_set(reason, _("terminate them first"),
			       _("%d tasks were made from it"), tasks)
		     : STATUS_OK;
}

static const struct action source_void = {
	.name = "source.void",
	.label = N_("make void"),
	.help = N_("It was entered by mistake; it stays readable, with the "
		   "reason"),
	.done = N_("void: %s"),
	.key = 'w',
	.right = RIGHT_REGISTER,
	.from = IN(OPEN) | IN(ANSWERED),
	.to = SOURCE_VOID,
	.input = ACTION_INPUT(F(REASON)),
	.needs = 1,
	.prefill = prefill_answer,
	.guard = guard_void,
};

static enum status reopen(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_null(&row, F(ANSWERED_BY));
	values_set_null(&row, F(ANSWERED_ON));
	enum status status = action_write(txn, a, &row, id, err);
	values_free(&row);
	return status;
}

static const struct action source_reopen = {
	.name = "source.reopen",
	.label = N_("open again"),
	.help = N_("The answer was not enough, or it was not void after all"),
	.done = N_("open again: %s"),
	.key = 'g',
	.right = RIGHT_REGISTER,
	.from = IN(ANSWERED) | IN(VOID),
	.to = SOURCE_OPEN,
	.input = ACTION_INPUT(F(REASON)),
	.needs = 1,
	.prefill = prefill_answer,
	.effect = reopen,
};

/* Tasks are issued by the leader in charge. */
static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	return action->right == RIGHT_DECIDE
		       ? record_int(store, &source_type.table, id, F(LEADER))
		       : 0;
}

const struct record_type source_type = {
	.table = { .kind = KIND_SOURCE,
		.name = "source",
		.title = "r.title",
		.fields = source_fields,
		.views = views },
	.label = N_("source"),
	.plural = N_("sources"),
	.state = "state",
	.key = "title day",
	.empty = N_("No sources here. n registers a document, a meeting, an "
		    "instruction; its lines become tasks."),
	.step = 2,
	.rank = 3,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &source_create,
		&source_issue, &source_split, &source_update, &source_answer,
		&source_void, &source_reopen, NULL },
	.children = (const char *const[]){ "task", NULL },
	.stand_in = stand_in,
};
