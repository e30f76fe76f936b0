/* story.h: what happened to a record, in words, from the journal. */
#ifndef SCREENS_STORY_H
#define SCREENS_STORY_H

#include "app.h"
#include "store/journal.h"

/* "韦小燕（韦明代录）" */
void story_who(
	const struct app *app, const struct journal_row *row, struct str *out);
/* "进度 140→150；困难 水泥缺口40吨": what is worth telling, one line. */
void story_what(
	const struct app *app, const struct journal_row *row, struct str *out);
/* A field's value as the journal has it; personal ones only as dots. */
void story_value(const struct app *app, const struct record_type *type,
	const struct field *f, const struct change_value *v, struct str *out);
/* Nothing stood there, or nothing stands there now. */
bool story_is_empty(const struct change_value *v);

#endif
