"""Notebooks in other languages: what is carried over, what is checked, what is built."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest

from cells import code, markdown, notebook
from lessons import bound_numbers, habits, links
from lessons.canonical import dumps, load
from lessons.document import FOLDER, Document, kind_of, notebooks_in, source_of
from translation import catalogue, commands, editions, entries, rust, sources, terms
from translation.catalogue import Source
from translation.notebook import Edition
from translation.sources import IN_CODE

KEPT = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in entries.KEPT), re.DOTALL)
TERMS = terms.read(terms.path("zh_CN"))


def of(*translated: tuple[str, str]) -> polib.POFile:
    """A catalogue with translations."""
    made = catalogue.new("zh_CN")
    made.extend(polib.POEntry(msgid=text, msgstr=said) for text, said in translated)
    return made


def problems(text: str, said: str, comment: str = "") -> list[str]:
    """What is wrong with a translation into Chinese."""
    entry = polib.POEntry(msgid=text, msgstr=said, comment=comment)
    return entries.problems(entry, "zh_CN", TERMS)


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


def test_an_update_keeps_what_stayed_and_marks_what_changed() -> None:
    old = of(
        ("Take a step.", "走一步。"), ("Look at the slope here.", "看看斜率。"), ("Gone", "没了")
    )
    new = catalogue.updated(old, [Source("Look at the slope there."), Source("Take a step.")])
    changed, stayed, gone = new
    assert (changed.msgstr, changed.flags) == ("看看斜率。", ["fuzzy"])
    assert changed.previous_msgid == "Look at the slope here."
    assert (stayed.msgstr, stayed.flags) == ("走一步。", [])
    assert (gone.msgid, gone.obsolete) == ("Gone", True)
    assert str(catalogue.counts(new)) == "1 translated, 1 fuzzy, 0 missing, 1 obsolete"


def test_what_comes_back_has_its_translation_again(tmp_path: Path) -> None:
    without = catalogue.updated(of(("Gone", "没了")), [Source("A new text, not alike")])
    catalogue.write(tmp_path / "zh.po", without)
    back = catalogue.updated(catalogue.read(tmp_path / "zh.po"), [Source("Gone")])
    assert [(entry.msgid, entry.msgstr, bool(entry.obsolete)) for entry in back] == [
        ("Gone", "没了", False)
    ]


def test_an_update_of_what_has_not_changed_changes_no_letter(tmp_path: Path) -> None:
    file = tmp_path / "zh.po"
    old = of(("Look at the slope here.\n- a\n- b", "看看斜率。\n- a\n- b"))
    once = catalogue.updated(old, [Source("Look at the slope there.\n- a\n- b", ["a.ipynb"], "in")])
    catalogue.write(file, once)
    text = file.read_text(encoding="utf-8")
    assert '#| msgid ""\n#| "Look at the slope here.\\n"' in text
    again = [Source("Look at the slope there.\n- a\n- b", ["a.ipynb"], "in")]
    assert catalogue.dumps(catalogue.updated(catalogue.read(file), again)) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no catalogue"),
        ('msgid "a"\nmsgstr "b\n', "not a catalogue of gettext's form"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "or has a text twice"),
        ("\xff\xfe", "not a catalogue"),
    ],
)
def test_a_file_that_is_no_catalogue_is_told(tmp_path: Path, text: str | None, told: str) -> None:
    file = tmp_path / "zh.po"
    if text is not None:
        file.write_text(text, encoding="latin-1")
    with pytest.raises(ValueError, match=told):
        catalogue.read(file)


def test_a_context_that_is_no_notebook_is_told() -> None:
    made = of(("Step", "步"))
    made[0].occurrences = [("notebooks/03_b.ipynb", "")]
    made.append(polib.POEntry(msgid="Step", msgstr="台阶", msgctxt="03_c"))
    (problem,) = commands.of_catalogue(made, "zh_CN", [])
    assert problem == "'Step': no notebook is called '03_c', its msgctxt"


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
    lesson.write_text(dumps(notebook(markdown("# The title of it all"))), encoding="utf-8")
    edition = Edition("zh", of(("# The title of it all", "# 标题")), folder)
    ((path, built),) = edition.notebooks()
    path.parent.mkdir()
    path.write_text(dumps(built), encoding="utf-8")
    assert [problem for one in editions.check(edition) for problem in one.problems] == []
    assert editions.to_come(edition) == ""

    path.write_text(dumps(built).replace("标题", "题"), encoding="utf-8")
    (problem,) = [problem for one in editions.check(edition) for problem in one.problems]
    assert "not what is built of the catalogue" in problem

    lesson.write_text(dumps(notebook(markdown("# The title of them all"))), encoding="utf-8")
    assert [problem for one in editions.check(edition) for problem in one.problems] == []
    assert "1 entries become fuzzy and 0 missing" in editions.to_come(edition)


@pytest.mark.parametrize(
    ("text", "said", "what"),
    [
        ("It is `x`.", "它是 `y`。", "the code '`x`' is missing"),
        ("So $x_0$.", "所以是 $x_1$。", "the formula '$x_0$' is missing"),
        ("See [a](b.ipynb#C).", "见 [a](b.ipynb)。", "the link '(b.ipynb#C)' is missing"),
        ("0.5<!-- a: 0.5 -->", "0.5", "the marker '<!-- a: 0.5 -->' is missing"),
        ("It fell by 0.25.", "它降了 0.52。", "the number 0.25 is missing"),
        ("It took 300 steps.", "走了很多步。", "the number 300 is missing"),
        ("3.5 billion of it", "3.5 亿个", "the number 3500000000 is missing"),
        ("## So", "# 所以", "not marked as in the English"),
        ("- a one\n- b two", "- 一，二", "not marked as in the English"),
        ("A **bold** word", "一个粗体的词", "it has 0 times `**`"),
        ("A **bold.** Word", "**粗体。**词", "the bold text does not end"),
        ("The learning rate", "这个步幅", "'learning rate' is '学习率'"),
        ("Two losses", "两个误差", "'losses' is '损失'"),
        ("The accuracy", "识别精度，即准确率", "'准确率' stands for 'accuracy'"),
        ("So it is.", "就是这样.", "full-width: '样.'"),
        ("So it is.", "就是这样", "'。' is expected"),
        ("Look at x now", "现在看x", "a space is missing between '看x'"),
        ("Look at `x` now", "看 `x`了", "a space is missing between 'x了'"),
        ("Now look", "现在 看", "no space stands between Chinese characters"),
        ("Now, look", "现在， 看", "no space stands beside"),
        ("A 'word' of it", "一个'词'", "quotes are “ and ”"),
        ("You see", "您看", "the reader is 你"),
    ],
)
def test_what_a_translation_loses_is_told(text: str, said: str, what: str) -> None:
    assert any(what in problem for problem in problems(text, said))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3.5 billion<!-- a: 3465735902.0 -->.", "35 亿<!-- a: 3465735902.0 -->。"),
        ("Four of 4 steps.", "四步里的 4 步。"),
        ("The 3 rows, [here](a.ipynb#B).", "[这里](a.ipynb#B)的三行。"),
        ("A hidden layer has $n$ of it.", "隐藏层有 $n$ 个。"),
        ("**Bold**: it is `0.1`.", "**粗体**：是 `0.1`。"),
        ("A step ([?](a.ipynb#B) ends it).", "一步（[?](a.ipynb#B) 使它结束）。"),
    ],
)
def test_a_good_translation_has_no_problem(text: str, said: str) -> None:
    assert problems(text, said) == []


def test_in_code_the_places_of_values_are_kept() -> None:
    assert problems("step {k:>2} of {}", "第 {k:>2} 步，共 {} 步", IN_CODE) == []
    (problem, _) = problems("step {k:>2}", "第 {k} 步", IN_CODE)
    assert problem == "the placeholder '{k:>2}' is missing"


def test_parts_are_merged_and_contradictions_told() -> None:
    whole = of(("A text", ""), ("Another", "别的"))
    part = of(("A text", "文"), ("Another", "另一个"), ("Not there", "没有"))
    first, second = catalogue.merged([whole], part, replaces=False)
    assert first.startswith("'Another' is translated already, and otherwise")
    assert second == "'Not there' is no text of the English"
    assert [entry.msgstr for entry in whole] == ["文", "别的"]
    catalogue.merged([whole], part, replaces=True)
    assert [entry.msgstr for entry in whole] == ["文", "另一个"]


def test_small_numbers_may_be_words_in_one_language_and_digits_in_the_other() -> None:
    assert list(entries.differing_numbers("one at a time, 12 of it", "每次 1 个，共十二个")) == []
    assert list(entries.differing_numbers("one of 13", "十三个里的 1 个")) == [
        "the number 13 is missing"
    ]


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
