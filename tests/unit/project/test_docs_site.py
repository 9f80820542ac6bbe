# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The build of the site finds broken links. The part `docs` of `make test` builds the whole site."""

from __future__ import annotations

import docs_site
import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO


def test_broken_links_are_those_to_files_and_headings_that_do_not_exist(tmp_path, monkeypatch):
    monkeypatch.setattr(docs_site, "SITE", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "index.html").write_text('<a id="top" href="docs/a.html#two"></a><a href="https://example.com/x"></a>')
    links = ("../index.html#top", "#two", "", "b.html", "../index.html#two")
    (tmp_path / "docs/a.html").write_text('<p id="two">' + "".join(f'<a href="{link}"></a>' for link in links))
    assert docs_site.broken_links() == [
        "docs/a.html: the link ../index.html#two is broken",
        "docs/a.html: the link b.html is broken",
    ]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("](docs/rules.md#sources)", "](docs/rules.md#sources)"),
        ("](README.md#install)", "](index.md#install)"),
        ("](docs/demo.svg)", "](docs/demo.svg)"),
        ("](COPYING)", f"]({docs_site.FILES}COPYING)"),
        ("](playbooks/examples)", f"]({docs_site.FOLDERS}playbooks/examples)"),
        ("](https://example.com)", "](https://example.com)"),
    ],
)
def test_links_to_files_that_are_not_pages_lead_to_the_repository(link, expected):
    page, pages = REPO / "README.md", [REPO / "docs/rules.md"]
    assert docs_site.LINK.sub(lambda match: docs_site.linked(match, page, pages), link) == expected


def test_a_link_to_a_file_that_does_not_exist_fails():
    with pytest.raises(ValueError, match=r"docs/no\.md does not exist"):
        docs_site.linked(docs_site.LINK.search("](docs/no.md)"), REPO / "README.md", [])


def test_the_pages_of_plugins_link_to_the_guides_and_the_menu_has_what_playbooks_use(tmp_path, monkeypatch):
    monkeypatch.setattr(docs_site, "SOURCE", tmp_path)
    (tmp_path / "collection").mkdir()
    toctree = ".. toctree::\n    :maxdepth: 1\n    :hidden:\n\n"
    modules, filters = "    a_module\n    b_module\n", "    a_resolve_filter\n"
    pages = {
        "index.rst": f"{toctree}{modules}\nFilter Plugins\n~~~~~~~~~~~~~~\n\n{toctree}{filters}",
        "stack_role.rst": "stack role\n++++++++++\n",
        "a_module.rst": f"`This page <{docs_site.FILES}docs/progress.md>`__\\ says when.\n",
    }
    for name, text in pages.items():
        (tmp_path / "collection" / name).write_text(text)
    docs_site.adapt_plugins()
    menu = f"{toctree}    a module <a_module>\n    b module <b_module>\n"
    assert {path.name: path.read_text() for path in (tmp_path / "collection").iterdir()} == {
        "index.rst": f"{menu}\nFilters of the roles\n~~~~~~~~~~~~~~~~~~~~\n\nPlaybooks do not need these.\n\n",
        "stack_role.rst": "stack role\n++++++++++\n\n"
        ":doc:`The page of the role </roles/stack/README>` explains its variables.\n",
        "a_module.rst": ":doc:`This page </docs/progress>`\\ says when.\n",
    }
