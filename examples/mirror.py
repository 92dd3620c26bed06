"""Keeps a verified copy of the directory in plain files. Needs Python 3.9 or later and the package requests.

The argument is the folder, by default directory-copy: state.json, and a file for each organisation with exactly the bytes
that the directory answers. Stop it as you like: it goes on where it was. Settings, with the defaults of a local service:
DIRECTORY_URL, ISSUER, CLIENT_ID, CLIENT_SECRET.
"""

import base64
import hashlib
import json
import os
import pathlib
import sys
import time
import urllib.parse

import requests
from requests.exceptions import ChunkedEncodingError

DIRECTORY_URL = os.environ.get("DIRECTORY_URL", "http://127.0.0.1:3000")
ISSUER = os.environ.get("ISSUER", f"{DIRECTORY_URL}/dev/oidc")
CLIENT = (os.environ.get("CLIENT_ID", "dev-admin"), os.environ.get("CLIENT_SECRET", "dev-admin-secret"))
FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "directory-copy")


class ChainBroken(Exception):
    """Somebody changed the history of the directory."""


class SnapshotNeeded(Exception):
    """The log does not lead from the copy to the present directory: read everything again."""


class Directory:
    """Sends requests with a token, and repeats them while the directory is overloaded or away."""

    def __init__(self):
        self.session = requests.Session()
        self.token, self.renew_at = None, 0.0

    def get(self, path, accept="application/json", **query):
        attempt = 0
        while True:
            try:
                headers = {"Authorization": f"Bearer {self.access_token()}", "Accept": accept}
                answer = self.session.get(f"{DIRECTORY_URL}{path}", headers=headers, params=query, timeout=60)
            except (requests.ConnectionError, requests.Timeout, ChunkedEncodingError) as error:
                answer = None
                print(f"waiting: {error.__class__.__name__}", flush=True)
            if answer is not None and answer.status_code == 410:
                raise SnapshotNeeded("the directory has another log")
            if answer is not None and answer.status_code == 401 and attempt == 0:
                self.renew_at = 0.0
            elif answer is not None and answer.status_code != 429 and answer.status_code < 500:
                answer.raise_for_status()
                return answer
            attempt += 1
            after = "" if answer is None else answer.headers.get("Retry-After", "")
            time.sleep(int(after) if after.isdigit() else min(2**attempt, 30))

    def access_token(self):
        """Returns an access token by client credentials (RFC 6749 §4.4), renewed before its end."""
        if time.time() >= self.renew_at:
            metadata = self.session.get(f"{ISSUER}/.well-known/openid-configuration", timeout=30).json()
            form = {"grant_type": "client_credentials"}
            answer = self.session.post(metadata["token_endpoint"], data=form, auth=CLIENT, timeout=30)
            if answer.status_code >= 500:
                raise requests.ConnectionError(answer.text)
            answer.raise_for_status()
            body = answer.json()
            self.token, self.renew_at = body["access_token"], time.time() + body.get("expires_in", 60) * 0.8
        return self.token

    def pages(self, path, **query):
        """Yields the pages of a list with their headers."""
        page, total_pages = 0, 1
        while page < total_pages:
            answer = self.get(path, page=page, size=1000, **query)
            yield answer.json()["content"], answer.headers
            page, total_pages = page + 1, answer.json()["totalPages"]


def json_bytes(value, **options):
    """Returns JSON as JavaScript writes it; with sort_keys=True it is canonical (RFC 8785) for this data."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), **options).encode()


def hash_of(log, entry, previous):
    """Returns the hash of an entry, which contains the hash of the entry before."""
    bare = {name: value for name, value in entry.items() if name not in ("Position", "Hash")}
    whole = {"Log": log, "Position": entry["Position"], "Previous": previous, "Entry": bare}
    return hashlib.sha256(json_bytes(whole, sort_keys=True)).hexdigest()


# The curve P-256 (FIPS 186-4, D.1.2.3).
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(one, other):
    """Adds two points of the curve; None is the point at infinity."""
    if one is None or other is None:
        return other if one is None else one
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    if one == other:
        slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) % P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def multiply(scalar, point):
    total = None
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_signed(jws, key):
    """Verifies a compact JWS with ES256 (RFC 7518 §3.4)."""
    signed, _, signature = jws.rpartition(".")
    x, y = (int.from_bytes(from_base64url(key[name]), "big") for name in "xy")
    raw = from_base64url(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    is_on_curve = (y * y - x * x * x + 3 * x - B) % P == 0
    if len(raw) != 64 or not (0 < r < N and 0 < s < N) or not is_on_curve:
        return False
    digest = int.from_bytes(hashlib.sha256(signed.encode()).digest(), "big")
    inverse = pow(s, -1, N)
    point = add(multiply(digest * inverse % N, G), multiply(r * inverse % N, (x, y)))
    return point is not None and point[0] % N == r


def read_checkpoint(directory):
    """Returns the directory's signed statement about its log. @raises ChainBroken if the signature is wrong"""
    jws = directory.get("/organisations/changes/checkpoint", accept="application/jwt").text.strip()
    header, payload = (json.loads(from_base64url(part)) for part in jws.split(".")[:2])
    keys = directory.get("/.well-known/directory-keys").json()["keys"]
    key = next((key for key in keys if key.get("kid") == header.get("kid")), None)
    is_right = header.get("alg") == "ES256" and header.get("typ") == "directory-checkpoint+jwt"
    if not is_right or key is None or not is_signed(jws, key):
        raise ChainBroken("The signature of the checkpoint is wrong.")
    return payload


# The members of an organisation in the published order, for a directory that has none yet.
FIELDS = """
    OrganisationId Status OrganisationName CreatedOn LegalEntityName CountryOfRegistration CompanyRegister Size
    RegistrationNumber RegistrationId RegisteredName AddressLine1 AddressLine2 City Postcode Country
    ParentOrganisationReference RequiresParticipantTermsAndConditionsSigning LogoUri Flags
""".split()


class Copy:
    """The files, and the state from which the copy goes on."""

    def __init__(self, directory):
        self.directory = directory
        self.state_file = FOLDER / "state.json"
        self.state = json.loads(self.state_file.read_text("utf-8")) if self.state_file.exists() else None
        self.hashes = {} if self.state is None else {self.position(): self.state["hash"]}
        self.flags = {} if self.state is None else self.state["flags"]
        self.announced = set()

    def position(self):
        return int(self.state["place"].rpartition(".")[2])

    def file_of(self, organisation_id):
        name = urllib.parse.quote(organisation_id, safe="").replace(".", "%2E")
        return FOLDER / "organisations" / f"{name}.json"

    def write(self, path, data):
        """Replaces a file as a whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.tmp")
        temporary.write_bytes(data)
        os.replace(temporary, path)

    def save(self, **state):
        self.state = {**(self.state or {}), **state}
        self.write(self.state_file, json_bytes(self.state))

    def take_snapshot(self, reason):
        """Reads everything. The checkpoint is read first: its place is before the list's, and its hash is signed."""
        print(f"snapshot: {reason}", flush=True)
        checkpoint = read_checkpoint(self.directory)
        self.flags = self.read_flags()
        fields = []
        for rows, _ in self.directory.pages("/organisations"):
            for row in rows:
                fields = fields or list(row)
                self.write(self.file_of(row["OrganisationId"]), json_bytes(row))
        self.hashes = {checkpoint["Position"]: checkpoint["Hash"]}
        place = f"{checkpoint['Log']}.{checkpoint['Position']}"
        self.save(place=place, hash=checkpoint["Hash"], fields=fields or FIELDS, flags=self.flags)

    def read_flags(self):
        """Returns the flags by id in the directory's order."""
        pages = self.directory.pages("/references/flags", type="Organisation")
        return {flag["Id"]: flag for rows, _ in pages for flag in rows}

    def refresh_flags(self):
        """Renews the organisations that show a changed flag. @raises SnapshotNeeded if a hidden flag became visible"""
        flags = self.read_flags()
        for flag_id in flags.keys() - self.flags.keys() - self.announced:
            if flags[flag_id]["CreatedAt"] != flags[flag_id]["UpdatedAt"]:
                raise SnapshotNeeded("a flag became visible")
        if flags != self.flags or list(flags) != list(self.flags):
            self.flags = flags
            for path in (FOLDER / "organisations").glob("*.json"):
                row = json.loads(path.read_text("utf-8"))
                row["Flags"] = self.flags_of([flag["Id"] for flag in row["Flags"]])
                self.write(path, json_bytes(row))
            self.save(flags=flags)

    def flags_of(self, ids):
        return [flag for flag_id, flag in self.flags.items() if flag_id in set(ids)]

    def verify(self, entry):
        """Compares the hash of an entry, if it has one, with the entry and the hash before."""
        log, position = self.state["place"].rpartition(".")[0], entry["Position"]
        previous = self.hashes.get(position - 1)
        if entry.get("Hash") is None:
            return 0
        if previous is not None and hash_of(log, entry, previous) != entry["Hash"]:
            raise ChainBroken(f"The hash of position {position} is wrong.")
        self.hashes[position] = entry["Hash"]
        return 0 if previous is None else 1

    def apply(self, entry):
        organisation_id = entry.get("OrganisationId")
        if organisation_id is None:
            self.announced.add(entry["FlagId"])
            self.refresh_flags()
            return
        path = self.file_of(organisation_id)
        if path.exists():
            row = json.loads(path.read_text("utf-8"))
        else:
            row = {**dict.fromkeys(self.state["fields"]), "OrganisationId": organisation_id, "Flags": []}
        for change in entry["Changes"]:
            field, value = change["Field"], change["New"]
            if field == "Flags":
                if not set(value or []) <= set(self.flags):
                    self.refresh_flags()
                value = self.flags_of(value or [])
            if field in row:
                row[field] = value
        self.write(path, json_bytes(row))

    def follow(self):
        """Applies changes for ever, by long polls, and looks at the checkpoint each minute."""
        checkpoint, next_look, wait = None, 0.0, 0
        while True:
            query = {"after": self.state["place"], "limit": 1000, "wait": wait}
            page = self.directory.get("/organisations/changes", **query).json()
            wait = 30
            verified = sum(self.verify(entry) for entry in page["changes"])
            for entry in page["changes"]:
                self.apply(entry)
            position = int(page["next"].rpartition(".")[2])
            self.save(place=page["next"], hash=self.hashes.get(position))
            if page["changes"]:
                count = len(page["changes"])
                print(f"changes up to {page['next']}: {count} entries, {verified} hashes verified", flush=True)
            if not page["hasMore"]:
                print(f"current at {page['next']}", flush=True)
            if time.time() >= next_look and not page["hasMore"]:
                checkpoint, next_look = read_checkpoint(self.directory), time.time() + 60
                self.refresh_flags()
            if checkpoint is not None and checkpoint["Position"] <= position:
                signed, own = checkpoint["Hash"], self.hashes.get(checkpoint["Position"])
                if own is not None and own != signed:
                    raise ChainBroken(f"The checkpoint signs another hash for {checkpoint['Position']}.")
                if own is not None:
                    print(f"checkpoint {checkpoint['Position']}: signature and hash are right", flush=True)
                checkpoint = None


def main():
    copy = Copy(Directory())
    reason = "the store is empty" if copy.state is None else None
    while True:
        try:
            if reason is not None:
                copy.take_snapshot(reason)
            else:
                copy.refresh_flags()
            copy.follow()
        except SnapshotNeeded as error:
            reason = str(error)


if __name__ == "__main__":
    main()
