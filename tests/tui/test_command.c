#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "core/language.h"
#include "tui/command.h"
#include "tui/screen.h"
#include "tui/keys.h"

static bool never(const struct screen *s, struct str *why)
{
	(void)s;
	str_add(why, "not now");
	return false;
}

static const struct command list_commands[] = {
	{ .id = CMD_OPEN },
	{ .id = CMD_MENU },
	{ .id = CMD_MARK },
	{ .id = CMD_FIND },
	{ .id = CMD_FILTER },
	{ .id = CMD_VIEW },
	{ .id = CMD_NEW },
	{ .id = CMD_SORT },
	{ 0 },
};

static struct command_chain chain_of(const struct command *own)
{
	return (struct command_chain){ .table = {
					       NULL, own, command_page_base } };
}

static int id_of_key(const struct command_chain *chain, uint32_t key)
{
	const struct command *c = command_of_key(chain, key);

	return c ? c->id : CMD_NONE;
}

static void test_keys_and_twins(void **state)
{
	struct command_chain chain = chain_of(list_commands);

	(void)state;
	assert_int_equal(id_of_key(&chain, KEY_ENTER), CMD_OPEN);
	assert_int_equal(id_of_key(&chain, ' '), CMD_MARK);
	assert_int_equal(id_of_key(&chain, 'x'), CMD_MENU);
	assert_int_equal(id_of_key(&chain, KEY_CTRL('x')), CMD_MENU);
	assert_int_equal(id_of_key(&chain, KEY_F0 + 10), CMD_MENU);
	assert_int_equal(id_of_key(&chain, KEY_CTRL('n')), CMD_NEW);
	assert_int_equal(id_of_key(&chain, 's'), CMD_SORT);
	/* ^S is flow control or save, never the sort of s */
	assert_int_equal(id_of_key(&chain, KEY_CTRL('s')), CMD_NONE);
	assert_int_equal(id_of_key(&chain, KEY_CTRL('q')), CMD_NONE);
	assert_int_equal(id_of_key(&chain, '5'), CMD_STEP_0 + 5);
	assert_int_equal(id_of_key(&chain, '8'), CMD_NONE);
	assert_int_equal(id_of_key(&chain, 'e'), CMD_NONE);
}

static void test_nearest_table_wins(void **state)
{
	static const struct command tree[] = {
		{ .id = CMD_LEFT, .help = "closes the branch" },
		{ 0 },
	};
	struct command_chain chain = { .table = { tree, list_commands,
					       command_page_base } };
	struct str faults = STR_INIT;

	(void)state;
	assert_ptr_equal(command_of_key(&chain, KEY_LEFT), &tree[0]);
	assert_ptr_equal(command_of_id(&chain, CMD_LEFT), &tree[0]);
	assert_int_equal(command_check(&chain, &faults), 0);
	str_free(&faults);
}

static void assert_footer(const struct command_chain *chain, bool quits,
	int cols, const char *expect)
{
	struct canvas c;
	struct str out = STR_INIT;

	canvas_init(&c, 1, cols);
	command_draw_footer(chain, NULL, quits, &c, 0, 1, cols - 2);
	canvas_text_dump(&c, &out);
	out.data[strlen(out.data) - 1] = 0;
	assert_string_equal(out.data, expect);
	str_free(&out);
	canvas_fini(&c);
}

static void test_footer(void **state)
{
	struct command_chain chain = chain_of(list_commands);

	(void)state;
	assert_footer(&chain, false, 80,
		" Enter open  x do  Space mark  / find  f filter  v view"
		"  n new  ? help");
	assert_footer(&chain, true, 90,
		" Enter open  x do  Space mark  / find  f filter  v view"
		"  n new  ? help  q quit");
	/* help is never what is left out */
	assert_footer(&chain, true, 40, " Enter open  x do  ? help  q quit");
	assert_footer(&chain, false, 22, " Enter open  ? help");
	assert_footer(&chain, false, 20, " Enter open  ? help");
	assert_footer(&chain, false, 19, " ? help");
}

static void test_footer_shows_what_is_possible(void **state)
{
	static const struct command own[] = {
		{ .id = CMD_OPEN, .possible = never },
		{ .id = CMD_UP, .shown = "Arrows", .label = "move" },
		{ .id = CMD_OWN + 1,
			.name = "same",
			.keys = "=",
			.label = "as before",
			.help = "Same." },
		{ .id = CMD_PREVIOUS },
		{ .id = CMD_NEXT },
		{ 0 },
	};
	struct command_chain chain = chain_of(own);

	(void)state;
	assert_footer(&chain, false, 80,
		" Arrows move  = as before  [ ] prev/next  ? help");
}

static void test_footer_has_at_most_eight(void **state)
{
	struct command many[13] = { 0 };
	struct command_chain chain = chain_of(many);

	(void)state;
	for (int i = 0; i < 12; i++)
		many[i] = (struct command){ .id = CMD_OWN + 1 + i,
			.name = "n",
			.keys = "8",
			.label = "w" };
	assert_footer(&chain, false, 99,
		" 8 w  8 w  8 w  8 w  8 w  8 w  8 w  8 w  ? help");
}

static void test_bases_are_sound(void **state)
{
	static const struct command form[] = {
		{ .id = CMD_NEXT_FIELD },
		{ .id = CMD_SAVE },
		{ .id = CMD_CHOOSE },
		{ .id = CMD_SAME },
		{ 0 },
	};
	const struct command_chain chains[] = {
		chain_of(list_commands),
		{ .table = { form, command_form_base } },
		{ .table = { command_popup_base } },
	};
	struct str faults = STR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof chains / sizeof *chains; i++)
		assert_int_equal(command_check(&chains[i], &faults), 0);
	assert_footer(&chains[1], false, 80,
		" Enter next  F2 save  F4 choose  ^T as last  ^X more"
		"  Esc back  F1 help");
	str_free(&faults);
}

/* All commands of pages may meet in one chain. */
static void test_standard_keys_do_not_meet(void **state)
{
	struct command all[CMD_STANDARD_COUNT] = { 0 };
	int n = 0;
	struct command_chain chain = { .table = { all } };
	struct str faults = STR_INIT;

	(void)state;
	for (int id = CMD_UP; id <= CMD_WHY; id++)
		if (command_standard(id))
			all[n++].id = id;
	/* on one screen q stands for itself, and is left out of the footer */
	for (int i = 0; i < n; i++)
		if (all[i].id == CMD_LEAVE)
			all[i].label = "";
	if (command_check(&chain, &faults))
		fail_msg("%s", faults.data);
	str_free(&faults);
}

static int faults_of(const struct command *own, const char *expect)
{
	struct command_chain chain = chain_of(own);
	struct str faults = STR_INIT;
	int n = command_check(&chain, &faults);

	assert_non_null(strstr(faults.data, expect));
	str_free(&faults);
	return n;
}

static void test_check_finds_faults(void **state)
{
	static const struct command twice[] = {
		{ .id = CMD_OWN, .name = "a", .keys = "x", .help = "h" },
		{ 0 },
	};
	static const struct command twin[] = {
		{ .id = CMD_OWN, .name = "a", .keys = "^U", .help = "h" },
		{ 0 },
	};
	static const struct command letter[] = {
		{ .id = CMD_OWN,
			.name = "a",
			.keys = "j",
			.label = "w",
			.help = "h" },
		{ 0 },
	};
	static const struct command typo[] = {
		{ .id = CMD_OWN, .name = "a", .keys = "8 Entr", .help = "h" },
		{ 0 },
	};
	static const struct command mute[] = {
		{ .id = CMD_OWN, .name = "a", .keys = "8" },
		{ 0 },
	};
	static const struct command nameless[] = {
		{ .id = CMD_OWN, .keys = "8", .help = "h" },
		{ 0 },
	};

	(void)state;
	/* x and its twin ^X both meet the menu's */
	assert_int_equal(faults_of(twice, "share the key"), 2);
	assert_int_equal(faults_of(twin, "share the key"), 1);
	assert_int_equal(faults_of(letter, "passes an input method"), 1);
	assert_int_equal(faults_of(typo, "unknown key"), 1);
	assert_int_equal(faults_of(mute, "no help"), 1);
	assert_int_equal(faults_of(nameless, "no name"), 1);
}

static void test_help(void **state)
{
	struct command_chain chain = chain_of(list_commands);
	struct str out = STR_INIT;

	(void)state;
	command_print_help(&chain, NULL, &out);
	assert_non_null(strstr(out.data,
		"x ^X F10\tdo\tEverything you can do here, numbered.\n"));
	assert_non_null(strstr(out.data, "Esc\tback\t"));
	/* each once, though list and base both name it */
	const char *first = strstr(out.data, "x ^X F10");
	assert_null(strstr(first + 1, "x ^X F10"));
	str_free(&out);
}

static bool elsewhere(const struct screen *s, struct str *why)
{
	(void)s, (void)why;
	return false;
}

/* What never works on this page has no place in its help; what does not work
 * now has. */
static void test_help_tells_what_the_page_has(void **state)
{
	static const struct command own[] = {
		{ .id = CMD_OPEN, .possible = elsewhere },
		{ .id = CMD_EDIT, .possible = never },
		{ 0 },
	};
	struct command_chain chain = chain_of(own);
	struct screen page = { .state = NULL };
	struct str out = STR_INIT;

	(void)state;
	command_print_help(&chain, &page, &out);
	assert_null(strstr(out.data, "Enter\topen"));
	assert_non_null(strstr(out.data, "e ^E F2"));
	str_clear(&out);
	command_print_help(&chain, NULL, &out);
	assert_non_null(strstr(out.data, "Enter\topen"));
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_and_twins),
		cmocka_unit_test(test_nearest_table_wins),
		cmocka_unit_test(test_footer),
		cmocka_unit_test(test_footer_shows_what_is_possible),
		cmocka_unit_test(test_footer_has_at_most_eight),
		cmocka_unit_test(test_bases_are_sound),
		cmocka_unit_test(test_standard_keys_do_not_meet),
		cmocka_unit_test(test_check_finds_faults),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_help_tells_what_the_page_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
