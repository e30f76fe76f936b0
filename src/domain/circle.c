/*
 * 一体: what happens in one step and matters to a later one. Steps only know
 * those before them; who listens to whom stands here.
 */
#include "domain/assess/entry.h"
#include "domain/assign/share.h"

share_done_listener *const share_done_listeners[] = {
	entry_add_share,
	NULL,
};
