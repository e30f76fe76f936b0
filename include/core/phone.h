/*
 * phone.h: telephone numbers as offices write them.
 *
 * One way to write a number makes it comparable: "13900000001",
 * "0771-1234567", with an extension "0771-1234567转8", without its area
 * "1234567", a service line "400-123-4567". Only numbers of the mainland;
 * mobile numbers begin with 13 to 19.
 */
#ifndef CORE_PHONE_H
#define CORE_PHONE_H

#include "core/status.h"

enum { PHONE_BYTES = 32 };

/*
 * Reads 139-0000-0001, 139 0000 0001, +86 139..., (0771)1234567,
 * 0771-1234567-8, 0771-1234567转8, full-width digits. STATUS_INVALID: it is
 * no number, several, or what a spreadsheet made of one (1.39E+10); e says
 * which and what would be taken.
 */
enum status phone_read(
	const char *text, char out[PHONE_BYTES], struct error *e);

/* For who may not see it: 139****0001, 0771-****567. Takes what phone_read()
 * gave; of anything else only stars are left. */
void phone_mask(const char *phone, char out[PHONE_BYTES]);

#endif
