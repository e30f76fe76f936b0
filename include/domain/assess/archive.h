/*
 * archive.h: the diligence archive (勤政档案), one a person and year.
 *
 * Entries arise by themselves (entry.h). The person states his side and
 * confirms; at year end it is sealed, from when on triggers refuse to change
 * or remove an entry: it is corrected by addendum only (product.md §3, 考).
 */
#ifndef DOMAIN_ASSESS_ARCHIVE_H
#define DOMAIN_ASSESS_ARCHIVE_H

#include "domain/action.h"
#include "domain/record.h"

enum archive_field {
	ARCHIVE_PERSON,
	ARCHIVE_YEAR,
	ARCHIVE_ENTRIES,
	ARCHIVE_STATEMENT,
	ARCHIVE_CONFIRMED_ON,
	ARCHIVE_SEALED_ON,
	ARCHIVE_FINGERPRINT, /* head of the journal at the seal */
	ARCHIVE_FIELDS_END
};
extern const struct field archive_fields[];
extern const struct record_type archive_type;
extern const struct action archive_statement, archive_confirm, archive_seal,
	archive_look;

/* Journals that the session looks into them, his own left out, each once:
 * what record_look() does for archives and their entries. */
enum status archive_tell_looks(const struct session *s, const int64_t *archive,
	size_t count, struct error *err);

/* 0 when there is none. */
int64_t archive_of(struct store *store, int64_t person, int year);
bool archive_is_sealed(struct store *store, int64_t archive);
/*
 * The archive that takes an entry of that day, made if needed: the day's
 * year, or, when that is sealed, the year of `today`. STATUS_REFUSED when
 * both are sealed.
 */
enum status archive_for(struct txn *txn, int64_t person, int day, int today,
	int64_t *archive, struct error *err);

#endif
