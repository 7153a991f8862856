"""What set-up tells: numbered steps, why something is done again, and where it cannot write."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from browser.server import base_python, variables
from descent_lab import packages, prerequisites, rust_kernel
from descent_lab.environment import ROOT, Environment
from descent_lab.log import Log, Step
from descent_lab.steps import set_up


def told_of(*steps: Step) -> str:
    """What is told while steps run."""
    told = io.StringIO()
    Log(told).run(steps)
    return told.getvalue()


def test_steps_have_a_number_and_what_is_done_is_not_worth_a_word() -> None:
    ran: list[str] = []
    told = told_of(
        Step("first", lambda: ran.append("first"), lambda: True),
        Step("second", lambda: ran.append("second"), expect="a minute"),
        Step("third", lambda: ran.append("third"), why=lambda: "It was moved."),
    )
    assert ran == ["second", "third"]
    lines = told.splitlines()
    assert lines[0] == "[2/3] second … (a minute)"
    assert lines[1].startswith("[2/3] second: 0.")
    assert lines[2] == "It was moved."
    assert lines[3].startswith("[3/3] third: 0.")
    assert "first" not in told


def test_whether_a_step_is_done_is_asked_when_its_turn_comes() -> None:
    done: list[str] = []
    told_of(
        Step("makes", lambda: done.append("makes")),
        Step("is made by it", lambda: done.append("again"), lambda: bool(done)),
    )
    assert done == ["makes"]


@pytest.fixture
def checkout(tmp_path: Path) -> Environment:
    """A checkout whose Python packages are installed, as far as its stamp says."""
    root = tmp_path / "here"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    environment = Environment(root)
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (step,) = packages.steps(environment, ())
    assert not step.is_done()
    assert step.why() == ""
    stamp = packages.stamp(environment.venv, root / "scripts" / "requirements.txt")
    (environment.venv / "installed-requirements.txt").write_text(stamp, encoding="utf-8")
    return environment


def test_a_moved_checkout_is_repaired_and_says_why(checkout: Environment, tmp_path: Path) -> None:
    (step,) = packages.steps(checkout, ())
    assert step.is_done()
    there = tmp_path / "there é x"
    shutil.move(checkout.root, there)
    (step,) = packages.steps(Environment(there), ())
    assert not step.is_done()
    assert f"was moved here from '{checkout.root}'" in step.why()


def test_other_pins_are_installed_without_a_word_of_moving(checkout: Environment) -> None:
    with (checkout.root / "scripts" / "requirements.txt").open("a") as file:
        file.write("# another\n")
    (step,) = packages.steps(checkout, ())
    assert not step.is_done()
    assert step.why() == ""


def read_only(folder: Path, *command: str) -> list[str]:
    """The command, run where a folder cannot be written to, by root neither."""
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && cd / && exec "$@"'
    return [
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        str(folder),
        *command,
    ]


def set_up_read_only(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs a checkout's set-up, as somebody who cannot write there."""
    for name in ("home", "temporary"):
        (home / name).mkdir()
    script = str(folder / "scripts" / "lab.py")
    return subprocess.run(
        read_only(folder, base_python(), script, "--setup-only"),
        env=variables(home),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def _read_only(tmp_path: Path) -> None:
    """Skips the test where mounting is not allowed."""
    if shutil.which("unshare") is None:
        pytest.skip("there is no 'unshare'")
    command = read_only(tmp_path, "true")
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("this system does not let a test mount a folder")


@pytest.mark.usefixtures("_read_only")
def test_a_checkout_that_cannot_be_written_to_starts_if_it_is_set_up(tmp_path: Path) -> None:
    answer = set_up_read_only(ROOT, tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "Everything is set up" in answer.stderr


@pytest.mark.usefixtures("_read_only")
def test_one_that_is_not_set_up_says_so_in_a_sentence(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for name in ("scripts", "crates/descent-kernel"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("Cargo.toml", "Cargo.lock", "rust-toolchain.toml"):
        shutil.copy(ROOT / name, copy / name)
    answer = set_up_read_only(copy, tmp_path)
    assert answer.returncode == 1
    (sentence,) = answer.stderr.splitlines()
    assert f"'{copy}' cannot be written to, and it is not set up" in sentence
    assert "lab.py --setup-only" in sentence


def test_whoever_needs_no_kernel_is_not_asked_for_rust(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        pytest.fail("set-up asked for Rust")

    monkeypatch.setattr(prerequisites, "step", asked)
    monkeypatch.setattr(rust_kernel, "steps", asked)
    assert set_up(Log(io.StringIO()), kernel=False).root == ROOT
