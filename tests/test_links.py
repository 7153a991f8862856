"""Links between notebooks are followed, and a lesson that does not lead on is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cells import markdown, notebook
from lessons import links
from lessons.canonical import Notebook
from lessons.document import Document, kind_of

ENDS = "[more](exercises/01_a.ipynb), then [2](02_b.ipynb)"


def problems(folder: Path, text: str) -> list[str]:
    """What is wrong with the links of the first of two lessons, which has this text."""
    pages: dict[str, Notebook] = {
        "01_a.ipynb": notebook(markdown("# First\n\nSee [below](#Last-words)."), markdown(text)),
        "02_b.ipynb": notebook(
            markdown('# Second lesson\n\n## The slope\n\n## <a id="curve"></a>曲线')
        ),
        "exercises/01_a.ipynb": notebook(markdown("# Exercises")),
    }
    documents = []
    for name, content in pages.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
        documents.append(Document(path, kind_of(path), content, 1))
    return [problem for found in links.check(documents) for problem in found.problems]


@pytest.mark.parametrize(
    "more",
    [
        "",
        "[the slope](02_b.ipynb#The-slope)",
        "[a page](https://example.org/x.ipynb) and [a folder](exercises)",
        "[the curve](02_b.ipynb#curve)",
    ],
)
def test_links_that_lead_somewhere_pass(tmp_path: Path, more: str) -> None:
    assert problems(tmp_path, f"## Last words\n\n{ENDS} {more}") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"## Last words\n\n{ENDS} [3](03_c.ipynb)", "a link to 03_c.ipynb, which does not exist"),
        (f"## Last words\n\n{ENDS} [s](02_b.ipynb#Slope)", "the heading #Slope, which 02_b.ipynb"),
        (ENDS, "a link to the heading #Last-words"),
        (f"## Last words\n\n{ENDS} [s](02_b.ipynb#曲线)", "#曲线, which JupyterLab does not find"),
        ("## Last words\n\n[2](02_b.ipynb)", "no link to exercises/01_a.ipynb"),
        ("## Last words\n\n[1](exercises/01_a.ipynb)", "no link to the next lesson, 02_b.ipynb"),
    ],
)
def test_a_link_that_is_broken_or_missing_is_told(tmp_path: Path, text: str, told: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert told in problem
