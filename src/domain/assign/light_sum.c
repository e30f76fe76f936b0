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

static enum status sum_scope(struct store *store, int scope, int64_t who,
	const struct due_row *row, int sign, struct error *err)
{
	const struct light_days *d = &row->days;
	int base = row->kind * KEYS;
	const int day[] = { earlier(d->start, d->red),
		earlier(d->behind_from, d->soon_from), d->soon_from, d->red };
	bool is_waiting = d->red >= DUE_CLAIMED;
	enum status status = sum_change(store, scope, who,
		base + (is_waiting ? SUM_WAITING : SUM_ALL), 0, sign, err);

	for (int i = 0; !is_waiting && status == STATUS_OK && i < 4; i++)
		status = sum_day(store, scope, who, base + SUM_START + i,
			day[i], sign, err);
	return status;
}

enum status light_sum_add(struct store *store, const struct due_row *row,
	int sign, struct error *err)
{
	enum status status =
		sum_scope(store, LIGHT_SCOPE_TOWNSHIP, 0, row, sign, err);

	if (status == STATUS_OK && row->unit)
		status = sum_scope(
			store, LIGHT_SCOPE_UNIT, row->unit, row, sign, err);
	if (status == STATUS_OK && row->leader)
		status = sum_scope(
			store, LIGHT_SCOPE_LEADER, row->leader, row, sign, err);
	return status;
}

/* ---- counting */

static int64_t sum_upto(
	struct store *store, int scope, int64_t who, int key, int day)
{
	struct stmt *s = stmt_get(store,
		"SELECT (SELECT ifnull(sum(n),0) FROM light_sum WHERE"
		"  scope=:scope AND who=:who AND key=:key"
		"  AND day BETWEEN :from AND :day)"
		" + (SELECT ifnull(sum(n),0) FROM light_sum WHERE"
		"  scope=:scope AND who=:who AND key=:key"
		"  AND day>:block AND day<0)");

	stmt_bind_int(s, ":scope", scope);
	stmt_bind_int(s, ":who", who);
	stmt_bind_int(s, ":key", key);
	stmt_bind_int(s, ":from", day / BLOCK_DAYS * BLOCK_DAYS);
	stmt_bind_int(s, ":day", day);
	stmt_bind_int(s, ":block", -(day / BLOCK_DAYS) - 1);
	return stmt_one_int(s, 0);
}

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
	int base = kind * KEYS;
	int day = today < 0 ? 0 : today;

	*out = (struct light_counts){ .waiting = 0 };
	if (scope == LIGHT_SCOPE_PERSON)
		return count_person(store, who, kind, today, out, err);
	int64_t all = sum_upto(store, (int)scope, who, base + SUM_ALL, 0);
	int64_t started =
		sum_upto(store, (int)scope, who, base + SUM_START, day);
	int64_t yellow =
		sum_upto(store, (int)scope, who, base + SUM_YELLOW, day);
	int64_t soon = sum_upto(store, (int)scope, who, base + SUM_SOON, day);
	int64_t red = sum_upto(store, (int)scope, who, base + SUM_RED, day);
	out->waiting = sum_upto(store, (int)scope, who, base + SUM_WAITING, 0);
	out->not_started = all - started;
	out->normal = started - yellow;
	out->behind = yellow - soon;
	out->soon = soon - red;
	out->overdue = red;
	return STATUS_OK;
}
