"""What is translated: the texts of the notebooks and the crates, and the catalogues they go to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from descent_lab.environment import ROOT
from lessons.canonical import load
from lessons.document import FOLDER, PARTS, source_of
from translation import markdown, rust
from translation.catalogue import Source

# What a translator is told of texts that are no Markdown.
IN_CODE = "in code"
A_MESSAGE = "a message"
# The original is Chinese: its comments need no translation for those who read it.
LANGUAGE_OF_THE_ORIGINAL = "zh"
CRATES = ("descent", "descent-notebook", "descent-kernel")
# A message that is translated where it stands, `words!("…", …)`, or marked to be so later.
MESSAGE = re.compile(r'\b(?:words|marked)!\s*[(\[{]\s*(?=")')


@dataclass(frozen=True)
class Domain:
    """One catalogue for each language, and where its texts come from."""

    title: str
    folder: Path
    texts: Callable[[str], Iterator[tuple[str, str, str]]]
    """For a language: each text, the file that it stands in, and a comment for its translator."""

    def path(self, language: str) -> Path:
        """The catalogue's file."""
        return self.folder / f"{language}.po"

    def sources(self, language: str) -> list[Source]:
        """The English texts in the order in which they are read, each once."""
        return once(self.texts(language))


def once(texts: Iterable[tuple[str, str, str]]) -> list[Source]:
    """Each text once, with all files in which it stands, in the order of the first ones."""
    found: dict[str, Source] = {}
    for text, place, comment in texts:
        source = found.setdefault(text, Source(text, comment=comment))
        if place and place not in source.places:
            source.places.append(place)
    return list(found.values())


def originals(folder: Path) -> list[Path]:
    """The English notebooks in the order of reading: each lesson, its exercises, its solutions."""
    lessons = sorted(folder.glob("*.ipynb"), key=lambda path: (not path.name[0].isdigit(), path))
    every = [folder / part / lesson.name for lesson in lessons for part in ("", *PARTS)]
    return [path for path in every if path.exists()]


def is_of_the_original(language: str) -> bool:
    """Whether a language is the one in which the original is written."""
    return re.split("[_-]", language)[0] == LANGUAGE_OF_THE_ORIGINAL


def of_notebooks(language: str, folder: Path = FOLDER) -> Iterator[tuple[str, str, str]]:
    """The texts of the notebooks: paragraphs, and strings and comments in code."""
    for path in originals(folder):
        place = path.relative_to(folder.parent).as_posix()
        for cell in load(path)["cells"]:
            source = source_of(cell)
            if cell["cell_type"] == "code":
                yield from ((text.value, place, IN_CODE) for text in rust.texts(source))
            else:
                for text in _paragraphs(source, is_of_the_original(language)):
                    yield text, place, ""


def of_crates(_: str, folder: Path = ROOT / "crates") -> Iterator[tuple[str, str, str]]:
    """The messages of the crates, in the order of their files, which are not named: the catalogue
    is compiled into cells."""
    for crate in CRATES:
        for path in sorted((folder / crate / "src").rglob("*.rs")):
            for message in messages(path.read_text(encoding="utf-8")):
                yield message, "", A_MESSAGE


def messages(source: str) -> Iterator[str]:
    """The English of each message in a crate's code."""
    literals = {
        match.start(): match["string"]
        for match in rust.TOKEN.finditer(source)
        if match["string"] is not None
    }
    for match in MESSAGE.finditer(source):
        if match.end() in literals:
            yield rust.unescaped(literals[match.end()])


def _paragraphs(source: str, drops_gloss: bool) -> list[str]:
    found: list[str] = []

    def collect(text: str) -> str:
        found.append(text)
        return text

    markdown.translated(source, collect, drops_gloss)
    return found


NOTEBOOKS = Domain("The texts of the notebooks.", FOLDER / "po", of_notebooks)
MESSAGES = Domain(
    "The messages of the crates.", ROOT / "crates" / "descent-language" / "po", of_crates
)
DOMAINS = (NOTEBOOKS, MESSAGES)


def languages() -> list[str]:
    """The languages that have a catalogue of the notebooks."""
    return sorted(path.stem for path in NOTEBOOKS.folder.glob("*.po"))
