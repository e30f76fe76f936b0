/* demo_nodes.c: milestones of the year, as the list's schedules have them. */
#include <string.h>
#include "demo_year.h"
#include "domain/assign/milestone.h"

#define M(field) &milestone_fields[MILESTONE_##field]

/* Reached NULL: not yet. At most 64 of them. */
static const struct node {
	const char *task, *name, *due, *reached, *result;
} nodes[] = {
	{ "防汛备汛", "预案修订", "03-20", "03-18", NULL },
	{ "防汛备汛", "防汛演练", "04-08", "04-08", "10个村参演" },
	{ "防汛备汛", "物资到位", "04-12", "04-14", NULL },
	{ "集镇污水处理厂建设", "施工招标", "03-31", "03-27", NULL },
	{ "集镇污水处理厂建设", "进场开工", "04-20", "04-20", NULL },
	{ "集镇污水处理厂建设", "池体完工", "07-15", "07-24", "雨天停工9天" },
	{ "集镇污水处理厂建设", "管网铺设", "09-15", "09-12", NULL },
	{ "集镇污水处理厂建设", "设备安装", "10-31", "10-30", NULL },
	{ "集镇污水处理厂建设", "单机调试", "11-22", NULL, NULL },
	{ "集镇污水处理厂建设", "联动试运行", "12-15", NULL, NULL },
	{ "集镇污水处理厂建设", "竣工验收", "12-31", NULL, NULL },
	{ "农村饮水安全巩固提升", "第一次检查", "05-31", "05-29", NULL },
	{ "农村饮水安全巩固提升", "第二次检查", "08-31", "09-03", NULL },
	{ "农村饮水安全巩固提升", "第三次检查", "11-25", NULL, NULL },
	{ "农村危房改造", "核查到户", "04-20", "04-17", NULL },
	{ "农村危房改造", "全部开工", "06-15", "06-19", NULL },
	{ "农村危房改造", "全部封顶", "09-15", "09-15", NULL },
	{ "农村危房改造", "竣工验收", "11-15", NULL, NULL },
	{ "农村改厕", "摸底建档", "03-31", "03-30", NULL },
	{ "农村改厕", "全面开工", "05-31", "05-28", NULL },
	{ "农村改厕", "过半验收", "08-15", "08-21", "水泥供应不足" },
	{ "农村改厕", "完工验收", "10-31", NULL, NULL },
	{ "二级路征地拆迁", "丈量登记", "07-31", "07-28", NULL },
	{ "二级路征地拆迁", "签约", "09-30", "10-09", "2户复核后签约" },
	{ "二级路征地拆迁", "清表", "11-30", NULL, NULL },
	{ "二级路征地拆迁", "交地", "12-25", NULL, NULL },
	{ "兵役征集", "兵役登记", "06-20", "06-18", NULL },
	{ "兵役征集", "初检初考", "07-10", "07-09", NULL },
	{ "兵役征集", "上站体检", "08-05", "08-05", NULL },
	{ "兵役征集", "政治考核", "08-25", "08-24", NULL },
	{ "兵役征集", "批准定兵", "09-10", "09-10", "8人" },
	{ "村“两委”换届准备", "成立机构", "09-15", "09-14", NULL },
	{ "村“两委”换届准备", "村财审计", "10-15", "10-20", "三合村账目补正" },
	{ "村“两委”换届准备", "选民登记", "11-26", NULL, NULL },
	{ "村“两委”换届准备", "推选选委会", "12-10", NULL, NULL },
	{ "村“两委”换届准备", "候选人提名", "12-25", NULL, NULL },
	{ "基层党组织标准化", "第一次检查", "03-31", "03-31", NULL },
	{ "基层党组织标准化", "第二次检查", "07-31", "07-30", NULL },
	{ "基层党组织标准化", "第三次检查", "11-27", NULL, NULL },
};
enum { NODES = sizeof nodes / sizeof *nodes };

static int64_t lead_of(const struct year *y, const struct year_work *w)
{
	for (size_t i = 0; i < y->parts; i++)
		if (&y->work[y->part[i].work] == w && y->part[i].is_lead)
			return year_handler(&y->part[i]);
	return 0;
}

/* Of a draft that is about to be issued, its shares known. */
void year_plan_nodes(
	struct year *y, const struct year_work *w, struct demo_batch *batch)
{
	for (size_t i = 0; i < NODES; i++) {
		if (strcmp(nodes[i].task, w->table->title) != 0)
			continue;
		struct values *v =
			demo_add(batch, y->d->office.person, 0, w->id);
		values_set_text(v, M(NAME), nodes[i].name);
		values_set_day(
			v, M(DUE), demo_day_of(nodes[i].due) + y->d->shift);
		if (lead_of(y, w))
			values_set_int(v, M(PERSON), lead_of(y, w));
	}
}

void year_reach_nodes(struct year *y)
{
	struct demo_batch batch = { .action = &milestone_finish };
	struct str name = STR_INIT;

	for (size_t i = 0; i < NODES; i++) {
		const struct node *n = &nodes[i];
		struct milestone_row m;

		if (!n->reached || y->reached & UINT64_C(1) << i ||
			demo_day_of(n->reached) > y->d->day)
			continue;
		y->reached |= UINT64_C(1) << i;
		str_clear(&name);
		str_addf(&name, "%s / %s", n->task, n->name);
		int64_t id = year_one(y->d,
			"SELECT m.id FROM milestone m JOIN task t ON"
			" t.id=m.task WHERE t.title||' / '||m.name=:text",
			name.data);
		if (!milestone_read(y->d->store, id, &m))
			continue;
		struct values *v = demo_add(&batch, m.person, 0, id);
		values_set_day(
			v, M(DONE_ON), demo_day_of(n->reached) + y->d->shift);
		values_set_text(v, M(RESULT), n->result);
	}
	demo_flush(y->d, &batch);
	str_free(&name);
}
