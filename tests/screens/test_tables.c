/* The tables of commands and actions: what no key and no number may break. */
#include "hand.h"

#include "domain/action.h"
#include "tui/command.h"
#include "tui/menu.h"

/* Every screen of the program on top once. */
static const char *const places[] = { "", "1", "3", "7", "3<Enter>",
	"3<Enter><Enter>", "3<Enter><Enter>t", "3<Enter><Enter>p",
	"3<Enter><Enter>l", "3<Enter><Enter>e", "3<Enter><Enter><Enter>",
	"3<Enter><Enter><Enter><Enter>", "3<Enter>n", "3<Enter>n<F10>",
	"3<Enter>n<Down><F4>", "3<Enter>x", "3<Enter>v", "3<Enter>f",
	"3<Enter>/", "2<Enter>", "2<Enter><Enter>x1", "g来源<Enter><Enter>x1",
	"6<Enter><Enter>", "6<Enter><Enter>x", "7<Enter>", "7<Enter><Enter>",
	"g", "?", "u" };

static void chains_are_sound(void **state)
{
	struct township *t = *state;

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct str faults = STR_INIT;

		township_sit(t, CLERK, 24, 80);
		township_keys(t, places[i]);
		struct screen *top = stack_top(screens_stack(t->app));
		struct command_chain chain = stack_chain(top);
		if (command_check(&chain, &faults))
			fail_msg("%s (%s): %s", places[i], top->ops->name,
				faults.data);
		str_free(&faults);
	}
}

/* All records of a type: at most nine possible, each with its letter once. */
static int check_records(struct township *t, const struct record_type *type)
{
	static const struct field *const none[] = { NULL };
	struct query q = { .table = &type->table, .columns = none };
	struct query_page page = { .row = NULL };
	struct error err = { .status = STATUS_OK };
	struct offer offer[64];

	session_params(&t->session, 0, &q.params);
	assert_int_equal(
		query_read(t->store, &q, NULL, false, 1000, &page, &err),
		STATUS_OK);
	for (size_t i = 0; i < page.count; i++) {
		int64_t id = page.row[i].id;
		size_t n = action_offers(&t->session, type, id, offer, 64);
		size_t possible = 0;

		assert_true(n < 64);
		for (size_t k = 0; k < n; k++) {
			possible += offer[k].possible;
			if (!offer[k].possible && !offer[k].reason.why[0])
				fail_msg("%s %lld: no reason",
					offer[k].action->name, (long long)id);
		}
		if (possible > MENU_NUMBERS)
			fail_msg("%s %lld: %zu are possible", type->table.name,
				(long long)id, possible);
	}
	int checked = (int)page.count;
	query_page_free(&page);
	return checked;
}

/* For a plain cadre, a head, a leader and who has all rights at once. */
static void nine_at_most(void **state)
{
	static const char *const people[] = { CLERK, HEAD, "龙庆源", "牙凤" };
	struct township *t = *state;
	int checked = 0;

	for (size_t i = 0; i < 4; i++) {
		township_sit(t, people[i], 24, 80);
		for (const struct record_type *const *type = record_types;
			*type; type++)
			checked += check_records(t, *type);
	}
	assert_true(checked > 4 * 500);
}

static void letters_are_apart(void **state)
{
	(void)state;
	for (const struct record_type *const *t = record_types; *t; t++) {
		const struct action *const *a = (*t)->actions;
		const char *seen[256] = { NULL };

		for (; a && *a; a++) {
			unsigned char key = (unsigned char)(*a)->key;

			if (!key || ((*a)->flags &
					    (ACTION_HIDDEN | ACTION_CREATES)))
				continue;
			if (seen[key])
				fail_msg("%c is %s and %s", key, seen[key],
					(*a)->name);
			seen[key] = (*a)->name;
		}
	}
}

/* Every action that is possible has a digit; and by digits one gets out. */
static void quit_by_digits(void **state)
{
	struct township *t = *state;
	struct hand h = { .township = t };

	township_sit(t, CLERK, 24, 80);
	hand_does(&h, "本页：更多");
	township_shows(t, "退出");
	assert_false(loop_script(
		screens_stack(t->app), (char[2]){ hand_digit(&h, "退出"), 0 }));
}

/* A record opens on its page whatever its type, and nobody falls out. */
static void every_list_opens(void **state)
{
	struct township *t = *state;

	for (int step = 0; step <= 7; step++) {
		char key[2] = { (char)('0' + step), 0 };

		township_sit(t, CLERK, 24, 80);
		township_keys(t, key);
		for (int line = 0; line < 30; line++) {
			township_keys(t, "<Enter><Enter><F10><Esc>l<Esc>p<Esc>"
					 "<Esc><Esc>");
			township_keys(t, key);
			township_keys(t, "<Down>");
			assert_true(canvas_is_sound(term_null_frame(t->term)));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chains_are_sound),
		cmocka_unit_test(nine_at_most),
		cmocka_unit_test(letters_are_apart),
		cmocka_unit_test(every_list_opens),
		cmocka_unit_test(quit_by_digits),
	};

	return cmocka_run_group_tests(tests, township_make, township_remove);
}
