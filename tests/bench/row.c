#include "row.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include "../cli/pty.h"

static void print_number(double x, const char *unit)
{
	const char *space = *unit ? " " : "";

	printf(x < 10 && x != (int)x ? " %.2f%s%s |" : " %.0f%s%s |", x, space,
		unit);
}

static void print_ratio(const struct row *r)
{
	if (!(r->floor > 0))
		printf(" |");
	else if (r->kind == ROW_MORE)
		printf(" + %.0f %s |", r->measured - r->floor, r->unit);
	else if (r->kind == ROW_RATIO_LEAST)
		printf(" %.2f |", r->floor / r->measured);
	else
		printf(" ×%.2f |", r->measured / r->floor);
}

static bool print_goal(const struct row *r)
{
	switch (r->kind) {
	case ROW_RATIO:
		printf(" ≤ ×%g |", r->goal);
		return r->measured <= r->goal * r->floor;
	case ROW_RATIO_LEAST:
		printf(" ≥ %g |", r->goal);
		return r->floor >= r->goal * r->measured;
	case ROW_MORE:
		printf(" ≤ + %g |", r->goal);
		return r->measured - r->floor <= r->goal;
	case ROW_MOST:
		printf(" ≤ %g |", r->goal);
		return r->measured <= r->goal;
	default:
		printf(" |");
		return true;
	}
}

void row_print(const struct row *r)
{
	printf("| %s |", r->what);
	print_number(r->measured, r->unit);
	if (r->floor > 0)
		print_number(r->floor, r->unit);
	else
		printf(" |");
	print_ratio(r);
	bool reached = print_goal(r);
	printf(" %s |\n", r->kind == ROW_NO_GOAL ? "" : reached ? "yes" : "no");
	fflush(stdout);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double row_at(double *v, int n, int percent)
{
	qsort(v, (size_t)n, sizeof *v, compare);
	return v[(n - 1) * percent / 100];
}

double row_median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, compare);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

double row_us_since(int64_t start_ns)
{
	return (double)(now_ns() - start_ns) / 1e3;
}
