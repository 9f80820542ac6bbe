# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations


class AwsError(Exception):
    """An AWS error. `status` is the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


class AnswerLost(Exception):
    """The call was applied, but its answer is lost."""


def invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)


def invalid_parameter(message: str) -> AwsError:
    return invalid(f"One or more parameter values were invalid: {message}")


def in_use(message: str) -> AwsError:
    return AwsError("ResourceInUseException", f"Attempt to change a resource which is still in use: {message}")


def limit_exceeded(message: str) -> AwsError:
    return AwsError("LimitExceededException", f"Subscriber limit exceeded: {message}")


def not_found(message: str) -> AwsError:
    return AwsError("ResourceNotFoundException", f"Requested resource not found: {message}")
