#include "domain/office/unit.h"

#include "core/language.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "domain/name.h"
#include "domain/office/forms.h"
#include "domain/office/person.h"
#include "store/record.h"
#include "store/stmt.h"

#include <string.h>

enum { SHORT_CHARS = 5 };

const struct choice unit_kinds[] = {
	{ UNIT_LEADERSHIP, "leadership", N_("leadership") },
	{ UNIT_STATION, "station", N_("station") },
	{ UNIT_VILLAGE, "village", N_("village") },
	{ UNIT_OUTSIDE, "outside", N_("outside") },
	{ 0, NULL, NULL },
};

const struct field unit_fields[] = {
	[UNIT_NAME] = {
		.number = 1,
		.name = "name",
		.label = N_("name"),
		.help = N_("The name it goes by in lists: 村建站"),
		.headers = "单位|单位名称|名称|部门|站所",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 40,
		.list_cols = 20,
	},
	[UNIT_SHORT] = {
		.number = 2,
		.name = "short",
		.label = N_("short name"),
		.help = N_("At most five characters, for narrow columns; "
			   "empty: made from the name"),
		.headers = "简称",
		.type = FIELD_TEXT,
		.flags = FIELD_PAIRED | FIELD_FIND | FIELD_SOUND,
		.min = 1,
		.max = SHORT_CHARS,
		.list_cols = 10,
		.list_drop = 2,
	},
	[UNIT_KIND] = {
		.number = 3,
		.name = "kind",
		.label = N_("kind"),
		.help = N_("Empty: seen from the name, 红星村 is a village"),
		.headers = "类型|单位类型|单位类别",
		.type = FIELD_CHOICE,
		.choices = unit_kinds,
		.list_cols = 10,
		.list_drop = 3,
	},
	[UNIT_PARENT] = {
		.number = 4,
		.name = "parent",
		.label = N_("part of"),
		.help = N_("The unit it belongs to: 党政办 for a duty room"),
		.headers = "上级单位|隶属",
		.type = FIELD_REF,
		.of = "unit",
		.flags = FIELD_FOLDED,
	},
	[UNIT_HEAD] = {
		.number = 5,
		.name = "head",
		.label = N_("head"),
		.help = N_("Who allocates and reports for it; one of its "
			   "people: 岑庆林"),
		.headers = "负责人|站所负责人",
		.type = FIELD_REF,
		.of = "person",
		.list_cols = 8,
		.list_drop = 1,
	},
	[UNIT_FORMER] = {
		.number = 6,
		.name = "former",
		.label = N_("other names"),
		.help = N_("Former and other names, a | between; lists that "
			   "use them are understood: 国土所|规建站"),
		.headers = "曾用名|别名",
		.type = FIELD_TEXT,
		.flags = FIELD_FIND | FIELD_SOUND,
		.max = 200,
	},
	[UNIT_RANK] = {
		.number = 7,
		.name = "rank",
		.label = N_("rank"),
		.help = N_("Its place in lists and tables: 12"),
		.headers = "序号|排序",
		.type = FIELD_INT,
		.flags = FIELD_REQUIRED | FIELD_FOLDED,
		.min = 0,
		.max = 99999,
		.initial = "9000",
	},
	[UNIT_CLOSED_ON] = {
		.number = 8,
		.name = "closed_on",
		.label = N_("closed on"),
		.help = N_("The day it ceased to be: 2026-11-24"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM,
		.min = -3660,
		.max = 366,
		.list_cols = 10,
		.list_drop = 4,
	},
	[UNIT_PEOPLE] = {
		.name = "people",
		.label = N_("people"),
		.help = N_("How many serve in it: 4"),
		.type = FIELD_INT,
		.flags = FIELD_SYSTEM,
		.sql = "(SELECT count(*) FROM person"
		       " WHERE unit=r.id AND status<>3)",
		.list_cols = 6,
		.list_drop = 5,
	},
	[UNIT_FIELDS_END] = { .name = NULL },
};

static const struct view unit_views[] = {
	{ .name = "all", .label = N_("all"), .order = "rank", .small = true },
	{ .name = "kind",
		.label = N_("of a kind"),
		.eq = "kind=:of",
		.order = "rank",
		.small = true },
	{ .name = NULL },
};

/* ---- names */

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

enum unit_kind unit_kind_of(const char *name)
{
	struct str plain = STR_INIT;
	enum unit_kind kind = UNIT_STATION;

	name_fold(name, &plain);
	if (ends_with(plain.data, "村") || ends_with(plain.data, "社区") ||
		ends_with(plain.data, "村委会"))
		kind = UNIT_VILLAGE;
	else if (ends_with(plain.data, "班子") || ends_with(plain.data, "领导"))
		kind = UNIT_LEADERSHIP;
	str_free(&plain);
	return kind;
}

/* Adds the name with the first long word that it holds made short. */
static void add_shortened(const char *name, struct str *out)
{
	static const struct {
		const char *full, *brief;
	} words[] = {
		{ "领导班子", "班子" },
		{ "服务中心", "中心" },
		{ "办公室", "办" },
		{ "工作站", "站" },
		{ "管理所", "所" },
		{ "村民委员会", "村" },
		{ "村委会", "村" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *at = strstr(name, words[i].full);
		if (!at)
			continue;
		str_add_bytes(out, name, (size_t)(at - name));
		str_add(out, words[i].brief);
		str_add(out, at + strlen(words[i].full));
		return;
	}
	str_add(out, name);
}

/* Too long still: its beginning and what it ends with, 站 or 中心. */
void unit_short_of(const char *name, struct str *out)
{
	struct str clean = STR_INIT, brief = STR_INIT;
	uint32_t c;

	name_clean(name, &clean);
	if (utf8_count(clean.data) <= SHORT_CHARS)
		str_add(&brief, clean.data);
	else
		add_shortened(clean.data, &brief);
	size_t chars = utf8_count(brief.data);
	size_t tail = ends_with(brief.data, "中心") ? 2 : 1;
	const char *at = brief.data;
	for (size_t i = 0; utf8_step(&at, &c); i++)
		if (chars <= SHORT_CHARS || i < SHORT_CHARS - tail ||
			i >= chars - tail)
			str_add_code(out, c);
	str_free(&clean);
	str_free(&brief);
}

/* A name is worth more than a short name, an open unit more than a closed. */
static int how_well(struct stmt *s, const char *name)
{
	int open = stmt_is_null(s, 4) ? 4 : 0;

	if (name_equal(stmt_text(s, 1), name))
		return open + 3;
	if (name_equal(stmt_text(s, 2), name))
		return open + 2;
	return name_in_list(name, stmt_text(s, 3)) ? open + 1 : 0;
}

static enum status tell_unknown(
	struct store *store, const char *name, struct error *err)
{
	struct stmt *s = stmt_get(
		store, "SELECT count(*) FROM unit WHERE closed_on IS NULL");

	if (!stmt_one_int(s, 0))
		return error_set(err, STATUS_NOT_FOUND,
			_("import the people with their units first"),
			_("there is no unit \"%s\"; no unit is known yet"),
			name);
	return error_set(err, STATUS_NOT_FOUND,
		_("name, short name or a former name of a unit"),
		_("there is no unit \"%s\""), name);
}

enum status unit_find_named(
	struct store *store, const char *name, int64_t *id, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT id, name, short, former, closed_on FROM unit"
		" ORDER BY rank, id");
	struct str holders = STR_INIT;
	int best = 0, count = 0;

	while (name && *name && stmt_row(s)) {
		int well = how_well(s, name);
		if (!well || well < best)
			continue;
		if (well > best) {
			best = well;
			count = 0;
			str_clear(&holders);
			*id = stmt_int(s, 0);
		}
		str_addf(
			&holders, "%s%s", count++ ? ", " : "", stmt_text(s, 1));
	}
	enum status st = stmt_end(s, err);
	if (st == STATUS_OK && count > 1)
		st = error_set(err, STATUS_AMBIGUOUS, _("the whole name"),
			_("\"%s\" may be any of: %s"), name, holders.data);
	else if (st == STATUS_OK && !count)
		st = tell_unknown(store, name ? name : "", err);
	str_free(&holders);
	return st;
}

bool unit_expand_named(
	struct store *store, const char *text, struct value_ids *ids)
{
	bool stations = name_in_list(text,
		"各站所|各站办所|各办站所|各办所|各单位|各村各单位|"
		"各站所各村|各村各站所|全部单位|全乡各单位");
	bool villages = name_in_list(text,
		"各村|各行政村|全乡各村|各村委会|各村(社区)|各单位|"
		"各村各单位|各站所各村|各村各站所|全部单位|全乡各单位");

	if (!stations && !villages)
		return false;
	struct stmt *s = stmt_get(store,
		"SELECT id, kind FROM unit WHERE closed_on IS NULL"
		" AND kind IN (2, 3) ORDER BY id");
	while (stmt_row(s))
		if (stmt_int(s, 1) == UNIT_VILLAGE ? villages : stations)
			value_ids_add(ids, stmt_int(s, 0));
	stmt_end(s, NULL);
	return true;
}

/* ---- head */

enum status unit_settle_head(
	struct txn *txn, int64_t unit, int64_t person, struct error *err)
{
	struct store *store = txn_store(txn);
	struct stmt *s = stmt_get(store,
		"SELECT count(*), min(p.id),"
		" max(p.id=:person), max(p.id=u.head), u.head"
		" FROM unit u CROSS JOIN post o ON o.unit=u.id AND o.head=1"
		" CROSS JOIN person p ON p.post=o.id AND p.unit=u.id"
		" AND p.status<>3 WHERE u.id=:unit AND u.kind<>1");
	struct values v = { .count = 0 };
	enum status st = STATUS_OK;

	stmt_bind_int(s, ":person", person);
	stmt_bind_int(s, ":unit", unit);
	stmt_row(s);
	int64_t count = stmt_int(s, 0), only = stmt_int(s, 1);
	bool involved = stmt_int(s, 2), head_is_one = stmt_int(s, 3);
	int64_t head = stmt_int(s, 4);
	if ((st = stmt_end(s, err)) != STATUS_OK)
		return st;
	if (count == 1 && !head)
		values_set_int(&v, &unit_fields[UNIT_HEAD], only);
	else if (count > 1 && involved && head_is_one)
		values_set_null(&v, &unit_fields[UNIT_HEAD]);
	if (v.count)
		st = txn_update(txn, &unit_type.table, unit, &v, err);
	values_free(&v);
	return st;
}

/* ---- actions */

static enum status check_name(
	const struct attempt *a, const char *name, struct issues *issues)
{
	int64_t other = 0;
	bool own = !(a->action->flags & ACTION_CREATES);

	if (!name || unit_find_named(a->store, name, &other, NULL) != STATUS_OK)
		return STATUS_OK;
	if (own && other == a->id)
		return STATUS_OK;
	issues_add(issues, &unit_fields[UNIT_NAME], false,
		_("\"%s\" is already the name of a unit"), name);
	return STATUS_OK;
}

static void check_head(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t head = values_int(v, &unit_fields[UNIT_HEAD]);
	struct stmt *s = stmt_get(
		a->store, "SELECT unit, status FROM person WHERE id=:id");
	bool own = !(a->action->flags & ACTION_CREATES);

	stmt_bind_int(s, ":id", head);
	bool known = stmt_row(s);
	int64_t unit = stmt_int(s, 0), status = stmt_int(s, 1);
	stmt_end(s, NULL);
	if (!head || !known)
		return;
	if (status == PERSON_LEFT)
		issues_add(issues, &unit_fields[UNIT_HEAD], false,
			_("he has left and cannot head a unit"));
	else if (!own || unit != a->id)
		issues_add(issues, &unit_fields[UNIT_HEAD], false,
			_("the head is one of the unit's own people; move him "
			  "to the unit first"));
}

/* The chain above must not come back to the unit. */
static void check_parent(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t parent = values_int(v, &unit_fields[UNIT_PARENT]);

	if (a->action->flags & ACTION_CREATES)
		return;
	for (int depth = 0; parent && depth < 100; depth++) {
		if (parent == a->id) {
			issues_add(issues, &unit_fields[UNIT_PARENT], false,
				_("a unit cannot be part of itself"));
			return;
		}
		parent = record_int(a->store, &unit_type.table, parent,
			&unit_fields[UNIT_PARENT]);
	}
}

static enum status unit_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	check_head(a, v, issues);
	check_parent(a, v, issues);
	return check_name(a, values_text(v, &unit_fields[UNIT_NAME]), issues);
}

/* What may be left empty is made from the name. */
static enum status unit_write(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	char *name = attempt_text(a, v, &unit_fields[UNIT_NAME]);
	char *brief = attempt_text(a, v, &unit_fields[UNIT_SHORT]);
	struct values all = { .count = 0 };
	struct str made = STR_INIT;

	values_copy(&all, v);
	if (!brief && name) {
		unit_short_of(name, &made);
		values_set_text(&all, &unit_fields[UNIT_SHORT], made.data);
	}
	if (!attempt_int(a, v, &unit_fields[UNIT_KIND]) && name)
		values_set_int(
			&all, &unit_fields[UNIT_KIND], unit_kind_of(name));
	enum status st = action_write(txn, a, &all, id, err);
	str_free(&made);
	values_free(&all);
	mem_free(name);
	mem_free(brief);
	return st;
}

static enum status guard_close(const struct attempt *a, struct reason *reason)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT count(*) FROM person WHERE unit=:unit AND status<>3");

	stmt_bind_int(s, ":unit", a->id);
	int64_t people = stmt_one_int(s, 0);
	if (attempt_is_closed(a))
		return reason_set(reason, NULL, _("it is closed already"));
	if (people)
		return reason_set(reason, _("they are moved to another unit"),
			_("%d people still serve in it"), (int)people);
	return STATUS_OK;
}

static enum status guard_open(const struct attempt *a, struct reason *reason)
{
	return attempt_is_closed(a)
		       ? STATUS_OK
		       : reason_set(reason, NULL, _("it is not closed"));
}

static const struct action unit_create = {
	.name = "unit.create",
	.label = N_("new unit"),
	.help = N_("A station, a village, or one outside the township"),
	.done = N_("new unit: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.check = unit_check,
	.effect = unit_write,
};
static const struct action unit_update = {
	.name = "unit.update",
	.label = N_("edit"),
	.help = N_("Names, kind, head and place in the lists"),
	.done = N_("changed: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_PLAIN | ACTION_ALL_FIELDS,
	.check = unit_check,
	.effect = unit_write,
};
static const struct action unit_close = {
	.name = "unit.close",
	.label = N_("close"),
	.help = N_("It is no longer; its records stay"),
	.done = N_("closed: %s"),
	.key = 'c',
	.right = RIGHT_REGISTER,
	.input = ACTION_INPUT(&unit_fields[UNIT_CLOSED_ON]),
	.prefill = closing_prefill,
	.guard = guard_close,
	.effect = closing_effect,
};
static const struct action unit_open = {
	.name = "unit.open",
	.label = N_("open again"),
	.help = N_("It was closed by mistake, or is set up again"),
	.done = N_("open again: %s"),
	.key = 'o',
	.right = RIGHT_REGISTER,
	.guard = guard_open,
	.effect = opening_effect,
};
static const struct action *const unit_actions[] = {
	&unit_create,
	&unit_update,
	&unit_close,
	&unit_open,
	NULL,
};
static const char *const unit_children[] = { "person", "post", NULL };

const struct record_type unit_type = {
	.table = {
		.kind = KIND_UNIT,
		.name = "unit",
		.title = "r.name",
		.unique = "name",
		.checks = "CHECK (short IS NOT NULL AND kind IS NOT NULL)",
		.fields = unit_fields,
		.views = unit_views,
	},
	.label = N_("unit"),
	.plural = N_("units"),
	.key = "name",
	.empty = N_("No units yet. n makes the first one; import the roster "
		    "and they come with the people."),
	.step = 7,
	.see = RIGHT_SEE,
	.actions = unit_actions,
	.children = unit_children,
};
