#!/bin/sh
# demo.sh PROGRAM DATABASE: opens the screens of a database; without a terminal
# prints today as text and how to go on.
set -eu
program=$1 db=$2
if [ -t 0 ] && [ -t 1 ]; then
	exec "$program" --db "$db"
fi
"$program" report today --db "$db"
cat <<END

示范乡的数据在 $db，接着可以：
The sample township stands in $db. To go on:
  $program --db $db
	打开界面（在终端里）    the screens, in a terminal
  $program list task --db $db
	任务清单，一行一件      its tasks, one a line
  $program --help
	全部命令                all commands
END
