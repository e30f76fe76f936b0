/* text.c: records as plain lines in the pager, to be copied (取文本). */
#include "app.h"

#include "core/language.h"
#include "report/text.h"
#include "tui/pager.h"

static void fill(void *arg, struct pager *pager)
{
	const struct str *text = arg;

	pager_add(pager, ROLE_TEXT, text->data);
}

static void open_lines(struct screen *s, enum status status, struct str *text,
	struct error *err)
{
	struct pager_arg arg = {
		.title = _("as text"), .fill = fill, .arg = text
	};

	if (status)
		stack_error(s->stack, err);
	else
		stack_push(s->stack, &pager_screen, &arg, 0);
	str_free(text);
}

void open_record_text(
	struct screen *s, const struct record_type *type, int64_t id)
{
	struct str text = STR_INIT;
	struct error err;

	enum status status =
		text_record(app_of(s)->session, type, id, &text, &err);
	open_lines(s, status, &text, &err);
}

void open_list_text(struct screen *s, const struct record_type *type,
	const struct filter *filter, const int64_t *ids, size_t count)
{
	const struct session *session = app_of(s)->session;
	struct str text = STR_INIT;
	struct str title = STR_INIT;
	struct error err;
	enum status status;
	char day[DATE_TEXT_BYTES];

	s->ops->title(s, &title);
	str_addf(&title, "  %s", date_iso(app_today(app_of(s)), day));
	if (count)
		status = text_chosen(
			session, type, title.data, ids, count, &text, &err);
	else
		status = text_list(
			session, type, title.data, filter, &text, &err);
	open_lines(s, status, &text, &err);
	str_free(&title);
}
