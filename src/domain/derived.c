#include "domain/derived.h"

#include "domain/assess/entry.h"
#include "domain/assign/due.h"
#include "domain/supervise/supervise_due.h"

static enum status derive(
	struct txn *txn, const struct change *c, struct error *err)
{
	enum status status = due_derive(txn, c, err);

	return status ? status : supervise_derive(txn, c, err);
}

static enum status rebuild(struct txn *txn, struct error *err)
{
	enum status status = due_rebuild(txn, err);

	return status ? status : supervise_rebuild(txn, err);
}

const struct derived domain_derived = {
	.tables = due_tables,
	.sql = DUE_SQL ENTRY_SQL,
	.derive = derive,
	.rebuild = rebuild,
};
