#include "office_file.h"

#include "core/csv.h"
#include "core/header.h"
#include "core/utf8.h"
#include "domain/name.h"
#include "domain/office/account.h"
#include "domain/office/person.h"
#include "domain/office/unit.h"
#include "domain/transfer.h"
#include "store/journal.h"

/* Lines "name,unit,rank,gender,post,phone,login", empty cells not given. */
static enum status import(struct office *o, const char *const *lines,
	bool create_units, bool update, struct outcome *out)
{
	struct values v[200] = { { .count = 0 } };
	struct act_item item[200];
	size_t count = 0;

	for (; lines[count]; count++) {
		char *copy = mem_text(lines[count]), *rest = copy, *cell;
		const struct field *const *f = person_import.input;
		for (; (cell = strsep(&rest, ",")); f++)
			if (*cell)
				values_set_text(&v[count], *f, cell);
		values_set_int(&v[count], &transfer_create_units, create_units);
		values_set_int(&v[count], &transfer_update, update);
		item[count] = (struct act_item){ .values = &v[count] };
		mem_free(copy);
	}
	struct act act = { .action = &person_import,
		.item = item,
		.count = count,
		.warned = true,
		.collect = true };
	enum status st = door_run(&o->session, &act, out);
	for (size_t i = 0; i < count; i++)
		values_free(&v[i]);
	return st;
}

static bool tells(
	const struct outcome *out, int line, bool warning, const char *words)
{
	for (size_t i = 0; i < out->issues.count; i++) {
		const struct issue *issue = &out->issues.item[i];
		if (issue->line == line && issue->warning == warning &&
			strstr(issue->text, words))
			return true;
	}
	return false;
}

static const char *const roster[] = {
	"兰云峰,乡领导班子,1,女,党委书记,13900000001,u001",
	"韦明平,乡领导班子,3,女,人大主席,,u003",
	"潘桂,水利站,30,男,站长,139 0000 0030,u030",
	"罗家勇,水利站,31,女,干事,13900000031,u031",
	"岑建英,红星村,80,男,村党支部书记,13900000080,u080",
	"杨少林,红星村,81,男,驻村干部,,u081",
	"阿依古丽·买买提,宣传文化站,101,女,干事,13900000999,u999",
	NULL,
};

static void take(struct office *o, const char *const *lines)
{
	struct outcome out;
	enum status st = import(o, lines, true, false, &out);

	if (st != STATUS_OK)
		fail_msg("%s", out.error.what);
	outcome_free(&out);
}

static void a_roster_comes_in_whole(void **state)
{
	struct office *o = *state;
	struct outcome out;

	assert_int_equal(import(o, roster, true, false, &out), STATUS_OK);
	assert_int_equal(out.done, 7);
	assert_int_equal(out.unchanged, 0);
	assert_true(tells(&out, 1, true, "乡领导班子"));
	assert_false(tells(&out, 2, true, "乡领导班子"));
	outcome_free(&out);
	assert_text(o, "SELECT group_concat(short||kind) FROM unit",
		"乡领导班子1,水利站2,红星村3,宣传文化站2");
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM person WHERE leader"), 2);
	assert_text(o,
		"SELECT group_concat(p.name) FROM unit u"
		" JOIN person p ON p.id=u.head",
		"潘桂,岑建英");
	assert_text(o,
		"SELECT phone FROM person_private x"
		" JOIN person p ON p.id=x.id WHERE p.name='潘桂'",
		"13900000030");
	assert_int_equal(office_count(o, "SELECT count(*) FROM account"
					 " WHERE roles=2"), /* cadre */
		7);
	/* one line, one row of the journal */
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal"
					 " WHERE verb='person.import'"),
		7);
	struct str findings = STR_INIT;
	assert_int_equal(store_verify(o->store, NULL, &findings, NULL), 0);
	str_free(&findings);
}

static void a_second_time_changes_nothing(void **state)
{
	struct office *o = *state;
	struct outcome out;

	take(o, roster);
	int64_t rows = office_count(o, "SELECT count(*) FROM journal");
	assert_int_equal(import(o, roster, false, false, &out), STATUS_OK);
	assert_int_equal(out.unchanged, 7);
	assert_int_equal(out.issues.count, 0);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM journal"), rows);
	/* nor does it take back what somebody decided since */
	office_act(o, "unit.update", 2, "head=罗家勇");
	assert_int_equal(import(o, roster, false, true, &out), STATUS_OK);
	outcome_free(&out);
	assert_text(o,
		"SELECT p.name FROM unit u JOIN person p"
		" ON p.id=u.head WHERE u.name='水利站'",
		"罗家勇");
}

static void what_differs_is_told_field_by_field(void **state)
{
	struct office *o = *state;
	struct outcome out;
	static const char *const changed[] = {
		"潘桂,水利站,30,男,站长,13900000777,u030",
		"罗家勇,红星村,31,女,驻村干部,13900000031,u031",
		"岑建英,红星村,80,男,村党支部书记,13900000080,u080",
		"阿依古丽•买买提,宣传文化站,,,,13900000999,",
		NULL,
	};

	take(o, roster);
	assert_int_equal(
		import(o, changed, false, false, &out), STATUS_INVALID);
	assert_true(tells(&out, 1, false, "13900000030 -> 13900000777"));
	assert_true(tells(&out, 2, false, "水利站 -> 红星村"));
	assert_true(tells(&out, 2, false, "干事 -> 驻村干部"));
	assert_int_equal(out.issues.errors, 3);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM person_private"
					 " WHERE phone='13900000777'"),
		0);
	assert_int_equal(import(o, changed, false, true, &out), STATUS_OK);
	assert_true(tells(&out, 1, true, "13900000030 -> 13900000777"));
	assert_int_equal(out.unchanged, 2);
	outcome_free(&out);
	assert_text(o,
		"SELECT u.name||p.title FROM person x JOIN unit u"
		" ON u.id=x.unit JOIN post p ON p.id=x.post"
		" WHERE x.name='罗家勇'",
		"红星村驻村干部");
	assert_text(
		o, "SELECT name FROM person WHERE rank=101", "阿依古丽·买买提");
}

static void bad_lines_are_named_and_nothing_is_written(void **state)
{
	struct office *o = *state;
	struct outcome out;
	static const char *const lines[] = {
		"潘桂,水利站,30,男,站长,13900000030,u030",
		"罗家勇,水利站,31,女,干事,1.39E+10,u031",
		",水利站,32,女,干事,,u032",
		"岑建英,,33,女,干事,,u033",
		"杨少林,水利站,34,女,干事,,u 34",
		NULL,
	};

	assert_int_equal(import(o, lines, true, false, &out), STATUS_INVALID);
	assert_true(tells(&out, 2, false, "1.39E+10"));
	assert_true(tells(&out, 3, false, "name"));
	assert_true(tells(&out, 4, false, "unit"));
	assert_true(tells(&out, 5, false, "u 34"));
	assert_int_equal(out.issues.errors, 4);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM person"), 0);
	assert_int_equal(import(o, roster, false, false, &out), STATUS_INVALID);
	assert_int_equal(out.issues.errors, 7);
	assert_true(tells(&out, 3, false, "水利站"));
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT count(*) FROM unit"), 0);
}

static void two_heads_are_no_head(void **state)
{
	struct office *o = *state;
	static const char *const lines[] = {
		"潘桂,水利站,30,男,站长,,u030",
		"罗家勇,水利站,31,女,主任,,u031",
		"韦俊平,林业站,32,女,站长,,u032",
		NULL,
	};

	take(o, lines);
	assert_text(o,
		"SELECT group_concat(p.name) FROM unit u"
		" JOIN person p ON p.id=u.head",
		"韦俊平");
}

static void same_names_are_kept_apart(void **state)
{
	struct office *o = *state;
	struct outcome out;
	static const char *const first[] = {
		"韦明,水利站,1,男,干事,13900000001,u001",
		"韦明,水利站,2,女,干事,13900000002,u002",
		"韦明,林业站,3,女,干事,13900000003,u003",
		NULL,
	};
	static const char *const vague[] = {
		"韦明,水利站,1,男,干事,,",
		NULL,
	};

	take(o, first);
	assert_int_equal(office_count(o, "SELECT count(*) FROM person"), 3);
	assert_int_equal(import(o, first, false, false, &out), STATUS_OK);
	assert_int_equal(out.unchanged, 3);
	outcome_free(&out);
	assert_int_equal(import(o, vague, false, true, &out), STATUS_INVALID);
	assert_true(tells(&out, 1, false, "2 people"));
	outcome_free(&out);
}

static void the_owner_may_stand_in_the_roster(void **state)
{
	struct office *o = *state;
	char line[128];
	const char *lines[] = { line, NULL };

	snprintf(line, sizeof line, "陈金娟,党政办,14,男,科员,,%s",
		o->session.os_user);
	take(o, lines);
	assert_int_equal(office_count(o, "SELECT count(*) FROM account"), 1);
	struct session s;
	struct error err;
	assert_int_equal(session_open(&s, o->store, &err), STATUS_OK);
	assert_string_equal(s.name, "陈金娟");
	assert_true(session_may(&s, RIGHT_ADMIN));
}

static void an_import_is_undone_as_one(void **state)
{
	struct office *o = *state;
	struct outcome out;
	struct undo_offer offer;
	struct error err = { .status = STATUS_OK };

	take(o, roster);
	assert_int_equal(door_undo_offer(&o->session, &offer, &err), STATUS_OK);
	assert_int_equal(offer.parts, 7);
	enum status st = door_undo(&o->session, &offer, &out);
	if (st != STATUS_OK)
		fail_msg("%s", out.error.what);
	outcome_free(&out);
	assert_int_equal(office_count(o, "SELECT (SELECT count(*) FROM unit)"
					 " + (SELECT count(*) FROM post)"
					 " + (SELECT count(*) FROM person)"),
		0);
	assert_int_equal(office_count(o, "SELECT count(*) FROM account"), 1);
	take(o, roster);
	assert_int_equal(office_count(o, "SELECT count(*) FROM person"), 7);
	/* numbers are never given twice */
	assert_int_equal(office_count(o, "SELECT min(id) FROM person"), 8);
}

/* The roster of a township as its office keeps it, GB18030 and all. */
static void the_sample_roster_comes_in(void **state)
{
	struct office *o = *state;
	struct sheet sheet = { .count = 0 };
	struct header header = { .columns = 0 };
	struct issues issues = { .count = 0 };
	struct error err;
	struct values v[128] = { { .count = 0 } };
	struct act_item item[128];
	size_t count = 0;

	assert_int_equal(
		csv_read_file("data/干部花名册.csv", NULL, &sheet, NULL, &err),
		STATUS_OK);
	assert_int_equal(header_find(&sheet, person_import.input, "person",
				 NULL, &header, &issues),
		STATUS_OK);
	assert_int_equal(issues.count, 0);
	for (size_t row = header.row + 1; row < sheet.count; row++, count++) {
		for (int k = 0; k < header.columns; k++) {
			assert_non_null(header.field[k]);
			values_set_text(&v[count], header.field[k],
				sheet_cell(&sheet, row, k));
		}
		values_set_int(&v[count], &transfer_create_units, 1);
		item[count] = (struct act_item){ .values = &v[count] };
	}
	assert_int_equal(count, 101);
	struct act act = { .action = &person_import,
		.item = item,
		.count = count,
		.warned = true,
		.collect = true };
	struct outcome out;
	assert_int_equal(door_run(&o->session, &act, &out), STATUS_OK);
	assert_int_equal(out.done, 101);
	outcome_free(&out);
	assert_text(o,
		"SELECT count(*)||' '||sum(kind=1)||' '||sum(kind=2)"
		"||' '||sum(kind=3)||' '||count(head) FROM unit",
		"35 1 24 10 34");
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM person WHERE leader=1"),
		12);
	assert_int_equal(office_count(o, "SELECT count(*) FROM person_private"
					 " WHERE phone IS NOT NULL"),
		91);
	int64_t id;
	assert_int_equal(
		person_find_named(o->store, "副乡长（社会事务）", &id, &err),
		STATUS_OK);
	assert_text(o, "SELECT name FROM person WHERE rank=100", "㠭𠅤明");
	assert_int_equal(door_run(&o->session, &act, &out), STATUS_OK);
	assert_int_equal(out.unchanged, 101);
	outcome_free(&out);
	for (size_t i = 0; i < count; i++)
		values_free(&v[i]);
	issues_free(&issues);
	header_free(&header);
	sheet_free(&sheet);
}

/* A clerk who is no administrator: neither his own second login for the
 * leader's account, nor an account for somebody who leads. */
static void a_clerk_gives_no_account(void **state)
{
	struct office *o = *state;
	struct session owner = o->session;
	struct outcome out;
	const char *const lines[] = {
		"兰云峰,乡领导班子,1,女,党委书记,13900000001,mine",
		"潘桂,水利站,30,男,站长,139 0000 0030,u030",
		"班丽,水利站,33,女,干事,,u033", NULL
	};

	assert_int_equal(import(o, roster, true, false, &out), STATUS_OK);
	outcome_free(&out);
	o->session.account = 0;
	o->session.roles = 1u << RIGHT_ROLE_CLERK;
	assert_int_equal(import(o, lines, false, true, &out), STATUS_OK);
	assert_true(tells(&out, 1, true, "administrator"));
	assert_false(tells(&out, 2, true, "administrator"));
	assert_true(tells(&out, 3, true, "administrator"));
	outcome_free(&out);
	o->session = owner;
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM account WHERE login"
				" IN ('mine','u033')"),
		0);
	assert_int_equal(
		office_count(o, "SELECT count(*) FROM account a JOIN person p"
				" ON p.id=a.person WHERE a.login='u001'"
				" AND p.name='兰云峰'"),
		1);
	assert_int_equal(
		office_count(
			o, "SELECT count(*) FROM person WHERE name='班丽'"),
		1);
}

/* 200 people who are nobody known yet, to so many units; what it costs. */
static int64_t steps_of_lines(
	struct office *o, int from, int first_unit, int units)
{
	char *lines[201] = { NULL };
	int64_t before = stmt_steps(o->store);

	for (int i = 0; i < 200; i++) {
		char name[3 * UTF8_MAX_BYTES + 1] = "韦";
		struct str line = STR_INIT;
		size_t at = strlen(name);

		at += utf8_encode(0x4e00 + (from + i) % 97, name + at);
		at += utf8_encode(0x5e00 + (from + i) / 97, name + at);
		name[at] = 0;
		str_addf(&line, "%s,测试%03d站,,女,干事,1380000%04d,t%d", name,
			first_unit + i % units, from + i, from + i);
		lines[i] = str_take(&line);
	}
	take(o, (const char *const *)lines);
	for (int i = 0; i < 200; i++)
		mem_free(lines[i]);
	return stmt_steps(o->store) - before;
}

/* What a line costs does not grow with the people that are there. */
static void a_line_costs_the_same_among_many(void **state)
{
	struct office *o = *state;

	steps_of_lines(o, 0, 0, 50);
	int64_t few = steps_of_lines(o, 200, 0, 20);
	for (int i = 2; i < 8; i++)
		steps_of_lines(o, i * 200, 20, 10);
	int64_t many = steps_of_lines(o, 1600, 30, 20);
	assert_int_equal(office_count(o, "SELECT count(*) FROM person"), 1800);
	if (many > few * 5 / 4)
		fail_msg("%lld steps among 200, %lld among 1600",
			(long long)few, (long long)many);
}

static void names_are_compared_as_offices_mean_them(void **state)
{
	(void)state;
	assert_true(name_equal("阿依古丽·买买提", "阿依古丽•买买提"));
	assert_true(name_equal("潘　桂", "潘桂"));
	assert_true(name_equal("党政办（Ａ）", "党政办(a)"));
	assert_true(name_equal(NULL, " "));
	assert_false(name_equal("潘桂", "潘桂兰"));
	assert_false(name_equal("潘桂兰", "潘桂"));
	assert_true(name_in_list("规 建站", "国土所|规建站|x"));
	assert_true(name_in_list("国土所", "国土所|"));
	assert_false(name_in_list("规建", "国土所|规建站"));
	assert_false(name_in_list("国土所规建站", "国土所|规建站"));
	assert_false(name_in_list("", "国土所||规建站"));
	assert_false(name_in_list("国土所", NULL));
}

int main(void)
{
#define OFFICE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, office_open, office_close)
	const struct CMUnitTest tests[] = {
		OFFICE_TEST(a_roster_comes_in_whole),
		OFFICE_TEST(a_second_time_changes_nothing),
		OFFICE_TEST(what_differs_is_told_field_by_field),
		OFFICE_TEST(bad_lines_are_named_and_nothing_is_written),
		OFFICE_TEST(two_heads_are_no_head),
		OFFICE_TEST(same_names_are_kept_apart),
		OFFICE_TEST(the_owner_may_stand_in_the_roster),
		OFFICE_TEST(an_import_is_undone_as_one),
		OFFICE_TEST(a_clerk_gives_no_account),
		OFFICE_TEST(the_sample_roster_comes_in),
		OFFICE_TEST(a_line_costs_the_same_among_many),
		cmocka_unit_test(names_are_compared_as_offices_mean_them),
	};

	return cmocka_run_group_tests_name("person import", tests, NULL, NULL);
}
