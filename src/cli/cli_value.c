/* How values read on a line, and what a kind's fields are. */
#include "cli/command.h"

#include <string.h>
#include "core/clean.h"
#include "core/json.h"
#include "core/language.h"
#include "core/utf8.h"
#include "domain/filter.h"
#include "domain/light.h"
#include "domain/transfer.h"

void cli_add_cell(struct str *out, const char *text)
{
	uint32_t code;

	while (utf8_step(&text, &code)) {
		if (code == '\n')
			str_add(out, "\\n");
		else if (code == '\t')
			str_add(out, "\\t");
		else if (code == '\\')
			str_add(out, "\\\\");
		else
			str_add_code(out, clean_name(code) ? 0x3013 : code);
	}
}

static bool is_light(const struct record_type *type, const struct field *f)
{
	return type->flags & RECORD_LIGHT && !strcmp(f->name, "light");
}

static void add_light(struct cli *c, const char *text, struct str *out)
{
	struct light_days days;
	int today = clock_today(&c->session.clock);
	enum light light = light_of_text(text, today, &days);

	str_add(out, light_text(light));
	light_print(light, &days, today, out);
}

void cli_add_value(struct cli *c, const struct record_type *type,
	const struct field *f, const struct value *v, struct str *out)
{
	struct value_context context =
		session_values(&c->session, type->table.name);

	if (!v || v->kind == VALUE_NULL)
		return;
	if (is_light(type, f))
		add_light(c, v->text, out);
	else
		value_print(f, v, &context, VALUE_FOR_FILES, out);
}

void cli_add_json(struct cli *c, const struct record_type *type,
	const struct field *f, const struct value *v, struct str *out)
{
	if (is_light(type, f) && v && v->text) {
		int today = clock_today(&c->session.clock);
		enum light light = light_of_text(v->text, today, NULL);

		json_add_text(
			out, choice_numbered(light_choices, (int)light)->name);
		return;
	}
	transfer_add_json(&c->session, type, f, v, out);
}

bool cli_shows(
	struct cli *c, const struct record_type *type, const struct field *f)
{
	return (field_is_stored(f) || f->sql) && !(f->flags & FIELD_RETIRED) &&
	       field_may_see(&c->session, type, f);
}

static const char *type_text(const struct field *f)
{
	static const char *const names[] = {
		[FIELD_TEXT] = N_("text"),
		[FIELD_LONG] = N_("long text"),
		[FIELD_INT] = N_("whole number"),
		[FIELD_DECIMAL] = N_("number"),
		[FIELD_FLAG] = N_("yes or no"),
		[FIELD_DATE] = N_("date"),
		[FIELD_INSTANT] = N_("date and time"),
		[FIELD_NUMBER] = N_("number of the record"),
		[FIELD_CHOICE] = N_("one of"),
		[FIELD_CHOICES] = N_("several of"),
		[FIELD_VALUE] = N_("value of a list"),
		[FIELD_REF] = N_("record"),
		[FIELD_REFS] = N_("records"),
	};

	return _(names[f->type]);
}

static void add_accepted(
	const struct record_type *type, const struct field *f, struct str *out)
{
	const struct record_type *of = f->of ? record_type_find(f->of) : NULL;

	str_add(out, type_text(f));
	if (of)
		str_addf(out, " %s", record_label(of));
	for (const struct choice *k = f->choices; k && k->name; k++)
		str_addf(out, "%s%s (%s)", k == f->choices ? " " : ", ",
			k->name, language_text_in(type->table.name, k->label));
}

/* name, label, what it takes; then the sentence. */
void cli_help_field(const struct record_type *type, const struct field *f,
	const char *mark, struct str *out)
{
	str_addf(out, "  %s%s\n\t%s: ", f->name, mark, field_label(type, f));
	add_accepted(type, f, out);
	str_add_char(out, '\n');
	if (f->help && *f->help)
		str_addf(out, "\t%s\n", _(f->help));
}

void cli_help_kind(
	struct cli *c, const struct record_type *type, struct str *out)
{
	(void)c;
	str_addf(out, "\n%s (%s)\n", record_plural(type), type->table.name);
	for (const struct field *f = type->table.fields; f->name; f++)
		if (!(f->flags & FIELD_RETIRED))
			cli_help_field(type, f, "", out);
	if (type->table.views && type->table.views->name)
		str_addf(out, "\n%s\n", _("Views:"));
	for (const struct view *v = type->table.views; v && v->name; v++)
		str_addf(out, "  view=%s\n\t%s\n", v->name,
			language_text_in(type->table.name, v->label));
}

void cli_kind_more(struct cli *c, struct str *out)
{
	const struct record_type *type;
	struct error err;

	if (c->arg_count &&
		cli_find_kind(c, c->arg[0], &type, &err) == STATUS_OK) {
		cli_help_kind(c, type, out);
		return;
	}
	str_addf(out, "\n%s\n",
		_("With a kind behind it, its fields and views. KIND is one "
		  "of:"));
	for (size_t i = 0; record_types[i]; i++)
		str_addf(out, "  %s\n\t%s\n", record_types[i]->table.name,
			record_plural(record_types[i]));
}
