/*
 * person.h: the people of the township (干部), in the order of the roster.
 */
#ifndef DOMAIN_OFFICE_PERSON_H
#define DOMAIN_OFFICE_PERSON_H

#include "domain/action.h"
#include "domain/record.h"

enum person_status { PERSON_SERVING = 1, PERSON_AWAY, PERSON_LEFT };
extern const struct choice person_statuses[];
enum person_gender { PERSON_MALE = 1, PERSON_FEMALE };
extern const struct choice person_genders[];

enum person_field {
	PERSON_RANK, /* 序号 of the roster */
	PERSON_NAME,
	PERSON_GENDER,
	PERSON_UNIT,
	PERSON_POST,
	PERSON_LEADER, /* of the township */
	PERSON_STAFFING, /* dictionary: 公务员, 参公, 事业, 编外, 村干部 */
	PERSON_MANAGED, /* dictionary: 县管, 乡管 */
	PERSON_COVER,	/* B of the A/B pair */
	PERSON_STATUS,
	PERSON_PHONE,	  /* personal */
	PERSON_ID_NUMBER, /* personal */
	PERSON_LOGIN,	  /* computed: of his account */
	PERSON_FIELDS_END
};
extern const struct field person_fields[];
extern const struct record_type person_type;

/*
 * Who is meant: a name; a name and a unit in any order, with or without a
 * sign between; or a post among the leaders (副乡长(社会事务), brackets of
 * either width). Who left is only found when nobody else is meant.
 * STATUS_NOT_FOUND, STATUS_AMBIGUOUS: err names the holders.
 */
enum status person_find_named(
	struct store *store, const char *text, int64_t *id, struct error *err);

/* The open account of that login; 0 none. */
int64_t person_of_login(struct store *store, const char *login);

/* Nobody heads a unit he does not serve in: units other than `keeps` lose
 * him as their head. */
enum status person_drop_heads(
	struct txn *txn, int64_t person, int64_t keeps, struct error *err);

/* One line of a roster: unit, post, person and account. */
extern const struct action person_import;

#endif
