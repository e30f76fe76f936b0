#include "core/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "core/utf8.h"

/* Cuts a text that vsnprintf shortened back to its last whole character. */
static void cut_at_character(char *text)
{
	text[utf8_whole(text, strlen(text))] = 0;
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
