/*
 * document.h: what a report says, apart from how it is printed.
 *
 * A document is a title, a line about it (who, when), and blocks: headings,
 * paragraphs, tables. It owns copies of all texts, made harmless as they
 * come in (clean.h), so that no output format has to think of it. As text it
 * is at most DOCUMENT_COLS wide, columns straight also with Chinese; nothing
 * is cut, long cells go on in the next line.
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include "core/str.h"

enum {
	DOCUMENT_COLS = 76,	  /* to be pasted into a chat group */
	DOCUMENT_PAGE_COLS = 56,  /* GB/T 9704: 28 characters a line, */
	DOCUMENT_PAGE_LINES = 22, /* 22 lines a page */
	DOCUMENT_COLUMNS_MAX = 12
};

struct document_column {
	const char *head; /* translated; borrowed by document_table only */
	bool right;	  /* numbers */
	int least_cols;	  /* never narrower, when all cannot have their width */
};

enum document_kind { DOCUMENT_HEADING, DOCUMENT_TEXT, DOCUMENT_TABLE };

struct document_block {
	enum document_kind kind;
	char *text; /* of heading and paragraph */
	struct document_head {
		char *text;
		bool right;
		int least_cols;
	} * column;
	size_t columns;
	char **cell; /* row by row */
	size_t cells, size;
};

/* All zero is an empty document. */
struct document {
	char *title, *meta; /* NULL: none */
	struct document_block *block;
	size_t count, size;
};

void document_set_title(
	struct document *d, const char *title, const char *meta);
void document_add_heading(struct document *d, const char *text);
void document_add_text(struct document *d, const char *text);
/* Begins a table; a table without rows is not printed. */
void document_add_table(struct document *d,
	const struct document_column *column, size_t columns);
/* A row of the table that was begun last: as many cells as columns; NULL is
 * empty. */
void document_add_row(struct document *d, const char *const *cell);
void document_free(struct document *d);

/* Adds lines of at most width_cols (at least 20), each ended by "\n" and
 * without blanks at its end. */
void document_print_text(
	const struct document *d, int width_cols, struct str *out);
/* The same as pages: at most 22 lines, then "- 1 -" and a form feed between. */
void document_print_pages(const struct document *d, struct str *out);

#endif
