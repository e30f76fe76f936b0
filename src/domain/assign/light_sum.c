#include "domain/assign/light_sum.h"

#include "store/stmt.h"

enum { BLOCK_DAYS = 32, KEYS = 8 };

/* What a day is counted for; key in the table is kind * KEYS + this. */
enum sum_key {
	SUM_ALL,     /* day 0: every item whose light moves */
	SUM_WAITING, /* day 0: claimed or done */
	SUM_START,
	SUM_YELLOW, /* behind or soon, whichever comes first */
	SUM_SOON,
	SUM_RED
};

static int earlier(int a, int b)
{
	return a < b ? a : b;
}

static enum status sum_change(struct store *store, int scope, int64_t who,
	int key, int day, int sign, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"UPDATE light_sum SET n=n+:sign WHERE scope=:scope AND"
		" who=:who AND key=:key AND day=:day");

	stmt_bind_int(s, ":sign", sign);
	stmt_bind_int(s, ":scope", scope);
	stmt_bind_int(s, ":who", who);
	stmt_bind_int(s, ":key", key);
	stmt_bind_int(s, ":day", day);
	while (stmt_row(s))
		;
	bool is_there = stmt_changes(s) > 0;
	enum status status = stmt_end(s, err);
	if (status != STATUS_OK || (is_there && sign > 0))
		return status;
	/* a rebuild makes no rows of 0: neither do changes leave any */
	s = stmt_get(
		store, is_there ? "DELETE FROM light_sum WHERE scope=:scope AND"
				  " who=:who AND key=:key AND day=:day AND n=0"
				: "INSERT INTO light_sum (scope,who,key,day,n)"
				  " VALUES (:scope,:who,:key,:day,1)");
	stmt_bind_int(s, ":scope", scope);
	stmt_bind_int(s, ":who", who);
	stmt_bind_int(s, ":key", key);
	stmt_bind_int(s, ":day", day);
	return stmt_run(s, err);
}

static enum status sum_day(struct store *store, int scope, int64_t who, int key,
	int day, int sign, struct error *err)
{
	int on = day < 0 ? 0 : day;
	enum status status = sum_change(store, scope, who, key, on, sign, err);

	return status != STATUS_OK ? status
				   : sum_change(store, scope, who, key,
					     -(on / BLOCK_DAYS) - 1, sign, err);
}

enum { DAYS = 4 };

static void days_of(const struct light_days *d, int day[DAYS])
{
	day[SUM_START - SUM_START] = earlier(d->start, d->red);
	day[SUM_YELLOW - SUM_START] = earlier(d->behind_from, d->soon_from);
	day[SUM_SOON - SUM_START] = d->soon_from;
	day[SUM_RED - SUM_START] = d->red;
}

static bool is_waiting(const struct due_row *row)
{
	return row->days.red >= DUE_CLAIMED;
}

static enum status sum_row(struct store *store, int scope, int64_t who,
	const struct due_row *row, int sign, struct error *err)
{
	int base = row->kind * KEYS;
	int day[DAYS];
	enum status status = sum_change(store, scope, who,
		base + (is_waiting(row) ? SUM_WAITING : SUM_ALL), 0, sign, err);

	days_of(&row->days, day);
	for (int i = 0; !is_waiting(row) && status == STATUS_OK && i < DAYS;
		i++)
		status = sum_day(store, scope, who, base + SUM_START + i,
			day[i], sign, err);
	return status;
}

static enum status sum_days(struct store *store, int scope, int64_t who,
	const struct due_row *before, const struct due_row *now,
	struct error *err)
{
	int key = now->kind * KEYS + SUM_START;
	enum status status = STATUS_OK;
	int from[DAYS], to[DAYS];

	days_of(&before->days, from);
	days_of(&now->days, to);
	for (int i = 0; status == STATUS_OK && i < DAYS; i++) {
		if (from[i] == to[i])
			continue;
		status = sum_day(store, scope, who, key + i, from[i], -1, err);
		if (status == STATUS_OK)
			status = sum_day(
				store, scope, who, key + i, to[i], 1, err);
	}
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

	if (had && has && who == who_before &&
		is_waiting(before) == is_waiting(now))
		return is_waiting(now)
			       ? STATUS_OK
			       : sum_days(store, scope, who, before, now, err);
	if (had)
		status = sum_row(store, scope, who_before, before, -1, err);
	if (has && status == STATUS_OK)
		status = sum_row(store, scope, who, now, 1, err);
	return status;
}

enum status light_sum_move(struct store *store, const struct due_row *before,
	const struct due_row *now, struct error *err)
{
	enum status status =
		sum_scope(store, LIGHT_SCOPE_TOWNSHIP, before, 0, now, 0, err);

	if (status == STATUS_OK)
		status = sum_scope(store, LIGHT_SCOPE_UNIT, before,
			before ? before->unit : 0, now, now ? now->unit : 0,
			err);
	if (status == STATUS_OK)
		status = sum_scope(store, LIGHT_SCOPE_LEADER, before,
			before ? before->leader : 0, now, now ? now->leader : 0,
			err);
	return status;
}

/* ---- counting */

/* What is counted on the days up to :day: its own days of the block of the
 * day, then whole blocks. */
#define SUM_OF(key)                                                        \
	"(SELECT ifnull(sum(n),0) FROM light_sum WHERE scope=:scope AND"   \
	" who=:who AND key=:base+" key " AND day BETWEEN :from AND :day)+" \
	"(SELECT ifnull(sum(n),0) FROM light_sum WHERE scope=:scope AND"   \
	" who=:who AND key=:base+" key " AND day>:block AND day<0)"
#define ALL_OF(key)                                                       \
	"ifnull((SELECT n FROM light_sum WHERE scope=:scope AND who=:who" \
	" AND key=:base+" key " AND day=0),0)"
#define COUNT_SQL                                                         \
	"SELECT " ALL_OF("0") "," ALL_OF("1") "," SUM_OF("2") "," SUM_OF( \
		"3") "," SUM_OF("4") "," SUM_OF("5")

static enum status count_person(struct store *store, int64_t who, int kind,
	int today, struct light_counts *out, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT start,behind_from,soon_from,red FROM due"
		" WHERE kind=:kind AND person=:who");
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

	*out = (struct light_counts){ .waiting = 0 };
	if (scope == LIGHT_SCOPE_PERSON)
		return count_person(store, who, kind, today, out, err);
	struct stmt *s = stmt_get(store, COUNT_SQL);

	stmt_bind_int(s, ":scope", scope);
	stmt_bind_int(s, ":who", who);
	stmt_bind_int(s, ":base", kind * KEYS);
	stmt_bind_int(s, ":from", day / BLOCK_DAYS * BLOCK_DAYS);
	stmt_bind_int(s, ":day", day);
	stmt_bind_int(s, ":block", -(day / BLOCK_DAYS) - 1);
	if (stmt_row(s)) {
		int64_t started = stmt_int(s, SUM_START);
		int64_t yellow = stmt_int(s, SUM_YELLOW);
		int64_t soon = stmt_int(s, SUM_SOON);

		out->overdue = stmt_int(s, SUM_RED);
		out->waiting = stmt_int(s, SUM_WAITING);
		out->not_started = stmt_int(s, SUM_ALL) - started;
		out->normal = started - yellow;
		out->behind = yellow - soon;
		out->soon = soon - out->overdue;
	}
	return stmt_end(s, err);
}
