/* Lines of a source or a goal: parted, and what their cells mean. */
#include "domain/assign/split.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/office/person.h"
#include "domain/office/source.h"
#include "domain/office/unit.h"
#include "domain/plan/goal.h"
#include "domain/plan/plan.h"

#define T(field) &task_fields[TASK_##field]

const struct field split_fields[] = {
	[SPLIT_LINES] = { .name = "lines",
		.label = N_("lines"),
		.help = N_("A task a line: title, two spaces or a tab, unit "
			   "or person, the same, due day"),
		.type = FIELD_LONG,
		.max = 40000 },
	[SPLIT_UNIT] = { .name = "unit",
		.label = N_("unit"),
		.help = N_("The lead first, then who helps; or a person: "
			   "村建站、各村"),
		.type = FIELD_TEXT },
	[SPLIT_FIELDS_END] = { .name = NULL },
};

/* ---- cells */

/* A space, as wide as it counts: two narrow ones part cells. */
static int space_cols(const char *at, size_t *len_bytes)
{
	static const char wide[] = "\xe3\x80\x80";

	*len_bytes = 1;
	if (*at == '\t')
		return 2;
	if (*at == ' ')
		return 1;
	*len_bytes = 3;
	return strncmp(at, wide, 3) == 0 ? 2 : 0;
}

/* The bytes before the next tab or two spaces; *gap: of these. */
static size_t cell_len(const char *at, const char *end, size_t *gap)
{
	for (const char *p = at; p < end;) {
		const char *q = p;
		int cols = 0;

		while (q < end) {
			size_t n;
			int wide = space_cols(q, &n);

			if (!wide)
				break;
			cols += wide;
			q += n;
		}
		if (cols >= 2) {
			*gap = (size_t)(q - p);
			return (size_t)(p - at);
		}
		p = q > p ? q : p + 1;
	}
	*gap = 0;
	return (size_t)(end - at);
}

/* "3." "三、" "（3）" "3)": what lists put before a line. */
static const char *skip_ordinal(const char *at, const char *end)
{
	static const char *const digit[] = { "0", "1", "2", "3", "4", "5", "6",
		"7", "8", "9", "一", "二", "三", "四", "五", "六", "七", "八",
		"九", "十" };
	static const char *const after[] = { "、", "．", "）", ")", "." };
	const char *p = at;
	int digits = 0;

	p += *p == '(' ? 1 : strncmp(p, "（", 3) == 0 ? 3 : 0;
	for (size_t i = 0; i < sizeof digit / sizeof *digit && digits < 4; i++)
		if (strncmp(p, digit[i], strlen(digit[i])) == 0) {
			p += strlen(digit[i]);
			digits++;
			i = (size_t)-1;
		}
	for (size_t i = 0; digits && i < sizeof after / sizeof *after; i++) {
		size_t n = strlen(after[i]);

		if (strncmp(p, after[i], n) != 0)
			continue;
		/* 3.5公里 is no third line */
		if (*after[i] == '.' && p[n] >= '0' && p[n] <= '9')
			return at;
		return p + n < end ? plain_skip_spaces(p + n) : at;
	}
	return at;
}

static bool is_day(const struct session *s, const char *text)
{
	struct value_context c = session_values(s, "task");
	struct value v = { .kind = VALUE_NULL };
	bool is = value_parse(T(DUE), text, &c, &v, NULL) == STATUS_OK &&
		  v.kind == VALUE_TEXT;

	value_free(&v);
	return is;
}

/* "12-31" where units stand is the day, for a line has two cells then. */
static void settle_cells(const struct session *s, struct split_cells *c)
{
	int64_t unit = 0;
	struct str none = STR_INIT;

	if (c->due.len_bytes || !c->unit.len_bytes ||
		!is_day(s, c->unit.data) ||
		unit_find_named(s->store, c->unit.data, &unit, NULL) ==
			STATUS_OK)
		return;
	none = c->due;
	c->due = c->unit;
	c->unit = none;
}

void split_cells_read(const struct session *s, const char *line,
	size_t len_bytes, struct split_cells *out)
{
	struct str whole = STR_INIT;
	struct str *const cell[] = { &out->title, &out->unit, &out->due };
	const char *at, *end;

	*out = (struct split_cells){ STR_INIT, STR_INIT, STR_INIT };
	str_add_bytes(&whole, line, len_bytes);
	at = whole.data;
	end = at + whole.len_bytes;
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
		at++;
	while (end > at && (end[-1] == '\r' || end[-1] == ' '))
		end--;
	at = skip_ordinal(at, end);
	for (size_t i = 0; i < 3 && at < end; i++) {
		size_t gap = 0;
		size_t n = (size_t)(end - at);
		struct str text = STR_INIT;

		if (i < 2)
			n = cell_len(at, end, &gap);
		str_add_bytes(&text, at, n);
		plain_add_trimmed(cell[i], text.data);
		str_free(&text);
		at += n + gap;
	}
	str_free(&whole);
	settle_cells(s, out);
}

void split_cells_free(struct split_cells *cells)
{
	str_free(&cells->title);
	str_free(&cells->unit);
	str_free(&cells->due);
}

void split_cells_print(
	const char *title, const char *unit, const char *due, struct str *out)
{
	str_addf(out, "%s\t%s\t%s", title, unit, due);
}

/* ---- units and persons */

static int64_t unit_of_person(struct store *store, int64_t person)
{
	return record_int(
		store, &person_type.table, person, &person_fields[PERSON_UNIT]);
}

/* A unit of that name, else a person of that name with his unit. */
static enum status find_lead(struct store *store, const char *name,
	int64_t *lead, int64_t *person, struct issue *issue)
{
	struct error unit_err = { .status = STATUS_OK };
	struct error person_err = { .status = STATUS_OK };
	enum status status = unit_find_named(store, name, lead, &unit_err);

	if (status == STATUS_OK)
		return STATUS_OK;
	if (status == STATUS_NOT_FOUND) {
		status = person_find_named(store, name, person, &person_err);
		if (status == STATUS_OK) {
			*lead = unit_of_person(store, *person);
			return STATUS_OK;
		}
	}
	if (issue && status == STATUS_NOT_FOUND)
		snprintf(issue->text, sizeof issue->text,
			_("%s is neither a unit nor a person"), name);
	else if (issue)
		plain_copy(issue->text, sizeof issue->text,
			person_err.what[0] ? person_err.what : unit_err.what);
	if (issue)
		plain_copy(issue->accepted, sizeof issue->accepted,
			person_err.todo[0] ? person_err.todo : unit_err.todo);
	return status;
}

static size_t name_len(const char *text)
{
	static const char *const marks[] = { "、", "，", "；", ",", ";", "/" };
	size_t best = strlen(text);

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(text, marks[i]);

		if (at && (size_t)(at - text) < best)
			best = (size_t)(at - text);
	}
	return best;
}

/* 各村 and the like: who leads is not said. */
static bool is_group(struct store *store, const char *name)
{
	struct value_ids ids = { 0 };
	bool is = unit_expand_named(store, name, &ids);

	value_ids_free(&ids);
	return is;
}

static enum status read_others(const struct session *s, const char *text,
	int64_t lead, struct values *v, struct issue *issue)
{
	struct value_context c = session_values(s, "task");
	struct value others = { .kind = VALUE_NULL };
	struct value_ids ids = { 0 };
	struct value_ids kept = { 0 };
	struct str column = STR_INIT;
	enum status status = value_parse(T(CO), text, &c, &others, issue);

	if (status == STATUS_OK && others.kind == VALUE_TEXT) {
		value_ids_read(&ids, others.text);
		for (size_t i = 0; i < ids.count; i++)
			if (ids.id[i] != lead)
				value_ids_add(&kept, ids.id[i]);
		value_ids_print(&kept, &column);
		if (kept.count)
			values_set_text(v, T(CO), column.data);
	}
	value_ids_free(&ids);
	value_ids_free(&kept);
	value_free(&others);
	str_free(&column);
	return status;
}

enum status split_units_read(const struct session *s, const char *text,
	struct values *v, int64_t *person, struct issue *issue)
{
	struct str name = STR_INIT;
	struct str first = STR_INIT;
	size_t n = name_len(text);
	int64_t lead = 0;
	enum status status;

	*person = 0;
	str_add_bytes(&first, text, n);
	plain_add_trimmed(&name, first.data);
	str_free(&first);
	if (is_group(s->store, name.data)) {
		status = STATUS_AMBIGUOUS;
		if (issue)
			snprintf(issue->text, sizeof issue->text,
				_("%s: say first who leads"), name.data);
	} else {
		status = find_lead(s->store, name.data, &lead, person, issue);
	}
	str_free(&name);
	if (status != STATUS_OK)
		return status;
	values_set_int(v, T(LEAD), lead);
	/* the sign itself is one that a list of units may begin with */
	while (text[n] && name_len(text + n) == 0)
		n += (unsigned char)text[n] < 0x80 ? 1 : 3;
	return text[n] ? read_others(s, text + n, lead, v, issue) : STATUS_OK;
}

/* ---- what they come from */

static int day_of(struct store *store, const struct record_type *type,
	int64_t id, const struct field *f)
{
	char *text = record_text(store, &type->table, id, f);
	int day = date_of_iso(text);

	mem_free(text);
	return day;
}

static int64_t int_of(struct store *store, const struct record_type *type,
	int64_t id, const struct field *f)
{
	return record_int(store, &type->table, id, f);
}

/* The one source a goal rests on is its tasks' too. */
static int64_t only_basis(struct store *store, int64_t goal)
{
	char *text = record_text(
		store, &goal_type.table, goal, &goal_fields[GOAL_BASIS]);
	struct value_ids ids = { 0 };
	int64_t source = 0;

	value_ids_read(&ids, text);
	if (ids.count == 1)
		source = ids.id[0];
	value_ids_free(&ids);
	mem_free(text);
	return source;
}

bool split_origin_read(struct store *store, const struct record_type *type,
	int64_t id, struct split_origin *out)
{
	*out = (struct split_origin){ .due = DATE_NONE };
	if (type == &source_type) {
		out->source = id;
		out->leader =
			int_of(store, type, id, &source_fields[SOURCE_LEADER]);
		out->due = day_of(store, type, id, &source_fields[SOURCE_DUE]);
		return true;
	}
	if (type != &goal_type)
		return false;
	int64_t plan = int_of(store, type, id, &goal_fields[GOAL_PLAN]);
	out->goal = id;
	out->source = only_basis(store, id);
	out->leader = int_of(store, type, id, &goal_fields[GOAL_LEADER]);
	out->lead = int_of(store, type, id, &goal_fields[GOAL_LEAD]);
	out->due = day_of(store, &plan_type, plan, &plan_fields[PLAN_DUE]);
	return true;
}
