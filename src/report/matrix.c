/* matrix.c (report): 责任矩阵 and 无缝覆盖 as text. */
#include "work.h"

#include "core/date.h"
#include "core/language.h"
#include "domain/assign/coverage.h"
#include "domain/assign/matrix.h"
#include "domain/assign/share.h"

/* ---- 责任矩阵: on paper who has which part stands in words */

static void add_units(const struct matrix *m, const struct matrix_row *row,
	int role, struct str *out)
{
	for (size_t i = 0; i < m->columns; i++) {
		const struct matrix_cell *c = &row->cell[i];

		if (c->role != role)
			continue;
		str_addf(out, "%s%s", out->len_bytes ? _(", ") : "",
			m->column[i].name);
		if (!m->column[i].id)
			str_addf(out, " %d", c->count);
	}
}

static void add_rows(struct document *d, const struct matrix *m)
{
	const struct document_column column[] = {
		{ "", false, 6 },
		{ language_text_in("share", "task"), false, 22 },
		{ language_text_in("task", "lead unit"), false, 8 },
		{ language_text_in("task", "co-units"), false, 24 },
	};

	document_add_table(d, column, 4);
	for (size_t i = 0; i < m->rows; i++) {
		const struct matrix_row *row = &m->row[i];
		struct str light = STR_INIT, lead = STR_INIT, co = STR_INIT;

		str_add(&light, light_text(row->light));
		light_print(row->light, &row->days, m->today, &light);
		add_units(m, row, SHARE_ROLE_LEAD, &lead);
		add_units(m, row, SHARE_ROLE_CO, &co);
		document_add_row(d,
			(const char *const[]){ light.data, row->title,
				lead.data,
				row->shares ? co.data : _("no unit has it") });
		str_free(&light);
		str_free(&lead);
		str_free(&co);
	}
}

static void add_loads(struct document *d, const struct matrix *m)
{
	const struct document_column column[] = {
		{ language_text_in("share", "unit"), false, 10 },
		{ _("shares held"), true, 8 },
		{ _("overdue of them"), true, 8 },
		{ _("a person"), true, 6 },
	};

	document_add_heading(d, _("load"));
	document_add_table(d, column, 4);
	for (size_t i = 0; i < m->columns; i++) {
		const struct matrix_column *c = &m->column[i];
		struct str held = STR_INIT, late = STR_INIT, each = STR_INIT;

		str_addf(&held, "%d", c->shares);
		str_addf(&late, "%d", c->overdue);
		if (c->people)
			str_addf(&each, "%d.%d", c->shares / c->people,
				c->shares * 10 / c->people % 10);
		document_add_row(d, (const char *const[]){ c->name, held.data,
					    late.data, each.data });
		str_free(&held);
		str_free(&late);
		str_free(&each);
	}
}

enum status report_matrix(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	const struct matrix_asked asked = { .unit = 0 };
	struct matrix m = { .rows = 0 };
	struct document d;
	enum status status = work_begin(s, _("responsibility matrix"), &d, err);

	(void)request;
	if (status == STATUS_OK)
		status = matrix_read(
			s->store, &asked, clock_today(&s->clock), &m, err);
	if (status == STATUS_OK) {
		add_rows(&d, &m);
		add_loads(&d, &m);
	}
	matrix_free(&m);
	return work_end(s, &d, status, out);
}

/* ---- 无缝覆盖 */

static void add_gaps(struct document *d, const struct coverage *c)
{
	struct document_column column[] = {
		{ _("matter"), false, 24 },
		{ NULL, false, 30 },
	};
	struct str head = STR_INIT;

	for (size_t i = 0; i < c->count; i++) {
		const struct coverage_line *l = &c->line[i];

		if (i == 0 || l->what != l[-1].what) {
			str_clear(&head);
			str_addf(&head, "%s %zu", coverage_text(l->what),
				c->of[l->what]);
			document_add_heading(d, head.data);
			column[1].head = l->what == COVERAGE_CLARITY
						 ? _("what is missing")
						 : _("how it stands");
			document_add_table(d, column, 2);
		}
		document_add_row(
			d, (const char *const[]){ l->subject, l->detail });
	}
	if (!c->count)
		document_add_text(d, _("Nothing is missing."));
	str_free(&head);
}

enum status report_coverage(const struct session *s,
	const struct report_request *request, struct str *out,
	struct error *err)
{
	struct coverage c = { .count = 0 };
	struct document d;
	enum status status = work_begin(s, _("coverage check"), &d, err);

	(void)request;
	if (status == STATUS_OK)
		status = coverage_read(s->store, &c, err);
	if (status == STATUS_OK)
		add_gaps(&d, &c);
	coverage_free(&c);
	return work_end(s, &d, status, out);
}
