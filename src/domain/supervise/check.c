#include "domain/supervise/check.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "store/stmt.h"

const struct choice check_states[] = {
	{ CHECK_NOTED, "noted", N_("noted") },
	{ CHECK_RECTIFY, "rectify", N_("to put right") },
	{ CHECK_RECTIFIED, "rectified", N_("put right") },
	{ CHECK_STRUCK, "struck", N_("struck off") },
	{ 0, NULL, NULL },
};

const struct choice check_verdicts[] = {
	{ VERDICT_NORMAL, "normal", N_("normal") },
	{ VERDICT_GOOD, "good", N_("good") },
	{ VERDICT_LAGGING, "lagging", N_("lagging") },
	{ VERDICT_PROBLEM, "problem", N_("problem") },
	{ 0, NULL, NULL },
};

const struct choice check_tolds[] = {
	{ CHECK_UNTOLD, "no", N_("not yet") },
	{ CHECK_TOLD, "told", N_("not read") },
	{ CHECK_READ, "read", N_("read") },
	{ 0, NULL, NULL },
};

#define DAY(date) "CAST(julianday(" date ")-2440587.5 AS INTEGER)"

/* Of what is put right the day it was: nobody is late because another has
 * not looked yet. */
#define LIGHT_SQL                                                         \
	"(CASE r.state WHEN 2 THEN (SELECT printf('o,%d,%d,%d,%d',start," \
	"behind_from,soon_from,red) FROM due WHERE kind=18 AND id=r.id)"  \
	" WHEN 1 THEN 'n' ELSE printf('d,0,0,0,%d,%d'," DAY(              \
		"r.rectify_due") "+1," DAY("r.rectified_on") ") END)"

const struct field check_fields[] = {
	[CHECK_LIGHT] = { .name = "light",
		.label = N_("light"),
		.type = FIELD_TEXT,
		.list_cols = 6,
		.sql = LIGHT_SQL },
	[CHECK_DAY] = { .number = 4,
		.name = "day",
		.label = N_("day"),
		.help = N_("The day it was looked at"),
		.headers = "日期|督查日期|督查时间",
		.type = FIELD_DATE,
		.initial = "today",
		.min = -366,
		.max = 0,
		.flags = FIELD_REQUIRED | FIELD_FOLDED,
		.list_cols = 5 },
	[CHECK_MODE] = { .number = 6,
		.name = "mode",
		.label = N_("mode"),
		.help = N_("How it was looked at: on the spot, unannounced"),
		.headers = "方式|督查方式",
		.type = FIELD_VALUE,
		.of = "check mode",
		.initial = "site",
		.flags = FIELD_REQUIRED,
		.list_cols = 8,
		.list_drop = 12 },
	[CHECK_TASK] = { .number = 1,
		.name = "task",
		.label = N_("task"),
		.help = N_("The task it is about, if it is about one"),
		.headers = "督查事项|工作任务|任务|事项",
		.type = FIELD_REF,
		.of = "task",
		.flags = FIELD_FIXED,
		.list_cols = 14 },
	[CHECK_UNIT] = { .number = 3,
		.name = "unit",
		.label = N_("unit"),
		.help = N_("Where it was looked at; without: the task's lead"),
		.headers = "被督查单位|单位|站所",
		.type = FIELD_REF,
		.of = "unit",
		.flags = FIELD_FIXED,
		.list_cols = 8 },
	[CHECK_SHARE] = { .number = 2,
		.name = "share",
		.label = N_("share"),
		.type = FIELD_REF,
		.of = "share",
		.flags = FIELD_FIXED | FIELD_SYSTEM },
	[CHECK_PERSON] = { .number = 20,
		.name = "person",
		.label = N_("person"),
		.help = N_("Who is concerned; without: who answers for the "
			   "share, else the head of the unit"),
		.headers = "责任人",
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_FOLDED },
	[CHECK_VERDICT] = { .number = 8,
		.name = "verdict",
		.label = N_("verdict"),
		.help = N_("normal, good, lagging, or a problem"),
		.headers = "结论|督查结论",
		.type = FIELD_CHOICE,
		.choices = check_verdicts,
		.initial = "normal",
		.flags = FIELD_REQUIRED,
		.list_cols = 4 },
	[CHECK_FINDING] = { .number = 21,
		.name = "finding",
		.label = N_("finding"),
		.help = N_("What was found, in one line: the new toilets are "
			   "used, the old pits not filled in"),
		.headers = "发现问题|督查情况",
		.type = FIELD_TEXT,
		.flags = FIELD_FIND,
		.max = 200,
		.list_cols = 14 },
	[CHECK_DONE] = { .number = 9,
		.name = "done",
		.label = N_("done"),
		.help = N_("What is done: 140 toilets"),
		.headers = "已完成|完成情况",
		.type = FIELD_LONG,
		.flags = FIELD_FIND,
		.max = 500,
		.list_cols = 12,
		.list_drop = 8 },
	[CHECK_LAGGING] = { .number = 10,
		.name = "lagging",
		.label = N_("lagging"),
		.help = N_("What is behind: 33 toilets, one village not "
			   "begun"),
		.headers = "滞后|滞后情况",
		.type = FIELD_LONG,
		.flags = FIELD_FIND,
		.max = 500,
		.list_cols = 12,
		.list_drop = 9 },
	[CHECK_DIFFICULTY] = { .number = 11,
		.name = "difficulty",
		.label = N_("difficulty"),
		.help = N_("What is in the way: told at once to the leader in "
			   "charge, and timed from now"),
		.headers = "困难|存在困难",
		.type = FIELD_LONG,
		.flags = FIELD_FIND,
		.max = 500,
		.list_cols = 12,
		.list_drop = 10 },
	[CHECK_RECTIFY_TEXT] = { .number = 13,
		.name = "rectify",
		.label = N_("rectification"),
		.help = N_("What has to be put right: fill in the old pits"),
		.headers = "整改要求|整改意见",
		.type = FIELD_LONG,
		.flags = FIELD_FIND,
		.min = 2,
		.max = 500,
		.list_cols = 12,
		.list_drop = 13 },
	[CHECK_RECTIFY_DUE] = { .number = 14,
		.name = "rectify_due",
		.label = N_("put right by"),
		.help = N_("The day by which it is put right: +7"),
		.headers = "整改期限|整改时限",
		.type = FIELD_DATE,
		.min = -366,
		.max = 3660,
		.list_cols = 6,
		.list_drop = 3 },
	[CHECK_EVIDENCE] = { .number = 12,
		.name = "evidence",
		.label = N_("evidence"),
		.help = N_("Where it can be looked up: photos 3-7, minutes"),
		.headers = "佐证|佐证材料",
		.type = FIELD_TEXT,
		.max = 200,
		.flags = FIELD_FOLDED },
	[CHECK_FOCUS] = { .number = 7,
		.name = "focus",
		.label = N_("focus"),
		.help = N_("Why this was looked at: what people are angry "
			   "about"),
		.headers = "督查重点",
		.type = FIELD_VALUE,
		.of = "check focus",
		.flags = FIELD_FOLDED },
	[CHECK_SCHEME] = { .number = 22,
		.name = "scheme",
		.label = N_("scheme"),
		.help = N_("The plan it belongs to: checks of November"),
		.headers = "督查方案",
		.type = FIELD_TEXT,
		.max = 60,
		.flags = FIELD_FOLDED },
	[CHECK_STATE] = { .number = 19,
		.name = "state",
		.label = N_("state"),
		.type = FIELD_CHOICE,
		.choices = check_states,
		.initial = "noted",
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.list_cols = 6,
		.list_drop = 4 },
	[CHECK_TOLD_STATE] = { .number = 23,
		.name = "told",
		.label = N_("fed back"),
		.type = FIELD_CHOICE,
		.choices = check_tolds,
		.initial = "no",
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.list_cols = 6 },
	[CHECK_RECTIFIED_TEXT] = { .number = 15,
		.name = "rectified",
		.label = N_("how put right"),
		.help = N_("What was done about it: all six pits filled in"),
		.type = FIELD_LONG,
		.min = 2,
		.max = 500,
		.flags = FIELD_SYSTEM },
	[CHECK_RECTIFIED_ON] = { .number = 24,
		.name = "rectified_on",
		.label = N_("put right on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[CHECK_AGAIN] = { .number = 25,
		.name = "again",
		.label = N_("sent back"),
		.help = N_("What is still not right: two pits are open"),
		.type = FIELD_TEXT,
		.min = 2,
		.max = 200,
		.flags = FIELD_SYSTEM },
	[CHECK_STRUCK_ON] = { .number = 16,
		.name = "struck_on",
		.label = N_("struck off on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[CHECK_STRUCK_BY] = { .number = 26,
		.name = "struck_by",
		.label = N_("struck off by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_SYSTEM },
	[CHECK_TOLD_ON] = { .number = 17,
		.name = "fed_back_on",
		.label = N_("fed back on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[CHECK_READ_ON] = { .number = 18,
		.name = "read_on",
		.label = N_("read on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM },
	[CHECK_CHECKER] = { .number = 5,
		.name = "checker",
		.label = N_("checked by"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_FIXED | FIELD_SYSTEM },
	[CHECK_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "all", .label = N_("all"), .order = "-day" },
	{ .name = "rectify",
		.label = N_("rectifications"),
		.walk = "due",
		.eq = "kind=18",
		.range = "red<2932895",
		.order = "red" },
	{ .name = "overdue",
		.label = N_("overdue ones"),
		.walk = "due",
		.eq = "kind=18",
		.range = "red<=:today",
		.order = "red" },
	{ .name = "rectified",
		.label = N_("to strike off"),
		.walk = "due",
		.eq = "kind=18",
		.range = "red>=2932895",
		.order = "red" },
	{ .name = "mine",
		.label = N_("mine to put right"),
		.walk = "due",
		.eq = "kind=18 AND person=:me",
		.order = "red",
		.small = true },
	{ .name = "untold",
		.label = N_("not fed back"),
		.eq = "told=1",
		.order = "-id" },
	{ .name = "share",
		.label = N_("of a share"),
		.eq = "share=:of",
		.order = "-day",
		.small = true },
	{ .name = "task",
		.label = N_("of a task"),
		.eq = "task=:of",
		.order = "-day" },
	{ .name = "unit",
		.label = N_("of a unit"),
		.eq = "unit=:of",
		.order = "-day" },
	{ .name = NULL },
};

/* ---- how people stand to it */

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	struct stmt *s = stmt_get(store,
		"SELECT ifnull(c.person,u.head) IS :p, u.head IS :p,"
		" c.unit IS (SELECT unit FROM person WHERE id=:p),"
		" (SELECT leader FROM task WHERE id=c.task) IS :p,"
		" c.checker IS :p FROM \"check\" c JOIN unit u ON u.id=c.unit"
		" WHERE c.id=:id");
	unsigned relation = 0;

	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":p", person);
	if (person > 0 && stmt_row(s)) {
		relation |= stmt_int(s, 0) ? RELATION_OWN : 0;
		relation |= stmt_int(s, 1) ? RELATION_HEAD : 0;
		relation |= stmt_int(s, 2) ? RELATION_UNIT : 0;
		relation |= stmt_int(s, 3) ? RELATION_CHARGE : 0;
		relation |= stmt_int(s, 4) ? RELATION_TOOK_PART : 0;
	}
	stmt_end(s, NULL);
	return relation;
}

static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	struct stmt *s = stmt_get(store,
		"SELECT ifnull(c.person,ifnull(u.head,0)) FROM \"check\" c"
		" JOIN unit u ON u.id=c.unit WHERE c.id=:id");

	if (action->right != RIGHT_REPORT)
		return 0;
	stmt_bind_int(s, ":id", id);
	return stmt_one_int(s, 0);
}

/* What a list says of itself: the present month in figures. */
static void tell(const struct session *s, struct str *out)
{
	int today = clock_today(&s->clock);
	int year = 0, month = 0, dom = 0;
	struct check_counts n;

	date_parts(today, &year, &month, &dom);
	if (check_count(s->store, 0, today - dom + 1, today, today, &n, NULL))
		return;
	str_addf(out, _("this month %d: "), (int)n.all);
	check_counts_print(&n, out);
}

const struct record_type check_type = {
	.table = { .kind = KIND_CHECK,
		.name = "check",
		.title = "substr(r.day,6)||' '||ifnull((SELECT title FROM "
			 "task WHERE id=r.task)||' / ','')||(SELECT short "
			 "FROM unit WHERE id=r.unit)",
		.parent = "share task",
		.checks = "CHECK (unit IS NOT NULL)",
		.fields = check_fields,
		.views = views },
	.label = N_("check"),
	.plural = N_("ledger of checks"),
	.state = "state",
	.empty = N_("No checks yet. n notes one; on the page of a task n is a "
		    "round over its units."),
	.detail = "done lagging difficulty rectify",
	.tell = tell,
	.flags = RECORD_LIGHT,
	.step = 5,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ &check_create,
		&check_rectified, &check_strike, &check_again, &check_tell,
		&check_noticed, &check_update, NULL },
	.relate = relate,
	.stand_in = stand_in,
};

/* ---- counting */

enum status check_count(struct store *store, int64_t unit, int from, int until,
	int today, struct check_counts *out, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT verdict,state,rectify_due<:today,told FROM \"check\""
		" WHERE day BETWEEN :from AND :until"
		" AND (:unit=0 OR unit=:unit)");
	char day[3][DATE_TEXT_BYTES];

	*out = (struct check_counts){ .all = 0 };
	stmt_bind_text(s, ":from", date_iso(from, day[0]));
	stmt_bind_text(s, ":until", date_iso(until, day[1]));
	stmt_bind_text(s, ":today", date_iso(today, day[2]));
	stmt_bind_int(s, ":unit", unit);
	while (stmt_row(s)) {
		int64_t verdict = stmt_int(s, 0);
		int64_t state = stmt_int(s, 1);

		out->all++;
		if (verdict >= 0 && verdict <= VERDICT_PROBLEM)
			out->verdict[verdict]++;
		out->rectify += state != CHECK_NOTED;
		out->struck += state == CHECK_STRUCK;
		out->overdue += state == CHECK_RECTIFY && stmt_int(s, 2);
		out->unread += stmt_int(s, 3) == CHECK_TOLD;
	}
	return stmt_end(s, err);
}

void check_counts_print(const struct check_counts *n, struct str *out)
{
	for (int i = VERDICT_NORMAL; i <= VERDICT_PROBLEM; i++)
		if (n->verdict[i])
			str_addf(out, "%s%d ",
				language_text_in("check",
					choice_numbered(check_verdicts, i)
						->label),
				(int)n->verdict[i]);
	if (n->rectify)
		str_addf(out, _(" put right %d/%d"), (int)n->struck,
			(int)n->rectify);
	if (n->overdue)
		str_addf(out, _(", overdue %d"), (int)n->overdue);
	if (n->unread)
		str_addf(out, _("  not read %d"), (int)n->unread);
}
