# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  api_rate_share:
    description:
      - Set the share of AWS's API request rates that this task uses, more than 0 and at most 1. The rest remains for
        other callers in the account. AWS throttles each operation for a whole account in a Region, some of them at 3 to
        10 calls per second.
      - With O(api_rate_share=1), other callers may be throttled while the task runs.
      - If AWS throttles a call nevertheless, the task repeats it, and calls this operation less often for a while.
      - If omitted, it is V(0.8), and requests to an endpoint that is not AWS's, such as an emulator, are not delayed.
    type: float
    version_added: 0.9.0
"""
