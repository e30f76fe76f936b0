#include "store/draft_code.h"

#include <stdio.h>
#include <string.h>

#include "core/mem.h"

/*
 * A piece: the mark, the length of the body and the checksum of the two; then
 * the body and its checksum. The head has its own, so that a length is
 * believed before what it spans is read. Numbers are little-endian.
 */
enum {
	MARK_BYTES = 4,
	HEAD_BYTES = MARK_BYTES + 4 + 8,
	TAIL_BYTES = 8,
	LAYOUT = 1, /* first byte of a body */
	NAME_MAX_BYTES = 255,
	FIELDS_MAX = 1000
};

static const char MARK[MARK_BYTES] = { '\n', 'L', 'B', 'D' };
/* ---- a draft in memory */

static struct draft_field *find_field(const struct draft *d, const char *name)
{
	for (size_t i = 0; i < d->count; i++)
		if (!strcmp(d->field[i].name, name))
			return &d->field[i];
	return NULL;
}

void draft_set(struct draft *d, const char *name, const char *text)
{
	struct draft_field *f = find_field(d, name);
	char *copy = mem_text(text);

	if (f) {
		mem_free(f->text);
		f->text = copy;
		return;
	}
	d->field = mem_grow(d->field, d->count, &d->size, sizeof *d->field);
	d->field[d->count++] =
		(struct draft_field){ .name = mem_text(name), .text = copy };
}

const char *draft_get(const struct draft *d, const char *name)
{
	const struct draft_field *f = find_field(d, name);

	return f ? f->text : NULL;
}

void draft_free(struct draft *d)
{
	for (size_t i = 0; i < d->count; i++) {
		mem_free(d->field[i].name);
		mem_free(d->field[i].text);
	}
	mem_free(d->field);
	*d = (struct draft){ 0 };
}

/* ---- encoding */

/* FNV-1a: damage is to be noticed here, not malice; the folder is ours. */
static uint64_t checksum(const char *bytes, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
	return h;
}

static void put_number(struct str *s, uint64_t n, int bytes)
{
	char out[8];

	for (int i = 0; i < bytes; i++)
		out[i] = (char)(n >> 8 * i & 0xff);
	str_add_bytes(s, out, (size_t)bytes);
}

static uint64_t number_at(const char *at, int bytes)
{
	uint64_t n = 0;

	for (int i = bytes - 1; i >= 0; i--)
		n = n << 8 | (unsigned char)at[i];
	return n;
}

static void put_text(struct str *s, const char *text)
{
	size_t len = strlen(text);

	put_number(s, len, 4);
	str_add_bytes(s, text, len);
}

static void put_body(struct str *s, const struct draft *d)
{
	put_number(s, LAYOUT, 1);
	put_number(s, (uint64_t)d->key.person, 8);
	put_number(s, (uint64_t)d->key.kind, 4);
	put_number(s, (uint64_t)d->key.record, 8);
	put_number(s, (uint64_t)d->revision, 8);
	put_number(s, (uint64_t)d->created_ms, 8);
	put_text(s, d->key.form);
	put_number(s, d->count, 4);
	for (size_t i = 0; i < d->count; i++) {
		put_text(s, d->field[i].name);
		put_text(s, d->field[i].text ? d->field[i].text : "");
	}
}

bool draft_encode(const struct draft *d, struct str *s)
{
	struct str body = STR_INIT;

	str_clear(s);
	if (d->count > FIELDS_MAX)
		return false;
	for (size_t i = 0; i < d->count; i++)
		if (strlen(d->field[i].name) > NAME_MAX_BYTES)
			return false;
	put_body(&body, d);
	if (body.len_bytes > DRAFT_PIECE_MAX) {
		str_free(&body);
		return false;
	}
	str_add_bytes(s, MARK, MARK_BYTES);
	put_number(s, body.len_bytes, 4);
	put_number(s, checksum(s->data, s->len_bytes), 8);
	str_add_bytes(s, body.data, body.len_bytes);
	put_number(s, checksum(body.data, body.len_bytes), TAIL_BYTES);
	str_free(&body);
	return true;
}

/* ---- decoding */

struct reader {
	const char *at, *end;
	bool bad;
};

static uint64_t get_number(struct reader *r, int bytes)
{
	if (r->bad || r->end - r->at < bytes) {
		r->bad = true;
		return 0;
	}
	uint64_t n = number_at(r->at, bytes);
	r->at += bytes;
	return n;
}

/* NULL when bad; a NUL within would cut the text silently: bad. */
static char *get_text(struct reader *r, size_t max_bytes)
{
	uint64_t len = get_number(r, 4);

	if (r->bad || len > max_bytes || len > (uint64_t)(r->end - r->at) ||
		memchr(r->at, 0, len)) {
		r->bad = true;
		return NULL;
	}
	char *text = mem_alloc(len + 1);
	memcpy(text, r->at, len);
	text[len] = 0;
	r->at += len;
	return text;
}

static bool decode(const char *body, size_t len, struct draft *d)
{
	struct reader r = { .at = body, .end = body + len };

	*d = (struct draft){ 0 };
	r.bad = get_number(&r, 1) != LAYOUT;
	d->key.person = (int64_t)get_number(&r, 8);
	d->key.kind = (int)get_number(&r, 4);
	d->key.record = (int64_t)get_number(&r, 8);
	d->revision = (int64_t)get_number(&r, 8);
	d->created_ms = (int64_t)get_number(&r, 8);
	char *form = get_text(&r, DRAFT_FORM_BYTES - 1);
	if (form)
		snprintf(d->key.form, sizeof d->key.form, "%s", form);
	mem_free(form);
	uint64_t count = get_number(&r, 4);
	if (count > FIELDS_MAX)
		r.bad = true;
	for (uint64_t i = 0; i < count && !r.bad; i++) {
		char *name = get_text(&r, NAME_MAX_BYTES);
		char *text = get_text(&r, DRAFT_PIECE_MAX);
		if (name && text)
			draft_set(d, name, text);
		mem_free(name);
		mem_free(text);
	}
	if (!r.bad && r.at == r.end)
		return true;
	draft_free(d);
	return false;
}

/* The body of the whole piece at `at`, or NULL. */
static const char *body_at(const char *at, const char *end, size_t *len)
{
	if ((size_t)(end - at) < HEAD_BYTES + TAIL_BYTES ||
		memcmp(at, MARK, MARK_BYTES) ||
		number_at(at + MARK_BYTES + 4, 8) !=
			checksum(at, MARK_BYTES + 4))
		return NULL;
	*len = (size_t)number_at(at + MARK_BYTES, 4);
	const char *body = at + HEAD_BYTES;
	if (*len > DRAFT_PIECE_MAX ||
		(size_t)(end - body) < *len + TAIL_BYTES ||
		number_at(body + *len, 8) != checksum(body, *len))
		return NULL;
	return body;
}

/* The last whole piece: what follows a damaged one is found by its mark. */
static const char *last_body(const char *at, const char *end, size_t *len)
{
	const char *last = NULL;
	size_t n;

	while (at && at < end) {
		const char *body = body_at(at, end, &n);
		if (body) {
			last = body;
			*len = n;
			at = body + n + TAIL_BYTES;
			continue;
		}
		at++;
		at = memmem(at, (size_t)(end - at), MARK, MARK_BYTES);
	}
	return last;
}

bool draft_decode(const char *bytes, size_t len_bytes, struct draft *d)
{
	size_t len = 0;
	const char *body = last_body(bytes, bytes + len_bytes, &len);

	*d = (struct draft){ 0 };
	return body && decode(body, len, d);
}
