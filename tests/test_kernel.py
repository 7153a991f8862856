"""The Rust kernel as Jupyter sees it: its folders, its versions, its caches, its messages."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from set_up.environment import Environment  # noqa: E402

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix")

LAB = Environment(ROOT)
NOTEBOOK_CRATE = ':dep descent-notebook = { path = "../crates/descent-notebook" }'
START_SECONDS = 120
QUIET_SECONDS = 0.2
CELL_SECONDS = 180
SLOW_START = "starts slowly"
# A port that nothing listens on.
NO_NETWORK = {
    name: "http://127.0.0.1:9"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "CARGO_HTTP_PROXY")
}


@dataclass
class Shown:
    """What a cell showed."""

    status: str
    stdout: str = ""
    stderr: str = ""
    results: list[str] = field(default_factory=list)
    error: str = ""


@dataclass
class Kernel:
    """A running kernel."""

    manager: KernelManager
    client: BlockingKernelClient
    temporary: Path
    log: Path

    def run(self, code: str) -> Shown:
        """Runs a cell to its end."""
        shown = Shown("")

        def take(message: dict) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                name = content["name"]
                setattr(shown, name, getattr(shown, name) + content["text"])
            elif message["msg_type"] == "execute_result":
                shown.results.append(content["data"].get("text/plain", ""))
            elif message["msg_type"] == "error":
                shown.error += "\n".join([content["evalue"], *content["traceback"]])

        reply = self.client.execute_interactive(code, timeout=CELL_SECONDS, output_hook=take)
        shown.status = reply["content"]["status"]
        # evcxr passes the last lines on after it has reported the cell as done.
        with contextlib.suppress(queue.Empty):
            while True:
                take(self.client.get_iopub_msg(timeout=QUIET_SECONDS))
        return shown

    @property
    def pid(self) -> int:
        """The kernel's process."""
        return self.manager.provisioner.pid

    @property
    def folder(self) -> Path:
        """The kernel's private folder."""
        return self.temporary / f"descent-kernel-{os.getuid()}" / str(self.pid)

    def lock(self) -> set[tuple[str, str]]:
        """Names and versions in the working folder's lock file."""
        return locked(self.folder / "work" / "Cargo.lock")


def locked(lock: Path) -> set[tuple[str, str]]:
    packages = lock.read_text().split("[[package]]\n")[1:]
    fields = [dict(line.split(" = ", 1) for line in p.splitlines()[:2]) for p in packages]
    return {(f["name"], f["version"]) for f in fields if f["name"] != '"ctx"'}


@contextmanager
def kernel(tmp_path: Path, lab: Environment = LAB, **variables: str) -> Iterator[Kernel]:
    """A kernel in the folder of the lessons, with a temporary folder of its own."""
    temporary = tmp_path / "tmp"
    temporary.mkdir(exist_ok=True)
    log = tmp_path / "kernel.log"
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(  # the checkout's own, also for a checkout that a test made
        argv=[str(lab.kernel), "--control_file", "{connection_file}"],
        language="rust",
        interrupt_mode="message",
    )
    environment = LAB.env() | {"TMPDIR": str(temporary)} | variables
    with open(log, "w") as stream:
        manager.start_kernel(
            cwd=str(lab.notebooks), env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
    client = manager.blocking_client()
    client.start_channels()
    try:
        try:
            client.wait_for_ready(timeout=START_SECONDS)
        except RuntimeError as error:
            raise AssertionError(f"{error}\n{log.read_text()}") from error
        yield Kernel(manager, client, temporary, log)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=not manager.is_alive())


def wait_until(condition, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


@pytest.fixture(scope="module")
def small_checkout(tmp_path_factory) -> Environment:
    """A checkout in a path with a space and a letter beyond ASCII, whose notebook crate compiles
    in a second."""
    root = tmp_path_factory.mktemp("a class") / "Übung 1"
    crate = root / "crates" / "descent-notebook"
    (crate / "src").mkdir(parents=True)
    (root / "notebooks").mkdir()
    (root / "Cargo.toml").write_text(
        '[workspace]\nresolver = "3"\nmembers = ["crates/*"]\nexclude = [".lab"]\n'
    )
    (crate / "Cargo.toml").write_text(
        '[package]\nname = "descent-notebook"\nversion = "0.1.0"\nedition = "2024"\n'
    )
    (crate / "src" / "lib.rs").write_text("pub fn lesson() -> u8 { 1 }\n")
    programs = LAB.kernel.parent
    lab = Environment(root)
    lab.kernel.parent.mkdir(parents=True)
    for name in ("descent-kernel", "descent-tool"):
        shutil.copy2(programs / name, lab.kernel.parent / name)
    run = {"cwd": root, "env": LAB.env(), "check": True}
    subprocess.run(["cargo", "generate-lockfile", "--offline"], **run)
    subprocess.run([lab.kernel, "--prepare"], **run)
    return lab


def test_several_kernels_work_at_once_and_leave_nothing(tmp_path):
    with kernel(tmp_path) as first, kernel(tmp_path) as second:
        both = (first, second)
        folders = [k.folder for k in both]
        assert folders[0] != folders[1]
        for k in both:
            assert stat.S_IMODE(k.folder.stat().st_mode) == 0o700
            assert stat.S_IMODE(k.folder.parent.stat().st_mode) == 0o700
        for number, k in enumerate(both):
            assert k.run(f"let mine = {number}; println!(\"{{mine}}\");").stdout == f"{number}\n"
        assert [k.run("mine").results for k in both] == [["0"], ["1"]]
    assert wait_until(lambda: not any(folder.exists() for folder in folders))


def test_versions_are_the_workspaces_after_one_and_after_two_dependencies(tmp_path):
    workspace = locked(ROOT / "Cargo.lock")
    with kernel(tmp_path) as k:
        assert SLOW_START not in k.log.read_text()
        assert k.run(NOTEBOOK_CRATE).status == "ok"
        assert ('"ndarray"', '"0.17.2"') in k.lock()
        assert k.lock() <= workspace
        first = k.lock()
        second = k.run(':dep descent = { path = "../crates/descent" }')
        assert second.status == "ok", second.error
        assert first == k.lock() <= workspace


def test_without_a_network_lessons_run_and_another_dependency_is_refused_clearly(tmp_path):
    with kernel(tmp_path, CARGO_NET_RETRY="0", **NO_NETWORK) as k:
        lesson = f"{NOTEBOOK_CRATE}\nuse descent_notebook::prelude::*;"
        assert k.run(lesson).status == "ok"
        gradient = k.run("numerical_gradient(function_2, &array![3.0, 4.0]).sum().round()")
        assert gradient.results == ["14.0"], gradient
        other = k.run(':dep smawk = "=0.3.1"')
        assert other.status == "error"
        assert "smawk" in other.error or "download" in other.error, other.error
        assert k.run("1 + 1").results == ["2"]


def test_nothing_of_the_users_is_read_or_written(tmp_path):
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
    with kernel(tmp_path, **folders, **user) as k:
        assert k.run("1 + 1").results == ["2"]
    assert (spec / "kernel.json").read_text() == "{}"
    assert sorted(path.name for path in spec.iterdir()) == ["kernel.json", "version.txt"]


def test_types_of_the_standard_library_are_known_without_any_dependency(tmp_path):
    with kernel(tmp_path) as k:
        for cell in ("let values = vec![1, 2, 3];", "let name = String::new();"):
            shown = k.run(cell)
            assert shown.status == "ok", shown.error


def test_a_panic_is_one_line_and_variables_survive(tmp_path):
    with kernel(tmp_path) as k:
        assert k.run("let values = vec![1, 2, 3];").status == "ok"
        for cell in ("values[7]", "let lost: i32 = values[7];"):
            shown = k.run(cell)
            place = cell.rstrip("\n")
            expected = "index out of bounds: the len is 3 but the index is 7"
            assert shown.stderr == f"panicked at `{place}`: {expected}\n"
        assert k.run("values").results == ["[1, 2, 3]"]


def test_a_failing_question_mark_shows_its_message_before_the_cell_ends(tmp_path):
    with kernel(tmp_path) as k:
        for _ in range(5):
            assert k.run('let number: f64 = "x".parse()?;').stderr == "invalid float literal\n"


def test_a_cell_that_ran_in_another_kernel_is_not_compiled_again(tmp_path):
    cells = tmp_path / "cells"
    sources = (
        "struct Pair { a: i32, b: i32 }",
        "let (x, y, pair) = (1, 2, Pair { a: 3, b: 4 });",
        "println!(\"{}\", x + y + pair.a + pair.b);",
        "let values = vec![1, 2, 3]; let lost: i32 = values[7];",
    )

    def kept() -> set[str]:
        return {path.name for path in cells.iterdir()}

    shown = []
    for number in (1, 2):
        with kernel(tmp_path, DESCENT_KERNEL_CELLS=str(cells)) as k:
            before = kept() if number == 2 else set()
            shown.append([(one.stdout, one.stderr, one.error) for one in map(k.run, sources)])
            assert number == 1 or kept() == before
            # A new cell gets along with what kept ones left behind.
            assert k.run(f'println!("{{}}", pair.a + {number});').stdout == f"{3 + number}\n"
            assert kept() > before
    assert shown[0] == shown[1]
    assert shown[0][2][0] == "10\n"
    assert "panicked at `let lost: i32 = values[7];`" in shown[0][3][1]


@pytest.mark.parametrize("killed_at", ["status", "execute_input", "stream"])
def test_the_processes_and_the_folder_of_a_killed_kernel_go(tmp_path, killed_at):
    """While the kernel waits for a cell, compiles one, runs an endless one."""
    with kernel(tmp_path) as k:
        if killed_at != "status":
            k.client.execute('println!("on"); loop { std::hint::spin_loop(); }')
            while k.client.get_iopub_msg(timeout=60)["msg_type"] != killed_at:
                pass
        tree = psutil.Process(k.pid).children(recursive=True)
        folder = k.folder
        assert tree and folder.exists()
        os.kill(k.pid, signal.SIGKILL)
        left = lambda: [folder] * folder.exists() + [p for p in tree if p.is_running()]  # noqa: E731
        assert wait_until(lambda: not left()), left()


def test_leftovers_go_at_the_next_start_and_living_kernels_keep_their_folders(tmp_path):
    with kernel(tmp_path) as alive:
        leftover = alive.folder.with_name("123456789")
        (leftover / "work").mkdir(parents=True)
        (leftover / "alive").touch()
        with kernel(tmp_path):
            assert not leftover.exists()
            assert alive.folder.exists()
            assert alive.run("1 + 1").results == ["2"]


def test_a_planted_link_is_not_followed(tmp_path):
    trap = tmp_path / "trap"
    trap.mkdir()
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / f"descent-kernel-{os.getuid()}").symlink_to(trap)
    (tmp_path / "tmp" / "Cargo.toml").write_text("[workspace]\n")
    planted = tmp_path / "tmp" / ".cargo"
    planted.mkdir()
    (planted / "config.toml").write_text('[build]\nrustc = "/no/such/rustc"\n')
    with kernel(tmp_path) as k:
        assert k.run("1 + 1").results == ["2"]
    assert list(trap.iterdir()) == []


@pytest.mark.xdist_group("small checkout")
def test_edits_of_the_crate_reach_the_next_kernel(tmp_path, small_checkout):
    source = small_checkout.root / "crates" / "descent-notebook" / "src" / "lib.rs"
    lesson = f"{NOTEBOOK_CRATE}\ndescent_notebook::lesson()"
    with kernel(tmp_path, small_checkout) as k:
        assert k.run(lesson).results == ["1"]
        assert SLOW_START not in k.log.read_text()
    source.write_text("pub fn lesson() -> u8 { 2 }\n")
    with kernel(tmp_path, small_checkout) as k:
        assert k.run(lesson).results == ["2"]
        assert SLOW_START not in k.log.read_text()


@pytest.mark.xdist_group("small checkout")
@pytest.mark.parametrize("damage", ["key deleted", "key of another time", "half written", "gone"])
def test_a_damaged_warm_folder_is_not_used_and_not_fatal(tmp_path, small_checkout, damage):
    warm = small_checkout.kernel.parent / "warm"
    saved = tmp_path / "saved"
    shutil.copytree(warm, saved, symlinks=True)
    if damage == "key deleted":
        (warm / "key").unlink()
    elif damage == "key of another time":
        (warm / "key").write_text("rustc 1.0\n")
    elif damage == "half written":
        (warm / "key").unlink()
        shutil.rmtree(warm / "work" / "target")
    else:
        shutil.rmtree(warm)
    with kernel(tmp_path, small_checkout) as k:
        assert k.run(f"{NOTEBOOK_CRATE}\nlet x = 1u8 + 1; x").results == ["2"]
        assert SLOW_START in k.log.read_text()
    shutil.rmtree(warm, ignore_errors=True)
    saved.rename(warm)
    subprocess.run([small_checkout.kernel, "--prepare"], env=LAB.env(), check=True)
    with kernel(tmp_path, small_checkout) as k:
        assert k.run(f"{NOTEBOOK_CRATE}\n1 + 1").results == ["2"]
        assert SLOW_START not in k.log.read_text()


def test_a_kernel_that_cannot_start_says_why(tmp_path):
    file = tmp_path / "file"
    file.touch()
    command = [LAB.kernel, "--control_file", tmp_path / "none.json"]
    answer = subprocess.run(
        command, env=LAB.env() | {"TMPDIR": str(file)}, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert answer.stderr.startswith("The Rust kernel cannot make its working folder:")


def test_completion_and_help_answer_from_the_crates_documentation(tmp_path):
    with kernel(tmp_path) as k:
        k.run(f"{NOTEBOOK_CRATE}\nuse descent_notebook::prelude::*;")
        k.run("let start = array![-3.0, 4.0];")
        names = k.client.complete("gradient_d", reply=True, timeout=CELL_SECONDS)["content"]
        assert any("gradient_descent" in name for name in names["matches"]), names
        code = "gradient_descent"
        answer = k.client.inspect(code, len(code), reply=True, timeout=CELL_SECONDS)["content"]
        assert answer["found"] and "learning_rate" in answer["data"]["text/plain"]
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
    with kernel(tmp_path) as left:
        left.run("1 + 1")
        cell = left.client.execute("std::thread::sleep(std::time::Duration::from_secs(2));")
        asked = {cell}.union(*(ask_and_leave(left, "shell") for _ in range(3)))
        for _ in range(10):
            ask_and_leave(left, "control")
        idle = set()
        with contextlib.suppress(queue.Empty):
            while not asked <= idle:
                message = left.client.get_iopub_msg(timeout=20)
                if message["content"].get("execution_state") == "idle":
                    idle.add(message["parent_header"]["msg_id"])
        assert left.manager.is_alive(), left.log.read_text()
        assert asked <= idle
        assert left.run("40 + 2").results == ["42"]


def test_the_answer_to_a_shutdown_arrives(tmp_path: Path) -> None:
    with kernel(tmp_path) as ended:
        ended.client.shutdown()
        reply = ended.client.get_control_msg(timeout=20)
        assert reply["msg_type"] == "shutdown_reply"
        assert wait_until(lambda: not ended.manager.is_alive())
        assert wait_until(lambda: not ended.folder.exists())
