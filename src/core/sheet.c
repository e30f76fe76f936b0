#include "core/sheet.h"

#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"

void sheet_add_row(struct sheet *s, int line)
{
	if (!s->text.data)
		s->text = (struct str)STR_INIT;
	s->row = mem_grow(s->row, s->count, &s->size, sizeof *s->row);
	s->row[s->count++] =
		(struct sheet_row){ .line = line, .first = s->cell_count };
}

void sheet_add_cell(struct sheet *s, const char *text, size_t len_bytes)
{
	struct sheet_row *row = &s->row[s->count - 1];

	s->cell = mem_grow(
		s->cell, s->cell_count, &s->cell_size, sizeof *s->cell);
	s->cell[s->cell_count++] = s->text.len_bytes;
	str_add_bytes(&s->text, text, len_bytes);
	str_add_char(&s->text, 0);
	if (++row->count > s->columns)
		s->columns = row->count;
}

const char *sheet_cell(const struct sheet *s, size_t row, int column)
{
	if (row >= s->count || column < 0 || column >= s->row[row].count)
		return "";
	return s->text.data + s->cell[s->row[row].first + (size_t)column];
}

bool sheet_row_is_blank(const struct sheet *s, size_t row)
{
	for (int i = 0; row < s->count && i < s->row[row].count; i++) {
		if (*plain_skip_spaces(sheet_cell(s, row, i)))
			return false;
	}
	return true;
}

/* Cells up to the last that is not blank. */
static int filled(const struct sheet *s, size_t row)
{
	int n = s->row[row].count;

	while (n > 0 && !*plain_skip_spaces(sheet_cell(s, row, n - 1)))
		n--;
	return n;
}

void sheet_check_widths(
	const struct sheet *s, size_t header_row, struct issues *issues)
{
	if (header_row >= s->count)
		return;
	int wide = filled(s, header_row);
	for (size_t i = header_row + 1; i < s->count; i++) {
		int cells = s->row[i].count, used = filled(s, i);
		struct issue *issue = NULL;

		if (!used || (used <= wide && cells >= wide))
			continue;
		if (used > wide)
			issue = issues_add(issues, NULL, false,
				_("The line has %d cells, the headers are %d: "
				  "a cell has moved, or a sign that parts "
				  "cells stands in one."),
				used, wide);
		else
			issue = issues_add(issues, NULL, true,
				_("The line has %d cells, the headers are %d: "
				  "the missing ones are taken as empty."),
				cells, wide);
		issue->line = s->row[i].line;
		issue->column = used > wide ? wide + 1 : cells;
		plain_copy(issue->found, sizeof issue->found,
			sheet_cell(s, i, issue->column - 1));
	}
}

void sheet_free(struct sheet *s)
{
	mem_free(s->row);
	mem_free(s->cell);
	if (s->text.data)
		str_free(&s->text);
	*s = (struct sheet){ 0 };
}
