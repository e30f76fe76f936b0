/*
 * help.h: the keys that work on a screen and what they do, made of the tables
 * the keys themselves are made of (command.h), under words of the screen's
 * own. CMD_HELP and CMD_FORM_HELP lead here.
 */
#ifndef TUI_HELP_H
#define TUI_HELP_H

#include "tui/stack.h"

/* Opens the help of the screen on top. text (may be NULL, translated): what
 * this screen is for; lines of several paragraphs end with "\n". */
void help_open(struct stack *st, const char *text);

#endif
