/*
 * golden.h: compares what is drawn with files in tests/tui/golden, or where
 * GOLDEN_DIR says.
 *
 * A golden holds the text of the canvas, a line "--", and its roles
 * (canvas.h). With LIUBU_GOLDEN=write in the environment the files are
 * written anew; look at what git diff says then.
 */
#ifndef TESTS_TUI_GOLDEN_H
#define TESTS_TUI_GOLDEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/str.h"
#include "tui/canvas.h"

#ifndef GOLDEN_DIR
#define GOLDEN_DIR "tests/tui/golden"
#endif

static void golden_read(const char *path, struct str *out)
{
	char buf[4096];
	size_t n;
	FILE *f = fopen(path, "rb");

	while (f && (n = fread(buf, 1, sizeof buf, f)) > 0)
		str_add_bytes(out, buf, n);
	if (f)
		fclose(f);
}

static void golden_write(const char *path, const struct str *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(
		fwrite(text->data, 1, text->len_bytes, f), text->len_bytes);
	assert_int_equal(fclose(f), 0);
}

static void golden_check(const struct canvas *c, const char *name)
{
	struct str now = STR_INIT, was = STR_INIT;
	char path[200];
	const char *mode = getenv("LIUBU_GOLDEN");

	snprintf(path, sizeof path, GOLDEN_DIR "/%s.txt", name);
	assert_true(canvas_is_sound(c));
	canvas_text_dump(c, &now);
	str_add(&now, "--\n");
	canvas_role_dump(c, &now);
	if (mode && !strcmp(mode, "write"))
		golden_write(path, &now);
	golden_read(path, &was);
	if (strcmp(was.data, now.data))
		fail_msg("%s is another now:\n%s", path, now.data);
	str_free(&now);
	str_free(&was);
}

#endif
