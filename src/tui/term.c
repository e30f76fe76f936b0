#include "tui/term.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

void term_size(struct term *t, int *rows, int *cols)
{
	t->ops->size(t, rows, cols);
}

bool term_resize(struct term *t)
{
	return t->ops->resize(t);
}

void term_present(struct term *t, const struct canvas *c, struct point cursor)
{
	t->ops->present(t, c, cursor);
}

ssize_t term_read(struct term *t, void *buf, size_t size_bytes)
{
	return t->ops->read(t, buf, size_bytes);
}

bool term_report(struct term *t, int row, int col)
{
	return t->ops->report(t, row, col);
}

void term_redraw(struct term *t)
{
	t->ops->redraw(t);
}

void term_bell(struct term *t)
{
	t->ops->bell(t);
}

void term_restore(struct term *t)
{
	t->ops->restore(t);
}

void term_close(struct term *t)
{
	if (t)
		t->ops->close(t);
}

/* LC_ALL would also change how numbers are read, and costs 50 system calls. */
const char *term_set_locale(void)
{
	const char *name = setlocale(LC_CTYPE, "");

	setlocale(LC_MESSAGES, "");
	if (!name || !strcmp(name, "C") || !strcmp(name, "POSIX"))
		setlocale(LC_CTYPE, "C.UTF-8");
	return nl_langinfo(CODESET);
}
