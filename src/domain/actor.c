#include "domain/actor.h"

#include "core/language.h"
#include "core/mem.h"

const struct field actor_fields[] = {
	[ACTOR_DECIDED_BY] = { .name = "decided_by",
		.label = N_("decided by"),
		.help = N_("Whose word it is, when you type it for another"),
		.type = FIELD_REF,
		.of = "person" },
	[ACTOR_BASIS] = { .name = "basis",
		.label = N_("basis"),
		.help = N_("How you know it: telephone, WeChat, paper"),
		.type = FIELD_VALUE,
		.of = "basis",
		.flags = FIELD_PAIRED },
	[ACTOR_BASIS_NO] = { .name = "basis_no",
		.label = N_("its number"),
		.help = N_("Number of the paper it rests on, if it has one"),
		.type = FIELD_TEXT,
		.max = 40,
		.flags = FIELD_PAIRED },
	[ACTOR_END] = { .name = NULL },
};

void actor_take(struct values *v, struct actor *actor, char **kept)
{
	const struct field *f = actor_fields;

	actor->person = values_int(v, &f[ACTOR_DECIDED_BY]);
	actor->basis = values_int(v, &f[ACTOR_BASIS]);
	*kept = mem_text(values_text(v, &f[ACTOR_BASIS_NO]));
	actor->basis_no = *kept;
	for (int i = 0; i < ACTOR_END; i++)
		values_remove(v, &f[i]);
}
