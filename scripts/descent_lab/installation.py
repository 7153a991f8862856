"""The kernel for everybody of a Python environment, for one user, or for a whole machine."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from descent_lab import files, kernelspec, prerequisites, rust, rust_kernel, tree
from descent_lab.environment import Environment, is_writable, user_cache
from descent_lab.lab import DISTRIBUTION, Lab
from descent_lab.lessons import shipped
from descent_lab.log import Log, SetUpError, Step

# Names the folders that were not there before.
MADE = "folders-made-by-install.json"


@dataclass(frozen=True)
class Place:
    """Where a lab is installed."""

    root: Path
    """The folder of the lab."""
    kernels: Path
    """The folder in which Jupyter looks for kernelspecs."""


def in_prefix(prefix: Path) -> Place:
    """The place in a prefix such as that of a Python environment, or `/usr/local`."""
    share = prefix.resolve() / "share"
    return Place(share / "descent-lab", share / "jupyter" / "kernels")


def of_user(lab: Lab) -> Place:
    """The place of this user alone."""
    command = [str(lab.python), "-m", "jupyter", "--data-dir"]
    try:
        answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpError(
            f"'{lab.python}' has no Jupyter to ask for your own folder: set this up first, with "
            "--setup-only."
        ) from error
    named = os.environ.get("APPDATA" if os.name == "nt" else "XDG_DATA_HOME", "")
    data = Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"
    return Place(data / "descent-lab", Path(answer.stdout.strip()) / "kernels")


def install(source: Lab, place: Place, log: Log, *, run_lessons: bool = True) -> None:
    """Installs the programs, compiled crates, lessons and kernelspec of `source` in a place.

    `run_lessons` runs each lesson once, so that everybody's first run takes its cells as they are
    kept there.

    Raises `SetUpError` with a sentence that says what is wrong and how to mend it.
    """
    lab = Lab(place.root)
    # Whoever installs for others may keep her own files to herself.
    os.umask(0o022)
    made = _missing_folders(place)
    _make_folders(place)
    by_pip = place.root == source.root
    if not by_pip and not (place.root / MADE).exists():
        files.write_json(place.root / MADE, [str(folder) for folder in made])

    def copy() -> None:
        # What was there before may be of another version.
        _remove_except(place.root, {place.root / MADE})
        if isinstance(source, Environment):
            tree.assemble(source, place.root)
        else:
            tree.copy(source, place.root)

    def register() -> None:
        spec = kernelspec.write(place.kernels, str(lab.kernel), lab.logos)
        kernelspec.copy_docs(source.docs, spec)

    check = prerequisites.step(source, log)
    log.run(
        [
            Step(check.name, lambda: _check(source, place, log)),
            Step("Files", copy, lambda: by_pip),
            rust_kernel.library_sources(lab),
            rust_kernel.notebook_crates(lab),
            Step("Kernelspec", register, lambda: by_pip),
            Step(
                "Each lesson once",
                lambda: _run_lessons(source.python, lab, place.kernels),
                lambda: not run_lessons,
                expect="about 2 minutes on two cores",
            ),
        ]
    )
    log.tell(f"The kernel '{kernelspec.DISPLAY_NAME}' is installed in '{place.kernels}'.")


def uninstall(place: Place, log: Log) -> None:
    """Removes what [install] has made there, and what kernels have kept for this user.

    Raises `SetUpError` if there is nothing.
    """
    specs = [place.kernels / kernel.name for kernel in kernelspec.KERNELS]
    if not any(folder.exists() for folder in (place.root, *specs)):
        raise SetUpError(f"There is nothing of {DISTRIBUTION} in '{place.root}'.")
    made = [Path(folder) for folder in json.loads(files.read(place.root / MADE) or "[]")]
    pips = _files_of_pip()
    try:
        for folder in (*specs, place.root):
            _remove_except(folder, pips)
        shutil.rmtree(user_cache() / "descent-lab", ignore_errors=True)
        for folder in sorted(made, reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise SetUpError(
            f"'{error.filename}' cannot be removed ({error.strerror}): run this as the user who "
            "has installed it."
        ) from error
    if place.root.exists():
        log.tell(f"What 'pip' has installed is left: 'pip uninstall {DISTRIBUTION}' removes it.")


def _check(source: Lab, place: Place, log: Log) -> None:
    prerequisites.check(source, log)
    if closed_to_others(place.root) is not None:
        return  # nobody else gets there
    sysroot = rust.sysroot(source.preparing_env(), source.workplace)
    closed = closed_to_others(sysroot / "bin" / ("rustc.exe" if os.name == "nt" else "rustc"))
    if closed is not None:
        raise SetUpError(
            f"Other users cannot read the Rust toolchain in '{sysroot}', because '{closed}' is "
            "closed to them: install Rust where they can, with RUSTUP_HOME=/opt/rust/rustup and "
            "CARGO_HOME=/opt/rust/cargo set while you follow https://rustup.rs, and run this again "
            "with both set; or install for yourself alone with --user."
        )


def closed_to_others(path: Path) -> Path | None:
    """The first of a path's folders that users other than its owner cannot enter, or the path
    itself if they cannot read it; None if they can.

    On Windows, where a folder says so in another way, nothing is found.
    """
    if os.name == "nt":
        return None
    path = path.resolve()
    for folder in reversed(path.parents):
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return path if path.exists() and not path.stat().st_mode & stat.S_IROTH else None


def _make_folders(place: Place) -> None:
    problem = "not allowed"
    try:
        for folder in (place.root, place.kernels):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = error.strerror or problem
    else:
        if is_writable(place.root) and is_writable(place.kernels):
            return
    raise SetUpError(
        f"'{place.root}' cannot be written to ({problem}): run this as a user who may write "
        "there, or with --user for yourself alone."
    )


def _missing_folders(place: Place) -> list[Path]:
    folders = {place.root, place.kernels, *place.root.parents, *place.kernels.parents}
    return sorted(folder for folder in folders if not folder.exists())


def _files_of_pip() -> set[Path]:
    """What pip has installed and shall remove itself."""
    try:
        known = metadata.distribution(DISTRIBUTION).files or []
    except metadata.PackageNotFoundError:
        return set()
    return {Path(str(file.locate())).resolve() for file in known}


def _remove_except(folder: Path, kept: set[Path]) -> None:
    """Removes a folder, save for the files in `kept` and the folders that they lie in."""
    if not any(path.is_relative_to(folder) for path in kept):
        if folder.exists():
            shutil.rmtree(folder)
        return
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            _remove_except(path, kept)
        elif path not in kept:
            path.unlink()


def _run_lessons(python: Path, lab: Lab, kernels: Path) -> None:
    notebooks = [path for path in shipped(lab, solutions=True) if path.suffix == ".ipynb"]
    command = [str(python), "-m", "descent_lab.first_run", str(kernels), *map(str, notebooks)]
    variables = lab.env() | {"PYTHONPATH": str(Path(__file__).parents[1])}
    if subprocess.run(command, env=variables, check=False).returncode != 0:
        raise SetUpError("The kernel is installed, but a lesson fails; the lines above say which.")
