#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_info
short_description: Read Amazon DynamoDB tables as declarations
version_added: 0.9.0
description:
  - Reads one DynamoDB table, several tables, or all tables of a Region. For each table, it returns the facts and the
    options with which M(stackkit.dynamodb.dynamodb_stackkit) changes nothing.
  - The tables are read in parallel.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  names:
    description:
      - Read the tables with these names. A table that does not exist is omitted from RV(tables).
      - If it is omitted, all tables of the Region are read.
    type: list
    elements: str
    aliases: [name]
  aspects:
    description:
      - Read these settings, which DescribeTable does not return. Each one takes at least one call for every table.
      - If it is omitted, all of them are read. An empty list reads none of them.
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
    description: The module changes nothing.
  diff_mode:
    support: N/A
    description: The module changes nothing.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - stackkit.dynamodb.pace
"""

EXAMPLES = r"""
- name: Read all tables of the Region
  stackkit.dynamodb.dynamodb_stackkit_info:
  register: all_tables

- name: Read one table and its tags
  stackkit.dynamodb.dynamodb_stackkit_info:
    names: [myapp-dev-users]
    aspects: [tags]
  register: users

- name: Manage all tables without changing them
  stackkit.dynamodb.dynamodb_stackkit:
    tables: "{{ all_tables.tables.values() | map(attribute='declaration') | list }}"
"""

RETURN = r"""
region:
  description: The Region of the tables, whether it comes from the task, the environment, or the profile.
  returned: always
  type: str
  sample: eu-west-1
tables:
  description:
    - The tables, by name. Each has the values of RV(stackkit.dynamodb.dynamodb_stackkit#module:table) and those below.
    - A setting that the caller lacks the permission to read is none.
  returned: success
  type: dict
  contains:
    declaration:
      description:
        - The options with which M(stackkit.dynamodb.dynamodb_stackkit) changes nothing, as an entry of its
          O(stackkit.dynamodb.dynamodb_stackkit#module:tables).
        - Warm throughput is omitted, because AWS increases it by itself and cannot decrease it.
      type: dict
    unreadable:
      description: The options that the caller lacks the permission to read, so that the declaration does not contain
        them.
      type: list
      elements: str
problems:
  description: The invalid options, as data.
  returned: on failure, if options are invalid
  type: list
  elements: dict
  contains:
    path:
      description: The path of the option.
      type: str
      sample: names[0]
    message:
      description: The problem.
      type: str
      sample: "'a' has 1 character; a name has 3 to 255 characters of a-z A-Z 0-9 _ - ."
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import info


def main():
    run(info, info)


if __name__ == "__main__":
    main()
