#include "tui/form.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "tui/typing.h"
#include "form_inside.h"

/* ---- from field to field */

/* The empty line on which Enter led on is not meant. */
static void cut_empty_lines(struct lineedit *e)
{
	lineedit_do(e, LINEEDIT_TEXT_END);
	while (e->many_lines && e->text.len_bytes &&
		lineedit_is_on_empty_last_line(e))
		lineedit_do(e, LINEEDIT_BACKSPACE);
}

/* The text is seen from its beginning while the cursor is elsewhere. */
static void leave(struct form *f)
{
	struct form_item *item = form_here(f);

	if (!item)
		return;
	cut_empty_lines(&item->edit);
	form_read_item(f, f->focus);
	lineedit_do(&item->edit, LINEEDIT_TEXT_HOME);
}

static void go_to(struct form *f, size_t stop)
{
	if (stop == f->focus)
		return;
	leave(f);
	f->focus = stop;
	form_arrive(f);
}

void form_focus_on(struct form *f, size_t i)
{
	if (i >= f->count)
		return;
	form_ready(f);
	if (!f->item[i].shown)
		form_unfold(f);
	go_to(f, i);
}

/* Everything the cursor stops at, in order. Returns how many. */
static size_t find_stops(const struct form *f, size_t *stop)
{
	size_t n = 0;

	for (size_t i = 0; i < f->ordered; i++)
		if (!f->item[f->order[i]].fixed)
			stop[n++] = f->order[i];
	if (f->folded)
		stop[n++] = FORM_ON_FOLD;
	stop[n++] = FORM_ON_SAVE;
	return n;
}

/* round: from the last to the first. */
static void move(struct form *f, int times, bool round)
{
	size_t *stop = mem_zero(f->count + 2, sizeof *stop);
	size_t n = find_stops(f, stop);
	size_t at = 0;

	while (at < n && stop[at] != f->focus)
		at++;
	long to = (long)(at % n);
	to += times;
	if (round)
		to = (to + (long)n) % (long)n;
	else if (to < 0)
		to = 0;
	else if (to >= (long)n)
		to = (long)n - 1;
	go_to(f, stop[to]);
	mem_free(stop);
}

/* Up or Down: first the rows of a long text, then the fields. */
static void move_row(struct form *f, int way)
{
	struct form_item *item = form_here(f);

	if (!item || !item->edit.many_lines ||
		!lineedit_do(
			&item->edit, way < 0 ? LINEEDIT_UP : LINEEDIT_DOWN))
		move(f, way, false);
}

static void move_rows(struct form *f, int times)
{
	int way = times < 0 ? -1 : 1;

	/* more than any form has rows is its end */
	for (int n = 0; times && n < 10000; n++, times -= way)
		move_row(f, way);
}

static void move_pages(struct form *f, int times)
{
	struct form_item *item = form_here(f);
	int page = f->rows > 4 ? f->rows / 2 : 2;

	if (item && item->edit.many_lines &&
		lineedit_do(&item->edit,
			times < 0 ? LINEEDIT_PAGE_UP : LINEEDIT_PAGE_DOWN))
		return;
	move(f, times < 0 ? -page : page, false);
}

/* ---- commands */

static bool fill_in(struct form *f, size_t i)
{
	struct form_item *item = &f->item[i];
	struct str text = STR_INIT;
	bool some = f->owner.last && !item->fixed &&
		    f->owner.last(f->owner.arg, item->field, &text);

	if (some) {
		form_set_text(f, i, text.data);
		form_read_item(f, i);
	}
	str_free(&text);
	return some;
}

/* ^T: on the first press in an untouched form all fields, then this one. */
static void same_as_last(struct form *f)
{
	bool all = !f->filled && !form_is_dirty(f);
	bool some = false;

	f->filled = true;
	for (size_t i = 0; i < f->count && all; i++)
		if (form_is_blank(&f->item[i]) && fill_in(f, i))
			some = true;
	if (!some && form_here(f))
		some = fill_in(f, f->focus);
	if (!some)
		str_add(&f->notice, _("Nothing stood here last time."));
}

static void save(struct form *f)
{
	leave(f);
	if (form_check(f)) {
		if (f->owner.save)
			f->owner.save(f->owner.arg);
	} else if (form_here(f)) {
		lineedit_do(&form_here(f)->edit, LINEEDIT_TEXT_END);
	}
}

static void choose(struct form *f, const char *typed)
{
	const struct form_item *item = form_here(f);
	size_t blanks = strspn(typed, " ");

	if (item && f->owner.choose)
		f->owner.choose(f->owner.arg, item->field, typed + blanks);
}

const struct command *form_commands(const struct form *f)
{
	static const struct command plain[] = { { .id = CMD_NEXT_FIELD },
		{ .id = CMD_SAVE }, { .id = CMD_NONE } };
	static const struct command same[] = { { .id = CMD_NEXT_FIELD },
		{ .id = CMD_SAVE }, { .id = CMD_SAME }, { .id = CMD_NONE } };
	static const struct command chosen[] = { { .id = CMD_NEXT_FIELD },
		{ .id = CMD_SAVE }, { .id = CMD_CHOOSE }, { .id = CMD_NONE } };
	static const struct command both[] = { { .id = CMD_NEXT_FIELD },
		{ .id = CMD_SAVE }, { .id = CMD_CHOOSE }, { .id = CMD_SAME },
		{ .id = CMD_NONE } };
	const struct form_item *item = form_here(f);
	bool can_choose =
		item && f->owner.choose &&
		(form_is_chosen(f, item) || item->field->type == FIELD_DATE);

	if (can_choose)
		return f->owner.last ? both : chosen;
	return f->owner.last ? same : plain;
}

enum handled form_command(struct form *f, int cmd, int times)
{
	str_clear(&f->notice);
	form_ready(f);
	switch (cmd) {
	case CMD_NEXT_FIELD:
		move(f, 1, true);
		return HANDLED_YES;
	case CMD_PREVIOUS_FIELD:
		move(f, -1, true);
		return HANDLED_YES;
	case CMD_UP:
		move_rows(f, -times);
		return HANDLED_YES;
	case CMD_DOWN:
		move_rows(f, times);
		return HANDLED_YES;
	case CMD_PAGE_UP:
		move_pages(f, -times);
		return HANDLED_YES;
	case CMD_PAGE_DOWN:
		move_pages(f, times);
		return HANDLED_YES;
	case CMD_SAVE:
		save(f);
		return HANDLED_YES;
	case CMD_SAME:
		same_as_last(f);
		return HANDLED_YES;
	case CMD_CHOOSE:
		choose(f, "");
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

/* ---- keys */

static enum handled take_enter(struct form *f)
{
	struct form_item *item = form_here(f);

	if (f->focus == FORM_ON_SAVE) {
		save(f);
		return HANDLED_YES;
	}
	if (f->focus == FORM_ON_FOLD) {
		size_t first = f->ordered;

		form_unfold(f);
		f->focus = first < f->ordered ? f->order[first] : FORM_ON_SAVE;
		form_arrive(f);
		return HANDLED_YES;
	}
	if (!item || !item->edit.many_lines ||
		lineedit_is_on_empty_last_line(&item->edit))
		return HANDLED_NO;
	if (!lineedit_do(&item->edit, LINEEDIT_NEWLINE))
		str_add(&f->notice, _("The text is as long as it may be."));
	return HANDLED_YES;
}

enum handled form_key(struct form *f, uint32_t key)
{
	enum lineedit_op op;

	form_ready(f);
	str_clear(&f->notice);
	struct form_item *item = form_here(f);
	if (key == KEY_ENTER)
		return take_enter(f);
	if (!item || !typing_op(key, &op))
		return HANDLED_NO;
	f->fresh = false;
	if (!form_is_chosen(f, item))
		lineedit_do(&item->edit, op);
	else if (op >= LINEEDIT_BACKSPACE)
		form_set_text(f, f->focus, "");
	return HANDLED_YES;
}

bool form_picks(struct form *f)
{
	form_ready(f);
	const struct form_item *item = form_here(f);

	return item && form_is_chosen(f, item);
}

enum handled form_write(struct form *f, const char *utf8, bool pasted)
{
	struct error err;
	enum status status;

	(void)pasted;
	form_ready(f);
	str_clear(&f->notice);
	struct form_item *item = form_here(f);
	if (!item)
		return HANDLED_NO;
	if (form_picks(f)) {
		choose(f, utf8);
		return HANDLED_YES;
	}
	if (f->fresh)
		lineedit_set(&item->edit, "");
	f->fresh = false;
	status = lineedit_insert(&item->edit, utf8, strlen(utf8), &err);
	if (status != STATUS_OK)
		str_add(&f->notice, err.what);
	return HANDLED_YES;
}
