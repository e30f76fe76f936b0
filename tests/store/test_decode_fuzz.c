/*
 * test_decode_fuzz.c: bytes that were changes of a row of the journal, or a
 * draft, damaged in many ways: what still decodes is whole and can be written
 * and read again; all else is refused and leaves nothing.
 *
 * FUZZ_SECONDS goes on for so long each, FUZZ_SEED begins elsewhere.
 */
#include "world.h"

#include <time.h>
#include "store/draft_code.h"

enum { RUNS = 150000, HEAD_BYTES = 16, TAIL_BYTES = 8 };

struct fuzz {
	struct world w; /* for its random numbers */
	time_t until;
	long runs, taken;
};

static void begin(struct fuzz *f)
{
	const char *seconds = getenv("FUZZ_SECONDS");
	const char *seed = getenv("FUZZ_SEED");

	*f = (struct fuzz){ .until = 0 };
	f->w.random =
		seed ? strtoull(seed, NULL, 10) * 2654435761u + 1 : 20261124;
	f->until = seconds ? time(NULL) + atol(seconds) : 0;
}

static bool goes_on(struct fuzz *f)
{
	f->runs++;
	return f->until ? time(NULL) < f->until : f->runs <= RUNS;
}

static void end(struct fuzz *f)
{
	print_message("%ld runs, %ld taken\n", f->runs, f->taken);
	assert_true(f->taken > f->runs / 100); /* or nothing was tested */
	assert_true(f->taken < f->runs - f->runs / 100);
}

static size_t below(struct fuzz *f, size_t n)
{
	return n ? (size_t)world_random(&f->w, n) : 0;
}

/* Bytes changed, gone, doubled, put in, cut; several at once. */
static void damage(struct fuzz *f, struct str *s)
{
	static const unsigned char telling[] = { 0, 1, 2, 3, 0x7f, 0x80, 0xff };

	for (size_t i = 1 + below(f, 3); i; i--) {
		struct str next = STR_INIT;
		size_t at = below(f, s->len_bytes);
		size_t n = below(f, s->len_bytes - at) % 12;
		unsigned char byte = below(f, 2)
					     ? telling[below(f, sizeof telling)]
					     : (unsigned char)below(f, 256);

		str_add_bytes(&next, s->data, at);
		switch (below(f, 5)) {
		case 0:
			n = 0;
			str_add_char(&next, (char)byte);
			break;
		case 1:
			n = n ? n : 1;
			str_add_char(&next, (char)byte);
			break;
		case 2:
			str_add_bytes(&next, s->data + at, n);
			str_add_bytes(&next, s->data + at, n);
			break;
		case 3:
			break;
		default:
			n = below(f, 4) ? 0 : s->len_bytes - at;
		}
		if (at + n < s->len_bytes)
			str_add_bytes(
				&next, s->data + at + n, s->len_bytes - at - n);
		str_free(s);
		*s = next;
	}
}

/* ---- changes */

/* Its length is written in two bytes: a damaged one points far away. */
#define LONG                                                           \
	"a text of more than one hundred and twenty-seven bytes, so "  \
	"that there are as many of them as it takes to have a length " \
	"of two bytes"

static void put_value(struct fuzz *f, struct change_value *v)
{
	static const char *const texts[] = { "x", "农村改厕", "2026-11-24",
		LONG };

	switch (below(f, 4)) {
	case 0:
		v->value = value_int((int64_t)below(f, 1000) - 500);
		break;
	case 1:
		v->value = value_text(texts[below(f, LEN(texts))]);
		break;
	case 2:
		v->is_digest = true;
		memset(v->digest, (int)below(f, 256), sizeof v->digest);
		break;
	default:
		break;
	}
}

static void make_changes(struct fuzz *f, struct changes *c)
{
	c->count = c->size = 1 + below(f, 3);
	c->item = mem_zero(c->count, sizeof *c->item);
	for (size_t i = 0; i < c->count; i++) {
		struct change *x = &c->item[i];

		x->kind = 1 + (int)below(f, 127);
		x->id = (int64_t)below(f, 100000);
		x->op = (enum change_op)(1 + below(f, 3));
		x->count = x->size = 1 + below(f, 4);
		x->field = mem_zero(x->count, sizeof *x->field);
		for (size_t k = 0; k < x->count; k++) {
			x->field[k].number = 1 + (int)below(f, 255);
			if (x->op != CHANGE_INSERT)
				put_value(f, &x->field[k].before);
			if (x->op != CHANGE_DELETE)
				put_value(f, &x->field[k].after);
		}
	}
}

static void damaged_changes(void **state)
{
	struct fuzz f;

	(void)state;
	begin(&f);
	while (goes_on(&f)) {
		struct changes c = { .item = NULL }, back = { .item = NULL };
		struct str bytes = STR_INIT, again = STR_INIT, last = STR_INIT;
		struct error err = { STATUS_OK, "", "" };

		make_changes(&f, &c);
		changes_encode(&c, &bytes);
		changes_free(&c);
		damage(&f, &bytes);
		/* of that size exactly: ASan sees a byte too many */
		char *exact =
			mem_copy(bytes.data ? bytes.data : "", bytes.len_bytes);
		if (changes_decode(exact, bytes.len_bytes, &c, &err)) {
			assert_int_equal(err.status, STATUS_CORRUPT);
			assert_null(c.item);
		} else {
			f.taken++;
			changes_encode(&c, &again);
			assert_int_equal(changes_decode(again.data,
						 again.len_bytes, &back, NULL),
				STATUS_OK);
			changes_encode(&back, &last);
			assert_int_equal(last.len_bytes, again.len_bytes);
			assert_memory_equal(
				last.data, again.data, last.len_bytes);
		}
		changes_free(&c);
		changes_free(&back);
		mem_free(exact);
		str_free(&bytes);
		str_free(&again);
		str_free(&last);
	}
	end(&f);
}

/* ---- drafts */

static void make_draft(struct fuzz *f, struct draft *d)
{
	static const char *const names[] = { "progress", "done", "due",
		"difficulty", "decided_by" };
	static const char *const texts[] = { "", "40", "上半年一轮已完成\n二",
		"\nLBD", "a b" };

	*d = (struct draft){ .key = { .person = (int64_t)below(f, 200),
				     .form = "share.report",
				     .kind = 13,
				     .record = (int64_t)below(f, 400) } };
	for (size_t n = below(f, 6); n; n--)
		draft_set(d, names[below(f, LEN(names))],
			texts[below(f, LEN(texts))]);
}

static void add_number(struct str *s, uint64_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_add_char(s, (char)(n >> 8 * i));
}

static uint64_t sum_of(const char *bytes, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
	return h;
}

/* The body damaged and all sums made right again: only so is it read. */
static void forge(struct fuzz *f, struct str *piece)
{
	struct str body = STR_INIT, forged = STR_INIT;

	str_add_bytes(&body, piece->data + HEAD_BYTES,
		piece->len_bytes - HEAD_BYTES - TAIL_BYTES);
	damage(f, &body);
	str_add_bytes(&forged, piece->data, 4);
	add_number(&forged, body.len_bytes, 4);
	add_number(&forged, sum_of(forged.data, forged.len_bytes), 8);
	str_add_bytes(&forged, body.data ? body.data : "", body.len_bytes);
	add_number(&forged, sum_of(body.data, body.len_bytes), 8);
	str_free(&body);
	str_free(piece);
	*piece = forged;
}

static void assert_reads_again(const struct draft *d)
{
	struct str bytes = STR_INIT, again = STR_INIT;
	struct draft back;

	assert_true(draft_encode(d, &bytes));
	assert_true(draft_decode(bytes.data, bytes.len_bytes, &back));
	assert_true(draft_encode(&back, &again));
	assert_int_equal(bytes.len_bytes, again.len_bytes);
	assert_memory_equal(bytes.data, again.data, bytes.len_bytes);
	draft_free(&back);
	str_free(&bytes);
	str_free(&again);
}

static void damaged_drafts(void **state)
{
	struct fuzz f;

	(void)state;
	begin(&f);
	while (goes_on(&f)) {
		struct draft d, back;
		struct str piece = STR_INIT;

		make_draft(&f, &d);
		assert_true(draft_encode(&d, &piece));
		draft_free(&d);
		if (below(&f, 4))
			forge(&f, &piece);
		else
			damage(&f, &piece);
		char *exact =
			mem_copy(piece.data ? piece.data : "", piece.len_bytes);
		if (draft_decode(exact, piece.len_bytes, &back)) {
			f.taken++;
			assert_reads_again(&back);
		} else {
			assert_int_equal(back.count, 0);
			assert_null(back.field);
		}
		draft_free(&back);
		mem_free(exact);
		str_free(&piece);
	}
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_changes),
		cmocka_unit_test(damaged_drafts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
