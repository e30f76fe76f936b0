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
		.arguments = "[PERSON] [year=YEAR]",
		.formats = "text",
		.run = report_archive },
	{ .name = NULL },
};

const struct report *report_find(const char *name)
{
	for (const struct report *r = reports; name && r->name; r++)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}
