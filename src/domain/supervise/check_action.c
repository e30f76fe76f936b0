/* Noted, put right, struck off; fed back and read. */
#include "domain/supervise/check.h"

#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assign/task.h"
#include "domain/office/unit.h"
#include "domain/supervise/difficulty.h"
#include "store/stmt.h"

#define IN(state) (1u << CHECK_##state)
#define C(field) &check_fields[CHECK_##field]
#define S(field) &share_fields[SHARE_##field]

static const struct record_type *const makes_check[] = { &check_type, NULL };

static int64_t check_int(const struct attempt *a, const struct field *f)
{
	return record_int(a->store, &check_type.table, a->id, f);
}

static enum status write_check(struct txn *txn, const struct attempt *a,
	struct values *row, int64_t *id, struct error *err)
{
	*id = a->id;
	enum status status =
		txn_update(txn, &check_type.table, a->id, row, err);
	values_free(row);
	return status;
}

/* ---- what belongs together, of a new one and of an edit */

/* The value it will have. */
static const char *text_then(
	const struct values *v, const struct values *was, const struct field *f)
{
	return values_text(values_has(v, f) ? v : was, f);
}

static void check_lines(const struct values *v, const struct values *was,
	int today, struct issues *issues)
{
	const char *rectify = text_then(v, was, C(RECTIFY_TEXT));
	const char *due = text_then(v, was, C(RECTIFY_DUE));
	const char *day = text_then(v, was, C(DAY));
	int from = day ? date_of_iso(day) : today;

	if (rectify && !due)
		issues_add(issues, C(RECTIFY_DUE), false,
			_("by which day has it to be put right?"));
	if (due && !rectify)
		issues_add(issues, C(RECTIFY_TEXT), false,
			_("what has to be put right?"));
	if (due && date_of_iso(due) < from)
		issues_add(issues, C(RECTIFY_DUE), false,
			_("the limit lies before the day of the check"));
}

static void take_state(const struct values *v, struct values *row)
{
	values_set_int(row, C(STATE),
		values_text(v, C(RECTIFY_TEXT)) ? CHECK_RECTIFY : CHECK_NOTED);
}

/* ---- a new line: of a share, or of a task and unit */

static enum status insert(struct txn *txn, const struct attempt *a,
	const struct share_row *share, const struct values *v, int64_t *made,
	struct error *err)
{
	struct values row = { 0 };

	if (share->id) {
		values_set_int(&row, C(SHARE), share->id);
		values_set_int(&row, C(TASK), share->task);
	}
	values_set_int(&row, C(UNIT), share->unit);
	if (share_handler(share))
		values_set_int(&row, C(PERSON), share_handler(share));
	values_set_day(&row, C(DAY), a->today);
	values_set_int(&row, C(VERDICT), VERDICT_NORMAL);
	values_copy(&row, v);
	take_state(v, &row);
	values_set_int(&row, C(TOLD_STATE), CHECK_UNTOLD);
	if (a->person)
		values_set_int(&row, C(CHECKER), a->person);
	*made = 0;
	enum status status =
		txn_insert(txn, &check_type.table, &row, made, err);
	values_free(&row);
	if (status == STATUS_OK && share->id && values_text(v, C(DIFFICULTY)))
		status = difficulty_tell(
			txn, a, share->id, values_text(v, C(DIFFICULTY)), err);
	return status;
}

/* One round is one scheme, one mode, one focus: those of his last one. */
static enum status prefill_round(const struct attempt *a, struct values *v)
{
	enum { DAYS_LIKE = 14 };
	static const enum check_field kept[] = { CHECK_MODE, CHECK_FOCUS,
		CHECK_SCHEME };
	struct stmt *s = stmt_get(a->store,
		"SELECT id FROM \"check\" WHERE day>=:day ORDER BY day DESC,"
		"id DESC LIMIT 1");
	char day[DATE_TEXT_BYTES];
	struct values last = { 0 };

	stmt_bind_text(s, ":day", date_iso(a->today - DAYS_LIKE, day));
	int64_t id = stmt_one_int(s, 0);
	if (!id || check_type.relate(a->store, id, a->person) == 0 ||
		record_read(a->store, &check_type.table, id, NULL, &last,
			NULL) != STATUS_OK)
		id = 0;
	for (size_t i = 0; id && i < sizeof kept / sizeof *kept; i++) {
		const struct value *was =
			values_get(&last, &check_fields[kept[i]]);

		if (was && was->kind != VALUE_NULL)
			values_set(v, &check_fields[kept[i]], value_copy(was));
	}
	values_free(&last);
	return STATUS_OK;
}

static enum status check_share_check(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	static const struct values none = { .item = NULL };
	struct share_row share;

	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	check_lines(v, &none, a->today, issues);
	return STATUS_OK;
}

/* A mode is needed, and has a default nobody has to type. */
static void need_mode(
	const struct attempt *a, const struct values *v, struct values *row)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT id FROM value WHERE dict='check mode'"
		" ORDER BY code IS NOT 'site', rank LIMIT 1");

	values_copy(row, v);
	if (!values_int(v, C(MODE)))
		values_set_int(row, C(MODE), stmt_one_int(s, 0));
}

static enum status note_share(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct share_row share;
	struct values row = { 0 };
	int64_t made;

	*id = a->id;
	if (!share_read(a->store, a->id, &share))
		return STATUS_NOT_FOUND;
	need_mode(a, v, &row);
	enum status status = insert(txn, a, &share, &row, &made, err);
	values_free(&row);
	return status;
}

#define LINES                                                          \
	C(VERDICT), C(FINDING), C(DONE), C(LAGGING), C(DIFFICULTY),    \
		C(RECTIFY_TEXT), C(RECTIFY_DUE), C(MODE), C(EVIDENCE), \
		C(FOCUS), C(SCHEME), C(PERSON), C(DAY)

const struct action share_check = {
	.name = "share.check",
	.label = N_("check"),
	.done = N_("checked: %s"),
	.help = N_("A line of the ledger: done, lagging, in the way; what has "
		   "to be put right"),
	.key = 'd',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = 1u << SHARE_PENDING | 1u << SHARE_SIGNED | 1u << SHARE_IN_HAND |
		1u << SHARE_CLAIMED,
	.input = ACTION_INPUT(LINES),
	.makes = makes_check,
	.prefill = prefill_round,
	.check = check_share_check,
	.effect = note_share,
};

/* The share that is meant, or the unit alone; id 0 without a share. */
static void find_share(
	const struct attempt *a, const struct values *v, struct share_row *out)
{
	int64_t task = values_int(v, C(TASK));
	int64_t unit = values_int(v, C(UNIT));
	struct stmt *s = stmt_get(a->store,
		"SELECT unit FROM share WHERE task=:task AND role=1"
		" AND state<>7 LIMIT 1");

	*out = (struct share_row){ .id = 0 };
	stmt_bind_int(s, ":task", task);
	int64_t lead = stmt_one_int(s, 0);
	unit = unit ? unit : lead;
	int64_t id = task ? share_of_unit(a->store, task, unit) : 0;
	if (id && share_read(a->store, id, out))
		return;
	*out = (struct share_row){ .unit = unit,
		.head = record_int(a->store, &unit_type.table, unit,
			&unit_fields[UNIT_HEAD]) };
}

static enum status check_new(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	static const struct values none = { .item = NULL };
	struct share_row share;

	find_share(a, v, &share);
	if (!share.unit)
		issues_add(
			issues, C(UNIT), false, _("which unit was looked at?"));
	if (a->person &&
		(share.head == a->person || share_handler(&share) == a->person))
		issues_add(issues, C(UNIT), false,
			_("nobody checks his own work"));
	check_lines(v, &none, a->today, issues);
	return STATUS_OK;
}

static enum status create(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct share_row share;
	struct values row = { 0 };

	find_share(a, v, &share);
	need_mode(a, v, &row);
	values_remove(&row, C(UNIT));
	enum status status = insert(txn, a, &share, &row, id, err);
	values_free(&row);
	return status;
}

const struct action check_create = {
	.name = "check.create",
	.label = N_("new check"),
	.done = N_("checked: %s"),
	.help = N_("A line of the ledger about a task and a unit, or about a "
		   "unit alone"),
	.key = 'n',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD, /* check_new asks it */
	.flags = ACTION_CREATES,
	.input = ACTION_INPUT(C(TASK), C(UNIT), LINES),
	.prefill = prefill_round,
	.check = check_new,
	.effect = create,
};

/* ---- an edit: as long as it was not fed back */

static enum status guard_untold(const struct attempt *a, struct reason *reason)
{
	return check_int(a, C(TOLD_STATE)) == CHECK_UNTOLD
		       ? STATUS_OK
		       : reason_set(reason, _("note a new check"),
				 _("it was fed back and stands in the "
				   "archive"));
}

static enum status check_edit(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	struct values was = { 0 };
	enum status status = record_read(
		a->store, &check_type.table, a->id, NULL, &was, NULL);

	check_lines(v, &was, a->today, issues);
	values_free(&was);
	return status;
}

static enum status edit(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	int64_t share = check_int(a, C(SHARE));
	struct values row = { 0 };

	values_copy(&row, v);
	if (values_has(v, C(RECTIFY_TEXT)))
		take_state(v, &row);
	enum status status = write_check(txn, a, &row, id, err);
	if (status == STATUS_OK && share && values_text(v, C(DIFFICULTY)))
		status = difficulty_tell(
			txn, a, share, values_text(v, C(DIFFICULTY)), err);
	return status;
}

const struct action check_update = {
	.name = "check.update",
	.label = N_("edit"),
	.done = N_("saved: %s"),
	.help = N_("Its lines, as long as it was not fed back"),
	.key = 'e',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(NOTED) | IN(RECTIFY),
	.input = ACTION_INPUT(LINES),
	.guard = guard_untold,
	.check = check_edit,
	.effect = edit,
};

/* ---- fed back, read */

static enum status check_told_person(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	(void)v;
	if (!check_type.stand_in(a->store, a->id, &check_noticed))
		issues_add(issues, NULL, true,
			_("nobody gets the archive entry: the check names no "
			  "person and the unit has no head"));
	return STATUS_OK;
}

/* "农村改厕 现场检查：问题 旧厕未拆" */
static char *words_of(struct store *store, int64_t id)
{
	struct stmt *s = stmt_get(store,
		"SELECT ifnull((SELECT title FROM task WHERE id=c.task)||' ',"
		"'')||(SELECT label FROM value WHERE id=c.mode),c.verdict,"
		" ifnull(c.finding,ifnull(c.lagging,ifnull(c.done,'')))"
		" FROM \"check\" c WHERE id=:id");
	struct str text = STR_INIT;

	stmt_bind_int(s, ":id", id);
	if (stmt_row(s)) {
		const struct choice *verdict =
			choice_numbered(check_verdicts, (int)stmt_int(s, 1));

		str_addf(&text, _("%s: %s %s"), stmt_text(s, 0),
			language_text_in("check", verdict->label),
			stmt_text(s, 2));
	}
	stmt_end(s, NULL);
	return str_take(&text);
}

static enum status tell_later(
	struct txn *txn, const struct attempt *a, struct error *err)
{
	char *day = record_text(a->store, &check_type.table, a->id, C(DAY));
	char *text = words_of(a->store, a->id);
	struct check_fed_back what = { .check = a->id,
		.person = check_type.stand_in(a->store, a->id, &check_noticed),
		.day = date_of_iso(day),
		.today = a->today,
		.text = text };
	enum status status = STATUS_OK;

	for (size_t i = 0; what.person && !status && check_listeners[i]; i++)
		status = check_listeners[i](txn, &what, err);
	mem_free(text);
	mem_free(day);
	return status;
}

static enum status feed_back(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	enum status status = tell_later(txn, a, err);
	struct values row = { 0 };

	(void)v;
	if (status != STATUS_OK)
		return status;
	values_set_int(&row, C(TOLD_STATE), CHECK_TOLD);
	values_set_day(&row, C(TOLD_ON), a->today);
	return write_check(txn, a, &row, id, err);
}

const struct action check_tell = {
	.name = "check.feedback",
	.label = N_("feed back"),
	.done = N_("fed back: %s"),
	.help = N_("To the person concerned; writes the entry of his "
		   "archive"),
	.key = 'f',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.guard = guard_untold,
	.check = check_told_person,
	.effect = feed_back,
};

static enum status guard_unread(const struct attempt *a, struct reason *reason)
{
	int64_t told = check_int(a, C(TOLD_STATE));

	if (told == CHECK_TOLD)
		return STATUS_OK;
	return told == CHECK_READ
		       ? reason_set(reason, NULL, _("it is read already"))
		       : reason_set(reason, _("the supervisor feeds it back"),
				 _("it was not fed back yet"));
}

static enum status notice(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	(void)v;
	values_set_int(&row, C(TOLD_STATE), CHECK_READ);
	values_set_day(&row, C(READ_ON), a->today);
	return write_check(txn, a, &row, id, err);
}

const struct action check_noticed = {
	.name = "check.read",
	.label = N_("read"),
	.done = N_("read: %s"),
	.help = N_("I have read what was found"),
	.key = 'r',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.guard = guard_unread,
	.effect = notice,
};

/* ---- put right, struck off, sent back */

static enum status rectify(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_int(&row, C(STATE), CHECK_RECTIFIED);
	values_set_day(&row, C(RECTIFIED_ON), a->today);
	if (check_int(a, C(TOLD_STATE)) == CHECK_TOLD) {
		values_set_int(&row, C(TOLD_STATE), CHECK_READ);
		values_set_day(&row, C(READ_ON), a->today);
	}
	return write_check(txn, a, &row, id, err);
}

const struct action check_rectified = {
	.name = "check.rectified",
	.label = N_("report put right"),
	.done = N_("reported put right: %s"),
	.help = N_("What was done about it; then the supervisor looks"),
	.key = 'p',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(RECTIFY),
	.to = CHECK_RECTIFIED,
	.input = ACTION_INPUT(C(RECTIFIED_TEXT)),
	.needs = 1,
	.effect = rectify,
};

static enum status strike(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	(void)v;
	values_set_int(&row, C(STATE), CHECK_STRUCK);
	values_set_day(&row, C(STRUCK_ON), a->today);
	if (a->person)
		values_set_int(&row, C(STRUCK_BY), a->person);
	return write_check(txn, a, &row, id, err);
}

const struct action check_strike = {
	.name = "check.strike",
	.label = N_("strike off"),
	.done = N_("struck off: %s"),
	.help = N_("It is put right"),
	.key = 's',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.flags = ACTION_BULK,
	.from = IN(RECTIFIED),
	.to = CHECK_STRUCK,
	.effect = strike,
};

static enum status check_limit(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	int due = date_of_iso(values_text(v, C(RECTIFY_DUE)));

	if (due != DATE_NONE && due < a->today)
		issues_add(issues, C(RECTIFY_DUE), false,
			_("the limit lies before today"));
	return STATUS_OK;
}

static enum status prefill_again(const struct attempt *a, struct values *v)
{
	values_remove(v, C(AGAIN));
	if (date_of_iso(values_text(v, C(RECTIFY_DUE))) < a->today)
		values_remove(v, C(RECTIFY_DUE));
	return STATUS_OK;
}

static enum status send_back(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	values_copy(&row, v);
	values_set_int(&row, C(STATE), CHECK_RECTIFY);
	values_set_null(&row, C(RECTIFIED_ON));
	return write_check(txn, a, &row, id, err);
}

const struct action check_again = {
	.name = "check.again",
	.label = N_("send back"),
	.done = N_("sent back: %s"),
	.help = N_("It is not right yet: what is missing, and by when"),
	.key = 'b',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN | RELATION_HEAD,
	.from = IN(RECTIFIED),
	.to = CHECK_RECTIFY,
	.input = ACTION_INPUT(C(AGAIN), C(RECTIFY_DUE)),
	.needs = 2,
	.prefill = prefill_again,
	.check = check_limit,
	.effect = send_back,
};

/* ---- what a share asks */

enum status check_may_claim(const struct attempt *a, struct reason *reason)
{
	struct stmt *s = stmt_get(a->store,
		"SELECT substr(day,6),rectify FROM \"check\" WHERE share=:share"
		" AND state IN (2,3) ORDER BY day DESC LIMIT 1");
	enum status status = STATUS_OK;

	stmt_bind_int(s, ":share", a->id);
	if (stmt_row(s))
		status = reason_set(reason,
			_("it is put right and struck off in the ledger"),
			_("the check of %s is not struck off: %s"),
			stmt_text(s, 0), stmt_text(s, 1));
	stmt_end(s, NULL);
	return status;
}
