#include "core/value.h"

#include "core/date.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "core/mem.h"
#include "core/plain.h"

struct value value_int(int64_t number)
{
	return (struct value){ .kind = VALUE_INT, .number = number };
}

struct value value_text(const char *text)
{
	if (!text || !*text)
		return (struct value){ .kind = VALUE_NULL };
	return (struct value){ .kind = VALUE_TEXT, .text = mem_text(text) };
}

struct value value_copy(const struct value *v)
{
	struct value copy = *v;

	if (v->kind == VALUE_TEXT)
		copy.text = mem_text(v->text);
	return copy;
}

bool value_equal(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == VALUE_INT)
		return a->number == b->number;
	return a->kind == VALUE_NULL || !strcmp(a->text, b->text);
}

void value_free(struct value *v)
{
	if (v->kind == VALUE_TEXT)
		mem_free(v->text);
	*v = (struct value){ .kind = VALUE_NULL };
}

static struct values_item *item_of(
	const struct values *s, const struct field *f)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->item[i].field == f)
			return &s->item[i];
	}
	return NULL;
}

void values_set(struct values *s, const struct field *f, struct value v)
{
	struct values_item *item = item_of(s, f);

	if (item) {
		value_free(&item->value);
		item->value = v;
		return;
	}
	s->item = mem_grow(s->item, s->count, &s->size, sizeof *s->item);
	s->item[s->count++] = (struct values_item){ .field = f, .value = v };
}

void values_set_int(struct values *s, const struct field *f, int64_t number)
{
	values_set(s, f, value_int(number));
}

void values_set_text(struct values *s, const struct field *f, const char *t)
{
	values_set(s, f, value_text(t));
}

void values_set_null(struct values *s, const struct field *f)
{
	values_set(s, f, value_text(NULL));
}

bool values_has(const struct values *s, const struct field *f)
{
	return item_of(s, f) != NULL;
}

const struct value *values_get(const struct values *s, const struct field *f)
{
	const struct values_item *item = item_of(s, f);

	return item ? &item->value : NULL;
}

int64_t values_int(const struct values *s, const struct field *f)
{
	const struct value *v = values_get(s, f);

	return v && v->kind == VALUE_INT ? v->number : 0;
}

void values_set_day(struct values *s, const struct field *f, int day)
{
	char text[DATE_TEXT_BYTES];

	values_set_text(s, f, date_iso(day, text));
}

const char *values_text(const struct values *s, const struct field *f)
{
	const struct value *v = values_get(s, f);

	return v && v->kind == VALUE_TEXT ? v->text : NULL;
}

void values_remove(struct values *s, const struct field *f)
{
	struct values_item *item = item_of(s, f);

	if (!item)
		return;
	value_free(&item->value);
	s->count--;
	size_t behind = s->count - (size_t)(item - s->item);
	memmove(item, item + 1, behind * sizeof *item);
}

void values_copy(struct values *to, const struct values *from)
{
	if (to == from)
		return;
	for (size_t i = 0; i < from->count; i++) {
		const struct values_item *item = &from->item[i];

		values_set(to, item->field, value_copy(&item->value));
	}
}

void values_clear(struct values *s)
{
	for (size_t i = 0; i < s->count; i++)
		value_free(&s->item[i].value);
	s->count = 0;
}

void values_free(struct values *s)
{
	values_clear(s);
	mem_free(s->item);
	*s = (struct values){ 0 };
}

struct issue *issues_add(struct issues *s, const struct field *f, bool warning,
	const char *text, ...)
{
	struct str said = STR_INIT;
	va_list args;

	s->item = mem_grow(s->item, s->count, &s->size, sizeof *s->item);
	struct issue *issue = &s->item[s->count++];
	*issue = (struct issue){ .field = f, .warning = warning };
	s->errors += !warning;
	va_start(args, text);
	str_addv(&said, text, args);
	va_end(args);
	plain_copy(issue->text, sizeof issue->text, said.data);
	str_free(&said);
	return issue;
}

void issues_free(struct issues *s)
{
	mem_free(s->item);
	*s = (struct issues){ 0 };
}

void value_ids_add(struct value_ids *ids, int64_t id)
{
	size_t at = ids->count;

	while (at > 0 && ids->id[at - 1] >= id)
		at--;
	if (at < ids->count && ids->id[at] == id)
		return;
	ids->id = mem_grow(ids->id, ids->count, &ids->size, sizeof *ids->id);
	memmove(ids->id + at + 1, ids->id + at,
		(ids->count - at) * sizeof *ids->id);
	ids->id[at] = id;
	ids->count++;
}

bool value_ids_read(struct value_ids *ids, const char *column)
{
	const char *s = column;

	while (s && *s == ',' && s[1]) {
		char *end;
		long long id = strtoll(s + 1, &end, 10);

		if (end == s + 1 || *end != ',' || id < 1)
			return false;
		value_ids_add(ids, id);
		s = end;
	}
	return !s || !*s || (s != column && !strcmp(s, ","));
}

void value_ids_print(const struct value_ids *ids, struct str *out)
{
	for (size_t i = 0; i < ids->count; i++)
		str_addf(out, ",%lld", (long long)ids->id[i]);
	if (ids->count)
		str_add_char(out, ',');
}

void value_ids_free(struct value_ids *ids)
{
	mem_free(ids->id);
	*ids = (struct value_ids){ 0 };
}
