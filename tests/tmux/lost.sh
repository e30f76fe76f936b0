#!/bin/sh
# Nothing typed is lost: the window closed, the program told to end, killed.
# Then the same form takes up what stood in it, and nobody waits for a lock.
. tests/tmux/lib.sh

lists
# the form of the first draft on 今日
edits() {
	begin
	opens
	keys F10 1
	sees "a form" '^ 修改  新农保续保扩面'
	program=$(pgrep -P "$(tmux display-message -p -t t '#{pane_pid}')")
}
ended() { ! kill -0 "$program" 2>/dev/null; }
ends() { # WHAT: the program is gone, and another may write
	waits 20 ended && ok "$1" || not_ok "$1" "$(ps -f -p "$program")"
	run act unit.update 1 rank=$((rank = ${rank:-700} + 1))
	is "and left no lock" 0 "$code"
}
# kept WHAT TEXT: the form has the text again, which says so; then undone
kept() {
	edits
	sees "$1: the draft is told" '草稿'
	sees "$1: every character" "$2"
}
drop() { # leaves without the draft
	keys C-x
	sees "the menu of the form" '3  离开，不要刚才填的'
	keys 3
	sees "left" '^ 等我办'
}

edits
say 写了一半甲
sees "half a form" '写了一半甲'
tmux kill-session -t t
ends "the window closed: it ends"
kept "the window closed" '写了一半甲'
drop

edits
say 写了一半乙
sees "half another" '写了一半乙'
kill -TERM "$program"
ends "told to end: it ends"
sees "and the shell has the terminal" '^[$#]$'
sees "a sentence says that it is kept" '草稿'
say 'echo "code $?"'
keys Enter
sees "and it was not by itself" '^code 1$'
kept "told to end" '写了一半乙'
drop

# a pause is a second without a key; then it stands in the file of drafts
edits
say 写了一半丙
sees "half a third" '写了一半丙'
stands() { grep -aqr 写了一半丙 "$LIUBU_DB-drafts"; }
waits 20 stands && ok "written in the pause" || not_ok "written in the pause"
kill -KILL "$program"
ends "killed: it ends"
kept "killed" '写了一半丙'
drop
keys F10 1
sees "dropped, it is not offered again" '^ 修改  新农保续保扩面'
hides "nor does it stand there" '写了一半'
run verify
is "the journal is whole" 0 "$code"
