# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write the table of the options of dynamodb_stackkit in docs/permissions.md: `make permissions`."""

from __future__ import annotations

import yaml
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import IN_REPLICAS
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import option as main_option
from ansible_collections.stackkit.dynamodb.plugins.modules import dynamodb_stackkit
from ansible_collections.stackkit.dynamodb.tests.unit.permissions.account import rows
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

PAGE = REPO / "docs" / "permissions.md"
HEAD = "| option | IAM actions (read) | IAM actions (write) |\n|---|---|---|\n"
# An option of a replica that needs the row of an option with another name.
RENAMED = {"kms_key_id": "server_side_encryption"}


def main():
    PAGE.write_text(generated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def generated(page):
    """The page with the first table below the heading replaced."""
    before, heading, after = page.partition("\n## Options and actions\n")
    start = after.index(HEAD)
    end = after.index("\n\n", start) + 1
    return before + heading + after[:start] + table() + after[end:]


def table():
    found = rows()
    documented = yaml.safe_load(dynamodb_stackkit.DOCUMENTATION)["options"]
    lines = [f"| `{option}` | {_read(found[option])} | {_write(option, found[option])} |\n" for option in documented]
    return HEAD + "".join(lines)


def _read(row):
    return _cell(row.read, "-" if not row.besides or row.write else _rows(row))


def _write(option, row):
    besides = [_rows(row)] if row.besides else []
    if option == "replicas":
        inner = sorted({*map(main_option, IN_REPLICAS), *RENAMED.values()})
        besides = [f"for the options of a replica, in its Region, the rows of {_names(inner)}"]
    return _cell(row.write, "; ".join(besides) or "-", *besides)


def _rows(row):
    return f"the row{'s' * (len(row.besides) > 1)} of {_names(row.besides)}"


def _names(options):
    return ", ".join(f"`{option}`" for option in options)


def _cell(actions, otherwise, *more):
    names = ", ".join(f"`{action}`" for action in sorted(actions))
    return "; ".join([names, *more]) if names else otherwise


if __name__ == "__main__":
    main()
