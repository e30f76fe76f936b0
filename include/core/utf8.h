/*
 * utf8.h: the only place of the program that looks at the bytes of a
 * character.
 *
 * Nothing here reads beyond the length it is given. Bytes that are no
 * character are U+FFFD, one for each maximal subpart (Unicode 15, chapter 3,
 * table 3-8), so that damaged text is shown damaged and never loses what
 * follows. Overlong forms, surrogates and codes beyond U+10FFFF are no
 * characters.
 */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_MAX_BYTES = 4, UTF8_BAD = 0xfffd, UTF8_MAX_CODE = 0x10ffff };

/* Bytes of the first character, 0 only when len_bytes is 0. */
size_t utf8_next(const char *s, size_t len_bytes, uint32_t *code);

/* For text that ends with NUL: false at its end, else moves *s on. */
bool utf8_step(const char **s, uint32_t *code);

/*
 * Where the character that ends at at_bytes begins; at_bytes must be a place
 * that utf8_next() stops at. 0 stays 0.
 */
size_t utf8_back(const char *s, size_t at_bytes);

/* Writes the character (U+FFFD for what is none), returns its bytes. */
size_t utf8_encode(uint32_t code, char out[UTF8_MAX_BYTES]);

bool utf8_is_scalar(uint32_t code); /* a character, neither half nor beyond */

enum utf8_reason {
	UTF8_VALID,
	UTF8_STRAY,	/* a byte that begins no character */
	UTF8_SHORT,	/* the character is cut off */
	UTF8_OVERLONG,	/* longer than it need be: a way to hide a sign */
	UTF8_SURROGATE, /* half of a UTF-16 pair */
	UTF8_BEYOND	/* above U+10FFFF */
};
struct utf8_fault {
	size_t at_bytes;
	enum utf8_reason reason;
};

/* False: *fault (may be NULL) says where the first fault is, and which. */
bool utf8_check(const char *s, size_t len_bytes, struct utf8_fault *fault);
const char *utf8_reason_text(enum utf8_reason reason); /* for people */

size_t utf8_count(const char *s); /* characters: code points */

/* At most len_bytes, but without a character begun and not finished. */
size_t utf8_whole(const char *s, size_t len_bytes);

/*
 * Full-width forms U+FF01..FF5E and U+3000 as ASCII; others unchanged.
 * Chinese input methods write digits, letters and signs so.
 */
uint32_t utf8_fold(uint32_t code);
void utf8_fold_text(char *text); /* in place: it only becomes shorter */

/*
 * Outside text fields also the signs an input method puts in the place of a
 * key: the comma of Chinese is the key ',' and so on (keys.md 1.3).
 */
uint32_t utf8_fold_key(uint32_t code);

#endif
