/* demo_report.c: who reports on which day, which figure, which words. */
#include <string.h>
#include "core/date.h"
#include "demo_year.h"
#include "domain/assign/report.h"

/* ---- reporting */

/* The number of the period the day lies in, and the day it begins on. */
static int period_of(
	const struct year *y, const struct year_part *p, int *begin)
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
static bool reports_today(struct year *y, struct year_part *p)
{
	const struct year_work *w = &y->work[p->work];
	int begin = 0;
	int period = period_of(y, p, &begin);
	bool is_latest = y->last - begin < 10;

	if ((p->state != SHARE_SIGNED && p->state != SHARE_IN_HAND) ||
		p->period == period || y->d->day < w->start ||
		y->d->day < p->sign + 2 || year_is_held(y, p))
		return false;
	if (y->d->day < begin + (int)demo_dice(year_handler(p), period, 2))
		return false;
	p->period = period;
	unsigned omits = demo_dice(p->id, period, is_latest ? 4 : 13);
	return omits != 0 || (!p->has_reported && !is_latest);
}

/* What is reached, by linear time and the pace; hundredths of a per cent. */
static int fraction(const struct year *y, const struct year_part *p)
{
	const struct year_work *w = &y->work[p->work];
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

static int64_t incidents(const struct year *y, const struct year_part *p)
{
	bool had = p->is_lead &&
		   !strcmp(y->work[p->work].table->title, "秸秆禁烧");

	if (!had || y->d->day < demo_day_of("10-21"))
		return 0;
	return y->d->day < demo_day_of("11-12") ? 100 : 200;
}

/* The figure now, never less than before; -1: none is given. */
static int64_t figure(
	const struct year *y, const struct year_part *p, bool is_done)
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
	struct year *y, struct year_part *p, int64_t now, struct values *v)
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
int64_t year_typist_of(const struct year *y, const struct year_part *p)
{
	if (!p->is_village || demo_dice(p->unit, 9, 3) != 0)
		return 0;
	return y->clerk[demo_dice(p->unit, y->d->day / 10, 2)];
}

void year_report_part(struct year *y, struct year_part *p, bool is_done,
	struct demo_batch *report, struct demo_batch *same)
{
	int64_t now = figure(y, p, is_done);
	bool unchanged =
		p->has_reported && now >= 0 && now == p->progress && !is_done;

	if (unchanged && y->work[p->work].table->kind != PROGRESS_INCIDENTS) {
		demo_add(same, year_handler(p), year_typist_of(y, p), p->id);
		return;
	}
	fill_report(y, p, now,
		demo_add(report, year_handler(p), year_typist_of(y, p), p->id));
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

void year_report_parts(struct year *y)
{
	struct demo_batch report = { .action = &share_report };
	struct demo_batch same = { .action = &share_same };

	for (size_t i = 0; i < y->parts; i++)
		if (reports_today(y, &y->part[i]))
			year_report_part(y, &y->part[i], false, &report, &same);
	mistype(y, &report);
	demo_flush(y->d, &report);
	demo_flush(y->d, &same);
}
