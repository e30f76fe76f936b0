#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "core/phone.h"

static void test_numbers_of_offices(void **state)
{
	static const struct {
		const char *text, *canonical, *masked;
	} forms[] = {
		{ "13900000001", "13900000001", "139****0001" },
		{ "139-0000-0001", "13900000001", "139****0001" },
		{ " 139 0000 0001 ", "13900000001", "139****0001" },
		{ "+86 139 0000 0001", "13900000001", "139****0001" },
		{ "+86-13900000001", "13900000001", "139****0001" },
		{ "8613900000001", "13900000001", "139****0001" },
		{ "008613900000001", "13900000001", "139****0001" },
		{ "013900000001", "13900000001", "139****0001" },
		{ "１３９０００００００１", "13900000001", "139****0001" },
		{ "13900000001.0", "13900000001", "139****0001" },
		{ "19900000001", "19900000001", "199****0001" },
		{ "0771-1234567", "0771-1234567", "0771-****567" },
		{ "07711234567", "0771-1234567", "0771-****567" },
		{ "(0771)1234567", "0771-1234567", "0771-****567" },
		{ "（0771）1234567", "0771-1234567", "0771-****567" },
		{ "0771 123 4567", "0771-1234567", "0771-****567" },
		{ "0771—1234567", "0771-1234567", "0771-****567" },
		{ "+86 771 1234567", "0771-1234567", "0771-****567" },
		{ "+86 (0771) 1234567", "0771-1234567", "0771-****567" },
		{ "0771-1234567转8", "0771-1234567转8", "0771-****567" },
		{ "0771-1234567 转 8001", "0771-1234567转8001",
			"0771-****567" },
		{ "0771-1234567-8", "0771-1234567转8", "0771-****567" },
		{ "0771-1234567 ext.8", "0771-1234567转8", "0771-****567" },
		{ "010-12345678", "010-12345678", "010-****678" },
		{ "1234567", NULL, NULL },
		{ "7234567", "7234567", "****567" },
		{ "400-123-4567", "400-123-4567", "400-****567" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char out[PHONE_BYTES], masked[PHONE_BYTES], again[PHONE_BYTES];
		struct error e = { 0 };
		enum status status = phone_read(forms[i].text, out, &e);

		if (!forms[i].canonical) {
			assert_int_equal(status, STATUS_INVALID);
			continue;
		}
		if (status || strcmp(out, forms[i].canonical) != 0)
			fail_msg("%s is %s: %s", forms[i].text, out, e.what);
		phone_mask(out, masked);
		assert_string_equal(masked, forms[i].masked);
		assert_int_equal(phone_read(out, again, &e), STATUS_OK);
		assert_string_equal(again, out);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *said;
	} forms[] = {
		{ "", "not a telephone" },
		{ "无", "not a telephone" },
		{ "1390000000a", "not a telephone" },
		{ "1390000000", "digits" },
		{ "139000000011", "digits" },
		{ "12900000001", "digits" },
		{ "110", "digits" },
		{ "0771-123456", "digits" },
		{ "010-1234567", "digits" },
		{ "0771-0234567", "digits" },
		{ "13900000001 13900000002", "more than one" },
		{ "13900000001/13900000002", "more than one" },
		{ "13900000001、0771-1234567", "more than one" },
		{ "1.39E+10", "rounded" },
		{ "1.39e10", "rounded" },
		{ "1.39000E+10", "rounded" },
		{ "+852 12345678", "abroad" },
		{ "0771-1234567转", "not a telephone" },
		{ "0771-1234567转123456", "not a telephone" },
		{ "13900000001(家)", "not a telephone" },
		{ "99999999999999999999999999999999999999", "more than one" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char out[PHONE_BYTES];
		struct error e = { 0 };

		if (phone_read(forms[i].text, out, &e) != STATUS_INVALID ||
			!strstr(e.what, forms[i].said))
			fail_msg("%s: %s %s", forms[i].text, out, e.what);
		assert_true(*e.todo);
		assert_string_equal(out, "");
	}
}

static void test_mask_of_anything_shows_nothing(void **state)
{
	char out[PHONE_BYTES];

	(void)state;
	phone_mask("", out);
	assert_string_equal(out, "****");
	phone_mask("阿依古丽", out);
	assert_string_equal(out, "****");
	phone_mask("1234567890123456789012345678901234567890", out);
	assert_string_equal(out, "****");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_of_offices),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_mask_of_anything_shows_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
