"""Catalogues of translations: what is carried over, merged and refused, and what is checked."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from catalogues import of
from translation import catalogue, commands, entries, terms
from translation.catalogue import Source
from translation.sources import IN_CODE

TERMS = terms.read(terms.path("zh_CN"))


def problems(text: str, said: str, comment: str = "") -> list[str]:
    """What is wrong with a translation into Chinese."""
    entry = polib.POEntry(msgid=text, msgstr=said, comment=comment)
    return entries.problems(entry, "zh_CN", TERMS)


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
