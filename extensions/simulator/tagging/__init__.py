# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .resources import get_resources

# Operation -> function of (context, validated request) that returns the answer or raises AwsError.
OPERATIONS = {"GetResources": get_resources}
