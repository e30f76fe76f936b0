/* paper.c: a report on the screen, as it is printed. */
#include "app.h"

#include "core/language.h"
#include "report/report.h"
#include "tui/pager.h"

static void fill(void *arg, struct pager *pager)
{
	const struct str *text = arg;

	pager_add(pager, ROLE_TEXT, text->data);
}

void open_report(struct screen *s, const char *name)
{
	const struct report *report = report_find(name);
	const struct report_request request = { .format = "text" };
	struct app *app = app_of(s);
	struct str text = STR_INIT;
	struct error err = { .status = STATUS_OK };

	if (report->run(app->session, &request, &text, &err) != STATUS_OK) {
		stack_error(s->stack, &err);
	} else {
		struct pager_arg arg = { .title = language_text_in(
						 "report", report->label),
			.fill = fill,
			.arg = &text };

		stack_push(s->stack, &pager_screen, &arg, 0);
	}
	str_free(&text);
}
