#include "domain/supervise/difficulty.h"

#include "core/language.h"
#include "store/stmt.h"

const struct choice difficulty_states[] = {
	{ DIFFICULTY_OPEN, "open", N_("to talk over") },
	{ DIFFICULTY_AGREED, "agreed", N_("agreed") },
	{ DIFFICULTY_SOLVED, "solved", N_("solved") },
	{ DIFFICULTY_CLOSED, "closed", N_("closed") },
	{ 0, NULL, NULL },
};

#define LIGHT_SQL                                                       \
	"ifnull((SELECT printf('o,%d,%d,%d,%d',start,behind_from,soon_" \
	"from,red) FROM due WHERE kind=19 AND id=r.id),'n'"             \
	")"

const struct field difficulty_fields[] = {
	[DIFFICULTY_LIGHT] = { .name = "light",
		.label = N_("light"),
		.type = FIELD_TEXT,
		.list_cols = 6,
		.sql = LIGHT_SQL },
	[DIFFICULTY_SHARE] = { .number = 1,
		.name = "share",
		.label = N_("share"),
		.type = FIELD_REF,
		.of = "share",
		.flags = FIELD_FIXED,
		.list_cols = 22 },
	[DIFFICULTY_TASK] = { .number = 16,
		.name = "task",
		.label = N_("task"),
		.type = FIELD_REF,
		.of = "task",
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_SYSTEM },
	[DIFFICULTY_TEXT] = { .number = 2,
		.name = "difficulty",
		.label = N_("difficulty"),
		.help = N_("What is in the way, and what is asked for: 40 t of "
			   "cement are missing"),
		.type = FIELD_LONG,
		.min = 2,
		.max = 500,
		.flags = FIELD_FIND | FIELD_REQUIRED,
		.list_cols = 22 },
	[DIFFICULTY_LEADER] = { .name = "leader",
		.label = N_("in charge"),
		.type = FIELD_REF,
		.of = "person",
		.sql = "(SELECT leader FROM task WHERE id=r.task)",
		.list_cols = 8,
		.list_drop = 2 },
	[DIFFICULTY_RAISED_ON] = { .number = 4,
		.name = "raised_on",
		.label = N_("raised on"),
		.type = FIELD_DATE,
		.initial = "today",
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_SYSTEM,
		.list_cols = 6,
		.list_drop = 1 },
	[DIFFICULTY_DAYS] = { .name = "days",
		.label = N_("days"),
		.help = N_("Calendar days it has been open, or took to be "
			   "solved"),
		.type = FIELD_INT,
		.sql = "CAST(julianday(ifnull(r.solved_on,date(:today*86400,"
		       "'unixepoch')))-julianday(r.raised_on) AS INTEGER)",
		.list_cols = 4 },
	[DIFFICULTY_STATE] = { .number = 15,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = difficulty_states,
		.initial = "open",
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.list_cols = 6 },
	[DIFFICULTY_AGREED_TEXT] = { .number = 6,
		.name = "agreed",
		.label = N_("agreement"),
		.help = N_("What was agreed on: the building station brings "
			   "40 t from the county"),
		.type = FIELD_LONG,
		.max = 500,
		.flags = FIELD_FIND | FIELD_SYSTEM },
	[DIFFICULTY_HELPER] = { .number = 5,
		.name = "helper",
		.label = N_("who helps"),
		.help = N_("The unit that helps; type the initials: cjz"),
		.type = FIELD_REF,
		.of = "unit",
		.flags = FIELD_SYSTEM,
		.list_cols = 8,
		.list_drop = 3 },
	[DIFFICULTY_DUE] = { .number = 7,
		.name = "due",
		.label = N_("by"),
		.help = N_("The day by which what was agreed is done: +1w"),
		.type = FIELD_DATE,
		.min = -366,
		.max = 3660,
		.flags = FIELD_SYSTEM | FIELD_PAIRED },
	[DIFFICULTY_MET_ON] = { .number = 11,
		.name = "met_on",
		.label = N_("talked over"),
		.help = N_("The day it was talked over"),
		.type = FIELD_DATE,
		.initial = "today",
		.min = -366,
		.max = 0,
		.flags = FIELD_SYSTEM },
	[DIFFICULTY_MET_BY] = { .number = 12,
		.name = "met_by",
		.label = N_("by whom"),
		.help = N_("Who was there: the building station, the village"),
		.type = FIELD_TEXT,
		.max = 100,
		.flags = FIELD_SYSTEM },
	[DIFFICULTY_HAND_OUT] = { .number = 13,
		.name = "hand_out",
		.label = N_("as its share"),
		.help = N_("What was agreed becomes a share of the helping "
			   "unit, with that day"),
		.type = FIELD_FLAG,
		.flags = FIELD_SYSTEM },
	[DIFFICULTY_GIVEN] = { .number = 14,
		.name = "given",
		.label = N_("given as"),
		.type = FIELD_REF,
		.of = "share",
		.flags = FIELD_SYSTEM },
	[DIFFICULTY_SOLUTION] = { .number = 8,
		.name = "solution",
		.label = N_("solution"),
		.help = N_("How it was solved, or why it is not to be"),
		.type = FIELD_LONG,
		.min = 2,
		.max = 500,
		.flags = FIELD_FIND | FIELD_SYSTEM },
	[DIFFICULTY_SOLVED_ON] = { .number = 9,
		.name = "solved_on",
		.label = N_("solved on"),
		.type = FIELD_DATE,
		.initial = "today",
		.min = -366,
		.max = 0,
		.flags = FIELD_SYSTEM },
	[DIFFICULTY_RAISED_BY] = { .number = 10,
		.name = "raised_by",
		.label = N_("raised by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_FIXED | FIELD_SYSTEM },
	[DIFFICULTY_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "open",
		.label = N_("not solved"),
		.walk = "due",
		.eq = "kind=19",
		.order = "red" },
	{ .name = "charge",
		.label = N_("in my charge"),
		.walk = "due",
		.eq = "kind=19 AND leader=:me",
		.order = "red",
		.small = true },
	{ .name = "my_unit",
		.label = N_("my unit's"),
		.walk = "due",
		.eq = "kind=19 AND unit=:my_unit",
		.order = "red",
		.small = true },
	{ .name = "overdue",
		.label = N_("past the limit"),
		.walk = "due",
		.eq = "kind=19",
		.range = "red<=:today",
		.order = "red" },
	{ .name = "solved",
		.label = N_("solved"),
		.eq = "state=3",
		.order = "-id" },
	{ .name = "all", .label = N_("all"), .order = "-id" },
	{ .name = "share",
		.label = N_("of a share"),
		.eq = "share=:of",
		.order = "-id",
		.small = true },
	{ .name = NULL },
};

int64_t difficulty_open_of(struct store *store, int64_t share)
{
	struct stmt *s =
		stmt_get(store, "SELECT id FROM difficulty WHERE share=:share"
				" AND state IN (1,2) ORDER BY id DESC LIMIT 1");

	stmt_bind_int(s, ":share", share);
	return stmt_one_int(s, 0);
}

char *difficulty_words(struct store *store, int64_t share)
{
	return record_text(store, &difficulty_type.table,
		difficulty_open_of(store, share),
		&difficulty_fields[DIFFICULTY_TEXT]);
}

/* He stands to it as to its share; of a new one the id is the share's. */
static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	return share_type.relate(store,
		record_int(store, &difficulty_type.table, id,
			&difficulty_fields[DIFFICULTY_SHARE]),
		person);
}

static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	int64_t share = action->flags & ACTION_CREATES
				? id
				: record_int(store, &difficulty_type.table, id,
					  &difficulty_fields[DIFFICULTY_SHARE]);

	return share_type.stand_in(store, share, action);
}

const struct record_type difficulty_type = {
	.table = { .kind = KIND_DIFFICULTY,
		.name = "difficulty",
		.title = "(SELECT t.title||' / '||u.short FROM share s JOIN "
			 "task t ON t.id=s.task JOIN unit u ON u.id=s.unit "
			 "WHERE s.id=r.share)",
		.parent = "share task",
		.checks = "CHECK (share IS NOT NULL)",
		.fields = difficulty_fields,
		.views = views },
	.label = N_("difficulty"),
	.plural = N_("difficulties"),
	.state = "state",
	.empty = N_("Nothing is in the way. A difficulty arises from the line "
		    "of a report, or n raises one."),
	.flags = RECORD_LIGHT,
	.step = 5,
	.rank = 1,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &difficulty_raise,
		&difficulty_agree, &difficulty_solve, &difficulty_close, NULL },
	.relate = relate,
	.stand_in = stand_in,
};
