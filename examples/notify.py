"""The calls of the published description of the Notify API, against a service with the sample data.

Needs Python 3.9 or later and the package requests (`pip install requests`).
NOTIFY_BASE_URL is the service's URL and API_KEY its key; the defaults are those of a local service.
"""
import os
import sys

try:
    import requests
except ImportError:
    sys.exit("This example needs the package requests. Run: pip install requests")

base_url = os.environ.get("NOTIFY_BASE_URL", "http://127.0.0.1:3000")
api_key = os.environ.get("API_KEY", "dev-notify-api-key")
headers = {"Authorization": f"Bearer {api_key}"}

# Rename the organisation of an earlier run, because names are unique.
found = requests.get(
    f"{base_url}/organisation/search",
    headers=headers,
    params={"name": "Department for Transport"}
)
for earlier in found.json()["data"]:
    if earlier["name"] == "Department for Transport":
        requests.post(
            f"{base_url}/organisation/{earlier['id']}",
            headers=headers,
            json={"name": f"Department for Transport {earlier['id']}"}
        )

# Create organisation
response = requests.post(
    f"{base_url}/organisation",
    headers=headers,
    json={
        "name": "Department for Transport",
        "crown": True,
        "organisation_type": "central"
    }
)
org = response.json()
org_id = org["id"]

# Update organisation
requests.post(
    f"{base_url}/organisation/{org_id}",
    headers=headers,
    json={
        "email_branding_id": "3f5e7c9a-1b2d-4e8f-9a3c-7d6e4b2f1a8c",
        "can_approve_own_go_live_requests": True
    }
)

# Link service to organisation
requests.post(
    f"{base_url}/organisation/{org_id}/service",
    headers=headers,
    json={"service_id": "8c9d0e1f-2a3b-4c5d-6e7f-8a9b0c1d2e3f"}
)

# Add email branding to pool
requests.post(
    f"{base_url}/organisation/{org_id}/email-branding-pool",
    headers=headers,
    json={
        "branding_ids": [
            "3f5e7c9a-1b2d-4e8f-9a3c-7d6e4b2f1a8c",
            "4a6b8c0d-2e3f-5a7b-9c1d-8e9f0a1b2c3d"
        ]
    }
)

# Get organisation services with usage
response = requests.get(
    f"{base_url}/organisation/{org_id}/services-with-usage",
    headers=headers,
    params={"year": 2024}
)
usage = response.json()
print(f"Services: {len(usage['services'])}")
