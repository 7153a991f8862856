"""What goes wrong in a class, through the real kernel: what the student sees, and what survives.

Each row of `MISHAPS` is one mishap. A kernel that all rows share holds a variable and a function;
after each mishap it says which of the two are still there. Mishaps that end a kernel, or need a
folder of their own, follow as tests of their own.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import psutil
import pytest

from cells import PRELUDE
from descent_lab.environment import ROOT
from kernels import PATIENCE, Kernel, kill

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix"),
    # One kernel serves the table's rows, so one process runs them.
]

VARIABLE = "let kept: i32 = 7;"
FUNCTION = "fn kept_too() -> i32 { 11 }"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Starts kernels; whatever becomes of the test, none of them outlives it."""
    started: list[Kernel] = []

    def start_one(notebooks: Path = ROOT / "notebooks") -> Kernel:
        temporary = tmp_path / f"temporary-{len(started)}"
        started.append(Kernel(temporary, notebooks=notebooks))
        return started[-1]

    yield start_one
    for kernel in started:
        kernel.end(now=True)
        kill(kernel.processes())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One kernel for all rows of the table; at its end nothing of it may be left."""
    kernel = Kernel(tmp_path_factory.mktemp("temporary"))
    try:
        for source in (PRELUDE, FUNCTION):
            assert kernel.run(source).status == "ok"
        yield kernel
    finally:
        kernel.end()
        try:
            kernel.assert_nothing_is_left()
        finally:
            kill(kernel.processes())


class Survives(Enum):
    """What a mishap leaves."""

    EVERYTHING = "variables, functions and imports"
    DEFINITIONS = "functions and imports"


@dataclass(frozen=True)
class Mishap:
    """A row of the table: the cells, what the last of them shows, and what survives."""

    name: str
    cells: tuple[str, ...]
    sees: str
    """A pattern that what the last cell shows matches."""
    survives: Survives = Survives.EVERYTHING
    interrupt: bool = False
    """The student waits two seconds, then presses the stop button."""
    error: bool = True
    """Whether Jupyter counts the cell as failed: 'Run All' stops there."""


MISHAPS = (
    Mishap("a wrong type", ('let n: i32 = "seven";',), r"mismatched types"),
    Mishap("a missing semicolon", ("let a: i32 = 1\nlet b: i32 = 2;",), r"expected `;`"),
    Mishap("an undefined name", ("undefined_name",), r"cannot find value `undefined_name`"),
    Mishap(
        "a moved value",
        ('let s: String = "a".to_string();\nlet t: String = s;\nprintln!("{s}");',),
        r"borrow of moved value: `s`",
    ),
    Mishap(
        "a borrowed value kept in a variable",
        ("let numbers: Vec<f64> = vec![1.0];\nlet first = &numbers[0];",),
        r"`first` is a reference.* cannot be kept for later cells",
    ),
    Mishap(
        "a closure kept in a variable",
        ("let double = |x: f64| 2.0 * x;",),
        r"the closure `double` cannot be kept for later cells[\s\S]*Box<dyn Fn",
    ),
    Mishap(
        "an index out of range",
        ("let three: Vec<i32> = vec![1, 2, 3];\nlet place: usize = 7;", "three[place]"),
        r"panicked at `three\[place\]`: .*the len is 3 but the index is 7",
    ),
    Mishap(
        "`unwrap` on an error",
        ('"seven".parse::<f64>().unwrap()',),
        r"panicked at .*called `Result::unwrap\(\)` on an `Err` value: ParseFloatError",
    ),
    Mishap(
        "a failing `?`",
        ('let number: f64 = "seven".parse::<f64>()?;',),
        r"^\s*invalid float literal\s*$",
    ),
    Mishap(
        "an integer overflow",
        ("let most: i32 = i32::MAX;", "most + kept"),
        r"panicked at `most \+ kept`: attempt to add with overflow",
    ),
    Mishap(
        "a stack overflow",
        ("fn endless(n: u64) -> u64 { 1 + endless(n + 1) }\nendless(1)",),
        r"terminated with status: signal: (6|11)",
        Survives.DEFINITIONS,
    ),
    Mishap(
        "`process::exit`",
        ("std::process::exit(3)",),
        r"terminated with status: exit status: 3",
        Survives.DEFINITIONS,
    ),
    Mishap(
        "an endless loop",
        ("loop {}",),
        r"^Stopped\. The variables are gone",
        Survives.DEFINITIONS,
        interrupt=True,
    ),
    Mishap(
        "a cell that reads from the keyboard where there is none",
        ("let mut line = String::new();\nstd::io::stdin().read_line(&mut line)?;",),
        r"panicked at `std::io::stdin\(\)\.read_line\(&mut line\)\?;`: there is no keyboard here",
    ),
    Mishap(
        "a gigabyte allocated",
        ("let gigabyte: Vec<u8> = vec![1; 1_000_000_000];\ngigabyte.len()",),
        r"1000000000",
        error=False,
    ),
    Mishap(
        "more memory than there is",
        ("let too_much: Vec<u8> = Vec::with_capacity(1 << 60);",),
        r"memory allocation of 1152921504606846976 bytes failed",
        Survives.DEFINITIONS,
    ),
    Mishap(
        "`numerical_gradient` defined by the student",
        (
            "fn numerical_gradient(_x: f64) -> &'static str { \"the student's own\" }",
            "numerical_gradient(1.0)",
        ),
        r"the student's own",
        error=False,
    ),
    Mishap(
        "a mathematical error of the crate's",
        ("gradient_descent(function_2, &array![1.0, 2.0], f64::NAN, 3)?",),
        r"learning rate.*NaN",
    ),
)


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.name)
def test_a_mishap_shows_what_it_is_and_leaves_the_kernel_usable(
    shared: Kernel, mishap: Mishap
) -> None:
    assert shared.run(VARIABLE).status == "ok"
    *before, last = mishap.cells
    for source in before:
        assert shared.run(source).status == "ok"
    shown = shared.run(last, interrupt_after=2 if mishap.interrupt else None)
    assert re.search(mishap.sees, shown.text, re.MULTILINE), shown.text
    assert shown.status == ("error" if mishap.error else "ok")
    if mishap.interrupt:
        assert shown.seconds < 2 + PATIENCE
    assert survivors(shared) is mishap.survives


def survivors(kernel: Kernel) -> Survives:
    """What is still there of what the kernel held."""
    both = kernel.run('println!("{kept} {}", kept_too());')
    if both.stdout == "7 11\n":
        return Survives.EVERYTHING
    assert "cannot find value `kept`" in both.error, both
    function = kernel.run('println!("{} {}", kept_too(), array![1.0].len());')
    assert function.stdout == "11 1\n", function
    return Survives.DEFINITIONS


def test_text_without_a_line_end_shows_under_its_own_cell(shared: Kernel) -> None:
    assert shared.run('print!("never ended");').stdout == "never ended"
    assert shared.run('println!("another cell");').stdout == "another cell\n"


def test_endless_printing_ends_with_an_interrupt(shared: Kernel) -> None:
    request = shared.send('loop { println!("again and again"); }')
    shared.wait_until_it_prints(request)
    shown = shared.wait(request, interrupt_after=1)
    assert "again and again" in shown.stdout
    assert shown.seconds < 1 + PATIENCE
    assert shared.run('println!("clean");').stdout == "clean\n"


def test_a_cell_before_the_one_that_it_needs_names_what_is_missing(shared: Kernel) -> None:
    shown = shared.run("defined_below(2.0)")
    assert "cannot find function `defined_below`" in shown.error
    shared.run("fn defined_below(x: f64) -> f64 { x * x }")
    assert shared.run("defined_below(2.0)").results == ["4.0"]


def test_run_all_pressed_twice_runs_everything_twice_in_order(shared: Kernel) -> None:
    cells = [PRELUDE, "let mut sum: i32 = 0;", "sum += 1;", 'println!("the sum is {sum}");']
    requests = [shared.send(source) for source in cells * 2]
    shown = [shared.wait(request) for request in requests]
    assert [one.status for one in shown] == ["ok"] * len(requests), shown
    assert [one.stdout for one in shown if one.stdout] == ["the sum is 1\n"] * 2


def test_after_an_error_the_cells_that_wait_are_not_run(shared: Kernel) -> None:
    requests = [shared.send(source) for source in ("nowhere", 'println!("reached");')]
    first, second = (shared.wait(request) for request in requests)
    assert (first.status, second.status, second.stdout) == ("error", "aborted", "")


def test_two_notebooks_at_once_do_not_meet(shared: Kernel, start: Callable[..., Kernel]) -> None:
    other = start()
    shared.run(VARIABLE)
    assert other.run(PRELUDE).status == "ok"
    requests = shared.send("kept + 1"), other.send("let kept: i32 = 100;\nkept + 1")
    assert shared.wait(requests[0]).results == ["8"]
    assert other.wait(requests[1]).results == ["101"]
    other.end()
    other.assert_nothing_is_left()
    assert shared.run("kept").results == ["7"]


@pytest.mark.parametrize("cell", ["loop {}", "let slow: Array1<f64> = array![1.0]; slow"])
def test_a_killed_kernel_leaves_nothing(start: Callable[..., Kernel], cell: str) -> None:
    kernel = start()
    assert kernel.run(PRELUDE).status == "ok"
    kernel.send(cell)
    time.sleep(1)
    assert kernel.folders()
    assert kernel.processes()
    kernel.process.kill()
    kernel.assert_nothing_is_left()


def test_a_restart_while_a_cell_compiles_gives_a_fresh_kernel(
    start: Callable[..., Kernel],
) -> None:
    kernel = start()
    kernel.send(PRELUDE)
    time.sleep(0.5)
    kernel.client.stop_channels()
    kernel.manager.restart_kernel()
    kernel.connect()
    assert kernel.run(PRELUDE).status == "ok"
    assert kernel.run("array![3.0, 4.0].sum()").results == ["7.0"]
    assert len(kernel.folders()) == 1
    kernel.end()
    kernel.assert_nothing_is_left()


def test_a_moved_folder_keeps_the_variables_and_the_next_kernel_finds_its_crate(
    start: Callable[..., Kernel], tmp_path: Path
) -> None:
    before = tmp_path / "class"
    (before / "notebooks").mkdir(parents=True)
    (before / "crates").symlink_to(ROOT / "crates")
    kernel = start(before / "notebooks")
    assert kernel.run(PRELUDE).status == "ok"
    assert kernel.run(VARIABLE).status == "ok"
    before.rename(tmp_path / "moved")
    assert kernel.run("array![3.0, 4.0] * f64::from(kept)").results == ["[21., 28.]"]
    kernel.end()
    kernel.assert_nothing_is_left()

    # The line's path leads nowhere from here; the crate is the kernel's own.
    astray = tmp_path / "moved" / "elsewhere" / "notebooks"
    shutil.copytree(tmp_path / "moved" / "notebooks", astray)
    kernel = start(astray)
    assert kernel.run(PRELUDE).status == "ok"
    shown = kernel.run(':dep another = { path = "../crates/another" }')
    assert shown.status == "error"
    assert "crates/another" in shown.error


@pytest.mark.skipif(sys.platform != "linux", reason="limits a process that is running already")
def test_a_full_disk_is_told_and_the_kernel_goes_on_when_there_is_room(
    start: Callable[..., Kernel],
) -> None:
    kernel = start()
    assert kernel.run(PRELUDE).status == "ok"
    assert kernel.run(VARIABLE).status == "ok"
    # As on a full disk, writing fails: no file may grow beyond this size.
    unlimited = kernel.process.rlimit(psutil.RLIMIT_FSIZE)
    kernel.process.rlimit(psutil.RLIMIT_FSIZE, (1024, unlimited[1]))
    full = kernel.run("kept * 2")
    assert full.status == "error"
    assert full.error.strip()
    kernel.process.rlimit(psutil.RLIMIT_FSIZE, unlimited)
    assert kernel.run("kept * 2").results == ["14"], full
    kernel.end()
    kernel.assert_nothing_is_left()
