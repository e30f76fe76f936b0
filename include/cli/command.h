/*
 * command.h (cli): the commands of the command line, as one table.
 *
 * From the table come dispatch, the checking of options and arguments, and
 * every --help. What a command prints goes to .out and leaves through
 * cli_flush(), so that a full disk behind standard output is noticed.
 *
 * Exit codes: enum cli_exit. What went wrong stands on standard error as one
 * sentence, then what to do. Nothing is asked.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include "core/status.h"
#include "core/str.h"
#include "core/value.h"
#include "domain/record.h"
#include "domain/session.h"
#include "store/store.h"

enum cli_exit { CLI_OK = 0, CLI_FAILED = 1, CLI_USAGE = 2 };

struct cli_option {
	const char *name;     /* without the dashes */
	char letter;	      /* 'o' for -o; 0: none */
	const char *argument; /* N_("FILE"); NULL: it takes none */
	const char *help;     /* N_() */
};

enum cli_need {
	CLI_NEEDS_NOTHING,
	CLI_NEEDS_STORE,  /* the database open */
	CLI_NEEDS_SESSION /* and an account of this user */
};

struct cli;
struct cli_command {
	const char *name;
	const char *arguments;		  /* as its help shows them; "" none */
	const char *help;		  /* N_(): one sentence */
	const struct cli_option *options; /* ends with .name NULL, or NULL */
	int min, max;			  /* arguments; max -1: any number */
	enum cli_need needs;
	int (*run)(struct cli *);
	/* What --help adds once arguments are known: fields, views; or NULL */
	void (*more)(struct cli *, struct str *out);
};
/* In the order of help; ends with .name NULL. */
extern const struct cli_command cli_commands[];

struct cli {
	const struct cli_command *command;
	struct cli_given {
		const struct cli_option *option;
		const char *text;
	} * given; /* in the order of the command line */
	size_t given_count, given_size;
	const char **arg; /* ends with NULL */
	size_t arg_count, arg_size;
	struct store *store;
	struct session session;
	struct viewer viewer;
	struct str out;
};

/* ---- what was given */

/* The last one given of that name; NULL: not given. A flag's is "". */
const char *cli_option(const struct cli *c, const char *name);
bool cli_has(const struct cli *c, const char *name);
/* Which of the words "a|b|c", from 0, which is also what is not given; -1: it
 * is none of them, and that was told. */
int cli_choice(struct cli *c, const char *option, const char *words);

/* ---- the database */

/* The path that --db, LIUBU_DB or the home folder say. */
enum status cli_path(struct cli *c, struct str *path, struct error *err);
/* Opens it and takes its language if none was asked for. */
enum status cli_open_store(struct cli *c, struct error *err);
/* Who is there; then what he may not see reads as empty. */
enum status cli_open_session(struct cli *c, struct error *err);

/* The kind of that name or label; else err names the kinds there are. */
enum status cli_find_kind(struct cli *c, const char *name,
	const struct record_type **type, struct error *err);
/* The record meant by id, number or unique name, if it may be seen. */
enum status cli_find_record(struct cli *c, const struct record_type *type,
	const char *text, int64_t *id, struct error *err);

/* ---- what is told */

/* Tells the error and returns the exit code for it. */
int cli_fail(struct cli *c, const struct error *err);
__attribute__((format(printf, 4, 5))) int cli_fail_with(struct cli *c,
	enum status status, const char *todo, const char *what, ...);
/* A line on standard error. */
__attribute__((format(printf, 2, 3))) void cli_tell(
	struct cli *c, const char *text, ...);
/* Each on a line of standard error; type may be NULL. */
void cli_tell_issues(struct cli *c, const struct record_type *type,
	const struct issues *issues);

/* A bar on standard error, on a terminal alone; and its removal. */
void cli_progress(const char *label, size_t done, size_t all);
void cli_progress_end(void);

/* Writes .out to standard output and clears it: CLI_OK, or tells why not. */
int cli_flush(struct cli *c);

/* ---- how values read (product.md 7) */

/* A cell of a line: newline, tab and backslash as \n \t \\, and what a
 * terminal must not see as U+3013. */
void cli_add_cell(struct str *out, const char *text);
/* The value as people read it, also of lights; not escaped. */
void cli_add_value(struct cli *c, const struct record_type *type,
	const struct field *f, const struct value *v, struct str *out);
/* As JSON; a light by its name. */
void cli_add_json(struct cli *c, const struct record_type *type,
	const struct field *f, const struct value *v, struct str *out);
/* Whether a list and a record show it: not retired, and not hidden from the
 * person. */
bool cli_shows(
	struct cli *c, const struct record_type *type, const struct field *f);

/* Help on a kind: fields, then views. */
void cli_help_kind(
	struct cli *c, const struct record_type *type, struct str *out);
/* One field: name and mark, label, what it takes, its sentence. */
void cli_help_field(const struct record_type *type, const struct field *f,
	const char *mark, struct str *out);
void cli_help_usage(const struct cli_command *command, struct str *out);

/* ---- the commands, by file */

int cli_init(struct cli *c);
/* A new township of that name (NULL: none yet) at the path given. */
int cli_make(struct cli *c, const char *name);
int cli_demo(struct cli *c);
int cli_import(struct cli *c);
int cli_export(struct cli *c);
int cli_list(struct cli *c);
int cli_show(struct cli *c);
int cli_history(struct cli *c);
int cli_act(struct cli *c);
int cli_report(struct cli *c);
int cli_backup(struct cli *c);
int cli_restore(struct cli *c);
int cli_verify(struct cli *c);
int cli_rebuild(struct cli *c);
int cli_schema(struct cli *c);
int cli_keys(struct cli *c);
int cli_keys_probe(struct cli *c);
int cli_version(struct cli *c);
int cli_help(struct cli *c);
/* Without a command. */
int cli_start(struct cli *c);

extern const struct cli_option cli_list_options[], cli_show_options[],
	cli_history_options[], cli_act_options[], cli_import_options[],
	cli_export_options[], cli_init_options[], cli_demo_options[],
	cli_keys_options[], cli_report_options[], cli_restore_options[];
void cli_kind_more(struct cli *c, struct str *out);
void cli_act_more(struct cli *c, struct str *out);
void cli_report_more(struct cli *c, struct str *out);

#endif
