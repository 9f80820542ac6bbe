# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A connection that cannot work, and answers that are not from AWS, end in an error that says what to check."""

from __future__ import annotations

import os
from collections import Counter

import botocore
import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws, client_maker
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import AwsError
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.pace import Pace
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION
from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session

KEYS = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
PAGE = b"<html><title>Not Implemented</title>" + b"x" * 5000
CALLS = {"dynamodb": "list_tables", "cloudwatch": "describe_alarms", "iam": "list_roles", "backup": "list_backup_plans"}


class Body:
    def __init__(self, content):
        self.content = content

    def stream(self):
        yield self.content


def called(monkeypatch, service="dynamodb", endpoint_url=None, status=200, body=b"{}", content_type="", **connection):
    """Make a call that this HTTP response answers -> its error."""
    response = AWSResponse("", status, {"content-type": content_type}, Body(body))
    monkeypatch.setattr(URLLib3Session, "send", lambda *_request: response)
    aws = Aws(client_maker(REGION, endpoint_url, connection or KEYS, Interruption(), Pace(None, Interruption())))
    with pytest.raises(AwsError) as error:
        aws.call(service, REGION, CALLS[service], action="read it")
    with pytest.raises(AwsError):
        aws.in_region(REGION).all_pages(CALLS[service], action="read it", service=service)
    return error.value


@pytest.mark.parametrize("endpoint_url", ["localhost:8000", "http://", "http:// localhost"])
def test_an_endpoint_that_is_no_url(monkeypatch, endpoint_url):
    words = str(called(monkeypatch, endpoint_url=endpoint_url))
    assert f"Invalid endpoint: {endpoint_url}. endpoint_url and AWS_ENDPOINT_URL must be a URL that begins" in words


@pytest.mark.parametrize("given", KEYS)
def test_partial_credentials(monkeypatch, given):
    error = called(monkeypatch, **{given: "a"})
    assert error.code == "PartialCredentialsError"
    assert str(error).endswith("Set access_key and secret_key together, or neither.")


@pytest.mark.parametrize("service", CALLS)
@pytest.mark.parametrize("status", [200, 301, 403, 404, 501])
def test_the_page_of_a_web_server(monkeypatch, service, status):
    """It is not in the message, which says what to check. The endpoint may belong to something else."""
    error = called(monkeypatch, service, status=status, body=PAGE, content_type="text/html; charset=utf-8")
    assert (error.code, error.region) == (str(status), REGION)
    assert str(error) == (
        f"Failed to read it in {REGION}: {status}: The HTTP response is not in the format of AWS."
        " Check region, endpoint_url and the network."
    )


def test_an_empty_answer(monkeypatch):
    assert called(monkeypatch, status=404, body=b"").code == "404"


def test_the_folders_of_all_services_are_listed_once(monkeypatch):
    """Not again for the endpoints and the paginators of each service."""
    listed, listdir = Counter(), os.listdir
    monkeypatch.setattr(os, "listdir", lambda path=".": listed.update([path]) or listdir(path))
    make_client = client_maker(REGION, None, KEYS, Interruption(), Pace(None, Interruption()))
    for service, method in CALLS.items():
        assert make_client(service, REGION).can_paginate(method)
    data = os.path.join(os.path.dirname(botocore.__file__), "data")
    assert listed[data] == 1
    assert listed[os.path.join(data, "ec2")] == 1
