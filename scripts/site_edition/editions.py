"""The languages of the web edition: where each has its notebooks, and its words for what is not in
them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template

from descent_lab.environment import ROOT
from lessons.document import FOLDER

TEXTS = Path(__file__).parent


@dataclass(frozen=True)
class Edition:
    """One language."""

    language: str
    """Its name for HTML and Sphinx; its texts, `front.md` and `open.md`, are in a folder of this
    name."""
    name: str
    """How its readers call it."""
    notebooks: Path
    """Its lessons, with `exercises/` and `solutions/` beside them."""
    summaries: Path
    """A text with a table that says in a line what each notebook shows."""
    place: str
    """The folder of its pages within the site, "" for the site's own."""
    title: str
    lessons: str
    further: str
    exercises: str
    teaching: str
    solution: str
    """What stands on a folded solution."""
    in_folder: str
    """What introduces the commands where the repository's address is not known."""
    in_terminal: str
    """What introduces them where it is, and they begin with `git clone`."""
    others: str
    """What introduces the links to the other languages."""
    start: str
    """The command that opens its notebooks."""

    @property
    def tag(self) -> str:
        """The language's name as HTML writes it."""
        return self.language.replace("_", "-")

    def text(self, name: str, **words: str) -> str:
        """One of its texts, filled in."""
        template = (TEXTS / self.language / name).read_text(encoding="utf-8")
        return Template(template).substitute(words)


EDITIONS = (
    Edition(
        language="en",
        name="English",
        notebooks=FOLDER,
        summaries=ROOT / "README.md",
        place="",
        title="Gradient descent, in Rust notebooks",
        lessons="Lessons",
        further="Beside the lessons",
        exercises="Exercises",
        teaching="For teachers",
        solution="A solution",
        in_folder="In the folder of this project run:",
        in_terminal="In a terminal run:",
        others="Other languages",
        start="python3 scripts/lab.py",
    ),
    Edition(
        language="zh_CN",
        name="中文",
        notebooks=FOLDER / "zh",
        summaries=ROOT / "README.zh-CN.md",
        place="zh",
        title="梯度法：Rust 笔记本",
        lessons="课",
        further="课以外",
        exercises="练习",
        teaching="给老师",
        solution="答案",
        in_folder="在这个项目的文件夹里运行：",
        in_terminal="在终端里运行：",
        others="其他语言",
        start="python3 scripts/lab.py --language zh",
    ),
)
