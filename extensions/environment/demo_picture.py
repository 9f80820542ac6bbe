# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Draw docs/demo.svg from what the demo prints: its last three runs."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text
from simulated import HERE, REPO

FROM = "=== Deploy again"
# The picture must not load anything from elsewhere.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def main():
    run = subprocess.run(
        [sys.executable, HERE / "demo.py"],
        env=os.environ | {"FORCE_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = re.sub(r"\n{3,}", "\n\n", run.stdout[run.stdout.index(FROM) :])
    console = Console(record=True, width=112, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown))
    path = REPO / "docs/demo.svg"
    path.write_text(console.export_svg(title="make demo", code_format=FORMAT, unique_id="demo"), encoding="utf-8")
    print(f"{path} is drawn.")


if __name__ == "__main__":
    main()
