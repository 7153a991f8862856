"""Copies of the lessons: what is new comes, what the student has changed stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from descent_lab import command, lessons
from descent_lab.lab import Lab
from descent_lab.log import SetUpError

FIRST = "00_first.ipynb"
EXERCISE = "exercises/01.ipynb"
SOLUTION = "solutions/01.ipynb"


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """An installed lab with a lesson, an exercise and its solution."""
    lab = Lab(tmp_path / "lab")
    for name in (FIRST, EXERCISE, SOLUTION):
        write(lab.notebooks / name, f"{name}, version 1")
    write(lab.root / "Cargo.toml", '[workspace.package]\nversion = "1.0.0"\n')
    return lab


def write(path: Path, text: str) -> None:
    """Writes a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def renew(lab: Lab) -> None:
    """A new version of everything."""
    for name in (FIRST, EXERCISE, SOLUTION):
        write(lab.notebooks / name, f"{name}, version 2")
    write(lab.root / "Cargo.toml", '[workspace.package]\nversion = "2.0.0"\n')


def copy(lab: Lab, folder: Path, *, beside: bool = False) -> lessons.Copied:
    """Copies without the solutions."""
    return lessons.copy(lab, folder, solutions=False, beside=beside)


def test_lessons_and_exercises_are_copied_and_solutions_where_they_are_asked_for(
    lab: Lab, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    assert copy(lab, folder).written == [folder / FIRST, folder / EXERCISE]
    assert not (folder / SOLUTION).exists()
    assert copy(lab, folder).written == []
    added = lessons.copy(lab, folder, solutions=True, beside=False)
    assert added.written == [folder / SOLUTION]


def test_an_edition_in_another_language_is_copied_alone(lab: Lab, tmp_path: Path) -> None:
    for name in (FIRST, EXERCISE, SOLUTION):
        write(lab.notebooks / "zh" / name, "中文")
    folder = tmp_path / "mine"
    copied = lessons.copy(lab, folder, solutions=False, beside=False, edition="zh")
    assert copied.written == [folder / "zh" / FIRST, folder / "zh" / EXERCISE]
    assert copy(lab, folder).written == [folder / FIRST, folder / EXERCISE]
    shipped = lessons.shipped(lab, solutions=True)
    assert len(shipped) == 6


@pytest.mark.parametrize(
    ("variables", "edition"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, ""),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "C"}, ""),
    ],
)
def test_the_system_says_in_which_language_the_lessons_open(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], edition: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert lessons.spoken() == edition


def test_a_language_without_lessons_is_refused_if_it_was_asked_for(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert command.edition_of(lab, None) == ""
    with pytest.raises(SetUpError, match="There are no lessons in the language 'zh'"):
        command.edition_of(lab, "zh")
    write(lab.notebooks / "zh" / lessons.FIRST, "中文")
    assert [command.edition_of(lab, named) for named in (None, "zh", "en")] == ["zh", "zh", ""]


def test_a_new_version_replaces_what_nobody_has_changed(lab: Lab, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy(lab, folder)
    renew(lab)
    assert copy(lab, folder) == lessons.Copied(written=[folder / FIRST, folder / EXERCISE])
    assert (folder / FIRST).read_text() == f"{FIRST}, version 2"


def test_what_was_changed_stays_and_is_named_as_long_as_there_is_a_newer_version(
    lab: Lab, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    copy(lab, folder)
    (folder / EXERCISE).write_text("solved")
    assert copy(lab, folder) == lessons.Copied()
    renew(lab)
    for _ in range(2):
        assert copy(lab, folder).left == [folder / EXERCISE]
        assert (folder / EXERCISE).read_text() == "solved"


def test_the_new_version_is_put_beside_it_if_asked_and_only_once(lab: Lab, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy(lab, folder)
    (folder / EXERCISE).write_text("solved")
    renew(lab)
    another = folder / "exercises" / "01.2.0.0.ipynb"
    assert copy(lab, folder, beside=True).beside == [another]
    assert another.read_text() == f"{EXERCISE}, version 2"
    another.unlink()
    assert copy(lab, folder, beside=True) == lessons.Copied()
    assert (folder / EXERCISE).read_text() == "solved"


def test_files_that_somebody_else_put_there_are_not_overwritten(lab: Lab, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write(folder / FIRST, "notes of my own")
    copied = copy(lab, folder)
    assert copied.left == [folder / FIRST]
    assert copied.written == [folder / EXERCISE]
    assert (folder / FIRST).read_text() == "notes of my own"


def test_a_lesson_that_was_deleted_comes_back(lab: Lab, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy(lab, folder)
    (folder / FIRST).unlink()
    assert copy(lab, folder).written == [folder / FIRST]


@pytest.mark.parametrize("record", ["no JSON", "[1]", '{"00_first.ipynb": 3}', ""])
def test_without_a_readable_record_changed_files_stay(
    lab: Lab, tmp_path: Path, record: str
) -> None:
    folder = tmp_path / "mine"
    copy(lab, folder)
    (folder / lessons.RECORD).write_text(record)
    (folder / FIRST).write_text("changed")
    assert copy(lab, folder).left == [folder / FIRST]
    assert (folder / FIRST).read_text() == "changed"
