/*
 * import_file.c: which file: those of the folder one is in and of one's home
 * by name or pinyin; with a / a path, folder after folder.
 */
#include "import.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/language.h"
#include "core/mem.h"
#include "core/pinyin.h"
#include "tui/picker.h"

void file_choice_free(struct file_choice *c)
{
	for (size_t i = 0; i < c->count; i++)
		mem_free(c->path[i]);
	mem_free(c->path);
	c->path = NULL;
	c->count = c->size = 0;
}

static bool is_list(const char *name)
{
	static const char *const ends[] = { ".csv", ".txt", ".tsv" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof ends / sizeof *ends; i++)
		if (!strcasecmp(dot, ends[i]))
			return true;
	return false;
}

static bool matches(const char *name, const char *typed)
{
	size_t at;

	return !*typed || strcasestr(name, typed) ||
	       pinyin_match(name, typed, &at);
}

static void add(struct file_choice *c, struct picker_rows *rows,
	const char *dir, const char *name, bool is_folder)
{
	struct str path = STR_INIT, label = STR_INIT;

	str_addf(&path, "%s%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/",
		name);
	str_addf(&label, "%s%s", name, is_folder ? "/" : "");
	if (is_folder)
		str_add_char(&path, '/');
	c->path = mem_grow(c->path, c->count, &c->size, sizeof *c->path);
	c->path[c->count++] = str_take(&path);
	picker_add(rows, (int64_t)c->count, label.data, dir);
	str_free(&label);
}

/* Files before folders: a list is looked for, not a way. */
static void add_folder(struct file_choice *c, struct picker_rows *rows,
	const char *dir, const char *typed, size_t max, bool folders)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, NULL, alphasort);
	struct stat st;

	for (int i = 0; i < n; i++) {
		const char *name = entry[i]->d_name;
		struct str path = STR_INIT;

		str_addf(&path, "%s/%s", dir, name);
		if (*name != '.' && rows->count < max && matches(name, typed) &&
			!stat(path.data, &st) &&
			(folders ? S_ISDIR(st.st_mode)
				 : S_ISREG(st.st_mode) && is_list(name)))
			add(c, rows, dir, name, folders);
		str_free(&path);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

static void add_both(struct file_choice *c, struct picker_rows *rows,
	const char *dir, const char *typed, size_t max)
{
	add_folder(c, rows, dir, typed, max, false);
	if (!c->shared)
		add_folder(c, rows, dir, typed, max, true);
}

/* "~/lists/2026": the folder, and the beginning of a name in it. */
static void add_path(struct file_choice *c, struct picker_rows *rows,
	const char *typed, size_t max)
{
	const char *home = getenv("HOME");
	const char *name = strrchr(typed, '/') + 1;
	struct str dir = STR_INIT;

	if (*typed == '~' && home) {
		str_add(&dir, home);
		typed++;
	}
	str_add_bytes(&dir, typed, (size_t)(name - typed));
	add_both(c, rows, dir.data, name, max);
	str_free(&dir);
}

static enum status find(void *arg, const char *typed, int max,
	struct picker_rows *rows, struct error *err)
{
	struct file_choice *c = arg;
	char *here = getcwd(NULL, 0);
	const char *home = getenv("HOME");

	(void)err;
	file_choice_free(c);
	if (!c->shared && strchr(typed, '/')) {
		add_path(c, rows, typed, (size_t)max);
	} else {
		if (here)
			add_both(c, rows, here, typed, (size_t)max);
		if (home && *home && (!here || strcmp(home, here)))
			add_both(c, rows, home, typed, (size_t)max);
	}
	free(here);
	return STATUS_OK;
}

void open_file_choice(
	struct screen *s, struct file_choice *c, const char *typed, int tag)
{
	struct picker_arg arg = {
		.title = c->shared ? _("file") : _("file; / begins a path"),
		.source = { c, find },
		.typed = typed,
	};

	stack_push(s->stack, &picker_screen, &arg, tag);
}

const char *file_choice_answer(struct screen *s, struct file_choice *c,
	const struct answer *a, int tag)
{
	const char *path;
	char *folder;

	if (!a->given || a->id < 1 || (size_t)a->id > c->count)
		return NULL;
	path = c->path[a->id - 1];
	if (path[strlen(path) - 1] != '/')
		return path;
	folder = mem_text(path); /* the picker begins a new choice */
	open_file_choice(s, c, folder, tag);
	mem_free(folder);
	return NULL;
}
