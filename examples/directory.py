"""A TPP client and an administrator's client of the directory. Needs Python 3.9 or later and no package.

Settings, with the defaults of a local service: DIRECTORY_URL, ISSUER.
"""

import base64
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

DIRECTORY_URL = os.environ.get("DIRECTORY_URL", "http://127.0.0.1:3000")
ISSUER = os.environ.get("ISSUER", f"{DIRECTORY_URL}/dev/oidc")
ORGANISATION = "c0ffee00-0000-4000-8000-000000000001"


class DirectoryError(Exception):
    """An error response: its status, its sentences and the id that the operator finds in the log."""

    def __init__(self, error):
        self.status = error.code
        text = error.read().decode()
        try:
            self.sentences = json.loads(text)["errors"]
        except (ValueError, KeyError, TypeError):
            self.sentences = [text]
        self.interaction_id = error.headers.get("x-fapi-interaction-id")
        super().__init__(f"{self.status} {' '.join(self.sentences)} ({self.interaction_id})")


def send(method, url, headers=None, body=None):
    """Returns the JSON body and the headers. Repeats a request after 429 and 503, as Retry-After says."""
    for attempt in range(4):
        request = urllib.request.Request(url, method=method, headers=headers or {}, data=body)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response), response.headers
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or attempt == 3:
                raise DirectoryError(error) from error
            time.sleep(int(error.headers.get("Retry-After", "1")))


def token_of(client_id, client_secret):
    """Returns an access token by client credentials (RFC 6749 §4.4)."""
    metadata, _ = send("GET", f"{ISSUER}/.well-known/openid-configuration")
    credentials = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    form = urllib.parse.urlencode({"grant_type": "client_credentials"}).encode()
    answer, _ = send("POST", metadata["token_endpoint"], {"Authorization": f"Basic {credentials}"}, form)
    return answer["access_token"]


def active_organisations(token):
    """Yields each Active organisation, page by page."""
    page, total_pages = 0, 1
    while page < total_pages:
        query = urllib.parse.urlencode({"hideInactive": "true", "size": 20, "page": page})
        answer, _ = send("GET", f"{DIRECTORY_URL}/organisations?{query}", {"Authorization": f"Bearer {token}"})
        yield from answer["content"]
        page, total_pages = page + 1, answer["totalPages"]


def change(token, organisation_id, fields):
    """Changes fields of an organisation. Reads it again if somebody else changed it meanwhile (412)."""
    url = f"{DIRECTORY_URL}/organisations/{urllib.parse.quote(organisation_id, safe='')}"
    authorization = {"Authorization": f"Bearer {token}"}
    while True:
        _, headers = send("GET", url, authorization)
        precondition = {"If-Match": headers["ETag"], "Content-Type": "application/merge-patch+json"}
        try:
            return send("PATCH", url, {**authorization, **precondition}, json.dumps(fields).encode())[0]
        except DirectoryError as error:
            if error.status != 412:
                raise


if __name__ == "__main__":
    reader = token_of("dev-software", "dev-software-secret")
    print(f"Active organisations: {sum(1 for _ in active_organisations(reader))}")
    administrator = token_of("dev-organisation", "dev-organisation-secret")
    print(f"AddressLine2: {change(administrator, ORGANISATION, {'AddressLine2': 'Floor 4'})['AddressLine2']}")
