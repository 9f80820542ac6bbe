# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of dynamodb_stackkit_shared_info, with all checks that need no AWS call."""

from __future__ import annotations

from ..core.patterns import REGION, REGION_FORM, ROLE_NAME

MODULE_SPEC = dict(
    # The names are not secret; Ansible suspects every option with "key" in it.
    key_alias=dict(type="str", no_log=False),
    key_regions=dict(type="list", elements="str", default=[""], no_log=False),
    role_name=dict(type="str"),
)


def check(params, region):
    """Yield (option path, problem) that the spec cannot express."""
    if params["key_alias"] == "":
        yield "key_alias", "is empty"
    for place, name in enumerate(params["key_regions"]):
        if name and not REGION.fullmatch(name):
            yield f"key_regions[{place}]", f"{name!r} is not {REGION_FORM}"
    if params["role_name"] is not None and not ROLE_NAME.fullmatch(params["role_name"]):
        yield "role_name", "must be 1 to 64 letters, digits and + = , . @ _ -"
