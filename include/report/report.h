/*
 * report.h: documents and tables made from the records.
 *
 * A report is a row of the table `reports`; the command line, the menu of
 * documents and the help follow from it. A report succeeds whatever it
 * finds. It only reads, and sees through the viewer of the session.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stddef.h>
#include "core/status.h"
#include "core/str.h"
#include "domain/session.h"

struct report_request {
	const char *format; /* one of report.formats; never NULL */
	const char *period; /* "2026", "2026-11", "2026Q4"; NULL: the present */
	const char *const *arg; /* what else was said: a person, a unit */
	size_t arg_count;
};

struct report {
	const char *name;      /* stable: "today" */
	const char *label;     /* N_(), context "report" */
	const char *arguments; /* as help shows them: "[PERSON]"; "" none */
	const char *formats;   /* "text|html": the first unless asked for */
	/* Adds the document; text is UTF-8 and ends with a line end. */
	enum status (*run)(const struct session *s,
		const struct report_request *request, struct str *out,
		struct error *err);
};
extern const struct report reports[]; /* ends with .name NULL */

const struct report *report_find(const char *name);

/* ---- the reports, by file */

/* What waits for this session, as today.h reads it. */
enum status report_today(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);
/* person=, year= (or the period); without: one's own of this year.
 * STATUS_DENIED: another's, without the right to see archives. */
enum status report_archive(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);
/* The checks of the period (without: this month), of all units or one. */
enum status report_ledger(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);

/* 无缝覆盖, 责任矩阵, 工作任务分解表, 倒排工期表, 例会单: work that is open or
 * a draft, from the records of step 3. STATUS_DENIED: without the right to
 * see the work. */
enum status report_coverage(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);
enum status report_matrix(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);
enum status report_breakdown(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);
enum status report_schedule(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);
enum status report_meeting(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err);

#endif
