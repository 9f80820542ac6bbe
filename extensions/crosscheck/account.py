# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A scenario on an account that has other tables: names with a prefix, a limit, and the removal of what it created."""

from __future__ import annotations

import json
import re
import time

from botocore.exceptions import ClientError

from .scenario import NAME
from .worlds import CONFIG, REGION, is_settled

# Every table begins with it. A run adds a number of its own, and each scenario one more.
PREFIX = "stackkit-crosscheck-"
VALID = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
# The account that the scenarios name.
EXAMPLE_ACCOUNT = "123456789012"
# AWS creates an index of an empty table within minutes. Some updates are visible only after some seconds.
TIME_LIMIT, INTERVAL, PAUSE = 1800, 5, 3
# R44: a policy cannot be changed again within 15 seconds.
POLICY_PAUSE = 20
GONE = "ResourceNotFoundException"
# AWS does not delete a table that is being created, or an index of which is.
BUSY = {"ResourceInUseException", "LimitExceededException", "ThrottlingException"}


class Stopped(Exception):
    """The run must not continue; the message says why."""


class Account:
    """The account of the environment. new_client(config): a client for DynamoDB. tables: how many may be created."""

    tables = 0

    def __init__(self, new_client, number, prefix, sleep=time.sleep, now=time.monotonic):
        self.new_client, self.number, self.prefix = new_client, number, prefix
        self.sleep, self.now = sleep, now
        self.client = new_client()
        self.region = self.client.meta.region_name

    def count_table(self):
        """Count a CreateTable that is about to be sent."""
        if self.tables <= 0:
            raise Stopped("The run would create more tables than estimated.")
        self.tables -= 1

    def left(self):
        """Return the tables with the prefix."""
        pages = self.client.get_paginator("list_tables").paginate()
        return [name for page in pages for name in page["TableNames"] if name.startswith(self.prefix)]

    def remove(self):
        """Remove every table with the prefix, and wait for it. Raise Stopped if some remain."""
        deadline = self.now() + TIME_LIMIT
        self.sleep(PAUSE)  # the answer to the last CreateTable may never have arrived
        while names := self.left():
            errors = [error for error in map(self._error_of_removing, names) if error]
            if len(errors) == len(names):
                raise errors[0]
            if self.now() > deadline:
                raise Stopped(f"These tables are not removed yet: {', '.join(self.left())}")
            self.sleep(INTERVAL)

    def remove_table(self, name):
        """Request the removal of a table. If it is busy, this has to be repeated later."""
        try:
            if self.client.describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"):
                self.client.update_table(TableName=name, DeletionProtectionEnabled=False)
            self._disable_recovery(name)
            self.client.delete_table(TableName=name)
        except ClientError as error:
            if error.response["Error"]["Code"] not in BUSY | {GONE}:
                raise

    def _error_of_removing(self, name):
        try:
            return self.remove_table(name)
        except ClientError as error:
            return error

    def _disable_recovery(self, name):
        """Disable point-in-time recovery, because with it AWS retains a backup of a deleted table for 35 days."""
        try:
            answer = self.client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
            if answer["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED":
                off = {"PointInTimeRecoveryEnabled": False}
                self.client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=off)
        except ClientError as error:
            if error.response["Error"]["Code"] not in BUSY | {
                "TableNotFoundException",
                "ContinuousBackupsUnavailableException",
            }:
                raise


class AccountWorld:
    """One scenario on the account. operations: those that it uses. calls: what was sent and answered."""

    def __init__(self, account, number, operations):
        self.account_in_use, self.account = account, account.number
        self.prefix = f"{account.prefix}{number}-"
        self.operations = " ".join(operations)
        self.calls, self._names = [], set()
        self.client = account.new_client(CONFIG)
        self.client.meta.events.register("before-parameter-build.dynamodb", self._prepare)
        self.client.meta.events.register("after-call.dynamodb", self._record)

    def settle(self):
        deadline = self.account_in_use.now() + TIME_LIMIT
        self.account_in_use.sleep(POLICY_PAUSE if "ResourcePolicy" in self.operations else PAUSE)
        while not all(map(self._is_settled, self._names)) and self.account_in_use.now() < deadline:
            self.account_in_use.sleep(INTERVAL)

    def remove(self):
        """Request the removal of the scenario's tables; those that are busy remain until the end of the run."""
        for name in self._names:
            self.account_in_use.remove_table(name)

    def _is_settled(self, name):
        try:
            states = list(self._states(name, self.account_in_use.client))
        except ClientError as error:
            return error.response["Error"]["Code"] == GONE
        return not any(state.endswith("ING") for state in states)

    def _states(self, name, client):
        table = client.describe_table(TableName=name)["Table"]
        yield "ACTIVE" if is_settled(table) else "UPDATING"
        yield table.get("SSEDescription", {}).get("Status", "")
        if "ContributorInsights" in self.operations:
            summaries = client.list_contributor_insights(TableName=name)["ContributorInsightsSummaries"]
            yield from (summary["ContributorInsightsStatus"] for summary in summaries)
        if "ContinuousBackups" in self.operations:
            backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
            yield "ENABLED" if backups["ContinuousBackupsStatus"] == "ENABLED" else "ENABLING"

    def _prepare(self, params, model, **_more):
        """Change the names and ARNs in the parameters, in place, before they are sent."""
        changed = {key: self._changed(key, value) for key, value in params.items()}
        params.update(changed)
        if model.name == "CreateTable":
            self.account_in_use.count_table()
            name = params.get("TableName")
            if isinstance(name, str) and name.startswith(self.prefix):
                self._names.add(name)
        self.calls.append({"operation": model.name, "params": json.loads(json.dumps(params))})

    def _changed(self, key, value):
        if key in ("TableName", "ExclusiveStartTableName") and isinstance(value, str) and VALID.fullmatch(value):
            return self.prefix + value
        text = json.dumps(value)
        if "arn:" not in text:
            return value
        text = text.replace(EXAMPLE_ACCOUNT, self.account).replace(f":table/{NAME}", f":table/{self.prefix}{NAME}")
        return json.loads(text.replace(f":dynamodb:{REGION}:", f":dynamodb:{self.account_in_use.region}:"))

    def _record(self, parsed, **_more):
        answer = {key: value for key, value in parsed.items() if key != "ResponseMetadata"}
        call = self.calls[-1]
        call["answer"] = json.loads(json.dumps(answer, default=str))
        if call["operation"] == "CreateTable" and "Error" not in answer:
            self._names.add(call["params"]["TableName"])  # also a name that AWS was expected to reject
