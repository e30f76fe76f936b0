#include "core/csv.h"

#include <string.h>
#include "core/clean.h"

/* Tab and semicolon too: a reader may guess that they part cells. */
static bool needs_quotes(const char *text)
{
	size_t n = strlen(text);

	return !n || strpbrk(text, "\",;\t\r\n") || text[0] == ' ' ||
	       text[n - 1] == ' ';
}

static void add_quoted(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
		str_add_bytes(out, text, (size_t)(quote - text) + 1);
		str_add_char(out, '"');
	}
	str_add(out, text);
	str_add_char(out, '"');
}

void csv_write_cell(struct str *out, const char *text)
{
	struct str guarded = STR_INIT;

	clean_formula(&guarded, text);
	if (guarded.len_bytes && needs_quotes(guarded.data))
		add_quoted(out, guarded.data);
	else
		str_add(out, guarded.data);
	str_free(&guarded);
}

void csv_write_row(struct str *out, const char *const *cell, size_t count)
{
	size_t start = out->len_bytes;

	for (size_t i = 0; i < count; i++) {
		if (i)
			str_add_char(out, ',');
		csv_write_cell(out, cell[i]);
	}
	if (out->len_bytes == start)
		str_add(out, "\"\""); /* an empty line would be no row */
	str_add(out, "\r\n");
}
