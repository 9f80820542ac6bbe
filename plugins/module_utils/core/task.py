# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What main() does in the modules over keeping.py: check the request, keep what it declares, warn, end the task."""

from __future__ import annotations

from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.botocore import get_aws_connection_info

from . import validation
from .client import Aws, client_maker
from .module import checked_module


def run(request, keep):
    """Run a module to its end.

    request has MODULE_SPEC, check(params) and, where the region matters, check_region(params, region); both yield
    (path, problem). keep has keep(params, aws, region, check_mode=, log=) -> [Keeping], and result(keepings,
    check_mode=) -> what the module returns, with "msg" where it has failed.
    """
    module = checked_module(request.check, argument_spec=request.MODULE_SPEC, supports_check_mode=True)
    region, endpoint_url, connection = get_aws_connection_info(module)
    problems = list(request.check(module.params))
    if not region:
        problems.append(validation.NO_REGION)
    elif hasattr(request, "check_region"):
        problems += request.check_region(module.params, region)
    if problems:
        module.fail_json(msg=validation.message(problems))
    aws = Aws(client_maker(region, endpoint_url, connection))
    keepings = keep.keep(module.params, aws, region, check_mode=module.check_mode, log=module.log)
    for keeping in keepings:
        for warning in keeping.plan.warnings:
            # Not module.warn: amazon.aws's puts warnings into the result too, which ansible-core deprecates.
            warn(warning)
    result = {**keep.result(keepings, check_mode=module.check_mode), "region": region}
    module.fail_json(**result) if "msg" in result else module.exit_json(**result)
