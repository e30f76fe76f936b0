/*
 * loop.h: waits for keys, signals and the clock, and works the stack.
 *
 * The only place that waits. All keys that have come are handled before one
 * frame is drawn. A tick comes at most once a second, and only where the
 * application watches for changes or a pause is being waited for.
 */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include <stdbool.h>
#include "core/status.h"
#include "tui/stack.h"

/*
 * Works until stack_quit() (STATUS_OK) or the terminal is gone or SIGTERM,
 * SIGHUP, SIGINT came (STATUS_STOPPED; all drafts were kept). Signals are
 * blocked but in ppoll; they only set flags.
 */
enum status loop_run(struct stack *st, struct error *err);

/*
 * One pass: waits at most timeout_ms (-1: as long as it takes) for keys, a
 * signal or the tick, handles all that has come, then draws one frame.
 * False: ended, *how says as loop_run would.
 */
bool loop_step(struct stack *st, int timeout_ms, enum status *how);

/*
 * For tests and goldens, with term_open_null(): feeds the script (keys.h) as
 * if it had come in one read, runs until nothing is left, draws. False when
 * the script has an unknown key or the loop ended.
 */
bool loop_script(struct stack *st, const char *script);

#endif
