/*
 * actor.h: 代录: an action typed by one for another who decided it.
 *
 * Three fields that any action takes besides its own: who decided, what it
 * rests on, its number. The same on forms and on the command line
 * (decided_by= basis= basis_no=).
 */
#ifndef DOMAIN_ACTOR_H
#define DOMAIN_ACTOR_H

#include "domain/action.h"

enum actor_field { ACTOR_DECIDED_BY, ACTOR_BASIS, ACTOR_BASIS_NO, ACTOR_END };
extern const struct field actor_fields[];

/* Takes the three out of v. basis_no is borrowed from v's memory, which the
 * caller frees after the action: *kept. */
void actor_take(struct values *v, struct actor *actor, char **kept);

#endif
