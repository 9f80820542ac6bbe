# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The errors that the collection raises on purpose:

StackkitError
    PlanFailed        the plan for a resource cannot be carried out; nothing was changed
    AwsError          AWS rejected a call, or could not be reached
    TimedOut          the run's deadline passed
    StillPending      the task asks to fail if a change is pending
    Interrupted       a signal or the end of the controller stopped the run
"""

from __future__ import annotations

import re

# Where the pages of docs/ are published: an installed collection does not contain them.
PAGES = "https://github.com/stackkit/stackkit.dynamodb/blob/main/docs/"
# IAM, CloudWatch and EC2 use other codes than the other services (R116).
DENIED = ("AccessDeniedException", "AccessDenied", "UnauthorizedOperation")
# The permission that is missing can be another one than the one that was checked.
_MISSING = (re.compile(r"policy allows the ([\w-]+:\w+) action"), re.compile(r"authorized to perform: ([\w-]+:\w+)"))
# Services whose IAM actions have another prefix than botocore's name.
_PREFIXES = {"resourcegroupstaggingapi": "tag"}
# What to do next, by the error code of AWS or the error name of botocore.
_UNKNOWN_KEY = "Check the access key: AWS does not recognize it."
_EXPIRED = "Get new credentials: the current ones have expired."
_SIGNATURE = "Check the secret key and the clock of this machine."
_ENDPOINT = "Check region, endpoint_url and the network."
# IAM, EC2 and CloudWatch use other codes than DynamoDB for the same errors.
_ADVICE = {
    "UnrecognizedClientException": _UNKNOWN_KEY,
    "InvalidClientTokenId": _UNKNOWN_KEY,
    "AuthFailure": _UNKNOWN_KEY,
    "ExpiredTokenException": _EXPIRED,
    "ExpiredToken": _EXPIRED,
    "InvalidSignatureException": _SIGNATURE,
    "SignatureDoesNotMatch": _SIGNATURE,
    "NoCredentialsError": "Set credentials with access_key and secret_key, with profile, or in the environment.",
    "PartialCredentialsError": "Set access_key and secret_key together, or neither.",
    "EndpointConnectionError": _ENDPOINT,
    "ValueError": "endpoint_url and AWS_ENDPOINT_URL must be a URL that begins with https:// or http://.",
    "LimitExceededException": "Request a higher quota from AWS, or declare fewer resources.",
}


class StackkitError(Exception):
    """The base class. code: AWS's error code, botocore's error name, an HTTP status, or None. request_id: or None."""

    code = request_id = None
    is_denied = False

    @property
    def message(self):
        return str(self)


class PlanFailed(StackkitError):
    """The plan of one resource has errors. errors: all of its PlanErrors."""

    def __init__(self, errors):
        self.errors = list(errors)
        super().__init__("; ".join(str(error) for error in self.errors))


def not_changed(name, problems):
    """The message for a resource whose plan has problems, which are found before anything of it is changed."""
    if len(problems) == 1:
        return f"{name} was not changed: {problems[0]}"
    return "\n".join(
        [f"{name} was not changed, because of {len(problems)} problems:", *(f"- {one}" for one in problems)]
    )


def of_many(messages, number, what):
    """The message for resources that failed, a line or more for each. number, what: of all resources, in plural."""
    words = f"{len(messages)} of {number} {what} failed:"
    return "\n".join([words, *messages]) if len(messages) > 1 or "\n" in messages[0] else f"{words} {messages[0]}"


class AwsError(StackkitError):
    """An AWS call failed. action completes "Failed to ...". message: AWS's or botocore's own words.

    called: the IAM action of the call, if it is known. option: that requires the call.
    """

    message = ""
    was_repeated = False  # by botocore, so that an earlier attempt may have been applied

    def __init__(self, action, region, code, message, request_id=None, called=None, option=None):
        self.action, self.region = action, region
        self.code, self.message, self.request_id = code, message, request_id
        words = f"Failed to {action} in {region}: {code}: {message}"
        if self.is_denied:
            advice = _permission(message, called, option)
        else:
            advice = _ENDPOINT if code.isdigit() else _ADVICE.get(code)
        super().__init__(f"{words.rstrip('.')}. {advice}" if advice else words)

    @property
    def is_denied(self):
        """Whether the caller lacks the permission for this call."""
        return self.code in DENIED

    @property
    def is_unsupported(self):
        """Whether the endpoint does not have this operation, such as an emulator or a Region without a feature."""
        return self.code == "UnknownOperationException"

    @classmethod
    def of(cls, exception, action, region, service=None, option=None):
        """Convert a botocore ClientError, or any other BotoCoreError, whose class name becomes the code."""
        answer = getattr(exception, "response", None)
        if not answer:
            return cls(action, region, type(exception).__name__, str(exception))
        error, metadata = answer.get("Error", {}), answer.get("ResponseMetadata", {})
        code, message = error.get("Code", "Unknown"), error.get("Message", "")
        if code == "Unknown" or code.isdigit():  # botocore then takes the whole page of a web server for the message
            code, message = str(metadata.get("HTTPStatusCode", "")), "The HTTP response is not in the format of AWS."
        called = f"{_PREFIXES.get(service, service)}:{exception.operation_name}" if service else None
        found = cls(action, region, code, message, metadata.get("RequestId"), called, option)
        found.was_repeated = metadata.get("RetryAttempts", 0) > 0
        return found


def _permission(message, called, option):
    """What to do about a permission that the caller lacks. AWS may name another one than that of the call (R116)."""
    if "will not allow you to update the resource policy" in message:  # the call itself is allowed (R44)
        return "If you intend this, set confirm_remove_self_resource_access to true."
    named = [found[1] for pattern in _MISSING for found in [pattern.search(message)] if found]
    start = "Remove the denial of" if "explicit deny" in message else "Grant the caller"
    if not named:
        start = "AWS does not name the permission that the caller lacks for"
    if "Encoded authorization failure message" in message:
        start = f"Decode the message with aws sts decode-authorization-message. {start}"
    of_option = f", which {option} requires" if option else ""
    page = f"{PAGES}permissions.md lists the permissions of each option."
    return f"{start} {named[0] if named else called}{of_option}: {page}"


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


class StillPending(StackkitError):
    """Changes are pending, and everything else is done. sentences: one for each."""

    def __init__(self, sentences):
        super().__init__(f"{' '.join(sentences)} The task fails because fail_on_pending is true.")


class Interrupted(StackkitError):
    """The run was stopped. reason completes "Interrupted ..."."""

    def __init__(self, reason):
        super().__init__(
            f"Interrupted {reason}: no further change was made. Run the task again to apply the remaining changes."
        )
