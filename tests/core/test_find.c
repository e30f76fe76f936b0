#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "core/find.h"

static void assert_cut(const char *text, bool by_sound, const char *words)
{
	struct str out = STR_INIT;

	find_cut(text, by_sound, &out);
	assert_string_equal(out.data, words);
	str_free(&out);
}

static void cut_in_pairs(void **state)
{
	(void)state;
	assert_cut("农村改厕", false, " 农村 村改 改厕");
	assert_cut("厕", false, "");
	assert_cut("防汛、抗旱", false, " 防汛 抗旱");
	assert_cut("〔2026〕12号", false, " 2026 12");
	assert_cut("ＡＢ岗A3 x", false, " ab a3 x");
	assert_cut("", false, "");
}

static void cut_by_sound(void **state)
{
	(void)state;
	assert_cut("改厕", true, " 改厕 ·gc ¯gaice ¯ce");
	assert_cut(
		"村改厕", true, " 村改 改厕 ·cg ¯cungai ·gc ¯gaice ·cgc ¯ce");
	/* a sign is not typed; a number parts */
	assert_cut("改、厕", true, " ·gc ¯gaice ¯ce");
	assert_cut("改3厕", true, " 3 ¯gai ¯ce");
}

/* 曾 is ceng and zeng: both. */
static void every_reading_is_cut(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	find_cut("曾强", true, &out);
	assert_non_null(strstr(out.data, " ·cq"));
	assert_non_null(strstr(out.data, " ·zq"));
	assert_non_null(strstr(out.data, " ¯cengqiang"));
	assert_non_null(strstr(out.data, " ¯zengqiang"));
	str_free(&out);
}

static void assert_ask(const char *typed, const char *query)
{
	struct str out = STR_INIT;

	assert_int_equal(find_ask(typed, &out), query != NULL);
	assert_string_equal(out.data, query ? query : "");
	str_free(&out);
}

static void characters_and_numbers_are_asked(void **state)
{
	(void)state;
	assert_ask("改厕", "\"改厕\"");
	assert_ask("农村改厕", "\"农村 村改 改厕\"");
	assert_ask("厕", NULL);
	assert_ask("", NULL);
	assert_ask("、", NULL);
	assert_ask("〔2026〕12号", "\"2026\" AND \"12\"");
	assert_ask("7", "\"7\"");
	assert_ask("红星3组", "\"红星\" AND \"3\"");
	assert_ask("a", NULL);
	/* nothing typed is ever a sign of the query */
	assert_ask("\"改厕\" OR *", "\"改厕\" AND \"or\"");
}

static void letters_are_heard(void **state)
{
	(void)state;
	assert_ask("ncgc", "\"ncgc\" * OR (\"·ncg\" AND \"·cgc\")");
	assert_ask("gc", "\"gc\" * OR (\"·gc\")");
	assert_ask("cun", "\"cun\" * OR (\"¯cun\" *)");
	assert_ask("gaice",
		"\"gaice\" * OR ((\"¯gaice\" OR \"¯gaicei\" OR \"¯gaicen\""
		" OR \"¯gaiceng\")) OR (\"·gac\") OR (\"·gce\")");
	assert_ask("wxiaoy", "\"wxiaoy\" * OR (\"·wxa\") OR (\"·wxo\")"
			     " OR (\"·wxy\")");
	assert_ask("XX", "\"xx\" * OR (\"·xx\")");
}

static void found_is_what_a_person_means(void **state)
{
	(void)state;
	assert_true(find_hit("农村改厕", NULL, "改厕"));
	assert_true(find_hit("农村改厕", NULL, "厕"));
	assert_false(find_hit("农村改厕", NULL, "改水"));
	assert_false(find_hit("农村改厕", NULL, "gc"));
	assert_true(find_hit(NULL, "农村改厕", "gc"));
	assert_true(find_hit("农村改厕", "农村改厕", "gaice"));
	assert_true(find_hit("〔2026〕12号", NULL, "12"));
	assert_false(find_hit("〔2026〕12号", NULL, "2"));
	assert_false(find_hit("〔2026〕123号", NULL, "12"));
	assert_true(find_hit("〔2026〕12号", NULL, "〔２０２６〕１２号"));
	assert_true(find_hit("Excel表", NULL, "exc"));
	assert_false(find_hit("Excel表", NULL, "cel"));
	assert_true(find_hit("ＡＢ岗", NULL, "ab岗"));
	assert_true(find_hit("x", NULL, " "));
}

/*
 * The index may give too much, never too little: what is a hit and can be
 * asked for has the words asked for. (Read as FTS5 would, terms by OR.)
 */
static bool has_word(const char *cut, const char *term, size_t n, bool begun)
{
	for (const char *at = cut; (at = strchr(at, ' ')); at++)
		if (!strncmp(at + 1, term, n) &&
			(begun || at[1 + n] == ' ' || !at[1 + n]))
			return true;
	return false;
}

/* One term: "A B" of pairs: here each of them. */
static bool has_term(const char *cut, const char **query)
{
	bool all = true;
	const char *p = *query + 1;

	while (*p != '"') {
		size_t n = strcspn(p, " \"");
		bool begun = p[n] == '"' && p[n + 1] == ' ' && p[n + 2] == '*';

		all &= has_word(cut, p, n, begun);
		p += n + (p[n] == ' ');
	}
	*query = p + 1;
	if (!strncmp(*query, " *", 2))
		*query += 2;
	return all;
}

static bool answers(const char *cut, const char *query)
{
	bool all = true;

	while (*query) {
		if (!strncmp(query, " OR ", 4)) {
			if (all)
				return true;
			all = true;
			query += 4;
		} else if (!strncmp(query, " AND ", 5)) {
			query += 5;
		} else if (*query == '(' || *query == ')') {
			query++;
		} else {
			all &= has_term(cut, &query);
		}
	}
	return all;
}

static const char *const titles[] = { "农村改厕", "曾强、覃小燕重访单县",
	"厦门A3号路灯", "〔2026〕12号 会计长假", "西安先安装", "方案反感",
	"乐业县那马村危房改造3组", "吕梁女儿绿化" };

static void try_letters(const char *title, const char *typed)
{
	struct str cut = STR_INIT;
	struct str query = STR_INIT;

	find_cut(title, true, &cut);
	if (find_hit(title, title, typed) && find_ask(typed, &query) &&
		!answers(cut.data, query.data))
		fail_msg("%s: %s asks %s of%s", title, typed, query.data,
			cut.data);
	str_free(&cut);
	str_free(&query);
}

/* Syllables, initials, beginnings, mixed as it comes: of three characters or
 * more, or all of a kind. */
static void nothing_is_missed(void **state)
{
	static const char *const typed[] = { "ncgc", "nongcungaice", "nongcg",
		"ncung", "cunggaic", "cungai", "zqqxy", "cengqiang", "zengq",
		"czxs", "zhongfang", "chongfangshanxian", "cfdx", "xiamen",
		"shamen", "xm", "ludeng", "lhld", "hld", "kjcj", "huijizhang",
		"kuaijichangjia", "xian", "xiananz", "xaxanz", "fangan",
		"fangfang", "lvliang", "lvl", "lyexian", "leyexnmc", "wfgz",
		"weifangg", "nvevlh", "daanxian", "xa", "fa", "fagan", "xianx",
		"2026", "12", "3", "那马村危房", "县那马", "a3" };

	(void)state;
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		for (size_t k = 0; k < sizeof typed / sizeof *typed; k++)
			try_letters(titles[i], typed[k]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_in_pairs),
		cmocka_unit_test(cut_by_sound),
		cmocka_unit_test(every_reading_is_cut),
		cmocka_unit_test(characters_and_numbers_are_asked),
		cmocka_unit_test(letters_are_heard),
		cmocka_unit_test(found_is_what_a_person_means),
		cmocka_unit_test(nothing_is_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
