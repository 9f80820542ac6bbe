# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .dependent_actions import required
from .errors import AwsError
from .identity_policy import User
from .permissions import Request

# Service -> (error code, HTTP status); every other one is OTHERS.
DENIED = {
    "backup": ("AccessDeniedException", 403),
    "cloudwatch": ("AccessDenied", 403),
    "ec2": ("UnauthorizedOperation", 403),
    "iam": ("AccessDenied", 403),
}
OTHERS = ("AccessDeniedException", 400)


def authorize(user: User, request: Request) -> None:
    """Raise AWS's error for the first action that the user's policy does not allow (R116)."""
    for action, resource in required(request):
        reason = user.denial(action, resource)
        if reason:
            words = f"User: {request.arn('iam', f'user/{user.name}')} is not authorized to perform: {action}"
            raise _denied(request, action, f"{words}{_on(request, resource)} {reason}")


def _on(request: Request, resource: str) -> str:
    if request.operation == "ListPolicies":
        return f" on resource: policy path {request.params.get('PathPrefix', '/')}"
    if resource == "*":
        return ""
    kind, _slash, name = resource.rpartition(":")[2].partition("/")
    if request.service == "iam":
        return f" on resource: {kind} {resource if kind == 'policy' else name}"
    return f" on resource: {resource}"


def _denied(request: Request, action: str, message: str) -> AwsError:
    code, status = DENIED.get(request.service, OTHERS)
    if request.service == "ec2":
        message = f"You are not authorized to perform this operation. {message}"
    elif request.service == "dynamodb" and action.startswith("kms:"):
        message = (
            f"KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: {message}"
            " (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)"
        )
    return AwsError(code, message, status)
