# lib.sh: what the scripts of tests/cli share. They speak TAP without a plan;
# tests/run counts. A folder of their own is made and removed.
set -u
liubu=$PWD/$B/liubu
data=$PWD/data
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export LIUBU_DB="$dir/liubu.db" LC_ALL=C.UTF-8 LANGUAGE=en
export LIUBU_TODAY=2026-11-24
unset LC_MESSAGES LANG
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99
tab=$(printf '\t')

ok() { echo "ok - $1"; }
not_ok() {
	echo "not ok - $1"
	shift
	printf '%s\n' "$@" | sed 's/^/# /'
}

# is WHAT EXPECTED FOUND
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "expected: $2" "found: $3"
	fi
}

# has WHAT TEXT PART: the part stands in the text
has() {
	case $2 in
	*"$3"*) ok "$1" ;;
	*) not_ok "$1" "not in it: $3" "text: $2" ;;
	esac
}

# hasnt WHAT TEXT PART
hasnt() {
	case $2 in
	*"$3"*) not_ok "$1" "in it: $3" ;;
	*) ok "$1" ;;
	esac
}

# run ARGUMENTS: sets out, err, code
run() {
	out=$("$liubu" "$@" 2>"$dir/err" </dev/null)
	code=$?
	err=$(cat "$dir/err")
}

# runs WHAT ARGUMENTS: it must succeed
runs() {
	what=$1
	shift
	run "$@"
	if [ "$code" = 0 ]; then
		ok "$what"
	else
		not_ok "$what" "liubu $*: $code" "$err"
	fi
}

# refuses WHAT CODE PART ARGUMENTS: it ends with the code, and says on
# standard error, in a sentence and what to do, something with that part;
# nothing was written to the journal
refuses() {
	what=$1 want=$2 part=$3
	shift 3
	before=$(journal)
	run "$@"
	if [ "$code" != "$want" ]; then
		not_ok "$what" "liubu $*: $code, not $want" "$err"
	elif [ -z "$err" ] || [ -n "$out" ]; then
		not_ok "$what" "told in the wrong place" "$out" "$err"
	elif [ "$before" != "$(journal)" ]; then
		not_ok "$what" "the journal has grown"
	else
		has "$what" "$err" "$part"
	fi
}

# rows TABLE [WHERE]: how many
rows() {
	sqlite3 -readonly "$LIUBU_DB" "SELECT count(*) FROM $1 ${2:+WHERE $2}"
}
journal() {
	[ ! -f "$LIUBU_DB" ] ||
		sqlite3 -readonly "$LIUBU_DB" \
			"SELECT max(seq) FROM journal" 2>/dev/null
}
