/* demo_live.c: the year, a working day after the other. */
#include "demo_inside.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/mem.h"
#include "domain/assess/archive.h"
#include "domain/assign/report.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/calendar.h"
#include "domain/office/person.h"
#include "store/stmt.h"

enum {
	ALL = 10000, /* hundredths of a per cent */
	NEVER = INT32_MAX,
	OPEN_AT_END_DAYS = 12, /* what is finished later is not closed yet */
	VERIFY_DAYS = 4
};

struct work { /* a task */
	const struct demo_task *table;
	int64_t id, leader;
	int issued, start, due, finish; /* days of the tables */
	bool is_made, is_out, is_closed;
	int done_on; /* the day its last share was verified */
};

struct part { /* a share */
	int64_t id, unit, head, person;
	size_t work;
	int state; /* enum share_state, as far as this file led it */
	bool is_village, is_lead, was_returned;
	int64_t target, progress; /* hundredths; target 0: owes no figure */
	bool has_reported;
	int period; /* the last one reported for */
	int sign, allocate, claim, endorse, verify; /* days; NEVER */
	char name[32];
};

struct year {
	struct demo *d;
	struct work *work;
	size_t works, works_size;
	struct part *part;
	size_t parts, parts_size;
	int64_t supervisor[2], clerk[2];
	const struct demo_event *event; /* the next one */
	int last;
	int mistakes; /* so far */
	struct calendar calendar;
};

static int64_t one(struct demo *d, const char *sql, const char *text)
{
	struct stmt *s = stmt_get(d->store, sql);

	stmt_offer_text(s, ":text", text);
	return stmt_one_int(s, 0);
}

static int64_t person_of(struct year *y, const char *name)
{
	return one(y->d, "SELECT id FROM person WHERE name=:text", name);
}

static const struct action *verb(const char *name)
{
	return action_find(name, NULL);
}

/* ---- works: read or made, submitted, issued */

static int table_day(struct stmt *s, int column, int shift)
{
	int day = date_of_iso(stmt_text(s, column));

	return day == DATE_NONE ? DATE_NONE : day - shift;
}

static void read_work(struct year *y, struct work *w)
{
	struct stmt *s = stmt_get(y->d->store,
		"SELECT id,leader,start,due FROM task WHERE title=:title"
		" ORDER BY id DESC LIMIT 1");

	stmt_bind_text(s, ":title", w->table->title);
	if (stmt_row(s)) {
		w->id = stmt_int(s, 0);
		w->leader = stmt_int(s, 1);
		w->start = table_day(s, 2, y->d->shift);
		w->due = table_day(s, 3, y->d->shift);
		w->is_made = true;
	}
	stmt_end(s, NULL);
}

static void read_works(struct year *y)
{
	for (const struct demo_task *t = demo_tasks; t->title; t++) {
		y->work = mem_grow(
			y->work, y->works, &y->works_size, sizeof *y->work);
		struct work *w = &y->work[y->works++];

		*w = (struct work){ .table = t,
			.issued = demo_day_of(t->issued),
			.finish = t->finish ? demo_day_of(t->finish) : NEVER,
			.done_on = NEVER };
		read_work(y, w);
	}
}

/* "lead|co|leader|start|due" as the inputs of task.create. */
static void made_values(
	struct year *y, const struct demo_task *t, struct values *v)
{
	static const char *const field[] = { "lead", "co", "leader", "start",
		"due" };
	struct str text = STR_INIT;
	const char *at = t->made;

	str_addf(&text, "title=%s", t->title);
	for (size_t i = 0; i < 5; i++) {
		size_t len = strcspn(at, "|");

		str_addf(&text, "|%s=%s", field[i], i >= 3 ? "@" : "");
		str_add_bytes(&text, at, len);
		at += len + (at[len] == '|');
	}
	demo_values(y->d, &task_create, text.data, v);
	values_set_int(v, &task_fields[TASK_PROGRESS_KIND], t->kind);
	if (t->target)
		values_set_int(v, &task_fields[TASK_TARGET], t->target * 100);
	values_set_text(v, &task_fields[TASK_MEASURE], t->measure);
	values_set_int(v, &task_fields[TASK_RHYTHM], t->rhythm);
	values_set_text(v, &task_fields[TASK_REQUIREMENTS], t->demands);
	values_set_text(v, &task_fields[TASK_MEASURES], t->measures);
	str_free(&text);
}

static void make_works(struct year *y)
{
	struct demo_batch batch = { .action = &task_create };

	for (size_t i = 0; i < y->works; i++)
		if (!y->work[i].is_made && y->work[i].issued <= y->d->day)
			made_values(y, y->work[i].table,
				demo_add(&batch, y->d->office.person, 0, 0));
	demo_flush(y->d, &batch);
	for (size_t i = 0; i < y->works; i++)
		if (!y->work[i].is_made && y->work[i].issued <= y->d->day)
			read_work(y, &y->work[i]);
}

/* ---- what counts for whom, before it is issued */

static bool counts(const struct demo_task *t, const struct part *p)
{
	switch (t->spread) {
	case SPREAD_LEAD:
		return p->is_lead;
	case SPREAD_VILLAGES:
		return p->is_village;
	case SPREAD_ALL:
		return true;
	default:
		return false;
	}
}

/* By weights that differ, the last one taking what is left. */
static void spread_target(
	struct year *y, struct work *w, struct demo_batch *batch)
{
	const struct demo_task *t = w->table;
	int64_t weights = 0, left = t->target;
	struct part *last = NULL;

	for (size_t i = 0; i < y->parts; i++)
		if (&y->work[y->part[i].work] == w && counts(t, &y->part[i])) {
			weights += 6 + demo_dice(y->part[i].unit, 1, 9);
			last = &y->part[i];
		}
	for (size_t i = 0; last && i < y->parts; i++) {
		struct part *p = &y->part[i];

		if (&y->work[p->work] != w || !counts(t, p))
			continue;
		int64_t n = t->target * (6 + demo_dice(p->unit, 1, 9)) /
			    (weights ? weights : 1);
		n = p == last ? left : n < 1 ? 1 : n;
		left -= n;
		p->target = n * 100;
		values_set_int(demo_add(batch, y->d->office.person, 0, p->id),
			&share_fields[SHARE_TARGET], p->target);
	}
}

static void add_part(struct year *y, size_t work, struct stmt *s)
{
	y->part = mem_grow(y->part, y->parts, &y->parts_size, sizeof *y->part);
	struct part *p = &y->part[y->parts++];

	*p = (struct part){ .id = stmt_int(s, 0),
		.unit = stmt_int(s, 1),
		.head = stmt_int(s, 2),
		.is_village = stmt_int(s, 3) == 3,
		.is_lead = stmt_int(s, 4) == 1,
		.person = stmt_int(s, 6),
		.work = work,
		.state = SHARE_PENDING,
		.sign = NEVER,
		.allocate = NEVER,
		.claim = NEVER,
		.endorse = NEVER,
		.verify = NEVER };
	snprintf(p->name, sizeof p->name, "%s", stmt_text(s, 5));
}

static void read_parts(struct year *y, size_t work)
{
	struct stmt *s = stmt_get(y->d->store,
		"SELECT s.id,s.unit,u.head,u.kind,s.role,u.short,"
		" ifnull(s.person,0) FROM share s JOIN unit u ON u.id=s.unit"
		" WHERE s.task=:task ORDER BY s.id");

	stmt_bind_int(s, ":task", y->work[work].id);
	while (stmt_row(s))
		add_part(y, work, s);
	stmt_end(s, NULL);
}

/* ---- when its shares are signed, allocated, finished */

static void plan_part(struct year *y, struct part *p, int rank)
{
	const struct work *w = &y->work[p->work];
	int day = y->d->day;
	unsigned late = demo_dice(p->id, 2, 14);

	p->sign = day + (late == 0 ? 4 : late == 1 ? 3 : late < 8 ? 0 : 1);
	if (y->last - day < 5 && late < 3)
		p->sign = NEVER;
	if (!p->is_village && demo_dice(p->id, 3, 5) < 2)
		p->allocate = p->sign + 1;
	if (w->finish != NEVER)
		p->claim = w->finish - (int)demo_dice(p->id, 4, 7) +
			   (demo_dice(p->id, 5, 6) == 0 ? 4 : 0);
	else if (rank >= 0 && rank < w->table->part)
		p->claim = y->last - 4 - rank * 9 - (int)(w->id % 3) * 2;
	if (p->claim != NEVER && p->claim < w->issued + 3)
		p->claim = w->issued + 3;
	if (p->claim > y->last && p->claim != NEVER && w->finish == NEVER)
		p->claim = y->last - 1;
}

static void plan_parts(struct year *y, size_t from)
{
	int rank = 0;

	for (size_t i = from; i < y->parts; i++) {
		bool may_be_done = !y->part[i].is_lead;

		if (i > from && y->part[i].work != y->part[i - 1].work)
			rank = 0;
		plan_part(y, &y->part[i], may_be_done ? rank++ : -1);
	}
}

#define ISSUED_WITHOUT "分解表未列具体措施和责任人，由牵头单位另行细化"

static void add_issue(struct demo_batch *batch, const struct work *w)
{
	struct values *v = demo_add(batch, w->leader, 0, w->id);

	values_set_text(v, &task_fields[TASK_GAP_REASON],
		w->table->demands && w->table->made ? NULL : ISSUED_WITHOUT);
}

static void issue_works(struct year *y)
{
	struct demo_batch submit = { .action = &task_submit };
	struct demo_batch target = { .action = &share_update };
	struct demo_batch issue = { .action = &task_issue };
	size_t from = y->parts;

	for (size_t i = 0; i < y->works; i++) {
		struct work *w = &y->work[i];

		if (w->is_out || !w->is_made || w->issued > y->d->day)
			continue;
		w->is_out = true;
		if (w->table->fate == FATE_DRAFT)
			continue;
		demo_add(&submit, y->d->office.person, 0, w->id);
		if (w->table->fate == FATE_SUBMITTED ||
			w->table->fate == FATE_RETURNED)
			continue;
		read_parts(y, i);
		spread_target(y, w, &target);
		add_issue(&issue, w);
	}
	demo_flush(y->d, &target);
	demo_flush(y->d, &submit);
	demo_flush(y->d, &issue);
	plan_parts(y, from);
}

/* ---- signing, allocating */

static int64_t handler(const struct part *p)
{
	return p->person ? p->person : p->head;
}

static bool is_running(const struct part *p)
{
	return p->state == SHARE_PENDING || p->state == SHARE_SIGNED ||
	       p->state == SHARE_IN_HAND;
}

static bool is_held(const struct year *y, const struct part *p)
{
	return y->work[p->work].table->fate == FATE_SUSPENDED &&
	       y->d->day >= demo_day_of("09-10");
}

static void sign_parts(struct year *y)
{
	struct demo_batch batch = { .action = &share_sign };

	for (size_t i = 0; i < y->parts; i++) {
		struct part *p = &y->part[i];

		if (p->state != SHARE_PENDING || p->sign > y->d->day)
			continue;
		demo_add(&batch, handler(p), 0, p->id);
		p->state = SHARE_SIGNED;
	}
	demo_flush(y->d, &batch);
}

static int64_t colleague(struct year *y, const struct part *p)
{
	struct stmt *s = stmt_get(y->d->store,
		"SELECT id FROM person WHERE unit=:unit AND id<>:head"
		" AND status<>3 ORDER BY (id*7+:seed)%5,id LIMIT 1");

	stmt_bind_int(s, ":unit", p->unit);
	stmt_bind_int(s, ":head", p->head);
	stmt_bind_int(s, ":seed", (int64_t)(p->id % 5));
	return stmt_one_int(s, 0);
}

static void allocate_parts(struct year *y)
{
	struct demo_batch batch = { .action = &share_allocate };

	for (size_t i = 0; i < y->parts; i++) {
		struct part *p = &y->part[i];

		if (p->allocate > y->d->day || !is_running(p) ||
			p->state == SHARE_PENDING)
			continue;
		int64_t person = colleague(y, p);

		p->allocate = NEVER;
		if (!person || is_held(y, p))
			continue;
		p->person = person;
		values_set_int(demo_add(&batch, p->head, 0, p->id),
			&share_fields[SHARE_PERSON], person);
	}
	demo_flush(y->d, &batch);
}

/* ---- reporting */

/* The number of the period the day lies in, and the day it begins on. */
static int period_of(const struct year *y, const struct part *p, int *begin)
{
	int year = 0, month = 0, dom = 0;

	date_parts(y->d->day, &year, &month, &dom);
	*begin = y->d->day - dom + 1;
	switch (y->work[p->work].table->rhythm) {
	case WEEKLY:
		*begin = y->d->day - date_weekday(y->d->day) + 1;
		return *begin;
	case FORTNIGHTLY:
		*begin += dom >= 16 ? 15 : 0;
		return *begin;
	case QUARTERLY:
		*begin = date_of(year, (month - 1) / 3 * 3 + 1, 1);
		return *begin;
	case BY_NODE:
		*begin = y->work[p->work].issued + 1;
		return *begin;
	default:
		return *begin;
	}
}

/* All of one person's on one day, that day or the next; some never. */
static bool reports_today(struct year *y, struct part *p)
{
	const struct work *w = &y->work[p->work];
	int begin = 0;
	int period = period_of(y, p, &begin);
	bool is_latest = y->last - begin < 10;

	if ((p->state != SHARE_SIGNED && p->state != SHARE_IN_HAND) ||
		p->period == period || y->d->day < w->start ||
		y->d->day < p->sign + 2 || is_held(y, p))
		return false;
	if (y->d->day < begin + (int)demo_dice(handler(p), period, 2))
		return false;
	p->period = period;
	unsigned omits = demo_dice(p->id, period, is_latest ? 4 : 13);
	return omits != 0 || (!p->has_reported && !is_latest);
}

/* What is reached, by linear time and the pace; hundredths of a per cent. */
static int fraction(const struct year *y, const struct part *p)
{
	const struct work *w = &y->work[p->work];
	int end = w->finish != NEVER ? w->finish : w->due;
	int span = end > w->start ? end - w->start : 1;
	int ahead = w->table->rhythm == WEEKLY ? 3 : 7;
	int day = y->d->day + (w->table->pace >= 0 ? ahead : 0);
	int linear = day >= end ? ALL
				: (int)((int64_t)(day - w->start) * ALL / span);
	int own = (int)demo_dice(p->id, 8, 9) - 4;
	int reached = linear + (w->table->pace + own) * 100;

	if (w->table->pace < 0) /* the gap grows with the time */
		reached = linear +
			  (int)((int64_t)w->table->pace * linear / 100) +
			  own * 60;
	reached = reached < 200 ? 200 : reached;
	return reached > 9800 ? 9800 : reached;
}

static int64_t incidents(const struct year *y, const struct part *p)
{
	bool had = p->is_lead &&
		   !strcmp(y->work[p->work].table->title, "秸秆禁烧");

	if (!had || y->d->day < demo_day_of("10-21"))
		return 0;
	return y->d->day < demo_day_of("11-12") ? 100 : 200;
}

/* The figure now, never less than before; -1: none is given. */
static int64_t figure(const struct year *y, const struct part *p, bool is_done)
{
	const struct demo_task *t = y->work[p->work].table;
	int64_t now = -1;

	if (t->kind == PROGRESS_INCIDENTS)
		return incidents(y, p);
	if (t->kind == PROGRESS_PERCENT)
		now = is_done ? ALL : fraction(y, p) / 100 * 100;
	else if (t->kind == PROGRESS_QUANTITY && p->target)
		now = is_done ? p->target
			      : p->target * fraction(y, p) / ALL / 100 * 100;
	if (!is_done && now >= p->target && p->target)
		now = p->target - 100;
	return now < p->progress && now >= 0 ? p->progress : now;
}

static void set_line(struct values *v, enum report_field field,
	const char *texts, struct demo_figures *f, const char *otherwise)
{
	struct str text = STR_INIT;

	f->seed += 17;
	demo_text(texts, f, &text);
	if (text.len_bytes || otherwise)
		values_set_text(v, &report_fields[field],
			text.len_bytes ? text.data : otherwise);
	str_free(&text);
}

static void fill_report(
	struct year *y, struct part *p, int64_t now, struct values *v)
{
	const struct demo_task *t = y->work[p->work].table;
	unsigned dice = demo_dice(p->id, y->d->day, 1000);
	bool is_slow = t->pace < 0;
	bool is_latest = y->last - y->d->day < 16;
	struct demo_figures f = { .has_figure = p->target > 0 && now >= 0,
		.added = (now - p->progress) / 100,
		.total = now / 100,
		.left = (p->target - now) / 100,
		.measure = t->measure,
		.unit = p->name,
		.seed = (unsigned)(p->id * 31 + y->d->day) };

	f.has_figure = f.has_figure && f.added > 0;
	if (now >= 0)
		values_set_int(v, &report_fields[REPORT_PROGRESS], now);
	set_line(v, REPORT_DONE, t->done, &f, "按分工配合，已落实到人");
	if (t->lagging && dice % (is_slow ? 2 : 9) == 0 && f.left >= 0)
		set_line(v, REPORT_LAGGING, t->lagging, &f, NULL);
	if (t->difficulty && (dice % (is_slow ? 7 : 23) == 0 ||
				     (is_slow && is_latest && p->is_lead)))
		set_line(v, REPORT_DIFFICULTY, t->difficulty, &f, NULL);
}

/* A third of the villages tell it to the office, which types it. */
static int64_t typist_of(const struct year *y, const struct part *p)
{
	if (!p->is_village || demo_dice(p->unit, 9, 3) != 0)
		return 0;
	return y->clerk[demo_dice(p->unit, y->d->day / 10, 2)];
}

static void report_part(struct year *y, struct part *p, bool is_done,
	struct demo_batch *report, struct demo_batch *same)
{
	int64_t now = figure(y, p, is_done);
	bool unchanged =
		p->has_reported && now >= 0 && now == p->progress && !is_done;

	if (unchanged && y->work[p->work].table->kind != PROGRESS_INCIDENTS) {
		demo_add(same, handler(p), typist_of(y, p), p->id);
		return;
	}
	fill_report(y, p, now,
		demo_add(report, handler(p), typist_of(y, p), p->id));
	p->has_reported = true;
	p->state = SHARE_IN_HAND;
	p->progress = now >= 0 ? now : p->progress;
}

/* A quantity that the office typed; NULL: none today. */
static const struct demo_item *typed_item(
	const struct year *y, const struct demo_batch *report)
{
	const struct field *f = &report_fields[REPORT_PROGRESS];

	for (size_t i = 0; i < report->count; i++) {
		const struct demo_item *item = &report->item[i];

		if (!item->typist || !values_int(&item->values, f))
			continue;
		for (size_t k = 0; k < y->parts; k++)
			if (y->part[k].id == item->id && y->part[k].target)
				return item;
	}
	return NULL;
}

/* Typed ten times too large, seen at once, taken back and typed again. */
static void mistype(struct year *y, const struct demo_batch *report)
{
	static const char *const days[] = { "03-09", "06-15", "10-12", NULL };
	const struct field *f = &report_fields[REPORT_PROGRESS];
	struct demo_batch wrong = { .action = report->action };

	if (!days[y->mistakes] || demo_day_of(days[y->mistakes]) > y->d->day)
		return;
	const struct demo_item *item = typed_item(y, report);
	if (!item)
		return;
	int64_t typist = item->typist;
	struct values *v = demo_add(&wrong, item->actor, typist, item->id);
	values_copy(v, &item->values);
	values_set_int(v, f, values_int(v, f) * 10);
	demo_flush(y->d, &wrong);
	demo_undo(y->d, typist);
	y->mistakes++;
}

static void report_parts(struct year *y)
{
	struct demo_batch report = { .action = &share_report };
	struct demo_batch same = { .action = &share_same };

	for (size_t i = 0; i < y->parts; i++)
		if (reports_today(y, &y->part[i]))
			report_part(y, &y->part[i], false, &report, &same);
	mistype(y, &report);
	demo_flush(y->d, &report);
	demo_flush(y->d, &same);
}

/* ---- claiming, endorsing, verifying, closing */

static void claim_parts(struct year *y)
{
	struct demo_batch report = { .action = &share_report };
	struct demo_batch claim = { .action = &share_claim };
	char day[DATE_TEXT_BYTES];

	date_iso(y->d->day + y->d->shift, day);
	for (size_t i = 0; i < y->parts; i++) {
		struct part *p = &y->part[i];

		if (p->claim > y->d->day || !is_running(p) ||
			p->state == SHARE_PENDING)
			continue;
		report_part(y, p, true, &report, &report);
		values_set_text(
			demo_add(&claim, handler(p), typist_of(y, p), p->id),
			&share_fields[SHARE_DONE_ON], day);
		p->state = SHARE_CLAIMED;
		p->endorse = handler(p) == p->head ? NEVER : y->d->day + 1;
		p->verify =
			y->d->day + VERIFY_DAYS + (int)demo_dice(p->id, 10, 3);
		if (y->last - y->d->day < 3 && p->endorse != NEVER)
			p->endorse = y->d->day + 5;
	}
	demo_flush(y->d, &report);
	demo_flush(y->d, &claim);
}

static void endorse_parts(struct year *y)
{
	struct demo_batch batch = { .action = &share_endorse };

	for (size_t i = 0; i < y->parts; i++) {
		struct part *p = &y->part[i];

		if (p->state != SHARE_CLAIMED || p->endorse > y->d->day)
			continue;
		demo_add(&batch, p->head, 0, p->id);
		p->endorse = NEVER;
	}
	demo_flush(y->d, &batch);
}

static void grade(const struct part *p, bool is_late, struct values *v)
{
	static const char *const comments[] = { "资料齐全，抽查属实",
		"完成较好，台账可再细", "群众反映好", "现场查看3处，均合格" };
	unsigned n = demo_dice(p->id, 11, 10);
	enum grade quality = n < 3   ? GRADE_EXCELLENT
			     : n < 8 ? GRADE_GOOD
				     : GRADE_FAIR;
	enum grade effect = is_late || n == 9 ? GRADE_FAIR
			    : n % 3 == 0      ? GRADE_EXCELLENT
					      : GRADE_GOOD;

	values_set_int(v, &share_fields[SHARE_QUALITY], quality);
	values_set_int(v, &share_fields[SHARE_EFFECT], effect);
	if (n % 2 == 0)
		values_set_text(
			v, &share_fields[SHARE_COMMENT], comments[n / 2 % 4]);
}

static void send_back(struct year *y, struct part *p, int64_t supervisor,
	struct demo_batch *batch)
{
	static const char *const reasons[] = { "缺现场照片，请补充",
		"数字与台账不一致，请核对", "公示记录未附" };

	values_set_text(demo_add(batch, supervisor, 0, p->id),
		&share_fields[SHARE_REASON], reasons[demo_dice(p->id, 12, 3)]);
	p->was_returned = true;
	p->state = SHARE_IN_HAND;
	p->claim = y->d->day + 5;
}

static int64_t verifier(const struct year *y, const struct part *p)
{
	int64_t first = y->supervisor[demo_dice(p->id, 13, 2)];
	bool is_own = first == p->head || first == handler(p);

	return !is_own			   ? first
	       : first == y->supervisor[0] ? y->supervisor[1]
					   : y->supervisor[0];
}

static void verify_parts(struct year *y)
{
	struct demo_batch verify = { .action = &share_verify };
	struct demo_batch back = { .action = &share_supplement };

	for (size_t i = 0; i < y->parts; i++) {
		struct part *p = &y->part[i];
		struct work *w = &y->work[p->work];

		if (p->state != SHARE_CLAIMED || p->verify > y->d->day ||
			p->endorse != NEVER)
			continue;
		if (!p->was_returned && demo_dice(p->id, 14, 9) == 0 &&
			y->last - y->d->day > 12) {
			send_back(y, p, verifier(y, p), &back);
			continue;
		}
		grade(p, p->claim > w->due,
			demo_add(&verify, verifier(y, p), 0, p->id));
		p->state = SHARE_DONE;
		w->done_on = y->d->day;
	}
	demo_flush(y->d, &back);
	demo_flush(y->d, &verify);
}

static bool is_done(const struct year *y, size_t work)
{
	bool any = false;

	for (size_t i = 0; i < y->parts; i++) {
		if (y->part[i].work != work)
			continue;
		if (y->part[i].state != SHARE_DONE)
			return false;
		any = true;
	}
	return any;
}

static void close_works(struct year *y)
{
	struct demo_batch batch = { .action = &task_close };

	for (size_t i = 0; i < y->works; i++) {
		struct work *w = &y->work[i];

		if (w->is_closed || w->done_on > y->d->day - 2 ||
			w->done_on == NEVER ||
			y->last - w->finish < OPEN_AT_END_DAYS ||
			!is_done(y, i))
			continue;
		demo_add(&batch, w->leader, 0, w->id);
		w->is_closed = true;
	}
	demo_flush(y->d, &batch);
}

/* ---- what no generator does */

static struct part *part_of(struct year *y, const struct demo_event *e)
{
	for (size_t i = 0; i < y->parts; i++)
		if (!strcmp(y->part[i].name, e->unit) &&
			!strcmp(y->work[y->part[i].work].table->title, e->task))
			return &y->part[i];
	demo_fail(y->d, STATUS_NOT_FOUND, e->task,
		&(struct error){ .what = "no such share" });
	return NULL;
}

/* The share as the event left it. */
static void follow(struct part *p, const char *name)
{
	if (!strcmp(name, "share.claim"))
		p->state = SHARE_CLAIMED;
	else if (!strcmp(name, "share.supplement"))
		p->state = SHARE_IN_HAND;
	else if (!strcmp(name, "share.handback"))
		p->state = SHARE_HANDED_BACK;
	else if (!strcmp(name, "share.reassign"))
		p->state = SHARE_PENDING;
	else if (!strcmp(name, "share.allocate"))
		p->allocate = NEVER;
}

static void run_event(struct year *y, const struct demo_event *e)
{
	struct demo_batch batch = { .action = verb(e->verb) };
	struct part *p = e->unit ? part_of(y, e) : NULL;
	int64_t id =
		p ? p->id
		  : one(y->d, "SELECT id FROM task WHERE title=:text", e->task);

	if (e->unit && !p)
		return;
	/* a hand-back comes before signing */
	if (p && !strcmp(e->verb, "share.handback") &&
		p->state != SHARE_PENDING)
		return;
	demo_values(y->d, batch.action, e->values,
		demo_add(&batch, person_of(y, e->person), 0, id));
	demo_flush(y->d, &batch);
	if (!p)
		return;
	follow(p, e->verb);
	struct stmt *s = stmt_get(
		y->d->store, "SELECT ifnull(person,0) FROM share WHERE id=:id");
	stmt_bind_int(s, ":id", p->id);
	p->person = stmt_one_int(s, 0);
}

static void run_events(struct year *y)
{
	for (; y->event->day && demo_day_of(y->event->day) <= y->d->day;
		y->event++)
		run_event(y, y->event);
}

/* Whose handing back is to come does not sign before. */
static void keep_unsigned(struct year *y)
{
	for (const struct demo_event *e = demo_events; e->day; e++) {
		if (strcmp(e->verb, "share.handback") != 0)
			continue;
		for (size_t i = 0; i < y->parts; i++)
			if (!strcmp(y->part[i].name, e->unit) &&
				y->part[i].state == SHARE_PENDING &&
				!strcmp(y->work[y->part[i].work].table->title,
					e->task))
				y->part[i].sign = demo_day_of(e->day) + 2;
	}
}

/* ---- archives */

static void confirm_archives(struct year *y)
{
	struct demo_batch batch = { .action = &archive_confirm };
	struct stmt *s = stmt_get(y->d->store,
		"SELECT id,person FROM archive WHERE sealed_on IS NULL"
		" ORDER BY id");

	while (stmt_row(s))
		if (demo_dice(stmt_int(s, 1), y->d->day, 10) < 6)
			demo_add(&batch, stmt_int(s, 1), 0, stmt_int(s, 0));
	stmt_end(s, NULL);
	demo_flush(y->d, &batch);
}

static void write_statements(struct year *y)
{
	struct demo_batch batch = { .action = &archive_statement };

	for (const char *const *t = demo_statements; *t; t++) {
		struct str name = STR_INIT;
		size_t len = strcspn(*t, "|");

		str_add_bytes(&name, *t, len);
		int64_t person = person_of(y, name.data);
		struct stmt *s = stmt_get(y->d->store,
			"SELECT id FROM archive WHERE person=:person"
			" ORDER BY year DESC LIMIT 1");
		stmt_bind_int(s, ":person", person);
		int64_t id = stmt_one_int(s, 0);
		if (id)
			values_set_text(demo_add(&batch, person, 0, id),
				&archive_fields[ARCHIVE_STATEMENT],
				*t + len + 1);
		str_free(&name);
	}
	demo_flush(y->d, &batch);
}

static void keep_archives(struct year *y, int before)
{
	static const char *const days[] = { "07-03", "10-30" };

	for (size_t i = 0; i < 2; i++) {
		int day = demo_day_of(days[i]);

		if (day <= before || day > y->d->day)
			continue;
		write_statements(y);
		confirm_archives(y);
	}
}

/* ---- the days */

static void live_day(struct year *y, int before)
{
	make_works(y);
	issue_works(y);
	keep_unsigned(y);
	run_events(y);
	sign_parts(y);
	allocate_parts(y);
	report_parts(y);
	claim_parts(y);
	endorse_parts(y);
	verify_parts(y);
	close_works(y);
	keep_archives(y, before);
}

static void begin_year(struct year *y)
{
	struct error why = { .status = STATUS_OK };

	y->last = demo_day_of(DEMO_LAST);
	y->event = demo_events;
	y->supervisor[0] = person_of(y, "周凤霞");
	y->supervisor[1] = person_of(y, "农家峰");
	y->clerk[0] = y->d->office.person;
	y->clerk[1] = person_of(y, "梁国");
	enum status status = calendar_load(y->d->store, &y->calendar, &why);
	if (status != STATUS_OK)
		demo_fail(y->d, status, "calendar", &why);
	read_works(y);
}

void demo_live(struct demo *d, const struct demo_progress *progress)
{
	struct year y = { .d = d };
	struct error stopped = { .status = STATUS_STOPPED };
	int first = demo_day_of(DEMO_FIRST);
	int before = first - 1;

	begin_year(&y);
	for (int day = first; day <= y.last && d->status == STATUS_OK; day++) {
		bool works =
			day == y.last || day == first ||
			workdays_is_working(&y.calendar.days, day + d->shift);

		if (progress && progress->tell &&
			!progress->tell(
				progress->arg, day - first, y.last - first + 1))
			demo_fail(d, STATUS_STOPPED, "stopped", &stopped);
		if (!works || d->status != STATUS_OK)
			continue;
		if (day > first)
			demo_set_day(d, day);
		live_day(&y, before);
		before = day;
		store_idle(d->store);
	}
	calendar_free(&y.calendar);
	mem_free(y.part);
	mem_free(y.work);
}
