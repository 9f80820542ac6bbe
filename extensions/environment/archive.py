# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Build the archive of the collection in dist/, from the files that git knows.

Equal files give an archive of equal bytes: ansible-galaxy lists files in the order of the file system, and writes
the time of the build.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from commands import run
from simulated import REPO

DIST = REPO / "dist"
# The time of every file of an archive: 2026-01-01.
TIME = 1767225600


def main():
    DIST.mkdir(exist_ok=True)
    print(build(DIST).relative_to(REPO))


def build(folder):
    """Build the archive in a folder; return its path."""
    with tempfile.TemporaryDirectory() as temporary:
        tree = copy_repository(Path(temporary) / "tree")
        code, output = run(["ansible-galaxy", "collection", "build", tree, "--output-path", temporary])
        if code:
            sys.exit(output)
        (archive,) = Path(temporary).glob("*.tar.gz")
        return repack(archive, folder / archive.name)


def copy_repository(target):
    """Copy the files that git tracks or would track."""
    for name in tracked_files():
        if (REPO / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPO / name, target / name, follow_symlinks=False)
    return target


def tracked_files():
    """Return the names of the files that git tracks or would track."""
    # In continuous integration, the checkout often has another owner.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(command, cwd=REPO, text=True).split("\0")
    return sorted(filter(None, names))


def repack(archive, target):
    """Write an archive again, in the order of names and without the time of the build."""
    with tarfile.open(archive) as source:
        members = {member.name: member for member in source}
        contents = {name: source.extractfile(member).read() for name, member in members.items() if member.isfile()}
    files = json.loads(contents["FILES.json"])
    files["files"].sort(key=lambda entry: entry["name"])
    contents["FILES.json"] = json.dumps(files, indent=True).encode()
    manifest = json.loads(contents["MANIFEST.json"])
    manifest["file_manifest_file"]["chksum_sha256"] = hashlib.sha256(contents["FILES.json"]).hexdigest()
    contents["MANIFEST.json"] = json.dumps(manifest, indent=True).encode()
    unpacked = io.BytesIO()
    with tarfile.open(fileobj=unpacked, mode="w") as result:
        # The two manifests come first.
        for name in sorted(members, key=lambda name: (name not in ("MANIFEST.json", "FILES.json"), name)):
            member, content = members[name], contents.get(name, b"")
            # Fractions of seconds would be in additional headers.
            member.mtime, member.size, member.pax_headers = TIME, len(content), {}
            result.addfile(member, io.BytesIO(content))
    target.write_bytes(gzip.compress(unpacked.getvalue(), mtime=TIME))
    return target


if __name__ == "__main__":
    main()
