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

/* What a number is counted in, as a choice of its own and as a unit. */
#define NUMBER_NONE "NULL"
#define NUMBER_DAYS "1"
#define NUMBER_WORKING "2"
#define NUMBER_PERCENT "3"
#define TEXT_NONE NULL
#define TEXT_DAYS N_("days")
#define TEXT_WORKING N_("working days")
#define TEXT_PERCENT "%"

static const struct choice units[] = {
	{ 1, "days", TEXT_DAYS },
	{ 2, "working_days", TEXT_WORKING },
	{ 3, "percent", N_("percent") },
	{ 0, NULL, NULL },
};

/*
 * Every setting, once: number (never reused), name, label, help, type,
 * bounds, unit, default. What reads settings, lists and bounds them follows.
 */
#define SETTINGS(X)                                                            \
	X(1, "soon-days", N_("due soon"),                                      \
		N_("Days before the due date on which the light turns 临: 3"), \
		FIELD_INT, 0, 60, DAYS, "3")                                   \
	X(2, "soon-days-legal", N_("legal soon"),                              \
		N_("The same for deadlines that the law sets: 5"), FIELD_INT,  \
		0, 60, DAYS, "5")                                              \
	X(3, "sign-days", N_("sign within"),                                   \
		N_("Working days in which a unit signs for its share: 1"),     \
		FIELD_INT, 1, 30, WORKING, "1")                                \
	X(4, "tolerance", N_("tolerance"),                                     \
		N_("Percent points behind schedule before the light turns "    \
		   "滞: 5"),                                                   \
		FIELD_INT, 0, 100, PERCENT, "5")                               \
	X(5, "work-hours", N_("working hours"),                                \
		N_("From-to, a space between: 08:00-12:00 15:00-18:00"),       \
		FIELD_TEXT, 3, 60, NONE, "08:00-12:00 15:00-18:00")            \
	X(6, "open-shares", N_("load limit"),                                  \
		N_("Open shares of a unit from which issuing another warns: "  \
		   "15"),                                                      \
		FIELD_INT, 1, 999, NONE, "15")                                 \
	X(7, "unmoved-days", N_("unmoved"),                                    \
		N_("Days without a movement after which work counts as "       \
		   "stalled (半途件): 30"),                                    \
		FIELD_INT, 7, 365, DAYS, "30")                                 \
	X(8, "difficulty-days", N_("talk over"),                               \
		N_("Days in which the leader talks a difficulty over: 5"),     \
		FIELD_INT, 0, 60, DAYS, "5")

#define AS_FIELD(n, nm, lb, hp, tp, mn, mx, un, in) \
	{ .field = { .name = nm,                    \
		  .label = lb,                      \
		  .help = hp,                       \
		  .type = tp,                       \
		  .flags = FIELD_REQUIRED,          \
		  .min = mn,                        \
		  .max = mx,                        \
		  .unit = TEXT_##un,                \
		  .initial = in } },
#define AS_LABEL(n, nm, lb, hp, tp, mn, mx, un, in) { n, nm, lb },
#define AS_HELP(n, nm, lb, hp, tp, mn, mx, un, in) { n, nm, hp },
#define WHEN_NUMBER(n, nm, lb, hp, tp, mn, mx, un, in) " WHEN '" nm "' THEN " #n
#define WHEN_UNIT(n, nm, lb, hp, tp, mn, mx, un, in) \
	" WHEN '" nm "' THEN " NUMBER_##un
#define WHEN_DEFAULT(n, nm, lb, hp, tp, mn, mx, un, in) \
	" WHEN '" nm "' THEN '" in "'"
#define OF_NAME(what) "CASE r.name" SETTINGS(what) " END"

const struct setting settings[] = {
	SETTINGS(AS_FIELD){ .field = { .name = NULL } },
};
static const struct choice labels[] = {
	SETTINGS(AS_LABEL){ 0, NULL, NULL },
};
static const struct choice helps[] = {
	SETTINGS(AS_HELP){ 0, NULL, NULL },
};

const struct field setting_fields[] = {
	[SETTING_LABEL] = {
		.name = "setting",
		.label = N_("setting"),
		.type = FIELD_CHOICE,
		.choices = labels,
		.sql = OF_NAME(WHEN_NUMBER),
		.list_cols = 14,
	},
	[SETTING_NAME] = {
		.number = 1,
		.name = "name",
		.label = N_("name"),
		.help = N_("Its name: soon-days"),
		.headers = "设置项",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_FIND,
		.min = 1,
		.max = 40,
		.list_cols = 16,
		.list_drop = 1,
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
		.list_cols = 24,
	},
	[SETTING_UNIT] = {
		.name = "unit",
		.label = N_("unit"),
		.type = FIELD_CHOICE,
		.choices = units,
		.sql = OF_NAME(WHEN_UNIT),
		.list_cols = 12,
		.list_drop = 3,
	},
	[SETTING_DEFAULT] = {
		.name = "default",
		.label = N_("default"),
		.type = FIELD_TEXT,
		.sql = OF_NAME(WHEN_DEFAULT),
		.list_cols = 10,
		.list_drop = 2,
	},
	[SETTING_HELP] = {
		.name = "about",
		.label = N_("meaning"),
		.type = FIELD_CHOICE,
		.choices = helps,
		.sql = OF_NAME(WHEN_NUMBER),
	},
	[SETTING_FIELDS_END] = { .name = NULL },
};

static const struct view setting_views[] = {
	{ .name = "all", .label = N_("all"), .order = "id", .small = true },
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

/* One row a setting, there from the beginning: setup.c sets each. */
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
	.right = RIGHT_ADMIN,
	.flags = ACTION_CREATES | ACTION_HIDDEN,
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
	.empty = N_("Settings come with the file."),
	.named = "setting",
	.flags = RECORD_SETTING,
	.step = 7,
	.see = RIGHT_SEE,
	.actions = setting_actions,
};

bool setting_is_among(
	struct store *store, const struct change *c, const char *const *names)
{
	const struct field *name = &setting_fields[SETTING_NAME];
	const struct change_field *f = change_field(c, name->number);
	char *stored = record_text(store, &setting_type.table, c->id, name);
	const char *text = stored ? stored : f ? f->before.value.text : NULL;
	bool is_one = !text;

	for (; *names && !is_one; names++)
		is_one = strcmp(text, *names) == 0;
	mem_free(stored);
	return is_one;
}
