"""The Rust kernel as Jupyter sees it: its folders, its versions, its caches, its messages."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

import labs
from cells import DEPENDENCY, PRELUDE
from descent_lab.environment import ROOT, Environment
from kernels import CELL_SECONDS, LAB, Kernel, Shown, soon

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix")

SLOW_START = "starts slowly"
# A port that nothing listens on.
NOWHERE = "http://127.0.0.1:9"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "CARGO_HTTP_PROXY")
NO_NETWORK = {**dict.fromkeys(PROXIES, NOWHERE), "CARGO_NET_RETRY": "0"}


def pinned_in(kernel: Kernel) -> set[tuple[str, str]]:
    """Names and versions in the lock file of the kernel's working folder."""
    return locked(kernel.folder / "work" / "Cargo.lock")


def locked(lock: Path) -> set[tuple[str, str]]:
    """Names and versions in a lock file."""
    packages = lock.read_text(encoding="utf-8").split("[[package]]\n")[1:]
    fields = [dict(line.split(" = ", 1) for line in p.splitlines()[:2]) for p in packages]
    return {(f["name"], f["version"]) for f in fields if f["name"] != '"ctx"'}


def values(shown: Shown) -> list[str]:
    """What a cell shows besides the line, there only where it takes long, on what is compiled."""
    return [text for text in shown.results if not text.startswith(("Compiling ", "Compiled "))]


@pytest.fixture(scope="module")
def small_checkout(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A checkout in a path with a space and a letter beyond ASCII, whose notebook crate compiles
    in a second."""
    return labs.small_checkout(tmp_path_factory.mktemp("a class") / "Übung 1")


def test_several_kernels_work_at_once_and_leave_nothing(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as first, Kernel(tmp_path / "tmp") as second:
        both = (first, second)
        folders = [k.folder for k in both]
        assert folders[0] != folders[1]
        for k in both:
            assert stat.S_IMODE(k.folder.stat().st_mode) == 0o700
            assert stat.S_IMODE(k.folder.parent.stat().st_mode) == 0o700
        for number, k in enumerate(both):
            assert k.run(f'let mine = {number}; println!("{{mine}}");').stdout == f"{number}\n"
        assert [k.run("mine").results for k in both] == [["0"], ["1"]]
    assert soon(lambda: not any(folder.exists() for folder in folders), 15)


def test_versions_are_the_workspaces_after_one_and_after_two_dependencies(tmp_path: Path) -> None:
    workspace = locked(ROOT / "Cargo.lock")
    with Kernel(tmp_path / "tmp") as k:
        assert SLOW_START not in k.said()
        assert k.run(DEPENDENCY).status == "ok"
        assert ('"ndarray"', '"0.17.2"') in pinned_in(k)
        assert pinned_in(k) <= workspace
        first = pinned_in(k)
        second = k.run(':dep descent = { path = "../crates/descent" }')
        assert second.status == "ok", second.error
        assert first == pinned_in(k) <= workspace


def test_without_a_network_lessons_run_and_another_dependency_is_refused_clearly(
    tmp_path: Path,
) -> None:
    with Kernel(tmp_path / "tmp", variables=NO_NETWORK) as k:
        lesson = PRELUDE
        assert k.run(lesson).status == "ok"
        gradient = k.run("numerical_gradient(function_2, &array![3.0, 4.0]).sum().round()")
        assert gradient.results == ["14.0"], gradient
        other = k.run(':dep smawk = "=0.3.1"')
        assert other.status == "error"
        assert "smawk" in other.error or "download" in other.error, other.error
        assert k.run("1 + 1").results == ["2"]


def test_nothing_of_the_users_is_read_or_written(tmp_path: Path) -> None:
    data, config = tmp_path / "data", tmp_path / "config"
    spec = data / "kernels" / "rust"
    spec.mkdir(parents=True)
    (spec / "version.txt").write_text("0.0.1")
    (spec / "kernel.json").write_text("{}")
    broken = config / "evcxr"
    broken.mkdir(parents=True)
    (broken / "evcxr.toml").write_text("this is no TOML")
    (broken / "init.evcxr").write_text(":no_such_command")
    folders = {"JUPYTER_PATH": str(data), "JUPYTER_DATA_DIR": str(data)}
    user = {"XDG_CONFIG_HOME": str(config), "EVCXR_CONFIG_DIR": str(broken)}
    user |= {"RUSTFLAGS": "--no-such-flag", "RUSTC_WRAPPER": "/no/such/wrapper"}
    with Kernel(tmp_path / "tmp", variables=folders | user) as k:
        assert k.run("1 + 1").results == ["2"]
    assert (spec / "kernel.json").read_text() == "{}"
    assert sorted(path.name for path in spec.iterdir()) == ["kernel.json", "version.txt"]


def test_types_of_the_standard_library_are_known_without_any_dependency(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        for cell in ("let values = vec![1, 2, 3];", "let name = String::new();"):
            shown = k.run(cell)
            assert shown.status == "ok", shown.error


def test_the_crates_are_read_while_nobody_asks(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        before = k.process.memory_info().rss
        assert soon(lambda: k.process.memory_info().rss > 1.3 * before)


@pytest.mark.parametrize("pause", [0.0, 0.3, 1.0])
def test_a_shutdown_while_the_crates_are_read_is_over_before_jupyter_kills(
    tmp_path: Path, pause: float
) -> None:
    with Kernel(tmp_path / "tmp") as k:
        time.sleep(pause)
        begin = time.monotonic()
    assert time.monotonic() - begin < 4
    assert soon(lambda: not k.folders())


def test_a_panic_is_one_line_and_variables_survive(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        assert k.run("let values = vec![1, 2, 3];").status == "ok"
        for cell in ("values[7]", "let lost: i32 = values[7];"):
            shown = k.run(cell)
            place = cell.rstrip("\n")
            expected = "index out of bounds: the len is 3 but the index is 7"
            assert shown.error == f"panicked at `{place}`: {expected}"
        assert k.run("values").results == ["[1, 2, 3]"]


def test_a_failing_question_mark_shows_its_message_before_the_cell_ends(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        for _ in range(5):
            shown = k.wait(k.send('let number: f64 = "x".parse()?;'))
            assert shown.error == "invalid float literal"


def test_a_cell_that_ran_in_another_kernel_is_not_compiled_again(tmp_path: Path) -> None:
    cells = tmp_path / "cells"
    sources = (
        "struct Pair { a: i32, b: i32 }",
        "let (x, y, pair) = (1, 2, Pair { a: 3, b: 4 });",
        'println!("{}", x + y + pair.a + pair.b);',
        "let values = vec![1, 2, 3]; let lost: i32 = values[7];",
    )

    def kept() -> set[str]:
        return {path.name for path in cells.iterdir()}

    shown = []
    for number in (1, 2):
        with Kernel(tmp_path / "tmp", variables={"DESCENT_KERNEL_CELLS": str(cells)}) as k:
            before = kept() if number == 2 else set()
            shown.append([(one.stdout, one.stderr, one.error) for one in map(k.run, sources)])
            assert number == 1 or kept() == before
            # A new cell gets along with what kept ones left behind.
            assert k.run(f'println!("{{}}", pair.a + {number});').stdout == f"{3 + number}\n"
            assert kept() > before
    assert shown[0] == shown[1]
    assert shown[0][2][0] == "10\n"
    assert "panicked at `let lost: i32 = values[7];`" in shown[0][3][2]


def test_a_kept_cell_that_runs_again_starts_with_new_statics(tmp_path: Path) -> None:
    cell = (
        "use std::sync::atomic::{AtomicU8, Ordering};\n"
        "static RUNS: AtomicU8 = AtomicU8::new(0);\n"
        "RUNS.fetch_add(1, Ordering::Relaxed) + 1"
    )
    variables = {"DESCENT_KERNEL_CELLS": str(tmp_path / "cells")}
    for _ in range(2):
        with Kernel(tmp_path / "tmp", variables=variables) as k:
            assert [k.run(cell).results for _ in range(3)] == [["1"]] * 3


@pytest.mark.parametrize("killed_at", ["status", "execute_input", "stream"])
def test_the_processes_and_the_folder_of_a_killed_kernel_go(tmp_path: Path, killed_at: str) -> None:
    """While the kernel waits for a cell, compiles one, runs an endless one."""
    with Kernel(tmp_path / "tmp") as k:
        if killed_at != "status":
            k.client.execute('println!("on"); loop { std::hint::spin_loop(); }')
            while k.client.get_iopub_msg(timeout=60)["msg_type"] != killed_at:
                pass
        tree = k.process.children(recursive=True)
        folder = k.folder
        assert tree
        assert folder.exists()
        os.kill(k.pid, signal.SIGKILL)

        def left() -> list[object]:
            return [folder] * folder.exists() + [one for one in tree if one.is_running()]

        assert soon(lambda: not left(), 15), left()


def test_leftovers_go_at_the_next_start_and_living_kernels_keep_their_folders(
    tmp_path: Path,
) -> None:
    with Kernel(tmp_path / "tmp") as alive:
        leftover = alive.folder.with_name("123456789")
        (leftover / "work").mkdir(parents=True)
        (leftover / "alive").touch()
        with Kernel(tmp_path / "tmp"):
            assert not leftover.exists()
            assert alive.folder.exists()
            assert alive.run("1 + 1").results == ["2"]


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / f"descent-kernel-{os.getuid()}").symlink_to(trap)
    (tmp_path / "tmp" / "Cargo.toml").write_text("[workspace]\n")
    planted = tmp_path / "tmp" / ".cargo"
    planted.mkdir()
    (planted / "config.toml").write_text('[build]\nrustc = "/no/such/rustc"\n')
    with Kernel(tmp_path / "tmp") as k:
        assert k.run("1 + 1").results == ["2"]
    assert list(trap.iterdir()) == []


def test_edits_of_the_crate_reach_the_next_kernel(
    tmp_path: Path, small_checkout: Environment
) -> None:
    source = small_checkout.root / "crates" / "descent-notebook" / "src" / "lib.rs"
    lesson = f"{DEPENDENCY}\ndescent_notebook::lesson()"
    with Kernel(tmp_path / "tmp", small_checkout) as k:
        assert k.run(lesson).results == ["1"]
        assert SLOW_START not in k.said()
    source.write_text("pub fn lesson() -> u8 { 2 }\n")
    with Kernel(tmp_path / "tmp", small_checkout) as k:
        assert values(k.run(lesson)) == ["2"]
        assert SLOW_START not in k.said()


@pytest.mark.parametrize("damage", ["key deleted", "key of another time", "half written", "gone"])
def test_a_damaged_prebuilt_folder_is_not_used_and_not_fatal(
    tmp_path: Path, small_checkout: Environment, damage: str
) -> None:
    prebuilt = small_checkout.kernel.parent / "prebuilt"
    saved = tmp_path / "saved"
    shutil.copytree(prebuilt, saved, symlinks=True)
    if damage == "key deleted":
        (prebuilt / "key").unlink()
    elif damage == "key of another time":
        (prebuilt / "key").write_text("rustc 1.0\n")
    elif damage == "half written":
        (prebuilt / "key").unlink()
        shutil.rmtree(prebuilt / "work" / "target")
    else:
        shutil.rmtree(prebuilt)
    with Kernel(tmp_path / "tmp", small_checkout) as k:
        assert values(k.run(f"{DEPENDENCY}\nlet x = 1u8 + 1; x")) == ["2"]
        assert SLOW_START in k.said()
    shutil.rmtree(prebuilt, ignore_errors=True)
    saved.rename(prebuilt)
    subprocess.run([small_checkout.kernel, "--prebuild"], env=LAB.env(), check=True)
    with Kernel(tmp_path / "tmp", small_checkout) as k:
        assert k.run(f"{DEPENDENCY}\n1 + 1").results == ["2"]
        assert SLOW_START not in k.said()


@pytest.mark.parametrize("start", ["prebuilt", "cold"])
def test_cells_are_compiled_with_the_pinned_rust(
    tmp_path: Path, small_checkout: Environment, start: str
) -> None:
    """Outside the checkout its rust-toolchain.toml does not hold; another one may lie there."""
    (tmp_path / "rust-toolchain.toml").write_text(
        '[toolchain]\npath = "/no/such/toolchain"\n', encoding="utf-8"
    )
    key = small_checkout.kernel.parent / "prebuilt" / "key"
    kept = key.read_bytes()
    if start == "cold":
        key.unlink()
    with Kernel(tmp_path / "tmp", small_checkout) as k:
        key.write_bytes(kept)
        assert (SLOW_START in k.said()) == (start == "cold")
        shown = k.run(f"{DEPENDENCY}\ndescent_notebook::lesson()")
        assert values(shown) in (["1"], ["2"]), shown


def test_a_kernel_that_cannot_start_says_why(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    command = [str(LAB.kernel), "--control_file", str(tmp_path / "none.json")]
    answer = subprocess.run(
        command,
        env=LAB.env() | dict.fromkeys(("TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"), str(file)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    assert answer.stderr.startswith("The Rust kernel cannot make its working folder:")


def test_completion_and_help_answer_from_the_crates_documentation(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as k:
        k.run(PRELUDE)
        k.run("let start = array![-3.0, 4.0];")
        names = k.client.complete("gradient_d", reply=True, timeout=CELL_SECONDS)["content"]
        assert any("gradient_descent" in name for name in names["matches"]), names
        code = "gradient_descent"
        answer = k.client.inspect(code, len(code), reply=True, timeout=CELL_SECONDS)["content"]
        assert answer["found"]
        assert "learning_rate" in answer["data"]["text/plain"]
        assert k.run("start[0]").results == ["-3.0"]


def ask_and_leave(kernel: Kernel, channel: str) -> set[str]:
    """Asks several times who the kernel is and leaves before the answers come, as a Jupyter server
    does that waits for a kernel's start; returns the ids of the questions."""
    connect = getattr(kernel.manager, f"connect_{channel}")
    socket = connect()
    questions = [kernel.client.session.msg("kernel_info_request") for _ in range(20)]
    for question in questions:
        kernel.client.session.send(socket, question)
    socket.close(linger=1000)
    return {question["header"]["msg_id"] for question in questions}


def test_a_client_that_goes_before_its_answer_comes_harms_nobody(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as left:
        left.run("1 + 1")
        cell = left.client.execute("std::thread::sleep(std::time::Duration::from_secs(2));")
        asked = {cell}.union(*(ask_and_leave(left, "shell") for _ in range(3)))
        for _ in range(10):
            ask_and_leave(left, "control")
        idle: set[str] = set()
        with contextlib.suppress(queue.Empty):
            while not asked <= idle:
                message = left.client.get_iopub_msg(timeout=20)
                if message["content"].get("execution_state") == "idle":
                    idle.add(message["parent_header"]["msg_id"])
        assert left.manager.is_alive(), left.said()
        assert asked <= idle
        assert left.run("40 + 2").results == ["42"]


def test_the_answer_to_a_shutdown_arrives(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp") as ended:
        ended.client.shutdown()
        reply = ended.client.get_control_msg(timeout=20)
        assert reply["msg_type"] == "shutdown_reply"
        assert soon(lambda: not ended.manager.is_alive(), 15)
        assert soon(lambda: not ended.folder.exists(), 15)
