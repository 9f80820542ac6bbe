# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The errors that the collection raises on purpose:

StackkitError
    PlanFailed        the plan for a resource cannot be carried out; nothing was changed
    AwsError          AWS rejected a call, or could not be reached
    TimedOut          the run's deadline passed
    Interrupted       a signal or the end of the controller stopped the run
"""

from __future__ import annotations

# What to do next, by the error code of AWS or the error name of botocore.
_GRANT = "Grant the caller this permission: docs/permissions.md lists the permissions that each option requires."
_UNKNOWN_KEY = "Check the access key: AWS does not recognize it."
_EXPIRED = "Get new credentials: the current ones have expired."
_SIGNATURE = "Check the secret key and the clock of this machine."
# IAM, EC2 and CloudWatch use other codes than DynamoDB for the same errors.
_ADVICE = {
    "AccessDeniedException": _GRANT,
    "AccessDenied": _GRANT,
    "UnauthorizedOperation": _GRANT,
    "UnrecognizedClientException": _UNKNOWN_KEY,
    "InvalidClientTokenId": _UNKNOWN_KEY,
    "AuthFailure": _UNKNOWN_KEY,
    "ExpiredTokenException": _EXPIRED,
    "ExpiredToken": _EXPIRED,
    "InvalidSignatureException": _SIGNATURE,
    "SignatureDoesNotMatch": _SIGNATURE,
    "NoCredentialsError": "Set credentials with access_key and secret_key, with profile, or in the environment.",
    "EndpointConnectionError": "Check region, endpoint_url and the network.",
    "LimitExceededException": "Request a higher quota from AWS, or declare fewer resources.",
}


class StackkitError(Exception):
    """The base class. code: AWS's error code, botocore's error name, an HTTP status, or None. request_id: or None."""

    code = request_id = None

    @property
    def message(self):
        return str(self)


class PlanFailed(StackkitError):
    """The plan of one resource has errors. errors: all of its PlanErrors."""

    def __init__(self, errors):
        self.errors = list(errors)
        super().__init__("; ".join(str(error) for error in self.errors))


class AwsError(StackkitError):
    """An AWS call failed. action completes "Failed to ...". message: AWS's or botocore's own words."""

    message = ""

    def __init__(self, action, region, code, message, request_id=None):
        self.action, self.region = action, region
        self.code, self.message, self.request_id = code, message, request_id
        words = f"Failed to {action} in {region}: {code}: {message}"
        super().__init__(f"{words.rstrip('.')}. {_ADVICE[code]}" if code in _ADVICE else words)

    @property
    def is_denied(self):
        """Whether the caller lacks the permission for this call."""
        return self.code in ("AccessDeniedException", "AccessDenied")

    @classmethod
    def of(cls, exception, action, region):
        """Convert a botocore ClientError, or any other BotoCoreError, whose class name becomes the code."""
        answer = getattr(exception, "response", None)
        if not answer:
            return cls(action, region, type(exception).__name__, str(exception))
        error = answer.get("Error", {})
        request_id = answer.get("ResponseMetadata", {}).get("RequestId")
        return cls(action, region, error.get("Code", "Unknown"), error.get("Message", ""), request_id)


class TimedOut(StackkitError):
    """The deadline passed. waiting_for: what was not ready, in words. cause: the AwsError that made the run wait."""

    def __init__(self, waiting_for, seconds, option=None, cause=None):
        of_option = f" ({option})" if option else ""
        super().__init__(
            f"Timed out after {seconds:g} s{of_option} while waiting: {waiting_for}. "
            "AWS continues the operation. Run the task again to apply the remaining changes."
        )
        if cause:
            self.code, self.request_id = cause.code, cause.request_id


class Interrupted(StackkitError):
    """The run was stopped. reason completes "Interrupted ..."."""

    def __init__(self, reason):
        super().__init__(
            f"Interrupted {reason}: no further change was made. Run the task again to apply the remaining changes."
        )
