"""The comparison of two runs tells what differs and tolerates what nobody sees."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from PIL import ImageDraw, ImageFont

from cells import code, error, figure, notebook, png, result, stream
from lessons.canonical import canonical
from lessons.comparison import differences


def compared(committed: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """The differences between two runs of one cell."""
    old, new = (canonical(notebook(code("x", *outputs)), "n") for outputs in (committed, found))
    return [one.what for one in differences(old, new)]


def test_the_same_outputs_agree() -> None:
    outputs = [stream("a\n"), figure(png()), error()]
    assert compared(outputs, copy.deepcopy(outputs)) == []


@pytest.mark.parametrize(
    ("committed", "found", "said"),
    [
        ([stream("0.1\n")], [stream("0.2\n")], "stdout differs\n    --- expected"),
        ([stream("0.1\n")], [], "expected stdout, found no output"),
        ([], [error()], "expected no output, found an error\n    mismatched types"),
        ([error("moved")], [error("borrowed")], "an error differs"),
        ([result(text_plain="1")], [result(text_plain="1.0")], "text/plain differs"),
        ([result(text_plain="1")], [result(text_html="1")], "expected text/plain, found text/html"),
        ([result(text_html="<b>")], [result(text_html="<i>")], "text/html differs"),
        ([stream("a" * 200)], [stream("a" * 150 + "b" * 50)], "differs from character 150"),
        ([result(image_png=png())], [result(image_png=png(size=410))], "expected 400×400, found"),
        ([result(image_png=png())], [result(image_png="AAAA")], "cannot be decoded"),
    ],
)
def test_a_difference_is_said(committed: list[Any], found: list[Any], said: str) -> None:
    assert said in "\n".join(compared(committed, found))


def test_a_shade_of_a_lines_edge_is_tolerated() -> None:
    def shaded(pen: ImageDraw.ImageDraw) -> None:
        pen.line((10, 10, 300, 250), fill=(130, 130, 130), width=2)

    assert png() != png(shaded)
    assert compared([figure(png())], [figure(png(shaded))]) == []


@pytest.mark.parametrize("place", ["image/png", "text/html"])
def test_one_changed_digit_in_a_picture_is_caught(place: str) -> None:
    def labelled(text: str) -> dict[str, Any]:
        # 11 pixels, the smallest type of a figure, at 2 pixels a point.
        font = ImageFont.load_default(22)
        return figure(png(lambda pen: pen.text((90, 300), text, fill="black", font=font)))

    old, new = labelled("0.3"), labelled("0.3")
    new["data"][place] = labelled("0.8")["data"][place]
    (what,) = compared([old], [new])
    assert place in what
    assert "pixels differ by more than" in what
