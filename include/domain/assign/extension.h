/*
 * extension.h: more time for a share (延期), asked for before it is due.
 *
 *	asked -> viewed -> granted | refused;  withdrawn by the unit
 *
 * The supervisor views it first (初审), the leader decides with a definite
 * date, which may be another than was asked for. Granting moves the share's
 * due day, and with it its lights and sums; the day it was first due stays
 * in share.first_due. The lead answers for the whole: where its new day lies
 * after the task's, the task's moves with it. One request of a share at a
 * time.
 */
#ifndef DOMAIN_ASSIGN_EXTENSION_H
#define DOMAIN_ASSIGN_EXTENSION_H

#include "domain/action.h"
#include "domain/record.h"

enum extension_state {
	EXTENSION_ASKED = 1,
	EXTENSION_VIEWED,
	EXTENSION_GRANTED,
	EXTENSION_REFUSED,
	EXTENSION_WITHDRAWN
};
extern const struct choice extension_states[];

enum extension_opinion { OPINION_FOR = 1, OPINION_AGAINST };
extern const struct choice extension_opinions[];

enum extension_field {
	EXTENSION_SHARE,
	EXTENSION_TASK,
	EXTENSION_DUE, /* when it was asked for */
	EXTENSION_TO,
	EXTENSION_REASON,
	EXTENSION_PROGRESS,
	EXTENSION_MEASURE,
	EXTENSION_STATE,
	EXTENSION_OPINION, /* the supervisor's */
	EXTENSION_VIEW,
	EXTENSION_UNTIL, /* the date granted */
	EXTENSION_ANSWER,
	EXTENSION_ASKED_BY,
	EXTENSION_ASKED_ON,
	EXTENSION_VIEWED_BY,
	EXTENSION_VIEWED_ON,
	EXTENSION_DECIDED_BY,
	EXTENSION_DECIDED_ON,
	EXTENSION_FIELDS_END
};
extern const struct field extension_fields[];
extern const struct record_type extension_type;

extern const struct action extension_view, extension_grant, extension_refuse,
	extension_withdraw;

/* The one that is asked for and not decided; 0 none. */
int64_t extension_open(struct store *store, int64_t share);

#endif
