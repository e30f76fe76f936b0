#!/bin/sh
# "By keys" of the README: one task of the list from its draft to the archive,
# with nothing but digits, Enter, arrows, F-keys and a reason in words.
. tests/tmux/lib.sh

# task SQL, share UNIT SQL: one column of the task and of a unit's share
task() {
	sqlite3 -readonly "$LIUBU_DB" \
		"SELECT $1 FROM task WHERE title='计划生育优质服务'"
}
share() {
	sqlite3 -readonly "$LIUBU_DB" "SELECT s.$2 FROM share s
		JOIN task t ON t.id=s.task JOIN unit u ON u.id=s.unit
		WHERE t.title='计划生育优质服务' AND u.name='$1'"
}

lists
begin
opens
keys Down Down
sees "the third draft on 今日" '^> +待提交 +计划生育优质服务'
keys Enter
sees "opens" '^ 计划生育优质服务 .*草拟$'
sees "with the share of its lead" '^> +计生办 +牵头'
sees "and of the other" '^  +卫生院 +配合'

keys F10
sees "what can be done with it, numbered" ' 3  交办 '
keys 3
sees "issuing wants a reason" '^>  缺项说明'
say 年初清单未列
keys F2
sees "a due day on a rest day is told" '完成时限是休息日'
keys Enter
sees "issued, with its number" '^ 已交办：〔2026〕1号 计划生育优质服务'
is "in the file" 年初清单未列 "$(task gap_reason)"

keys F10
sees "for whom the clerk would speak" '> 1  报进度（代陈庆）'
keys 1
sees "a report" '^>  进度 .*%'
say 60
keys F2
sees "reported" '^ 已报进度：计划生育优质服务 / 计生办'
sees "and signed for" '^> .*计生办 +牵头 +60% .*办理中'
sees "both names" '陈庆（代录 .*）  报进度  进度 60'
keys F10
sees "the menu" ' 4  申请办结（代陈庆）'
keys 4
sees "done today" '^>  完成日期  2026-11-24'
keys F2
sees "claimed" '^ 已申请办结：计划生育优质服务 / 计生办'
keys F10
sees "the menu of a supervisor" '> 1  办结核验 '
keys 1
sees "a verification" '^ 办结核验  计划生育优质服务 / 计生办'
keys 1 1
sees "quality by its number" '^>  质量      优 '
keys F2
sees "verified" '^ 已核验：计划生育优质服务 / 计生办'

keys Down
sees "the other share" '^> .*卫生院 '
keys F10
sees "for another" '> 1  报进度（代蒙玉峰）'
keys 1
sees "its report" '^ 报进度  计划生育优质服务 / 卫生院'
say 98
keys F2
sees "reported too" '^ 已报进度：计划生育优质服务 / 卫生院'
keys F10
sees "its menu" ' 4  申请办结（代蒙玉峰）'
keys 4
sees "its day" '^>  完成日期  2026-11-24'
keys F2
sees "claimed too" '^ 已申请办结：计划生育优质服务 / 卫生院'
keys F10
sees "its verification" '> 1  办结核验 '
keys 1
sees "quality and effect stand there" '^>  质量      良 +效果  良'
keys F2
sees "verified too" '^ 已核验：计划生育优质服务 / 卫生院'
keys F10
sees "more stands with the task" ' 2  工作任务：更多'
keys 2
sees "striking off" ' 3  销号 '
keys 3
sees "struck off" '^ 已销号：〔2026〕1号 计划生育优质服务'
is "today" 2026-11-24 "$(task closed_on)"
is "the quality" 1 "$(share 计生办 quality)"

keys 6
sees "the step of assessing" '^ 0今日 .*\[6考\]'
keys Down Enter
sees "two archives" '^  陈庆 '
goes 陈庆
keys Enter
sees "the year of a person" '^ 陈庆  计生办 .*2026年'
sees "with its line" '^> 11-24  办结 +计划生育优质服务 +按期 +优'
keys Enter
sees "which opens" '计划生育优质服务 / 计生办'
run verify
is "the journal is whole" 0 "$code"
keys 0
sees "今日 where it was left" '^ 已销号|^ 〔2026〕1号 计划生育优质服务'
keys q
sees "and 今日 itself" '^ 等我办'
leaves "the shell"
