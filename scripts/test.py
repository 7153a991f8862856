"""Set up what is missing, then run every test.

    python3 scripts/test.py                      everything
    python3 scripts/test.py notebooks habits     only these steps

Every step runs, even after one failed. The last line is `N passed, N failed`: the sum of the
tests that the steps ran. The exit code is 1 if one failed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import xml.etree.ElementTree
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from descent_lab import rust
from descent_lab.environment import ROOT, Environment
from descent_lab.log import Log, SetUpError
from descent_lab.packages import HUB, SITE, TESTS
from descent_lab.steps import set_up
from lessons import checks
from lessons.document import FOLDER, notebooks_in

# Kernels mostly wait for one compiler; two at a time fill the two cores that a class has.
KERNELS_AT_ONCE = 2
# Where `.ci/run` installs what a test needs besides.
TOOLS = ROOT / "target" / "tools" / "bin"
WIDTH = 78
LONGEST_REPORT = 400


@dataclass(frozen=True)
class Outcome:
    """What a step found; `report` is shown if something failed or nothing ran."""

    passed: int
    failed: int
    report: str = ""
    skipped: int = 0


@dataclass(frozen=True)
class Step:
    """One step of the test run."""

    name: str
    what: str
    run: Callable[[], Outcome]
    needs_environment: bool = False


def main(arguments: list[str]) -> int:
    """Run the chosen steps and say how many tests passed and failed."""
    steps = _chosen(arguments)
    passed = failed = 0
    ready = True
    if any(step.needs_environment for step in steps):
        outcome = _timed("set-up", "what is missing", prepare)
        ready = outcome.failed == 0
        failed += outcome.failed
    for step in steps:
        if step.needs_environment and not ready:
            outcome = Outcome(0, 1, "not run: the set-up failed")
            _tell(step.name, outcome, 0.0)
        else:
            outcome = _timed(step.name, step.what, step.run)
        passed += outcome.passed
        failed += outcome.failed
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def _chosen(arguments: list[str]) -> list[Step]:
    """The steps that the command line names, in the order of STEPS; all without any."""
    listed = "\n".join(f"  {step.name:<12} {step.what}" for step in STEPS)
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog=f"steps:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("steps", nargs="*", metavar="STEP")
    names = parser.parse_args(arguments).steps
    known = [step.name for step in STEPS]
    for name in names:
        if name not in known:
            parser.error(f"there is no step {name!r}; the steps are {', '.join(known)}")
    return [step for step in STEPS if not names or step.name in names]


def prepare() -> Outcome:
    """The environment and the kernel; what it does it tells itself."""
    try:
        set_up(Log(sys.stdout), TESTS, HUB, SITE)
    except SetUpError as error:
        return Outcome(0, 1, str(error))
    return Outcome(0, 0)


def formatting() -> Outcome:
    """Rust's standard formatting."""
    outcome = _one(["cargo", "fmt", "--all", "--check", "--", "--files-with-diff"])
    if outcome.failed:
        return replace(outcome, report=f"{outcome.report}`cargo fmt --all` formats these files.")
    return outcome


def clippy() -> Outcome:
    """Lints of every crate and target.

    In the release profile: build scripts and macros are then those of the kernel's build, and the
    checked dependencies serve the documentation as well.
    """
    targets = ["--release", "--workspace", "--all-targets"]
    return _one(["cargo", "clippy", "--locked", *targets, "--", "--deny", "warnings"])


def documentation() -> Outcome:
    """The crates' documentation, without a warning."""
    return _one(
        ["cargo", "doc", "--locked", "--release", "--workspace", "--no-deps"],
        {"RUSTDOCFLAGS": "--deny warnings"},
    )


def crates() -> Outcome:
    """The tests and documentation examples of the crates that lessons use."""
    return _cargo_test([])


def kernel() -> Outcome:
    """The kernel's own tests, in the profile in which it is built anyway."""
    return _cargo_test(["--release", "--package", "descent-kernel"])


def python() -> Outcome:
    """The tests written in Python, those in the browser apart."""
    return _pytest("tests", "--ignore=tests/browser")


def browser() -> Outcome:
    """JupyterLab in a real browser; skipped, with a reason, where none is installed."""
    return _pytest("tests/browser", "-rs")


def crate_policy() -> Outcome:
    """Licences, sources and duplicate versions of all crates, where cargo-deny is installed."""
    deny = shutil.which("cargo-deny") or shutil.which("cargo-deny", path=str(TOOLS))
    if deny is None:
        return Outcome(0, 0, "cargo-deny is not installed; `.ci/run` installs it", skipped=1)
    return _one([deny, "check", "licenses", "bans", "sources"])


def lint() -> Outcome:
    """The scripts and their tests: what ruff finds, and its formatting."""
    ruff = [str(Environment(ROOT).python), "-m", "ruff"]
    found = _one([*ruff, "check", "--no-cache", "--quiet"])
    layout = _one([*ruff, "format", "--no-cache", "--quiet", "--check"])
    report = found.report + layout.report
    return Outcome(found.passed + layout.passed, found.failed + layout.failed, report)


def types() -> Outcome:
    """The types of the scripts and their tests."""
    return _one([str(Environment(ROOT).python), "-m", "mypy"])


def _pytest(*arguments: str) -> Outcome:
    """The tests that pytest counts."""
    with tempfile.TemporaryDirectory(prefix="descent-tests-") as folder:
        report = Path(folder) / "report.xml"
        environment = Environment(ROOT)
        options = ["--quiet", "--color=no", f"--numprocesses={KERNELS_AT_ONCE}"]
        code, output = _run(
            [
                str(environment.python),
                "-m",
                "pytest",
                *arguments,
                *options,
                f"--junit-xml={report}",
            ],
            environment.env(),
        )
        if not report.is_file():
            return Outcome(0, 1, output)
        (suite,) = xml.etree.ElementTree.parse(report).getroot()
        keys = ("tests", "failures", "errors", "skipped")
        tests, failures, errors, skipped = (int(suite.get(key, "0")) for key in keys)
    failed = failures + errors
    return _counted(max(0, tests - failed - skipped), failed, code, output, skipped)


def executed_notebooks() -> Outcome:
    """Each notebook executed, and compared with its committed outputs."""
    environment = Environment(ROOT)
    script = str(ROOT / "scripts" / "notebooks.py")
    code, output = _run([str(environment.python), script, "check"], environment.env())
    verdicts = re.findall(r"^(ok|FAILED) ", output, re.MULTILINE)
    return _counted(verdicts.count("ok"), verdicts.count("FAILED"), code, output)


def notebook_habits() -> Outcome:
    """Each habit of each notebook, and each of the original's cells."""
    results = checks.check(notebooks_in(FOLDER))
    wrong = [result for result in results if result.problems]
    lines = [f"{result.name}\n    " + "\n    ".join(result.problems) for result in wrong]
    return Outcome(len(results) - len(wrong), len(wrong), "\n".join(lines))


def translations() -> Outcome:
    """The catalogues of other languages and the notebooks made of them; says how far they are."""
    environment = Environment(ROOT)
    script = str(ROOT / "scripts" / "translate.py")
    code, output = _run([str(environment.python), script, "check"], environment.env())
    for line in re.findall(r"^\S+\.po: .*", output, re.MULTILINE):
        print(f"    {line}", flush=True)
    counts = re.search(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    passed, failed = map(int, counts.groups()) if counts else (0, 1)
    return _counted(passed, failed, code, output)


STEPS = (
    Step("format", "cargo fmt", formatting),
    Step("habits", "the notebooks' habits and the original's cells", notebook_habits),
    Step("crates", "unit tests and documentation examples", crates),
    Step("clippy", "lints", clippy),
    Step("docs", "cargo doc", documentation),
    Step("deny", "licences, sources and versions of crates", crate_policy),
    Step("kernel", "the kernel's unit tests", kernel),
    Step("lint", "ruff on the scripts and their tests", lint, needs_environment=True),
    Step("types", "mypy on the scripts and their tests", types, needs_environment=True),
    Step(
        "translations",
        "the notebooks and messages in other languages",
        translations,
        needs_environment=True,
    ),
    Step("python", "pytest", python, needs_environment=True),
    Step("notebooks", "executed and compared", executed_notebooks, needs_environment=True),
    Step(
        "browser",
        "JupyterLab and the web edition in a real browser",
        browser,
        needs_environment=True,
    ),
)


def _one(command: list[str], variables: dict[str, str] | None = None) -> Outcome:
    """A command that is a single test: it succeeds or fails."""
    code, output = _run(command, {**rust.variables_for_cargo(), **(variables or {})})
    return Outcome(0, 1, output) if code else Outcome(1, 0)


def _cargo_test(arguments: list[str]) -> Outcome:
    """The tests that `cargo test` counts, over all its programs."""
    code, output = _run(
        ["cargo", "test", "--locked", "--no-fail-fast", *arguments, "--", "--quiet"],
        rust.variables_for_cargo(),
    )
    counts = re.findall(
        r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", output, re.MULTILINE
    )
    passed, failed, ignored = (sum(int(count[place]) for count in counts) for place in range(3))
    return _counted(passed, failed, code, output, ignored)


def _counted(passed: int, failed: int, code: int, output: str, skipped: int = 0) -> Outcome:
    """The outcome of a step that counts; one that breaks off or tests nothing has failed."""
    if failed == 0 and (code != 0 or passed == 0):
        failed = 1
    return Outcome(passed, failed, output, skipped)


def _run(command: list[str], variables: dict[str, str]) -> tuple[int, str]:
    """Run a command in the checkout; returns its exit code and all that it printed.

    On a terminal its latest line is shown while it runs.
    """
    try:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        return 127, f"{command[0]} cannot be started: {error}"
    lines = []
    with process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                _show(line)
        except BaseException:
            process.terminate()
            raise
        finally:
            _show("")
    return process.returncode, "".join(lines)


def _show(line: str) -> None:
    """Show a line of a running command in place, where there is a person to see it."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K    {line.strip()[:WIDTH]}" if line else "\r\x1b[K", end="", flush=True)


def _timed(name: str, what: str, run: Callable[[], Outcome]) -> Outcome:
    """Run a step and tell how it went."""
    print(f"{name}: {what} …", flush=True)
    begin = time.monotonic()
    try:
        outcome = run()
    except Exception:  # the other steps run, whatever becomes of this one
        outcome = Outcome(0, 1, traceback.format_exc())
    _tell(name, outcome, time.monotonic() - begin)
    return outcome


def _tell(name: str, outcome: Outcome, seconds: float) -> None:
    """One line on a step, and what it printed if it failed or could test nothing.

    What it printed stands behind a bar, so that no line of it can be taken for the last line.
    """
    ran = outcome.passed + outcome.failed
    none_ran = outcome.skipped > 0 and ran == 0
    verdict = "FAILED" if outcome.failed else "skipped" if none_ran else "ok"
    skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
    tests = f"{outcome.passed} of {ran}{skipped}" if ran or skipped else ""
    print(f"{verdict:<7} {name:<12} {tests:<18} {seconds:6.1f} s", flush=True)
    if outcome.failed or none_ran:
        lines = outcome.report.splitlines()
        if len(lines) > LONGEST_REPORT:
            print(f"    | … {len(lines) - LONGEST_REPORT} lines before these", flush=True)
        for line in lines[-LONGEST_REPORT:]:
            print(f"    | {line}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
