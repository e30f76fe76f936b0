#include "domain/assign/matrix.h"

#include "core/date.h"
#include "core/mem.h"
#include "core/language.h"
#include "domain/assign/share.h"
#include "domain/assign/task.h"
#include "domain/assign/due.h"
#include "store/stmt.h"

/* ---- columns */

static struct matrix_column *add_column(
	struct matrix *m, int64_t id, const char *name, int people)
{
	m->column = mem_grow(
		m->column, m->columns, &m->columns_size, sizeof *m->column);
	struct matrix_column *c = &m->column[m->columns++];

	*c = (struct matrix_column){
		.id = id, .name = mem_text(name), .people = people
	};
	return c;
}

/* Stations and the leadership as they are listed, then the villages. */
static enum status read_units(
	struct store *store, struct matrix *m, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT u.id,u.short,u.kind=3,(SELECT count(*) FROM person"
		" WHERE unit=u.id AND status<>3) FROM unit u WHERE"
		" u.closed_on IS NULL AND (u.kind<3 AND EXISTS (SELECT 1 FROM"
		" share WHERE unit=u.id) OR u.kind BETWEEN 2 AND 3)"
		" ORDER BY u.kind=3,u.id");
	int people = 0;

	while (stmt_row(s)) {
		bool folded = stmt_int(s, 2) && !m->asked.villages;

		if (folded)
			people += (int)stmt_int(s, 3);
		else
			add_column(m, stmt_int(s, 0), stmt_text(s, 1),
				(int)stmt_int(s, 3));
	}
	enum status status = stmt_end(s, err);
	if (people)
		add_column(m, 0, _("villages"), people);
	return status;
}

static enum status read_people(
	struct store *store, struct matrix *m, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT id,name FROM person WHERE unit=:unit AND status<>3"
		" ORDER BY id");

	stmt_bind_int(s, ":unit", m->asked.unit);
	while (stmt_row(s))
		add_column(m, stmt_int(s, 0), stmt_text(s, 1), 1);
	return stmt_end(s, err);
}

/* ---- rows */

static void add_row(struct matrix *m, struct stmt *s)
{
	m->row = mem_grow(m->row, m->rows, &m->rows_size, sizeof *m->row);
	struct matrix_row *row = &m->row[m->rows++];

	*row = (struct matrix_row){ .task = stmt_int(s, 0),
		.title = mem_text(stmt_text(s, 1)),
		.state = (int)stmt_int(s, 2),
		.days = { .start = (int)stmt_int(s, 3),
			.behind_from = (int)stmt_int(s, 4),
			.soon_from = (int)stmt_int(s, 5),
			.red = (int)stmt_int(s, 6) },
		.cell = mem_zero(
			m->columns ? m->columns : 1, sizeof *row->cell) };
	if (stmt_is_null(s, 6))
		row->light = row->state == TASK_SUSPENDED ? LIGHT_SUSPENDED
							  : LIGHT_NONE;
	else if (row->days.red >= DUE_CLAIMED)
		row->light = LIGHT_DONE;
	else
		row->light = light_of_days(&row->days, m->today);
}

static enum status read_rows(
	struct store *store, struct matrix *m, struct error *err)
{
	struct stmt *s = stmt_get(store,
		"SELECT t.id,t.title,t.state,d.start,d.behind_from,"
		"d.soon_from,d.red FROM task t LEFT JOIN due d ON d.kind=12"
		" AND d.id=t.id WHERE t.state IN (1,2,3,5,6) AND (:unit=0 OR"
		" EXISTS (SELECT 1 FROM share WHERE task=t.id AND unit=:unit"
		"  AND state<>7)) ORDER BY t.state<>3,t.due,t.id LIMIT :most");

	stmt_bind_int(s, ":unit", m->asked.unit);
	stmt_bind_int(s, ":most", MATRIX_TASKS_MAX);
	while (stmt_row(s))
		add_row(m, s);
	return stmt_end(s, err);
}

/* ---- cells */

static struct matrix_column *column_of(
	struct matrix *m, int64_t id, bool is_village)
{
	for (size_t i = 0; i < m->columns; i++)
		if (m->column[i].id == id)
			return &m->column[i];
	for (size_t i = 0; is_village && i < m->columns; i++)
		if (!m->column[i].id)
			return &m->column[i];
	return NULL;
}

static void add_share(struct matrix *m, struct matrix_row *row, struct stmt *s)
{
	int64_t unit = stmt_int(s, 1);
	int role = (int)stmt_int(s, 2), state = (int)stmt_int(s, 3);
	bool is_village = stmt_int(s, 4) == 3;
	int64_t who = m->asked.unit ? stmt_int(s, 5) : unit;
	struct matrix_column *c = column_of(m, who, is_village);

	row->shares++;
	if (role == SHARE_ROLE_LEAD)
		row->lead = unit;
	if (!c || (m->asked.unit && unit != m->asked.unit))
		return;
	struct matrix_cell *cell = &row->cell[c - m->column];

	cell->count++;
	cell->share = cell->count > 1 ? 0 : stmt_int(s, 0);
	cell->role = cell->role == SHARE_ROLE_LEAD ? SHARE_ROLE_LEAD : role;
	if (row->state != TASK_ISSUED || state == SHARE_DONE)
		return;
	c->shares++;
	c->overdue += !stmt_is_null(s, 6) && stmt_int(s, 6) <= m->today;
}

static enum status read_cells(
	struct store *store, struct matrix *m, struct error *err)
{
	for (size_t i = 0; i < m->rows; i++) {
		struct stmt *s = stmt_get(store,
			"SELECT s.id,s.unit,s.role,s.state,u.kind,"
			" ifnull(s.person,ifnull(u.head,0)),d.red"
			" FROM share s JOIN unit u ON u.id=s.unit"
			" LEFT JOIN due d ON d.kind=13 AND d.id=s.id"
			" WHERE s.task=:task AND s.state<>7");

		stmt_bind_int(s, ":task", m->row[i].task);
		while (stmt_row(s))
			add_share(m, &m->row[i], s);
		enum status status = stmt_end(s, err);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

enum status matrix_read(struct store *store, const struct matrix_asked *asked,
	int today, struct matrix *out, struct error *err)
{
	*out = (struct matrix){ .asked = *asked, .today = today };
	enum status status = asked->unit ? read_people(store, out, err)
					 : read_units(store, out, err);

	if (status == STATUS_OK)
		status = read_rows(store, out, err);
	return status != STATUS_OK ? status : read_cells(store, out, err);
}

void matrix_free(struct matrix *m)
{
	for (size_t i = 0; i < m->columns; i++)
		mem_free(m->column[i].name);
	for (size_t i = 0; i < m->rows; i++) {
		mem_free(m->row[i].title);
		mem_free(m->row[i].cell);
	}
	mem_free(m->column);
	mem_free(m->row);
	*m = (struct matrix){ .rows = 0 };
}

size_t matrix_heaviest(const struct matrix *m, int *each, int *times_tenths)
{
	int shares = 0, people = 0, most = 0;
	size_t at = SIZE_MAX;

	for (size_t i = 0; i < m->columns; i++) {
		const struct matrix_column *c = &m->column[i];

		shares += c->shares;
		people += c->people;
		if (c->people && c->shares * 10 / c->people > most) {
			most = c->shares * 10 / c->people;
			at = i;
		}
	}
	if (!shares || most * people < 2 * 10 * shares)
		return SIZE_MAX;
	*each = most / 10;
	*times_tenths = most * people / shares;
	return at;
}
