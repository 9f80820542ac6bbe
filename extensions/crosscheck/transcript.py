# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a run on an account of AWS reports: without what identifies the account, its users and the time."""

from __future__ import annotations

import json
import re

from .compare import normalized

REDACTIONS = (
    # users and roles, but not the root of an account, which the scenarios name
    (r"arn:aws[\w-]*:(?:iam|sts)::\d{12}:(?!root\b)[^\s\"'\\,]+", "<principal>"),
    (r"\b(?:A3T|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12,}\b", "<access key>"),
    (r"(arn:aws[\w-]*:[\w-]+:[\w-]*:)\d{12}:", r"\1<account>:"),
    (r"\b\d{12}\b", "<account>"),
    (r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\bmrk-[0-9a-f]{32}\b", "<id>"),
    (r"\b(?=[A-Z]*\d)[A-Z0-9]{52}\b", "<request id>"),
    (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?", "<time>"),
    (
        r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w ,:]*?\d{4}(?: at)?(?: \d\d?:\d\d:\d\d)?(?:\s[AP]M)?"
        r"(?: (?:UTC|GMT|Coordinated Universal Time))?\b",
        "<time>",
    ),
    (r"(?<![\d.])1\d{12}(?!\d)", "<id>"),  # revisions of policies are times in milliseconds
    (r"[A-Za-z0-9+/_=-]{100,}", "<encoded>"),
)


class Secret(Exception):
    """A transcript contains what it must not contain."""


class Redaction:
    """known: {text that may occur in answers: what replaces it}, for example the number of the account."""

    def __init__(self, known, prefix):
        self._known = {text: replacement for text, replacement in known.items() if text}
        # The run's prefix, and the number that a scenario adds to it.
        self._prefix = re.compile(re.escape(prefix) + r"(?:\d+-)?")

    def text(self, text):
        text = self._prefix.sub("", text)
        for known, replacement in self._known.items():
            text = text.replace(known, replacement)
        text = normalized(text)
        for pattern, replacement in REDACTIONS:
            text = re.sub(pattern, replacement, text)
        return text

    def value(self, value):
        if isinstance(value, dict):
            return {key: self.value(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.value(part) for part in value]
        return self.text(value) if isinstance(value, str) else value

    def check(self, text):
        """Raise Secret if something known is left."""
        for known in self._known:
            if known in text:
                raise Secret(f"The transcript would contain {self._known[known]}; it is not written.")


def write(path, run, redaction):
    """Write the transcript. run: {"versions": ..., "scenarios": {name: {"simulator", "aws", "calls"}}, ...}."""
    text = json.dumps(redaction.value(run), indent=1, ensure_ascii=False) + "\n"
    redaction.check(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
