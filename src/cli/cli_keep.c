/* init, backup, restore, verify, rebuild: the file itself. */
#include "cli/command.h"

#include <string.h>
#include <unistd.h>
#include "core/language.h"
#include "domain/office/setup.h"
#include "store/journal.h"
#include "store/place.h"

const struct cli_option cli_init_options[] = {
	{ .name = "name",
		.argument = N_("NAME"),
		.help = N_("the township's name") },
	{ .name = NULL },
};

const struct cli_option cli_restore_options[] = {
	{ .name = "shorter",
		.help = N_("also a copy in which later work is missing") },
	{ .name = NULL },
};

/* ---- init */

/* What the program will speak to those whose environment names none. */
static enum language language_of_file(struct cli *c)
{
	enum language language;

	if (language_of(cli_option(c, "lang"), &language) ||
		language_of_environment(&language))
		return language;
	return LANGUAGE_ZH;
}

static void remove_unfinished(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-lock" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct str one = STR_INIT;

		str_addf(&one, "%s%s", path, ends[i]);
		unlink(one.data);
		str_free(&one);
	}
}

static enum status fill(
	struct cli *c, const char *path, const char *name, struct error *err)
{
	struct session unnamed = { .person = 0 };
	enum status st = store_open(path, record_setup(), &c->store, err);

	if (st == STATUS_OK) /* only to learn who is at the keyboard */
		st = session_open(&unnamed, c->store, err);
	if (st == STATUS_OK)
		st = office_init(c->store, name ? name : "", unnamed.os_user,
			language_of_file(c), err);
	if (st == STATUS_OK)
		return st;
	store_close(c->store);
	c->store = NULL;
	remove_unfinished(path);
	return st;
}

/* As any other name: bounded, and of characters that are seen. */
static bool read_name(struct cli *c, const char *text, struct value *name)
{
	static const struct field f = { .name = "name",
		.label = N_("Name of the township: "),
		.type = FIELD_TEXT,
		.max = 40 };
	struct value_context context = { .type_name = "unit" };
	struct issue issue = { .line = 0 };

	*name = value_text(NULL);
	if (!text || value_parse(&f, text, &context, name, &issue) == STATUS_OK)
		return true;
	cli_fail_with(c, STATUS_INVALID, issue.accepted, "%s", issue.text);
	return false;
}

int cli_make(struct cli *c, const char *text)
{
	struct value name;
	struct str path = STR_INIT;
	struct str dir = STR_INIT;
	struct error err;
	enum status st;
	int code;

	if (!read_name(c, text, &name))
		return CLI_FAILED;
	st = cli_path(c, &path, &err);
	if (st == STATUS_OK) {
		place_dir_of(path.data, &dir);
		st = place_make_dir(dir.data, &err);
	}
	if (st == STATUS_OK)
		st = place_check(path.data, &err);
	if (st == STATUS_OK)
		st = error_set(&err, STATUS_REFUSED,
			_("Name another with --db FILE, or use this one."),
			_("There is already a database at %s."), path.data);
	else if (st == STATUS_NOT_FOUND)
		st = store_create(path.data, record_setup(), &err);
	if (st == STATUS_OK)
		st = fill(c, path.data, name.text, &err);
	if (st == STATUS_OK) {
		str_addf(&c->out, "%s\n", path.data);
		code = cli_flush(c);
		cli_tell(c, "%s",
			_("The people come first: liubu import person FILE "
			  "--create-units; then liubu import task FILE."));
	} else {
		code = cli_fail(c, &err);
	}
	str_free(&path);
	str_free(&dir);
	value_free(&name);
	return code;
}

int cli_init(struct cli *c)
{
	return cli_make(c, cli_option(c, "name"));
}

/* ---- backup and restore */

static int tell_path(struct cli *c, const char *path)
{
	str_addf(&c->out, "%s\n", path);
	return cli_flush(c);
}

int cli_backup(struct cli *c)
{
	struct error err;

	if (store_backup(c->store, c->arg[0], &err) != STATUS_OK)
		return cli_fail(c, &err);
	return tell_path(c, c->arg[0]);
}

int cli_restore(struct cli *c)
{
	struct str path = STR_INIT;
	struct error err;
	enum status st = cli_path(c, &path, &err);
	int code;

	if (st == STATUS_OK)
		st = store_restore(c->arg[0], path.data, record_setup(),
			cli_has(c, "shorter"), &err);
	code = st == STATUS_OK ? tell_path(c, path.data) : cli_fail(c, &err);
	str_free(&path);
	return code;
}

/* ---- verify and rebuild */

int cli_verify(struct cli *c)
{
	struct error err;
	int findings = store_verify(c->store, NULL, &c->out, &err);

	if (findings < 0)
		return cli_fail(c, &err);
	if (findings == 0)
		cli_tell(c, "%s", _("Nothing is wrong with the file."));
	else
		cli_tell(c, "%s",
			_("If only derived data is named: liubu rebuild. Else "
			  "keep the file as it is and restore a backup: liubu "
			  "restore FILE."));
	if (cli_flush(c) != CLI_OK)
		return CLI_FAILED;
	return findings ? CLI_FAILED : CLI_OK;
}

int cli_rebuild(struct cli *c)
{
	struct error err;

	if (store_rebuild(c->store, &err) != STATUS_OK)
		return cli_fail(c, &err);
	cli_tell(c, "%s", _("The derived data was made again."));
	return CLI_OK;
}
