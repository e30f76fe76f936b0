#include "domain/assign/report.h"

#include "core/language.h"
#include "store/stmt.h"

const struct field report_fields[] = {
	[REPORT_SHARE] = { .number = 1,
		.name = "share",
		.label = N_("share"),
		.type = FIELD_REF,
		.of = "share",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 24 },
	[REPORT_DAY] = { .number = 2,
		.name = "day",
		.label = N_("day"),
		.help = N_("The day the figure is of"),
		.type = FIELD_DATE,
		.initial = "today",
		.min = -366,
		.max = 0,
		.flags = FIELD_REQUIRED | FIELD_FOLDED,
		.list_cols = 5 },
	[REPORT_PROGRESS] = { .number = 3,
		.name = "progress",
		.label = N_("progress"),
		.help = N_("The figure now, all in all: 320"),
		.headers = "进度|完成数|本次|现数",
		.type = FIELD_DECIMAL,
		.unit = ".measure",
		.max = INT64_C(1000000000000),
		.list_cols = 8 },
	[REPORT_MEASURE] = { .name = "measure",
		.label = N_("counted in"),
		.type = FIELD_TEXT,
		.sql = "(SELECT CASE t.progress_kind WHEN 1 THEN t.measure "
		       "WHEN 4 THEN t.measure ELSE '%' END FROM share s JOIN "
		       "task t ON t.id=s.task WHERE s.id=r.share)" },
	[REPORT_DONE] = { .number = 4,
		.name = "done",
		.label = N_("done"),
		.headers = "已完成|完成情况",
		.type = FIELD_LONG,
		.flags = FIELD_FIND,
		.max = 500,
		.list_cols = 20,
		.list_drop = 2 },
	[REPORT_LAGGING] = { .number = 5,
		.name = "lagging",
		.label = N_("lagging"),
		.headers = "滞后|滞后情况",
		.type = FIELD_LONG,
		.flags = FIELD_FIND,
		.max = 500,
		.list_cols = 12,
		.list_drop = 3 },
	[REPORT_DIFFICULTY] = { .number = 6,
		.name = "difficulty",
		.label = N_("difficulty"),
		.headers = "困难|存在困难|问题",
		.help = N_("Told at once to the leader in charge, and timed "
			   "from now"),
		.type = FIELD_LONG,
		.flags = FIELD_FIND,
		.max = 500,
		.list_cols = 12,
		.list_drop = 4 },
	[REPORT_NEXT] = { .number = 7,
		.name = "next",
		.label = N_("next"),
		.headers = "下一步",
		.type = FIELD_LONG,
		.max = 500,
		.flags = FIELD_FOLDED },
	[REPORT_SAME] = { .number = 8,
		.name = "same",
		.label = N_("no change"),
		.type = FIELD_FLAG,
		.flags = FIELD_SYSTEM },
	[REPORT_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "all", .label = N_("all"), .order = "-id" },
	{ .name = "share",
		.label = N_("of a share"),
		.eq = "share=:of",
		.order = "-id" },
	{ .name = NULL },
};

int64_t report_last(struct store *store, int64_t share)
{
	struct stmt *s =
		stmt_get(store, "SELECT id FROM report WHERE share=:share"
				" ORDER BY id DESC LIMIT 1");

	stmt_bind_int(s, ":share", share);
	return stmt_one_int(s, 0);
}

const struct record_type report_type = {
	.table = { .kind = KIND_REPORT,
		.name = "report",
		.title = "r.day",
		.parent = "share",
		.fields = report_fields,
		.views = views },
	.label = N_("report"),
	.plural = N_("reports"),
	.empty = N_("Nothing reported yet."),
	.flags = RECORD_APPEND,
	.step = 3,
	.see = RIGHT_SEE,
	.actions = (const struct action *const[]){ NULL },
};
