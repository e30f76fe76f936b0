#!/bin/sh
# The thinnest whole path on real input, by commands: the two lists, one task
# from the list to the archive, its history, undo, and the file kept.
. tests/cli/lib.sh

people=$data/干部花名册.csv
work=$data/重点工作任务分解表.csv

# cell N: of the first line of $out, parted by tabs
cell() { printf '%s\n' "$out" | sed -n 1p | cut -f "$1"; }

runs "init" init --name 大明乡 --lang zh
run list person
is "nobody is there" "" "$out"

# ---- the two lists come in, once
refuses "work before people is refused" 1 "line 2," import task "$work"
refuses "units are not made unasked" 1 "乡领导班子" import person "$people"
runs "a trial" import person "$people" --create-units --dry-run
has "the trial counts" "$out" "new: 101"
is "and writes nothing" 0 "$(rows person)"
runs "people" import person "$people" --create-units
has "101 are new" "$out" "new: 101"
is "101 people" 101 "$(rows person)"
is "35 units" 35 "$(rows unit)"
is "10 villages" 10 "$(rows unit kind=3)"
is "34 units have a head" 34 "$(rows unit 'head IS NOT NULL')"
is "91 telephones" 91 "$(rows person_private 'phone IS NOT NULL')"
is "101 accounts and the owner" 102 "$(rows account)"
runs "work" import task "$work"
is "42 tasks" 42 "$(rows task)"
is "all drafts" 42 "$(rows task state=1)"
is "332 shares" 332 "$(rows share)"
is "42 of them lead" 42 "$(rows share role=1)"
has "what is over is told" "$err" "2026-10-31"
has "what becomes a new value is told" "$err" "党建工作"
run show task 1
has "a leader by post" "$out" "莫金芳"

seq=$(journal)
runs "people again" import person "$people" --create-units
has "nobody is new" "$out" "there already: 101"
runs "work again" import task "$work"
has "no task is new" "$out" "there already: 42"
is "and nothing was written" "$seq" "$(journal)"

# ---- and go out as they came
names() { iconv -f gb18030 -t utf-8 "$people" | tr -d '\r' | cut -d, -f2-7; }
runs "export people" export person -o "$dir/people.csv"
is "byte for byte, rare characters and dots too" "$(names | sed 1d)" \
	"$(tr -d '\r' <"$dir/people.csv" | sed '1d; s/,female,/,女,/; s/,male,/,男,/' |
		cut -d, -f2-7)"
has "U+382D" "$(cat "$dir/people.csv")" "㠭"
has "U+20164" "$(cat "$dir/people.csv")" "𠅤"
has "a middle dot" "$(cat "$dir/people.csv")" "·"
runs "export people in GB18030" \
	export person --charset gb18030 -o "$dir/people.gb.csv"
runs "in Chinese" --lang zh export person -o "$dir/people.zh.csv"
is "under the office's own headers" \
	"$(iconv -f gb18030 -t utf-8 "$people" | sed -n 1p | tr -d '\r')" \
	"$(sed -n '1s/^\xef\xbb\xbf//p' "$dir/people.zh.csv" | tr -d '\r')"
runs "export work" export task -o "$dir/work.csv"
has "complete sets are folded" "$(sed -n 2p "$dir/work.csv")" "各村、财政所"
for f in people people.gb people.zh work; do
	kind=person
	[ "$f" != work ] || kind=task
	runs "import of the export $f" import "$kind" "$dir/$f.csv"
	has "of which nothing is new" "$out" "new: 0"
done
is "nothing was written" "$seq" "$(journal)"
sed '2s/,female,/,male,/' "$dir/people.csv" >"$dir/changed.csv"
refuses "a line that differs is refused" 1 "line 2," \
	import person "$dir/changed.csv"
runs "and taken when told" import person "$dir/changed.csv" --update
has "as a change" "$out" "changed: 1"
runs "which is undone" act undo

# ---- list, show, filters
run list person
is "one a line" 101 "$(printf '%s\n' "$out" | wc -l)"
is "number first" 1 "$(cell 1)"
run list person limit=5 order=-name
is "limit" 5 "$(printf '%s\n' "$out" | wc -l)"
run list person unit=党政办 --header
is "header" "id${tab}rank${tab}name" "$(cell 1-3)"
is "by unit" 5 "$(printf '%s\n' "$out" | wc -l)"
run list task 农村改厕
has "find" "$out" "农村改厕"
toilets=$(cell 1)
run list task "due<=2026-10-31" view=draft
has "by date" "$out" "农村改厕"
run list task --format json limit=1
printf '%s' "$out" >"$dir/list.json"
is "json" 1 "$(sqlite3 :memory: \
	"SELECT json_array_length(readfile('$dir/list.json'))")"
run list person --format csv limit=2
is "csv has headers" 3 "$(printf '%s\n' "$out" | wc -l)"

# ---- one task from the list to the archive
alone=$(sqlite3 "$LIUBU_DB" "SELECT task FROM share GROUP BY task
	HAVING count(*)=1 LIMIT 1")
share=$(sqlite3 "$LIUBU_DB" "SELECT id FROM share WHERE task=$alone")
head=$(sqlite3 "$LIUBU_DB" "SELECT p.name FROM share s JOIN unit u
	ON u.id=s.unit JOIN person p ON p.id=u.head WHERE s.id=$share")
refuses "a gap is named" 1 "gap" act task.issue "$alone" gap_reason=
runs "issue" act task.issue "$alone" gap_reason=原表没有
is "prints journal number, kind, id" "task${tab}$alone" "$(cell 2-3)"
is "the number is the journal's" "$(journal)" "$(cell 1)"
refuses "not twice" 1 "issued" act task.issue "$alone" gap_reason=原表没有
refuses "what is another's to decide" 1 "decided_by=" act share.sign "$share"
by="decided_by=$head"
id=00112233445566778899aabbccddeeff
runs "sign for another" act share.sign "$share" "$by" basis=电话 \
	--action-id $id
seq=$(cell 1)
runs "a retry" act share.sign "$share" "$by" basis=电话 --action-id $id
is "does nothing twice" "$seq" "$(cell 1)"
runs "report" act share.report "$share" "$by" basis=微信 \
	progress=50 done=完成一半 lagging=进度偏慢
runs "claim" act share.claim "$share" "$by" basis=电话 done_on=2026-11-20
refuses "what the head claims himself is reported" 1 "already" \
	act share.endorse "$share" "$by" basis=电话
runs "send back" act share.supplement "$share" reason=缺少照片
runs "claim again" act share.claim "$share" "$by" basis=电话 \
	done_on=2026-11-23
runs "verify" act share.verify "$share" quality=good effect=good
runs "close" act task.close "$alone"
run show task "$alone"
has "closed" "$out" "state: closed"
is "the archive has its entry" 1 "$(rows entry)"
refuses "what is closed is not undone" 1 "" act undo

# ---- history
run history share "$share"
has "who decided, who typed" "$out" "$head (entered by"
is "newest last" "$(printf '%s\n' "$out" | cut -f1 | sort)" \
	"$(printf '%s\n' "$out" | cut -f1)"
is "six columns a line" 5 "$(printf '%s\n' "$out" | sed -n '$p' |
	tr -dc '\t' | wc -c)"
run history person 1 --children
hasnt "no telephone in a history" "$out" "13900000001"
run history task "$alone" --format json
has "json" "$out" '"verb":"task.issue"'

# ---- undo
runs "a change" act task.update "$toilets" requirements=按标准
runs "undo" act undo
run history task "$toilets"
has "is in the history" "$out" "undone"
run show task "$toilets"
hasnt "and it is gone" "$out" "按标准"
runs "an import of one more" act unit.create name=测试站
printf '姓名,单位\n覃测试,测试站\n韦测试,测试站\n' >"$dir/two.csv"
runs "two people" import person "$dir/two.csv"
is "are there" 103 "$(rows person)"
runs "and taken back together" act undo
is "as one" 101 "$(rows person)"

# ---- the file
runs "verify" verify
runs "rebuild" rebuild
runs "verify again" verify
runs "backup" backup "$dir/copy.db"
is "the copy is its owner's alone" 600 "$(stat -c %a "$dir/copy.db")"
runs "more work" act unit.create name=后来站
runs "restore, told that work is lost" restore "$dir/copy.db" --shorter
run list unit 后来站
is "as it was" "" "$out"
runs "verify the restored" verify

# ---- in Chinese
run --lang zh history share "$share"
has "who typed" "$out" "代录）"
run --lang zh history person 1
has "labels of fields" "$out" "${tab}姓名${tab}"
run --lang zh list task light=逾
is "light by its sign" 0 "$code"
unset LANGUAGE
run list nosuch
has "the language of the file" "$err" "liubu: 没有"

# ---- what there is
runs "schema" schema
runs "keys" keys
for c in init import list show history act export report backup restore \
	verify rebuild keys schema; do
	runs "help on $c" "$c" --help
done
