# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.errors import AwsError


def invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterValueException", message)


def invalid_request(message: str) -> AwsError:
    return AwsError("InvalidRequestException", message)


def missing(message: str) -> AwsError:
    return AwsError("ResourceNotFoundException", message)


def exists(message: str) -> AwsError:
    return AwsError("AlreadyExistsException", message)
