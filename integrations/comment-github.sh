#!/usr/bin/env bash
# Put a file into the one comment of goalgen at a pull request of GitHub: bash comment-github.sh FILE. The comment that is there is
# written anew, so that they do not pile up. Needs gh, GH_TOKEN with pull-requests: write, and what GitHub gives each step.
set -euo pipefail
file=$1
number=$(python3 -c 'import json, os; print(json.load(open(os.environ["GITHUB_EVENT_PATH"])).get("pull_request", {}).get("number", ""))')
if [ -z "$number" ]; then
    echo "不是合并请求，不写评论"
    exit 0
fi
comments="repos/$GITHUB_REPOSITORY/issues/$number/comments"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
python3 -c 'import json, sys; print(json.dumps({"body": open(sys.argv[1], encoding="utf8").read()}))' "$file" >"$body"
there=$(gh api --paginate "$comments" --jq '.[] | select(.body | startswith("<!-- goalgen -->")) | .id')
there=${there%%$'\n'*}
if [ -n "$there" ]; then
    written=(--method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$there")
else
    written=(--method POST "$comments")
fi
# a request from a fork has a token that may only read: what changed stands in the summary all the same
gh api "${written[@]}" --input "$body" >/dev/null ||
    echo "::warning::没有写成评论（来自复刻的合并请求，或没有给 pull-requests: write）；改了什么见这次运行的摘要"
