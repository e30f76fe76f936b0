/*
 * session.h: who is at the keyboard, on which file, at what time.
 */
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include "core/status.h"
#include "core/str.h"
#include "core/value.h"
#include "domain/right.h"
#include "store/record.h"
#include "store/store.h"
#include "store/txn.h"

/*
 * The time the rules act on. LIUBU_TODAY=YYYY-MM-DD sets the day for
 * demonstrations and tests (journal rows say so); a shared database ignores
 * it. The demo moves it by itself.
 */
struct clock {
	enum txn_clock kind;
	int64_t set_ms; /* instant of a set clock; 0: the system's */
	int zone_minutes;
};
int64_t clock_now_ms(const struct clock *clock);
int clock_today(const struct clock *clock);

struct session {
	struct store *store;
	struct clock clock;
	int64_t person; /* 0: an account without a person (the owner) */
	int64_t account;
	int64_t unit;	/* of the person; 0 none */
	unsigned roles; /* bits 1u << RIGHT_ROLE_X, heads and leaders included */
	bool is_known;	/* an account answers to this OS user */
	char os_user[64], origin[64];
	char name[64]; /* the person's, or the OS user's */
};

/*
 * The one function of identity: the OS user (getuid) is looked up among the
 * accounts. An unknown user gets a session without any right. Reads the
 * clock from the environment.
 */
enum status session_open(
	struct session *s, struct store *store, struct error *err);
/*
 * Reads account, unit and roles again: they may have been taken away since.
 * Screens do so when anybody wrote, the door within every transaction. A
 * session without account and person (who founds the file) stays as it is.
 */
void session_refresh(struct session *s);
/* Who the operating system says is there. Into out; returns it. */
const char *session_os_user(char *out, size_t size_bytes);
/* As another person of the roster: for the demo and tests, never from a
 * command line. */
void session_become(struct session *s, int64_t person);

bool session_may(const struct session *s, enum right right);
/* Roles of a person: of his account, as head of a unit, as a leader. */
unsigned session_roles_of(struct store *store, int64_t person);
void session_params(
	const struct session *s, int64_t of, struct query_params *out);

/*
 * A context for value_parse() and value_print() that knows the records:
 * references by id, number, unique name, short name, login, or a post title
 * among leaders. The context borrows the session.
 */
struct value_context session_values(
	const struct session *s, const char *type_name);

/* A stamp of now by this session, with a new action id. */
void session_stamp(const struct session *s, struct stamp *stamp);

#endif
