# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..ec2 import OPERATIONS as EC2
from ..ec2.endpoints import create_tags
from . import requests, rest, wire
from .dispatcher import Context, Dispatcher, injected_error
from .errors import AwsError
from .keys import arn_of, managed_key
from .managed_policies import attachment_error
from .mount import MOUNT, HttpRequest, HttpResponse
from .permissions import Request
from .regions import partition_of


def simulated(
    dispatcher: Dispatcher,
    service: str,
    region: str,
    account: str,
    request: HttpRequest,
    access_key: str | None = None,
    connection: int | None = None,
) -> HttpResponse:
    """Answer a request to a simulated service. Raise AnswerLost if the answer is lost.

    connection: the number of the HTTP connection, None in process.
    """
    request_id = dispatcher.request_id()
    try:
        operation, params = _parsed(service, request)
        answer = dispatcher.handle(service, operation, region, account, params, access_key, connection)
    except AwsError as error:
        if requests.is_form(request):
            return wire.encode_mounted_error(request, error, request_id)
        return wire.encode_error(service, error, request_id)
    return wire.encode_answer(service, answer, request_id)


def _parsed(service: str, request: HttpRequest) -> tuple[str, dict[str, Any]]:
    if rest.is_rest(service):
        return rest.read(service, request)
    if requests.is_form(request):
        raise AwsError("NotSimulated", f"{service} is simulated for the JSON protocol only: use a newer botocore")
    return request.header("x-amz-target").rsplit(".", 1)[-1], requests.json_object(request.body)


class Mounted:
    """One request to a mounted service: throttled, failed by a fault, answered here, or sent to the emulator."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        service: str,
        region: str,
        account: str,
        request: HttpRequest,
        access_key: str | None,
        connection: int | None = None,
    ):
        self.access_key = access_key
        self.dispatcher = dispatcher
        self.service, self.region, self.account = service, region, account
        self.request = requests.of_account(request, account)
        self.operation, self.params = requests.operation_of(service, request)
        self.throttled, self.fault = None, None
        try:
            dispatcher.limit(service, self.operation, region, account, self.params, connection)
            self.fault = dispatcher.take_fault(service, self.operation, region, self.params)
        except AwsError as error:
            self.throttled = error

    @property
    def is_lost(self) -> bool:
        """Whether the answer does not reach the caller."""
        return bool(self.fault and self.fault.lost)

    def local_answer(self) -> HttpResponse | None:
        if self.throttled:
            return self._error(self.throttled)
        if self.fault and not self.is_lost:
            self.record(self.fault.code)
            return self._error(injected_error(self.fault))
        denied = self._denied()
        if denied:
            self.record(denied.code)
            return self._error(denied)
        if (self.service, self.operation) == ("kms", "DescribeKey"):
            return self._describe_managed_key()
        if (self.service, self.operation) == ("iam", "AttachRolePolicy"):
            return self._attachment_error()
        if self.service == "ec2":
            return self._gateway_endpoint()
        return None

    def _denied(self) -> AwsError | None:
        request = Request(self.dispatcher.world, self.account, self.region, self.service, self.operation, self.params)
        try:
            self.dispatcher.authorize(self.access_key, request)
        except AwsError as error:
            return error
        return None

    def _error(self, error: AwsError) -> HttpResponse:
        if self.service == "ec2":
            return wire.encode_ec2_error(error, self.dispatcher.request_id())
        return wire.encode_mounted_error(self.request, error, self.dispatcher.request_id())

    def _gateway_endpoint(self) -> HttpResponse | None:
        """Answer a request for gateway endpoints here: the emulator's are less strict than AWS's."""
        try:
            with self.dispatcher.locked_world() as world:
                ctx = Context(world, self.account, self.region)
                if self.operation == "CreateTags":
                    body = create_tags(ctx, self.params)
                elif self.operation in EC2:
                    body = EC2[self.operation](ctx, self.params, self._vpc_of)
                else:
                    body = None
        except AwsError as error:
            self.record(error.code)
            return self._error(error)
        if body is None:
            return None
        self.record(None)
        return HttpResponse(200, [("Content-Type", "text/xml")], body.encode())

    def _vpc_of(self, name: str) -> str | None:
        """Return the VPC with this ID, or of the route table with this ID."""
        what = (
            f"DescribeVpcs&VpcId.1={name}" if name.startswith("vpc-") else f"DescribeRouteTables&RouteTableId.1={name}"
        )
        body = f"Action={what}&Version=2016-11-15".encode()
        request = HttpRequest("POST", "/", self.request.headers, body)
        response = MOUNT.send(self.dispatcher, "ec2", self.region, request).result()
        found = re.search(rb"<vpcId>([^<]+)</vpcId>", response.body)
        return found[1].decode() if found else None

    def _attachment_error(self) -> HttpResponse | None:
        """Reject an unknown policy ARN: the emulator's IAM accepts every ARN as an AWS managed policy."""
        error = attachment_error(self.params.get("PolicyArn", ""), partition_of(self.region))
        if error is None:
            return None
        self.record(error.code)
        return self._error(error)

    def _describe_managed_key(self) -> HttpResponse | None:
        """Describe the keys of alias/aws/dynamodb and alias/aws/backup, which the emulator's KMS does not have."""
        key = self.params.get("KeyId", "").split(":")[-1].removeprefix("key/")
        key_id = managed_key(self.account, self.region, key)
        if key_id is None:
            return None
        self.record(None)
        metadata = {
            "AWSAccountId": self.account,
            "KeyId": key_id,
            "Arn": arn_of(self.account, self.region, key_id),
            "Enabled": True,
            "KeyState": "Enabled",
            "KeyUsage": "ENCRYPT_DECRYPT",
            "KeyManager": "AWS",
            "KeySpec": "SYMMETRIC_DEFAULT",
            "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "Origin": "AWS_KMS",
            "MultiRegion": False,
            "Description": "Default key that protects my data when no other key is defined",
        }
        return wire.encode_answer("kms", {"KeyMetadata": metadata}, self.dispatcher.request_id())

    def record(self, error: str | None, params: dict[str, Any] | None = None) -> None:
        self.dispatcher.record_mounted(self.service, self.operation, self.region, params or self.params, error)
