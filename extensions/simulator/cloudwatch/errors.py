# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.errors import AwsError


def validation_error(message: str) -> AwsError:
    return AwsError("ValidationError", message)


def missing(message: str) -> AwsError:
    return AwsError("ResourceNotFound", message, 404)
