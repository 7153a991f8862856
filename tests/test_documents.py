"""Documents in two languages: the same commands, code, links and numbers in tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from descent_lab.environment import ROOT

PAIRS = {
    ROOT / "README.md": ROOT / "README.zh-CN.md",
    ROOT / "notebooks" / "README.md": ROOT / "notebooks" / "zh" / "README.md",
}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"\s+#.*")
LINK = re.compile(r"\]\(([^)\s]*)\)")
SPAN = re.compile(r"`[^`\n]+`")
ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
NUMBER = re.compile(r"\d[\d./]*\d|\d")
HEADING = re.compile(r"^#+", re.MULTILINE)
# The way from each to the other.
OTHER = ("README.md", "README.zh-CN.md", "../README.md", "zh/README.md")


def english(text: str) -> str:
    """A path or a command that leads to the English notebooks."""
    return text.replace("notebooks/zh/", "notebooks/").replace(" zh/", " ")


def commands(text: str) -> list[list[str]]:
    """What is to be typed, block by block."""
    blocks = (body for language, body in BLOCK.findall(text) if language in ("console", "rust"))
    return [[COMMENT.sub("", english(line)) for line in body.splitlines()] for body in blocks]


def tables(text: str) -> list[list[str]]:
    """The numbers in the rows of tables."""
    return [NUMBER.findall(re.sub(r"\(.*?\)", "", row)) for row in ROW.findall(text)]


@pytest.mark.parametrize("source", PAIRS, ids=lambda path: str(path.relative_to(ROOT)))
def test_both_languages_say_the_same(source: Path) -> None:
    text, translated = (path.read_text(encoding="utf-8") for path in (source, PAIRS[source]))
    assert commands(text)
    assert commands(translated) == commands(text)
    prose, chinese = (BLOCK.sub("", one) for one in (text, translated))
    assert tables(chinese) == tables(prose)
    assert HEADING.findall(chinese) == HEADING.findall(prose)
    links = [
        sorted(english(link) for link in LINK.findall(one) if link not in OTHER)
        for one in (prose, chinese)
    ]
    assert links[1] == links[0]
    spans = [sorted(english(span) for span in SPAN.findall(one)) for one in (prose, chinese)]
    assert spans[1] == spans[0]


@pytest.mark.parametrize("source", PAIRS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_leads_to_the_other(source: Path) -> None:
    for here, there in ((source, PAIRS[source]), (PAIRS[source], source)):
        found = LINK.findall(here.read_text(encoding="utf-8"))
        assert there in [(here.parent / link).resolve() for link in found if link in OTHER]
