# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from .mount import MOUNT, HttpRequest, HttpResponse

# What a lookup returns before the first request to the emulator of the service: everything may exist.
UNUSED: dict = {}


class Lookups:
    """What exists in the services that emulators answer: KMS keys, Kinesis streams, and IAM roles and users.

    A service decides what exists only once it has been used; until then, users of the simulator need not create there
    what their tables refer to.
    """

    def __init__(self, owner: object):
        self._owner = owner

    def key(self, account: str, region: str, key: str) -> dict[str, Any] | None:
        """Return KeyMetadata of KMS; None if the key does not exist, UNUSED without KMS."""
        answer = self._json(account, region, "kms", "TrentService.DescribeKey", KeyId=key)
        return answer and answer["KeyMetadata"]

    def stream(self, account: str, region: str, name: str) -> dict[str, Any] | None:
        """Return StreamDescriptionSummary of Kinesis; None if the stream does not exist, UNUSED without Kinesis."""
        target = "Kinesis_20131202.DescribeStreamSummary"
        answer = self._json(account, region, "kinesis", target, StreamName=name)
        return answer and answer["StreamDescriptionSummary"]

    def has_identity(self, account: str, region: str, kind: str, name: str) -> bool:
        """Whether IAM has this "role" or "user"; always true without IAM."""
        if "iam" not in MOUNT.used_by(self._owner):
            return True
        kind = kind.capitalize()
        form = urlencode({"Action": f"Get{kind}", "Version": "2010-05-08", f"{kind}Name": name})
        headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")]
        return self._send(account, region, "iam", headers, form).status == 200

    def _json(self, account: str, region: str, service: str, target: str, **params: str) -> dict[str, Any] | None:
        if service not in MOUNT.used_by(self._owner):
            return UNUSED
        headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target)]
        response = self._send(account, region, service, headers, json.dumps(params))
        return json.loads(response.body) if response.status == 200 else None

    def _send(self, account: str, region: str, service: str, headers: list[tuple[str, str]], body: str) -> HttpResponse:
        credential = f"{account}/20260101/{region}/{service}/aws4_request"
        common = [
            ("host", f"{service}.{region}.amazonaws.com"),
            ("authorization", f"AWS4-HMAC-SHA256 Credential={credential}"),
        ]
        request = HttpRequest("POST", "/", [*common, *headers], body.encode())
        return MOUNT.send(self._owner, service, region, request).result()
