/*
 * test_change.c: changes to bytes and back, and bytes that are no changes.
 */
#include "world.h"

static void put_random(struct world *w, struct change_value *v)
{
	char text[300];
	size_t n;

	switch (world_random(w, 5)) {
	case 0:
		v->value = (struct value){ .kind = VALUE_NULL };
		break;
	case 1:
		v->value = value_int((int64_t)(w->random * 2654435761u));
		break;
	case 2:
		v->value = value_int((int64_t)world_random(w, 200) - 100);
		break;
	case 3:
		n = 1 + world_random(w, sizeof text - 1);
		for (size_t i = 0; i < n - 1; i++)
			text[i] = (char)(1 + world_random(w, 255));
		text[n - 1] = 0;
		v->value = value_text(text);
		break;
	default:
		v->is_digest = true;
		for (size_t i = 0; i < sizeof v->digest; i++)
			v->digest[i] = (unsigned char)world_random(w, 256);
	}
}

static void make_random(struct world *w, struct changes *c)
{
	c->count = c->size = world_random(w, 6);
	c->item = c->count ? mem_zero(c->count, sizeof *c->item) : NULL;
	for (size_t i = 0; i < c->count; i++) {
		struct change *x = &c->item[i];

		x->kind = 1 + (int)world_random(w, 127);
		x->id = (int64_t)(w->random >> (1 + world_random(w, 63)));
		x->op = (enum change_op)(1 + world_random(w, 3));
		x->count = x->size = world_random(w, 9);
		x->field =
			x->count ? mem_zero(x->count, sizeof *x->field) : NULL;
		for (size_t k = 0; k < x->count; k++) {
			x->field[k].number = 1 + (int)world_random(w, 255);
			if (x->op != CHANGE_INSERT)
				put_random(w, &x->field[k].before);
			if (x->op != CHANGE_DELETE)
				put_random(w, &x->field[k].after);
		}
	}
}

static bool same_value(
	const struct change_value *a, const struct change_value *b)
{
	return a->is_digest == b->is_digest &&
	       (a->is_digest ? memcmp(a->digest, b->digest, sizeof a->digest) ==
				       0
			     : value_equal(&a->value, &b->value));
}

static void assert_same(const struct changes *a, const struct changes *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		const struct change *x = &a->item[i];
		const struct change *y = &b->item[i];

		assert_int_equal(x->kind, y->kind);
		assert_int_equal(x->id, y->id);
		assert_int_equal(x->op, y->op);
		assert_int_equal(x->count, y->count);
		for (size_t k = 0; k < x->count; k++) {
			assert_int_equal(
				x->field[k].number, y->field[k].number);
			assert_true(same_value(
				&x->field[k].before, &y->field[k].before));
			assert_true(same_value(
				&x->field[k].after, &y->field[k].after));
		}
	}
}

static void bytes_come_back(void **state)
{
	struct world *w = *state;

	for (int round = 0; round < 20000; round++) {
		struct changes c, back = { .item = NULL };
		struct str bytes = STR_INIT;
		struct str again = STR_INIT;

		make_random(w, &c);
		changes_encode(&c, &bytes);
		assert_int_equal(changes_decode(bytes.data, bytes.len_bytes,
					 &back, NULL),
			STATUS_OK);
		assert_same(&c, &back);
		changes_encode(&back, &again);
		assert_int_equal(bytes.len_bytes, again.len_bytes);
		assert_memory_equal(bytes.data, again.data, again.len_bytes);
		changes_free(&c);
		changes_free(&back);
		str_free(&bytes);
		str_free(&again);
	}
}

/* Every shorter piece is refused or is itself whole; never a read beyond. */
static void cut_bytes_are_refused(void **state)
{
	struct world *w = *state;

	for (int round = 0; round < 500; round++) {
		struct changes c, back = { .item = NULL };
		struct str bytes = STR_INIT;

		make_random(w, &c);
		changes_encode(&c, &bytes);
		for (size_t n = 0; n < bytes.len_bytes; n++) {
			/* a copy of that size: ASan sees a byte too many */
			char *cut = malloc(n ? n : 1);

			memcpy(cut, bytes.data, n);
			if (!changes_decode(cut, n, &back, NULL)) {
				assert_true(back.count < c.count);
				changes_free(&back);
			}
			assert_null(back.item);
			free(cut);
		}
		changes_free(&c);
		str_free(&bytes);
	}
}

static void random_bytes_do_no_harm(void **state)
{
	struct world *w = *state;
	int taken = 0;

	for (int round = 0; round < 300000; round++) {
		size_t n = world_random(w, 60);
		unsigned char *bytes = malloc(n ? n : 1);
		struct changes c = { .item = NULL };

		for (size_t i = 0; i < n; i++)
			bytes[i] =
				(unsigned char)world_random(w, i % 3 ? 256 : 5);
		if (n && round % 8)
			bytes[0] = 1;
		if (!changes_decode(bytes, n, &c, NULL)) {
			struct str again = STR_INIT;
			struct changes back = { .item = NULL };

			/* whatever is taken can be written and read again */
			changes_encode(&c, &again);
			assert_int_equal(changes_decode(again.data,
						 again.len_bytes, &back, NULL),
				STATUS_OK);
			assert_same(&c, &back);
			changes_free(&back);
			str_free(&again);
			taken++;
		}
		changes_free(&c);
		free(bytes);
	}
	assert_true(taken > 100);
}

static void a_flipped_bit_does_no_harm(void **state)
{
	struct world *w = *state;

	for (int round = 0; round < 20000; round++) {
		struct changes c, back = { .item = NULL };
		struct str bytes = STR_INIT;

		make_random(w, &c);
		changes_encode(&c, &bytes);
		bytes.data[world_random(w, bytes.len_bytes)] ^=
			(char)(1 << world_random(w, 8));
		changes_decode(bytes.data, bytes.len_bytes, &back, NULL);
		changes_free(&back);
		changes_free(&c);
		str_free(&bytes);
	}
}

static void numbers_out_of_range_are_refused(void **state)
{
	static const struct {
		unsigned char bytes[16];
		size_t len;
	} bad[] = {
		{ { 2 }, 1 },			/* another format */
		{ { 1, 0, 1, 2, 0 }, 5 },	/* kind 0 */
		{ { 1, 0x80, 1, 1, 2, 0 }, 6 }, /* kind 128 */
		{ { 1, 1, 1, 0, 0 }, 5 },	/* operation 0 */
		{ { 1, 1, 1, 4, 0 }, 5 },
		{ { 1, 1, 1, 1, 1, 0, 0 }, 7 },	      /* field 0 */
		{ { 1, 1, 1, 1, 1, 0x80, 2, 0 }, 8 }, /* field 256 */
		{ { 1, 1, 1, 1, 1, 0x81, 0x80, 0x80, 0x80, 0x10, 0 },
			11 },				    /* 2^32 + 1 */
		{ { 1, 1, 1, 1, 1, 1, 2, 2, 'a', 0 }, 10 }, /* NUL in text */
		{ { 1, 1, 1, 1, 1, 1, 4 }, 7 },		    /* tag 4 */
		{ { 1, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
			  1, 2, 0 },
			14 }, /* id 2^63 */
	};
	struct changes c = { .item = NULL };
	struct error err;

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++)
		if (changes_decode(bad[i].bytes, bad[i].len, &c, &err) !=
			STATUS_CORRUPT)
			fail_msg("taken: %zu", i);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_set_up, world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(bytes_come_back),
		T(cut_bytes_are_refused),
		T(random_bytes_do_no_harm),
		T(a_flipped_bit_does_no_harm),
		T(numbers_out_of_range_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
