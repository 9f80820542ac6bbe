# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The archive for Galaxy contains what users need and nothing else, and two builds of it are equal."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile

import archive
import commands
import environments
import pytest
import simulated
import yaml
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

FILES = r"""
MANIFEST\.json|FILES\.json|README\.md|CHANGELOG\.rst|CONTRIBUTING\.md|COPYING|requirements\.txt
changelogs/(changelog|config)\.yaml
docs/.*\.(md|svg|rst|yml)
extensions/simulator/.*\.py|extensions/simulator/README\.md|extensions/simulator/requirements(-no-deps)?\.txt
extensions/testing/(pytest_stackkit\.py|Containerfile|molecule/default/\w+\.yml)
meta/(runtime|execution-environment)\.yml
playbooks/.*\.(yml|j2|json|py)
plugins/.*\.py
roles/\w+/README\.md|roles/\w+/(defaults|meta|tasks|vars)/[\w/]+\.yml
"""
SHIPPED = re.compile("|".join(f"(?:{line})" for line in FILES.split()))


@pytest.fixture(scope="module")
def installed(install, tmp_path_factory):
    """The folder of the collection in a folder of collections, as ansible-galaxy installs it."""
    return install(tmp_path_factory.mktemp("collections"))


def names(built):
    with tarfile.open(built) as content:
        return {member.name for member in content if member.isfile()}


def test_the_archive_contains_only_what_users_need(built):
    assert [name for name in sorted(names(built)) if not SHIPPED.fullmatch(name)] == []


def test_the_archive_contains_all_that_users_need(built):
    folders = ("plugins/", "roles/", "playbooks/", "docs/", "meta/", "extensions/simulator/", "extensions/testing/")
    expected = {name for name in archive.tracked_files() if name.startswith(folders) and (REPO / name).is_file()}
    assert len(expected) > 200
    assert expected <= names(built)
    assert {"README.md", "COPYING", "requirements.txt", "changelogs/changelog.yaml"} <= names(built)


def test_git_ignores_the_built_archive():
    assert archive.tracked_files()
    command = ["git", "-c", "safe.directory=*", "check-ignore", "--quiet", archive.DIST / "any.tar.gz"]
    assert subprocess.run(command, cwd=REPO, check=False).returncode == 0


def test_galaxy_accepts_the_authors():
    authors = yaml.safe_load((REPO / "galaxy.yml").read_text())["authors"]
    assert authors and all(len(author) <= 64 for author in authors)


def test_two_builds_are_equal(built, tmp_path, monkeypatch):
    """Also if the file system lists the files in another order, and the files are of another time."""
    listed = archive.tracked_files()
    monkeypatch.setattr(archive, "tracked_files", lambda: listed[::-1])
    copied = archive.copy_repository

    def older_copy(target):
        tree = copied(target)
        for path in tree.rglob("*"):
            os.utime(path, (1, 1), follow_symlinks=False)
        return tree

    monkeypatch.setattr(archive, "copy_repository", older_copy)
    assert archive.build(tmp_path).read_bytes() == built.read_bytes()


def test_an_archive_is_repacked_in_the_order_of_names(tmp_path, built):
    """With right checksums, whatever the order in the first archive was."""
    shuffled = tmp_path / "shuffled.tar.gz"
    with tarfile.open(built) as source, tarfile.open(shuffled, "w:gz") as target:
        for member in reversed(source.getmembers()):
            member.mtime = 1
            target.addfile(member, source.extractfile(member))
    assert archive.repack(shuffled, tmp_path / "again.tar.gz").read_bytes() == built.read_bytes()
    with tarfile.open(built) as content:
        manifest = json.load(content.extractfile("MANIFEST.json"))
        files = content.extractfile("FILES.json").read()
    assert manifest["file_manifest_file"]["chksum_sha256"] == hashlib.sha256(files).hexdigest()


def test_links_between_shipped_pages_lead_to_shipped_files(installed):
    pages = sorted(installed.rglob("*.md"))
    assert pages
    missing = []
    for page in pages:
        # Without code, in which brackets have other meanings.
        text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if not link.startswith(("https://", "mailto:")) and not (page.parent / link).exists():
                missing.append(f"{page.relative_to(installed)}: {link}")
    assert missing == []


def test_the_simulator_starts_from_the_installed_collection(installed, monkeypatch):
    monkeypatch.setattr(simulated, "REPO", installed)
    with simulated.simulator() as environment:
        assert environment["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")


def test_the_readme_names_the_requirements():
    lines = [line for line in (REPO / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    names, versions = zip(*(line.split(">=") for line in lines), strict=True)
    assert names == ("boto3", "botocore") and len(set(versions)) == 1
    assert f" {versions[0]} " in (REPO / "README.md").read_text()


def test_an_execution_environment_installs_the_requirements(installed):
    """What ansible-builder finds in the installed collection."""
    code, output = commands.run(["ansible-builder", "introspect", installed.parents[2]])
    assert code == 0, output
    assert {"boto3>=1.35.0", "botocore>=1.35.0"} <= set(re.findall(r"boto\w+>=[\d.]+", output))


def test_the_importer_has_an_environment_of_its_own(monkeypatch, tmp_path):
    """It is created again if what it contains changes."""
    calls = []
    monkeypatch.setattr(environments, "CACHE", tmp_path)
    monkeypatch.setattr(environments, "uv", lambda arguments: calls.append(arguments[0]))
    monkeypatch.setattr(environments, "link_amazon_aws", lambda folder: folder.mkdir(parents=True, exist_ok=True))
    pins = tmp_path / "pins.txt"
    for text, expected in (("a==1", ["venv", "pip"]), ("a==1", []), ("a==2", ["venv", "pip"])):
        pins.write_text(text)
        environments.create("tool", sys.executable, [pins])
        assert calls == expected
        calls.clear()


def test_the_execution_environment_of_the_documentation_can_be_defined(tmp_path):
    page = (REPO / "docs/scaling.md").read_text()
    (definition,) = re.findall(r"```yaml\n(version: 3\n.*?)```", page, re.DOTALL)
    (tmp_path / "ee.yml").write_text(definition)
    command = ["ansible-builder", "create", "--file", tmp_path / "ee.yml", "--context", tmp_path / "context"]
    code, output = commands.run([*command, "--output-filename", "Containerfile"], folder=tmp_path)
    assert code == 0, output
    assert "fedora:42" in (tmp_path / "context/Containerfile").read_text()
    collections = yaml.safe_load((tmp_path / "context/_build/requirements.yml").read_text())["collections"]
    assert [entry["name"] for entry in collections] == ["stackkit.dynamodb"]
