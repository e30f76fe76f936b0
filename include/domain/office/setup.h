/*
 * setup.h: makes a new file usable.
 */
#ifndef DOMAIN_OFFICE_SETUP_H
#define DOMAIN_OFFICE_SETUP_H

#include "core/language.h"
#include "core/status.h"
#include "store/store.h"

/*
 * The township's name, time zone (UTC+8) and language, the shipped rows of
 * all dictionaries, the holidays announced, and an account for the OS user:
 * clerk, supervisor, leader and admin at once, without a person (product.md
 * §2). All records come in through the door, so that the journal holds them. A
 * file that already has an account is refused.
 */
enum status office_init(struct store *store, const char *name,
	const char *os_user, enum language language, struct error *err);

struct session;
/* The same by a session that is all of that, at the time of its clock. */
enum status office_found(const struct session *founder, const char *name,
	enum language language, struct error *err);

#endif
