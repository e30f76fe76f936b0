#include "store/change.h"

#include <string.h>
#include "core/language.h"
#include "core/mem.h"

enum { FORMAT = 1, TAG_NULL = 0, TAG_INT = 1, TAG_TEXT = 2, TAG_DIGEST = 3 };

static void put_varint(struct str *out, uint64_t n)
{
	while (n >= 0x80) {
		str_add_char(out, (char)(n | 0x80));
		n >>= 7;
	}
	str_add_char(out, (char)n);
}

static void put_value(struct str *out, const struct change_value *v)
{
	uint64_t n;
	size_t len_bytes;

	if (v->is_digest) {
		str_add_char(out, TAG_DIGEST);
		str_add_bytes(out, v->digest, sizeof v->digest);
		return;
	}
	switch (v->value.kind) {
	case VALUE_INT:
		n = (uint64_t)v->value.number << 1;
		str_add_char(out, TAG_INT);
		put_varint(out, v->value.number < 0 ? ~n : n);
		break;
	case VALUE_TEXT:
		len_bytes = strlen(v->value.text);
		str_add_char(out, TAG_TEXT);
		put_varint(out, len_bytes);
		str_add_bytes(out, v->value.text, len_bytes);
		break;
	default:
		str_add_char(out, TAG_NULL);
	}
}

void changes_encode(const struct changes *c, struct str *out)
{
	str_add_char(out, FORMAT);
	for (size_t i = 0; i < c->count; i++) {
		const struct change *x = &c->item[i];

		put_varint(out, (uint64_t)x->kind);
		put_varint(out, (uint64_t)x->id);
		str_add_char(out, (char)x->op);
		put_varint(out, x->count);
		for (size_t k = 0; k < x->count; k++) {
			const struct change_field *f = &x->field[k];

			put_varint(out, (uint64_t)f->number);
			if (x->op != CHANGE_INSERT)
				put_value(out, &f->before);
			if (x->op != CHANGE_DELETE)
				put_value(out, &f->after);
		}
	}
}

/* ---- reading: every length is checked against what is left */

struct reader {
	const unsigned char *at, *end;
	bool is_bad;
};

static uint64_t get_varint(struct reader *r)
{
	uint64_t n = 0;

	for (int shift = 0; shift < 64; shift += 7) {
		if (r->at == r->end)
			break;
		unsigned char b = *r->at++;

		n |= (uint64_t)(b & 0x7f) << shift;
		if (!(b & 0x80))
			return n;
	}
	r->is_bad = true;
	return 0;
}

static int get_byte(struct reader *r)
{
	if (r->at == r->end) {
		r->is_bad = true;
		return 0;
	}
	return *r->at++;
}

static void get_text(struct reader *r, struct change_value *v)
{
	uint64_t n = get_varint(r);

	if (r->is_bad || n > (uint64_t)(r->end - r->at) ||
		memchr(r->at, 0, (size_t)n)) {
		r->is_bad = true;
		return;
	}
	v->value.kind = VALUE_TEXT;
	v->value.text = mem_alloc((size_t)n + 1);
	memcpy(v->value.text, r->at, (size_t)n);
	v->value.text[n] = 0;
	r->at += n;
}

static void get_value(struct reader *r, struct change_value *v)
{
	uint64_t n;

	switch (get_byte(r)) {
	case TAG_NULL:
		break;
	case TAG_INT:
		n = get_varint(r);
		v->value = value_int((int64_t)(n & 1 ? ~(n >> 1) : n >> 1));
		break;
	case TAG_TEXT:
		get_text(r, v);
		break;
	case TAG_DIGEST:
		if (r->end - r->at < CHANGE_DIGEST_BYTES) {
			r->is_bad = true;
			break;
		}
		memcpy(v->digest, r->at, CHANGE_DIGEST_BYTES);
		v->is_digest = true;
		r->at += CHANGE_DIGEST_BYTES;
		break;
	default:
		r->is_bad = true;
	}
}

static void get_change(struct reader *r, struct change *c)
{
	uint64_t kind = get_varint(r);
	uint64_t id = get_varint(r);
	int op = get_byte(r);
	uint64_t n = get_varint(r);

	if (r->is_bad || kind < 1 || kind > 127 || id > INT64_MAX ||
		op < CHANGE_INSERT || op > CHANGE_DELETE || n > 255) {
		r->is_bad = true;
		return;
	}
	c->kind = (int)kind;
	c->id = (int64_t)id;
	c->op = (enum change_op)op;
	for (uint64_t i = 0; i < n && !r->is_bad; i++) {
		struct change_field *f;

		c->field = mem_grow(
			c->field, c->count, &c->size, sizeof *c->field);
		f = &c->field[c->count++];
		uint64_t number = get_varint(r);

		r->is_bad |= number < 1 || number > 255;
		*f = (struct change_field){ .number = (int)(number & 255) };
		if (op != CHANGE_INSERT)
			get_value(r, &f->before);
		if (op != CHANGE_DELETE)
			get_value(r, &f->after);
	}
}

enum status changes_decode(const void *bytes, size_t len_bytes,
	struct changes *out, struct error *err)
{
	struct reader r = { bytes, (const unsigned char *)bytes + len_bytes,
		false };

	if (get_byte(&r) != FORMAT)
		r.is_bad = true;
	while (!r.is_bad && r.at < r.end) {
		out->item = mem_grow(
			out->item, out->count, &out->size, sizeof *out->item);
		out->item[out->count] = (struct change){ .kind = 0 };
		get_change(&r, &out->item[out->count++]);
	}
	if (!r.is_bad)
		return STATUS_OK;
	changes_free(out);
	return error_set(err, STATUS_CORRUPT,
		_("restore the last backup: liubu restore FILE"),
		_("a row of the journal cannot be read"));
}

void changes_free(struct changes *c)
{
	for (size_t i = 0; i < c->count; i++) {
		for (size_t k = 0; k < c->item[i].count; k++) {
			value_free(&c->item[i].field[k].before.value);
			value_free(&c->item[i].field[k].after.value);
		}
		mem_free(c->item[i].field);
	}
	mem_free(c->item);
	*c = (struct changes){ .item = NULL };
}

const struct change_field *change_field(const struct change *c, int number)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->field[i].number == number)
			return &c->field[i];
	return NULL;
}

const struct change *changes_find(const struct changes *c, int kind, int64_t id)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->item[i].kind == kind && c->item[i].id == id)
			return &c->item[i];
	return NULL;
}
