#include "core/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue.h" /* generated from po/zh_CN.po */

/* The one thing of the process that every layer must agree on. */
static enum language now = LANGUAGE_EN;

/* Keys are "context\004text" or "text", sorted by bytes, as gettext has it. */
static const char *look_up(const char *context, const char *text)
{
	size_t low = 0;
	size_t high = CATALOGUE_COUNT;
	char key[1024];
	int n = context ? snprintf(key, sizeof key, "%s\004%s", context, text)
			: snprintf(key, sizeof key, "%s", text);

	if (n < 0 || (size_t)n >= sizeof key)
		return NULL;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(key, catalogue[mid].key);

		if (order == 0)
			return catalogue[mid].text;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

const char *language_text_in(const char *context, const char *text)
{
	return language_text_as(now, context, text);
}

const char *language_text_as(
	enum language language, const char *context, const char *text)
{
	const char *found = NULL;

	if (!text || !*text || language == LANGUAGE_EN)
		return text;
	if (context)
		found = look_up(context, text);
	if (!found)
		found = look_up(NULL, text);
	return found ? found : text;
}

const char *language_text(const char *text)
{
	return language_text_in(NULL, text);
}

bool language_of(const char *code, enum language *language)
{
	static const struct {
		const char *prefix;
		enum language language;
	} known[] = {
		{ "zh", LANGUAGE_ZH },
		{ "en", LANGUAGE_EN },
	};

	for (size_t i = 0; code && i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].prefix);

		if (strncmp(code, known[i].prefix, n) ||
			(code[n] && !strchr("_.@-:", code[n])))
			continue;
		*language = known[i].language;
		return true;
	}
	return false;
}

bool language_of_environment(enum language *language)
{
	static const char *const name[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES",
		"LANG" };

	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		const char *list = getenv(name[i]);

		/* LANGUAGE is a list, the first that we have counts */
		while (list && *list) {
			if (language_of(list, language))
				return true;
			list = strchr(list, ':');
			list = list ? list + 1 : NULL;
		}
	}
	return false;
}

void language_set(enum language language)
{
	now = language;
}

enum language language_now(void)
{
	return now;
}
