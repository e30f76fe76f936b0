#include "domain/filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/find.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/light.h"
#include "domain/office/view.h"

/* What the database takes in one question, with room for a view's own. */
enum { FILTER_MOST = 40 };

struct reader {
	const struct session *s;
	const struct record_type *type;
	struct value_context values;
	struct filter *out;
	struct issues *issues;
	unsigned lights; /* bits 1u << enum light */
	char *of;
	int depth; /* of views within views */
};

/* ---- what would be accepted */

static void add_word(struct str *out, const char *word)
{
	if (out->len_bytes)
		str_add_char(out, ' ');
	str_add(out, word);
}

static void list_views(const struct reader *r, struct str *out)
{
	for (const struct view *v = r->type->table.views; v && v->name; v++)
		add_word(out, v->name);
}

static void list_fields(const struct reader *r, struct str *out)
{
	for (const struct field *f = r->type->table.fields; f->name; f++)
		if (!(f->flags & FIELD_RETIRED) &&
			field_may_see(r->s, r->type, f))
			add_word(out, f->name);
}

static void list_lights(const struct reader *r, struct str *out)
{
	(void)r;
	for (const struct choice *c = light_choices; c->name; c++)
		add_word(out, c->name);
}

static void refuse(struct reader *r, const char *found, const char *text,
	void (*list)(const struct reader *, struct str *))
{
	struct issue *issue = issues_add(r->issues, NULL, false, "%s", text);
	struct str accepted = STR_INIT;

	plain_copy(issue->found, sizeof issue->found, found);
	if (list)
		list(r, &accepted);
	plain_copy(issue->accepted, sizeof issue->accepted, accepted.data);
	str_free(&accepted);
}

static void refuse_value(struct reader *r, const struct field *f,
	const char *found, const struct issue *why)
{
	struct issue *issue = issues_add(r->issues, f, false, "%s", why->text);

	plain_copy(issue->found, sizeof issue->found, found);
	plain_copy(issue->accepted, sizeof issue->accepted, why->accepted);
}

/* ---- the query grows */

static struct query_filter *add_filter(
	struct reader *r, const struct field *f, enum query_op op)
{
	struct filter *out = r->out;
	size_t count = out->query.filter_count++;

	out->filter =
		mem_grow(out->filter, count, &out->size, sizeof *out->filter);
	out->filter[count] = (struct query_filter){ .field = f, .op = op };
	out->query.filter = out->filter;
	return &out->filter[count];
}

/* The values are ours; only the query reads them as const. */
static struct value *values_of(const struct query_filter *f)
{
	return (struct value *)(uintptr_t)f->value;
}

static void take_value(struct query_filter *f, struct value v)
{
	struct value *all = mem_resize(values_of(f), f->count + 1, sizeof *all);

	all[f->count++] = v;
	f->value = all;
}

static void drop_values(struct query_filter *f)
{
	for (size_t i = 0; i < f->count; i++)
		value_free(&values_of(f)[i]);
	mem_free(values_of(f));
	f->value = NULL;
	f->count = 0;
}

/* A computed field for this filter alone; sql is taken over. */
static struct field *make_field(
	struct reader *r, enum field_type type, struct str *sql)
{
	struct filter *out = r->out;
	struct field *f = mem_zero(1, sizeof *f);

	f->name = "filter";
	f->type = type;
	f->sql = str_take(sql);
	out->made = mem_grow(
		out->made, out->made_count, &out->made_size, sizeof *out->made);
	out->made[out->made_count++] = f;
	return f;
}

static void add_column(struct str *sql, const struct field *f)
{
	if (field_is_stored(f))
		str_addf(sql, "r.\"%s\"", f->name);
	else
		str_add(sql, f->sql);
}

/* ---- values of a field */

static const struct field *find_field(const struct reader *r, const char *name)
{
	const struct field *fields = r->type->table.fields;
	const struct field *found = field_find(fields, name);

	for (const struct field *f = fields; !found && f->name; f++)
		if (plain_equal(name, field_label(r->type, f)))
			found = f;
	if (!found || found->flags & FIELD_RETIRED ||
		!field_may_see(r->s, r->type, found))
		return NULL;
	return found;
}

/* The next part of "a,b、c" in *part; false at the end. */
static bool next_part(const char **text, struct str *part)
{
	static const char *const commas[] = { ",", "，", "、" };

	str_clear(part);
	if (!*text)
		return false;
	while (**text) {
		for (size_t i = 0; i < sizeof commas / sizeof *commas; i++) {
			size_t n = strlen(commas[i]);

			if (strncmp(*text, commas[i], n))
				continue;
			*text += n;
			return true;
		}
		str_add_char(part, *(*text)++);
	}
	*text = NULL;
	return true;
}

/* A set of choices holds any of those named. */
static void settle_choices(struct reader *r, struct query_filter *f)
{
	struct str sql = STR_INIT;
	int64_t bits = 0;

	for (size_t i = 0; i < f->count; i++)
		bits |= f->value[i].number;
	str_add(&sql, "((");
	add_column(&sql, f->field);
	str_addf(&sql, ")&%lld)<>0", (long long)bits);
	drop_values(f);
	f->field = make_field(r, FIELD_FLAG, &sql);
	take_value(f, value_int(1));
}

static void take_values(struct reader *r, const struct field *f,
	enum query_op op, const char *text)
{
	struct query_filter *filter = add_filter(r, f, op);
	const char *rest = text;
	struct str part = STR_INIT;

	while (next_part(&rest, &part)) {
		struct value v = { .kind = VALUE_NULL };
		struct issue issue = { .field = f };

		if (value_parse(f, part.data, &r->values, &v, &issue) !=
			STATUS_OK)
			refuse_value(r, f, part.data, &issue);
		else if (v.kind != VALUE_NULL)
			take_value(filter, v);
	}
	str_free(&part);
	if (filter->count > 1 && (op != QUERY_EQ || f->type == FIELD_REFS))
		refuse(r, text, _("Only one value can stand here."), NULL);
	if (f->type == FIELD_REFS && op == QUERY_EQ)
		filter->op = QUERY_CONTAINS;
	if (f->type == FIELD_CHOICES && op == QUERY_EQ && filter->count)
		settle_choices(r, filter);
}

enum sign { SIGN_NONE, SIGN_EQ, SIGN_LE, SIGN_GE, SIGN_NE };

static void take_field(
	struct reader *r, const char *name, enum sign sign, const char *text)
{
	static const enum query_op compare[] = {
		[SIGN_EQ] = QUERY_EQ, [SIGN_LE] = QUERY_LE, [SIGN_GE] = QUERY_GE
	};
	const struct field *f = find_field(r, name);
	bool blank = !*plain_skip_spaces(text);

	if (!f)
		refuse(r, name, _("There is no such field."), list_fields);
	else if (blank && sign == SIGN_EQ)
		add_filter(r, f, QUERY_EMPTY);
	else if (blank && sign == SIGN_NE)
		add_filter(r, f, QUERY_NOT_EMPTY);
	else if (blank)
		refuse(r, name, _("A value is missing behind this."), NULL);
	else if (sign == SIGN_NE)
		refuse(r, text,
			_("Nothing can stand behind !=, which means: not "
			  "empty."),
			NULL);
	else
		take_values(r, f, compare[sign], text);
}

/* ---- words of their own */

enum { DEPTH_MOST = 4 };

static void take_word(struct reader *r, const char *text);

/* A view of one's own is its filter line, read as if it stood here. */
static bool take_saved(struct reader *r, const char *name)
{
	char *text = r->depth < DEPTH_MOST ? view_filter_of(r->s, r->type, name)
					   : NULL;
	char **word = NULL;
	size_t count = filter_split(text, &word);

	r->depth++;
	for (size_t i = 0; i < count; i++)
		take_word(r, word[i]);
	r->depth--;
	filter_split_free(word, count);
	bool found = text != NULL;
	mem_free(text);
	return found;
}

static void take_view(struct reader *r, const char *text)
{
	for (const struct view *v = r->type->table.views; v && v->name; v++) {
		const char *label =
			language_text_in(r->type->table.name, v->label);

		if (strcmp(v->name, text) && !plain_equal(label, text))
			continue;
		r->out->query.view = v;
		return;
	}
	if (!take_saved(r, text))
		refuse(r, text, _("There is no such view."), list_views);
}

static const struct choice *find_light(const char *text)
{
	for (const struct choice *c = light_choices; c->name; c++)
		if (plain_equal(text, c->name) ||
			plain_equal(text, light_text((enum light)c->number)))
			return c;
	return NULL;
}

static void take_light(struct reader *r, const char *text)
{
	struct str part = STR_INIT;
	const char *rest = text;

	if (!(r->type->flags & RECORD_LIGHT)) {
		refuse(r, text, _("These records have no light."), NULL);
		return;
	}
	while (next_part(&rest, &part)) {
		const struct choice *c = find_light(part.data);

		if (c)
			r->lights |= 1u << c->number;
		else
			refuse(r, part.data, _("There is no such light."),
				list_lights);
	}
	str_free(&part);
}

/* "id" orders as the list without a view does. */
static void take_order(struct reader *r, const char *text)
{
	static const struct field by_id = {
		.name = "id", .type = FIELD_INT, .sql = "r.id"
	};
	bool descending = *text == '-';
	const struct field *f = find_field(r, text + descending);

	if (!f && !strcmp(text + descending, "id"))
		f = &by_id;
	if (!f)
		refuse(r, text, _("There is no such field to order by."),
			list_fields);
	r->out->query.order = f;
	r->out->query.descending = descending;
}

static void take_limit(struct reader *r, const char *text)
{
	char *end;
	long long limit = strtoll(text, &end, 10);

	if (end == text || *end || limit <= 0)
		refuse(r, text, _("A limit is a number from 1."), NULL);
	else
		r->out->limit = limit;
}

static void take_of(struct reader *r, const char *text)
{
	mem_free(r->of);
	r->of = mem_text(text);
}

static const struct word {
	const char *name;
	void (*take)(struct reader *, const char *);
} words[] = {
	{ "view", take_view },
	{ "of", take_of },
	{ "light", take_light },
	{ "order", take_order },
	{ "limit", take_limit },
};

/* The fields that are searched, of those this session may see. */
static bool choose_find(struct reader *r)
{
	struct filter *out = r->out;
	size_t n = 0;

	for (const struct field *f = r->type->table.fields; f->name; f++)
		n++;
	if (!out->find) {
		out->find = mem_zero(n + 1, sizeof *out->find);
		n = 0;
		for (const struct field *f =
				table_next_find(r->type->table.fields);
			f; f = table_next_find(f + 1))
			if (field_may_see(r->s, r->type, f))
				out->find[n++] = f;
		out->query.find = out->find;
	}
	return out->find[0];
}

/* The word may stand in any of them. */
static void take_find(struct reader *r, const char *text)
{
	struct str *match = &r->out->match;
	size_t before = match->len_bytes;

	if (!choose_find(r)) {
		refuse(r, text, _("There is nothing to find words in."),
			list_fields);
		return;
	}
	take_value(add_filter(r, NULL, QUERY_FIND), value_text(text));
	str_add(match, before ? " AND (" : "(");
	if (find_ask(text, match))
		str_add_char(match, ')');
	else
		str_cut(match, before);
	r->out->query.match = match->len_bytes ? match->data : NULL;
}

/* The first sign of the word; bytes of the name before it, and of it. */
static enum sign find_sign(
	const char *word, size_t *name_bytes, size_t *sign_bytes)
{
	static const struct {
		const char *text;
		enum sign sign;
	} signs[] = {
		{ "<=", SIGN_LE },
		{ ">=", SIGN_GE },
		{ "!=", SIGN_NE },
		{ "=", SIGN_EQ },
		{ "＜＝", SIGN_LE },
		{ "＞＝", SIGN_GE },
		{ "！＝", SIGN_NE },
		{ "＝", SIGN_EQ },
		{ "≤", SIGN_LE },
		{ "≥", SIGN_GE },
		{ "≠", SIGN_NE },
	};

	for (const char *at = word; *at; at++) {
		for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
			size_t n = strlen(signs[i].text);

			if (strncmp(at, signs[i].text, n))
				continue;
			*name_bytes = (size_t)(at - word);
			*sign_bytes = n;
			return signs[i].sign;
		}
	}
	return SIGN_NONE;
}

static void take_word(struct reader *r, const char *text)
{
	size_t name_bytes = 0;
	size_t sign_bytes = 0;
	enum sign sign = find_sign(text, &name_bytes, &sign_bytes);
	const char *value = text + name_bytes + sign_bytes;
	const struct word *word = NULL;

	if (sign == SIGN_NONE || !name_bytes) {
		if (*plain_skip_spaces(text))
			take_find(r, text);
		return;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sign == SIGN_EQ && name_bytes == strlen(words[i].name) &&
			!strncmp(text, words[i].name, name_bytes))
			word = &words[i];
	if (word) {
		word->take(r, value);
		return;
	}
	struct str name = STR_INIT;
	str_add_bytes(&name, text, name_bytes);
	take_field(r, name.data, sign, value);
	str_free(&name);
}

/* ---- what can only be settled when all words are known */

/* A view that holds all of one light is walked instead of everything. */
static void settle_lights(struct reader *r)
{
	struct query *q = &r->out->query;
	struct query_filter *f;
	struct str sql = STR_INIT;

	if (!r->lights || !filter_light_sql(r->type, &sql)) {
		str_free(&sql);
		return;
	}
	f = add_filter(r, make_field(r, FIELD_INT, &sql), QUERY_EQ);
	for (const struct choice *c = light_choices; c->name; c++) {
		if (!(r->lights >> c->number & 1))
			continue;
		take_value(f, value_int(c->number));
		if (!q->view && r->lights == 1u << c->number)
			q->view = view_find(&r->type->table, c->name);
	}
}

/* What of= names, the view says by its own name: "unit", "leader". */
static int64_t read_of(struct reader *r)
{
	const struct view *view = r->out->query.view;
	const char *name = view ? view->name : NULL;
	const struct field *named = name ? record_field(r->type, name) : NULL;
	struct field f = { .name = "of", .type = FIELD_REF };
	struct value_context context = r->values;
	struct value v = { .kind = VALUE_NULL };
	struct issue issue = { .line = 0 };
	int64_t id = 0;

	if (named && named->type != FIELD_TEXT)
		f = *named;
	else if (record_type_find(name))
		f.of = name;
	else
		context.resolve = NULL; /* only an id is certain */
	if (value_parse(&f, r->of, &context, &v, &issue) == STATUS_OK)
		id = v.number;
	else
		refuse_value(r, NULL, r->of, &issue);
	value_free(&v);
	return id;
}

static bool asks_of(const struct view *v)
{
	return v && ((v->eq && strstr(v->eq, ":of")) ||
			    (v->rest && strstr(v->rest, ":of")));
}

static void settle_of(struct reader *r)
{
	const struct view *view = r->out->query.view;
	int64_t of = 0;

	if (r->of && asks_of(view))
		of = read_of(r);
	else if (r->of)
		refuse(r, r->of,
			_("of= belongs to a view that is of one record."),
			list_views);
	else if (asks_of(view))
		refuse(r, view->name,
			_("This view is of one record: add of= and its number "
			  "or name."),
			NULL);
	session_params(r->s, of, &r->out->query.params);
}

enum status filter_read_words(const struct session *s,
	const struct record_type *type, const char *const *word, size_t count,
	struct filter *out, struct issues *issues)
{
	struct reader r = {
		.s = s,
		.type = type,
		.values = session_values(s, type->table.name),
		.out = out,
		.issues = issues,
	};
	size_t errors = issues->errors;

	*out = (struct filter){ .query = { .table = &type->table },
		.match = STR_INIT };
	for (size_t i = 0; i < count; i++)
		take_word(&r, word[i]);
	settle_lights(&r);
	settle_of(&r);
	mem_free(r.of);
	if (out->query.filter_count > FILTER_MOST)
		refuse(&r, "",
			_("These are too many conditions at once: 40 at most."),
			NULL);
	return issues->errors > errors ? STATUS_INVALID : STATUS_OK;
}

void filter_free(struct filter *filter)
{
	for (size_t i = 0; i < filter->query.filter_count; i++)
		drop_values(&filter->filter[i]);
	mem_free(filter->filter);
	for (size_t i = 0; i < filter->made_count; i++) {
		mem_free((void *)(uintptr_t)filter->made[i]->sql);
		mem_free(filter->made[i]);
	}
	mem_free(filter->made);
	mem_free(filter->find);
	str_free(&filter->match);
	*filter = (struct filter){ .limit = 0 };
}
