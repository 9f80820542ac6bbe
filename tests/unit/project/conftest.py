# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import archive
import commands
import pytest


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The archive of the collection."""
    return archive.build(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="session")
def install(built):
    """A function that installs the archive in a folder of collections, and returns the folder of the collection."""

    def install(folder):
        options = ["--force", "--offline", "--no-deps", "-p", folder]
        code, output = commands.run(["ansible-galaxy", "collection", "install", *options, built])
        assert code == 0, output
        return folder / "ansible_collections/stackkit/dynamodb"

    return install
