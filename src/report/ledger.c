/*
 * ledger.c (report): 督查台账: what was checked in a period, in figures, then
 * what has to be put right, then line by line: done, lagging, in the way.
 */
#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/office/unit.h"
#include "domain/supervise/check.h"
#include "report/document.h"
#include "report/report.h"
#include "store/stmt.h"

struct ledger {
	const struct session *session;
	struct document document;
	int64_t unit; /* 0: all */
	int from, until, today;
	char days[2][DATE_TEXT_BYTES];
};

/* ---- which: "2026", "2026-11", "2026Q4"; unit=NAME, or a bare name */

static enum status read_period(
	struct ledger *l, const char *text, struct error *err)
{
	int year = 0, month = 0, end = 0;
	int first = 1, months = 12;

	if (sscanf(text, "%4dQ%1d%n", &year, &month, &end) == 2 && !text[end] &&
		month >= 1 && month <= 4) {
		first = month * 3 - 2;
		months = 3;
	} else if (sscanf(text, "%4d-%2d%n", &year, &month, &end) == 2 &&
		   !text[end] && month >= 1 && month <= 12) {
		first = month;
		months = 1;
	} else if (sscanf(text, "%4d%n", &year, &end) != 1 || text[end]) {
		year = 0;
	}
	if (year < 2000 || year > 2199)
		return error_set(err, STATUS_USAGE,
			_("Write it as 2026, 2026-11 or 2026Q4."),
			_("\"%s\" is no period."), text);
	l->from = date_of(year, first, 1);
	l->until = date_of(year + (first + months - 1) / 12,
			   (first + months - 1) % 12 + 1, 1) -
		   1;
	return STATUS_OK;
}

static enum status read_request(struct ledger *l,
	const struct report_request *request, struct error *err)
{
	enum status status = STATUS_OK;
	int year = 0, month = 0, dom = 0;

	l->today = clock_today(&l->session->clock);
	date_parts(l->today, &year, &month, &dom);
	l->from = l->today - dom + 1;
	l->until = l->today;
	if (request->period)
		status = read_period(l, request->period, err);
	for (size_t i = 0; status == STATUS_OK && i < request->arg_count; i++) {
		const char *arg = request->arg[i];

		arg += strncmp(arg, "unit=", 5) ? 0 : 5;
		status = unit_find_named(l->session->store, arg, &l->unit, err);
	}
	date_iso(l->from, l->days[0]);
	date_iso(l->until, l->days[1]);
	return status;
}

/* ---- head */

static void add_title(struct ledger *l)
{
	struct str meta = STR_INIT;
	char *township = store_meta(l->session->store, "name");
	char *unit = l->unit ? record_text(l->session->store, &unit_type.table,
				       l->unit, &unit_fields[UNIT_NAME])
			     : NULL;

	str_addf(&meta, "%s  %s%s", township ? township : "", unit ? unit : "",
		unit ? "  " : "");
	str_addf(&meta, _("%s to %s"), l->days[0], l->days[1]);
	document_set_title(&l->document, _("Ledger of checks"), meta.data);
	mem_free(unit);
	mem_free(township);
	str_free(&meta);
}

static enum status add_counts(struct ledger *l, struct error *err)
{
	struct check_counts n;
	struct str text = STR_INIT;
	enum status status = check_count(l->session->store, l->unit, l->from,
		l->until, l->today, &n, err);

	str_addf(&text, _("%d checks: "), (int)n.all);
	check_counts_print(&n, &text);
	document_add_text(&l->document, text.data);
	str_free(&text);
	return status;
}

static struct stmt *lines(struct ledger *l, const char *sql)
{
	struct stmt *s = stmt_get(l->session->store, sql);

	stmt_bind_text(s, ":from", l->days[0]);
	stmt_bind_text(s, ":until", l->days[1]);
	stmt_bind_int(s, ":unit", l->unit);
	return s;
}

#define FROM_CHECKS(and)                                                   \
	" FROM \"check\" c JOIN unit u ON u.id=c.unit LEFT JOIN task t ON" \
	" t.id=c.task WHERE c.day BETWEEN :from AND :until AND"            \
	" (:unit=0 OR c.unit=:unit) " and
#define ABOUT "ifnull(t.title||' / ','')||u.short"

static const char *label(const struct choice *list, int64_t number)
{
	const struct choice *c = choice_numbered(list, (int)number);

	return c ? language_text_in("check", c->label) : "";
}

static const char *short_day(const char *iso)
{
	return iso && strlen(iso) == 10 ? iso + 5 : "";
}

/* ---- what is not struck off yet */

static void add_open(struct ledger *l)
{
	const struct document_column column[] = {
		{ language_text_in("check", "put right by"), false, 5 },
		{ _("how it stands"), false, 8 },
		{ language_text_in("share", "task"), false, 18 },
		{ language_text_in("check", "rectification"), false, 18 },
	};
	struct stmt *s = lines(l,
		"SELECT c.rectify_due,c.state," ABOUT
		",c.rectify" FROM_CHECKS("AND c.state IN (2,3)"
					 " ORDER BY c.rectify_due,c.id"));
	bool any = false;

	while (stmt_row(s)) {
		struct str stands = STR_INIT;
		int due = date_of_iso(stmt_text(s, 0));

		if (!any) {
			document_add_heading(&l->document,
				_("To be put right or struck off"));
			document_add_table(&l->document, column, 4);
			any = true;
		}
		if (stmt_int(s, 1) == CHECK_RECTIFY && due < l->today)
			str_addf(&stands, _("%d d over"), l->today - due);
		else
			str_add(&stands, label(check_states, stmt_int(s, 1)));
		document_add_row(&l->document,
			(const char *const[]){ short_day(stmt_text(s, 0)),
				stands.data, stmt_text(s, 2),
				stmt_text(s, 3) });
		str_free(&stands);
	}
	stmt_end(s, NULL);
}

/* ---- line by line */

/* The three columns below one another: what is not there is left out. */
static char *found_text(struct stmt *s, int first)
{
	static const char *const names[] = { "finding", "done", "lagging",
		"difficulty" };
	struct str text = STR_INIT;

	for (int i = 0; i < 4; i++) {
		const char *line = stmt_text(s, first + i);

		if (line)
			str_addf(&text, "%s%s%s%s", text.len_bytes ? "\n" : "",
				i ? language_text_in("check", names[i]) : "",
				i ? _(": ") : "", line);
	}
	return str_take(&text);
}

static void add_lines(struct ledger *l)
{
	const struct document_column column[] = {
		{ language_text_in("check", "day"), false, 5 },
		{ language_text_in("check", "mode"), false, 6 },
		{ language_text_in("share", "task"), false, 16 },
		{ language_text_in("check", "verdict"), false, 4 },
		{ _("done, lagging, in the way"), false, 24 },
	};
	struct stmt *s = lines(l,
		"SELECT c.day,(SELECT label FROM value WHERE id=c.mode)," ABOUT
		",c.verdict,c.finding,c.done,c.lagging,"
		"c.difficulty" FROM_CHECKS("ORDER BY c.day DESC,c.id DESC"));

	document_add_heading(&l->document, _("Line by line"));
	document_add_table(&l->document, column, 5);
	while (stmt_row(s)) {
		char *found = found_text(s, 4);

		document_add_row(&l->document,
			(const char *const[]){ short_day(stmt_text(s, 0)),
				stmt_text(s, 1), stmt_text(s, 2),
				label(check_verdicts, stmt_int(s, 3)), found });
		mem_free(found);
	}
	stmt_end(s, NULL);
}

enum status report_ledger(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	struct ledger l = { .session = s };
	enum status status = read_request(&l, request, err);

	if (status == STATUS_OK && !session_may(s, RIGHT_SEE))
		status = error_set(err, STATUS_DENIED, NULL,
			_("this needs the right: %s"),
			_(right_label(RIGHT_SEE)));
	if (status != STATUS_OK)
		return status;
	store_read_begin(s->store);
	add_title(&l);
	status = add_counts(&l, err);
	add_open(&l);
	add_lines(&l);
	store_read_end(s->store);
	if (status == STATUS_OK)
		document_print_text(&l.document, DOCUMENT_COLS, out);
	document_free(&l.document);
	return status;
}
