"""Notebooks as tests make them: cells, outputs, pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from descent_lab.environment import ROOT
from lessons.canonical import Cell, Notebook, Output
from lessons.document import Document, kind_of

DEPENDENCY = ':dep descent-notebook = { path = "../crates/descent-notebook" }'
PRELUDE = f"{DEPENDENCY}\nuse descent_notebook::prelude::*;"


def markdown(source: str, *tags: str) -> Cell:
    """A Markdown cell."""
    return {"cell_type": "markdown", "id": "m", "metadata": {"tags": list(tags)}, "source": source}


def slide(source: str) -> Cell:
    """A Markdown cell that begins a slide."""
    cell = markdown(source)
    cell["metadata"]["slideshow"] = {"slide_type": "slide"}
    return cell


def code(source: str, *outputs: Output, tags: tuple[str, ...] = ()) -> Cell:
    """An executed code cell."""
    return {
        "cell_type": "code",
        "id": "c",
        "metadata": {"tags": list(tags)},
        "source": source,
        "outputs": list(outputs),
        "execution_count": 2,
    }


def stream(text: str, name: str = "stdout") -> Output:
    """What a cell wrote to a stream."""
    return {"output_type": "stream", "name": name, "text": text}


def result(**data: str) -> Output:
    """A cell's last expression; `text_html` stands for `text/html`."""
    bundle = {mime.replace("_", "/", 1): value for mime, value in data.items()}
    return {"output_type": "execute_result", "data": bundle, "metadata": {}, "execution_count": 2}


def error(message: str = "mismatched types") -> Output:
    """A compile error."""
    return {"output_type": "error", "ename": "Error", "evalue": message, "traceback": [message]}


def notebook(*cells: Cell) -> Notebook:
    """A notebook as JupyterLab saves it."""
    metadata = {"kernelspec": {"display_name": "Other", "name": "other"}, "signature": "x"}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def png(draw: Callable[[ImageDraw.ImageDraw], object] = lambda _: None, size: int = 400) -> str:
    """A picture in base64: white, with a grey line and what `draw` adds."""
    picture = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(picture)
    pen.line((10, 10, 300, 250), fill=(120, 120, 120), width=2)
    draw(pen)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def figure(picture: str, alt: str = "a falling line") -> Output:
    """A figure's output."""
    html = f'<figure><img src="data:image/png;base64,{picture}" alt="{alt}"></figure>'
    return result(text_html=html, image_png=picture, text_plain=alt)


def good_lesson() -> Notebook:
    """A lesson that keeps every habit."""
    return notebook(
        slide("# Gradients\n\nWhat they are."),
        code(DEPENDENCY),
        markdown("```python\n# not a heading\n```\nA figure:"),
        code("curve(f)", figure(png())),
        markdown("A wrong type, on purpose:"),
        code("let x: i32 = 1.0;", error(), tags=("raises-exception",)),
        markdown("And a panic:"),
        code('panic!("boom")', error("boom"), tags=("raises-exception",)),
        slide("## Summary\n\nIt falls."),
        slide("## Exercises\n\n1. Try it."),
    )


def document(content: Notebook, name: str = "04_more.ipynb", size: int = 1000) -> Document:
    """A document as habits sees it."""
    path = ROOT / "notebooks" / name
    return Document(path, kind_of(path), content, size)
