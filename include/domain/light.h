/*
 * light.h: the time light of a task, share or milestone (product.md §4).
 *
 * State and time are two axes. An open item keeps four days in table due:
 * start, behind_from (on which its present progress stops being enough),
 * soon_from and red; the light follows from them and today without a write.
 * 逾 stands before 临 before 滞 before 正.
 */
#ifndef DOMAIN_LIGHT_H
#define DOMAIN_LIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/field.h"
#include "core/str.h"

enum light {
	LIGHT_NONE,	   /* a draft: no light yet */
	LIGHT_NOT_STARTED, /* 未 */
	LIGHT_NORMAL,	   /* 正 */
	LIGHT_BEHIND,	   /* 滞 */
	LIGHT_SOON,	   /* 临 */
	LIGHT_OVERDUE,	   /* 逾 */
	LIGHT_DONE,	   /* 完 */
	LIGHT_LATE,	   /* 迟 */
	LIGHT_SUSPENDED,   /* 缓 */
	LIGHT_TERMINATED   /* 终 */
};

struct light_days {
	int start, behind_from, soon_from, red; /* day numbers; red = due+1 */
};

/*
 * progress and expectations in hundredths of a percent (10000 = all);
 * soon_days before due it turns 临. tolerance in percent points is granted
 * before 滞. behind_from is never after red.
 */
void light_days_of(int start, int due, int progress, int soon_days,
	int tolerance, struct light_days *out);
enum light light_of_days(const struct light_days *days, int today);

/*
 * What is expected when: nothing on the day `start`, all on `due`, linear in
 * calendar days between the points, which stand in order of their days. A
 * point outside start..due, or one that expects less than one before it, is
 * passed over. `by_steps` (progress told by milestones): what a point expects
 * is expected after its day, and nothing in between.
 */
struct light_point {
	int day, percent; /* hundredths of a percent */
};
struct light_plan {
	int start, due;
	bool by_steps;
	const struct light_point *point;
	size_t count;
};
/* As light_days_of(), by that plan. */
void light_plan_days(const struct light_plan *plan, int progress, int soon_days,
	int tolerance, struct light_days *out);
/* Percent points (hundredths) that it expects today. */
int light_plan_expected(const struct light_plan *plan, int today);

/* The lights by the names that scripts write; label, context "light": one
 * character of two columns, in English a word of at most four. */
extern const struct choice light_choices[];

/* The label; "" for none. */
const char *light_text(enum light light);
/* The number beside it: days over, days left; adds nothing for others. */
void light_print(enum light light, const struct light_days *days, int today,
	struct str *out);
/*
 * Field "light" of a record type with RECORD_LIGHT is the text
 * "STATE,start,behind,soon,red[,done_on]": STATE o open, d done, s suspended,
 * t terminated, n none. Reads it; days may be NULL.
 */
enum light light_of_text(const char *text, int today, struct light_days *days);

#endif
