# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""DynamoDB as tests see it that run playbooks on the simulator."""

from __future__ import annotations

import boto3


def dynamodb(environment, **options):
    """A client for the simulator of this environment."""
    return boto3.client(
        "dynamodb",
        environment["AWS_REGION"],
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        **options,
    )


def table_names(environment):
    return dynamodb(environment).list_tables()["TableNames"]
