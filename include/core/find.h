/*
 * find.h: finding in Chinese text, by an index that knows no Chinese.
 *
 * Text is cut here into plain words with blanks between, so that any full text
 * index finds by it (FTS5, tokenize=ascii) and any program can open the file:
 *
 *	农村改厕 → 农村 村改 改厕            pairs of characters
 *	A3、12号 → a3 12                     words and numbers, small letters
 *	of what is found by sound, with every reading of a character:
 *	         → ·nc ·cg ·gc ·ncg ·cgc     runs of two and three initials
 *	           ¯nongcun ¯cungai ¯gaice ¯ce   pairs of syllables
 *
 * What is typed is asked for in the same words: a phrase of pairs is exact;
 * initials, and full pinyin however it can be parted, may give too much. So
 * every hit is compared with its text: find_hit() is what "found" means, with
 * or without an index.
 */
#ifndef CORE_FIND_H
#define CORE_FIND_H

#include <stdbool.h>
#include "core/str.h"

/* Adds the words of the text, a blank before each. */
void find_cut(const char *text, bool by_sound, struct str *out);

/*
 * Adds the words typed as a query of FTS5; false: too little for an index (a
 * single character or letter), nothing was added.
 */
bool find_ask(const char *typed, struct str *out);

/*
 * Whether what was typed stands in the text, width and case folded: letters
 * from the beginning of a word, a number whole; or sounds like a part of
 * `sounding`. Either may be NULL.
 */
bool find_hit(const char *text, const char *sounding, const char *typed);

#endif
