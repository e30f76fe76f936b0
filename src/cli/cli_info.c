/* keys, schema, version, report, and what is shown without a command. */
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/cli.h"
#include "core/language.h"
#include "report/report.h"
#include "screens/screens.h"
#include "tui/command.h"

const struct cli_option cli_report_options[] = {
	{ .name = "period",
		.argument = N_("PERIOD"),
		.help = N_("2026, 2026-11 or 2026Q4") },
	{ .name = "format",
		.argument = N_("FORMAT"),
		.help = N_("text unless the report has others") },
	{ .name = "output",
		.letter = 'o',
		.argument = N_("FILE"),
		.help = N_("a file instead of the output") },
	{ .name = NULL },
};

int cli_version(struct cli *c)
{
	str_add(&c->out, "liubu " LIUBU_VERSION "\n");
	return cli_flush(c);
}

int cli_schema(struct cli *c)
{
	store_schema(record_setup(), &c->out);
	return cli_flush(c);
}

const struct cli_option cli_keys_options[] = {
	{ .name = "probe", .help = N_("tells what each key sends here") },
	{ .name = NULL },
};

int cli_keys(struct cli *c)
{
	const struct command_chain page = { .table = { command_page_base } };
	const struct command_chain form = { .table = { command_form_base } };
	const struct command_chain popup = { .table = { command_popup_base } };

	if (cli_has(c, "probe"))
		return cli_keys_probe(c);
	str_addf(&c->out, "%s\n", _("On a page"));
	command_print_help(&page, NULL, &c->out);
	str_addf(&c->out, "\n%s\n", _("Where one types"));
	command_print_help(&form, NULL, &c->out);
	str_addf(&c->out, "\n%s\n", _("In a menu or question"));
	command_print_help(&popup, NULL, &c->out);
	return cli_flush(c);
}

/* ---- report */

void cli_report_more(struct cli *c, struct str *out)
{
	(void)c;
	str_addf(out, "\n%s\n", _("NAME is one of:"));
	for (const struct report *r = reports; r->name; r++)
		str_addf(out, "  %s%s%s\n\t%s (%s)\n", r->name,
			*r->arguments ? " " : "",
			*r->arguments ? _(r->arguments) : "",
			language_text_in("report", r->label), r->formats);
}

static int write_report(struct cli *c)
{
	const char *path = cli_option(c, "output");
	FILE *file = path ? fopen(path, "wx") : NULL;
	bool is_written;

	if (!path)
		return cli_flush(c);
	if (!file)
		return cli_fail_with(c, STATUS_REFUSED,
			_("Choose another name."), "%s: %s", path,
			strerror(errno));
	is_written = fwrite(c->out.data, 1, c->out.len_bytes, file) ==
		     c->out.len_bytes;
	if (fclose(file) != 0 || !is_written)
		return cli_fail_with(c, STATUS_IO,
			_("Make room, or write to another place."),
			_("The output could not be written: %s."),
			strerror(errno));
	return CLI_OK;
}

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (*words) {
		size_t n = strcspn(words, "|");

		if (n == len && !strncmp(words, word, n))
			return true;
		words += n + (words[n] == '|');
	}
	return false;
}

static int run_report(struct cli *c, const struct report *report)
{
	struct report_request request = {
		.format = cli_option(c, "format"),
		.period = cli_option(c, "period"),
		.arg = c->arg_count ? c->arg + 1 : NULL,
		.arg_count = c->arg_count ? c->arg_count - 1 : 0,
	};
	struct str first = STR_INIT;
	struct error err;
	int code;

	str_add_bytes(&first, report->formats, strcspn(report->formats, "|"));
	if (!request.format)
		request.format = first.data;
	if (!has_word(report->formats, request.format))
		code = cli_fail_with(c, STATUS_USAGE, report->formats,
			_("This report is not made as \"%s\"."),
			request.format);
	else if (report->run(&c->session, &request, &c->out, &err) != STATUS_OK)
		code = cli_fail(c, &err);
	else
		code = write_report(c);
	str_free(&first);
	return code;
}

int cli_report(struct cli *c)
{
	const struct report *report = report_find(c->arg[0]);
	struct str all = STR_INIT;

	if (report)
		return run_report(c, report);
	for (const struct report *r = reports; r->name; r++)
		str_addf(&all, "%s%s", r == reports ? "" : " ", r->name);
	cli_fail_with(c, STATUS_USAGE, all.data,
		_("There is no report \"%s\"."), c->arg[0]);
	str_free(&all);
	return CLI_USAGE;
}

/* ---- without a command */

/* A line from the terminal, without its end; false: there is none. */
static bool ask_line(const char *question, char *out, size_t size_bytes)
{
	fprintf(stderr, "%s", question);
	if (!fgets(out, (int)size_bytes, stdin))
		return false;
	out[strcspn(out, "\r\n")] = 0;
	return true;
}

/* There is no database: a digit makes one, anything else leaves. */
static int offer_database(struct cli *c, const struct error *none)
{
	char line[256];

	cli_tell(c, "%s", none->what);
	cli_tell(c, "%s", _("1  make a new township here"));
	cli_tell(c, "%s", _("2  make the sample township, to try it"));
	if (!ask_line(_("A digit, or Enter to leave: "), line, sizeof line))
		return CLI_FAILED;
	if (strcmp(line, "2") == 0)
		return cli_demo(c);
	if (strcmp(line, "1") != 0 ||
		!ask_line(_("Name of the township: "), line, sizeof line))
		return CLI_FAILED;
	if (cli_make(c, line) != CLI_OK)
		return CLI_FAILED;
	store_close(c->store);
	c->store = NULL;
	return cli_start(c);
}

int cli_start(struct cli *c)
{
	const struct report *today = report_find("today");
	struct error err;

	bool is_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	enum status st = cli_open_store(c, &err);

	if (st == STATUS_NOT_FOUND && is_terminal)
		return offer_database(c, &err);
	if (st != STATUS_OK || cli_open_session(c, &err) != STATUS_OK)
		return cli_fail(c, &err);
	if (is_terminal) {
		/* ended from outside is told too: it names the draft */
		return screens_run(&c->session, &err) ? cli_fail(c, &err)
						      : CLI_OK;
	}
	if (today)
		return run_report(c, today);
	return cli_help(c);
}
