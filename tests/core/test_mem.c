#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "core/mem.h"

static void blocks(void **state)
{
	(void)state;
	int *zero = mem_zero(100, sizeof *zero);

	for (int i = 0; i < 100; i++)
		assert_int_equal(zero[i], 0);
	int *copy = mem_copy(zero, 100 * sizeof *zero);
	assert_memory_equal(copy, zero, 100 * sizeof *zero);
	mem_free(copy);
	mem_free(zero);
	assert_null(mem_text(NULL));
	char *text = mem_text("王芳");
	assert_string_equal(text, "王芳");
	mem_free(text);
	/* nothing is something, too */
	void *none[] = { mem_alloc(0), mem_zero(0, 0), mem_copy("", 0),
		mem_resize(NULL, 0, 8), mem_resize(NULL, 8, 0) };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_non_null(none[i]);
		mem_free(none[i]);
	}
	mem_free(NULL);
}

static void arrays_grow(void **state)
{
	int *number = NULL;
	size_t size = 0;

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		number = mem_grow(number, i, &size, sizeof *number);
		assert_true(size > i);
		number[i] = (int)i;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(number[i], i);
	mem_free(number);
}

static int out_pipe[2];

static void tell(void *arg)
{
	assert_ptr_equal(arg, out_pipe);
	if (write(out_pipe[1], "!", 1) < 0)
		_exit(3);
	/* running out once more must not come here again */
	mem_resize(NULL, SIZE_MAX, 2);
	_exit(4);
}

static void out_of_memory_ends_the_process(void **state)
{
	char told[8];
	int status;

	(void)state;
	assert_int_equal(pipe(out_pipe), 0);
	pid_t child = fork();
	if (child == 0) {
		int none = open("/dev/null", O_WRONLY);

		dup2(none, STDERR_FILENO);
		mem_on_out(tell, out_pipe);
		mem_resize(NULL, SIZE_MAX / 2, 4); /* the product overflows */
		_exit(2);
	}
	close(out_pipe[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	assert_int_equal(read(out_pipe[0], told, sizeof told), 1);
	close(out_pipe[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
		cmocka_unit_test(arrays_grow),
		cmocka_unit_test(out_of_memory_ends_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
