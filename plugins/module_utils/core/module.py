# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The module as Ansible knows it, and what main() does in every module. Apart from validation.py, which also runs on
the controller: there nothing needs boto3, and importing it takes a tenth of a second.
"""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.botocore import get_aws_connection_info
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from .apply import Run
from .client import Aws, client_maker
from .interruption import Interruption
from .validation import NO_REGION, as_data, message, validated
from .wait import Deadline

# Options whose values do not belong into logs.
UNLOGGED = ("resource_policy", "document", "policy")
# How long a call that AWS is not ready for is sent again where there is no option wait_timeout, in seconds (R93).
BUSY_TIMEOUT = 120


def run(request, reconcile):
    """Run a module to its end.

    request: MODULE_SPEC, and check(params, region), which yields (option path, problem); region may be None.
    reconcile: reconcile(params, run) -> the resources' Reconciliations, and result(items, params, run) -> what the
    module returns, with "msg" where it has failed.
    """
    module = checked_module(
        lambda params: request.check(params, params.get("region")),
        argument_spec=request.MODULE_SPEC,
        supports_check_mode=True,
    )
    region, endpoint_url, connection = get_aws_connection_info(module)
    problems = list(request.check(module.params, region))
    if not region:
        problems.append(NO_REGION)
    if problems:
        module.fail_json(msg=message(problems), problems=as_data(problems))
    interruption = Interruption()
    interruption.listen()
    aws = Aws(client_maker(region, endpoint_url, connection, interruption), interruption=interruption)
    seconds = module.params.get("wait_timeout")
    deadline = Deadline(seconds or BUSY_TIMEOUT, aws.clock, interruption, "wait_timeout" if seconds else None)
    this = Run(aws, region, module.check_mode, deadline, module.log, module.params.get("wait", True))
    items = reconcile.reconcile(module.params, this)
    for item in items:
        for warning in item.warnings:
            # Not module.warn: amazon.aws's puts warnings into the result too, which ansible-core deprecates.
            warn(warning)
    result = {**reconcile.result(items, module.params, this), "region": region}
    module.fail_json(**result) if "msg" in result else module.exit_json(**result)


def checked_module(check, **kwargs):
    """An AnsibleAWSModule that fails with every problem of its options. check: as in `validated`.

    AnsibleModule ends the module at the first option that does not fit its spec, so this steps in where it does.
    """

    class CheckedModule(AnsibleModule):
        def __init__(self, **kwargs):
            try:
                super().__init__(**kwargs)
            except (TypeError, OverflowError) as error:  # Ansible's own check, where it takes a value for a dict
                problems = self._problems()
                super().fail_json(msg=message(problems) if problems else str(error), problems=as_data(problems))

        def _load_params(self):
            """Keep what was given: Ansible's check drops what it cannot convert, and adds defaults."""
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
            """The usual entry in the target's syslog would hold all options, policies among them."""

        def _return_formatted(self, kwargs):
            """The result repeats the options at high verbosity; the policies stay out of it."""
            super()._return_formatted({"invocation": {"module_args": without(UNLOGGED, self.params)}, **kwargs})

    usual = AnsibleAWSModule.default_settings["module_class"]
    AnsibleAWSModule.default_settings["module_class"] = CheckedModule  # AnsibleAWSModule ignores its keyword for this
    try:
        return AnsibleAWSModule(**kwargs)
    finally:
        AnsibleAWSModule.default_settings["module_class"] = usual


def without(names, value):
    """Options with the values of these names hidden, at any depth."""
    if isinstance(value, list):
        return [without(names, entry) for entry in value]
    if isinstance(value, dict):
        return {
            name: "hidden" if name in names and entry is not None else without(names, entry)
            for name, entry in value.items()
        }
    return value
