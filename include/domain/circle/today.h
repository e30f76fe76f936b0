/*
 * today.h: 今日: what waits for this session, what is not yet reported, how
 * the township stands (product.md §6, 0).
 *
 * Every line opens something: a record, or a list by one of its views. The
 * whole costs the same at any number of tasks: every query walks an index
 * and is bounded; counts come from light_sum or stop at TODAY_COUNT_MOST. It
 * reads only; call it within one store_read_begin() .. store_read_end().
 *
 * Who sees what:
 *   everybody    own shares: to sign for, returned, overdue, due, behind;
 *                own milestones overdue or due soon, what has to be put
 *                right, what is in the way, what a check said; the own
 *                archive's entries to confirm
 *   head         besides, of the unit: to allocate, to report done
 *   clerk        sources without a task, drafts and returned tasks, shares
 *                handed back, not signed for over the limit; not yet
 *                reported: the township
 *   supervisor   claims to verify, rectifications to strike off or to urge,
 *                extensions to view; but for his own
 *   leader       in his charge: plans and changes to approve, to issue, to
 *                close, extensions to decide, difficulties to talk over,
 *                overdue, due, behind
 *   an owner without a person   all that a clerk, supervisor and leader see,
 *                whoever is in charge
 * The township's counts and the steps are for those who see more than their
 * own work: clerk, supervisor, leader, admin, auditor.
 */
#ifndef DOMAIN_CIRCLE_TODAY_H
#define DOMAIN_CIRCLE_TODAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/status.h"
#include "core/str.h"
#include "domain/assign/light_sum.h"
#include "domain/light.h"
#include "domain/session.h"

enum {
	TODAY_OWN_MOST = 200,	/* own shares that are looked at */
	TODAY_SOURCE_MOST = 8,	/* lines of one kind; then one for the rest */
	TODAY_SOURCE_READ = 40, /* rows of one kind; more: "another 32+" */
	TODAY_UNREPORTED_MOST = 8,
	TODAY_COUNT_MOST = 1000 /* 1001 means more: "1000+" */
};

/* What is to be done, in the order of lines that are equally urgent. */
enum today_what {
	TODAY_RETURNED,	     /* 补充办理: sent back, to be done again */
	TODAY_SIGN,	     /* 签收 */
	TODAY_RECTIFY,	     /* 整改: what a check found */
	TODAY_REPORT,	     /* 报进度: overdue, due soon or behind */
	TODAY_MILESTONE,     /* 节点: overdue or due soon */
	TODAY_ALLOCATE,	     /* 分配到人 */
	TODAY_ENDORSE,	     /* 报办结: a claim the head has not reported */
	TODAY_VERIFY,	     /* 办结核验 */
	TODAY_STRIKE,	     /* 整改销号: put right, says who it was told */
	TODAY_VIEW,	     /* 初审延期 */
	TODAY_DECIDE,	     /* 定延期 */
	TODAY_TALK,	     /* 困难: to be talked over */
	TODAY_CLOSE,	     /* 销号 */
	TODAY_ISSUE,	     /* 交办: submitted */
	TODAY_APPROVE,	     /* 批准计划: handed in */
	TODAY_AMEND,	     /* 批准变更: of a plan that was approved */
	TODAY_HANDED_BACK,   /* 退办: to another unit, or refused */
	TODAY_TASK_RETURNED, /* 退回 by the leader: to be completed */
	TODAY_DRAFT,	     /* 待提交 */
	TODAY_SPLIT,	     /* 来源分解: a source without a task */
	TODAY_UNSIGNED,	     /* 催签收: over the limit */
	TODAY_URGE,	     /* 催整改: over the limit */
	TODAY_CHARGE,	     /* 我分管的: overdue, due soon or behind */
	TODAY_WAY,	     /* 困难: one's own, not solved yet */
	TODAY_READ,	     /* 阅督查: fed back */
	TODAY_CONFIRM,	     /* 本人确认: entries of the own archive */
	TODAY_UNREPORTED,    /* 待报 */
	TODAY_STEP	     /* a line of a step */
};
/* Short, in the user's language, at most 8 columns in Chinese. */
const char *today_what_text(enum today_what what);

struct today_line {
	enum today_what what;
	enum light light;	/* LIGHT_NONE: leave the columns blank */
	struct light_days days; /* for light_print() */
	int due;		/* day; DATE_NONE: none */
	int by;			/* day by which it should be done: the order */
	int kind;		/* the record Enter opens; 0: the list */
	int64_t id;
	const char *action;	 /* what x offers first; NULL: none */
	bool agrees;		 /* one key does it as it was asked for */
	const char *list, *view; /* of a line for several: `list` is a record
				    type's name, its view; else NULL */
	int step;		 /* of TODAY_STEP: 1..7 */
	char *subject; /* "农村改厕 / 村建站", 已报 3/10, or the sentence */
	char *detail; /* "申请办结已2天"; "" none */
};
struct today_lines {
	struct today_line *line;
	size_t count, size;
	bool more; /* own shares beyond TODAY_OWN_MOST */
};

struct today {
	int day;
	struct today_lines waiting;    /* 等我办, the most urgent first */
	int64_t waiting_count;	       /* records, folded ones too */
	struct today_lines unreported; /* 待报 */
	struct today_lines steps;
	bool sees_whole;	      /* the following are set */
	struct light_counts tasks;    /* of the township, open */
	int64_t all, done, suspended; /* done: also waiting for 销号;
					 each up to TODAY_COUNT_MOST + 1 */
};

/* The texts belong to *out, which is cleared first; today_free() in any
 * case. */
enum status today_read(
	const struct session *s, struct today *out, struct error *err);
void today_free(struct today *t);

/* What is burning for me, for the frame of every screen: own shares,
 * own milestones and tasks in my charge. Zeroes for an owner without a person. */
struct light_counts today_mine(const struct session *s);

/* "限11-22", "限今天"; adds nothing when there is no due day. */
void today_due_print(int due, int today, struct str *out);
/* "42项  未2 正22 滞5 临5 逾3 完4 缓1"; what is 0 is left out. */
void today_counts_print(const struct today *t, struct str *out);

/* The statements, for the test of their plans; ends with NULL. */
extern const char *const today_statements[];

#endif
