# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The collection's errors. Whatever is raised on purpose is one of these:

StackkitError
    PlanFailed        the plan for a resource cannot be carried out; nothing was changed
    AwsError          AWS rejected a call, or could not be reached
    TimedOut          the run's deadline passed
    Interrupted       the run was told to stop
"""

from __future__ import annotations

# What to do next, by AWS's or botocore's error code.
_GRANT = "Grant the caller this call: docs/permissions.md lists what each option needs."
_UNKNOWN_KEY = "Check the access key: AWS does not know it."
_EXPIRED = "Get new credentials: these have expired."
_SIGNATURE = "Check the secret key, and this machine's clock."
# IAM, EC2 and CloudWatch have codes of their own for the same.
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
    "NoCredentialsError": "Give credentials, by access_key and secret_key, profile, or the environment.",
    "EndpointConnectionError": "Check region, endpoint_url and the network.",
    "LimitExceededException": "Ask AWS for a higher quota, or declare less.",
}


class StackkitError(Exception):
    """Base of all. code, request_id: AWS's, or botocore's name of what went wrong; None where neither was involved."""

    code = request_id = None

    @property
    def message(self):
        return str(self)


class PlanFailed(StackkitError):
    """errors: every PlanError in the plan of one resource."""

    def __init__(self, errors):
        self.errors = list(errors)
        super().__init__("; ".join(str(error) for error in self.errors))


class AwsError(StackkitError):
    """action completes "Failed to ...". code, message and request_id are AWS's own; request_id may be None."""

    message = ""

    def __init__(self, action, region, code, message, request_id=None):
        self.action, self.region = action, region
        self.code, self.message, self.request_id = code, message, request_id
        words = f"Failed to {action} in {region}: {code}: {message}"
        super().__init__(f"{words.rstrip('.')}. {_ADVICE[code]}" if code in _ADVICE else words)

    @property
    def is_denied(self):
        """Whether the caller may not make this call."""
        return self.code in ("AccessDeniedException", "AccessDenied")

    @classmethod
    def of(cls, exception, action, region):
        """From a botocore ClientError, or from any other BotoCoreError, which has no code but its own name."""
        answer = getattr(exception, "response", None)
        if not answer:
            return cls(action, region, type(exception).__name__, str(exception))
        error = answer.get("Error", {})
        request_id = answer.get("ResponseMetadata", {}).get("RequestId")
        return cls(action, region, error.get("Code", "Unknown"), error.get("Message", ""), request_id)


class TimedOut(StackkitError):
    """waiting_for says what was not ready, in words. cause: the AwsError because of which the run waited, if any."""

    def __init__(self, waiting_for, seconds, option=None, cause=None):
        of_option = f" ({option})" if option else ""
        super().__init__(
            f"Gave up after {seconds:g} s{of_option} while waiting: {waiting_for}. "
            "AWS goes on with it; the same task, run again, carries on from there."
        )
        if cause:
            self.code, self.request_id = cause.code, cause.request_id


class Interrupted(StackkitError):
    """reason completes "Interrupted ..."."""

    def __init__(self, reason):
        super().__init__(f"Interrupted {reason}: no further change was made. Run the same task again to carry on.")
