/*
 * One line of a roster: unit, post, person, telephone and account as one
 * part of the journal. What differs is only written when that was asked for.
 */
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
#include "domain/transfer.h"
#include "store/record.h"
#include "store/stmt.h"

#include <stdio.h>
#include <string.h>

#define PERSON(what) (&person_fields[PERSON_##what])

/* A line as it was read, and what of it is already there. */
struct line {
	struct str name;
	char phone[PHONE_BYTES]; /* "": not given */
	const char *unit_name, *post_title, *login;
	int64_t rank, gender; /* 0: not given */
	bool create_units, update;
	bool gives_account; /* else the login only tells who is meant */
	int64_t unit, post; /* 0: not there yet */
	int64_t person;	    /* 0: nobody matches */
};

/* Where checks are told; NULL in the effect, which has been checked. */
struct told {
	struct issues *issues;
	bool bad;
};

__attribute__((format(printf, 3, 4))) static struct issue *refuse(
	struct told *told, const struct field *f, const char *format, ...)
{
	char text[sizeof(((struct issue *)NULL)->text)];
	va_list args;

	told->bad = true;
	if (!told->issues)
		return NULL;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return issues_add(told->issues, f, false, "%s", text);
}

static void accept_instead(struct issue *issue, const char *text)
{
	if (issue)
		plain_copy(issue->accepted, sizeof issue->accepted, text);
}

/* ---- who is meant */

static int64_t person_of_any_account(struct store *store, const char *login)
{
	struct stmt *s = stmt_get(store,
		"SELECT ifnull(person, 0) FROM account WHERE login=:login");

	stmt_bind_text(s, ":login", login);
	return stmt_one_int(s, 0);
}

/*
 * A telephone alone does not tell a person: an office has one, a household
 * has one. With the name or the unit it does.
 */
static int64_t match_phone(struct store *store, const struct line *l)
{
	struct stmt *s = stmt_get(store,
		"SELECT p.id, p.name, p.unit FROM person_private x"
		" JOIN person p ON p.id=x.id"
		" WHERE x.phone=:phone ORDER BY p.status, p.id");
	int64_t found = 0;
	int well = 0;

	stmt_bind_text(s, ":phone", l->phone);
	while (stmt_row(s)) {
		int how = name_equal(stmt_text(s, 1), l->name.data) ? 2
			  : l->unit && stmt_int(s, 2) == l->unit    ? 1
								    : 0;
		if (how <= well)
			continue;
		well = how;
		found = stmt_int(s, 0);
	}
	stmt_end(s, NULL);
	return found;
}

/* Login and telephone both say that he is another. */
static bool is_another(
	struct store *store, const struct line *l, int64_t person)
{
	if (!l->login || !*l->phone)
		return false;
	struct stmt *s = stmt_get(store,
		"SELECT EXISTS (SELECT 1 FROM account WHERE person=:person"
		"  AND login<>:login) AND EXISTS (SELECT 1 FROM person_private"
		"  WHERE id=:person AND phone<>:phone)");

	stmt_bind_int(s, ":person", person);
	stmt_bind_text(s, ":login", l->login);
	stmt_bind_text(s, ":phone", l->phone);
	return stmt_one_int(s, 0);
}

/* Of that name in that unit, unless login and telephone say another. */
static int64_t match_name(
	struct store *store, const struct line *l, struct told *told)
{
	struct stmt *s =
		stmt_get(store, "SELECT id, name FROM person"
				" WHERE unit=:unit ORDER BY status, id");
	int64_t found = 0;
	int count = 0;

	stmt_bind_int(s, ":unit", l->unit);
	while (l->unit && stmt_row(s))
		if (name_equal(stmt_text(s, 1), l->name.data) &&
			!is_another(store, l, stmt_int(s, 0)) && !count++)
			found = stmt_int(s, 0);
	stmt_end(s, NULL);
	if (count > 1)
		accept_instead(refuse(told, PERSON(NAME),
				       _("%d people of the unit are called %s"),
				       count, l->name.data),
			_("the login or the telephone of the one meant"));
	return found;
}

static int64_t match(
	struct store *store, const struct line *l, struct told *told)
{
	int64_t person = l->login ? person_of_any_account(store, l->login) : 0;

	if (!person && *l->phone)
		person = match_phone(store, l);
	return person ? person : match_name(store, l, told);
}

/* A roster says 男 and 女 whatever language the screens speak. */
static int64_t read_gender(const char *text, struct told *told)
{
	if (!text)
		return 0;
	if (name_equal(text, "男") || name_equal(text, "男性"))
		return PERSON_MALE;
	if (name_equal(text, "女") || name_equal(text, "女性"))
		return PERSON_FEMALE;
	const struct choice *c = choice_find(person_genders, text, "person");
	if (!c)
		accept_instead(refuse(told, PERSON(GENDER),
				       _("\"%s\" is no gender"), text),
			"男, 女");
	return c ? c->number : 0;
}

static int64_t read_rank(const char *text, struct told *told)
{
	struct value rank = { .kind = VALUE_NULL };
	struct value_context c = { .type_name = "person" };
	struct issue said;

	if (value_parse(PERSON(RANK), text, &c, &rank, &said) == STATUS_OK)
		return rank.number;
	accept_instead(
		refuse(told, PERSON(RANK), "%s", said.text), said.accepted);
	return 0;
}

/* A cell, within the bounds of the field that it will stand in. */
static const char *read_text(const struct values *v, const struct field *f,
	const struct field *stands_in, struct told *told)
{
	const char *text = values_text(v, f);
	struct value read = { .kind = VALUE_NULL };
	struct value_context c = { .type_name = "person" };
	struct issue said;

	if (value_parse(stands_in, text, &c, &read, &said) != STATUS_OK)
		accept_instead(refuse(told, f, "%s", said.text), said.accepted);
	value_free(&read);
	return text;
}

static void line_read(struct line *l, struct store *store,
	const struct values *v, struct told *told)
{
	const char *phone = values_text(v, PERSON(PHONE));
	const char *name = read_text(v, PERSON(NAME), PERSON(NAME), told);
	struct error err = { .status = STATUS_OK };

	*l = (struct line){
		.name = STR_INIT,
		.unit_name = read_text(
			v, PERSON(UNIT), &unit_fields[UNIT_NAME], told),
		.post_title = read_text(
			v, PERSON(POST), &post_fields[POST_TITLE], told),
		.login = read_text(
			v, PERSON(LOGIN), &account_fields[ACCOUNT_LOGIN], told),
		.rank = read_rank(values_text(v, PERSON(RANK)), told),
		.create_units = values_int(v, &transfer_create_units),
		.update = values_int(v, &transfer_update),
	};
	name_clean(name, &l->name);
	l->gender = read_gender(values_text(v, PERSON(GENDER)), told);
	if (phone && phone_read(phone, l->phone, &err) != STATUS_OK) {
		accept_instead(
			refuse(told, PERSON(PHONE), "%s", err.what), err.todo);
		*l->phone = 0;
	}
	if (l->login && !account_login_is_valid(l->login))
		refuse(told, PERSON(LOGIN),
			_("\"%s\" is no user name: no spaces, : or /"),
			l->login);
	if (!l->unit_name || !l->name.len_bytes)
		return;
	enum status st = unit_find_named(store, l->unit_name, &l->unit, &err);
	if (st != STATUS_OK)
		l->unit = 0;
	if (st == STATUS_AMBIGUOUS)
		accept_instead(
			refuse(told, PERSON(UNIT), "%s", err.what), err.todo);
	if (l->unit && l->post_title)
		l->post = post_find(store, l->unit, l->post_title);
	l->person = match(store, l, told);
}

static void line_free(struct line *l)
{
	str_free(&l->name);
}

/* ---- what differs */

/* Told field by field: an error, or with update a notice. */
static void tell_change(struct told *told, const struct line *l,
	const struct field *f, const char *before, const char *after)
{
	struct issue *i;

	if (!told->issues)
		return;
	i = issues_add(told->issues, f, l->update, _("%s: %s -> %s"),
		l->name.data, before && *before ? before : _("(empty)"), after);
	told->bad |= !l->update;
	if (!l->update)
		accept_instead(i, _("the same, or --update to take it"));
}

static void compare_number(struct told *told, const struct line *l,
	struct values *out, const struct values *now, const struct field *f,
	int64_t given)
{
	const struct value *old = values_get(now, f);
	struct value fresh = value_int(given);
	struct value_context c = { .type_name = "person" };
	struct str before = STR_INIT, after = STR_INIT;

	if (given && !(old && value_equal(old, &fresh))) {
		if (old)
			value_print(f, old, &c, VALUE_FOR_PEOPLE, &before);
		value_print(f, &fresh, &c, VALUE_FOR_PEOPLE, &after);
		tell_change(told, l, f, before.data, after.data);
		values_set_int(out, f, given);
	}
	str_free(&before);
	str_free(&after);
}

static void compare_text(struct told *told, const struct line *l,
	struct values *out, const struct values *now, const struct field *f,
	const char *given)
{
	const char *old = values_text(now, f);

	if (!given || !*given || (old && !strcmp(old, given)))
		return;
	tell_change(told, l, f, old, given);
	values_set_text(out, f, given);
}

static void compare_place(struct told *told, const struct line *l,
	struct store *store, struct values *out, const struct values *now)
{
	int64_t unit = values_int(now, PERSON(UNIT));
	int64_t post = values_int(now, PERSON(POST));
	struct str before = STR_INIT;

	if (unit != l->unit || !l->unit) {
		record_title(store, &unit_type.table, unit, &before);
		tell_change(told, l, PERSON(UNIT), before.data, l->unit_name);
		values_set_int(out, PERSON(UNIT), l->unit);
		/* a post belongs to its unit */
		values_set_null(out, PERSON(POST));
	}
	if (l->post_title && (post != l->post || !l->post)) {
		str_clear(&before);
		record_title(store, &post_type.table, post, &before);
		if (!name_equal(before.data, l->post_title))
			tell_change(told, l, PERSON(POST), before.data,
				l->post_title);
		values_set_int(out, PERSON(POST), l->post);
	} else if (values_has(out, PERSON(POST)) && post) {
		str_clear(&before);
		record_title(store, &post_type.table, post, &before);
		tell_change(told, l, PERSON(POST), before.data, _("(empty)"));
	}
	str_free(&before);
}

static void compare_login(
	struct told *told, const struct line *l, struct store *store)
{
	struct stmt *s = stmt_get(
		store, "SELECT login FROM account WHERE person=:person");

	if (!l->login || !l->gives_account)
		return;
	stmt_bind_int(s, ":person", l->person);
	char *login = stmt_one_text(s);
	if (!login || strcmp(login, l->login))
		tell_change(told, l, PERSON(LOGIN), login, l->login);
	mem_free(login);
}

/*
 * What the line changes of a person who is there. An empty cell says nothing:
 * nothing is emptied by a list.
 */
static void compare(struct told *told, const struct line *l,
	struct store *store, struct values *out)
{
	struct values now = { .count = 0 };

	record_read(store, &person_type.table, l->person, NULL, &now, NULL);
	const char *name = values_text(&now, PERSON(NAME));
	if (!name_equal(name, l->name.data)) {
		tell_change(told, l, PERSON(NAME), name, l->name.data);
		values_set_text(out, PERSON(NAME), l->name.data);
	}
	compare_number(told, l, out, &now, PERSON(RANK), l->rank);
	compare_number(told, l, out, &now, PERSON(GENDER), l->gender);
	compare_place(told, l, store, out, &now);
	compare_text(told, l, out, &now, PERSON(PHONE), l->phone);
	if (values_int(&now, PERSON(STATUS)) == PERSON_LEFT) {
		tell_change(told, l, PERSON(NAME), _("left"), _("serving"));
		values_set_int(out, PERSON(STATUS), PERSON_SERVING);
	}
	compare_login(told, l, store);
	values_free(&now);
}

/* ---- check */

static void check_unit(const struct line *l, struct told *told)
{
	static const char *const kinds[] = {
		[UNIT_LEADERSHIP] = N_("leadership"),
		[UNIT_STATION] = N_("station"),
		[UNIT_VILLAGE] = N_("village"),
		[UNIT_OUTSIDE] = N_("outside"),
	};
	enum unit_kind kind = unit_kind_of(l->unit_name);

	if (l->unit || told->bad)
		return;
	if (!l->create_units)
		accept_instead(
			refuse(told, PERSON(UNIT), _("there is no unit \"%s\""),
				l->unit_name),
			_("a unit that is there, or let the import make "
			  "units (--create-units)"));
	else
		issues_add(told->issues, PERSON(UNIT), true,
			_("new unit %s: %s"), l->unit_name,
			language_text_in("unit", kinds[kind]));
}

static void check_leader(
	const struct attempt *a, const struct line *l, struct told *told)
{
	if (told->bad || unit_kind_of(l->unit_name) != UNIT_LEADERSHIP ||
		field_may_write(a->session, PERSON(LEADER)))
		return;
	issues_add(told->issues, PERSON(UNIT), true,
		_("%s is not made a leader: that is for the administrator"),
		l->name.data);
}

/*
 * Who comes in by an account is what its person is, head or leader: no list
 * gives one, or gives it another login, that an administrator has not brought.
 */
static bool gives_account(const struct attempt *a)
{
	return session_may(a->session, RIGHT_ADMIN);
}

static void check_account(
	const struct line *l, struct store *store, struct told *told)
{
	if (!l->login || l->gives_account)
		return;
	struct stmt *s =
		stmt_get(store, "SELECT count(*) FROM account"
				" WHERE login=:login AND person=:person");
	stmt_bind_text(s, ":login", l->login);
	stmt_bind_int(s, ":person", l->person);
	if (!stmt_one_int(s, 0))
		issues_add(told->issues, PERSON(LOGIN), true,
			_("%s is given no account: that is for the "
			  "administrator"),
			l->name.data);
}

/* Telephones shared by people that are otherwise strangers are told. */
static void check_phone(
	const struct line *l, struct store *store, struct told *told)
{
	if (!*l->phone)
		return;
	struct stmt *s = stmt_get(store,
		"SELECT p.name FROM person_private x JOIN person p ON p.id=x.id"
		" WHERE x.phone=:phone AND x.id<>:person AND p.status<>3");
	stmt_bind_text(s, ":phone", l->phone);
	stmt_bind_int(s, ":person", l->person);
	char *other = stmt_one_text(s);
	if (other)
		issues_add(told->issues, PERSON(PHONE), true,
			_("%s has the same telephone number as %s"),
			l->name.data, other);
	mem_free(other);
}

/* Who comes to head a unit by his post is shown before it is so. */
static void check_head(
	const struct line *l, struct store *store, struct told *told)
{
	if (!l->post_title || !post_title_heads(l->post_title) ||
		unit_kind_of(l->unit_name) == UNIT_LEADERSHIP)
		return;
	struct stmt *s = stmt_get(store,
		"SELECT sum(p.id<>:person), sum(p.id=:person), max(u.head)"
		" FROM unit u CROSS JOIN post o ON o.unit=u.id AND o.head=1"
		" CROSS JOIN person p ON p.post=o.id AND p.unit=u.id"
		" AND p.status<>3 WHERE u.id=:unit");
	stmt_bind_int(s, ":person", l->person);
	stmt_bind_int(s, ":unit", l->unit);
	stmt_row(s);
	int64_t others = stmt_int(s, 0), already = stmt_int(s, 1);
	int64_t head = stmt_int(s, 2);
	stmt_end(s, NULL);
	if (already)
		return;
	if (others)
		issues_add(told->issues, PERSON(POST), true,
			_("%s has several who could head it: name its head"),
			l->unit_name);
	else if (!head)
		issues_add(told->issues, PERSON(POST), true,
			_("%s becomes head of %s"), l->name.data, l->unit_name);
}

static enum status import_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct told told = { .issues = issues };
	struct values differs = { .count = 0 };
	struct line l;

	line_read(&l, a->store, v, &told);
	l.gives_account = gives_account(a);
	if (l.unit_name && l.name.len_bytes && !told.bad) {
		check_unit(&l, &told);
		check_leader(a, &l, &told);
		check_head(&l, a->store, &told);
		check_phone(&l, a->store, &told);
		check_account(&l, a->store, &told);
		if (l.person)
			compare(&told, &l, a->store, &differs);
	}
	values_free(&differs);
	line_free(&l);
	return STATUS_OK;
}

/* ---- effect */

static int64_t next_unit_rank(struct store *store)
{
	return stmt_one_int(
		stmt_get(store, "SELECT ifnull(max(rank), 0) + 1 FROM unit"
				" WHERE rank<9000"),
		1);
}

static int64_t next_person_rank(struct store *store)
{
	return stmt_one_int(
		stmt_get(store, "SELECT ifnull(max(rank), 0) + 1 FROM person"
				" WHERE rank<9000"),
		1);
}

static enum status make_unit(struct txn *txn, struct line *l, struct error *err)
{
	struct values v = { .count = 0 };
	struct str name = STR_INIT, brief = STR_INIT;

	name_clean(l->unit_name, &name);
	unit_short_of(name.data, &brief);
	values_set_text(&v, &unit_fields[UNIT_NAME], name.data);
	values_set_text(&v, &unit_fields[UNIT_SHORT], brief.data);
	values_set_int(&v, &unit_fields[UNIT_KIND], unit_kind_of(name.data));
	values_set_int(
		&v, &unit_fields[UNIT_RANK], next_unit_rank(txn_store(txn)));
	enum status st = txn_insert(txn, &unit_type.table, &v, &l->unit, err);
	values_free(&v);
	str_free(&name);
	str_free(&brief);
	return st;
}

static bool unit_is_leadership(struct store *store, int64_t unit)
{
	return record_int(store, &unit_type.table, unit,
		       &unit_fields[UNIT_KIND]) == UNIT_LEADERSHIP;
}

static enum status make_post(struct txn *txn, struct line *l, struct error *err)
{
	struct values v = { .count = 0 };
	bool heads = post_title_heads(l->post_title) &&
		     !unit_is_leadership(txn_store(txn), l->unit);

	values_set_int(&v, &post_fields[POST_UNIT], l->unit);
	values_set_text(&v, &post_fields[POST_TITLE], l->post_title);
	values_set_int(&v, &post_fields[POST_HEAD], heads);
	enum status st = txn_insert(txn, &post_type.table, &v, &l->post, err);
	values_free(&v);
	return st;
}

/* Being a leader is a role: no list gives it that an administrator has not
 * brought in. */
static bool makes_leader(const struct attempt *a, const struct line *l)
{
	return unit_is_leadership(a->store, l->unit) &&
	       field_may_write(a->session, PERSON(LEADER));
}

static enum status make_person(struct txn *txn, const struct attempt *a,
	struct line *l, struct error *err)
{
	struct store *store = txn_store(txn);
	struct values v = { .count = 0 };

	values_set_text(&v, PERSON(NAME), l->name.data);
	if (l->gender)
		values_set_int(&v, PERSON(GENDER), l->gender);
	values_set_int(&v, PERSON(UNIT), l->unit);
	if (l->post)
		values_set_int(&v, PERSON(POST), l->post);
	values_set_int(&v, PERSON(LEADER), makes_leader(a, l));
	values_set_int(&v, PERSON(STATUS), PERSON_SERVING);
	values_set_int(
		&v, PERSON(RANK), l->rank ? l->rank : next_person_rank(store));
	if (*l->phone)
		values_set_text(&v, PERSON(PHONE), l->phone);
	enum status st =
		txn_insert(txn, &person_type.table, &v, &l->person, err);
	values_free(&v);
	return st;
}

static enum status change_person(struct txn *txn, const struct attempt *a,
	struct line *l, bool *moved, struct error *err)
{
	struct store *store = txn_store(txn);
	struct told nobody = { .issues = NULL };
	struct values v = { .count = 0 };
	enum status st = STATUS_OK;

	compare(&nobody, l, store, &v);
	if (values_has(&v, PERSON(UNIT))) {
		values_set_int(&v, PERSON(LEADER), makes_leader(a, l));
		st = person_drop_heads(txn, l->person, l->unit, err);
	}
	*moved = values_has(&v, PERSON(UNIT)) || values_has(&v, PERSON(POST));
	if (st == STATUS_OK && v.count)
		st = txn_update(txn, &person_type.table, l->person, &v, err);
	values_free(&v);
	return st;
}

/* The account of that login or of that person becomes both; else a new one. */
static enum status settle_account(
	struct txn *txn, const struct line *l, struct error *err)
{
	struct stmt *s = stmt_get(txn_store(txn),
		"SELECT id, login, ifnull(person, 0) FROM account"
		" WHERE login=:login OR person=:person"
		" ORDER BY login=:login DESC LIMIT 1");
	struct values v = { .count = 0 };
	enum status st = STATUS_OK;

	stmt_bind_text(s, ":login", l->login);
	stmt_bind_int(s, ":person", l->person);
	stmt_row(s);
	int64_t account = stmt_int(s, 0), person = stmt_int(s, 2);
	bool same = account && !strcmp(stmt_text(s, 1), l->login);
	if ((st = stmt_end(s, err)) != STATUS_OK)
		return st;
	if (!same)
		values_set_text(&v, &account_fields[ACCOUNT_LOGIN], l->login);
	if (person != l->person)
		values_set_int(&v, &account_fields[ACCOUNT_PERSON], l->person);
	if (!account) {
		values_set_int(&v, &account_fields[ACCOUNT_ROLES],
			1 << RIGHT_ROLE_CADRE);
		st = txn_insert(txn, &account_type.table, &v, &account, err);
	} else if (v.count) {
		st = txn_update(txn, &account_type.table, account, &v, err);
	}
	values_free(&v);
	return st;
}

static enum status import_write(struct txn *txn, const struct attempt *a,
	struct line *l, struct error *err)
{
	enum status st = STATUS_OK;
	bool moved = true; /* else the head stays as somebody chose it */

	if (!l->unit)
		st = make_unit(txn, l, err);
	if (st == STATUS_OK && l->post_title && !l->post)
		st = make_post(txn, l, err);
	if (st == STATUS_OK)
		st = l->person ? change_person(txn, a, l, &moved, err)
			       : make_person(txn, a, l, err);
	if (st == STATUS_OK && l->login && l->gives_account)
		st = settle_account(txn, l, err);
	if (st == STATUS_OK && moved)
		st = unit_settle_head(txn, l->unit, l->person, err);
	return st;
}

static enum status import_effect(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct told nobody = { .issues = NULL };
	struct line l;

	line_read(&l, txn_store(txn), v, &nobody);
	l.gives_account = gives_account(a);
	enum status st = nobody.bad || !l.name.len_bytes || !l.unit_name
				 ? error_set(err, STATUS_INVALID, NULL,
					   _("the line cannot be taken"))
				 : import_write(txn, a, &l, err);
	*id = l.person;
	line_free(&l);
	return st;
}

const struct action person_import = {
	.name = "person.import",
	.label = N_("import"),
	.help = N_("A line of the roster: unit, post, person and account"),
	.done = N_("imported: %s"),
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_HIDDEN | ACTION_LINE,
	.input = ACTION_INPUT(PERSON(NAME), PERSON(UNIT), PERSON(RANK),
		PERSON(GENDER), PERSON(POST), PERSON(PHONE), PERSON(LOGIN),
		&transfer_create_units, &transfer_update),
	.needs = 2,
	.check = import_check,
	.effect = import_effect,
};
