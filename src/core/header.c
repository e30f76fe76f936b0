#include "core/header.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"

enum { TITLE_ROWS = 20 }; /* the headers stand among so many rows */

enum brackets { WITH_BRACKETS, WITHOUT_BRACKETS };

static bool is_dot(uint32_t c)
{
	return c == 0xb7 || c == 0x2022 || c == 0x2027 || c == 0x22c5 ||
	       c == 0x30fb || c == 0xff65 || c == '.';
}

static int bracket(uint32_t c)
{
	if (c == '(' || c == '[' || c == 0x3010 || c == 0x3014)
		return 1;
	return c == ')' || c == ']' || c == 0x3011 || c == 0x3015 ? -1 : 0;
}

/* What says nothing in a header: spaces, and the mark of a must. */
static bool is_dropped(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '*' || c == ':';
}

static void add_normal(struct str *out, const char *text, enum brackets how)
{
	int depth = 0;

	for (uint32_t c; (c = plain_next(&text));) {
		int step = bracket(c);

		depth += step;
		if (how == WITHOUT_BRACKETS && (step || depth > 0))
			continue;
		if (is_dropped(c))
			continue;
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		str_add_code(out, is_dot(c) ? 0xb7 : c);
	}
}

/* normal is normal already. */
static bool is_same(const char *normal, const char *text, enum brackets how)
{
	struct str other = STR_INIT;

	if (!text)
		return false;
	add_normal(&other, text, how);
	bool same = other.len_bytes && !strcmp(normal, other.data);
	str_free(&other);
	return same;
}

/* One of the names in "a|b|c". */
static bool is_among(const char *normal, const char *list, enum brackets how)
{
	bool same = false;

	while (list && *list && !same) {
		struct str one = STR_INIT;
		size_t n = strcspn(list, "|");

		str_add_bytes(&one, list, n);
		same = is_same(normal, one.data, how);
		str_free(&one);
		list += n + (list[n] == '|');
	}
	return same;
}

static bool names_field(const struct field *f, const char *type_name,
	const char *normal, enum brackets how)
{
	return is_same(normal, f->name, how) ||
	       is_same(normal, f->label, how) ||
	       is_same(normal,
		       language_text_as(LANGUAGE_ZH, type_name, f->label),
		       how) ||
	       is_among(normal, f->headers, how);
}

const struct field *header_match(const struct field *const *fields,
	const char *type_name, const char *header)
{
	const struct field *found = NULL;

	for (int how = WITH_BRACKETS; how <= WITHOUT_BRACKETS; how++) {
		struct str normal = STR_INIT;

		add_normal(&normal, header, (enum brackets)how);
		for (size_t i = 0; normal.len_bytes && !found && fields[i];
			i++) {
			if (names_field(fields[i], type_name, normal.data,
				    (enum brackets)how))
				found = fields[i];
		}
		str_free(&normal);
	}
	return found;
}

static const struct header_map *mapped(
	const struct header_map *map, const char *header)
{
	struct str normal = STR_INIT;
	const struct header_map *found = NULL;

	add_normal(&normal, header, WITH_BRACKETS);
	for (; map && map->field && !found; map++) {
		if (is_same(normal.data, map->header, WITH_BRACKETS))
			found = map;
	}
	str_free(&normal);
	return found;
}

/* An order of lines is known, and no field. */
static bool is_order(const char *header)
{
	struct str normal = STR_INIT;

	add_normal(&normal, header, WITHOUT_BRACKETS);
	bool is = is_among(
		normal.data, "序号|顺序号|顺序|No.|No|#", WITHOUT_BRACKETS);
	str_free(&normal);
	return is;
}

struct search {
	const struct sheet *sheet;
	const struct field *const *fields;
	const char *type_name;
	const struct header_map *map;
};

static const struct field *named(const struct search *s, const char *name)
{
	for (size_t i = 0; s->fields[i]; i++)
		if (!strcmp(s->fields[i]->name, name))
			return s->fields[i];
	return NULL;
}

static const struct field *field_of(
	const struct search *s, size_t row, int column)
{
	const char *header = sheet_cell(s->sheet, row, column);
	const struct header_map *said = mapped(s->map, header);

	if (said)
		return named(s, said->field);
	return header_match(s->fields, s->type_name, header);
}

/* How many cells of the row name fields; 0 when they are too few to call it
 * a row of headers: a title may by chance be one. */
static int score(const struct search *s, size_t row)
{
	int filled = 0, known = 0, orders = 0;

	for (int i = 0; i < s->sheet->row[row].count; i++) {
		const char *cell = sheet_cell(s->sheet, row, i);

		if (!*plain_skip_spaces(cell))
			continue;
		filled++;
		known += field_of(s, row, i) != NULL;
		orders += is_order(cell);
	}
	if (!known || (known + orders < 2 && filled > 2))
		return 0;
	return known + orders;
}

static bool find_row(const struct search *s, size_t *row)
{
	int best = 0;

	for (size_t i = 0; i < s->sheet->count && i < TITLE_ROWS; i++) {
		int known = score(s, i);

		if (known > best) {
			best = known;
			*row = i;
		}
	}
	return best > 0;
}

static struct issue *add_at(
	struct issue *issue, const struct search *s, size_t row, int column)
{
	issue->line = s->sheet->row[row].line;
	issue->column = column + 1;
	plain_copy(issue->found, sizeof issue->found,
		sheet_cell(s->sheet, row, column));
	return issue;
}

static void match_column(const struct search *s, struct header *out, int column,
	struct issues *issues)
{
	const char *cell = sheet_cell(s->sheet, out->row, column);
	const struct field *f = field_of(s, out->row, column);
	int other = f ? header_column(out, f) : -1;
	struct issue *issue;

	if (!*plain_skip_spaces(cell) || (!f && mapped(s->map, cell)))
		return;
	if (!f && is_order(cell))
		return;
	if (!f) {
		issue = issues_add(issues, NULL, true, "%s",
			_("No field is called so; the column is not taken."));
		add_at(issue, s, out->row, column);
		return;
	}
	if (other >= 0) {
		issue = issues_add(issues, f, false,
			_("Columns %d and %d are both “%s”."), other + 1,
			column + 1, language_text_in(s->type_name, f->label));
		add_at(issue, s, out->row, column);
		plain_copy(issue->accepted, sizeof issue->accepted,
			_("one of them; rename or delete the other"));
		return;
	}
	out->field[column] = f;
}

/* Whatever a person said must be there, or it was said of another file. */
static void check_map(
	const struct search *s, const struct header *h, struct issues *issues)
{
	for (const struct header_map *m = s->map; m && m->field; m++) {
		bool found = false;

		if (m->remembered)
			continue;
		if (*m->field && !named(s, m->field))
			issues_add(issues, NULL, false,
				_("There is no field “%s”."), m->field);
		for (int i = 0; i < h->columns && !found; i++)
			found = mapped(s->map,
					sheet_cell(s->sheet, h->row, i)) == m;
		if (!found)
			issues_add(issues, NULL, false,
				_("The file has no column “%s”."), m->header);
	}
}

static enum status no_headers(const struct search *s, struct issues *issues)
{
	struct str all = STR_INIT;

	for (size_t i = 0; s->fields[i]; i++) {
		const struct field *f = s->fields[i];

		if (!f->headers)
			continue;
		size_t n = strcspn(f->headers, "|");
		if (all.len_bytes)
			str_add(&all, _(", "));
		str_add_bytes(&all, f->headers, n);
	}
	struct issue *issue = issues_add(issues, NULL, false,
		_("Among the first %d lines is no line of headers."),
		TITLE_ROWS);
	plain_copy(issue->accepted, sizeof issue->accepted, all.data);
	str_free(&all);
	return STATUS_NOT_FOUND;
}

enum status header_find(const struct sheet *s,
	const struct field *const *fields, const char *type_name,
	const struct header_map *map, struct header *out, struct issues *issues)
{
	const struct search search = {
		.sheet = s,
		.fields = fields,
		.type_name = type_name,
		.map = map,
	};
	size_t before = issues->errors;

	*out = (struct header){ 0 };
	if (!find_row(&search, &out->row))
		return no_headers(&search, issues);
	out->columns = s->row[out->row].count;
	while (out->columns > 0 &&
		!*plain_skip_spaces(sheet_cell(s, out->row, out->columns - 1)))
		out->columns--;
	out->field = mem_zero((size_t)out->columns, sizeof(struct field *));
	for (int i = 0; i < out->columns; i++)
		match_column(&search, out, i, issues);
	check_map(&search, out, issues);
	return issues->errors > before ? STATUS_INVALID : STATUS_OK;
}

int header_column(const struct header *h, const struct field *f)
{
	for (int i = 0; i < h->columns; i++) {
		if (h->field[i] == f)
			return i;
	}
	return -1;
}

void header_free(struct header *h)
{
	mem_free(h->field);
	*h = (struct header){ 0 };
}
