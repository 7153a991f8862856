"""What other users see where a folder above what they need is closed to them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks.other_users import IS_ROOT, as_user, opened
from students import STUDENT

pytestmark = pytest.mark.skipif(not IS_ROOT, reason="only root can run commands as another user")


def seen(start: list[str], file: Path) -> str | None:
    """What a student reads in a file, None where it cannot be read."""
    command = [*start, *as_user(STUDENT), "cat", str(file)]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return answer.stdout if answer.returncode == 0 else None


def test_where_nothing_is_closed_nothing_is_done(everybodys: Path) -> None:
    assert opened([everybodys, Path("/usr")], everybodys / "aside") == []


def test_of_a_closed_folder_others_see_what_they_need_and_nothing_else(everybodys: Path) -> None:
    needed = everybodys / "a home" / "rust's" / "toolchain"
    needed.mkdir(parents=True)
    for file in (needed / "needed", everybodys / "a home" / "secret"):
        file.write_text(file.name)
    (everybodys / "a home").chmod(0o700)
    assert seen([], needed / "needed") is None
    start = opened([needed, Path("/usr")], everybodys / "aside")
    if subprocess.run([*start, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("nobody may mount here")
    assert seen(start, needed / "needed") == "needed"
    assert seen(start, everybodys / "a home" / "secret") is None
    assert seen([], needed / "needed") is None
    assert (everybodys / "a home" / "secret").read_text() == "secret"
