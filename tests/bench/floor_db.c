/*
 * floor_db FILE: floor_list over a file of liubu. Every page is one query of
 * the tasks by key on their index of days, whatever the number of tasks; a
 * frame is one write. This is what a list of a database costs at least, with
 * liubu's own schema to be read by SQLite.
 */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_MOST = 200 };

#define COLUMNS "SELECT id, due, no, title, state FROM task WHERE (due, id)"

struct row {
	long long id;
	int state;
	char due[16], no[48], title[200];
};

struct list {
	sqlite3 *db;
	sqlite3_stmt *after, *before;
	struct row row[PAGE_MOST];
	int count, at, page;
};

static void take(sqlite3_stmt *q, struct row *r)
{
	r->id = sqlite3_column_int64(q, 0);
	snprintf(r->due, sizeof r->due, "%s",
		(const char *)sqlite3_column_text(q, 1));
	snprintf(r->no, sizeof r->no, "〔%lld〕%lld号",
		sqlite3_column_int64(q, 2) / 100000,
		sqlite3_column_int64(q, 2) % 100000);
	snprintf(r->title, sizeof r->title, "%s",
		(const char *)sqlite3_column_text(q, 3));
	r->state = sqlite3_column_int(q, 4);
}

static void turn_round(struct list *l)
{
	for (int i = 0; i < l->count / 2; i++) {
		struct row t = l->row[i];

		l->row[i] = l->row[l->count - 1 - i];
		l->row[l->count - 1 - i] = t;
	}
}

/* The page after (before) the row; NULL: the first (last). */
static void load(struct list *l, bool is_before, const struct row *from)
{
	sqlite3_stmt *q = is_before ? l->before : l->after;
	struct row edge = { .id = is_before ? 1LL << 60 : -1 };

	strcpy(edge.due, is_before ? "9999" : "");
	if (from)
		edge = *from;
	sqlite3_bind_text(q, 1, edge.due, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(q, 2, edge.id);
	sqlite3_bind_int(q, 3, l->page);
	for (l->count = 0; l->count < l->page && sqlite3_step(q) == SQLITE_ROW;)
		take(q, &l->row[l->count++]);
	sqlite3_reset(q);
	if (is_before)
		turn_round(l);
}

static void draw_row(const struct list *l, int i)
{
	static const char *const state[] = { "", "草拟", "待交办", "已交办",
		"已销号", "退回", "暂缓", "终止" };
	const struct row *r = &l->row[i];

	attrset(i == l->at ? A_REVERSE : A_NORMAL);
	move(i + 1, 0);
	clrtoeol();
	printw("%s  %s  %s", r->due, r->no, state[r->state & 7]);
	mvaddnstr(i + 1, 40, r->title, 56);
	attrset(A_NORMAL);
}

static void draw(const struct list *l)
{
	for (int i = 0; i < l->count; i++)
		draw_row(l, i);
}

static void go(struct list *l, int key)
{
	int was = l->at;

	if (key == KEY_DOWN && l->at + 1 < l->count)
		l->at++;
	else if (key == KEY_UP && l->at > 0)
		l->at--;
	else if (key == KEY_DOWN && l->count)
		load(l, false, &l->row[0]);
	else if (key == KEY_UP && l->count)
		load(l, true, &l->row[l->count - 1]);
	else if (key == KEY_NPAGE && l->count)
		load(l, false, &l->row[l->count - 1]);
	else if (key == KEY_PPAGE && l->count)
		load(l, true, &l->row[0]);
	else if (key == KEY_HOME || key == KEY_END)
		load(l, key == KEY_END, NULL);
	if (was == l->at) {
		draw(l);
		return;
	}
	draw_row(l, was);
	draw_row(l, l->at);
}

static bool open_file(struct list *l, const char *path)
{
	return sqlite3_open_v2(path, &l->db, SQLITE_OPEN_READWRITE, NULL) ==
		       SQLITE_OK &&
	       sqlite3_wal_autocheckpoint(l->db, 0) == SQLITE_OK &&
	       sqlite3_prepare_v2(l->db,
		       COLUMNS ">(?, ?) ORDER BY due, id LIMIT ?", -1,
		       &l->after, NULL) == SQLITE_OK &&
	       sqlite3_prepare_v2(l->db,
		       COLUMNS "<(?, ?) ORDER BY due DESC, id DESC LIMIT ?", -1,
		       &l->before, NULL) == SQLITE_OK;
}

int main(int argc, char **argv)
{
	static struct list l;
	int key = 0;

	if (argc < 2 || !open_file(&l, argv[1])) {
		fprintf(stderr, "floor_db: %s\n", sqlite3_errmsg(l.db));
		return 1;
	}
	/* the last connection would copy the WAL into the file */
	sqlite3_db_config(
		l.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	curs_set(0);
	idlok(stdscr, TRUE);
	endwin(); /* before it ncurses 6.4 writes at every cursor movement */
	l.page = LINES - 2 < PAGE_MOST ? LINES - 2 : PAGE_MOST;
	mvprintw(0, 0, "清溪乡  工作任务");
	mvprintw(LINES - 1, 0, "上下移动  翻页  q退出");
	load(&l, false, NULL);
	draw(&l);
	do {
		refresh();
		key = getch();
		go(&l, key);
	} while (key != 'q');
	endwin();
	sqlite3_finalize(l.after);
	sqlite3_finalize(l.before);
	return sqlite3_close(l.db) != SQLITE_OK;
}
