#include "report/report.h"

#include <string.h>
#include "core/language.h"

const struct report reports[] = {
	{ .name = "today",
		.label = N_("what waits today"),
		.arguments = "",
		.formats = "text",
		.run = report_today },
	{ .name = "archive",
		.label = N_("diligence archive"),
		.arguments = N_("[PERSON] [year=YEAR]"),
		.formats = "text",
		.run = report_archive },
	{ .name = "coverage",
		.label = N_("coverage check"),
		.arguments = "",
		.formats = "text",
		.run = report_coverage },
	{ .name = "matrix",
		.label = N_("responsibility matrix"),
		.arguments = "",
		.formats = "text",
		.run = report_matrix },
	{ .name = "breakdown",
		.label = N_("breakdown of work"),
		.arguments = "",
		.formats = "text",
		.run = report_breakdown },
	{ .name = "schedule",
		.label = N_("schedule counted back"),
		.arguments = "",
		.formats = "text",
		.run = report_schedule },
	{ .name = "meeting",
		.label = N_("sheet for the meeting"),
		.arguments = "",
		.formats = "text",
		.run = report_meeting },
	{ .name = "ledger",
		.label = N_("ledger of checks"),
		.arguments = N_("[unit=UNIT]"),
		.formats = "text",
		.run = report_ledger },
	{ .name = NULL },
};

const struct report *report_find(const char *name)
{
	for (const struct report *r = reports; name && r->name; r++)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}
