/*
 * 一体: what happens in one step and matters to a later one. Steps only know
 * those before them; who listens to whom stands here.
 */
#include "domain/assess/entry.h"
#include "domain/assign/share.h"
#include "domain/supervise/check.h"
#include "domain/supervise/difficulty.h"

share_done_listener *const share_done_listeners[] = {
	entry_add_share,
	difficulty_end,
	NULL,
};

check_listener *const check_listeners[] = {
	entry_add_check,
	NULL,
};

const struct share_later share_later = {
	.difficulty = difficulty_tell,
	.open_difficulty = difficulty_words,
	.may_claim = check_may_claim,
};
