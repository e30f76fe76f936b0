/*
 * draft_code.h: a draft as bytes of its file, and back.
 */
#ifndef STORE_DRAFT_CODE_H
#define STORE_DRAFT_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include "core/str.h"
#include "store/draft.h"

/* Replaces *piece by one piece. False: it would not be read back, being
 * larger than DRAFT_PIECE_MAX, of too many fields, or a name too long. */
bool draft_encode(const struct draft *d, struct str *piece);

/* The last whole piece among any bytes; false: there is none, *d is empty. */
bool draft_decode(const char *bytes, size_t len_bytes, struct draft *d);

#endif
