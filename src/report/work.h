/* work.h: what the reports of step 3 share. */
#ifndef REPORT_WORK_H
#define REPORT_WORK_H

#include "report/document.h"
#include "report/report.h"

/* Whoever may not see the work gets no report: STATUS_DENIED. */
enum status work_begin(const struct session *s, const char *title,
	struct document *d, struct error *err);
/* Prints and frees the document when all was read. */
enum status work_end(const struct session *s, struct document *d,
	enum status status, struct str *out);
/* "10-31" of this year, else "2027-01-31"; "" for NULL. */
const char *work_day(const struct session *s, const char *iso);

#endif
