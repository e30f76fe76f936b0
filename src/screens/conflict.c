/*
 * conflict.c: both versions of what two have changed, chosen field by field.
 *
 * Texts are shown whole, wrapped, in a page that scrolls: what one throws
 * away must have been readable.
 */
#include "conflict.h"

#include <string.h>
#include "core/fit.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/width.h"

enum { MARK_COL = 2, NUMBER_COL = 4, NAME_COL = 6, GAP_COLS = 2 };
enum part { PART_HEAD, PART_BEFORE, PART_THEIRS, PART_MINE, PART_SAVE };

struct row {
	char *label, *who, *before, *theirs, *mine;
};

struct conflict {
	char *heading;
	struct row *row;
	bool *is_mine, *is_chosen;
	size_t count;

	/* the cursor: a version of a row, or PART_SAVE */
	size_t at;
	enum part part;

	struct line {
		size_t row;
		enum part part;
		bool is_first; /* of the part */
		const char *text;
		size_t len_bytes;
	} * line;
	size_t lines, lines_size;
	int top, rows, name_cols;
};

static bool is_choice(const struct conflict *k, size_t row)
{
	return k->row[row].mine != NULL;
}

/* The first from `from` on that waits for a choice; count: none. */
static size_t next_open(const struct conflict *k, size_t from)
{
	while (from < k->count && (!is_choice(k, from) || k->is_chosen[from]))
		from++;
	return from;
}

static void go_to(struct conflict *k, size_t row)
{
	k->at = row;
	k->part = row < k->count ? PART_THEIRS : PART_SAVE;
}

static enum status conflict_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct conflict_arg *arg = data;
	struct conflict *k = s->state;

	(void)err;
	k->heading = mem_text(arg->heading);
	k->count = arg->count;
	k->row = mem_zero(arg->count + 1, sizeof *k->row);
	k->is_mine = mem_zero(arg->count + 1, sizeof *k->is_mine);
	k->is_chosen = mem_zero(arg->count + 1, sizeof *k->is_chosen);
	for (size_t i = 0; i < arg->count; i++)
		k->row[i] = (struct row){
			mem_text(arg->row[i].label),
			mem_text(arg->row[i].who ? arg->row[i].who : ""),
			mem_text(arg->row[i].before),
			mem_text(arg->row[i].theirs),
			mem_text(arg->row[i].mine),
		};
	go_to(k, next_open(k, 0));
	return STATUS_OK;
}

static void conflict_close(struct screen *s)
{
	struct conflict *k = s->state;

	for (size_t i = 0; i < k->count; i++) {
		mem_free(k->row[i].label);
		mem_free(k->row[i].who);
		mem_free(k->row[i].before);
		mem_free(k->row[i].theirs);
		mem_free(k->row[i].mine);
	}
	mem_free(k->row);
	mem_free(k->is_mine);
	mem_free(k->is_chosen);
	mem_free(k->line);
	mem_free(k->heading);
}

static void conflict_title(const struct screen *s, struct str *out)
{
	(void)s;
	str_add(out, _("saved by two"));
}

static void conflict_hint(const struct screen *s, struct str *out)
{
	const struct conflict *k = s->state;
	size_t open = 0;

	for (size_t i = 0; i < k->count; i++)
		open += is_choice(k, i) && !k->is_chosen[i];
	if (open)
		str_addf(out,
			_("1 theirs, 2 mine; still to choose: %zu; Esc: back "
			  "to the form, nothing is lost"),
			open);
	else
		str_add(out, _("Enter saves; Esc: back to the form, nothing "
			       "is lost"));
}

/* ---- lines */

static const char *name_of(enum part part)
{
	switch (part) {
	case PART_BEFORE:
		return _("before");
	case PART_THEIRS:
		return _("their version");
	case PART_MINE:
		return _("my version");
	default:
		return "";
	}
}

static const char *text_of(const struct row *r, enum part part)
{
	const char *text = part == PART_BEFORE	 ? r->before
			   : part == PART_THEIRS ? r->theirs
						 : r->mine;

	return *text ? text : _("(empty)");
}

static void add_line(struct conflict *k, size_t row, enum part part,
	bool is_first, const char *text, size_t len_bytes)
{
	k->line = mem_grow(k->line, k->lines, &k->lines_size, sizeof *k->line);
	k->line[k->lines++] =
		(struct line){ row, part, is_first, text, len_bytes };
}

static void add_part(struct conflict *k, size_t row, enum part part, int cols)
{
	const char *text = text_of(&k->row[row], part);
	size_t len = strlen(text);
	struct fit_line line;
	bool first = true;

	for (; fit_wrap(text, len, cols, &line); first = false) {
		add_line(k, row, part, first, text, line.len_bytes);
		text += line.next_bytes;
		len -= line.next_bytes;
	}
}

static int text_col(const struct conflict *k)
{
	return NAME_COL + k->name_cols + GAP_COLS;
}

static void make_lines(struct conflict *k, int cols)
{
	k->lines = 0;
	k->name_cols = 0;
	for (enum part p = PART_BEFORE; p <= PART_MINE; p++)
		if (width_text_cols(name_of(p)) > k->name_cols)
			k->name_cols = width_text_cols(name_of(p));
	cols -= text_col(k) + 1;
	for (size_t i = 0; i < k->count; i++) {
		add_line(k, i, PART_HEAD, true, "", 0);
		for (enum part p = PART_BEFORE; p <= PART_MINE; p++)
			if (p != PART_MINE || is_choice(k, i))
				add_part(k, i, p, cols);
	}
	add_line(k, k->count, PART_SAVE, true, "", 0);
}

static bool is_here(const struct conflict *k, const struct line *line)
{
	return line->part == k->part &&
	       (k->part == PART_SAVE || line->row == k->at);
}

static int first_line(const struct conflict *k)
{
	for (size_t i = 0; i < k->lines; i++)
		if (is_here(k, &k->line[i]))
			return (int)i;
	return 0;
}

/* The version under the cursor is seen, with its head where there is room. */
static void scroll_to_cursor(struct conflict *k)
{
	int first = first_line(k), last = first, head = first;

	while (last + 1 < (int)k->lines && is_here(k, &k->line[last + 1]))
		last++;
	while (head > 0 && k->line[head].part != PART_HEAD)
		head--;
	if (last >= k->top + k->rows)
		k->top = last - k->rows + 1;
	if (head < k->top && last - head < k->rows)
		k->top = head;
	if (first < k->top)
		k->top = first;
}

static void conflict_layout(struct screen *s, int rows, int cols)
{
	struct conflict *k = s->state;
	int most;

	k->rows = rows > 2 ? rows - 2 : 1;
	make_lines(k, cols);
	most = (int)k->lines - k->rows;
	if (k->top > most)
		k->top = most;
	if (k->top < 0)
		k->top = 0;
	scroll_to_cursor(k);
}

/* ---- keys */

static bool is_stop(const struct conflict *k, const struct line *line)
{
	return line->is_first &&
	       (line->part == PART_SAVE ||
		       (line->part >= PART_THEIRS && is_choice(k, line->row)));
}

static void move(struct conflict *k, int step)
{
	int i = first_line(k) + step;

	while (i >= 0 && i < (int)k->lines && !is_stop(k, &k->line[i]))
		i += step;
	if (i < 0 || i >= (int)k->lines)
		return;
	k->at = k->line[i].row;
	k->part = k->line[i].part;
}

static void choose(struct conflict *k, bool is_mine)
{
	size_t row = k->at;

	if (k->part == PART_SAVE)
		return;
	k->is_mine[row] = is_mine;
	k->is_chosen[row] = true;
	/* on to what waits still, in a round */
	row = next_open(k, row + 1);
	go_to(k, row < k->count ? row : next_open(k, 0));
}

static enum handled save(struct screen *s)
{
	struct conflict *k = s->state;
	size_t open = next_open(k, 0);

	if (open < k->count) {
		go_to(k, open);
		stack_message(s->stack, ROLE_ERROR,
			_("%s is not chosen yet: 1 theirs, 2 mine"),
			k->row[open].label);
		return HANDLED_YES;
	}
	stack_answer(s, &(struct answer){ .given = true, .other = k->is_mine });
	return HANDLED_YES;
}

static enum handled conflict_command(struct screen *s, int cmd, int times)
{
	struct conflict *k = s->state;

	switch (cmd) {
	case CMD_UP:
	case CMD_DOWN:
		while (times-- > 0)
			move(k, cmd == CMD_UP ? -1 : 1);
		return HANDLED_YES;
	case CMD_PAGE_UP:
	case CMD_PAGE_DOWN:
		for (int i = 0; i < k->rows; i++)
			move(k, cmd == CMD_PAGE_UP ? -1 : 1);
		return HANDLED_YES;
	case CMD_HOME:
		for (size_t i = 0; i < k->lines; i++)
			move(k, -1);
		return HANDLED_YES;
	case CMD_END:
		go_to(k, k->count);
		return HANDLED_YES;
	case CMD_OPEN:
		if (k->part == PART_SAVE)
			return save(s);
		choose(k, k->part == PART_MINE);
		return HANDLED_YES;
	case CMD_SAVE:
		return save(s);
	case CMD_RIGHT: /* too near to the arrows one moves with */
	case CMD_LEFT:
		return HANDLED_YES;
	default:
		return HANDLED_NO;
	}
}

static enum handled conflict_key(struct screen *s, uint32_t key)
{
	struct conflict *k = s->state;

	if (key != '1' && key != '2')
		return HANDLED_NO;
	choose(k, key == '2');
	return HANDLED_YES;
}

/* ---- drawing */

static void draw_head(
	const struct row *row, struct canvas *c, struct rect r, int y)
{
	int col = canvas_text(
		c, y, r.col + 1, r.cols - 1, ROLE_STRONG, row->label);

	if (*row->who)
		canvas_text(c, y, col + GAP_COLS, r.col + r.cols - col,
			ROLE_DIM, row->who);
}

static void draw_version(const struct conflict *k, struct canvas *c,
	struct rect r, int y, const struct line *line)
{
	bool is_version = line->part >= PART_THEIRS && is_choice(k, line->row);
	bool is_taken = is_version && k->is_chosen[line->row] &&
			k->is_mine[line->row] == (line->part == PART_MINE);
	enum role role = is_taken ? ROLE_STRONG : ROLE_TEXT;

	if (line->is_first) {
		if (is_taken)
			canvas_text(c, y, r.col + MARK_COL, 1, role, "*");
		if (is_version)
			canvas_text(c, y, r.col + NUMBER_COL, 1, ROLE_TEXT,
				line->part == PART_MINE ? "2" : "1");
		canvas_text(c, y, r.col + NAME_COL, k->name_cols,
			is_version ? ROLE_TEXT : ROLE_DIM, name_of(line->part));
	}
	canvas_text_bytes(c, y, r.col + text_col(k), r.cols - text_col(k), role,
		line->text, line->len_bytes);
}

static void draw_line(const struct conflict *k, struct canvas *c, struct rect r,
	int y, const struct line *line)
{
	if (line->part == PART_HEAD)
		draw_head(&k->row[line->row], c, r, y);
	else if (line->part == PART_SAVE)
		canvas_text(c, y, r.col + NUMBER_COL, r.cols - NUMBER_COL,
			ROLE_TEXT, _("save"));
	else
		draw_version(k, c, r, y, line);
	if (!is_here(k, line))
		return;
	if (line->is_first)
		canvas_text(c, y, r.col, 1, ROLE_TEXT, ">");
	canvas_focus(c, y, r.col, r.cols);
}

static void conflict_draw(
	const struct screen *s, struct canvas *c, struct rect r)
{
	const struct conflict *k = s->state;

	canvas_fill_rect(c, r, ROLE_TEXT);
	canvas_text(c, r.row, r.col + 1, r.cols - 2, ROLE_STRONG, k->heading);
	for (int y = 0; y < k->rows && k->top + y < (int)k->lines; y++)
		draw_line(k, c, r, r.row + 2 + y, &k->line[k->top + y]);
}

static struct point conflict_cursor(const struct screen *s, struct rect r)
{
	const struct conflict *k = s->state;

	return (struct point){ r.row + 2 + first_line(k) - k->top, r.col };
}

static const struct command conflict_commands[] = {
	{ .id = CMD_OPEN,
		.label = N_("take it"),
		.help = N_("Takes the version under the cursor; 1 takes "
			   "theirs, 2 mine.") },
	{ .id = CMD_SAVE },
	{ .id = 0 },
};

const struct screen_ops conflict_screen = {
	.name = "conflict",
	.kind = SCREEN_MENU,
	.state_size = sizeof(struct conflict),
	.commands = conflict_commands,
	.open = conflict_open,
	.close = conflict_close,
	.title = conflict_title,
	.hint = conflict_hint,
	.layout = conflict_layout,
	.draw = conflict_draw,
	.cursor = conflict_cursor,
	.command = conflict_command,
	.key = conflict_key,
};
