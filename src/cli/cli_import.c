/* import and export: lists in and out. */
#include "cli/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/language.h"
#include "core/mem.h"
#include "domain/transfer.h"
#include "store/place.h"

const struct cli_option cli_import_options[] = {
	{ .name = "dry-run", .help = N_("try it and write nothing") },
	{ .name = "create-units",
		.help = N_("make the units that are not there yet") },
	{ .name = "update",
		.help = N_("take lines that differ from what is there") },
	{ .name = "map",
		.argument = N_("FIELD=HEADER"),
		.help = N_("which header is which field; FIELD may be left "
			   "out: the column is not taken") },
	{ .name = NULL },
};

const struct cli_option cli_export_options[] = {
	{ .name = "format",
		.argument = N_("FORMAT"),
		.help = N_("csv or json") },
	{ .name = "charset",
		.argument = N_("CHARSET"),
		.help = N_("of csv: utf-8 or gb18030") },
	{ .name = "output",
		.letter = 'o',
		.argument = N_("FILE"),
		.help = N_("a new file instead of the output") },
	{ .name = NULL },
};

/* ---- import */

struct maps {
	struct header_map *map; /* ends with .field NULL */
	char **text;
	size_t count, size, text_size;
};

static bool read_maps(struct cli *c, struct maps *m)
{
	for (size_t i = 0; i < c->given_count; i++) {
		const char *text = c->given[i].text;
		const char *sign = strchr(text, '=');

		if (strcmp(c->given[i].option->name, "map"))
			continue;
		if (!sign) {
			cli_fail_with(c, STATUS_USAGE,
				_("As in --map due=完成时间"),
				_("\"%s\" is no FIELD=HEADER."), text);
			return false;
		}
		m->text = mem_grow(
			m->text, m->count, &m->text_size, sizeof *m->text);
		m->text[m->count] = mem_text(text);
		m->text[m->count][sign - text] = 0;
		m->map = mem_grow(
			m->map, m->count + 1, &m->size, sizeof *m->map);
		m->map[m->count].field = m->text[m->count];
		m->map[m->count].header = sign + 1;
		m->map[++m->count] = (struct header_map){ .field = NULL };
	}
	return true;
}

static void free_maps(struct maps *m)
{
	for (size_t i = 0; i < m->count; i++)
		mem_free(m->text[i]);
	mem_free(m->text);
	mem_free(m->map);
}

/* On a terminal alone; it is gone when all is done. */
static bool progress(void *arg, size_t done, size_t all)
{
	(void)arg;
	cli_progress(_("import"), done, all);
	return true;
}

static void tell_summary(
	struct cli *c, const struct transfer_summary *s, bool dry_run)
{
	struct str *out = &c->out;

	if (dry_run)
		str_addf(out, "%s\n", _("Tried only: nothing was written."));
	str_addf(out, _("lines: %zu, %s\n"), s->lines,
		s->form.charset == CSV_GB18030 ? "GB18030" : "UTF-8");
	str_addf(out,
		s->is_mixed ? _("new or changed: %zu\n") : _("new: %zu\n"),
		s->made);
	if (s->changed)
		str_addf(out, _("changed: %zu\n"), s->changed);
	str_addf(out, _("there already: %zu\n"), s->unchanged);
	if (s->skipped)
		str_addf(out, _("skipped: %zu\n"), s->skipped);
	if (s->issues.count > s->issues.errors)
		str_addf(out, _("warnings: %zu\n"),
			s->issues.count - s->issues.errors);
	if (s->seq)
		str_addf(out, _("journal: %lld\n"), (long long)s->seq);
}

int cli_import(struct cli *c)
{
	const struct record_type *type;
	struct maps maps = { .map = NULL };
	struct transfer_summary summary;
	struct transfer_options options = {
		.create_units = cli_has(c, "create-units"),
		.update = cli_has(c, "update"),
		.dry_run = cli_has(c, "dry-run"),
		.progress = progress,
	};
	struct error err;
	int code;
	enum status st;

	if (cli_find_kind(c, c->arg[0], &type, &err) != STATUS_OK)
		return cli_fail(c, &err);
	if (!read_maps(c, &maps)) {
		free_maps(&maps);
		return CLI_USAGE;
	}
	options.map = maps.map;
	st = transfer_import(
		&c->session, type, c->arg[1], &options, &summary, &err);
	cli_progress_end();
	cli_tell_issues(c, type, &summary.issues);
	if (st == STATUS_OK) {
		tell_summary(c, &summary, options.dry_run);
		code = cli_flush(c);
	} else {
		code = cli_fail(c, &err);
	}
	transfer_summary_free(&summary);
	free_maps(&maps);
	return code;
}

/* ---- export */

static enum status take(void *arg, struct str *text, struct error *err)
{
	FILE *file = arg;

	if (fwrite(text->data, 1, text->len_bytes, file) != text->len_bytes)
		return error_set(err, STATUS_IO,
			_("Make room, or write to another place."),
			_("The output could not be written: %s."),
			strerror(errno));
	return STATUS_OK;
}

/* Nothing is overwritten: a list may hold what somebody has added to. */
static FILE *open_output(const char *path, struct error *err)
{
	int fd = open(
		path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, PLACE_FILE_MODE);

	if (fd < 0 && errno == EEXIST)
		error_set(err, STATUS_REFUSED, _("Choose another name."),
			_("%s is already there and is left as it is."), path);
	else if (fd < 0)
		place_error(err, errno, path);
	return fd < 0 ? NULL : fdopen(fd, "w");
}

static enum status close_output(
	FILE *file, const char *path, enum status st, struct error *err)
{
	bool failed = fflush(file) != 0;

	if (path && fsync(fileno(file)) != 0)
		failed = true;
	if (failed && st == STATUS_OK)
		st = place_error(err, errno, path ? path : "-");
	if (path && fclose(file) != 0 && st == STATUS_OK)
		st = place_error(err, errno, path);
	if (path && st != STATUS_OK)
		unlink(path);
	return st;
}

static int write_list(struct cli *c, const struct record_type *type,
	const struct filter *filter, int format, int charset)
{
	const char *path = cli_option(c, "output");
	struct error err;
	FILE *file = path ? open_output(path, &err) : stdout;
	struct transfer_sink sink = { .take = take, .arg = file };
	enum status st;

	if (!file)
		return cli_fail(c, &err);
	st = transfer_export(&c->session, type, filter,
		format ? TRANSFER_JSON : TRANSFER_CSV,
		charset ? CSV_GB18030 : CSV_UTF8, &sink, &err);
	st = close_output(file, path, st, &err);
	return st == STATUS_OK ? CLI_OK : cli_fail(c, &err);
}

int cli_export(struct cli *c)
{
	const struct record_type *type;
	struct filter filter;
	struct issues issues = { .item = NULL };
	struct error err;
	int format = cli_choice(c, "format", "csv|json");
	int charset = cli_choice(c, "charset", "utf-8|gb18030");
	int code = CLI_USAGE;

	if (format < 0 || charset < 0)
		return CLI_USAGE;
	if (cli_find_kind(c, c->arg[0], &type, &err) != STATUS_OK)
		return cli_fail(c, &err);
	if (!type->may_see && !record_may_list(&c->session, type))
		return cli_fail_with(c, STATUS_DENIED, NULL,
			_("You may not see records of this kind (%s)."),
			record_label(type));
	if (filter_read_words(&c->session, type, c->arg + 1, c->arg_count - 1,
		    &filter, &issues) == STATUS_OK)
		code = write_list(c, type, &filter, format, charset);
	else
		cli_tell_issues(c, type, &issues);
	filter_free(&filter);
	issues_free(&issues);
	return code;
}
