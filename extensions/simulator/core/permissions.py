# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .errors import AwsError
from .keys import key_arn, managed_key_arn
from .regions import arn, global_arn
from .world import World

# Services whose actions have another prefix than botocore's name.
PREFIXES = {"resourcegroupstaggingapi": "tag"}
# Service -> (parameter, the end of the ARN). The value of a parameter may be an ARN already, or a list.
RESOURCES = {
    "dynamodb": (("TableName", "table/{}"), ("ResourceArn", "{}")),
    "application-autoscaling": (("ScalableDimension", "scalable-target/*"),),
    "cloudwatch": (
        ("AlarmName", "alarm:{}"),
        ("AlarmNames", "alarm:{}"),
        ("DashboardName", "dashboard/{}"),
        ("DashboardNames", "dashboard/{}"),
        ("ResourceARN", "{}"),
    ),
    "backup": (
        ("BackupPlanId", "backup-plan:{}"),
        ("BackupVaultName", "backup-vault:{}"),
        ("ResourceArn", "{}"),
        ("BackupPlan", "backup-plan:*"),
    ),
    "iam": (
        ("RoleName", "role/{}"),
        ("UserName", "user/{}"),
        ("GroupName", "group/{}"),
        ("PolicyArn", "{}"),
        ("PolicyName", "policy/{}"),
    ),
    "ec2": (("VpcEndpointId", "vpc-endpoint/{}"), ("ServiceName", "vpc-endpoint/*"), ("ResourceId.1", "*/{}")),
    "kinesis": (("StreamARN", "{}"), ("StreamName", "stream/{}")),
}
# A policy must allow these for all resources, whatever they name.
FOR_ALL = ("Describe", "List", "GetResources")
SERVICES_FOR_ALL = ("application-autoscaling", "cloudwatch", "ec2")


@dataclass(frozen=True)
class Request:
    world: World
    account: str
    region: str
    service: str
    operation: str
    params: dict[str, Any]

    @property
    def action(self) -> str:
        return f"{PREFIXES.get(self.service, self.service)}:{self.operation}"

    @property
    def resources(self) -> list[str]:
        """The ARNs of what the call is for; "*" for a call that is for no certain resource."""
        if self.service == "kms" and "KeyId" in self.params:
            return [self.key(self.params["KeyId"])]
        if self.service in SERVICES_FOR_ALL and self.operation.startswith(FOR_ALL) and "ResourceARN" not in self.params:
            return ["*"]
        for name, end in RESOURCES.get(self.service, ()):
            value = self.params.get(name)
            if value:
                return [self._named(end, one) for one in (value if isinstance(value, list) else [value])]
        return [self.arn("dynamodb", "table/*")] if self.operation == "ListTables" else ["*"]

    def _named(self, end: str, value: Any) -> str:
        if isinstance(value, str) and value.startswith("arn:"):
            return value
        if end == "policy/{}":
            return self.arn("iam", f"policy{self.params.get('Path', '/')}{value}")
        return self.arn(self.service, end.format(value))

    def arn(self, service: str, end: str, region: str | None = None) -> str:
        make = global_arn if service == "iam" or end.startswith("dashboard/") else arn
        return make(service, region or self.region, self.account, end)

    def table(self, region: str | None = None) -> str:
        """The ARN of the table of a call of DynamoDB or Application Auto Scaling, in another Region if given."""
        name = self.params.get("TableName") or self.params["ResourceId"].split("/")[1]
        return self.arn("dynamodb", f"table/{name.rpartition('/')[2]}", region)

    def key(self, name: str, region: str | None = None) -> str:
        """The ARN of a KMS key; that of its alias if the key does not exist."""
        try:
            return key_arn(self.world, self.account, region or self.region, name)
        except AwsError:  # the call itself reports an unknown key
            return name if name.startswith("arn:") else self.arn("kms", name, region)

    def customer_key(self, name: str, region: str | None = None) -> str | None:
        """The ARN of a customer managed key; None for the AWS managed key, which needs no permissions (R75)."""
        arn = self.key(name, region)
        return None if arn == managed_key_arn(self.account, region or self.region) else arn

    def parts(self, member: str) -> Iterator[Any]:
        """Yield what the request contains at a path such as ReplicaUpdates.Create; the request itself at ""."""
        if not member:
            yield self.params
        elif member in self.params:  # also a name of the query protocol, which contains dots
            yield from [self.params[member]] if self.params[member] else []
        else:
            first, _dot, rest = member.partition(".")
            found = self.params.get(first) or []
            for one in found if isinstance(found, list) else [found]:
                if isinstance(one, dict) and one.get(rest):
                    yield one[rest]
