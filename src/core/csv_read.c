#include "core/csv.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "core/clean.h"
#include "core/language.h"
#include "core/mem.h"
#include "csv_charset.h"

/* States of libcsv's parser that are asked for (its .pstate). */
enum { STATE_ROW_NOT_BEGUN = 0, STATE_IN_CELL = 2, STATE_AFTER_QUOTE = 3 };

enum { STRETCH_BYTES = 4096 };

struct parsing {
	struct csv_parser parser;
	struct csv_options limits;
	struct sheet *out;
	struct error *error;
	enum status status;
	bool row_begun;
	int line;	/* where the reader is */
	int row_line;	/* where the row began */
	int quote_line; /* where the last quoted cell began */
};

static int never_space(unsigned char c)
{
	(void)c;
	return 0; /* a blank belongs to its cell */
}

static void *grow(void *p, size_t len_bytes)
{
	return mem_resize(p, 1, len_bytes);
}

static size_t count_chars(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (s[i] & 0xc0) != 0x80;
	return count;
}

/* Of libcsv's calls none can stop it: what follows an error is not kept. */
static void take_cell(void *bytes, size_t n, void *arg)
{
	struct parsing *p = arg;
	const char *guarded;
	struct str cell = STR_INIT;

	if (p->status)
		return;
	if (!p->row_begun)
		sheet_add_row(p->out, p->row_line);
	p->row_begun = true;
	int column = p->out->row[p->out->count - 1].count + 1;
	if (p->out->count > p->limits.max_rows) {
		p->status = error_set(p->error, STATUS_INVALID,
			_("import it in parts"),
			_("The file has more than %zu lines."),
			p->limits.max_rows);
		return;
	}
	if (column > p->limits.max_columns) {
		p->status = error_set(p->error, STATUS_INVALID,
			_("delete the columns that are not needed"),
			_("Line %d has more than %d columns."), p->row_line,
			p->limits.max_columns);
		return;
	}
	if (count_chars(bytes, n) > (size_t)p->limits.max_chars) {
		p->status = error_set(p->error, STATUS_INVALID,
			_("shorten it, or look for a quotation mark that is "
			  "not closed"),
			_("Line %d, column %d: the cell has more than %d "
			  "characters."),
			p->row_line, column, p->limits.max_chars);
		return;
	}
	str_add_bytes(&cell, bytes, n);
	guarded = clean_formula_undo(cell.data);
	sheet_add_cell(p->out, guarded,
		cell.len_bytes - (size_t)(guarded - cell.data));
	str_free(&cell);
}

static void take_row(int c, void *arg)
{
	struct parsing *p = arg;

	(void)c;
	p->row_begun = false;
}

static enum status refuse_quote(struct parsing *p)
{
	int column =
		p->row_begun ? p->out->row[p->out->count - 1].count + 1 : 1;

	return error_set(p->error, STATUS_INVALID,
		_("write a quotation mark inside a cell twice: \"\""),
		_("Line %d, column %d: something stands behind the closing "
		  "quotation mark of the cell."),
		p->line, column);
}

static bool ends_cell(struct parsing *p, char next)
{
	return next == p->limits.delimiter || next == '\r' || next == '\n' ||
	       next == '"' || next == 0;
}

/*
 * The next stretch up to a quotation mark or a line end, with it; a part of a
 * longer one, so that a cell that is far too long is refused, not gathered.
 */
static size_t stretch(const char *s)
{
	size_t n = 0;

	while (n < STRETCH_BYTES && s[n] && !strchr("\"\r\n", s[n]))
		n++;
	if (n == STRETCH_BYTES)
		return n;
	if (s[n] == '\r' && s[n + 1] == '\n')
		return n + 2;
	return s[n] ? n + 1 : n;
}

static void parse_stretch(struct parsing *p, const char *s, size_t n)
{
	struct csv_parser *parser = &p->parser;
	size_t most = (size_t)p->limits.max_chars * 4 + 8;

	if (parser->pstate == STATE_ROW_NOT_BEGUN)
		p->row_line = p->line;
	csv_parse(parser, s, n, take_cell, take_row, p);
	if (parser->entry_pos > most && !p->status)
		take_cell(parser->entry_buf, parser->entry_pos, p);
	if (s[n - 1] == '\n' || s[n - 1] == '\r')
		p->line++;
	if (s[n - 1] != '"' || p->status)
		return;
	if (parser->pstate == STATE_AFTER_QUOTE && !ends_cell(p, s[n]))
		p->status = refuse_quote(p);
	if (parser->pstate == STATE_IN_CELL && !parser->entry_pos)
		p->quote_line = p->line;
}

static void end_parsing(struct parsing *p)
{
	if (p->status)
		return;
	if (p->parser.quoted && p->parser.pstate == STATE_IN_CELL) {
		p->status = error_set(p->error, STATUS_INVALID,
			_("add the closing quotation mark there"),
			_("Line %d: a quotation mark opens a cell and is never "
			  "closed."),
			p->quote_line);
		return;
	}
	csv_fini(&p->parser, take_cell, take_row, p);
	if (!p->status && !p->out->count)
		p->status = error_set(p->error, STATUS_INVALID,
			_("take a list with a line of headers and at least "
			  "one line below it"),
			"%s", _("The file is empty."));
}

static enum status parse(const char *text, const struct csv_options *limits,
	struct sheet *out, struct error *e)
{
	struct parsing p = {
		.limits = *limits,
		.out = out,
		.error = e,
		.line = 1,
	};

	csv_init(&p.parser, 0);
	csv_set_delim(&p.parser, (unsigned char)limits->delimiter);
	csv_set_space_func(&p.parser, never_space);
	csv_set_realloc_func(&p.parser, grow);
	csv_set_free_func(&p.parser, mem_free);
	csv_set_blk_size(&p.parser, 4096);
	for (size_t n; *text && !p.status; text += n) {
		n = stretch(text);
		parse_stretch(&p, text, n);
	}
	end_parsing(&p);
	csv_free(&p.parser);
	return p.status;
}

/*
 * The sign that parts the cells of the header: the most frequent one, outside
 * quotation marks, of the first line that has any. Titles above have none, or
 * only those that the spreadsheet put behind them.
 */
static char find_delimiter(const char *s, size_t n)
{
	static const char sign[] = ",\t;";
	size_t count[sizeof sign] = { 0 };
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		const char *at = s[i] ? strchr(sign, s[i]) : NULL;
		bool ends = s[i] == '\n' || s[i] == '\r';

		quoted ^= s[i] == '"';
		if (quoted)
			continue;
		if (at)
			count[at - sign]++;
		if (ends && (count[0] || count[1] || count[2]))
			break;
	}
	int best = count[1] > count[0] ? 1 : 0;
	return count[2] > count[best] ? ';' : sign[best];
}

static struct csv_options with_defaults(const struct csv_options *given)
{
	struct csv_options o = given ? *given : (struct csv_options){ 0 };

	o.max_bytes = o.max_bytes ? o.max_bytes : CSV_MAX_BYTES;
	o.max_rows = o.max_rows ? o.max_rows : CSV_MAX_ROWS;
	o.max_columns = o.max_columns ? o.max_columns : CSV_MAX_COLUMNS;
	o.max_chars = o.max_chars ? o.max_chars : CSV_MAX_CHARS;
	return o;
}

enum status csv_read(const char *bytes, size_t len_bytes,
	const struct csv_options *options, struct sheet *out,
	struct csv_form *form, struct error *e)
{
	struct csv_options o = with_defaults(options);
	struct csv_form own;
	struct str text = STR_INIT;

	if (len_bytes > o.max_bytes)
		return error_set(e, STATUS_INVALID, _("import it in parts"),
			_("The file has more than %zu bytes."), o.max_bytes);
	if (!o.delimiter)
		o.delimiter = find_delimiter(bytes, len_bytes);
	if (!form)
		form = &own;
	*form = (struct csv_form){ .delimiter = o.delimiter };
	enum status status =
		csv_decode(bytes, len_bytes, o.charset, &text, form, e);
	if (!status)
		status = parse(text.data, &o, out, e);
	str_free(&text);
	return status;
}

static enum status refuse_file(const char *path, int error, struct error *e)
{
	if (error == ENOENT || error == ENOTDIR)
		return error_set(e, STATUS_NOT_FOUND,
			_("see how the name is written"),
			_("There is no file %s."), path);
	if (error == EACCES)
		return error_set(e, STATUS_READONLY,
			_("have its owner give you the right to read it"),
			_("The file %s may not be read."), path);
	return error_set(e, STATUS_IO, NULL,
		_("The file %s cannot be read: %s."), path, strerror(error));
}

/* Reads one byte more than may be, so that too much is seen. */
static int read_all(int fd, size_t max_bytes, struct str *out)
{
	char buffer[65536];

	while (out->len_bytes <= max_bytes) {
		ssize_t n = read(fd, buffer, sizeof buffer);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			return 0;
		str_add_bytes(out, buffer, (size_t)n);
	}
	return 0;
}

enum status csv_read_file(const char *path, const struct csv_options *options,
	struct sheet *out, struct csv_form *form, struct error *e)
{
	struct csv_options o = with_defaults(options);
	struct str bytes = STR_INIT;
	/* O_NONBLOCK: a pipe nobody writes to is empty, not a wait for ever */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return refuse_file(path, errno, e);
	fcntl(fd, F_SETFL, 0);
	int error = read_all(fd, o.max_bytes, &bytes);
	close(fd);
	enum status status =
		error ? refuse_file(path, error, e)
		      : csv_read(bytes.data, bytes.len_bytes, &o, out, form, e);
	str_free(&bytes);
	return status;
}
