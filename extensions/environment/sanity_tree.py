# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The installed collection on which ansible-test runs, and the home folder that it uses."""

from __future__ import annotations

import re

from commands import run, site_packages
from simulated import REPO


def stage(collections):
    """Build the collection, install it with amazon.aws, and return the folder of the installed collection."""
    tree = collections / "ansible_collections/stackkit/dynamodb"
    # Force the installation, because ansible-galaxy finds the repository's link in site-packages.
    install = ["ansible-galaxy", "collection", "install", "--force", "--offline", "--no-deps", "-p", collections]
    steps = (
        ["ansible-galaxy", "collection", "build", "--output-path", collections],
        [*install, archive_of(collections)],
        # ansible-test lists files by git. The outer repository ignores this folder.
        ["git", "init", "--quiet", tree],
    )
    for step in steps:
        code, output = run(step)
        if code:
            raise RuntimeError(output)
    amazon = collections / "ansible_collections/amazon/aws"
    amazon.parent.mkdir()
    amazon.symlink_to(site_packages() / "ansible_collections/amazon/aws")
    return tree


def archive_of(collections):
    version = re.search(r"^version: (\S+)$", (REPO / "galaxy.yml").read_text(), re.MULTILINE)[1]
    return collections / f"stackkit-dynamodb-{version}.tar.gz"


def prepare_ansible_test(home):
    """Prepare a home folder for ansible-test, with its environments and with bootstrap scripts of pip.

    It would fetch those scripts from a host that many networks cannot reach.
    """
    folder = home / ".ansible/test/cache"
    folder.mkdir(parents=True, exist_ok=True)
    # ansible-core 2.19 uses the first version, 2.21 the second. Any pip works, so use our own.
    for version in ("24.2", "25.2"):
        copy = f"shutil.copytree({str(site_packages() / 'pip')!r}, sysconfig.get_path('purelib') + '/pip')"
        script = f"import shutil, sysconfig\n{copy}\n"
        (folder / f"get_pip_{version.replace('.', '_')}.py").write_text(script)
    # ansible-test removes pip's environment variables, and pip's messages would hide the results.
    settings = home / ".config/pip/pip.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[global]\ndisable-pip-version-check = true\nquiet = 1\n")
