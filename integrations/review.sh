#!/usr/bin/env bash
# What goalgen does for one pull or merge request: bash review.sh BASE FOLDER. Each step is a goalgen command.
#
# BASE is the revision that the request goes into; into FOLDER go the books (books/), the differences (diff.md) and, for GitLab,
# the findings (quality.json). On GitHub findings become annotations, and the summary and the outputs of the step are written.
# The exit code is that of `goalgen check`: the findings that this request brought.
set -uo pipefail
base=$1 folder=$2
mkdir -p "$folder"
since=()
if git rev-parse --quiet --verify "$base^{commit}" >/dev/null; then since=(--since "$base"); fi

code=0
if [ -n "${GITHUB_ACTIONS:-}" ]; then
    goalgen check --format github ${since[@]+"${since[@]}"} || code=$?
else
    goalgen check ${since[@]+"${since[@]}"} || code=$?
    goalgen check --format gitlab --exit-zero ${since[@]+"${since[@]}"} >"$folder/quality.json" 2>/dev/null || true
fi

built=0
goalgen build -o "$folder/books" || built=$?

{
    echo "<!-- goalgen -->"
    if [ ${#since[@]} -gt 0 ]; then
        goalgen diff "$base" HEAD --format md || echo "两版没能比较。"
    fi
} >"$folder/diff.md"

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$folder/diff.md" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    {
        echo "check=$code"
        echo "build=$built"
        echo "diff=$folder/diff.md"
        echo "books=$folder/books"
    } >>"$GITHUB_OUTPUT"
fi
[ "$code" -ne 0 ] && exit "$code"
exit "$built"
