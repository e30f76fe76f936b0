#!/bin/sh
# What PuTTY, a lagging line and an input method send, byte by byte.
. tests/tmux/lib.sh

lists
export SSH_CONNECTION=1 # a lone Esc is told 150 ms later
begin
opens
keys 3
goes '按名称 *42'
keys Enter
sees "a list" '1-19 / 42$'
first=$(screen | sed -n 4p | cut -c 2-)
second=$(screen | sed -n 5p | cut -c 2-)
home() { raw '\033[1~'; sees "Home as PuTTY sends it" "^>$first\$"; }

raw '\033[4~'
sees "End as PuTTY sends it" '24-42 / 42$'
home
raw '\033OB'
sees "Down in application mode" "^>$second\$"
raw '\033[A'
sees "Up in cursor mode" "^>$first\$"
raw '\033[99;7~\033[?64;1;2c\033[<0;3;4M\033OZ\033OB'
sees "sequences nobody knows are swallowed whole" "^>$second\$"
home
# in two writes, some time between them; a slow machine may take too long
split() {
	tmux send-keys -t "$pane" -H 1b \; run-shell true \; \
		send-keys -t "$pane" -H 5b 42
	waits 2 shows "^>$second\$"
}
split || { home && split; }
sees "an arrow in two pieces" "^>$second\$"

raw '\033[11~'
sees "F1" '^ 清溪乡 .*帮助'
raw '\033'
sees "Esc alone" "^>$second\$"
raw '\033[13~'
sees "F3 finds" '^ 打编号、名字或拼音首字母；回车选定。'
raw '\033'
sees "and is left" '1-19 / 42$'
raw '\033[17~'
sees "F6 goes to" '转到'
raw '\033'
hides "and is left" '^.* 转到$'
raw '\033[21~'
sees "F10 is the menu" '> 1  '
raw '\033'
hides "and is left" '> 1  '

# ---- an input method on
say 秸秆
sees "characters on a page look for themselves" '^.{10,} 秸秆 '
sees "and find one" ' 1 / 1$'
keys Enter
sees "which Enter opens" '^ 秸秆禁烧 .*草拟$'
raw '\033'
sees "Esc" '/ 42$'
say '？'
sees "a full-width sign is its key" '^ 清溪乡 .*帮助'
keys Escape
sees "back" '/ 42$'
say '３'
sees "a full-width digit too" '^ 0今日 .*\[3分\]'
say '０'
sees "any of them" '^\[0今日\]'

# ---- a paste of several lines
tmux set-buffer '饮水安全
第二行'
tmux paste-buffer -p -t "$pane"
sees "on a page it is one search" ' 饮水安全 第二行 '
raw '\033'
hides "and is left" '饮水安全 第二行'
waits 20 shows '^ 等我办'
keys Home F10 1
sees "a form" '^ 修改  '
goes 具体措施
tmux set-buffer '一是入户宣传；
二是代办缴费；
三是逐村销号。'
tmux paste-buffer -p -t "$pane"
sees "the first line" '一是入户宣传；$'
sees "the second" '^ +二是代办缴费；$'
sees "the third, and still in the field" '三是逐村销号。$'
keys F2
sees "saved" '^ 已保存：'
is "as it was pasted" '一是入户宣传；
二是代办缴费；
三是逐村销号。' "$(sqlite3 -readonly "$LIUBU_DB" \
	"SELECT measures FROM task WHERE measures LIKE '%逐村销号%'")"
