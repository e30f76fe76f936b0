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

The sample township stands in $db. To go on:
  $program --db $db                  the screens (in a terminal)
  $program list task --db $db        its tasks, one a line
  $program --help                    all commands
END
