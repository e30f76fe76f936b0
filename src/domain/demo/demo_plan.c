/* demo_plan.c: where the work of the year comes from, and what was planned.
 * All of it is invented. */
#include <string.h>
#include "demo_year.h"

#define LIST "县委县政府2026年重点工作任务分解"
#define YEAR "清溪乡2026年工作计划"
#define QUARTER "清溪乡2026年四季度工作计划"
#define NEXT "清溪乡2026年12月工作计划"
#define TOILETS "农村户厕改造380座"
#define WATER "关于做好秋冬季农田水利建设的通知"
#define HELP "集体经济薄弱村增收"

/* One line of the year. @01-04: that day. */
static const struct record_event {
	const char *day, *person, *verb;
	const char *kind, *name; /* the record, by its title; NULL: none */
	const char *values;
} events[] = {
	{ "01-05", "梁国", "source.create", NULL, NULL,
		"title=" LIST "|kind=年初清单|number=象办发〔2026〕1号|"
		"issuer=县委办、县政府办|day=@01-04|leader=蒙佩香|"
		"points=农村人居环境、医保扩面、项目建设、信访稳定|"
		"demand=逐项分解到单位和责任人，每季度报进度" },
	{ "01-05", "梁国", "plan.create", NULL, NULL,
		"title=" YEAR "|kind=year|start=@01-01|due=@12-31|"
		"leader=谢佩琴" },
	{ "01-05", "梁国", "plan.goal", "plan", YEAR,
		"title=" TOILETS "|indicator=户厕改造座数|target=380|"
		"measure=座|lead=村建站|leader=龙庆源|basis=" LIST
		"|breakthrough=先整屯推进示范村，再带动零散户|"
		"measures=分村包干，材料统一采购，抽查不低于20%|"
		"schedule=6月底过半，11月底完工|money=57万" },
	{ "01-05", "梁国", "plan.goal", "plan", YEAR,
		"title=城乡居民医保应保尽保|indicator=参保人数|"
		"target=17670|measure=人|lead=合管办|leader=莫金芳|"
		"basis=" LIST "|schedule=12月底前缴清|money=3.2万" },
	{ "01-05", "梁国", "plan.goal", "plan", YEAR,
		"title=集镇污水处理厂建成通水|indicator=完成节点|target=8|"
		"measure=个|lead=村建站|leader=龙庆源|basis=" LIST
		"|breakthrough=先做主体，管网分段跟进|money=680万" },
	{ "01-05", "梁国", "plan.goal", "plan", YEAR,
		"title=信访积案化解|indicator=化解件数|target=6|measure=件|"
		"lead=信访办|leader=莫俊" },
	{ "01-05", "梁国", "plan.goal", "plan", YEAR,
		"title=" HELP "|indicator=年收入5万元以上的村|target=10|"
		"measure=个|lead=农业服务中心|leader=梁家梅|money=20万" },
	{ "01-05", "梁国", "plan.submit", "plan", YEAR, "" },
	{ "01-06", "谢佩琴", "plan.return", "plan", YEAR,
		"reason=薄弱村增收缺突破口，补上再报" },
	{ "01-06", "梁国", "goal.update", "goal", HELP,
		"breakthrough=盘活闲置校舍和集体林地，联村入股" },
	{ "01-06", "梁国", "plan.submit", "plan", YEAR, "" },
	{ "01-07", "谢佩琴", "plan.approve", "plan", YEAR, "" },
	{ "01-08", "梁国", "plan.enforce", "plan", YEAR, "" },
	{ "01-08", "陈金娟", "task.update", "task", "农村改厕",
		"goal=" TOILETS "|source=" LIST },
	{ "01-08", "陈金娟", "task.update", "task", "新农合参保缴费",
		"goal=城乡居民医保应保尽保|source=" LIST },
	{ "01-08", "陈金娟", "task.update", "task", "集镇污水处理厂建设",
		"goal=集镇污水处理厂建成通水|source=" LIST },
	{ "01-08", "陈金娟", "task.update", "task", "信访积案领导包案",
		"goal=信访积案化解" },
	{ "09-28", "梁国", "plan.create", NULL, NULL,
		"title=" QUARTER "|kind=quarter|start=@10-01|due=@12-31|"
		"leader=谢佩琴" },
	{ "09-28", "梁国", "plan.goal", "plan", QUARTER,
		"title=冬种冬修面积落实|indicator=修复渠道|target=18|"
		"measure=条|lead=水利站|leader=梁家梅|money=12.5万" },
	{ "09-28", "梁国", "plan.goal", "plan", QUARTER,
		"title=秋冬季防疫不留空白村|lead=农业服务中心|leader=梁家梅" },
	{ "09-28", "梁国", "plan.submit", "plan", QUARTER, "" },
	{ "09-29", "谢佩琴", "plan.approve", "plan", QUARTER, "" },
	{ "10-09", "梁国", "plan.enforce", "plan", QUARTER, "" },
	{ "10-12", "陈金娟", "task.update", "task", "秋冬季畜禽防疫",
		"goal=秋冬季防疫不留空白村" },
	{ "10-20", "梁国", "goal.note", "goal", TOILETS,
		"spent=41.6万|note=三季度已拨付" },
	{ "11-12", "梁国", "source.create", NULL, NULL,
		"title=县长对秸秆禁烧工作的批示|kind=领导批示|issuer=县长|"
		"day=@11-11|due=@11-18|leader=梁家梅|"
		"points=三个乡镇火点反弹，清溪要守住零火点" },
	{ "11-17", "梁国", "source.answer", "source",
		"县长对秸秆禁烧工作的批示",
		"answer=已加密巡查，近10日零火点，书面报告县政府办|"
		"answered_by=岑庆林" },
	{ "11-19", "梁国", "goal.amend", "goal", TOILETS,
		"reason=县里追加30座指标，资金随文下达|target=410|"
		"money=61.5万" },
	{ "11-20", "梁国", "source.create", NULL, NULL,
		"title=" WATER "|number=象水发〔2026〕47号|issuer=县水利局|"
		"day=@11-18|due=@12-31|leader=梁家梅|"
		"demand=12月底前完成渠道清淤和山塘加固，周报进度" },
	/* entered a second time by mistake, and taken back */
	{ "11-20", "梁国", "source.create", NULL, NULL,
		"title=秋冬季农田水利建设通知|issuer=县水利局|day=@11-18" },
	{ "11-20", "梁国", "undo", NULL, NULL, "" },
	{ "11-23", "梁家梅", "source.issue", "source", WATER,
		"lines=红旗渠清淤3公里  水利站、大坪村、河口村\n"
		"山塘加固6座  水利站、各村|"
		"gap_reason=通知未列具体措施，由水利站细化" },
	{ "11-23", "梁国", "plan.create", NULL, NULL,
		"title=" NEXT "|kind=month|start=@12-01|due=@12-31|"
		"leader=蒙佩香" },
	{ "11-23", "梁国", "plan.goal", "plan", NEXT,
		"title=年度任务清单全部销号|lead=党政办" },
	{ "11-23", "梁国", "plan.submit", "plan", NEXT, "" },
	{ "11-24", "梁国", "source.create", NULL, NULL,
		"title=县应急局电话：低温雨雪天气防范|kind=电话|"
		"issuer=县应急局|day=@11-24|due=@11-30|leader=莫庆贵|"
		"points=27日起强降温，高海拔路段防结冰" },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};

static int64_t record_of(struct year *y, const struct record_event *e)
{
	static const struct {
		const char *kind, *sql;
	} by_title[] = {
		{ "source", "SELECT id FROM source WHERE title=:text" },
		{ "plan", "SELECT id FROM plan WHERE title=:text" },
		{ "goal", "SELECT id FROM goal WHERE title=:text" },
		{ "task", "SELECT id FROM task WHERE title=:text" },
	};

	for (size_t i = 0; e->kind && i < 4; i++)
		if (!strcmp(by_title[i].kind, e->kind))
			return year_one(y->d, by_title[i].sql, e->name);
	return 0;
}

static void run_event(struct year *y, const struct record_event *e)
{
	int64_t person = year_person_of(y, e->person);
	struct demo_batch batch = { .action = NULL };

	if (!strcmp(e->verb, "undo")) {
		demo_undo(y->d, person);
		return;
	}
	batch.action = action_find(e->verb, NULL);
	demo_values(y->d, batch.action, e->values,
		demo_add(&batch, person, 0, record_of(y, e)));
	demo_flush(y->d, &batch);
}

void year_run_plans(struct year *y, int before)
{
	for (const struct record_event *e = events; e->day; e++) {
		int day = demo_day_of(e->day);

		if (day > before && day <= y->d->day &&
			y->d->status == STATUS_OK)
			run_event(y, e);
	}
}
