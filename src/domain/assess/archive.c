#include "domain/assess/archive.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assess/entry.h"
#include "store/journal.h"
#include "store/stmt.h"

const struct field archive_fields[] = {
	[ARCHIVE_PERSON] = { .number = 1,
		.name = "person",
		.label = N_("person"),
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 8 },
	[ARCHIVE_YEAR] = { .number = 2,
		.name = "year",
		.label = N_("year"),
		.type = FIELD_INT,
		.min = 2000,
		.max = 2199,
		.flags = FIELD_REQUIRED | FIELD_FIXED,
		.list_cols = 6 },
	[ARCHIVE_ENTRIES] = { .name = "entries",
		.label = N_("entries"),
		.type = FIELD_INT,
		.sql = "(SELECT count(*) FROM entry WHERE archive=r.id)",
		.list_cols = 6 },
	[ARCHIVE_STATEMENT] = { .number = 3,
		.name = "statement",
		.label = N_("own words"),
		.help = N_("What the person says of the year: a difficulty "
			   "the figures do not show"),
		.type = FIELD_LONG,
		.max = 2000 },
	[ARCHIVE_CONFIRMED_ON] = { .number = 4,
		.name = "confirmed_on",
		.label = N_("confirmed"),
		.help = N_("The person has read all entries up to this day"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM,
		.list_cols = 10 },
	[ARCHIVE_SEALED_ON] = { .number = 5,
		.name = "sealed_on",
		.label = N_("sealed on"),
		.type = FIELD_DATE,
		.flags = FIELD_SYSTEM,
		.list_cols = 10 },
	[ARCHIVE_FINGERPRINT] = { .number = 6,
		.name = "fingerprint",
		.label = N_("fingerprint"),
		.help = N_("The head of the journal when it was sealed"),
		.type = FIELD_TEXT,
		.min = 64,
		.max = 64,
		.flags = FIELD_SYSTEM },
	[ARCHIVE_FIELDS_END] = { .name = NULL },
};

static const struct view views[] = {
	{ .name = "mine",
		.label = N_("mine"),
		.eq = "person=:me",
		.order = "-year",
		.small = true },
	{ .name = "all", .label = N_("all"), .order = "-year" },
	{ .name = "person",
		.label = N_("of a person"),
		.eq = "person=:of",
		.order = "-year",
		.small = true },
	{ .name = "year",
		.label = N_("of a year"),
		.eq = "year=:of",
		.order = "id" },
	{ .name = NULL },
};

int64_t archive_of(struct store *store, int64_t person, int year)
{
	struct stmt *s = stmt_get(store,
		"SELECT id FROM archive WHERE person=:person AND year=:year");

	stmt_bind_int(s, ":person", person);
	stmt_bind_int(s, ":year", year);
	return stmt_one_int(s, 0);
}

bool archive_is_sealed(struct store *store, int64_t archive)
{
	struct stmt *s = stmt_get(store,
		"SELECT sealed_on IS NOT NULL FROM archive WHERE id=:id");

	stmt_bind_int(s, ":id", archive);
	return stmt_one_int(s, 0) != 0;
}

static int year_of(int day)
{
	int year = 0;

	date_parts(day, &year, &(int){ 0 }, &(int){ 0 });
	return year;
}

enum status archive_for(struct txn *txn, int64_t person, int day, int today,
	int64_t *archive, struct error *err)
{
	int year = year_of(day);

	*archive = archive_of(txn_store(txn), person, year);
	if (*archive && archive_is_sealed(txn_store(txn), *archive)) {
		year = year_of(today);
		*archive = archive_of(txn_store(txn), person, year);
	}
	if (*archive && archive_is_sealed(txn_store(txn), *archive))
		return error_set(err, STATUS_REFUSED,
			_("add it to the sealed archive as an addendum"),
			_("the archive of %d is sealed"), year);
	if (*archive)
		return STATUS_OK;
	struct values v = { 0 };
	values_set_int(&v, &archive_fields[ARCHIVE_PERSON], person);
	values_set_int(&v, &archive_fields[ARCHIVE_YEAR], year);
	enum status status =
		txn_insert(txn, &archive_type.table, &v, archive, err);
	values_free(&v);
	return status;
}

/* ---- actions */

static enum status guard_open(const struct attempt *a, struct reason *reason)
{
	if (!archive_is_sealed(a->store, a->id))
		return STATUS_OK;
	return reason_set(reason, _("an addendum says what is to be added"),
		_("it is sealed"));
}

const struct action archive_statement = {
	.name = "archive.statement",
	.label = N_("own words"),
	.done = N_("written: %s"),
	.help = N_("The person's own words on the year"),
	.key = 'e',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN,
	.input =
		(const struct field *const[]){
			&archive_fields[ARCHIVE_STATEMENT], NULL },
	.needs = 1,
	.guard = guard_open,
};

static enum status set_day(struct txn *txn, const struct attempt *a,
	struct values *v, enum archive_field field, struct error *err)
{
	char day[DATE_TEXT_BYTES];

	values_set_text(v, &archive_fields[field], date_iso(a->today, day));
	enum status status =
		txn_update(txn, &archive_type.table, a->id, v, err);
	values_free(v);
	return status;
}

static enum status confirm(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	struct values row = { 0 };

	(void)v;
	*id = a->id;
	return set_day(txn, a, &row, ARCHIVE_CONFIRMED_ON, err);
}

const struct action archive_confirm = {
	.name = "archive.confirm",
	.label = N_("confirm"),
	.done = N_("confirmed: %s"),
	.help = N_("I have read all entries up to today"),
	.key = 'c',
	.right = RIGHT_REPORT,
	.any_of = RELATION_OWN,
	.guard = guard_open,
	.effect = confirm,
};

static enum status seal_entries(
	struct txn *txn, int64_t archive, struct error *err)
{
	struct stmt *s = stmt_get(txn_store(txn),
		"SELECT id FROM entry WHERE archive=:archive AND sealed=0"
		" ORDER BY id");
	int64_t *id = NULL;
	size_t count = 0;
	size_t size = 0;

	stmt_bind_int(s, ":archive", archive);
	while (stmt_row(s)) {
		id = mem_grow(id, count, &size, sizeof *id);
		id[count++] = stmt_int(s, 0);
	}
	enum status status = stmt_end(s, err);
	struct values v = { 0 };
	values_set_int(&v, &entry_fields[ENTRY_SEALED], 1);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = txn_update(txn, &entry_type.table, id[i], &v, err);
	values_free(&v);
	mem_free(id);
	return status;
}

static enum status seal(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	unsigned char hash[32] = { 0 };
	char hex[65];
	struct values row = { 0 };

	(void)v;
	*id = a->id;
	enum status status = seal_entries(txn, a->id, err);
	if (status != STATUS_OK)
		return status;
	journal_head(a->store, hash);
	for (size_t i = 0; i < sizeof hash; i++) {
		static const char digit[] = "0123456789abcdef";

		hex[2 * i] = digit[hash[i] >> 4];
		hex[2 * i + 1] = digit[hash[i] & 15];
	}
	hex[64] = 0;
	values_set_text(&row, &archive_fields[ARCHIVE_FINGERPRINT], hex);
	return set_day(txn, a, &row, ARCHIVE_SEALED_ON, err);
}

static enum status check_seal(
	const struct attempt *a, const struct values *v, struct issues *issues)
{
	char *confirmed = record_text(a->store, &archive_type.table, a->id,
		&archive_fields[ARCHIVE_CONFIRMED_ON]);
	int year = (int)record_int(a->store, &archive_type.table, a->id,
		&archive_fields[ARCHIVE_YEAR]);

	(void)v;
	if (!confirmed)
		issues_add(issues, &archive_fields[ARCHIVE_CONFIRMED_ON], true,
			_("the person has not confirmed it"));
	if (year >= year_of(a->today))
		issues_add(issues, &archive_fields[ARCHIVE_YEAR], true,
			_("the year is not over"));
	mem_free(confirmed);
	return STATUS_OK;
}

const struct action archive_seal = {
	.name = "archive.seal",
	.label = N_("seal"),
	.done = N_("sealed: %s"),
	.help = N_("From now on addenda only; this is not undone"),
	.key = 's',
	.right = RIGHT_VERIFY,
	.none_of = RELATION_OWN,
	.flags = ACTION_BULK | ACTION_FINAL,
	.guard = guard_open,
	.check = check_seal,
	.effect = seal,
};

static enum status look(struct txn *txn, const struct attempt *a,
	const struct values *v, int64_t *id, struct error *err)
{
	(void)txn;
	(void)v;
	(void)err;
	*id = a->id;
	return STATUS_OK;
}

const struct action archive_look = {
	.name = "archive.look",
	.label = N_("look into it"),
	.done = N_("looked into: %s"),
	.help = N_("A look into another's archive stands in the journal"),
	.right = RIGHT_SEE_ARCHIVES,
	.none_of = RELATION_OWN,
	.flags = ACTION_HIDDEN | ACTION_UNCHANGED_OK | ACTION_FINAL,
	.effect = look,
};

/* ---- the type */

static int64_t owner_of(struct store *store, int64_t id)
{
	return record_int(store, &archive_type.table, id,
		&archive_fields[ARCHIVE_PERSON]);
}

enum status archive_tell_looks(const struct session *s, const int64_t *archive,
	size_t count, struct error *err)
{
	struct act_item *item = mem_zero(count, sizeof *item);
	struct act act = { .action = &archive_look, .item = item };
	struct outcome out = { .status = STATUS_OK };

	for (size_t i = 0; i < count; i++) {
		bool is_told = s->person &&
			       owner_of(s->store, archive[i]) == s->person;

		for (size_t k = 0; k < act.count && !is_told; k++)
			is_told = item[k].id == archive[i];
		if (!is_told)
			item[act.count++].id = archive[i];
	}
	enum status status = act.count ? door_run(s, &act, &out) : STATUS_OK;
	if (status && err)
		*err = out.error;
	outcome_free(&out);
	mem_free(item);
	return status;
}

static unsigned relate(struct store *store, int64_t id, int64_t person)
{
	return person > 0 && owner_of(store, id) == person ? RELATION_OWN : 0;
}

static int64_t stand_in(
	struct store *store, int64_t id, const struct action *action)
{
	return action->any_of & RELATION_OWN ? owner_of(store, id) : 0;
}

static bool may_see(const struct session *s, int64_t id)
{
	return session_may(s, RIGHT_SEE_ARCHIVES) ||
	       (session_may(s, RIGHT_SEE) && s->person > 0 &&
		       owner_of(s->store, id) == s->person);
}

const struct record_type archive_type = {
	.table = { .kind = KIND_ARCHIVE,
		.name = "archive",
		.title = "r.year||' '||(SELECT name FROM person WHERE "
			 "id=r.person)",
		.parent = "person",
		.unique = "person year",
		.fields = archive_fields,
		.views = views },
	.label = N_("archive"),
	.plural = N_("archives"),
	.key = "person year",
	.empty = N_("No archives yet: the first verified share makes one."),
	.step = 6,
	.see = RIGHT_SEE_ARCHIVES,
	.actions = (const struct action *const[]){ &archive_statement,
		&archive_confirm, &archive_seal, &archive_look, NULL },
	.children = (const char *const[]){ "entry", NULL },
	.relate = relate,
	.stand_in = stand_in,
	.may_see = may_see,
	.tell_look = archive_tell_looks,
};
