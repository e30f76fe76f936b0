/*
 * change.h: what an action changed, and its bytes in the journal.
 *
 * Format 1: byte 0x01, then the changes in ascending (kind, id):
 *   kind:varint id:varint op:byte n:varint, then n fields ascending by number
 *   field: number:varint [old if not inserted] [new if not deleted]
 *   value: 0x00 null | 0x01 zigzag varint | 0x02 length:varint bytes
 *          | 0x03 digest of 32 bytes (a personal value; see kept)
 */
#ifndef STORE_CHANGE_H
#define STORE_CHANGE_H

#include <stddef.h>
#include <stdint.h>
#include "core/status.h"
#include "core/str.h"
#include "core/value.h"
#include "store/table.h"

enum change_op { CHANGE_INSERT = 1, CHANGE_UPDATE = 2, CHANGE_DELETE = 3 };
enum { CHANGE_DIGEST_BYTES = 32 };

/* A value, or the digest that stands for a personal one. */
struct change_value {
	struct value value; /* of a digest: VALUE_NULL unless resolved */
	unsigned char digest[CHANGE_DIGEST_BYTES];
	bool is_digest;
};

struct change_field {
	int number;
	struct change_value before, after;
};

struct change {
	int kind;
	int64_t id;
	enum change_op op;
	struct change_field *field; /* ascending by number */
	size_t count, size;
};

struct changes {
	struct change *item; /* ascending by kind, id once sealed */
	size_t count, size;
};

void changes_encode(const struct changes *c, struct str *out);
/* STATUS_CORRUPT when the bytes are not of a known format. */
enum status changes_decode(const void *bytes, size_t len_bytes,
	struct changes *out, struct error *err);
void changes_free(struct changes *c);

const struct change_field *change_field(const struct change *c, int number);
/* The change of that record, or NULL. */
const struct change *changes_find(
	const struct changes *c, int kind, int64_t id);

#endif
