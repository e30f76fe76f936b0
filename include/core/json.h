/*
 * json.h: texts as JSON strings (RFC 8259).
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "core/str.h"

/*
 * Adds the text in quotation marks, escaped; NULL adds null. Also escaped is
 * what a terminal must not see, so that the line may be shown as it is. Bytes
 * that are no UTF-8 become U+FFFD.
 */
void json_add_text(struct str *out, const char *text);

#endif
