/*
 * app.h: what the screens of this folder share. Nothing outside includes it.
 */
#ifndef SCREENS_APP_H
#define SCREENS_APP_H

#include "core/date.h"
#include "domain/action.h"
#include "domain/filter.h"
#include "domain/light.h"
#include "screens/screens.h"
#include "store/query.h"
#include "tui/stack.h"

enum { APP_STEPS = STACK_STEPS };

/* What the open picker chooses from; one is open at a time. */
struct chooser {
	struct app *app;
	const struct record_type *type;
	const struct field *field; /* NULL: a record is found, not chosen */
	int64_t unit;		   /* whose people come first; 0 none */
};

struct app {
	struct session *session;
	struct stack *stack;
	struct viewer viewer;
	char township[64], date[32], day[DATE_TEXT_BYTES], who[96];
	struct frame_info frame;
	struct undo_offer undo;
	struct chooser chooser;
	int frame_day;
	bool frame_is_old; /* who and counts: read with the next reload */
};

struct app *app_of(const struct screen *s);
int app_today(const struct app *app);
const char *app_step_name(int step); /* "分" of 3 */
struct query_params app_params(const struct app *app, int64_t of);

/*
 * An action queued by a screen (stack_act): done in the act phase through
 * the door. Made by job_new(), freed by the stack.
 */
struct job {
	const struct action *action;
	const struct record_type *type;
	int64_t *ids; /* one item each; a single 0 for a new record */
	size_t count;
	int64_t revision; /* of the only record; 0 not compared */
	struct values values;
	struct values *each; /* one an id instead; NULL: the same for all */
	struct actor actor;
	char *basis_no; /* actor.basis_no points here */
	bool stand_in;	/* several: each for whoever it is for */
	bool warned;
	bool is_undo; /* takes app->undo back instead */
	/* Does this instead; it tells by itself what was done. */
	void (*run)(void *arg, struct outcome *out);
	void *arg;
};
struct job *job_new(const struct record_type *type, const struct action *action,
	int64_t id);
void job_free(struct job *job);

/* ---- the screens, and what each is opened with */

extern const struct screen_ops today_screen;	/* no argument */
extern const struct screen_ops step_screen;	/* const int *step */
extern const struct screen_ops records_screen;	/* struct records_arg */
extern const struct screen_ops record_screen;	/* struct record_arg */
extern const struct screen_ops entry_screen;	/* struct entry_arg: a form */
extern const struct screen_ops history_screen;	/* struct record_arg */
extern const struct screen_ops archive_screen;	/* struct record_arg */
extern const struct screen_ops collect_screen;	/* struct record_arg: a task */
extern const struct screen_ops split_screen;	/* struct entry_arg */
extern const struct screen_ops matrix_screen;	/* no argument */
extern const struct screen_ops coverage_screen; /* no argument */
extern const struct screen_ops round_screen;	/* struct record_arg: a task */

struct records_arg {
	const struct record_type *type;
	const char *view; /* NULL: the first */
	int64_t of;
	const char *filter; /* text of `list KIND FILTER`; NULL none */
};

struct record_arg {
	const struct record_type *type;
	int64_t id;
};

struct entry_arg {
	const struct record_type *type;
	const struct action *action;
	const int64_t *ids;
	size_t count;
	int64_t stand_in;	    /* the 代录 that was offered; 0 none */
	const struct values *given; /* stands in the form first; NULL none */
};

/* Opens the page that suits a record: archive page or record page. */
void open_record(struct stack *st, const struct record_type *type, int64_t id);
/*
 * Does an offered action: at once when it asks nothing, else by its form.
 * ids: the record, or the marked ones.
 */
void open_action(struct screen *s, const struct record_type *type,
	const struct offer *offer, const int64_t *ids, size_t count);
/*
 * The numbered menu of what is possible with one or two targets (the row
 * under the cursor, then the page's own record), and what is not, with its
 * reason. Its answer comes to answer() with a tag of is_actions_tag() and
 * goes with the same targets to answer_actions().
 */
struct target {
	const struct record_type *type;
	const int64_t *ids;
	size_t count;
};
enum { TAG_ACTIONS = 9000, TAG_ACTIONS_NEXT, TAG_COMMANDS, TAG_UNDO, TAG_GO };
void open_actions(struct screen *s, const struct target *target, size_t n);
void answer_actions(struct screen *s, int tag, const struct target *target,
	size_t n, const struct answer *a);
bool is_actions_tag(int tag);
/* The page's own commands as a menu; app_answer() does the chosen one. */
void open_commands(struct screen *s);

/* Plain lines to be copied: of a record, of a list (the chosen ones, where
 * there are any, else what the filter finds). */
void open_record_text(
	struct screen *s, const struct record_type *type, int64_t id);
void open_list_text(struct screen *s, const struct record_type *type,
	const struct filter *filter, const int64_t *ids, size_t count);

/* Shows the warnings; Enter (a->given, with that tag) saves all the same. */
void ask_warned(struct screen *s, const struct outcome *out, int tag);

/* A line to find records by, with hits while typing; `typed` begins it. The
 * answer's id is the record, 0 none. */
void open_find(struct screen *s, const struct record_type *type,
	const char *typed, int tag);
/* A record for a REF, VALUE or REFS field (then answer.other is a struct
 * value_ids). now: the value it has; may be NULL. unit: whose people come
 * first; 0 none. */
void open_reference(struct screen *s, const struct field *field,
	const char *label, const char *typed, const struct value *now,
	int64_t unit, int tag);
/* One line of text: answer.text. */
void open_line(struct screen *s, const char *title, const char *text, int tag);
/* Answers that are the same on every screen (undo, go to): true if it was
 * one. Every answer() asks this first. */
bool app_answer(struct screen *s, int tag, const struct answer *a);

/* A report as text, to be read, copied or printed. */
void open_report(struct screen *s, const char *name);

/* The palette: any list, command of the page, record of any kind; `typed`
 * begins it, NULL none. */
void open_palette(struct screen *s, const char *typed);
void answer_palette(struct screen *s, const struct answer *a);
/* The page's commands that can be done now, by name. */
void commands_each(struct screen *s,
	void (*each)(void *arg, int id, const char *name), void *arg);
/* Words as one quoted phrase, so that no sign in them is a filter. */
void choose_quote(const char *typed, struct str *out);
/* Adds what tells namesakes apart: unit and post, state and day. */
void choose_detail(const struct chooser *c, int64_t id, struct str *out);

/* ---- text helpers */

/* A value as a list or page shows it, with unit where it has one. */
void show_value(const struct app *app, const struct record_type *type,
	const struct field *f, const struct values *record,
	enum value_style style, struct str *out);
/* "逾2", "正": the light with its number. */
void show_light(enum light light, const struct light_days *days, int today,
	struct str *out);
/* The light of a record that was read, with what is missing: "滞42". */
enum light show_record_light(const struct app *app,
	const struct record_type *type, int64_t id, const struct values *record,
	struct str *out);
enum role role_of_light(enum light light);
/* "农村改厕", "〔2026〕15号 农村改厕" */
void show_name(const struct app *app, const struct record_type *type,
	int64_t id, struct str *out);
/* "11-23 09:12" of an instant; the year when it is another. */
void show_instant(const struct app *app, int64_t at_ms, struct str *out);
const char *weekday_name(int day);

#endif
