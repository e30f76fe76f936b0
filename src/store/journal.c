#include "internal.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "store/journal.h"

/* ---- hashing: each column as four bytes of length, then its bytes */

static void hash_bytes(
	struct sha256_ctx *h, const void *bytes, size_t len_bytes)
{
	uint8_t n[4] = { (uint8_t)(len_bytes >> 24), (uint8_t)(len_bytes >> 16),
		(uint8_t)(len_bytes >> 8), (uint8_t)len_bytes };

	sha256_update(h, sizeof n, n);
	sha256_update(h, len_bytes, bytes);
}

static void hash_int(struct sha256_ctx *h, int64_t number)
{
	uint8_t b[8];

	for (int i = 0; i < 8; i++)
		b[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
	hash_bytes(h, b, sizeof b);
}

static void hash_text(struct sha256_ctx *h, const char *text)
{
	hash_bytes(h, text ? text : "", text ? strlen(text) : 0);
}

void journal_hash(
	const struct journal_input *in, int version, unsigned char hash[32])
{
	const struct stamp *s = in->stamp;
	struct sha256_ctx h;

	sha256_init(&h);
	sha256_update(&h, 32, in->prev);
	hash_int(&h, in->seq);
	hash_int(&h, s->at_ms);
	hash_int(&h, s->today);
	hash_int(&h, s->clock);
	hash_int(&h, s->person);
	hash_int(&h, s->typist);
	hash_int(&h, s->basis);
	hash_text(&h, s->basis_no);
	hash_text(&h, s->os_user);
	hash_text(&h, s->origin);
	hash_text(&h, in->verb);
	hash_int(&h, in->kind);
	hash_int(&h, in->id);
	hash_int(&h, version);
	hash_bytes(&h, s->action, TXN_ACTION_BYTES);
	hash_int(&h, in->part);
	hash_bytes(&h, s->undoes, s->undoes ? TXN_ACTION_BYTES : 0);
	hash_bytes(&h, in->changes, in->changes_bytes);
	sha256_digest(&h, 32, hash);
}

enum status journal_insert(struct store *store, const struct journal_input *in,
	unsigned char hash[32], struct error *err)
{
	const struct stamp *a = in->stamp;
	unsigned char head[32];
	enum status status;
	struct stmt *s = stmt_get(store,
		"INSERT INTO journal (seq, at, today, clock, person, typist,"
		" basis, basis_no, os_user, origin, verb, kind, id, version,"
		" action, part, undoes, changes, prev, hash) VALUES (:seq, :at,"
		" :today, :clock, :person, :typist, nullif(:basis, 0),"
		" :basis_no, :os_user, :origin, :verb, :kind, :id, :version,"
		" :action, :part, :undoes, :changes, :prev, :hash)");

	journal_hash(in, STORE_VERSION, head);
	stmt_bind_int(s, ":seq", in->seq);
	stmt_bind_int(s, ":at", a->at_ms);
	stmt_bind_int(s, ":today", a->today);
	stmt_bind_int(s, ":clock", a->clock);
	stmt_bind_int(s, ":person", a->person);
	stmt_bind_int(s, ":typist", a->typist);
	stmt_bind_int(s, ":basis", a->basis);
	stmt_bind_text(s, ":basis_no", a->basis_no);
	stmt_bind_text(s, ":os_user", a->os_user);
	stmt_bind_text(s, ":origin", a->origin);
	stmt_bind_text(s, ":verb", in->verb);
	stmt_bind_int(s, ":kind", in->kind);
	stmt_bind_int(s, ":id", in->id);
	stmt_bind_int(s, ":version", STORE_VERSION);
	stmt_bind_blob(s, ":action", a->action, TXN_ACTION_BYTES);
	stmt_bind_int(s, ":part", in->part);
	if (a->undoes)
		stmt_bind_blob(s, ":undoes", a->undoes, TXN_ACTION_BYTES);
	stmt_bind_blob(s, ":changes", in->changes, in->changes_bytes);
	stmt_bind_blob(s, ":prev", in->prev, 32);
	stmt_bind_blob(s, ":hash", head, 32);
	status = stmt_run(s, err);
	if (!status)
		memcpy(hash, head, 32);
	return status;
}

/* ---- touch and serial: derived from the journal alone */

static enum status touch_one(struct store *store, int kind, int64_t id,
	int64_t seq, bool is_own, struct error *err)
{
	struct stmt *s =
		stmt_get(store, "INSERT INTO touch (kind, id, seq, own)"
				" VALUES (:kind, :id, :seq, :own)"
				" ON CONFLICT (kind, id, seq) DO UPDATE SET "
				"own=max(own, :own)");

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":seq", seq);
	stmt_bind_int(s, ":own", is_own);
	return stmt_run(s, err);
}

/* The parent it had or has: by the change if it says so, else by the row. */
static enum status touch_parent(struct store *store, const struct change *c,
	const struct field *f, int64_t seq, struct error *err)
{
	const struct table *t = store_kind(store, c->kind);
	const struct table *p = table_find(store->setup->tables, f->of);
	const struct change_field *cf = change_field(c, f->number);
	int64_t parents[2] = { 0, 0 };
	enum status status = STATUS_OK;

	if (cf) {
		parents[0] = cf->before.value.number;
		parents[1] = cf->after.value.number;
	} else if (c->op == CHANGE_UPDATE) {
		parents[1] = record_int(store, t, c->id, f);
	}
	for (int i = 0; p && i < 2 && !status; i++)
		if (parents[i])
			status = touch_one(
				store, p->kind, parents[i], seq, false, err);
	return status;
}

/* The field of a table's .parent that starts at word. */
static const struct field *parent_field(const struct table *t, const char *word)
{
	char name[64];

	snprintf(name, sizeof name, "%.*s", (int)strcspn(word, " "), word);
	return field_find(t->fields, name);
}

static const struct table *parent_of(
	struct store *store, const struct table *t, const char *word)
{
	const struct field *f = parent_field(t, word);

	return f ? table_find(store->setup->tables, f->of) : NULL;
}

enum status touch_write(struct store *store, const struct changes *changes,
	int64_t seq, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < changes->count && !status; i++) {
		const struct change *c = &changes->item[i];
		const struct table *t = store_kind(store, c->kind);
		const char *word = t ? t->parent : NULL;

		status = touch_one(store, c->kind, c->id, seq, true, err);
		while (word && *word && !status) {
			const struct field *f = parent_field(t, word);
			size_t n = strcspn(word, " ");

			if (f)
				status = touch_parent(store, c, f, seq, err);
			word += n + (word[n] == ' ');
		}
	}
	return status;
}

enum status serial_write(
	struct store *store, const struct changes *changes, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < changes->count && !status; i++) {
		const struct change *c = &changes->item[i];
		const struct table *t = store_kind(store, c->kind);
		const struct field *f =
			t && t->number ? field_find(t->fields, t->number)
				       : NULL;
		const struct change_field *cf =
			f ? change_field(c, f->number) : NULL;
		struct stmt *s;

		if (!cf || cf->after.value.kind != VALUE_INT)
			continue;
		s = stmt_get(store, "INSERT INTO serial (kind, year, last)"
				    " VALUES (:kind, :year, :last)"
				    " ON CONFLICT (kind, year)"
				    " DO UPDATE SET last=max(last, :last)");
		stmt_bind_int(s, ":kind", c->kind);
		stmt_bind_int(s, ":year", cf->after.value.number / 100000);
		stmt_bind_int(s, ":last", cf->after.value.number % 100000);
		status = stmt_run(s, err);
	}
	return status;
}

/* ---- reading */

#define ROW_COLUMNS                                                          \
	"j.seq, j.at, j.today, j.clock, j.person, j.typist, j.basis,"        \
	" j.basis_no, j.os_user, j.origin, j.verb, j.kind, j.id, j.version," \
	" j.action, j.part, j.undoes, j.changes"
enum { COLUMN_ACTION = 14, COLUMN_UNDOES = 16, COLUMN_CHANGES };

enum status journal_take(
	struct stmt *s, struct journal_row *row, struct error *err)
{
	size_t n;
	const void *bytes;

	*row = (struct journal_row){
		.seq = stmt_int(s, 0),
		.at_ms = stmt_int(s, 1),
		.today = (int)stmt_int(s, 2),
		.clock = (int)stmt_int(s, 3),
		.person = stmt_int(s, 4),
		.typist = stmt_int(s, 5),
		.basis = stmt_int(s, 6),
		.basis_no = mem_text(stmt_text(s, 7)),
		.os_user = mem_text(stmt_text(s, 8)),
		.origin = mem_text(stmt_text(s, 9)),
		.verb = mem_text(stmt_text(s, 10)),
		.kind = (int)stmt_int(s, 11),
		.id = stmt_int(s, 12),
		.version = (int)stmt_int(s, 13),
		.part = (int)stmt_int(s, 15),
	};
	bytes = stmt_blob(s, COLUMN_ACTION, &n);
	if (n == TXN_ACTION_BYTES)
		memcpy(row->action, bytes, n);
	bytes = stmt_blob(s, COLUMN_UNDOES, &n);
	row->undoes_another = n == TXN_ACTION_BYTES;
	if (row->undoes_another)
		memcpy(row->undoes, bytes, n);
	bytes = stmt_blob(s, COLUMN_CHANGES, &n);
	return changes_decode(bytes, n, &row->changes, err);
}

void journal_row_free(struct journal_row *row)
{
	mem_free(row->basis_no);
	mem_free(row->os_user);
	mem_free(row->origin);
	mem_free(row->verb);
	changes_free(&row->changes);
	*row = (struct journal_row){ .seq = 0 };
}

enum status journal_read(struct store *store, int64_t seq,
	struct journal_row *row, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT " ROW_COLUMNS " FROM journal j WHERE j.seq=:seq");
	enum status status = STATUS_NOT_FOUND;
	enum status ended;

	*row = (struct journal_row){ .seq = 0 };
	stmt_bind_int(s, ":seq", seq);
	if (stmt_row(s))
		status = journal_take(s, row, err);
	else
		error_set(err, STATUS_NOT_FOUND, NULL,
			_("the journal has no row %lld"), (long long)seq);
	ended = stmt_end(s, status == STATUS_NOT_FOUND ? NULL : err);
	return ended ? ended : status;
}

struct stmt *journal_walk(struct store *store, int64_t from)
{
	struct stmt *s = stmt_get(store,
		"SELECT " ROW_COLUMNS ", j.prev, j.hash FROM journal j"
		" WHERE j.seq>=:from ORDER BY j.seq");

	stmt_bind_int(s, ":from", from);
	return s;
}

/* Nothing is copied or decoded: every row of the file is hashed so. */
void journal_hash_of(
	struct stmt *s, const unsigned char prev[32], unsigned char hash[32])
{
	size_t n, changes_bytes;
	const void *action = stmt_blob(s, COLUMN_ACTION, &n);
	const void *changes = stmt_blob(s, COLUMN_CHANGES, &changes_bytes);
	struct stamp stamp = {
		.at_ms = stmt_int(s, 1),
		.today = (int)stmt_int(s, 2),
		.clock = (enum txn_clock)stmt_int(s, 3),
		.person = stmt_int(s, 4),
		.typist = stmt_int(s, 5),
		.basis = stmt_int(s, 6),
		.basis_no = stmt_text(s, 7),
		.os_user = stmt_text(s, 8),
		.origin = stmt_text(s, 9),
	};

	if (n == TXN_ACTION_BYTES)
		memcpy(stamp.action, action, n);
	stamp.undoes = stmt_blob(s, COLUMN_UNDOES, &n);
	if (n != TXN_ACTION_BYTES)
		stamp.undoes = NULL;
	struct journal_input in = {
		.seq = stmt_int(s, 0),
		.stamp = &stamp,
		.verb = stmt_text(s, 10),
		.kind = (int)stmt_int(s, 11),
		.id = stmt_int(s, 12),
		.part = (int)stmt_int(s, 15),
		.changes = changes,
		.changes_bytes = changes_bytes,
		.prev = prev,
	};
	journal_hash(&in, (int)stmt_int(s, 13), hash);
}

bool journal_link(struct stmt *s, int column, unsigned char hash[32])
{
	size_t n;
	const void *bytes = stmt_blob(s, column, &n);

	if (n == 32)
		memcpy(hash, bytes, n);
	return n == 32;
}

int64_t journal_head(struct store *store, unsigned char hash[32])
{
	struct stmt *s = stmt_get(store,
		"SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
	int64_t seq = 0;

	memset(hash, 0, 32);
	if (stmt_row(s)) {
		size_t n;
		const void *bytes = stmt_blob(s, 1, &n);

		seq = stmt_int(s, 0);
		if (n == 32)
			memcpy(hash, bytes, n);
	}
	stmt_end(s, NULL);
	return seq;
}

enum status journal_history(struct store *store, int kind, int64_t id,
	bool with_children, int64_t before, int n,
	bool (*each)(void *arg, const struct journal_row *), void *arg,
	struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT " ROW_COLUMNS " FROM touch t"
		" CROSS JOIN journal j ON j.seq=t.seq"
		" WHERE t.kind=:kind AND t.id=:id AND t.seq<:before"
		" AND t.own>=:own ORDER BY t.seq DESC LIMIT :n");
	enum status status = STATUS_OK;
	enum status ended;
	bool goes_on = true;

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":before", before ? before : INT64_MAX);
	stmt_bind_int(s, ":own", !with_children);
	stmt_bind_int(s, ":n", n);
	while (goes_on && !status && stmt_row(s)) {
		struct journal_row row;

		status = journal_take(s, &row, err);
		if (!status)
			goes_on = each(arg, &row);
		journal_row_free(&row);
	}
	ended = stmt_end(s, status ? NULL : err);
	return status ? status : ended;
}

/* A record is touched when it or a child of it was written. */
static void mark_kinds(struct store *store, const struct changes *changes,
	unsigned char kinds[128])
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct table *t =
			store_kind(store, changes->item[i].kind);

		kinds[changes->item[i].kind] = 1;
		for (const char *word = t ? t->parent : NULL; word && *word;) {
			const struct table *p = parent_of(store, t, word);
			size_t n = strcspn(word, " ");

			if (p)
				kinds[p->kind] = 1;
			word += n + (word[n] == ' ');
		}
	}
}

enum status journal_since(struct store *store, int64_t *seq,
	unsigned char kinds[128], struct error *err)
{
	enum { MOST = 200 };
	struct stmt *s = stmt_get(store,
		"SELECT " ROW_COLUMNS " FROM journal j WHERE j.seq>:seq"
		" ORDER BY j.seq LIMIT :most");
	enum status status = STATUS_OK;
	enum status ended;
	int rows = 0;

	memset(kinds, 0, 128);
	stmt_bind_int(s, ":seq", *seq);
	stmt_bind_int(s, ":most", MOST);
	while (!status && stmt_row(s)) {
		struct journal_row row;

		status = journal_take(s, &row, err);
		mark_kinds(store, &row.changes, kinds);
		*seq = row.seq;
		rows++;
		journal_row_free(&row);
	}
	ended = stmt_end(s, status ? NULL : err);
	if (rows == MOST) { /* too many to look at: everything may be new */
		unsigned char hash[32];

		memset(kinds, 1, 128);
		*seq = journal_head(store, hash);
	}
	return status ? status : ended;
}
