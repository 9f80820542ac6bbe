# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The collection's errors. Whatever is raised on purpose is one of these:

StackkitError
    Refused           the plan for a table cannot be carried out; nothing was changed
    AwsError          AWS refused a call, or could not be reached
    TimedOut          the run's deadline passed
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
    """Base of all."""


class Refused(StackkitError):
    """refusals: every Refusal in the plan of one table."""

    def __init__(self, refusals):
        self.refusals = list(refusals)
        super().__init__("; ".join(str(refusal) for refusal in self.refusals))


class AwsError(StackkitError):
    """action completes "Failed to ...". code, message and request_id are AWS's own; request_id may be None."""

    def __init__(self, action, region, code, message, request_id=None):
        self.action, self.region = action, region
        self.code, self.message, self.request_id = code, message, request_id
        words = f"Failed to {action} in {region}: {code}: {message}"
        super().__init__(f"{words.rstrip('.')}. {_ADVICE[code]}" if code in _ADVICE else words)

    @property
    def is_denied(self):
        """Whether the caller may not make this call, rather than that it went wrong."""
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
    """waiting_for says what was not ready, in words."""

    def __init__(self, waiting_for, seconds):
        super().__init__(
            f"Gave up after {seconds:g} s (wait_timeout) while waiting: {waiting_for}. "
            "AWS goes on with it; the same task, run again, carries on from there."
        )
