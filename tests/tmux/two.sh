#!/bin/sh
# Two people at one file: what one does the other sees, without a key, the
# cursor on the same record.
. tests/tmux/lib.sh

lists
begin
opens
keys 3
goes '草拟 *42'
keys Enter
goes 信访积案领导包案
here=$(screen | grep '^>')
mine=$pane
tmux new-window -d -t t "exec sh -i"
pane=t:1
opens
keys F10
sees "the first draft's menu" ' 3  交办 '
keys 3
sees "issuing" '^>  缺项说明'
say 年初清单未列
keys F2
waits 20 shows '已交办：|仍然保存'
shows 仍然保存 && keys Enter
sees "issued here" '^ 已交办：〔2026〕1号'

pane=$mine
sees "one less there" '/ 41$'
hides "the issued one is gone" ' 新农保续保扩面 '
sees "the cursor on the same record" '^> +信访积案领导包案'
is "the very row" "$here" "$(screen | grep '^>')"
keys 0
sees "the other page too" '^ +3分 .*1件|^ *等我办 41'
