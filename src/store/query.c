/*
 * query.c: pages of records by key. SELECT, keyset and order follow from the
 * view; a page is one walk of one index and never an OFFSET.
 */
#include "internal.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/mem.h"

/* "kind=12 AND leader=:me" with each column as `alias.column` */
static void add_terms(const char *alias, const char *terms, struct str *out)
{
	while (terms && *terms) {
		const char *and = strstr(terms, " AND ");
		int n = and? (int)(and-terms) : (int)strlen(terms);

		str_addf(out, " AND %s.%.*s", alias, n, terms);
		terms = and? and+5 : NULL;
	}
}

static const char *walk_alias(const struct query *q)
{
	return q->view && q->view->walk ? "w" : "r";
}

static bool is_descending(const struct query *q)
{
	bool view_is = q->view && q->view->order && *q->view->order == '-';

	return q->order ? q->descending : view_is != q->descending;
}

/* NULLs stand first: a keyset compares only what is NOT NULL. */
static void add_order(const struct query *q, struct str *out)
{
	const char *order = q->view ? q->view->order : "id";

	if (q->way == QUERY_STREAM) {
		find_add_rowid(q->table, out);
		return;
	}
	if (q->order) {
		str_add(out, "ifnull(");
		compose_value(q->order, out);
		str_add(out, field_is_text(q->order) ? ",'')" : ",-1)");
		return;
	}
	order += *order == '-';
	str_addf(out, "%s.\"%s\"", walk_alias(q), order);
}

static void add_texts(
	const struct query *q, enum field_flag flag, struct str *out)
{
	size_t n = 0;

	for (const struct field *const *f = q->find; f && *f; f++) {
		if (!((*f)->flags & flag))
			continue;
		str_add(out, n++ ? "||char(10)||" : "");
		find_add_text(*f, out);
	}
	str_add(out, n ? "" : "NULL");
}

static void add_find(const struct query *q, size_t n, struct str *out)
{
	str_add(out, " AND find_hit(");
	add_texts(q, FIELD_FIND, out);
	str_add_char(out, ',');
	add_texts(q, FIELD_SOUND, out);
	str_addf(out, ",:v%zu_0)", n);
}

static void add_filter(const struct query *q, size_t n, struct str *out)
{
	const struct query_filter *f = &q->filter[n];
	struct str value = STR_INIT;

	if (f->op == QUERY_FIND) {
		add_find(q, n, out);
		return;
	}
	compose_value(f->field, &value);
	switch (f->op) {
	case QUERY_EQ:
		str_addf(out, " AND %s IN (", value.data);
		for (size_t i = 0; i < f->count; i++)
			str_addf(out, "%s:v%zu_%zu", i ? "," : "", n, i);
		str_add_char(out, ')');
		break;
	case QUERY_LE:
		str_addf(out, " AND %s<=:v%zu_0", value.data, n);
		break;
	case QUERY_GE:
		str_addf(out, " AND %s>=:v%zu_0", value.data, n);
		break;
	case QUERY_EMPTY:
		str_addf(out, " AND %s IS NULL", value.data);
		break;
	case QUERY_NOT_EMPTY:
		str_addf(out, " AND %s IS NOT NULL", value.data);
		break;
	case QUERY_CONTAINS:
		str_addf(out, " AND instr(%s, :v%zu_0)>0", value.data, n);
		break;
	case QUERY_FIND:
		break;
	}
	str_free(&value);
}

static bool wants_private(const struct query *q)
{
	return table_has_private(q->table);
}

/* The rows of the index that answer, of this kind: between :from and :to. */
#define HITS                                                     \
	" FROM find WHERE find MATCH :match AND rowid>:from AND" \
	" rowid<:to"

static void add_tables(const struct query *q, struct str *out)
{
	const struct view *v = q->view;
	const char *joined = "";

	str_add(out, " FROM ");
	if (q->way == QUERY_SET)
		str_add(out, "(SELECT rowid&4294967295 AS id" HITS ") f");
	else if (q->way == QUERY_STREAM)
		str_add(out, "(SELECT rowid AS at, rowid&4294967295 AS id" HITS
			     ") f");
	if (q->way != QUERY_WALK)
		joined = " CROSS JOIN ";
	if (v && v->walk) {
		str_addf(out, "%s\"%s\" w%s", joined, v->walk,
			*joined ? " ON w.id=f.id" : "");
		str_addf(out, " CROSS JOIN \"%s\" r ON r.id=w.id",
			q->table->name);
	} else {
		str_addf(out, "%s\"%s\" r%s", joined, q->table->name,
			*joined ? " ON r.id=f.id" : "");
	}
	if (wants_private(q))
		str_addf(out, " LEFT JOIN \"%s_private\" p ON p.id=r.id",
			q->table->name);
}

/* What is walked has a row of each record: to count it needs no other. */
static bool counts_alone(const struct query *q)
{
	return q->view && q->view->walk && q->way == QUERY_WALK &&
	       !q->filter_count;
}

static void add_from(const struct query *q, bool only_count, struct str *out)
{
	const struct view *v = q->view;

	if (only_count && counts_alone(q))
		str_addf(out, " FROM \"%s\" w", v->walk);
	else
		add_tables(q, out);
	str_add(out, " WHERE 1");
	if (v) {
		add_terms(walk_alias(q), v->eq, out);
		add_terms(walk_alias(q), v->range, out);
		add_terms(walk_alias(q), v->rest, out);
	}
	for (size_t i = 0; i < q->filter_count; i++)
		add_filter(q, i, out);
}

enum query_want { WANT_FIRST, WANT_AFTER, WANT_ONE, WANT_COUNT };

static void add_keyset(const struct query *q, bool reverse,
	enum query_want want, struct str *out)
{
	bool down = is_descending(q) != reverse;
	struct str order = STR_INIT;

	if (q->way == QUERY_STREAM && want != WANT_ONE) {
		/* :from and :to are the key: no row before it is read */
		str_addf(out, " ORDER BY f.at%s LIMIT :n", down ? " DESC" : "");
		return;
	}
	add_order(q, &order);
	if (want == WANT_ONE)
		str_add(out, " AND r.id=:one");
	else if (want == WANT_AFTER)
		str_addf(out, " AND (%s,%s.id) %c (:k,:id)", order.data,
			walk_alias(q), down ? '<' : '>');
	str_addf(out, " ORDER BY %s%s, %s.id%s LIMIT :n", order.data,
		down ? " DESC" : "", walk_alias(q), down ? " DESC" : "");
	str_free(&order);
}

static const char *compose(struct store *store, const struct query *q,
	bool reverse, enum query_want want)
{
	struct query from = *q;
	struct str sql = STR_INIT;
	const char *kept;

	if (want == WANT_COUNT) {
		str_add(&sql, "SELECT count(*) FROM (SELECT 1");
		add_from(&from, true, &sql);
		str_add(&sql, " LIMIT :n)");
	} else {
		/* one of them needs no index; its key is theirs */
		if (want == WANT_ONE)
			from.way = QUERY_WALK;
		str_add(&sql, "SELECT r.id, ");
		if (from.way == QUERY_STREAM)
			str_add(&sql, "f.at");
		else
			add_order(q, &sql);
		for (size_t i = 0; q->columns && q->columns[i]; i++) {
			str_add_char(&sql, ',');
			compose_value(q->columns[i], &sql);
		}
		add_from(&from, false, &sql);
		add_keyset(q, reverse, want, &sql);
	}
	kept = stmt_keep(store, sql.data);
	str_free(&sql);
	return kept;
}

/* Scrolling asks for the same text again and again. */
static bool is_memo(const struct query_memo *m, const struct query *q,
	bool reverse, enum query_want want)
{
	size_t i = 0;

	if (!m->sql || m->query.table != q->table || m->query.view != q->view ||
		m->query.order != q->order ||
		m->query.descending != q->descending || m->reverse != reverse ||
		m->want != (int)want)
		return false;
	while (q->columns && q->columns[i] && m->columns[i] == q->columns[i])
		i++;
	return !m->columns[i] && (!q->columns || !q->columns[i]);
}

static void keep_memo(struct store *store, const struct query *q, bool reverse,
	enum query_want want, const char *sql)
{
	struct query_memo *m = &store->memo[store->next_memo];
	size_t count = 0;

	while (q->columns && q->columns[count])
		count++;
	if (count >= STORE_MEMO_COLUMNS)
		return;
	store->next_memo = (store->next_memo + 1) % STORE_MEMOS;
	*m = (struct query_memo){
		.query = *q, .reverse = reverse, .want = (int)want, .sql = sql
	};
	for (size_t i = 0; i < count; i++)
		m->columns[i] = q->columns[i];
}

static const char *sql_of(struct store *store, const struct query *q,
	bool reverse, enum query_want want)
{
	const char *sql;

	if (q->filter_count)
		return compose(store, q, reverse, want);
	for (int i = 0; i < STORE_MEMOS; i++)
		if (is_memo(&store->memo[i], q, reverse, want))
			return store->memo[i].sql;
	sql = compose(store, q, reverse, want);
	keep_memo(store, q, reverse, want, sql);
	return sql;
}

const char *query_sql(struct store *store, const struct query *q, bool reverse)
{
	return sql_of(store, q, reverse, WANT_AFTER);
}

static void bind_query(struct stmt *s, const struct query *q)
{
	char name[48];
	char day[DATE_TEXT_BYTES];

	stmt_offer_int(s, ":me", q->params.me);
	stmt_offer_int(s, ":my_unit", q->params.my_unit);
	stmt_offer_int(s, ":today", q->params.today);
	stmt_offer_int(s, ":of", q->params.of);
	stmt_offer_text(s, ":day", date_iso(q->params.today, day));
	for (size_t i = 0; i < q->filter_count; i++) {
		const struct query_filter *f = &q->filter[i];

		for (size_t k = 0; k < f->count; k++) {
			snprintf(name, sizeof name, ":v%zu_%zu", i, k);
			stmt_bind_value(s, name, &f->value[k]);
		}
	}
}

static void clear_page(struct query_page *page)
{
	for (size_t i = 0; i < page->count; i++)
		query_row_free(&page->row[i], page->columns);
	page->count = 0;
	page->more = false;
}

static void take(struct stmt *s, struct query_page *page)
{
	struct query_row *r;

	page->row = mem_grow(
		page->row, page->count, &page->size, sizeof *page->row);
	r = &page->row[page->count++];
	r->id = stmt_int(s, 0);
	r->key = stmt_value(s, 1);
	r->cell = mem_zero(page->columns, sizeof *r->cell);
	for (size_t i = 0; i < page->columns; i++)
		r->cell[i] = stmt_value(s, (int)i + 2);
}

static void turn_round(struct query_page *page)
{
	for (size_t i = 0; i < page->count / 2; i++) {
		struct query_row *a = &page->row[i];
		struct query_row *b = &page->row[page->count - 1 - i];
		struct query_row t = *a;

		*a = *b;
		*b = t;
	}
}

/* The index's rows of this kind, beyond the key when they are the list. */
static void bind_hits(struct stmt *s, const struct query *q,
	const struct value *key, bool down)
{
	int64_t from = ((int64_t)q->table->kind << FIND_KIND_BITS) - 1;
	int64_t to = from + (INT64_C(1) << FIND_KIND_BITS);

	if (q->way == QUERY_WALK)
		return;
	if (key && q->way == QUERY_STREAM && down)
		to = key->number;
	else if (key && q->way == QUERY_STREAM)
		from = key->number;
	stmt_bind_text(s, ":match", q->match);
	stmt_bind_int(s, ":from", from);
	stmt_bind_int(s, ":to", to);
}

/* An empty text key stands in a value as NULL. */
static void bind_key(struct stmt *s, const struct value *key)
{
	if (key->kind == VALUE_NULL)
		stmt_bind_text(s, ":k", "");
	else
		stmt_bind_value(s, ":k", key);
}

static enum status run(struct store *store, const struct query *q,
	struct stmt *s, size_t n, struct query_page *page, struct error *err)
{
	size_t columns = 0;

	clear_page(page);
	while (q->columns && q->columns[columns])
		columns++;
	page->columns = columns;
	(void)store;
	bind_query(s, q);
	stmt_bind_int(s, ":n", (int64_t)n + 1);
	while (stmt_row(s)) {
		if (page->count == n) {
			page->more = true;
			break;
		}
		take(s, page);
	}
	return stmt_end(s, err);
}

enum status query_read(struct store *store, const struct query *q,
	const struct query_row *from, bool reverse, size_t n,
	struct query_page *page, struct error *err)
{
	/* `from` may be a row of the very page that is cleared */
	struct value key = from ? value_copy(&from->key)
				: (struct value){ .kind = VALUE_NULL };
	int64_t id = from ? from->id : 0;
	struct stmt *s = stmt_get(store,
		sql_of(store, q, reverse, from ? WANT_AFTER : WANT_FIRST));
	enum status status;

	if (from && q->way != QUERY_STREAM) {
		bind_key(s, &key);
		stmt_bind_int(s, ":id", id);
	}
	bind_hits(s, q, from ? &key : NULL, is_descending(q) != reverse);
	status = run(store, q, s, n, page, err);
	if (reverse)
		turn_round(page);
	value_free(&key);
	return status;
}

enum status query_read_one(struct store *store, const struct query *q,
	int64_t id, struct query_page *page, struct error *err)
{
	struct stmt *s = stmt_get(store, sql_of(store, q, false, WANT_ONE));

	stmt_bind_int(s, ":one", id);
	return run(store, q, s, 1, page, err);
}

int64_t query_count(struct store *store, const struct query *q, int64_t most)
{
	struct stmt *s = stmt_get(store, sql_of(store, q, false, WANT_COUNT));

	bind_query(s, q);
	bind_hits(s, q, NULL, false);
	stmt_bind_int(s, ":n", most + 1);
	return stmt_one_int(s, 0);
}

/* ---- which way to find */

enum {
	SMALL_ROWS = 300, /* compared one by one: any way of typing is heard */
	SET_HITS = 300,	  /* read and sorted for every page */
	NARROW_ROWS = 50000
};

static int64_t count_hits(
	struct store *store, const struct query *q, int64_t most)
{
	struct query index = {
		.table = q->table, .match = q->match, .way = QUERY_SET
	};
	struct stmt *s = stmt_get(
		store, "SELECT count(*) FROM (SELECT 1" HITS " LIMIT :n)");

	bind_hits(s, &index, NULL, false);
	stmt_bind_int(s, ":n", most + 1);
	return stmt_one_int(s, 0);
}

/* What the view alone holds, by its index. */
static int64_t count_view(
	struct store *store, const struct query *q, int64_t most)
{
	struct query view = {
		.table = q->table, .view = q->view, .params = q->params
	};

	return query_count(store, &view, most);
}

void query_choose(struct store *store, struct query *q)
{
	bool narrows = q->view && (q->view->eq || q->view->range);

	q->way = QUERY_WALK;
	if (!q->match || (q->view && q->view->small) ||
		count_view(store, q, SMALL_ROWS) <= SMALL_ROWS)
		return;
	/* an order that is asked for sorts: rather the hits than all */
	if (q->order || count_hits(store, q, SET_HITS) <= SET_HITS)
		q->way = QUERY_SET;
	else if (!narrows || count_view(store, q, NARROW_ROWS) > NARROW_ROWS)
		q->way = QUERY_STREAM;
}

void query_page_free(struct query_page *page)
{
	clear_page(page);
	mem_free(page->row);
	*page = (struct query_page){ .row = NULL };
}

struct query_row query_row_copy(const struct query_row *r, size_t columns)
{
	struct query_row copy = { .id = r->id, .key = value_copy(&r->key) };

	copy.cell = mem_zero(columns, sizeof *copy.cell);
	for (size_t i = 0; i < columns; i++)
		copy.cell[i] = value_copy(&r->cell[i]);
	return copy;
}

void query_row_free(struct query_row *r, size_t columns)
{
	value_free(&r->key);
	for (size_t i = 0; i < columns; i++)
		value_free(&r->cell[i]);
	mem_free(r->cell);
	*r = (struct query_row){ .id = 0 };
}
