#!/usr/bin/env bash
# The calls of the published description of the Notify API, against a service with the sample data.
# NOTIFY_BASE_URL is the service's URL and API_KEY its key; the defaults are those of a local service.
set -euo pipefail
NOTIFY_BASE_URL="${NOTIFY_BASE_URL:-http://127.0.0.1:3000}"
API_KEY="${API_KEY:-dev-notify-api-key}"
user_id="b2c3d4e5-f6a7-5b8c-9d0e-1f2a3b4c5d6e"

# Fails on an error response and shows its body.
curl() { command curl --silent --show-error --fail-with-body "$@" && echo; }

# Rename the organisation of an earlier run, because names are unique.
earlier=$(curl "$NOTIFY_BASE_URL/organisation/search?name=Department%20for%20Transport" \
-H "Authorization: Bearer $API_KEY" | sed 's/},{/}\n{/g' \
| sed -n '/"name":"Department for Transport"/s/.*"id":"\([^"]*\)".*/\1/p')
if [ -n "$earlier" ]; then
curl -X POST "$NOTIFY_BASE_URL/organisation/$earlier" \
-H "Authorization: Bearer $API_KEY" \
-H "Content-Type: application/json" \
-d "{\"name\": \"Department for Transport $earlier\"}"
fi

# Create organisation
created=$(curl -X POST "$NOTIFY_BASE_URL/organisation" \
-H "Authorization: Bearer $API_KEY" \
-H "Content-Type: application/json" \
-d '{
"name": "Department for Transport",
"crown": true,
"organisation_type": "central"
}')
echo "$created"
org_id=$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' <<<"$created")

# Search organisations
curl "$NOTIFY_BASE_URL/organisation/search?name=Transport" \
-H "Authorization: Bearer $API_KEY"

# Get organisation by domain
curl "$NOTIFY_BASE_URL/organisation/by-domain?domain=dft.gov.uk" \
-H "Authorization: Bearer $API_KEY"

# Add user to organisation
curl -X POST "$NOTIFY_BASE_URL/organisation/$org_id/users/$user_id" \
-H "Authorization: Bearer $API_KEY" \
-H "Content-Type: application/json" \
-d '{"permissions": [{"permission": "can_make_services_live"}]}'

# Update letter branding pool
curl -X POST "$NOTIFY_BASE_URL/organisation/$org_id/letter-branding-pool" \
-H "Authorization: Bearer $API_KEY" \
-H "Content-Type: application/json" \
-d '{
"branding_ids": [
"5f6a7b8c-9d0e-1f2a-3b4c-5d6e7f8a9b0c"
]
}'
