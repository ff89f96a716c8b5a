#!/usr/bin/env bash
# What goalgen does for one pull or merge request: bash review.sh BASE FOLDER. Each step is a goalgen command.
#
# BASE is the revision that the request goes into; into FOLDER go the books (books/), the differences (diff.md) and, for GitLab,
# the findings (quality.json). On GitHub findings become annotations, and the summary and the outputs of the step are written.
# The exit code is that of `goalgen check`: the findings that this request brought. A file 已知问题.json in the repository, or what
# GOALGEN_BASELINE names, is taken for what was known before (`goalgen check --baseline`); it is never written here.
set -uo pipefail
base=$1 folder=$2
mkdir -p "$folder"
since=()
if git rev-parse --quiet --verify "$base^{commit}" >/dev/null; then since=(--since "$base"); fi
known=${GOALGEN_BASELINE:-已知问题.json}
new=(${since[@]+"${since[@]}"})
if [ -f "$known" ]; then new+=(--baseline "$known"); fi

code=0
if [ -n "${GITHUB_ACTIONS:-}" ]; then
    goalgen check --format github ${new[@]+"${new[@]}"} || code=$?
else
    goalgen check ${new[@]+"${new[@]}"} || code=$?
    goalgen check --format gitlab --exit-zero ${new[@]+"${new[@]}"} >"$folder/quality.json" 2>/dev/null || true
fi

built=0
goalgen build -o "$folder/books" || built=$?

{
    echo "<!-- goalgen -->"
    if [ ${#since[@]} -gt 0 ]; then
        goalgen diff "$base" HEAD --format md || echo "两版没能比较。"
    fi
} >"$folder/diff.md"

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    # GitHub shows ten annotations of each level at most, and no summary over 1 MiB: here are all, or as many as there is room for
    for level in 提示 警告 错误; do
        goalgen check --format md --exit-zero --level "$level" ${new[@]+"${new[@]}"} >"$folder/check.md" 2>/dev/null || true
        [ "$(wc -c <"$folder/check.md")" -lt 900000 ] && break
    done
    {
        cat "$folder/diff.md"
        echo
        head -c 900000 "$folder/check.md" | iconv -c -f utf-8 -t utf-8
    } >>"$GITHUB_STEP_SUMMARY"
fi
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
