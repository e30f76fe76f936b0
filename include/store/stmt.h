/*
 * stmt.h: statements, prepared once, with named parameters only.
 *
 *	struct stmt *s = stmt_get(store, "SELECT name FROM unit WHERE id=:id");
 *	stmt_bind_int(s, ":id", id);
 *	while (stmt_row(s))
 *		use(stmt_text(s, 0));
 *	return stmt_end(s, err);
 *
 * stmt_get never fails: what goes wrong is remembered and told by stmt_end,
 * which also resets the statement: no cursor stays open. A text pointer is
 * only valid until the next stmt_row or stmt_end.
 */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/status.h"
#include "core/value.h"

struct store;
struct stmt;

/* sql must live as long as the store: a literal, or stmt_keep(). */
struct stmt *stmt_get(struct store *store, const char *sql);
/* The one copy of a composed text that lives as long as the store. */
const char *stmt_keep(struct store *store, const char *sql);

void stmt_bind_int(struct stmt *s, const char *name, int64_t number);
void stmt_bind_text(struct stmt *s, const char *name, const char *text);
void stmt_bind_blob(
	struct stmt *s, const char *name, const void *bytes, size_t len_bytes);
void stmt_bind_null(struct stmt *s, const char *name);
void stmt_bind_value(struct stmt *s, const char *name, const struct value *v);
/* Binds it if the statement has such a parameter. */
void stmt_offer_int(struct stmt *s, const char *name, int64_t number);
void stmt_offer_text(struct stmt *s, const char *name, const char *text);

bool stmt_row(struct stmt *s);
int64_t stmt_int(struct stmt *s, int column);
const char *stmt_text(struct stmt *s, int column); /* NULL when NULL */
const void *stmt_blob(struct stmt *s, int column, size_t *len_bytes);
bool stmt_is_null(struct stmt *s, int column);
struct value stmt_value(struct stmt *s, int column); /* caller frees */
enum status stmt_end(struct stmt *s, struct error *err);
int stmt_changes(struct stmt *s); /* rows the last write changed */

/* Runs to the end, for writes. */
enum status stmt_run(struct stmt *s, struct error *err);
/* The first column of the first row, or `otherwise`; ends the statement. */
int64_t stmt_one_int(struct stmt *s, int64_t otherwise);
char *stmt_one_text(struct stmt *s); /* caller frees; NULL when none */

/* EXPLAIN QUERY PLAN, a line a step: for tests. */
void stmt_plan(struct store *store, const char *sql, struct str *out);
/* Steps of SQLite's machine that the statements still kept have taken: a count
 * that no clock disturbs, for tests. */
int64_t stmt_steps(const struct store *store);

#endif
