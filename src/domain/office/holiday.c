#include "domain/office/holiday.h"

#include "core/date.h"
#include "core/language.h"
#include "domain/office/forms.h"
#include "store/stmt.h"

const struct choice holiday_kinds[] = {
	{ HOLIDAY_OFF, "holiday", N_("day off") },
	{ HOLIDAY_WORKING, "workday", N_("working day") },
	{ 0, NULL, NULL },
};

const struct field holiday_fields[] = {
	[HOLIDAY_DAY] = {
		.number = 1,
		.name = "day",
		.label = N_("day"),
		.help = N_("As the State Council announced it: 2026-10-1"),
		.headers = "日期|放假日期",
		.type = FIELD_DATE,
		.flags = FIELD_REQUIRED,
		.min = -3660,
		.max = 1100,
		.list_cols = 10,
	},
	[HOLIDAY_KIND] = {
		.number = 2,
		.name = "kind",
		.label = N_("kind"),
		.help = N_("Day off, or a weekend day that is worked (调休)"),
		.headers = "类型|类别",
		.type = FIELD_CHOICE,
		.flags = FIELD_REQUIRED,
		.choices = holiday_kinds,
		.initial = "holiday",
		.list_cols = 12,
	},
	[HOLIDAY_NAME] = {
		.number = 3,
		.name = "name",
		.label = N_("name"),
		.help = N_("Which holiday: 国庆节"),
		.headers = "名称|节日|节假日",
		.type = FIELD_TEXT,
		.flags = FIELD_FIND | FIELD_SOUND,
		.max = 24,
		.list_cols = 20,
	},
	[HOLIDAY_FIELDS_END] = { .name = NULL },
};

/*
 * State Council, notice on holidays of 2026: a year is shipped once it is
 * announced; what is not here is entered or imported.
 */
const struct holiday_shipped holidays_shipped[] = {
	{ "2026-01-01", 3, HOLIDAY_OFF, "元旦" },
	{ "2026-01-04", 1, HOLIDAY_WORKING, "元旦调休" },
	{ "2026-02-14", 1, HOLIDAY_WORKING, "春节调休" },
	{ "2026-02-15", 9, HOLIDAY_OFF, "春节" },
	{ "2026-02-28", 1, HOLIDAY_WORKING, "春节调休" },
	{ "2026-04-04", 3, HOLIDAY_OFF, "清明节" },
	{ "2026-05-01", 5, HOLIDAY_OFF, "劳动节" },
	{ "2026-05-09", 1, HOLIDAY_WORKING, "劳动节调休" },
	{ "2026-06-19", 3, HOLIDAY_OFF, "端午节" },
	{ "2026-09-20", 1, HOLIDAY_WORKING, "国庆节调休" },
	{ "2026-09-25", 3, HOLIDAY_OFF, "中秋节" },
	{ "2026-10-01", 7, HOLIDAY_OFF, "国庆节" },
	{ "2026-10-10", 1, HOLIDAY_WORKING, "国庆节调休" },
	{ .first = NULL },
};

static const struct view holiday_views[] = {
	{ .name = "all", .label = N_("all"), .order = "day", .small = true },
	{ .name = NULL },
};

/* A day off on a weekend changes nothing, as does work on a weekday. */
static enum status holiday_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const char *text = values_text(v, &holiday_fields[HOLIDAY_DAY]);
	int day = date_of_iso(text);
	int64_t kind = attempt_int(a, v, &holiday_fields[HOLIDAY_KIND]);

	if (day == DATE_NONE)
		return STATUS_OK;
	struct stmt *s =
		stmt_get(a->store, "SELECT id FROM holiday WHERE day=:day");
	stmt_bind_text(s, ":day", text);
	int64_t other = stmt_one_int(s, 0);
	if (other && ((a->action->flags & ACTION_CREATES) || other != a->id))
		issues_add(issues, &holiday_fields[HOLIDAY_DAY], false,
			_("%s is entered already"), text);
	if (kind == HOLIDAY_WORKING && date_weekday(day) <= 5)
		issues_add(issues, &holiday_fields[HOLIDAY_DAY], true,
			_("%s is a weekday and worked anyway"), text);
	return STATUS_OK;
}

static enum status effect_delete(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	(void)v;
	*id = a->id;
	return txn_delete(txn, &holiday_type.table, a->id, err);
}

static const struct action holiday_create = {
	.name = "holiday.create",
	.label = N_("new day"),
	.help = N_("A day off, or a weekend day that is worked"),
	.done = N_("entered: %s"),
	.key = 'n',
	.right = RIGHT_ADMIN,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.check = holiday_check,
};
static const struct action holiday_update = {
	.name = "holiday.update",
	.label = N_("edit"),
	.help = N_("Its kind or its name"),
	.done = N_("changed: %s"),
	.key = 'e',
	.right = RIGHT_ADMIN,
	.flags = ACTION_PLAIN | ACTION_ALL_FIELDS,
	.check = holiday_check,
};
static const struct action holiday_delete = {
	.name = "holiday.delete",
	.label = N_("take out"),
	.help = N_("The day counts by its weekday again"),
	.done = N_("taken out: %s"),
	.key = 'd',
	.right = RIGHT_ADMIN,
	.flags = ACTION_BULK,
	.effect = effect_delete,
};
static const struct action *const holiday_actions[] = {
	&holiday_create,
	&holiday_update,
	&holiday_delete,
	NULL,
};

const struct record_type holiday_type = {
	.table = {
		.kind = KIND_HOLIDAY,
		.name = "holiday",
		.title = "r.day",
		.unique = "day",
		.fields = holiday_fields,
		.views = holiday_views,
	},
	.label = N_("holiday"),
	.plural = N_("holidays"),
	.key = "day",
	.empty = N_("No holidays yet: working days are Monday to Friday. n "
		    "enters a day; a list can be imported."),
	.flags = RECORD_SETTING,
	.step = 7,
	.see = RIGHT_SEE,
	.actions = holiday_actions,
};
