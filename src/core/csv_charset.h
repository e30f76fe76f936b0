/*
 * csv_charset.h: the bytes of a list as UTF-8; of csv_read.c alone.
 */
#ifndef CORE_CSV_CHARSET_H
#define CORE_CSV_CHARSET_H

#include "core/csv.h"

/* Where a byte of a file stands, as a person finds it. */
struct csv_place {
	int line, column;
};
struct csv_place csv_place_of(const char *bytes, size_t at, char delimiter);

/*
 * Adds the text in UTF-8 without BOM to *text. form->delimiter is known
 * already; charset and bom are set here.
 */
enum status csv_decode(const char *bytes, size_t len_bytes,
	enum csv_charset charset, struct str *text, struct csv_form *form,
	struct error *e);

#endif
