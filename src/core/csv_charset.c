#include "csv_charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include "core/language.h"
#include "core/utf8.h"

/* No byte of a character of UTF-8 or GB18030 is a line end, a quotation mark,
 * a comma, a tab or a semicolon: bytes can be counted before decoding. */
struct csv_place csv_place_of(const char *bytes, size_t at, char delimiter)
{
	struct csv_place place = { .line = 1, .column = 1 };
	bool quoted = false;

	for (size_t i = 0; i < at; i++) {
		bool ends = bytes[i] == '\n' ||
			    (bytes[i] == '\r' && bytes[i + 1] != '\n');

		place.line += ends;
		quoted ^= bytes[i] == '"';
		if (ends && !quoted)
			place.column = 1;
		else if (bytes[i] == delimiter && !quoted)
			place.column++;
	}
	return place;
}

static enum status refuse_kind(const char *what, struct error *e)
{
	return error_set(e, STATUS_INVALID,
		_("save it in the spreadsheet as “CSV UTF-8”, then import "
		  "that file"),
		"%s", what);
}

/* Other kinds of file, known by their first bytes. */
static enum status check_kind(const char *s, size_t n, struct error *e)
{
	static const struct {
		const char *magic;
		size_t len_bytes;
		const char *what;
	} kinds[] = {
		{ "\xff\xfe", 2,
			N_("The file is UTF-16, not UTF-8 or "
			   "GB18030.") },
		{ "\xfe\xff", 2,
			N_("The file is UTF-16, not UTF-8 or "
			   "GB18030.") },
		{ "PK\x03\x04", 4,
			N_("The file is a workbook (XLSX), not "
			   "CSV.") },
		{ "\xd0\xcf\x11\xe0", 4,
			N_("The file is an old workbook "
			   "(XLS), not CSV.") },
		{ "%PDF", 4, N_("The file is a PDF, not CSV.") },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (n >= kinds[i].len_bytes &&
			!memcmp(s, kinds[i].magic, kinds[i].len_bytes))
			return refuse_kind(_(kinds[i].what), e);
	}
	return STATUS_OK;
}

static enum status refuse_nul(
	const char *s, size_t at, char delimiter, struct error *e)
{
	struct csv_place place = csv_place_of(s, at, delimiter);

	return error_set(e, STATUS_INVALID,
		_("save it in the spreadsheet as “CSV UTF-8”, then import "
		  "that file"),
		_("Line %d, column %d: byte %zu of the file is zero, which "
		  "no text holds."),
		place.line, place.column, at + 1);
}

/* Where GB18030 ends to be that; n when all of it is. */
static size_t from_gb18030(
	iconv_t converter, const char *s, size_t n, struct str *out)
{
	char buffer[8192];
	char *from = (char *)(uintptr_t)s; /* iconv() does not write to it */
	size_t left = n;

	while (left) {
		char *to = buffer;
		size_t room = sizeof buffer;
		size_t done = iconv(converter, &from, &left, &to, &room);

		str_add_bytes(out, buffer, sizeof buffer - room);
		if (done == (size_t)-1 && errno != E2BIG)
			break;
	}
	return n - left;
}

static enum status refuse_bytes(const char *s, size_t n, size_t at,
	char delimiter, enum csv_charset charset, struct error *e)
{
	struct csv_place place = csv_place_of(s, at, delimiter);
	const char *const cut =
		_("The file ends in the middle of a character: line %d, "
		  "column %d, byte %zu of the file (%02X).");
	const char *const both =
		_("Line %d, column %d: byte %zu of the file (%02X) is neither "
		  "UTF-8 nor GB18030.");
	const char *const one =
		charset == CSV_UTF8
			? _("Line %d, column %d: byte %zu of the file (%02X) "
			    "is not UTF-8.")
			: _("Line %d, column %d: byte %zu of the file (%02X) "
			    "is not GB18030.");
	bool short_end = n - at < UTF8_MAX_BYTES && (s[at] & 0x80) &&
			 !memchr(s + at, '\n', n - at);

	return error_set(e, STATUS_INVALID,
		short_end ? _("copy the file again: it is cut off")
			  : _("open it in the spreadsheet, see what stands "
			      "there, save it as “CSV UTF-8”"),
		short_end		? cut
		: charset == CSV_DETECT ? both
					: one,
		place.line, place.column, at + 1, (unsigned char)s[at]);
}

/*
 * Two bytes above 7F can be one letter of UTF-8 (é) or one of GB18030. A list
 * whose every such character is of two bytes might be either; Chinese in
 * UTF-8 has three.
 */
static bool is_two_byte_only(const char *s, size_t n)
{
	bool some = false;

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0xe0)
			return false;
		some = some || (s[i] & 0x80);
	}
	return some;
}

static enum status decode_gb18030(const char *s, size_t n, struct str *text,
	size_t *valid_bytes, struct error *e)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");

	if (converter == (iconv_t)-1)
		return error_set(e, STATUS_IO,
			_("save the list as “CSV UTF-8”"),
			_("This system cannot convert GB18030: %s."),
			strerror(errno));
	*valid_bytes = from_gb18030(converter, s, n, text);
	iconv_close(converter);
	return STATUS_OK;
}

static enum status decode_detected(const char *s, size_t n,
	enum csv_charset charset, struct str *text, struct csv_form *form,
	struct error *e)
{
	struct utf8_fault fault = { .at_bytes = n };
	bool is_utf8 = charset != CSV_GB18030 && utf8_check(s, n, &fault);
	size_t gb_bytes = 0;

	form->charset = CSV_UTF8;
	if (is_utf8 && (charset == CSV_UTF8 || !is_two_byte_only(s, n))) {
		str_add_bytes(text, s, n);
		return STATUS_OK;
	}
	if (charset == CSV_UTF8)
		return refuse_bytes(
			s, n, fault.at_bytes, form->delimiter, charset, e);
	enum status status = decode_gb18030(s, n, text, &gb_bytes, e);
	if (status)
		return status;
	if (is_utf8 && gb_bytes == n)
		return error_set(e, STATUS_AMBIGUOUS,
			_("save it in the spreadsheet as “CSV UTF-8”, then "
			  "import that file"),
			"%s",
			_("The file can be read as UTF-8 and as GB18030, with "
			  "different characters."));
	if (is_utf8) {
		str_clear(text);
		str_add_bytes(text, s, n);
		return STATUS_OK;
	}
	form->charset = CSV_GB18030;
	if (gb_bytes == n)
		return STATUS_OK;
	bool utf8_further = charset == CSV_DETECT && fault.at_bytes > gb_bytes;
	return refuse_bytes(s, n, utf8_further ? fault.at_bytes : gb_bytes,
		form->delimiter, charset, e);
}

enum status csv_decode(const char *bytes, size_t len_bytes,
	enum csv_charset charset, struct str *text, struct csv_form *form,
	struct error *e)
{
	static const size_t bom_bytes = sizeof CSV_BOM - 1;
	enum status status = check_kind(bytes, len_bytes, e);
	const char *nul = memchr(bytes, 0, len_bytes);

	if (status)
		return status;
	if (nul)
		return refuse_nul(
			bytes, (size_t)(nul - bytes), form->delimiter, e);
	form->bom =
		len_bytes >= bom_bytes && !memcmp(bytes, CSV_BOM, bom_bytes);
	if (form->bom)
		charset = CSV_UTF8;
	status = decode_detected(bytes, len_bytes, charset, text, form, e);
	/* U+FEFF in front is a BOM in GB18030 too */
	if (!status && !strncmp(text->data, CSV_BOM, bom_bytes)) {
		form->bom = true;
		memmove(text->data, text->data + bom_bytes,
			text->len_bytes - bom_bytes + 1);
		text->len_bytes -= bom_bytes;
	}
	return status;
}
