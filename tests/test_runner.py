"""The test run counts what the tests' own runners count, and ends with one line that says so."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import pytest

from descent_lab.environment import ROOT


@pytest.fixture
def runner() -> ModuleType:
    """scripts/test.py under a name that the standard library does not use."""
    specification = importlib.util.spec_from_file_location("runner", ROOT / "scripts" / "test.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["runner"] = module  # where dataclasses look their module up
    specification.loader.exec_module(module)
    return module


def printing(text: str, code: int) -> list[str]:
    """A command that prints the text and ends with the code."""
    return [sys.executable, "-c", f"print({text!r}); raise SystemExit({code})"]


CARGO = """test a ... ok
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s
"""


@pytest.mark.parametrize(
    ("text", "code", "passed", "failed"),
    [
        (CARGO, 101, 5, 1),
        (CARGO.replace("1 failed", "0 failed"), 0, 5, 0),
        # One program's tests ran, another's did not compile.
        (CARGO.replace("1 failed", "0 failed"), 101, 5, 1),
        ("error: could not compile", 101, 0, 1),
        ("nothing ran", 0, 0, 1),
    ],
)
def test_cargos_tests_are_counted_over_all_programs(
    runner: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    code: int,
    passed: int,
    failed: int,
) -> None:
    run = runner._run
    monkeypatch.setattr(runner, "_run", lambda _, env: run(printing(text, code), env))
    outcome = runner.crates()
    assert (outcome.passed, outcome.failed) == (passed, failed)


def test_one_line_ends_the_run_whatever_the_steps_print(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = (
        runner.Step("bad", "fails", lambda: runner.Outcome(2, 3, "9 passed, 0 failed\n")),
        runner.Step("good", "runs after it", lambda: runner.Outcome(4, 0, "9 passed, 0 failed")),
        runner.Step("broken", "ends early", lambda: 1 / 0),
    )
    monkeypatch.setattr(runner, "STEPS", steps)
    assert runner.main([]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[-1] == "6 passed, 4 failed"
    assert "    | 9 passed, 0 failed" in lines
    assert any("ZeroDivisionError" in line for line in lines)
    assert [line for line in lines if line.endswith("failed") and line[0] != " "] == lines[-1:]


def test_steps_can_be_chosen_and_an_unknown_one_is_refused(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = tuple(
        runner.Step(name, "", lambda: runner.Outcome(1, 0)) for name in ("one", "two", "three")
    )
    monkeypatch.setattr(runner, "STEPS", steps)
    assert runner.main(["three", "one"]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"
    with pytest.raises(SystemExit) as refused:
        runner.main(["four"])
    assert refused.value.code == 2
    assert "there is no step 'four'" in capfd.readouterr().err


def test_without_the_environment_its_steps_fail_and_the_others_run(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise runner.SetUpError("Rust is missing.")

    monkeypatch.setattr(runner, "set_up", refuse)
    steps = (
        runner.Step("plain", "", lambda: runner.Outcome(1, 0)),
        runner.Step("inside", "", lambda: runner.Outcome(1, 0), needs_environment=True),
    )
    monkeypatch.setattr(runner, "STEPS", steps)
    assert runner.main([]) == 1
    out = capfd.readouterr().out
    assert "    | Rust is missing." in out
    assert out.splitlines()[-1] == "1 passed, 2 failed"


def test_a_step_that_can_test_nothing_says_so_and_why(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner.shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(runner, "STEPS", (runner.Step("deny", "", runner.crate_policy),))
    assert runner.main([]) == 0
    out = capfd.readouterr().out
    assert re.search(r"^skipped deny +0 of 0, 1 skipped", out, re.MULTILINE)
    assert "    | cargo-deny is not installed" in out
    assert out.splitlines()[-1] == "0 passed, 0 failed"
