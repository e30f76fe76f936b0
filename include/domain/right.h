/*
 * right.h: who may what. One table, default deny (product.md §2).
 *
 * Each action and each record type names the right it needs; a role has a
 * set of rights; what the person is to the record (relation) is asked
 * besides, by the action's any_of and none_of.
 */
#ifndef DOMAIN_RIGHT_H
#define DOMAIN_RIGHT_H

#include <stdbool.h>
#include <stdint.h>
#include "core/field.h"

/* (not enum role: that is how a cell of the screen looks, tui/theme.h) */
enum right_role {
	RIGHT_ROLE_CADRE = 1,
	RIGHT_ROLE_HEAD, /* of a unit: by unit.head, not by account */
	RIGHT_ROLE_CLERK,
	RIGHT_ROLE_SUPERVISOR,
	RIGHT_ROLE_LEADER, /* by account, or person.leader */
	RIGHT_ROLE_ADMIN,
	RIGHT_ROLE_AUDITOR
};
extern const struct choice role_choices[];

enum right {
	RIGHT_NONE,
	RIGHT_SEE,	    /* the work: tasks, shares, units, people */
	RIGHT_KEEP,	    /* views of one's own */
	RIGHT_REPORT,	    /* sign for, report, claim */
	RIGHT_HEAD,	    /* allocate, report completion for the unit */
	RIGHT_REGISTER,	    /* sources, tasks, people, units; import */
	RIGHT_ENTER,	    /* 代录: type what another decided */
	RIGHT_VERIFY,	    /* ledger, verification */
	RIGHT_DECIDE,	    /* issue, extension, closing */
	RIGHT_ADMIN,	    /* accounts, dictionaries, settings, backup */
	RIGHT_SEE_PERSONAL, /* telephone and identity numbers */
	RIGHT_SEE_ARCHIVES, /* other people's diligence archives */
	RIGHT_SEE_JOURNAL,
	RIGHT_COUNT
};

/* bits of roles: 1u << RIGHT_ROLE_X */
bool right_of_roles(unsigned roles, enum right right);
const char *right_label(enum right right); /* N_() */

/* How the one who decides stands to the record; record_type.relate says. */
enum relation {
	RELATION_OWN = 1 << 0,	    /* his own: handler of the share */
	RELATION_UNIT = 1 << 1,	    /* his unit's */
	RELATION_HEAD = 1 << 2,	    /* he heads the unit */
	RELATION_CHARGE = 1 << 3,   /* the leader in charge of it */
	RELATION_TOOK_PART = 1 << 4 /* he took part in what is reviewed */
};

#endif
