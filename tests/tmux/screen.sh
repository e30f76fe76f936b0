#!/bin/sh
# Coming and going, every size between, and columns that stay straight under
# characters a terminal may not know.
. tests/tmux/lib.sh

lists
begin
opens
sees "the place, the day and who" '^ 清溪乡  今日  +2026-11-24 周二  .+ 文书$'
sees "the step bar" '^\[0今日\] 1学  2预  3分  4带  5督  6考  7系统'
sees "the footer stands in the last row" '^ 回车打开  .*\?帮助  q退出$'
is "24 rows" 24 "$(screen | wc -l)"
leaves "the shell has its terminal back"

# ---- sizes, on a list with the cursor on its third line
opens
keys 3
sees "the step" '^ 0今日  1学  2预 \[3分\]'
goes "按名称 *42"
keys Enter
sees "a list" '^ 清溪乡  3分 > .*按名称'
sees "as many as there are" '1-.* / 42$'
keys Down Down
third=$(screen | sed -n 6p | cut -c 2-)
sees "the cursor on the third" "^>$third\$"
before=$(screen)

# size COLUMNS ROWS
size() { tmux resize-window -t t -x "$1" -y "$2"; }
rows_are() { [ "$(screen | wc -l)" = "$1" ]; }
straight() { # WHAT REGEX: what matches begins in one column of all rows
	is "$1" 1 "$(columns "$2" | sort -u | wc -l)"
}
last_row() { screen | tail -n 1 | grep -q "$1"; }

size 132 43
sees "132 by 43: more rows" '1-38 / 42$'
waits 20 last_row '^ 回车打开' && ok "the footer at the bottom" ||
	not_ok "the footer at the bottom" "$(screen)"
straight "one column for the days" ' [0-9]{2}-[0-9]{2}( |$)'
size 60 16
sees "60 by 16: fewer" '1-11 / 42$'
straight "one column for the days still" ' [0-9]{2}-[0-9]{2}( |$)'
size 40 10
sees "40 by 10: asks for room" '60.*16'
is "in one line" 1 "$(screen | grep -c .)"
size 10 3
waits 20 rows_are 3
sees "10 by 3: still there" '.'
keys Down Up
size 80 24
sees "and back" "^>$third\$"
is "nothing is lost" "$before" "$(screen)"
keys 0
sees "今日 again" '^\[0今日\]'
leaves "and out"

# ---- names with characters of Extensions B, G, H and I, and a middle dot
names='㠭𠅤明 𰀀云 𱍐山 梁𮯰 阿·江'
leader() {
	run list person view=leaders
	printf '%s\n' "$out" | sed -n "$1p" | cut -f 1
}
n=0
for name in $names; do
	n=$((n + 1))
	runs "a name: $name" act person.update "$(leader $n)" "name=$name"
done
opens
keys 7
goes '领导 *12'
keys Enter
sees "the list of leaders" '1-12 / 12$'
sees "an old rare character is there" '㠭𠅤明  '
straight "their units in one column" '乡领导班子'
straight "their telephones" '1390000'
keys End
sees "the cursor passes them" '^> .*莫金芳'
straight "and nothing moves" '乡领导班子'

# ---- in raw mode ^Z is a key, and what asks to stop is not heeded
keys C-z
sees "^Z shows what would be undone" '撤销'
keys Escape
sees "and is left" '1-12 / 12$'
kill -TSTP "$(pgrep -P "$(tmux display-message -p -t t '#{pane_pid}')")"
keys Home
sees "told to stop, it goes on" '^> .*㠭𠅤明'
