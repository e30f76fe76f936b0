#include "cli/cli.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "core/language.h"
#include "core/mem.h"

/* ---- options: --name=text, --name text, -o text; "--" ends them */

static const struct cli_option common[] = {
	{ .name = "db",
		.argument = N_("FILE"),
		.help = N_("the database, instead of LIUBU_DB or the home "
			   "folder's") },
	{ .name = "lang", .argument = N_("LANGUAGE"), .help = N_("zh or en") },
	{ .name = "help", .letter = 'h', .help = N_("this text") },
	{ .name = NULL },
};

static const struct cli_option *find_option(
	const struct cli_option *list, const char *name, size_t len)
{
	for (; list && list->name; list++)
		if (strlen(list->name) == len &&
			!strncmp(list->name, name, len))
			return list;
	return NULL;
}

static const struct cli_option *find_letter(
	const struct cli_option *list, char letter)
{
	for (; list && list->name; list++)
		if (list->letter == letter)
			return list;
	return NULL;
}

static void give(
	struct cli *c, const struct cli_option *option, const char *text)
{
	c->given = mem_grow(
		c->given, c->given_count, &c->given_size, sizeof *c->given);
	c->given[c->given_count++] =
		(struct cli_given){ .option = option, .text = text };
}

static void add_argument(struct cli *c, const char *text)
{
	c->arg = mem_grow(
		c->arg, c->arg_count + 1, &c->arg_size, sizeof *c->arg);
	c->arg[c->arg_count++] = text;
	c->arg[c->arg_count] = NULL;
}

static const struct cli_option *option_of(
	const struct cli *c, const char *word, const char **text)
{
	const struct cli_option *own = c->command ? c->command->options : NULL;
	const struct cli_option *found;

	*text = NULL;
	if (word[1] != '-') {
		found = find_letter(own, word[1]);
		*text = word[2] ? word + 2 : NULL;
		return found ? found : find_letter(common, word[1]);
	}
	const char *sign = strchr(word, '=');
	size_t len = sign ? (size_t)(sign - word) - 2 : strlen(word + 2);
	found = find_option(own, word + 2, len);
	*text = sign ? sign + 1 : NULL;
	return found ? found : find_option(common, word + 2, len);
}

/* Takes the option at argv[i]; the index of its last word, or -1. */
static int take_option(struct cli *c, int i, char **argv)
{
	const char *text;
	const struct cli_option *option = option_of(c, argv[i], &text);

	if (!option) {
		cli_fail_with(c, STATUS_USAGE,
			_("--help names the options there are."),
			_("There is no option %s here."), argv[i]);
		return -1;
	}
	if (!option->argument && text) {
		cli_fail_with(c, STATUS_USAGE, NULL,
			_("The option --%s takes nothing behind it."),
			option->name);
		return -1;
	}
	if (option->argument && !text)
		text = argv[++i];
	if (option->argument && !text) {
		cli_fail_with(c, STATUS_USAGE,
			_("--help shows how it is written."),
			_("The option --%s wants something behind it."),
			option->name);
		return -1;
	}
	give(c, option, option->argument ? text : "");
	return i;
}

static const struct cli_command *find_command(const char *name)
{
	for (const struct cli_command *k = cli_commands; k->name; k++)
		if (!strcmp(k->name, name))
			return k;
	return NULL;
}

static bool parse(struct cli *c, int argc, char **argv)
{
	bool only_arguments = false;

	add_argument(c, NULL);
	c->arg_count = 0;
	for (int i = 1; i < argc; i++) {
		if (!only_arguments && !strcmp(argv[i], "--")) {
			only_arguments = true;
		} else if (!only_arguments && argv[i][0] == '-' && argv[i][1]) {
			i = take_option(c, i, argv);
			if (i < 0)
				return false;
		} else if (!c->command) {
			c->command = find_command(argv[i]);
			if (c->command)
				continue;
			cli_fail_with(c, STATUS_USAGE,
				_("liubu --help names the commands."),
				_("There is no command \"%s\"."), argv[i]);
			return false;
		} else {
			add_argument(c, argv[i]);
		}
	}
	return true;
}

/* Before anything else is said: errors of the command line too. */
static void set_language(int argc, char **argv)
{
	enum language language;

	if (language_of_environment(&language))
		language_set(language);
	for (int i = 1; i < argc; i++) {
		const char *text = NULL;

		if (!strncmp(argv[i], "--lang=", strlen("--lang=")))
			text = argv[i] + strlen("--lang=");
		else if (!strcmp(argv[i], "--lang"))
			text = argv[i + 1];
		if (text && language_of(text, &language))
			language_set(language);
	}
}

/* ---- help */

static void add_options(const struct cli_option *list, struct str *out)
{
	for (; list && list->name; list++) {
		if (list->letter)
			str_addf(out, "  -%c, --%s", list->letter, list->name);
		else
			str_addf(out, "  --%s", list->name);
		if (list->argument)
			str_addf(out, " %s", _(list->argument));
		str_addf(out, "\n\t%s\n", _(list->help));
	}
}

void cli_help_usage(const struct cli_command *command, struct str *out)
{
	str_addf(out, "liubu %s%s%s", command->name,
		*command->arguments ? " " : "",
		*command->arguments ? _(command->arguments) : "");
}

static int help_on(struct cli *c)
{
	const struct cli_command *k = c->command;

	cli_help_usage(k, &c->out);
	str_addf(&c->out, "\n\n%s\n\n", _(k->help));
	add_options(k->options, &c->out);
	add_options(common, &c->out);
	if (k->more)
		k->more(c, &c->out);
	return cli_flush(c);
}

int cli_help(struct cli *c)
{
	if (c->arg_count) {
		c->command = find_command(c->arg[0]);
		if (!c->command)
			return cli_fail_with(c, STATUS_USAGE,
				_("liubu --help names the commands."),
				_("There is no command \"%s\"."), c->arg[0]);
		memmove(c->arg, c->arg + 1, c->arg_count * sizeof *c->arg);
		c->arg_count--;
		return help_on(c);
	}
	str_add(&c->out, "liubu [--db FILE]\n\t");
	str_addf(&c->out, "%s\n", _("the screens"));
	for (const struct cli_command *k = cli_commands; k->name; k++) {
		cli_help_usage(k, &c->out);
		str_addf(&c->out, "\n\t%s\n", _(k->help));
	}
	str_add_char(&c->out, '\n');
	add_options(common, &c->out);
	str_addf(&c->out, "\n%s\n",
		_("liubu COMMAND --help says more. Exit codes: 0 done, 1 "
		  "failed or refused, 2 the command line is wrong."));
	return cli_flush(c);
}

/* ---- the run */

static int check_arguments(struct cli *c)
{
	const struct cli_command *k = c->command;
	struct str usage = STR_INIT;
	bool few = c->arg_count < (size_t)k->min;
	bool many = k->max >= 0 && c->arg_count > (size_t)k->max;

	if (!few && !many)
		return CLI_OK;
	cli_help_usage(k, &usage);
	cli_fail_with(c, STATUS_USAGE, usage.data, "%s",
		few ? _("Something is missing behind the command.")
		    : _("There is too much behind the command."));
	str_free(&usage);
	return CLI_USAGE;
}

static int run(struct cli *c)
{
	const char *lang = cli_option(c, "lang");
	struct error err;
	enum language unused;

	if (lang && !language_of(lang, &unused))
		return cli_fail_with(c, STATUS_USAGE, _("zh or en"),
			_("There is no language \"%s\" here."), lang);
	if (cli_has(c, "help"))
		return c->command ? help_on(c) : cli_help(c);
	if (!c->command)
		return cli_start(c);
	if (check_arguments(c))
		return CLI_USAGE;
	if (c->command->needs >= CLI_NEEDS_STORE &&
		cli_open_store(c, &err) != STATUS_OK)
		return cli_fail(c, &err);
	if (c->command->needs >= CLI_NEEDS_SESSION &&
		cli_open_session(c, &err) != STATUS_OK)
		return cli_fail(c, &err);
	return c->command->run(c);
}

/*
 * A closed 0, 1 or 2 would be given to the next file that is opened, and what
 * is printed would be written into it. /dev/null that cannot be written keeps
 * the error that the caller of ">&-" expects.
 */
static void hold_standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int cli_main(int argc, char **argv)
{
	struct cli c = { .out = STR_INIT };
	int code = CLI_USAGE;

	hold_standard_files();
	signal(SIGXFSZ, SIG_IGN); /* a file that is too large: EFBIG, told */
	set_language(argc, argv);
	if (parse(&c, argc, argv))
		code = run(&c);
	store_leave(c.store);
	store_close(c.store);
	str_free(&c.out);
	mem_free(c.given);
	mem_free(c.arg);
	return code;
}
