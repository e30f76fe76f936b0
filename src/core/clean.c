#include "core/clean.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "core/language.h"
#include "core/piece.h"
#include "core/utf8.h"
#include "core/width.h"

enum kind {
	TAB,
	LINE_END,
	CONTROL,
	TURNS,
	ZERO_WIDTH,
	SEPARATOR,
	HALF,
	NONE,
	ANNOTATES,
	TAG
};

static const char *const kind_name[] = {
	[TAB] = N_("a tab"),
	[LINE_END] = N_("a line end"),
	[CONTROL] = N_("a control character"),
	[TURNS] = N_("a character that turns the direction"),
	[ZERO_WIDTH] = N_("a zero-width character"),
	[SEPARATOR] = N_("a line separator"),
	[HALF] = N_("half of a character pair"),
	[NONE] = N_("a code that is no character"),
	[ANNOTATES] = N_("an annotation character"),
	[TAG] = N_("an invisible tag character"),
};

/* Exactly what width_of() calls -1; the test compares them. The first that
 * holds a code names it. */
static const struct refused {
	uint32_t first, last;
	enum kind kind;
} refused[] = {
	{ .first = 0x0009, .last = 0x0009, .kind = TAB },
	{ .first = 0x000a, .last = 0x000a, .kind = LINE_END },
	{ .first = 0x000d, .last = 0x000d, .kind = LINE_END },
	{ .first = 0x0000, .last = 0x001f, .kind = CONTROL },
	{ .first = 0x007f, .last = 0x009f, .kind = CONTROL },
	{ .first = 0x061c, .last = 0x061c, .kind = TURNS },
	{ .first = 0x180e, .last = 0x180e, .kind = ZERO_WIDTH },
	{ .first = 0x200b, .last = 0x200d, .kind = ZERO_WIDTH },
	{ .first = 0x200e, .last = 0x200f, .kind = TURNS },
	{ .first = 0x2028, .last = 0x2029, .kind = SEPARATOR },
	{ .first = 0x202a, .last = 0x202e, .kind = TURNS },
	{ .first = 0x2060, .last = 0x2065, .kind = ZERO_WIDTH },
	{ .first = 0x2066, .last = 0x2069, .kind = TURNS },
	{ .first = 0x206a, .last = 0x206f, .kind = ZERO_WIDTH },
	{ .first = 0xd800, .last = 0xdfff, .kind = HALF },
	{ .first = 0xfdd0, .last = 0xfdef, .kind = NONE },
	{ .first = 0xfeff, .last = 0xfeff, .kind = ZERO_WIDTH },
	{ .first = 0xfff9, .last = 0xfffb, .kind = ANNOTATES },
	{ .first = 0xe0000, .last = 0xe0fff, .kind = TAG },
};

const char *clean_name(uint32_t code)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (code >= refused[i].first && code <= refused[i].last)
			return _(kind_name[refused[i].kind]);
	if ((code & 0xfffe) == 0xfffe || code > UTF8_MAX_CODE)
		return _(kind_name[NONE]);
	return NULL;
}

static bool is_malformed(const char *at, uint32_t code)
{
	return code == UTF8_BAD && strncmp(at, "\xef\xbf\xbd", 3) != 0;
}

static void describe(struct clean_fault *f, const char *name, bool malformed)
{
	if (malformed)
		snprintf(f->text, sizeof f->text,
			_("Character %zu is damaged: %s"), f->character, name);
	else
		snprintf(f->text, sizeof f->text,
			_("Character %zu is %s (U+%04X), which cannot be "
			  "kept"),
			f->character, name, (unsigned)f->code);
	f->text[utf8_whole(f->text, strlen(f->text))] = 0;
}

/* Why the character at `at` is refused; NULL when it is not. */
static const char *reason(
	const char *at, uint32_t code, size_t marks, enum clean_lines lines)
{
	if (is_malformed(at, code)) {
		struct utf8_fault fault;

		utf8_check(at, strnlen(at, UTF8_MAX_BYTES), &fault);
		return utf8_reason_text(fault.reason);
	}
	if (lines == CLEAN_LONG_TEXT &&
		(code == '\n' || (code == '\r' && at[1] == '\n')))
		return NULL;
	if (width_of(code) != 0)
		return clean_name(code);
	if (marks == 0)
		return _("a combining mark with nothing to join");
	if (marks > PIECE_MAX_MARKS)
		return _("a third combining mark on one character");
	return NULL;
}

bool clean_find(
	const char *text, enum clean_lines lines, struct clean_fault *fault)
{
	const char *at = text;
	const char *next = text;
	size_t count = 0;
	size_t marks = 0; /* which one the next would be; 0: joins nothing */
	uint32_t code;

	for (; utf8_step(&next, &code); at = next) {
		const char *name = reason(at, code, marks, lines);

		count++;
		if (name) {
			if (!fault)
				return true;
			fault->at_bytes = (size_t)(at - text);
			fault->character = count;
			fault->code = code;
			describe(fault, name, is_malformed(at, code));
			return true;
		}
		if (width_of(code) == 0)
			marks++;
		else
			marks = code != '\n' && code != '\r';
	}
	return false;
}

void clean_text(struct str *out, const char *text, enum clean_lines lines)
{
	size_t left_bytes = strlen(text);
	struct piece piece;

	for (size_t n; left_bytes; text += n, left_bytes -= n) {
		n = piece_next(text, left_bytes, &piece);
		if (piece.code == '\n' && lines == CLEAN_LONG_TEXT)
			str_add_char(out, '\n');
		else
			str_add_bytes(out, piece.shown, piece.shown_bytes);
	}
}

/* ---- names of files */

static bool is_name_code(uint32_t code, bool first)
{
	if (first && (code == '-' || code == '.'))
		return false; /* an option, a hidden file */
	if (code < 0x80)
		return (code >= '0' && code <= '9') ||
		       ((code | 0x20) >= 'a' && (code | 0x20) <= 'z') ||
		       (code && strchr("-_.()", (int)code));
	return code != 0xa0 && code != 0x3000 && /* blanks */
	       !(code >= 0x2000 && code <= 0x200a);
}

static void add_name_pieces(struct str *out, const char *name)
{
	size_t left_bytes = strlen(name);
	size_t start = out->len_bytes;
	struct piece piece;

	for (size_t n; left_bytes; name += n, left_bytes -= n) {
		n = piece_next(name, left_bytes, &piece);
		bool first = out->len_bytes == start;

		if (piece.shown == name && is_name_code(piece.code, first))
			str_add_bytes(out, piece.shown, piece.shown_bytes);
		else if (first || out->data[out->len_bytes - 1] != '_')
			str_add_char(out, '_');
	}
}

/* Windows opens these as devices, whatever extension they have. */
static bool is_device(const char *name)
{
	static const char *const device[] = { "con", "prn", "aux", "nul", "com",
		"lpt" };
	size_t stem = strcspn(name, ".");

	for (size_t i = 0; i < sizeof device / sizeof *device; i++) {
		bool numbered = i >= 4;

		if (stem == (numbered ? 4u : 3u) &&
			strncasecmp(name, device[i], 3) == 0 &&
			(!numbered || (name[3] >= '0' && name[3] <= '9')))
			return true;
	}
	return false;
}

/* Where the extension begins, its dot with it; the end when there is none. */
static size_t extension_at(const char *name, size_t len_bytes)
{
	const char *dot = strrchr(name, '.');

	if (!dot || dot == name || len_bytes - (size_t)(dot - name) > 8)
		return len_bytes;
	return (size_t)(dot - name);
}

/* Adds whole characters, at most that many bytes, and no dot at the end. */
static void add_stem(
	struct str *out, const char *name, size_t len_bytes, size_t room_bytes)
{
	struct piece piece;
	size_t at = 0;

	while (at < len_bytes) {
		size_t n = piece_next(name + at, len_bytes - at, &piece);

		if (n > room_bytes - at)
			break;
		at += n;
	}
	while (at > 0 && name[at - 1] == '.')
		at--;
	str_add_bytes(out, name, at);
}

void clean_file_name(struct str *out, const char *name, size_t max_bytes)
{
	struct str made = STR_INIT;

	add_name_pieces(&made, name);
	if (!made.len_bytes || is_device(made.data)) {
		str_clear(&made);
		str_add_char(&made, '_');
		if (*name)
			add_name_pieces(&made, name);
	}
	while (made.data[made.len_bytes - 1] == '.')
		str_cut(&made, made.len_bytes - 1);
	size_t ext = extension_at(made.data, made.len_bytes);
	size_t ext_bytes = made.len_bytes - ext;
	add_stem(out, made.data, ext,
		max_bytes > ext_bytes ? max_bytes - ext_bytes : 0);
	str_add_bytes(out, made.data + ext, ext_bytes);
	str_free(&made);
}

/* ---- cells of a spreadsheet */

static bool begins_formula(const char *text)
{
	const char *at = text;
	uint32_t code = 0;

	if (*text == '\t' || *text == '\r')
		return true;
	while (utf8_step(&at, &code) && utf8_fold(code) == ' ')
		code = 0;
	code = utf8_fold(code);
	return code && strchr("=+-@", code < 0x80 ? (int)code : ' ');
}

/* Behind any number of ': else a text that has one itself would lose it. */
static bool needs_quote(const char *text)
{
	return begins_formula(text + strspn(text, "'"));
}

void clean_formula(struct str *out, const char *text)
{
	if (needs_quote(text))
		str_add_char(out, '\'');
	str_add(out, text);
}

const char *clean_formula_undo(const char *cell)
{
	return *cell == '\'' && needs_quote(cell) ? cell + 1 : cell;
}
