"""Which cells share a slide, decided from heights; the heights themselves are the browser's."""

from __future__ import annotations

from collections.abc import Sequence

from cells import code, figure, markdown, notebook, png, result
from lessons.canonical import Cell
from lessons.slides import (
    GAP,
    HEIGHT,
    SCALES,
    Measured,
    break_costs,
    divided_at_headings,
    packed,
    parts,
    with_slides,
)

PICTURE = 480
PYTHON = markdown("*Python:*\n\n```python\nx = 1\n```")


def slides_of(cells: Sequence[Cell], *heights: int) -> list[list[str]]:
    """The slides of cells below one heading, as the sources that begin them, by the heights of
    their parts; a figure's is that of its picture at its own size."""
    (section,) = parts(notebook(*cells))
    measured = [
        Measured(
            part,
            tuple(int(scale * height) for scale in SCALES) if part.has_figure else (height,),
            cost,
        )
        for part, height, cost in zip(section, heights, break_costs(section), strict=True)
    ]
    begins = packed(measured)
    ends = [*begins[1:], len(section)]
    return [
        [_name(section[place].is_output, section[place].cells) for place in range(begin, end)]
        for begin, end in zip(begins, ends, strict=True)
    ]


def _name(is_output: bool, cells: Sequence[Cell]) -> str:
    return "output" if is_output else str(cells[0]["source"]).partition("\n")[0]


def test_what_fits_below_a_heading_is_one_slide() -> None:
    cells = [markdown("# T"), markdown("prose"), code("f()", result(text_plain="1"))]
    assert slides_of(cells, 60, 100, 100, 30) == [["# T", "prose", "f()", "output"]]


def test_prose_goes_with_the_code_below_it_and_text_with_its_code() -> None:
    cells = [markdown("# T"), markdown("prose"), code("f()", result(text_plain="1"))]
    assert slides_of(cells, 400, 100, 100, 100) == [["# T"], ["prose", "f()", "output"]]


def test_a_picture_that_would_shrink_has_a_slide_of_its_own_with_the_prose_that_follows() -> None:
    cells = [markdown("# T"), code("f()", figure(png())), markdown("so it falls")]
    together = HEIGHT - PICTURE - 3 * GAP
    assert slides_of(cells, 50, 50, PICTURE, together - 150) == [
        ["# T", "f()", "output", "so it falls"]
    ]
    assert slides_of(cells, 150, 250, PICTURE, 60) == [["# T", "f()"], ["output", "so it falls"]]


def test_a_cell_too_high_for_any_slide_has_one_to_itself() -> None:
    cells = [markdown("# T"), markdown("long"), markdown("short")]
    assert slides_of(cells, 60, HEIGHT + 1, 60) == [["# T"], ["long"], ["short"]]


def test_python_beside_rust_is_one_part() -> None:
    (section,) = parts(notebook(markdown("# T"), PYTHON, code("let x = 1;")))
    assert [len(part.cells) for part in section] == [1, 2]


def test_a_cell_is_cut_at_its_headings_but_not_in_a_block_of_code() -> None:
    text = "so.\n\n## B\n\n```python\n## no heading\n```\n\n## C\n\nmore"
    cut = divided_at_headings(notebook(markdown("# A\n\none", "tag"), markdown(text, "other")))
    assert [cell["source"] for cell in cut["cells"]] == [
        "# A\n\none",
        "so.",
        "## B\n\n```python\n## no heading\n```",
        "## C\n\nmore",
    ]
    assert [cell["metadata"].get("tags") for cell in cut["cells"]] == [
        ["tag"],
        ["other"],
        None,
        None,
    ]


def test_the_metadata_say_where_slides_begin_and_replace_older_ones() -> None:
    cells = [markdown("# T"), markdown("prose"), code("f()", figure(png())), markdown("left out")]
    cells[0]["metadata"]["slideshow"] = {"slide_type": "subslide"}
    cells[1]["metadata"]["slideshow"] = {"slide_type": "slide"}
    cells[3]["metadata"]["slideshow"] = {"slide_type": "skip"}
    (section,) = parts(notebook(*cells))
    heading, _, program, output = section
    divided = with_slides(notebook(*cells), [[heading, program, output]])
    assert [cell["metadata"].get("slideshow") for cell in divided["cells"]] == [
        {"slide_type": "slide"},
        None,
        {"slide_type": "subslide", "output": "subslide"},
        {"slide_type": "skip"},
    ]
