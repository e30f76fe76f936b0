#include "domain/assign/light_sum.h"

#include <string.h>
#include "store/stmt.h"

enum { BLOCK_DAYS = 32 };

/* What is counted of a day; the columns of the table in their order. */
enum sum_column {
	SUM_ALL,     /* day 0: every item whose light moves */
	SUM_WAITING, /* day 0: claimed or done */
	SUM_START,
	SUM_YELLOW, /* behind or soon, whichever comes first */
	SUM_SOON,
	SUM_RED,
	SUM_COLUMNS,
	SUM_DAYS = SUM_COLUMNS - SUM_START
};

static int earlier(int a, int b)
{
	return a < b ? a : b;
}

/* What is added to the rows of one scope: of day 0, and of each light day
 * that day and its block, before and now. */
struct moves {
	struct move {
		int day, n[SUM_COLUMNS];
	} move[2 * (1 + 2 * SUM_DAYS)];
	size_t count;
};

static void move_add(struct moves *m, int day, enum sum_column column, int sign)
{
	size_t i = 0;

	while (i < m->count && m->move[i].day != day)
		i++;
	if (i == m->count)
		m->move[m->count++] = (struct move){ .day = day };
	m->move[i].n[column] += sign;
}

static bool is_waiting(const struct due_row *row)
{
	return row->days.red >= DUE_CLAIMED;
}

static void moves_add(struct moves *m, const struct due_row *row, int sign)
{
	const struct light_days *d = &row->days;
	const int days[SUM_DAYS] = { earlier(d->start, d->red),
		earlier(d->behind_from, d->soon_from), d->soon_from, d->red };

	move_add(m, 0, is_waiting(row) ? SUM_WAITING : SUM_ALL, sign);
	for (int i = 0; i < SUM_DAYS && !is_waiting(row); i++) {
		int day = days[i] < 0 ? 0 : days[i];
		enum sum_column column = (enum sum_column)(SUM_START + i);

		move_add(m, day, column, sign);
		move_add(m, -(day / BLOCK_DAYS) - 1, column, sign);
	}
}

struct sums {
	int scope, kind;
	int64_t who;
};

static void bind_key(struct stmt *s, const struct sums *of, int day)
{
	stmt_bind_int(s, ":scope", of->scope);
	stmt_bind_int(s, ":who", of->who);
	stmt_bind_int(s, ":kind", of->kind);
	stmt_bind_int(s, ":day", day);
}

static void bind_columns(struct stmt *s, const struct move *m)
{
	static const char *const name[SUM_COLUMNS] = { ":open", ":waiting",
		":start", ":yellow", ":soon", ":red" };

	for (int i = 0; i < SUM_COLUMNS; i++)
		stmt_bind_int(s, name[i], m->n[i]);
}

#define WHERE_ROW " WHERE scope=:scope AND who=:who AND kind=:kind AND day=:day"

static enum status sum_change(struct store *store, const struct sums *of,
	const struct move *m, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"UPDATE light_sum SET open=open+:open,waiting=waiting+:waiting,"
		" start=start+:start,yellow=yellow+:yellow,soon=soon+:soon,"
		" red=red+:red" WHERE_ROW);

	bind_key(s, of, m->day);
	bind_columns(s, m);
	while (stmt_row(s))
		;
	bool is_there = stmt_changes(s) > 0;
	enum status status = stmt_end(s, err);
	if (status != STATUS_OK)
		return status;
	if (!is_there) {
		s = stmt_get(store,
			"INSERT INTO light_sum VALUES (:scope,:who,:kind,:day,"
			":open,:waiting,:start,:yellow,:soon,:red)");
		bind_columns(s, m);
	} else {
		/* a rebuild makes no rows of 0: neither do changes */
		s = stmt_get(store,
			"DELETE FROM light_sum" WHERE_ROW
			" AND open+waiting+start+yellow+soon+red=0");
	}
	bind_key(s, of, m->day);
	return stmt_run(s, err);
}

static enum status sum_moves(struct store *store, int scope, int64_t who,
	const struct due_row *before, const struct due_row *now,
	struct error *err)
{
	struct sums of = { .scope = scope, .who = who };
	static const struct move nothing;
	struct moves m = { .count = 0 };
	enum status status = STATUS_OK;

	if (before) {
		of.kind = before->kind;
		moves_add(&m, before, -1);
	}
	if (now) {
		of.kind = now->kind;
		moves_add(&m, now, 1);
	}
	for (size_t i = 0; i < m.count && status == STATUS_OK; i++)
		if (memcmp(m.move[i].n, nothing.n, sizeof nothing.n) != 0)
			status = sum_change(store, &of, &m.move[i], err);
	return status;
}

/* who 0 of another scope than the township: in nobody's. */
static enum status sum_scope(struct store *store, int scope,
	const struct due_row *before, int64_t who_before,
	const struct due_row *now, int64_t who, struct error *err)
{
	bool had = before && (who_before || scope == LIGHT_SCOPE_TOWNSHIP);
	bool has = now && (who || scope == LIGHT_SCOPE_TOWNSHIP);
	enum status status = STATUS_OK;

	if (had && has && who == who_before)
		return sum_moves(store, scope, who, before, now, err);
	if (had)
		status = sum_moves(store, scope, who_before, before, NULL, err);
	if (has && status == STATUS_OK)
		status = sum_moves(store, scope, who, NULL, now, err);
	return status;
}

enum status light_sum_move(struct store *store, const struct due_row *before,
	const struct due_row *now, struct error *err)
{
	enum status status =
		sum_scope(store, LIGHT_SCOPE_TOWNSHIP, before, 0, now, 0, err);

	if (status == STATUS_OK)
		status = sum_scope(store, LIGHT_SCOPE_LEADER, before,
			before ? before->leader : 0, now, now ? now->leader : 0,
			err);
	return status;
}

/* ---- counting */

/* What is counted on the days up to :day: its own days of the block of the
 * day, then whole blocks. */
#define OF_SCOPE \
	" FROM light_sum WHERE scope=:scope AND who=:who AND kind=:kind"
#define SUMS "SELECT 0,0,sum(start),sum(yellow),sum(soon),sum(red)" OF_SCOPE
#define COUNT_SQL                                            \
	"SELECT open,waiting,0,0,0,0" OF_SCOPE " AND day=0"  \
	" UNION ALL " SUMS " AND day BETWEEN :from AND :day" \
	" UNION ALL " SUMS " AND day>:block AND day<0"

#define ROWS_OF(who)                                      \
	"SELECT start,behind_from,soon_from,red FROM due" \
	" WHERE kind=:kind AND " who "=:who"

static enum status count_rows(struct store *store, enum light_scope scope,
	int64_t who, int kind, int today, struct light_counts *out,
	struct error *err)
{
	struct stmt *s =
		stmt_get(store, scope == LIGHT_SCOPE_UNIT ? ROWS_OF("unit")
							  : ROWS_OF("person"));
	int64_t *const count[] = { [LIGHT_NOT_STARTED] = &out->not_started,
		[LIGHT_NORMAL] = &out->normal,
		[LIGHT_BEHIND] = &out->behind,
		[LIGHT_SOON] = &out->soon,
		[LIGHT_OVERDUE] = &out->overdue };

	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":who", who);
	while (stmt_row(s)) {
		struct light_days d = { .start = (int)stmt_int(s, 0),
			.behind_from = (int)stmt_int(s, 1),
			.soon_from = (int)stmt_int(s, 2),
			.red = (int)stmt_int(s, 3) };

		if (d.red >= DUE_CLAIMED)
			out->waiting++;
		else
			++*count[light_of_days(&d, today)];
	}
	return stmt_end(s, err);
}

enum status light_count(struct store *store, enum light_scope scope,
	int64_t who, int kind, int today, struct light_counts *out,
	struct error *err)
{
	int day = today < 0 ? 0 : today;
	int64_t n[SUM_COLUMNS] = { 0 };

	*out = (struct light_counts){ .waiting = 0 };
	if (scope == LIGHT_SCOPE_UNIT || scope == LIGHT_SCOPE_PERSON)
		return count_rows(store, scope, who, kind, today, out, err);
	struct stmt *s = stmt_get(store, COUNT_SQL);

	stmt_bind_int(s, ":scope", scope);
	stmt_bind_int(s, ":who", who);
	stmt_bind_int(s, ":kind", kind);
	stmt_bind_int(s, ":from", day / BLOCK_DAYS * BLOCK_DAYS);
	stmt_bind_int(s, ":day", day);
	stmt_bind_int(s, ":block", -(day / BLOCK_DAYS) - 1);
	while (stmt_row(s))
		for (int i = 0; i < SUM_COLUMNS; i++)
			n[i] += stmt_int(s, i);
	*out = (struct light_counts){ .not_started = n[SUM_ALL] - n[SUM_START],
		.normal = n[SUM_START] - n[SUM_YELLOW],
		.behind = n[SUM_YELLOW] - n[SUM_SOON],
		.soon = n[SUM_SOON] - n[SUM_RED],
		.overdue = n[SUM_RED],
		.waiting = n[SUM_WAITING] };
	return stmt_end(s, err);
}
