#include "domain/office/post.h"

#include "core/language.h"
#include "core/mem.h"
#include "domain/name.h"
#include "domain/office/forms.h"
#include "store/stmt.h"

#include <string.h>

const struct field post_fields[] = {
	[POST_UNIT] = {
		.number = 1,
		.name = "unit",
		.label = N_("unit"),
		.help = N_("The unit that has the post: 党政办"),
		.headers = "单位|部门|站所",
		.type = FIELD_REF,
		.of = "unit",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 14,
	},
	[POST_TITLE] = {
		.number = 2,
		.name = "title",
		.label = N_("title"),
		.help = N_("As it stands in the roster: 副乡长(农业)"),
		.headers = "职务|职位|岗位",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED | FIELD_FIND | FIELD_SOUND,
		.min = 2,
		.max = 30,
		.list_cols = 20,
	},
	[POST_HEAD] = {
		.number = 3,
		.name = "head",
		.label = N_("heads"),
		.help = N_("Who holds it heads the unit: 站长, 主任"),
		.headers = "是否负责人",
		.type = FIELD_FLAG,
		.initial = "0",
		.list_cols = 6,
		.list_drop = 1,
	},
	[POST_DUTIES] = {
		.number = 4,
		.name = "duties",
		.label = N_("duties"),
		.help = N_("What goes over to the next holder, a line each"),
		.headers = "岗位职责|职责",
		.type = FIELD_LONG,
		.max = 2000,
	},
	[POST_FIELDS_END] = { .name = NULL },
};

static const struct view post_views[] = {
	{ .name = "all", .label = N_("all"), .order = "title", .small = true },
	{ .name = "unit",
		.label = N_("of a unit"),
		.eq = "unit=:of",
		.order = "title",
		.small = true },
	{ .name = NULL },
};

bool post_title_heads(const char *title)
{
	return name_in_list(title,
		"站长|所长|主任|院长|校长|中心主任|办公室主任|党支部书记|"
		"村党支部书记|党总支书记|村党总支书记|社区党支部书记|"
		"党支部书记、村委会主任|村党支部书记、村委会主任");
}

int64_t post_find(struct store *store, int64_t unit, const char *title)
{
	struct stmt *s = stmt_get(store,
		"SELECT id, title FROM post WHERE unit=:unit ORDER BY id");
	int64_t found = 0;

	stmt_bind_int(s, ":unit", unit);
	while (!found && stmt_row(s))
		if (name_equal(stmt_text(s, 1), title))
			found = stmt_int(s, 0);
	stmt_end(s, NULL);
	return found;
}

/* "主任", "党政办主任", "党政办 主任" */
static bool is_meant(struct stmt *s, const char *text)
{
	struct str whole = STR_INIT;
	bool meant = name_equal(stmt_text(s, 1), text);

	for (int column = 2; !meant && column <= 3; column++) {
		str_clear(&whole);
		str_add(&whole, stmt_text(s, column));
		str_add(&whole, stmt_text(s, 1));
		meant = name_equal(whole.data, text);
	}
	str_free(&whole);
	return meant;
}

enum status post_find_named(
	struct store *store, const char *text, int64_t *id, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT p.id, p.title, u.name, u.short FROM post p"
		" JOIN unit u ON u.id=p.unit ORDER BY u.rank, p.id");
	struct str holders = STR_INIT;
	int count = 0;

	while (stmt_row(s)) {
		if (!is_meant(s, text))
			continue;
		if (!count)
			*id = stmt_int(s, 0);
		if (count < 4)
			str_addf(&holders, "%s%s", count ? ", " : "",
				stmt_text(s, 2));
		count++;
	}
	enum status st = stmt_end(s, err);
	if (st == STATUS_OK && count > 1)
		st = error_set(err, STATUS_AMBIGUOUS,
			_("the unit before it: 党政办 主任"),
			_("%d units have a post \"%s\": %s%s"), count, text,
			holders.data, count > 4 ? ", …" : "");
	else if (st == STATUS_OK && !count)
		st = error_set(err, STATUS_NOT_FOUND,
			_("the title of a post, with its unit before it"),
			_("there is no post \"%s\""), text);
	str_free(&holders);
	return st;
}

/* ---- actions */

static enum status post_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int64_t unit = attempt_int(a, v, &post_fields[POST_UNIT]);
	const char *title = values_text(v, &post_fields[POST_TITLE]);
	int64_t other = title ? post_find(a->store, unit, title) : 0;

	if (other && ((a->action->flags & ACTION_CREATES) || other != a->id))
		issues_add(issues, &post_fields[POST_TITLE], false,
			_("the unit already has the post \"%s\""), title);
	return STATUS_OK;
}

static enum status guard_drop(const struct attempt *a, struct reason *reason)
{
	struct stmt *s = stmt_get(
		a->store, "SELECT count(*) FROM person WHERE post=:post");

	stmt_bind_int(s, ":post", a->id);
	int64_t holders = stmt_one_int(s, 0);
	if (holders)
		return reason_set(reason, _("they are given another post"),
			_("%d people hold or held it"), (int)holders);
	return STATUS_OK;
}

static enum status effect_drop(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	(void)v;
	*id = a->id;
	return txn_delete(txn, &post_type.table, a->id, err);
}

static const struct action post_create = {
	.name = "post.create",
	.label = N_("new post"),
	.help = N_("Duties and hand-over go by post, not by person"),
	.done = N_("new post: %s"),
	.key = 'n',
	.right = RIGHT_REGISTER,
	.flags = ACTION_CREATES | ACTION_ALL_FIELDS,
	.check = post_check,
};
static const struct action post_update = {
	.name = "post.update",
	.label = N_("edit"),
	.help = N_("Title, duties, whether it heads the unit"),
	.done = N_("changed: %s"),
	.key = 'e',
	.right = RIGHT_REGISTER,
	.flags = ACTION_PLAIN | ACTION_ALL_FIELDS,
	.check = post_check,
};
static const struct action post_delete = {
	.name = "post.delete",
	.label = N_("take out"),
	.help = N_("Only a post that nobody ever held"),
	.done = N_("taken out: %s"),
	.key = 'd',
	.right = RIGHT_REGISTER,
	.guard = guard_drop,
	.effect = effect_drop,
};
static const struct action *const post_actions[] = {
	&post_create,
	&post_update,
	&post_delete,
	NULL,
};

const struct record_type post_type = {
	.table = {
		.kind = KIND_POST,
		.name = "post",
		.title = "r.title",
		.parent = "unit",
		.unique = "unit title",
		.fields = post_fields,
		.views = post_views,
	},
	.label = N_("post"),
	.plural = N_("posts"),
	.key = "unit title",
	.empty = N_("No posts yet. n makes the first one; they also come "
		    "with the roster."),
	.step = 7,
	.see = RIGHT_SEE,
	.actions = post_actions,
};
