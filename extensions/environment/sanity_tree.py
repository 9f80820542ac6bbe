# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The copy of the collection on which ansible-test runs, and the home folder that it uses."""

from __future__ import annotations

from archive import copy_repository
from commands import run, site_packages


def stage(collections):
    """Copy the collection with its tests, link amazon.aws, and return the folder of the collection."""
    tree = copy_repository(collections / "ansible_collections/stackkit/dynamodb")
    # ansible-test lists files by git. The outer repository ignores this folder.
    code, output = run(["git", "init", "--quiet", tree])
    if code:
        raise RuntimeError(output)
    amazon = collections / "ansible_collections/amazon/aws"
    amazon.parent.mkdir()
    amazon.symlink_to(site_packages() / "ansible_collections/amazon/aws")
    return tree


def prepare_ansible_test(home):
    """Prepare a home folder for ansible-test, with its environments and with bootstrap scripts of pip.

    It would fetch those scripts from a host that many networks cannot reach.
    """
    folder = home / ".ansible/test/cache"
    folder.mkdir(parents=True, exist_ok=True)
    # The versions of ansible-core 2.17, 2.18 and 2.19, 2.20 and 2.21. Any pip works, so use our own.
    for version in ("23.1.2", "24.2", "25.2"):
        copy = f"shutil.copytree({str(site_packages() / 'pip')!r}, sysconfig.get_path('purelib') + '/pip')"
        script = f"import shutil, sysconfig\n{copy}\n"
        (folder / f"get_pip_{version.replace('.', '_')}.py").write_text(script)
    # ansible-test removes pip's environment variables, and pip's messages would hide the results.
    settings = home / ".config/pip/pip.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[global]\ndisable-pip-version-check = true\nquiet = 1\n")
