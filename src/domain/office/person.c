#include "domain/office/person.h"

#include "core/language.h"
#include "core/mem.h"
#include "core/phone.h"
#include "core/plain.h"
#include "domain/name.h"
#include "domain/office/account.h"
#include "domain/office/forms.h"
#include "domain/office/post.h"
#include "domain/office/unit.h"
#include "store/record.h"
#include "store/stmt.h"

#include <string.h>

const struct choice person_statuses[] = {
	{ PERSON_SERVING, "serving", N_("serving") },
	{ PERSON_AWAY, "away", N_("away") },
	{ PERSON_LEFT, "left", N_("left") },
	{ 0, NULL, NULL },
};
const struct choice person_genders[] = {
	{ PERSON_MALE, "male", N_("male") },
	{ PERSON_FEMALE, "female", N_("female") },
	{ 0, NULL, NULL },
};

const struct field person_fields[] = {
	[PERSON_RANK] = {
		.number = 10,
		.name = "rank",
		.label = N_("rank"),
		.help = N_("The number in the roster, which is the order of "
			   "all lists of people: 12"),
		.headers = "序号|排序",
		.type = FIELD_INT,
		.flags = FIELD_REQUIRED | FIELD_FOLDED,
		.min = 0,
		.max = 99999,
		.initial = "9000",
		.list_cols = 5,
		.list_drop = 4,
	},
	[PERSON_NAME] = {
		.number = 1,
		.name = "name",
		.label = N_("name"),
		.help = N_("As in the identity card: 阿依古丽·买买提"),
		.headers = "姓名|名字|人员|干部",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 40,
		.list_cols = 16,
	},
	[PERSON_GENDER] = {
		.number = 2,
		.name = "gender",
		.label = N_("gender"),
		.help = N_("男 or 女"),
		.headers = "性别",
		.type = FIELD_CHOICE,
		.flags = FIELD_PAIRED,
		.choices = person_genders,
		.list_cols = 6,
		.list_drop = 5,
	},
	[PERSON_UNIT] = {
		.number = 3,
		.name = "unit",
		.label = N_("unit"),
		.help = N_("Where he serves: 党政办"),
		.headers = "单位|部门|站所|所在单位|工作单位",
		.type = FIELD_REF,
		.of = "unit",
		.flags = FIELD_REQUIRED,
		.list_cols = 14,
	},
	[PERSON_POST] = {
		.number = 4,
		.name = "post",
		.label = N_("post"),
		.help = N_("A post of that unit: 主任; with the unit where "
			   "several have it: 党政办 主任"),
		.headers = "职务|职位|岗位",
		.type = FIELD_REF,
		.of = "post",
		.flags = FIELD_PAIRED | FIELD_LOOKUP,
		.list_cols = 16,
		.list_drop = 1,
	},
	[PERSON_LEADER] = {
		.number = 5,
		.name = "leader",
		.label = N_("leader"),
		.help = N_("One of the township's leaders: approves, issues, "
			   "decides"),
		.headers = "是否领导",
		.type = FIELD_FLAG,
		.initial = "0",
		.write = RIGHT_ADMIN, /* it gives a role, as an account does */
	},
	[PERSON_STAFFING] = {
		.number = 6,
		.name = "staffing",
		.label = N_("staffing"),
		.help = N_("公务员, 参公, 事业, 编外 or 村干部"),
		.headers = "编制类别|编制|身份",
		.type = FIELD_VALUE,
		.of = "staffing",
		.flags = FIELD_FOLDED,
	},
	[PERSON_MANAGED] = {
		.number = 7,
		.name = "managed",
		.label = N_("managed by"),
		.help = N_("Who decides on appointments: 县管 or 乡管"),
		.headers = "管理权限",
		.type = FIELD_VALUE,
		.of = "managed",
		.flags = FIELD_FOLDED | FIELD_PAIRED,
	},
	[PERSON_COVER] = {
		.number = 8,
		.name = "cover",
		.label = N_("cover"),
		.help = N_("Who does his work when he is away (AB岗): 陈金娟"),
		.headers = "AB岗|B岗",
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_FOLDED,
	},
	[PERSON_STATUS] = {
		.number = 9,
		.name = "status",
		.label = N_("status"),
		.help = N_("Serving, away for a time, or left"),
		.headers = "状态",
		.type = FIELD_CHOICE,
		.flags = FIELD_REQUIRED | FIELD_SYSTEM,
		.choices = person_statuses,
		.initial = "serving",
		.list_cols = 8,
		.list_drop = 3,
	},
	[PERSON_PHONE] = {
		.number = 11,
		.name = "phone",
		.label = N_("telephone"),
		.help = N_("Mobile, or with the area code: 0776-1234567"),
		.headers = "联系电话|手机|电话|手机号|手机号码|联系方式",
		.type = FIELD_TEXT,
		.flags = FIELD_PERSONAL | FIELD_LOOKUP,
		.min = 3,
		.max = 20,
		.list_cols = 13,
		.list_drop = 2,
	},
	[PERSON_ID_NUMBER] = {
		.number = 12,
		.name = "id_number",
		.label = N_("ID number"),
		.help = N_("Only where a document needs it; 15 or 18 signs"),
		.headers = "身份证号|身份证号码|公民身份号码",
		.type = FIELD_TEXT,
		.flags = FIELD_PERSONAL | FIELD_FOLDED,
		.min = 15,
		.max = 18,
	},
	[PERSON_LOGIN] = {
		.name = "login",
		.label = N_("login"),
		.help = N_("The account he comes in with: u013"),
		.headers = "系统账号|账号|登录名|用户名",
		.type = FIELD_TEXT,
		.flags = FIELD_SYSTEM,
		.sql = "(SELECT login FROM account WHERE person=r.id"
		       " AND closed_on IS NULL)",
		.list_cols = 10,
		.list_drop = 6,
	},
	[PERSON_FIELDS_END] = { .name = NULL },
};

static const struct view person_views[] = {
	{ .name = "all", .label = N_("all"), .order = "rank", .small = true },
	{ .name = "my_unit",
		.label = N_("my unit's"),
		.eq = "unit=:my_unit",
		.order = "rank",
		.small = true },
	{ .name = "unit",
		.label = N_("of a unit"),
		.eq = "unit=:of",
		.order = "rank",
		.small = true },
	{ .name = "leaders",
		.label = N_("leaders"),
		.eq = "leader=1",
		.order = "rank",
		.small = true },
	{ .name = "left",
		.label = N_("left"),
		.eq = "status=3",
		.order = "rank",
		.small = true },
	{ .name = "name",
		.label = N_("by name"),
		.order = "name",
		.small = true },
	{ .name = NULL },
};

/* ---- numbers */

/* GB 11643: 17 digits and a check sign; or the 15 digits of before 1999. */
static bool id_number_is_valid(const char *text)
{
	static const int weight[17] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10,
		5, 8, 4, 2 };
	size_t digits = strspn(text, "0123456789");
	int sum = 0;

	if (digits == 15 && !text[15])
		return true;
	if (digits < 17 || strlen(text) != 18)
		return false;
	for (int i = 0; i < 17; i++)
		sum += (text[i] - '0') * weight[i];
	char sign = text[17] == 'x' ? 'X' : text[17];
	return sign == "10X98765432"[sum % 11];
}

/* ---- finding */

/* How the text names this row: 5 whole name .. 1 the beginning of a post. */
static int how_named(struct stmt *s, const char *text)
{
	const char *name = stmt_text(s, 1), *title = stmt_text(s, 4);
	const char *units[] = { stmt_text(s, 2), stmt_text(s, 3), title };
	struct str whole = STR_INIT;
	int well = name_equal(name, text) ? 5 : 0;

	for (size_t i = 0; !well && i < 3; i++) {
		if (!units[i])
			continue;
		str_clear(&whole);
		str_addf(&whole, "%s%s", units[i], name);
		if (name_equal(whole.data, text))
			well = 4;
		str_clear(&whole);
		str_addf(&whole, "%s%s", name, units[i]);
		if (name_equal(whole.data, text))
			well = 4;
	}
	if (!well && title && stmt_int(s, 5)) {
		str_clear(&whole);
		name_fold(title, &whole);
		str_cut(&whole, strcspn(whole.data, "("));
		well = name_equal(title, text)	      ? 3
		       : name_equal(whole.data, text) ? 2
						      : 0;
	}
	str_free(&whole);
	return well && stmt_int(s, 6) != PERSON_LEFT ? well + 5 : well;
}

static void tell_holder(struct str *holders, int count, struct stmt *s)
{
	const char *title = stmt_text(s, 4);

	if (count < 6)
		str_addf(holders, "%s%s (%s%s%s)", count ? ", " : "",
			stmt_text(s, 1), stmt_text(s, 2), title ? " " : "",
			title ? title : "");
	else if (count == 6)
		str_add(holders, ", …");
}

static enum status tell_unknown(
	struct store *store, const char *text, struct error *err)
{
	struct stmt *s =
		stmt_get(store, "SELECT EXISTS (SELECT 1 FROM person)");

	if (!stmt_one_int(s, 0))
		return error_set(err, STATUS_NOT_FOUND,
			_("import the people first"),
			_("there is nobody \"%s\"; no person is known yet"),
			text);
	return error_set(err, STATUS_NOT_FOUND,
		_("a name, a name with its unit, a login, or a leader's post"),
		_("there is nobody \"%s\""), text);
}

/*
 * Folded, without the signs people put between a name and a unit. Brackets
 * do that too, 韦明(水利站), but also stand in the title of a post.
 */
static void drop_signs(const char *text, const char *signs, struct str *out)
{
	struct str plain = STR_INIT;

	name_fold(text, &plain);
	for (const char *at = plain.data; *at; at++)
		if (!strchr(signs, *at))
			str_add_char(out, *at);
	str_free(&plain);
}

static enum status find_by_words(struct store *store, const char *text,
	int64_t *id, struct str *holders, int *count, struct error *err)
{
	struct str loose = STR_INIT;
	/* whose name is not in the text is not meant, but for names that fold
	 * to another form, and leaders, whom a post may name */
	struct stmt *s = stmt_get(store,
		"SELECT p.id, p.name, u.name, u.short, o.title, p.leader,"
		" p.status FROM person p JOIN unit u ON u.id=p.unit"
		" LEFT JOIN post o ON o.id=p.post WHERE p.leader=1"
		" OR instr(:text, lower(p.name))"
		" OR p.name GLOB '*[·•．‧・∙ ]*'"
		" ORDER BY p.rank, p.id");
	int best = 0;

	drop_signs(text, "()", &loose);
	stmt_bind_text(s, ":text", loose.data);
	while (stmt_row(s)) {
		int well = how_named(s, text);
		if (!well)
			well = how_named(s, loose.data);
		if (!well || well < best)
			continue;
		if (well > best) {
			best = well;
			*count = 0;
			str_clear(holders);
			*id = stmt_int(s, 0);
		}
		tell_holder(holders, (*count)++, s);
	}
	str_free(&loose);
	return stmt_end(s, err);
}

enum status person_find_named(
	struct store *store, const char *text, int64_t *id, struct error *err)
{
	struct str plain = STR_INIT, holders = STR_INIT;
	int count = 0;

	drop_signs(text ? text : "", "/@,;", &plain);
	enum status st =
		find_by_words(store, plain.data, id, &holders, &count, err);
	int64_t login = !count && text ? person_of_login(store, text) : 0;
	if (st == STATUS_OK && count > 1)
		st = error_set(err, STATUS_AMBIGUOUS,
			_("the name with its unit: 韦明 水利站"),
			_("\"%s\" may be any of: %s"), text, holders.data);
	else if (st == STATUS_OK && login)
		*id = login;
	else if (st == STATUS_OK && !count)
		st = tell_unknown(store, text ? text : "", err);
	str_free(&plain);
	str_free(&holders);
	return st;
}

int64_t person_of_login(struct store *store, const char *login)
{
	struct stmt *s =
		stmt_get(store, "SELECT person FROM account"
				" WHERE login=:login AND closed_on IS NULL");

	stmt_bind_text(s, ":login", login);
	return stmt_one_int(s, 0);
}

/* ---- actions */

enum status person_drop_heads(
	struct txn *txn, int64_t person, int64_t keeps, struct error *err)
{
	struct store *store = txn_store(txn);
	enum status st = STATUS_OK;

	for (;;) {
		struct stmt *s = stmt_get(store, "SELECT id FROM unit WHERE "
						 "head=:person AND id<>:keeps");
		struct values v = { .count = 0 };
		stmt_bind_int(s, ":person", person);
		stmt_bind_int(s, ":keeps", keeps);
		int64_t unit = stmt_one_int(s, 0);
		if (!unit)
			return st;
		values_set_null(&v, &unit_fields[UNIT_HEAD]);
		st = txn_update(txn, &unit_type.table, unit, &v, err);
		values_free(&v);
		if (st != STATUS_OK)
			return st;
	}
}

static void check_numbers(const struct values *v, struct issues *issues)
{
	const char *phone = values_text(v, &person_fields[PERSON_PHONE]);
	const char *id = values_text(v, &person_fields[PERSON_ID_NUMBER]);
	char read[PHONE_BYTES];
	struct error err;

	if (phone && phone_read(phone, read, &err) != STATUS_OK) {
		struct issue *i = issues_add(issues,
			&person_fields[PERSON_PHONE], false, "%s", err.what);
		plain_copy(i->accepted, sizeof i->accepted, err.todo);
	}
	if (id && !id_number_is_valid(id))
		issues_add(issues, &person_fields[PERSON_ID_NUMBER], false,
			_("the identity number has a wrong digit or length"));
}

static void check_post(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t unit = attempt_int(a, v, &person_fields[PERSON_UNIT]);
	int64_t post = attempt_int(a, v, &person_fields[PERSON_POST]);

	if (unit && post &&
		record_int(a->store, &post_type.table, post,
			&post_fields[POST_UNIT]) != unit)
		issues_add(issues, &person_fields[PERSON_POST], false,
			_("the post belongs to another unit: choose one of "
			  "his own, or none"));
	char *closed = values_has(v, &person_fields[PERSON_UNIT])
			       ? record_text(a->store, &unit_type.table, unit,
					 &unit_fields[UNIT_CLOSED_ON])
			       : NULL;
	if (closed)
		issues_add(issues, &person_fields[PERSON_UNIT], false,
			_("the unit was closed on %s"), closed);
	mem_free(closed);
}

/* Two of a name in one unit do exist; that it was typed twice is likelier. */
static void check_namesake(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const char *name = values_text(v, &person_fields[PERSON_NAME]);
	int64_t unit = attempt_int(a, v, &person_fields[PERSON_UNIT]);
	int64_t own = a->action->flags & ACTION_CREATES ? 0 : a->id;

	if (!name)
		return;
	struct stmt *s = stmt_get(a->store,
		"SELECT id, name FROM person"
		" WHERE unit=:unit AND status<>3 ORDER BY rank, id");
	stmt_bind_int(s, ":unit", unit);
	while (stmt_row(s))
		if (stmt_int(s, 0) != own &&
			name_equal(stmt_text(s, 1), name)) {
			issues_add(issues, &person_fields[PERSON_NAME], true,
				_("the unit already has somebody called %s"),
				name);
			break;
		}
	stmt_end(s, NULL);
}

static enum status person_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t cover = values_int(v, &person_fields[PERSON_COVER]);

	check_numbers(v, issues);
	check_post(a, v, issues);
	check_namesake(a, v, issues);
	if (cover && !(a->action->flags & ACTION_CREATES) && cover == a->id)
		issues_add(issues, &person_fields[PERSON_COVER], false,
			_("nobody covers for himself"));
	return STATUS_OK;
}

/* Numbers in their stored form, and no head of a unit he is not in. */
static enum status person_write(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	const struct field *f = &person_fields[PERSON_PHONE];
	struct values all = { .count = 0 };
	struct str text = STR_INIT;
	char phone[PHONE_BYTES];

	values_copy(&all, v);
	if (values_text(v, f) &&
		phone_read(values_text(v, f), phone, NULL) == STATUS_OK)
		values_set_text(&all, f, phone);
	f = &person_fields[PERSON_NAME];
	if (values_text(v, f)) {
		name_clean(values_text(v, f), &text);
		values_set_text(&all, f, text.data);
	}
	enum status st = action_write(txn, a, &all, id, err);
	f = &person_fields[PERSON_UNIT];
	if (st == STATUS_OK && values_has(v, f))
		st = person_drop_heads(txn, *id, values_int(v, f), err);
	values_free(&all);
	str_free(&text);
	return st;
}

static int64_t account_of(struct store *store, int64_t person)
{
	struct stmt *s =
		stmt_get(store, "SELECT id FROM account"
				" WHERE person=:person AND closed_on IS NULL");

	stmt_bind_int(s, ":person", person);
	return stmt_one_int(s, 0);
}

static enum status guard_leave(const struct attempt *a, struct reason *reason)
{
	int64_t account = account_of(a->store, a->id);

	if (account && !account_admin_remains(a->store, account))
		return reason_set(reason, _("another is administrator"),
			_("he is the last administrator"));
	return STATUS_OK;
}

/* With him go his headship and his account, in one action. */
static enum status effect_leave(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	int64_t account = account_of(a->store, a->id);
	struct values closed = { .count = 0 };

	enum status st = action_write(txn, a, v, id, err);
	if (st == STATUS_OK)
		st = person_drop_heads(txn, a->id, 0, err);
	if (st == STATUS_OK && account) {
		values_set_day(
			&closed, &account_fields[ACCOUNT_CLOSED_ON], a->today);
		st = txn_update(
			txn, &account_type.table, account, &closed, err);
		values_free(&closed);
	}
	return st;
}

static const struct action person_create = {
	.name = "person.create",
	.label = N_("new person"),
	.help = N_("A cadre of the township; many at once by import"),
	.done = N_("new person: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.check = person_check,
	.effect = person_write,
};
static const struct action person_update = {
	.name = "person.update",
	.label = N_("edit"),
	.help = N_("Name, unit, post, telephone"),
	.done = N_("changed: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_PLAIN | ACTION_ALL_FIELDS,
	.check = person_check,
	.effect = person_write,
};
static const struct action person_away = {
	.name = "person.away",
	.label = N_("away"),
	.help = N_("For a time: seconded, in training, ill"),
	.done = N_("away: %s"),
	.key = 'w',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = 1u << PERSON_SERVING,
	.to = PERSON_AWAY,
};
static const struct action person_back = {
	.name = "person.back",
	.label = N_("back"),
	.help = N_("Serves again"),
	.done = N_("back: %s"),
	.key = 'b',
	.right = RIGHT_REGISTER,
	.flags = ACTION_BULK,
	.from = 1u << PERSON_AWAY | 1u << PERSON_LEFT,
	.to = PERSON_SERVING,
};
static const struct action person_leave = {
	.name = "person.leave",
	.label = N_("left"),
	.help = N_("Serves here no longer; the account closes, records stay"),
	.done = N_("left: %s"),
	.key = 'l',
	.right = RIGHT_REGISTER,
	.from = 1u << PERSON_SERVING | 1u << PERSON_AWAY,
	.to = PERSON_LEFT,
	.guard = guard_leave,
	.effect = effect_leave,
};
static const struct action *const person_actions[] = {
	&person_create,
	&person_update,
	&person_away,
	&person_back,
	&person_leave,
	&person_import,
	NULL,
};

static unsigned person_relate(struct store *store, int64_t id, int64_t person)
{
	struct stmt *s = stmt_get(store,
		"SELECT u.head=:person, p.unit="
		" (SELECT unit FROM person WHERE id=:person)"
		" FROM person p JOIN unit u ON u.id=p.unit WHERE p.id=:id");
	unsigned relation = id == person ? RELATION_OWN : 0;

	stmt_bind_int(s, ":person", person);
	stmt_bind_int(s, ":id", id);
	if (stmt_row(s)) {
		relation |= stmt_int(s, 0) ? RELATION_HEAD : 0;
		relation |= stmt_int(s, 1) ? RELATION_UNIT : 0;
	}
	stmt_end(s, NULL);
	return relation;
}

static const char *const person_children[] = { "account", NULL };

const struct record_type person_type = {
	.table = {
		.kind = KIND_PERSON,
		.name = "person",
		.title = "r.name",
		.parent = "unit",
		.fields = person_fields,
		.views = person_views,
	},
	.label = N_("person"),
	.plural = N_("people"),
	.state = "status",
	.key = "login phone name unit",
	.empty = N_("No people yet. Import the roster, or n enters one."),
	.step = 7,
	.see = RIGHT_SEE,
	.actions = person_actions,
	.children = person_children,
	.relate = person_relate,
};
