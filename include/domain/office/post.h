/*
 * post.h: posts of a unit. Hand-over goes by post; several may hold one.
 */
#ifndef DOMAIN_OFFICE_POST_H
#define DOMAIN_OFFICE_POST_H

#include "domain/record.h"

enum post_field {
	POST_UNIT,
	POST_TITLE,
	POST_HEAD, /* its holder heads the unit */
	POST_DUTIES,
	POST_FIELDS_END
};
extern const struct field post_fields[];
extern const struct record_type post_type;

/* 站长, 所长, 主任, 院长, 校长, 村党支部书记 */
bool post_title_heads(const char *title);

/* 0 when the unit has no such post. */
int64_t post_find(struct store *store, int64_t unit, const char *title);

/*
 * "主任" where only one unit has it, else with the unit before it.
 * STATUS_NOT_FOUND, STATUS_AMBIGUOUS: err names the units.
 */
enum status post_find_named(
	struct store *store, const char *text, int64_t *id, struct error *err);

#endif
