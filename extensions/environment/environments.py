# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Environments next to .venv, for tools and versions that cannot share it. They remain in .cache/environments/."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from commands import BIN, CACHE, run, site_packages


def create(name, python, requirements, overrides=()):
    """Create an environment with amazon.aws if its inputs have changed; return its folder.

    `requirements` and `overrides` are pins, or paths of files of pins. Overrides replace what the requirements pull in.
    """
    folder = CACHE / "environments" / name
    inputs = repr((str(folder), str(python), [contents(item) for item in (*requirements, *overrides)]))
    stamp, digest = folder / "stamp", hashlib.sha256(inputs.encode()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        uv(["venv", "--quiet", "--python", python, folder])
        install(folder, requirements)
        if overrides:
            install(folder, overrides, "--no-deps")
        link_amazon_aws(folder)
        stamp.write_text(digest)
    return folder


def contents(item):
    return item.read_text() if isinstance(item, Path) else item


def install(folder, items, *options):
    files = [part for item in items if isinstance(item, Path) for part in ("--requirement", item)]
    pins = [item for item in items if not isinstance(item, Path)]
    command = ["pip", "install", "--quiet", "--compile-bytecode", "--python", folder / "bin/python"]
    uv([*command, *options, *files, *pins])


def uv(arguments):
    # Bytecode is compiled now, not when a test starts.
    code, output = run([BIN / "uv", *arguments], extra={"PYTHONDONTWRITEBYTECODE": ""})
    if code:
        raise RuntimeError(output)


def link_amazon_aws(folder):
    link = packages_of(folder) / "ansible_collections/amazon"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(site_packages() / "ansible_collections/amazon")


def packages_of(folder):
    (packages,) = folder.glob("lib/python3.*/site-packages")
    return packages
