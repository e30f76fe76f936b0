#!/bin/sh
# What a role may not see stays hidden through every command; a look into
# another's archive is journaled, whichever command it is.
. tests/cli/lib.sh

phone=13712345678 id=11010519491231002X
quietly() { run "$@" && [ "$code" = 0 ] || not_ok "liubu $*" "$err"; }
quietly init --name 大明乡
quietly import person "$data/干部花名册.csv" --create-units
quietly import task "$data/重点工作任务分解表.csv"
quietly act person.update 1 "phone=$phone" "id_number=$id"
quietly act task.issue 3 gap_reason=年初清单未列 decided_by=谢佩琴 basis=纸质
quietly act share.report 24 progress=60 decided_by=陈庆 basis=电话
quietly act share.claim 24 done_on=今天 decided_by=陈庆 basis=电话
quietly act share.verify 24 quality=优 effect=良
person=$(sqlite3 "$LIUBU_DB" "SELECT person FROM archive WHERE id=1")

# be ROLES [PERSON]: what the account at the keyboard may, past all rules
be() {
	sqlite3 "$LIUBU_DB" "DELETE FROM account WHERE id<>1 AND person=${2:-0};
		UPDATE account SET roles=$1, person=${2:-NULL} WHERE id=1"
}
all=$(sqlite3 "$LIUBU_DB" "SELECT roles FROM account WHERE id=1")
other=$(sqlite3 "$LIUBU_DB" "SELECT min(id) FROM person WHERE NOT leader AND
	id NOT IN (SELECT head FROM unit WHERE head IS NOT NULL)")

# ---- telephone and identity number, by every command that prints people
commands='list person
list person --format=json
list person --format=csv
show person 1
show person 1 --format=json
history person 1 --children
history person 1 --format=json
export person
export person --format=json
act --list person 1
report today'
printed() {
	echo "$commands" | while read -r line; do
		"$liubu" $line 2>/dev/null
	done
}
hidden() {
	hasnt "$1: no telephone" "$2" "$phone"
	hasnt "$1: no identity number" "$2" "$id"
	for word in "phone=$phone" "id_number=$id" "phone>=1" "phone!=" \
		"$phone" "order=phone" "order=-id_number"; do
		hasnt "$1: $word" "$("$liubu" list person "$word" \
			view=unit of=1 2>/dev/null)" "$phone"
	done
	is "$1: no filter finds by it" "" \
		"$("$liubu" list person "phone=$phone" 2>/dev/null)"
	is "$1: no word finds it" "" "$("$liubu" list person $phone 2>/dev/null)"
}
for role in 0:nobody 2:cadre 64:admin; do
	be "${role%:*}"
	hidden "${role#*:}" "$(printed)"
done
for role in 8:clerk 16:supervisor 32:leader 128:auditor; do
	be "${role%:*}"
	text=$(printed)
	has "${role#*:} sees the telephone" "$text" "$phone"
	has "${role#*:} sees the identity number" "$text" "$id"
	has "${role#*:} finds by it" \
		"$("$liubu" list person "phone=$phone" 2>&1)" "$phone"
done
for role in 0 2 8 16 32 64 128; do
	be $role
	hasnt "no history tells it, role $role" "$("$liubu" history person 1 \
		--children; "$liubu" history person 1 --format=json)" "$phone"
done
be "$all"
changes=$(sqlite3 "$LIUBU_DB" "SELECT hex(changes), ifnull(basis_no, ''),
	os_user, origin FROM journal")
hex() { printf %s "$1" | xxd -p | tr -d '\n' | tr a-f A-F; }
hasnt "the journal holds no telephone" "$changes" "$(hex $phone)"
hasnt "the journal holds no identity number" "$changes" "$(hex $id)"
case $changes in
*$(hex 陈庆)*) ok "but names, so a telephone would be found" ;;
*) not_ok "names in the journal" ;;
esac

# ---- archives
looks() { rows journal "verb='archive.look'"; }
looked='show archive 1
show archive 1 --format=json
show entry 1
history archive 1
history entry 1
history archive 1 --children
list archive
list entry
list entry 计划
list entry --format=json
report archive person=陈庆'
# each_look WHAT HOW-MANY
each_look() {
	echo "$looked" | while read -r line; do
		before=$(looks)
		"$liubu" $line >"$dir/out" 2>&1
		is "$1: $line" "$2" $(($(looks) - before))
	done
}
each_look "another's archive is told to the journal" 1
be 128
each_look "the auditor's look too" 1
be 2 "$person"
each_look "one's own is not" 0
has "and is shown" "$("$liubu" show archive 1)" "陈庆"
be 2 "$other"
each_look "who may not see it writes nothing" 0
for line in "show archive 1" "show entry 1" "history archive 1" \
	"history entry 1" "report archive person=陈庆"; do
	refuses "to others: $line" 1 "see" $line
done
is "nor is it in a list" "" "$("$liubu" list entry; "$liubu" list archive)"
be "$all"
runs "the file is whole but for what was done behind it" list person
