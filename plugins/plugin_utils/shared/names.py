# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The names of what belongs to a stack. A name that is too long for AWS is cut, and a hash makes it unique."""

from __future__ import annotations

import hashlib
import re

LONGEST_TABLE = 255
LONGEST_ALIAS = 256
LONGEST_VAULT = LONGEST_PLAN = 50
LONGEST_ROLE = 64
LONGEST_ALARM = LONGEST_DASHBOARD = 255
# Of a table's name; the name of an index and of the alarm follow it.
LONGEST_IN_ALARM = 180


def fitted(name, longest):
    """The name, or its beginning and a hash of the whole."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - 9]}-{_digest(name)}"


def whole(project, environment, name):
    return f"{project}-{environment}-{name}"


def table(project, environment, name):
    return fitted(whole(project, environment, name), LONGEST_TABLE)


def key_alias(project, environment):
    return fitted(_without_dots(f"alias/{project}-{environment}-dynamodb"), LONGEST_ALIAS)


def backup_vault(project, environment):
    return fitted(_without_dots(f"{project}-{environment}-dynamodb-backup-vault"), LONGEST_VAULT)


def backup_role(project, environment):
    return fitted(f"{project}-{environment}-dynamodb-backup-role", LONGEST_ROLE)


def backup_plan(table_name):
    """Of the plan, of its rule and of its selection."""
    return fitted(f"{table_name}-backup", LONGEST_PLAN)


def alarm_prefix(table_name):
    """The beginning of the names of a table's alarms. No table's name contains a slash, so no two sets overlap."""
    return fitted(table_name, LONGEST_IN_ALARM) + "/"


def alarm(table_name, what):
    prefix = alarm_prefix(table_name)
    return prefix + fitted(what, LONGEST_ALARM - len(prefix))


def dashboard(table_name, region):
    """With the Region, since an account has one name space for the dashboards of all Regions (R87)."""
    return fitted(_without_dots(f"{table_name}-{region}"), LONGEST_DASHBOARD)


def _without_dots(name):
    """The names of an alias, a vault and a dashboard cannot contain the dot that a table's name can."""
    plain = re.sub(r"[^a-zA-Z0-9/_-]", "-", name)
    return name if plain == name else f"{plain}-{_digest(name)}"


def _digest(name):
    return hashlib.sha256(name.encode()).hexdigest()[:8]
