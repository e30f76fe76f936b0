/* What every command needs: its options, the database, and how to tell. */
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/clean.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "core/utf8.h"
#include "store/place.h"

/* ---- what was given */

const char *cli_option(const struct cli *c, const char *name)
{
	for (size_t i = c->given_count; i-- > 0;)
		if (!strcmp(c->given[i].option->name, name))
			return c->given[i].text;
	return NULL;
}

bool cli_has(const struct cli *c, const char *name)
{
	return cli_option(c, name) != NULL;
}

int cli_choice(struct cli *c, const char *option, const char *words)
{
	const char *given = cli_option(c, option);
	const char *word = words;

	for (int i = 0; *word; i++) {
		size_t n = strcspn(word, "|");

		if (!given || (strlen(given) == n && !strncmp(word, given, n)))
			return i;
		word += n + (word[n] == '|');
	}
	cli_fail_with(c, STATUS_USAGE, words, _("--%s cannot be \"%s\"."),
		option, given);
	return -1;
}

/* ---- what is told */

void cli_progress(const char *label, size_t done, size_t all)
{
	enum { BAR_COLS = 30 };
	size_t full = all ? done * BAR_COLS / all : 0;

	if (!isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%s [", label);
	for (size_t i = 0; i < BAR_COLS; i++)
		fputc(i < full ? '#' : '.', stderr);
	fprintf(stderr, "] %zu/%zu ", done, all);
}

void cli_progress_end(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

void cli_tell(struct cli *c, const char *text, ...)
{
	struct str line = STR_INIT;
	struct str safe = STR_INIT;
	va_list args;

	(void)c;
	va_start(args, text);
	str_addv(&line, text, args);
	va_end(args);
	clean_text(&safe, line.data, CLEAN_LONG_TEXT);
	fprintf(stderr, "%s\n", safe.data);
	str_free(&line);
	str_free(&safe);
}

int cli_fail(struct cli *c, const struct error *err)
{
	cli_tell(c, "liubu: %s", err->what);
	if (err->todo[0])
		cli_tell(c, "%s", err->todo);
	return err->status == STATUS_USAGE ? CLI_USAGE : CLI_FAILED;
}

int cli_fail_with(struct cli *c, enum status status, const char *todo,
	const char *what, ...)
{
	struct str text = STR_INIT;
	struct error err;
	va_list args;

	va_start(args, what);
	str_addv(&text, what, args);
	va_end(args);
	error_set(&err, status, todo, "%s", text.data);
	str_free(&text);
	return cli_fail(c, &err);
}

static void add_issue(const struct record_type *type, const struct issue *issue,
	struct str *out)
{
	if (issue->warning)
		str_add(out, _("warning: "));
	if (issue->line)
		str_addf(out, _("line %d"), issue->line);
	if (issue->line && issue->column)
		str_addf(out, _(", column %d"), issue->column);
	if (issue->line && issue->field && type)
		str_addf(out, _(" (%s)"), field_label(type, issue->field));
	else if (issue->field && type)
		str_add(out, field_label(type, issue->field));
	if (issue->line || (issue->field && type))
		str_add(out, _(": "));
	str_add(out, issue->text);
	if (issue->found[0] && !strstr(issue->text, issue->found))
		str_addf(out, _(" (found: \"%s\")"), issue->found);
	if (issue->accepted[0])
		str_addf(out, _(" Accepted: %s"), issue->accepted);
}

void cli_tell_issues(struct cli *c, const struct record_type *type,
	const struct issues *issues)
{
	for (size_t i = 0; i < issues->count; i++) {
		struct str line = STR_INIT;

		add_issue(type, &issues->item[i], &line);
		cli_tell(c, "%s", line.data);
		str_free(&line);
	}
}

int cli_flush(struct cli *c)
{
	size_t len_bytes = c->out.len_bytes;
	bool is_written =
		fwrite(c->out.data, 1, len_bytes, stdout) == len_bytes &&
		fflush(stdout) == 0;

	str_clear(&c->out);
	if (is_written)
		return CLI_OK;
	return cli_fail_with(c, STATUS_IO,
		_("Make room, or write to another place."),
		_("The output could not be written: %s."), strerror(errno));
}

/* ---- the database */

enum status cli_path(struct cli *c, struct str *path, struct error *err)
{
	return place_path(cli_option(c, "db"), path, err);
}

static bool may_see(
	void *arg, const struct table *table, const struct field *field)
{
	const struct session *s = arg;
	const struct record_type *type = record_type_of(table->kind);

	return type && field_may_see(s, type, field);
}

static void take_language(struct cli *c)
{
	char *name = store_meta(c->store, "language");
	enum language language;

	if (!cli_has(c, "lang") && !language_of_environment(&language) &&
		language_of(name, &language))
		language_set(language);
	mem_free(name);
}

enum status cli_open_store(struct cli *c, struct error *err)
{
	struct str path = STR_INIT;
	enum status st = cli_path(c, &path, err);

	if (st == STATUS_OK)
		st = place_check(path.data, err);
	if (st == STATUS_NOT_FOUND)
		error_set(err, st,
			_("Make one with: liubu init. Another is named with "
			  "--db FILE."),
			_("There is no database at %s."), path.data);
	if (st == STATUS_OK)
		st = store_open(path.data, record_setup(), &c->store, err);
	str_free(&path);
	if (st == STATUS_OK)
		take_language(c);
	return st;
}

enum status cli_open_session(struct cli *c, struct error *err)
{
	struct str todo = STR_INIT;
	enum status st = session_open(&c->session, c->store, err);

	if (st != STATUS_OK)
		return st;
	if (!c->session.is_known) {
		str_addf(&todo,
			_("The administrator makes one with: liubu act "
			  "account.create login=%s"),
			c->session.os_user);
		error_set(err, STATUS_DENIED, todo.data,
			_("No account answers to the user %s of this "
			  "machine."),
			c->session.os_user);
		str_free(&todo);
		return STATUS_DENIED;
	}
	c->viewer = (struct viewer){ .arg = &c->session, .may_see = may_see };
	store_set_viewer(c->store, &c->viewer);
	store_set_mode(c->store, STORE_VIEWER);
	return STATUS_OK;
}

enum status cli_find_kind(struct cli *c, const char *name,
	const struct record_type **type, struct error *err)
{
	struct str all = STR_INIT;

	(void)c;
	*type = record_type_find(name);
	for (size_t i = 0; record_types[i]; i++) {
		const struct record_type *t = record_types[i];

		if (!*type && (plain_equal(name, record_label(t)) ||
				      plain_equal(name, record_plural(t))))
			*type = t;
		str_addf(&all, "%s%s", i ? " " : "", t->table.name);
	}
	if (!*type)
		error_set(err, STATUS_USAGE, all.data,
			_("There is no kind of record \"%s\"."), name);
	str_free(&all);
	return *type ? STATUS_OK : STATUS_USAGE;
}

enum status cli_find_record(struct cli *c, const struct record_type *type,
	const char *text, int64_t *id, struct error *err)
{
	struct value_context context =
		session_values(&c->session, type->table.name);
	struct field f = { .name = "id",
		.label = type->label,
		.type = FIELD_REF,
		.of = type->table.name };
	struct value v = { .kind = VALUE_NULL };
	struct issue why = { .line = 0 };
	enum status st = value_parse(&f, text, &context, &v, &why);

	*id = v.number;
	value_free(&v);
	if (st != STATUS_OK || !*id)
		return error_set(err, st ? st : STATUS_NOT_FOUND,
			*why.accepted ? why.accepted
				      : _("liubu list prints the numbers."),
			"%s", *why.text ? why.text : _("Which record?"));
	if (!record_exists(c->store, &type->table, *id))
		return error_set(err, STATUS_NOT_FOUND,
			_("liubu list prints the numbers."),
			_("There is no record %s (%s)."), text,
			record_label(type));
	if (!record_may_see(&c->session, type, *id))
		return error_set(err, STATUS_DENIED, NULL,
			_("You may not see this record."));
	return STATUS_OK;
}
