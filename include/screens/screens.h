/*
 * screens.h: the full-screen program over one file.
 *
 * One source per hand-made screen (today, record, archive, history) and the
 * generic list and form over record types; all of them pages of tui that read
 * through domain and write through its door.
 */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include "core/status.h"
#include "domain/session.h"
#include "tui/stack.h"
#include "tui/term.h"

/*
 * Takes over the terminal until the user leaves. STATUS_STOPPED: the line
 * dropped or a signal came; drafts were kept, the terminal is restored.
 */
enum status screens_run(struct session *session, struct error *err);

/* The same on any terminal, for tests: nothing is waited for. */
struct app;
struct app *screens_open(struct session *session, struct term *term);
struct stack *screens_stack(struct app *app);
void screens_close(struct app *app); /* not the terminal */

#endif
