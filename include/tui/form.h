/*
 * form.h: fields to be typed into (keys.md 4, product.md 6).
 *
 * The form knows texts as they are typed; its owner knows what they mean:
 * read() makes a value of a text (value_parse with the owner's context) when
 * a field is left and once more on saving. A field that is wrong says so below
 * itself, keeps what was typed and never holds the cursor back.
 *
 * Order: required fields first within each section, otherwise as added; a
 * FIELD_PAIRED one stays beside the one before it where there is room. Folded
 * ones stand at the end as one line that shows what is in them, and unfold
 * with Enter. After the last stands `save`: Enter alone does a whole form.
 *
 * What is typed into a number or a day straight after coming to it takes the
 * place of what stood there, as in a table; a key of line editing (End, Left,
 * Backspace) keeps it. Until then it is shown as the cursor row is.
 *
 * CHOICE, FLAG, VALUE, REF and REFS are not typed in place: a typed character
 * calls choose(), which opens a picker; Backspace empties. A DATE is typed,
 * F4 chooses.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/field.h"
#include "core/lineedit.h"
#include "core/str.h"
#include "core/value.h"
#include "tui/canvas.h"
#include "tui/screen.h"

enum { FORM_LONG_ROWS = 3 };
#define FORM_ON_FOLD (SIZE_MAX - 1)
#define FORM_ON_SAVE SIZE_MAX

/* Callbacks of the screen; arg is usually the screen itself. */
struct form_owner {
	void *arg;
	/* Makes a value of a text, which is not blank; as value_parse(). */
	enum status (*read)(void *arg, const struct field *f, const char *text,
		struct value *out, struct issue *issue);
	/* How the value reads when the field was left (12-1: 2026-12-01);
	 * NULL: as typed. Not asked for texts. */
	void (*print)(void *arg, const struct field *f, const struct value *v,
		struct str *out);
	/* F4, or `typed` where only choosing makes sense: push a picker; its
	 * answer goes to form_choose(). NULL: everything is typed. */
	void (*choose)(void *arg, const struct field *f, const char *typed);
	/* What stood in that field last time; false: nothing. */
	bool (*last)(void *arg, const struct field *f, struct str *text);
	/* All fields could be read and none that is required is empty. */
	void (*save)(void *arg);
};

struct form_item {
	const struct field *field;
	char *label, *help, *section, *suffix; /* suffix may be NULL */
	bool fixed;			       /* shown, not typed in */
	struct lineedit edit;
	char *before;	    /* the text it began with */
	struct value value; /* of the text, while known */
	bool known;
	size_t known_changes; /* edit.changes when it became known */
	char *error;	      /* what is wrong; NULL: nothing known */
	bool error_is_warning;

	/* Where it stands: set by form_layout(). */
	bool shown;
	int head_y, y, error_y; /* -1: no head, no error */
	int label_col, col, cols, rows, error_rows;
};

struct form {
	struct form_owner owner;
	struct form_item *item;
	size_t count, size;

	/* The rest is the form's own. */
	size_t *order; /* the items on the screen */
	size_t ordered;
	size_t focus; /* an item, FORM_ON_FOLD or FORM_ON_SAVE */
	bool folded;  /* and there is something to unfold */
	bool filled;  /* ^T has filled in everything once */
	bool fresh;   /* a number or day was just come to: typing replaces it */
	struct str notice;
	int rows, cols, top;
	int fold_y, save_y, value_col;
};

void form_init(struct form *f, const struct form_owner *owner);
void form_fini(struct form *f);
/* Adds a field; texts are translated and copied; section may be NULL, help
 * too. Returns its index. Only before the first form_layout(). */
size_t form_add(struct form *f, const struct field *field, const char *label,
	const char *help, const char *section, const char *text);
/* SIZE_MAX when it is not in the form. */
size_t form_index(const struct form *f, const struct field *field);
void form_set_suffix(struct form *f, size_t i, const char *suffix);
void form_set_fixed(struct form *f, size_t i, bool fixed);

/* Texts, for drafts and for what follows from another field. Setting counts
 * as typing (form_is_dirty), but for form_begin(). */
const char *form_text(const struct form *f, size_t i);
void form_set_text(struct form *f, size_t i, const char *text);
/* A value whose text says less than it does (a person of two namesakes). */
void form_set_value(
	struct form *f, size_t i, const struct value *v, const char *text);
/* The answer of a picker: sets the focused field and goes on. */
void form_choose(struct form *f, const struct value *v, const char *text);
/* What is in it now is where it began: after a draft was taken up or saved. */
void form_begin(struct form *f);
/* The same for one: what it is compared with is that text. */
void form_set_before(struct form *f, size_t i, const char *text);
bool form_is_dirty(const struct form *f);

/* Values read so far; of fields that could not be read, none, and none of
 * those that were empty and are. changed_only: fields whose text is another
 * than at the beginning. Fixed ones never. */
void form_values(struct form *f, bool changed_only, struct values *out);
/* Puts what the door found at the fields; the cursor goes to the first. What
 * is about no field is in the hint. */
void form_put_issues(struct form *f, const struct issues *issues);
/* Reads all; false: the cursor is at the first field that is wrong. */
bool form_check(struct form *f);

/* The field with the cursor; NULL on the fold and on `save`. */
const struct field *form_focus(const struct form *f);
void form_focus_on(struct form *f, size_t i);

/* For ops->focus: with F4 only where something can be chosen. */
const struct command *form_commands(const struct form *f);
void form_layout(struct form *f, int rows, int cols);
void form_draw(const struct form *f, struct canvas *c, struct rect r);
struct point form_cursor(const struct form *f, struct rect r);
enum handled form_command(struct form *f, int cmd, int times);
enum handled form_key(struct form *f, uint32_t key);
/* What is typed opens a picker (KEYS_PICK). */
bool form_picks(struct form *f);
enum handled form_write(struct form *f, const char *utf8, bool pasted);
/* For ops->hint and ops->position: what the field wants or what is wrong
 * with it, and "34/500" characters. */
void form_print_hint(const struct form *f, struct str *out);
void form_print_position(const struct form *f, struct str *out);

#endif
