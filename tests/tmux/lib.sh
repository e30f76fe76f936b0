# lib.sh: what the scripts of tests/tmux share: the real program in a real
# terminal, 24 rows of 80 columns unless said otherwise. A case waits until
# the screen shows something, never for a time. A tmux server of their own,
# in the folder of tests/cli/lib.sh, ends with the script.
. tests/cli/lib.sh
export LANGUAGE=zh_CN TMUX_TMPDIR="$dir"
unset TMUX NO_COLOR

# one session, one window; `pane` says which pane is looked at and typed into
pane=t
tmux() { command tmux -u -L liubu -f /dev/null "$@"; }
trap 'tmux kill-server 2>/dev/null; rm -rf "$dir"' EXIT

# begin [COLUMNS ROWS]: a shell in a terminal; what is typed stands at its $
begin() {
	tmux kill-session -t t 2>/dev/null
	PS1='$ ' ENV='' tmux new-session -d -s t -x "${1:-80}" -y "${2:-24}" \
		"exec sh -i" \; set-option -g status off \; \
		set-option -g escape-time 0 \; set-option -g history-limit 0
}

# screen: as it stands, its rows without trailing blanks
screen() { tmux capture-pane -p -t "$pane"; }

# columns REGEX: where in the body what matches begins, a number a row that
# has it; two columns for the characters of three and four bytes.
columns() {
	screen | sed -nE "1,2d; s/($1).*//p" | LC_ALL=C sed -E \
		's/[\xe0-\xef]..|[\xf0-\xf7].../xx/g; s/[\xc2-\xdf]./x/g' |
		awk '{ print length }'
}

# waits SECONDS COMMAND...: until it succeeds, at most so long
waits() {
	until=$(($(date +%s) + $1))
	shift
	until "$@"; do
		[ "$(date +%s)" -lt "$until" ] || return 1
		sleep 0.05
	done
}
shows() { screen | grep -Eq -- "$1"; }
lacks() { ! shows "$1"; }

# sees WHAT REGEX: some row comes to match; hides: none does any more
sees() {
	if waits 20 shows "$2"; then
		ok "$1"
	else
		not_ok "$1" "not on the screen: $2" "$(screen)"
	fi
}
hides() {
	if waits 20 lacks "$2"; then
		ok "$1"
	else
		not_ok "$1" "still on the screen: $2" "$(screen)"
	fi
}

# keys NAME...: F2, Enter, Down, C-x, ...; say TEXT: as if typed
keys() { tmux send-keys -t "$pane" -- "$@"; }
say() { tmux send-keys -t "$pane" -l -- "$1"; }
# raw BYTES: as printf reads them, in one write to the terminal
raw() {
	tmux send-keys -t "$pane" -H \
		$(printf "$1" | od -An -v -tx1)
}

# goes WORDS: the cursor to the row that holds them. Headings are passed over,
# so that the first try may miss by some.
row_of() { screen | sed -n "1,2d; /$1/{=; q;}"; }
moved() { [ "$(screen | grep '^>')" != "$stood" ]; }
goes() {
	waits 20 shows "$1"
	for try in 1 2 3 4 5; do
		! shows "^>.*$1" || return
		stood=$(screen | grep '^>')
		by=$(($(row_of "$1") - $(row_of '^>')))
		[ "$by" -gt 0 ] && arrow=Down || arrow=Up
		tmux send-keys -t "$pane" -N "${by#-}" "$arrow"
		waits 20 moved
	done
	not_ok "the cursor on $1" "$(screen)"
}

# opens [WORD...]: the program from the shell; 今日 stands there
opens() {
	say "$* '$liubu'"
	keys Enter
	waits 20 shows '^\[0今日\]' || not_ok "今日 comes" "$(screen)"
}
# leaves WHAT: q on 今日 ends it with 0, and the shell echoes again
leaves() {
	keys q
	waits 20 shows '^[$#]$'
	say 'echo "left $?"'
	keys Enter
	sees "$1" '^[$#] echo "left \$\?"'
	sees "$1, status 0" '^left 0'
}

# lists: a township from the two lists, everything still a draft
lists() {
	run init --name 清溪乡 --lang zh
	run import person "$data/干部花名册.csv" --create-units
	run import task "$data/重点工作任务分解表.csv"
	[ "$code" = 0 ] || not_ok "a township" "$err"
}
