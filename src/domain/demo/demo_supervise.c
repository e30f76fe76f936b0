/* demo_supervise.c: checked, put right, helped, given more time. */
#include <string.h>
#include "core/date.h"
#include "demo_year.h"
#include "domain/assign/extension.h"
#include "domain/office/value.h"
#include "domain/supervise/check.h"
#include "domain/supervise/difficulty.h"
#include "store/stmt.h"

enum {
	CHECK_EVERY_DAYS = 3,
	CLAIM_IS_FAR_DAYS = 25, /* what is not struck off blocks the claim */
	LIMIT_DAYS = 7,
	STEPS = 3,	 /* asked, viewed, decided */
	OPEN_AT_END = 16 /* what comes up in the last days stays open */
};

static int day_of(const struct year *y, const char *iso)
{
	return date_of_iso(iso) - y->d->shift;
}

/* ---- checks */

static bool may_be_checked(const struct year *y, const struct year_part *p)
{
	const struct demo_task *t = y->work[p->work].table;

	return p->state == SHARE_IN_HAND && p->has_reported &&
	       !year_is_held(y, p) && strcmp(t->title, "农村危房改造") != 0 &&
	       strcmp(t->title, "秋冬季畜禽防疫") != 0 &&
	       (p->claim == NEVER ||
		       p->claim > y->d->day + CLAIM_IS_FAR_DAYS) &&
	       p->head != y->supervisor[0] && p->head != y->supervisor[1] &&
	       year_handler(p) != y->supervisor[0] &&
	       year_handler(p) != y->supervisor[1];
}

static void set_text(struct values *v, enum check_field field,
	const char *texts, const struct year *y, const struct year_part *p)
{
	const struct demo_figures f = { .measure =
						y->work[p->work].table->measure,
		.unit = p->name,
		.seed = (unsigned)(p->id * 13 + y->d->day) };
	struct str text = STR_INIT;

	demo_text(texts, &f, &text);
	if (text.len_bytes)
		values_set_text(v, &check_fields[field], text.data);
	str_free(&text);
}

static void find_fault(
	struct year *y, const struct year_part *p, struct values *v)
{
	values_set_int(v, &check_fields[CHECK_VERDICT], VERDICT_PROBLEM);
	set_text(v, CHECK_FINDING,
		"台账与现场不符{k}处|公示栏未更新|现场存在安全隐患{k}处|"
		"资料缺签字{k}份|抽查{k}户，1户与上报不一致",
		y, p);
	set_text(v, CHECK_RECTIFY_TEXT,
		"逐项核对，限期补正并报照片|3日内更新公示，举一反三自查|"
		"立即整改隐患，完善措施|补齐签字，全面自查一遍",
		y, p);
	values_set_day(v, &check_fields[CHECK_RECTIFY_DUE],
		y->d->day + y->d->shift + LIMIT_DAYS);
}

static void fill_check(
	struct year *y, const struct year_part *p, struct values *v)
{
	static const char *const modes[] = { "site", "site", "hearing",
		"papers", "unannounced", "interview" };
	const struct demo_task *t = y->work[p->work].table;
	unsigned dice = demo_dice(p->id, y->d->day, 20);
	bool is_slow = t->pace < 0;
	bool is_latest = y->last - y->d->day < OPEN_AT_END;
	static const char scheme[] = "月重点工作督查";
	struct str text = STR_INIT;
	int year = 0, month = 0, dom = 0;

	date_parts(y->d->day, &year, &month, &dom);
	str_addf(&text, "%d%s", month, scheme);
	values_set_text(v, &check_fields[CHECK_SCHEME], text.data);
	str_free(&text);
	values_set_int(v, &check_fields[CHECK_MODE],
		value_of_code(y->d->store, "check mode", modes[dice % 6]));
	set_text(v, CHECK_DONE, t->done, y, p);
	if (is_slow || dice < 3)
		set_text(v, CHECK_LAGGING, t->lagging, y, p);
	if (dice % (is_latest ? 2 : 5) == 0)
		find_fault(y, p, v);
	else if (values_text(v, &check_fields[CHECK_LAGGING]))
		values_set_int(
			v, &check_fields[CHECK_VERDICT], VERDICT_LAGGING);
	else if (dice % 6 == 1)
		values_set_int(v, &check_fields[CHECK_VERDICT], VERDICT_GOOD);
}

static void note_checks(struct year *y)
{
	struct demo_batch batch = { .action = &share_check };
	int nth = 0;

	if (y->d->day % CHECK_EVERY_DAYS != 0)
		return;
	for (size_t i = 0; i < y->parts && batch.count < 2; i++) {
		struct year_part *p =
			&y->part[(i * 17 + (size_t)y->d->day * 5) % y->parts];

		if (!may_be_checked(y, p) || nth++ % 5 != 0)
			continue;
		fill_check(y, p,
			demo_add(&batch,
				y->supervisor[demo_dice(y->d->day, 21, 2)], 0,
				p->id));
	}
	demo_flush(y->d, &batch);
}

/* What waits is done some days later, by whoever's turn it is. */
static void put_right(struct year *y)
{
	static const char *const words[] = { "已逐项补正，照片附后",
		"已整改到位并自查", "已更新公示，台账核对一致" };
	struct demo_batch told = { .action = &check_tell };
	struct demo_batch read = { .action = &check_noticed };
	struct demo_batch right = { .action = &check_rectified };
	struct demo_batch strike = { .action = &check_strike };
	struct stmt *s = stmt_get(y->d->store,
		"SELECT id,person,checker,day,state,told,fed_back_on,"
		"rectified_on FROM \"check\" WHERE told<3 OR state IN (2,3)"
		" ORDER BY id");

	while (stmt_row(s)) {
		int64_t id = stmt_int(s, 0), person = stmt_int(s, 1);
		int age = y->d->day - day_of(y, stmt_text(s, 3));
		int64_t state = stmt_int(s, 4), is_told = stmt_int(s, 5);
		int takes = 3 + (int)demo_dice(id, 22, 6);
		bool is_slow = y->last - y->d->day < OPEN_AT_END &&
			       demo_dice(id, 23, 2) == 0;

		if (is_told == CHECK_UNTOLD && age >= 1)
			demo_add(&told, stmt_int(s, 2), 0, id);
		else if (is_told == CHECK_TOLD && !is_slow &&
			 day_of(y, stmt_text(s, 6)) < y->d->day)
			demo_add(&read, person, 0, id);
		if (state == CHECK_RECTIFY && age >= takes && !is_slow)
			values_set_text(demo_add(&right, person, 0, id),
				&check_fields[CHECK_RECTIFIED_TEXT],
				words[demo_dice(id, 24, 3)]);
		else if (state == CHECK_RECTIFIED &&
			 day_of(y, stmt_text(s, 7)) + 2 <= y->d->day)
			demo_add(&strike, stmt_int(s, 2), 0, id);
	}
	stmt_end(s, NULL);
	demo_flush(y->d, &told);
	demo_flush(y->d, &read);
	demo_flush(y->d, &right);
	demo_flush(y->d, &strike);
}

/* ---- difficulties: talked over in some days, solved in some more */

static void help(struct year *y)
{
	static const char *const agreed[] = {
		"分管领导召集有关站所会商，明确专人对接，一周内答复",
		"由牵头站所到县里对接，所需物资优先调配",
		"派出所、司法所到村协助，逐户核对"
	};
	static const char *const solutions[] = { "已协调到位，恢复正常推进",
		"有关站所派人到村办结", "物资已到，缺口补齐",
		"逐户核对完毕，双方签字确认" };
	struct demo_batch agree = { .action = &difficulty_agree };
	struct demo_batch solve = { .action = &difficulty_solve };
	struct stmt *s = stmt_get(y->d->store,
		"SELECT f.id,f.state,f.raised_on,d.leader,d.person FROM due d"
		" JOIN difficulty f ON f.id=d.id WHERE d.kind=19"
		" ORDER BY f.id");

	while (stmt_row(s)) {
		int64_t id = stmt_int(s, 0);
		int age = y->d->day - day_of(y, stmt_text(s, 2));
		int at = 2 + (int)demo_dice(id, 31, 4);
		bool is_late = y->last - y->d->day < OPEN_AT_END / 2;

		if (stmt_int(s, 1) == DIFFICULTY_OPEN && age >= at &&
			!(is_late && demo_dice(id, 32, 2))) {
			struct values *v =
				demo_add(&agree, stmt_int(s, 3), 0, id);

			values_set_text(v,
				&difficulty_fields[DIFFICULTY_AGREED_TEXT],
				agreed[demo_dice(id, 33, 3)]);
			values_set_day(v, &difficulty_fields[DIFFICULTY_DUE],
				y->d->day + y->d->shift + 10);
		} else if (stmt_int(s, 1) == DIFFICULTY_AGREED &&
			   age >= at + 4 + (int)demo_dice(id, 34, 7)) {
			struct values *v =
				demo_add(&solve, stmt_int(s, 4), 0, id);

			values_set_text(v,
				&difficulty_fields[DIFFICULTY_SOLUTION],
				solutions[demo_dice(id, 35, 4)]);
			values_set_day(v,
				&difficulty_fields[DIFFICULTY_SOLVED_ON],
				y->d->day + y->d->shift);
		}
	}
	stmt_end(s, NULL);
	demo_flush(y->d, &agree);
	demo_flush(y->d, &solve);
}

/* ---- more time: asked, viewed, decided on these days */

static const struct asked {
	const char *day, *task, *unit, *to, *reason;
	const char *viewed, *view;	      /* NULL: waits; "!": against it */
	const char *decided, *until, *answer; /* until NULL: refused */
} asked[] = {
	{ "10-27", "农村改厕", "卫生院", "12-10",
		"健康教育资料重印，进村宣讲推迟", "10-28", "情况属实", "10-29",
		"12-05", "抓紧补讲，不再延期" },
	{ "11-12", "农村危房改造", "民政办", "11-30",
		"3户对象外出，补助申报材料未齐", "11-13", "已电话核实", "11-13",
		"11-30", "同意，逐户盯办" },
	{ "11-17", "农村集体三资清理", "财政所", "12-31", "老账多，人手不足",
		"11-18", "!进度滞后主要是组织不力", "11-19", NULL,
		"原时限不变，从农业中心抽2人支援" },
	{ "11-19", "信访积案领导包案", "国土规划所", "12-31",
		"权属档案在县自然资源局，调档需10个工作日", "11-20",
		"已见调档函", NULL, NULL, NULL },
	{ "11-20", "惠农资金一卡通核查", "财政所", "12-10",
		"银行流水未全部导出", "11-23", "银行答复下周提供", NULL, NULL,
		NULL },
	{ "11-23", "秋冬季畜禽防疫", "农业中心", "12-11",
		"第二批疫苗县里12月初到货", NULL, NULL, NULL, NULL, NULL },
	{ "11-24", "水毁水利设施摸底", "农业中心", "12-08",
		"河口村路段塌方，人员进不去", NULL, NULL, NULL, NULL, NULL },
};

static bool has_come(const struct year *y, const char *day)
{
	return day && demo_day_of(day) <= y->d->day;
}

static void decide(struct year *y, const struct asked *a, int64_t id,
	const struct year_part *p)
{
	struct demo_batch batch = { .action = a->until ? &extension_grant
						       : &extension_refuse };
	struct values *v = demo_add(&batch, y->work[p->work].leader, 0, id);

	values_set_text(v, &extension_fields[EXTENSION_ANSWER], a->answer);
	if (a->until)
		values_set_day(v, &extension_fields[EXTENSION_UNTIL],
			demo_day_of(a->until) + y->d->shift);
	demo_flush(y->d, &batch);
}

static void view(struct year *y, const struct asked *a, int64_t id)
{
	struct demo_batch batch = { .action = &extension_view };
	struct values *v = demo_add(&batch, y->supervisor[0], 0, id);
	bool is_against = *a->view == '!';

	values_set_int(v, &extension_fields[EXTENSION_OPINION],
		is_against ? OPINION_AGAINST : OPINION_FOR);
	values_set_text(
		v, &extension_fields[EXTENSION_VIEW], a->view + is_against);
	demo_flush(y->d, &batch);
}

static void ask(
	struct year *y, const struct asked *a, const struct year_part *p)
{
	struct demo_batch batch = { .action = &share_extend };
	struct values *v = demo_add(&batch, year_handler(p), 0, p->id);

	values_set_text(v, &extension_fields[EXTENSION_REASON], a->reason);
	values_set_day(v, &extension_fields[EXTENSION_TO],
		demo_day_of(a->to) + y->d->shift);
	demo_flush(y->d, &batch);
}

/* Where nobody worked on the day it is done later; what is over by then, or
 * not worked on any more, is not asked for. */
static void go_on(struct year *y, const struct asked *a, int *step)
{
	const struct year_part *p = year_part_named(y, a->task, a->unit);
	bool is_late = p && y->work[p->work].due < y->d->day && *step == 0;

	if (!p || is_late ||
		(p->state != SHARE_SIGNED && p->state != SHARE_IN_HAND)) {
		*step = STEPS;
		return;
	}
	int64_t id = extension_open(y->d->store, p->id);
	if (*step == 0)
		ask(y, a, p);
	else if (*step == 1)
		view(y, a, id);
	else
		decide(y, a, id, p);
	++*step;
}

static void extend(struct year *y)
{
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		const char *const day[STEPS] = { asked[i].day, asked[i].viewed,
			asked[i].decided };
		int *step = &y->asked[i];

		while (*step < STEPS && has_come(y, day[*step]) &&
			y->d->status == STATUS_OK)
			go_on(y, &asked[i], step);
	}
}

void year_supervise(struct year *y)
{
	put_right(y);
	help(y);
	note_checks(y);
	extend(y);
}
