#include "domain/assess/entry.h"

#include "core/date.h"
#include "core/fit.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "domain/assess/archive.h"
#include "store/stmt.h"

const struct choice entry_categories[] = {
	{ ENTRY_SHARE, "share", N_("work done") },
	{ ENTRY_ADDENDUM, "addendum", N_("addendum") },
	{ ENTRY_CHECK, "check", N_("check") },
	{ 0, NULL, NULL },
};

const struct field entry_fields[] = {
	[ENTRY_ARCHIVE] = { .number = 1,
		.name = "archive",
		.label = N_("archive"),
		.type = FIELD_REF,
		.of = "archive",
		.flags = FIELD_REQUIRED | FIELD_FIXED },
	[ENTRY_DAY] = { .number = 2,
		.name = "day",
		.label = N_("day"),
		.type = FIELD_DATE,
		.initial = "today",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 5 },
	[ENTRY_CATEGORY] = { .number = 3,
		.name = "category",
		.label = N_("kind"),
		.type = FIELD_CHOICE,
		.choices = entry_categories,
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 8 },
	[ENTRY_OF_KIND] = { .number = 4,
		.name = "of_kind",
		.label = N_("record type"),
		.type = FIELD_INT,
		.min = 1,
		.max = 127,
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_SYSTEM },
	[ENTRY_OF] = { .number = 5,
		.name = "of",
		.label = N_("record"),
		.type = FIELD_INT,
		.min = 1,
		.max = INT64_C(1000000000000),
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_SYSTEM },
	[ENTRY_TEXT] = { .number = 6,
		.name = "text",
		.label = N_("text"),
		.help = N_("What was done, or what the entry before should "
			   "say"),
		.type = FIELD_TEXT,
		.max = 200,
		.flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_FIND,
		.list_cols = 30 },
	[ENTRY_LATE_DAYS] = { .number = 7,
		.name = "late_days",
		.label = N_("days late"),
		.help = N_("Calendar days after the due day; 0 and below: on "
			   "time"),
		.type = FIELD_INT,
		.min = -36600,
		.max = 36600,
		.flags = FIELD_FIXED | FIELD_SIGNED | FIELD_SYSTEM,
		.list_cols = 5 },
	[ENTRY_QUALITY] = { .number = 8,
		.name = "quality",
		.label = N_("quality"),
		.type = FIELD_CHOICE,
		.choices = share_grades,
		.flags = FIELD_FIXED | FIELD_SYSTEM,
		.list_cols = 5 },
	[ENTRY_EFFECT] = { .number = 9,
		.name = "effect",
		.label = N_("effect"),
		.type = FIELD_CHOICE,
		.choices = share_grades,
		.flags = FIELD_FIXED | FIELD_SYSTEM,
		.list_cols = 5 },
	[ENTRY_POINTS] = { .number = 10,
		.name = "points",
		.label = N_("points"),
		.type = FIELD_DECIMAL,
		.min = -100000,
		.max = 100000,
		.flags = FIELD_SIGNED | FIELD_SYSTEM },
	[ENTRY_AMENDS] = { .number = 11,
		.name = "amends",
		.label = N_("amends"),
		.type = FIELD_REF,
		.of = "entry",
		.flags = FIELD_FIXED | FIELD_SYSTEM },
	[ENTRY_SEALED] = { .number = 12,
		.name = "sealed",
		.label = N_("sealed"),
		.type = FIELD_FLAG,
		.flags = FIELD_SYSTEM },
	[ENTRY_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "archive",
		.label = N_("of an archive"),
		.eq = "archive=:of",
		.order = "day" },
	{ .name = "all", .label = N_("all"), .order = "id" },
	{ .name = "of",
		.label = N_("of a share"),
		.eq = "of_kind=13 AND of=:of",
		.order = "id",
		.small = true },
	{ .name = NULL },
};

/* The newest entry for that share in that archive; 0 none. */
static int64_t entry_before(struct store *store, int64_t archive, int64_t share)
{
	struct stmt *s = stmt_get(store,
		"SELECT id FROM entry WHERE of_kind=:kind AND \"of\"=:share"
		" AND archive=:archive ORDER BY id DESC LIMIT 1");

	stmt_bind_int(s, ":kind", KIND_SHARE);
	stmt_bind_int(s, ":share", share);
	stmt_bind_int(s, ":archive", archive);
	return stmt_one_int(s, 0);
}

enum status entry_add_share(
	struct txn *txn, const struct share_done *done, struct error *err)
{
	char day[DATE_TEXT_BYTES];
	int64_t archive = 0;
	int64_t id = 0;
	enum status status = archive_for(
		txn, done->person, done->day, done->today, &archive, err);

	if (status != STATUS_OK)
		return status;
	int64_t before = entry_before(txn_store(txn), archive, done->share);
	struct values v = { 0 };
	values_set_int(&v, &entry_fields[ENTRY_ARCHIVE], archive);
	values_set_text(&v, &entry_fields[ENTRY_DAY], date_iso(done->day, day));
	values_set_int(&v, &entry_fields[ENTRY_CATEGORY], ENTRY_SHARE);
	values_set_int(&v, &entry_fields[ENTRY_OF_KIND], KIND_SHARE);
	values_set_int(&v, &entry_fields[ENTRY_OF], done->share);
	values_set_text(&v, &entry_fields[ENTRY_TEXT], done->text);
	if (done->due != DATE_NONE)
		values_set_int(&v, &entry_fields[ENTRY_LATE_DAYS],
			done->day - done->due);
	values_set_int(&v, &entry_fields[ENTRY_QUALITY], done->quality);
	values_set_int(&v, &entry_fields[ENTRY_EFFECT], done->effect);
	if (before)
		values_set_int(&v, &entry_fields[ENTRY_AMENDS], before);
	values_set_int(&v, &entry_fields[ENTRY_SEALED], 0);
	status = txn_insert(txn, &entry_type.table, &v, &id, err);
	values_free(&v);
	return status;
}

enum status entry_add_check(
	struct txn *txn, const struct check_fed_back *told, struct error *err)
{
	int64_t archive = 0;
	int64_t id = 0;
	struct values v = { 0 };
	struct str text = STR_INIT;
	enum status status = archive_for(
		txn, told->person, told->day, told->today, &archive, err);

	if (status != STATUS_OK)
		return status;
	if (utf8_count(told->text) <= (size_t)entry_fields[ENTRY_TEXT].max)
		str_add(&text, told->text);
	else /* the check behind it has the whole */
		fit_cut(&text, told->text, (int)entry_fields[ENTRY_TEXT].max);
	values_set_int(&v, &entry_fields[ENTRY_ARCHIVE], archive);
	values_set_day(&v, &entry_fields[ENTRY_DAY], told->day);
	values_set_int(&v, &entry_fields[ENTRY_CATEGORY], ENTRY_CHECK);
	values_set_int(&v, &entry_fields[ENTRY_OF_KIND], KIND_CHECK);
	values_set_int(&v, &entry_fields[ENTRY_OF], told->check);
	values_set_text(&v, &entry_fields[ENTRY_TEXT], text.data);
	values_set_int(&v, &entry_fields[ENTRY_SEALED], 0);
	status = txn_insert(txn, &entry_type.table, &v, &id, err);
	values_free(&v);
	str_free(&text);
	return status;
}

/* ---- addendum */

static enum status amend(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	char day[DATE_TEXT_BYTES];
	int64_t archive = record_int(a->store, &entry_type.table, a->id,
		&entry_fields[ENTRY_ARCHIVE]);
	struct values row = { 0 };

	*id = 0;
	values_copy(&row, v);
	values_set_int(&row, &entry_fields[ENTRY_ARCHIVE], archive);
	values_set_text(
		&row, &entry_fields[ENTRY_DAY], date_iso(a->today, day));
	values_set_int(&row, &entry_fields[ENTRY_CATEGORY], ENTRY_ADDENDUM);
	values_set_int(&row, &entry_fields[ENTRY_OF_KIND], KIND_ENTRY);
	values_set_int(&row, &entry_fields[ENTRY_OF], a->id);
	values_set_int(&row, &entry_fields[ENTRY_AMENDS], a->id);
	values_set_int(&row, &entry_fields[ENTRY_SEALED],
		archive_is_sealed(a->store, archive));
	enum status status = txn_insert(txn, &entry_type.table, &row, id, err);
	values_free(&row);
	return status;
}

static enum status prefill_amend(const struct attempt *a, struct values *v)
{
	(void)a;
	(void)v;
	return STATUS_OK;
}

const struct action entry_amend = {
	.name = "entry.amend",
	.label = N_("add to it"),
	.done = N_("addendum made: %s"),
	.help = N_("Says what the entry should say; the entry itself stays"),
	.key = 'a',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN,
	.flags = ACTION_FINAL,
	.input = (const struct field *const[]){ &entry_fields[ENTRY_TEXT],
		NULL },
	.needs = 1,
	.prefill = prefill_amend,
	.effect = amend,
};

/* ---- the type */

static int64_t owner_of(struct store *store, int64_t id)
{
	struct stmt *s = stmt_get(store,
		"SELECT a.person FROM entry e JOIN archive a ON a.id=e.archive"
		" WHERE e.id=:id");

	stmt_bind_int(s, ":id", id);
	return stmt_one_int(s, 0);
}

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	return person > 0 && owner_of(store, id) == person ? RELATION_OWN : 0;
}

static bool may_see(const struct session *s, int64_t id)
{
	return session_may(s, RIGHT_SEE_ARCHIVES) ||
	       (session_may(s, RIGHT_SEE) && s->person > 0 &&
		       owner_of(s->store, id) == s->person);
}

static enum status tell_look(const struct session *s, const int64_t *id,
	size_t count, struct error *err)
{
	int64_t *archive = mem_zero(count, sizeof *archive);

	for (size_t i = 0; i < count; i++)
		archive[i] = record_int(s->store, &entry_type.table, id[i],
			&entry_fields[ENTRY_ARCHIVE]);
	enum status status = archive_tell_looks(s, archive, count, err);
	mem_free(archive);
	return status;
}

const struct record_type entry_type = {
	.table = { .kind = KIND_ENTRY,
		.name = "entry",
		.title = "r.day||' '||r.text",
		.parent = "archive",
		.fields = entry_fields,
		.views = views },
	.label = N_("entry"),
	.plural = N_("entries"),
	.empty = N_("Entries arise by themselves when a share is verified."),
	.flags = RECORD_APPEND,
	/* no list of its own: an archive shows them, where looks are told */
	.see = RIGHT_SEE_ARCHIVES,
	.actions = (const struct action *const[]){ &entry_amend, NULL },
	.relate = relate,
	.may_see = may_see,
	.tell_look = tell_look,
};
