/*
 * kept.c: personal values. The journal holds H(salt, value); salt and value
 * stand in `kept`, a salt a value (eleven digits under one key are guessed in
 * seconds), and are read by undo, replay and verify until they are erased.
 */
#include "internal.h"

#include <nettle/sha2.h>
#include <string.h>
#include <sys/random.h>
#include "core/language.h"

enum { SALT_BYTES = 16 };

static void digest_of(const unsigned char salt[SALT_BYTES], int kind,
	int64_t id, int number, const char *text,
	unsigned char digest[CHANGE_DIGEST_BYTES])
{
	struct sha256_ctx h;
	uint8_t head[24];

	memset(head, 0, sizeof head);
	for (int i = 0; i < 8; i++) {
		head[i] = (uint8_t)((uint64_t)kind >> (56 - 8 * i));
		head[8 + i] = (uint8_t)((uint64_t)id >> (56 - 8 * i));
		head[16 + i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
	}
	sha256_init(&h);
	sha256_update(&h, SALT_BYTES, salt);
	sha256_update(&h, sizeof head, head);
	sha256_update(&h, strlen(text), (const uint8_t *)text);
	sha256_digest(&h, CHANGE_DIGEST_BYTES, digest);
}

static bool kept_has(struct txn *txn, int kind, int64_t id, int number,
	const char *text, unsigned char digest[CHANGE_DIGEST_BYTES])
{
	struct stmt *s = stmt_get(txn->store,
		"SELECT digest FROM kept WHERE kind=:kind AND id=:id"
		" AND number=:number AND value=:value");
	bool found;

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":number", number);
	stmt_bind_text(s, ":value", text);
	found = stmt_row(s);
	if (found) {
		size_t len_bytes;
		const void *b = stmt_blob(s, 0, &len_bytes);

		memcpy(digest, b, CHANGE_DIGEST_BYTES);
	}
	stmt_end(s, NULL);
	return found;
}

enum status txn_personal(struct txn *txn, int kind, int64_t id, int number,
	struct change_value *v, struct error *err)
{
	unsigned char salt[SALT_BYTES];
	const char *text = v->value.text;
	struct stmt *s;

	if (v->is_digest || v->value.kind != VALUE_TEXT)
		return STATUS_OK;
	v->is_digest = true;
	if (kept_has(txn, kind, id, number, text, v->digest))
		return STATUS_OK;
	if (getrandom(salt, sizeof salt, 0) != (ssize_t)sizeof salt)
		return error_set(err, STATUS_IO, NULL,
			_("the system gives no random numbers"));
	digest_of(salt, kind, id, number, text, v->digest);
	s = stmt_get(txn->store,
		"INSERT INTO kept (kind, id, number, digest, salt, value)"
		" VALUES (:kind, :id, :number, :digest, :salt, :value)");
	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":number", number);
	stmt_bind_blob(s, ":digest", v->digest, sizeof v->digest);
	stmt_bind_blob(s, ":salt", salt, sizeof salt);
	stmt_bind_text(s, ":value", text);
	return stmt_run(s, err);
}

enum status kept_find(struct store *store, int kind, int64_t id, int number,
	const unsigned char digest[CHANGE_DIGEST_BYTES], char **text)
{
	struct stmt *s = stmt_get(store,
		"SELECT value FROM kept WHERE kind=:kind AND id=:id"
		" AND number=:number AND digest=:digest");

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":id", id);
	stmt_bind_int(s, ":number", number);
	stmt_bind_blob(s, ":digest", digest, CHANGE_DIGEST_BYTES);
	*text = stmt_one_text(s);
	return *text ? STATUS_OK : STATUS_NOT_FOUND;
}

/* ---- is what is kept what the journal means? */

/* Of a salt and a value that were changed together with the record. */
static void check_digests(
	struct store *store, void (*tell)(void *, int, int64_t, int), void *arg)
{
	struct stmt *s = stmt_get(store,
		"SELECT kind, id, number, digest, salt, value FROM kept");

	while (stmt_row(s)) {
		unsigned char digest[CHANGE_DIGEST_BYTES];
		int kind = (int)stmt_int(s, 0);
		int number = (int)stmt_int(s, 2);
		size_t digest_bytes, salt_bytes;
		const void *stored = stmt_blob(s, 3, &digest_bytes);
		const void *salt = stmt_blob(s, 4, &salt_bytes);
		bool is_right = salt_bytes == SALT_BYTES &&
				digest_bytes == sizeof digest;

		if (is_right) {
			digest_of(salt, kind, stmt_int(s, 1), number,
				stmt_text(s, 5), digest);
			is_right = memcmp(digest, stored, sizeof digest) == 0;
		}
		if (!is_right)
			tell(arg, kind, stmt_int(s, 1), number);
	}
	stmt_end(s, NULL);
}

/* Of a value that stands in a record, undo and replay need the kept one. */
static void check_present(struct store *store, const struct table *t,
	const struct field *f, void (*tell)(void *, int, int64_t, int),
	void *arg)
{
	struct str sql = STR_INIT;
	struct stmt *s;

	str_addf(&sql,
		"SELECT id FROM \"%s_private\" p WHERE \"%s\" IS NOT NULL AND"
		" NOT EXISTS (SELECT 1 FROM kept k WHERE k.kind=:kind AND"
		" k.id=p.id AND k.number=:number AND k.value=p.\"%s\")",
		t->name, f->name, f->name);
	s = stmt_get(store, stmt_keep(store, sql.data));
	stmt_bind_int(s, ":kind", t->kind);
	stmt_bind_int(s, ":number", f->number);
	while (stmt_row(s))
		tell(arg, t->kind, stmt_int(s, 0), f->number);
	stmt_end(s, NULL);
	str_free(&sql);
}

void kept_check(struct store *store,
	void (*changed)(void *arg, int kind, int64_t id, int number),
	void (*missing)(void *arg, int kind, int64_t id, int number), void *arg)
{
	check_digests(store, changed, arg);
	for (int i = 0; i < store->maps; i++) {
		const struct table_map *m = &store->map[i];

		for (int k = 0; m->class == TABLE_PRIVATE && k < m->columns;
			k++)
			check_present(
				store, m->table, m->column[k], missing, arg);
	}
}
