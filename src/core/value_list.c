/* Values picked from lists: choices and references, one or several. */
#include "value_reading.h"

#include "core/language.h"
#include "core/mem.h"
#include "core/number.h"
#include "core/plain.h"

/* ---- choices */

static const struct choice *choice_of(const struct reading *r, const char *text)
{
	const struct choice *found =
		choice_find(r->f->choices, text, r->c->type_name);
	int64_t n;

	if (found || number_read_whole(text, "", &n, NULL) || n > 1 << 30 ||
		n < -(1 << 30))
		return found;
	return choice_numbered(r->f->choices, (int)n);
}

static enum status no_choice(const struct reading *r)
{
	struct str all = STR_INIT;

	for (const struct choice *c = r->f->choices; c && c->name; c++) {
		const char *label = c->label ? c->label : c->name;

		if (all.len_bytes)
			str_add(&all, _(", "));
		str_add(&all, language_text_in(r->c->type_name, label));
	}
	enum status status =
		value_fail(r, all.data, _("This is none of the choices."));
	str_free(&all);
	return status;
}

enum status value_read_choice(const struct reading *r)
{
	const struct choice *c = choice_of(r, r->text);

	return c ? value_done(r, c->number) : no_choice(r);
}

/* ---- lists */

/* Signs that part names; a space does only where the whole is no name. */
static bool is_separator(uint32_t c, bool spaces)
{
	return c == 0x3001 || c == ',' || c == ';' || c == '/' || c == '\n' ||
	       c == '\r' || (spaces && (c == ' ' || c == '\t'));
}

/* The next part of a list, trimmed; false at the end. Caller frees it. */
static bool next_part(const char **s, bool spaces, char **part)
{
	while (**s) {
		const char *start = *s, *end = *s;
		struct str raw = STR_INIT, trimmed = STR_INIT;

		while (**s && !is_separator(plain_next(s), spaces))
			end = *s;
		str_add_bytes(&raw, start, (size_t)(end - start));
		plain_add_trimmed(&trimmed, raw.data);
		str_free(&raw);
		if (trimmed.len_bytes) {
			*part = str_take(&trimmed);
			return true;
		}
		str_free(&trimmed);
	}
	return false;
}

static bool add_choice(const struct reading *r, const char *text, uint64_t *set)
{
	const struct choice *c = choice_of(r, text);

	if (!c || c->number < 0 || c->number >= 63)
		return false;
	*set |= UINT64_C(1) << c->number;
	return true;
}

/* A part may be a label with spaces in it, or several parted by them. */
static bool add_choices(
	const struct reading *r, const char *text, uint64_t *set)
{
	bool known = true;
	char *part;

	if (add_choice(r, text, set))
		return true;
	while (known && next_part(&text, true, &part)) {
		known = add_choice(r, part, set);
		if (!known)
			plain_copy(
				r->issue->found, sizeof r->issue->found, part);
		mem_free(part);
	}
	return known;
}

enum status value_read_choices(const struct reading *r)
{
	const char *s = r->text;
	uint64_t set = 0;
	bool known = true;
	char *part;

	while (known && next_part(&s, false, &part)) {
		known = add_choices(r, part, &set);
		mem_free(part);
	}
	if (!known)
		return no_choice(r);
	return set ? value_done(r, (int64_t)set) : STATUS_OK; /* signs alone */
}

/* ---- references */

static enum status resolve(
	const struct reading *r, const char *text, int64_t *id)
{
	struct error e;

	text += *text == '#'; /* how an unnamed record is printed */
	if (r->c->resolve)
		return r->c->resolve(r->c->arg, r->f, text, id, r->issue);
	if (!number_read_whole(text, "", id, &e) && *id > 0)
		return STATUS_OK;
	return value_failf(
		r, _("an id: 17"), _("“%s” is not known here."), text);
}

enum status value_read_ref(const struct reading *r)
{
	int64_t id = 0;
	enum status status = value_check_text(r, CLEAN_ONE_LINE);

	if (!status)
		status = resolve(r, r->text, &id);
	return status ? status : value_done(r, id);
}

static enum status add_name(
	const struct reading *r, const char *name, struct value_ids *ids)
{
	int64_t id = 0;

	if (r->c->expand && r->c->expand(r->c->arg, r->f, name, ids))
		return STATUS_OK;
	enum status status = resolve(r, name, &id);
	if (!status)
		value_ids_add(ids, id);
	else
		plain_copy(r->issue->found, sizeof r->issue->found, name);
	return status;
}

/* A part may be a name with spaces in it, or several names parted by them. */
static enum status add_part(
	const struct reading *r, const char *part, struct value_ids *ids)
{
	struct value_ids tried = { 0 };
	enum status status = add_name(r, part, ids);
	const char *s = part;
	char *name;
	int names = 0;

	if (status != STATUS_NOT_FOUND && status != STATUS_INVALID)
		return status;
	enum status each = STATUS_OK;
	while (!each && next_part(&s, true, &name)) {
		each = add_name(r, name, &tried);
		names++;
		mem_free(name);
	}
	for (size_t i = 0; !each && i < tried.count; i++)
		value_ids_add(ids, tried.id[i]);
	value_ids_free(&tried);
	return names > 1 ? each : status;
}

enum status value_read_refs(const struct reading *r)
{
	struct value_ids ids = { 0 };
	struct str column = STR_INIT;
	const char *s = r->text;
	char *part;
	enum status status = value_check_text(r, CLEAN_LONG_TEXT);

	while (!status && next_part(&s, false, &part)) {
		status = add_part(r, part, &ids);
		mem_free(part);
	}
	value_ids_print(&ids, &column);
	if (!status)
		*r->out = value_text(column.data);
	str_free(&column);
	value_ids_free(&ids);
	return status;
}
