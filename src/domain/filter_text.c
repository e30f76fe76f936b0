/* The words of a filter line, and the light as a number SQL can compare. */
#include "domain/filter.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/light.h"

/* Bytes of a quote: of a keyboard, or as a Chinese input method writes it. */
static size_t quote_at(const char *text)
{
	static const char *const quotes[] = { "\"", "“", "”", "＂" };

	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (!strncmp(text, quotes[i], strlen(quotes[i])))
			return strlen(quotes[i]);
	return 0;
}

struct words {
	char **word;
	size_t count, size;
	struct str one;
	bool begun;
};

static void end_word(struct words *w)
{
	if (!w->begun)
		return;
	w->word = mem_grow(w->word, w->count, &w->size, sizeof *w->word);
	w->word[w->count++] = str_take(&w->one);
	w->begun = false;
}

size_t filter_split(const char *text, char ***word)
{
	struct words w = { .one = STR_INIT };
	bool quoted = false;

	while (text && *text) {
		const char *after = plain_skip_spaces(text);
		size_t quote = quote_at(text);

		if (quote) {
			quoted = !quoted;
			w.begun = true;
			text += quote;
		} else if (!quoted && after > text) {
			end_word(&w);
			text = after;
		} else {
			w.begun = true;
			str_add_char(&w.one, *text++);
		}
	}
	end_word(&w);
	str_free(&w.one);
	*word = w.word;
	return w.count;
}

void filter_split_free(char **word, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mem_free(word[i]);
	mem_free(word);
}

enum status filter_read(const struct session *s, const struct record_type *type,
	const char *text, struct filter *out, struct issues *issues)
{
	char **word = NULL;
	size_t count = filter_split(text, &word);
	enum status st = filter_read_words(
		s, type, (const char *const *)word, count, out, issues);

	filter_split_free(word, count);
	return st;
}

/* Day n, from 0, behind the letter of "o,start,behind,soon,red[,done_on]". */
#define DAY(n) "json_extract('['||substr(l,3)||']','$[" #n "]')"

/*
 * light_of_text() in SQL, so that pages of a list filtered by light are whole
 * pages; a test compares the two.
 */
bool filter_light_sql(const struct record_type *type, struct str *sql)
{
	const struct field *f = record_field(type, "light");

	if (!(type->flags & RECORD_LIGHT) || !f || !f->sql)
		return false;
	str_addf(sql,
		"(SELECT CASE substr(l,1,1) WHEN 's' THEN %d WHEN 't' THEN %d"
		" WHEN 'd' THEN CASE WHEN " DAY(4) ">=" DAY(
			3) " THEN %d ELSE %d END WHEN 'o' THEN CASE"
			   " WHEN " DAY(
				   3) "<=:today THEN %d"
				      " WHEN " DAY(
					      0) ">:today THEN %d"
						 " WHEN " DAY(
							 2) "<=:today THEN %d"
							    " WHEN " DAY(
								    1) "<=:"
								       "today "
								       "THEN %d"
								       " ELSE "
								       "%d END "
								       "ELSE "
								       "%d END "
								       "FROM "
								       "(SELECT"
								       " (%s) "
								       "AS l))",
		LIGHT_SUSPENDED, LIGHT_TERMINATED, LIGHT_LATE, LIGHT_DONE,
		LIGHT_OVERDUE, LIGHT_NOT_STARTED, LIGHT_SOON, LIGHT_BEHIND,
		LIGHT_NORMAL, LIGHT_NONE, f->sql);
	return true;
}
