# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: shared_state
short_description: Outputs of a Terraform state in S3
version_added: 0.1.0
description:
  - Reads a Terraform state from an S3 bucket and returns its outputs, so that a stack can refer to what another team
    still keeps with Terraform.
  - Only states of version 4 are read, which is what Terraform 0.12 and later and OpenTofu write. Encrypted states of
    OpenTofu are not.
  - Nothing of the state is logged. What a task does with a sensitive output is the task's own; give it C(no_log).
options:
  _terms:
    description: The bucket, and the state's key in it.
    type: list
    elements: str
    required: true
  region:
    description: The bucket's region.
    type: str
    env:
      - name: AWS_REGION
      - name: AWS_DEFAULT_REGION
  profile:
    description: A profile of the AWS configuration.
    type: str
    env:
      - name: AWS_PROFILE
  endpoint_url:
    description: Another endpoint than AWS's.
    type: str
notes:
  - It runs on the controller and needs boto3 there, which finds the credentials as it always does.
  - It needs the permission C(s3:GetObject), and for an encrypted object C(kms:Decrypt).
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Notify the topic that the shared state tells
  ansible.builtin.debug:
    msg: "{{ shared.alarm_topic_arn }}"
  vars:
    shared: "{{ lookup('stackkit.dynamodb.shared_state', 'mycompany-terraform-state', 'shared/terraform.tfstate') }}"
"""

RETURN = r"""
_raw:
  description: One dict, with the value of each output by its name.
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
            raise AnsibleLookupError("shared_state needs boto3 on the controller")
        if len(terms) != 2 or not all(terms):
            raise AnsibleLookupError(
                "shared_state takes two terms, the bucket and the state's key in it;"
                " the role stack has them in stack_shared_state_bucket and stack_shared_state_key"
            )
        bucket, key = terms
        return [outputs(read(self._client(), bucket, key), f"s3://{bucket}/{key}")]

    def _client(self):
        session = boto3.session.Session(profile_name=self.get_option("profile"), region_name=self.get_option("region"))
        return session.client("s3", endpoint_url=self.get_option("endpoint_url"))


def read(client, bucket, key):
    """The object's bytes. Raises AnsibleLookupError, in words that say what to look at."""
    place = f"s3://{bucket}/{key}"
    try:
        return client.get_object(Bucket=bucket, Key=key)["Body"].read()
    except botocore.exceptions.ClientError as error:
        raise AnsibleLookupError(f"{_reason(error, place)} ({error})") from None
    except botocore.exceptions.BotoCoreError as error:
        raise AnsibleLookupError(f"{place} could not be read: {error}") from None


def outputs(content, place):
    """{name: value} of a state's outputs. No word of the state gets into an error."""
    try:
        state = json.loads(content)
    except ValueError:
        raise AnsibleLookupError(f"{place} is no Terraform state: it is not JSON") from None
    version = state.get("version") if isinstance(state, dict) else None
    if version != VERSION:
        raise AnsibleLookupError(f"{place} is no Terraform state of version {VERSION}, but of version {version}")
    return {name: output.get("value") for name, output in state.get("outputs", {}).items()}


def _reason(error, place):
    code = error.response.get("Error", {}).get("Code")
    if code in ("NoSuchKey", "404"):
        return f"{place} is not there: check the key, and whether the state has been written"
    if code == "NoSuchBucket":
        return f"{place} is not there: there is no such bucket"
    if code in ("AccessDenied", "403", "AllAccessDisabled"):
        return f"{place} may not be read: s3:GetObject is needed, and kms:Decrypt for an encrypted object"
    return f"{place} could not be read"
