#!/usr/bin/env bash
# Put a file into the one note of goalgen at a merge request of GitLab: bash comment-gitlab.sh FILE. The note that is there is
# written anew. Needs curl, GOALGEN_TOKEN (a project access token with scope api), and what GitLab gives each job.
set -euo pipefail
file=$1
if [ -z "${CI_MERGE_REQUEST_IID:-}" ] || [ -z "${GOALGEN_TOKEN:-}" ]; then
    echo "不是合并请求，或没有 GOALGEN_TOKEN，不写评论"
    exit 0
fi
notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
call() { curl --silent --show-error --fail --header "PRIVATE-TOKEN: $GOALGEN_TOKEN" "$@"; }
there=""
for page in {1..50}; do # 5000 notes
    some=$(call "$notes?per_page=100&page=$page")
    there=$(python3 -c '
import json, sys
print(next((each["id"] for each in json.load(sys.stdin) if each["body"].startswith("<!-- goalgen -->")), ""))' <<<"$some")
    if [ -n "$there" ] || [ "$some" = "[]" ]; then break; fi
done
if [ -n "$there" ]; then
    call --request PUT --data-urlencode "body@$file" "$notes/$there" >/dev/null
else
    call --request POST --data-urlencode "body@$file" "$notes" >/dev/null
fi
