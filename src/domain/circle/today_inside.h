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

/* Lines of one kind: the first some, then one for the rest. */
struct today_source {
	enum today_what what;
	const char *action, *list, *view;
	int kind;
	int count; /* rows so far */
	int shown; /* lines of them */
	int most;  /* such a count says "+"; 0: TODAY_SOURCE_READ */
};
/* The line of the row; NULL when it is only counted. */
struct today_line *today_source_line(
	struct today_job *j, struct today_source *from, int64_t id);
void today_source_end(struct today_job *j, const struct today_source *from);
/* Ends the statement; the first that failed is kept. */
void today_end(struct today_job *j, struct stmt *s);

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
/* Rectifications, extensions, difficulties: whoever's turn it is. */
void today_read_own_checks(struct today_job *j);
void today_read_supervisor(struct today_job *j);
void today_read_leader(struct today_job *j);
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
/* What is in the way of one of its shares; a task has some dozen. */
#define DIFFICULTY_SQL                                                \
	"SELECT d.difficulty FROM share s CROSS JOIN difficulty d ON" \
	" d.share=s.id WHERE s.task=:task AND s.state IN (1,2,3)"     \
	" AND d.state IN (1,2) LIMIT 1"

#define ABOUT_CHECK                                                    \
	"ifnull((SELECT title FROM task WHERE id=k.task)||' / ','')||" \
	"(SELECT short FROM unit WHERE id=k.unit)"
#define RECTIFY_COLUMNS                                         \
	"SELECT k.id," ABOUT_CHECK ",k.rectify,k.rectified_on," \
	"c.start,c.behind_from,c.soon_from,c.red"
#define RECTIFY_FROM(where)                                               \
	" FROM (SELECT id,start,behind_from,soon_from,red FROM due WHERE" \
	" kind=18 AND " where " ORDER BY red,id LIMIT 40) c"              \
	" CROSS JOIN \"check\" k ON k.id=c.id"
#define RECTIFY_SQL RECTIFY_COLUMNS RECTIFY_FROM("person=:me AND red<2932895")
/* Not his own: nobody judges his own work. */
#define NOT_MINE                                                     \
	" WHERE :me=0 OR (k.person IS NOT :me AND (SELECT head FROM" \
	" unit WHERE id=k.unit) IS NOT :me)"
#define STRIKE_SQL RECTIFY_COLUMNS RECTIFY_FROM("red>=2932895") NOT_MINE
#define URGE_SQL RECTIFY_COLUMNS RECTIFY_FROM("red<=:today") NOT_MINE
#define READ_SQL                                                   \
	"SELECT k.id," ABOUT_CHECK ",ifnull(k.finding,k.lagging)"  \
	" FROM (SELECT id FROM \"check\" WHERE told=2"             \
	" ORDER BY id DESC LIMIT 200) c CROSS JOIN \"check\" k ON" \
	" k.id=c.id WHERE k.person=:me LIMIT 40"

/* Those whose share is still worked on. */
#define EXTENSION_SQL(state, and)                                       \
	"SELECT e.id,t.title||' / '||u.short,e.\"to\",e.reason,s.due,"  \
	"e.opinion FROM (SELECT id FROM extension WHERE state=" state   \
	" ORDER BY id LIMIT 200) c CROSS JOIN extension e ON e.id=c.id" \
	" CROSS JOIN share s ON s.id=e.share CROSS JOIN task t ON"      \
	" t.id=s.task CROSS JOIN unit u ON u.id=s.unit WHERE"           \
	" s.state IN (2,3) AND t.state=3 AND " and                      \
		" LIMIT 40"
#define VIEW_SQL                                                           \
	EXTENSION_SQL("1", "(:me=0 OR (ifnull(s.person,u.head) IS NOT :me" \
			   " AND u.head IS NOT :me))")
#define DECIDE_SQL EXTENSION_SQL("2", "(:leader=0 OR t.leader=:leader)")

#define WAY_COLUMNS                                                     \
	"SELECT f.id,t.title||' / '||u.short,f.difficulty,f.raised_on," \
	"c.start,c.behind_from,c.soon_from,c.red,f.state"
#define WAY_SQL(where)                                                   \
	WAY_COLUMNS " FROM (SELECT id,task,unit,start,behind_from,"      \
		    "soon_from,red FROM due WHERE kind=19" where         \
		    " ORDER BY red,id LIMIT 40) c CROSS JOIN difficulty" \
		    " f ON f.id=c.id CROSS JOIN task t ON t.id=c.task"   \
		    " CROSS JOIN unit u ON u.id=c.unit"
#define WAY_LEADER_SQL WAY_SQL(" AND leader=:leader")
#define WAY_ALL_SQL WAY_SQL("")
#define WAY_OWN_SQL WAY_SQL(" AND person=:me")

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
