#!/bin/sh
# coverage.sh BUILD LAYER...: lines run by the tests that BUILD recorded, a row
# a layer, then the ten files with most lines that were never run.
set -eu
build=$1
shift
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

find "$build/obj" -name '*.gcda' | sort | while read -r data; do
	gcov -n "$data" 2>/dev/null
done | awk -F"'" '
	/^File/ { file = $2 }
	/^Lines executed:/ && file ~ /^src\// {
		split($0, part, /[:% ]+/)
		print file, part[3], part[5]
		file = ""
	}
' >"$out/files"

echo "lines run by the tests"
for layer in "$@"; do
	awk -v layer="$layer" '
		index($1, "src/" layer "/") == 1 {
			run += $2 * $3 / 100
			all += $3
		}
		END {
			if (all)
				printf "  %-8s %5.1f%%  %5d of %5d\n", layer, \
					100 * run / all, run + 0.5, all
		}
	' "$out/files"
done
echo "most lines never run"
awk '{ printf "  %5d  %s\n", $3 - $2 * $3 / 100 + 0.5, $1 }' "$out/files" |
	sort -rn | head -n 10
