#include "tui/form.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "form_inside.h"

void form_init(struct form *f, const struct form_owner *owner)
{
	*f = (struct form){
		.owner = *owner,
		.notice = STR_INIT,
		.focus = FORM_ON_SAVE,
	};
}

void form_fini(struct form *f)
{
	for (size_t i = 0; i < f->count; i++) {
		struct form_item *item = &f->item[i];

		mem_free(item->label);
		mem_free(item->help);
		mem_free(item->section);
		mem_free(item->suffix);
		mem_free(item->before);
		mem_free(item->error);
		value_free(&item->value);
		lineedit_fini(&item->edit);
	}
	mem_free(f->item);
	mem_free(f->order);
	str_free(&f->notice);
}

static bool is_typed_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_LONG;
}

size_t form_add(struct form *f, const struct field *field, const char *label,
	const char *help, const char *section, const char *text)
{
	f->item = mem_grow(f->item, f->count, &f->size, sizeof *f->item);
	struct form_item *item = &f->item[f->count];

	*item = (struct form_item){
		.field = field,
		.label = mem_text(label),
		.help = mem_text(help),
		.section = mem_text(section),
		.before = mem_text(text ? text : ""),
	};
	lineedit_init(&item->edit, field->type == FIELD_LONG,
		is_typed_text(field) ? (size_t)field_max_chars(field) : 0);
	lineedit_set(&item->edit, item->before);
	lineedit_do(&item->edit, LINEEDIT_TEXT_HOME);
	item->fixed = field->flags & FIELD_SYSTEM;
	if (field->flags & FIELD_FOLDED)
		f->folded = true;
	return f->count++;
}

size_t form_index(const struct form *f, const struct field *field)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->item[i].field == field)
			return i;
	return SIZE_MAX;
}

void form_set_suffix(struct form *f, size_t i, const char *suffix)
{
	mem_free(f->item[i].suffix);
	f->item[i].suffix = mem_text(suffix);
}

void form_set_fixed(struct form *f, size_t i, bool fixed)
{
	f->item[i].fixed = fixed;
	if (fixed && f->focus == i)
		form_command(f, CMD_NEXT_FIELD, 1);
}

/* ---- which items, in which order */

/* An item and the paired ones after it stay together. */
static size_t group_end(const struct form *f, size_t first)
{
	size_t end = first + 1;

	while (end < f->count && f->item[end].field->flags & FIELD_PAIRED)
		end++;
	return end;
}

static bool same_section(const struct form_item *a, const struct form_item *b)
{
	if (!a->section || !b->section)
		return a->section == b->section;
	return !strcmp(a->section, b->section);
}

static void add_groups(
	struct form *f, size_t from, size_t to, bool folded, bool required)
{
	for (size_t end; from < to; from = end) {
		unsigned flags = f->item[from].field->flags;

		end = group_end(f, from);
		if (!!(flags & FIELD_FOLDED) != folded ||
			!!(flags & FIELD_REQUIRED) != required)
			continue;
		for (size_t i = from; i < end; i++) {
			f->item[i].shown = true;
			f->order[f->ordered++] = i;
		}
	}
}

void form_arrange(struct form *f)
{
	f->order = mem_resize(f->order, f->count + 1, sizeof *f->order);
	f->ordered = 0;
	for (size_t i = 0; i < f->count; i++)
		f->item[i].shown = false;
	for (size_t i = 0, end; i < f->count; i = end) {
		for (end = i + 1; end < f->count &&
				  same_section(&f->item[i], &f->item[end]);
			end++)
			;
		add_groups(f, i, end, false, true);
		add_groups(f, i, end, false, false);
	}
	if (!f->folded) {
		add_groups(f, 0, f->count, true, true);
		add_groups(f, 0, f->count, true, false);
	}
}

void form_ready(struct form *f)
{
	if (f->order)
		return;
	form_arrange(f);
	f->focus = f->folded ? FORM_ON_FOLD : FORM_ON_SAVE;
	for (size_t i = f->ordered; i > 0; i--)
		if (!f->item[f->order[i - 1]].fixed)
			f->focus = f->order[i - 1];
	form_arrive(f);
}

void form_arrive(struct form *f)
{
	struct form_item *item = form_here(f);

	f->fresh = false;
	if (!item)
		return;
	lineedit_do(&item->edit, LINEEDIT_TEXT_END);
	switch (item->field->type) {
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_DATE:
		f->fresh = !item->fixed && !form_is_blank(item);
		break;
	default:
		break;
	}
}

void form_unfold(struct form *f)
{
	f->folded = false;
	form_arrange(f);
}

struct form_item *form_here(const struct form *f)
{
	return f->focus < f->count ? &f->item[f->focus] : NULL;
}

const struct field *form_focus(const struct form *f)
{
	const struct form_item *item = form_here(f);

	return item ? item->field : NULL;
}

/* ---- texts and values */

const char *form_text(const struct form *f, size_t i)
{
	return lineedit_text(&f->item[i].edit);
}

void form_set_text(struct form *f, size_t i, const char *text)
{
	struct form_item *item = &f->item[i];

	if (!strcmp(form_text(f, i), text ? text : ""))
		return;
	lineedit_set(&item->edit, text ? text : "");
	item->known = false;
	form_set_error(item, NULL, false);
	if (f->focus != i)
		lineedit_do(&item->edit, LINEEDIT_TEXT_HOME);
}

void form_set_value(
	struct form *f, size_t i, const struct value *v, const char *text)
{
	struct form_item *item = &f->item[i];

	form_set_text(f, i, text);
	form_set_error(item, NULL, false);
	value_free(&item->value);
	item->value = value_copy(v);
	item->known = true;
	item->known_changes = item->edit.changes;
}

void form_choose(struct form *f, const struct value *v, const char *text)
{
	form_ready(f);
	if (!form_here(f))
		return;
	form_set_value(f, f->focus, v, text);
	form_command(f, CMD_NEXT_FIELD, 1);
}

void form_set_before(struct form *f, size_t i, const char *text)
{
	mem_free(f->item[i].before);
	f->item[i].before = mem_text(text);
}

void form_begin(struct form *f)
{
	for (size_t i = 0; i < f->count; i++)
		form_set_before(f, i, form_text(f, i));
}

static bool is_changed(const struct form *f, size_t i)
{
	return strcmp(form_text(f, i), f->item[i].before) != 0;
}

bool form_is_dirty(const struct form *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (is_changed(f, i))
			return true;
	return false;
}

void form_values(struct form *f, bool changed_only, struct values *out)
{
	for (size_t i = 0; i < f->count; i++) {
		struct form_item *item = &f->item[i];

		bool said = is_changed(f, i) ||
			    (!changed_only && !form_is_blank(item));

		if (item->fixed || !said)
			continue;
		if (form_read_item(f, i))
			values_set(out, item->field, value_copy(&item->value));
	}
}

bool form_is_chosen(const struct form *f, const struct form_item *item)
{
	switch (item->field->type) {
	case FIELD_FLAG:
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_VALUE:
	case FIELD_REF:
	case FIELD_REFS:
		return f->owner.choose != NULL;
	default:
		return false;
	}
}

bool form_is_blank(const struct form_item *item)
{
	const char *text = lineedit_text(&item->edit);

	return !text[strspn(text, " \n")];
}

void form_set_error(struct form_item *item, const char *text, bool warning)
{
	mem_free(item->error);
	item->error = mem_text(text);
	item->error_is_warning = warning;
}

static void set_issue(struct form_item *item, const struct issue *issue)
{
	struct str text = STR_INIT;

	str_add(&text, issue->text);
	if (issue->accepted[0])
		str_addf(&text, "  %s", issue->accepted);
	form_set_error(item, text.data, issue->warning);
	str_free(&text);
}

/* The text as it is usually written: 12-1 becomes 2026-12-01. */
static void print_item(struct form *f, struct form_item *item)
{
	struct str text = STR_INIT;

	if (!f->owner.print || is_typed_text(item->field))
		return;
	f->owner.print(f->owner.arg, item->field, &item->value, &text);
	if (text.len_bytes && strcmp(text.data, lineedit_text(&item->edit)))
		lineedit_set(&item->edit, text.data);
	str_free(&text);
}

bool form_read_item(struct form *f, size_t i)
{
	struct form_item *item = &f->item[i];
	struct issue issue = { .field = item->field };
	enum status status = STATUS_OK;

	if (item->known && item->known_changes == item->edit.changes)
		return true;
	form_set_error(item, NULL, false);
	value_free(&item->value);
	item->value = (struct value){ .kind = VALUE_NULL };
	if (!form_is_blank(item)) {
		if (f->owner.read)
			status = f->owner.read(f->owner.arg, item->field,
				form_text(f, i), &item->value, &issue);
		else
			item->value = value_text(form_text(f, i));
	}
	item->known = status == STATUS_OK;
	if (!item->known) {
		set_issue(item, &issue);
		item->error_is_warning = false;
		return false;
	}
	if (item->value.kind != VALUE_NULL)
		print_item(f, item);
	item->known_changes = item->edit.changes;
	return true;
}

/* ---- what is wrong */

static void to_first_error(struct form *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->item[i].error && !f->item[i].shown)
			form_unfold(f);
	for (size_t i = 0; i < f->ordered; i++) {
		struct form_item *item = &f->item[f->order[i]];

		if (!item->error || item->fixed)
			continue;
		form_focus_on(f, f->order[i]);
		return;
	}
}

bool form_check(struct form *f)
{
	bool right = true;

	form_ready(f);
	for (size_t i = 0; i < f->count; i++) {
		struct form_item *item = &f->item[i];

		form_set_error(item, NULL, false);
		if (item->fixed)
			continue;
		if (!form_read_item(f, i)) {
			right = false;
		} else if (item->field->flags & FIELD_REQUIRED &&
			   form_is_blank(item)) {
			form_set_error(
				item, _("This must be filled in."), false);
			right = false;
		}
	}
	if (!right)
		to_first_error(f);
	return right;
}

void form_put_issues(struct form *f, const struct issues *issues)
{
	form_ready(f);
	str_clear(&f->notice);
	for (size_t i = 0; i < issues->count; i++) {
		const struct issue *issue = &issues->item[i];
		size_t at =
			issue->field ? form_index(f, issue->field) : SIZE_MAX;

		if (at < f->count)
			set_issue(&f->item[at], issue);
		else
			str_addf(&f->notice, "%s%s",
				f->notice.len_bytes ? "  " : "", issue->text);
	}
	to_first_error(f);
}
