#!/usr/bin/env bash
# Sets up, checks the formatting, builds everything and runs every test; the last line counts them.
# ./test.sh [--fast] [PROJECT...]   --fast leaves out tests marked slow; PROJECT is a folder of tests/, all when none is named
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/eng/setup.sh"
cd "$root"

assume_yes=0
filter=()
projects=()
for argument in "$@"; do
  case "$argument" in
    --yes) assume_yes=1 ;;
    --fast) filter=(--filter 'speed!=slow') ;;
    --*) say "unknown option $argument; known: --yes, --fast"; exit 2 ;;
    *) [ -d "tests/$argument" ] || { say "no such folder: tests/$argument"; exit 2; }; projects+=("$argument") ;;
  esac
done
if [ ${#projects[@]} -eq 0 ]; then
  for project in tests/*.Tests tests/NasStudio.EndToEnd; do
    if [ -f "$project/$(basename "$project").csproj" ]; then projects+=("$(basename "$project")"); fi
  done
fi

prepare_tools
prepare_system "${base_packages[@]}" chromium
prepare_scripts
build_app

say "checking the formatting"
dotnet format whitespace . --folder --verify-no-changes --exclude artifacts node_modules >&2 ||
  stop "run: dotnet format whitespace . --folder"
say "restoring and building the tests"
dotnet restore NasStudio.sln --locked-mode -v quiet >&2
dotnet build NasStudio.sln -c "$configuration" --no-restore -v quiet >&2

results="$root/artifacts/test-results"
rm -rf "$results" && mkdir -p "$results"
test_project() {
  say "testing $1"
  dotnet test "tests/$1/$1.csproj" -c "$configuration" --no-build --results-directory "$results" \
    --logger "trx;LogFileName=$1.trx" --logger 'console;verbosity=quiet' ${filter[@]+"${filter[@]}"} ||
    printf '%s\n' "$1" >> "$results/failed"
}

# Two suites side by side, as most keep one core busy; the browser's alone, since it looks at how quick pages are.
for project in "${projects[@]}"; do
  if [ "$project" != NasStudio.EndToEnd ]; then
    [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n || true
    test_project "$project" &
  fi
done
wait
if [[ " ${projects[*]} " == *" NasStudio.EndToEnd "* ]]; then test_project NasStudio.EndToEnd; fi
exec node eng/sum-tests.mjs "$results" "${projects[@]}"
