"""nbconvert with this project's templates: slides and handouts that load nothing from elsewhere.

    python -m descent_lab.exporters slides 02.ipynb 02.html …     writes a page for each notebook

It runs in the Python that has nbconvert, which need not be the one of the command line.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import TemplateNotFound, pass_context
from jinja2.runtime import Context
from nbconvert import HTMLExporter, SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode, ValidationError
from traitlets.config import Config

from descent_lab import formulas
from descent_lab.pages import HANDOUT, SLIDES

TEMPLATES = Path(__file__).with_name("templates")
# Where a page that was handed on can still lead: out into the web, or into itself.
ELSEWHERE = re.compile(r"https?://|mailto:|#")


class Renderer(IPythonRenderer):
    """Markdown whose formulas are MathML, and which links to nothing that does not lie beside it.

    A formula that has a mistake is shown as it is written.
    """

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link, or, of one to another notebook, its text in italics."""
        return str(super().link(text, url, title)) if ELSEWHERE.match(url) else f"<i>{text}</i>"

    def inline_math(self, body: str) -> str:
        """A formula in a line."""
        return _formula(body, display=False)

    def block_math(self, body: str) -> str:
        """A formula on a line of its own."""
        return _formula(body, display=True)


def _formula(tex: str, *, display: bool) -> str:
    try:
        return formulas.mathml(tex, display=display)
    except ValueError:
        return f"<code>{html.escape(tex)}</code>"


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """A Markdown cell as HTML."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = Renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(source))


def notebook_title(notebook: NotebookNode) -> str:
    """The first line that says something, without the marks of a heading."""
    text = "\n".join(cell.source for cell in notebook.cells).strip()
    return text.partition("\n")[0].lstrip("# ")


def configure(settings: Any) -> None:
    """Enters templates and formulas into the settings of one of nbconvert's exporters."""
    settings.extra_template_basedirs = [str(TEMPLATES)]
    settings.filters = {
        "markdown2html": markdown2html,
        "notebook_title": notebook_title,
        # A filter because a template can call nothing else; what it is applied to goes above it.
        "with_formulas": lambda css: f"{css}\n{formulas.stylesheet()}",
    }


def exporter(kind: str) -> HTMLExporter:
    """What makes pages of a kind: its `from_filename` returns the page and what belongs to it."""
    config = Config()
    if kind == SLIDES:
        configure(config.SlidesExporter)
        return SlidesExporter(config=config)
    configure(config.HTMLExporter)
    config.HTMLExporter.template_name = HANDOUT
    return HTMLExporter(config=config)


def main(arguments: list[str]) -> int:
    """Writes pages of the kind that comes first; then come notebooks, each with its page's file."""
    kind, *files = arguments
    made = exporter(kind)
    for notebook, page in zip(files[::2], files[1::2], strict=True):
        try:
            nbformat.read(notebook, as_version=4)
        except (AttributeError, KeyError, OSError, ValueError, ValidationError) as error:
            why = str(error).partition("\n")[0]
            print(f"'{notebook}' cannot be read as a notebook: {why}", file=sys.stderr)
            return 1
        try:
            text, _ = made.from_filename(notebook)
            text = formulas.with_punctuation(text)
        except (ValueError, TemplateNotFound) as error:
            print(f"nbconvert lacks a template ({error}); install it again.", file=sys.stderr)
            return 1
        try:
            Path(page).parent.mkdir(parents=True, exist_ok=True)
            Path(page).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            problem = f"'{error.filename}': {error.strerror}"
            print(f"{problem}; name another folder with --output.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
