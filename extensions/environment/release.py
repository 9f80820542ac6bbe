# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make release VERSION=…: write the changelog, set the version, check and build the archive and the site, and tag.

It publishes nothing. docs/releasing.md describes what comes before and after it.
"""

from __future__ import annotations

import re
import sys

import archive
import checks
import docs_site
from commands import run
from simulated import REPO

GALAXY = REPO / "galaxy.yml"
VERSION = re.compile(r"^version: (\S+)$", re.MULTILINE)
WRITTEN = ("CHANGELOG.rst", "changelogs/changelog.yaml", "galaxy.yml")


def main(version):
    if problem := problem_with(version, current_version(), tags(), changed_files()):
        sys.exit(problem)
    try:
        release(version)
    except BaseException:
        # There was no other change.
        run(["git", "checkout", "."])
        run(["git", "clean", "--force", "--quiet", *WRITTEN])
        print("Nothing is committed, tagged, or changed.")
        raise


def release(version):
    step("Writing the version and the changelog")
    GALAXY.write_text(VERSION.sub(f"version: {version}", GALAXY.read_text()))
    command("antsibull-changelog", "release", "--version", version)
    step("Building the site of the documentation")
    code, output = docs_site.build()
    stop_if(code, output)
    step("Building the archive, and checking it as Galaxy does")
    result = checks.importer()
    stop_if(result.failed, result.output)
    archive.DIST.mkdir(exist_ok=True)
    built = archive.build(archive.DIST)
    step("Committing and tagging")
    command("git", "add", *WRITTEN)
    command("git", "commit", "--quiet", "--message", f"Release {version}")
    command("git", "tag", "--annotate", "--message", f"stackkit.dynamodb {version}", version)
    print(f"{built.relative_to(REPO)} is built, and the last commit has the tag {version}.")
    print(f"docs/releasing.md: publish both with `git push origin HEAD {version}`.")


def problem_with(version, current, tagged, changed):
    """Return why a version cannot be released, in a sentence, or None."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return f"A version is three numbers, as in `make release VERSION=1.2.3`, not {version!r}."
    if version in tagged:
        return f"The tag {version} exists."
    if numbers(version) < numbers(current):
        return f"{version} is older than {current}, the version in galaxy.yml."
    if changed:
        return f"A release is made from committed files only. Commit or remove:\n{changed}"
    return None


def numbers(version):
    return [int(number) for number in version.split(".")]


def current_version():
    return VERSION.search(GALAXY.read_text())[1]


def tags():
    return command("git", "tag").split()


def changed_files():
    return command("git", "status", "--porcelain")


def command(*arguments):
    code, output = run(arguments)
    stop_if(code, f"{output}This command failed: {' '.join(arguments)}")
    return output


def stop_if(failed, output):
    if failed:
        sys.exit(output)


def step(text):
    print(text, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])
