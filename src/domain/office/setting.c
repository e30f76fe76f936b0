#include "domain/office/setting.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/calendar.h"
#include "domain/office/forms.h"
#include "store/record.h"
#include "store/stmt.h"

#include <stdlib.h>
#include <string.h>

const struct setting settings[] = {
	{ .field = { .name = "soon-days",
		  .label = N_("due soon"),
		  .help = N_("Days before the due date on which the light "
			     "turns 临: 3"),
		  .type = FIELD_INT,
		  .flags = FIELD_REQUIRED,
		  .min = 0,
		  .max = 60,
		  .unit = N_("days"),
		  .initial = "3" } },
	{ .field = { .name = "soon-days-legal",
		  .label = N_("legal soon"),
		  .help = N_("The same for deadlines that the law sets: 5"),
		  .type = FIELD_INT,
		  .flags = FIELD_REQUIRED,
		  .min = 0,
		  .max = 60,
		  .unit = N_("days"),
		  .initial = "5" } },
	{ .field = { .name = "sign-days",
		  .label = N_("sign within"),
		  .help = N_("Working days in which a unit signs for its "
			     "share: 1"),
		  .type = FIELD_INT,
		  .flags = FIELD_REQUIRED,
		  .min = 1,
		  .max = 30,
		  .unit = N_("working days"),
		  .initial = "1" } },
	{ .field = { .name = "tolerance",
		  .label = N_("tolerance"),
		  .help = N_("Percent points behind schedule before the "
			     "light turns 滞: 5"),
		  .type = FIELD_INT,
		  .flags = FIELD_REQUIRED,
		  .min = 0,
		  .max = 100,
		  .unit = "%",
		  .initial = "5" } },
	{ .field = { .name = "work-hours",
		  .label = N_("working hours"),
		  .help = N_("From-to, a space between: 08:00-12:00 "
			     "15:00-18:00"),
		  .type = FIELD_TEXT,
		  .flags = FIELD_REQUIRED,
		  .min = 3,
		  .max = 60,
		  .initial = "08:00-12:00 15:00-18:00" } },
	{ .field = { .name = "open-shares",
		  .label = N_("load limit"),
		  .help = N_("Open shares of a unit from which issuing "
			     "another warns: 15"),
		  .type = FIELD_INT,
		  .flags = FIELD_REQUIRED,
		  .min = 1,
		  .max = 999,
		  .initial = "15" } },
	{ .field = { .name = "unmoved-days",
		  .label = N_("unmoved"),
		  .help = N_("Days without a movement after which work "
			     "counts as stalled (半途件): 30"),
		  .type = FIELD_INT,
		  .flags = FIELD_REQUIRED,
		  .min = 7,
		  .max = 365,
		  .unit = N_("days"),
		  .initial = "30" } },
	{ .field = { .name = NULL } },
};

const struct field setting_fields[] = {
	[SETTING_NAME] = {
		.number = 1,
		.name = "name",
		.label = N_("setting"),
		.help = N_("Its name: soon-days"),
		.headers = "设置项",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_FIND,
		.min = 1,
		.max = 40,
		.list_cols = 20,
	},
	[SETTING_TEXT] = {
		.number = 2,
		.name = "text",
		.label = N_("value"),
		.help = N_("What it is set to: 3"),
		.headers = "值|取值",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND,
		.max = 200,
		.list_cols = 30,
	},
	[SETTING_FIELDS_END] = { .name = NULL },
};

static const struct view setting_views[] = {
	{ .name = "all", .label = N_("all"), .order = "name", .small = true },
	{ .name = NULL },
};

const struct setting *setting_find(const char *name)
{
	for (const struct setting *s = settings; name && s->field.name; s++)
		if (!strcmp(s->field.name, name))
			return s;
	return NULL;
}

/* The text that is set, else the default. */
static char *read_text(struct store *store, const struct setting *setting)
{
	struct stmt *s =
		stmt_get(store, "SELECT text FROM setting WHERE name=:name");

	stmt_bind_text(s, ":name", setting->field.name);
	char *text = stmt_one_text(s);
	return text ? text : mem_text(setting->field.initial);
}

char *setting_text(struct store *store, const char *name)
{
	const struct setting *setting = setting_find(name);

	return setting ? read_text(store, setting) : NULL;
}

int64_t setting_int(struct store *store, const char *name)
{
	const struct setting *setting = setting_find(name);
	struct value_context c = { .type_name = "setting" };
	struct value value = { .kind = VALUE_NULL };
	struct issue issue;

	if (!setting)
		return 0;
	char *text = read_text(store, setting);
	/* a bound may have moved since it was set: then the default holds */
	if (value_parse(&setting->field, text, &c, &value, &issue) != STATUS_OK)
		value_parse(&setting->field, setting->field.initial, &c, &value,
			&issue);
	int64_t number = value.kind == VALUE_INT ? value.number : 0;
	value_free(&value);
	mem_free(text);
	return number;
}

/* ---- actions */

static enum status setting_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	char *name = attempt_text(a, v, &setting_fields[SETTING_NAME]);
	const struct setting *setting = setting_find(name);
	const struct field *f = &setting_fields[SETTING_TEXT];
	const char *text = values_text(v, f);
	struct value_context c = { .today = a->today, .type_name = "setting" };
	struct value value = { .kind = VALUE_NULL };
	struct working_hours hours;
	struct issue bad = { .line = 0 };

	if (!setting) {
		issues_add(issues, &setting_fields[SETTING_NAME], false,
			_("there is no setting \"%s\""), name ? name : "");
	} else if (text && value_parse(&setting->field, text, &c, &value,
				   &bad) != STATUS_OK) {
		struct issue *i = issues_add(issues, f, false, "%s", bad.text);
		memcpy(i->accepted, bad.accepted, sizeof i->accepted);
		memcpy(i->found, bad.found, sizeof i->found);
	} else if (text && !strcmp(setting->field.name, "work-hours") &&
		   !working_hours_read(text, &hours)) {
		issues_add(issues, f, false,
			_("hours are written 08:00-12:00 15:00-18:00"));
	}
	value_free(&value);
	mem_free(name);
	return STATUS_OK;
}

/* One row a setting, made when it is first set. */
static enum status effect_set(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct stmt *s = stmt_get(
		txn_store(txn), "SELECT id FROM setting WHERE name=:name");
	struct values text = { .count = 0 };

	(void)a;
	stmt_bind_text(
		s, ":name", values_text(v, &setting_fields[SETTING_NAME]));
	*id = stmt_one_int(s, 0);
	if (!*id)
		return txn_insert(txn, &setting_type.table, v, id, err);
	values_set_text(&text, &setting_fields[SETTING_TEXT],
		values_text(v, &setting_fields[SETTING_TEXT]));
	enum status st = txn_update(txn, &setting_type.table, *id, &text, err);
	values_free(&text);
	return st;
}

static const struct action setting_set = {
	.name = "setting.set",
	.label = N_("set"),
	.help = N_("Gives a setting another value: name=soon-days text=5"),
	.done = N_("set: %s"),
	.key = 'n',
	.right = RIGHT_ADMIN,
	.flags = ACTION_CREATES,
	.input = ACTION_INPUT(
		&setting_fields[SETTING_NAME], &setting_fields[SETTING_TEXT]),
	.needs = 2,
	.check = setting_check,
	.effect = effect_set,
};
static const struct action setting_update = {
	.name = "setting.update",
	.label = N_("edit"),
	.help = N_("Another value for it"),
	.done = N_("set: %s"),
	.key = 'e',
	.right = RIGHT_ADMIN,
	.flags = ACTION_PLAIN,
	.input = ACTION_INPUT(&setting_fields[SETTING_TEXT]),
	.needs = 1,
	.check = setting_check,
};
static const struct action *const setting_actions[] = {
	&setting_set,
	&setting_update,
	NULL,
};

const struct record_type setting_type = {
	.table = {
		.kind = KIND_SETTING,
		.name = "setting",
		.title = "r.name",
		.unique = "name",
		.fields = setting_fields,
		.views = setting_views,
	},
	.label = N_("setting"),
	.plural = N_("settings"),
	.key = "name",
	.empty = N_("Everything stands at its default. n changes a setting."),
	.flags = RECORD_SETTING,
	.step = 7,
	.see = RIGHT_SEE,
	.actions = setting_actions,
};
