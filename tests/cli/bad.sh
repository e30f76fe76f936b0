#!/bin/sh
# Bad input, each with a sentence that says what to do, and nothing lost.
. tests/cli/lib.sh

head='姓名,单位,职务,性别,联系电话,系统账号'
# list NAME: a roster with the headers and the lines of standard input
list() {
	{
		echo "$head"
		cat
	} >"$dir/$1"
}
import() { # import WHAT PART FILE
	refuses "$1" 1 "$2" import person "$dir/$3" --create-units
}

refuses "no database" 1 "liubu init" list person
for name in "$(printf 'a\033[2J')" "$(printf 'a\342\200\256b')" \
	"$(printf 'ab\377')" "$(printf '%050d' 1)"; do
	refuses "no name of a township" 1 "liubu: " init --name "$name"
done
is "and nothing was made" 0 "$(find "$dir" -name 'liubu.db*' | wc -l)"
runs "init" init --name 大明乡
refuses "init again" 1 "--db" init
is "the file is its owner's alone" 600 "$(stat -c %a "$LIUBU_DB")"
runs "the roster comes in" import person "$data/干部花名册.csv" --create-units

# ---- the command line
refuses "no such command" 2 "liubu --help" nosuch
refuses "no such option" 2 "--help" list person --nosuch
refuses "no such kind" 2 "person" list nosuch
refuses "no such field" 2 "name" list person nosuch=1
refuses "no such view" 2 "my_unit" list person view=nosuch
refuses "no such action" 2 "act --list" act nosuch.do 1
refuses "no such field of an action" 2 "short" act unit.update 1 nosuch=1
refuses "no such record" 1 "9999" show person 9999
refuses "unknown people" 1 "不存在的人" act unit.update 1 head=不存在的人
refuses "a number out of bounds" 1 "-5" act person.update 1 rank=-5
refuses "an impossible date" 1 "2026-02-30" \
	act unit.close 1 closed_on=2026-02-30
refuses "too many conditions" 2 "40" list person $(seq 11 60)
runs "many conditions" list task view=all "due>=2026-01-01" $(seq 11 48)
refuses "a word without an end" 1 "Too long" \
	act unit.update 1 "name=$(printf '%0130000d' 1)"
refuses "a number without an end" 1 "9999" \
	show person 99999999999999999999999
refuses "no such report" 2 "nosuch" report nosuch
refuses "no such language" 2 "fr" --lang fr list person
refuses "too little" 2 "KIND FILE" import person
bidi=$(printf 'a\342\200\256b')
refuses "a character that turns the direction" 1 "U+202E" \
	act unit.update 1 "name=$bidi"
refuses "a control character" 1 "U+001B" \
	act unit.update 1 "name=$(printf 'a\033[31mb')"
refuses "half a character" 1 "cut off" act unit.update 1 "name=$(printf 'ab\344')"

# ---- an action id that was used
id=0123456789abcdef0123456789abcdef
runs "an action id" act unit.update 1 rank=901 --action-id=$id
runs "the same again is harmless" act unit.update 1 rank=901 --action-id=$id
refuses "another record under it" 1 "taken" \
	act unit.update 2 rank=901 --action-id=$id
refuses "another value under it" 1 "taken" \
	act unit.update 1 rank=902 --action-id=$id
refuses "another action under it" 1 "taken" \
	act person.update 1 rank=901 --action-id=$id

# ---- files
refuses "no such file" 1 "$dir/nosuch.csv" import person "$dir/nosuch.csv"
refuses "a folder" 1 "$dir" import person "$dir"
mkfifo "$dir/pipe"
import "a pipe nobody writes to" "empty" pipe
refuses "restore from a pipe" 1 "pipe" restore "$dir/pipe"
{
	echo "$head"
	head -c 10000000 /dev/zero | tr '\0' x
} >"$dir/long.csv"
import "a line of ten million signs" "Line 2," long.csv
: >"$dir/empty.csv"
import "an empty file" "" empty.csv
printf '%s\n张三,党政办\n' "$head" | iconv -t UTF-16LE >"$dir/wide.csv"
import "wrong encoding" "" wide.csv
{
	echo "$head"
	printf '张\344\270,党政办\n'
} >"$dir/half.csv"
import "half a character" "2" half.csv
{
	echo "$head"
	printf '张三\000四,党政办\n'
} >"$dir/nul.csv"
import "NUL" "" nul.csv
printf '张三\342\200\256四,党政办,科员,男,,\n' | list bidi.csv
import "bidi control in a cell" "line 2," bidi.csv
printf '张三\033[2J,党政办,科员,男,,\n' | list esc.csv
import "escape in a cell" "line 2," esc.csv
hasnt "no escape reaches the terminal" "$err" "$(printf '\033')"
printf 'PK\003\004xx' >"$dir/book.csv"
import "a workbook" "CSV" book.csv
echo '随便,写的' >"$dir/words.csv"
import "no headers" "headers" words.csv
printf '姓名\n张三\n' >"$dir/narrow.csv"
import "a column that is needed" "--map unit=" narrow.csv
printf '张三,没有的站,科员,男,,\n李四,也没有的站,科员,男,,\n' | list units.csv
refuses "unknown units, each by line" 1 "line 3," \
	import person "$dir/units.csv"
has "and the first" "$err" "line 2,"
printf '张三,党政办,科员,公,1390000,\n' | list many.csv
import "more than one thing in a line" "column 4 " many.csv
has "the second of them" "$err" "column 5 "
printf '张三,党政办,科员,男,,\n李四,党政办,科员,公,,\n' | list mixed.csv
import "one bad line, nothing comes in" "line 3," mixed.csv
is "all or nothing" 101 "$(rows person)"

# ---- formulas: kept as text, harmless in a spreadsheet, and read back
printf "=1+1,党政办,科员,男,,\n" | list formula.csv
run import person "$dir/formula.csv"
if [ "$code" = 0 ]; then
	runs "export of a formula" export person
	has "is neutral" "$out" "'=1+1"
	runs "and is taken back" act undo
else
	has "a formula is no name" "$err" "line 2,"
fi

# ---- places where no database can be
mkdir -m 700 "$dir/place"
ln -s "$LIUBU_DB" "$dir/place/link.db"
ln -s nothing "$dir/place/dangling.db"
mkfifo -m 600 "$dir/place/pipe.db"
mkdir -m 700 "$dir/place/folder.db"
for one in link dangling pipe folder; do
	refuses "init at a $one" 1 "$one.db" --db "$dir/place/$one.db" init
	refuses "a $one is none" 1 "$one.db" --db "$dir/place/$one.db" list unit
done
refuses "nor a device" 1 "/dev" --db /dev/null init
refuses "a path without an end" 1 "liubu: " \
	--db "$dir/place/$(printf '%05000d' 1)" init
lock=$LIUBU_DB-lock
mv "$lock" "$dir/place/lock"
ln -s /etc/passwd "$lock"
refuses "a lock that is a link" 1 "lock" act unit.update 1 rank=905
rm "$lock"
mkfifo -m 600 "$lock"
refuses "a lock that is a pipe" 1 "lock" act unit.update 1 rank=905
rm "$lock"
mv "$dir/place/lock" "$lock"
# of several who make one at once, one does, and the others leave it alone
for round in 1 2 3 4 5 6; do
	for i in 1 2 3 4; do
		"$liubu" --db "$dir/place/$round.db" init \
			>"$dir/place/out.$i" 2>&1 &
	done
	wait
	is "one of four made it, round $round" 1 \
		"$(cat "$dir"/place/out.* | grep -c '^/')"
	[ -s "$dir/place/$round.db" ] || not_ok "it is there, round $round"
done
runs "and it is whole" --db "$dir/place/6.db" verify

# ---- files that are no database of ours
mkdir -m 700 "$dir/other"
echo "no database" >"$dir/other/text.db"
chmod 600 "$dir/other/text.db"
refuses "a file that is no database" 1 "text.db" \
	--db "$dir/other/text.db" list person
is "it is left as it is" "no database" "$(cat "$dir/other/text.db")"
sqlite3 "$dir/other/foreign.db" "CREATE TABLE t(x)"
chmod 600 "$dir/other/foreign.db"
refuses "a database of another program" 1 "" \
	--db "$dir/other/foreign.db" list person
runs "backup" backup "$dir/other/newer.db"
refuses "a copy is never overwritten" 1 "newer.db" \
	backup "$dir/other/newer.db"
sqlite3 "$dir/other/newer.db" "PRAGMA user_version=999" >/dev/null
refuses "a newer database" 1 "" --db "$dir/other/newer.db" list person
refuses "restore from no copy" 1 "text.db" restore "$dir/other/text.db"
refuses "restore from nothing" 1 "nosuch" restore "$dir/nosuch"
refuses "an export is never overwritten" 1 "text.db" \
	export person -o "$dir/other/text.db"
chmod 644 "$LIUBU_DB"
refuses "a file others may read" 1 "" list person
chmod 600 "$LIUBU_DB"
if [ "$(id -u)" != 0 ]; then
	chmod 400 "$LIUBU_DB"
	refuses "a read-only file" 1 "" act unit.update 1 short=甲
	chmod 600 "$LIUBU_DB"
fi
"$liubu" list person >/dev/full 2>"$dir/err"
is "a full disk behind the output" 1 "$?"
is "it is told" 1 "$([ -s "$dir/err" ] && echo 1)"

for limit in 1 100; do
	(
		ulimit -f "$limit"
		"$liubu" act unit.update 1 rank=907 2>"$dir/err" >/dev/null
	)
	is "a file may not grow past $limit: refused, not killed" 1 "$?"
	has "it is told" "$(cat "$dir/err")" "liubu: "
done
size=$(stat -c %s "$LIUBU_DB-lock")
"$liubu" list unit <&- >&- 2>&-
is "output that is closed" 1 "$?"
is "is not written into a file of ours" "$size" \
	"$(stat -c %s "$LIUBU_DB-lock")"

sqlite3 "$LIUBU_DB" "UPDATE account SET login='x'||login"
refuses "whom no account knows" 1 "login=$(id -un)" list person
sqlite3 "$LIUBU_DB" "UPDATE account SET login=substr(login, 2)"

runs "after all this nothing is wrong" verify
is "and nobody is lost" 101 "$(rows person)"
