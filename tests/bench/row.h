/*
 * row.h: rows of RESULTS.md: what was measured, beside its floor and its goal.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include <stdint.h>

enum row_goal {
	ROW_NO_GOAL,
	ROW_RATIO,	 /* measured / floor at most .goal */
	ROW_RATIO_LEAST, /* floor / measured at least .goal */
	ROW_MORE,	 /* measured - floor at most .goal */
	ROW_MOST	 /* measured at most .goal; a floor is only shown */
};

struct row {
	const char *what, *unit;
	double measured, floor; /* floor 0: none */
	enum row_goal kind;
	double goal;
};

void row_print(const struct row *row);

/* ---- figures that were taken many times; the arrays are put in order */

double row_at(double *v, int n, int percent);
double row_median(double *v, int n);
double row_us_since(int64_t start_ns);

#endif
