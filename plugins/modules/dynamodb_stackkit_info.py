#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_info
short_description: Read Amazon DynamoDB tables back as declarations
version_added: 0.1.0
description:
  - Reads one DynamoDB table, some, or all of a region, and gives for each the options with which
    M(stackkit.dynamodb.dynamodb_stackkit) finds nothing to change, however the table was made.
  - Tables are read side by side, and everything of a table at once.
author:
  - The stackkit.dynamodb authors (@stackkit)
options:
  names:
    description:
      - The tables to read. One that does not exist is left out of RV(tables).
      - Left out, all tables of the region are read.
    type: list
    elements: str
    aliases: [name]
  aspects:
    description:
      - What to read besides DescribeTable, each by a call of its own for every table. Left out, all of it is read.
      - An empty list reads nothing besides.
    type: list
    elements: str
    choices:
      - autoscaling
      - contributor_insights
      - kinesis_stream
      - point_in_time_recovery
      - resource_policy
      - server_side_encryption
      - tags
      - ttl
attributes:
  check_mode:
    support: full
    description: Nothing is ever changed.
  diff_mode:
    support: N/A
    description: Nothing is ever changed.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
"""

EXAMPLES = r"""
- name: Read all tables of the region
  stackkit.dynamodb.dynamodb_stackkit_info:
  register: all_tables

- name: Read one table, with its tags and nothing else that costs a call
  stackkit.dynamodb.dynamodb_stackkit_info:
    names: [myapp-dev-users]
    aspects: [tags]
  register: users

- name: Keep all tables as they are. This changes nothing
  stackkit.dynamodb.dynamodb_stackkit:
    tables: "{{ all_tables.tables.values() | map(attribute='declaration') | list }}"
"""

RETURN = r"""
region:
  description: The region that was read, whether the task named it or the session.
  returned: always
  type: str
  sample: eu-west-1
tables:
  description:
    - By name, each table as in RV(stackkit.dynamodb.dynamodb_stackkit#module:table), with its declaration besides.
    - Where the caller may not read a part, that part is none.
  returned: always
  type: dict
  contains:
    declaration:
      description:
        - The options of M(stackkit.dynamodb.dynamodb_stackkit) with which it finds nothing to change, as an entry of
          its O(stackkit.dynamodb.dynamodb_stackkit#module:tables).
        - Warm throughput is left out, since it grows by itself and cannot be lowered.
      type: dict
    unreadable:
      description: What the caller may not read, and is therefore not in the declaration.
      type: list
      elements: str
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import info


def main():
    run(info, info)


if __name__ == "__main__":
    main()
