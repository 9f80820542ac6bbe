# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import io
import json

import boto3
import pytest
from ansible.errors import AnsibleLookupError
from ansible_collections.stackkit.dynamodb.plugins.lookup import shared_state
from botocore.stub import Stubber

BUCKET, KEY = "states", "shared/terraform.tfstate"
STATE = {
    "version": 4,
    "terraform_version": "1.9.0",
    "outputs": {
        "alarm_topic_arn": {"value": "arn:aws:sns:eu-west-1:123456789012:alarms", "type": "string"},
        "subnets": {"value": ["a", "b"], "type": ["list", "string"]},
        "password": {"value": "hunter2hunter2", "type": "string", "sensitive": True},
    },
    "resources": [],
}


@pytest.fixture(scope="module")
def client():
    return boto3.client("s3", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")


def lookup(client, content=None, error=None):
    with Stubber(client) as stub:
        if error:
            stub.add_client_error("get_object", *error)
        else:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            stub.add_response("get_object", {"Body": io.BytesIO(body)}, {"Bucket": BUCKET, "Key": KEY})
        return shared_state.outputs(shared_state.read(client, BUCKET, KEY), "the state")


def test_the_outputs_are_returned_by_name(client):
    assert lookup(client, STATE) == {name: output["value"] for name, output in STATE["outputs"].items()}


def test_a_state_without_outputs_is_empty(client):
    assert lookup(client, {"version": 4}) == {}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (("NoSuchKey", "The specified key does not exist."), "does not exist: check the key"),
        (("NoSuchBucket", "The specified bucket does not exist"), "there is no bucket with this name"),
        (("AccessDenied", "Access Denied"), "requires s3:GetObject"),
        (("SlowDown", "Please reduce your request rate."), "could not be read"),
    ],
)
def test_an_aws_error_says_what_to_check(client, error, words):
    with pytest.raises(AnsibleLookupError, match=words) as raised:
        lookup(client, error=error)
    assert f"s3://{BUCKET}/{KEY}" in str(raised.value)
    assert error[1] in str(raised.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"version": 3, "modules": ["hunter2hunter2"]}, "has version 3; only Terraform states of version 4"),
        (["hunter2hunter2"], "has version None"),
        (b"hunter2hunter2", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        ({"version": 4, "outputs": ["hunter2hunter2"]}, "its outputs are not objects"),
        ({"version": 4, "outputs": {"password": "hunter2hunter2"}}, "its outputs are not objects"),
    ],
)
def test_an_unsupported_state_is_an_error_that_does_not_show_it(client, content, words):
    with pytest.raises(AnsibleLookupError, match=words) as raised:
        lookup(client, content)
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("terms", [[BUCKET], ["", KEY], [None, KEY], [BUCKET, KEY, "more"]])
def test_bucket_and_key_are_required(monkeypatch, terms):
    # ansible-core 2.17 reads the options by the name that its loader sets.
    monkeypatch.setattr(shared_state.LookupModule, "set_options", lambda lookup, **options: None)
    with pytest.raises(AnsibleLookupError, match="two terms.* stack_shared_state_bucket"):
        shared_state.LookupModule().run(terms, {})


@pytest.mark.parametrize(
    ("options", "words"),
    [({"endpoint_url": "localhost:9000"}, "Invalid endpoint: localhost:9000"), ({"profile": "none"}, "none")],
)
def test_a_connection_that_cannot_work_is_an_error(monkeypatch, options, words):
    lookup = shared_state.LookupModule()
    monkeypatch.setattr(lookup, "get_option", {"region": "eu-west-1", **options}.get)
    with pytest.raises(AnsibleLookupError, match=f"shared_state cannot connect to S3: .*{words}"):
        lookup._client()
