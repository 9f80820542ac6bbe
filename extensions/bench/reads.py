# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A boto3 script that makes the calls in a JSON file one after another. It does not import the collection."""

from __future__ import annotations

import json
import re
import sys

import boto3


def main(calls):
    clients = {}
    for service, region, operation, params in calls:
        client = clients.get((service, region))
        if client is None:
            client = clients[service, region] = boto3.client(service, region_name=region)
        getattr(client, re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower())(**params)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        main(json.load(file))
