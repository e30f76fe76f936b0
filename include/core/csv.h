/*
 * csv.h: lists as spreadsheets save them, read and written.
 *
 * Read are UTF-8 with or without BOM and GB18030 with all its four-byte
 * characters; CR, LF and CR LF; cells parted by comma, tab or semicolon, in
 * quotation marks or not (RFC 4180). What is damaged is refused with line,
 * column and byte; nothing is replaced or left out.
 */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include "core/sheet.h"
#include "core/status.h"
#include "core/str.h"

enum csv_charset { CSV_DETECT, CSV_UTF8, CSV_GB18030 };

/* All zero is what is meant nearly always. */
struct csv_options {
	enum csv_charset charset;
	char delimiter;	  /* ',' '\t' ';'; 0: as the header line says */
	size_t max_bytes; /* 0: CSV_MAX_BYTES, and so on */
	size_t max_rows;
	int max_columns;
	int max_chars; /* of a cell */
};

enum {
	CSV_MAX_BYTES = 64 << 20,
	CSV_MAX_ROWS = 200000,
	CSV_MAX_COLUMNS = 256,
	CSV_MAX_CHARS = 32767 /* what a cell of a spreadsheet holds */
};

/* What the file turned out to be, to be told. */
struct csv_form {
	enum csv_charset charset;
	bool bom;
	char delimiter;
};

/*
 * Adds the rows to *out, which the caller frees also after an error; empty
 * lines are left out, rows keep their line. The ' that csv_write_cell() puts
 * before a formula is taken away again. form may be NULL. STATUS_INVALID:
 * damaged, too large, or another kind of file; STATUS_AMBIGUOUS: the bytes
 * mean something in both charsets; STATUS_NOT_FOUND, _READONLY, _IO: of the
 * file.
 */
enum status csv_read(const char *bytes, size_t len_bytes,
	const struct csv_options *options, struct sheet *out,
	struct csv_form *form, struct error *e);
enum status csv_read_file(const char *path, const struct csv_options *options,
	struct sheet *out, struct csv_form *form, struct error *e);

/* What a file begins with, or spreadsheets take it for GB18030. */
#define CSV_BOM "\xef\xbb\xbf"

/*
 * Adds one cell, in quotation marks where needed and with a ' before what a
 * spreadsheet would run as a formula; numbers and dates come as they are.
 * csv_read() gives exactly this text back.
 */
void csv_write_cell(struct str *out, const char *text);
/* Adds a line: cells parted by commas, CR LF. */
void csv_write_row(struct str *out, const char *const *cell, size_t count);

#endif
