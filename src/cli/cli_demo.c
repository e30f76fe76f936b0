/* demo: the sample township in a new file, then the screens. */
#include "cli/command.h"

#include <unistd.h>
#include "core/language.h"
#include "domain/demo.h"
#include "store/place.h"

const struct cli_option cli_demo_options[] = {
	{ .name = "no-screens", .help = N_("makes the file and ends") },
	{ .name = NULL },
};

static bool tell(void *arg, int done_days, int all_days)
{
	(void)arg;
	cli_progress(_("sample township"), (size_t)done_days, (size_t)all_days);
	return true;
}

int cli_demo(struct cli *c)
{
	struct demo_progress progress = { .tell = tell };
	struct str path = STR_INIT;
	struct str dir = STR_INIT;
	char user[64];
	struct error err;
	enum status st = cli_path(c, &path, &err);

	if (st == STATUS_OK) {
		place_dir_of(path.data, &dir);
		st = place_make_dir(dir.data, &err);
	}
	if (st == STATUS_OK)
		st = demo_make(path.data, session_os_user(user, sizeof user),
			&progress, &err);
	cli_progress_end();
	if (st == STATUS_OK) {
		str_addf(&c->out, "%s\n", path.data);
		cli_flush(c);
	}
	str_free(&path);
	str_free(&dir);
	if (st != STATUS_OK)
		return cli_fail(c, &err);
	return cli_has(c, "no-screens") ? CLI_OK : cli_start(c);
}
