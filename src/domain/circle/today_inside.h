/* today_inside.h: what the files of today.h share. */
#ifndef DOMAIN_CIRCLE_TODAY_INSIDE_H
#define DOMAIN_CIRCLE_TODAY_INSIDE_H

#include "domain/calendar.h"
#include "domain/circle/today.h"

/* One reading. */
struct today_job {
	const struct session *session;
	struct store *store;
	struct today *out;
	int day;
	struct calendar calendar;
	int sign_days;	   /* working days to sign for a share */
	int signed_before; /* given before that day: over the limit */
	bool sees_all;	   /* leader's lines of every leader's */
	struct error *err;
	enum status status; /* the first that failed */
};

/* A new line of the list, all but what, kind and id empty. */
struct today_line *today_add(
	struct today_lines *lines, enum today_what what, int kind, int64_t id);
/* Moves the text of `text` into the line. */
void today_set(char **field, struct str *text);
void today_add_day(struct str *out, int day, int today);
bool today_sees_whole(const struct session *s);

/* First day of the period that a report is due for: enum rhythm of task.c;
 * DATE_NONE: reported by milestone. */
int today_period_start(int rhythm, int day);

void today_read_own(struct today_job *j); /* and the head's */
void today_read_milestones(struct today_job *j);
void today_read_roles(struct today_job *j); /* clerk, supervisor, leader */
void today_read_archive(struct today_job *j);
void today_read_unreported(struct today_job *j);
void today_read_counts(struct today_job *j); /* and the steps */

/* ---- the statements; each walks an index and is bounded */

#define OWN_SQL                                                                \
	"SELECT d.id,d.start,d.behind_from,d.soon_from,d.red,s.state,"         \
	" s.returns,s.reason,s.person IS NULL,t.title||' / '||u.short,"        \
	" t.rhythm,t.progress_kind,s.progress,s.target,t.measure,s.given_on,"  \
	" (SELECT day FROM report WHERE share=d.id ORDER BY id DESC LIMIT 1)," \
	" u.head IS :me AND EXISTS (SELECT 1 FROM person WHERE unit=u.id"      \
	"  AND id<>:me AND status<>3)"                                         \
	" FROM due d CROSS JOIN share s ON s.id=d.id"                          \
	" CROSS JOIN task t ON t.id=d.task CROSS JOIN unit u ON u.id=d.unit"   \
	" WHERE d.kind=13 AND d.person=:me AND d.red<2932895"                  \
	" ORDER BY d.red,d.id LIMIT 201"

#define MILESTONE_SQL                                                     \
	"SELECT d.id,t.title||' / '||m.name,d.start,d.behind_from,"       \
	"d.soon_from,d.red,u.short FROM due d CROSS JOIN milestone m ON"  \
	" m.id=d.id CROSS JOIN task t ON t.id=d.task LEFT JOIN unit u ON" \
	" u.id=d.unit WHERE d.kind=14 AND d.person=:me AND d.red<=:until" \
	" ORDER BY d.red,d.id LIMIT 40"

/* What follows has the columns: id, subject, then three of its own. */
#define SHARE_FROM(source)                                     \
	" FROM (" source ") c CROSS JOIN share s ON s.id=c.id" \
	" CROSS JOIN task t ON t.id=s.task CROSS JOIN unit u ON u.id=s.unit"
#define SHARE_NAME "s.id,t.title||' / '||u.short,s.due,"

#define ENDORSE_SQL                                                          \
	"SELECT " SHARE_NAME "s.claimed_on,s.done_on" SHARE_FROM(            \
		"SELECT id FROM due WHERE kind=13 AND unit=:unit"            \
		" AND red=2932895 ORDER BY id LIMIT 40") " WHERE "           \
							 "s.endorsed_on IS " \
							 "NULL AND "         \
							 "u.head=:me"
/* Most of the first rows are to be verified: reading stops at the last one
 * that is looked at. Those of suspended tasks, which may be many, are known by
 * not standing in table due, which is small. */
#define VERIFY_SQL                                                           \
	"SELECT " SHARE_NAME "s.claimed_on,s.done_on"                        \
	" FROM (SELECT id FROM share WHERE state=4 ORDER BY claimed_on,id"   \
	" LIMIT 200) c CROSS JOIN due d ON d.kind=13 AND d.id=c.id"          \
	" CROSS JOIN share s ON s.id=c.id"                                   \
	" CROSS JOIN task t ON t.id=s.task CROSS JOIN unit u ON u.id=s.unit" \
	" WHERE s.endorsed_on IS NOT NULL AND (:me=0 OR"                     \
	" (ifnull(s.person,u.head) IS NOT :me AND u.head IS NOT :me))"       \
	" LIMIT 40"
#define BACK_SQL                                                               \
	"SELECT " SHARE_NAME                                                   \
	"s.reason,NULL" SHARE_FROM("SELECT id FROM share WHERE state=6 ORDER " \
				   "BY id LIMIT 40") " WHERE t.state=3"
/* Table due has them of issued tasks alone, and in fewer pages. */
#define UNSIGNED_SQL                                                           \
	"SELECT u.short FROM (SELECT id,given_on FROM share WHERE state=1"     \
	" ORDER BY id LIMIT 40) c CROSS JOIN due d ON d.kind=13 AND d.id=c.id" \
	" CROSS JOIN unit u ON u.id=d.unit WHERE c.given_on<:before"

#define TASK_FROM(source) " FROM (" source ") c CROSS JOIN task t ON t.id=c.id"
#define LEAD                                                      \
	"(SELECT u.short FROM share s JOIN unit u ON u.id=s.unit" \
	" WHERE s.task=t.id AND s.role=1 AND s.state<>7 LIMIT 1)"

#define STATE_SQL(state)                                      \
	"SELECT t.id,t.title,t.due,t.reason," LEAD TASK_FROM( \
		"SELECT id FROM task WHERE state=" state      \
		" ORDER BY id LIMIT 40")
#define ISSUE_SQL STATE_SQL("2") " WHERE :leader=0 OR t.leader=:leader"
#define RETURNED_SQL STATE_SQL("5")
#define DRAFT_SQL STATE_SQL("1")

/* Plans and their changes: who asked, since when; what is changed. */
#define OF_LEADER " WHERE :leader=0 OR p.leader=:leader OR p.leader IS NULL"
#define APPROVE_SQL                                                      \
	"SELECT p.id,p.title,p.submitted_on,(SELECT count(*) FROM goal"  \
	" WHERE plan=p.id),NULL FROM (SELECT id FROM plan WHERE state=2" \
	" ORDER BY id LIMIT 40) c CROSS JOIN plan p ON p.id=c.id" OF_LEADER
#define AMEND_SQL                                                   \
	"SELECT a.id,ifnull(g.title,p.title),a.day,NULL,a.what"     \
	" FROM (SELECT id FROM amendment WHERE state=1 ORDER BY id" \
	" LIMIT 40) c CROSS JOIN amendment a ON a.id=c.id"          \
	" CROSS JOIN plan p ON p.id=a.plan"                         \
	" LEFT JOIN goal g ON g.id=a.goal" OF_LEADER
/* Of the newest ones: what is open for years and has no task waits for
 * nobody any more. */
#define SPLIT_SQL                                                      \
	"SELECT s.id,s.title,s.due,NULL,s.issuer FROM (SELECT id FROM" \
	" source WHERE state=1 ORDER BY day DESC,id DESC LIMIT 200) c" \
	" CROSS JOIN source s ON s.id=c.id WHERE NOT EXISTS"           \
	" (SELECT 1 FROM task WHERE source=s.id) LIMIT 40"
#define GOALS_SQL                                                      \
	"SELECT count(*),total(NOT EXISTS (SELECT 1 FROM task WHERE"   \
	" goal=c.id)) FROM (SELECT g.id FROM plan p CROSS JOIN goal g" \
	" ON g.plan=p.id WHERE p.state=4 LIMIT 1001) c"

/* What is shown is read; the others are counted in the index alone. */
#define CLOSE_FROM(leader, most)                                     \
	"SELECT id FROM due WHERE kind=12" leader " AND red=2932896" \
	" ORDER BY id LIMIT " most
#define CLOSE_TASKS(leader)                                  \
	"SELECT t.id,t.title,t.due,NULL,n.shares" TASK_FROM( \
		CLOSE_FROM(leader, "8")) " CROSS JOIN task_now n ON n.id=t.id"
#define CLOSE_SQL CLOSE_TASKS(" AND leader=:leader")
#define CLOSE_ALL_SQL CLOSE_TASKS("")
#define CLOSE_COUNT_SQL \
	"SELECT count(*) FROM (" CLOSE_FROM(" AND leader=:leader", "40") ")"
#define CLOSE_COUNT_ALL_SQL "SELECT count(*) FROM (" CLOSE_FROM("", "40") ")"

#define OPEN_COLUMNS                                                    \
	"SELECT t.id,t.title," LEAD ",n.percent,c.start,c.behind_from," \
	"c.soon_from,c.red"
#define CHARGE_SQL                                                        \
	OPEN_COLUMNS TASK_FROM(                                           \
		"SELECT id,start,behind_from,soon_from,red FROM due"      \
		" WHERE kind=12 AND leader=:leader AND red<2932895"       \
		" ORDER BY red,id LIMIT 40") " CROSS JOIN task_now n ON " \
					     "n.id=t.id"
#define CHARGE_ALL_SQL                                                 \
	OPEN_COLUMNS                                                   \
	TASK_FROM("SELECT id,start,behind_from,soon_from,red FROM due" \
		  " WHERE kind=12 AND red<2932895 ORDER BY red,id "    \
		  "LIMIT 40")                                          \
	" CROSS JOIN task_now n ON n.id=t.id"
/* The newest word on what is in the way; a task has some dozen shares. */
#define DIFFICULTY_SQL                                                      \
	"SELECT r.difficulty FROM share s CROSS JOIN report r ON r.id="     \
	"(SELECT id FROM report WHERE share=s.id ORDER BY id DESC LIMIT 1)" \
	" WHERE s.task=:task AND s.state IN (1,2,3)"                        \
	" AND r.difficulty IS NOT NULL LIMIT 1"

#define ARCHIVE_SQL                                                        \
	"SELECT a.id,a.confirmed_on,(SELECT count(*) FROM (SELECT 1 FROM"  \
	" entry WHERE archive=a.id AND day>ifnull(a.confirmed_on,'')"      \
	" LIMIT 1001)) FROM archive a WHERE a.person=:me AND a.year=:year" \
	" AND a.sealed_on IS NULL"

#define UNREPORTED_SQL                                                        \
	"SELECT "                                                             \
	"t.id,t.title,t.rhythm,c.start,c.behind_from,c.soon_from,c."          \
	"red" TASK_FROM("SELECT id,start,behind_from,soon_from,red FROM due"  \
			" WHERE kind=12 AND red<2932895"                      \
			" ORDER BY red,id LIMIT 40") " WHERE t.rhythm>1 AND " \
						     "c.start<=:today"
#define REPORTED_SQL                                                      \
	"SELECT count(*),total(state>3 OR ifnull((SELECT day FROM report" \
	" WHERE share=s.id ORDER BY id DESC LIMIT 1),'')>=:since)"        \
	" FROM share s WHERE task=:task AND state NOT IN (7,8)"

/* Exact up to 1000. */
#define COUNT_SQL(from) \
	"SELECT count(*) FROM (SELECT 1 FROM " from " LIMIT 1001)"
#define CLOSED_SQL COUNT_SQL("task WHERE state=4")
#define DRAFTS_SQL COUNT_SQL("task WHERE state=1")
#define SUSPENDED_SQL COUNT_SQL("task WHERE state=6")
/* Of issued tasks alone: what is suspended counts nowhere, nor stands it in
 * table due. A row of another table each: exact up to 100 only. */
enum { PENDING_MOST = 100 };
#define PENDING_SQL                                                    \
	"SELECT count(*) FROM (SELECT id FROM share WHERE state=1"     \
	" ORDER BY id LIMIT 101) c CROSS JOIN due d ON d.kind=13 AND " \
	"d.id=c.id"
#define UNCONFIRMED_SQL                                          \
	"SELECT count(*) FROM (SELECT confirmed_on FROM archive" \
	" WHERE year=:year LIMIT 1001) WHERE confirmed_on IS NULL"

#endif
