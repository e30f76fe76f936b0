/* today.c (report): 今日 as text, to be pasted or printed. */
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/circle/today.h"
#include "report/document.h"
#include "report/report.h"

static void add_lines(
	struct document *d, const struct today_lines *lines, int today)
{
	const struct document_column column[] = {
		{ "", false, 6 },
		{ "", false, 8 },
		{ language_text_in("share", "task"), false, 20 },
		{ _("how it stands"), false, 12 },
		{ language_text_in("task", "due"), true, 9 },
	};

	document_add_table(d, column, 5);
	for (size_t i = 0; i < lines->count; i++) {
		const struct today_line *line = &lines->line[i];
		struct str light = STR_INIT, due = STR_INIT;

		str_add(&light, light_text(line->light));
		light_print(line->light, &line->days, today, &light);
		today_due_print(line->due, today, &due);
		document_add_row(
			d, (const char *const[]){ light.data,
				   today_what_text(line->what), line->subject,
				   line->detail, due.data });
		str_free(&light);
		str_free(&due);
	}
}

static void add_steps(struct document *d, const struct today_lines *steps)
{
	static const char *const names[] = { "", N_("study"), N_("plan"),
		N_("assign"), N_("lead"), N_("supervise"), N_("assess"),
		N_("system") };

	for (size_t i = 0; i < steps->count; i++) {
		const struct today_line *line = &steps->line[i];
		struct str text = STR_INIT;

		str_addf(&text, "%d%s  %s", line->step, _(names[line->step]),
			line->subject);
		document_add_text(d, text.data);
		str_free(&text);
	}
}

static void add_title(struct document *d, const struct session *s, int today)
{
	static const char *const weekday[] = { N_("Mon"), N_("Tue"), N_("Wed"),
		N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };
	char day[DATE_TEXT_BYTES];
	char *township = store_meta(s->store, "name");
	struct str meta = STR_INIT;

	str_addf(&meta, "%s  %s %s  %s", township ? township : "",
		date_iso(today, day), _(weekday[date_weekday(today) - 1]),
		s->name);
	document_set_title(d, _("today"), meta.data);
	mem_free(township);
	str_free(&meta);
}

static void add_waiting(struct document *d, const struct today *t)
{
	struct str text = STR_INIT;

	if (t->waiting.count) {
		str_addf(&text, _("waiting for me %lld"),
			(long long)t->waiting_count);
		document_add_heading(d, text.data);
		add_lines(d, &t->waiting, t->day);
	}
	str_clear(&text);
	if (t->unreported.count) {
		str_addf(&text, _("not yet reported %zu"), t->unreported.count);
		document_add_heading(d, text.data);
		add_lines(d, &t->unreported, t->day);
	}
	if (!t->waiting.count && !t->unreported.count)
		document_add_text(d, _("Nothing waits for you today."));
	str_free(&text);
}

enum status report_today(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	struct document d = { .count = 0 };
	struct today t = { .day = 0 };

	(void)request;
	store_read_begin(s->store);
	enum status status = today_read(s, &t, err);
	store_read_end(s->store);
	add_title(&d, s, t.day);
	add_waiting(&d, &t);
	if (t.sees_whole) {
		struct str text = STR_INIT;

		str_addf(&text, "%s ", _("township"));
		today_counts_print(&t, &text);
		document_add_heading(&d, text.data);
		str_free(&text);
		add_steps(&d, &t.steps);
	}
	if (status == STATUS_OK)
		document_print_text(&d, DOCUMENT_COLS, out);
	today_free(&t);
	document_free(&d);
	return status;
}
