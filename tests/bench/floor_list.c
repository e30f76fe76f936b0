/*
 * floor_list: the least a list in ncursesw costs. A million rows of Chinese
 * that are only computed, a title and a line of keys; arrows, pages, Home,
 * End, q. A frame is one write, as it is in liubu.
 */
#include <curses.h>
#include <locale.h>

enum { COUNT = 1000000 };

static void draw_row(int row, int n, bool is_current)
{
	attrset(is_current ? A_REVERSE : A_NORMAL);
	mvprintw(row, 0,
		"%07d  〔2026〕%05d号  清溪村水毁道路修复督办第%06d批  "
		"三合村  在办  2026-%02d-%02d ",
		n, n % 90000 + 10000, n, n / 28 % 12 + 1, n % 28 + 1);
	attrset(A_NORMAL);
}

static int moved(int key, int at, int page)
{
	switch (key) {
	case KEY_DOWN:
		return at + 1;
	case KEY_UP:
		return at - 1;
	case KEY_NPAGE:
		return at + page;
	case KEY_PPAGE:
		return at - page;
	case KEY_HOME:
		return 0;
	case KEY_END:
		return COUNT - 1;
	default:
		return at;
	}
}

static void draw(int top, int at, int page)
{
	for (int row = 0; row < page; row++)
		draw_row(row + 1, top + row, top + row == at);
}

static void run(int page)
{
	int top = 0, at = 0, key = 0;

	draw(top, at, page);
	do {
		int was = at, old_top = top;

		refresh();
		key = getch();
		at = moved(key, at, page);
		at = at < 0 ? 0 : at < COUNT ? at : COUNT - 1;
		if (at < top || at >= top + page)
			top = at + page <= COUNT ? at : COUNT - page;
		if (key == KEY_DOWN && top == at)
			top = at - page + 1;
		if (top != old_top || was < top || was >= top + page) {
			draw(top, at, page);
		} else {
			draw_row(was - top + 1, was, false);
			draw_row(at - top + 1, at, true);
		}
	} while (key != 'q');
}

int main(void)
{
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	curs_set(0);
	idlok(stdscr, TRUE);
	endwin(); /* before it ncurses 6.4 writes at every cursor movement */
	mvprintw(0, 0, "清溪乡  工作任务  %d", COUNT);
	mvprintw(LINES - 1, 0, "上下移动  翻页  q退出");
	run(LINES - 2);
	return endwin();
}
