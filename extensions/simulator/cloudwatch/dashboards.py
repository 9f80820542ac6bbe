# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
import re
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError
from .errors import missing
from .state import dashboards_of

NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")


def put_dashboard(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    if not NAME.fullmatch(request["DashboardName"]):
        raise _invalid("The dashboard name contains characters that are not valid")
    _check(request["DashboardBody"])
    dashboards_of(ctx)[request["DashboardName"]] = request["DashboardBody"]
    return {"DashboardValidationMessages": []}


def _check(text: str) -> None:
    try:
        body = json.loads(text)
    except ValueError:
        raise _invalid("The field DashboardBody must be a valid JSON object") from None
    if not isinstance(body, dict) or not isinstance(body.get("widgets", []), list):
        raise _invalid("The field DashboardBody must be a valid JSON object with a list of widgets")
    for widget in body.get("widgets", []):
        if not isinstance(widget, dict) or "type" not in widget or "properties" not in widget:
            raise _invalid("The dashboard body is invalid: a widget needs a type and properties")


def get_dashboard(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    name = request["DashboardName"]
    if name not in dashboards_of(ctx):
        raise missing(f"Dashboard {name} does not exist")
    return {"DashboardArn": _arn(ctx, name), "DashboardBody": dashboards_of(ctx)[name], "DashboardName": name}


def list_dashboards(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    prefix = request.get("DashboardNamePrefix", "")
    names = [name for name in sorted(dashboards_of(ctx)) if name.startswith(prefix)]
    return {"DashboardEntries": [{"DashboardName": name, "DashboardArn": _arn(ctx, name)} for name in names]}


def delete_dashboards(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    for name in request["DashboardNames"]:
        if name not in dashboards_of(ctx):
            raise missing(f"Dashboard {name} does not exist")
    for name in request["DashboardNames"]:
        del dashboards_of(ctx)[name]
    return {}


def _arn(ctx: Context, name: str) -> str:
    return ctx.global_arn("cloudwatch", f"dashboard/{name}")


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterInput", message)
