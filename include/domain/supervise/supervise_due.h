/*
 * supervise_due.h: rectifications and difficulties among what is open (due.h).
 *
 * A check that has to be put right is open until its limit; put right, it
 * waits for the supervisor. A difficulty is open until it is talked over
 * (setting difficulty-days), then until the day that was agreed on; of a share
 * that is claimed, or under a task that is suspended or terminated, it counts
 * nowhere.
 */
#ifndef DOMAIN_SUPERVISE_DUE_H
#define DOMAIN_SUPERVISE_DUE_H

#include "domain/assign/due.h"

enum status supervise_derive(
	struct txn *txn, const struct change *c, struct error *err);
enum status supervise_rebuild(struct txn *txn, struct error *err);

#endif
