"""The table of the original's cells passes what is right and is shown to catch what is wrong."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from cells import DEPENDENCY, code, document, markdown, notebook, result, stream
from lessons import original
from lessons.canonical import Cell
from lessons.document import Document

REPRODUCED: dict[int, Cell] = {
    1: code(DEPENDENCY),
    2: markdown("## 梯度 · The gradient"),
    3: code("fn numerical_gradient(f: F, x: &mut Array1<f64>) {}"),
    4: code("numerical_gradient(function_2, &x)", stream("[6.0, 8.0]\n[0.0, 4.0]\n[6.0, 0.0]\n")),
    5: markdown("# 梯度法 · Gradient descent"),
    6: code("fn gradient_descend(f: F, init_x: &mut Array1<f64>) {}"),
    7: code("x", result(text_plain="[-0.39785867, 0.53047822]")),
    8: code("x", result(text_plain="[-2.58983747e13, -1.29524862e12]")),
    9: code("init_x", result(text_plain="[\u22122.58983747e+13, \u22121.29524862e+12]")),
    10: code("x", result(text_plain="[-2.99999994, 3.99999992]")),
    11: code("fn softmax() {}\nfn cross_entropy_error() {}\nstruct SimpleNet { w: Array2<f64> }"),
    12: code(
        "net.w",
        result(
            text_plain="[[-1.06577896, 0.3928238, 0.47935903],\n"
            " [0.3361168, 0.07822983, 0.5225732]]"
        ),
    ),
    13: code("p", result(text_plain="[-0.33696226, 0.30610113, 0.7579313]")),
    14: code("loss", stream("argmax 2\nloss 6.806251844492854\n")),
    15: code("numerical_gradient(&f, &net.w)"),
    16: code(
        "dw",
        stream(
            "[[0.71393168, 1.35794887, -2.07188054],\n [1.07089752, 2.0369233, -3.10782082]]\n"
            "loss 6.8063946251703245\n"
        ),
    ),
    17: code("loss", stream("0.02415820229742929\n0.6904824838232374\n")),
}


def python_of(number: int) -> Cell:
    """The Markdown cell that shows a cell of the original, or the prose above a heading."""
    if original.ORIGINAL[number - 1].heading:
        return markdown("Before the heading")
    where, text = original.texts()[f"original-{number:02}"]
    glossed = re.sub(r"^( *).*[\u4e00-\u9fff].*\n", r"\g<0>\1# (in English)\n", text, flags=re.M)
    return markdown(f"*The original, {where}:*\n\n```python\n{glossed}```")


def reproduction(cells: dict[int, list[Cell]] | None = None) -> list[Document]:
    """Notebooks 01 to 03 with each of the original's cells; `cells` replaces some."""
    contents: dict[str, list[Cell]] = {"01_a.ipynb": [], "02_b.ipynb": [], "03_c.ipynb": []}
    for number, cell in REPRODUCED.items():
        name = "01_a.ipynb" if number < 5 else "02_b.ipynb" if number < 11 else "03_c.ipynb"
        for one in (cells or {}).get(number, [cell]):
            contents[name].append(python_of(number))
            tagged = {**one, "metadata": {"tags": [f"original-{number:02}"]}}
            contents[name].append(tagged)
    return [document(notebook(*listed), name) for name, listed in contents.items()]


def missing(documents: list[Document]) -> set[str]:
    """The tags of the original's cells that are not reproduced."""
    return {found.name.split(":")[0] for found in original.check(documents) if found.problems}


def test_a_complete_reproduction_passes_with_one_result_a_cell() -> None:
    results = original.check(reproduction())
    assert [found.problems for found in results] == [()] * 17


@pytest.mark.parametrize("number", REPRODUCED)
def test_an_absent_a_doubled_and_a_wrong_kind_of_cell_are_caught(number: int) -> None:
    cell = REPRODUCED[number]
    other = code("1") if cell["cell_type"] == "markdown" else markdown("# Something else")
    for cells in ([], [cell, cell], [other]):
        assert missing(reproduction({number: cells})) == {f"original-{number:02}"}


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (1, ":dep", "//"),
        (2, "梯度", "梯度法"),
        (3, "fn numerical_gradient", "let numerical_gradient"),
        (4, "[0.0, 4.0]", "[0.0, 4.1]"),
        (5, "梯度法", "梯度"),
        (6, "&mut ", "&"),
        (7, "0.53047822", "0.53047832"),
        (8, "e13", "e12"),
        (9, "1.29524862", "1.29524882"),
        (10, "3.99999992", "3.9999999"),
        (11, "struct SimpleNet", "struct Net"),
        (12, "0.07822983", "0.0782"),
        (13, "0.30610113", "0.3061"),
        (14, "argmax 2", "argmax 1"),
        (15, "numerical_gradient", "gradient"),
        (16, "6.8063946", "6.8062518"),
        (17, "0.69048", "0.387"),
    ],
)
def test_a_changed_number_or_name_is_caught(number: int, old: str, new: str) -> None:
    text = json.dumps(REPRODUCED[number], ensure_ascii=False)
    assert old in text
    changed = json.loads(text.replace(old, new))
    assert missing(reproduction({number: [changed]})) == {f"original-{number:02}"}


def test_a_heading_in_another_notebook_and_an_unknown_tag_are_caught() -> None:
    documents = reproduction()
    cells = [one.notebook["cells"] for one in documents]
    cells[2].append(cells[1].pop(1))  # the heading of 02
    cells[0].append({**code("1"), "metadata": {"tags": ["original-18"]}})
    assert missing(documents) == {"original-05", "original-18"}


@pytest.mark.parametrize(
    ("number", "old", "new", "told"),
    [
        (1, "*The original, In [1]:*", "In Python:", "is not `*The original, In [1]:*`"),
        (1, "In [1]", "In [2]", "is not `*The original, In [1]:*`"),
        (1, "import numpy as np\n```", "import numpy as np\n```\n\nIn Rust:", "nothing else"),
        (6, '        # print(f"step: {i}, x = {x}")\n', "", "has '        # print(f\"step"),
        (10, "lr=1e-10)\n```", "lr=1e-10)\ninit_x\n```", "has '', not 'init_x'"),
        (14, "np.argmax(p)\n\n", "np.argmax(p)\n", "has '', not 't = np.array"),
        (15, "        # (in English)\n", "", "below '# 获取当前元素的多维索引'"),
        (15, "其多为坐标", "其多维坐标", "其多为坐标', not"),
    ],
)
def test_python_that_is_not_the_originals_is_told(
    number: int, old: str, new: str, told: str
) -> None:
    documents = reproduction()
    (above,) = (
        before
        for one in documents
        for before, cell in pairwise(one.notebook["cells"])
        if cell["metadata"]["tags"] == [f"original-{number:02}"]
    )
    assert old in above["source"]
    above["source"] = above["source"].replace(old, new)
    (wrong,) = (found for found in original.check(documents) if found.problems)
    assert wrong.name.startswith(f"original-{number:02}")
    assert told in wrong.problems[0]


def test_cells_of_other_notebooks_do_not_count() -> None:
    cells = [{**cell, "metadata": {"tags": [f"original-{n:02}"]}} for n, cell in REPRODUCED.items()]
    later = document(notebook(*cells), "04_more.ipynb")
    assert len(missing([later])) == 17


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[-0.39785867, 0.53047822]", True),
        ("x = -0.397858667, 0.530478224 at the end", True),
        ("[\u22120.39785867  0.53047823]", True),
        ("[0.39785867, 0.53047822]", False),
        ("[0.53047822, -0.39785867]", False),
        ("[-0.39785867, 1, 0.53047822]", False),
        ("[-0.3978, 0.5304]", False),
        ("", False),
    ],
)
def test_numbers_are_met_to_their_last_digit_and_in_order(text: str, shown: bool) -> None:
    assert original.shows(text, ("-0.39785867", "0.53047822")) is shown
