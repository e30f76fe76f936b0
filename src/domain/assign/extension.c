#include "domain/assign/extension.h"

#include "core/date.h"
#include "core/language.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "store/stmt.h"

const struct choice extension_states[] = {
	{ EXTENSION_ASKED, "asked", N_("to be viewed") },
	{ EXTENSION_VIEWED, "viewed", N_("to be decided") },
	{ EXTENSION_GRANTED, "granted", N_("granted") },
	{ EXTENSION_REFUSED, "refused", N_("refused") },
	{ EXTENSION_WITHDRAWN, "withdrawn", N_("withdrawn") },
	{ 0, NULL, NULL },
};

const struct choice extension_opinions[] = {
	{ OPINION_FOR, "for", N_("for it") },
	{ OPINION_AGAINST, "against", N_("against it") },
	{ 0, NULL, NULL },
};

const struct field extension_fields[] = {
	[EXTENSION_SHARE] = { .number = 1,
		.name = "share",
		.label = N_("share"),
		.type = FIELD_REF,
		.of = "share",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 24 },
	[EXTENSION_TASK] = { .number = 16,
		.name = "task",
		.label = N_("task"),
		.type = FIELD_REF,
		.of = "task",
		.flags = FIELD_REQUIRED | FIELD_FIXED },
	[EXTENSION_DUE] = { .number = 15,
		.name = "due",
		.label = N_("was due"),
		.type = FIELD_DATE,
		.flags = FIELD_FIXED | FIELD_SYSTEM,
		.list_cols = 6,
		.list_drop = 2 },
	[EXTENSION_TO] = { .number = 2,
		.name = "to",
		.label = N_("new date"),
		.help = N_("The day by which it will be finished: 12-20, +2w; "
			   "proposed is what the pace so far says"),
		.type = FIELD_DATE,
		.min = 0,
		.max = 3660,
		.flags = FIELD_REQUIRED,
		.list_cols = 6 },
	[EXTENSION_REASON] = { .number = 3,
		.name = "reason",
		.label = N_("reason"),
		.help = N_("Why the date cannot be kept: eleven days of rain"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_FIND | FIELD_REQUIRED,
		.list_cols = 24,
		.list_drop = 1 },
	[EXTENSION_PROGRESS] = { .number = 4,
		.name = "progress",
		.label = N_("progress now"),
		.help = N_("How far it is today"),
		.type = FIELD_DECIMAL,
		.unit = ".measure",
		.max = INT64_C(1000000000000) },
	[EXTENSION_MEASURE] = { .name = "measure",
		.label = N_("counted in"),
		.type = FIELD_TEXT,
		.sql = "(SELECT CASE progress_kind WHEN 1 THEN measure WHEN 4 "
		       "THEN measure ELSE '%' END FROM task WHERE "
		       "id=r.task)" },
	[EXTENSION_STATE] = { .number = 7,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = extension_states,
		.initial = "asked",
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.list_cols = 8 },
	[EXTENSION_OPINION] = { .number = 13,
		.name = "opinion",
		.label = N_("opinion"),
		.help = N_("Whether the supervisor is for it"),
		.type = FIELD_CHOICE,
		.choices = extension_opinions,
		.initial = "for",
		.flags = FIELD_SYSTEM,
		.list_cols = 8,
		.list_drop = 3 },
	[EXTENSION_VIEW] = { .number = 8,
		.name = "view",
		.label = N_("view in words"),
		.help = N_("What was found out about it: the pipes are late"),
		.type = FIELD_TEXT,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[EXTENSION_UNTIL] = { .number = 12,
		.name = "until",
		.label = N_("until"),
		.help = N_("The definite day; it may differ from what was "
			   "asked for"),
		.type = FIELD_DATE,
		.min = 0,
		.max = 3660,
		.flags = FIELD_SYSTEM,
		.list_cols = 6 },
	[EXTENSION_ANSWER] = { .number = 14,
		.name = "answer",
		.label = N_("answer"),
		.help = N_("What the leader says to it; of a refusal the "
			   "reason"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[EXTENSION_ASKED_BY] = { .number = 5,
		.name = "asked_by",
		.label = N_("asked by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_FIXED | FIELD_SYSTEM },
	[EXTENSION_ASKED_ON] = { .number = 6,
		.name = "asked_on",
		.label = N_("asked on"),
		.type = FIELD_DATE,
		.initial = "today",
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_SYSTEM,
		.list_cols = 6,
		.list_drop = 4 },
	[EXTENSION_VIEWED_BY] = { .number = 9,
		.name = "viewed_by",
		.label = N_("viewed by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[EXTENSION_VIEWED_ON] = { .number = 17,
		.name = "viewed_on",
		.label = N_("viewed on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[EXTENSION_DECIDED_BY] = { .number = 10,
		.name = "decided_by",
		.label = N_("decided by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[EXTENSION_DECIDED_ON] = { .number = 11,
		.name = "decided_on",
		.label = N_("decided on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[EXTENSION_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "all", .label = N_("all"), .order = "-id" },
	{ .name = "asked",
		.label = N_("to be viewed"),
		.eq = "state=1",
		.order = "id" },
	{ .name = "viewed",
		.label = N_("to be decided"),
		.eq = "state=2",
		.order = "id" },
	{ .name = "granted",
		.label = N_("granted"),
		.eq = "state=3",
		.order = "-id" },
	{ .name = "refused",
		.label = N_("refused"),
		.eq = "state=4",
		.order = "-id" },
	{ .name = "share",
		.label = N_("of a share"),
		.eq = "share=:of",
		.order = "-id",
		.small = true },
	{ .name = NULL },
};

int64_t extension_open(struct store *store, int64_t share)
{
	struct stmt *s =
		stmt_get(store, "SELECT id FROM extension WHERE share=:share"
				" AND state IN (1,2) ORDER BY id DESC LIMIT 1");

	stmt_bind_int(s, ":share", share);
	return stmt_one_int(s, 0);
}

static int64_t share_of(struct store *store, int64_t id)
{
	return record_int(store, &extension_type.table, id,
		&extension_fields[EXTENSION_SHARE]);
}

/* He stands to it as to its share. */
static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	return share_type.relate(store, share_of(store, id), person);
}

static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	return share_type.stand_in(store, share_of(store, id), action);
}

const struct record_type extension_type = {
	.table = { .kind = KIND_EXTENSION,
		.name = "extension",
		.title = "(SELECT t.title||' / '||u.short FROM share s JOIN "
			 "task t ON t.id=s.task JOIN unit u ON u.id=s.unit "
			 "WHERE s.id=r.share)",
		.parent = "share task",
		.fields = extension_fields,
		.views = views },
	.label = N_("extension"),
	.plural = N_("extensions"),
	.state = "state",
	.empty = N_("Nobody has asked for more time. It is asked for on the "
		    "share, before it is due."),
	.step = 5,
	.rank = 2,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &extension_view,
		&extension_grant, &extension_refuse, &extension_withdraw,
		NULL },
	.relate = relate,
	.stand_in = stand_in,
};
