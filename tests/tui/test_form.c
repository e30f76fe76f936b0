#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/date.h"
#include "core/language.h"
#include "tui/form.h"
#include "stage.h"

static const struct choice urgency[] = {
	{ 1, "normal", "一般" },
	{ 2, "urgent", "紧急" },
	{ 0, NULL, NULL },
};

static const struct field fields[] = {
	{ .number = 1,
		.name = "title",
		.label = "任务",
		.type = FIELD_TEXT,
		.flags = FIELD_REQUIRED,
		.max = 50,
		.help = "做什么，一句话。" },
	{ .number = 2,
		.name = "goal",
		.label = "总体目标",
		.type = FIELD_TEXT,
		.max = 100,
		.help = "到年底要做成什么样。" },
	{ .number = 3,
		.name = "target",
		.label = "指标",
		.type = FIELD_INT,
		.flags = FIELD_PAIRED,
		.help = "要完成的数。" },
	{ .number = 4,
		.name = "starts",
		.label = "开始",
		.type = FIELD_DATE,
		.help = "如 3-1。" },
	{ .number = 5,
		.name = "due",
		.label = "时限",
		.type = FIELD_DATE,
		.flags = FIELD_PAIRED,
		.help = "如 12-10、+3w、月底。" },
	{ .number = 6,
		.name = "means",
		.label = "具体措施",
		.type = FIELD_LONG,
		.max = 500,
		.help = "怎么做，谁做，先后。" },
	{ .number = 7,
		.name = "lead",
		.label = "负责领导",
		.type = FIELD_REF,
		.of = "person",
		.flags = FIELD_REQUIRED,
		.help = "打姓名或拼音首字母。" },
	{ .number = 8,
		.name = "urgency",
		.label = "紧急程度",
		.type = FIELD_CHOICE,
		.choices = urgency,
		.flags = FIELD_FOLDED,
		.help = "一般或紧急。" },
	{ .number = 9,
		.name = "weight",
		.label = "权重",
		.type = FIELD_INT,
		.flags = FIELD_FOLDED | FIELD_PAIRED,
		.max = 9,
		.help = "1到9。" },
	{ .number = 10,
		.name = "basis",
		.label = "依据",
		.type = FIELD_TEXT,
		.flags = FIELD_FOLDED,
		.help = "文号。" },
	{ .name = NULL },
};
enum { TITLE, GOAL, TARGET, STARTS, DUE, MEANS, LEAD, URGENCY, WEIGHT, BASIS };

static const char filled_name[] = "龙庆源 副乡长(建设)";

/* The screen that owns the form. */
struct page {
	struct form form;
	int saves, chosen;
	const struct field *chosen_field;
	char typed[64];
	bool no_choose;
};

static enum status resolve(void *arg, const struct field *f, const char *text,
	int64_t *id, struct issue *issue)
{
	(void)arg, (void)f, (void)text, (void)issue;
	*id = 7;
	return STATUS_OK;
}

static void name(void *arg, const struct field *f, int64_t id, struct str *out)
{
	(void)arg, (void)f, (void)id;
	str_add(out, filled_name);
}

static enum status read(void *arg, const struct field *f, const char *text,
	struct value *out, struct issue *issue)
{
	struct value_context c = {
		.today = date_of(2026, 11, 24), .resolve = resolve, .name = name
	};

	(void)arg;
	return value_parse(f, text, &c, out, issue);
}

static void print(void *arg, const struct field *f, const struct value *v,
	struct str *out)
{
	struct value_context c = {
		.today = date_of(2026, 11, 24), .resolve = resolve, .name = name
	};

	(void)arg;
	value_print(f, v, &c, VALUE_FOR_FILES, out);
}

static void choose(void *arg, const struct field *f, const char *typed)
{
	struct page *p = ((struct screen *)arg)->state;

	p->chosen++;
	p->chosen_field = f;
	snprintf(p->typed, sizeof p->typed, "%s", typed);
}

static bool last(void *arg, const struct field *f, struct str *text)
{
	(void)arg;
	if (f->number == 2)
		str_add(text, "上次的目标");
	if (f->number == 6)
		str_add(text, "分村包干");
	return f->number == 2 || f->number == 6;
}

static void save(void *arg)
{
	((struct page *)((struct screen *)arg)->state)->saves++;
}

static enum status open(struct screen *s, const void *arg, struct error *err)
{
	struct page *p = s->state;
	const char *const *texts = arg;

	(void)err;
	form_init(&p->form,
		&(struct form_owner){ s, read, print, choose, last, save });
	for (size_t i = 0; fields[i].name; i++)
		form_add(&p->form, &fields[i], fields[i].label, fields[i].help,
			i >= MEANS && i <= LEAD ? "落实" : "任务",
			texts ? texts[i] : NULL);
	form_set_suffix(&p->form, TARGET, "座");
	return STATUS_OK;
}

static struct form *form_of(const struct screen *s)
{
	return &((struct page *)s->state)->form;
}

static void close(struct screen *s)
{
	form_fini(form_of(s));
}

static void hint(const struct screen *s, struct str *out)
{
	form_print_hint(form_of(s), out);
}

static void position(const struct screen *s, struct str *out)
{
	form_print_position(form_of(s), out);
}

static void layout(struct screen *s, int rows, int cols)
{
	form_layout(form_of(s), rows, cols);
}

static void draw(const struct screen *s, struct canvas *c, struct rect r)
{
	form_draw(form_of(s), c, r);
}

static struct point cursor(const struct screen *s, struct rect r)
{
	return form_cursor(form_of(s), r);
}

static const struct command *focus(const struct screen *s)
{
	return form_commands(form_of(s));
}

static enum handled command(struct screen *s, int cmd, int times)
{
	return form_command(form_of(s), cmd, times);
}

static enum handled key(struct screen *s, uint32_t k)
{
	return form_key(form_of(s), k);
}

static enum handled text(struct screen *s, const char *utf8, bool pasted)
{
	return form_write(form_of(s), utf8, pasted);
}

static const struct screen_ops page_ops = {
	.name = "page",
	.kind = SCREEN_FORM,
	.state_size = sizeof(struct page),
	.open = open,
	.close = close,
	.hint = hint,
	.position = position,
	.layout = layout,
	.draw = draw,
	.cursor = cursor,
	.focus = focus,
	.command = command,
	.key = key,
	.text = text,
};

static const char *const filled[] = {
	[TITLE] = "农村改厕",
	[GOAL] = "全乡完成改厕380座",
	[TARGET] = "380",
	[STARTS] = "2026-03-01",
	[DUE] = "2026-12-10",
	[MEANS] = "分村包干；每周例会；材料统一采购；不合格的当月返工，返工情况"
		  "写入周报，由包村领导核实并在例会上通报",
	[LEAD] = filled_name,
	[URGENCY] = "一般",
	[WEIGHT] = "1",
	[BASIS] = "",
};

static void looks_at(int rows, int cols, const char *golden)
{
	struct stage g;

	stage_open(&g, rows, cols);
	stage_push(&g, &page_ops, filled);
	stage_golden(&g, golden);
	stage_close(&g);
}

static void looks(void **state)
{
	(void)state;
	looks_at(24, 80, "form_80x24");
	looks_at(16, 60, "form_60x16");
	looks_at(43, 132, "form_132x43");
}

static void empty_form_and_its_errors(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *s = stage_push(&g, &page_ops, NULL);
	struct page *p = s->state;
	stage_keys(&g, "改厕<Tab*3>13-45<Tab>x");
	stage_golden(&g, "form_error");
	assert_string_equal(form_text(&p->form, STARTS), "13-45");
	stage_keys(&g, "<F2>");
	assert_int_equal(p->saves, 0);
	/* the leader is missing, but the first of the form is the date */
	assert_ptr_equal(form_focus(&p->form), &fields[STARTS]);
	stage_golden(&g, "form_refused");
	stage_close(&g);
}

static void enter_alone_does_a_form(void **state)
{
	struct stage g;
	struct values values = { 0 };

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *s = stage_push(&g, &page_ops, NULL);
	struct page *p = s->state;
	stage_keys(&g, "改厕<Enter>全乡<Enter>380<Enter>3-1<Enter>月底<Enter>");
	/* required ones first: in their section */
	assert_ptr_equal(form_focus(&p->form), &fields[LEAD]);
	form_choose(&p->form, &(struct value){ .kind = VALUE_INT, .number = 7 },
		"龙庆源");
	assert_ptr_equal(form_focus(&p->form), &fields[MEANS]);
	stage_keys(&g, "分村包干<Enter>每周例会<Enter><Enter>");
	assert_null(form_focus(&p->form)); /* the fold */
	stage_keys(&g, "<Enter>");
	assert_ptr_equal(form_focus(&p->form), &fields[URGENCY]);
	stage_keys(&g, "<Enter>5<Enter>〔2026〕3号<Enter>");
	assert_null(form_focus(&p->form));
	assert_int_equal(p->saves, 0);
	stage_golden(&g, "form_at_save");
	stage_keys(&g, "<Enter>");
	assert_int_equal(p->saves, 1);
	form_values(&p->form, false, &values);
	assert_int_equal(values_int(&values, &fields[TARGET]), 380);
	assert_int_equal(values_int(&values, &fields[LEAD]), 7);
	assert_int_equal(values_int(&values, &fields[WEIGHT]), 5);
	assert_string_equal(values_text(&values, &fields[DUE]), "2026-11-30");
	assert_string_equal(
		values_text(&values, &fields[MEANS]), "分村包干\n每周例会");
	assert_false(values_has(&values, &fields[URGENCY]));
	assert_null(values_text(&values, &fields[URGENCY]));
	/* what was read stands as it is usually written */
	assert_string_equal(form_text(&p->form, DUE), "2026-11-30");
	values_free(&values);
	stage_close(&g);
}

static void changed_values_only(void **state)
{
	struct stage g;
	struct values values = { 0 };

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, filled)->state;
	assert_false(form_is_dirty(&p->form));
	stage_keys(&g, "<Tab*2><C-u>400<Tab>");
	assert_true(form_is_dirty(&p->form));
	form_values(&p->form, true, &values);
	assert_int_equal(values.count, 1);
	assert_int_equal(values_int(&values, &fields[TARGET]), 400);
	form_begin(&p->form);
	assert_false(form_is_dirty(&p->form));
	form_set_fixed(&p->form, TITLE, true);
	stage_keys(&g, "<S-Tab*2>");
	assert_ptr_equal(form_focus(&p->form), &fields[GOAL]);
	stage_keys(&g, "<S-Tab>");
	assert_null(form_focus(&p->form)); /* round to save */
	values_free(&values);
	stage_close(&g);
}

static void edits_as_bash_does(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "农村 改厕<C-a>全乡<C-e>工作<C-w>");
	assert_string_equal(form_text(&p->form, TITLE), "全乡农村 ");
	stage_keys(&g, "<C-a><C-d><Right><C-k>");
	assert_string_equal(form_text(&p->form, TITLE), "乡");
	stage_keys(&g, "<Backspace>村<Home><Del><C-u>");
	assert_string_equal(form_text(&p->form, TITLE), "");
	stage_keys(&g, "<Paste>一\n二\t三\n</Paste>");
	assert_string_equal(form_text(&p->form, TITLE), "一 二 三");
	stage_close(&g);
}

static void length_is_kept_while_typing(void **state)
{
	struct stage g;
	struct str hint = STR_INIT, count = STR_INIT;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	for (int i = 0; i < 5; i++)
		stage_keys(&g, "农村改厕农村改厕农村");
	form_print_position(&p->form, &count);
	assert_string_equal(count.data, "50/50 characters");
	form_print_hint(&p->form, &hint);
	assert_string_equal(hint.data, "任务  做什么，一句话。");
	stage_keys(&g, "多");
	str_clear(&hint);
	form_print_hint(&p->form, &hint);
	assert_non_null(strstr(hint.data, "50"));
	assert_int_equal(strlen(form_text(&p->form, TITLE)), 150);
	stage_golden(&g, "form_full_line");
	str_free(&hint);
	str_free(&count);
	stage_close(&g);
}

static void up_and_down_walk_long_texts(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "<Tab*6>");
	assert_ptr_equal(form_focus(&p->form), &fields[MEANS]);
	stage_keys(&g, "一<Enter>二<Enter>三<Enter>四");
	stage_golden(&g, "form_long");
	stage_keys(&g, "<Up*3>");
	assert_ptr_equal(form_focus(&p->form), &fields[MEANS]);
	stage_keys(&g, "<Up>");
	assert_ptr_equal(form_focus(&p->form), &fields[LEAD]);
	stage_keys(&g, "<Down>");
	assert_ptr_equal(form_focus(&p->form), &fields[MEANS]);
	/* many at once are as many one by one */
	stage_keys(&g, "<Up*5>");
	assert_ptr_equal(form_focus(&p->form), &fields[DUE]);
	stage_keys(&g, "<Down*99>");
	assert_null(form_focus(&p->form));
	stage_keys(&g, "<Up*99>");
	assert_ptr_equal(form_focus(&p->form), &fields[TITLE]);
	stage_close(&g);
}

static void chosen_fields_open_a_picker(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, filled)->state;
	stage_keys(&g, "<Tab*5>lq");
	assert_int_equal(p->chosen, 1);
	assert_ptr_equal(p->chosen_field, &fields[LEAD]);
	assert_string_equal(p->typed, "lq");
	assert_string_equal(form_text(&p->form, LEAD), filled[LEAD]);
	stage_keys(&g, "<F4>");
	assert_int_equal(p->chosen, 2);
	assert_string_equal(p->typed, "");
	stage_keys(&g, "<Backspace>");
	assert_string_equal(form_text(&p->form, LEAD), "");
	/* a date is typed, F4 chooses */
	stage_keys(&g, "<S-Tab><C-u>+3<F4>");
	assert_ptr_equal(p->chosen_field, &fields[DUE]);
	assert_int_equal(p->chosen, 3);
	stage_keys(&g, "<Tab>");
	assert_string_equal(form_text(&p->form, DUE), "2026-11-27");
	stage_close(&g);
}

static void a_number_come_to_is_replaced(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "<Tab*2>380<Tab><S-Tab>");
	assert_string_equal(form_text(&p->form, TARGET), "380");
	/* what was there is shown as one piece, and gives way */
	stage_golden(&g, "form_fresh");
	stage_keys(&g, "4");
	assert_string_equal(form_text(&p->form, TARGET), "4");
	stage_keys(&g, "00");
	assert_string_equal(form_text(&p->form, TARGET), "400");
	/* line editing keeps it */
	stage_keys(&g, "<Tab><S-Tab><Backspace>5");
	assert_string_equal(form_text(&p->form, TARGET), "405");
	stage_keys(&g, "<Tab><S-Tab><End>0");
	assert_string_equal(form_text(&p->form, TARGET), "4050");
	/* a text is gone on with */
	stage_keys(&g, "<S-Tab>改<Tab><S-Tab>厕");
	assert_string_equal(form_text(&p->form, GOAL), "改厕");
	stage_close(&g);
}

static void same_as_last_time(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 24, 80);
	struct page *p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "<C-t>");
	assert_string_equal(form_text(&p->form, GOAL), "上次的目标");
	assert_string_equal(form_text(&p->form, MEANS), "分村包干");
	stage_keys(&g, "<Tab><C-u>改<C-t>");
	assert_string_equal(form_text(&p->form, GOAL), "上次的目标");
	stage_keys(&g, "<Tab><C-t>");
	assert_string_equal(form_text(&p->form, TARGET), "");
	stage_close(&g);
	/* something typed: this field only */
	stage_open(&g, 24, 80);
	p = stage_push(&g, &page_ops, NULL)->state;
	stage_keys(&g, "改<Tab><C-t>");
	assert_string_equal(form_text(&p->form, GOAL), "上次的目标");
	assert_string_equal(form_text(&p->form, MEANS), "");
	stage_close(&g);
}

static void issues_of_the_door_stand_at_fields(void **state)
{
	struct stage g;
	struct issues issues = { 0 };

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *s = stage_push(&g, &page_ops, filled);
	struct page *p = s->state;
	issues_add(&issues, &fields[WEIGHT], false, "权重合计超过100");
	issues_add(&issues, &fields[DUE], true, "11-30是周一，县里要求提前");
	form_put_issues(&p->form, &issues);
	/* the folded one was unfolded; the cursor is at the first */
	assert_ptr_equal(form_focus(&p->form), &fields[DUE]);
	stack_reload(g.st, s);
	stage_keys(&g, "");
	stage_golden(&g, "form_issues");
	/* saving again asks again: old faults do not stand in the way */
	stage_keys(&g, "<F2>");
	assert_int_equal(p->saves, 1);
	issues_free(&issues);
	stage_close(&g);
}

static void tall_form_scrolls(void **state)
{
	struct stage g;

	(void)state;
	stage_open(&g, 16, 60);
	struct page *p = stage_push(&g, &page_ops, filled)->state;
	stage_keys(&g, "<Tab*7><Enter><Tab*2>");
	assert_ptr_equal(form_focus(&p->form), &fields[BASIS]);
	stage_golden(&g, "form_scrolled");
	struct point at = term_null_cursor(g.term);
	assert_true(at.row >= 2 && at.row < 14);
	stage_close(&g);
}

static void keys_are_consistent(void **state)
{
	struct stage g;
	struct str faults = STR_INIT;

	(void)state;
	stage_open(&g, 24, 80);
	struct screen *s = stage_push(&g, &page_ops, filled);
	for (int i = 0; i < 8; i++) {
		struct command_chain chain = stack_chain(s);

		command_check(&chain, &faults);
		assert_string_equal(faults.data, "");
		stage_keys(&g, "<Tab>");
	}
	str_free(&faults);
	stage_close(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks),
		cmocka_unit_test(empty_form_and_its_errors),
		cmocka_unit_test(enter_alone_does_a_form),
		cmocka_unit_test(changed_values_only),
		cmocka_unit_test(edits_as_bash_does),
		cmocka_unit_test(length_is_kept_while_typing),
		cmocka_unit_test(up_and_down_walk_long_texts),
		cmocka_unit_test(chosen_fields_open_a_picker),
		cmocka_unit_test(a_number_come_to_is_replaced),
		cmocka_unit_test(same_as_last_time),
		cmocka_unit_test(issues_of_the_door_stand_at_fields),
		cmocka_unit_test(tall_form_scrolls),
		cmocka_unit_test(keys_are_consistent),
	};

	language_set(LANGUAGE_EN);
	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
