#!/bin/sh
# kill -9 of the real program while several write: every action that was
# acknowledged is in the journal, and the file is whole. CRASH_KILLS: how many.
. tests/cli/lib.sh

kills=${CRASH_KILLS:-60}
quietly() { run "$@" && [ "$code" = 0 ] || not_ok "liubu $*" "$err"; }
quietly init --name 大明乡
quietly import person "$data/干部花名册.csv" --create-units
quietly import task "$data/重点工作任务分解表.csv"
quietly act task.issue 3 gap_reason=年初清单未列 decided_by=谢佩琴 basis=纸质
unit=$(sqlite3 "$LIUBU_DB" "SELECT name FROM unit u JOIN share s
	ON s.unit=u.id WHERE s.id=24")
[ -n "$unit" ] || not_ok "the share"

# One after the other until it is told to stop; a line an acknowledgement.
writer() {
	i=0
	while [ ! -e "$dir/stop" ]; do
		i=$((i + 1))
		"$liubu" act share.report 24 progress=$((i % 90)) done="第$1轮$i" \
			decided_by=陈庆 basis=电话 >>"$dir/acks.$1" 2>/dev/null &
		echo $! >"$dir/pid.$1"
		wait $! 2>/dev/null
	done
}
for w in 1 2 3; do
	: >"$dir/acks.$w"
	writer $w 2>/dev/null &
done
# acks: how many were acknowledged so far
acks() { cat "$dir"/acks.* | grep -c share; }

# grown N: more than N were acknowledged, whatever the machine's pace
grown() {
	tries=0
	while [ "$(acks)" -le "$1" ] && [ "$tries" -lt 600 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
}

# a kill after a pause that is never the same: of one that writes just then;
# and now and then some are let through
n=0
while [ "$n" -lt "$kills" ]; do
	w=$((n % 3 + 1))
	[ $((n % 5)) -ne 0 ] || grown "$(acks)"
	sleep "0.0$((n * 37 % 90 + 10))"
	pid=$(cat "$dir/pid.$w" 2>/dev/null)
	[ -n "$pid" ] && kill -9 "$pid" 2>/dev/null && n=$((n + 1))
done
: >"$dir/stop"
wait

acked=$(acks)
lost=0
for seq in $(cat "$dir"/acks.* | cut -f1); do
	[ "$(sqlite3 -readonly "$LIUBU_DB" "SELECT count(*) FROM journal
		WHERE seq=$seq AND verb='share.report'")" = 1 ] || lost=$((lost + 1))
done
is "some were acknowledged" 1 "$([ "$acked" -gt 10 ] && echo 1)"
is "none of $acked is lost after $n kills" 0 "$lost"
is "each acknowledged once" "$acked" \
	"$(cat "$dir"/acks.* | cut -f1 | sort -un | wc -l)"
runs "the file is whole" verify
runs "and it goes on" act share.report 24 progress=99 decided_by=陈庆 basis=电话
