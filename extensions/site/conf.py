# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The configuration of Sphinx for the site of the documentation."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import make_refnode

REPOSITORY = "https://github.com/stackkit/stackkit.dynamodb"

project = "stackkit.dynamodb"
copyright = "The stackkit.dynamodb authors, GPL-3.0-or-later"
extensions = ["myst_parser", "sphinx_antsibull_ext", "sphinx_copybutton"]
root_doc = "index"
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

myst_heading_anchors = 4

html_theme = "furo"
html_title = "stackkit.dynamodb"
html_theme_options = {"source_repository": REPOSITORY, "top_of_page_buttons": []}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_use_index = False
html_copy_source = False
html_show_sourcelink = False


# The labels of Ansible's documentation that the pages of the collection refer to.
ANSIBLE = "https://docs.ansible.com/ansible/latest/"
LABELS = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "callback_plugins": "plugins/callback.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}
OTHER_MODULE = re.compile(r"ansible_collections\.(amazon)\.(aws)\.(\w+_module)")
OUR_PLUGIN = re.compile(r"(?:stackkit\.dynamodb\.)?(dynamodb_stackkit\w*|shared_state)")


def link_to_ansible(_app, _env, node, content):
    """Resolve a label of Ansible's documentation, whose inventory Sphinx would have to fetch."""
    label = node.get("reftarget", "")
    page = LABELS.get(label) or OTHER_MODULE.sub(r"collections/\1/\2/\3.html", label)
    if page != label:
        return nodes.reference("", "", content, internal=False, refuri=ANSIBLE + page)
    return None


class LinkPlugins(SphinxTransform):
    """Link the name of a module or of the lookup in a Markdown page to its page."""

    default_priority = 500

    def apply(self):
        if self.env.docname.startswith("collection/"):
            return
        for literal in list(self.document.findall(nodes.literal)):
            match = OUR_PLUGIN.fullmatch(literal.astext())
            if match and isinstance(literal.parent, (nodes.paragraph, nodes.emphasis)):
                kind = "lookup" if match[1] == "shared_state" else "module"
                page = f"collection/{match[1]}_{kind}"
                if page in self.env.found_docs:
                    literal.replace_self(make_refnode(self.app.builder, self.env.docname, page, "", literal.deepcopy()))


class LinkRules(SphinxTransform):
    """Link the ID of a rule, such as R13, in a Markdown page to docs/rules.md."""

    default_priority = 500
    ID = re.compile(r"\b(R\d+)\b")

    def apply(self):
        if self.env.docname.startswith("collection/") or self.env.docname == "docs/rules":
            return
        anchors = rule_anchors(Path(self.app.srcdir) / "docs/rules.md")
        for text in list(self.document.findall(nodes.Text)):
            parts = self.ID.split(text.astext())
            inside = (nodes.reference, pending_xref, nodes.literal, nodes.literal_block, nodes.title)
            within = text.parent
            if len(parts) == 1 or isinstance(within, inside) or isinstance(within.parent, inside):
                continue
            pieces = [
                make_refnode(self.app.builder, self.env.docname, "docs/rules", anchors[part], nodes.Text(part))
                if part in anchors
                else nodes.Text(part)
                for part in parts
                if part
            ]
            within.replace(text, pieces)


@cache
def rule_anchors(path):
    """Return {ID of a rule: anchor of its heading}."""
    titles = re.findall(r"^### ((R\d+) .*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {rule: nodes.make_id(title) for title, rule in titles}


def setup(app):
    app.add_transform(LinkPlugins)
    app.add_transform(LinkRules)
    app.connect("missing-reference", link_to_ansible)
