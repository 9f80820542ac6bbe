# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The module itself, as Ansible knows it. Apart from options.py, which runs on the controller too, where nothing needs
boto3 and importing it takes a tenth of a second.
"""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from .validation import message, validated

UNLOGGED = ("resource_policy", "document", "policy")


def checked_module(check, **kwargs):
    """An AnsibleAWSModule that fails with every fault in its options. check: as in `validated`.

    AnsibleModule ends the module at the first fault of its spec, so this steps in where it does.
    """

    class CheckedModule(AnsibleModule):
        def __init__(self, **kwargs):
            try:
                super().__init__(**kwargs)
            except (TypeError, OverflowError) as error:  # Ansible's own check, where it takes a value for a dict
                super().fail_json(msg=self._faults() or str(error))

        def _load_params(self):
            """Keep what was given: the check leaves out of it what it cannot convert, and adds defaults."""
            super()._load_params()
            self.given = {name: value for name, value in self.params.items() if not name.startswith("_ansible_")}

        def fail_json(self, msg, **result):
            outcome = getattr(self, "validation_result", None)
            if outcome and outcome.error_messages:
                msg = self._faults() or msg
            super().fail_json(msg=msg, **result)

        def _faults(self):
            problems = validated(self.argument_spec, self.given, check)[1]
            return message(problems) if problems else ""

        def _log_invocation(self):
            """The usual entry in the target's syslog would hold all options, policies among them."""

        def _return_formatted(self, kwargs):
            """The result repeats the options at high verbosity; the policies stay out of it."""
            super()._return_formatted({"invocation": {"module_args": without(UNLOGGED, self.params)}, **kwargs})

    usual = AnsibleAWSModule.default_settings["module_class"]
    AnsibleAWSModule.default_settings["module_class"] = CheckedModule  # its own keyword for this is not heeded
    try:
        return AnsibleAWSModule(**kwargs)
    finally:
        AnsibleAWSModule.default_settings["module_class"] = usual


def without(names, value):
    """Options with the values of these names hidden, wherever they stand."""
    if isinstance(value, list):
        return [without(names, entry) for entry in value]
    if isinstance(value, dict):
        return {
            name: "hidden" if name in names and entry is not None else without(names, entry)
            for name, entry in value.items()
        }
    return value
