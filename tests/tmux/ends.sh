#!/bin/sh
# Where there is no terminal, an odd one, no Chinese, no colour: a sentence
# with what to do and the exit code, or a screen that works.
. tests/tmux/lib.sh

lists
# from the shell in a terminal: what it says, its code
told() { # WHAT COMMAND CODE REGEX
	tmux clear-history -t t
	say "clear; $2; echo code \$?"
	keys Enter
	sees "$1" "$4"
	sees "$1: its code" "^code $3\$"
}
works() { # WHAT SETTINGS...: 今日 and a list, and out again
	what=$1
	shift
	opens "$@"
	sees "$what: a screen" '^ 等我办 42'
	keys 3
	sees "$what: another" '^ 0今日  1学  2预 \[3分\]'
	keys 0
	sees "$what: and back" '^ 等我办 42'
	leaves "$what: left"
}

begin
# curses itself loses a block over a terminal it does not know
told "a terminal nobody knows" \
	"ASAN_OPTIONS=detect_leaks=0 TERM=nosuch '$liubu'" 1 'TERM=xterm liubu'
told "one that cannot place the cursor" "TERM=dumb '$liubu'" 1 \
	'TERM=xterm liubu'
told "no TERM at all" "TERM= '$liubu'" 1 'TERM=xterm liubu'
told "output that is no terminal: 今日 as text" "'$liubu' | cat" 0 '^等我办 42'
told "input that is none" "'$liubu' </dev/null" 0 '^等我办 42'
works "a bare xterm" TERM=xterm
works "a VT100" TERM=vt100
works "without colour" NO_COLOR=1
works "a C locale" LC_ALL=C
works "no locale at all" LC_ALL= LANG=
opens LC_ALL=C LANGUAGE=
sees "the file's own language where none is named" '^ 等我办 42'
leaves "and out"
works "a locale that is not there" LC_ALL=xx_XX.UTF-8
