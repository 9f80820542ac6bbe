# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: shared_state
short_description: Read the outputs of a Terraform state in S3
version_added: 0.9.0
description:
  - Reads a Terraform state from an S3 bucket and returns its outputs, so that a stack can use resources that another
    team manages with Terraform.
  - Supports states of version 4, which Terraform 0.12 and later and OpenTofu write. It does not support encrypted
    states of OpenTofu.
  - The plugin logs nothing from the state. Set C(no_log) on tasks that use a sensitive output.
options:
  _terms:
    description: Set the bucket, and the key of the state in the bucket.
    type: list
    elements: str
    required: true
  region:
    description: Set the Region of the bucket.
    type: str
    env:
      - name: AWS_REGION
      - name: AWS_DEFAULT_REGION
  profile:
    description: Use this profile of the AWS configuration.
    type: str
    env:
      - name: AWS_PROFILE
  endpoint_url:
    description: Use this endpoint of S3 instead of that of AWS.
    type: str
notes:
  - The plugin runs on the controller and requires boto3 there. boto3 finds the credentials in the environment, in the
    AWS configuration, or in the metadata of the instance.
  - Requires the permission C(s3:GetObject), and C(kms:Decrypt) for an encrypted object.
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the ARN of a topic from the shared state
  ansible.builtin.debug:
    msg: "{{ shared.alarm_topic_arn }}"
  vars:
    shared: "{{ lookup('stackkit.dynamodb.shared_state', 'mycompany-terraform-state', 'shared/terraform.tfstate') }}"
"""

RETURN = r"""
_raw:
  description: A list of one dict, which contains the value of each output by name.
  type: list
  elements: dict
"""

import json

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

try:
    import boto3
    import botocore.exceptions

    HAS_BOTO3 = True
except ImportError:
    HAS_BOTO3 = False

VERSION = 4


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        if not HAS_BOTO3:
            raise AnsibleLookupError("shared_state requires boto3 on the controller")
        if len(terms) != 2 or not all(terms):
            raise AnsibleLookupError(
                "shared_state requires two terms, the bucket and the key of the state."
                " The role stack takes them from stack_shared_state_bucket and stack_shared_state_key."
            )
        bucket, key = terms
        return [outputs(read(self._client(), bucket, key), f"s3://{bucket}/{key}")]

    def _client(self):
        options = {name: self.get_option(name) for name in ("profile", "region", "endpoint_url")}
        try:
            session = boto3.session.Session(profile_name=options["profile"], region_name=options["region"])
            return session.client("s3", endpoint_url=options["endpoint_url"])
        except (botocore.exceptions.BotoCoreError, ValueError) as error:  # a ValueError for the endpoint
            raise AnsibleLookupError(f"shared_state cannot connect to S3: {error}") from None


def read(client, bucket, key):
    """Read an object -> bytes. Raises AnsibleLookupError, which says what to check."""
    place = f"s3://{bucket}/{key}"
    try:
        return client.get_object(Bucket=bucket, Key=key)["Body"].read()
    except botocore.exceptions.ClientError as error:
        raise AnsibleLookupError(f"{_reason(error, place)} ({error})") from None
    except botocore.exceptions.BotoCoreError as error:
        raise AnsibleLookupError(f"{place} could not be read: {error}") from None


def outputs(content, place):
    """The outputs of a state -> {name: value}. Errors contain nothing from the state, which may have secrets."""
    try:
        state = json.loads(content)
    except (ValueError, RecursionError):
        raise AnsibleLookupError(f"{place} is not a Terraform state: it is not JSON") from None
    version = state.get("version") if isinstance(state, dict) else None
    if version != VERSION:
        raise AnsibleLookupError(
            f"{place} has version {version}; only Terraform states of version {VERSION} are supported"
        )
    found = state.get("outputs", {})
    if not isinstance(found, dict) or not all(isinstance(output, dict) for output in found.values()):
        raise AnsibleLookupError(f"{place} is not a Terraform state: its outputs are not objects")
    return {name: output.get("value") for name, output in found.items()}


def _reason(error, place):
    code = error.response.get("Error", {}).get("Code")
    if code in ("NoSuchKey", "404"):
        return f"{place} does not exist: check the key, and whether Terraform has written the state"
    if code == "NoSuchBucket":
        return f"{place} does not exist: there is no bucket with this name"
    if code in ("AccessDenied", "403", "AllAccessDisabled"):
        return f"Access to {place} is denied: it requires s3:GetObject, and kms:Decrypt for an encrypted object"
    return f"{place} could not be read"
