/*
 * keys_table.h: what decoder and script printer share; no business of others.
 */
#ifndef TUI_KEYS_TABLE_H
#define TUI_KEYS_TABLE_H

#include <stdint.h>

uint32_t keys_of_tilde(int number);		   /* ESC [ number ~ */
uint32_t keys_of_csi_letter(unsigned char letter); /* ESC [ letter */

#endif
