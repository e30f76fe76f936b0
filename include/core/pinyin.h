/*
 * pinyin.h: Han characters by how they sound.
 *
 * Every official reading counts (重 chong and zhong, 曾 zeng and ceng): names
 * are looked for by whoever says them. From Unihan: kTGHZ2013, else kMandarin
 * (tools/gen_pinyin.py). Tones are not typed; ü is v.
 */
#ifndef CORE_PINYIN_H
#define CORE_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"

/* The readings of a character: how many, at most max of them in out. 0: it
 * is no Han character, or nobody knows. */
size_t pinyin_readings(uint32_t code, const char **out, size_t max);

/*
 * Whether what was typed in letters stands for characters of the text that
 * follow one another: initials (wxy), whole syllables (weixiaoyan), the
 * beginning of the last one (weixy), mixed. Other characters of the text (A,
 * 3, ·) match themselves, case and width folded, and signs may be left out.
 * *at_bytes (may be NULL) is where the match begins; earlier ones win.
 */
bool pinyin_match(const char *text, const char *typed, size_t *at_bytes);

/* Only letters (and v, blanks): could it be pinyin at all? */
bool pinyin_is_typed(const char *typed);

/* Whether the n small letters are a syllable, or how one begins. */
bool pinyin_is_syllable(const char *letters, size_t n);
bool pinyin_is_beginning(const char *letters, size_t n);
/* The syllables that begin with the n letters: how many, at most max of them
 * in out. */
size_t pinyin_syllables(
	const char *letters, size_t n, const char **out, size_t max);

#endif
