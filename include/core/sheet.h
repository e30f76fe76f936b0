/*
 * sheet.h: rows of text cells as a file had them, whatever kind it was.
 *
 * A row knows the line of the file it began in, so that whatever is wrong
 * with it later can be found. All cells stand in one text; they are UTF-8 and
 * end with NUL. A sheet that is all zero is empty.
 */
#ifndef CORE_SHEET_H
#define CORE_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include "core/str.h"
#include "core/value.h"

struct sheet {
	struct sheet_row {
		int line;     /* of the file, from 1 */
		int count;    /* cells */
		size_t first; /* of .cell */
	} * row;
	size_t count, size;
	size_t *cell; /* offsets in .text */
	size_t cell_count, cell_size;
	struct str text;
	int columns; /* of the widest row */
};

void sheet_add_row(struct sheet *s, int line);
/* To the last row. */
void sheet_add_cell(struct sheet *s, const char *text, size_t len_bytes);
/* From 0; "" where there is none. Belongs to the sheet, and moves when
 * something is added. */
const char *sheet_cell(const struct sheet *s, size_t row, int column);
bool sheet_row_is_blank(const struct sheet *s, size_t row);

/*
 * Rows below the header row that are not as wide as it: a filled cell beyond
 * the last header is an error, missing cells a warning (spreadsheets leave
 * empty ones out). Blank rows are passed over.
 */
void sheet_check_widths(
	const struct sheet *s, size_t header_row, struct issues *issues);
void sheet_free(struct sheet *s);

#endif
