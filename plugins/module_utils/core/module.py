# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The AnsibleAWSModule, and run(), which every module's main() calls.

validation.py is a file of its own because it also runs on the controller, without boto3.
"""

from __future__ import annotations

import os
import time

from . import startup  # isort: split

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.botocore import get_aws_connection_info
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from . import pace
from .apply import Run
from .client import Aws, client_maker
from .errors import StackkitError
from .interruption import Interruption
from .progress import VARIABLE, Progress, to_file
from .validation import NO_REGION, UNFIT, as_data, loggable, message, validated
from .wait import Deadline

# Seconds for which a run without the option wait_timeout retries calls while AWS is busy (R93).
BUSY_TIMEOUT = 120
WAITING = ("wait", "wait_pending", "fail_on_pending")  # the options of some modules that are attributes of Run


def run(request, reconcile):
    """Run a module and exit.

    request: has MODULE_SPEC, and check(params, region), which yields (option path, problem); region may be None.
    Where the options have to be read further, it has read(params, region) -> (what is requested, problems) as well.
    reconcile: has reconcile(requested, run) -> the resources' Reconciliations, and result(items, params, run) -> what
    the module returns, with "msg" if it has failed. A StackkitError concerns the whole run.
    """
    module = checked_module(
        lambda params: [*pace.check(params), *request.check(params, params.get("region"))],
        argument_spec={**request.MODULE_SPEC, **pace.OPTIONS},
        supports_check_mode=True,
    )
    region, endpoint_url, connection = _connection(module)
    startup.imported()
    requested, problems = _read(request, module.params, region)
    if not region:
        problems.append(NO_REGION)
    if problems:
        module.fail_json(msg=message(problems), problems=as_data(problems))
    result = {**_result(module, reconcile, requested, region, endpoint_url, connection), "region": region}
    module.fail_json(**result) if "msg" in result else module.exit_json(**result)


def _result(module, reconcile, requested, region, endpoint_url, connection):
    """What the module returns. All else is released: AnsibleModule copies the result, and prints it as one text."""
    interruption = Interruption()
    interruption.listen()
    progress = Progress(time, module.log, to_file(os.environ.get(VARIABLE)))
    paced = pace.Pace(module.params["api_rate_share"], interruption, report=progress.pacing)
    aws = Aws(client_maker(region, endpoint_url, connection, interruption, paced), interruption=interruption)
    seconds = module.params.get("wait_timeout")
    deadline = Deadline(seconds or BUSY_TIMEOUT, aws.clock, interruption, "wait_timeout" if seconds else None, paced)
    waiting = {name: module.params[name] for name in WAITING if name in module.params}
    this = Run(aws, region, module.check_mode, deadline, progress, **waiting)
    try:
        items = reconcile.reconcile(requested, this)
    except StackkitError as error:  # it concerns the whole run
        module.fail_json(msg=str(error))
    for item in items:
        for warning in item.warnings(diff_mode=module._diff):
            # Not module.warn: that of amazon.aws also adds warnings to the result, which ansible-core deprecates.
            warn(warning)
    return reconcile.result(items, module.params, this)


def _connection(module):
    """The Region, the endpoint, and the settings of the clients."""
    try:
        return get_aws_connection_info(module)
    except Exception as error:  # noqa: BLE001 botocore raises any exception for a wrong value in aws_config
        problems = [("aws_config", f"botocore does not accept it: {error}")]
        return module.fail_json(msg=message(problems), problems=as_data(problems))


def _read(request, params, region):
    problems = list(pace.check(params))
    if hasattr(request, "read"):
        requested, found = request.read(params, region)
        return requested, problems + found
    return params, [*problems, *request.check(params, region)]


def checked_module(check, **kwargs):
    """An AnsibleAWSModule that fails with all problems of its options at once. check: as in `validated`.

    AnsibleModule fails at the first option that does not fit its spec; this overrides the places where it does.
    """

    class CheckedModule(AnsibleModule):
        def __init__(self, **kwargs):
            try:
                super().__init__(**kwargs)
            except UNFIT as error:
                problems = self._problems()
                super().fail_json(msg=message(problems) if problems else str(error), problems=as_data(problems))
            self.given = None  # Ansible has copied them

        def _load_params(self):
            """Save the options as given: Ansible's check drops what it cannot convert, and adds defaults."""
            super()._load_params()
            self.given = {name: value for name, value in self.params.items() if not name.startswith("_ansible_")}

        def fail_json(self, msg, **result):
            outcome = getattr(self, "validation_result", None)
            problems = self._problems() if outcome and outcome.error_messages else []
            if problems:
                msg, result = message(problems), {**result, "problems": as_data(problems)}
            super().fail_json(msg=msg, **result)

        def _problems(self):
            return validated(self.argument_spec, self.given, check)[1]

        def _log_invocation(self):
            """Log nothing: the default entry in the target's syslog contains all options, including policies."""

        def _return_formatted(self, kwargs):
            """Hide the policies among the options that Ansible shows at high verbosity."""
            shown = loggable(self.argument_spec, self.params)
            super()._return_formatted({"invocation": {"module_args": shown}, **kwargs})

    default = AnsibleAWSModule.default_settings["module_class"]
    AnsibleAWSModule.default_settings["module_class"] = (
        CheckedModule  # AnsibleAWSModule ignores its keyword module_class
    )
    try:
        return AnsibleAWSModule(**kwargs)
    finally:
        AnsibleAWSModule.default_settings["module_class"] = default
