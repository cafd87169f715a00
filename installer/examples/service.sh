#!/usr/bin/env bash
# What another system does with the service, by curl alone: enrols somebody, verifies them, asks what the receipt is
# worth, uses it up, and reviews the session. `secure-biometric serve` must run.
#
#   installer/examples/service.sh URL ENROL VERIFY BADGE NAME
#
# ENROL and VERIFY are folders of frames as `secure-biometric present` makes them: JPEG pictures in sub-folders named by
# what the person does (neutral, left, right, up, down, ...).
# DESK, REVIEWER: login names of an operator of the front desk and of a reviewer.
# DESK_PASSWORD_FILE, REVIEWER_PASSWORD_FILE: files with their passwords.
# OUT: a folder for the session's report and surface; without, they aren't asked for.
set -euo pipefail
shopt -s nullglob inherit_errexit

die() {
    echo "$1" >&2
    exit 1
}
(($# == 5)) || die "usage: $0 URL ENROL VERIFY BADGE NAME"
url=$1 enrol=$2 verify=$3 badge=$4 name=$5
: "${DESK:?}" "${DESK_PASSWORD_FILE:?}" "${REVIEWER:?}" "${REVIEWER_PASSWORD_FILE:?}"
sent=$(mktemp -d)
trap 'rm -rf "$sent"' EXIT

# A text as JSON writes it.
json() {
    local text=$1
    text=${text//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

# A field of an answer: the last of that name.
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" <<<"$2"; }

# ask METHOD PATH TOKEN [curl's own...]: what was answered, or with `to` in that file; a problem is said and ends the
# script. Tokens and passwords go by files, for everybody on the machine sees arguments. 503 and 429 say when to come
# again, and curl does.
ask() {
    local method=$1 path=$2 token=$3 file=${to:-$sent/answer}
    shift 3
    curl --silent --show-error --fail-with-body --retry 5 --max-time 60 --request "$method" --output "$file" \
        --config <(printf 'header = "Authorization: Bearer %s"\n' "$token") "$@" "$url$path" ||
        die "$method $path: $(cat "$file"; rm "$file")"
    [[ -n ${to:-} ]] || cat "$file"
}
as_json=(--header "Content-Type: application/json")
new_key() { cat /proc/sys/kernel/random/uuid; }

log_in() {
    printf '{"name":%s,"password":%s}' "$(json "$1")" "$(json "$(cat "$2")")" >"$sent/login"
    local answer
    answer=$(ask POST /v1/auth/login "" "${as_json[@]}" --data-binary "@$sent/login")
    rm "$sent/login"
    field access_token "$answer"
}

# carry TOKEN BEGUN FOLDER: sends frames, ten at once, as the answers ask for them, until it has ended. Each upload has a
# key of its own: sent again because its answer was lost, it is looked at once.
carry() {
    local token=$1 now=$2 folder=$3
    local id asked at=0 upload=0
    local clip=("$folder"/neutral/*.jpg) doing=neutral
    ((${#clip[@]})) || die "$folder/neutral has no pictures"
    id=$(field id "$now")
    while [[ $(field state "$now") == going_on ]]; do
        asked=$(field asked "$now")
        if [[ $asked != "$doing" ]]; then
            doing=$asked
            if [[ $asked != neutral ]] && compgen -G "$folder/$asked/*.jpg" >/dev/null; then
                at=0 clip=("$folder/$asked"/*.jpg)
            fi
        fi
        : >"$sent/frames"
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            cat "${clip[at]}" >>"$sent/frames"
            if ((++at == ${#clip[@]})); then
                at=0 clip=("$folder/neutral"/*.jpg)
            fi
        done
        ((++upload))
        now=$(ask POST "/v1/captures/$id/frames" "$token" --header "Content-Type: video/x-motion-jpeg" \
            --header "Idempotency-Key: \"$id-$upload\"" --data-binary "@$sent/frames")
    done
    echo "$now"
}

desk=$(log_in "$DESK" "$DESK_PASSWORD_FILE")
reviewer=$(log_in "$REVIEWER" "$REVIEWER_PASSWORD_FILE")

who="{\"badge\":$(json "$badge"),\"name\":$(json "$name"),\"consent_version\":\"2026-12-3\"}"
begun=$(ask POST /v1/enrolments "$desk" "${as_json[@]}" --header "Idempotency-Key: \"$(new_key)\"" --data "$who")
ended=$(carry "$desk" "$begun" "$enrol")
echo "enrolment: $(field decision "$ended") ($(field reason "$ended"))"

begun=$(ask POST /v1/verifications "$desk" "${as_json[@]}" --data "{\"badge\":$(json "$badge")}")
ended=$(carry "$desk" "$begun" "$verify")
echo "verification: $(field decision "$ended") ($(field reason "$ended"))"
session=$(field session "$ended")

# Production keys sign no receipt for frames that were sent.
receipt=$(field token "$ended")
if [[ -n $receipt ]]; then
    said=$(ask POST /v1/tokens/introspect "$desk" --data-urlencode "token=$receipt")
    echo "receipt: active $(field active "$said"), source $(field source "$said")"
    ask POST /v1/tokens/redeem "$desk" "${as_json[@]}" --header "Idempotency-Key: \"redeem-$session\"" \
        --data "{\"token\":\"$receipt\"}" >/dev/null
    said=$(ask POST /v1/tokens/introspect "$desk" --data-urlencode "token=$receipt")
    echo "receipt, used: active $(field active "$said")"
fi

# The surface of the face is measured once the person has been told.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    shown=$(ask GET "/v1/sessions/$session" "$reviewer")
    [[ -z ${OUT:-} || $(field mesh "$shown") == true ]] && break
    sleep 1
done
echo "review: session $session, $(field decision "$shown"), score $(field score "$shown") of $(field threshold "$shown") needed"
if [[ -n ${OUT:-} ]]; then
    why='{"reason":"an example","format":"glb"}'
    to="$OUT/$session.glb" ask POST "/v1/sessions/$session/mesh" "$reviewer" "${as_json[@]}" --data "$why"
    to="$OUT/$session.html" ask POST "/v1/sessions/$session/report" "$reviewer" "${as_json[@]}" \
        --data '{"reason":"an example"}'
    echo "review: $OUT/$session.glb and $OUT/$session.html"
fi
