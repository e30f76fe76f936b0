#include "domain/office/setup.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/action.h"
#include "domain/office/account.h"
#include "domain/office/holiday.h"
#include "domain/office/setting.h"
#include "domain/office/value.h"
#include "domain/session.h"
#include "store/stmt.h"

#include <stdio.h>

enum { ZONE_MINUTES = 480 };

/* Whoever makes the file may do everything that setting up takes. */
static enum status open_founder(struct session *s, struct store *store,
	const char *os_user, struct error *err)
{
	enum status st = session_open(s, store, err);

	s->roles = 1u << RIGHT_ROLE_CLERK | 1u << RIGHT_ROLE_SUPERVISOR |
		   1u << RIGHT_ROLE_LEADER | 1u << RIGHT_ROLE_ADMIN;
	s->is_known = true;
	snprintf(s->os_user, sizeof s->os_user, "%s", os_user);
	snprintf(s->name, sizeof s->name, "%s", os_user);
	return st;
}

static enum status run(
	const struct session *s, const struct act *act, struct error *err)
{
	struct outcome out;
	enum status st = door_run(s, act, &out);

	if (st != STATUS_OK && err) {
		*err = out.error;
		if (!err->what[0] && out.issues.count)
			error_set(err, st, out.issues.item[0].accepted, "%s",
				out.issues.item[0].text);
	}
	outcome_free(&out);
	return st;
}

static size_t count_rows(void)
{
	size_t count = 0;

	for (const struct dictionary *d = dictionaries; d->name; d++)
		for (const struct dictionary_row *r = d->row; r->label; r++)
			count++;
	return count;
}

static enum status ship_values(const struct session *s, struct error *err)
{
	size_t count = count_rows(), n = 0;
	struct values *v = mem_zero(count, sizeof *v);
	struct act_item *item = mem_zero(count, sizeof *item);

	for (const struct dictionary *d = dictionaries; d->name; d++)
		for (const struct dictionary_row *r = d->row; r->label;
			r++, n++) {
			values_set_text(
				&v[n], &value_fields[VALUE_DICT], d->name);
			values_set_text(
				&v[n], &value_fields[VALUE_LABEL], r->label);
			values_set_text(&v[n], &value_fields[VALUE_SYNONYMS],
				r->synonyms);
			values_set_int(&v[n], &value_fields[VALUE_RANK],
				r - d->row + 1);
			values_set_text(
				&v[n], &value_fields[VALUE_CODE], r->code);
			item[n].values = &v[n];
		}
	struct act act = {
		.action = &value_ship, .item = item, .count = count
	};
	enum status st = run(s, &act, err);
	for (size_t i = 0; i < count; i++)
		values_free(&v[i]);
	mem_free(v);
	mem_free(item);
	return st;
}

static enum status ship_holidays(const struct session *s, struct error *err)
{
	struct values v[128] = { { .count = 0 } };
	struct act_item item[128];
	size_t n = 0;
	char day[DATE_TEXT_BYTES];

	for (const struct holiday_shipped *h = holidays_shipped; h->first; h++)
		for (int i = 0; i < h->days && n < 128; i++, n++) {
			date_iso(date_of_iso(h->first) + i, day);
			values_set_text(
				&v[n], &holiday_fields[HOLIDAY_DAY], day);
			values_set_int(
				&v[n], &holiday_fields[HOLIDAY_KIND], h->kind);
			values_set_text(
				&v[n], &holiday_fields[HOLIDAY_NAME], h->name);
			item[n] = (struct act_item){ .values = &v[n] };
		}
	struct act act = { .action = action_find("holiday.create", NULL),
		.item = item,
		.count = n };
	enum status st = run(s, &act, err);
	for (size_t i = 0; i < n; i++)
		values_free(&v[i]);
	return st;
}

static enum status ship_settings(const struct session *s, struct error *err)
{
	struct values v[64] = { { .count = 0 } };
	struct act_item item[64];
	size_t n = 0;

	for (; n < 64 && settings[n].field.name; n++) {
		values_set_text(&v[n], &setting_fields[SETTING_NAME],
			settings[n].field.name);
		values_set_text(&v[n], &setting_fields[SETTING_TEXT],
			settings[n].field.initial);
		item[n] = (struct act_item){ .values = &v[n] };
	}
	struct act act = { .action = action_find("setting.set", NULL),
		.item = item,
		.count = n };
	enum status st = run(s, &act, err);
	for (size_t i = 0; i < n; i++)
		values_free(&v[i]);
	return st;
}

static enum status make_owner(const struct session *s, struct error *err)
{
	struct values v = { .count = 0 };
	struct act_item item = { .values = &v };
	struct act act = { .action = action_find("account.create", NULL),
		.item = &item,
		.count = 1 };

	values_set_text(&v, &account_fields[ACCOUNT_LOGIN], s->os_user);
	values_set_int(&v, &account_fields[ACCOUNT_ROLES], s->roles);
	enum status st = run(s, &act, err);
	values_free(&v);
	return st;
}

static enum status write_meta(const struct session *s, const char *name,
	enum language language, struct error *err)
{
	char day[DATE_TEXT_BYTES], zone[12];
	enum status st = STATUS_OK;

	snprintf(zone, sizeof zone, "%d", ZONE_MINUTES);
	date_iso(clock_today(&s->clock), day);
	const struct {
		const char *name, *text;
	} meta[] = {
		{ "name", name },
		{ "zone", zone },
		{ "language", language == LANGUAGE_ZH ? "zh" : "en" },
		{ "created", day },
	};
	for (size_t i = 0; i < sizeof meta / sizeof *meta; i++)
		if (st == STATUS_OK && meta[i].text && *meta[i].text)
			st = store_set_meta(
				s->store, meta[i].name, meta[i].text, err);
	return st;
}

enum status office_found(const struct session *founder, const char *name,
	enum language language, struct error *err)
{
	struct store *store = founder->store;
	int64_t accounts = stmt_one_int(
		stmt_get(store, "SELECT count(*) FROM account"), 0);

	if (accounts)
		return error_set(err, STATUS_REFUSED,
			_("Open it with: liubu --db FILE"),
			_("The file is set up already."));
	enum status st = write_meta(founder, name, language, err);
	if (st == STATUS_OK)
		st = ship_values(founder, err);
	if (st == STATUS_OK)
		st = ship_holidays(founder, err);
	if (st == STATUS_OK)
		st = ship_settings(founder, err);
	if (st == STATUS_OK)
		st = make_owner(founder, err);
	return st;
}

enum status office_init(struct store *store, const char *name,
	const char *os_user, enum language language, struct error *err)
{
	struct session s;
	enum status st = open_founder(&s, store, os_user, err);

	return st == STATUS_OK ? office_found(&s, name, language, err) : st;
}
