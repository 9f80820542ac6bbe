# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Build the site of the documentation in build/site/: the pages of the repository, and one of each plugin and role."""

from __future__ import annotations

import re
import shutil
import sys
from functools import partial
from html.parser import HTMLParser
from urllib.parse import unquote

import yaml
from commands import CACHE, run, site_packages
from simulated import REPO

SITE = REPO / "build/site"
CONFIGURATION = REPO / "extensions/site"
SOURCE = CACHE / "site/source"

PAGES = ("README.md", "CONTRIBUTING.md", "docs/*.md", "roles/*/README.md", "extensions/simulator/README.md")
PICTURES = ("docs/*.svg",)
# Files that are not pages of the site.
FILES = "https://github.com/stackkit/stackkit.dynamodb/blob/main/"
FOLDERS = "https://github.com/stackkit/stackkit.dynamodb/tree/main/"
LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]+)(#[^)\s]*)?\)")


def main():
    code, output = build()
    print(output, end="")
    if not code:
        print(f"The site is file://{SITE}/index.html")
    sys.exit(code)


def build():
    """Build the site; return an exit code and the output. A warning, such as one about a link, is an error."""
    shutil.rmtree(SITE, ignore_errors=True)
    write_source()
    code, output = run(
        ["antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error"]
        + ["--dest-dir", SOURCE / "collection", "stackkit.dynamodb"],
        extra={"ANSIBLE_COLLECTIONS_PATH": str(site_packages())},
    )
    if code:
        return code, output
    adapt_plugins()
    code, output = run(["sphinx-build", "-q", "-W", "--keep-going", "-n", "-c", CONFIGURATION, SOURCE, SITE])
    broken = [] if code else broken_links()
    return code or len(broken), output + "".join(f"{line}\n" for line in broken)


def write_source():
    """Copy the pages to the source of the site, with their paths in the repository."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    (SOURCE / "collection").mkdir(parents=True)
    pages = [path for pattern in PAGES for path in sorted(REPO.glob(pattern))]
    for page in pages:
        target = SOURCE / page.relative_to(REPO)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(LINK.sub(partial(linked, page=page, pages=pages), page.read_text()))
    for picture in (path for pattern in PICTURES for path in REPO.glob(pattern)):
        shutil.copy(picture, SOURCE / picture.relative_to(REPO))
    start = SOURCE / "README.md"
    (SOURCE / "index.md").write_text(start.read_text() + (CONFIGURATION / "contents.md").read_text())
    start.unlink()


# What the pages of antsibull-docs repeat, or do not show for a role whose entry point is not `main`.
ADAPTATIONS = {
    # The menu has the page of each role in roles/; filters are for roles only.
    r"^\.\. toctree::\n(    :.*\n)+\n(    \w+_(filter|role)\n)+": "",
    r"^Filter Plugins\n~+$": "Filters of the roles\n~~~~~~~~~~~~~~~~~~~~\n\nPlaybooks do not need these.",
    r"^(\w+) role\n\++$": r"\g<0>\n\n:doc:`The page of the role </roles/\1/README>` explains its variables.",
    rf"`([^`<]+) <{re.escape(FILES)}((docs|roles)/[\w/-]+)\.md>`__": r":doc:`\1 </\2>`",
    r"^\.\. contents::\n(   :.*\n)+": "",  # the theme shows it
    r"^Stackkit\.Dynamodb\n=+$": "Modules and plugins\n===================",
    r"^stackkit\.dynamodb\.(\w+ \w+)(?= --|\n\++$)": r"\1",
    r"^Entry point ``variables`` -- (.*)$": r"\1",
    r"^    (\w+)_(module|callback|filter|lookup|role)$": r"    \1 \2 <\1_\2>",
}


def adapt_plugins():
    for page in (SOURCE / "collection").glob("*.rst"):
        text = page.read_text()
        for pattern, replacement in ADAPTATIONS.items():
            text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
        if page.name == "index.rst":
            text = re.sub(r"(dynamodb\.(\w+)#role>` --)$", describe_role, text, flags=re.MULTILINE)
        page.write_text(text)


def describe_role(line):
    spec = yaml.safe_load((REPO / f"roles/{line[2]}/meta/argument_specs.yml").read_text())
    return f"{line[1]} {spec['argument_specs']['variables']['short_description']}"


def linked(link, page, pages):
    """Return a link of a page as it is, or to the repository if its target is not part of the site."""
    path, anchor = link[1], link[2] or ""
    target = (page.parent / path).resolve()
    if target == REPO / "README.md":
        return link[0].replace("README.md", "index.md")
    if target in pages or target.suffix == ".svg":
        return link[0]
    if not target.exists():
        raise ValueError(f"{page}: {path} does not exist")
    url = FOLDERS if target.is_dir() else FILES
    return f"]({url}{target.relative_to(REPO)}{anchor})"


class Links(HTMLParser):
    """The links of a page, and the names that links to it can have."""

    def __init__(self, page):
        super().__init__()
        self.targets, self.names = set(), {""}
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.names.update(filter(None, (attributes.get("id"), attributes.get("name"))))
        self.targets.update(filter(None, (attributes.get("href"), attributes.get("src"))))


def broken_links():
    """Return the links of the site to files or headings that do not exist. Links to other hosts are not followed."""
    pages = {page: Links(page) for page in SITE.rglob("*.html")}
    return sorted(
        f"{page.relative_to(SITE)}: the link {target} is broken"
        for page, links in pages.items()
        for target in links.targets
        if not re.match(r"[a-z]+:", target) and not exists(page, target, pages)
    )


def exists(page, target, pages):
    path, _mark, name = target.partition("#")
    file = (page.parent / unquote(path.partition("?")[0])).resolve() if path else page
    return file.is_file() and (file not in pages or unquote(name) in pages[file].names)


if __name__ == "__main__":
    main()
