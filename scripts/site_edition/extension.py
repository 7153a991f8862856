"""What Sphinx is taught: formulas as MathML, headings named as JupyterLab names them, and the way
to the same page in another language."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.search.zh import SearchChinese
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from descent_lab import formulas


class Chinese(SearchChinese):
    """Search in Chinese, for which jieba divides texts into words. Its Latin words have the stemmer
    of English, which Sphinx 9.0 calls by the name of the language and then does not find."""

    language_name = "English"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    app.add_config_value("edition", None, "", types=())
    app.add_config_value("editions", (), "", types=())
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("html-page-context", _complete)
    app.add_search_language(Chinese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def anchor(title: str) -> str:
    """What JupyterLab calls a heading."""
    return title.replace(" ", "-")


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    _set(translator, node, display=False)


def _block(translator: HTML5Translator, node: nodes.math_block) -> None:
    _set(translator, node, display=True)


def _set(translator: HTML5Translator, node: nodes.Element, *, display: bool) -> None:
    """Writes a formula."""
    try:
        translator.body.append(formulas.mathml(node.astext(), display=display))
    except ValueError as error:
        raise ExtensionError(str(error)) from error
    raise nodes.SkipNode


def _complete(
    app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Hands to each page's template its language, and where it is found in the others; keeps a
    formula and its comma together."""
    here = app.config.edition
    up = "../" * (name.count("/") + bool(here.place))
    context["languages"] = [
        (other.name, other.tag, f"{up}{other.place and other.place + '/'}{name}.html")
        for other in app.config.editions
        if other is not here
    ]
    context["edition"] = here
    if "body" in context:
        context["body"] = formulas.with_punctuation(context["body"])
