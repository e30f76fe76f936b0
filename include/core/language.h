/*
 * language.h: texts in the user's language.
 *
 * Every text a person sees is written in plain English in the code and looked
 * up here. Chinese is built in, generated from po/zh_CN.po (C.UTF-8 with
 * LANGUAGE stops finding .mo files with newer glibc, BZ 16621).
 *
 *   _("text")            text in code
 *   N_("text")           text in a const table, looked up when it is shown
 *   language_text_in(c, t)  the same with a context: the name of the table
 *                        ("task" "due"), falling back to the text alone
 *
 * What is returned is never freed and lives as long as the program.
 */
#ifndef CORE_LANGUAGE_H
#define CORE_LANGUAGE_H

#include <stdbool.h>

enum language { LANGUAGE_EN, LANGUAGE_ZH };

#define N_(text) text
#define _(text) language_text(text)

__attribute__((format_arg(1))) const char *language_text(const char *text);
__attribute__((format_arg(2))) const char *language_text_in(
	const char *context, const char *text);

/* False when the code ("zh_CN.UTF-8", "zh", "en") names none we have. */
bool language_of(const char *code, enum language *language);

/*
 * What the environment asks for: LANGUAGE, LC_ALL, LC_MESSAGES, LANG in this
 * order; C, POSIX and C.UTF-8 name none. False: it names none.
 */
bool language_of_environment(enum language *language);

/* In a language that need not be the user's: what files may say. */
__attribute__((format_arg(3))) const char *language_text_as(
	enum language language, const char *context, const char *text);

void language_set(enum language language);
enum language language_now(void);

#endif
