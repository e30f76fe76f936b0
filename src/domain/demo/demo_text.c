/* demo_text.c: lines of reports, as stations and villages write them. */
#include "demo_inside.h"

#include <string.h>

enum { VARIANTS_MAX = 8 };

static bool needs_figure(const char *text, size_t len_bytes)
{
	static const char *const marks[] = { "{n}", "{t}", "{r}" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(text, marks[i]);

		if (at && (size_t)(at - text) < len_bytes)
			return true;
	}
	return false;
}

static void fill(char mark, const struct demo_figures *f, struct str *out)
{
	switch (mark) {
	case 'n':
		str_addf(out, "%d", (int)f->added);
		break;
	case 't':
		str_addf(out, "%d", (int)f->total);
		break;
	case 'r':
		str_addf(out, "%d", (int)f->left);
		break;
	case 'u':
		str_add(out, f->measure);
		break;
	case 'v':
		str_add(out, f->unit);
		break;
	case 'k':
		str_addf(out, "%u", 2 + demo_dice(f->seed, 5, 7));
		break;
	default:
		str_addf(out, "%u", 12 + demo_dice(f->seed, 6, 46));
	}
}

void demo_text(const char *texts, const struct demo_figures *f, struct str *out)
{
	struct {
		const char *at;
		size_t len_bytes;
	} variant[VARIANTS_MAX];
	unsigned count = 0;

	for (const char *at = texts; at && *at && count < VARIANTS_MAX;) {
		size_t len = strcspn(at, "|");

		if (len && (f->has_figure || !needs_figure(at, len))) {
			variant[count].at = at;
			variant[count++].len_bytes = len;
		}
		at += len + (at[len] == '|');
	}
	if (!count)
		return;
	unsigned n = demo_dice(f->seed, 7, count);
	const char *at = variant[n].at;
	const char *end = at + variant[n].len_bytes;
	while (at < end) {
		if (*at == '{' && end - at >= 3 && at[2] == '}') {
			fill(at[1], f, out);
			at += 3;
		} else {
			str_add_char(out, *at++);
		}
	}
}
