#include "domain/office/account.h"

#include "core/language.h"
#include "core/mem.h"
#include "domain/office/forms.h"
#include "domain/office/person.h"
#include "store/record.h"
#include "store/stmt.h"

#include <string.h>

/* Without the head: he is named at his unit. Numbers are enum right_role. */
const struct choice account_roles[] = {
	{ RIGHT_ROLE_CADRE, "cadre", N_("cadre") },
	{ RIGHT_ROLE_CLERK, "clerk", N_("clerk") },
	{ RIGHT_ROLE_SUPERVISOR, "supervisor", N_("supervisor") },
	{ RIGHT_ROLE_LEADER, "leader", N_("leader") },
	{ RIGHT_ROLE_ADMIN, "admin", N_("administrator") },
	{ RIGHT_ROLE_AUDITOR, "auditor", N_("auditor") },
	{ 0, NULL, NULL },
};

const struct field account_fields[] = {
	[ACCOUNT_LOGIN] = {
		.number = 1,
		.name = "login",
		.label = N_("login"),
		.help = N_("The user of the system (SSH) he comes in as: u013"),
		.headers = "系统账号|账号|登录名|用户名",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND,
		.min = 1,
		.max = 32,
		.list_cols = 14,
	},
	[ACCOUNT_PERSON] = {
		.number = 2,
		.name = "person",
		.label = N_("person"),
		.help = N_("Who that is; empty for a machine's owner who is "
			   "in no roster"),
		.headers = "姓名|人员",
		.type = FIELD_REF,
		.of = "person",
		.list_cols = 10,
	},
	[ACCOUNT_ROLES] = {
		.number = 3,
		.name = "roles",
		.label = N_("roles"),
		.help = N_("Several may be given: cadre, clerk. Heads are "
			   "named at their unit"),
		.headers = "角色|权限",
		.type = FIELD_CHOICES,
		.flags = FIELD_REQUIRED,
		.choices = account_roles,
		.initial = "cadre",
		.list_cols = 24,
	},
	[ACCOUNT_CLOSED_ON] = {
		.number = 4,
		.name = "closed_on",
		.label = N_("closed on"),
		.help = N_("Nobody comes in with it from this day on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM,
		.min = -3660,
		.max = 0,
		.list_cols = 10,
		.list_drop = 1,
	},
	[ACCOUNT_FIELDS_END] = { .name = NULL },
};

static const struct view account_views[] = {
	{ .name = "all", .label = N_("all"), .order = "login", .small = true },
	{ .name = "person",
		.label = N_("of a person"),
		.eq = "person=:of",
		.order = "login",
		.small = true },
	{ .name = NULL },
};

/* What useradd takes, and names of a domain besides: CORP\wang, w@corp. */
bool account_login_is_valid(const char *login)
{
	if (!login || !*login || *login == '-' || strlen(login) > 32)
		return false;
	for (const char *at = login; *at; at++)
		if ((unsigned char)*at <= ' ' || *at == ':' || *at == '/' ||
			*at == 0x7f)
			return false;
	return true;
}

bool account_admin_remains(struct store *store, int64_t without)
{
	struct stmt *s = stmt_get(store,
		"SELECT count(*) FROM account a"
		" LEFT JOIN person p ON p.id=a.person"
		" WHERE a.closed_on IS NULL AND a.roles & :admin"
		" AND a.id<>:without AND ifnull(p.status, 1)<>3");

	stmt_bind_int(s, ":admin", 1 << RIGHT_ROLE_ADMIN);
	stmt_bind_int(s, ":without", without);
	return stmt_one_int(s, 0) > 0;
}

/* ---- actions */

static void check_login(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const struct field *f = &account_fields[ACCOUNT_LOGIN];
	const char *login = values_text(v, f);

	if (!login)
		return;
	struct stmt *s = stmt_get(a->store,
		"SELECT a.id, ifnull(p.name, a.login) FROM account a"
		" LEFT JOIN person p ON p.id=a.person WHERE a.login=:login");
	if (!account_login_is_valid(login))
		issues_add(issues, f, false,
			_("\"%s\" is no user name: no spaces, : or /"), login);
	stmt_bind_text(s, ":login", login);
	if (stmt_row(s) && ((a->action->flags & ACTION_CREATES) ||
				   stmt_int(s, 0) != a->id))
		issues_add(issues, f, false,
			_("login %s already belongs to %s"), login,
			stmt_text(s, 1));
	stmt_end(s, NULL);
}

static void check_person(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const struct field *f = &account_fields[ACCOUNT_PERSON];
	int64_t person = values_int(v, f);
	struct stmt *s = stmt_get(
		a->store, "SELECT id, login FROM account WHERE person=:person");

	stmt_bind_int(s, ":person", person);
	if (person && stmt_row(s) &&
		((a->action->flags & ACTION_CREATES) ||
			stmt_int(s, 0) != a->id))
		issues_add(issues, f, false,
			_("he already has the account %s: change that one"),
			stmt_text(s, 1));
	stmt_end(s, NULL);
}

static enum status account_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	const struct field *roles = &account_fields[ACCOUNT_ROLES];

	check_login(a, v, issues);
	check_person(a, v, issues);
	if (!(a->action->flags & ACTION_CREATES) && values_has(v, roles) &&
		!(values_int(v, roles) & 1 << RIGHT_ROLE_ADMIN) &&
		!account_admin_remains(a->store, a->id))
		issues_add(issues, roles, false,
			_("he is the last administrator: give another the "
			  "role first"));
	return STATUS_OK;
}

static enum status guard_close(const struct attempt *a, struct reason *reason)
{
	if (attempt_is_closed(a))
		return reason_set(reason, NULL, _("it is closed already"));
	if (!account_admin_remains(a->store, a->id))
		return reason_set(reason, _("another is administrator"),
			_("it is the last administrator's"));
	return STATUS_OK;
}

static enum status guard_open(const struct attempt *a, struct reason *reason)
{
	int64_t person = record_int(a->store, &account_type.table, a->id,
		&account_fields[ACCOUNT_PERSON]);

	if (!attempt_is_closed(a))
		return reason_set(reason, NULL, _("it is not closed"));
	if (person && record_int(a->store, &person_type.table, person,
			      &person_fields[PERSON_STATUS]) == PERSON_LEFT)
		return reason_set(reason, _("he is back in service"),
			_("the person has left"));
	return STATUS_OK;
}

static const struct action account_create = {
	.name = "account.create",
	.label = N_("new account"),
	.help = N_("Lets a user of the system in, as a person of the roster"),
	.done = N_("new account: %s"),
	.key = 'n',
	.right = RIGHT_ADMIN,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.check = account_check,
};
static const struct action account_update = {
	.name = "account.update",
	.label = N_("edit"),
	.help = N_("Login, person and roles"),
	.done = N_("changed: %s"),
	.key = 'e',
	.right = RIGHT_ADMIN,
	.flags = ACTION_ALL_FIELDS,
	.check = account_check,
};
static const struct action account_close = {
	.name = "account.close",
	.label = N_("close"),
	.help = N_("Nobody comes in with it any more; what was done stays"),
	.done = N_("closed: %s"),
	.key = 'c',
	.right = RIGHT_ADMIN,
	.input = ACTION_INPUT(&account_fields[ACCOUNT_CLOSED_ON]),
	.prefill = closing_prefill,
	.guard = guard_close,
	.effect = closing_effect,
};
static const struct action account_open = {
	.name = "account.open",
	.label = N_("open again"),
	.help = N_("It lets its user in again"),
	.done = N_("open again: %s"),
	.key = 'o',
	.right = RIGHT_ADMIN,
	.guard = guard_open,
	.effect = opening_effect,
};
static const struct action *const account_actions[] = {
	&account_create,
	&account_update,
	&account_close,
	&account_open,
	NULL,
};

const struct record_type account_type = {
	.table = {
		.kind = KIND_ACCOUNT,
		.name = "account",
		.title = "r.login",
		.parent = "person",
		.unique = "login;person",
		.fields = account_fields,
		.views = account_views,
	},
	.label = N_("account"),
	.plural = N_("accounts"),
	.key = "login",
	.empty = N_("No accounts. n lets a user of the system in."),
	.flags = RECORD_SETTING,
	.step = 7,
	.see = RIGHT_ADMIN,
	.actions = account_actions,
};
