"""`scripts/notebooks.py` with the real kernel: it writes, compares, refuses and cleans up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cells import code, markdown, notebook
from descent_lab.environment import ROOT
from kernels import soon
from lessons.document import output_texts


def scripted(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `scripts/notebooks.py` does."""
    script = str(ROOT / "scripts" / "notebooks.py")
    return subprocess.run(
        [sys.executable, script, command, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def processes_in(folder: Path) -> list[str]:
    """The command lines of the processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it has ended, or is another user's
            continue
    return found


def test_run_writes_what_check_accepts_and_check_catches_an_edited_number(tmp_path: Path) -> None:
    path = tmp_path / "01_small.ipynb"
    cells = [
        markdown("# Small"),
        code('println!("first"); 0.1 + 0.2'),
        code("let x: i32 = 1.0;", tags=("raises-exception",)),
        code('println!("before"); panic!("boom")', tags=("raises-exception",)),
    ]
    path.write_text(json.dumps(notebook(*cells)), encoding="utf-8")

    ran = scripted("run", str(path))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    written = json.loads(path.read_text(encoding="utf-8"))
    shown = [output_texts(cell) for cell in written["cells"]]
    assert shown[1] == ["first\n", "0.30000000000000004"]
    assert written["cells"][2]["outputs"][0]["evalue"].startswith("mismatched types")
    assert shown[3][0] == "before\n"
    assert "boom" in shown[3][1]

    text = path.read_text(encoding="utf-8")
    edited = tmp_path / "02_edited.ipynb"
    edited.write_text(
        text.replace("0.30000000000000004", "0.3").replace("01-small", "02-edited"),
        encoding="utf-8",
    )
    checked = scripted("check", str(path), str(edited))
    assert checked.returncode == 1
    assert f"ok        {path}" in checked.stdout, checked.stdout + checked.stderr
    assert checked.stdout.count("02-edited-") == 1
    assert "02-edited-01: text/plain differs" in checked.stdout
    assert "-0.3\n" in checked.stdout
    assert "+0.30000000000000004\n" in checked.stdout


def test_failures_that_no_tag_declares_fail_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "01_failing.ipynb"
    cells = [
        code('panic!("boom")'),
        code("let x: i32 = 1.0;"),
        code('"one".parse::<i32>()?;'),
        code("1 + 1", tags=("raises-exception",)),
    ]
    text = json.dumps(notebook(*cells))
    path.write_text(text, encoding="utf-8")
    ran = scripted("run", str(path))
    assert ran.returncode == 1
    for place in range(4):
        assert f"01-failing-{place:02}: " in ran.stdout
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="needs /proc")
def test_a_cell_without_end_is_stopped_and_no_process_stays(tmp_path: Path) -> None:
    path = tmp_path / "01_endless.ipynb"
    path.write_text(json.dumps(notebook(code("loop {}"))), encoding="utf-8")
    checked = scripted("check", str(path), "--timeout", "5")
    assert checked.returncode == 1
    assert "01-endless-00: took more than 5 s" in checked.stdout
    # One stays behind for some seconds, to remove the kernel's folder.
    assert soon(lambda: not processes_in(tmp_path))


def test_an_unknown_notebook_is_answered_in_a_sentence() -> None:
    answered = scripted("check", "no_such_notebook")
    assert answered.returncode == 2
    assert "No notebook is called 'no_such_notebook'" in answered.stderr
