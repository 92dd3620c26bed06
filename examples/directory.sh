#!/usr/bin/env bash
# A TPP client and an administrator's client of the directory, with curl. Needs bash, curl and sed.
# Settings, with the defaults of a local service: DIRECTORY_URL, ISSUER.
set -euo pipefail
DIRECTORY_URL="${DIRECTORY_URL:-http://127.0.0.1:3000}"
ISSUER="${ISSUER:-$DIRECTORY_URL/dev/oidc}"
organisation="c0ffee00-0000-4000-8000-000000000001"

# Prints the body. Fails on an error response and shows its sentences. Repeats a request after 429 and 503.
call() {
  local body
  body=$(curl --silent --show-error --fail-with-body --retry 3 "$@") || { echo "$body" >&2; return 1; }
  echo "$body"
}

# Prints the value of a text member of a JSON object.
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# RFC 6749 §4.4: client credentials. Prints an access token.
token_of() {
  local endpoint
  endpoint=$(call "$ISSUER/.well-known/openid-configuration" | member token_endpoint)
  call --user "$1:$2" --data grant_type=client_credentials "$endpoint" | member access_token
}

# Prints each page of the Active organisations, one a line. Stops at the last page.
active_organisations() {
  local page=0 answer
  while true; do
    answer=$(call "$DIRECTORY_URL/organisations?hideInactive=true&size=20&page=$page" \
      --header "Authorization: Bearer $1")
    echo "$answer"
    page=$((page + 1))
    [ "$page" -lt "$(sed -n 's/.*"totalPages":\([0-9]*\).*/\1/p' <<<"$answer")" ] || return 0
  done
}

# Changes one field, only if nobody changed the organisation since its entity tag was read.
set_address_line() {
  local etag
  etag=$(call --head "$DIRECTORY_URL/organisations/$organisation" --header "Authorization: Bearer $1" |
    sed -n 's/^[Ee][Tt][Aa][Gg]: //p' | tr -d '\r')
  call --request PATCH "$DIRECTORY_URL/organisations/$organisation" \
    --header "Authorization: Bearer $1" --header "If-Match: $etag" \
    --header 'Content-Type: application/merge-patch+json' --data "{\"AddressLine2\": \"$2\"}"
}

reader=$(token_of dev-software dev-software-secret)
pages=$(active_organisations "$reader")
echo "Active organisations: $(grep -o '"OrganisationId"' <<<"$pages" | grep -c .)"

administrator=$(token_of dev-organisation dev-organisation-secret)
changed=$(set_address_line "$administrator" "Floor 3")
echo "AddressLine2: $(member AddressLine2 <<<"$changed")"
