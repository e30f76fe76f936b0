#include "tui/theme.h"

#include <stdlib.h>
#include <string.h>

enum { BLACK, RED, GREEN, YELLOW, MAGENTA = 5, CYAN, WHITE };

#define PLAIN                           \
	{                               \
		0, THEME_OWN, THEME_OWN \
	}
#define WITH(attrs)                         \
	{                                   \
		attrs, THEME_OWN, THEME_OWN \
	}
#define INK(ink)                  \
	{                         \
		0, ink, THEME_OWN \
	}
#define FILLED(ink, ground)    \
	{                      \
		0, ink, ground \
	}

/*
 * A coloured light is a filled cell: it does not depend on the ground the
 * user chose. Magenta and green are legible on black and on white.
 */
static const struct {
	const char *name;
	char letter;
	enum role in_focus;
	struct theme_look mono, colour;
} roles[ROLE_COUNT] = {
	[ROLE_TEXT] = { "text", '.', ROLE_FOCUS, PLAIN, PLAIN },
	[ROLE_BAR] = { "bar", 'B', ROLE_BAR, WITH(THEME_REVERSE),
		WITH(THEME_REVERSE) },
	[ROLE_STEPS] = { "steps", 't', ROLE_STEPS, PLAIN, PLAIN },
	[ROLE_STEP_NOW] = { "step now", 'T', ROLE_STEP_NOW, WITH(THEME_REVERSE),
		WITH(THEME_REVERSE) },
	[ROLE_HEAD] = { "head", 'H', ROLE_FOCUS, WITH(THEME_UNDERLINE),
		WITH(THEME_UNDERLINE) },
	[ROLE_LABEL] = { "label", 'l', ROLE_FOCUS, PLAIN, INK(CYAN) },
	[ROLE_FIELD] = { "field", 'f', ROLE_FOCUS, WITH(THEME_UNDERLINE),
		WITH(THEME_UNDERLINE) },
	[ROLE_FOCUS] = { "focus", 'F', ROLE_FOCUS, WITH(THEME_REVERSE),
		WITH(THEME_REVERSE) },
	[ROLE_MARKED] = { "marked", 'M', ROLE_FOCUS, WITH(THEME_BOLD),
		INK(MAGENTA) },
	[ROLE_KEY] = { "key", 'k', ROLE_KEY, WITH(THEME_UNDERLINE),
		WITH(THEME_UNDERLINE) },
	[ROLE_MESSAGE] = { "message", 'm', ROLE_MESSAGE, PLAIN, PLAIN },
	[ROLE_MARK] = { "mark", 'x', ROLE_FOCUS, WITH(THEME_BOLD),
		WITH(THEME_BOLD) },
	[ROLE_STRONG] = { "strong", 's', ROLE_FOCUS, WITH(THEME_BOLD),
		WITH(THEME_BOLD) },
	[ROLE_DIM] = { "dim", 'd', ROLE_FOCUS, PLAIN, PLAIN },
	[ROLE_ERROR] = { "error", 'E', ROLE_ERROR, WITH(THEME_REVERSE),
		FILLED(WHITE, RED) },
	[ROLE_NONE] = { "none", 'n', ROLE_FOCUS, PLAIN, PLAIN },
	[ROLE_OK] = { "ok", 'o', ROLE_FOCUS, PLAIN, INK(GREEN) },
	[ROLE_SOON] = { "soon", 'S', ROLE_SOON_FOCUS, WITH(THEME_UNDERLINE),
		FILLED(BLACK, YELLOW) },
	[ROLE_OVERDUE] = { "overdue", 'O', ROLE_OVERDUE_FOCUS,
		WITH(THEME_REVERSE), FILLED(WHITE, RED) },
	[ROLE_DONE] = { "done", 'D', ROLE_FOCUS, PLAIN, PLAIN },
	[ROLE_LATE] = { "late", 'L', ROLE_FOCUS, PLAIN, PLAIN },
	[ROLE_SOON_FOCUS] = { "soon in focus", 'U', ROLE_SOON_FOCUS,
		WITH(THEME_REVERSE | THEME_UNDERLINE), FILLED(BLACK, YELLOW) },
	[ROLE_OVERDUE_FOCUS] = { "overdue in focus", 'V', ROLE_OVERDUE_FOCUS,
		PLAIN, FILLED(WHITE, RED) },
};

const struct theme_look *theme_look(enum role role, bool colour)
{
	return colour ? &roles[role].colour : &roles[role].mono;
}

enum role theme_in_focus(enum role role)
{
	return roles[role].in_focus;
}

const char *theme_role_name(enum role role)
{
	return roles[role].name;
}

char theme_role_letter(enum role role)
{
	return roles[role].letter;
}

bool theme_wants_colour(void)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return !(no && *no) && !(term && !strcmp(term, "dumb"));
}
