"""Notebooks in other languages: what is found, what is built, what is checked of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib

from catalogues import of
from cells import code, markdown, notebook, slide
from lessons import bound_numbers, habits, links
from lessons.canonical import dumps, load
from lessons.document import FOLDER, Document, kind_of, notebooks_in, source_of
from translation import catalogue, editions, entries, rust, sources
from translation.notebook import Edition

KEPT = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in entries.KEPT), re.DOTALL)


def strange(text: str) -> str:
    """A text in a language that nobody speaks, of other letters; what is to be kept is kept."""
    kept = [*KEPT.finditer(text), *entries.PLACE.finditer(text)]
    inside = {place for match in kept for place in range(*match.span())}
    # No number has one of these letters in its name.
    others = str.maketrans("cp", "çþ")
    return "".join(
        letter if place in inside else letter.translate(others) for place, letter in enumerate(text)
    )


def test_a_further_language_is_a_further_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    for path in notebooks_in(FOLDER):
        copy = folder / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    edition = Edition("xx", catalogue.updated(catalogue.new("xx"), []), folder)
    edition.catalogue.extend(catalogue.updated(edition.catalogue, edition.sources()))
    for entry in edition.catalogue:
        entry.msgstr = strange(entry.msgid)
        assert entries.problems(entry, "xx", []) == []
    catalogue.write(tmp_path / "xx.po", edition.catalogue)
    read = Edition("xx", catalogue.read(tmp_path / "xx.po"), folder)

    for path, made in read.notebooks():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dumps(made), encoding="utf-8")
    documents = [documented(path) for path in notebooks_in(read.folder)]
    english = [documented(path) for path in notebooks_in(folder)]
    assert len(documents) == len(english) > 20
    pairs = list(zip(documents, english, strict=True))
    for own, source in pairs:
        assert own.path.relative_to(read.folder) == source.path.relative_to(folder)
        same = [rust.masked(source_of(cell)) for cell in source.code]
        assert [rust.masked(source_of(cell)).replace('"../', '"', 1) for cell in own.code] == same
    prose = "".join(source_of(cell) for document in documents for cell in document.cells)
    assert "# 2 · Gradient desçent" in prose
    assert "rust_for_python_readers.ipynb#Structs-and-traits" in prose
    assert '## <a id="Structs-and-traits"></a>Struçts and traits' in prose
    assert "## Lending\n" in prose
    assert '.title("swaþþed")' in prose
    assert "# 生成和 x 形状相同的数组" in prose
    assert "# (makes an array of the shaþe of x)" in prose
    results = [
        *links.check(documents),
        *bound_numbers.check_edition(pairs, english),
    ]
    assert [problem for result in results for problem in result.problems] == []


def documented(path: Path) -> Document:
    """A notebook's file as checks see it."""
    return Document(path, kind_of(path), load(path), 1)


def test_what_is_missing_or_fuzzy_shows_english(tmp_path: Path) -> None:
    (tmp_path / "02_a.ipynb").write_text(
        dumps(notebook(markdown("# One title\n\nA text.\n\nAnother."), code("1"))), encoding="utf-8"
    )
    made = of(("# One title", "# 标题"), ("A text.", "文。"))
    made[1].flags = ["fuzzy"]
    ((path, built),) = Edition("zh_CN", made, tmp_path).notebooks()
    assert path == tmp_path / "zh" / "02_a.ipynb"
    assert source_of(built["cells"][0]) == "# 标题\n\nA text.\n\nAnother."
    assert built["metadata"]["kernelspec"]["name"] == "descent-rust-zh"


def test_one_english_text_can_have_two_translations(tmp_path: Path) -> None:
    for name in ("02_a.ipynb", "03_b.ipynb"):
        content = dumps(notebook(markdown("Step")))
        (tmp_path / name).write_text(content, encoding="utf-8")
    made = of(("Step", "步"))
    made.append(polib.POEntry(msgid="Step", msgstr="台阶", msgctxt="03_b"))
    updated = catalogue.updated(made, Edition("zh_CN", made, tmp_path).sources())
    texts = [
        source_of(built["cells"][0]) for _, built in Edition("zh", updated, tmp_path).notebooks()
    ]
    assert texts == ["步", "台阶"]


def test_outputs_stay_up_to_the_first_cell_whose_code_has_changed(tmp_path: Path) -> None:
    english = notebook(markdown("# T"), code("1"), code('print("a text")'), code("2"))
    (tmp_path / "02_a.ipynb").write_text(dumps(english), encoding="utf-8")
    for said in ("文", "另一个文"):
        ((path, built),) = Edition("zh", of(("a text", said)), tmp_path).notebooks()
        counts = [cell.get("execution_count") for cell in built["cells"][1:]]
        for cell in built["cells"][1:]:
            cell["execution_count"] = 1
        path.parent.mkdir(exist_ok=True)
        path.write_text(dumps(built), encoding="utf-8")
    assert counts == [1, None, None]


def test_who_edits_english_is_told_and_not_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    lesson = folder / "00_read_me_first.ipynb"
    lesson.write_text(dumps(notebook(slide("# The title of it all"))), encoding="utf-8")
    edition = Edition("zh", of(("# The title of it all", "# 标题")), folder)
    ((path, built),) = edition.notebooks()
    path.parent.mkdir()
    path.write_text(dumps(built), encoding="utf-8")
    assert [problem for one in editions.check(edition) for problem in one.problems] == []
    assert editions.to_come(edition) == ""

    path.write_text(dumps(built).replace("标题", "题"), encoding="utf-8")
    (problem,) = [problem for one in editions.check(edition) for problem in one.problems]
    assert "not what is built of the catalogue" in problem

    lesson.write_text(dumps(notebook(slide("# The title of them all"))), encoding="utf-8")
    assert [problem for one in editions.check(edition) for problem in one.problems] == []
    assert "1 entries become fuzzy and 0 missing" in editions.to_come(edition)


def test_the_strings_and_comments_of_a_cell_are_found_and_nothing_else_is_touched() -> None:
    cell = (
        ':dep descent-notebook = { path = "../crates" }\n'
        'lines().line("a label", f).title(r"plain \\d").guide("2 + 2α", g); // what it is\n'
        'let c = \'"\'; let x: f64 = "seven".parse::<f64>()?; run.expect("a good start");\n'
        'println!("loss {:.2}\\n{} of \\"it\\"", a, b);\n'
        '.alt("A square, blue in the \\\n    corners.")'
    )
    found = [text.value for text in rust.texts(cell)]
    assert found == [
        "a label",
        "what it is",
        'loss {:.2}\n{} of "it"',
        "A square, blue in the corners.",
    ]
    assert rust.translated(cell, lambda text: text) == cell
    changed = rust.translated(cell, str.upper)
    assert 'println!("LOSS {:.2}\\n{} OF \\"IT\\"", a, b);' in changed
    assert '.alt("A SQUARE, BLUE IN THE CORNERS.")' in changed
    assert rust.masked(changed) == rust.masked(cell)


def test_a_text_that_grows_too_wide_is_broken_where_rust_puts_it_together_again() -> None:
    cell = '.caption("Short text.").size(600, 520)'
    for said in ("a longer word and {a_place:>10} in it " * 5, "一个很长很长的句子，" * 20):
        broken = rust.translated(cell, lambda _, said=said: said)  # type: ignore[misc]
        assert max(map(len, broken.splitlines())) <= habits.WIDEST_LINE
        assert len(broken.splitlines()) > 2
        assert [text.value for text in rust.texts(broken)] == [said]
        assert rust.masked(broken) == rust.masked(cell)


def test_the_messages_of_a_crate_are_found() -> None:
    source = (
        '//! `words!("in a comment")`\n'
        'const AXIS: &str = marked!("step");\n'
        "words!(\n"
        '    "start{index} is {value}: give a start of \\\n     finite numbers", index, value\n'
        ")\n"
        'let other = "words!(\\"quoted\\")";\n'
    )
    found = list(sources.messages(source))
    assert found == ["step", "start{index} is {value}: give a start of finite numbers"]
