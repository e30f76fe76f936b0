/* demo_live.c: the year, a working day after the other. */
#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/mem.h"
#include "demo_year.h"
#include "domain/assign/milestone.h"
#include "store/stmt.h"

int64_t year_one(struct demo *d, const char *sql, const char *text)
{
	struct stmt *s = stmt_get(d->store, sql);

	stmt_offer_text(s, ":text", text);
	return stmt_one_int(s, 0);
}

int64_t year_person_of(struct year *y, const char *name)
{
	return year_one(y->d, "SELECT id FROM person WHERE name=:text", name);
}

int64_t year_handler(const struct year_part *p)
{
	return p->person ? p->person : p->head;
}

bool year_is_running(const struct year_part *p)
{
	return p->state == SHARE_PENDING || p->state == SHARE_SIGNED ||
	       p->state == SHARE_IN_HAND;
}

bool year_is_held(const struct year *y, const struct year_part *p)
{
	return y->work[p->work].table->fate == FATE_SUSPENDED &&
	       y->d->day >= demo_day_of("09-10");
}

/* ---- works: read or made, submitted, issued */

static int table_day(struct stmt *s, int column, int shift)
{
	int day = date_of_iso(stmt_text(s, column));

	return day == DATE_NONE ? DATE_NONE : day - shift;
}

static void read_work(struct year *y, struct year_work *w)
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
		struct year_work *w = &y->work[y->works++];

		*w = (struct year_work){ .table = t,
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

static bool counts(const struct demo_task *t, const struct year_part *p)
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
	struct year *y, struct year_work *w, struct demo_batch *batch)
{
	const struct demo_task *t = w->table;
	int64_t weights = 0, left = t->target;
	struct year_part *last = NULL;

	for (size_t i = 0; i < y->parts; i++)
		if (&y->work[y->part[i].work] == w && counts(t, &y->part[i])) {
			weights += 6 + demo_dice(y->part[i].unit, 1, 9);
			last = &y->part[i];
		}
	for (size_t i = 0; last && i < y->parts; i++) {
		struct year_part *p = &y->part[i];

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
	struct year_part *p = &y->part[y->parts++];

	*p = (struct year_part){ .id = stmt_int(s, 0),
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

static void plan_part(struct year *y, struct year_part *p, int rank)
{
	const struct year_work *w = &y->work[p->work];
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

static void add_issue(struct demo_batch *batch, const struct year_work *w)
{
	struct values *v = demo_add(batch, w->leader, 0, w->id);

	values_set_text(v, &task_fields[TASK_GAP_REASON],
		w->table->demands && w->table->made ? NULL : ISSUED_WITHOUT);
}

static void issue_works(struct year *y)
{
	struct demo_batch submit = { .action = &task_submit };
	struct demo_batch target = { .action = &share_update };
	struct demo_batch node = { .action = &task_milestone };
	struct demo_batch issue = { .action = &task_issue };
	size_t from = y->parts;

	for (size_t i = 0; i < y->works; i++) {
		struct year_work *w = &y->work[i];

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
		year_plan_nodes(y, w, &node);
		add_issue(&issue, w);
	}
	demo_flush(y->d, &target);
	demo_flush(y->d, &node);
	demo_flush(y->d, &submit);
	demo_flush(y->d, &issue);
	plan_parts(y, from);
}

/* ---- signing, allocating */

static void sign_parts(struct year *y)
{
	struct demo_batch batch = { .action = &share_sign };

	for (size_t i = 0; i < y->parts; i++) {
		struct year_part *p = &y->part[i];

		if (p->state != SHARE_PENDING || p->sign > y->d->day)
			continue;
		demo_add(&batch, year_handler(p), 0, p->id);
		p->state = SHARE_SIGNED;
	}
	demo_flush(y->d, &batch);
}

static int64_t colleague(struct year *y, const struct year_part *p)
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
		struct year_part *p = &y->part[i];

		if (p->allocate > y->d->day || !year_is_running(p) ||
			p->state == SHARE_PENDING)
			continue;
		int64_t person = colleague(y, p);

		p->allocate = NEVER;
		if (!person || year_is_held(y, p))
			continue;
		p->person = person;
		values_set_int(demo_add(&batch, p->head, 0, p->id),
			&share_fields[SHARE_PERSON], person);
	}
	demo_flush(y->d, &batch);
}

/* ---- the days */

static void live_day(struct year *y, int before)
{
	make_works(y);
	issue_works(y);
	year_keep_unsigned(y);
	year_run_plans(y, before);
	year_run_events(y);
	sign_parts(y);
	allocate_parts(y);
	year_report_parts(y);
	year_reach_nodes(y);
	year_claim_parts(y);
	year_endorse_parts(y);
	year_verify_parts(y);
	year_close_works(y);
	year_supervise(y);
	year_keep_archives(y, before);
}

static void begin_year(struct year *y)
{
	struct error why = { .status = STATUS_OK };

	y->last = demo_day_of(DEMO_LAST);
	y->event = demo_events;
	y->supervisor[0] = year_person_of(y, "周凤霞");
	y->supervisor[1] = year_person_of(y, "农家峰");
	y->clerk[0] = y->d->office.person;
	y->clerk[1] = year_person_of(y, "梁国");
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
