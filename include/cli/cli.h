/*
 * cli.h: the command line: all of the program that main() starts.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#define LIUBU_VERSION "0.1.0"

/* Runs the command of argv; the exit code: 0 done, 1 failed or refused, 2 the
 * command line is wrong. */
int cli_main(int argc, char **argv);

#endif
