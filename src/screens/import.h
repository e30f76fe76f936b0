/* import.h: a list of another program comes in, seen before it is taken. */
#ifndef SCREENS_IMPORT_H
#define SCREENS_IMPORT_H

#include "app.h"

enum { CMD_IMPORT = CMD_OWN + 700 };

/* The command of lists and of steps, "b": id, keys, words. */
#define IMPORT_COMMAND                                                     \
	.id = CMD_IMPORT, .name = "import", .keys = "b",                   \
	.label = N_("import"),                                             \
	.help = N_("Takes in a list as the office keeps it: first shown "  \
		   "with what each column is taken for, then imported as " \
		   "one and undone as one.")

/* False: why not, or nothing where such records are in no list. */
bool import_is_possible(
	const struct app *app, const struct record_type *type, struct str *why);
void open_import(struct screen *s, const struct record_type *type);

/* ---- choosing the file: import_file.c */

/* What the open picker offers; zeroed first. */
struct file_choice {
	bool shared; /* no paths: only what lies in one's own folders */
	char **path;
	size_t count, size;
};
void open_file_choice(
	struct screen *s, struct file_choice *c, const char *typed, int tag);
/* The file that was taken; NULL: none, or a folder that is open now. */
const char *file_choice_answer(struct screen *s, struct file_choice *c,
	const struct answer *a, int tag);
void file_choice_free(struct file_choice *c);

#endif
