#!/bin/sh
# lint.sh: the rules of the house that no compiler knows. One line a finding,
# file:line: what; status 1 if there is any.
set -u
cd "$(dirname "$0")/.." || exit 1
found=$(mktemp)
trap 'rm -f "$found"' EXIT

# forbid WHAT PATTERN FILE...: a line that matches is a finding
forbid() {
	what=$1 pattern=$2
	shift 2
	[ $# -eq 0 ] || grep -HnE -e "$pattern" "$@" |
		awk -F: -v what="$what" '{ print $1 ":" $2 ": " what }' >>"$found"
}

# without LIST PREFIX...: the files of LIST that begin with none of these
without() {
	list=$1
	shift
	for f in $list; do
		for p in "$@"; do
			case $f in $p*) continue 2 ;; esac
		done
		echo "$f"
	done
}

all=$(find src include tests -name '*.[ch]' | sort)
own=$(find src include -name '*.[ch]' | sort)

# ---- one place for each library

# shellcheck disable=SC2046
forbid "sqlite3 is named in store only" '#include <sqlite3\.h>|\<sqlite3_[a-z]' \
	$(without "$all" src/store/ tests/store/ tests/stress/ tests/bench/)
# shellcheck disable=SC2046
forbid "curses.h is included by src/tui/term_curses.c only" \
	'#include <(ncurses[a-z]*/)?n?curses\.h>|#include <term\.h>' \
	$(without "$all" src/tui/term_curses.c tests/bench/)

# ---- rule R1: nothing but one file checkpoints, and never PASSIVE

# shellcheck disable=SC2086
set -- $(grep -lE 'wal_checkpoint' $own)
[ $# -le 1 ] || echo "$*: only one file may checkpoint (R1)" >>"$found"
# shellcheck disable=SC2086
forbid "a PASSIVE checkpoint (R1)" 'CHECKPOINT_PASSIVE|wal_checkpoint\(PASSIVE' \
	$own
# shellcheck disable=SC2086
forbid "setlocale for LC_CTYPE and LC_MESSAGES only" 'setlocale\(LC_ALL' $own

# ---- layers: an include goes down or stays

# may LAYER OTHER...: a file of LAYER includes itself and OTHER...
may() {
	layer=$1
	allowed=$(echo "$@" | tr ' ' '|')
	for dir in src include tests; do
		[ -d "$dir/$layer" ] || continue
		grep -rHnE '^#include "[a-z_]+/' --include='*.[ch]' \
			"$dir/$layer" | grep -vE "#include \"($allowed|tests)/" |
			awk -F: -v l="$layer" '{ print $1 ":" $2 ": " $3 \
				" goes up from " l }' >>"$found"
	done
}
may core
may store core
may domain core store
may report core store domain
may tui core
may screens core store domain report tui
may cli core store domain report tui screens

# the steps of domain stand on one another in this order
below=
for step in office plan study assign lead supervise assess circle; do
	below="$below${below:+|}$step"
	for dir in src/domain include/domain; do
		[ -d "$dir/$step" ] || continue
		grep -rHnE '^#include "domain/[a-z]+/' "$dir/$step" |
			grep -vE "\"domain/($below)/" |
			awk -F: -v s="$step" '{ print $1 ":" $2 ": " $3 \
				" goes up from " s }' >>"$found"
	done
done

# ---- size: functions at most 70 lines, files 800, nesting three deep

# shellcheck disable=SC2086
awk '
	FNR == 1 { start = 0 }
	/^\{/ { start = FNR }
	/^\}/ && start {
		if (FNR - start - 1 > 70)
			print FILENAME ":" start ": a function of " \
				FNR - start - 1 " lines, 70 at most"
		start = 0
	}
	start && /^\t\t\t\t(if|for|while|switch|do)\>/ && !/\\$/ {
		print FILENAME ":" FNR ": nested more than three deep"
	}
	FNR == 801 { print FILENAME ": more than 800 lines" }
' $all >>"$found"

# ---- words and signs

marks='TODO|FIXME|XXX'
# shellcheck disable=SC2086
forbid "unfinished: $marks" "\<($marks)\>" $all Makefile \
	$(find tools tests -name '*.sh' -o -name '*.py' | grep -v tools/lint.sh)
# shellcheck disable=SC2086
forbid "no typedef but of functions" '^typedef [^(]*;' $all
# shellcheck disable=SC2086
forbid "unsafe: use core/str.h" '\<(strcpy|strcat|sprintf|gets|strtok)\(' $own
# shellcheck disable=SC2086
forbid "memory through core/mem.h" '\<(malloc|calloc|realloc|strdup)\(' \
	$(without "$own" src/core/mem.c)
# shellcheck disable=SC2086
forbid "NDEBUG is never set" 'define NDEBUG' $all
forbid "NDEBUG is never set" 'NDEBUG' Makefile

sort -u "$found"
[ ! -s "$found" ]
