/*
 * floor_raw.h: prepared statements straight on the library: what a page by
 * key, a commit of one row and a hash cost at least.
 */
#ifndef BENCH_FLOOR_RAW_H
#define BENCH_FLOOR_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct raw;

/* file: of liubu, only read. scratch: is made, one table of one row, WAL and
 * synchronous=FULL like liubu's, never checkpointed. NULL: an error. */
struct raw *raw_open(const char *file, const char *scratch);
void raw_close(struct raw *raw);

/* `rows` tasks by key from the middle of their index; returns how many. */
int raw_page(struct raw *raw, int rows);
/* One row changed, committed durably. */
bool raw_commit(struct raw *raw);
/* All bytes the journal's hashes are made of, hashed again by nettle alone;
 * returns how many. */
int64_t raw_hash(struct raw *raw);
/* `rows` tasks inserted one by one into a table like task, one transaction. */
bool raw_insert(struct raw *raw, int rows);

#endif
