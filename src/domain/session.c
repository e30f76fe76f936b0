#include "domain/session.h"

#include "core/date.h"
#include "core/language.h"
#include "core/mem.h"
#include "core/plain.h"
#include "domain/record.h"
#include "store/journal.h"
#include "store/stmt.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, MINUTE_MS = 60 * 1000 };

/* ---- clock */

static int64_t system_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_now_ms(const struct clock *clock)
{
	return clock->set_ms ? clock->set_ms : system_now_ms();
}

int clock_today(const struct clock *clock)
{
	return date_of_instant(clock_now_ms(clock), clock->zone_minutes);
}

/* That day, at the present time of day of the township. */
static int64_t instant_on(int day, int zone_minutes)
{
	int64_t local = system_now_ms() + (int64_t)zone_minutes * MINUTE_MS;

	return (int64_t)day * DAY_MS + local % DAY_MS -
	       (int64_t)zone_minutes * MINUTE_MS;
}

static int zone_of(struct store *store)
{
	char *zone = store_meta(store, "zone");
	int minutes = zone ? atoi(zone) : 480;

	mem_free(zone);
	return minutes;
}

static bool is_shared(struct store *store)
{
	char *shared = store_meta(store, "shared");
	bool yes = shared && !strcmp(shared, "yes");

	mem_free(shared);
	return yes;
}

/* A clock behind what was last written by one that was not set is wrong. */
static bool is_suspect(struct store *store)
{
	struct journal_row row;
	unsigned char hash[32];
	int64_t head = journal_head(store, hash);

	if (!head || journal_read(store, head, &row, NULL) != STATUS_OK)
		return false;
	bool behind = row.clock == TXN_CLOCK_SYSTEM &&
		      row.at_ms > system_now_ms() + MINUTE_MS;
	journal_row_free(&row);
	return behind;
}

static enum status open_clock(
	struct clock *clock, struct store *store, struct error *err)
{
	const char *today = getenv("LIUBU_TODAY");

	*clock = (struct clock){ .zone_minutes = zone_of(store) };
	if (!today || !*today || is_shared(store)) {
		if (is_suspect(store))
			clock->kind = TXN_CLOCK_SUSPECT;
		return STATUS_OK;
	}
	int day = date_of_iso(today);
	if (day == DATE_NONE)
		return error_set(err, STATUS_USAGE,
			_("Write it as 2026-11-24, or unset it."),
			_("LIUBU_TODAY is \"%s\", which is no day."), today);
	clock->kind = TXN_CLOCK_SET;
	clock->set_ms = instant_on(day, clock->zone_minutes);
	return STATUS_OK;
}

/* ---- identity */

/*
 * The file first: getpwuid() asks two caches and reads two more files before
 * it comes to the same line. Whoever is not in it is known to the network.
 */
static const struct passwd *user_of(uid_t uid)
{
	FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *user = NULL;

	while (file && (user = fgetpwent(file)) && user->pw_uid != uid)
		;
	if (file)
		fclose(file);
	return user ? user : getpwuid(uid);
}

const char *session_os_user(char *out, size_t size_bytes)
{
	const struct passwd *user = user_of(getuid());

	if (user && user->pw_name && *user->pw_name)
		snprintf(out, size_bytes, "%s", user->pw_name);
	else
		snprintf(out, size_bytes, "uid%u", (unsigned)getuid());
	return out;
}

/* The address an SSH session came from, else the terminal's name. */
static void read_origin(char *out, size_t size_bytes)
{
	const char *ssh = getenv("SSH_CLIENT");
	char tty[64];

	if (ssh && *ssh && *ssh != ' ') {
		size_t len = strcspn(ssh, " ");
		len = len < size_bytes ? len : size_bytes - 1;
		for (size_t i = 0; i < len; i++)
			out[i] = ssh[i] > ' ' && ssh[i] < 0x7f ? ssh[i] : '?';
		out[len] = 0;
		return;
	}
	if (ttyname_r(STDIN_FILENO, tty, sizeof tty) != 0)
		snprintf(tty, sizeof tty, "-");
	snprintf(out, size_bytes, "%s",
		strncmp(tty, "/dev/", 5) ? tty : tty + 5);
}

/* What the roster says of the person: name, unit, roles. */
static void take_person(struct session *s, int64_t person)
{
	struct stmt *q = stmt_get(
		s->store, "SELECT name, unit FROM person WHERE id=:person");

	s->person = person;
	s->unit = 0;
	stmt_bind_int(q, ":person", person);
	if (stmt_row(q)) {
		plain_copy(s->name, sizeof s->name, stmt_text(q, 0));
		s->unit = stmt_int(q, 1);
	}
	stmt_end(q, NULL);
	s->roles = session_roles_of(s->store, person);
}

static void take_account(struct session *s)
{
	struct stmt *q =
		stmt_get(s->store, "SELECT id, person FROM account"
				   " WHERE login=:login AND closed_on IS NULL");

	stmt_bind_text(q, ":login", s->os_user);
	if (stmt_row(q)) {
		s->account = stmt_int(q, 0);
		s->person = stmt_int(q, 1);
	}
	stmt_end(q, NULL);
	session_refresh(s);
}

/* Accounts are not for everybody's eyes, but his rights follow from his. */
void session_refresh(struct session *s)
{
	enum store_mode mode = store_mode(s->store);
	struct stmt *q;

	store_set_mode(s->store, STORE_DOOR);
	if (s->account) {
		q = stmt_get(s->store,
			"SELECT roles FROM account WHERE id=:account"
			" AND ifnull(person, 0)=:person"
			" AND closed_on IS NULL");
		stmt_bind_int(q, ":account", s->account);
		stmt_bind_int(q, ":person", s->person);
		s->is_known = stmt_row(q);
		s->roles = s->is_known ? (unsigned)stmt_int(q, 0) &
						 ~(1u << RIGHT_ROLE_HEAD)
				       : 0;
		stmt_end(q, NULL);
	}
	if (s->person && s->is_known)
		take_person(s, s->person);
	store_set_mode(s->store, mode);
}

enum status session_open(
	struct session *s, struct store *store, struct error *err)
{
	enum status status;

	*s = (struct session){ .store = store };
	session_os_user(s->os_user, sizeof s->os_user);
	read_origin(s->origin, sizeof s->origin);
	plain_copy(s->name, sizeof s->name, s->os_user);
	store_read_begin(store);
	take_account(s);
	status = open_clock(&s->clock, store, err);
	store_read_end(store);
	return status;
}

void session_become(struct session *s, int64_t person)
{
	struct stmt *q = stmt_get(s->store,
		"SELECT id FROM account"
		" WHERE person=:person AND closed_on IS NULL");

	stmt_bind_int(q, ":person", person);
	s->account = stmt_one_int(q, 0);
	s->is_known = true;
	take_person(s, person);
}

bool session_may(const struct session *s, enum right right)
{
	return right_of_roles(s->roles, right);
}

unsigned session_roles_of(struct store *store, int64_t person)
{
	/* status 3: he left, and with him every role */
	struct stmt *q = stmt_get(store,
		"SELECT p.leader, ifnull((SELECT roles FROM account"
		"  WHERE person=p.id AND closed_on IS NULL), 0),"
		" EXISTS (SELECT 1 FROM unit WHERE head=p.id"
		"  AND closed_on IS NULL)"
		" FROM person p WHERE p.id=:person AND p.status<>3");
	unsigned roles = 0;

	stmt_bind_int(q, ":person", person);
	if (stmt_row(q)) {
		roles = (unsigned)stmt_int(q, 1) & ~(1u << RIGHT_ROLE_HEAD);
		roles |= 1u << RIGHT_ROLE_CADRE;
		if (stmt_int(q, 0))
			roles |= 1u << RIGHT_ROLE_LEADER;
		if (stmt_int(q, 2))
			roles |= 1u << RIGHT_ROLE_HEAD;
	}
	stmt_end(q, NULL);
	return roles;
}

void session_params(
	const struct session *s, int64_t of, struct query_params *out)
{
	*out = (struct query_params){
		.me = s->person,
		.my_unit = s->unit,
		.of = of,
		.today = clock_today(&s->clock),
	};
}

void session_stamp(const struct session *s, struct stamp *stamp)
{
	*stamp = (struct stamp){
		.at_ms = clock_now_ms(&s->clock),
		.today = clock_today(&s->clock),
		.clock = s->clock.kind,
		.person = s->person,
		.typist = s->person,
		.os_user = s->os_user,
		.origin = s->origin,
	};
	size_t have = 0;
	while (have < sizeof stamp->action) {
		ssize_t n = getrandom(
			stamp->action + have, sizeof stamp->action - have, 0);
		if (n > 0)
			have += (size_t)n;
	}
}
