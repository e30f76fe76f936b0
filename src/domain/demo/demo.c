/* demo.c: a new file, founded and lived through. */
#include "domain/demo.h"

#include <stdio.h>
#include <unistd.h>
#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "demo_inside.h"
#include "domain/record.h"
#include "store/place.h"
#include "store/store.h"

/* Whoever makes the file may do all that setting up takes (setup.c). */
static void founder(struct demo *d, const char *os_user)
{
	d->office = (struct session){ .store = d->store,
		.clock = { .kind = TXN_CLOCK_SET, .zone_minutes = 480 },
		.roles = 1u << RIGHT_ROLE_CLERK | 1u << RIGHT_ROLE_SUPERVISOR |
			 1u << RIGHT_ROLE_LEADER | 1u << RIGHT_ROLE_ADMIN,
		.is_known = true,
		.origin = "demo" };
	plain_copy(d->office.os_user, sizeof d->office.os_user, os_user);
	plain_copy(d->office.name, sizeof d->office.name, os_user);
}

/* What a failed or stopped attempt leaves is nobody's file. */
static void remove_file(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-lock" };
	struct str name = STR_INIT;

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		str_clear(&name);
		str_addf(&name, "%s%s", path, ends[i]);
		unlink(name.data);
	}
	str_free(&name);
}

enum status demo_make(const char *path, const char *os_user,
	const struct demo_progress *progress, struct error *err)
{
	struct clock clock = { .zone_minutes = 480 };

	return demo_make_on(path, os_user, clock_today(&clock), progress, err);
}

enum status demo_make_on(const char *path, const char *os_user, int last_day,
	const struct demo_progress *progress, struct error *err)
{
	struct error why = { .status = STATUS_OK };
	struct demo d = { .err = &why };

	if (access(path, F_OK) == 0)
		return error_set(err, STATUS_REFUSED,
			_("Name another file with --db."),
			_("There is a file already: %s"), path);
	d.status = store_create(path, record_setup(), &why);
	if (d.status == STATUS_OK) {
		d.status = store_open(path, record_setup(), &d.store, &why);
		d.shift = last_day - demo_day_of(DEMO_LAST);
		founder(&d, os_user);
		demo_set_day(&d, demo_day_of(DEMO_FIRST));
		if (d.status == STATUS_OK)
			demo_found(&d);
		if (d.status == STATUS_OK)
			demo_live(&d, progress);
		store_leave(d.store);
		store_close(d.store);
		if (d.status != STATUS_OK)
			remove_file(path);
	}
	if (d.status != STATUS_OK && err)
		*err = why;
	return d.status;
}
