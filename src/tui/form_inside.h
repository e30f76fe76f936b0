/*
 * form_inside.h: what the files of the form share.
 */
#ifndef TUI_FORM_INSIDE_H
#define TUI_FORM_INSIDE_H

#include "tui/form.h"

/* Only choosing makes sense there. */
bool form_is_chosen(const struct form *f, const struct form_item *item);
bool form_is_blank(const struct form_item *item);
void form_set_error(struct form_item *item, const char *text, bool warning);
/* Makes the value of the text if need be; false: it has an error now. */
bool form_read_item(struct form *f, size_t i);
/* Which items stand on the screen, in which order. */
void form_arrange(struct form *f);
/* The first time: the cursor goes to the first field. */
void form_ready(struct form *f);
void form_unfold(struct form *f);
/* The cursor has come to a field. */
void form_arrive(struct form *f);
/* The item with the cursor, or NULL. */
struct form_item *form_here(const struct form *f);

#endif
