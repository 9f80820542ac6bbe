# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role stack: their names and types, and the values that a play sets."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import did_you_mean

from ..shared.variables import declared, defaults, misspelt, plain, typed, unknown

PREFIX = "stack_"
# All tables of a run share these. An entry of stack_tables may set any other variable, without the prefix.
RUN_WIDE = (
    "project_name",
    "environment",
    "environments",
    "aws_region",
    "state",
    "wait",
    "wait_pending",
    "wait_timeout",
    "fail_on_pending",
    "api_rate_share",
    "tables",
    "kms_deletion_window",
    "shared_tags",
    "backup_kms_key_id",
    "backup_vault_lock",
    "backup_opt_in",
    "vpc_endpoint",
    "shared_state_bucket",
    "shared_state_key",
)
# The role sets these itself.
OWN = ("shared", "outputs", "outputs_by_table")

PROFILE = dict(
    billing_mode="str",
    backup="bool",
    backup_cold_storage_after="int",
    backup_delete_after="int",
    point_in_time_recovery="bool",
    deletion_protection="bool",
    global_tables="bool",
    latency_alarms="bool",
)


def of_table():
    """{variable: (kind, default)} of those that an entry of stack_tables may set."""
    return {name: known for name, known in declared("stack").items() if name not in RUN_WIDE}


def read(given, omit=None):
    """{variable: value} of a play -> (values without the prefix and what is unset, entries of tables, problems).

    A value of a wrong type is a problem, and then counts as unset: so the rest can be checked too. omit: as in `plain`.
    """
    given, problems = plain(given, "", omit)
    known, in_entry = declared("stack"), of_table()
    named = {name[len(PREFIX) :]: value for name, value in given.items()}
    problems += misspelt(_names(given), known, PREFIX)
    # A play may set a variable to null, which hides the role's default.
    values = {**defaults(known), **typed(known, named, PREFIX, problems)}
    entries = []
    for place, entry in enumerate(values.pop("tables")):
        path = f"{PREFIX}tables[{place}]."
        for name in sorted(set(entry) - set(in_entry), key=str):
            problems.append((f"{path}{name}", _unknown_in_entry(str(name), in_entry)))
        entries.append(typed(in_entry, entry, path, problems))
    return values, entries, problems


def unknown_variables(given):
    """{variable: the end of a warning} of variables that the role does not know. They may belong to the play."""
    if isinstance(given, str):  # with a date, before ansible-core 2.19
        return {}
    known = declared("stack")
    names = [name for name, guess in unknown(_names(given), known) if not guess]
    return {
        f"{PREFIX}{name}": did_you_mean(name, [*of_table(), *known]).replace(" mean ", f" mean {PREFIX}")
        for name in names
    }


def variable_in(stack, place, path):
    """The variable as the user has set it for the table at this place. path: the variable with what follows it."""
    name = path.partition(".")[0].partition("[")[0]
    entries = stack["set_in_entries"]
    if entries and (name in entries[place] or name in ("table_name", "hash_key")):
        return f"{PREFIX}tables[{place}].{path}"
    return f"{PREFIX}{path}"


def _names(given):
    return {name[len(PREFIX) :] for name in given} - set(OWN)


def _unknown_in_entry(name, known):
    if name in RUN_WIDE:
        return f"applies to all tables of a run: set {PREFIX}{name} instead"
    if name.startswith(PREFIX) and name[len(PREFIX) :] in known:
        return f"must be written without its prefix in an entry: {name[len(PREFIX) :]}"
    return "no such variable" + did_you_mean(name, known)
