/*
 * entry.c: the form of an action, made from its fields.
 *
 * What is typed is kept as a draft at every pause and offered again after a
 * lost line; warnings are shown before they are passed; what the door finds
 * is put at the field, and nothing typed is lost.
 */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "domain/actor.h"
#include "domain/calendar.h"
#include "merge.h"
#include "store/draft.h"
#include "tui/form.h"
#include "tui/menu.h"
#include "tui/picker.h"

enum { TAG_PICK = 1, TAG_WARNED, TAG_CHOICE, TAG_FORM_MENU, TAG_CONFLICT };

struct entry {
	struct app *app;
	struct screen *screen;
	const struct record_type *type;
	const struct action *action;
	int64_t *ids;
	size_t count;
	int64_t revision, stand_in;
	const struct field *field[ACTION_INPUTS_MAX + ACTOR_END];
	size_t fields;
	struct form form;
	struct draft draft;
	struct draft_file *file;
	size_t kept_changes;
	char *heading, *measure;
	bool is_warned, is_saved;
	struct merge merge; /* what others saved meanwhile */
};

/* ---- what the form asks its owner */

static const struct record_type *type_of_field(
	const struct entry *e, const struct field *f)
{
	return action_input_type(e->type, e->action, f);
}

static bool is_actor_field(const struct field *f)
{
	return f >= actor_fields && f < actor_fields + ACTOR_END;
}

static const char *label_of(const struct entry *e, const struct field *f)
{
	return is_actor_field(f) ? _(f->label)
				 : field_label(type_of_field(e, f), f);
}

/* What a number is counted in: another field of the form, or the record's. */
static const char *unit_of(const struct entry *e, const struct field *f)
{
	if (!f->unit || *f->unit != '.')
		return NULL;
	for (size_t i = 0; i < e->form.count; i++)
		if (strcmp(e->form.item[i].field->name, f->unit + 1) == 0)
			return form_text(&e->form, i);
	return e->measure;
}

static struct value_context context(
	const struct entry *e, const struct field *f)
{
	struct value_context c = session_values(
		e->app->session, type_of_field(e, f)->table.name);

	c.unit = unit_of(e, f);
	return c;
}

static enum status form_read_value(void *arg, const struct field *f,
	const char *text, struct value *out, struct issue *issue)
{
	struct entry *e = arg;
	struct value_context c = context(e, f);

	return value_parse(f, text, &c, out, issue);
}

static void form_print_value(void *arg, const struct field *f,
	const struct value *v, struct str *out)
{
	struct entry *e = arg;
	struct value_context c = context(e, f);

	value_print(f, v, &c, VALUE_FOR_FILES, out);
}

/* ---- choosing: choices by a menu, records by a picker */

static void choose_choice(struct entry *e, const struct field *f)
{
	struct menu_entry item[32];
	struct menu_arg arg = { .title = label_of(e, f), .entry = item };

	for (const struct choice *c = f->choices; c->name && arg.count < 32;
		c++)
		item[arg.count++] = (struct menu_entry){
			.id = c->number,
			.label = language_text_in(
				type_of_field(e, f)->table.name, c->label),
		};
	stack_push(e->screen->stack, &menu_screen, &arg, TAG_CHOICE);
}

static void choose_flag(struct entry *e, const struct field *f)
{
	struct menu_entry item[] = {
		{ .id = 1, .label = _("yes") },
		{ .id = 0, .label = _("no") },
	};
	struct menu_arg arg = {
		.title = label_of(e, f), .entry = item, .count = 2
	};

	stack_push(e->screen->stack, &menu_screen, &arg, TAG_CHOICE);
}

/* The unit the only record is with, whose people are asked for first. */
static int64_t unit_of_record(const struct entry *e)
{
	const struct field *f = field_find(e->type->table.fields, "unit");
	struct query_params params = app_params(e->app, 0);
	struct values record = { .item = NULL };
	int64_t unit = 0;

	if (!f || e->count != 1 || (e->action->flags & ACTION_CREATES))
		return 0;
	if (record_read(e->app->session->store, &e->type->table, e->ids[0],
		    &params, &record, NULL) == STATUS_OK)
		unit = values_int(&record, f);
	values_free(&record);
	return unit;
}

static void form_choose_value(
	void *arg, const struct field *f, const char *typed)
{
	struct entry *e = arg;
	struct form_item *item = &e->form.item[form_index(&e->form, f)];

	if (f->type == FIELD_CHOICE)
		choose_choice(e, f);
	else if (f->type == FIELD_FLAG)
		choose_flag(e, f);
	else if (f->type == FIELD_REF || f->type == FIELD_VALUE ||
		 f->type == FIELD_REFS)
		open_reference(e->screen, f, label_of(e, f), typed,
			item->known ? &item->value : NULL, unit_of_record(e),
			TAG_PICK);
	else if (f->type == FIELD_DATE)
		stack_message(e->screen->stack, ROLE_MESSAGE,
			_("type a day: 12-1, +3, +3w, Friday, 2026-12-01"));
}

/* What stood in it before this form was opened. */
static bool form_last_text(void *arg, const struct field *f, struct str *text)
{
	struct entry *e = arg;
	struct values now = { .item = NULL };
	struct value_context c = context(e, f);
	const struct value *v;
	bool found;

	if (action_prefill(e->app->session, e->type, e->action, e->ids[0], &now,
		    NULL)) {
		values_free(&now);
		return false;
	}
	v = values_get(&now, f);
	found = v && v->kind != VALUE_NULL;
	if (found)
		value_print(f, v, &c, VALUE_FOR_FILES, text);
	values_free(&now);
	return found;
}

static void collect_values(struct entry *e, struct job *job)
{
	bool creates = e->action->flags & ACTION_CREATES;
	bool is_edit = !creates && (e->action->flags & ACTION_PLAIN);

	/* an edit writes what was changed; others say all they say */
	form_values(&e->form, is_edit, &job->values);
	actor_take(&job->values, &job->actor, &job->basis_no);
}

static void form_save(void *arg)
{
	struct entry *e = arg;
	struct job *job = job_new(e->type, e->action, 0);

	mem_free(job->ids);
	job->ids = mem_copy(e->ids, e->count * sizeof *e->ids);
	job->count = e->count;
	job->revision = e->revision;
	job->warned = e->is_warned;
	job->stand_in = e->stand_in && e->count > 1;
	collect_values(e, job);
	stack_act(e->screen, job);
}

/* ---- drafts */

static const struct draft_key *draft_key_of(
	const struct entry *e, struct draft_key *key)
{
	*key = (struct draft_key){
		.person = e->app->session->person,
		.kind = e->type->table.kind,
		.record = e->count == 1 ? e->ids[0] : 0,
	};
	snprintf(key->form, sizeof key->form, "%s", e->action->name);
	return key;
}

static size_t changes_of(const struct entry *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->form.count; i++)
		n += e->form.item[i].edit.changes;
	return n;
}

static void keep_draft(struct screen *s)
{
	struct entry *e = s->state;
	const char *path = store_path(e->app->session->store);

	if (e->is_saved || !form_is_dirty(&e->form) ||
		changes_of(e) == e->kept_changes)
		return;
	draft_key_of(e, &e->draft.key);
	e->draft.revision = e->revision;
	for (size_t i = 0; i < e->form.count; i++)
		draft_set(&e->draft, e->form.item[i].field->name,
			form_text(&e->form, i));
	if (!e->file && draft_open(path, &e->draft.key, &e->file, NULL))
		return;
	if (draft_append(e->file, &e->draft, NULL) == STATUS_OK) {
		draft_sync(e->file, NULL);
		e->kept_changes = changes_of(e);
	}
}

static void take_up_draft(struct entry *e)
{
	struct draft_key key;
	const char *path = store_path(e->app->session->store);
	struct str when = STR_INIT;

	if (draft_read(path, draft_key_of(e, &key), &e->draft, NULL))
		return;
	merge_draft(e->app,
		&(struct entry_arg){ .type = e->type, .ids = e->ids },
		&e->draft, &e->form);
	if (e->draft.revision < e->revision && e->draft.revision)
		e->revision = e->draft.revision; /* the door will tell */
	show_instant(e->app, e->draft.created_ms, &when);
	stack_message(e->screen->stack, ROLE_MESSAGE,
		_("your draft of %s is taken up; ^X drops it"), when.data);
	str_free(&when);
}

static void drop_draft(struct entry *e)
{
	struct draft_key key;

	draft_close(e->file);
	e->file = NULL;
	draft_remove(store_path(e->app->session->store), draft_key_of(e, &key),
		NULL);
}

/* ---- the screen */

static void add_field(
	struct entry *e, const struct field *f, const struct values *first)
{
	const struct record_type *of = type_of_field(e, f);
	const struct value *v = values_get(first, f);
	struct value_context c = context(e, f);
	struct str text = STR_INIT;
	size_t i;

	if (v && v->kind != VALUE_NULL)
		value_print(f, v, &c, VALUE_FOR_FILES, &text);
	i = form_add(&e->form, f, label_of(e, f),
		f->help ? language_text_in(of->table.name, f->help) : NULL,
		f->section ? language_text_in(of->table.name, f->section)
			   : NULL,
		text.data);
	/* what an action takes is typed, even where only actions write it */
	form_set_fixed(&e->form, i, false);
	if (v && v->kind != VALUE_NULL)
		form_set_value(&e->form, i, v, text.data);
	str_free(&text);
	e->field[e->fields++] = f;
}

/* "/ 200座": unit, and target where the record has one */
static void add_suffixes(struct entry *e)
{
	struct query_params params = app_params(e->app, e->ids[0]);
	struct values record = { .item = NULL };

	if (e->count != 1 || !e->ids[0] ||
		(e->action->flags & ACTION_CREATES) ||
		record_read(e->app->session->store, &e->type->table, e->ids[0],
			&params, &record, NULL))
		return;
	for (size_t i = 0; i < e->fields; i++) {
		const struct field *f = e->field[i];
		const struct field *own =
			field_find(e->type->table.fields, f->name);
		const struct field *target =
			field_find(e->type->table.fields, "target");
		struct str text = STR_INIT;

		if (!f->unit || !own)
			continue;
		if (*f->unit == '.') {
			const struct field *m =
				field_find(e->type->table.fields, f->unit + 1);

			if (target && target != own &&
				values_int(&record, target)) {
				struct value_context c = context(e, target);

				str_add(&text, "/ ");
				value_print(target, values_get(&record, target),
					&c, VALUE_FOR_PEOPLE, &text);
			}
			str_add(&text, m ? values_text(&record, m) : "");
			mem_free(e->measure);
			e->measure =
				mem_text(m ? values_text(&record, m) : NULL);
		} else {
			str_add(&text, f->unit);
		}
		form_set_suffix(&e->form, i, text.data);
		str_free(&text);
	}
	values_free(&record);
}

static void add_actor_fields(struct entry *e)
{
	struct values first = { .item = NULL };

	if (!e->stand_in)
		return;
	values_set_int(&first, &actor_fields[ACTOR_DECIDED_BY], e->stand_in);
	/* of several each has his own: nobody is named on the form */
	for (int i = e->count > 1; i < ACTOR_END; i++)
		add_field(e, &actor_fields[i], &first);
	values_free(&first);
}

static void make_heading(struct entry *e)
{
	struct str text = STR_INIT;

	str_add(&text, language_text_in(e->type->table.name, e->action->label));
	if (e->count > 1)
		str_addf(&text, _("  %zu records"), e->count);
	else if (e->ids[0] && !(e->action->flags & ACTION_CREATES)) {
		str_add(&text, "  ");
		show_name(e->app, e->type, e->ids[0], &text);
	}
	e->heading = str_take(&text);
}

static enum status entry_open(
	struct screen *s, const void *data, struct error *err)
{
	const struct entry_arg *arg = data;
	struct entry *e = s->state;
	const struct field *input[ACTION_INPUTS_MAX];
	struct values first = { .item = NULL };
	struct form_owner owner = {
		.arg = e,
		.read = form_read_value,
		.print = form_print_value,
		.choose = form_choose_value,
		.last = form_last_text,
		.save = form_save,
	};
	enum status status;
	size_t n;

	e->app = app_of(s);
	e->screen = s;
	e->type = arg->type;
	e->action = arg->action;
	e->stand_in = arg->stand_in;
	e->ids = mem_copy(arg->ids, arg->count * sizeof *arg->ids);
	e->count = arg->count;
	if (e->count == 1 && !(e->action->flags & ACTION_CREATES))
		e->revision = record_revision(
			e->app->session->store, e->type->table.kind, e->ids[0]);
	status = action_prefill(
		e->app->session, e->type, e->action, e->ids[0], &first, err);
	for (size_t i = 0; arg->given && i < arg->given->count; i++)
		values_set(&first, arg->given->item[i].field,
			value_copy(&arg->given->item[i].value));
	form_init(&e->form, &owner);
	n = action_inputs(e->type, e->action, input, ACTION_INPUTS_MAX);
	for (size_t i = 0; i < n && !status; i++)
		if (field_may_see(e->app->session, type_of_field(e, input[i]),
			    input[i]) &&
			field_may_write(e->app->session, input[i]))
			add_field(e, input[i], &first);
	values_free(&first);
	if (status)
		return status;
	add_suffixes(e);
	add_actor_fields(e);
	form_begin(&e->form);
	make_heading(e);
	take_up_draft(e);
	if (!e->draft.created_ms)
		e->draft.created_ms = clock_now_ms(&e->app->session->clock);
	return STATUS_OK;
}

static void entry_close(struct screen *s)
{
	struct entry *e = s->state;

	draft_close(e->file);
	draft_free(&e->draft);
	merge_free(&e->merge);
	form_fini(&e->form);
	mem_free(e->ids);
	mem_free(e->heading);
	mem_free(e->measure);
}

static void entry_title(const struct screen *s, struct str *out)
{
	const struct entry *e = s->state;

	str_add(out, language_text_in(e->type->table.name, e->action->label));
}

static void entry_position(const struct screen *s, struct str *out)
{
	const struct entry *e = s->state;

	form_print_position(&e->form, out);
}

static void entry_hint(const struct screen *s, struct str *out)
{
	const struct entry *e = s->state;

	form_print_hint(&e->form, out);
}

static void entry_layout(struct screen *s, int rows, int cols)
{
	struct entry *e = s->state;

	form_layout(&e->form, rows - 1, cols);
}

static struct rect form_rect(struct rect r)
{
	return (struct rect){ r.row + 1, r.col, r.rows - 1, r.cols };
}

static void entry_draw(const struct screen *s, struct canvas *c, struct rect r)
{
	const struct entry *e = s->state;

	canvas_text(c, r.row, r.col + 1, r.cols - 2, ROLE_STRONG, e->heading);
	form_draw(&e->form, c, form_rect(r));
}

static struct point entry_cursor(const struct screen *s, struct rect r)
{
	const struct entry *e = s->state;

	return form_cursor(&e->form, form_rect(r));
}

static const struct command *entry_focus(const struct screen *s)
{
	const struct entry *e = s->state;

	return form_commands(&e->form);
}

static void open_form_menu(struct screen *s)
{
	struct menu_entry item[] = {
		{ .id = 1, .label = _("save") },
		{ .id = 2, .label = _("leave, keep the draft") },
		{ .id = 3, .label = _("leave, drop what was typed") },
	};
	struct menu_arg arg = { .title = _("form"), .entry = item, .count = 3 };

	stack_push(s->stack, &menu_screen, &arg, TAG_FORM_MENU);
}

static enum handled entry_command(struct screen *s, int cmd, int times)
{
	struct entry *e = s->state;

	if (form_command(&e->form, cmd, times) == HANDLED_YES)
		return HANDLED_YES;
	if (cmd == CMD_FORM_MENU) {
		open_form_menu(s);
		return HANDLED_YES;
	}
	if (cmd == CMD_BACK) {
		keep_draft(s);
		if (form_is_dirty(&e->form))
			stack_message(s->stack, ROLE_MESSAGE,
				_("kept as a draft; opening it again takes "
				  "it up"));
		return HANDLED_CLOSE;
	}
	return HANDLED_NO;
}

static enum handled entry_key(struct screen *s, uint32_t key)
{
	struct entry *e = s->state;

	return form_key(&e->form, key);
}

static enum handled entry_text(struct screen *s, const char *text, bool pasted)
{
	struct entry *e = s->state;

	e->is_warned = false;
	return form_write(&e->form, text, pasted);
}

static bool entry_picks(const struct screen *s)
{
	struct entry *e = s->state;

	return form_picks(&e->form);
}

static void answer_choice(struct entry *e, const struct answer *a)
{
	const struct field *f = form_focus(&e->form);
	struct value v = value_int(a->id);
	struct str text = STR_INIT;

	if (!f)
		return;
	form_print_value(e, f, &v, &text);
	form_choose(&e->form, &v, text.data);
	str_free(&text);
}

static void answer_pick(struct entry *e, const struct answer *a)
{
	const struct field *f = form_focus(&e->form);
	struct str text = STR_INIT;
	struct value v;

	if (!f)
		return;
	if (f->type == FIELD_REFS) {
		struct str ids = STR_INIT;

		value_ids_print(a->other, &ids);
		v = value_text(ids.data);
		str_free(&ids);
	} else {
		v = value_int(a->id);
	}
	form_print_value(e, f, &v, &text);
	form_choose(&e->form, &v, text.data);
	value_free(&v);
	str_free(&text);
}

/* ---- who saved first: the form keeps what is mine until it is chosen */

static void save_merged(struct entry *e, const bool *is_mine)
{
	merge_apply(&e->merge, &e->form, is_mine);
	e->revision = e->merge.revision;
	e->is_warned = false; /* of what was another whole */
	form_save(e);
}

static void ask_conflict(struct entry *e)
{
	struct error err;
	struct entry_arg what = {
		.type = e->type, .action = e->action, .ids = e->ids
	};

	keep_draft(e->screen);
	if (merge_read(&e->merge, e->app, &what, e->revision, &err))
		stack_error(e->screen->stack, &err);
	else if (!merge_ask(&e->merge, e->screen, &e->form, e->heading,
			 TAG_CONFLICT))
		save_merged(e, NULL); /* both wrote the same */
}

static void entry_answer(struct screen *s, int tag, const struct answer *a)
{
	struct entry *e = s->state;

	if (app_answer(s, tag, a) || !a->given)
		return;
	switch (tag) {
	case TAG_CHOICE:
		answer_choice(e, a);
		break;
	case TAG_PICK:
		answer_pick(e, a);
		break;
	case TAG_WARNED:
		e->is_warned = true;
		form_save(e);
		break;
	case TAG_CONFLICT:
		save_merged(e, a->other);
		break;
	case TAG_FORM_MENU:
		if (a->id == 1) {
			stack_command(s->stack, CMD_SAVE, 1);
		} else {
			if (a->id == 3) {
				drop_draft(e);
				e->is_saved = true;
			} else {
				keep_draft(s);
			}
			stack_close(s);
		}
		break;
	default:
		break;
	}
}

static void entry_acted(struct screen *s, const void *data)
{
	struct entry *e = s->state;
	const struct outcome *out = data;

	switch (out->status) {
	case STATUS_OK:
		drop_draft(e);
		e->is_saved = true;
		stack_close(s);
		/* what is to be gone on with is shown: issued, say */
		if ((e->action->flags & ACTION_CREATES) && e->type->children)
			open_record(s->stack, e->type, out->id);
		break;
	case STATUS_WARNED:
		ask_warned(s, out, TAG_WARNED);
		break;
	case STATUS_INVALID:
		form_put_issues(&e->form, &out->issues);
		break;
	case STATUS_CONFLICT:
		ask_conflict(e);
		break;
	default:
		keep_draft(s);
		break;
	}
}

static bool entry_is_unsaved(const struct screen *s)
{
	const struct entry *e = s->state;

	return !e->is_saved && form_is_dirty(&e->form);
}

const struct screen_ops entry_screen = {
	.name = "entry",
	.kind = SCREEN_FORM,
	.state_size = sizeof(struct entry),
	.open = entry_open,
	.close = entry_close,
	.title = entry_title,
	.position = entry_position,
	.hint = entry_hint,
	.layout = entry_layout,
	.draw = entry_draw,
	.cursor = entry_cursor,
	.focus = entry_focus,
	.picks = entry_picks,
	.command = entry_command,
	.key = entry_key,
	.text = entry_text,
	.answer = entry_answer,
	.acted = entry_acted,
	.draft = keep_draft,
	.is_unsaved = entry_is_unsaved,
};
