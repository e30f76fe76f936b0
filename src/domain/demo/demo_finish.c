/* demo_finish.c: claimed, verified, closed; what people write themselves. */
#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "demo_year.h"
#include "domain/assess/archive.h"
#include "store/stmt.h"

/* ---- claiming, endorsing, verifying, closing */

void year_claim_parts(struct year *y)
{
	struct demo_batch report = { .action = &share_report };
	struct demo_batch claim = { .action = &share_claim };
	char day[DATE_TEXT_BYTES];

	date_iso(y->d->day + y->d->shift, day);
	for (size_t i = 0; i < y->parts; i++) {
		struct year_part *p = &y->part[i];

		if (p->claim > y->d->day || !year_is_running(p) ||
			p->state == SHARE_PENDING)
			continue;
		year_report_part(y, p, true, &report, &report);
		values_set_text(demo_add(&claim, year_handler(p),
					year_typist_of(y, p), p->id),
			&share_fields[SHARE_DONE_ON], day);
		p->state = SHARE_CLAIMED;
		p->endorse = year_handler(p) == p->head ? NEVER : y->d->day + 1;
		p->verify =
			y->d->day + VERIFY_DAYS + (int)demo_dice(p->id, 10, 3);
		if (y->last - y->d->day < 3 && p->endorse != NEVER)
			p->endorse = y->d->day + 5;
	}
	demo_flush(y->d, &report);
	demo_flush(y->d, &claim);
}

void year_endorse_parts(struct year *y)
{
	struct demo_batch batch = { .action = &share_endorse };

	for (size_t i = 0; i < y->parts; i++) {
		struct year_part *p = &y->part[i];

		if (p->state != SHARE_CLAIMED || p->endorse > y->d->day)
			continue;
		demo_add(&batch, p->head, 0, p->id);
		p->endorse = NEVER;
	}
	demo_flush(y->d, &batch);
}

static void grade(const struct year_part *p, bool is_late, struct values *v)
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

static void send_back(struct year *y, struct year_part *p, int64_t supervisor,
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

static int64_t verifier(const struct year *y, const struct year_part *p)
{
	int64_t first = y->supervisor[demo_dice(p->id, 13, 2)];
	bool is_own = first == p->head || first == year_handler(p);

	return !is_own			   ? first
	       : first == y->supervisor[0] ? y->supervisor[1]
					   : y->supervisor[0];
}

void year_verify_parts(struct year *y)
{
	struct demo_batch verify = { .action = &share_verify };
	struct demo_batch back = { .action = &share_supplement };

	for (size_t i = 0; i < y->parts; i++) {
		struct year_part *p = &y->part[i];
		struct year_work *w = &y->work[p->work];

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

void year_close_works(struct year *y)
{
	struct demo_batch batch = { .action = &task_close };

	for (size_t i = 0; i < y->works; i++) {
		struct year_work *w = &y->work[i];

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

struct year_part *year_part_named(
	struct year *y, const char *task, const char *unit)
{
	for (size_t i = 0; i < y->parts; i++)
		if (!strcmp(y->part[i].name, unit) &&
			!strcmp(y->work[y->part[i].work].table->title, task))
			return &y->part[i];
	demo_fail(y->d, STATUS_NOT_FOUND, task,
		&(struct error){ .what = "no such share" });
	return NULL;
}

/* The share as the event left it. */
static void follow(struct year_part *p, const char *name)
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
	struct demo_batch batch = { .action = action_find(e->verb, NULL) };
	struct year_part *p =
		e->unit ? year_part_named(y, e->task, e->unit) : NULL;
	int64_t id = p ? p->id
		       : year_one(y->d, "SELECT id FROM task WHERE title=:text",
				 e->task);

	if (e->unit && !p)
		return;
	/* a hand-back comes before signing */
	if (p && !strcmp(e->verb, "share.handback") &&
		p->state != SHARE_PENDING)
		return;
	demo_values(y->d, batch.action, e->values,
		demo_add(&batch, year_person_of(y, e->person), 0, id));
	demo_flush(y->d, &batch);
	if (!p)
		return;
	follow(p, e->verb);
	struct stmt *s = stmt_get(
		y->d->store, "SELECT ifnull(person,0) FROM share WHERE id=:id");
	stmt_bind_int(s, ":id", p->id);
	p->person = stmt_one_int(s, 0);
}

void year_run_events(struct year *y)
{
	for (; y->event->day && demo_day_of(y->event->day) <= y->d->day;
		y->event++)
		run_event(y, y->event);
}

/* Whose handing back is to come does not sign before. */
void year_keep_unsigned(struct year *y)
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
		int64_t person = year_person_of(y, name.data);
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

void year_keep_archives(struct year *y, int before)
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
