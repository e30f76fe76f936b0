/*
 * make_file FILE COUNT [OPEN]: adds COUNT tasks to the sample township in FILE
 * (as `liubu demo` makes it), so that screens and lists can be measured on it.
 *
 * Every task with its shares and reports is one part of a transaction of the
 * store, 20,000 tasks a transaction: journal with its chain, touch, serials,
 * derived rows and sums are made as an action makes them, so `liubu verify`
 * holds of the file. Only the rules of the door are left out, and the states
 * are written as they would stand today after years of work: all closed but
 * the last OPEN, which are in every light, their shares in every state.
 *
 * The same COUNT gives the same records, counted from today.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/date.h"
#include "core/mem.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/session.h"
#include "store/stmt.h"

enum {
	PER_TXN = 20000,
	DAYS_BACK = 1200, /* of the oldest task */
	OPEN = 400,    /* in hand at a time: it does not grow with the years */
	WHOLE = 10000, /* percent, in hundredths */
	SUBMITTED = 200,    /* the last ones wait for their leader */
	SUSPENDED_EACH = 97 /* one task in so many, not closed but suspended */
};

struct ids {
	int64_t *id;
	size_t count, size;
};

struct maker {
	struct store *store;
	struct session session;
	struct txn *txn;
	struct ids leaders, classes;
	struct ids people, units; /* of each person */
	uint64_t random;
	int64_t count, open;
	int today;
};

static uint32_t pick(struct maker *m, uint32_t below)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (uint32_t)(m->random >> 11) % below;
}

static int64_t any(struct maker *m, const struct ids *ids)
{
	return ids->id[pick(m, (uint32_t)ids->count)];
}

static void read_ids(struct maker *m, const char *sql, struct ids *out)
{
	struct stmt *s = stmt_get(m->store, sql);

	while (stmt_row(s)) {
		out->id = mem_grow(
			out->id, out->count, &out->size, sizeof *out->id);
		out->id[out->count++] = stmt_int(s, 0);
	}
	stmt_end(s, NULL);
}

/* ---- one task */

static void set_int(
	struct values *v, const struct field *fields, int field, int64_t n)
{
	values_set(v, &fields[field], value_int(n));
}

static void set_text(struct values *v, const struct field *fields, int field,
	const char *text)
{
	values_set(v, &fields[field], value_text(text));
}

static void set_day(
	struct values *v, const struct field *fields, int field, int day)
{
	char iso[DATE_TEXT_BYTES];

	set_text(v, fields, field, date_iso(day, iso));
}

static void title(struct maker *m, int64_t n, char *out, size_t size_bytes)
{
	static const char *const place[] = { "清溪村", "大坡村", "六塘村",
		"古龙村", "平安村", "上林村", "那马村", "石门村", "新圩社区",
		"板江村", "龙口村", "双桥村" };
	static const char *const what[] = { "农村改厕", "危房改造",
		"水毁道路修复", "饮水工程管护", "撂荒地复耕", "禁烧巡查",
		"低保复核", "防汛隐患排查", "甘蔗扩种", "学校周边整治",
		"养老保险缴费", "动物防疫", "高标准农田建设", "矛盾纠纷化解",
		"林地清理", "集体经济增收" };
	static const char *const how[] = { "推进", "整改", "验收", "摸底",
		"督办", "销号" };

	snprintf(out, size_bytes, "%s%s%s第%" PRId64 "批", place[pick(m, 12)],
		what[pick(m, 16)], how[pick(m, 6)], n);
}

struct plan {
	enum task_state state;
	int start, due;
};

/* The last of the file are the open ones: numbers grow with the days. */
static void plan_task(struct maker *m, int64_t n, struct plan *p)
{
	int back = (int)(DAYS_BACK - DAYS_BACK * n / m->count);

	p->state = n + m->open < m->count ? TASK_CLOSED : TASK_ISSUED;
	if (p->state == TASK_CLOSED && n % SUSPENDED_EACH == 0)
		p->state = TASK_SUSPENDED;
	if (n + SUBMITTED >= m->count)
		p->state = TASK_SUBMITTED;
	p->start = m->today - back - (int)pick(m, 60);
	p->due = p->start + 20 + (int)pick(m, 120);
	if (p->state != TASK_CLOSED && p->due < m->today - 8)
		p->due = m->today - 8 + (int)pick(m, 90);
	if (p->state == TASK_CLOSED && p->due > m->today)
		p->due = m->today - (int)pick(m, 30);
}

static int64_t write_task(
	struct maker *m, int64_t n, const struct plan *p, struct error *err)
{
	struct values v = { .item = NULL };
	const struct field *f = task_fields;
	const struct table *t = &task_type.table;
	int year;
	int64_t id = 0;
	char text[128];

	date_parts(p->start, &year, &(int){ 0 }, &(int){ 0 });
	title(m, n, text, sizeof text);
	if (p->state != TASK_SUBMITTED)
		set_int(&v, f, TASK_NO, n % 900 + 100 + year * INT64_C(100000));
	set_text(&v, f, TASK_TITLE, text);
	set_int(&v, f, TASK_CLASS, any(m, &m->classes));
	set_int(&v, f, TASK_LEADER, any(m, &m->leaders));
	set_day(&v, f, TASK_START, p->start);
	set_day(&v, f, TASK_DUE, p->due);
	set_text(&v, f, TASK_AIM, "按期完成，台账齐全，群众满意");
	set_int(&v, f, TASK_PROGRESS_KIND, PROGRESS_PERCENT);
	set_int(&v, f, TASK_URGENCY, 1 + pick(m, 3));
	set_int(&v, f, TASK_WEIGHT, 1 + pick(m, 5));
	set_int(&v, f, TASK_RHYTHM, 1 + pick(m, 5));
	set_int(&v, f, TASK_SCOPE, 2);
	set_int(&v, f, TASK_STATE, p->state);
	if (p->state != TASK_SUBMITTED)
		set_day(&v, f, TASK_ISSUED_ON, p->start);
	if (p->state == TASK_CLOSED)
		set_day(&v, f, TASK_CLOSED_ON, p->due);
	if (p->state == TASK_SUSPENDED) {
		set_text(&v, f, TASK_REASON, "等待上级资金下达");
		set_int(&v, f, TASK_HELD_FROM, TASK_ISSUED);
	}
	if (txn_insert(m->txn, t, &v, &id, err))
		id = 0;
	values_free(&v);
	return id;
}

static enum status write_report(
	struct maker *m, int64_t share, int progress, struct error *err)
{
	struct values v = { .item = NULL };
	int64_t id = 0;
	enum status status;

	set_int(&v, report_fields, REPORT_SHARE, share);
	set_day(&v, report_fields, REPORT_DAY, m->today - (int)pick(m, 20));
	set_int(&v, report_fields, REPORT_PROGRESS, progress);
	set_text(&v, report_fields, REPORT_DONE, "已完成现场核查，正在整改");
	status = txn_insert(m->txn, &report_type.table, &v, &id, err);
	values_free(&v);
	return status;
}

static enum share_state share_state_of(struct maker *m, const struct plan *p)
{
	static const enum share_state open[] = { SHARE_PENDING, SHARE_SIGNED,
		SHARE_IN_HAND, SHARE_IN_HAND, SHARE_IN_HAND, SHARE_IN_HAND,
		SHARE_IN_HAND, SHARE_CLAIMED, SHARE_DONE, SHARE_DONE };

	if (p->state == TASK_CLOSED)
		return SHARE_DONE;
	if (p->state == TASK_SUBMITTED)
		return SHARE_PLANNED;
	return open[pick(m, 10)];
}

static int progress_of(struct maker *m, enum share_state state)
{
	if (state == SHARE_PLANNED)
		return 0;
	return state == SHARE_DONE || state == SHARE_CLAIMED
		       ? WHOLE
		       : (int)pick(m, WHOLE);
}

static enum status write_share(struct maker *m, int64_t task, int n,
	const struct plan *p, struct error *err)
{
	struct values v = { .item = NULL };
	const struct field *f = share_fields;
	size_t who = pick(m, (uint32_t)m->people.count);
	enum share_state state = share_state_of(m, p);
	int progress = progress_of(m, state);
	int64_t id = 0;
	enum status status;

	set_int(&v, f, SHARE_TASK, task);
	set_int(&v, f, SHARE_UNIT, m->units.id[who]);
	set_int(&v, f, SHARE_ROLE, n ? SHARE_ROLE_CO : SHARE_ROLE_LEAD);
	if (state != SHARE_PENDING && state != SHARE_PLANNED)
		set_int(&v, f, SHARE_PERSON, m->people.id[who]);
	set_int(&v, f, SHARE_PROGRESS, progress);
	set_day(&v, f, SHARE_DUE, p->due);
	if (state != SHARE_PLANNED)
		set_day(&v, f, SHARE_FIRST_DUE, p->due);
	set_int(&v, f, SHARE_STATE, state);
	if (state != SHARE_PENDING && state != SHARE_PLANNED)
		set_day(&v, f, SHARE_SIGNED_ON, p->start + 1);
	if (state == SHARE_CLAIMED || state == SHARE_DONE)
		set_day(&v, f, SHARE_CLAIMED_ON, m->today - (int)pick(m, 9));
	if (state == SHARE_DONE) {
		set_day(&v, f, SHARE_DONE_ON, p->due);
		set_int(&v, f, SHARE_QUALITY, 1 + pick(m, 3));
		set_int(&v, f, SHARE_EFFECT, 1 + pick(m, 3));
	}
	set_int(&v, f, SHARE_RETURNS, 0);
	set_int(&v, f, SHARE_WEIGHT, 1);
	status = txn_insert(m->txn, &share_type.table, &v, &id, err);
	values_free(&v);
	if (!status && state == SHARE_IN_HAND)
		status = write_report(m, id, progress, err);
	return status;
}

static enum status write_one(struct maker *m, int64_t n, struct error *err)
{
	struct plan p;
	enum status status = STATUS_OK;
	int64_t seq, id;
	int shares = 1 + (int)pick(m, 2);

	plan_task(m, n, &p);
	txn_part_begin(m->txn, "task.create", KIND_TASK, 0);
	id = write_task(m, n, &p, err);
	if (!id)
		return STATUS_CORRUPT;
	txn_part_record(m->txn, id);
	for (int i = 0; i < shares && !status; i++)
		status = write_share(m, id, i, &p, err);
	return status ? status : txn_part_end(m->txn, false, &seq, err);
}

/* ---- all of them */

static enum status write_some(
	struct maker *m, int64_t from, int64_t n, struct error *err)
{
	struct stamp stamp;
	enum status status;

	session_stamp(&m->session, &stamp);
	status = txn_begin(m->store, &stamp, &m->txn, err);
	for (int64_t i = 0; i < n && !status; i++)
		status = write_one(m, from + i, err);
	if (status) {
		txn_rollback(m->txn);
		return status;
	}
	status = txn_commit(m->txn, NULL, err);
	store_idle(m->store);
	return status;
}

static enum status write_all(struct maker *m, struct error *err)
{
	enum status status = STATUS_OK;

	read_ids(m, "SELECT id FROM person WHERE status=1 ORDER BY id",
		&m->people);
	read_ids(m, "SELECT unit FROM person WHERE status=1 ORDER BY id",
		&m->units);
	read_ids(m, "SELECT id FROM person WHERE leader=1 ORDER BY id",
		&m->leaders);
	read_ids(m,
		"SELECT id FROM value WHERE dict='task class'"
		" ORDER BY id",
		&m->classes);
	for (int64_t at = 0; at < m->count && !status; at += PER_TXN) {
		int64_t n = m->count - at < PER_TXN ? m->count - at : PER_TXN;

		status = write_some(m, at, n, err);
		fprintf(stderr, "\r%" PRId64, at + n);
	}
	fprintf(stderr, "\n");
	return status;
}

int main(int argc, char **argv)
{
	struct maker m = { .random = 88172645463325252u };
	struct error err = { STATUS_OK, "", "" };
	enum status status;

	if (argc < 3 || (m.count = atoll(argv[2])) < 1) {
		fprintf(stderr, "usage: make_file FILE COUNT [OPEN]\n");
		return 2;
	}
	m.open = argc > 3 ? atoll(argv[3]) : OPEN;
	status = store_open(argv[1], record_setup(), &m.store, &err);
	if (!status)
		status = session_open(&m.session, m.store, &err);
	if (!status) {
		m.today = clock_today(&m.session.clock);
		status = write_all(&m, &err);
	}
	if (status)
		fprintf(stderr, "make_file: %s\n", err.what);
	mem_free(m.units.id);
	mem_free(m.people.id);
	mem_free(m.leaders.id);
	mem_free(m.classes.id);
	store_close(m.store);
	return status ? 1 : 0;
}
