"""From notebooks to a folder of pages: their sources are written, Sphinx does the rest."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from descent_lab import formulas
from descent_lab.environment import ROOT
from lessons.canonical import dumps
from site_edition import pages
from site_edition.editions import EDITIONS, Edition
from site_edition.pages import Site

HERE = Path(__file__).parent
FAVICON = ROOT / "crates/descent-kernel/logo/logo-32x32.png"
FRONT_PICTURE = ROOT / "crates/descent-notebook/tests/references/contour_rosenbrock.png"


class SiteError(Exception):
    """What is wrong with the sources, in Sphinx's words."""


def build(folder: Path, repository: str | None, editions: tuple[Edition, ...] = EDITIONS) -> None:
    """Writes the pages of all languages into a folder, which takes the place of an earlier one.

    Raises `SiteError` where a page has a formula that cannot be set, or a link to no page.
    """
    with tempfile.TemporaryDirectory(prefix="descent-site-") as temporary:
        made = Path(temporary) / "pages"
        for edition in editions:
            source = Path(temporary) / f"source-{edition.place}"
            write_sources(Site(edition, repository), source)
            _run_sphinx(edition, editions, source, made / edition.place)
        # GitHub Pages would leave out Sphinx's folders, whose names begin with `_`.
        (made / ".nojekyll").touch()
        # On the same disk first: an earlier site is replaced by a whole one.
        new = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(made, new)
    if folder.exists():
        shutil.rmtree(folder)
    new.rename(folder)


def write_sources(site: Site, folder: Path) -> None:
    """Writes what Sphinx reads: the pages, the front page with their order, a style sheet."""
    for name in site.lessons + site.further + site.exercises:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dumps(pages.page(site, name)), encoding="utf-8")
    plan = (site.edition.notebooks / pages.PLAN).read_text(encoding="utf-8")
    plan = pages.prose(site, pages.PLAN, pages.OTHER_LANGUAGE.sub("", plan))
    (folder / pages.TEACHING).write_text(plan, encoding="utf-8")
    (folder / pages.FRONT).write_text(front_page(site), encoding="utf-8")
    shutil.copy(FRONT_PICTURE, folder / "front.png")
    static = folder / "_static"
    static.mkdir()
    style = (HERE / "site.css").read_text(encoding="utf-8")
    (static / "site.css").write_text(formulas.stylesheet() + style, encoding="utf-8")
    shutil.copy(HERE / "scrolled.js", static)


def front_page(site: Site) -> str:
    """The front page, with the order of all pages for *previous* and *next*."""
    edition = site.edition
    text = site.text(
        "front.md",
        lessons=pages.listed(site, site.lessons),
        further=pages.listed(site, site.further),
        exercises=site.exercises[0],
    )
    groups = {
        edition.lessons: site.lessons,
        edition.further: site.further,
        edition.exercises: site.exercises,
        edition.teaching: [pages.TEACHING],
    }
    for caption, names in groups.items():
        listed = "\n".join(names)
        text += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{listed}\n```\n"
    return text


def _run_sphinx(
    edition: Edition, editions: tuple[Edition, ...], source: Path, target: Path
) -> None:
    """Makes pages of sources. What Sphinx warns of is an error."""
    warnings = io.StringIO()
    try:
        # What Sphinx registers with docutils does not stay for the next language.
        with patch_docutils(HERE), docutils_namespace():
            Sphinx(
                srcdir=source,
                confdir=HERE,
                outdir=target,
                doctreedir=source.with_name(f"{source.name}-trees"),
                buildername="html",
                confoverrides=configuration(edition, editions, source),
                status=None,
                warning=warnings,
            ).build()
    except SphinxError as error:
        raise SiteError(str(error)) from error
    if told := re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue()).strip():
        raise SiteError(told)


def configuration(edition: Edition, editions: tuple[Edition, ...], source: Path) -> dict[str, Any]:
    """Sphinx's settings that differ from language to language."""
    return {
        "project": edition.title,
        "html_title": edition.title,
        "language": edition.language,
        "html_favicon": str(FAVICON),
        "html_static_path": [str(source / "_static")],
        "edition": edition,
        "editions": editions,
    }
