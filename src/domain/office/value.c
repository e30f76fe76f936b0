#include "domain/office/value.h"

#include "core/language.h"
#include "core/mem.h"
#include "domain/name.h"
#include "domain/office/forms.h"
#include "store/record.h"
#include "store/stmt.h"

#include <stdlib.h>
#include <string.h>

#define ROWS(...)                       \
	(const struct dictionary_row[]) \
	{                               \
		__VA_ARGS__,            \
		{                       \
			.label = NULL   \
		}                       \
	}

/* Labels of rows are the township's own words: data, never translated. */
const struct dictionary dictionaries[] = {
	{ .name = "task class",
		.label = N_("task class"),
		.row = ROWS({ "core", "中心工作", "中心" },
			{ "project", "重点项目", "项目" },
			{ "superior", "上级交办", "上级交办工作" },
			{ "stage", "阶段性", "阶段性工作" },
			{ "daily", "日常", "日常工作" }) },
	{ .name = "source kind",
		.label = N_("source kind"),
		.row = ROWS({ "document", "上级文件", "文件|发文" },
			{ "meeting", "会议", "会议纪要|会议议定" },
			{ "instruction", "领导批示", "批示" },
			{ "telephone", "电话", "电话通知" },
			{ "yearly", "年初清单", "年度清单|年初计划" },
			{ "promise", "为民办实事", "民生实事" },
			{ "demand", "群众诉求", "诉求" },
			{ "other", "其他", NULL }) },
	{ .name = "basis",
		.label = N_("basis"),
		.row = ROWS({ "telephone", "电话", "电话报送" },
			{ "wechat", "微信", "微信群" },
			{ "paper", "纸质", "纸质件|书面" }) },
	{ .name = "check mode",
		.label = N_("check mode"),
		.row = ROWS({ "hearing", "听汇报", "听取汇报" },
			{ "site", "现场检查", "实地检查|现场督查|实地督查" },
			{ "interview", "访谈", "个别访谈" },
			{ "unannounced", "暗访", NULL },
			{ "papers", "调阅", "调阅资料|查阅资料" }) },
	{ .name = "check focus",
		.label = N_("check focus"),
		.row = ROWS({ "core", "中心工作重点", "中心工作" },
			{ "stage", "阶段性难点", "阶段性" },
			{ "people", "群众热点", "热点" }) },
	{ .name = "staffing",
		.label = N_("staffing"),
		.row = ROWS({ "civil", "公务员", "行政|行政编制" },
			{ "managed", "参公", "参公管理|参照公务员法管理" },
			{ "institution", "事业", "事业编制|事业单位" },
			{ "outside", "编外", "聘用|编外聘用" },
			{ "village", "村干部", "村两委" }) },
	{ .name = "managed",
		.label = N_("managed by"),
		.row = ROWS({ "county", "县管", "县管干部" },
			{ "township", "乡管", "乡管干部|镇管" }) },
	/* headers of lists that imports were told of; see value_header() */
	{ .name = "header",
		.label = N_("headers of lists"),
		.row = ROWS({ 0 }) },
	{ .name = NULL },
};

const struct dictionary *dictionary_find(const char *name)
{
	for (const struct dictionary *d = dictionaries; name && d->name; d++)
		if (!strcmp(d->name, name))
			return d;
	return NULL;
}

const struct field value_fields[] = {
	[VALUE_DICT] = {
		.number = 1,
		.name = "dict",
		.label = N_("dictionary"),
		.help = N_("The list it belongs to: task class"),
		.headers = "字典",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.min = 1,
		.max = 32,
		.list_cols = 14,
	},
	[VALUE_LABEL] = {
		.number = 2,
		.name = "label",
		.label = N_("value"),
		.help = N_("As people choose and read it: 阶段性"),
		.headers = "名称|值",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 1,
		.max = 24,
		.list_cols = 24,
	},
	[VALUE_SYNONYMS] = {
		.number = 3,
		.name = "synonyms",
		.label = N_("synonyms"),
		.help = N_("What lists say for it, a | between: "
			   "阶段性工作|阶段工作"),
		.headers = "同义词",
		.type = FIELD_TEXT,
		.flags = FIELD_FIND | FIELD_SOUND,
		.max = 200,
		.list_cols = 24,
		.list_drop = 2,
	},
	[VALUE_RANK] = {
		.number = 4,
		.name = "rank",
		.label = N_("rank"),
		.help = N_("Its place when it is chosen: 3"),
		.headers = "序号|排序",
		.type = FIELD_INT,
		.flags = FIELD_REQUIRED | FIELD_FOLDED,
		.min = 0,
		.max = 99999,
		.initial = "9000",
		.list_cols = 5,
		.list_drop = 3,
	},
	[VALUE_CODE] = {
		.number = 5,
		.name = "code",
		.label = N_("code"),
		.help = N_("Set for shipped values: what rules speak of"),
		.type = FIELD_TEXT,
		.flags = FIELD_SYSTEM | FIELD_FIXED,
		.max = 32,
		.list_cols = 12,
		.list_drop = 4,
	},
	[VALUE_RETIRED] = {
		.number = 6,
		.name = "retired",
		.label = N_("retired"),
		.help = N_("No longer offered; old records keep it"),
		.type = FIELD_FLAG,
		.flags = FIELD_SYSTEM,
		.initial = "0",
		.list_cols = 8,
		.list_drop = 1,
	},
	[VALUE_FIELDS_END] = { .name = NULL },
};

static const struct view value_views[] = {
	{ .name = "all", .label = N_("all"), .order = "dict", .small = true },
	{ .name = "retired",
		.label = N_("retired"),
		.eq = "retired=1",
		.order = "dict",
		.small = true },
	{ .name = NULL },
};

/* ---- finding */

static enum status tell_unknown(struct store *store, const char *dict,
	const char *text, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT label FROM value WHERE dict=:dict AND retired=0"
		" ORDER BY rank, id");
	struct str known = STR_INIT;

	stmt_bind_text(s, ":dict", dict);
	while (stmt_row(s))
		str_addf(&known, "%s%s", known.len_bytes ? ", " : "",
			stmt_text(s, 0));
	stmt_end(s, NULL);
	error_set(err, STATUS_NOT_FOUND, known.data,
		_("\"%s\" is none of the values"), text);
	str_free(&known);
	return STATUS_NOT_FOUND;
}

enum status value_find_named(struct store *store, const char *dict,
	const char *text, int64_t *id, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT id, label, code, synonyms, retired FROM value"
		" WHERE dict=:dict ORDER BY retired, rank, id");
	int best = 0;
	char *end;
	long long number = strtoll(text, &end, 10);
	bool is_number = *text >= '0' && *text <= '9' && !*end;

	stmt_bind_text(s, ":dict", dict);
	while (stmt_row(s)) {
		const char *code = stmt_text(s, 2);
		int well = 0;
		if (name_equal(stmt_text(s, 1), text))
			well = 4;
		else if (code && !strcmp(code, text))
			well = 3;
		else if (name_in_list(text, stmt_text(s, 3)))
			well = 2;
		else if (is_number && stmt_int(s, 0) == number)
			well = 1;
		if (well <= best)
			continue;
		best = well;
		*id = stmt_int(s, 0);
	}
	enum status st = stmt_end(s, err);
	if (st == STATUS_OK && !best)
		st = tell_unknown(store, dict, text, err);
	return st;
}

int64_t value_of_code(struct store *store, const char *dict, const char *code)
{
	struct stmt *s = stmt_get(
		store, "SELECT id FROM value WHERE dict=:dict AND code=:code");

	stmt_bind_text(s, ":dict", dict);
	stmt_bind_text(s, ":code", code);
	return stmt_one_int(s, 0);
}

bool value_next(struct store *store, const char *dict, int64_t *id)
{
	struct stmt *s = stmt_get(store,
		"SELECT id FROM value v WHERE dict=:dict AND retired=0"
		" AND (:id=0 OR (v.rank, v.id) > (SELECT rank, id"
		"  FROM value WHERE id=:id)) ORDER BY rank, id LIMIT 1");

	stmt_bind_text(s, ":dict", dict);
	stmt_bind_int(s, ":id", *id);
	*id = stmt_one_int(s, 0);
	return *id != 0;
}

enum status value_add(struct txn *txn, const char *dict, const char *label,
	int64_t *id, struct error *err)
{
	struct stmt *s = stmt_get(txn_store(txn),
		"SELECT ifnull(max(rank), 0) + 1 FROM value"
		" WHERE dict=:dict AND rank<9000");
	struct values v = { .count = 0 };

	stmt_bind_text(s, ":dict", dict);
	values_set_int(&v, &value_fields[VALUE_RANK], stmt_one_int(s, 1));
	values_set_text(&v, &value_fields[VALUE_DICT], dict);
	values_set_text(&v, &value_fields[VALUE_LABEL], label);
	values_set_int(&v, &value_fields[VALUE_RETIRED], 0);
	*id = 0;
	enum status st = txn_insert(txn, &value_type.table, &v, id, err);
	values_free(&v);
	return st;
}

/* ---- actions */

static enum status value_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	char *dict = attempt_text(a, v, &value_fields[VALUE_DICT]);
	const char *label = values_text(v, &value_fields[VALUE_LABEL]);
	int64_t other = 0;

	if (dict && !dictionary_find(dict)) {
		struct issue *i = issues_add(issues, &value_fields[VALUE_DICT],
			false, _("there is no dictionary \"%s\""), dict);
		size_t len = 0;
		for (const struct dictionary *d = dictionaries; d->name; d++) {
			size_t n = strlen(d->name);
			if (len + n + 3 > sizeof i->accepted)
				break;
			if (len) {
				memcpy(i->accepted + len, ", ", 2);
				len += 2;
			}
			memcpy(i->accepted + len, d->name, n + 1);
			len += n;
		}
	} else if (dict && label &&
		   value_find_named(a->store, dict, label, &other, NULL) ==
			   STATUS_OK &&
		   ((a->action->flags & ACTION_CREATES) || other != a->id)) {
		issues_add(issues, &value_fields[VALUE_LABEL], false,
			_("\"%s\" is already in the dictionary, as a value or "
			  "a synonym"),
			label);
	}
	mem_free(dict);
	return STATUS_OK;
}

static bool is_retired(const struct attempt *a)
{
	return record_int(a->store, &value_type.table, a->id,
		&value_fields[VALUE_RETIRED]);
}

static enum status guard_retire(const struct attempt *a, struct reason *reason)
{
	return is_retired(a)
		       ? reason_set(reason, NULL, _("it is retired already"))
		       : STATUS_OK;
}

static enum status guard_restore(const struct attempt *a, struct reason *reason)
{
	return is_retired(a) ? STATUS_OK
			     : reason_set(reason, NULL, _("it is not retired"));
}

static enum status write_retired(
	struct txn *txn, int64_t id, bool retired, struct error *err)
{
	struct values v = { .count = 0 };

	values_set_int(&v, &value_fields[VALUE_RETIRED], retired);
	enum status st = txn_update(txn, &value_type.table, id, &v, err);
	values_free(&v);
	return st;
}

static enum status effect_retire(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	(void)v;
	*id = a->id;
	return write_retired(txn, a->id, true, err);
}

static enum status effect_restore(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	(void)v;
	*id = a->id;
	return write_retired(txn, a->id, false, err);
}

/* ---- headers */

static int64_t find_header(struct store *store, const char *header)
{
	struct stmt *s = stmt_get(store,
		"SELECT id FROM value WHERE dict='header' AND label=:label");

	stmt_bind_text(s, ":label", header);
	return stmt_one_int(s, 0);
}

/* The part "kind.field" of the synonyms; its length is in *len. */
static const char *find_part(const char *parts, const char *kind, size_t *len)
{
	size_t n = strlen(kind);

	while (parts && *parts) {
		*len = strcspn(parts, "|");
		if (!strncmp(parts, kind, n) && parts[n] == '.')
			return parts;
		parts += *len + (parts[*len] == '|');
	}
	return NULL;
}

char *value_header(struct store *store, const char *kind, const char *header)
{
	int64_t id = find_header(store, header);
	char *parts = id ? record_text(store, &value_type.table, id,
				   &value_fields[VALUE_SYNONYMS])
			 : NULL;
	size_t len, skip = strlen(kind) + 1;
	const char *part = find_part(parts, kind, &len);
	struct str field = STR_INIT;

	if (part)
		str_add_bytes(&field, part + skip, len - skip);
	mem_free(parts);
	return part ? str_take(&field) : NULL;
}

/* The other kinds' parts, and the new one. */
static void join_parts(
	struct store *store, int64_t id, const char *part, struct str *out)
{
	char *parts = record_text(
		store, &value_type.table, id, &value_fields[VALUE_SYNONYMS]);
	size_t kind = strcspn(part, ".") + 1;

	str_add(out, part);
	for (const char *p = parts; p && *p;) {
		size_t len = strcspn(p, "|");

		if (strncmp(p, part, kind)) {
			str_add_char(out, '|');
			str_add_bytes(out, p, len);
		}
		p += len + (p[len] == '|');
	}
	mem_free(parts);
}

static enum status effect_remember(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	const char *header = values_text(v, &value_fields[VALUE_LABEL]);
	const char *part = values_text(v, &value_fields[VALUE_SYNONYMS]);
	struct values parts = { .count = 0 };
	struct str text = STR_INIT;
	enum status st = STATUS_OK;

	*id = find_header(a->store, header);
	if (!*id)
		st = value_add(txn, "header", header, id, err);
	join_parts(a->store, *id, part, &text);
	values_set_text(&parts, &value_fields[VALUE_SYNONYMS], text.data);
	if (!st)
		st = txn_update(txn, &value_type.table, *id, &parts, err);
	values_free(&parts);
	str_free(&text);
	return st;
}

/* Whoever may import may say what its columns are. */
const struct action value_remember = {
	.name = "value.remember",
	.label = N_("remember header"),
	.help = N_("Which field a header of a list is: label=完成时间点 "
		   "synonyms=task.due"),
	.done = N_("remembered: %s"),
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_HIDDEN,
	.input = ACTION_INPUT(
		&value_fields[VALUE_LABEL], &value_fields[VALUE_SYNONYMS]),
	.needs = 2,
	.effect = effect_remember,
};

/* Shipped rows come with their code, which no form asks for. */
static const struct action value_create = {
	.name = "value.create",
	.label = N_("new value"),
	.help = N_("One more to choose from in a dictionary"),
	.done = N_("new value: %s"),
	.key = 'n',
	.right = RIGHT_ADMIN,
	.flags = ACTION_CREATES,
	.input = ACTION_INPUT(&value_fields[VALUE_DICT],
		&value_fields[VALUE_LABEL], &value_fields[VALUE_SYNONYMS],
		&value_fields[VALUE_RANK]),
	.needs = 2,
	.check = value_check,
};
const struct action value_ship = {
	.name = "value.ship",
	.label = N_("shipped value"),
	.help = N_("A value that came with the program"),
	.done = N_("new value: %s"),
	.right = RIGHT_ADMIN,
	.flags = ACTION_CREATES | ACTION_HIDDEN,
	.input = ACTION_INPUT(&value_fields[VALUE_DICT],
		&value_fields[VALUE_LABEL], &value_fields[VALUE_SYNONYMS],
		&value_fields[VALUE_RANK], &value_fields[VALUE_CODE]),
	.needs = 2,
	.check = value_check,
};
static const struct action value_update = {
	.name = "value.update",
	.label = N_("edit"),
	.help = N_("Its words and its place; records that have it follow"),
	.done = N_("changed: %s"),
	.key = 'e',
	.right = RIGHT_ADMIN,
	.flags = ACTION_PLAIN,
	.input = ACTION_INPUT(&value_fields[VALUE_LABEL],
		&value_fields[VALUE_SYNONYMS], &value_fields[VALUE_RANK]),
	.check = value_check,
};
static const struct action value_retire = {
	.name = "value.retire",
	.label = N_("retire"),
	.help = N_("No longer offered; records that have it keep it"),
	.done = N_("retired: %s"),
	.key = 'c',
	.right = RIGHT_ADMIN,
	.flags = ACTION_BULK,
	.guard = guard_retire,
	.effect = effect_retire,
};
static const struct action value_restore = {
	.name = "value.restore",
	.label = N_("offer again"),
	.help = N_("It was retired and is to be chosen again"),
	.done = N_("offered again: %s"),
	.key = 'o',
	.right = RIGHT_ADMIN,
	.flags = ACTION_BULK,
	.guard = guard_restore,
	.effect = effect_restore,
};
static const struct action *const value_actions[] = {
	&value_create,
	&value_ship,
	&value_remember,
	&value_update,
	&value_retire,
	&value_restore,
	NULL,
};

const struct record_type value_type = {
	.table = {
		.kind = KIND_VALUE,
		.name = "value",
		.title = "r.label",
		.unique = "dict label",
		.fields = value_fields,
		.views = value_views,
	},
	.label = N_("value"),
	.plural = N_("dictionaries"),
	.key = "dict label",
	.empty = N_("No values here. n adds one to a dictionary."),
	.flags = RECORD_SETTING,
	.step = 7,
	.see = RIGHT_SEE,
	.actions = value_actions,
};
