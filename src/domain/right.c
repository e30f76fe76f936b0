#include "domain/right.h"

#include "core/language.h"

#include <stddef.h>

const struct choice role_choices[] = {
	{ RIGHT_ROLE_CADRE, "cadre", N_("cadre") },
	{ RIGHT_ROLE_HEAD, "head", N_("head of unit") },
	{ RIGHT_ROLE_CLERK, "clerk", N_("clerk") },
	{ RIGHT_ROLE_SUPERVISOR, "supervisor", N_("supervisor") },
	{ RIGHT_ROLE_LEADER, "leader", N_("leader") },
	{ RIGHT_ROLE_ADMIN, "admin", N_("administrator") },
	{ RIGHT_ROLE_AUDITOR, "auditor", N_("auditor") },
	{ 0, NULL, NULL },
};

#define MAY(right) (1u << (right))

/* The one table. What is not in it is denied. */
static const unsigned role_rights[] = {
	[RIGHT_ROLE_CADRE] =
		MAY(RIGHT_SEE) | MAY(RIGHT_KEEP) | MAY(RIGHT_REPORT),
	[RIGHT_ROLE_HEAD] = MAY(RIGHT_SEE) | MAY(RIGHT_KEEP) |
			    MAY(RIGHT_REPORT) | MAY(RIGHT_HEAD),
	[RIGHT_ROLE_CLERK] = MAY(RIGHT_SEE) | MAY(RIGHT_KEEP) |
			     MAY(RIGHT_REGISTER) | MAY(RIGHT_ENTER) |
			     MAY(RIGHT_SEE_PERSONAL),
	[RIGHT_ROLE_SUPERVISOR] = MAY(RIGHT_SEE) | MAY(RIGHT_KEEP) |
				  MAY(RIGHT_VERIFY) | MAY(RIGHT_SEE_PERSONAL) |
				  MAY(RIGHT_SEE_ARCHIVES),
	[RIGHT_ROLE_LEADER] = MAY(RIGHT_SEE) | MAY(RIGHT_KEEP) |
			      MAY(RIGHT_REPORT) | MAY(RIGHT_DECIDE) |
			      MAY(RIGHT_SEE_PERSONAL) | MAY(RIGHT_SEE_ARCHIVES),
	/* accounts need the people's names, nothing of their work is written */
	[RIGHT_ROLE_ADMIN] = MAY(RIGHT_SEE) | MAY(RIGHT_KEEP) |
			     MAY(RIGHT_ADMIN) | MAY(RIGHT_SEE_JOURNAL),
	[RIGHT_ROLE_AUDITOR] = MAY(RIGHT_SEE) | MAY(RIGHT_SEE_PERSONAL) |
			       MAY(RIGHT_SEE_ARCHIVES) | MAY(RIGHT_SEE_JOURNAL),
};

static const char *const right_labels[RIGHT_COUNT] = {
	[RIGHT_NONE] = N_("nothing"),
	[RIGHT_SEE] = N_("see the work"),
	[RIGHT_KEEP] = N_("keep views of one's own"),
	[RIGHT_REPORT] = N_("sign for and report"),
	[RIGHT_HEAD] = N_("allocate for the unit"),
	[RIGHT_REGISTER] = N_("register and import"),
	[RIGHT_ENTER] = N_("enter for others"),
	[RIGHT_VERIFY] = N_("supervise and verify"),
	[RIGHT_DECIDE] = N_("decide"),
	[RIGHT_ADMIN] = N_("administer"),
	[RIGHT_SEE_PERSONAL] = N_("see telephone numbers"),
	[RIGHT_SEE_ARCHIVES] = N_("see archives of others"),
	[RIGHT_SEE_JOURNAL] = N_("see the journal"),
};

bool right_of_roles(unsigned roles, enum right right)
{
	if (right <= RIGHT_NONE || right >= RIGHT_COUNT)
		return false;
	for (int role = RIGHT_ROLE_CADRE; role <= RIGHT_ROLE_AUDITOR; role++)
		if ((roles & 1u << role) && (role_rights[role] & MAY(right)))
			return true;
	return false;
}

const char *right_label(enum right right)
{
	return right >= RIGHT_NONE && right < RIGHT_COUNT ? right_labels[right]
							  : "";
}
