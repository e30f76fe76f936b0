/* archive.c (report): the diligence archive of a person and year, one page. */
#include <stdlib.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/assess/archive.h"
#include "domain/assess/entry.h"
#include "domain/assign/share.h"
#include "domain/office/person.h"
#include "report/document.h"
#include "report/report.h"
#include "store/stmt.h"

struct page {
	const struct session *session;
	struct document document;
	int64_t person, archive;
	int year;
};

/* ---- who and when: "person=韦小燕 year=2026", a bare word is the person */

static enum status read_person(
	struct page *p, const char *text, struct error *err)
{
	char *end = NULL;
	long id = strtol(text, &end, 10);

	if (*text && !*end &&
		record_exists(p->session->store, &person_type.table, id)) {
		p->person = id;
		return STATUS_OK;
	}
	return person_find_named(p->session->store, text, &p->person, err);
}

static enum status read_year(
	struct page *p, const char *text, struct error *err)
{
	int year = atoi(text);

	if (year < 2000 || year > 2199)
		return error_set(err, STATUS_USAGE, _("Write it as year=2026."),
			_("\"%s\" is no year."), text);
	p->year = year;
	return STATUS_OK;
}

static enum status read_request(
	struct page *p, const struct report_request *request, struct error *err)
{
	enum status status = STATUS_OK;

	p->person = p->session->person;
	date_parts(clock_today(&p->session->clock), &p->year, &(int){ 0 },
		&(int){ 0 });
	if (request->period)
		status = read_year(p, request->period, err);
	for (size_t i = 0; status == STATUS_OK && i < request->arg_count; i++) {
		const char *arg = request->arg[i];

		if (!strncmp(arg, "year=", 5))
			status = read_year(p, arg + 5, err);
		else if (!strncmp(arg, "person=", 7))
			status = read_person(p, arg + 7, err);
		else
			status = read_person(p, arg, err);
	}
	if (status == STATUS_OK && !p->person)
		status = error_set(err, STATUS_USAGE,
			_("Say whose: report archive person=NAME"),
			_("Your account belongs to no person of the roster."));
	return status;
}

/* ---- head */

static void add_title(struct page *p)
{
	struct stmt *s = stmt_get(p->session->store,
		"SELECT p.name,u.name,o.title FROM person p"
		" LEFT JOIN unit u ON u.id=p.unit"
		" LEFT JOIN post o ON o.id=p.post WHERE p.id=:person");
	struct str meta = STR_INIT;
	char *township = store_meta(p->session->store, "name");

	stmt_bind_int(s, ":person", p->person);
	str_addf(&meta, "%s  ", township ? township : "");
	if (stmt_row(s)) {
		const char *unit = stmt_text(s, 1), *post = stmt_text(s, 2);

		str_addf(&meta, "%s  %s %s  ", stmt_text(s, 0),
			unit ? unit : "", post ? post : "");
	}
	stmt_end(s, NULL);
	str_addf(&meta, "%d", p->year);
	document_set_title(&p->document, _("Diligence archive"), meta.data);
	mem_free(township);
	str_free(&meta);
}

static int64_t count_open(struct page *p)
{
	struct stmt *s = stmt_get(p->session->store,
		"SELECT count(*) FROM due WHERE kind=13 AND person=:person");

	stmt_bind_int(s, ":person", p->person);
	return stmt_one_int(s, 0);
}

static void add_counts(struct page *p)
{
	struct stmt *s = stmt_get(p->session->store,
		"SELECT count(*),total(late_days>0) FROM entry"
		" WHERE archive=:archive AND category=1 AND id NOT IN"
		" (SELECT amends FROM entry WHERE archive=:archive"
		"  AND amends IS NOT NULL)");
	struct str text = STR_INIT;
	int done = 0, late = 0;

	stmt_bind_int(s, ":archive", p->archive);
	if (stmt_row(s)) {
		done = (int)stmt_int(s, 0);
		late = (int)stmt_int(s, 1);
	}
	stmt_end(s, NULL);
	str_addf(&text, _("%d shares finished (on time %d, late %d), %d open"),
		done, done - late, late, (int)count_open(p));
	document_add_text(&p->document, text.data);
	str_free(&text);
}

/* ---- entries */

static const char *choice_label(
	const struct choice *list, int64_t number, const char *context)
{
	const struct choice *c = choice_numbered(list, (int)number);

	return c ? language_text_in(context, c->label) : "";
}

static void add_time(struct str *out, struct stmt *s, int column)
{
	if (stmt_is_null(s, column))
		return;
	if (stmt_int(s, column) > 0)
		str_addf(out, _("%d d late"), (int)stmt_int(s, column));
	else
		str_add(out, _("on time"));
}

static void add_entries(struct page *p)
{
	const struct document_column column[] = {
		{ language_text_in("entry", "day"), false, 5 },
		{ language_text_in("entry", "kind"), false, 8 },
		{ language_text_in("entry", "text"), false, 20 },
		{ _("time"), false, 8 },
		{ language_text_in("entry", "quality"), false, 4 },
		{ language_text_in("entry", "effect"), false, 4 },
	};
	struct stmt *s = stmt_get(p->session->store,
		"SELECT day,category,text,late_days,quality,effect FROM entry"
		" WHERE archive=:archive ORDER BY day,id");

	stmt_bind_int(s, ":archive", p->archive);
	document_add_table(&p->document, column, 6);
	while (stmt_row(s)) {
		const char *day = stmt_text(s, 0);
		struct str time = STR_INIT;

		add_time(&time, s, 3);
		document_add_row(&p->document,
			(const char *const[]){
				day && strlen(day) == 10 ? day + 5 : day,
				choice_label(entry_categories, stmt_int(s, 1),
					"entry"),
				stmt_text(s, 2), time.data,
				choice_label(
					share_grades, stmt_int(s, 4), "entry"),
				choice_label(share_grades, stmt_int(s, 5),
					"entry") });
		str_free(&time);
	}
	stmt_end(s, NULL);
}

/* ---- foot: his own words, confirmed, sealed */

static void add_foot(struct page *p)
{
	struct stmt *s = stmt_get(p->session->store,
		"SELECT statement,confirmed_on,sealed_on,fingerprint"
		" FROM archive WHERE id=:archive");
	struct str text = STR_INIT;

	stmt_bind_int(s, ":archive", p->archive);
	if (stmt_row(s)) {
		if (stmt_text(s, 0)) {
			document_add_heading(&p->document, _("Own words"));
			document_add_text(&p->document, stmt_text(s, 0));
		}
		if (stmt_text(s, 1))
			str_addf(&text, _("Confirmed by the person up to %s"),
				stmt_text(s, 1));
		else
			str_add(&text, _("Not confirmed by the person yet"));
		document_add_heading(&p->document, text.data);
		str_clear(&text);
		if (stmt_text(s, 2)) {
			str_addf(&text, _("Sealed on %s, fingerprint %s"),
				stmt_text(s, 2), stmt_text(s, 3));
			document_add_text(&p->document, text.data);
		}
	}
	stmt_end(s, NULL);
	str_free(&text);
}

static enum status check_may_see(struct page *p, struct error *err)
{
	const struct session *s = p->session;

	if (session_may(s, RIGHT_SEE_ARCHIVES) ||
		(s->person == p->person && session_may(s, RIGHT_SEE)))
		return STATUS_OK;
	return error_set(err, STATUS_DENIED, NULL,
		_("Only the person, supervisors and leaders see an archive."));
}

enum status report_archive(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	struct page p = { .session = s };
	enum status status = read_request(&p, request, err);

	if (status == STATUS_OK)
		status = check_may_see(&p, err);
	if (status != STATUS_OK)
		return status;
	p.archive = archive_of(s->store, p.person, p.year);
	if (p.archive)
		status = record_look(s, &archive_type, &p.archive, 1, err);
	if (status != STATUS_OK)
		return status;
	store_read_begin(s->store);
	add_title(&p);
	add_counts(&p);
	add_entries(&p);
	if (p.archive)
		add_foot(&p);
	else
		document_add_text(&p.document,
			_("No entries yet: they arise when a share is "
			  "verified."));
	store_read_end(s->store);
	document_print_text(&p.document, DOCUMENT_COLS, out);
	document_free(&p.document);
	return STATUS_OK;
}
