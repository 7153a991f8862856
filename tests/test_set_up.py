"""Set-up: which Rust it takes, when it asks cargo for the kernel, how it replaces a program."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import pytest

from descent_lab import files, prerequisites, rust, rust_kernel
from descent_lab.environment import ROOT, Environment
from descent_lab.log import Log, SetUpError
from descent_lab.steps import one_at_a_time

PINNED = rust.pinned(ROOT)


def test_the_pin_and_the_oldest_version_agree() -> None:
    oldest = ".".join(map(str, prerequisites.RUST))
    assert f'rust-version = "{oldest}"' in (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    assert tuple(map(int, PINNED.split(".")[:2])) >= prerequisites.RUST


@pytest.mark.parametrize("command", ["bench", "lab", "notebooks", "site", "test"])
def test_a_command_starts_where_no_package_is_installed(command: str) -> None:
    without_packages = [sys.executable, "-S", str(ROOT / "scripts" / f"{command}.py"), "--help"]
    answer = subprocess.run(without_packages, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "usage:" in answer.stdout


@pytest.fixture
def rustc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that shells run as `rustc`, beside a cargo."""
    if os.name == "nt":
        pytest.skip("written for the shells of Unix")
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("rustc", "cargo"):
        (folder / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "rustc"


def told_of(rustc: Path, version: str) -> str:
    """What a check tells of a Rust of this version, as the checkout alone makes rustup take it."""
    here = "test -f rust-toolchain.toml || exit 1"
    rustc.write_text(f"#!/bin/sh\n{here}\necho 'rustc {version} (5 2026)'\n", encoding="utf-8")
    told = io.StringIO()
    prerequisites.check(Environment(ROOT), Log(told))
    return told.getvalue()


def test_the_pinned_version_is_not_worth_a_word(rustc: Path) -> None:
    assert "Rust" not in told_of(rustc, PINNED)


def test_another_version_may_say_other_words(rustc: Path) -> None:
    assert f"messages of Rust {PINNED}" in told_of(rustc, "1.99.0")


def test_an_old_version_is_refused(rustc: Path) -> None:
    with pytest.raises(SetUpError, match=r"Rust 1\.80\.1 is too old"):
        told_of(rustc, "1.80.1")


def test_whoever_lacks_the_pinned_version_reads_how_to_install_it(rustc: Path) -> None:
    rustc.write_text("#!/bin/sh\necho 'not installed' >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(SetUpError, match=f"rustup toolchain install {PINNED}'") as refused:
        prerequisites.check(Environment(ROOT), Log(io.StringIO()))
    assert "default" not in str(refused.value)


def test_kernels_get_the_pinned_version_unless_the_user_names_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("RUSTUP_TOOLCHAIN", raising=False)
    assert Environment(ROOT).env()["RUSTUP_TOOLCHAIN"] == PINNED
    monkeypatch.setenv("RUSTUP_TOOLCHAIN", "nightly")
    assert Environment(ROOT).env()["RUSTUP_TOOLCHAIN"] == "nightly"


def test_a_second_set_up_waits_for_the_first_and_says_so(tmp_path: Path) -> None:
    told = io.StringIO()
    order: list[str] = []

    def lock() -> IO[bytes]:
        return (tmp_path / "lock").open("a+b")

    def second() -> None:
        with one_at_a_time(lock(), Log(told)):
            order.append("second")

    thread = threading.Thread(target=second)
    with one_at_a_time(lock(), Log(told)):
        assert told.getvalue() == ""
        thread.start()
        thread.join(1)
        order.append("first")
    thread.join(20)
    assert order == ["first", "second"]
    assert "waiting for it to end" in told.getvalue()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout's manifests and the kernel's sources."""
    root = tmp_path / "checkout"
    for name in ("Cargo.lock", "Cargo.toml", "rust-toolchain.toml"):
        root.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, root / name)
    for crate in (rust_kernel.CRATE, *rust_kernel.BELOW):
        shutil.copytree(ROOT / "crates" / crate, root / "crates" / crate)
    return root


@pytest.mark.parametrize(
    "name",
    [
        "Cargo.lock",
        "Cargo.toml",
        "rust-toolchain.toml",
        "crates/descent-kernel/Cargo.toml",
        "crates/descent-kernel/src/lib.rs",
        "crates/descent-kernel/src/bin/another.rs",
        "crates/descent-kernel/build.rs",
        "crates/descent-language/po/zh_CN.po",
    ],
)
def test_an_edit_of_what_the_kernel_is_built_from_is_noticed(checkout: Path, name: str) -> None:
    before = rust_kernel.built_from(checkout)
    edited = checkout / name
    edited.parent.mkdir(exist_ok=True)
    with edited.open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    assert rust_kernel.built_from(checkout) != before


def test_edits_elsewhere_are_not(checkout: Path) -> None:
    before = rust_kernel.built_from(checkout)
    for name in ("crates/descent/src/lib.rs", "notebooks/01.ipynb", "clippy.toml"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).touch()
    assert rust_kernel.built_from(checkout) == before


def test_cargo_is_asked_after_an_edit_and_unchanged_programs_stay(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = Environment(checkout)
    asked: list[list[str]] = []
    built = {name: checkout / "target" / name for name in rust_kernel.PROGRAMS}
    (checkout / "target").mkdir()
    for name, path in built.items():
        path.write_text(name, encoding="utf-8")

    def build(arguments: list[str], _root: Path) -> dict[str, Path]:
        asked.append(arguments)
        return built

    monkeypatch.setattr(rust, "build", build)
    rust_kernel.install_programs(lab)
    rust_kernel.install_programs(lab)
    assert len(asked) == 1
    before = [lab.program(name).stat() for name in rust_kernel.PROGRAMS]
    with (checkout / "Cargo.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("[profile.dev.package.png]\nopt-level = 1\n")
    built["descent-tool"].write_text("another", encoding="utf-8")
    rust_kernel.install_programs(lab)
    assert len(asked) == 2
    kernel, tool = (lab.program(name) for name in rust_kernel.PROGRAMS)
    assert (kernel.stat().st_ino, kernel.stat().st_mtime_ns) == (
        before[0].st_ino,
        before[0].st_mtime_ns,
    )
    assert tool.read_text(encoding="utf-8") == "another"


def test_a_file_is_replaced(tmp_path: Path) -> None:
    new, target = tmp_path / "kernel.exe.part", tmp_path / "kernel.exe"
    for content in ("first", "second"):
        new.write_text(content, encoding="utf-8")
        files.replace(target, new)
        assert [path.name for path in tmp_path.iterdir()] == ["kernel.exe"]
        assert target.read_text(encoding="utf-8") == content


def test_a_running_program_is_moved_aside_and_removed_after_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kernel.exe"
    target.write_text("first", encoding="utf-8")
    running = {target.stat().st_ino}
    replace, unlink = Path.replace, Path.unlink

    def refuse_running(path: Path) -> None:
        if path.exists() and path.stat().st_ino in running:
            raise PermissionError(f"{path} is running")  # as Windows does

    def windows_replace(path: Path, to: Path) -> Path:
        refuse_running(to)
        return replace(path, to)

    def windows_unlink(path: Path) -> None:
        refuse_running(path)
        unlink(path)

    monkeypatch.setattr(Path, "replace", windows_replace)
    monkeypatch.setattr(Path, "unlink", windows_unlink)

    def put(content: str) -> list[str]:
        part = tmp_path / "kernel.exe.part"
        part.write_text(content, encoding="utf-8")
        files.replace(target, part)
        assert target.read_text(encoding="utf-8") == content
        return [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.old")]

    assert put("second") == ["first"]
    running.add(target.stat().st_ino)
    # Both still run.
    assert sorted(put("third")) == ["first", "second"]
    running.clear()
    assert put("fourth") == []
