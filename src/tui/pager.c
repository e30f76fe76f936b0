#include "tui/pager.h"

#include <string.h>
#include <strings.h>
#include "core/fit.h"
#include "core/mem.h"
#include "core/width.h"

enum {
	MARGIN_COLS = 1,
	GAP_COLS = 2,
	PAIR_INDENT_COLS = 2,
	LABEL_COLS_MIN = 8,
	LABEL_COLS_MAX = 24
};

void pager_init(struct pager *p)
{
	*p = (struct pager){ .rows = 1, .cols = 80 };
}

void pager_clear(struct pager *p)
{
	for (size_t i = 0; i < p->count; i++) {
		mem_free(p->item[i].label);
		mem_free(p->item[i].text);
	}
	p->count = 0;
	p->lines = 0;
	p->has_found = false;
}

void pager_fini(struct pager *p)
{
	pager_clear(p);
	mem_free(p->item);
	mem_free(p->line);
	mem_free(p->find);
	pager_init(p);
}

/* ---- filling */

static struct pager_item *add_item(struct pager *p)
{
	p->item = mem_grow(p->item, p->count, &p->size, sizeof *p->item);
	return &p->item[p->count++];
}

void pager_add(struct pager *p, enum role role, const char *text)
{
	*add_item(p) = (struct pager_item){
		.role = role,
		.text = mem_text(text ? text : ""),
	};
}

void pager_add_head(struct pager *p, const char *text)
{
	if (p->count)
		pager_add(p, ROLE_TEXT, "");
	pager_add(p, ROLE_STRONG, text);
}

void pager_add_pair(struct pager *p, const char *label, const char *text)
{
	*add_item(p) = (struct pager_item){
		.label = mem_text(label),
		.text = mem_text(text ? text : ""),
		.indent_cols = PAIR_INDENT_COLS,
	};
}

/* ---- lines */

static int text_col(const struct pager *p, const struct pager_item *item)
{
	int col = MARGIN_COLS + item->indent_cols;

	return item->label ? col + p->label_cols + GAP_COLS : col;
}

static void add_line(struct pager *p, size_t item, size_t at, size_t len)
{
	p->line = mem_grow(p->line, p->lines, &p->lines_size, sizeof *p->line);
	p->line[p->lines++] = (struct pager_line){ item, at, len };
}

static void wrap(struct pager *p, size_t i)
{
	const struct pager_item *item = &p->item[i];
	int cols = p->cols - 1 - text_col(p, item);
	size_t len = strlen(item->text);
	struct fit_line line;

	if (!len)
		add_line(p, i, 0, 0);
	for (size_t at = 0;
		fit_wrap(item->text + at, len - at, cols > 2 ? cols : 2, &line);
		at += line.next_bytes)
		add_line(p, i, at, line.len_bytes);
}

static void measure_labels(struct pager *p)
{
	p->label_cols = LABEL_COLS_MIN;
	for (size_t i = 0; i < p->count; i++) {
		int own = p->item[i].label ? width_text_cols(p->item[i].label)
					   : 0;

		if (own > p->label_cols)
			p->label_cols = own;
	}
	if (p->label_cols > LABEL_COLS_MAX)
		p->label_cols = LABEL_COLS_MAX;
	if (p->label_cols > p->cols / 3)
		p->label_cols = p->cols / 3;
}

static size_t last_top(const struct pager *p)
{
	return p->lines > (size_t)p->rows ? p->lines - (size_t)p->rows : 0;
}

/* The line in which that byte of the item stands. */
static size_t line_of(const struct pager *p, size_t item, size_t at)
{
	size_t best = 0;

	for (size_t i = 0; i < p->lines; i++)
		if (p->line[i].item < item ||
			(p->line[i].item == item && p->line[i].at_bytes <= at))
			best = i;
	return best;
}

static void show(struct pager *p, size_t line)
{
	if (line < p->top || line >= p->top + (size_t)p->rows)
		p->top = line > (size_t)p->rows / 3 ? line - (size_t)p->rows / 3
						    : 0;
}

void pager_layout(struct pager *p, int rows, int cols)
{
	bool again = p->lines && p->top < p->lines && p->cols != cols;
	struct pager_line first =
		again ? p->line[p->top] : (struct pager_line){ 0 };

	p->rows = rows > 0 ? rows : 1;
	p->cols = cols;
	p->lines = 0;
	measure_labels(p);
	for (size_t i = 0; i < p->count; i++)
		wrap(p, i);
	if (again) /* another width: what was at the top stays there */
		p->top = line_of(p, first.item, first.at_bytes);
	if (p->to_found)
		show(p, line_of(p, p->found, p->found_at));
	p->to_found = false;
	if (p->top > last_top(p))
		p->top = last_top(p);
}

/* ---- moving */

enum handled pager_command(struct pager *p, int cmd, int times)
{
	size_t page = p->rows > 1 ? (size_t)p->rows - 1 : 1;
	bool pages = cmd == CMD_PAGE_UP || cmd == CMD_PAGE_DOWN;
	size_t n = (size_t)times * (pages ? page : 1);

	switch (cmd) {
	case CMD_PAGE_UP:
	case CMD_UP:
		p->top = p->top > n ? p->top - n : 0;
		return HANDLED_YES;
	case CMD_PAGE_DOWN:
	case CMD_DOWN:
		p->top = p->top + n < last_top(p) ? p->top + n : last_top(p);
		return HANDLED_YES;
	case CMD_HOME:
		p->top = 0;
		return HANDLED_YES;
	case CMD_END:
		p->top = last_top(p);
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

/* ---- finding */

static bool find_from(struct pager *p, size_t item, size_t at)
{
	for (; item < p->count; item++, at = 0) {
		const char *text = p->item[item].text;
		const char *hit = strcasestr(text + at, p->find);

		if (!hit)
			continue;
		p->found = item;
		p->found_at = (size_t)(hit - text);
		return true;
	}
	return false;
}

bool pager_find(struct pager *p, const char *text)
{
	bool same = p->find && p->has_found && !strcmp(p->find, text);
	size_t item = 0, at = 0;

	if (!*text)
		return false;
	if (same) {
		item = p->found;
		at = p->found_at + strlen(text);
	} else if (p->top < p->lines) {
		item = p->line[p->top].item;
		at = p->line[p->top].at_bytes;
	}
	char *find = mem_text(text);
	mem_free(p->find);
	p->find = find;
	p->has_found = find_from(p, item, at) || find_from(p, 0, 0);
	p->to_found = p->has_found;
	return p->has_found;
}

/* ---- drawing */

/* The matches in [at, at + len) of a line drawn from col on. */
static void mark_matches(const struct pager *p, struct canvas *c, int row,
	int col, const char *text, size_t len)
{
	const char *end = text + len;
	const char *hit = p->find ? strcasestr(text, p->find) : NULL;

	for (; hit && hit < end; hit = strcasestr(hit + 1, p->find)) {
		size_t n = strlen(p->find);
		int before, own;

		if (n > (size_t)(end - hit))
			n = (size_t)(end - hit);
		fit_bytes(text, (size_t)(hit - text), p->cols, &before);
		fit_bytes(hit, n, p->cols, &own);
		canvas_role(c, row, col + before, own, ROLE_MARK);
	}
}

static void draw_line(const struct pager *p, struct canvas *c, struct rect r,
	int y, const struct pager_line *line)
{
	const struct pager_item *item = &p->item[line->item];
	int col = r.col + text_col(p, item);
	const char *text = item->text + line->at_bytes;
	struct str cut = STR_INIT;

	if (item->label && !line->at_bytes) {
		fit_cut(&cut, item->label, p->label_cols);
		canvas_text(c, y, r.col + MARGIN_COLS + item->indent_cols,
			p->label_cols, ROLE_LABEL, cut.data);
		str_free(&cut);
	}
	canvas_text_bytes(c, y, col, r.cols, item->role, text, line->len_bytes);
	mark_matches(p, c, y, col, text, line->len_bytes);
}

void pager_draw(const struct pager *p, struct canvas *c, struct rect r)
{
	struct rect before = canvas_clip(c, r);

	canvas_fill_rect(c, r, ROLE_TEXT);
	for (int y = 0; y < p->rows && p->top + (size_t)y < p->lines; y++)
		draw_line(p, c, r, r.row + y, &p->line[p->top + (size_t)y]);
	canvas_unclip(c, before);
}

struct point pager_cursor(const struct pager *p, struct rect r)
{
	size_t line = p->has_found ? line_of(p, p->found, p->found_at) : p->top;

	if (line < p->top || line >= p->top + (size_t)p->rows)
		line = p->top;
	return (struct point){ r.row + (int)(line - p->top), r.col };
}

void pager_print_position(const struct pager *p, struct str *out)
{
	size_t end = p->top + (size_t)p->rows;

	if (end > p->lines)
		end = p->lines;
	if (p->lines)
		str_addf(out, "%zu-%zu / %zu", p->top + 1, end, p->lines);
}
