#include "core/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cuts a text that vsnprintf shortened back to its last whole character. */
static void cut_at_character(char *text)
{
	size_t n = strlen(text);
	size_t start = n;

	while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0)
		return;
	unsigned char lead = (unsigned char)text[start - 1];
	size_t need = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
	if (n - start < need)
		text[start - 1] = 0;
}

enum status error_set(struct error *e, enum status status, const char *todo,
	const char *what, ...)
{
	va_list args;

	if (!e)
		return status;
	e->status = status;
	va_start(args, what);
	vsnprintf(e->what, sizeof e->what, what, args);
	va_end(args);
	snprintf(e->todo, sizeof e->todo, "%s", todo ? todo : "");
	cut_at_character(e->what);
	cut_at_character(e->todo);
	return status;
}

const char *status_name(enum status status)
{
	static const char *const name[STATUS_COUNT] = {
		[STATUS_OK] = "ok",
		[STATUS_REFUSED] = "refused",
		[STATUS_DENIED] = "denied",
		[STATUS_INVALID] = "invalid",
		[STATUS_WARNED] = "warned",
		[STATUS_NOT_FOUND] = "not found",
		[STATUS_AMBIGUOUS] = "ambiguous",
		[STATUS_CONFLICT] = "conflict",
		[STATUS_BUSY] = "busy",
		[STATUS_FULL] = "full",
		[STATUS_READONLY] = "read-only",
		[STATUS_IO] = "i/o",
		[STATUS_CORRUPT] = "corrupt",
		[STATUS_FOREIGN] = "foreign",
		[STATUS_NEWER] = "newer",
		[STATUS_USAGE] = "usage",
		[STATUS_STOPPED] = "stopped",
	};

	return (unsigned)status < STATUS_COUNT ? name[status] : "unknown";
}
