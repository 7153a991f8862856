"""The kernel installed for others, and removed without a trace."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conftest import Foreign
from descent_lab import installation, kernelspec
from descent_lab.installation import closed_to_others

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix")


def tree_of(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below a folder, with the contents of small files."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts
    }


def test_a_prefix_gets_a_kernel_that_runs_and_is_left_as_it_was(
    foreign: Foreign, tmp_path: Path
) -> None:
    prefix = tmp_path / "prefix"
    (prefix / "share" / "another").mkdir(parents=True)
    before = tree_of(prefix)
    told = foreign.command("install", "--no-lessons", "--prefix", str(prefix)).stderr
    assert f"is installed in '{prefix / 'share/jupyter/kernels'}'" in told
    spec = json.loads((prefix / "share/jupyter/kernels/descent-rust/kernel.json").read_text())
    assert Path(spec["argv"][0]).is_relative_to(prefix)
    lesson = prefix / "share" / "descent-lab" / "notebooks" / "02_gradient_descent.ipynb"
    kernels = prefix / "share" / "jupyter" / "kernels"
    foreign.run("-m", "descent_lab.first_run", str(kernels), str(lesson))
    foreign.command("uninstall", "--prefix", str(prefix))
    assert tree_of(prefix) == before
    again = foreign.command("uninstall", "--prefix", str(prefix), check=False)
    assert again.returncode == 1
    assert "There is nothing of descent-lab" in again.stderr


def test_in_the_environment_of_the_wheel_only_what_was_made_is_removed(foreign: Foreign) -> None:
    foreign.command("uninstall", "--sys-prefix", check=False)
    before = tree_of(foreign.share)
    assert f"jupyter/kernels/{kernelspec.NAME}/kernel.json" in before
    foreign.command("install", "--no-lessons", "--sys-prefix")
    assert len(tree_of(foreign.share)) > len(before)
    told = foreign.command("uninstall", "--sys-prefix").stderr
    assert tree_of(foreign.share) == before
    assert "'pip uninstall descent-lab' removes it" in told
    home = foreign.folder.parent / "home"
    assert [str(path) for path in home.rglob("*") if path.is_file()] == []


def test_a_lesson_that_fails_is_named(foreign: Foreign, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ipynb"
    content = json.loads((foreign.root / "notebooks" / "00_read_me_first.ipynb").read_text())
    content["cells"] = [
        {
            "cell_type": "code",
            "id": "bad",
            "metadata": {},
            "source": 'panic!("no")',
            "outputs": [],
            "execution_count": None,
        }
    ]
    bad.write_text(json.dumps(content))
    kernels = str(foreign.share / "jupyter" / "kernels")
    answer = foreign.run("-m", "descent_lab.first_run", kernels, str(bad), check=False)
    assert answer.returncode == 1
    assert "bad.ipynb" in answer.stderr


def test_a_place_that_cannot_be_written_to_is_told_in_a_sentence(
    foreign: Foreign, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.touch()
    answer = foreign.command("install", "--prefix", str(file), check=False)
    assert answer.returncode == 1
    assert "cannot be written to" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_one_place_has_to_be_named(foreign: Foreign) -> None:
    for name in ("install", "uninstall"):
        answer = foreign.command(name, check=False)
        assert answer.returncode == 2
        assert "--prefix" in answer.stderr


def test_the_first_folder_that_others_cannot_enter_is_found(tmp_path: Path) -> None:
    # The folders of pytest are closed themselves.
    assert closed_to_others(tmp_path) is not None
    assert closed_to_others(Path("/usr/bin/env")) is None
    assert closed_to_others(Path("/usr/no/such/folder")) is None


def test_a_toolchain_that_others_cannot_read_is_refused_with_what_to_do(
    foreign: Foreign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from descent_lab import prerequisites, rust
    from descent_lab.lab import Lab
    from descent_lab.log import Log, SetUpError

    toolchain = tmp_path / "toolchain"
    (toolchain / "bin").mkdir(parents=True)
    (toolchain / "bin" / "rustc").touch(mode=0o755)
    monkeypatch.setattr(prerequisites, "check", lambda *_: None)
    monkeypatch.setattr(rust, "sysroot", lambda *_: toolchain)
    monkeypatch.setattr(Lab, "preparing_env", lambda _: {})
    public = installation.in_prefix(Path("/usr"))
    with pytest.raises(SetUpError, match="Other users cannot read the Rust toolchain") as told:
        installation._check(Lab(foreign.root), public, Log())
    assert "RUSTUP_HOME" in str(told.value)
    # Where nobody else can enter anyhow, nobody has to read it.
    installation._check(Lab(foreign.root), installation.in_prefix(tmp_path), Log())
