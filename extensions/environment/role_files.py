# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write what follows from the argument_specs.yml of each role: defaults/main.yml, and the variable tables of README.md.

A comment among the options, such as `# Encryption`, begins a section. The README has a heading of the same text, and
the first table below the heading is the section's. A role without sections has one table.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROLES = Path(__file__).parents[2] / "roles"
TABLE_HEAD = "| variable | type | default | meaning |"
TYPES = {"json": "dict or JSON"}
ELEMENTS = {"str": "strings", "dict": "dicts"}


def main():
    for folder in sorted(ROLES.iterdir()):
        for path, text in generated(folder).items():
            path.write_text(text, encoding="utf-8")


def generated(folder):
    """{path: text} of the files of a role that follow from its argument_specs.yml."""
    parts = sections((folder / "meta/argument_specs.yml").read_text(encoding="utf-8"))
    readme = folder / "README.md"
    return {
        folder / "defaults/main.yml": defaults(parts),
        readme: with_tables(readme.read_text(encoding="utf-8"), parts),
    }


def sections(text):
    """[(title or "", {variable: its option})] of an argument_specs.yml."""
    options = yaml.safe_load(text)["argument_specs"]["variables"]["options"]
    found = [("", {})]
    for title, name in re.findall(r"^ {6}(?:# (.+)|(\w+):)$", text, re.MULTILINE):
        if title:
            found.append((title, {}))
        else:
            found[-1][1][name] = options[name]
    return [(title, variables) for title, variables in found if variables]


def defaults(parts):
    lines = ["---", "# Written by `make role-files` from meta/argument_specs.yml, which documents the variables."]
    for place, (_title, variables) in enumerate(parts):
        lines += [""] if place else []
        for name, option in variables.items():
            lines.append(f"{name}: {_default_of_role(option.get('default'))}".rstrip())
    return "\n".join(lines) + "\n"


def _default_of_role(value):
    return f">-\n  {value}" if "{{" in str(value) else _yaml(value)


def _yaml(value):
    """A value on one line; null is nothing."""
    if value is None:
        return ""
    return yaml.safe_dump(value, default_flow_style=True, width=1000).strip().removesuffix("...").strip()


def with_tables(readme, parts):
    for title, variables in parts:
        before, heading, after = readme.partition(f"\n### {title}\n") if title else ("", "", readme)
        start = after.find(TABLE_HEAD)
        if start < 0:
            raise SystemExit(f"README.md has no table of variables below the heading {title!r}")
        end = after.find("\n\n", start)
        end = len(after.rstrip("\n")) if end < 0 else end
        readme = before + heading + after[:start] + table(variables) + after[end:]
    return readme


def table(variables):
    rows = [
        f"| `{name}` | {_type(option)} | {_shown(option)} | {_meaning(option)} |" for name, option in variables.items()
    ]
    return "\n".join([TABLE_HEAD, "|---|---|---|---|", *rows])


def _type(option):
    elements = ELEMENTS.get(option.get("elements"))
    return f"list of {elements}" if elements else TYPES.get(option["type"], option["type"])


def _shown(option):
    value = option.get("default")
    return "" if value is None or "{{" in str(value) else f"`{_yaml(value)}`"


def _meaning(option):
    sentences = [*option["description"], *(["Required."] if option.get("required") else [])]
    if not all(f"V({choice})" in str(sentences) for choice in option.get("choices", [])):
        sentences.append("Choices: " + ", ".join(f"`{choice}`" for choice in option["choices"]) + ".")
    return _markdown(" ".join(sentences))


def _markdown(text):
    """Ansible's markup as Markdown."""
    text = re.sub(r"P\(stackkit\.dynamodb\.(\w+)#role\)", r"role [\1](../\1/README.md)", text)
    text = re.sub(r"M\(stackkit\.dynamodb\.(\w+)\)", r"`\1`", text)
    text = re.sub(r"O\((?:ignore:)?([^)=]+)=([^)]+)\)", r"`\1: \2`", text)
    # A cron expression in C(...) has parentheses of its own.
    return re.sub(r"[CVO]\((?:ignore:)?((?:[^()]|\([^()]*\))+)\)", r"`\1`", text)


if __name__ == "__main__":
    main()
