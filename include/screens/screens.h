/*
 * screens.h: the full-screen program.
 */
#ifndef SCREENS_SCREENS_H
#define SCREENS_SCREENS_H

#include "core/status.h"
#include "domain/session.h"

/*
 * Runs the screens on the terminal of standard input and output, beginning
 * with 今日, until the user leaves (STATUS_OK). The session and its store are
 * open and stay the caller's. STATUS_REFUSED: there is no terminal;
 * STATUS_NOT_FOUND: TERM names none that can be used; STATUS_STOPPED: the
 * terminal went away, and all drafts were kept. The terminal is restored in
 * every case.
 */
enum status screens_run(struct session *s, struct error *err);

#endif
