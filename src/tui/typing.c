#include "tui/typing.h"

#include "core/fit.h"
#include "core/language.h"
#include "tui/keys.h"

static const struct {
	uint32_t key;
	enum lineedit_op op;
} ops[] = {
	{ KEY_LEFT, LINEEDIT_LEFT },
	{ KEY_RIGHT, LINEEDIT_RIGHT },
	{ KEY_CTRL_LEFT, LINEEDIT_WORD_LEFT },
	{ KEY_CTRL_RIGHT, LINEEDIT_WORD_RIGHT },
	{ KEY_HOME, LINEEDIT_HOME },
	{ KEY_END, LINEEDIT_END },
	{ KEY_CTRL_HOME, LINEEDIT_TEXT_HOME },
	{ KEY_CTRL_END, LINEEDIT_TEXT_END },
	{ KEY_CTRL('a'), LINEEDIT_HOME },
	{ KEY_CTRL('e'), LINEEDIT_END },
	{ KEY_BACKSPACE, LINEEDIT_BACKSPACE },
	{ KEY_DELETE, LINEEDIT_DELETE },
	{ KEY_CTRL('d'), LINEEDIT_DELETE },
	{ KEY_CTRL('w'), LINEEDIT_KILL_WORD },
	{ KEY_CTRL('k'), LINEEDIT_KILL_END },
	{ KEY_CTRL('u'), LINEEDIT_CLEAR },
};

bool typing_op(uint32_t key, enum lineedit_op *op)
{
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
		if (ops[i].key == key) {
			*op = ops[i].op;
			return true;
		}
	return false;
}

void typing_draw(const struct lineedit *e, struct canvas *c, struct rect r,
	enum role role)
{
	struct lineedit_row row;

	canvas_fill_rect(c, r, role);
	for (int y = 0; y < r.rows && lineedit_row(e, y, &row); y++) {
		canvas_text_bytes(c, r.row + y, r.col, r.cols, role, row.text,
			row.len_bytes);
		if (row.more_after)
			canvas_text(c, r.row + y, r.col + r.cols - 1, 1, role,
				FIT_MARK);
	}
}

void typing_print_unasked(const char *text, struct str *out)
{
	str_addf(out,
		_("Find \"%s\".  For letter commands: Shift turns Chinese off, "
		  "or add Ctrl"),
		text);
}
