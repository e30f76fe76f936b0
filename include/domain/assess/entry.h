/*
 * entry.h: what stands in a diligence archive: made by effects, never typed;
 * an addendum (entry.amend) says what it corrects.
 */
#ifndef DOMAIN_ASSESS_ENTRY_H
#define DOMAIN_ASSESS_ENTRY_H

#include "domain/action.h"
#include "domain/assign/share.h"
#include "domain/record.h"
#include "domain/supervise/check.h"

/* Numbers are stored; others come with the steps that make them. */
enum entry_category {
	ENTRY_SHARE = 1, /* a finished share: time, quality, effect */
	ENTRY_ADDENDUM,
	ENTRY_CHECK /* what a check found, fed back */
};
extern const struct choice entry_categories[];

enum entry_field {
	ENTRY_ARCHIVE,
	ENTRY_DAY,
	ENTRY_CATEGORY,
	ENTRY_TEXT,
	ENTRY_LATE_DAYS, /* 0 and below: on time */
	ENTRY_QUALITY,
	ENTRY_EFFECT,
	ENTRY_POINTS,
	ENTRY_OF_KIND, /* the record behind it */
	ENTRY_OF,
	ENTRY_AMENDS,
	ENTRY_SEALED,
	ENTRY_FIELDS_END
};
extern const struct field entry_fields[];
extern const struct record_type entry_type;
extern const struct action entry_amend;

/* Triggers that refuse to touch what is sealed; part of the derived SQL. */
#define ENTRY_SQL                                                            \
	"CREATE TRIGGER entry_sealed_update BEFORE UPDATE ON \"entry\" "     \
	"WHEN OLD.sealed=1 BEGIN "                                           \
	"SELECT RAISE(ABORT,'entry: sealed'); END;\n"                        \
	"CREATE TRIGGER entry_sealed_delete BEFORE DELETE ON \"entry\" "     \
	"WHEN OLD.sealed=1 BEGIN "                                           \
	"SELECT RAISE(ABORT,'entry: sealed'); END;\n"                        \
	"CREATE TRIGGER archive_sealed_update BEFORE UPDATE ON \"archive\" " \
	"WHEN OLD.sealed_on IS NOT NULL BEGIN "                              \
	"SELECT RAISE(ABORT,'archive: sealed'); END;\n"                      \
	"CREATE TRIGGER archive_sealed_delete BEFORE DELETE ON \"archive\" " \
	"WHEN OLD.sealed_on IS NOT NULL BEGIN "                              \
	"SELECT RAISE(ABORT,'archive: sealed'); END;\n"

/*
 * Adds the entry of a finished share to the archive of the person; one made
 * for the same share before stays and is named as amended.
 */
enum status entry_add_share(
	struct txn *txn, const struct share_done *done, struct error *err);
/* Adds the entry of a check to the archive of the person concerned. */
enum status entry_add_check(
	struct txn *txn, const struct check_fed_back *told, struct error *err);

#endif
